//! Rulings, shapes and images.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Builder, page, rounded};
use lopdf::dictionary;
use uip_model::{Colour, Direction, Page};

/// Rulings as `- at from to`, rounded.
fn rulings(page: &Page) -> Vec<String> {
    page.rulings
        .iter()
        .map(|ruling| {
            format!(
                "{} {:.0} {:.0} {:.0}",
                match ruling.direction {
                    Direction::Horizontal => "-",
                    Direction::Vertical => "|",
                },
                ruling.at,
                ruling.from,
                ruling.to
            )
        })
        .collect()
}

#[test]
fn lines_however_drawn() {
    let cases = [
        ("100 700 m 300 700 l S", vec!["- 100 100 300"]),
        ("100 700 m 100 500 l S", vec!["| 100 100 300"]),
        ("100 699.5 200 1 re f", vec!["- 100 100 300"]),
        // Upside down.
        ("300 700.5 -200 -1 re f", vec!["- 100 100 300"]),
        (
            "0.5 w 100 699.75 m 300 699.75 l S 100 700.25 m 300 700.25 l S",
            vec!["- 100 100 300"],
        ),
        // Cell by cell, with a gap at the corner.
        (
            "100 700 m 199.5 700 l S 200.5 700 m 300 700 l S",
            vec!["- 100 100 300"],
        ),
        // Dashes and dots drawn one by one.
        (
            "100 700 3 0.5 re f 105 700 3 0.5 re f 110 700 3 0.5 re f 115 700 3 0.5 re f",
            vec!["- 100 100 118"],
        ),
        (
            "100 700 1 1 re f 102 700 1 1 re f 104 700 1 1 re f 106 700 1 1 re f",
            vec!["- 100 100 107"],
        ),
        ("[2 2] 0 d 100 700 m 300 700 l S", vec!["- 100 100 300"]),
        // Mitred borders as polygons.
        (
            "100 700 m 300 700 l 299 699 l 101 699 l h f",
            vec!["- 100 100 300"],
        ),
        // A frame as the space between two rectangles.
        (
            "100 500 200 200 re 101 501 198 198 re f*",
            vec![
                "- 100 100 300",
                "- 300 100 300",
                "| 100 100 300",
                "| 300 100 300",
            ],
        ),
        // Two lines stay two.
        (
            "100 700 m 300 700 l S 100 690 m 300 690 l S",
            vec!["- 100 100 300", "- 110 100 300"],
        ),
        (
            "100 700 m 150 700 l S 250 700 m 300 700 l S",
            vec!["- 100 100 150", "- 100 250 300"],
        ),
        // Not lines: a slope, a bar, a speck.
        ("100 700 m 300 650 l S", vec![]),
        ("100 650 200 50 re f", vec![]),
        ("100 700 1 1 re f", vec![]),
        // Off the page or clipped away.
        ("100 900 m 300 900 l S", vec![]),
        ("q 0 0 50 50 re W n 100 700 m 300 700 l S Q", vec![]),
        (
            "q 150 600 100 200 re W n 100 700 m 300 700 l S Q",
            vec!["- 100 150 250"],
        ),
    ];
    for (content, expected) in cases {
        assert_eq!(rulings(&page(content)), expected, "{content}");
    }
}

#[test]
fn an_outlined_rectangle_is_four_rulings_and_a_shape() {
    let page = page("1 0 0 RG 100 500 200 200 re S");
    assert_eq!(
        rulings(&page),
        [
            "- 100 100 300",
            "- 300 100 300",
            "| 100 100 300",
            "| 300 100 300"
        ]
    );
    assert_eq!(page.rulings[0].colour, Colour { r: 255, g: 0, b: 0 });
    assert!((page.rulings[0].width - 1.0).abs() < 0.001);
    assert_eq!(page.shapes.len(), 1);
    assert_eq!(rounded(&page.shapes[0].bbox), [100, 100, 300, 300]);
    assert_eq!(page.shapes[0].fill, None);
    assert_eq!(
        page.shapes[0].stroke,
        Some((Colour { r: 255, g: 0, b: 0 }, 1.0))
    );
}

#[test]
fn shapes_keep_corners_colours_and_order() {
    let page = page(
        "0 0 1 rg 100 700 m 150 700 l 170 680 l 150 660 l 100 660 l h f \
         0 1 0 0 k 200 700 m 250 700 l 270 680 l 250 660 l 200 660 l h B",
    );
    assert_eq!(page.shapes.len(), 2);
    assert_eq!(
        page.shapes[0].points,
        [
            (100.0, 100.0),
            (150.0, 100.0),
            (170.0, 120.0),
            (150.0, 140.0),
            (100.0, 140.0)
        ]
    );
    assert_eq!(page.shapes[0].fill, Some(Colour { r: 0, g: 0, b: 255 }));
    assert_eq!(page.shapes[0].stroke, None);
    assert_eq!(
        page.shapes[1].fill,
        Some(Colour {
            r: 255,
            g: 0,
            b: 255
        })
    );
    assert_eq!(page.shapes[1].stroke, Some((Colour::default(), 1.0)));
    assert!(page.shapes[0].order < page.shapes[1].order);
    assert!(page.rulings.is_empty());
}

#[test]
fn a_tick_is_a_shape_and_paper_is_none() {
    let page = page(
        "1 g 0 0 600 800 re f 0 G 100 700 m 105 690 l 115 710 l S \
         0.9 g 100 500 200 100 re f",
    );
    assert_eq!(page.shapes.len(), 2);
    assert_eq!(
        page.shapes[0].points,
        [(100.0, 100.0), (105.0, 110.0), (115.0, 90.0)]
    );
    assert_eq!(
        page.shapes[1].fill,
        Some(Colour {
            r: 230,
            g: 230,
            b: 230
        })
    );
}

#[test]
fn a_gradient_has_its_middle_colour() {
    let mut builder = Builder::new("q 100 600 100 50 re W n /Sh sh Q");
    let function = dictionary! {
        "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
        "C0" => vec![1.into(), 0.into(), 0.into()], "C1" => vec![0.into(), 0.into(), 1.into()],
    };
    let shading = builder.document.add_object(dictionary! {
        "ShadingType" => 2, "ColorSpace" => "DeviceRGB", "Function" => function,
        "Coords" => vec![0.into(), 0.into(), 1.into(), 0.into()],
    });
    let mut document = builder.finish();
    let resources = document
        .objects
        .values_mut()
        .filter_map(|object| object.as_dict_mut().ok())
        .find(|dict| dict.has(b"ExtGState"))
        .unwrap();
    resources.set("Shading", dictionary! { "Sh" => shading });
    let set = uip_pdf::read(&common::save(document), &uip_pdf::Options::default()).unwrap();
    let shape = &set.pages[0].shapes[0];
    assert_eq!(rounded(&shape.bbox), [100, 150, 200, 200]);
    assert_eq!(
        shape.fill,
        Some(Colour {
            r: 128,
            g: 0,
            b: 128
        })
    );
    assert_eq!(shape.points.len(), 4);
}

#[test]
fn images_are_placed_and_not_decoded() {
    let page = Builder::new("q 200 0 0 100 50 600 cm /Im Do Q")
        .x_object(
            "Im",
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "Width" => 1240, "Height" => 620,
                "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
            },
            b"no JPEG at all",
        )
        .read();
    assert_eq!(page.images.len(), 1);
    assert_eq!(rounded(&page.images[0].bbox), [50, 100, 250, 200]);
    assert_eq!((page.images[0].width, page.images[0].height), (1240, 620));
}
