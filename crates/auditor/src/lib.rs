//! Checks what does not add up, what is missing and what is in doubt, and gives every finding its
//! severity and its message. Knows arithmetic and what must be there; never changes a value.
//!
//! The checks are small functions from a part of the document to findings, one module a topic. They
//! only name codes; severity and wording of all findings, also of those that earlier steps made,
//! come from one catalogue, `data/findings.toml`, which [`CATALOGUE`] gives and `docs/findings.md`
//! shows.

mod budget;
mod catalogue;
mod costs;
mod economy;
mod evaluation;
mod parts;
mod phase;
mod portfolio;
mod recipients;
mod rounding;
mod sections;
mod subject;
mod text;
mod time;
mod trace;
mod whole;
mod wholeness;

use uip_model::{Document, Finding, Initiative, Kind};

pub use catalogue::{CATALOGUE, Entry, entry, word};
use subject::{Release, Subject};
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
const INITIATIVE: [fn(&Subject) -> Vec<Finding>; 7] = [
    sections::check,
    wholeness::check,
    recipients::check,
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
    let mut labels: Vec<&str> = document
        .initiatives
        .iter()
        .filter_map(|i| i.label.as_deref())
        .collect();
    labels.sort_unstable();
    let recur = labels.windows(2).any(|w| matches!(w, [a, b] if a == b));
    let names: Vec<Option<String>> = (0..document.initiatives.len())
        .map(|i| name(&document, i, recur))
        .collect();
    for (initiative, name) in document.initiatives.iter_mut().zip(names) {
        headings(initiative);
        for finding in &mut initiative.findings {
            catalogue::word(finding, name.as_deref(), language);
        }
    }
    document
}

/// A finding about several documents together (topic `programme`) with its severity and message from
/// the catalogue.
#[must_use]
pub fn worded(mut finding: Finding, language: Language) -> Finding {
    catalogue::word(&mut finding, None, language);
    finding
}

/// What the checks find: of the document, and of each initiative.
fn find(document: &Document) -> (Vec<Finding>, Vec<Vec<Finding>>) {
    let trace = Trace::new(document);
    let release = Release::new(document);
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
                release: &release,
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

/// Adds what an earlier step has not said already, with the same code and place.
fn add(findings: &mut Vec<Finding>, found: Vec<Finding>) {
    let earlier = findings.len();
    for finding in found {
        let known = |f: &Finding| f.code == finding.code && f.origin == finding.origin;
        if !findings.iter().take(earlier).any(known) {
            findings.push(finding);
        }
    }
}

/// The extractor names a heading line by line as it is printed; the message shows it joined.
fn headings(initiative: &mut Initiative) {
    for finding in &mut initiative.findings {
        let (Some(heading), Some(place)) =
            (finding.args.get_mut("heading"), finding.origin.first())
        else {
            continue;
        };
        let (x, y) = (place.bbox.mid_x(), place.bbox.mid_y());
        // In two columns the boxes of sections overlap: the letters must be the heading's.
        let letters = |text: &str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        let printed = letters(heading);
        let section = initiative.sections.iter().find(|s| {
            let mut places = s.origin.iter();
            let here = places.any(|o| o.page == place.page && o.bbox.contains(x, y));
            here && letters(&s.heading) == printed
        });
        if let Some(section) = section {
            heading.clone_from(&section.heading);
        }
    }
}

/// What to call an initiative in a message: its label, with the area where the numbers begin anew in
/// each area.
fn name(document: &Document, index: usize, numbers_recur: bool) -> Option<String> {
    let initiative = document.initiatives.get(index)?;
    let label = initiative.label.as_deref()?;
    Some(match &initiative.area {
        Some(area) if numbers_recur => format!("{label} ({})", area.replace('_', " ")),
        _ => label.to_owned(),
    })
}
