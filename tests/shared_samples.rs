//! The sample releases and gold files that are no part of the repository: `$UIP_SHARED`, or
//! `../shared`. Skipped, with a word on standard error, where they are absent.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use uip_cases::shared;

/// What the scores must reach at least.
const FACTS: f64 = 0.995;
const TEXTS: f64 = 0.999;
const WORDS: f64 = 0.998;
/// Facts, texts and words of a scan.
const SCAN: (f64, f64, f64) = (0.95, 0.97, 0.97);
const OVERVIEW_FACTS: f64 = 0.98;
/// The gold was written from a whole evaluation summary; the sample PDF has only some of its pages,
/// so 27 of 103 facts are not printed in it.
const EVALUATION_FACTS: f64 = 0.737;

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == extension));
    files.sort();
    files
}

fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

fn document(pdf: &Path) -> Value {
    let bytes = std::fs::read(pdf).unwrap();
    let mut options = uip::Options::default();
    // In a debug build, on a machine that does other things.
    options.ocr.page_time = std::time::Duration::from_secs(120);
    let document =
        uip::extract(&bytes, &options).unwrap_or_else(|e| panic!("{}: {e}", pdf.display()));
    serde_json::to_value(document).unwrap()
}

/// Whether it is a scan, and whether it was read: that takes a program which may not be there.
fn scan(document: &Value) -> (bool, bool) {
    let findings = document["findings"].as_array().unwrap();
    let has = |codes: &[&str]| {
        let codes_of = findings
            .iter()
            .map(|finding| finding["code"].as_str().unwrap());
        codes_of.filter(|code| codes.contains(code)).count() > 0
    };
    let unread = has(&["needs_ocr", "ocr_language_missing"]);
    (unread || has(&["read_by_ocr"]), !unread)
}

#[test]
fn the_ledger_closes_on_every_sample() {
    let Some(shared) = shared() else { return };
    for pdf in files(&shared.join("releases"), "pdf") {
        let document = document(&pdf);
        let coverage = &document["coverage"];
        let of = |name: &str| coverage[name].as_u64().unwrap();
        let parts = of("assigned") + of("furniture") + of("unassigned");
        assert_eq!(parts, of("characters"), "{}", pdf.display());
        // Recognition takes specks for text.
        if !scan(&document).0 {
            assert_eq!(of("unassigned"), 0, "{}: {coverage}", pdf.display());
        }
    }
}

#[test]
fn the_scores_reach_the_goals() {
    let Some(shared) = shared() else { return };
    let python = Command::new("python3").arg("--version").output();
    if !python.is_ok_and(|o| o.status.success()) {
        eprintln!("skipped: no python3 for the scoring scripts");
        return;
    }
    let golds = files(&shared.join("gold"), "json");
    let mut wrong = Vec::new();
    for pdf in files(&shared.join("releases"), "pdf") {
        // uip-2022-typst.pdf is another printing of uip-2022.json.
        let of = golds.iter().filter(|g| stem(&pdf).starts_with(stem(g)));
        let Some(gold) = of.max_by_key(|g| stem(g).len()) else {
            continue;
        };
        let document = document(&pdf);
        let (is_scan, is_read) = scan(&document);
        if !is_read {
            eprintln!(
                "skipped: {} is a scan, and there is no tesseract",
                pdf.display()
            );
            continue;
        }
        let truth: Value = serde_json::from_slice(&std::fs::read(gold).unwrap()).unwrap();
        let got = std::env::temp_dir().join(format!(
            "uip-score-{}-{}.json",
            std::process::id(),
            stem(&pdf)
        ));
        std::fs::write(&got, document.to_string()).unwrap();
        let (line, reached) = if truth.get("items").is_some() {
            release_score(&shared, gold, &got, is_scan)
        } else {
            report_score(&shared, gold, &got, &truth)
        };
        std::fs::remove_file(&got).unwrap();
        eprintln!("{}: {line}", stem(&pdf));
        if !reached {
            wrong.push(format!("{}: {line}", stem(&pdf)));
        }
    }
    assert!(wrong.is_empty(), "below the goals:\n{}", wrong.join("\n"));
}

fn release_score(shared: &Path, gold: &Path, got: &Path, is_scan: bool) -> (String, bool) {
    let line = run(&shared.join("score/score.py"), gold, got, &["--json"]);
    let score: Value = serde_json::from_str(&line).unwrap();
    let at_least = |name: &str, goal: f64| score[name].as_f64().unwrap() >= goal;
    let (facts, texts, words) = if is_scan { SCAN } else { (FACTS, TEXTS, WORDS) };
    let reached = at_least("facts_exact", facts)
        && at_least("text_similarity", texts)
        && at_least("words_exact", words);
    (line, reached)
}

fn report_score(shared: &Path, gold: &Path, got: &Path, truth: &Value) -> (String, bool) {
    let printed = run(&shared.join("score/score_reports.py"), gold, got, &[]);
    let line = printed.lines().last().unwrap().to_owned();
    let facts: f64 = line.rsplit(' ').next().unwrap().parse().unwrap();
    let goal = if truth.get("portfolio").is_some() {
        OVERVIEW_FACTS
    } else {
        EVALUATION_FACTS
    };
    // Nothing may be invented.
    (line.clone(), facts >= goal && line.contains("spurious 0 "))
}

fn run(script: &Path, gold: &Path, got: &Path, more: &[&str]) -> String {
    let mut command = Command::new("python3");
    command.arg(script).args([gold, got]).args(more);
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
