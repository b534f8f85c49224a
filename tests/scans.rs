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
/// paper on a scanner lies, by so many rows for a thousand columns.
fn scanned(pdf: &[u8], dpi: f32, shear: i64) -> Vec<u8> {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let mut scan = Document::with_version("1.7");
    let tree = scan.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for page in pdf.pages().iter() {
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
    let document = uip::extract(&scanned(&print, 250.0, 12), &options).unwrap();
    let pages = document.source.pages as usize;
    let read = document.findings.iter().filter(|f| f.code == "read_by_ocr");
    assert_eq!(read.count(), pages);
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
