//! What each step gives for one small page, printed.
//!
//! `UIP_RENEW=1 cargo test -p uip-cases --test steps` writes the prints anew.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use uip_cases::{expect, fixtures};
use uip_model::{PageSet, Rect};

const PDF: &str = "drift-arrows/typst-bold.pdf";

fn check(name: &str, text: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/steps");
    std::fs::create_dir_all(&folder).unwrap();
    let wrong = expect(&folder.join(name), text);
    assert!(wrong.is_none(), "{}", wrong.unwrap());
}

fn pages() -> PageSet {
    let bytes = std::fs::read(fixtures().join(PDF)).unwrap();
    uip_pdf::read(&bytes, &uip_pdf::Options::default()).unwrap()
}

fn corners(r: &Rect) -> String {
    format!("{:.1} {:.1} {:.1} {:.1}", r.x0, r.y0, r.x1, r.y1)
}

/// `pdf`: words in the order in which they are drawn, rulings and shapes of the first page.
#[test]
fn read() {
    let pages = pages();
    let page = pages.pages.first().unwrap();
    let mut text = format!("page {} {} x {}\n", page.number, page.width, page.height);
    for word in &page.words {
        writeln!(text, "word {} {}", corners(&word.bbox), word.text).unwrap();
    }
    for ruling in &page.rulings {
        writeln!(text, "ruling {}", serde_json::to_string(ruling).unwrap()).unwrap();
    }
    for shape in &page.shapes {
        writeln!(text, "shape {}", serde_json::to_string(shape).unwrap()).unwrap();
    }
    check("pages.txt", &text);
}

/// `extractor`: the structure, its text as printed line by line.
#[test]
fn transcribe() {
    let lexicon = uip_extractor::Lexicon::default();
    let transcript = uip_extractor::transcribe(&pages(), &lexicon);
    let transcript = serde_json::to_value(transcript).unwrap();
    let mut text = String::new();
    print(&mut text, 0, "transcript", &transcript);
    check("transcript.txt", &text);
}

/// An outline: lines of text as they stand, everything else that says something as `name: value`.
fn print(out: &mut String, depth: usize, name: &str, value: &Value) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if members.contains_key("words") => {
            let text = members.get("text").and_then(Value::as_str).unwrap();
            writeln!(out, "{indent}| {text}").unwrap();
        }
        Value::Object(members) => {
            writeln!(out, "{indent}{name}").unwrap();
            for (name, value) in members {
                if !matches!(name.as_str(), "origin" | "label_origin" | "bbox" | "fill") {
                    print(out, depth + 1, name, value);
                }
            }
        }
        // Words of furniture and marks are numbers of words of the page.
        Value::Array(list) if list.iter().all(|v| v.get("word").is_some()) => {
            if !list.is_empty() {
                writeln!(out, "{indent}{name}: {} words", list.len()).unwrap();
            }
        }
        Value::Array(list) => {
            for value in list {
                print(out, depth, name, value);
            }
        }
        Value::Null => {}
        value => writeln!(out, "{indent}{name}: {value}").unwrap(),
    }
}
