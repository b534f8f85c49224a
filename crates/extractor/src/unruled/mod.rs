//! Tables without rulings, made into tables from the places of their words, so that everything after
//! reads one form: budgets and timetables by their headers, sections beside their headings by the
//! common left edge of their text, sections under their headings by their markers. Before all that, pages
//! in columns are cut into those.

mod aligned;
mod budget;
mod columns;
mod sections;
mod timetable;
mod turned;
mod under;

use uip_layout::{Cell, PageLayout, Region, Row, Table};
use uip_model::{Rect, TextLine, TextWord};

use crate::context::Context;

/// Cuts pages in two columns into those, once the budgets that run across them are tables.
pub(crate) fn columns(ctx: &Context<'_>, pages: &mut Vec<PageLayout>) {
    budgets(ctx, pages);
    columns::part_pages(ctx, pages);
}

/// Puts tables in the place of lines that form one, in pages and in cells.
///
/// Budgets first, since they are as wide as the page or its column; then sections; timetables last,
/// since they stand in sections.
pub(crate) fn rule(ctx: &Context<'_>, pages: &mut [PageLayout]) {
    if pages.iter().any(|p| p.column.is_some()) {
        budgets(ctx, pages);
    }
    sections::beside(ctx, pages);
    under::under(ctx, pages);
    let mut open = None;
    for (order, page) in pages.iter_mut().enumerate() {
        let left = page.column.map(|(x0, _)| x0);
        let place = timetable::Place { order, left };
        each_content(&mut page.regions, 0, &mut |content| {
            timetable::rule(ctx, place, content, &mut open);
        });
    }
}

fn budgets(ctx: &Context<'_>, pages: &mut [PageLayout]) {
    let mut open = None;
    for page in pages.iter_mut() {
        each_content(&mut page.regions, 0, &mut |content| {
            budget::rule(ctx, content, &mut open);
        });
    }
}

/// Cells nested deeper than this are drawings.
const MAX_DEPTH: u32 = 8;

/// Calls the function with the content of the page, then of every cell, outer ones first.
fn each_content(content: &mut Vec<Region>, depth: u32, f: &mut impl FnMut(&mut Vec<Region>)) {
    f(content);
    for region in content.iter_mut() {
        if let Region::Table(table) = region
            && depth < MAX_DEPTH
        {
            let cells = table.rows.iter_mut().flat_map(|r| &mut r.cells);
            cells.for_each(|c| each_content(&mut c.content, depth + 1, f));
        }
    }
}

/// The lines of pages that stand in no table.
fn loose_lines(pages: &[PageLayout]) -> impl Iterator<Item = &TextLine> {
    let regions = pages.iter().flat_map(|p| &p.regions);
    regions.filter_map(|r| match r {
        Region::Line(line) => Some(line),
        Region::Table(_) => None,
    })
}

/// The lines at the beginning of some regions, up to the first table.
fn lines_from(content: &[Region]) -> Vec<&TextLine> {
    content
        .iter()
        .map_while(|r| {
            if let Region::Line(l) = r {
                Some(l)
            } else {
                None
            }
        })
        .collect()
}

/// A row of cells with one line each, or none.
fn row(page: u32, cells: Vec<(Rect, Vec<TextLine>)>) -> Row {
    let cells: Vec<Cell> = cells
        .into_iter()
        .map(|(bbox, lines)| Cell {
            bbox,
            page,
            content: lines.into_iter().map(Region::Line).collect(),
        })
        .collect();
    let bbox = cells
        .iter()
        .map(|c| c.bbox)
        .reduce(|a, b| a.union(&b))
        .unwrap_or_default();
    Row { bbox, cells }
}

/// A table of rows.
fn table(page: u32, rows: Vec<Row>) -> Table {
    let bbox = rows
        .iter()
        .map(|r| r.bbox)
        .reduce(|a, b| a.union(&b))
        .unwrap_or_default();
    Table { bbox, page, rows }
}

/// Where the runs of a line begin that [`runs`] gives.
fn run_starts(line: &TextLine, em: f32) -> impl Iterator<Item = f32> + '_ {
    let first = line.words.first().map(|w| w.bbox.x0);
    let after_gaps = line.words.windows(2).filter_map(move |pair| match pair {
        [a, b] => (b.bbox.x0 - a.bbox.x1 > em * line.size).then_some(b.bbox.x0),
        _ => None,
    });
    first.into_iter().chain(after_gaps)
}

/// How many words of a line stand in the first of the runs that [`runs`] gives.
fn first_run(line: &TextLine, em: f32) -> usize {
    let near = |pair: &&[TextWord]| match pair {
        [a, b] => b.bbox.x0 - a.bbox.x1 <= em * line.size,
        _ => false,
    };
    line.words.len().min(1) + line.words.windows(2).take_while(near).count()
}

/// The words of a line in runs that gaps wider than `em` times the type size part.
fn runs(line: &TextLine, em: f32) -> Vec<TextLine> {
    let mut cuts: Vec<f32> = Vec::new();
    for pair in line.words.windows(2) {
        if let [a, b] = pair
            && b.bbox.x0 - a.bbox.x1 > em * line.size
        {
            cuts.push((a.bbox.x1 + b.bbox.x0) / 2.0);
        }
    }
    if cuts.is_empty() && !line.words.is_empty() {
        return vec![line.clone()];
    }
    let mut out = Vec::new();
    let mut from = f32::NEG_INFINITY;
    for to in cuts.into_iter().chain([f32::INFINITY]) {
        out.extend(uip_layout::part(line, |w| {
            w.bbox.mid_x() >= from && w.bbox.mid_x() < to
        }));
        from = to;
    }
    out
}
