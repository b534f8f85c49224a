//! Every visible word of every page stands somewhere in the JSON, unless the transcript says that it
//! is page furniture. The ledger counts characters of the transcript; this looks for the words
//! themselves at the end of the way, where a later step could have dropped them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use uip::Options;
use uip_cases::{cases, shared};
use uip_model::Visibility;

/// Letters and digits only: hyphens at line ends, bullets and brackets are decided on the way.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// All texts and numbers (years of budgets) of the document, one after another.
fn texts(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => {
            out.push_str(&letters(text));
            out.push('\n');
        }
        Value::Array(list) => list.iter().for_each(|v| texts(v, out)),
        Value::Object(members) => members.values().for_each(|v| texts(v, out)),
        Value::Number(number) => {
            out.push_str(&number.to_string());
            out.push('\n');
        }
        _ => {}
    }
}

/// The words of a PDF that stand nowhere in its document, with their pages.
fn lost(pdf: &Path) -> Vec<String> {
    let bytes = std::fs::read(pdf).unwrap();
    let options = Options::default();
    let pages = uip_pdf::read(&bytes, &options.pdf).unwrap();
    let transcript = uip_extractor::transcribe(&pages, &options.lexicon);
    let furniture: BTreeSet<(u32, u32)> = transcript
        .furniture
        .iter()
        .map(|w| (w.page, w.word))
        .collect();
    let document = serde_json::to_value(uip::extract(&bytes, &options).unwrap()).unwrap();
    let mut read = String::new();
    texts(&document, &mut read);
    // The names of an overview's columns are the names of the fields.
    let tables = transcript.portfolio.iter().flat_map(|p| &p.tables);
    for table in tables {
        texts(&serde_json::to_value(&table.header).unwrap(), &mut read);
    }
    let mut lost = Vec::new();
    for page in &pages.pages {
        for (number, word) in (0..).zip(&page.words) {
            let seen = word.visibility == Visibility::Visible;
            if seen
                && !furniture.contains(&(page.number, number))
                && !read.contains(&letters(&word.text))
            {
                lost.push(format!("{}:{}: {}", pdf.display(), page.number, word.text));
            }
        }
    }
    lost
}

fn assert_nothing_is_lost(pdfs: impl Iterator<Item = PathBuf>) {
    let lost: Vec<String> = pdfs.flat_map(|pdf| lost(&pdf)).collect();
    assert!(lost.is_empty(), "lost:\n{}", lost.join("\n"));
}

#[test]
fn in_the_fixtures() {
    assert_nothing_is_lost(cases().iter().map(|case| case.path.clone()));
}

#[test]
fn in_the_samples() {
    let Some(shared) = shared() else { return };
    let entries = std::fs::read_dir(shared.join("releases")).unwrap();
    let paths = entries.map(|e| e.unwrap().path());
    assert_nothing_is_lost(paths.filter(|p| p.extension().is_some_and(|e| e == "pdf")));
}
