//! Tables are checked against their package: what an export writes is right, and every kind of
//! damage is told with its place.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::collections::BTreeMap;
use std::io;

use uip_exporter::{
    DateTime, Dialect, Export, Format, Memory, Options, Provenance, TABLES, validate_package,
};

type Files = BTreeMap<String, Vec<u8>>;

fn export(dialect: Dialect) -> Files {
    let options = Options {
        dialect,
        provenance: Provenance {
            program: "uip 0.0.0-test".to_owned(),
            created: DateTime::parse("2031-02-03T04:05:06Z"),
        },
        ..Options::default()
    };
    let memory = Memory::default();
    let mut export = Export::new(&options, memory.clone()).unwrap();
    for document in &common::documents() {
        export.push(document).unwrap();
    }
    let summary = export.finish().unwrap();
    assert_eq!(summary.documents, 5);
    assert_eq!(summary.files.len(), TABLES.len() + 1);
    assert_eq!(summary.files.last().unwrap().format, Format::Datapackage);
    memory.files()
}

fn problems(files: &Files) -> Vec<String> {
    let descriptor = &files["datapackage.json"];
    let found = validate_package("datapackage.json", descriptor, &mut |path| {
        let file = files.get(path).cloned();
        let file = file.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))?;
        Ok(Box::new(io::Cursor::new(file)) as Box<dyn io::Read>)
    });
    found.iter().map(ToString::to_string).collect()
}

/// Replaces text in a table and takes size and hash out of the package, so that the other checks
/// are seen alone.
fn damage(files: &Files, name: &str, from: &str, to: &str) -> Files {
    let mut files = files.clone();
    let text = String::from_utf8(files[name].clone()).unwrap();
    assert!(text.contains(from), "{name} has {from}");
    files.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
    let mut package: serde_json::Value =
        serde_json::from_slice(&files["datapackage.json"]).unwrap();
    for resource in package["resources"].as_array_mut().unwrap() {
        let resource = resource.as_object_mut().unwrap();
        resource.remove("bytes");
        resource.remove("hash");
    }
    let package = serde_json::to_vec(&package).unwrap();
    files.insert("datapackage.json".to_owned(), package);
    files
}

#[test]
fn exports_are_valid_in_both_dialects_and_the_same_every_time() {
    for dialect in Dialect::ALL {
        let files = export(dialect);
        assert_eq!(problems(&files), Vec::<String>::new(), "{dialect}");
        assert!(files == export(dialect), "{dialect}");
    }
}

#[test]
fn damage_is_told_with_its_place() {
    let files = export(Dialect::Standard);
    for (name, from, to, expected) in [
        (
            "recipients.csv",
            "\"uip-2031-1\",2,",
            "\"uip-2031-1\",1,",
            "recipients.csv: row 3: the primary key is there already",
        ),
        (
            "recipients.csv",
            "\"uip-2031-1\",2,",
            "\"uip-2031-999\",2,",
            "recipients.csv: row 3, initiative_id: there is no such row in initiatives",
        ),
        (
            "recipients.csv",
            "\"Regioner\",true",
            "\"Regioner\",måske",
            "recipients.csv: row 3, optional: `måske` is no boolean",
        ),
        (
            "recipients.csv",
            "\"Regioner\",true",
            "\"Regioner\"",
            "recipients.csv: row 3: 3 fields instead of 4",
        ),
        (
            "recipients.csv",
            "optional",
            "Optional",
            "recipients.csv: row 1: the columns are initiative_id, recipient_no, name, Optional, not those of the package",
        ),
        (
            "budget.csv",
            "-500000",
            "-0,5",
            "budget.csv: row 2: 10 fields instead of 9",
        ),
        (
            "budget.csv",
            "\"dash\"",
            "\"streg\"",
            "budget.csv: row 3, amount_state: `streg` is none of printed, dash, empty, unreadable, derived",
        ),
        (
            "milestones.csv",
            "2031-06-30",
            "2031-06-31",
            "milestones.csv: row 2, end_date: `2031-06-31` is no date",
        ),
    ] {
        assert_eq!(problems(&damage(&files, name, from, to)), [expected]);
    }
    let mut changed = files.clone();
    let text = changed.get_mut("activities.csv").unwrap();
    text[0] = b'I';
    let said = problems(&changed);
    assert!(said[0].starts_with("activities.csv: row 1: the columns are Initiative_id"));
    let mut changed = files.clone();
    let text = String::from_utf8(changed["activities.csv"].clone()).unwrap();
    changed.insert(
        "activities.csv".to_owned(),
        text.replace("Opstart", "Start").into_bytes(),
    );
    let bytes = text.len();
    assert_eq!(
        problems(&changed),
        [
            format!("activities.csv: {} bytes instead of {bytes}", bytes - 4),
            "activities.csv: its SHA-256 is not the package's: the file was changed".to_owned(),
        ]
    );
    let mut changed = files.clone();
    changed.remove("activities.csv");
    assert_eq!(
        problems(&changed),
        ["activities.csv: cannot be read: no such file"]
    );
}

#[test]
fn paths_that_lead_out_are_not_opened() {
    for path in [
        "../a.csv",
        "/etc/passwd",
        "a//b.csv",
        "C:\\a.csv",
        "https://x/a.csv",
        "",
    ] {
        let package = serde_json::json!({"resources": [
            {"name": "a", "path": path, "schema": {"fields": []}},
        ]});
        let package = serde_json::to_vec(&package).unwrap();
        let said = validate_package("p", &package, &mut |path| panic!("opened {path}"));
        assert_eq!(said.len(), 1);
        assert_eq!(
            said[0].message,
            "the path leads out of the package's folder; not read"
        );
    }
}

#[test]
fn what_is_no_package_is_said() {
    let said = validate_package("p.json", b"{}", &mut |_| unreachable!());
    assert_eq!(
        said[0].to_string(),
        "p.json: line 1, column 2: not a data package of tables: missing field `resources` at line 1 column 2"
    );
}
