//! The checked-in JSON Schema is the one of the types, and every document satisfies it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use uip_exporter::{DocumentValidator, SCHEMA, write_json, write_ndjson};
use uip_model::Document;

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../schemas/uip-document.schema.json"
);

/// The schema of what is written: every name is there, with `null` where the value is missing.
fn generate() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Document>();
    schema.insert(
        "description".to_owned(),
        "Everything that uip read from one PDF. Amounts are whole kroner, boxes are PDF points \
         from the top left of the page."
            .into(),
    );
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

/// To renew the file: `UPDATE=1 cargo test -p uip-exporter --test schema`.
#[test]
fn the_file_is_the_schema_of_the_types() {
    let schema = generate();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &schema).unwrap();
    }
    let file = std::fs::read_to_string(FILE).unwrap();
    assert!(
        file == schema,
        "schemas/uip-document.schema.json is stale; run UPDATE=1 cargo test -p uip-exporter --test schema"
    );
}

#[test]
fn documents_satisfy_it() {
    let validator = DocumentValidator::new().unwrap();
    let documents = common::documents();
    for document in &documents {
        let mut json = Vec::new();
        write_json(document, &mut json).unwrap();
        assert_eq!(validator.validate("a.json", &json), []);
        let again: Document = serde_json::from_slice(&json).unwrap();
        let mut rewritten = Vec::new();
        write_json(&again, &mut rewritten).unwrap();
        assert!(rewritten == json, "{:?} changed", document.source.file);
    }
    let mut lines = Vec::new();
    write_ndjson(&documents, &mut lines).unwrap();
    assert_eq!(
        lines.iter().filter(|b| **b == b'\n').count(),
        documents.len()
    );
    assert_eq!(validator.validate_lines("a.ndjson", &lines), []);
}

#[test]
fn it_is_a_schema_of_its_draft_with_every_name_required() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let written = serde_json::to_value(Document::default()).unwrap();
    let mut names: Vec<&str> = written
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut required: Vec<&str> = schema["required"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    names.sort_unstable();
    required.sort_unstable();
    assert_eq!(names, required);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let good = serde_json::to_value(common::release()).unwrap();
    let validator = DocumentValidator::new().unwrap();
    for (pointer, value, expected) in [
        (
            "/kind",
            json!("memo"),
            "a.json: /kind: value must be 'release' or value must be 'portfolio' or value must be 'evaluation' or value must be 'unknown'",
        ),
        (
            "/initiatives/0/total_in_text",
            json!(4.5),
            "a.json: /initiatives/0/total_in_text: want null or integer, but got number",
        ),
        (
            "/initiatives/0/sections/0/origin/0/bbox",
            json!([1, 2, 3]),
            "a.json: /initiatives/0/sections/0/origin/0/bbox: minimum 4 items required, but got 3 items",
        ),
        (
            "/initiatives/0/budget/lines/1/label",
            json!(1),
            "a.json: /initiatives/0/budget/lines/1/label: want string, but got number",
        ),
        (
            "/initiatives/0/title",
            Value::Null,
            "a.json: /initiatives/0/title: want string, but got null",
        ),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        let json = serde_json::to_vec(&bad).unwrap();
        let problems = validator.validate("a.json", &json);
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(said, [expected]);
    }
    let mut bad = good;
    bad.as_object_mut().unwrap().remove("coverage");
    let json = serde_json::to_vec(&bad).unwrap();
    let said = validator.validate("a.json", &json)[0].to_string();
    assert_eq!(said, "a.json: missing properties 'coverage'");
    let said = validator.validate("a.json", b"{\n\"a\": }")[0].to_string();
    assert_eq!(
        said,
        "a.json: line 2, column 6: not JSON: expected value at line 2 column 6"
    );
    let said = validator.validate_lines("a.ndjson", b"\n{}\n")[0].to_string();
    assert!(
        said.starts_with("a.ndjson: line 2: missing properties"),
        "{said}"
    );
}
