//! The fields of an item as a flat list of names and values.

use uip_model::{Block, Document, PortfolioRow};

use super::evaluation::evaluation;
use super::field::{Field, Fields};
use super::initiative::initiatives;
use super::list::Keys;
use super::pair::{Content, Item};

/// The fields of both accounts of one item.
pub(super) fn of(before: &Item, after: &Item) -> (Vec<Field>, Vec<Field>) {
    match (before.content, after.content) {
        (Content::Initiative(i, old), Content::Initiative(j, new)) => {
            initiatives((i, old), (j, new))
        }
        (Content::Row(i, old), Content::Row(j, new)) => (row(i, old), row(j, new)),
        (Content::Evaluation(old), Content::Evaluation(new)) => (evaluation(old), evaluation(new)),
        (Content::Document(old), Content::Document(new)) => (document(old), document(new)),
        _ => (Vec::new(), Vec::new()),
    }
}

fn row(at: usize, row: &PortfolioRow) -> Vec<Field> {
    let mut f = Fields::new(format!("/portfolio/{at}"));
    f.text("title", "initiative", Some(&row.initiative));
    f.text("table", "table", Some(&row.table));
    f.text("area", "area", row.area.as_ref());
    f.text("phase_raw", "phase_raw", Some(&row.phase_raw));
    f.text("phases", "phases", Some(&row.phases.join(", ")));
    f.names("agreements", row.agreements.iter());
    f.number(
        "active_years.first",
        "active_years/0",
        row.active_years.first().copied(),
    );
    f.number(
        "active_years.last",
        "active_years/1",
        row.active_years.last().copied(),
    );
    f.text("carried_on", "carried_on", row.carried_on.as_ref());
    f.text(
        "carried_on_raw",
        "carried_on_raw",
        row.carried_on_raw.as_ref(),
    );
    f.text(
        "next_initiative",
        "next_initiative",
        row.next_initiative.as_ref(),
    );
    f.number("next_uip", "next_uip", row.next_uip);
    f.text("susi_raw", "susi_raw", row.susi_raw.as_ref());
    f.all
}

/// What the document says outside its initiatives, rows and evaluation.
fn document(document: &Document) -> Vec<Field> {
    let mut f = Fields::new("");
    f.number("programme_year", "programme_year", document.programme_year);
    f.text("front", "front", Some(&texts(&document.front)));
    f.text("back", "back", Some(&texts(&document.back)));
    let mut keys = Keys::default();
    for (section, i) in document.report_sections.iter().zip(0..) {
        let path = format!("report_sections[{}].text", keys.next(&section.heading));
        f.text(path, &format!("report_sections/{i}"), Some(&section.text));
    }
    f.figures("figures", &document.figures);
    f.all
}

/// The text of blocks, one line a paragraph, item or cell.
pub(super) fn texts(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } | Block::SubHeading { text, .. } => {
                lines.push(text.clone());
            }
            Block::Bullets { items, .. } => lines.extend(items.iter().cloned()),
            Block::Numbered { labels, items, .. } => {
                lines.extend(labels.iter().zip(items).map(|(l, i)| format!("{l} {i}")));
            }
            Block::Checkboxes { items, .. } | Block::Chevrons { items, .. } => {
                lines.extend(items.iter().map(|item| item.name.clone()));
            }
            Block::Timetable { header, rows, .. } | Block::Table { header, rows, .. } => {
                lines.extend(header.iter().cloned());
                lines.extend(rows.iter().flatten().flatten().cloned());
            }
            Block::Footnote { mark, text, .. } => lines.push(format!("{mark} {text}")),
        }
    }
    lines.join("\n")
}
