//! A release printed by several producers and read by the whole program differs in nothing.

#![allow(clippy::unwrap_used, reason = "a test may stop at what should not be")]

use std::path::Path;

use uip_model::Document;
use uip_programme::{ChangeKind, diff};

fn read(case: &str, producer: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures")
        .join(case)
        .join(format!("{producer}.pdf"));
    let mut options = uip::Options::default();
    options.file = Some(format!("{producer}.pdf"));
    uip::extract(&std::fs::read(path).unwrap(), &options).unwrap()
}

#[test]
fn two_producers_say_the_same() {
    let [chromium, libreoffice] =
        ["chromium", "libreoffice"].map(|producer| read("release-2022-form", producer));
    let initiatives = chromium.initiatives.len();
    let diff = diff(&[chromium], &[libreoffice]);
    assert_eq!(diff.changes, []);
    assert_eq!(diff.compared, 1 + initiatives);
}

#[test]
fn no_producer_adds_drops_or_renames_an_initiative_or_moves_an_amount() {
    for case in [
        "release-2020-form",
        "release-2022-form",
        "release-2023-form",
    ] {
        let chromium = read(case, "chromium");
        assert!(!chromium.initiatives.is_empty(), "{case} is read");
        let other = read(case, "libreoffice");
        let diff = diff(&[chromium], &[other]);
        let wrong: Vec<_> = diff
            .changes
            .iter()
            .filter(|c| c.kind != ChangeKind::Changed || c.field.starts_with("budget"))
            .collect();
        assert!(wrong.is_empty(), "{case}: {wrong:#?}");
    }
}
