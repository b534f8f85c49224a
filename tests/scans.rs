//! A fixture printed, scanned and read again. Skipped, with a word on standard error, where `tesseract`
//! or its Danish model is not installed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test fails by panicking"
)]

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use lopdf::{Document, Object, Stream, dictionary};
use serde_json::Value;
use uip_cases::{compare_release, fixtures};

/// Grey pictures of all pages at this resolution, as a PDF without text. Each is sheared a little, as
/// paper on a scanner lies, by so many rows for a thousand columns; one page lies on its head.
fn scanned(pdf: &[u8], dpi: f32, shear: i64, on_its_head: usize) -> Vec<u8> {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let mut scan = Document::with_version("1.7");
    let tree = scan.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let scale = dpi / 72.0;
        let pixmap = hayro::render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &PixmapSettings {
                x_scale: scale,
                y_scale: scale,
                bg_color: hayro::vello_cpu::color::palette::css::WHITE,
            },
        );
        let (width, height) = (i64::from(pixmap.width()), i64::from(pixmap.height()));
        let pixels = pixmap.data();
        let mut grey = Vec::with_capacity(pixels.len());
        for y in 0..height {
            for x in 0..width {
                let from = (y + shear * (x - width / 2) / 1000).clamp(0, height - 1);
                grey.push(pixels[usize::try_from(from * width + x).unwrap()].g);
            }
        }
        if number == on_its_head {
            grey.reverse();
        }
        let mut image = Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
                "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
            },
            grey,
        );
        image.compress().unwrap();
        let image = scan.add_object(image);
        let (wide, high) = page.render_dimensions();
        let content = format!("q {wide} 0 0 {high} 0 0 cm /Im Do Q");
        let content = scan.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let page = scan.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), wide.into(), high.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { "Im" => image } },
        });
        kids.push(page.into());
    }
    let count = i64::try_from(kids.len()).unwrap();
    let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    scan.objects.insert(tree, pages.into());
    let catalogue = scan.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    scan.trailer.set("Root", catalogue);
    let mut bytes = Vec::new();
    scan.save_to(&mut bytes).unwrap();
    bytes
}

/// The pages that have this finding.
fn pages_with(document: &uip::model::Document, code: &str) -> Vec<u32> {
    let with = document.findings.iter().filter(|f| f.code == code);
    with.map(|finding| finding.origin[0].page).collect()
}

/// A page of lines in Helvetica.
fn printed(lines: &[&str]) -> Vec<u8> {
    let mut print = Document::with_version("1.7");
    let tree = print.new_object_id();
    let font = print.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let shown: String = lines
        .iter()
        .map(|line| format!("({line}) Tj T*\n"))
        .collect();
    let content = format!("BT /F1 12 Tf 20 TL 70 700 Td\n{shown}ET");
    // The characters of Latin-1 have the same numbers in the font's encoding.
    let content = content.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let content = print.add_object(Stream::new(dictionary! {}, content));
    let page = print.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    let pages = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    print.objects.insert(tree, pages.into());
    let catalogue = print.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    print.trailer.set("Root", catalogue);
    let mut bytes = Vec::new();
    print.save_to(&mut bytes).unwrap();
    bytes
}

/// Capitals end alike above and below, so that only the words tell that they stand on their heads.
#[test]
fn a_page_of_capitals_on_its_head_is_read_upright() {
    const LINES: [&str; 6] = [
        "INITIATIVET SKAL UNDERSTØTTE DE UNGE SOM HAR ANGST",
        "OG DERES FAMILIER I DEN KOMMUNE HVOR DE BOR",
        "DER KAN BLIVE TALE OM ET TILBUD MED TO FORLØB",
        "DET ENE ER FOR DEM DER VIL TILBAGE TIL SKOLEN",
        "DET ANDET ER FOR DEM SOM IKKE KAN DET INDEN SOMMER",
        "ALLE KOMMUNER SKAL VIDE AT DE KAN VÆRE MED",
    ];
    if let Err(missing) = uip::ocr::Tesseract::find(None) {
        eprintln!("skipped: {missing}");
        return;
    }
    let mut options = uip::Options::default();
    options.ocr.page_time = std::time::Duration::from_secs(120);
    for (on_its_head, turned) in [(0, vec![]), (1, vec![1])] {
        let scan = scanned(&printed(&LINES), 250.0, 0, on_its_head);
        let document = uip::extract(&scan, &options).unwrap();
        assert_eq!(pages_with(&document, "ocr_page_turned"), turned);
        assert!(pages_with(&document, "ocr_page_doubtful").is_empty());
        let texts = document.coverage.leftovers.iter().map(|l| l.text.as_str());
        let read = texts.collect::<Vec<_>>().join(" ");
        assert_eq!(
            read.split_whitespace().collect::<Vec<_>>(),
            LINES.join(" ").split(' ').collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_scanned_release_has_its_structure_and_its_figures() {
    if let Err(missing) = uip::ocr::Tesseract::find(None) {
        eprintln!("skipped: {missing}");
        return;
    }
    let folder = fixtures().join("release-2022-form");
    let print = std::fs::read(folder.join("libreoffice.pdf")).unwrap();
    let truth: Value =
        serde_json::from_slice(&std::fs::read(folder.join("source.json")).unwrap()).unwrap();
    let mut options = uip::Options::default();
    // In a debug build, on a machine that does other things.
    options.ocr.page_time = std::time::Duration::from_secs(120);
    let document = uip::extract(&scanned(&print, 250.0, 12, 2), &options).unwrap();
    let pages = document.source.pages as usize;
    let read = document.findings.iter().filter(|f| f.code == "read_by_ocr");
    assert_eq!(read.count(), pages);
    assert_eq!(pages_with(&document, "ocr_page_turned"), [2]);
    assert!(pages_with(&document, "ocr_page_doubtful").is_empty());
    let document = serde_json::to_value(document).unwrap();
    // Words may be misread; what a release is made of may not.
    let wrong: Vec<String> = compare_release(&truth, &document)
        .iter()
        .filter(|difference| {
            let kind = difference.kind.as_str();
            kind.starts_with("budget")
                || [
                    "kind",
                    "programme_year",
                    "initiatives",
                    "phase",
                    "period",
                    "area",
                ]
                .contains(&kind)
        })
        .map(ToString::to_string)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
