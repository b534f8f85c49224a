//! Hostile files end in an error that names the limit, and soon.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Builder, save, texts};
use lopdf::{Dictionary, Object, Stream, dictionary};
use uip_pdf::{ErrorKind, Limits, Options, read};

fn limited(set: impl FnOnce(&mut Limits)) -> Options {
    let mut options = Options::default();
    set(&mut options.limits);
    options
}

fn hit(bytes: &[u8], options: &Options) -> (&'static str, Option<u32>) {
    let error = read(bytes, options).unwrap_err();
    match error.kind() {
        ErrorKind::LimitExceeded { limit, .. } => (limit, error.page()),
        other => panic!("{other:?}"),
    }
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut stream = Stream::new(Dictionary::new(), bytes.to_vec());
    stream.compress().unwrap();
    stream.content
}

#[test]
fn each_limit_is_named() {
    let text = Builder::new("BT /F1 10 Tf 100 700 Td (tolv bogstaver) Tj ET").bytes();
    let lines = Builder::new("0 0 m 10 10 l S ".repeat(100)).bytes();
    let cells = Builder::new(format!(
        "{} BT /F1 10 Tf 100 700 Td (et to tre) Tj ET",
        "0.9 g 90 690 100 30 re f ".repeat(20)
    ))
    .bytes();
    let image = Builder::new("/Im Do")
        .x_object(
            "Im",
            dictionary! {
                "Subtype" => "Image", "Width" => 2_000_000_000, "Height" => 2_000_000_000,
            },
            b"",
        )
        .bytes();
    let saves = Builder::new("q 1 w ".repeat(30_000)).bytes();
    let default = Options::default();
    let cases = [
        (&text, limited(|l| l.file_bytes = 100), "file_bytes", None),
        (&text, limited(|l| l.objects = 3), "objects", None),
        (&text, limited(|l| l.pages = 0), "pages", None),
        (&text, limited(|l| l.glyphs = 5), "glyphs", Some(1)),
        (&lines, limited(|l| l.drawings = 50), "drawings", Some(1)),
        (&lines, limited(|l| l.operators = 50), "operators", Some(1)),
        (
            &cells,
            limited(|l| l.comparisons = 40),
            "comparisons",
            Some(1),
        ),
        (&image, default.clone(), "image_pixels", Some(1)),
        (&saves, default, "saved_states", Some(1)),
    ];
    for (bytes, options, limit, page) in cases {
        assert_eq!(hit(bytes, &options), (limit, page));
        read(
            bytes,
            &limited(|l| {
                l.image_pixels = u64::MAX;
                l.saved_states = u64::MAX;
            }),
        )
        .unwrap();
    }
    let error = read(&text, &limited(|l| l.glyphs = 5)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the PDF goes over the limit `glyphs` (5); raise the limit if the file is to be trusted \
         (page 1)"
    );
}

#[test]
fn a_flate_bomb_is_not_unpacked() {
    let mut document = Builder::new("").finish();
    let bomb = deflated(&vec![b' '; 200 << 20]);
    let nested = deflated(&bomb);
    for (filter, data) in [
        (Object::from("FlateDecode"), bomb),
        (
            Object::from(vec!["FlateDecode".into(), "FlateDecode".into()]),
            nested,
        ),
    ] {
        let id = document.add_object(Stream::new(dictionary! { "Filter" => filter }, data));
        let page = document.get_pages()[&1];
        document
            .get_dictionary_mut(page)
            .unwrap()
            .set("Contents", id);
        let bytes = save(document.clone());
        assert_eq!(hit(&bytes, &Options::default()), ("stream_bytes", Some(1)));
    }
    let filters: Vec<Object> = vec!["ASCIIHexDecode".into(); 9];
    let id = document.add_object(Stream::new(
        dictionary! { "Filter" => filters },
        b"20>".to_vec(),
    ));
    let page = document.get_pages()[&1];
    document
        .get_dictionary_mut(page)
        .unwrap()
        .set("Contents", id);
    assert_eq!(
        hit(&save(document), &Options::default()),
        ("filters", Some(1))
    );
}

#[test]
fn streams_together_have_a_limit() {
    let mut document = Builder::new("").finish();
    let packed = deflated(&vec![b' '; 60_000]);
    let parts: Vec<Object> = (0..10)
        .map(|_| {
            let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed.clone());
            document.add_object(stream).into()
        })
        .collect();
    let page = document.get_pages()[&1];
    document
        .get_dictionary_mut(page)
        .unwrap()
        .set("Contents", parts);
    let bytes = save(document);
    assert_eq!(
        hit(&bytes, &limited(|l| l.document_bytes = 500_000)),
        ("document_bytes", Some(1))
    );
    read(&bytes, &limited(|l| l.document_bytes = 600_000)).unwrap();
}

/// Thirty forms, each drawing the next twice: 2^30 draws.
fn doubling_forms() -> Vec<u8> {
    let mut builder = Builder::new("/X0 Do");
    let ids: Vec<_> = (0..31).map(|_| builder.document.new_object_id()).collect();
    for (index, id) in ids.iter().enumerate() {
        let mut names = Dictionary::new();
        if let Some(next) = ids.get(index + 1) {
            names.set("X", *next);
        }
        let form = Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form",
                "BBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
                "Resources" => dictionary! { "XObject" => names },
            },
            b"/X Do /X Do".to_vec(),
        )
        .with_compression(false);
        builder.document.objects.insert(*id, form.into());
    }
    builder.x_objects.set("X0", ids[0]);
    builder.bytes()
}

#[test]
fn forms_that_multiply_end() {
    let bytes = doubling_forms();
    assert_eq!(hit(&bytes, &Options::default()), ("form_depth", Some(1)));
    assert_eq!(
        hit(&bytes, &limited(|l| l.form_depth = 40)),
        ("form_calls", Some(1))
    );
}

#[test]
fn a_form_that_draws_itself_ends() {
    let mut builder = Builder::new("/X Do BT /F1 10 Tf 100 600 Td (efter) Tj ET");
    let id = builder.document.new_object_id();
    let form = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "BBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
            "Resources" => dictionary! {
                "XObject" => dictionary! { "X" => id }, "Font" => builder.fonts.clone(),
            },
        },
        b"BT /F1 10 Tf 100 700 Td (form) Tj ET /X Do".to_vec(),
    );
    builder.document.objects.insert(id, form.into());
    builder.x_objects.set("X", id);
    // The reference to itself is not followed.
    assert_eq!(texts(&builder.read()), ["form", "efter"]);
}

#[test]
fn a_width_range_of_four_billion_is_read() {
    let mut builder = Builder::new("BT /F3 10 Tf 100 700 Td <0041> Tj ET");
    let descendant = builder.document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "A",
        "W" => vec![0.into(), 4_294_967_295i64.into(), 250.into()],
    });
    let map = builder.add_stream(
        Dictionary::new(),
        b"begincmap 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap",
    );
    let page = builder
        .font(
            "F3",
            dictionary! {
                "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "A",
                "Encoding" => "Identity-H", "DescendantFonts" => vec![descendant.into()],
                "ToUnicode" => map,
            },
        )
        .read();
    assert_eq!(texts(&page), ["A"]);
    assert!((page.words[0].bbox.width() - 2.5).abs() < 0.01);
}

#[test]
fn a_million_saves_and_deep_nesting_are_read() {
    let text = "BT /F1 10 Tf 100 700 Td (ord) Tj ET";
    for content in [
        format!("{} {text}", "q ".repeat(1_000_000)),
        format!("{} {text}", "Q ".repeat(1_000_000)),
        format!("{} {text}", "/P BMC ".repeat(100_000)),
    ] {
        assert_eq!(texts(&Builder::new(content).read()), ["ord"]);
    }
    // Brackets: what stands before them is kept.
    let page = Builder::new(format!("{text} {}", "[".repeat(1_000_000))).read();
    assert_eq!(texts(&page), ["ord"]);
}

#[test]
fn a_page_tree_that_bites_its_tail_ends() {
    let mut document = Builder::new("BT /F1 10 Tf 100 700 Td (ord) Tj ET").finish();
    let pages = document
        .catalog()
        .unwrap()
        .get(b"Pages")
        .unwrap()
        .as_reference()
        .unwrap();
    let page = document.get_pages()[&1];
    document
        .get_dictionary_mut(pages)
        .unwrap()
        .set("Kids", vec![Object::from(pages), page.into(), page.into()]);
    let set = read(&save(document), &Options::default()).unwrap();
    assert_eq!(set.pages.len(), 1);
    assert_eq!(texts(&set.pages[0]), ["ord"]);
}

#[test]
fn senseless_boxes_and_numbers_are_borne() {
    for media_box in [
        vec![0.into(), 0.into(), 0.into(), 0.into()],
        vec![600.into(), 800.into(), 0.into(), 0.into()],
        vec![
            Object::Real(-1e30),
            Object::Real(-1e30),
            Object::Real(1e30),
            Object::Real(1e30),
        ],
    ] {
        let page = Builder::new(
            "BT /F1 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm (ord) Tj ET 1e38 0 m 1e39 5 l S",
        )
        .page("MediaBox", media_box)
        .read();
        assert!(page.width.is_finite() && page.width > 0.0);
        for word in &page.words {
            assert!(word.bbox.x0.is_finite() && word.bbox.y1.is_finite());
        }
    }
}
