//! Sections without rulings under their headings.

use uip_layout::{Cell, PageLayout, Region, Row, tail};
use uip_model::{Rect, TextLine};

use super::sections::{MIN_SECTIONS, captions, close, marker, text_edge};
use crate::context::{Context, Style};
use crate::heading;
use crate::lexicon::SURE;
use crate::look;
use crate::mark::leading_label;

/// Sections under their headings: lines that begin with the next marker and a heading that the
/// lexicon knows or that is set as one. Everything up to the next such line is their body.
pub(crate) fn under(ctx: &Context<'_>, pages: &mut [PageLayout]) {
    let lines = || super::loose_lines(pages);
    let numbered = lines().filter(|l| is_heading(ctx, l, true)).count();
    let plain = || lines().filter(|l| is_heading(ctx, l, false)).count();
    let (numbered, found) = match numbered {
        MIN_SECTIONS.. => (true, numbered),
        _ => (false, plain()),
    };
    // Where the headings stand in frames, those outside are alone on their page.
    let framed = framed_headings(pages).filter(|l| is_heading(ctx, l, numbered));
    if found < MIN_SECTIONS || framed.count() > found {
        return;
    }
    let mut open = false;
    let right = text_edge(pages, None);
    // The last region was a budget with its caption: a page break may cut it.
    let mut captioned = false;
    for page in pages.iter_mut() {
        // The heading that was read last, as long as nothing stands under it.
        let mut head: Option<TextLine> = None;
        let regions = std::mem::take(&mut page.regions);
        let mut rows: Vec<Row> = Vec::new();
        // The text's own left edge, not the page's, is what indents are measured from.
        let edges = regions.iter().map(|r| r.bbox().x0);
        let left = edges.fold(f32::INFINITY, f32::min);
        let (x0, x1) = page.column.unwrap_or((left, right.max(left)));
        let captions = captions(ctx, &regions, f32::INFINITY);
        for (region, caption) in regions.into_iter().zip(captions) {
            // A caption and its budget belong to no section.
            let table = matches!(region, Region::Table(_));
            captioned = caption || (captioned && table);
            if captioned {
                close(&mut rows, &mut page.regions);
                page.regions.push(region);
                continue;
            }
            let wraps = matches!((&region, &head), (Region::Line(l), Some(h)) if wraps(h, l));
            let heads =
                !wraps && matches!(&region, Region::Line(l) if is_heading(ctx, l, numbered));
            head = match &region {
                Region::Line(l) if heads || wraps => Some(l.clone()),
                _ => None,
            };
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
            let bbox = Rect::new(x0.min(bbox.x0), bbox.y0, x1.max(bbox.x1), bbox.y1);
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
        close(&mut rows, &mut page.regions);
    }
}

/// The first lines of rows of one cell.
fn framed_headings(pages: &[PageLayout]) -> impl Iterator<Item = &TextLine> {
    let tables = pages
        .iter()
        .flat_map(|p| &p.regions)
        .filter_map(|r| match r {
            Region::Table(table) => Some(table),
            Region::Line(_) => None,
        });
    tables
        .flat_map(|t| &t.rows)
        .filter_map(|row| match row.cells.as_slice() {
            [cell] => match cell.content.first() {
                Some(Region::Line(line)) => Some(line),
                _ => None,
            },
            _ => None,
        })
}

/// The line goes on with the heading above it.
pub(super) fn wraps(head: &TextLine, line: &TextLine) -> bool {
    Style::of(head).same(Style::of(line))
        && line.page == head.page
        && line.bbox.y0 - head.bbox.y1 < 0.5 * line.size
        && leading_label(&line.text).is_none()
        && look::bare_number(&line.text).is_none()
}

/// The line is a section's heading: with a marker where the document has markers, else set as a
/// heading and known.
fn is_heading(ctx: &Context<'_>, line: &TextLine, numbered: bool) -> bool {
    if !numbered {
        return look::is_section(ctx, line)
            || (ctx.is_display(line)
                && ctx.section(&line.text).certainty >= SURE
                && heading::label(ctx, line).is_none());
    }
    if look::bare_number(&line.text).is_some() && look::is_section(ctx, line) {
        return true;
    }
    let Some((_, bytes)) = marker(ctx, &line.text) else {
        return false;
    };
    let (rest, _) = tail(line, bytes);
    let words = rest.words.len();
    words > 0
        && words <= 16
        && (ctx.section(&rest.text).certainty >= SURE
            || (ctx.is_display(line) && !rest.text.ends_with('.')))
}

/// The line is the heading of an initiative or area: labelled, or clearly larger than running text and
/// than the sections' headings, which stand below it.
fn ends_section(ctx: &Context<'_>, line: &TextLine) -> bool {
    let labelled = heading::label(ctx, line).is_some();
    let above = |look: Style| line.size > look.size + 0.6 && line.size > ctx.body.size + 0.6;
    (labelled && ctx.stands_out(line))
        || (ctx.is_display(line) && line.size > ctx.body.size + 1.5)
        || (ctx.is_display(line) && ctx.section_look.is_some_and(above))
}
