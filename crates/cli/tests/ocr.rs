//! Pages that are pictures: recognised by a stand-in for `tesseract` that says what the test wants.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;
use support::raw::Raw;
use support::{Folder, record, run};

/// A page that is a grey picture, whose upper left corner is black, and a page of text.
fn scan() -> Vec<u8> {
    let mut pixels = [255_u8; 60 * 80];
    for row in pixels.chunks_exact_mut(60).take(8).skip(4) {
        row[4..30].fill(0);
    }
    let page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]";
    Raw::new("q 600 0 0 800 0 0 cm /Im Do Q")
        .object(2, "<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2>>")
        .object(5, "<</XObject<</Im 7 0 R>>>>")
        .stream(
            7,
            "/Type/XObject/Subtype/Image/Width 60/Height 80/BitsPerComponent 8/ColorSpace/DeviceGray",
            pixels,
        )
        .object(
            8,
            format!("<<{page}/Contents 9 0 R/Resources<</Font<</F1 6 0 R>>>>>>"),
        )
        .stream(9, "", "BT /F1 10 Tf 100 700 Td (Bilag) Tj ET")
        .bytes()
}

/// A program that answers as `tesseract` does and then does what it is told.
fn stand_in(folder: &Folder, name: &str, version: &str, languages: &str, then: &str) {
    let script = format!(
        "#!/bin/sh\ncase \"$1\" in\n--version) echo 'tesseract {version}';;\n\
         --list-langs) printf 'List\\n{languages}\\n';;\n*) cat >/dev/null; {then};;\nesac\n"
    );
    let path = folder.write(name, script);
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn saying(word: &str) -> String {
    format!("printf '5\\t1\\t1\\t1\\t1\\t1\\t40\\t40\\t200\\t40\\t90\\t{word}\\n'")
}

/// The codes of the findings about the first page, and the leftovers' text.
fn findings_and_text(document: &Value) -> (Vec<&str>, Vec<&str>) {
    let list = |value: &'static str| document[value].as_array().unwrap();
    let codes = list("findings")
        .iter()
        .filter(|finding| finding["origin"][0]["page"] == 1)
        .map(|finding| finding["code"].as_str().unwrap())
        .filter(|code| code.contains("ocr"))
        .collect();
    let texts = document["coverage"]["leftovers"].as_array().unwrap();
    let texts = texts.iter().map(|l| l["text"].as_str().unwrap()).collect();
    (codes, texts)
}

#[test]
fn each_way_of_recognition_has_its_finding_and_the_rest_is_read() {
    let folder = Folder::new("ocr-ways");
    folder.write("scan.pdf", scan());
    stand_in(&folder, "reads", "5.0", "dan\\neng", &saying("Udbytte"));
    stand_in(&folder, "english", "5.0", "eng", "exit 9");
    stand_in(&folder, "fails", "5.0", "dan", "exit 9");
    stand_in(&folder, "hangs", "5.0", "dan", "exec sleep 60");
    let cases: [(&str, &[&str], &str, &[&str]); 7] = [
        ("./reads", &[], "read_by_ocr", &["Udbytte", "Bilag"]),
        ("./reads", &["--ocr", "never"], "needs_ocr", &["Bilag"]),
        ("./none", &[], "needs_ocr", &["Bilag"]),
        ("./english", &[], "ocr_language_missing", &["Bilag"]),
        ("./fails", &[], "ocr_failed", &["Bilag"]),
        (
            "./hangs",
            &["--ocr-page-time", "0.2"],
            "ocr_failed",
            &["Bilag"],
        ),
        (
            "./reads",
            &["--ocr-pages", "0"],
            "ocr_too_many_pages",
            &["Bilag"],
        ),
    ];
    for (program, options, code, text) in cases {
        let arguments = [
            "extract",
            "scan.pdf",
            "--tesseract",
            program,
            "--time-limit",
            "60",
        ];
        let done = run(&folder, arguments.iter().chain(options));
        assert_eq!(done.code(), 0, "{program} {options:?}: {}", done.err());
        let document = done.json();
        assert_eq!(
            findings_and_text(&document),
            (vec![code], text.to_vec()),
            "{program} {options:?}"
        );
    }
    let told = run(&folder, ["extract", "scan.pdf", "--tesseract", "./none"]);
    assert!(
        told.err()
            .contains("apt install tesseract-ocr tesseract-ocr-dan"),
        "{}",
        told.err()
    );
}

#[test]
fn always_takes_the_picture_before_the_text() {
    let folder = Folder::new("ocr-always");
    folder.write("scan.pdf", scan());
    stand_in(&folder, "reads", "5.0", "dan", &saying("Udbytte"));
    let arguments = [
        "extract",
        "scan.pdf",
        "--tesseract",
        "./reads",
        "--ocr",
        "always",
    ];
    let done = run(&folder, arguments);
    assert_eq!(done.code(), 0, "{}", done.err());
    assert_eq!(
        findings_and_text(&done.json()),
        (vec!["read_by_ocr"], vec!["Udbytte", "Udbytte"])
    );
}

/// What the renderer alone would never come back from, or take all memory for: `hayro` cuts a line into its
/// dashes, and unpacks an image to the size that it claims.
#[test]
fn what_cannot_be_rendered_ends_in_time_and_says_why() {
    const WIDE: &str = "/Type/XObject/Subtype/Image/Width 2000000000/Height 1/BitsPerComponent 8\
        /ColorSpace/DeviceGray";
    let folder = Folder::new("ocr-unrenderable");
    stand_in(&folder, "reads", "5.0", "dan", &saying("Udbytte"));
    let dashes = Raw::new("[.0000001 .0000001] 0 d 1 w 0 400 m 600 400 l S");
    folder.write("dashes.pdf", dashes.bytes());
    let image = Raw::new("q 600 0 0 800 0 0 cm /Im Do Q")
        .object(5, "<</XObject<</Im 7 0 R>>>>")
        .stream(7, WIDE, "abcd");
    folder.write("image.pdf", image.bytes());
    let small =
        "/Type/XObject/Subtype/Image/Width 4/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray";
    let mask = Raw::new("q 600 0 0 800 0 0 cm /Im Do Q")
        .object(5, "<</XObject<</Im 7 0 R>>>>")
        .stream(7, &format!("{small}/SMask 8 0 R"), "abcd")
        .stream(8, WIDE, "abcd");
    folder.write("mask.pdf", mask.bytes());
    for (name, code) in [
        ("dashes.pdf", "memory_limit"),
        ("image.pdf", "limit_exceeded"),
        ("mask.pdf", "memory_limit"),
    ] {
        let began = std::time::Instant::now();
        let arguments = ["extract", name, "--ocr", "always", "--tesseract", "./reads"];
        let done = run(&folder, arguments);
        assert_eq!(done.code(), 1, "{name}: {}", done.err());
        assert!(done.err().contains(code), "{name}: {}", done.err());
        assert!(began.elapsed().as_secs() < 10, "{name} took too long");
    }
}

/// What is read the first time, the second time and so on, and how certain it is.
type Readings<'a> = [(&'a str, &'a str)];

/// A program that reads this; when it has said all it never ends.
fn reader_of(folder: &Folder, name: &str, readings: &Readings<'_>) {
    let mut cases = String::new();
    for (time, (text, sure)) in readings.iter().enumerate() {
        let lines: String = text
            .split(' ')
            .enumerate()
            .map(|(at, word)| {
                let (left, top) = (40 + 200 * (at % 10), 400 + 100 * (at / 10));
                format!("5\\t1\\t1\\t1\\t{at}\\t1\\t{left}\\t{top}\\t150\\t40\\t{sure}\\t{word}\\n")
            })
            .collect();
        cases.push_str(&format!("{}) printf '{lines}';; ", time + 1));
    }
    let then = format!(
        "echo >> {name}.calls; case $(($(wc -l < {name}.calls))) in {cases}*) exec sleep 60;; esac"
    );
    stand_in(folder, name, "5.0", "dan", &then);
}

const PROSE: &str = "Formålet med initiativet er at give unge med angst et tilbud der kan afprøves i to kommuner og som er en del af det";
const UPSIDE_DOWN: &str =
    "ʇǝp ɟɐ lap ua ɹǝ ɯos so ɹǝunɯɯoʞ oʇ I səʌøɹdɟɐ uɐʞ ɹǝp pnqlᴉʇ Jǝ ʇsƃuɐ pǝɯ ǝƃun ǝʌᴉƃ ʇɐ ɹǝ";
const NAMES: &str = "Aarhus Aalborg Odense Randers Kolding Vejle Horsens Viborg Silkeborg Herning Holstebro Struer Skive Thisted Hjørring Favrskov Odder Samsø Billund Varde Esbjerg";

#[test]
fn a_page_on_its_head_is_read_again_and_what_makes_no_sense_either_way_is_told() {
    let folder = Folder::new("ocr-turned");
    folder.write("scan.pdf", scan());
    let cases: [(&str, &Readings<'_>, &[&str], &str); 5] = [
        ("upright", &[(PROSE, "92")], &["read_by_ocr"], PROSE),
        ("names", &[(NAMES, "92")], &["read_by_ocr"], NAMES),
        (
            "turned",
            &[(UPSIDE_DOWN, "35"), (PROSE, "92")],
            &["read_by_ocr", "ocr_page_turned"],
            PROSE,
        ),
        (
            "poor",
            &[(UPSIDE_DOWN, "35"), (NAMES, "45")],
            &["read_by_ocr", "ocr_page_doubtful"],
            UPSIDE_DOWN,
        ),
        (
            "slow",
            &[(UPSIDE_DOWN, "35")],
            &["read_by_ocr", "ocr_page_doubtful"],
            UPSIDE_DOWN,
        ),
    ];
    for (name, readings, codes, text) in cases {
        reader_of(&folder, name, readings);
        let program = format!("./{name}");
        let done = run(
            &folder,
            [
                "extract",
                "scan.pdf",
                "--tesseract",
                &program,
                "--ocr-page-time",
                "4",
                "--time-limit",
                "60",
            ],
        );
        assert_eq!(done.code(), 0, "{name}: {}", done.err());
        let document = done.json();
        let (found, texts) = findings_and_text(&document);
        assert_eq!(found, codes, "{name}");
        let read: Vec<&str> = texts
            .iter()
            .flat_map(|text| text.split_whitespace())
            .collect();
        let mut said: Vec<&str> = text.split(' ').collect();
        said.push("Bilag");
        assert_eq!(read, said, "{name}");
    }
}

/// A document that leaves no room for two pictures of pages at the same time is read with one at a time.
#[test]
fn scans_in_a_large_document_are_read_one_at_a_time() {
    const SCANS: u32 = 3;
    const PAGES: u32 = 12;
    let folder = Folder::new("ocr-crowded");
    stand_in(&folder, "reads", "5.0", "dan", &saying("Udbytte"));
    let mut lines = String::from("BT /F1 4 Tf ");
    for line in 0..150 {
        lines.push_str(&format!("1 0 0 1 10 {} Tm (", 10 + 5 * line));
        lines.push_str(&"og en del af det ".repeat(8));
        lines.push_str(") Tj ");
    }
    lines.push_str("ET");
    let page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources 5 0 R";
    let kids = (0..PAGES + SCANS).map(|n| format!("{} 0 R ", 20 + n));
    let mut raw = Raw::new("q 600 0 0 800 0 0 cm /Im Do Q")
        .object(
            2,
            format!(
                "<</Type/Pages/Kids[{}]/Count {}>>",
                kids.collect::<String>(),
                PAGES + SCANS
            ),
        )
        .object(5, "<</XObject<</Im 7 0 R>>/Font<</F1 6 0 R>>>>")
        .stream(
            7,
            "/Type/XObject/Subtype/Image/Width 60/Height 80/BitsPerComponent 8/ColorSpace/DeviceGray",
            [128; 60 * 80],
        )
        .stream(8, "", lines);
    for n in 0..PAGES + SCANS {
        let content = if n < PAGES { 8 } else { 4 };
        raw = raw.object(20 + n, format!("<<{page}/Contents {content} 0 R>>"));
    }
    folder.write("large.pdf", raw.bytes());
    let arguments = "extract large.pdf --tesseract ./reads --time-limit 60 --memory-limit 120";
    let done = run(&folder, arguments.split(' '));
    assert_eq!(done.code(), 0, "{}", done.err());
    let findings = &done.json()["findings"];
    // The picture is grey all over, so the word that the stand-in says has no ink.
    let read = findings.as_array().unwrap().iter();
    let read = read
        .filter(|finding| finding["code"] == "ocr_nothing_read")
        .count();
    assert_eq!(read, SCANS as usize);
}

#[test]
fn another_recogniser_reads_anew() {
    let folder = Folder::new("ocr-cache");
    folder.write("scan.pdf", scan());
    let cached = |version: &str, mode: &str| {
        stand_in(&folder, "program", version, "dan", &saying("Udbytte"));
        let arguments = [
            "batch",
            "scan.pdf",
            "-o",
            "out",
            "--tesseract",
            "./program",
            "--ocr",
            mode,
            "--time-limit",
            "60",
        ];
        let done = run(&folder, arguments);
        assert_eq!(done.code(), 0, "{}", done.err());
        record(&folder, "out")["run"]["from_cache"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(cached("5.0", "auto"), 0);
    assert_eq!(cached("5.0", "auto"), 1);
    assert_eq!(cached("5.1", "auto"), 0);
    assert_eq!(cached("5.1", "never"), 0);
    assert_eq!(cached("5.2", "never"), 1);
}
