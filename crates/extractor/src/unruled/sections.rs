//! Sections without rulings: beside their headings, or under them.

use uip_layout::{Cell, PageLayout, Region, Row, part, tail};
use uip_model::{Rect, TextLine};

use crate::context::Context;
use crate::heading;
use crate::lexicon::SURE;
use crate::mark::{Label, is_period, leading_label};
use crate::section::bare_label;

/// So many sections in one form are no accident.
const MIN_SECTIONS: usize = 3;

/// A body's left edge stands at least this far, in points, right of the headings'.
const MIN_INDENT: f32 = 30.0;

/// A heading's first line is at least this like a known heading: it may be cut after a third.
const PARTLY: f32 = 0.4;

/// Words this near, in points, to the body's left edge begin there.
const NEAR: f32 = 2.5;

/// Sections beside their headings: many lines begin at one place right of the margin, and marked
/// headings left of it have their text begin there too.
pub(crate) fn beside(ctx: &Context<'_>, pages: &mut [PageLayout]) {
    let Some(edge) = body_edge(ctx, pages) else {
        return;
    };
    let right = text_edge(pages);
    for page in pages.iter_mut() {
        let regions = std::mem::take(&mut page.regions);
        let mut run: Vec<Row> = Vec::new();
        for region in regions {
            match region {
                Region::Line(line) => match sides(&line, edge) {
                    Some((left, body)) if left.is_some() || body.is_some() => {
                        add(ctx, &mut run, left, body, edge, right)
                    }
                    _ => {
                        close(&mut run, &mut page.regions);
                        page.regions.push(Region::Line(line));
                    }
                },
                // A table in the body's column is the section's.
                Region::Table(table) if table.bbox.x0 >= edge - 6.0 && !run.is_empty() => {
                    if let Some(cell) = run.last_mut().and_then(|r| r.cells.last_mut()) {
                        cell.bbox = cell.bbox.union(&table.bbox);
                        cell.content.push(Region::Table(table));
                    }
                }
                Region::Table(table) => {
                    close(&mut run, &mut page.regions);
                    page.regions.push(Region::Table(table));
                }
            }
        }
        close(&mut run, &mut page.regions);
    }
}

fn close(run: &mut Vec<Row>, out: &mut Vec<Region>) {
    if let Some(page) = run.first().and_then(|r| r.cells.first()).map(|c| c.page) {
        out.push(Region::Table(super::table(page, std::mem::take(run))));
    }
}

fn add(
    ctx: &Context<'_>,
    run: &mut Vec<Row>,
    left: Option<TextLine>,
    body: Option<TextLine>,
    edge: f32,
    right: f32,
) {
    let begins = left.as_ref().is_some_and(|l| {
        marker(ctx, &l.text).is_some()
            || (run.is_empty() && ctx.lexicon.section(&l.text).certainty >= SURE)
    });
    let some = left.as_ref().or(body.as_ref());
    let (page, top, bottom) = some.map_or((0, 0.0, 0.0), |l| (l.page, l.bbox.y0, l.bbox.y1));
    if begins || run.is_empty() {
        let cell = |x0, x1| Cell {
            bbox: Rect::new(x0, top, x1, bottom),
            page,
            content: Vec::new(),
        };
        let margin = left.as_ref().map_or(edge - MIN_INDENT, |l| l.bbox.x0);
        run.push(Row {
            bbox: Rect::new(margin, top, right, bottom),
            cells: vec![cell(margin, edge - NEAR), cell(edge, right)],
        });
    }
    if let Some(row) = run.last_mut() {
        row.bbox.y1 = row.bbox.y1.max(bottom);
        for (cell, line) in row.cells.iter_mut().zip([left, body]) {
            cell.bbox.y1 = cell.bbox.y1.max(bottom);
            cell.content.extend(line.map(Region::Line));
        }
    }
}

/// A section's marker at the beginning of a line: closed, or a bare number before a known heading or
/// the first words of one.
fn marker(ctx: &Context<'_>, text: &str) -> Option<(Label, usize)> {
    leading_label(text)
        .or_else(|| bare_label(ctx, text))
        .or_else(|| {
            let (number, rest) = text.split_once(' ')?;
            let first = rest
                .split(' ')
                .next()
                .filter(|w| w.starts_with(char::is_uppercase))?;
            let found = crate::mark::label(number).filter(|_| ctx.lexicon.begins(first))?;
            Some((found, number.len()))
        })
}

/// Where the longest line outside tables ends.
fn text_edge(pages: &[PageLayout]) -> f32 {
    let lines = pages
        .iter()
        .flat_map(|p| &p.regions)
        .filter(|r| matches!(r, Region::Line(_)));
    lines.map(|r| r.bbox().x1).fold(0.0, f32::max)
}

/// The left edge of the sections' text, if the document has sections beside their headings.
fn body_edge(ctx: &Context<'_>, pages: &[PageLayout]) -> Option<f32> {
    let mut votes: Vec<(f32, usize)> = Vec::new();
    let lines = || {
        pages.iter().flat_map(|p| &p.regions).filter_map(|r| {
            if let Region::Line(l) = r {
                Some(l)
            } else {
                None
            }
        })
    };
    for line in lines() {
        let Some((_, bytes)) = marker(ctx, &line.text) else {
            continue;
        };
        // `4. kvartal 2025` is a timetable's row.
        if is_period(line.text.get(bytes..).unwrap_or_default()) {
            continue;
        }
        for pair in line.words.windows(2) {
            if let [a, b] = pair
                && b.bbox.x0 - a.bbox.x1 > 0.8 * line.size
                && b.bbox.x0 - line.bbox.x0 > MIN_INDENT
            {
                match votes
                    .iter_mut()
                    .find(|(x, _)| (*x - b.bbox.x0).abs() <= NEAR)
                {
                    Some((_, n)) => *n += 1,
                    None => votes.push((b.bbox.x0, 1)),
                }
            }
        }
    }
    let (edge, _) = votes
        .into_iter()
        .filter(|(_, n)| *n >= MIN_SECTIONS)
        .max_by_key(|(_, n)| *n)?;
    let begin_there = lines().filter(|l| (l.bbox.x0 - edge).abs() <= NEAR).count();
    // Marked headings with their text beside them, at least one of them known in part.
    let beside = lines().filter_map(|l| match sides(l, edge)? {
        (Some(left), Some(_)) => marker(ctx, &left.text).map(|(_, n)| tail(&left, n).0),
        _ => None,
    });
    let known = beside
        .filter(|heading| ctx.lexicon.section(&heading.text).certainty >= PARTLY)
        .count();
    (begin_there >= MIN_SECTIONS && known >= MIN_SECTIONS - 1).then_some(edge)
}

/// What stands left and right of the edge; `None` if a word or a run of words crosses it.
fn sides(line: &TextLine, edge: f32) -> Option<(Option<TextLine>, Option<TextLine>)> {
    if line.bbox.x0 >= edge - NEAR {
        return Some((None, Some(line.clone())));
    }
    if line.bbox.x1 <= edge - NEAR {
        // A line that ends left of the edge: a heading's, or a short line of running text.
        return Some((Some(line.clone()), None));
    }
    let left = part(line, |w| w.bbox.x1 <= edge - NEAR);
    let right = part(line, |w| w.bbox.x0 >= edge - NEAR);
    let all = left.as_ref().map_or(0, |l| l.words.len())
        + right.as_ref().map_or(0, |l| l.words.len())
        == line.words.len();
    let begins = right
        .as_ref()
        .is_some_and(|r| r.bbox.x0 - edge <= 3.0 * MIN_INDENT);
    let gap = match (&left, &right) {
        (Some(l), Some(r)) => r.bbox.x0 - l.bbox.x1 > 0.6 * line.size,
        _ => false,
    };
    (all && begins && gap).then_some((left, right))
}

/// Sections under their headings: lines that begin with the next marker and a heading that the
/// lexicon knows or that is set as one. Everything up to the next such line is their body.
pub(crate) fn under(ctx: &Context<'_>, pages: &mut [PageLayout]) {
    let lines = || {
        pages.iter().flat_map(|p| &p.regions).filter_map(|r| {
            if let Region::Line(l) = r {
                Some(l)
            } else {
                None
            }
        })
    };
    let numbered = lines().filter(|l| is_heading(ctx, l, true)).count() >= MIN_SECTIONS;
    if !numbered && lines().filter(|l| is_heading(ctx, l, false)).count() < MIN_SECTIONS {
        return;
    }
    let mut open = false;
    let right = text_edge(pages);
    for page in pages.iter_mut() {
        let regions = std::mem::take(&mut page.regions);
        let mut rows: Vec<Row> = Vec::new();
        let full = Rect::new(0.0, 0.0, page.width, page.height);
        for region in regions {
            let heads = matches!(&region, Region::Line(l) if is_heading(ctx, l, numbered));
            let ends = matches!(&region, Region::Line(l) if ends_section(ctx, l));
            if ends && !heads {
                close(&mut rows, &mut page.regions);
                open = false;
            }
            if heads {
                open = true;
            }
            if !open {
                page.regions.push(region);
                continue;
            }
            let bbox = region.bbox();
            let bbox = Rect::new(full.x0, bbox.y0, full.x1, bbox.y1);
            if heads || rows.is_empty() {
                rows.push(Row {
                    bbox,
                    cells: vec![Cell {
                        bbox,
                        page: page.number,
                        content: Vec::new(),
                    }],
                });
            }
            if let Some(row) = rows.last_mut() {
                row.bbox = row.bbox.union(&bbox);
                if let Some(cell) = row.cells.first_mut() {
                    cell.bbox = cell.bbox.union(&bbox);
                    cell.content.push(region);
                }
            }
        }
        // The text's own left edge, not the page's, is what indents are measured from.
        for cell in rows.iter_mut().flat_map(|r| &mut r.cells) {
            let left = cell
                .content
                .iter()
                .map(|r| r.bbox().x0)
                .fold(f32::INFINITY, f32::min);
            cell.bbox.x0 = left;
            cell.bbox.x1 = right.max(left);
        }
        close(&mut rows, &mut page.regions);
    }
}

/// The line is a section's heading: with a marker where the document has markers, else set as a
/// heading and known.
fn is_heading(ctx: &Context<'_>, line: &TextLine, numbered: bool) -> bool {
    if !numbered {
        return ctx.is_display(line)
            && ctx.lexicon.section(&line.text).certainty >= SURE
            && heading::label(ctx, line).is_none();
    }
    let Some((_, bytes)) = marker(ctx, &line.text) else {
        return false;
    };
    let (rest, _) = tail(line, bytes);
    let words = rest.words.len();
    words > 0
        && words <= 16
        && (ctx.lexicon.section(&rest.text).certainty >= SURE
            || (ctx.is_display(line) && !rest.text.ends_with('.')))
}

/// The line is the heading of an initiative or area.
fn ends_section(ctx: &Context<'_>, line: &TextLine) -> bool {
    let labelled = heading::label(ctx, line).is_some();
    (labelled && ctx.stands_out(line)) || (ctx.is_display(line) && line.size > ctx.body.size + 1.5)
}
