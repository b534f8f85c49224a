//! The normaliser on perfect transcripts: what it makes of them must be the facts that people read
//! from them. The invented releases lie in `fixtures/`, the sample releases outside the repository
//! (`../shared/gold`, or the folder that `UIP_SHARED` names); without the latter these tests say so.
//!
//! With `UIP_GOLD_OUT` set to a folder the documents are written there for `score.py`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod facts;
mod transcript;

use std::path::{Path, PathBuf};

use serde_json::Value;
use transcript::Layout;
use uip_model::Document;

const RELEASES: [&str; 3] = ["uip-2020", "uip-2022", "uip-2023"];

/// The sample releases that are there, and the invented ones under `fixtures/`.
fn gold() -> Vec<(String, Value)> {
    let shared = std::env::var_os("UIP_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let mut found = Vec::new();
    for release in RELEASES {
        let file = shared.join("gold").join(format!("{release}.json"));
        match std::fs::read(&file) {
            Ok(bytes) => found.push((release.to_owned(), serde_json::from_slice(&bytes).unwrap())),
            Err(error) => eprintln!("skipped: {}: {error}", file.display()),
        }
    }
    let fixtures = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures"));
    let mut cases: Vec<PathBuf> = std::fs::read_dir(fixtures)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("source.json").is_file())
        .collect();
    cases.sort();
    for case in cases {
        let source = std::fs::read(case.join("source.json")).unwrap();
        let source: Value = serde_json::from_slice(&source).unwrap();
        if source.get("items").is_some() {
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, source));
        }
    }
    assert!(found.len() >= 6, "the fixtures are gone");
    found
}

fn read(gold: &Value, layout: Layout) -> Document {
    uip_normaliser::normalise(transcript::of(gold, layout))
}

#[test]
fn perfect_transcripts_give_the_facts() {
    let mut wrong = Vec::new();
    for (release, gold) in gold() {
        let document = read(&gold, Layout::Straight);
        if let Some(folder) = std::env::var_os("UIP_GOLD_OUT") {
            let file = PathBuf::from(folder).join(format!("{release}.json"));
            std::fs::write(file, serde_json::to_vec_pretty(&document).unwrap()).unwrap();
        }
        let document = serde_json::to_value(&document).unwrap();
        wrong.extend(facts::compare(&gold, &document));
    }
    assert!(wrong.is_empty(), "{}\n", wrong.join("\n"));
}

#[test]
fn wrapped_lines_are_joined_again() {
    let plain = |text: &str| -> String { text.split_whitespace().collect() };
    let mut wrong = Vec::new();
    for (release, gold) in gold() {
        let straight = read(&gold, Layout::Straight);
        for columns in [38, 60, 95] {
            let wrapped = read(&gold, Layout::Wrapped { columns });
            let pairs = straight.initiatives.iter().zip(&wrapped.initiatives);
            for (a, b) in pairs {
                for (s, t) in a.sections.iter().zip(&b.sections) {
                    if plain(&s.text) != plain(&t.text) || s.heading != t.heading {
                        let at = plain(&s.text)
                            .chars()
                            .zip(plain(&t.text).chars())
                            .position(|(x, y)| x != y)
                            .unwrap_or(0);
                        let near: String = plain(&t.text)
                            .chars()
                            .skip(at.saturating_sub(20))
                            .take(40)
                            .collect();
                        wrong.push(format!("{release} {columns} {} {near}", a.id));
                    }
                }
                assert_eq!(a.budget, b.budget);
                assert_eq!(a.title, b.title);
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n", wrong.join("\n"));
}
