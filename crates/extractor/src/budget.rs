//! Budget tables: a header with years and a total, rows with amounts; or the same on its side.

use std::borrow::Cow;

use uip_layout::{Cell, Row, Table};
use uip_model::{BudgetCell, BudgetTranscript, Origin, TextLine};

use crate::blocks::joined;
use crate::context::Context;
use crate::matching::{Phrase, similarity};

/// The budget tables of an initiative as they are found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Budgets {
    pub(crate) tables: Vec<BudgetTranscript>,
    /// Left and right edges of the columns of the table that may go on after a page break, and the
    /// page that it was last seen on.
    open: Option<(Vec<(f32, f32)>, u32)>,
}

impl Budgets {
    /// Lines above the table that was read last name its unit or price level.
    pub(crate) fn caption(&mut self, lines: impl Iterator<Item = TextLine>) {
        if let Some(table) = self.tables.last_mut() {
            table.caption.extend(lines);
        }
    }

    /// Page and upper edge of the first table.
    pub(crate) fn top(&self) -> Option<(u32, f32)> {
        let header = &self.tables.first()?.header;
        let places = header.iter().filter_map(|c| c.origin.as_ref());
        places.map(|o| (o.page, o.bbox.y0)).next()
    }

    /// The lines of all tables, row by row.
    pub(crate) fn lines(self) -> Vec<TextLine> {
        let tables = self.tables.into_iter();
        let of = |table: BudgetTranscript| {
            let rows = std::iter::once(table.header).chain(table.rows);
            let cells = rows.flatten().flat_map(|c| c.lines);
            table.caption.into_iter().chain(cells)
        };
        tables.flat_map(of).collect()
    }

    /// Nothing more can be added to the table that was read last.
    pub(crate) fn close(&mut self) {
        self.open = None;
    }
}

/// A year in a table's header: `2022`, `2022*`, `2022-24`.
pub(crate) fn is_year(text: &str) -> bool {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.len() == 4
        && (digits.starts_with("19") || digits.starts_with("20"))
        && text.chars().count() <= 11
        && !text.chars().any(char::is_alphabetic)
        // `2027-` over `PL`
        && !text.ends_with(['-', '–', '\u{ad}', '\u{2010}'])
}

/// Reads the table as a budget, or as the rest of one that a page break cut; false if it is neither.
pub(crate) fn read(ctx: &mut Context<'_>, table: &Table, budgets: &mut Budgets) -> bool {
    if turned(ctx, table, budgets) {
        return true;
    }
    let mut any = false;
    for (i, row) in table.rows.iter().enumerate() {
        if header(ctx, row, budgets) || rest(ctx, row, budgets) {
            any = true;
        } else if any && (has_amounts(row) || names_group(row, table.rows.get(i + 1..))) {
            // A row with merged cells stays with its budget.
            push(budgets, row);
        } else {
            return false;
        }
    }
    any
}

fn has_amounts(row: &Row) -> bool {
    let mut cells = row.cells.iter().skip(1).map(text);
    cells.any(|t| is_amount(&t) && t.contains(|c: char| c.is_ascii_digit()))
}

/// A row that names the rows of amounts under it.
fn names_group(row: &Row, below: Option<&[Row]>) -> bool {
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    filled == 1 && below.unwrap_or_default().iter().any(has_amounts)
}

/// Reads a row as the header of a budget.
pub(crate) fn header(ctx: &mut Context<'_>, row: &Row, budgets: &mut Budgets) -> bool {
    let texts: Vec<String> = row.cells.iter().map(text).collect();
    let years = texts.iter().filter(|t| is_year(t)).count();
    let total = || texts.iter().any(|t| is_total(ctx, t));
    if years < 2 && !(years == 1 && total()) {
        return false;
    }
    // A line of amounts may hold a number that looks like a year; a header's cells are all names.
    if texts
        .iter()
        .skip(1)
        .any(|t| !t.is_empty() && !is_year(t) && t.chars().any(|c| c.is_ascii_digit()))
    {
        return false;
    }
    let page = row.cells.first().map_or(0, |c| c.page);
    if let Some(last) = budgets.tables.last()
        && budgets.open.as_ref().is_some_and(|(_, p)| *p < page)
        && last
            .header
            .iter()
            .map(|c| joined(&c.lines))
            .eq(texts.iter().cloned())
    {
        row.cells
            .iter()
            .flat_map(Cell::lines)
            .for_each(|l| ctx.furnish(l));
    } else {
        budgets.tables.push(BudgetTranscript {
            header: cells(row),
            ..BudgetTranscript::default()
        });
    }
    budgets.open = Some((edges(row), page));
    true
}

/// Reads a row as belonging to the budget whose header was seen last: as many cells, in the same
/// places.
pub(crate) fn rest(_ctx: &mut Context<'_>, row: &Row, budgets: &mut Budgets) -> bool {
    let Some((known, _)) = &budgets.open else {
        return false;
    };
    let fits = near(known, &edges(row)) && budgets.tables.last().is_some_and(|t| !t.turned);
    if !fits {
        return false;
    }
    push(budgets, row);
    true
}

fn push(budgets: &mut Budgets, row: &Row) {
    let page = row.cells.first().map_or(0, |c| c.page);
    if let Some((_, last)) = &mut budgets.open {
        *last = page;
    }
    if let Some(table) = budgets.tables.last_mut() {
        let new = cells(row);
        // A row that the page break cut: its label goes on, no amount is printed twice.
        let cut = new.first().is_some_and(|c| {
            c.lines
                .first()
                .is_some_and(|l| l.text.starts_with(char::is_lowercase))
        });
        let disjoint = table.rows.last().is_some_and(|last| {
            last.iter()
                .skip(1)
                .zip(new.iter().skip(1))
                .all(|(a, b)| a.lines.is_empty() || b.lines.is_empty())
        });
        match table.rows.last_mut() {
            Some(last) if cut && disjoint && last.len() == new.len() => {
                for (a, b) in last.iter_mut().zip(new) {
                    a.lines.extend(b.lines);
                }
            }
            _ => table.rows.push(new),
        }
    }
}

/// Reads a table with years as rows, and turns it; or the rest of one that a page break cut.
fn turned(ctx: &mut Context<'_>, table: &Table, budgets: &mut Budgets) -> bool {
    let filled = |r: &&Row| r.cells.iter().any(|c| !c.is_empty());
    let rows: Vec<&Row> = table.rows.iter().filter(filled).collect();
    let first = |row: &Row| row.cells.first().map(text).unwrap_or_default();
    let years = rows.iter().filter(|r| is_year(&first(r))).count();
    let width = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    if width < 2 || rows.iter().any(|r| r.cells.len() != width) {
        return false;
    }
    let heads = rows
        .iter()
        .take_while(|r| !is_year(&first(r)) && !is_total(ctx, &first(r)))
        .count();
    let body = || rows.iter().skip(heads);
    let names_years =
        body().all(|r| is_year(&first(r)) || is_total(ctx, &first(r)) || first(r).is_empty());
    let amounts = body()
        .flat_map(|r| r.cells.iter().skip(1))
        .all(|c| is_amount(&text(c)));
    if rows.len() == 1 && heads == 1 && is_turned_header(ctx, &rows) {
        // The page break parts the header from its rows.
        let columns = rows.iter().flat_map(|r| cells(r)).map(|cell| vec![cell]);
        let mut columns: Vec<Vec<BudgetCell>> = columns.collect();
        let header = columns.remove(0);
        budgets.tables.push(BudgetTranscript {
            header,
            rows: columns,
            turned: true,
            caption: Vec::new(),
        });
        budgets.open = Some((
            rows.first().map(|r| edges(r)).unwrap_or_default(),
            table.page,
        ));
        return true;
    }
    if heads > 1 || heads == rows.len() || !names_years || !amounts {
        return false;
    }
    let grid: Vec<Vec<BudgetCell>> = rows.iter().map(|r| cells(r)).collect();
    let columns = (0..width).map(|i| {
        grid.iter()
            .filter_map(|r| r.get(i).cloned())
            .collect::<Vec<BudgetCell>>()
    });
    let here = rows.first().map(|r| edges(r)).unwrap_or_default();
    let page = table.page;
    let open = budgets
        .open
        .as_ref()
        .is_some_and(|(known, last)| *last < page && near(known, &here));
    if let Some(last) = budgets
        .tables
        .last_mut()
        .filter(|t| t.turned && open && t.rows.len() + 1 == width)
    {
        // A repeated header is the column's first cell, as it was on the page before.
        let known: Vec<&mut Vec<BudgetCell>> = std::iter::once(&mut last.header)
            .chain(&mut last.rows)
            .collect();
        for (known, column) in known.into_iter().zip(columns) {
            let (head, rest) = column.split_at(heads.min(column.len()));
            head.iter()
                .flat_map(|c| &c.lines)
                .for_each(|l| ctx.furnish(l));
            known.extend(rest.iter().cloned());
        }
        budgets.open = Some((here, page));
        return true;
    }
    // One year alone is a budget only where its header says so and a page break may follow.
    if years < 2 && !(years == 1 && heads == 1 && rows.len() == 2) {
        return false;
    }
    let mut columns = columns.map(|mut column| {
        if heads == 0 {
            column.insert(0, BudgetCell::default());
        }
        column
    });
    let header = columns.next().unwrap_or_default();
    let rows = columns.collect();
    budgets.tables.push(BudgetTranscript {
        header,
        rows,
        turned: true,
        caption: Vec::new(),
    });
    budgets.open = Some((here, page));
    true
}

/// A row that names unit or price level, or has no name where a line above does, and then names rows of a
/// budget, the last of them the total.
fn is_turned_header(ctx: &Context<'_>, rows: &[&Row]) -> bool {
    let Some((first, names)) = rows.first().and_then(|r| r.cells.split_first()) else {
        return false;
    };
    let plain = |c: &Cell| !text(c).is_empty() && !text(c).contains(|c: char| c.is_ascii_digit());
    let caption = TextLine {
        text: text(first),
        ..TextLine::default()
    };
    (caption.text.is_empty() || is_caption(ctx, &caption))
        && names.iter().all(plain)
        && names.last().is_some_and(|c| names_total(ctx, &text(c)))
}

fn near(a: &[(f32, f32)], b: &[(f32, f32)]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| (a.0 - b.0).abs() < 12.0 && (a.1 - b.1).abs() < 12.0)
}

/// Digits with signs and units, a dash, or nothing.
pub(crate) fn is_amount(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    letters <= 6 && (digits > 0 || letters == 0)
}

pub(crate) fn is_total(ctx: &Context<'_>, text: &str) -> bool {
    let phrase = Phrase::new(text);
    ctx.lexicon
        .budget()
        .total
        .iter()
        .any(|t| similarity(t, &phrase) >= 0.9)
}

/// The text holds a word for a total: `Initiativ i alt`.
pub(crate) fn names_total(ctx: &Context<'_>, text: &str) -> bool {
    let phrase = Phrase::new(text);
    ctx.lexicon.budget().total.iter().any(|t| phrase.holds(t))
}

/// The text is a name for years: `År`.
pub(crate) fn names_years(ctx: &Context<'_>, text: &str) -> bool {
    let phrase = Phrase::new(text);
    let mut names = ctx.lexicon.budget().year.iter();
    names.any(|w| similarity(w, &phrase) >= 0.9)
}

/// A longer line is no caption.
const LONGEST_CAPTION: usize = 80;

/// The line names a unit or a price level, as a budget's caption does.
pub(crate) fn is_caption(ctx: &Context<'_>, line: &TextLine) -> bool {
    if line.text.chars().count() > LONGEST_CAPTION {
        return false;
    }
    let lower = line.text.to_lowercase();
    // Of lines that were put together: `2030-pri- ser`, but also `2024- priser`.
    let joined = ["- ", "\u{ad} ", "\u{2010} "]
        .iter()
        .filter(|hyphen| lower.contains(**hyphen))
        .fold(Cow::Borrowed(&lower), |text, hyphen| {
            Cow::Owned(text.replace(hyphen, ""))
        });
    let names_price_level = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|w| w == "pl" || w == "priser" || w == "prisniveau")
    };
    let in_brackets = |unit: &str| {
        let before = lower.strip_suffix(')').and_then(|l| l.strip_suffix(unit));
        before.is_some_and(|before| before.ends_with('('))
    };
    let names_budget = || {
        !lower.ends_with('.')
            && lower.split_whitespace().any(|w| w.starts_with("budget"))
            && lower.split_whitespace().count() <= 6
    };
    let mut units = ctx.lexicon.budget().units.iter();
    names_price_level(&lower)
        || names_price_level(&joined)
        || names_budget()
        || units.any(|unit| lower == *unit || in_brackets(unit))
}

fn text(cell: &Cell) -> String {
    let lines = cell.lines();
    let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
    texts.join(" ")
}

fn cells(row: &Row) -> Vec<BudgetCell> {
    row.cells
        .iter()
        .map(|c| BudgetCell {
            lines: c.lines().into_iter().cloned().collect(),
            origin: Some(Origin {
                page: c.page,
                bbox: c.bbox,
            }),
        })
        .collect()
}

fn edges(row: &Row) -> Vec<(f32, f32)> {
    row.cells.iter().map(|c| (c.bbox.x0, c.bbox.x1)).collect()
}
