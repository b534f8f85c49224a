//! Documents that are no part of the programme, and files that are no documents: no error where
//! there are pages to read, no invented initiatives, every character in the ledger and what was left over word for word, and never a
//! panic.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};
use uip::Options;
use uip::model::Kind;

/// A PDF in Helvetica: for each page, lines of text at places in points from the bottom left.
fn pdf(pages: &[Vec<(i64, i64, &str)>]) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let mut kids: Vec<Object> = Vec::new();
    for lines in pages {
        let mut operations = Vec::new();
        for (x, y, text) in lines {
            // Danish letters have the same codes in WinAnsi as in Unicode.
            let codes = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap());
            operations.extend([
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 10.into()]),
                Operation::new("Td", vec![(*x).into(), (*y).into()]),
                Operation::new(
                    "Tj",
                    vec![Object::string_literal(codes.collect::<Vec<_>>())],
                ),
                Operation::new("ET", vec![]),
            ]);
        }
        let content = Content { operations }.encode().unwrap();
        let content = document.add_object(Stream::new(dictionary! {}, content));
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        });
        kids.push(page.into());
    }
    let count = i64::try_from(kids.len()).unwrap();
    let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(tree, pages.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The document is of no known kind, says so, invents nothing and loses nothing.
fn assert_unknown(pages: &[Vec<(i64, i64, &str)>]) {
    let document = uip::extract(&pdf(pages), &Options::default()).unwrap();
    assert_eq!(document.kind, Kind::Unknown);
    let codes: Vec<&str> = document.findings.iter().map(|f| &*f.code).collect();
    assert!(codes.contains(&"unknown_document"), "{codes:?}");
    assert!(document.initiatives.is_empty());
    assert!(document.portfolio.is_empty());
    assert!(document.evaluation.is_none());
    assert_eq!(document.template, None);
    let printed = pages.iter().flatten().flat_map(|line| line.2.chars());
    let printed = printed.filter(|c| !c.is_whitespace()).count();
    let coverage = &document.coverage;
    assert_eq!(coverage.characters, u64::try_from(printed).unwrap());
    let parts = coverage.assigned + coverage.furniture + coverage.unassigned;
    assert_eq!(parts, coverage.characters);
    let left = coverage.leftovers.iter().flat_map(|l| l.text.chars());
    let left = left.filter(|c| !c.is_whitespace()).count();
    assert_eq!(coverage.unassigned, u64::try_from(left).unwrap());
}

#[test]
fn an_invoice() {
    assert_unknown(&[vec![
        (60, 780, "FAKTURA 20417"),
        (60, 740, "Varenummer"),
        (180, 740, "Tekst"),
        (430, 740, "Beløb"),
        (60, 720, "1"),
        (180, 720, "Plantekasser i lærk"),
        (430, 720, "1.200,00 kr."),
        (60, 700, "2"),
        (180, 700, "Levering"),
        (430, 700, "350,00 kr."),
        (180, 660, "I alt"),
        (430, 660, "1.550,00 kr."),
    ]]);
}

#[test]
fn numbered_minutes_of_a_meeting() {
    assert_unknown(&[
        vec![
            (60, 780, "Referat af møde i havelauget"),
            (60, 740, "1. Godkendelse af dagsorden"),
            (60, 724, "Dagsordenen blev godkendt."),
            (60, 700, "2. Regnskab 2024"),
            (60, 684, "Kassereren fremlagde et overskud på 4.200 kr."),
            (300, 40, "Side 1"),
        ],
        vec![
            (60, 780, "3. Næste møde"),
            (60, 764, "Mødet holdes i september."),
            (300, 40, "Side 2"),
        ],
    ]);
}

#[test]
fn an_empty_page() {
    assert_unknown(&[vec![]]);
}

#[test]
fn files_that_are_no_documents() {
    let code = |bytes: &[u8]| uip::extract(bytes, &Options::default()).unwrap_err();
    assert_eq!(code(b"").code(), "empty_file");
    assert_eq!(code(b"Titel;Bel\xf8b\n").code(), "not_a_pdf");
    assert_eq!(
        code(b"PK\x03\x04 a word processor's file").code(),
        "not_a_pdf"
    );
    assert!(!code(b"").to_string().contains('\n'));
}

/// A file that was cut off gives what is left of it or an error, whatever the place of the cut.
#[test]
fn truncated_files() {
    let whole = pdf(&[
        vec![(60, 780, "Bilag 1 Model for gårdhaver")],
        vec![(60, 780, "Forslag i alt")],
    ]);
    for end in 0..whole.len() {
        match uip::extract(&whole[..end], &Options::default()) {
            Ok(document) => assert!(document.coverage.characters <= 36, "cut at {end}"),
            Err(error) => assert!(!error.code().is_empty(), "cut at {end}"),
        }
    }
}
