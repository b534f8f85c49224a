//! Loops, depths and lies in a file's structure.

use std::fmt::Write as _;

use super::support::pdf;
use super::support::raw::{Raw, WORD, deflated};
use super::{Expected, Read, Refused, check};

/// A page tree in which each node has one child, and the page is the last.
fn deep_page_tree(depth: u32) -> Vec<u8> {
    let mut raw = Raw::new(WORD).object(2, "<</Type/Pages/Kids[10 0 R]/Count 1>>");
    for number in 10..10 + depth {
        let (parent, child) = (if number == 10 { 2 } else { number - 1 }, number + 1);
        let child = if number + 1 == 10 + depth { 3 } else { child };
        let node = format!("<</Type/Pages/Parent {parent} 0 R/Kids[{child} 0 R]/Count 1>>");
        raw = raw.object(number, node);
    }
    raw.bytes()
}

fn page_with(entries: &str) -> Vec<u8> {
    Raw::new(WORD)
        .object(
            3,
            format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 5 0 R{entries}>>"),
        )
        .bytes()
}

/// The file with a table of these entries after its own.
fn update(first: &[u8], entries: &str) -> Vec<u8> {
    let place = |wanted: &[u8]| first.windows(wanted.len()).rposition(|part| part == wanted);
    let (previous, at) = (place(b"\nxref").map_or(0, |at| at + 1), first.len());
    let text = format!(
        "xref\n{entries}\ntrailer\n<</Size 7/Root 1 0 R/Prev {previous}>>\nstartxref\n{at}\n%%EOF\n"
    );
    [first, text.as_bytes()].concat()
}

fn read() -> Expected {
    Read("ord", &[])
}

#[test]
fn loops_end() {
    let refer = |number, value: &str| Raw::new(WORD).object(number, value).bytes();
    let itself = |dictionary: &str| {
        // Every entry that leads elsewhere leads back.
        Raw::new(WORD).object(3, dictionary).bytes()
    };
    check(
        "loops",
        vec![
            ("content_refers_to_itself", refer(4, "4 0 R"), Read("", &["pdf_stream_damaged"])),
            ("font_refers_to_itself", refer(6, "6 0 R"), Read("ord", &["pdf_font_missing"])),
            (
                "objects_refer_to_each_other",
                Raw::new(WORD).object(6, "7 0 R").object(7, "6 0 R").bytes(),
                Read("ord", &["pdf_font_missing"]),
            ),
            (
                "length_refers_to_its_stream",
                Raw::new(WORD)
                    .stream_of_length(4, "/Length 4 0 R", WORD.as_bytes())
                    .bytes(),
                read(),
            ),
            (
                "contents_hold_themselves",
                Raw::new(WORD)
                    .object(4, "[4 0 R 7 0 R]")
                    .stream(7, "", WORD)
                    .bytes(),
                Read("ord", &["pdf_stream_damaged"]),
            ),
            (
                "content_that_is_not_there_among_others",
                Raw::new(WORD)
                    .object(7, "[99 0 R null 4 0 R]")
                    .object(
                        3,
                        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 7 0 R/Resources 5 0 R>>",
                    )
                    .bytes(),
                Read("ord", &["pdf_stream_damaged"]),
            ),
            (
                "content_removed_by_an_update",
                update(&Raw::new(WORD).bytes(), "4 1\n0000000000 00001 f "),
                Read("ord", &["pdf_content_removed"]),
            ),
            (
                "two_files_in_one",
                [Raw::new(WORD).bytes(), Raw::new(WORD).bytes()].concat(),
                Read("ord", &["pdf_joined"]),
            ),
            (
                "content_in_another_file",
                Raw::new(WORD).stream(4, "/F(other.txt)", WORD).bytes(),
                Read("ord", &["pdf_stream_damaged"]),
            ),
            (
                "rows_of_no_columns",
                Raw::new(WORD)
                    .stream(
                        4,
                        "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 0>>",
                        deflated(WORD.as_bytes()),
                    )
                    .bytes(),
                Read("", &["pdf_stream_damaged"]),
            ),
            (
                "page_is_its_own_parent",
                itself("<</Type/Page/Parent 3 0 R/Contents 4 0 R/Resources 5 0 R>>"),
                read(),
            ),
            (
                "page_tree_bites_its_tail",
                refer(2, "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>"),
                read(),
            ),
            (
                "page_tree_is_only_a_loop",
                refer(2, "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
                Refused("damaged", "no page"),
            ),
            (
                "catalogue_refers_to_itself",
                refer(1, "1 0 R"),
                Refused("damaged", "no page"),
            ),
            (
                "resources_inherit_in_a_circle",
                Raw::new(WORD)
                    .object(2, "<</Type/Pages/Parent 3 0 R/Kids[3 0 R]/Count 1>>")
                    .object(3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
                    .bytes(),
                Read("ord", &[]),
            ),
            (
                "outline_and_names_in_circles",
                Raw::new(WORD)
                    .object(1, "<</Type/Catalog/Pages 2 0 R/Outlines 7 0 R/Names 7 0 R/AcroForm 7 0 R>>")
                    .object(7, "<</First 7 0 R/Next 7 0 R/Prev 7 0 R/Kids[7 0 R]/Fields[7 0 R]>>")
                    .bytes(),
                read(),
            ),
            (
                "layers_in_circles",
                Raw::with("/Properties<</O 7 0 R>>", "/OC /O BDC EMC")
                    .object(1, "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[7 0 R]/D<</OFF[7 0 R]/Order 8 0 R>>>>>>")
                    .object(7, "<</Type/OCMD/OCGs 7 0 R/VE[/And 7 0 R 7 0 R]>>")
                    .object(8, "[8 0 R 8 0 R]")
                    .bytes(),
                read(),
            ),
            (
                "functions_and_colours_in_circles",
                Raw::with(
                    "/ColorSpace<</C 7 0 R/S[/Separation/X 7 0 R 8 0 R]/I[/Indexed 7 0 R 1(ab)]>>",
                    "/C cs 1 sc /S cs 1 sc /I cs 1 sc",
                )
                .object(7, "[/ICCBased 9 0 R]")
                .object(8, "<</FunctionType 3/Domain[0 1]/Functions[8 0 R 8 0 R]/Bounds[.5]/Encode[0 1 0 1]>>")
                .stream(9, "/N 3/Alternate 7 0 R", "")
                .bytes(),
                read(),
            ),
        ],
    );
}

#[test]
fn cross_references_in_circles() {
    let bytes = Raw::new(WORD).bytes();
    let start = bytes.windows(5).position(|w| w == b"xref\n").unwrap();
    let mut streams = Vec::new();
    // A cross-reference stream that names itself as the one before.
    let mut file = bytes[..start].to_vec();
    write!(
        Fill(&mut file),
        "7 0 obj<</Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Prev {start}/Length 0>>stream\n\nendstream endobj\nstartxref\n{start}\n%%EOF"
    )
    .unwrap();
    streams.push(file);
    // An object stream that extends itself and holds itself.
    let packed = b"7 0 8 3 <<>> <<>>";
    let object_stream = Raw::new(WORD)
        .stream(7, "/Type/ObjStm/N 2/First 8/Extends 7 0 R", packed)
        .bytes();
    check(
        "xref-loops",
        vec![
            (
                "table_before_itself",
                Raw::new(WORD).trailer(&format!("/Prev {start}")).bytes(),
                read(),
            ),
            (
                "hybrid_table_before_itself",
                Raw::new(WORD)
                    .trailer(&format!("/XRefStm {start}/Prev {start}"))
                    .bytes(),
                read(),
            ),
            ("stream_before_itself", streams.remove(0), read()),
            ("object_stream_extends_itself", object_stream, read()),
            (
                "negative_and_huge_offsets",
                Raw::new(WORD)
                    .trailer("/Prev -5/XRefStm 99999999999")
                    .bytes(),
                read(),
            ),
            (
                "startxref_into_nowhere",
                String::from_utf8(Raw::new(WORD).bytes())
                    .unwrap()
                    .replace(
                        &format!("startxref\n{start}"),
                        "startxref\n18446744073709551615",
                    )
                    .into_bytes(),
                Read("ord", &["pdf_repaired"]),
            ),
            (
                "size_of_four_billion",
                Raw::new(WORD).trailer("/Size 4294967295").bytes(),
                read(),
            ),
            (
                "section_of_four_billion_entries",
                String::from_utf8(Raw::new(WORD).bytes())
                    .unwrap()
                    .replace("xref\n0 7", "xref\n0 4294967295")
                    .into_bytes(),
                read(),
            ),
        ],
    );
}

/// Lets `write!` append to bytes.
struct Fill<'a>(&'a mut Vec<u8>);

impl std::fmt::Write for Fill<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend(text.bytes());
        Ok(())
    }
}

#[test]
fn depths_end() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("{}{}", open.repeat(depth), close.repeat(depth))
    };
    let deep_entry = |open, close, depth| page_with(&format!("/X{}", nested(open, close, depth)));
    let deep_object =
        |open, close, depth| Raw::new(WORD).object(7, nested(open, close, depth)).bytes();
    let deep_resource = |value: String| {
        Raw::with(
            "/ExtGState 7 0 R/XObject 7 0 R/Properties 7 0 R",
            "/G gs /G Do /OC /G BDC",
        )
        .object(7, format!("<</G {value}>>"))
        .bytes()
    };
    check(
        "depths",
        vec![
            ("page_tree_20000_deep", deep_page_tree(20_000), read()),
            ("page_tree_100000_deep", deep_page_tree(100_000), read()),
            (
                "arrays_in_an_object",
                deep_object("[", "]", 100_000),
                read(),
            ),
            (
                "dictionaries_in_an_object",
                deep_object("<</A", ">>", 100_000),
                read(),
            ),
            (
                "arrays_in_the_page",
                deep_entry("[", "]", 100_000),
                Refused("damaged", "no page"),
            ),
            (
                "dictionaries_in_the_page",
                deep_entry("<</A", ">>", 100_000),
                Refused("damaged", "no page"),
            ),
            (
                "arrays_never_closed",
                deep_entry("[", "", 1_000_000),
                Refused("damaged", "no page"),
            ),
            (
                "dictionaries_never_closed",
                deep_entry("<<", "", 1_000_000),
                Refused("damaged", "no page"),
            ),
            (
                "arrays_in_resources",
                deep_resource(nested("[", "]", 100_000)),
                read(),
            ),
            (
                "dictionaries_in_resources",
                deep_resource(nested("<</G", ">>", 100_000)),
                read(),
            ),
            (
                "arrays_in_content",
                Raw::new(format!("{WORD} {}", nested("[", "]", 1_000_000))).bytes(),
                read(),
            ),
            (
                "dictionaries_in_content",
                Raw::new(format!("{WORD} /P {} BDC", nested("<</A", ">>", 1_000_000))).bytes(),
                read(),
            ),
            (
                "parentheses_in_content",
                Raw::new(format!("{WORD} {} pop", nested("(", ")", 1_000_000))).bytes(),
                read(),
            ),
            (
                "arrays_in_the_trailer",
                Raw::new(WORD)
                    .trailer(&format!("/X{}", nested("[", "]", 100_000)))
                    .bytes(),
                read(),
            ),
            (
                "braces_in_a_function",
                Raw::with(
                    "/ColorSpace<</C[/Separation/X/DeviceRGB 7 0 R]>>",
                    "/C cs 1 sc",
                )
                .stream(
                    7,
                    "/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1]",
                    nested("{", "}", 100_000),
                )
                .bytes(),
                read(),
            ),
            (
                "references_in_a_chain",
                {
                    let mut raw = Raw::new(WORD).object(6, "10 0 R");
                    for number in 10..50_010 {
                        raw = raw.object(number, format!("{} 0 R", number + 1));
                    }
                    raw.bytes()
                },
                Read("ord", &["pdf_font_missing"]),
            ),
        ],
    );
}

#[test]
fn lies_are_seen_through() {
    let count = |text: &str| {
        Raw::new(WORD)
            .object(2, format!("<</Type/Pages/Kids[3 0 R]{text}>>"))
            .bytes()
    };
    let length = |text: &str| {
        Raw::new(WORD)
            .stream_of_length(4, text, WORD.as_bytes())
            .bytes()
    };
    let mut file: Vec<(&str, Vec<u8>, Expected)> = vec![
        ("count_of_two_billion", count("/Count 2147483647"), read()),
        ("count_below_zero", count("/Count -1"), read()),
        ("count_is_a_name", count("/Count/Mange"), read()),
        ("no_count", count(""), read()),
        (
            "no_page_at_all",
            count("/Count 5").replace_kids(),
            Refused("damaged", "no page"),
        ),
        ("length_too_large", length("/Length 999999999999"), read()),
        ("length_too_small", length("/Length 3"), read()),
        ("length_below_zero", length("/Length -7"), read()),
        ("length_missing", length(""), read()),
        ("length_is_text", length("/Length(36)"), read()),
    ];
    for (name, value) in [
        ("box_huge", "[-1e38 -1e38 1e38 1e38]"),
        ("box_below_zero", "[-600 -800 0 0]"),
        ("box_upside_down", "[600 800 0 0]"),
        ("box_without_area", "[0 0 0 0]"),
        ("box_not_a_number", "[nan inf -inf NaN]"),
        ("box_of_text", "[(a)(b)(c)(d)]"),
        ("box_too_short", "[0 0 600]"),
        (
            "box_beyond_all_digits",
            "[0 0 99999999999999999999999999999999999999999999 1]",
        ),
    ] {
        let text = if name == "box_below_zero" {
            // The word stands outside of this box.
            Read("", &[])
        } else {
            read()
        };
        file.push((name, page_with(&format!("/MediaBox{value}")), text));
    }
    for (name, entries) in [
        (
            "user_unit_huge",
            "/MediaBox[0 0 600 800]/UserUnit 1000000000000000000000000000000",
        ),
        ("user_unit_zero", "/MediaBox[0 0 600 800]/UserUnit 0"),
        ("rotated_by_45", "/MediaBox[0 0 600 800]/Rotate 45"),
        (
            "rotated_by_much",
            "/MediaBox[0 0 600 800]/Rotate 36000000090",
        ),
        (
            "crop_box_elsewhere",
            "/MediaBox[0 0 600 800]/CropBox[9000 9000 9900 9900]",
        ),
    ] {
        file.push((name, page_with(entries), read()));
    }
    check("lies", file);
}

/// Takes the page out of the page tree.
trait WithoutKids {
    fn replace_kids(self) -> Self;
}

impl WithoutKids for Vec<u8> {
    fn replace_kids(self) -> Self {
        let text = String::from_utf8(self).unwrap();
        text.replace("[3 0 R]", "[9 0 R]")
            .replace("/Type/Page/", "/Type/Pag/")
            .into_bytes()
    }
}

#[test]
fn truncated_at_every_tenth() {
    let whole = pdf(&["Bilag 1 Model for en indsats", "Side to", "Side tre"]);
    let packed = Raw::new("")
        .stream(
            4,
            "/Filter/FlateDecode",
            deflated(WORD.repeat(200).as_bytes()),
        )
        .bytes();
    let folder = super::Folder::new("hostile-truncated");
    for file in [whole, packed] {
        for tenth in 0..10 {
            folder.write("f.pdf", &file[..file.len() * tenth / 10]);
            let (done, _) = super::extract(&folder, &[]);
            match done.code() {
                // What is read of a part is said to be one.
                0 => {
                    let codes = super::codes(&done.json());
                    assert!(
                        codes.iter().any(|c| c == "pdf_repaired"),
                        "{tenth}: {codes:?}"
                    );
                }
                1 => {
                    let line = done.err();
                    let code = if tenth == 0 { "empty_file" } else { "damaged" };
                    assert!(
                        line.starts_with(&format!("f.pdf: {code}: ")),
                        "{tenth}: {line}"
                    );
                }
                code => panic!("{tenth}: {code}"),
            }
        }
    }
}

/// A page that says one word in a file whose encryption is described by these entries.
fn encrypted(entries: &str) -> Vec<u8> {
    Raw::new(WORD)
        .object(7, format!("<<{entries}/P -4>>"))
        .trailer("/Encrypt 7 0 R/ID[<00><00>]")
        .bytes()
}

#[test]
fn encryption_by_others_is_named() {
    let keys = format!("/O<{0}>/U<{0}>", "00".repeat(32));
    let standard = |entries: &str| encrypted(&format!("/Filter/Standard{entries}"));
    let other = || Refused("unsupported_encryption", "print it to a new PDF");
    let locked = || Refused("password_needed", "--password-file");
    check(
        "encryption",
        vec![
            (
                "another_handler",
                encrypted(&format!("/Filter/FopnHandler/V 4/R 4{keys}")),
                other(),
            ),
            (
                "certificates",
                encrypted("/Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4/R 4/Recipients[<00>]"),
                other(),
            ),
            (
                "a_later_version",
                standard(&format!("/V 9/R 9{keys}")),
                other(),
            ),
            ("no_keys", standard("/V 2/R 3/Length 128"), other()),
            (
                "a_key_of_no_bits",
                standard(&format!("/V 2/R 3/Length 0{keys}")),
                other(),
            ),
            (
                "a_key_of_many_bits",
                standard(&format!("/V 2/R 3/Length 99999999{keys}")),
                locked(),
            ),
            (
                "a_key_of_fewer_bits_than_none",
                standard(&format!("/V 2/R 3/Length -8{keys}")),
                locked(),
            ),
            (
                "short_keys",
                standard(
                    "/V 5/R 6/Length 256/O<00>/U<00>/OE<>/UE<>/CF<</StdCF<</CFM/AESV3>>>>/StmF/StdCF/StrF/StdCF",
                ),
                other(),
            ),
            (
                "nothing",
                Raw::new(WORD)
                    .object(7, "null")
                    .trailer("/Encrypt 7 0 R")
                    .bytes(),
                read(),
            ),
        ],
    );
}
