//! Files that mean harm, named after the attack, each read by the program: the outcome that it must
//! have, within the time that it may take. Built here, so that no such file lies about.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod costs;
mod figures;
mod structure;
#[path = "../support/mod.rs"]
mod support;
mod text;

use std::time::{Duration, Instant};

use serde_json::Value;
use support::{Folder, Run, run};

/// Nothing may keep a batch waiting for longer.
const LONGEST: Duration = Duration::from_secs(10);

/// What must become of a file.
enum Expected {
    /// Read; these words are on its pages, no others, and these codes among its findings.
    Read(&'static str, &'static [&'static str]),
    /// Refused with this code, and this in the message.
    Refused(&'static str, &'static str),
}
use Expected::{Read, Refused};

/// Reads each file alone and compares.
fn check(test: &str, cases: Vec<(&str, Vec<u8>, Expected)>) {
    let folder = Folder::new(&format!("hostile-{test}"));
    let mut wrong = Vec::new();
    for (name, bytes, expected) in cases {
        folder.write("f.pdf", bytes);
        let (done, took) = extract(&folder, &[]);
        let got = match done.code() {
            0 => {
                let document = done.json();
                format!("read {:?} {:?}", words(&document), codes(&document))
            }
            1 => done.err().trim_end().to_owned(),
            code => panic!("{name}: exit code {code}: {}", done.err()),
        };
        let holds = match expected {
            Read(text, findings) => {
                done.code() == 0 && {
                    let document = done.json();
                    let codes = codes(&document);
                    words(&document) == text
                        && findings.iter().all(|f| codes.iter().any(|c| c == f))
                }
            }
            Refused(code, message) => {
                let line = done.err();
                done.code() == 1
                    && line.starts_with("f.pdf:")
                    && line.contains(&format!(" {code}: "))
                    && line.contains(message)
                    && line.lines().count() == 1
            }
        };
        if !holds || took > LONGEST {
            wrong.push(format!("{name}: {got}, {:.1} s", took.as_secs_f32()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Reads `f.pdf`, and how long it took.
fn extract(folder: &Folder, options: &[&str]) -> (Run, Duration) {
    let began = Instant::now();
    // Whether there is a recogniser on this machine must not matter.
    let arguments = ["extract", "f.pdf", "--lang", "en", "--ocr", "never"];
    let done = run(folder, arguments.iter().chain(options));
    (done, began.elapsed())
}

/// The text of the document's leftovers, front and back: all that a page without a release shows.
fn words(document: &Value) -> String {
    let leftovers = document["coverage"]["leftovers"].as_array().unwrap();
    let texts: Vec<&str> = leftovers
        .iter()
        .map(|leftover| leftover["text"].as_str().unwrap())
        .collect();
    texts.join(" ")
}

/// The codes of all findings, each once.
fn codes(document: &Value) -> Vec<String> {
    let mut codes = Vec::new();
    let initiatives = document["initiatives"].as_array().unwrap();
    for place in std::iter::once(document).chain(initiatives) {
        for finding in place["findings"].as_array().unwrap() {
            let code = finding["code"].as_str().unwrap().to_owned();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}
