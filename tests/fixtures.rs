//! Every PDF under `fixtures/` against its truth, its findings, its ledger and its snapshot.
//!
//! `UIP_RENEW=1 cargo test -p uip-cases` writes the expectations anew: `fixtures/**/*.findings`,
//! `tests/snapshots/` and `tests/deviations.toml`, where new entries then wait for their reasons.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use uip_cases::{
    Case, Difference, cases, check_deviations, compare_evaluation, compare_overview,
    compare_release, expect, findings_as_text, planned_and_found, without_boxes,
};

/// Whose document is kept whole, with every box; of the others only what a person can review.
const WHOLE: &str = "drift-arrows";

fn differences(case: &Case) -> Vec<Difference> {
    let compare = match &case.truth {
        truth if truth.get("items").is_some() => compare_release,
        truth if truth.get("portfolio").is_some() => compare_overview,
        _ => compare_evaluation,
    };
    let mut differences = compare(&case.truth, &case.document);
    differences.extend(planned_and_found(&case.truth, &case.document));
    differences
}

fn fail_with(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} differ; if all are right, UIP_RENEW=1 cargo test -p uip-cases writes them anew\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_value_is_as_the_truth_says() {
    let each = |case: &Case| -> Vec<_> {
        let differences = differences(case).into_iter();
        differences.map(|d| (case.name.clone(), d)).collect()
    };
    fail_with(&check_deviations(cases().iter().flat_map(each).collect()));
}

#[test]
fn every_finding_is_expected_to_the_word() {
    let each = |case: &Case| {
        let file = case.path.with_extension("findings");
        expect(&file, &findings_as_text(&case.document))
    };
    fail_with(&cases().iter().filter_map(each).collect::<Vec<_>>());
}

#[test]
fn the_ledger_closes() {
    for case in cases() {
        let coverage = &case.document["coverage"];
        let of = |name: &str| coverage[name].as_u64().unwrap();
        let parts = of("assigned") + of("furniture") + of("unassigned");
        assert_eq!(parts, of("characters"), "{}", case.name);
        assert_eq!(of("unassigned"), 0, "{}: {coverage}", case.name);
        assert!(of("characters") > 0, "{}", case.name);
    }
}

#[test]
fn the_document_of_one_producer_a_case_is_as_before() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    std::fs::create_dir_all(&folder).unwrap();
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for case in cases() {
        let topic = case.topic();
        if topic.starts_with("trials") || !seen.insert(topic) {
            continue;
        }
        let text = if topic == WHOLE {
            String::from_utf8(case.bytes.clone()).unwrap()
        } else {
            serde_json::to_string_pretty(&without_boxes(&case.document)).unwrap()
        };
        let file = folder.join(format!("{topic}.json"));
        wrong.extend(expect(&file, &(text + "\n")));
    }
    assert!(seen.contains(WHOLE));
    fail_with(&wrong);
    let kept: BTreeSet<String> = names(&folder);
    let wanted = seen.iter().map(|t| format!("{t}.json")).collect();
    assert_eq!(kept, wanted, "a snapshot without its case");
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|n| n.ends_with(".json")).collect()
}

#[test]
fn a_second_reading_gives_the_same_bytes() {
    // Backwards, so that what one document leaves behind would show in another.
    for case in cases().iter().rev() {
        assert!(case.again() == case.bytes, "{}", case.name);
    }
}
