//! The commands over many documents, on the fixtures.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use serde_json::Value;
use support::{Folder, run};

fn fixture(name: &str) -> String {
    format!("{}/../../fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn read(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.path(name)).unwrap()
}

#[test]
fn summary_takes_pdfs_documents_and_folders_alike() {
    let folder = Folder::new("programme-summary");
    let pdf = fixture("release-2022-form/typst.pdf");
    assert_eq!(run(&folder, ["batch", &pdf, "-o", "out", "-q"]).code(), 0);
    assert_eq!(
        run(&folder, ["extract", &pdf, "-o", "one.json", "-q"]).code(),
        0
    );
    let from_pdf = run(&folder, ["summary", &pdf, "--format", "json"]);
    assert_eq!(from_pdf.code(), 0, "{}", from_pdf.err());
    assert_eq!(from_pdf.json()["releases"][0]["year"], 2022);
    for input in ["out", "one.json"] {
        let other = run(&folder, ["summary", input, "--format", "json"]);
        assert_eq!((other.code(), other.out()), (0, from_pdf.out()), "{input}");
    }
    let wrong = run(&folder, ["summary", "out", "--expect", "2022=1 mio."]);
    assert_eq!(wrong.code(), 1);
    let twice = ["--expect", "2022=1 mio.", "--expect", "2022=2 mio."];
    let twice = run(&folder, ["summary", "out"].into_iter().chain(twice));
    assert_eq!(twice.code(), 2);
    assert_eq!(
        twice.err(),
        "uip: expect: 2022 is expected twice; give each year one total\n"
    );
    let csv = run(&folder, ["summary", "out", "--format", "csv"]);
    assert!(
        csv.out().starts_with("release,level,area,phase,"),
        "{}",
        csv.out()
    );
    assert!(csv.out().lines().count() > 2);
}

#[test]
fn diff_says_by_its_code_whether_something_differs() {
    let folder = Folder::new("programme-diff");
    let good = fixture("release-2022-form/typst.pdf");
    let same = run(&folder, ["diff", &good, &good]);
    assert_eq!(same.code(), 0, "{}", same.err());
    let other = run(
        &folder,
        [
            "diff",
            &good,
            &fixture("release-2023-form/typst.pdf"),
            "--format",
            "json",
        ],
    );
    assert_eq!(other.code(), 1, "{}", other.err());
    assert!(!other.json()["changes"].as_array().unwrap().is_empty());
}

#[test]
fn links_go_to_tables_and_graphs() {
    let folder = Folder::new("programme-link");
    let inputs = ["release-2020-form/typst.pdf", "release-2022-form/typst.pdf"].map(fixture);
    let tables = run(
        &folder,
        [
            "link", &inputs[0], &inputs[1], "--format", "csv", "-o", "tables",
        ],
    );
    assert_eq!(tables.code(), 0, "{}", tables.err());
    let expected = [
        "chain_findings.csv",
        "chain_members.csv",
        "chain_money.csv",
        "chains.csv",
        "lineage.csv",
    ];
    assert_eq!(folder.names("tables"), expected);
    let graph = run(&folder, ["link", &inputs[0], &inputs[1], "--dot"]);
    assert!(graph.out().starts_with("digraph"), "{}", graph.out());
    folder.write("links.toml", "[[link]]\nnonsense = 1\n");
    let wrong = run(&folder, ["link", &inputs[0], "--links", "links.toml"]);
    assert_eq!((wrong.code(), wrong.out()), (2, ""));
    assert!(
        wrong.err().starts_with("links.toml: links: "),
        "{}",
        wrong.err()
    );
}

#[test]
fn links_of_an_output_folder_stand_in_it() {
    let folder = Folder::new("programme-link-folder");
    let inputs = ["release-2020-form", "release-2022-form", "overview-form"]
        .map(|case| fixture(&format!("{case}/typst.pdf")));
    let mut batch = vec!["batch", "-o", "out", "-q"];
    batch.extend(inputs.iter().map(String::as_str));
    assert_eq!(run(&folder, batch).code(), 0);
    let before = folder.names("out/tables");
    let aside = run(&folder, ["link", "out", "-o", "links.txt"]);
    assert_eq!(aside.code(), 0, "{}", aside.err());
    assert_eq!(folder.names("out/tables"), before);

    let json = run(&folder, ["link", "out", "--format", "json"]);
    assert_eq!(json.code(), 0, "{}", json.err());
    let mut expected = before.clone();
    expected.extend(
        [
            "chain_findings.csv",
            "chain_members.csv",
            "chain_money.csv",
            "chains.csv",
            "lineage.csv",
        ]
        .map(str::to_owned),
    );
    expected.sort();
    assert_eq!(folder.names("out/tables"), expected);
    assert_eq!(read(&folder, "out/lineage.json"), json.out());
    let standard = read(&folder, "out/tables/lineage.csv");
    assert!(
        standard.starts_with("from,to,kind,basis,score,"),
        "{standard}"
    );
    let links = json.json()["links"].as_array().unwrap().len();
    assert!(links > 0 && standard.lines().count() > links, "{standard}");

    // A list of links beside the results holds without being named.
    let link = &json.json()["links"][0];
    let (from, to) = (link["from"].as_str().unwrap(), link["to"].as_str().unwrap());
    folder.write(
        "out/links.toml",
        format!("[[unlink]]\nfrom = \"{from}\"\nto = \"{to}\"\n"),
    );
    let without = run(&folder, ["link", "out", "--dialect", "excel-da"]);
    assert_eq!(without.code(), 0, "{}", without.err());
    let excel = read(&folder, "out/tables/lineage.csv");
    assert!(
        excel.starts_with("\u{feff}from;to;kind;basis;score;"),
        "{excel}"
    );
    assert!(!excel.contains(&format!("\"{from}\";\"{to}\"")), "{excel}");
    // A batch that changes nothing leaves them; one that changes the results removes them and says so.
    let mut same = vec!["batch", "-o", "out"];
    same.extend(inputs.iter().map(String::as_str));
    let same = run(&folder, same);
    assert_eq!(same.code(), 0, "{}", same.err());
    assert!(!same.err().contains("lineage"), "{}", same.err());
    assert_eq!(folder.names("out/tables"), expected);
    let other = run(&folder, ["batch", "-o", "out", &inputs[0]]);
    assert_eq!(other.code(), 0, "{}", other.err());
    let said =
        "\nremoved: the lineage, which was made from other results; uip link makes it anew\n";
    assert!(other.err().contains(said), "{}", other.err());
    assert_eq!(folder.names("out/tables"), before);
    assert!(!folder.path("out/lineage.json").exists());
    assert!(folder.path("out/links.toml").exists());
}

#[test]
fn what_is_no_document_is_named() {
    let folder = Folder::new("programme-wrong");
    folder.write("a.json", "{}");
    std::fs::create_dir(folder.path("empty")).unwrap();
    for (input, start) in [
        ("a.json", "a.json: not_a_document: "),
        (
            "empty",
            "empty: input: the folder holds neither results nor PDFs\n",
        ),
        ("gone.pdf", "gone.pdf: not_found: "),
    ] {
        let failed = run(&folder, ["summary", input]);
        assert_eq!((failed.code(), failed.out()), (1, ""));
        assert!(failed.err().starts_with(start), "{}", failed.err());
    }
}

#[test]
fn dictionary_names_every_table_that_a_batch_writes() {
    let folder = Folder::new("programme-tables");
    assert_eq!(
        run(
            &folder,
            [
                "batch",
                &fixture("release-2022-form/typst.pdf"),
                "-o",
                "out",
                "-q"
            ]
        )
        .code(),
        0
    );
    let dictionary: Value = run(&folder, ["tables", "--json"]).json();
    let mut described: Vec<String> = dictionary
        .as_array()
        .unwrap()
        .iter()
        .map(|table| format!("{}.csv", table["name"].as_str().unwrap()))
        .collect();
    described.sort();
    let written: Vec<String> = folder
        .names("out/tables")
        .into_iter()
        .filter(|name| name.ends_with(".csv"))
        .collect();
    assert_eq!(described, written);
    let one = run(&folder, ["tables", "recipients", "--lang", "en"]);
    assert!(
        one.out().starts_with("recipients (Recipients)\n"),
        "{}",
        one.out()
    );
    assert_eq!(run(&folder, ["tables", "nonsense"]).code(), 2);
}

#[test]
fn manual_and_completions_know_the_commands() {
    let folder = Folder::new("programme-manual");
    for command in [
        "extract", "batch", "merge", "summary", "diff", "link", "tables",
    ] {
        let page = run(&folder, ["man", command]);
        assert_eq!(page.code(), 0);
        assert!(page.out().contains(".TH"), "{}", page.out());
        assert!(
            run(&folder, ["man"])
                .out()
                .contains(&format!("uip\\-{command}")),
            "{command}"
        );
        assert!(
            run(&folder, ["completions", "bash"])
                .out()
                .contains(command)
        );
    }
    assert_eq!(run(&folder, ["man", "nonsense"]).code(), 2);
}
