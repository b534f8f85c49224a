//! Which words a reader sees.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Builder, page, seen};
use lopdf::dictionary;
use uip_model::Visibility::{Blank, Clipped, Covered, Doubled, Invisible, OffPage, Visible};

const TEXT: &str = "BT /F1 10 Tf 100 700 Td (ord) Tj ET";

#[test]
fn what_hides_words() {
    let cases = [
        (TEXT.to_owned(), Visible),
        (
            "BT 3 Tr /F1 10 Tf 100 700 Td (ord) Tj ET".to_owned(),
            Invisible,
        ),
        (
            "BT 7 Tr /F1 10 Tf 100 700 Td (ord) Tj ET".to_owned(),
            Invisible,
        ),
        (format!("/Clear gs {TEXT}"), Invisible),
        (format!("1 g {TEXT}"), Blank),
        // White on a dark cell.
        (format!("0 0 0.5 rg 90 690 100 30 re f 1 g {TEXT}"), Visible),
        // Dark on the same dark.
        (format!("0 0 0.5 rg 90 690 100 30 re f {TEXT}"), Blank),
        // A dark cell, and white over it.
        (
            format!("0 g 90 690 100 30 re f 1 g 90 690 100 30 re f {TEXT}"),
            Blank,
        ),
        // A white arrow's text on a dark arrow: the polygon counts, not its box.
        (
            format!("0 g 90 690 m 200 690 l 90 760 l h f 1 g {TEXT}"),
            Visible,
        ),
        (
            format!("0 g 90 720 m 200 690 l 200 720 l h f 1 g {TEXT}"),
            Blank,
        ),
        ("BT /F1 10 Tf 700 700 Td (ord) Tj ET".to_owned(), OffPage),
        ("BT /F1 10 Tf 100 -50 Td (ord) Tj ET".to_owned(), OffPage),
        (format!("q 0 0 50 50 re W n {TEXT} Q"), Clipped),
        (format!("q 90 690 100 30 re W n {TEXT} Q"), Visible),
        (format!("{TEXT} 1 0 0 rg 90 690 100 30 re f"), Covered),
        (format!("{TEXT} 1 0 0 rg 90 690 15 30 re f"), Visible),
        // A marker pen lets the text shine through.
        (
            format!("{TEXT} /Marker gs 1 1 0 rg 90 690 100 30 re f"),
            Visible,
        ),
        (
            format!("{TEXT} /Half gs 1 1 0 rg 90 690 100 30 re f"),
            Visible,
        ),
        (format!("{TEXT} q 100 0 0 30 90 690 cm /Im Do Q"), Covered),
        (
            format!("q 100 0 0 30 90 690 cm /Im Do Q 1 g {TEXT}"),
            Visible,
        ),
    ];
    for (content, visibility) in cases {
        let page = Builder::new(&content)
            .state("Clear", dictionary! { "ca" => 0.0 })
            .state("Half", dictionary! { "ca" => 0.5 })
            .state("Marker", dictionary! { "BM" => "Multiply" })
            .x_object(
                "Im",
                dictionary! {
                    "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
                    "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
                },
                b"\x80",
            )
            .read();
        assert_eq!(seen(&page), [("ord", visibility)], "{content}");
    }
}

#[test]
fn fake_bold_is_read_once() {
    // Word by word, and glyph by glyph.
    let words = page("BT /F1 10 Tf 100 700 Td (fed) Tj 0.3 0 Td (fed) Tj 30 0 Td (fed) Tj ET");
    assert_eq!(
        seen(&words),
        [("fed", Visible), ("fed", Doubled), ("fed", Visible)]
    );
    let glyphs =
        page("BT /F1 10 Tf 100 700 Td (f) Tj 0.3 0 Td (f) Tj 2.48 0 Td (e) Tj 0.3 0 Td (e) Tj ET");
    assert_eq!(seen(&glyphs), [("fe", Visible), ("fe", Doubled)]);
    // Two letters that are the same are two letters.
    assert_eq!(
        seen(&page("BT /F1 10 Tf 100 700 Td (ll) Tj ET")),
        [("ll", Visible)]
    );
    let stroked = page("BT 2 Tr /F1 10 Tf 100 700 Td (fed) Tj ET");
    assert!(stroked.fonts[0].bold);
    assert_eq!(seen(&stroked), [("fed", Visible)]);
}

#[test]
fn hidden_text_is_a_finding() {
    let set = Builder::new(format!(
        "{TEXT} 1 g BT /F1 10 Tf 100 600 Td (hvid tekst) Tj ET"
    ))
    .try_read()
    .unwrap();
    assert_eq!(set.findings.len(), 1);
    assert_eq!(set.findings[0].code, "hidden_text");
    assert_eq!(set.findings[0].args["words"], "2");
    assert_eq!(set.findings[0].origin[0].page, 1);
    // Also where nothing else is there, not even the picture that such a layer belongs to.
    let layer = Builder::new("BT 3 Tr /F1 10 Tf 100 600 Td (lag) Tj ET")
        .try_read()
        .unwrap();
    assert_eq!(layer.findings.len(), 1);
    assert_eq!(layer.findings[0].code, "hidden_text");
}

#[test]
fn a_scan_gives_its_text_layer_or_says_that_it_has_none() {
    let scan = |text: &str| {
        Builder::new(format!("{text} q 595 0 0 842 0 0 cm /Im Do Q"))
            .x_object(
                "Im",
                dictionary! {
                    "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
                    "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
                },
                b"\x80",
            )
            .try_read()
            .unwrap()
    };
    let layer = scan("BT 3 Tr /F1 10 Tf 100 600 Td (lag) Tj ET");
    assert_eq!(seen(&layer.pages[0]), [("lag", Visible)]);
    assert_eq!(layer.pages[0].words[0].confidence, Some(0.5));
    assert_eq!(layer.findings[0].code, "scan_with_text_layer");
    assert_eq!(layer.findings[0].args["words"], "1");
    let bare = scan("");
    assert_eq!(bare.findings[0].code, "needs_ocr");
    assert_eq!(bare.findings[0].origin[0].page, 1);
    assert_eq!(bare.findings.len(), 1);
}

#[test]
fn layers_that_are_off_are_not_seen() {
    let mut builder = Builder::new(
        "/OC /L1 BDC BT /F1 10 Tf 100 700 Td (skjult) Tj ET 10 10 50 50 re f EMC \
         /OC /L2 BDC BT /F1 10 Tf 100 600 Td (vist) Tj ET EMC",
    );
    let group = |name: &str| {
        dictionary! { "Type" => "OCG", "Name" => lopdf::Object::string_literal(name) }
    };
    let off = builder.document.add_object(group("fra"));
    let on = builder.document.add_object(group("til"));
    builder.properties.set("L1", off);
    builder.properties.set("L2", on);
    builder.catalogue.set(
        "OCProperties",
        dictionary! {
            "OCGs" => vec![off.into(), on.into()],
            "D" => dictionary! { "OFF" => vec![off.into()] },
        },
    );
    let page = builder.read();
    assert_eq!(seen(&page), [("skjult", Invisible), ("vist", Visible)]);
    assert!(page.shapes.is_empty());
}
