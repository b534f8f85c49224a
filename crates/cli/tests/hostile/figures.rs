//! Numbers that are drawn to deceive: over a budget cell of a sound release, under it, beside it. The
//! value must be what a reader of the page sees, or be null or named by a finding; never something
//! else in silence.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use serde_json::Value;

use super::support::Folder;
use super::{codes, extract};

/// The release, and the cell that is tampered with: `I alt` of its first initiative.
const RELEASE: &str = "../../fixtures/release-2022-form/typst.pdf";
const PATH: &str = "/initiatives/0/budget/total";

/// What must become of the value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Becomes {
    /// It stays, and nothing need be said.
    Same,
    /// It stays, and this code is among the findings.
    Flagged(&'static str),
    /// It is null or another one, and there is a finding that the sound release has not.
    Doubted,
}
use Becomes::{Doubted, Flagged, Same};

struct Cell {
    page: u32,
    /// As a PDF has it: from the bottom left.
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

fn sound() -> (Document, Value, Cell) {
    let folder = Folder::new("hostile-figures-sound");
    let bytes = std::fs::read(RELEASE).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    folder.write("f.pdf", &bytes);
    let (done, _) = extract(&folder, &[]);
    let json = done.json();
    let evidence = json["evidence"].as_array().unwrap();
    let origin = evidence.iter().find(|e| e["path"] == PATH).unwrap()["origin"][0].clone();
    let number = |at: usize| origin["bbox"][at].as_f64().unwrap();
    let page = u32::try_from(origin["page"].as_u64().unwrap()).unwrap();
    let height = 841.89;
    let cell = Cell {
        page,
        left: number(0),
        bottom: height - number(3),
        right: number(2),
        top: height - number(1),
    };
    (document, json, cell)
}

/// The release with this drawn before or after the page's own content.
fn tampered(sound: &Document, page: u32, before: &str, after: &str) -> Vec<u8> {
    let mut document = sound.clone();
    let page = document.get_pages()[&page];
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let layer = document
        .add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("Lag") });
    let image = document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
            "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray",
        },
        vec![255],
    ));
    let resources = resources(&mut document, page);
    let entry = |document: &mut Document, kind: &str, name: &str, value: Object| {
        let dictionary = document.get_dictionary_mut(resources).unwrap();
        let mut names = match dictionary.get(kind.as_bytes()) {
            Ok(Object::Dictionary(names)) => names.clone(),
            Ok(Object::Reference(id)) => {
                let id = *id;
                document.get_dictionary(id).unwrap().clone()
            }
            _ => Dictionary::new(),
        };
        names.set(name, value);
        document
            .get_dictionary_mut(resources)
            .unwrap()
            .set(kind, names);
    };
    entry(&mut document, "Font", "Fx", font.into());
    entry(&mut document, "Properties", "Lx", layer.into());
    entry(&mut document, "XObject", "Ix", image.into());
    entry(
        &mut document,
        "ExtGState",
        "Gx",
        dictionary! { "ca" => Object::Real(0.0), "CA" => Object::Real(0.0) }.into(),
    );
    let catalogue = document.catalog_mut().unwrap();
    catalogue.set(
        "OCProperties",
        dictionary! { "OCGs" => vec![layer.into()], "D" => dictionary! { "OFF" => vec![layer.into()] } },
    );
    let own = document.get_page_content(page);
    let own = String::from_utf8_lossy(&own).into_owned().into_bytes();
    let mut content = format!("q {before} Q q ").into_bytes();
    content.extend(own);
    content.extend(format!(" Q q {after} Q").bytes());
    let content = document.add_object(Stream::new(dictionary! {}, content));
    document
        .get_dictionary_mut(page)
        .unwrap()
        .set("Contents", content);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The page's resources as an object of their own.
fn resources(document: &mut Document, page: ObjectId) -> ObjectId {
    let value = document
        .get_dictionary(page)
        .unwrap()
        .get(b"Resources")
        .unwrap()
        .clone();
    match value {
        Object::Reference(id) => id,
        other => {
            let id = document.add_object(other);
            document
                .get_dictionary_mut(page)
                .unwrap()
                .set("Resources", id);
            id
        }
    }
}

#[test]
fn a_value_is_what_is_seen_or_doubted() {
    let (document, json, cell) = sound();
    let value = json.pointer(PATH).unwrap();
    let known = codes(&json);
    let Cell {
        left,
        bottom,
        right,
        top,
        page,
    } = cell;
    let (width, height) = (right - left, top - bottom);
    let text = |x: f64, y: f64, size: f64, shown: &str| {
        format!("BT /Fx {size} Tf 1 0 0 1 {x:.2} {y:.2} Tm ({shown}) Tj ET")
    };
    // Where the number stands: at the right, a third of the cell's height above its foot.
    let base = bottom + height * 0.3;
    let over = text(right - 25.0, base, 10.0, "99,9");
    let beside = text(left + 6.0, base, 10.0, "99,9");
    let digit = text(right - 29.0, base, 10.0, "1");
    let paper = format!(
        "1 g {:.2} {:.2} {:.2} {:.2} re f",
        left + 0.6,
        bottom + 0.6,
        width - 1.2,
        height - 1.2
    );
    let black = paper.replacen("1 g", "0 g", 1);
    let cases: Vec<(&str, String, String, Becomes)> = vec![
        ("nothing", String::new(), String::new(), Same),
        (
            "white_number_over_it",
            String::new(),
            format!("1 g {over}"),
            Flagged("hidden_text"),
        ),
        (
            "white_number_beside_it",
            String::new(),
            format!("1 g {beside}"),
            Flagged("hidden_text"),
        ),
        (
            "invisible_number_beside_it",
            String::new(),
            format!("3 Tr {beside}"),
            Flagged("hidden_text"),
        ),
        (
            "transparent_number_beside_it",
            String::new(),
            format!("/Gx gs {beside}"),
            Flagged("hidden_text"),
        ),
        (
            "nearly_white_digit_before_it",
            String::new(),
            format!("0.995 g {digit}"),
            Flagged("hidden_text"),
        ),
        (
            "tiny_digit_before_it",
            String::new(),
            text(right - 24.0, base, 0.2, "1"),
            Flagged("hidden_text"),
        ),
        (
            "number_on_a_hidden_layer",
            String::new(),
            format!("/OC /Lx BDC {beside} EMC"),
            Flagged("hidden_text"),
        ),
        (
            "number_clipped_away",
            String::new(),
            format!("0 0 5 5 re W n {beside}"),
            Flagged("hidden_text"),
        ),
        (
            "number_under_the_page",
            beside.clone(),
            format!("{paper} {over}"),
            Doubted,
        ),
        (
            "second_number_over_it",
            String::new(),
            format!("0 g {over}"),
            Doubted,
        ),
        (
            "second_number_beside_it",
            String::new(),
            format!("0 g {beside}"),
            Doubted,
        ),
        (
            "digit_before_it",
            String::new(),
            format!("0 g {digit}"),
            Doubted,
        ),
        ("covered_by_paper", String::new(), paper.clone(), Doubted),
        ("covered_by_black", String::new(), black, Doubted),
        (
            "covered_by_an_image",
            String::new(),
            format!("{width:.2} 0 0 {height:.2} {left:.2} {bottom:.2} cm /Ix Do"),
            Doubted,
        ),
        (
            "covered_and_written_anew",
            String::new(),
            format!("{paper} 0 g {over}"),
            Doubted,
        ),
        (
            "half_covered",
            String::new(),
            format!(
                "1 g {:.2} {:.2} {:.2} {:.2} re f",
                right - 17.0,
                bottom + 0.6,
                16.0,
                height - 1.2
            ),
            Doubted,
        ),
    ];
    let folder = Folder::new("hostile-figures");
    let mut wrong = Vec::new();
    for (name, before, after, becomes) in cases {
        folder.write("f.pdf", tampered(&document, page, &before, &after));
        let (done, _) = extract(&folder, &[]);
        assert_eq!(done.code(), 0, "{name}: {}", done.err());
        let read = done.json();
        let new: Vec<String> = codes(&read)
            .into_iter()
            .filter(|c| !known.contains(c))
            .collect();
        let got = read.pointer(PATH).unwrap();
        let holds = match becomes {
            Same => got == value && new.is_empty(),
            Flagged(code) => got == value && new.iter().any(|c| c == code),
            Doubted => !new.is_empty(),
        };
        if !holds {
            wrong.push(format!("{name}: {value} became {got} with {new:?}"));
        }
        println!("{name}: {value} -> {got} {new:?}");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
