//! A report's sections as joined text: for the document, and as pieces in which facts are found.

use uip_model::{Block, ReportSection, ReportSectionTranscript, merge_origins};

use crate::join::{Joined, join};
use crate::sections::{Body, Role, TableText, loose_blocks};
use crate::trace::Trace;
use crate::vocabulary::Vocabulary;

/// A section of a report.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) heading: Joined,
    pub(crate) pieces: Vec<Piece>,
}

/// A paragraph, an item, a footnote, or a table.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text {
        text: Joined,
        role: Role,
        boxed: bool,
        label: String,
    },
    Table {
        table: TableText,
        caption: Option<Joined>,
    },
}

/// A call-out that is a figure alone is at most this long: `1.972`, `To ud af tre`.
const FIGURE_ALONE: usize = 16;

/// Joins the sections' text; the pieces come in the same order.
pub(crate) fn parts(
    sections: Vec<ReportSectionTranscript>,
    vocabulary: &Vocabulary,
) -> (Vec<ReportSection>, Vec<Part>) {
    let mut read = Vec::with_capacity(sections.len());
    let mut parts = Vec::with_capacity(sections.len());
    for section in sections {
        let heading = join(&section.heading, vocabulary);
        let mut part = Part {
            heading: heading.clone(),
            pieces: Vec::new(),
        };
        let mut blocks: Vec<Block> = Vec::with_capacity(section.blocks.len());
        for (at, block) in section.blocks.into_iter().enumerate() {
            let boxed = section.call_outs.iter().any(|c| *c as usize == at);
            let mut body = Body::default();
            // One at a time: the transcript's blocks are whole, and the call-outs count them.
            let mut joined = loose_blocks(
                vec![block],
                "",
                vocabulary,
                &mut body,
                &mut Trace::default(),
            );
            let labels = match joined.first() {
                Some(Block::Numbered { labels, .. }) => labels.clone(),
                _ => Vec::new(),
            };
            blocks.append(&mut joined);
            part.add(body, boxed, &labels);
        }
        let places = heading
            .origins()
            .into_iter()
            .chain(blocks.iter().flat_map(places));
        read.push(ReportSection {
            heading: heading.text,
            level: section.level,
            text: blocks
                .iter()
                .flat_map(lines)
                .collect::<Vec<String>>()
                .join("\n"),
            origin: merge_origins(places),
            blocks,
            call_outs: section.call_outs,
        });
        parts.push(part);
    }
    (read, parts)
}

impl Part {
    fn add(&mut self, mut body: Body, boxed: bool, labels: &[String]) {
        if let Some(table) = body.tables.pop() {
            let caption = match self.pieces.last() {
                Some(Piece::Text {
                    text,
                    role: Role::Paragraph,
                    ..
                }) => Some(text.clone()),
                _ => None,
            };
            self.pieces.push(Piece::Table { table, caption });
            return;
        }
        for (at, passage) in body.passages.into_iter().enumerate() {
            // A call-out's figure and its text may be set apart; without a box the text goes on in
            // small letters.
            let goes_on = passage.text.text.starts_with(char::is_lowercase)
                && passage.role == Role::Paragraph;
            if let Some(Piece::Text {
                text,
                boxed: before,
                role: Role::Paragraph,
                ..
            }) = self.pieces.last_mut()
                && figure_alone(&text.text)
                && ((boxed && *before) || (goes_on && text.text.ends_with('%')))
            {
                text.append(" ", &passage.text);
                continue;
            }
            let label = labels.get(at).cloned().unwrap_or_default();
            self.pieces.push(Piece::Text {
                text: passage.text,
                role: passage.role,
                boxed,
                label,
            });
        }
    }

    /// The pieces of text, in order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Joined> {
        self.pieces.iter().filter_map(|p| match p {
            Piece::Text { text, .. } => Some(text),
            Piece::Table { .. } => None,
        })
    }
}

pub(crate) fn figure_alone(text: &str) -> bool {
    text.chars().count() <= FIGURE_ALONE
        && text.chars().any(|c| c.is_ascii_digit())
        && !text.ends_with(['.', '!'])
        && text.split_whitespace().count() <= 2
}

/// A block's text, one line a paragraph, item or cell.
fn lines(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph { text, .. } | Block::SubHeading { text, .. } => vec![text.clone()],
        Block::Bullets { items, .. } => items.clone(),
        Block::Numbered { labels, items, .. } => labels
            .iter()
            .zip(items)
            .map(|(l, i)| format!("{l} {i}"))
            .collect(),
        Block::Checkboxes { items, .. } | Block::Chevrons { items, .. } => {
            items.iter().map(|i| i.name.clone()).collect()
        }
        Block::Timetable { header, rows, .. } | Block::Table { header, rows, .. } => header
            .iter()
            .chain(rows.iter().flatten().flatten())
            .filter(|t| !t.is_empty())
            .cloned()
            .collect(),
        Block::Footnote { mark, text, .. } => vec![format!("{mark} {text}")],
    }
}

fn places(block: &Block) -> Vec<uip_model::Origin> {
    match block {
        Block::Paragraph { origin, .. }
        | Block::SubHeading { origin, .. }
        | Block::Bullets { origin, .. }
        | Block::Numbered { origin, .. }
        | Block::Checkboxes { origin, .. }
        | Block::Chevrons { origin, .. }
        | Block::Timetable { origin, .. }
        | Block::Table { origin, .. }
        | Block::Footnote { origin, .. } => origin.clone(),
    }
}
