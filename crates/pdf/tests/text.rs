//! Words, characters, fonts and places.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Builder, mapped_font, page, rounded, texts, word};
use lopdf::dictionary;
use uip_model::Colour;

#[test]
fn words_end_at_spaces_and_gaps() {
    for (content, words) in [
        ("(Der er to ord) Tj", vec!["Der", "er", "to", "ord"]),
        ("[(Der) -278 (er) -200 (gab)] TJ", vec!["Der", "er", "gab"]),
        // Kerning is no gap.
        ("[(A) 80 (V) -60 (A)] TJ", vec!["AVA"]),
        ("[(K) -20 (n) 15 (i) -30 (b)] TJ", vec!["Knib"]),
        // A word in several strings and several moves.
        ("(So) Tj (ci) Tj (al) Tj", vec!["Social"]),
        (
            "(Uden) Tj 100 0 Td (sammenhæng) Tj",
            vec!["Uden", "sammenhæng"],
        ),
        ("(Linje) Tj 0 -12 Td (skift) Tj", vec!["Linje", "skift"]),
        // Set back over what was printed.
        ("(forfra) Tj 0 0 Td (forfra2) Tj", vec!["forfra", "forfra2"]),
        ("3 Tw (vidt fra) Tj", vec!["vidt", "fra"]),
    ] {
        let bytes: Vec<u8> = format!("BT /F1 10 Tf 100 700 Td {content} ET")
            .chars()
            .map(|c| c as u8)
            .collect();
        assert_eq!(texts(&page(bytes)), words, "{content}");
    }
}

#[test]
fn spaced_letters_are_one_word() {
    for content in [
        "1.5 Tc (SPATIERET TEKST) Tj",
        "[(S) -150 (P) -150 (A) -150 (T) -150 (I) -150 (E) -150 (R) -150 (E) -150 (T) -450 (T) -150 \
         (E) -150 (K) -150 (S) -150 (T)] TJ",
    ] {
        let page = page(format!("BT /F1 10 Tf 100 700 Td {content} ET"));
        assert_eq!(texts(&page), ["SPATIERET", "TEKST"], "{content}");
    }
}

#[test]
fn glyph_by_glyph_is_read_as_words() {
    // As Chromium writes: a move before each letter, here of Helvetica's widths at 10 pt.
    let page = page(
        "BT /F1 10 Tf 100 700 Td (M) Tj 8.33 0 Td (i) Tj 2.22 0 Td (o) Tj 8.34 0 Td (k) Tj 5 0 Td \
         (r) Tj ET",
    );
    assert_eq!(texts(&page), ["Mio", "kr"]);
}

#[test]
fn style_changes_inside_a_word_are_glued() {
    let read = page("BT /F2 10 Tf 100 700 Td (TF-) Tj /F1 10 Tf (CBT og) Tj ET");
    assert_eq!(texts(&read), ["TF-", "+CBT", "og"]);
    assert!(read.fonts[usize::from(word(&read, "TF-").font)].bold);
    assert!(!read.fonts[usize::from(word(&read, "CBT").font)].bold);
    let mark =
        page("BT /F1 10 Tf 100 700 Td (indsats) Tj 6 Ts /F1 6 Tf (2) Tj 0 Ts /F1 10 Tf (,) Tj ET");
    assert_eq!(texts(&mark), ["indsats", "+2", "+,"]);
    let colour = page("BT /F1 10 Tf 100 700 Td 1 0 0 rg (rød) Tj 0 g (sort) Tj ET");
    assert_eq!(colour.words[0].colour, Colour { r: 255, g: 0, b: 0 });
    assert!(colour.words[1].glued);
}

#[test]
fn boxes_baselines_and_sizes() {
    let page = page("BT /F1 10 Tf 100 700 Td (Hi) Tj ET");
    let hi = word(&page, "Hi");
    // Helvetica: H 722, i 222; no descriptor: ascent 0.8, descent 0.2.
    assert!((hi.bbox.x0 - 100.0).abs() < 0.01 && (hi.bbox.x1 - 109.44).abs() < 0.01);
    assert!((hi.bbox.y0 - 92.0).abs() < 0.01 && (hi.bbox.y1 - 102.0).abs() < 0.01);
    assert!((hi.baseline - 100.0).abs() < 0.001);
    assert!((hi.size - 10.0).abs() < 0.001);
    assert_eq!(hi.chars, (0, 2));
    assert!((page.chars[1].x0 - 107.22).abs() < 0.01);
    assert_eq!(page.fonts[0].name, "Helvetica");
}

#[test]
fn scale_rise_and_matrix_count() {
    let page = page("q 2 0 0 2 0 0 cm BT /F1 5 Tf 50 Tz 1 0 0 1 50 350 Tm 3 Ts (Hi) Tj ET Q");
    let hi = word(&page, "Hi");
    assert!((hi.size - 10.0).abs() < 0.001);
    assert!((hi.bbox.width() - 4.72).abs() < 0.01);
    assert!((hi.baseline - 94.0).abs() < 0.01);
}

#[test]
fn rotated_pages_read_as_shown() {
    // The same word, written so that it stands upright at the same place of the page as shown.
    for (rotate, matrix, size) in [
        (0i64, "1 0 0 1 100 700", (600.0, 800.0)),
        (90, "0 1 -1 0 100 100", (800.0, 600.0)),
        (180, "-1 0 0 -1 500 100", (600.0, 800.0)),
        (270, "0 -1 1 0 500 700", (800.0, 600.0)),
        (-90, "0 -1 1 0 500 700", (800.0, 600.0)),
    ] {
        let page = Builder::new(format!("BT /F1 10 Tf {matrix} Tm (Hi) Tj ET"))
            .page("Rotate", rotate)
            .read();
        assert_eq!((page.width, page.height), size, "{rotate}");
        assert_eq!(page.rotation, (rotate.rem_euclid(360)) as u16);
        let hi = word(&page, "Hi");
        assert_eq!(rounded(&hi.bbox), [100, 92, 109, 102], "{rotate}");
        assert!((hi.baseline - 100.0).abs() < 0.01, "{rotate}");
    }
}

#[test]
fn crop_box_and_user_unit() {
    let page = Builder::new("BT /F1 10 Tf 150 650 Td (Hi) Tj ET")
        .page(
            "CropBox",
            vec![50.into(), 50.into(), 550.into(), 750.into()],
        )
        .page("UserUnit", 2.0)
        .read();
    assert_eq!((page.width, page.height), (1000.0, 1400.0));
    let hi = word(&page, "Hi");
    assert_eq!(rounded(&hi.bbox), [200, 184, 219, 204]);
    assert!((hi.size - 20.0).abs() < 0.001);
}

#[test]
fn turned_text_keeps_its_words() {
    let page = page("BT /F1 10 Tf 0 1 -1 0 100 200 Tm (lodret tekst) Tj ET");
    assert_eq!(texts(&page), ["lodret", "tekst"]);
    let bbox = &word(&page, "lodret").bbox;
    assert!(bbox.height() > bbox.width());
}

#[test]
fn letters_come_composed() {
    let mut builder = Builder::new("BT /F3 10 Tf 100 700 Td (ABCDEFG) Tj ET");
    mapped_font(
        &mut builder,
        "F3",
        "Times",
        &[
            "a", "\u{30A}", "\u{FB01}", "n\u{E5}", "\u{200B}", "\u{202E}", "!",
        ],
    );
    let page = builder.read();
    assert_eq!(texts(&page), ["åfinå!"]);
    let raw: String = page.chars.iter().map(|char| char.raw).collect();
    assert_eq!(raw, "a\u{FB01}\u{FB01}nå!");
}

#[test]
fn soft_hyphens() {
    let mut builder = Builder::new(
        "BT /F3 10 Tf 100 700 Td (ABA) Tj 0 -12 Td (AB) Tj \
         0 -12 Td (A) Tj /Span <</ActualText <FEFF00AD>>> BDC (C) Tj EMC 0 -12 Td (A) Tj \
         /Span <</ActualText (-)>> BDC (B) Tj EMC 0 -12 Td (A) Tj \
         /Span <</ActualText <FEFF00AD>>> BDC (D) Tj EMC -5 0 Td (A) Tj ET",
    );
    mapped_font(&mut builder, "F3", "Times", &["a", "\u{AD}", "-", " "]);
    let read = builder.read();
    assert_eq!(texts(&read), ["a-a", "a\u{AD}", "a\u{AD}", "a-", "a", "a"]);
}

#[test]
fn a_soft_hyphen_under_a_printed_one_splits_the_word() {
    // Chromium: a blank with the soft hyphen's meaning, then the hyphen over it.
    let mut builder = Builder::new(
        "BT /F3 10 Tf 100 700 Td (A) Tj 5 0 Td /Span <</ActualText <FEFF00AD>>> BDC (D) Tj EMC \
         0 0 Td (A) Tj 5 0 Td /Span <</ActualText <FEFF00AD>>> BDC (D) Tj EMC 0 0 Td (C) Tj ET",
    );
    mapped_font(&mut builder, "F3", "Times", &["a", "\u{AD}", "-", " "]);
    assert_eq!(texts(&builder.read()), ["aa\u{AD}"]);
}

#[test]
fn a_ligature_with_a_soft_hyphen_in_it_is_two_letters() {
    // As Chromium has it: the ligature, a blank, and the next letter over the blank.
    let mut builder = Builder::new(
        "BT /F3 10 Tf 100 700 Td (A) Tj 5 0 Td /Span <</ActualText <FEFF007400AD0074>>> BDC (B) Tj \
         5 0 Td (C) Tj EMC 0 0 Td (A) Tj ET",
    );
    mapped_font(&mut builder, "F3", "Times", &["a", "tt", " "]);
    assert_eq!(texts(&builder.read()), ["atta"]);
}

#[test]
fn a_soft_hyphen_that_shares_a_glyph_is_not_printed() {
    // As Typst has it: letter and soft hyphen are one glyph's text.
    let mut builder = Builder::new("BT /F3 10 Tf 100 700 Td (ABA) Tj 0 -12 Td (ABC) Tj ET");
    mapped_font(&mut builder, "F3", "Times", &["a", "n\u{AD}", "\u{AD}"]);
    assert_eq!(texts(&builder.read()), ["ana", "an\u{AD}"]);
}

#[test]
fn printed_letters_win_over_another_text() {
    let page = page("BT /F1 10 Tf 100 700 Td /Span <</ActualText (50)>> BDC (5) Tj EMC ET");
    assert_eq!(texts(&page), ["5"]);
}

#[test]
fn symbol_fonts() {
    let mut builder = Builder::new("BT /F3 10 Tf 100 700 Td (ABC) Tj /F4 10 Tf (A) Tj ET");
    mapped_font(
        &mut builder,
        "F3",
        "ABCDEF+Wingdings-Regular",
        &["\u{F0A8}", "x", "\u{FE}"],
    );
    mapped_font(&mut builder, "F4", "SymbolMT", &["\u{F0B7}"]);
    let page = builder.read();
    assert_eq!(texts(&page), ["☐☒☑", "+•"]);
    assert_eq!(page.fonts[0].name, "Wingdings-Regular");
    assert!(page.fonts[0].symbolic);
    assert_eq!(page.chars[0].raw, '\u{F0A8}');
    assert_eq!(page.unmapped_glyphs, 0);
}

#[test]
fn standard_fonts_need_no_widths() {
    for (font, text, width) in [
        ("Helvetica", "(i) Tj", 2.22),
        ("Times-Roman", "(i) Tj", 2.78),
        ("Courier", "(i) Tj", 6.0),
        ("Helvetica-Bold", "(i) Tj", 2.78),
        ("ZapfDingbats", "(o) Tj", 7.62),
        ("Symbol", "<B7> Tj", 4.6),
    ] {
        let page = Builder::new(format!("BT /F3 10 Tf 100 700 Td {text} ET"))
            .font(
                "F3",
                dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => font },
            )
            .read();
        assert!((page.words[0].bbox.width() - width).abs() < 0.01, "{font}");
    }
}

#[test]
fn dingbats_and_symbol_without_encoding() {
    let page = Builder::new("BT /F3 10 Tf 100 700 Td (o4) Tj /F4 10 Tf 50 0 Td <B7> Tj ET")
        .font(
            "F3",
            dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "ZapfDingbats" },
        )
        .font(
            "F4",
            dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Symbol" },
        )
        .read();
    assert_eq!(texts(&page), ["☐✔", "•"]);
}

#[test]
fn differences_name_glyphs() {
    let page = Builder::new("BT /F3 10 Tf 100 700 Td (ABCD) Tj ET")
        .font(
            "F3",
            dictionary! {
                "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Times-Roman",
                "Encoding" => dictionary! {
                    "Type" => "Encoding",
                    "Differences" => vec![65.into(), "ae".into(), "oslash".into(), "f_i".into(), "uni00C5".into()],
                },
            },
        )
        .read();
    assert_eq!(texts(&page), ["æøfiÅ"]);
}

#[test]
fn unmapped_glyphs_are_counted_and_found() {
    let mut builder = Builder::new("BT /F3 10 Tf 100 700 Td <00010002> Tj ET");
    let descendant = builder.document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "AAAAAA+Ukendt", "DW" => 500,
        "CIDSystemInfo" => dictionary! {
            "Registry" => lopdf::Object::string_literal("Adobe"),
            "Ordering" => lopdf::Object::string_literal("Identity"),
            "Supplement" => 0,
        },
    });
    let builder = builder.font(
        "F3",
        dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "AAAAAA+Ukendt",
            "Encoding" => "Identity-H", "DescendantFonts" => vec![descendant.into()],
        },
    );
    let set = builder.try_read().unwrap();
    assert_eq!(texts(&set.pages[0]), ["\u{FFFD}\u{FFFD}"]);
    assert_eq!(set.pages[0].unmapped_glyphs, 2);
    assert_eq!(set.findings[0].code, "text_unreadable");
    assert_eq!(set.findings[0].args["percent"], "100");
}

#[test]
fn forms_and_fields_are_read() {
    let mut builder = Builder::new("q 1 0 0 1 50 0 cm /X1 Do Q").x_object(
        "X1",
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "BBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
            "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 50.into(), 0.into()],
        },
        b"BT /F1 10 Tf 0 700 Td (form) Tj ET",
    );
    let resources = dictionary! { "Font" => builder.fonts.clone() };
    let appearance = builder.add_stream(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "BBox" => vec![0.into(), 0.into(), 50.into(), 10.into()], "Resources" => resources,
        },
        b"BT /F1 10 Tf 2 2 Td (felt) Tj ET",
    );
    let widget = |flags: i64| {
        dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "F" => flags,
            "Rect" => vec![200.into(), 100.into(), 300.into(), 120.into()],
            "AP" => dictionary! { "N" => appearance },
        }
    };
    let page = builder
        .page("Annots", vec![widget(4).into(), widget(2).into()])
        .read();
    assert_eq!(texts(&page), ["form", "felt"]);
    assert!((word(&page, "form").bbox.x0 - 100.0).abs() < 0.01);
    let felt = word(&page, "felt");
    assert!((felt.bbox.x0 - 204.0).abs() < 0.01 && (felt.size - 20.0).abs() < 0.01);
}
