//! Every rule that the fixtures' evidence names is explained, and every page can be shown.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use uip::Options;
use uip_inspect::{drawing, explain, headings, print};

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut files = Vec::new();
    for case in folder.read_dir().unwrap() {
        // One producer a case: the rules do not depend on it.
        let file = case.unwrap().path().join("typst.pdf");
        if file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    files
}

#[test]
fn every_rule_of_the_fixtures_has_a_meaning() {
    let table = include_str!("../data/rules.csv");
    let known: Vec<&str> = table.lines().filter_map(|l| l.split(';').next()).collect();
    let mut unknown = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let files = fixtures();
    assert!(files.len() >= 8, "{files:?}");
    for file in files {
        let document = uip::extract(&std::fs::read(&file).unwrap(), &Options::default()).unwrap();
        for evidence in &document.evidence {
            let rule = evidence.rule.to_string();
            let fits = known.iter().any(|name| match name.strip_suffix('*') {
                Some(beginning) => rule.starts_with(beginning),
                None => *name == rule,
            });
            if !fits {
                unknown.insert(rule.clone());
            }
            seen.insert(rule);
        }
    }
    assert_eq!(unknown, BTreeSet::new());
    assert!(seen.contains("phase.checkbox") && seen.contains("cell.number"));
    for line in table.lines() {
        let columns: Vec<&str> = line.split(';').collect();
        assert_eq!(columns.len(), 3, "{line}");
        assert!(columns.iter().all(|column| !column.is_empty()), "{line}");
    }
}

#[test]
fn every_kind_of_document_can_be_shown() {
    for case in ["release-2020-form", "overview-form", "evaluation-form"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
        let bytes = std::fs::read(folder.join(case).join("typst.pdf")).unwrap();
        let options = Options::default();
        let steps = uip::steps(&bytes, &options).unwrap();
        for page in &steps.pages.pages {
            let svg = drawing(&steps, page.number).unwrap();
            assert_eq!(svg.matches("<g ").count(), 11);
            assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
            let text = print(&steps, page.number, &[]).unwrap();
            assert_eq!(text.matches("\n== ").count(), 4, "{text}");
        }
        let listed = explain(&steps, &options, None, None).unwrap();
        let own = steps.document.evidence.iter();
        let own = own.filter(|e| !e.path.starts_with("/initiatives/")).count();
        assert_eq!(listed.lines().count(), own);
        let mut lexicon = uip::Lexicon::default();
        lexicon
            .extend("entry.toml", &headings(&steps, &options))
            .unwrap();
    }
}
