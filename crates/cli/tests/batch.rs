//! `uip batch` as it is used: inputs, outcomes, what is kept, what is read again.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::Path;

use serde_json::{Value, json};
use support::{Folder, Run, outcomes, pdf, record, run, snapshot, uip};

fn archive(folder: &Folder, count: usize) {
    for number in 0..count {
        let text = format!("Bilag {number}");
        folder.write(
            format!("in/{}/plan {number}.pdf", number % 3),
            pdf(&[&text]),
        );
    }
}

#[test]
fn every_input_has_one_outcome_and_every_good_one_a_result() {
    let folder = Folder::new("batch-outcomes");
    archive(&folder, 4);
    folder.write("in/notes.txt", "no document");
    folder.write("in/.hidden.pdf", "hidden");
    std::fs::create_dir(folder.path("in/folder.pdf")).unwrap();
    let done = run(
        &folder,
        ["batch", "in", "gone.pdf", "in/0/plan 0.pdf", "-o", "out"],
    );
    assert_eq!(done.code(), 1);
    assert!(
        done.err()
            .contains("gone.pdf: not_found: there is no such file\n"),
        "{}",
        done.err()
    );
    let record = record(&folder, "out");
    let paths: Vec<String> = outcomes(&record)
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let expected = [
        "gone.pdf",
        "in/0/plan 0.pdf",
        "in/0/plan 3.pdf",
        "in/1/plan 1.pdf",
        "in/2/plan 2.pdf",
    ];
    assert_eq!(paths, expected);
    assert_eq!(outcomes(&record)[0].1, "refused");
    assert_eq!(record["totals"]["inputs"], 5);
    assert_eq!(record["totals"]["refused"], 1);
    assert_eq!(
        record["skipped"],
        json!({ "other_suffix": 1, "hidden": 1, "folder_links": 0 })
    );
    let results: Vec<&str> = record["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|input| input["output"].as_str())
        .collect();
    assert_eq!(results.len(), 4);
    for result in &results {
        let bytes = std::fs::read(folder.path("out").join(result)).unwrap();
        let document: Value = serde_json::from_slice(&bytes).unwrap();
        assert!(
            document["source"]["file"]
                .as_str()
                .unwrap()
                .starts_with("plan ")
        );
    }
    assert_eq!(folder.names("out/documents").len(), 4);
    assert!(
        folder
            .names("out/tables")
            .contains(&"initiatives.csv".to_owned())
    );
    assert_eq!(folder.names("out"), ["documents", "run.json", "tables"]);
}

#[test]
fn one_result_is_the_same_as_extract_gives() {
    let folder = Folder::new("batch-same");
    archive(&folder, 1);
    assert_eq!(run(&folder, ["batch", "in", "-o", "out", "-q"]).code(), 0);
    let names = folder.names("out/documents");
    let extracted = run(&folder, ["extract", "in/0/plan 0.pdf"]);
    assert_eq!(
        std::fs::read_to_string(folder.path("out/documents").join(&names[0])).unwrap(),
        extracted.out()
    );
}

#[test]
fn two_runs_give_the_same_bytes_wherever_and_however_they_run() {
    let folder = Folder::new("batch-bytes");
    archive(&folder, 7);
    for (out, jobs) in [("one", "1"), ("two", "2"), ("three", "3")] {
        let done = run(&folder, ["batch", "in", "-o", out, "-j", jobs]);
        assert_eq!(done.code(), 0, "{}", done.err());
    }
    let one = snapshot(&folder.path("one"));
    assert_eq!(one, snapshot(&folder.path("two")));
    assert_eq!(one, snapshot(&folder.path("three")));
}

#[test]
fn source_date_epoch_makes_the_record_the_same_too() {
    let folder = Folder::new("batch-epoch");
    archive(&folder, 2);
    for out in ["one", "two"] {
        let status = uip()
            .current_dir(folder.path(""))
            .args(["batch", "in", "-q", "-o", out])
            .env("SOURCE_DATE_EPOCH", "1735689600")
            .status()
            .unwrap();
        assert!(status.success());
    }
    let read = |out: &str| std::fs::read(folder.path(out).join("run.json")).unwrap();
    assert_eq!(read("one"), read("two"));
    assert_eq!(
        record(&folder, "one")["run"],
        json!({ "started": "2025-01-01T00:00:00Z" })
    );
}

#[test]
fn what_has_not_changed_is_not_read_again() {
    let folder = Folder::new("batch-cache");
    archive(&folder, 5);
    let read_from_cache = |arguments: &[&str]| {
        let done = run(
            &folder,
            ["batch", "in", "-o", "out"].iter().chain(arguments),
        );
        assert_eq!(done.code(), 0, "{}", done.err());
        record(&folder, "out")["run"]["from_cache"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(read_from_cache(&[]), 0);
    let first = snapshot(&folder.path("out"));
    assert_eq!(read_from_cache(&[]), 5);
    assert_eq!(snapshot(&folder.path("out")), first);
    assert_eq!(read_from_cache(&["--force"]), 0);
    assert_eq!(snapshot(&folder.path("out")), first);
    // Another language means other messages; the same one again is known.
    assert_eq!(read_from_cache(&["--lang", "en"]), 0);
    assert_eq!(read_from_cache(&["--lang", "en"]), 5);
    assert_eq!(read_from_cache(&[]), 0);
    // A file that changed, a result that is lost, and one that is damaged.
    folder.write("in/0/plan 0.pdf", pdf(&["Bilag ny"]));
    let names = folder.names("out/documents");
    let of = |stem: &str| {
        let name = names.iter().find(|name| name.starts_with(stem)).unwrap();
        folder.path("out/documents").join(name)
    };
    std::fs::remove_file(of("plan-1-")).unwrap();
    let mut bytes = std::fs::read(of("plan-2-")).unwrap();
    bytes[0] = b'[';
    std::fs::write(of("plan-2-"), bytes).unwrap();
    assert_eq!(read_from_cache(&[]), 2);
    assert_eq!(folder.names("out/documents").len(), 5);
}

#[test]
fn folder_holds_the_results_of_exactly_these_inputs() {
    let folder = Folder::new("batch-mirror");
    archive(&folder, 3);
    assert_eq!(run(&folder, ["batch", "in", "-o", "out"]).code(), 0);
    folder.write("out/documents/own notes.json", "{}");
    std::fs::remove_file(folder.path("in/1/plan 1.pdf")).unwrap();
    let done = run(&folder, ["batch", "in", "-o", "out"]);
    assert!(
        done.err()
            .contains("removed: 1 results of earlier inputs\n"),
        "{}",
        done.err()
    );
    let names = folder.names("out/documents");
    assert_eq!(names.len(), 3);
    assert_eq!(names[0], "own notes.json");
    let table = std::fs::read_to_string(folder.path("out/tables/documents.csv")).unwrap();
    assert!(!table.contains("plan 1.pdf"));
    assert!(
        table.contains("plan 0.pdf") && table.contains("plan 2.pdf"),
        "{table}"
    );
}

#[test]
fn inputs_that_share_name_and_bytes_share_the_result() {
    let folder = Folder::new("batch-duplicates");
    let bytes = pdf(&["Bilag 1"]);
    for path in ["in/a/plan.pdf", "in/b/plan.pdf", "in/b/other.pdf"] {
        folder.write(path, &bytes);
    }
    assert_eq!(run(&folder, ["batch", "in", "-o", "out"]).code(), 0);
    let record = record(&folder, "out");
    let inputs = record["inputs"].as_array().unwrap();
    assert_eq!(inputs[1]["path"], "in/b/other.pdf");
    assert_eq!(
        inputs[2]["duplicate_of"],
        json!({ "path": "in/a/plan.pdf" })
    );
    assert_eq!(inputs[2]["output"], inputs[0]["output"]);
    assert_ne!(inputs[1]["output"], inputs[0]["output"]);
    assert_eq!(record["totals"]["duplicates"], 1);
    assert_eq!(folder.names("out/documents").len(), 2);
}

#[test]
fn inputs_come_from_patterns_and_lists() {
    let folder = Folder::new("batch-inputs");
    archive(&folder, 4);
    folder.write("list.txt", "in/0/plan 0.pdf\nin/1\n");
    folder.write("nul.txt", "in/0/plan 0.pdf\0in/2/plan 2.pdf\0");
    let cases: [(&[&str], &[&str]); 4] = [
        (
            &["in/*/plan [12].pdf"],
            &["in/1/plan 1.pdf", "in/2/plan 2.pdf"],
        ),
        (
            &["--manifest", "list.txt"],
            &["in/0/plan 0.pdf", "in/1/plan 1.pdf"],
        ),
        (
            &["--manifest", "nul.txt"],
            &["in/0/plan 0.pdf", "in/2/plan 2.pdf"],
        ),
        (
            &["in/2", "--manifest", "list.txt"],
            &["in/0/plan 0.pdf", "in/1/plan 1.pdf", "in/2/plan 2.pdf"],
        ),
    ];
    for (arguments, paths) in cases {
        let done = run(&folder, ["batch", "-o", "out"].iter().chain(arguments));
        assert_eq!(done.code(), 0, "{arguments:?}: {}", done.err());
        let found: Vec<String> = outcomes(&record(&folder, "out"))
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        assert_eq!(found, paths, "{arguments:?}");
    }
    let list = std::fs::File::open(folder.path("list.txt")).unwrap();
    let done = Run(uip()
        .current_dir(folder.path(""))
        .args(["batch", "--manifest", "-", "-o", "out"])
        .stdin(list)
        .output()
        .unwrap());
    assert_eq!(done.code(), 0, "{}", done.err());
    assert_eq!(outcomes(&record(&folder, "out")).len(), 2);
}

#[test]
fn nothing_to_read_leaves_everything_as_it_is() {
    let folder = Folder::new("batch-nothing");
    archive(&folder, 2);
    std::fs::create_dir(folder.path("empty")).unwrap();
    assert_eq!(run(&folder, ["batch", "in", "-o", "out"]).code(), 0);
    let before = snapshot(&folder.path("out"));
    for (input, message) in [
        (
            "empty",
            "uip: input: there is nothing to read: no PDF among the inputs\n",
        ),
        (
            "in/*.docx",
            "in/*.docx: input: nothing matches this pattern\nuip: input: there is nothing to read: no PDF among the inputs\n",
        ),
    ] {
        let done = run(&folder, ["batch", input, "-o", "out"]);
        assert_eq!((done.code(), done.err()), (1, message));
        assert_eq!(snapshot(&folder.path("out")), before);
    }
}

#[test]
fn merged_parts_are_one_run() {
    let folder = Folder::new("batch-shards");
    archive(&folder, 9);
    folder.write("in/broken/9.pdf", pdf(&["Bilag 1"]));
    folder.write("in/other/9.pdf", pdf(&["Bilag 1"]));
    folder.write("in/notes.txt", "");
    assert_eq!(run(&folder, ["batch", "in", "-o", "whole"]).code(), 0);
    for (out, shard) in [("p1", "1/3"), ("p2", "2/3"), ("p3", "3/3")] {
        let done = run(&folder, ["batch", "in", "-o", out, "--shard", shard]);
        assert_eq!(done.code(), 0, "{}", done.err());
    }
    let merged = run(&folder, ["merge", "p3", "p1", "p2", "-o", "merged"]);
    assert_eq!(merged.code(), 0, "{}", merged.err());
    assert_eq!(
        snapshot(&folder.path("merged")),
        snapshot(&folder.path("whole"))
    );
    // A whole run over the merged folder finds everything known.
    assert_eq!(run(&folder, ["batch", "in", "-o", "merged"]).code(), 0);
    assert_eq!(record(&folder, "merged")["run"]["from_cache"], 10);
    for (parts, message) in [
        (
            &["p1", "p2"][..],
            "uip: merge: bad: the parts do not make one run: 1/3, 2/3; all of 1/N to N/N are needed, each once\n",
        ),
        (
            &["p1", "p2", "p2"],
            "uip: merge: bad: the parts do not make one run: 1/3, 2/3, 2/3; all of 1/N to N/N are needed, each once\n",
        ),
        (
            &["p1", "in"],
            "uip: merge: in: there is no run.json of a finished run here\n",
        ),
    ] {
        let refused = run(&folder, ["merge"].iter().chain(parts).chain(&["-o", "bad"]));
        assert_eq!((refused.code(), refused.err()), (1, message));
        assert!(!folder.path("bad").exists());
    }
    let refused = run(&folder, ["batch", "in", "-o", "p1", "--shard", "2/3"]);
    assert_eq!(refused.code(), 1);
    assert!(
        refused
            .err()
            .contains("this folder holds part 1/3 of a run"),
        "{}",
        refused.err()
    );
}

#[test]
fn log_events_are_json() {
    let folder = Folder::new("batch-json");
    archive(&folder, 2);
    let done = run(
        &folder,
        [
            "batch",
            "in",
            "gone.pdf",
            "-o",
            "out",
            "--log-format",
            "json",
        ],
    );
    let events: Vec<Value> = done
        .err()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let summary = events.last().unwrap();
    assert_eq!(summary["event"], "summary");
    assert_eq!(summary["totals"]["inputs"], 3);
    assert_eq!(summary["totals"]["refused"], 1);
    assert!(
        events
            .iter()
            .any(|event| event["event"] == "failure" && event["path"] == "gone.pdf")
    );
}

#[cfg(unix)]
#[test]
fn names_that_are_not_text_are_kept() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("batch-names");
    let bytes = pdf(&["Bilag 1"]);
    folder.write(
        Path::new("in").join(std::ffi::OsStr::from_bytes(b"bil\xe5g.pdf")),
        &bytes,
    );
    folder.write("in/-rf.pdf", &bytes);
    folder.write("in/to\nlinjer.pdf", &bytes);
    folder.write("in/CON.pdf", &bytes);
    folder.write("in/con.pdf", &bytes);
    folder.write("in/★.pdf", &bytes);
    folder.write("in/☆.pdf", &bytes);
    assert_eq!(run(&folder, ["batch", "in", "-o", "out"]).code(), 0);
    let record = record(&folder, "out");
    let latin1 = &record["inputs"].as_array().unwrap()[2];
    assert_eq!(latin1["path"], "in/bil\u{fffd}g.pdf");
    assert_eq!(latin1["path_hex"], "696e2f62696ce5672e706466");
    let names = folder.names("out/documents");
    assert_eq!(names.len(), 7);
    assert!(
        names.iter().all(|name| name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))),
        "{names:?}"
    );
}
