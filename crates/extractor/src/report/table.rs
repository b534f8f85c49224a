//! Tables of reports as rows of cells: all that a page has, and those with borders all around, as the
//! layout finds them.

use uip_layout::{Cell, PageLayout, Region, Table};
use uip_model::{Page, Rect, TextLine};

use super::chart::{self, Charts};
use super::columns::{cell_lines, header_above};
use super::lexicon::ReportLexicon;
use super::open_appendix::{self, OpenColumns};
use super::open_table;
use super::portfolio;
use super::row_ruled::row_ruled;

/// A table of one page.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReportTable {
    pub(crate) page: u32,
    pub(crate) bbox: Rect,
    pub(crate) rows: Vec<Vec<ReportCell>>,
}

/// A cell with its lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReportCell {
    pub(crate) bbox: Rect,
    pub(crate) lines: Vec<TextLine>,
    pub(crate) reach: Reach,
}

/// Over how many rows a cell stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Its own.
    #[default]
    Row,
    /// Several, of which this is the first; the cell's text is here.
    Several,
    /// This row and the one before it.
    FromAbove,
}

impl ReportCell {
    /// The text as printed, lines separated by spaces.
    pub(crate) fn text(&self) -> String {
        printed(&self.lines)
    }

    /// The text in lower case, words that a narrow cell cut put together.
    pub(crate) fn joined(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            let cut = out.ends_with(['-', '\u{ad}', '\u{2010}'])
                && line.text.starts_with(char::is_lowercase);
            if cut {
                out.pop();
            } else if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&line.text.to_lowercase());
        }
        out
    }
}

/// Lines as one text, separated by spaces.
pub(crate) fn printed(lines: &[TextLine]) -> String {
    lines
        .iter()
        .map(|l| l.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What tables on earlier pages told of those that go on.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// The headers of tables without rulings.
    pub(crate) headers: Vec<String>,
    /// The columns of an appendix table without rulings.
    pub(crate) appendix: Option<OpenColumns>,
    pub(crate) charts: Charts,
}

/// All tables of a page with two columns or more, from top to bottom. `skip` are the words of running
/// heads and page numbers.
pub(crate) fn tables(
    page: &Page,
    layout: &PageLayout,
    skip: &[bool],
    lexicon: &ReportLexicon,
    earlier: &mut Earlier,
) -> Vec<ReportTable> {
    let mut found: Vec<ReportTable> = Vec::new();
    for region in &layout.regions {
        if let Region::Table(table) = region {
            ruled(table, &mut found);
        }
    }
    found.retain(|t| !years_alone(t));
    found.iter_mut().for_each(|t| add_header(page, t));
    let taken: Vec<Rect> = found.iter().map(|t| t.bbox).collect();
    found.extend(chart::tables(page, &taken, &mut earlier.charts));
    let taken: Vec<Rect> = found.iter().map(|t| t.bbox).collect();
    found.extend(open_appendix::tables(
        page,
        &taken,
        skip,
        lexicon,
        &mut earlier.appendix,
    ));
    let unread = earlier
        .charts
        .unread
        .iter()
        .filter(|o| o.page == page.number)
        .map(|o| o.bbox);
    let taken: Vec<Rect> = found.iter().map(|t| t.bbox).chain(unread).collect();
    let mut ruled = row_ruled(page, &taken);
    // Lines that part nothing but the header from all rows together say less than the rows do.
    for open in open_table::tables(page, &taken, &mut earlier.headers) {
        let rivals = |t: &ReportTable| {
            t.bbox.overlap_x(&open.bbox) > 1.0 && t.bbox.overlap_y(&open.bbox) > 1.0
        };
        if ruled
            .iter()
            .any(|t| rivals(t) && t.rows.len() >= open.rows.len())
        {
            continue;
        }
        ruled.retain(|t| !rivals(t));
        found.push(open);
    }
    found.append(&mut ruled);
    found.sort_by(|a, b| {
        a.bbox
            .y0
            .total_cmp(&b.bbox.y0)
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    found
}

/// Gives a table of figures the header that stands above its borders.
fn add_header(page: &Page, table: &mut ReportTable) {
    let figures = |row: &[ReportCell]| {
        let figure = |c: &&ReportCell| c.text().starts_with(|c: char| c.is_ascii_digit());
        row.iter().filter(figure).count()
    };
    let Some(first) = table.rows.first().filter(|r| figures(r) >= 2) else {
        return;
    };
    let edges: Vec<(f32, f32)> = first.iter().map(|c| (c.bbox.x0, c.bbox.x1)).collect();
    let (left, right) = (table.bbox.x0 - 1.0, table.bbox.x1 + 1.0);
    let Some((top, words)) = header_above(page, (left, right), table.bbox.y0, &edges) else {
        return;
    };
    let cells: Vec<ReportCell> = edges
        .iter()
        .map(|(x0, x1)| ReportCell {
            bbox: Rect::new(*x0, top, *x1, table.bbox.y0),
            lines: cell_lines(page, &words, *x0, *x1),
            reach: Reach::Row,
        })
        .collect();
    let named = cells.iter().filter(|c| !c.lines.is_empty()).count();
    if named >= 2 && named + 1 >= edges.len() {
        table.rows.insert(0, cells);
        table.bbox.y0 = top;
    }
}

/// The columns of years of an appendix table that lines part, beside columns that none does: nothing
/// but years and marks stands in it.
fn years_alone(table: &ReportTable) -> bool {
    let mut years = 0;
    let mut filled = table.rows.iter().flatten().map(ReportCell::text);
    let only = filled.all(|t| {
        let is_year = portfolio::year(&t).is_some();
        years += usize::from(is_year);
        is_year || t.chars().count() <= 1
    });
    only && years >= open_appendix::FEWEST_YEARS
}

/// A table with borders; one whose rows all have a single cell is looked through.
fn ruled(table: &Table, found: &mut Vec<ReportTable>) {
    let rows: Vec<Vec<ReportCell>> = table.rows.iter().flat_map(|r| rows_of(&r.cells)).collect();
    let wide = rows.iter().filter(|r| r.len() >= 2).count();
    let words = rows
        .iter()
        .flatten()
        .filter(|c| !c.lines.is_empty())
        .count();
    if wide >= 1 && wide * 2 >= rows.len() && words >= 2 {
        found.push(ReportTable {
            page: table.page,
            bbox: table.bbox,
            rows,
        });
        return;
    }
    for cell in table.rows.iter().flat_map(|r| &r.cells) {
        for region in &cell.content {
            if let Region::Table(inner) = region {
                ruled(inner, found);
            }
        }
    }
}

/// The rows that a row consists of: several where a cell reaches over them (an agreement's over its
/// initiatives), since the cells beside it then are a table of their own.
fn rows_of(cells: &[Cell]) -> Vec<Vec<ReportCell>> {
    let inside: Vec<Option<&Table>> = cells.iter().map(rows_inside).collect();
    let count = inside.iter().flatten().map(|t| t.rows.len()).max();
    let alike = |n: usize| inside.iter().flatten().all(|t| t.rows.len() == n);
    let Some(count) = count.filter(|n| cells.len() > 1 && alike(*n)) else {
        return vec![cells.iter().flat_map(leaves).collect()];
    };
    (0..count)
        .map(|step| {
            let row = |t: &'_ Table| {
                t.rows
                    .get(step)
                    .map(|r| r.cells.clone())
                    .unwrap_or_default()
            };
            let height = inside.iter().flatten().find_map(|t| {
                let first = t.rows.get(step)?.cells.first()?;
                Some((first.bbox.y0, first.bbox.y1))
            });
            let mut out = Vec::new();
            for (cell, table) in cells.iter().zip(&inside) {
                if let Some(table) = table {
                    out.extend(row(table).iter().flat_map(leaves));
                    continue;
                }
                let mut bbox = cell.bbox;
                if let Some((y0, y1)) = height {
                    (bbox.y0, bbox.y1) = (y0, y1);
                }
                out.push(if step == 0 {
                    ReportCell {
                        bbox,
                        lines: cell.lines().into_iter().cloned().collect(),
                        reach: Reach::Several,
                    }
                } else {
                    ReportCell {
                        bbox,
                        lines: Vec::new(),
                        reach: Reach::FromAbove,
                    }
                });
            }
            out
        })
        .collect()
}

/// A cell that is nothing but rows of several cells, all of as many.
fn rows_inside(cell: &Cell) -> Option<&Table> {
    let [Region::Table(table)] = cell.content.as_slice() else {
        return None;
    };
    let width = table.rows.first()?.cells.len();
    let rows = table.rows.len() >= 2 && width >= 2;
    (rows && table.rows.iter().all(|r| r.cells.len() == width)).then_some(table)
}

/// The cells that a cell is cut into by a table inside it (a header over several columns), each with
/// the lines above it that it shares.
fn leaves(cell: &Cell) -> Vec<ReportCell> {
    let inner = cell.content.iter().find_map(|r| {
        if let Region::Table(t) = r {
            Some(t)
        } else {
            None
        }
    });
    let whole = ReportCell {
        bbox: cell.bbox,
        lines: cell.lines().into_iter().cloned().collect(),
        reach: Reach::Row,
    };
    let Some(last) = inner.and_then(|t| t.rows.iter().rev().max_by_key(|r| r.cells.len())) else {
        return vec![whole];
    };
    if last.cells.len() < 2 {
        return vec![whole];
    }
    let mut out: Vec<ReportCell> = last
        .cells
        .iter()
        .map(|c| ReportCell {
            bbox: c.bbox,
            ..ReportCell::default()
        })
        .collect();
    for line in whole.lines {
        let best = out.iter_mut().max_by(|a, b| {
            let near = |c: &ReportCell| {
                line.bbox.overlap_x(&c.bbox) - (line.bbox.mid_x() - c.bbox.mid_x()).abs() / 1000.0
            };
            near(a).total_cmp(&near(b))
        });
        if let Some(best) = best {
            best.lines.push(line);
        }
    }
    out
}
