//! Tables of reports as rows of cells: those with borders all around, as the layout finds them, and
//! those with lines between the rows only.

use uip_layout::{Cell, PageLayout, Region, Table, lines, text_of};
use uip_model::{Direction, Page, Rect, Ruling, TextLine};

use super::canvas::centre;
use super::chart::{self, Charts};
use super::lexicon::ReportLexicon;
use super::open_appendix::{self, OpenColumns};
use super::open_table;
use super::portfolio;

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

/// Row lines further apart than this, in points, are no rows of one table.
const ROW: f32 = 170.0;

/// Row lines whose ends differ by more than this, in points, belong to different tables.
const ENDS: f32 = 4.0;

/// A gap wider than this part of the type size separates columns where no ruling does; a space has
/// less than 0.3.
const GAP: f32 = 0.45;

/// More lines than this above the first ruling are text, not a header.
const HEADER_LINES: usize = 6;

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

/// Tables that have lines between their rows and none between their columns.
fn row_ruled(page: &Page, taken: &[Rect]) -> Vec<ReportTable> {
    let mut groups: Vec<Vec<Ruling>> = Vec::new();
    for ruling in long_lines(page) {
        let free = !taken.iter().any(|t| {
            ruling.at > t.y0 - 2.0
                && ruling.at < t.y1 + 2.0
                && ruling.from < t.x1
                && ruling.to > t.x0
        });
        if !free {
            continue;
        }
        let home = groups.iter_mut().find(|g| {
            g.last().is_some_and(|last| {
                (last.from - ruling.from).abs() < ENDS
                    && (last.to - ruling.to).abs() < ENDS
                    && ruling.at - last.at < ROW
            })
        });
        match home {
            Some(group) => group.push(ruling),
            None => groups.push(vec![ruling]),
        }
    }
    let mut out = Vec::new();
    for group in &groups {
        split_tables(page, group, &mut out);
    }
    out
}

/// Reads parallel lines as a table, or as two where a wide gap separates them (a caption, text): two
/// tables under one another are cut there if each then has more columns.
fn split_tables(page: &Page, rules: &[Ruling], out: &mut Vec<ReportTable>) {
    let steps: Vec<f32> = rules
        .windows(2)
        .filter_map(|p| match p {
            [a, b] => Some(b.at - a.at),
            _ => None,
        })
        .collect();
    let widest = steps
        .iter()
        .copied()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let whole = row_table(page, rules);
    let columns = |t: &ReportTable| t.rows.first().map_or(0, Vec::len);
    if let Some((at, step)) = widest
        && rules.len() > 3
    {
        let mut sorted = steps.clone();
        sorted.sort_by(f32::total_cmp);
        let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(step);
        let mut parts = Vec::new();
        if whole.is_none() || step > 1.6 * usual {
            let (above, below) = rules.split_at(at + 1);
            split_tables(page, above, &mut parts);
            split_tables(page, below, &mut parts);
        }
        let more = whole.as_ref().map_or(0, columns) < parts.iter().map(columns).max().unwrap_or(0);
        if more {
            out.append(&mut parts);
            return;
        }
    }
    out.extend(whole);
}

/// Horizontal rulings by height, pieces that meet (one a cell) put together.
pub(crate) fn long_lines(page: &Page) -> Vec<Ruling> {
    let mut sorted: Vec<Ruling> = page
        .rulings
        .iter()
        .copied()
        .filter(|r| r.direction == Direction::Horizontal)
        .collect();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Ruling> = Vec::new();
    for ruling in sorted {
        let home = out.iter_mut().rev().take(8).find(|o| {
            (o.at - ruling.at).abs() < 1.5 && ruling.from < o.to + 3.0 && ruling.to > o.from - 3.0
        });
        match home {
            Some(known) => {
                known.from = known.from.min(ruling.from);
                known.to = known.to.max(ruling.to);
            }
            None => out.push(ruling),
        }
    }
    out.retain(|r| r.to - r.from > 60.0);
    out
}

/// Reads what stands between parallel lines as a table, if it has columns.
fn row_table(page: &Page, rules: &[Ruling]) -> Option<ReportTable> {
    let (first, last) = (rules.first()?, rules.last()?);
    if rules.len() < 2 {
        return None;
    }
    let (left, right) = (first.from - 3.0, first.to + 3.0);
    let inside = |y0: f32, y1: f32| -> Vec<u32> {
        (0_u32..)
            .zip(&page.words)
            .filter(|(_, w)| w.visibility == uip_model::Visibility::Visible)
            .filter(|(_, w)| {
                let (x, y) = centre(w);
                x > left && x < right && y > y0 && y < y1
            })
            .map(|(i, _)| i)
            .collect()
    };
    let mut rows: Vec<(f32, f32, Vec<u32>)> = Vec::new();
    let bands: Vec<(f32, f32, Vec<u32>)> = rules
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((a.at, b.at, inside(a.at, b.at))),
            _ => None,
        })
        .filter(|(_, _, words)| !words.is_empty())
        .collect();
    let digits = |words: &[u32]| {
        let begins = |i: &u32| {
            page.words
                .get(*i as usize)
                .is_some_and(|w| w.text.starts_with(|c: char| c.is_ascii_digit()))
        };
        words.iter().any(begins)
    };
    // Words over figures between the first two lines are the header: nothing above is.
    let headed = match bands.as_slice() {
        [(_, _, head), rest @ ..] => !digits(head) && rest.iter().any(|(_, _, w)| digits(w)),
        [] => false,
    };
    let columns = spans(page, bands.iter().flat_map(|b| &b.2));
    if !headed && let Some((top, words)) = header_above(page, (left, right), first.at, &columns) {
        rows.push((top, first.at, words));
    }
    rows.extend(bands);
    if rows.len() < 2 {
        return None;
    }
    assemble(page, (first.from, first.to), &rows, last.at)
}

/// Makes a table of rows of words, each with its upper and lower edge, if they stand in columns.
pub(crate) fn assemble(
    page: &Page,
    (left, right): (f32, f32),
    rows: &[(f32, f32, Vec<u32>)],
    bottom: f32,
) -> Option<ReportTable> {
    let whole = columns(page, rows.iter().flat_map(|r| &r.2));
    let head = columns(page, rows.iter().take(1).flat_map(|r| &r.2));
    let body = columns(page, rows.iter().skip(1).flat_map(|r| &r.2));
    // Headings at the left and figures at the right of wide cells meet nowhere: then the first
    // heading belongs to the first column of figures, or, with fewer headings, the last to the last.
    let fewer = body.len().saturating_sub(head.len());
    let headings = spans(page, rows.iter().take(1).flat_map(|r| &r.2));
    let figures = spans(page, rows.iter().skip(1).flat_map(|r| &r.2));
    let contradicted = headings.iter().enumerate().any(|(i, h)| {
        let meets = |b: &(f32, f32)| h.1.min(b.1) - h.0.max(b.0) > 1.0;
        figures
            .iter()
            .enumerate()
            .any(|(j, b)| j != i && j != i + fewer && meets(b))
    });
    // Wide headings between close figures meet all of them; with one for each column, or each but the
    // first, they go by order.
    let scattered = whole.len() > head.len().max(body.len())
        || (whole.len() < body.len() && head.len() + 1 >= body.len());
    let apart = scattered && (2..=body.len()).contains(&head.len()) && !contradicted;
    // A heading wider than its column must not make two columns one.
    let whole = if whole.len() < body.len() {
        body.clone()
    } else {
        whole
    };
    let built: Vec<Vec<ReportCell>> = rows
        .iter()
        .enumerate()
        .map(|(n, (y0, y1, words))| {
            let (own, skipped) = match (apart, n) {
                (false, _) => (&whole, 0),
                (true, 0) => (&head, fewer),
                (true, _) => (&body, 0),
            };
            let blank = ReportCell {
                bbox: Rect::new(left, *y0, left, *y1),
                ..ReportCell::default()
            };
            let last = own.len().saturating_sub(1);
            let cells = own.iter().enumerate().map(|(at, (x0, x1))| {
                // All of these words are the table's.
                let from = if at == 0 { f32::NEG_INFINITY } else { *x0 };
                let to = if at == last { f32::INFINITY } else { *x1 };
                ReportCell {
                    bbox: Rect::new(*x0, *y0, *x1, *y1),
                    lines: cell_lines(page, words, from, to),
                    reach: Reach::Row,
                }
            });
            std::iter::repeat_n(blank, skipped).chain(cells).collect()
        })
        .collect();
    let columns = if apart { &body } else { &whole };
    let filled = built
        .iter()
        .filter(|r| r.iter().filter(|c| !c.lines.is_empty()).count() >= 2)
        .count();
    if columns.len() < 2 || filled * 5 < built.len() * 3 {
        return None;
    }
    let top = rows.first()?.0;
    Some(ReportTable {
        page: page.number,
        bbox: Rect::new(left, top, right, bottom),
        rows: built,
    })
}

/// The lines of the words whose middle lies between two x.
fn cell_lines(page: &Page, words: &[u32], x0: f32, x1: f32) -> Vec<TextLine> {
    let inside = |i: &u32| {
        page.words
            .get(*i as usize)
            .is_some_and(|w| w.bbox.mid_x() >= x0 && w.bbox.mid_x() < x1)
    };
    let own: Vec<u32> = words.iter().copied().filter(inside).collect();
    lines(page, &own).iter().map(|l| text_of(page, l)).collect()
}

/// The lines right above a table's first row, if they are a header: the upper edge and the words. A
/// line that runs over its columns is text.
fn header_above(
    page: &Page,
    (left, right): (f32, f32),
    edge: f32,
    under: &[(f32, f32)],
) -> Option<(f32, Vec<u32>)> {
    let near: Vec<u32> = (0_u32..)
        .zip(&page.words)
        .filter(|(_, w)| w.visibility == uip_model::Visibility::Visible)
        .filter(|(_, w)| {
            let (x, y) = centre(w);
            x > left && x < right && y < edge && y > edge - 120.0
        })
        .map(|(i, _)| i)
        .collect();
    let all = lines(page, &near);
    let over = |s: &(f32, f32)| {
        let on = |c: &&(f32, f32)| s.1.min(c.1) - s.0.max(c.0) > 1.0;
        under.iter().filter(on).count()
    };
    let mut top = edge;
    let mut taken: Vec<u32> = Vec::new();
    for (n, line) in all.iter().rev().enumerate() {
        // The first line keeps the cell's padding, the others follow line by line; a line beside
        // one that was taken (cells of different height) overlaps it.
        let room = if n == 0 { 1.2 } else { 0.6 };
        let text = spans(page, line.words.iter()).iter().any(|s| over(s) >= 3);
        if text || top - line.bbox.y1 > room * line.size || n >= HEADER_LINES {
            break;
        }
        top = top.min(line.bbox.y0);
        taken.extend(&line.words);
    }
    (columns(page, taken.iter()).len() >= 2).then_some((top, taken))
}

/// What stands in columns, from left to right: white gaps through all of these words part it.
pub(crate) fn spans<'a>(page: &Page, words: impl Iterator<Item = &'a u32>) -> Vec<(f32, f32)> {
    let mut spans: Vec<(f32, f32, f32)> = words
        .filter_map(|&i| page.words.get(i as usize))
        .map(|w| (w.bbox.x0, w.bbox.x1, w.size))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (from, to, size) in spans {
        match out.last_mut() {
            Some(last) if from - last.1 < GAP * size => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}

/// Where no ruling separates columns, white gaps do. Each column reaches to the middle of the gap.
fn columns<'a>(page: &Page, words: impl Iterator<Item = &'a u32>) -> Vec<(f32, f32)> {
    let out = spans(page, words);
    let edges: Vec<f32> = out
        .windows(2)
        .filter_map(|p| match p {
            [a, b] => Some((a.1 + b.0) / 2.0),
            _ => None,
        })
        .collect();
    let starts = std::iter::once(f32::NEG_INFINITY).chain(edges.iter().copied());
    let ends = edges.iter().copied().chain(std::iter::once(f32::INFINITY));
    let (low, high) = (
        out.first().map_or(0.0, |c| c.0),
        out.last().map_or(0.0, |c| c.1),
    );
    if out.is_empty() {
        return Vec::new();
    }
    starts
        .zip(ends)
        .map(|(a, b)| (a.max(low - 3.0), b.min(high + 3.0)))
        .collect()
}
