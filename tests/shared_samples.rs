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
    let document = uip::extract(&bytes, &uip::Options::default())
        .unwrap_or_else(|e| panic!("{}: {e}", pdf.display()));
    serde_json::to_value(document).unwrap()
}

/// A PDF without any text is a scan; its reading needs more than this crate.
fn is_scan(document: &Value) -> bool {
    document["coverage"]["characters"] == 0
}

#[test]
fn the_ledger_closes_on_every_sample() {
    let Some(shared) = shared() else { return };
    for pdf in files(&shared.join("releases"), "pdf") {
        let document = document(&pdf);
        if is_scan(&document) {
            eprintln!("skipped: {} is a scan", pdf.display());
            continue;
        }
        let coverage = &document["coverage"];
        let of = |name: &str| coverage[name].as_u64().unwrap();
        let parts = of("assigned") + of("furniture") + of("unassigned");
        assert_eq!(parts, of("characters"), "{}", pdf.display());
        assert_eq!(of("unassigned"), 0, "{}: {coverage}", pdf.display());
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
        if is_scan(&document) {
            eprintln!("skipped: {} is a scan", pdf.display());
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
            release_score(&shared, gold, &got)
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

fn release_score(shared: &Path, gold: &Path, got: &Path) -> (String, bool) {
    let line = run(&shared.join("score/score.py"), gold, got, &["--json"]);
    let score: Value = serde_json::from_str(&line).unwrap();
    let at_least = |name: &str, goal: f64| score[name].as_f64().unwrap() >= goal;
    let reached = at_least("facts_exact", FACTS)
        && at_least("text_similarity", TEXTS)
        && at_least("words_exact", WORDS);
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
