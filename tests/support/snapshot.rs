//! Files that hold what a reading must give, to the byte.

use std::path::Path;

use serde_json::{Map, Value, json};

/// Compares a text with a file, or writes the file when expectations are renewed. An empty text has
/// no file. Gives what is wrong, if anything is.
pub fn expect(file: &Path, text: &str) -> Option<String> {
    let expected = std::fs::read_to_string(file).unwrap_or_default();
    if crate::renewing() {
        if text.is_empty() {
            let _ = std::fs::remove_file(file);
        } else if text != expected {
            std::fs::write(file, text).unwrap();
        }
        return None;
    }
    if text == expected {
        return None;
    }
    let lines = expected.lines().zip(text.lines());
    let same = lines.take_while(|(a, b)| a == b).count();
    let line = |t: &str| t.lines().nth(same).unwrap_or("(end)").to_owned();
    let (file, number) = (file.display(), same + 1);
    let (want, read) = (line(&expected), line(text));
    Some(format!(
        "{file}:{number}\n    expected: {want}\n    read:     {read}"
    ))
}

/// The document without places, one line an entry of its evidence: what a person can review.
pub fn without_boxes(document: &Value) -> Value {
    match document {
        Value::Object(members) => {
            let mut kept = Map::new();
            for (name, value) in members {
                let value = match name.as_str() {
                    "origin" | "bbox" => continue,
                    "evidence" => evidence(value),
                    _ => without_boxes(value),
                };
                kept.insert(name.clone(), value);
            }
            Value::Object(kept)
        }
        Value::Array(members) => Value::Array(members.iter().map(without_boxes).collect()),
        other => other.clone(),
    }
}

fn evidence(entries: &Value) -> Value {
    let entries = crate::difference::list(entries).iter();
    let line = |e: &Value| {
        let part = |name: &str| e[name].as_str().unwrap_or_default().to_owned();
        [part("path"), part("rule"), part("state"), part("printed")].join(" ")
    };
    json!(entries.map(line).collect::<Vec<_>>())
}
