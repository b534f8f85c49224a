//! A report's table as a block of its section.

use uip_model::{CellPiece, Match, TextBlock, TextLine};

use super::table::ReportCell;

/// The first row is a header: its cells are bold and the others are not, or it has no digits and the
/// others do.
pub(super) fn is_header(first: &[ReportCell], rows: &[Vec<ReportCell>]) -> bool {
    let lines = |row: &[ReportCell]| {
        row.iter()
            .flat_map(|c| c.lines.clone())
            .collect::<Vec<TextLine>>()
    };
    let bold = |row: &[ReportCell]| lines(row).iter().all(|l| l.bold);
    let digits = |row: &[ReportCell]| {
        row.iter()
            .skip(1)
            .any(|c| c.text().starts_with(|c: char| c.is_ascii_digit()))
    };
    let others = rows.get(1..).unwrap_or_default();
    !others.is_empty()
        && !lines(first).is_empty()
        && (bold(first) && !others.iter().all(|r| bold(r))
            || !digits(first) && others.iter().all(|r| digits(r)))
}

/// A table's rows as a block; the first row is its header if `header` says so.
pub(crate) fn table_block(rows: &[Vec<ReportCell>], header: bool, key: &str) -> TextBlock {
    let pieces = |cell: &ReportCell| -> Vec<CellPiece> {
        if cell.lines.is_empty() {
            return Vec::new();
        }
        vec![CellPiece {
            mark: String::new(),
            lines: cell.lines.clone(),
        }]
    };
    let (head, body) = match rows {
        [first, rest @ ..] if header => (first.iter().map(|c| c.lines.clone()).collect(), rest),
        all => (Vec::new(), all),
    };
    TextBlock::Table {
        matched: Match {
            key: key.to_owned(),
            ..Match::default()
        },
        header: head,
        rows: body
            .iter()
            .map(|r| r.iter().map(pieces).collect())
            .collect(),
    }
}
