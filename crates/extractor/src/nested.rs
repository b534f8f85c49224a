//! Tables inside sections: timetables, lists of grants, others; put together over page breaks.

use uip_layout::{Cell, Row, Table};
use uip_model::{CellPiece, Match, TextBlock, TextLine};

use crate::blocks::{cell_pieces, joined};
use crate::context::Context;
use crate::lexicon::SURE;

/// Reads a table in a body. A table that goes on with the one before (the last block, broken by a
/// page) is added to it; its header, if it is repeated, is furniture.
pub(crate) fn table(ctx: &mut Context<'_>, table: &Table, out: &mut Vec<TextBlock>) {
    let mut rows: Vec<&Row> = table
        .rows
        .iter()
        .filter(|r| r.cells.iter().any(|c| !c.is_empty()))
        .collect();
    if let Some(TextBlock::Table {
        header,
        rows: known,
        ..
    }) = out.last_mut()
        && goes_on(header, known, &rows, table)
    {
        if let Some(first) = rows.first()
            && same_header(header, first)
        {
            first
                .cells
                .iter()
                .flat_map(Cell::lines)
                .for_each(|l| ctx.furnish(l));
            rows.remove(0);
        }
        let mut tail = std::mem::take(known);
        for (i, row) in rows.into_iter().enumerate() {
            let cells = pieces(ctx, row);
            match tail.last_mut() {
                Some(last) if i == 0 && (is_rest(last, &cells) || is_headless(last)) => {
                    add_rest(last, cells);
                }
                _ => tail.push(cells),
            }
        }
        if let Some(TextBlock::Table { rows: known, .. }) = out.last_mut() {
            *known = tail;
        }
        return;
    }
    let names: Vec<String> = rows
        .first()
        .map(|r| r.cells.iter().map(cell_text).collect())
        .unwrap_or_default();
    let mut matched = ctx.lexicon.table(&names);
    let time = |row: &Row| {
        row.cells
            .first()
            .is_some_and(|c| ctx.lexicon.is_time(&cell_text(c)))
    };
    let bold = |row: &Row| row.cells.iter().flat_map(Cell::lines).all(|l| l.bold);
    // `Kvartal` names the column; `2. kvartal` is in it.
    let named = matched.key != "other"
        && names
            .first()
            .is_some_and(|n| !n.contains(|c: char| c.is_ascii_digit()));
    let first_is_time = !named && rows.first().is_some_and(|r| time(r));
    let times = rows.iter().filter(|r| time(r)).count();
    if matched.key == "other" && times > 0 && times + 1 >= rows.len() {
        matched = Match {
            key: "timetable".to_owned(),
            nearest: String::new(),
            certainty: SURE,
        };
    }
    let known = matched.key != "other" && !first_is_time;
    let has_header =
        known || (rows.len() > 1 && !first_is_time && rows.first().is_some_and(|r| bold(r)));
    let mut header: Vec<Vec<TextLine>> = Vec::new();
    if has_header && !rows.is_empty() {
        let first = rows.remove(0);
        header = first
            .cells
            .iter()
            .map(|c| c.lines().into_iter().cloned().collect())
            .collect();
    }
    let rows = rows.into_iter().map(|r| pieces(ctx, r)).collect();
    out.push(TextBlock::Table {
        matched,
        header,
        rows,
    });
}

/// The cells of a row as paragraphs and list items. A time is one piece: `3. - 4. kvartal` begins with
/// no label.
fn pieces(ctx: &mut Context<'_>, row: &Row) -> Vec<Vec<CellPiece>> {
    let cell = |c: &Cell| {
        let text = cell_text(c);
        if ctx.lexicon.is_time(&text) {
            let lines = c.lines().into_iter().cloned().collect();
            return vec![CellPiece {
                mark: String::new(),
                lines,
            }];
        }
        cell_pieces(ctx, std::slice::from_ref(c))
    };
    row.cells.iter().map(cell).collect()
}

fn cell_text(cell: &Cell) -> String {
    joined(&cell.lines().into_iter().cloned().collect::<Vec<_>>())
}

/// The table begins on a later page or in a later column of text, and has as many columns as the one before.
fn goes_on(
    header: &[Vec<TextLine>],
    known: &[Vec<Vec<CellPiece>>],
    rows: &[&Row],
    table: &Table,
) -> bool {
    let columns = header
        .len()
        .max(known.iter().map(Vec::len).max().unwrap_or(0));
    let lines = || {
        let pieces = known.iter().flatten().flatten();
        pieces.flat_map(|p| &p.lines).chain(header.iter().flatten())
    };
    let last_page = lines().map(|l| l.page).max().unwrap_or(0);
    let beside = || lines().all(|l| l.page < table.page || l.bbox.x1 < table.bbox.x0);
    let later = table.page > last_page || table.page == last_page && beside();
    later && rows.iter().map(|r| r.cells.len()).max() == Some(columns)
}

fn same_header(header: &[Vec<TextLine>], row: &Row) -> bool {
    !header.is_empty()
        && header.len() == row.cells.len()
        && header
            .iter()
            .zip(&row.cells)
            .all(|(h, c)| squeeze(&joined(h)) == squeeze(&cell_text(c)))
}

fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The first row after a page break goes on with the last one before: its first cell is empty, or
/// holds what the first cell before still lacks (a year to a quarter).
fn is_rest(last: &[Vec<CellPiece>], cells: &[Vec<CellPiece>]) -> bool {
    if last.len() != cells.len() {
        return false;
    }
    let first = |row: &[Vec<CellPiece>]| {
        row.first()
            .map(|c| {
                c.iter()
                    .map(|p| joined(&p.lines))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .unwrap_or_default()
    };
    let (before, after) = (first(last), first(cells));
    if after.is_empty() {
        return true;
    }
    !before.is_empty() && unfinished(&before, &after)
}

/// A row at a page's foot without its first cell, which may not be cut and has gone to the next page with
/// the rest (WeasyPrint).
fn is_headless(last: &[Vec<CellPiece>]) -> bool {
    last.first().is_some_and(Vec::is_empty) && last.iter().any(|c| !c.is_empty())
}

/// A time as printed (`3. kvartal 2022 –`) is not finished before this text: it ends in a dash or a
/// small word, or it lacks the year that this text begins with or leads to.
pub(crate) fn unfinished(before: &str, after: &str) -> bool {
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let bare = |word: &str| -> String { word.chars().filter(|c| c.is_alphanumeric()).collect() };
    let ends_in_year = before
        .split_whitespace()
        .next_back()
        .is_some_and(|w| is_year(&bare(w)));
    let begins_with_year = after
        .split_whitespace()
        .next()
        .is_some_and(|w| is_year(&bare(w)));
    let ends_in = |words: &[&str]| words.iter().any(|w| before.trim_end().ends_with(w));
    let open = ends_in(&["-", "–", "—", ",", " og", " til"]);
    let leads_on = ["-", "–", "—", "og ", "til "]
        .iter()
        .any(|w| after.starts_with(w));
    // `2. kvt. 2020 –` is open-ended where a whole span follows.
    let span = after.chars().skip(1).any(|c| matches!(c, '-' | '–' | '—'));
    if open && ends_in_year_before_dash(before) && span {
        return false;
    }
    open || leads_on
        || (!ends_in_year && (begins_with_year || after.starts_with(char::is_lowercase)))
}

/// `2. kvt. 2020 -`: a whole time and a dash.
fn ends_in_year_before_dash(before: &str) -> bool {
    let bare = before
        .trim_end()
        .trim_end_matches(['-', '–', '—'])
        .trim_end();
    bare.len() >= 4
        && bare
            .get(bare.len() - 4..)
            .is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
}

fn add_rest(last: &mut [Vec<CellPiece>], cells: Vec<Vec<CellPiece>>) {
    for (known, rest) in last.iter_mut().zip(cells) {
        let mut rest = rest.into_iter();
        // A paragraph or item that the page cut in two: the rest has no mark of its own.
        if let (Some(open), Some(first)) = (known.last_mut(), rest.next()) {
            let unfinished = first.mark.is_empty()
                && open
                    .lines
                    .last()
                    .is_some_and(|l| !l.text.ends_with(['.', ';', ':']));
            let lower = first.lines.first().is_some_and(|l| {
                l.text
                    .starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
            });
            if unfinished && (lower || !open.mark.is_empty()) {
                open.lines.extend(first.lines);
            } else {
                known.push(first);
            }
        }
        known.extend(rest);
    }
}
