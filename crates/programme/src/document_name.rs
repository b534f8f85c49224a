//! What a document is called in results, and the order in which documents are taken.

use std::cmp::Reverse;

use uip_model::{Document, Kind};

/// The document's name in tables and findings: its file, else the start of its hash, else its
/// number in the given order (from 1).
pub(crate) fn name(document: &Document, number: usize) -> String {
    /// Hexadecimal digits that tell any realistic number of files apart.
    const HASH: usize = 12;
    match &document.source.file {
        Some(file) if !file.is_empty() => file.clone(),
        _ if !document.source.sha256.is_empty() => {
            document.source.sha256.chars().take(HASH).collect()
        }
        _ => format!("document {number}"),
    }
}

/// The documents with their names, in an order that does not depend on the order in which they
/// were given: releases by year, then overview reports, evaluations and the rest. Of several of one
/// year the fullest comes first (a scan of some pages is not what the others are judged by), then
/// they go by name.
pub(crate) fn in_order(documents: &[Document]) -> Vec<(String, &Document)> {
    let mut named: Vec<(String, &Document)> = documents
        .iter()
        .zip(1..)
        .map(|(document, number)| (name(document, number), document))
        .collect();
    named.sort_by(|(name_a, a), (name_b, b)| {
        let key = |d: &Document| {
            let kind = match d.kind {
                Kind::Release => 0,
                Kind::Portfolio => 1,
                Kind::Evaluation => 2,
                Kind::Unknown => 3,
            };
            let entries = d.initiatives.len() + d.portfolio.len();
            (kind, d.programme_year, Reverse(entries))
        };
        (key(a), name_a, &a.source.sha256).cmp(&(key(b), name_b, &b.source.sha256))
    });
    named
}
