//! A page as SVG: what the steps found, in layers over one another, each with a tooltip.
//!
//! The words are drawn from what was read, not from the PDF: where the drawing differs from the page
//! in a viewer, the reading does too. Layers are `<g id="…">` in the order of the legend.

use std::fmt::Write as _;

use uip::Steps;
use uip::model::{Direction, Page, Rect, TextSource};
use uip_exporter::Values;

use crate::pieces::{hex, pieces};
use crate::print::{corners, page};
use crate::roles::{Role, roles};
use crate::svg::{element, escape, frame, number, text};
use crate::{Error, shortened};

/// A layer holds at most this many things: a browser shows no more in reasonable time, and no page
/// of a document has them. The legend says when there were more.
const MOST: usize = 20_000;

/// Longer tooltips do not fit on a screen.
const LONGEST_TOOLTIP: usize = 400;

/// How far inside its borders a cell is drawn, in points.
const INSET: f32 = 1.2;

/// Width of the legend beside the page, in points.
const LEGEND: f32 = 190.0;

/// Height of a line of the legend, in points.
const ROW: f32 = 18.0;

/// A layer: its id, its colour, what it shows.
struct Layer {
    id: &'static str,
    colour: &'static str,
    about: &'static str,
}

/// The layers from bottom to top. Colours that can be told apart by people who see red and green
/// alike differ in lightness as well.
const LAYERS: [Layer; 10] = [
    layer("images", "#8d6e63", "pictures"),
    layer("shapes", "#b39ddb", "shapes (own fill)"),
    layer("cells", "#2e7d32", "cells of the grid"),
    layer("rulings", "#c62828", "rulings"),
    layer("words", "#1565c0", "words"),
    layer("furniture", "#9e9e9e", "furniture"),
    layer("leftovers", "#d50000", "leftovers"),
    layer("hidden", "#aa00ff", "hidden words"),
    layer("blocks", "#00838f", "blocks"),
    layer("fields", "#ef6c00", "fields"),
];

const fn layer(id: &'static str, colour: &'static str, about: &'static str) -> Layer {
    Layer { id, colour, about }
}

/// Draws what the steps found on a page, as an SVG document in points.
///
/// # Errors
/// When there is no such page.
pub fn drawing(steps: &Steps, number: u32) -> Result<String, Error> {
    let page = page(steps, number)?;
    let mut layers: [Vec<String>; 10] = Default::default();
    let mut counts = [0_usize; 10];
    for (layer, (things, count)) in LAYERS.iter().zip(layers.iter_mut().zip(&mut counts)) {
        let mut sink = Sink {
            colour: layer.colour,
            things,
            count,
        };
        match layer.id {
            "images" => images(page, &mut sink),
            "shapes" => shapes(page, &mut sink),
            "cells" => cells(page, &mut sink),
            "rulings" => rulings(page, &mut sink),
            "blocks" => blocks(steps, page, &mut sink),
            "fields" => fields(steps, page, &mut sink),
            words => self::words(steps, page, words, &mut sink),
        }
    }
    Ok(assemble(page, &layers, &counts))
}

/// Where a layer's elements go.
struct Sink<'a> {
    colour: &'static str,
    things: &'a mut Vec<String>,
    count: &'a mut usize,
}

impl Sink<'_> {
    fn add(&mut self, draw: impl FnOnce(&mut String, &str)) {
        *self.count += 1;
        if self.things.len() < MOST {
            let mut out = String::new();
            draw(&mut out, self.colour);
            self.things.push(out);
        }
    }

    /// A frame that lets the pointer through to what lies inside it.
    fn frame(&mut self, bbox: &Rect, style: &str, tooltip: &str) {
        self.add(|out, colour| {
            let frame = frame(bbox);
            let attributes =
                format!(r#"{frame} fill="none" stroke="{colour}" pointer-events="stroke" {style}"#);
            element(
                out,
                "rect",
                &attributes,
                &shortened(tooltip, LONGEST_TOOLTIP),
            );
        });
    }
}

fn images(page: &Page, sink: &mut Sink<'_>) {
    for image in &page.images {
        let tooltip = format!("picture, {} × {} pixels", image.width, image.height);
        sink.add(|out, colour| {
            let frame = frame(&image.bbox);
            let attributes = format!(r#"{frame} fill="{colour}" fill-opacity="0.25""#);
            element(out, "rect", &attributes, &tooltip);
        });
    }
}

fn shapes(page: &Page, sink: &mut Sink<'_>) {
    for shape in &page.shapes {
        let fill = shape.fill.map_or_else(|| "none".to_owned(), hex);
        let (stroke, width) = shape.stroke.map_or_else(
            || (sink.colour.to_owned(), 0.5),
            |(colour, width)| (hex(colour), width),
        );
        let tooltip = format!(
            "shape {} fill {fill} outline {}",
            corners(&shape.bbox),
            shape.stroke.map_or("none", |_| stroke.as_str())
        );
        let style = format!(
            r#"fill="{fill}" stroke="{stroke}" stroke-width="{}""#,
            number(width)
        );
        sink.add(|out, _| {
            if shape.points.is_empty() {
                let attributes = format!("{} {style}", frame(&shape.bbox));
                element(out, "rect", &attributes, &tooltip);
                return;
            }
            let points = shape.points.iter();
            let points: Vec<String> = points
                .map(|(x, y)| format!("{},{}", number(*x), number(*y)))
                .collect();
            let attributes = format!(r#"points="{}" {style}"#, points.join(" "));
            element(out, "polygon", &attributes, &tooltip);
        });
    }
}

fn cells(page: &Page, sink: &mut Sink<'_>) {
    for (g, grid) in uip_layout::grids(&page.rulings).iter().enumerate() {
        for cell in &grid.cells {
            let tooltip = format!("grid {}, cell {}", g + 1, corners(&cell.bbox));
            // Inside its borders, so that the rulings show.
            let inner = Rect::new(
                cell.bbox.x0 + INSET,
                cell.bbox.y0 + INSET,
                (cell.bbox.x1 - INSET).max(cell.bbox.x0 + INSET),
                (cell.bbox.y1 - INSET).max(cell.bbox.y0 + INSET),
            );
            sink.add(|out, colour| {
                let frame = frame(&inner);
                let attributes = format!(
                    r#"{frame} fill="{colour}" fill-opacity="0.05" stroke="{colour}" stroke-width="0.6""#
                );
                element(out, "rect", &attributes, &tooltip);
            });
        }
    }
}

fn rulings(page: &Page, sink: &mut Sink<'_>) {
    for ruling in &page.rulings {
        let (x1, y1, x2, y2) = match ruling.direction {
            Direction::Horizontal => (ruling.from, ruling.at, ruling.to, ruling.at),
            Direction::Vertical => (ruling.at, ruling.from, ruling.at, ruling.to),
        };
        let tooltip = format!(
            "ruling, {:.1} to {:.1} at {:.1}, width {:.2}, {}",
            ruling.from,
            ruling.to,
            ruling.at,
            ruling.width,
            hex(ruling.colour)
        );
        sink.add(|out, colour| {
            let attributes = format!(
                r#"x1="{}" y1="{}" x2="{}" y2="{}" stroke="{colour}" stroke-width="{}""#,
                number(x1),
                number(y1),
                number(x2),
                number(y2),
                number(ruling.width.clamp(0.6, 4.0))
            );
            element(out, "line", &attributes, &tooltip);
        });
    }
}

/// The words of one role, each as a box and its text.
fn words(steps: &Steps, page: &Page, layer: &str, sink: &mut Sink<'_>) {
    for (word, role) in page.words.iter().zip(roles(steps, page)) {
        let (own, style) = match role {
            Role::Field => ("words", r#"fill-opacity="0.06" stroke-opacity="0.35""#),
            Role::Furniture => ("furniture", r#"fill-opacity="0.25""#),
            Role::Leftover => ("leftovers", r#"fill-opacity="0.35""#),
            Role::Hidden(_) => ("hidden", r#"fill-opacity="0.1" stroke-dasharray="2 1""#),
        };
        if own != layer {
            continue;
        }
        let font = page.fonts.get(usize::from(word.font));
        let mut tooltip = format!(
            "{:?} {} {:.1} pt {}",
            word.text,
            font.map_or("?", |font| font.name.as_str()),
            word.size,
            corners(&word.bbox)
        );
        if !role.name().is_empty() {
            let _ = write!(tooltip, "\n{}", role.name());
        }
        if page.source == TextSource::Ocr {
            let _ = write!(
                tooltip,
                "\nrecognised {:.2}",
                word.confidence.unwrap_or(0.0)
            );
        }
        let weight = if font.is_some_and(|font| font.bold) {
            r#" font-weight="bold""#
        } else {
            ""
        };
        let slant = if font.is_some_and(|font| font.italic) {
            r#" font-style="italic""#
        } else {
            ""
        };
        sink.add(|out, colour| {
            let frame = frame(&word.bbox);
            let attributes =
                format!(r#"{frame} fill="{colour}" stroke="{colour}" stroke-width="0.3" {style}"#);
            element(out, "rect", &attributes, &tooltip);
            let ink = if role == Role::Field {
                hex(word.colour)
            } else {
                sink_ink(role).to_owned()
            };
            let attributes = format!(
                r#"x="{}" y="{}" font-size="{}" textLength="{}" lengthAdjust="spacingAndGlyphs" fill="{ink}"{weight}{slant} pointer-events="none""#,
                number(word.bbox.x0),
                number(word.baseline),
                number(word.size),
                number(word.bbox.width().max(0.1)),
            );
            // A soft hyphen that ends a line is printed as a hyphen; viewers show nothing for it.
            text(out, &attributes, &word.text.replace('\u{ad}', "-"), "");
        });
    }
}

/// The ink of words that no field holds.
fn sink_ink(role: Role) -> &'static str {
    match role {
        Role::Furniture => "#616161",
        Role::Hidden(_) => "#aa00ff",
        Role::Field | Role::Leftover => "#000000",
    }
}

fn blocks(steps: &Steps, page: &Page, sink: &mut Sink<'_>) {
    for piece in pieces(&steps.transcript) {
        let Some(bbox) = piece.place(page.number) else {
            continue;
        };
        let lines: Vec<&str> = piece.lines.iter().map(|line| line.text.as_str()).collect();
        let tooltip = format!("{} {}\n{}", piece.kind, piece.note, lines.join(" "));
        let width = match piece.kind {
            "initiative" | "area" => 2.0,
            "section" | "sub-heading" | "part" => 1.4,
            _ => 0.8,
        };
        let style = format!(
            r#"stroke-width="{}" stroke-dasharray="4 1.5""#,
            number(width)
        );
        sink.frame(&bbox, &style, &tooltip);
    }
}

fn fields(steps: &Steps, page: &Page, sink: &mut Sink<'_>) {
    let mut values = Values::new(&steps.document);
    for evidence in &steps.document.evidence {
        for place in evidence.origin.iter().filter(|o| o.page == page.number) {
            let value = values
                .at(&evidence.path)
                .unwrap_or_else(|| "null".to_owned());
            let tooltip = format!(
                "{} = {value}\nrule {}\nprinted {:?}",
                evidence.path, evidence.rule, evidence.printed
            );
            sink.frame(&place.bbox, r#"stroke-width="1.2""#, &tooltip);
        }
    }
}

fn assemble(page: &Page, layers: &[Vec<String>; 10], counts: &[usize; 10]) -> String {
    let rows = LAYERS.len() + 3;
    #[allow(clippy::cast_precision_loss, reason = "a dozen rows")]
    let legend_height = ROW * rows as f32;
    let (width, height) = (page.width + LEGEND, page.height.max(legend_height));
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}pt" height="{h}pt" viewBox="0 0 {w} {h}" font-family="Calibri, Carlito, Arial, sans-serif">"#,
        w = number(width),
        h = number(height)
    );
    let _ = writeln!(out, "<title>Page {}</title>", page.number);
    let paper = Rect::new(0.0, 0.0, page.width, page.height);
    let attributes = format!(r##"{} fill="#ffffff" stroke="#000000""##, frame(&paper));
    element(&mut out, "rect", &attributes, "");
    for (layer, things) in LAYERS.iter().zip(layers) {
        let _ = writeln!(out, r#"<g id="{}">"#, escape(layer.id));
        things.iter().for_each(|thing| out.push_str(thing));
        out.push_str("</g>\n");
    }
    legend(page, counts, &mut out);
    out.push_str("</svg>\n");
    out
}

fn legend(page: &Page, counts: &[usize; 10], out: &mut String) {
    out.push_str("<g id=\"legend\" font-size=\"11\">\n");
    let left = page.width + 12.0;
    let mut y = ROW;
    let mut row = |out: &mut String, x: f32, content: &str| {
        let attributes = format!(r#"x="{}" y="{}""#, number(x), number(y));
        text(out, &attributes, content, "");
        y += ROW;
        y
    };
    let mut next = row(out, left, &format!("Page {}", page.number));
    for (layer, count) in LAYERS.iter().zip(counts) {
        let swatch = Rect::new(left, next - 9.0, left + 14.0, next + 1.0);
        let attributes = format!(
            r#"{} fill="{c}" fill-opacity="0.3" stroke="{c}""#,
            frame(&swatch),
            c = layer.colour
        );
        element(out, "rect", &attributes, "");
        let cut = if *count > MOST {
            format!(", {MOST} drawn")
        } else {
            String::new()
        };
        next = row(out, left + 20.0, &format!("{} ({count}{cut})", layer.about));
    }
    row(out, left, "Point at a thing to see what it is.");
    out.push_str("</g>\n");
}
