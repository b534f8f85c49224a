//! Small files that ask for much time or memory.

use std::fmt::Write as _;

use super::support::raw::{Raw, WORD, deflated};
use super::{Expected, Read, Refused, check};

fn read() -> Expected {
    Read("ord", &[])
}

fn limit(name: &'static str) -> Expected {
    Refused("limit_exceeded", name)
}

const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]";

#[test]
fn bombs_are_not_unpacked() {
    let spaces = deflated(&vec![b' '; 200 << 20]);
    let twice = deflated(&spaces);
    let content = |filter: &str, data: &[u8]| {
        Raw::new("")
            .stream(4, &format!("/Filter{filter}"), data)
            .bytes()
    };
    // Unpacked once, it still looks like something packed.
    let many = format!("[{}]", "/FlateDecode".repeat(50));
    // 4,096 codes of two bytes each hold a string that grows by one.
    let lzw = {
        let mut bits = Bits::default();
        bits.put(256, 9);
        bits.put(32, 9);
        let mut width = 9;
        for code in 258..4_095_u32 {
            bits.put(code, width);
            if code + 2 >= 1 << width {
                width = (width + 1).min(12);
            }
        }
        bits.bytes
    };
    let predictor = "/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 2147483647/BitsPerComponent 16>>";
    let map = |data: &[u8]| {
        Raw::with("", "BT /F2 9 Tf 50 50 Td <0041> Tj ET")
            .object(7, "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode 9 0 R>>")
            .object(8, "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/FontDescriptor 10 0 R>>")
            .object(10, "<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 9 0 R>>")
            .stream(9, "/Filter/FlateDecode", data)
            .bytes()
    };
    let packed_objects = Raw::new(WORD)
        .stream(7, "/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &spaces)
        .bytes();
    let xref_stream = {
        let mut bytes = Raw::new(WORD).bytes();
        let table = bytes.windows(5).position(|w| w == b"xref\n").unwrap();
        bytes.truncate(table);
        let head = format!(
            "7 0 obj<</Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length {}>>stream\n",
            spaces.len()
        );
        bytes.extend(head.bytes());
        bytes.extend(&spaces);
        bytes.extend(format!("\nendstream endobj\nstartxref\n{table}\n%%EOF").bytes());
        bytes
    };
    check(
        "bombs",
        vec![
            (
                "flate_bomb",
                content("/FlateDecode", &spaces),
                limit("`stream_bytes`"),
            ),
            (
                "flate_bomb_in_a_flate_bomb",
                content("[/FlateDecode/FlateDecode]", &twice),
                limit("`stream_bytes`"),
            ),
            ("fifty_filters", content(&many, &spaces), limit("`filters`")),
            (
                "lzw_that_grows",
                content("/LZWDecode", &lzw.repeat(40)),
                limit("`stream_bytes`"),
            ),
            (
                "run_lengths",
                content("/RunLengthDecode", &[129, b' '].repeat(2 << 20)),
                limit("`stream_bytes`"),
            ),
            (
                "rows_without_end",
                content(predictor, &spaces),
                limit("`stream_bytes`"),
            ),
            (
                "fax_of_two_billion_columns",
                content(
                    "/CCITTFaxDecode/DecodeParms<</K -1/Columns 2147483647/Rows 2147483647>>",
                    &[0; 999],
                ),
                read_nothing(),
            ),
            (
                "jbig2_as_text",
                content("/JBIG2Decode", &jbig2_of_size(u32::MAX)),
                read_nothing(),
            ),
            (
                "jpeg2000_as_text",
                content("/JPXDecode", &jpeg2000_of_size(u32::MAX)),
                read_nothing(),
            ),
            (
                "jpeg_as_text",
                content(
                    "/DCTDecode",
                    b"\xFF\xD8\xFF\xC0\0\x11\x08\xFF\xFF\xFF\xFF\x03",
                ),
                read_nothing(),
            ),
            (
                "bomb_as_character_map_and_font",
                map(&spaces),
                limit("`stream_bytes`"),
            ),
            (
                "bomb_as_object_stream",
                packed_objects,
                limit("`stream_bytes`"),
            ),
            (
                "bomb_as_cross_reference",
                xref_stream,
                limit("`stream_bytes`"),
            ),
        ],
    );
}

fn read_nothing() -> Expected {
    Read("", &[])
}

/// The header of a JBIG2 page this wide and high.
fn jbig2_of_size(size: u32) -> Vec<u8> {
    let mut bytes = vec![0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19];
    bytes.extend(size.to_be_bytes());
    bytes.extend(size.to_be_bytes());
    bytes.extend([0; 11]);
    bytes
}

/// The header of a JPEG 2000 code stream this wide and high.
fn jpeg2000_of_size(size: u32) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0];
    for number in [size, size, 0, 0, 1, 1, 0, 0] {
        bytes.extend(number.to_be_bytes());
    }
    bytes.extend([0, 1, 7, 1, 1, 0xFF, 0x93]);
    bytes
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn put(&mut self, value: u32, width: u32) {
        for bit in (0..width).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.last_mut().unwrap();
            *last |= u8::try_from(value >> bit & 1).unwrap() << (7 - self.used % 8);
            self.used += 1;
        }
    }
}

#[test]
fn forms_that_multiply_end() {
    let doubling = |depth: u32, times: usize| {
        let mut raw = Raw::with("/XObject<</X 10 0 R>>", "/X Do");
        for number in 10..10 + depth {
            let next = format!("{FORM}/Resources<</XObject<</X {} 0 R>>>>", number + 1);
            raw = raw.stream(number, &next, "/X Do ".repeat(times));
        }
        raw.bytes()
    };
    let itself = |entries: &str, content: &str| {
        Raw::with(entries, content)
            .stream(10, &format!("{FORM}/Resources 5 0 R"), content)
            .bytes()
    };
    check(
        "forms",
        vec![
            ("thirty_forms_drawn_twice_each", doubling(30, 2), limit("`form_depth`")),
            ("ten_to_the_twentieth_calls", doubling(20, 10), limit("`form_calls`")),
            ("form_draws_itself", itself("/XObject<</X 10 0 R>>", "/X Do"), read()),
            (
                "pattern_paints_with_itself",
                Raw::with("/Pattern<</P 10 0 R>>", "/Pattern cs /P scn 0 0 99 99 re f")
                    .stream(
                        10,
                        "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 0.0000001/YStep 0.0000001/Resources 5 0 R",
                        "/Pattern cs /P scn 0 0 99 99 re f",
                    )
                    .bytes(),
                read(),
            ),
            (
                "glyph_draws_itself",
                Raw::with("", "BT /F2 9 Tf (AAAA) Tj ET")
                    .object(
                        7,
                        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65\
                         /Widths[1]/CharProcs<</a 10 0 R>>/Encoding<</Differences[65/a]>>/Resources 5 0 R>>",
                    )
                    .stream(10, "", "BT /F2 9 Tf (AAAA) Tj ET")
                    .bytes(),
                Read("ord aaaa", &[]),
            ),
            (
                "mask_masks_itself",
                Raw::with("/ExtGState<</G 8 0 R>>/XObject<</X 10 0 R>>", "/G gs /X Do")
                    .object(8, "<</SMask<</S/Luminosity/G 10 0 R>>>>")
                    .stream(10, &format!("{FORM}/Group<</S/Transparency>>/Resources 5 0 R"), "/G gs /X Do")
                    .bytes(),
                read(),
            ),
            (
                "annotations_that_multiply",
                Raw::new(WORD)
                    .object(
                        3,
                        format!(
                            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources 5 0 R/Annots[{}]>>",
                            "10 0 R ".repeat(300)
                        ),
                    )
                    .object(10, "<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 11 0 R>>>>")
                    .stream(11, &format!("{FORM}/Resources<</XObject<</X 12 0 R>>>>"), "/X Do ".repeat(1_000))
                    .stream(12, FORM, "")
                    .bytes(),
                limit("`form_calls`"),
            ),
        ],
    );
}

#[test]
fn fonts_without_bounds_end() {
    let with = |widths: &str, encoding: &str, map: &str, shown: &str| {
        Raw::with("", &format!("BT /F2 9 Tf 50 50 Td {shown} Tj ET"))
            .object(
                7,
                format!("<</Type/Font/Subtype/Type0/BaseFont/A/Encoding {encoding}/DescendantFonts[8 0 R]/ToUnicode 9 0 R>>"),
            )
            .object(8, format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[{widths}]>>"))
            .stream(9, "", map)
            .stream(10, "/Type/CMap/CMapName/X/UseCMap 10 0 R", map)
            .bytes()
    };
    let plain = "begincmap 1 beginbfchar <0041> <0041> endbfchar endcmap";
    let long = format!(
        "begincmap 1 beginbfchar <0041> <{}> endbfchar endcmap",
        "0041".repeat(1_000_000)
    );
    let mut ranges = String::from("begincmap ");
    for _ in 0..100_000 {
        ranges.push_str("1 beginbfrange <0000> <FFFF> <0000> endbfrange ");
    }
    let identity = "/Identity-H";
    let many_a = format!("<{}>", "0041".repeat(20_000));
    check(
        "fonts",
        vec![
            ("widths_of_four_billion", with("0 4294967295 500", identity, plain, "<0041>"), Read("ord A", &[])),
            ("widths_below_zero", with("-5 -1 500 -9[1 2 3] 70000 -70000 4", identity, plain, "<0041>"), Read("ord A", &[])),
            (
                "widths_again_and_again",
                with(&"0 65535 500 ".repeat(100_000), identity, plain, "<0041>"),
                limit("`font_widths`"),
            ),
            (
                "map_range_of_four_billion",
                with("", identity, "begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap", "<0041>"),
                read(),
            ),
            (
                "code_range_of_four_billion",
                with("", "10 0 R", "begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange endcmap", "<00410041>"),
                Read("ord \u{FFFD}", &["text_unreadable"]),
            ),
            ("map_uses_itself", with("", "10 0 R", "/X usecmap begincmap endcmap", "<0041>"), Read("ord \u{FFFD}", &["text_unreadable"])),
            ("map_text_without_bound", with("", identity, &long, &many_a), read()),
            ("hundred_thousand_full_ranges", with("", identity, &ranges, "<0041>"), Read("ord A", &[])),
            (
                "differences_beyond_the_codes",
                Raw::with("", "BT /F2 9 Tf 50 50 Td (A) Tj ET")
                    .object(
                        7,
                        format!(
                            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar -2147483648/LastChar 2147483647/Widths[{}]\
                             /Encoding<</Differences[-5/a 4294967295/b {}]>>>>",
                            "500 ".repeat(300),
                            "/A".repeat(100_000)
                        ),
                    )
                    .bytes(),
                Read("ord A", &[]),
            ),
        ],
    );
}

/// Drawings at places that differ.
fn scattered(count: u64, drawing: &str) -> String {
    let mut content = String::new();
    for n in 0..count {
        let (x, y) = (n * 7_919 % 60_000, n * 104_729 % 80_000);
        let _ = writeln!(
            content,
            "{}.{:02} {}.{:02} {drawing}",
            x / 100,
            x % 100,
            y / 100,
            y % 100
        );
    }
    content
}

#[test]
fn pages_that_draw_without_end() {
    let drawn = |content: &str| Raw::new(format!("{WORD} {content}")).bytes();
    let image = |entries: &str, data: &[u8]| {
        Raw::with("/XObject<</I 10 0 R>>", "q 9 0 0 9 0 0 cm /I Do Q")
            .stream(10, &format!("/Type/XObject/Subtype/Image{entries}"), data)
            .bytes()
    };
    let mut many_pages = Raw::new(WORD);
    let mut kids = String::new();
    for number in 10..25_010 {
        let _ = write!(kids, "{number} 0 R ");
        many_pages = many_pages.object(number, "<</Type/Page/Parent 2 0 R>>");
    }
    let many_pages = many_pages
        .object(
            2,
            format!("<</Type/Pages/Kids[{kids}]/Count 25000/MediaBox[0 0 9 9]>>"),
        )
        .bytes();
    check(
        "drawings",
        vec![
            (
                "dash_of_nothing_over_a_long_line",
                drawn(
                    "[0.0000001] 0 d 0 0 m 599 0 l S [0 0] 0 d 0 9 m 599 9 l S [-1 1] 0 d 0 5 m 9 5 l S",
                ),
                read(),
            ),
            ("million_saves", drawn(&"q ".repeat(1_000_000)), read()),
            (
                "million_saves_unused",
                Raw::new(format!("{} {WORD}", "q ".repeat(1_000_000))).bytes(),
                read(),
            ),
            ("million_restores", drawn(&"Q ".repeat(1_000_000)), read()),
            (
                "million_unknown_operators",
                drawn(&"zz ".repeat(1_000_000)),
                read(),
            ),
            ("million_operands", drawn(&"1 ".repeat(1_000_000)), read()),
            (
                "many_lines_at_one_place",
                drawn(&"0 0 m 9 9 l S ".repeat(200_000)),
                read(),
            ),
            (
                "many_rectangles_at_one_place",
                drawn(&"1 1 9 9 re f ".repeat(200_000)),
                read(),
            ),
            (
                "many_rectangles_all_over",
                Raw::new(format!(
                    "1 g {} 0 g {WORD}",
                    scattered(50_000, "40 12 re f")
                ))
                .bytes(),
                read(),
            ),
            (
                "many_lines_all_over",
                drawn(&scattered(20_000, "m 500 0 l S")),
                read(),
            ),
            (
                "path_of_two_million_points",
                drawn(&format!("0 0 m {} f", "9 9 l ".repeat(2_000_000))),
                read(),
            ),
            (
                "million_clips",
                drawn(&"0 0 9 9 re W n ".repeat(300_000)),
                read(),
            ),
            (
                "million_marked_contents",
                drawn(&"/P BMC ".repeat(1_000_000)),
                read(),
            ),
            (
                "million_words",
                drawn(&format!(
                    "BT /F1 9 Tf {} ET",
                    "90 900 Td (a) Tj ".repeat(200_000)
                )),
                Read("ord", &["hidden_text"]),
            ),
            (
                "numbers_of_many_digits",
                drawn(&format!("{} 0 0 1 0 0 cm", "9".repeat(1_000_000))),
                read(),
            ),
            (
                "name_without_end",
                drawn(&format!("/{}", "A".repeat(1_000_000))),
                read(),
            ),
            (
                "inline_image_unterminated",
                drawn("BI /W 9 /H 9 /BPC 8 /CS /G ID xxxx"),
                Read("ord", &["pdf_stream_damaged"]),
            ),
            (
                "inline_image_of_two_billion",
                drawn("BI /W 2000000000 /H 2000000000 /BPC 8 /CS /G ID x EI"),
                limit("`image_pixels`"),
            ),
            (
                "inline_images_nested",
                drawn(&"BI /W 1 ID ".repeat(100_000)),
                Read("ord", &["pdf_stream_damaged"]),
            ),
            (
                "image_two_billion_wide",
                image(
                    "/Width 2000000000/Height 2000000000/BitsPerComponent 8/ColorSpace/DeviceRGB",
                    b"",
                ),
                limit("`image_pixels`"),
            ),
            (
                "image_below_zero",
                image(
                    "/Width -5/Height -5/BitsPerComponent 8/ColorSpace/DeviceGray",
                    b"",
                ),
                read(),
            ),
            (
                "image_jbig2_bomb",
                image(
                    "/Width 30000/Height 30000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode",
                    &jbig2_of_size(65_535),
                ),
                read(),
            ),
            (
                "image_jpeg2000_bomb",
                image(
                    "/Width 30000/Height 30000/Filter/JPXDecode",
                    &jpeg2000_of_size(65_535),
                ),
                read(),
            ),
            ("pages_without_end", many_pages, limit("`pages`")),
        ],
    );
}
