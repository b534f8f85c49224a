//! The worked example of `docs/templates.md`: a lexicon file that teaches a new heading and template.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use uip::{Document, Options};
use uip_cases::fixtures;

/// The first lexicon file of the page.
fn example() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/templates.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("```toml\n").unwrap();
    let (file, _) = rest.split_once("```").unwrap();
    file.to_owned()
}

fn read(options: &Options) -> Document {
    let pdf = fixtures().join("drift-tables-without-rules/typst.pdf");
    uip::extract(&std::fs::read(pdf).unwrap(), options).unwrap()
}

fn key_and_certainty(document: &Document) -> (&str, bool) {
    let mut sections = document.initiatives.iter().flat_map(|i| &i.sections);
    let section = sections.find(|s| s.heading == "Klima- og miljøhensyn");
    let section = section.unwrap();
    (&section.key, section.matched.certainty >= 1.0)
}

fn unknown(document: &Document) -> usize {
    let findings = document.initiatives.iter().flat_map(|i| &i.findings);
    findings.filter(|f| f.code == "heading_unknown").count()
}

#[test]
fn a_file_teaches_a_heading_and_a_template() {
    let before = read(&Options::default());
    assert_eq!(key_and_certainty(&before), ("other", false));
    assert_eq!(unknown(&before), 1);
    let mut options = Options::default();
    options.lexicon.extend("uip-2027.toml", &example()).unwrap();
    let after = read(&options);
    assert_eq!(key_and_certainty(&after), ("climate", true));
    assert_eq!(unknown(&after), 0);
    assert_eq!(after.template.as_deref(), Some("uip-2027"));
    // Nothing else has changed.
    assert_eq!(after.coverage, before.coverage);
    let budgets = |d: &Document| {
        d.initiatives
            .iter()
            .map(|i| i.budget.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(budgets(&after), budgets(&before));
}
