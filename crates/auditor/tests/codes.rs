//! The catalogue, the sources of all crates and `docs/findings.md` say the same.
//!
//! `UIP_RENEW=1 cargo test -p uip-auditor --test codes` writes the table anew.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use uip_auditor::{CATALOGUE, Entry};
use uip_model::Severity;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The Rust sources of all crates by path, without their tests.
fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        read_rust(
            &root().join("crates").join(&name).join("src"),
            &name,
            &mut found,
        );
    }
    found
}

fn read_rust(folder: &Path, name: &str, found: &mut BTreeMap<String, String>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let inner = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read_rust(&path, &inner, found);
        } else if inner.ends_with(".rs") && !inner.ends_with("tests.rs") {
            found.insert(inner, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The codes that are given as a literal to `Finding::new`, with the file that does.
fn used() -> BTreeMap<String, String> {
    let mut codes = BTreeMap::new();
    for (file, text) in sources() {
        for call in text.split("Finding::new(").skip(1) {
            let argument = call.trim_start();
            if let Some((code, _)) = argument.strip_prefix('"').and_then(|a| a.split_once('"')) {
                codes.insert(code.to_owned(), file.clone());
            }
        }
    }
    codes
}

#[test]
fn every_code_in_the_sources_is_in_the_catalogue() {
    let used = used();
    assert!(used.len() > 50, "the sources were not found");
    let missing: Vec<_> = used
        .iter()
        .filter(|(code, _)| uip_auditor::entry(code).is_none())
        .collect();
    assert!(missing.is_empty(), "not in findings.toml: {missing:?}");
}

#[test]
fn every_code_in_the_catalogue_is_used() {
    let sources = sources();
    let unused: Vec<&str> = CATALOGUE
        .iter()
        .map(|e| e.code)
        .filter(|code| {
            !sources
                .values()
                .any(|text| text.contains(&format!("\"{code}\"")))
        })
        .collect();
    assert!(unused.is_empty(), "used nowhere: {unused:?}");
}

#[test]
fn the_documentation_is_in_step() {
    let path = root().join("docs/findings.md");
    let table = documentation();
    if std::env::var_os("UIP_RENEW").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == table,
        "docs/findings.md is out of step; UIP_RENEW=1 cargo test -p uip-auditor --test codes writes it anew"
    );
}

/// The documentation: one table a topic.
fn documentation() -> String {
    let mut text = String::from(
        "# Findings\n\n\
         What the program says about a document beside its values. Each finding has a stable `code`, a\n\
         `severity`, a `message` in Danish or English (`--lang`), the places of all values involved\n\
         (`origin`) and those values by name (`args`). Findings never change values.\n\n\
         `error`: a value is missing or wrong. `warning`: the document or its reading is in doubt, look at\n\
         the place. `info`: good to know.\n\n\
         This file is made from `crates/auditor/data/findings.toml`; a test keeps the two in step.\n",
    );
    let topics: BTreeSet<&str> = CATALOGUE.iter().map(|e| e.topic).collect();
    for topic in topics {
        text += &format!(
            "\n## {topic}\n\n| code | severity | meaning | message (Danish) | message (English) |\n|---|---|---|---|---|\n"
        );
        for e in CATALOGUE.iter().filter(|e| e.topic == topic) {
            text += &row(e);
        }
    }
    text
}

fn row(e: &Entry) -> String {
    let severity = match e.severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    format!(
        "| `{}` | {severity} | {} | {} | {} |\n",
        e.code,
        cell(e.about),
        cell(e.da),
        cell(e.en)
    )
}
