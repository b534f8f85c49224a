//! `uip validate` and `uip schema` as they are used.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use support::{Folder, pdf, run};

#[test]
fn an_output_folder_is_valid_and_damage_is_told() {
    let folder = Folder::new("validate");
    folder.write("in/a.pdf", pdf(&["Bilag 1"]));
    let done = run(
        &folder,
        [
            "batch",
            "in",
            "-o",
            "out",
            "--format",
            "json,csv,datapackage,ndjson",
        ],
    );
    assert_eq!(done.code(), 0, "{}", done.err());
    let done = run(&folder, ["validate", "out"]);
    assert_eq!(done.code(), 0, "{}", done.err());
    assert!(
        done.err().ends_with(" files checked, 0 problems\n"),
        "{}",
        done.err()
    );

    folder.write("bad.json", "{\"schema_version\": \"1.0\"}");
    let done = run(&folder, ["validate", "bad.json"]);
    assert_eq!(done.code(), 1);
    assert!(
        done.err()
            .contains("bad.json: invalid: missing properties 'source'"),
        "{}",
        done.err()
    );
    assert!(
        done.err().ends_with("1 files checked, 1 problems\n"),
        "{}",
        done.err()
    );
}

#[test]
fn a_folder_without_results_is_not_called_valid() {
    let folder = Folder::new("validate-nothing");
    folder.write("in/other.json", "{}");
    let done = run(&folder, ["validate", "in"]);
    assert_eq!(done.code(), 1);
    assert!(
        done.err()
            .contains("in: input: there is nothing to check\n"),
        "{}",
        done.err()
    );
}

#[test]
fn the_schema_is_printed() {
    let folder = Folder::new("schema");
    let done = run(&folder, ["schema"]);
    assert_eq!(done.code(), 0);
    assert!(
        done.out()
            .starts_with("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"")
    );
}
