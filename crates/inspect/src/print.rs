//! A page as text, step by step.

use std::fmt::Write as _;

use uip::Steps;
use uip::model::{Direction, Document, Finding, Origin, Page, Rect, Severity};
use uip_exporter::Values;

use crate::pieces::{hex, pieces};
use crate::roles::roles;
use crate::{Error, Step, shortened};

/// Longer values than this are cut in print; the JSON has them whole.
const LONGEST_VALUE: usize = 100;

/// Prints what the steps made of a page; all steps where none is named.
///
/// # Errors
/// When there is no such page.
pub fn print(steps: &Steps, page: u32, wanted: &[Step]) -> Result<String, Error> {
    let own = self::page(steps, page)?;
    let mut out = String::new();
    let all = wanted.is_empty();
    for step in Step::ALL {
        if !all && !wanted.contains(&step) {
            continue;
        }
        match step {
            Step::Words => words(steps, own, &mut out),
            Step::Rulings => rulings(own, &mut out),
            Step::Layout => layout(steps, own, &mut out),
            Step::Transcript => transcript(steps, own, &mut out),
            Step::Document => document(&steps.document, page, &mut out),
        }
    }
    Ok(out)
}

/// The page of this number.
pub(crate) fn page(steps: &Steps, number: u32) -> Result<&Page, Error> {
    let pages = &steps.pages.pages;
    let found = pages.iter().find(|page| page.number == number);
    found.ok_or(Error::NoSuchPage {
        page: number,
        pages: pages.len(),
    })
}

/// A box in print.
pub(crate) fn corners(bbox: &Rect) -> String {
    format!(
        "[{:.1} {:.1} {:.1} {:.1}]",
        bbox.x0, bbox.y0, bbox.x1, bbox.y1
    )
}

// Writing to a string cannot fail.
macro_rules! line {
    ($out:expr, $($part:tt)*) => {{ let _ = writeln!($out, $($part)*); }};
}
pub(crate) use line;

fn words(steps: &Steps, page: &Page, out: &mut String) {
    line!(
        out,
        "== words: page {}, {:.0} × {:.0} pt, rotation {}, {} words ==",
        page.number,
        page.width,
        page.height,
        page.rotation,
        page.words.len()
    );
    for (word, role) in page.words.iter().zip(roles(steps, page)) {
        let font = page.fonts.get(usize::from(word.font));
        let font = font.map_or("?", |font| font.name.as_str());
        let mut notes = String::new();
        if word.glued {
            notes.push_str("  glued");
        }
        if let Some(confidence) = word.confidence {
            let _ = write!(notes, "  recognised {confidence:.2}");
        }
        if !role.name().is_empty() {
            let _ = write!(notes, "  {}", role.name());
        }
        line!(
            out,
            "{} {:.1} {font} {:?}{notes}",
            corners(&word.bbox),
            word.size,
            word.text
        );
    }
    if page.unmapped_glyphs > 0 {
        line!(out, "glyphs without Unicode: {}", page.unmapped_glyphs);
    }
}

fn rulings(page: &Page, out: &mut String) {
    line!(
        out,
        "== rulings: {} rulings, {} shapes, {} pictures ==",
        page.rulings.len(),
        page.shapes.len(),
        page.images.len()
    );
    for ruling in &page.rulings {
        let (direction, axis) = match ruling.direction {
            Direction::Horizontal => ("horizontal", 'y'),
            Direction::Vertical => ("vertical", 'x'),
        };
        line!(
            out,
            "{direction} {axis} {:.1} from {:.1} to {:.1} width {:.2} {}",
            ruling.at,
            ruling.from,
            ruling.to,
            ruling.width,
            hex(ruling.colour)
        );
    }
    for shape in &page.shapes {
        let fill = shape.fill.map(|fill| format!(" fill {}", hex(fill)));
        let stroke = shape.stroke;
        let stroke = stroke.map(|(colour, width)| format!(" outline {} {width:.2}", hex(colour)));
        line!(
            out,
            "shape {} {} corners{}{}",
            corners(&shape.bbox),
            shape.points.len(),
            fill.unwrap_or_default(),
            stroke.unwrap_or_default()
        );
    }
    for image in &page.images {
        line!(
            out,
            "picture {} {} × {} pixels",
            corners(&image.bbox),
            image.width,
            image.height
        );
    }
}

fn layout(steps: &Steps, page: &Page, out: &mut String) {
    line!(out, "== layout ==");
    let own = steps.layouts.iter().find(|own| own.number == page.number);
    if let Some(own) = own {
        let _ = write!(out, "{own}");
    }
}

fn transcript(steps: &Steps, page: &Page, out: &mut String) {
    line!(out, "== transcript ==");
    let kind = kind_name(&steps.document);
    let template = steps.transcript.template.as_deref().unwrap_or("none");
    line!(out, "{kind}, template {template}");
    let pieces = pieces(&steps.transcript);
    // What holds a piece of the page is printed too, though its own lines stand elsewhere.
    let mut above: Vec<usize> = Vec::new();
    let mut shown = vec![false; pieces.len()];
    for (i, piece) in pieces.iter().enumerate() {
        above.retain(|&outer| pieces.get(outer).is_some_and(|p| p.depth < piece.depth));
        above.push(i);
        if piece.place(page.number).is_some() {
            for outer in &above {
                if let Some(shown) = shown.get_mut(*outer) {
                    *shown = true;
                }
            }
        }
    }
    for (piece, _) in pieces.iter().zip(&shown).filter(|(_, shown)| **shown) {
        let indent = piece.depth * 2;
        let own = piece.lines.iter().filter(|line| line.page == page.number);
        let own: Vec<&str> = own.map(|line| line.text.as_str()).collect();
        let elsewhere = own.is_empty() && !piece.lines.is_empty();
        let mut head = piece.kind.to_owned();
        if !piece.note.is_empty() {
            let _ = write!(head, " {}", piece.note);
        }
        match own.as_slice() {
            [] if elsewhere => line!(out, "{:indent$}{head} (on another page)", ""),
            [] => line!(out, "{:indent$}{head}", ""),
            [one] => line!(out, "{:indent$}{head} | {one}", ""),
            several => {
                line!(out, "{:indent$}{head}", "");
                for text in several {
                    line!(out, "{:indent$}  | {text}", "");
                }
            }
        }
    }
    // By role, so that the three parts of the ledger are all here.
    for (word, role) in page.words.iter().zip(roles(steps, page)) {
        if !role.name().is_empty() {
            line!(out, "{} | {}", role.name(), word.text);
        }
    }
}

fn document(document: &Document, page: u32, out: &mut String) {
    line!(out, "== document ==");
    let mut values = Values::new(document);
    for evidence in &document.evidence {
        if !on(page, &evidence.origin) {
            continue;
        }
        let value = values.at(&evidence.path);
        let value = value.map_or_else(|| "null".to_owned(), |v| shortened(&v, LONGEST_VALUE));
        line!(out, "{} = {value}  ({})", evidence.path, evidence.rule);
    }
    for (i, initiative) in document.initiatives.iter().enumerate() {
        for (j, section) in initiative.sections.iter().enumerate() {
            if on(page, &section.origin) {
                line!(
                    out,
                    "/initiatives/{i}/sections/{j} {} {:?}: {}",
                    section.key,
                    section.heading,
                    shortened(&section.text, LONGEST_VALUE)
                );
            }
        }
    }
    let findings = document.initiatives.iter().flat_map(|i| &i.findings);
    for finding in document.findings.iter().chain(findings) {
        if on(page, &finding.origin) {
            line!(out, "finding {}", found(finding));
        }
    }
}

/// A finding in one line.
pub(crate) fn found(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    format!("{} ({severity}): {}", finding.code, finding.message)
}

fn on(page: u32, places: &[Origin]) -> bool {
    places.iter().any(|place| place.page == page)
}

fn kind_name(document: &Document) -> &'static str {
    match document.kind {
        uip::model::Kind::Release => "release",
        uip::model::Kind::Portfolio => "portfolio",
        uip::model::Kind::Evaluation => "evaluation",
        uip::model::Kind::Unknown => "unknown",
    }
}
