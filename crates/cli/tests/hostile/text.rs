//! Text that is there and not seen, seen and not there, or spelt in an odd way.

use super::support::raw::Raw;
use super::{Expected, Read, Refused, check};

/// A page that draws this with Helvetica as `F1`, and these further entries of its resources.
fn page(resources: &str, content: &str) -> Raw {
    Raw::new(content).object(5, format!("<</Font<</F1 6 0 R/F2 7 0 R>>{resources}>>"))
}

fn shown(content: &str) -> Vec<u8> {
    page("", content).bytes()
}

/// A font whose codes from `A` on mean these texts, in UTF-16.
fn meaning(texts: &[&str], content: &str) -> Vec<u8> {
    let mut map = format!("begincmap {} beginbfchar ", texts.len());
    for (code, text) in (0x41..).zip(texts) {
        let units: String = text
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        map.push_str(&format!("<{code:02X}> <{units}> "));
    }
    map.push_str("endbfchar endcmap");
    let widths: String = texts
        .iter()
        .map(|text| {
            if text.chars().all(is_letter) {
                "500 "
            } else {
                "0 "
            }
        })
        .collect();
    page("", content)
        .object(
            7,
            format!(
                "<</Type/Font/Subtype/TrueType/BaseFont/Own/FirstChar 65/LastChar {}/Widths[{widths}]/ToUnicode 8 0 R>>",
                64 + texts.len()
            ),
        )
        .stream(8, "", map)
        .bytes()
}

/// What has a width.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '\u{30A}' | '\u{F0B7}')
}

fn text(shown: &'static str) -> Expected {
    Read(shown, &[])
}

fn hidden(shown: &'static str) -> Expected {
    Read(shown, &["hidden_text"])
}

const SEEN: &str = "BT /F1 10 Tf 1 0 0 1 100 700 Tm (set) Tj ET";

#[test]
fn what_no_reader_sees_is_no_text() {
    let under = |more: &str| shown(&format!("{SEEN} {more}"));
    let secret = "BT /F1 10 Tf 1 0 0 1 100 600 Tm (skjult) Tj ET";
    check(
        "unseen",
        vec![
            ("invisible", under(&format!("3 Tr {secret}")), hidden("set")),
            ("clipping_text", under(&format!("7 Tr {secret}")), hidden("set")),
            ("white", under(&format!("1 g {secret}")), hidden("set")),
            ("nearly_white", under(&format!("0.99 g {secret}")), hidden("set")),
            (
                "transparent",
                page("/ExtGState<</G<</ca 0/CA 0>>>>", &format!("{SEEN} /G gs {secret}")).bytes(),
                hidden("set"),
            ),
            (
                "clipped",
                under(&format!("q 0 0 50 50 re W n {secret} Q")),
                hidden("set"),
            ),
            (
                "clipped_by_nothing",
                under(&format!("q 0 0 0 0 re W n {secret} Q")),
                hidden("set"),
            ),
            (
                "covered",
                under(&format!("{secret} 1 g 90 590 100 30 re f")),
                hidden("set"),
            ),
            (
                "covered_by_an_image",
                page(
                    "/XObject<</I 9 0 R>>",
                    &format!("{SEEN} {secret} q 100 0 0 30 90 590 cm /I Do Q"),
                )
                .stream(9, "/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray", [255; 81])
                .bytes(),
                hidden("set"),
            ),
            (
                "in_the_colour_of_what_lies_under_it",
                under(&format!("0 0.2 0.4 rg 90 590 100 30 re f {secret}")),
                hidden("set"),
            ),
            (
                "off_the_page",
                under("BT /F1 10 Tf 1 0 0 1 -500 600 Tm (skjult) Tj ET"),
                hidden("set"),
            ),
            (
                "outside_of_the_crop_box",
                Raw::new(format!("{SEEN} BT /F1 10 Tf 1 0 0 1 10 10 Tm (skjult) Tj ET"))
                    .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/CropBox[50 50 550 750]/Contents 4 0 R/Resources 5 0 R>>")
                    .bytes(),
                hidden("set"),
            ),
            (
                "on_a_layer_that_is_off",
                page(
                    "/Properties<</O 9 0 R>>",
                    &format!("{SEEN} /OC /O BDC {secret} EMC"),
                )
                .object(1, "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>>>")
                .object(9, "<</Type/OCG/Name(Lag)>>")
                .bytes(),
                hidden("set"),
            ),
            (
                "too_small_to_see",
                under("BT /F1 0.1 Tf 1 0 0 1 100 600 Tm (skjult) Tj ET"),
                hidden("set"),
            ),
            (
                "nothing_else_on_the_page",
                shown(&format!("3 Tr {secret}")),
                hidden(""),
            ),
            (
                "without_width",
                under("0 Tz BT /F1 10 Tf 1 0 0 1 100 600 Tm (skjult) Tj ET"),
                hidden("set"),
            ),
            (
                "printed_twice",
                under("BT /F1 10 Tf 1 0 0 1 100.3 700 Tm (set) Tj ET"),
                text("set"),
            ),
            (
                "in_a_hidden_annotation",
                Raw::new(SEEN)
                    .object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources 5 0 R/Annots[9 0 R]>>")
                    .object(9, "<</Type/Annot/Subtype/FreeText/F 2/Rect[90 590 190 620]/AP<</N 10 0 R>>>>")
                    .stream(10, "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources 5 0 R", secret)
                    .bytes(),
                text("set"),
            ),
        ],
    );
}

#[test]
fn odd_spellings_are_read_as_what_is_seen() {
    let drawn = "BT /F2 10 Tf 1 0 0 1 100 700 Tm (ABCDEFGH) Tj ET";
    check(
        "spellings",
        vec![
            ("letters_and_marks_apart", meaning(&["b", "l", "a\u{30A}", "r"], "BT /F2 10 Tf 100 700 Td (ABCD) Tj ET"), text("blår")),
            ("without_width_inside", meaning(&["o", "\u{200B}", "r", "\u{200D}", "d", "\u{FEFF}", "\u{2060}", "."], drawn), text("ord.")),
            ("direction_overrides", meaning(&["o", "\u{202E}", "r", "\u{202C}", "d", "\u{2066}", "\u{200F}", "."], drawn), text("ord.")),
            ("controls", meaning(&["o", "\u{0}", "r", "\u{1B}", "d", "\u{7F}", "\u{85}", "."], drawn), text("oBrd.")),
            ("ligatures", meaning(&["\u{FB01}", "\u{FB02}", "\u{FB03}", "\u{FB00}", "\u{FB04}", "x", "y", "z"], drawn), text("fiflffifffflxyz")),
            ("lone_surrogates", surrogates(), text("oB")),
            ("private_bullet", meaning(&["\u{F0B7}"], "BT /F2 10 Tf 100 700 Td (A) Tj ET"), text("\u{2022}")),
            (
                "glyphs_without_letters",
                page("", "BT /F2 10 Tf 100 700 Td <000100020003> Tj ET")
                    .object(7, "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[8 0 R]>>")
                    .object(8, "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>")
                    .bytes(),
                Read("\u{FFFD}\u{FFFD}\u{FFFD}", &["text_unreadable"]),
            ),
        ],
    );
}

fn surrogates() -> Vec<u8> {
    page("", "BT /F2 10 Tf 100 700 Td (AB) Tj ET")
        .object(
            7,
            "<</Type/Font/Subtype/TrueType/BaseFont/Own/FirstChar 65/LastChar 66/Widths[500 500]/ToUnicode 8 0 R>>",
        )
        .stream(8, "", "begincmap 2 beginbfchar <41> <006F> <42> <D83D> endbfchar endcmap")
        .bytes()
}

#[test]
fn turned_and_cropped_pages_are_read_as_shown() {
    let turned = |degrees: i32, content: &str| {
        Raw::new(content)
            .object(
                3,
                format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate {degrees}/Contents 4 0 R/Resources 5 0 R>>"),
            )
            .bytes()
    };
    let lines = "(et) Tj 0 -20 Td (to) Tj ET";
    check(
        "turned",
        vec![
            (
                "by_90",
                turned(90, &format!("BT /F1 10 Tf 0 1 -1 0 100 100 Tm {lines}")),
                text("et to"),
            ),
            (
                "by_180",
                turned(180, &format!("BT /F1 10 Tf -1 0 0 -1 500 100 Tm {lines}")),
                text("et to"),
            ),
            (
                "by_270",
                turned(270, &format!("BT /F1 10 Tf 0 -1 1 0 500 700 Tm {lines}")),
                text("et to"),
            ),
            (
                "by_minus_90",
                turned(-90, &format!("BT /F1 10 Tf 0 -1 1 0 500 700 Tm {lines}")),
                text("et to"),
            ),
        ],
    );
}

#[test]
fn empty_and_foreign_pages_say_what_they_are() {
    let image = page("/XObject<</I 9 0 R>>", "q 600 0 0 800 0 0 cm /I Do Q")
        .stream(
            9,
            "/Type/XObject/Subtype/Image/Width 600/Height 800/BitsPerComponent 8/ColorSpace/DeviceGray",
            vec![200; 480_000],
        )
        .bytes();
    check(
        "foreign",
        vec![
            ("blank", Raw::new("").bytes(), Read("", &["unknown_document"])),
            ("without_content", Raw::new("").object(4, "null").bytes(), Read("", &["unknown_document"])),
            ("picture", image, Read("", &["needs_ocr"])),
            (
                "invoice",
                shown("BT /F1 12 Tf 100 700 Td (Faktura 1234) Tj 0 -20 Td (I alt 500,00 kr.) Tj ET"),
                Read("Faktura 1234 I alt 500,00 kr.", &["unknown_document", "leftover_text"]),
            ),
            (
                "xfa_form",
                Raw::new("BT /F1 12 Tf 100 700 Td (Vent) Tj ET")
                    .object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA 9 0 R>>>>")
                    .stream(9, "", "<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
                    .bytes(),
                Read("Vent", &["pdf_xfa_form", "unknown_document"]),
            ),
            (
                "attachment_and_scripts",
                Raw::new(SEEN)
                    .object(
                        1,
                        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>/AA<</WC<</S/JavaScript/JS(app.alert(1))>>>>\
                         /Names<</EmbeddedFiles<</Names[(a.pdf) 9 0 R]>>>>>>",
                    )
                    .object(9, "<</Type/Filespec/F(a.pdf)/EF<</F 10 0 R>>>>")
                    .stream(10, "/Type/EmbeddedFile", "%PDF-1.7")
                    .bytes(),
                text("set"),
            ),
        ],
    );
}

#[test]
fn what_is_no_pdf_is_named() {
    let case = |name: &'static str, bytes: &[u8], code: &'static str, word: &'static str| {
        (name, bytes.to_vec(), Refused(code, word))
    };
    check(
        "no-pdf",
        vec![
            case("empty", b"", "empty_file", "empty"),
            case("one_byte", b"%", "not_a_pdf", "not a PDF"),
            case(
                "html",
                b"<!DOCTYPE html><title>404</title>",
                "not_a_pdf",
                "HTML",
            ),
            case(
                "html_about_a_pdf",
                b"<!DOCTYPE html><title>404</title><p>No <code>%PDF-1.7</code> here.",
                "not_a_pdf",
                "HTML",
            ),
            case("zip", b"PK\x03\x04\x14\0a.txt", "not_a_pdf", "ZIP"),
            case(
                "docx",
                b"PK\x03\x04\x14\0\x06\0[Content_Types].xml",
                "not_a_pdf",
                "Word",
            ),
            case("gzip", b"\x1F\x8B\x08\0", "not_a_pdf", "gzip"),
            case(
                "plain_text",
                b"Bilag 1 Model for en indsats\n",
                "not_a_pdf",
                "plain text",
            ),
            case("zeros", &[0; 4096], "not_a_pdf", "not a PDF"),
            case("header_only", b"%PDF-1.7\n", "damaged", "no page"),
            case(
                "header_too_late",
                &[[b' '; 2048].as_slice(), b"%PDF-1.7"].concat(),
                "not_a_pdf",
                "not a PDF",
            ),
        ],
    );
}
