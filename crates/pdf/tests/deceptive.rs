//! What shows a reader one thing and says another: found out or doubted, never read in silence.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Builder, seen, texts, to_unicode};
use lopdf::{Dictionary, Object, Stream, dictionary};
use uip_model::Visibility::{Covered, Invisible, Visible};

const TEXT: &str = "BT /F1 10 Tf 100 700 Td (ord) Tj ET";

/// The codes of the findings.
fn codes(builder: Builder) -> Vec<String> {
    let findings = builder.try_read().unwrap().findings;
    findings.into_iter().map(|f| f.code.to_string()).collect()
}

#[test]
fn a_line_through_a_word_is_said() {
    let line = |y: f64, from: f64, to: f64| format!("{TEXT} 0.5 w {from} {y} m {to} {y} l S");
    // Through its middle; under it, as an underline; a border over it; a short stroke in it.
    for (content, struck) in [
        (line(703.0, 99.0, 117.0), true),
        (line(699.0, 99.0, 117.0), false),
        (line(708.0, 50.0, 500.0), false),
        (line(703.0, 100.0, 104.0), false),
        (format!("1 G {}", line(703.0, 99.0, 117.0)), false),
    ] {
        let found = codes(Builder::new(&content));
        assert_eq!(found == ["text_struck_out"], struck, "{content}: {found:?}");
    }
}

#[test]
fn round_things_cover_too() {
    // A white blob of one curve over the word.
    let page = Builder::new(format!("{TEXT} 1 g 98 690 m 98 730 120 730 120 690 c h f")).read();
    assert_eq!(seen(&page), [("ord", Covered)]);
    // The same corners, and the curve bends away from the word.
    let page = Builder::new(format!("{TEXT} 1 g 98 690 m 98 650 120 650 120 690 c h f")).read();
    assert_eq!(seen(&page), [("ord", Visible)]);
}

#[test]
fn what_may_not_be_seen_is_doubted() {
    let mask = dictionary! { "SMask" => dictionary! { "S" => "Alpha" } };
    let found = codes(Builder::new(format!("/Mask gs {TEXT}")).state("Mask", mask));
    assert_eq!(found, ["text_partly_hidden"]);
    // A pattern whose colour cannot be told.
    assert_eq!(
        codes(Builder::new(format!("/Pattern cs /P scn {TEXT}"))),
        ["text_partly_hidden"]
    );
}

#[test]
fn the_colorant_none_paints_nothing() {
    let mut document = Builder::new(format!("/None cs 1 scn {TEXT}")).finish();
    // The builder's resources, and the space beside them.
    let page = *document.get_pages().get(&1).unwrap();
    let id = document.get_dictionary(page).unwrap().get(b"Resources");
    let id = id.unwrap().as_reference().unwrap();
    let space = vec![
        "Separation".into(),
        "None".into(),
        "DeviceGray".into(),
        Dictionary::new().into(),
    ];
    document
        .get_dictionary_mut(id)
        .unwrap()
        .set("ColorSpace", dictionary! { "None" => space });
    let bytes = common::save(document);
    let set = uip_pdf::read(&bytes, &uip_pdf::Options::default()).unwrap();
    assert_eq!(seen(&set.pages[0]), [("ord", Invisible)]);
}

/// A page with the annotation and nothing else.
fn annotated(annotation: Dictionary) -> Vec<String> {
    let mut builder = Builder::new(TEXT);
    let mut annotation = annotation;
    annotation.set("Type", "Annot");
    annotation.set("Rect", vec![100.into(), 695.into(), 200.into(), 715.into()]);
    let id = builder.document.add_object(annotation);
    let builder = builder.page("Annots", vec![id.into()]);
    codes(builder)
}

#[test]
fn annotations_that_change_the_page_are_said() {
    let unread = ["annotations_not_read"];
    for kind in [
        "StrikeOut",
        "Redact",
        "Caret",
        "FreeText",
        "Stamp",
        "Square",
    ] {
        assert_eq!(
            annotated(dictionary! { "Subtype" => kind }),
            unread,
            "{kind}"
        );
    }
    for kind in ["Link", "Highlight", "Text", "Popup"] {
        let found = annotated(dictionary! { "Subtype" => kind });
        assert!(found.is_empty(), "{kind}: {found:?}");
    }
    let hidden = annotated(dictionary! { "Subtype" => "StrikeOut", "F" => 2 });
    assert!(hidden.is_empty(), "{hidden:?}");
}

#[test]
fn a_field_shows_its_value_or_that_is_said() {
    let field = |value: &str, shown: Option<&str>| {
        let mut builder = Builder::new(TEXT);
        let mut field = dictionary! {
            "Subtype" => "Widget", "FT" => "Tx", "V" => Object::string_literal(value),
        };
        if let Some(shown) = shown {
            let font = builder.fonts.get(b"F1").unwrap().clone();
            let appearance = builder.document.add_object(Stream::new(
                dictionary! {
                    "Type" => "XObject", "Subtype" => "Form",
                    "BBox" => vec![0.into(), 0.into(), 100.into(), 20.into()],
                    "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
                },
                format!("BT /F1 10 Tf 40 5 Td ({shown}) Tj ET").into_bytes(),
            ));
            field.set("AP", dictionary! { "N" => appearance });
        }
        field.set("Type", "Annot");
        field.set("Rect", vec![100.into(), 695.into(), 200.into(), 715.into()]);
        let id = builder.document.add_object(field);
        codes(builder.page("Annots", vec![id.into()]))
    };
    assert_eq!(field("9,5", Some("9,5")), Vec::<String>::new());
    assert_eq!(field("9,5", Some("4,5")), ["annotations_not_read"]);
    assert_eq!(field("9,5", None), ["annotations_not_read"]);
    assert_eq!(field("", None), Vec::<String>::new());
}

#[test]
fn visibility_expressions_hold() {
    let layer = |expression: fn(Object, Object) -> Object| {
        let mut builder = Builder::new(format!("/OC /M BDC {TEXT} EMC"));
        let group = |builder: &mut Builder| {
            builder.document.add_object(dictionary! {
                "Type" => "OCG", "Name" => Object::string_literal("lag"),
            })
        };
        let (on, off) = (group(&mut builder), group(&mut builder));
        let membership = builder.document.add_object(dictionary! {
            "Type" => "OCMD", "VE" => expression(on.into(), off.into()),
        });
        builder.properties.set("M", membership);
        builder.catalogue.set(
            "OCProperties",
            dictionary! {
                "OCGs" => vec![on.into(), off.into()],
                "D" => dictionary! { "OFF" => vec![off.into()] },
            },
        );
        seen(&builder.read())[0].1
    };
    assert_eq!(layer(|on, _| vec!["Not".into(), on].into()), Invisible);
    assert_eq!(layer(|_, off| vec!["Not".into(), off].into()), Visible);
    assert_eq!(
        layer(|on, off| vec!["And".into(), on, off].into()),
        Invisible
    );
    assert_eq!(layer(|on, off| vec!["Or".into(), on, off].into()), Visible);
    let nested: fn(Object, Object) -> Object =
        |on, off| vec!["And".into(), on, vec!["Not".into(), off].into()].into();
    assert_eq!(layer(nested), Visible);
}

/// Helvetica with a character map.
fn mapped(entries: &[(u8, &str)]) -> Vec<String> {
    let mut builder = Builder::new("BT /F3 10 Tf 100 700 Td (9,5) Tj ET");
    let map = builder.add_stream(Dictionary::new(), &to_unicode(entries));
    codes(builder.font(
        "F3",
        dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
            "Encoding" => "WinAnsiEncoding", "ToUnicode" => map,
        },
    ))
}

#[test]
fn digits_of_which_the_file_says_two_things_are_said() {
    let lies = ["text_contradicts_font"];
    assert_eq!(mapped(&[(b'9', "4"), (b',', ","), (b'5', "5")]), lies);
    assert_eq!(mapped(&[(b'9', "9"), (b',', "‚"), (b'5', "5")]), lies);
    assert_eq!(
        mapped(&[(b'9', "\u{200B}"), (b',', ","), (b'5', "5")]),
        lies
    );
    let honest = mapped(&[(b'9', "9"), (b',', ","), (b'5', "5")]);
    assert!(honest.is_empty(), "{honest:?}");
    // The same digit in another form.
    let wide = mapped(&[(b'9', "９"), (b',', "，"), (b'5', "５")]);
    assert!(wide.is_empty(), "{wide:?}");
}

#[test]
fn a_small_digit_at_a_number_is_a_mark() {
    let page = |content: &str| texts(&Builder::new(content).read());
    let marked = |shift: f64, size: f64| {
        page(&format!(
            "BT /F1 10 Tf 100 700 Td (9,5) Tj /F1 {size} Tf 13.9 {shift} Td (2) Tj ET"
        ))
    };
    assert_eq!(marked(4.0, 6.0), ["9,5", "+²"]);
    assert_eq!(marked(-2.0, 6.0), ["9,5", "+₂"]);
    assert_eq!(marked(0.0, 5.0), ["9,5", "+²"]);
    // Another style of the same size goes on with the number.
    assert_eq!(marked(0.0, 9.5), ["9,5", "+2"]);
    // After a letter it stays what it was: CO2, m2.
    assert_eq!(
        page("BT /F1 10 Tf 100 700 Td (m) Tj /F1 6 Tf 8.33 4 Td (2) Tj ET"),
        ["m", "+2"]
    );
}

#[test]
fn a_picture_that_stands_for_a_word_is_said() {
    let line = |between: &str, left: f64| {
        let content =
            format!("BT /F1 10 Tf 100 700 Td (afsat) Tj {left} 0 Td (mio.) Tj ET {between}");
        codes(Builder::new(content).x_object(
            "Im",
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 12, "Height" => 8,
                "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
            },
            &[128; 96],
        ))
    };
    let picture = "q 14 0 0 8 126 699 cm /Im Do Q";
    assert_eq!(line(picture, 43.0), ["picture_among_words"]);
    let drawn = "126 700 m 132 708 l 138 700 l h f";
    assert_eq!(line(drawn, 43.0), ["picture_among_words"]);
    // A box before the next choice, and nothing at all.
    assert_eq!(
        line("q 8 0 0 8 140 699 cm /Im Do Q", 51.0),
        Vec::<String>::new()
    );
    assert_eq!(line("", 43.0), Vec::<String>::new());
}
