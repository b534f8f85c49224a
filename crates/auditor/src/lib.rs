//! Checks what does not add up, what is missing and what is in doubt, and gives every finding its
//! severity and its message. Knows arithmetic and what must be there; never changes a value.
//!
//! The checks are small functions from a part of the document to findings, one module a topic. They
//! only name codes; severity and wording of all findings, also of those that earlier steps made,
//! come from one catalogue, `data/findings.toml`, which [`catalogue`] gives and `docs/findings.md`
//! shows.

mod budget;
mod catalogue;
mod economy;
mod evaluation;
mod phase;
mod portfolio;
mod rounding;
mod sections;
mod subject;
mod text;
mod time;
mod trace;
mod whole;

use uip_model::{Document, Finding, Kind};

pub use catalogue::{CATALOGUE, Entry, entry};
use subject::Subject;
use trace::Trace;

/// Language of the messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Danish.
    #[default]
    Danish,
    /// English.
    English,
}

/// The checks of one initiative, in the order in which their findings are listed.
const INITIATIVE: [fn(&Subject) -> Vec<Finding>; 5] = [
    sections::check,
    phase::check,
    time::check,
    budget::check,
    economy::check,
];

/// Adds what the checks find to the findings of the document and of its initiatives, and gives every
/// finding its severity and its message in the language. No other field changes.
///
/// A finding that an earlier step made with the same code and place is not repeated.
#[must_use]
pub fn audit(mut document: Document, language: Language) -> Document {
    let (whole, initiatives) = find(&document);
    add(&mut document.findings, whole);
    for (initiative, found) in document.initiatives.iter_mut().zip(initiatives) {
        add(&mut initiative.findings, found);
    }
    for finding in &mut document.findings {
        catalogue::word(finding, None, language);
    }
    let places: Vec<Option<String>> = (0..document.initiatives.len())
        .map(|i| place(&document, i))
        .collect();
    for (initiative, place) in document.initiatives.iter_mut().zip(places) {
        for finding in &mut initiative.findings {
            catalogue::word(finding, place.as_deref(), language);
        }
    }
    document
}

/// What the checks find: of the document, and of each initiative.
fn find(document: &Document) -> (Vec<Finding>, Vec<Vec<Finding>>) {
    let trace = Trace::new(document);
    let mut findings = whole::check(document);
    match document.kind {
        Kind::Portfolio => findings.extend(portfolio::check(document)),
        Kind::Evaluation => findings.extend(evaluation::check(document, &trace)),
        Kind::Release | Kind::Unknown => {}
    }
    let initiatives = document
        .initiatives
        .iter()
        .enumerate()
        .map(|(index, initiative)| {
            let subject = Subject {
                document,
                index,
                initiative,
                trace: &trace,
            };
            INITIATIVE
                .iter()
                .flat_map(|check| check(&subject))
                .collect()
        })
        .collect();
    (findings, initiatives)
}

fn add(findings: &mut Vec<Finding>, found: Vec<Finding>) {
    for finding in found {
        let known = |f: &Finding| {
            f.code == finding.code && f.origin == finding.origin && f.args == finding.args
        };
        if !findings.iter().any(known) {
            findings.push(finding);
        }
    }
}

/// What to call an initiative in a message: its label, with the area where two share the label.
fn place(document: &Document, index: usize) -> Option<String> {
    let initiative = document.initiatives.get(index)?;
    let label = initiative.label.as_deref()?;
    let shared = document
        .initiatives
        .iter()
        .filter(|i| i.label.as_deref() == Some(label))
        .count();
    Some(match &initiative.area {
        Some(area) if shared > 1 => format!("{label} ({})", area.replace('_', " ")),
        _ => label.to_owned(),
    })
}
