//! Whether an initiative's text is whole: text that stands in no section, paragraphs that stop in the
//! middle of a sentence. Either is a sign that the page was not understood.

use uip_model::{Block, Finding, Origin, Section};

use crate::{subject::Subject, text};

/// All checks of wholeness.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
    let mut findings: Vec<Finding> = outside(s).into_iter().collect();
    findings.extend(s.initiative.sections.iter().filter_map(cut));
    findings
}

/// Text of the initiative that became a note because no section has it.
fn outside(s: &Subject) -> Option<Finding> {
    let notes = s.initiative.notes.iter();
    let notes: Vec<&Block> = notes.filter(|b| !is_footnote(b)).collect();
    let first = notes.iter().find_map(|b| text_of(b))?;
    let places = notes.iter().flat_map(|b| origin_of(b).iter().copied());
    let finding = Finding::new("text_outside_sections", s.or_heading(places));
    Some(
        finding
            .arg("text", text::beginning(first))
            .arg("pieces", notes.len()),
    )
}

/// `1Opgørelsen omfatter …` at the foot of a page.
fn is_footnote(block: &Block) -> bool {
    let marked = |text: &str| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '*');
        let mark = text.len() - rest.len();
        (1..=2).contains(&mark) && rest.trim_start().starts_with(char::is_uppercase)
    };
    match block {
        Block::Footnote { .. } => true,
        Block::Paragraph { text, .. } => marked(text),
        _ => false,
    }
}

/// A paragraph without an end, and one below it that begins with a small letter.
fn cut(section: &Section) -> Option<Finding> {
    // Boxes or arrows beside the text may have come between its parts.
    let drawn = |b: &&Block| matches!(b, Block::Checkboxes { .. } | Block::Chevrons { .. });
    let blocks: Vec<&Block> = section.blocks.iter().filter(|b| !drawn(b)).collect();
    let pair = blocks.windows(2).find_map(|pair| match pair {
        [Block::Paragraph { text: above, .. }, below] => {
            let below_text = text_of(below)?;
            // A list without marks begins with small letters throughout.
            let begun = above.starts_with(char::is_uppercase);
            let open = begun && above.ends_with(|c: char| c.is_alphanumeric() || c == ',');
            let goes_on = below_text.starts_with(char::is_lowercase);
            let paragraph = matches!(below, Block::Paragraph { .. });
            (open && goes_on && paragraph).then_some((pair, above, below_text))
        }
        _ => None,
    })?;
    let (blocks, above, below) = pair;
    let places: Vec<Origin> = blocks.iter().flat_map(|b| origin_of(b)).copied().collect();
    let finding = Finding::new("paragraph_cut", places);
    Some(
        finding
            .arg("heading", &section.heading)
            .arg("text", text::beginning(above))
            .arg("below", text::beginning(below)),
    )
}

fn text_of(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph { text, .. }
        | Block::SubHeading { text, .. }
        | Block::Footnote { text, .. } => Some(text),
        Block::Bullets { items, .. } | Block::Numbered { items, .. } => {
            items.first().map(String::as_str)
        }
        Block::Timetable { header, rows, .. } | Block::Table { header, rows, .. } => {
            let cells = header.iter().chain(rows.iter().flatten().flatten());
            cells.map(String::as_str).find(|t| !t.is_empty())
        }
        _ => None,
    }
}

fn origin_of(block: &Block) -> &[Origin] {
    match block {
        Block::Paragraph { origin, .. }
        | Block::SubHeading { origin, .. }
        | Block::Footnote { origin, .. }
        | Block::Bullets { origin, .. }
        | Block::Numbered { origin, .. }
        | Block::Timetable { origin, .. }
        | Block::Table { origin, .. } => origin,
        _ => &[],
    }
}
