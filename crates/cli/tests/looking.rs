//! `uip inspect`, `uip explain` and `uip template check` as they are used.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use support::{Folder, Run, pdf, run};

const RELEASE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../fixtures/release-2022-form/typst.pdf"
);
const ARROWS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../fixtures/release-2023-form/typst.pdf"
);
const UNKNOWN_HEADING: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../fixtures/drift-tables-without-rules/typst.pdf"
);

fn shown(run: &Run) -> &str {
    assert_eq!((run.code(), run.err()), (0, ""));
    run.out()
}

#[test]
fn a_page_is_printed_step_by_step() {
    let folder = Folder::new("inspect-print");
    folder.write("small.pdf", pdf(&["Bilag 1", "Side <to>"]));
    let page = run(&folder, ["inspect", "small.pdf", "--page", "2"]);
    assert_eq!(shown(&page), include_str!("looking/small.txt"));
    let step = run(
        &folder,
        ["inspect", "small.pdf", "--page", "2", "--step", "layout"],
    );
    assert_eq!(
        shown(&step),
        "== layout ==\npage 2 (595 × 842)\n  72,133 11.0| Side <to>\n"
    );
    let gone = run(&folder, ["inspect", "small.pdf", "--page", "3"]);
    assert_eq!(
        (gone.code(), gone.out(), gone.err()),
        (
            1,
            "",
            "small.pdf: no_such_page: there is no page 3; the document has 2\n"
        )
    );
}

/// Every element that is opened is closed in its order, and nothing stands outside the tags but text:
/// with escaped text and quoted attributes that is what well-formed means here.
fn elements(svg: &str) -> Vec<(String, String)> {
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut rest = svg;
    while let Some((text, tag)) = rest.split_once('<') {
        assert!(!text.contains('>'), "{text}");
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert_eq!(attributes.matches('"').count() % 2, 0, "{tag}");
        found.push((name.to_owned(), attributes.to_owned()));
        if !tag.ends_with('/') {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for reference in svg.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;"];
        assert!(known.iter().any(|name| reference.starts_with(name)));
    }
    found
}

#[test]
fn a_drawing_has_a_layer_for_everything() {
    let folder = Folder::new("inspect-drawing");
    let drawn = run(
        &folder,
        ["inspect", RELEASE, "--page", "1", "--svg", "page.svg"],
    );
    assert_eq!(shown(&drawn), "");
    let svg = std::fs::read_to_string(folder.path("page.svg")).unwrap();
    let elements = elements(&svg);
    let layers = elements.iter().filter(|(name, _)| name == "g");
    let layers: Vec<&str> = layers
        .map(|(_, attributes)| attributes.split('"').nth(1).unwrap())
        .collect();
    assert_eq!(
        layers,
        [
            "images",
            "shapes",
            "cells",
            "rulings",
            "words",
            "furniture",
            "leftovers",
            "hidden",
            "blocks",
            "fields",
            "legend"
        ]
    );
    let layer = |id: &str| {
        let (_, rest) = svg.split_once(&format!("<g id=\"{id}\">\n")).unwrap();
        rest.split_once("</g>").unwrap().0
    };
    assert!(layer("words").contains(">Modningsfasen</text>"));
    assert!(layer("cells").contains("<title>grid 1, cell ["));
    assert_eq!(layer("rulings").matches("<line ").count(), 9);
    assert!(layer("fields").contains(
        "<title>/initiatives/0/phase = modning ⏎ rule phase.checkbox ⏎ printed \
         &quot;Modningsfasen&quot;</title>"
    ));
    assert!(layer("blocks").contains("<title>section 2) recipients 1.00 ⏎ Tilskudsmodtagere"));
    assert_eq!(layer("leftovers"), "");
    // Text that looks like markup stays text.
    folder.write("small.pdf", pdf(&["a<b>&\"c"]));
    let printed = run(&folder, ["inspect", "small.pdf", "--svg", "-"]);
    let svg = shown(&printed);
    self::elements(svg);
    assert!(svg.contains(">a&lt;b&gt;&amp;&quot;c</text>"), "{svg}");
}

fn explained(file: &str, initiative: &str, field: &str) -> String {
    let folder = Folder::new(&format!("explain-{initiative}-{field}"));
    let arguments = [
        "explain", file, "-i", initiative, "-f", field, "--lang", "en",
    ];
    shown(&run(&folder, arguments)).to_owned()
}

#[test]
fn a_value_is_traced_to_its_rule_and_place() {
    assert_eq!(
        explained(RELEASE, "1.1", "phase"),
        include_str!("looking/phase.txt")
    );
    assert_eq!(
        explained(RELEASE, "uip-2022-1.1", "budget.years.2023"),
        include_str!("looking/budget-year.txt")
    );
    assert_eq!(
        explained(RELEASE, "1.1", "theme"),
        include_str!("looking/theme.txt")
    );
    assert_eq!(
        explained(RELEASE, "1.1", "allocations[1].amount"),
        include_str!("looking/allocation.txt")
    );
    assert_eq!(
        explained(RELEASE, "1.1", "sections.2"),
        include_str!("looking/section.txt")
    );
    assert_eq!(
        explained(ARROWS, "uip-2023-voksne-1", "phase"),
        include_str!("looking/arrows.txt")
    );
    let folder = Folder::new("explain-pointer");
    let pointed = run(
        &folder,
        [
            "explain",
            RELEASE,
            "-f",
            "/initiatives/0/phase",
            "--lang",
            "en",
        ],
    );
    assert_eq!(shown(&pointed), include_str!("looking/phase.txt"));
    let year = run(&folder, ["explain", RELEASE, "-f", "programme_year"]);
    assert_eq!(shown(&year), include_str!("looking/year.txt"));
}

#[test]
fn what_cannot_be_explained_is_said() {
    let folder = Folder::new("explain-trouble");
    for (initiative, field, message) in [
        (
            "Initiativ 1",
            "phase",
            "ambiguous_initiative: \"Initiativ 1\" is ambiguous; name one of the ids \
             uip-2023-voksne-1 (Initiativ 1), uip-2023-boern-og-unge-1 (Initiativ 1)",
        ),
        (
            "Initiativ 9",
            "phase",
            "no_such_initiative: there is no initiative \"Initiativ 9\"; there are \
             uip-2023-voksne-1 (Initiativ 1), uip-2023-voksne-2 (Initiativ 2), \
             uip-2023-boern-og-unge-1 (Initiativ 1)",
        ),
        (
            "Initiativ 2",
            "budget.years.1999",
            "no_such_field: there is no field \"budget.years.1999\"; budget.years has [0] to [3]: \
             2023, 2024, 2025, 2026",
        ),
    ] {
        let refused = run(&folder, ["explain", ARROWS, "-i", initiative, "-f", field]);
        assert_eq!((refused.code(), refused.out()), (1, ""));
        let said = refused.err().trim_end();
        assert!(said.ends_with(message), "{said}");
    }
}

#[test]
fn an_unknown_heading_becomes_known() {
    let folder = Folder::new("template-check");
    std::fs::create_dir(folder.path("templates")).unwrap();
    let before = run(&folder, ["extract", UNKNOWN_HEADING]);
    let unknown = |line: &&str| line.contains(": heading_unknown: ");
    assert_eq!(before.err().lines().filter(unknown).count(), 1);
    let checked = run(&folder, ["template", "check", UNKNOWN_HEADING]);
    assert_eq!(shown(&checked), include_str!("looking/check.toml"));
    let saved = run(
        &folder,
        [
            "template",
            "check",
            UNKNOWN_HEADING,
            "-o",
            "templates/new.toml",
        ],
    );
    assert_eq!(shown(&saved), "");
    let after = run(
        &folder,
        ["extract", UNKNOWN_HEADING, "--templates", "templates"],
    );
    // The other findings stay as they were.
    let others = before.err().lines().filter(|line| !unknown(line));
    assert!(after.err().lines().eq(others), "{}", after.err());
    assert_eq!(after.code(), 0);
    let document = after.json();
    let sections = document["initiatives"][0]["sections"].as_array().unwrap();
    let own = sections
        .iter()
        .find(|section| section["heading"] == "Klima- og miljøhensyn")
        .unwrap();
    assert_eq!(own["key"], "klima_og_miljoehensyn");
    let known = before.json();
    assert_eq!(document["template"], "uip-2026");
    assert_eq!(
        document["initiatives"][0]["budget"],
        known["initiatives"][0]["budget"]
    );
    let again = run(
        &folder,
        [
            "template",
            "check",
            UNKNOWN_HEADING,
            "--templates",
            "templates",
            "--lang",
            "en",
        ],
    );
    assert!(
        shown(&again).ends_with("# Everything is known: there is nothing to add.\n"),
        "{}",
        again.out()
    );
}
