//! What the README shows of a reading is what comes out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use uip::{Language, Options};
use uip_cases::fixtures;

const PDF: &str = "release-2022-form-flawed/chromium.pdf";

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    std::fs::read_to_string(path).unwrap()
}

fn document() -> uip::Document {
    let mut options = Options::default();
    options.language = Language::English;
    uip::extract(&std::fs::read(fixtures().join(PDF)).unwrap(), &options).unwrap()
}

#[test]
fn the_findings() {
    let document = document();
    let own = document.initiatives.iter().flat_map(|i| &i.findings);
    let printed: BTreeSet<String> = document
        .findings
        .iter()
        .chain(own)
        .map(|f| {
            let page = f.origin.first().unwrap().page;
            format!("fixtures/{PDF}:{page}: {}: {}", f.code, f.message)
        })
        .collect();
    let readme = readme();
    let shown: Vec<&str> = readme
        .lines()
        .filter(|l| l.starts_with(&format!("fixtures/{PDF}:")))
        .collect();
    assert_eq!(shown.len(), 3);
    for line in shown {
        assert!(printed.contains(line), "{line}\n{printed:#?}");
    }
    let counted = format!("findings: 0 errors, {} warnings, 0 notes", printed.len());
    assert!(readme.contains(&counted), "{counted}");
}

#[test]
fn the_evidence_and_the_ledger() {
    let document = serde_json::to_value(document()).unwrap();
    let readme = readme();
    let blocks = readme.split("```json\n").skip(1);
    let blocks: Vec<&str> = blocks.map(|b| b.split_once("```").unwrap().0).collect();
    let [evidence, coverage] = blocks.as_slice() else {
        unreachable!("two JSON excerpts: {blocks:?}")
    };
    let evidence: Value = serde_json::from_str(evidence).unwrap();
    let all = document.get("evidence").unwrap().as_array().unwrap();
    assert!(all.contains(&evidence), "{evidence}");
    let coverage: Value = serde_json::from_str(&format!("{{{coverage}}}")).unwrap();
    assert_eq!(coverage.get("coverage"), document.get("coverage"));
}
