//! Sections without rulings beside their headings.

use uip_layout::{Cell, PageLayout, Region, Row, tail};
use uip_model::{Direction, Rect, Ruling, Shape, TextLine};

use super::under::wraps;
use crate::blocks::joined;
use crate::budget::is_caption;
use crate::context::Context;
use crate::heading;
use crate::lexicon::{LIKELY, SURE};
use crate::look;
use crate::mark::{Label, is_period, leading_label};
use crate::section::bare_label;

/// So many sections in one form are no accident.
pub(super) const MIN_SECTIONS: usize = 3;

/// A body's left edge stands at least this far, in points, right of the headings'.
const MIN_INDENT: f32 = 30.0;

/// What stands beside a heading begins at most this far, in points, right of the edge of the text.
const FARTHEST: f32 = 3.0 * MIN_INDENT;

/// A heading's first line is at least this like a known heading: it may be cut after a third.
const PARTLY: f32 = 0.4;

/// The coloured ground of a heading ends this near, in points, to where the text beside it begins, and is
/// at least as high.
const SHADE: f32 = 12.0;

/// Words this near, in points, to the body's left edge begin there.
const NEAR: f32 = 2.5;

/// Sections beside their headings: many lines begin at one place right of the margin, and marked
/// headings left of it have their text begin there too.
pub(crate) fn beside(ctx: &Context<'_>, pages: &mut [PageLayout]) {
    let Some(Edge { x: edge, marked }) = body_edge(ctx, pages) else {
        return;
    };
    let right = text_edge(pages, rules_end(ctx, pages, edge));
    for page in pages.iter_mut() {
        let regions = std::mem::take(&mut page.regions);
        let regions = headed(regions, edge);
        let captions = captions(ctx, &regions, edge - 6.0);
        let mut run: Vec<Row> = Vec::new();
        let drawn = crossing(ctx, page.number, edge).map(|r| r.at);
        let rules: Vec<f32> = drawn.chain(shades(ctx, page.number, edge)).collect();
        let mut bottom = f32::INFINITY;
        let mut regions = regions.into_iter().peekable();
        for caption in captions {
            let Some(region) = regions.next() else { break };
            let top = region.bbox().mid_y();
            let ruled = rules.iter().any(|y| *y > bottom && *y < top);
            bottom = top;
            match region {
                Region::Line(line) if caption || is_title(ctx, &line, page.regions.last()) => {
                    close(&mut run, &mut page.regions);
                    page.regions.push(Region::Line(line));
                }
                Region::Line(line) => match sides(ctx, &line, edge) {
                    Some((left, body)) if left.is_some() || body.is_some() => {
                        let below = regions.peek().map(Region::bbox).is_some_and(|b| {
                            b.x0 >= edge - 6.0 && b.y0 - line.bbox.y1 < BESIDE * line.size
                        });
                        let text = match body {
                            Some(_) => Text::Beside,
                            None if below => Text::Below,
                            None => Text::None,
                        };
                        let begins = (ruled && !run.is_empty())
                            || begins(ctx, &run, left.as_ref(), text, marked);
                        add(&mut run, (left, body), begins, edge, right);
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

/// The regions with the heading first where a table beside it begins a little higher.
fn headed(mut regions: Vec<Region>, edge: f32) -> Vec<Region> {
    for at in 1..regions.len() {
        let first = match regions.get(at - 1..=at) {
            Some([Region::Table(table), Region::Line(line)]) => {
                let beside = table.bbox.x0 >= edge - 6.0 && line.bbox.x1 <= edge - NEAR;
                beside && line.bbox.y0 < table.bbox.y0 + line.size
            }
            _ => false,
        };
        if first {
            regions.swap(at - 1, at);
        }
    }
    regions
}

/// The lines that are drawn from the headings' column into the text's: they part two rows.
fn crossing<'a>(ctx: &Context<'a>, page: u32, edge: f32) -> impl Iterator<Item = &'a Ruling> {
    let rulings = ctx.page(page).map_or(&[] as &[_], |p| p.rulings.as_slice());
    rulings.iter().filter(move |r| {
        let across = r.from < edge - MIN_INDENT && r.to > edge + MIN_INDENT;
        r.direction == Direction::Horizontal && across
    })
}

/// Upper edges of the coloured grounds of headings: each is a row's.
fn shades<'a>(ctx: &Context<'a>, page: u32, edge: f32) -> impl Iterator<Item = f32> + 'a {
    let shapes = ctx.page(page).map_or(&[] as &[_], |p| p.shapes.as_slice());
    let column = move |s: &&Shape| {
        let wide = s.bbox.x0 < edge - MIN_INDENT && (edge - s.bbox.x1).abs() < SHADE;
        s.fill.is_some() && wide && s.bbox.height() > SHADE
    };
    shapes.iter().filter(column).map(|s| s.bbox.y0)
}

/// Where most lines between rows end, which a budget that is wider than the sections does not change.
fn rules_end(ctx: &Context<'_>, pages: &[PageLayout], edge: f32) -> Option<f32> {
    let mut votes: Vec<(f32, usize)> = Vec::new();
    for rule in pages.iter().flat_map(|p| crossing(ctx, p.number, edge)) {
        match votes.iter_mut().find(|(x, _)| (*x - rule.to).abs() <= NEAR) {
            Some((_, n)) => *n += 1,
            None => votes.push((rule.to, 1)),
        }
    }
    let (end, count) = votes.into_iter().max_by_key(|(_, n)| *n)?;
    (count >= MIN_SECTIONS).then_some(end)
}

/// The line is part of an initiative's heading: larger than running text and no section's heading, or the
/// rest of such a line, which may be as short as the headings of sections.
fn is_title(ctx: &Context<'_>, line: &TextLine, above: Option<&Region>) -> bool {
    let large = line.size > ctx.body.size + 0.6 && !ctx.looks_like_section(line);
    let rest = matches!(above, Some(Region::Line(a))
        if heading::label(ctx, a).is_some() && ctx.stands_out(a) && wraps(a, line));
    large || rest
}

/// Which of the regions are lines that name the unit or price level of a budget right under them, one that
/// begins left of the given edge.
pub(super) fn captions(ctx: &Context<'_>, regions: &[Region], edge: f32) -> Vec<bool> {
    // The budget may begin on the next page.
    let mut above_table = true;
    let mut out: Vec<bool> = Vec::with_capacity(regions.len());
    for region in regions.iter().rev() {
        let caption = match region {
            Region::Line(line) => above_table && is_caption(ctx, line),
            Region::Table(_) => false,
        };
        above_table = match region {
            Region::Line(_) => caption,
            Region::Table(table) => table.bbox.x0 < edge,
        };
        out.push(caption);
    }
    out.reverse();
    out
}

pub(super) fn close(run: &mut Vec<Row>, out: &mut Vec<Region>) {
    if let Some(page) = run.first().and_then(|r| r.cells.first()).map(|c| c.page) {
        out.push(Region::Table(super::table(page, std::mem::take(run))));
    }
}

/// Arrows or a table beside a heading, whose padding sets their text lower, begin nearer than this many
/// type sizes.
const BESIDE: f32 = 2.0;

/// Headings further below the one before than this many times the distance of lines begin a section.
const ROOM: f32 = 1.2;

/// What stands right of the edge.
#[derive(Clone, Copy)]
enum Text {
    /// On the heading's line.
    Beside,
    /// A little lower, as in a table with padding.
    Below,
    None,
}

/// The line left of the edge begins a section's heading.
fn begins(
    ctx: &Context<'_>,
    run: &[Row],
    left: Option<&TextLine>,
    text: Text,
    marked: bool,
) -> bool {
    let Some(line) = left else {
        return false;
    };
    let known = || ctx.section(&line.text).certainty >= SURE;
    if marked {
        return marker(ctx, &line.text).is_some()
            || look::bare_number(&line.text).is_some()
            || (run.is_empty() && known());
    }
    let cell = run.last().and_then(|r| r.cells.first());
    let above: Vec<TextLine> =
        cell.map_or_else(Vec::new, |c| c.lines().into_iter().cloned().collect());
    let apart = above
        .last()
        .is_none_or(|b| line.bbox.y1 - b.bbox.y1 > ROOM * ctx.body.leading);
    // A heading that the lexicon knows is whole; with this line it would be less like it.
    let whole = || {
        let so_far = joined(&above);
        let known = ctx.section(&so_far).certainty;
        let with_line = format!("{so_far} {}", line.text);
        known >= SURE && ctx.section(&with_line).certainty < known
    };
    let heads = match text {
        Text::Beside => apart || known() || whole(),
        Text::Below => apart || (whole() && known()),
        Text::None => (apart || whole()) && known(),
    };
    line.text.starts_with(char::is_uppercase) && heads
}

fn add(
    run: &mut Vec<Row>,
    (left, body): (Option<TextLine>, Option<TextLine>),
    begins: bool,
    edge: f32,
    right: f32,
) {
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
pub(super) fn marker(ctx: &Context<'_>, text: &str) -> Option<(Label, usize)> {
    leading_label(text)
        .or_else(|| bare_label(ctx, text))
        .or_else(|| {
            let (found, bytes) = look::bare_number(text)?;
            let first = text.get(bytes..)?.split_whitespace().next()?;
            ctx.lexicon.begins(first).then_some((found, bytes))
        })
}

/// Where the longest line outside tables ends, of those that end before a limit.
pub(super) fn text_edge(pages: &[PageLayout], limit: Option<f32>) -> f32 {
    let lines = pages
        .iter()
        .flat_map(|p| &p.regions)
        .filter(|r| matches!(r, Region::Line(_)));
    let ends = lines.map(|r| r.bbox().x1);
    ends.filter(|x| limit.is_none_or(|end| *x < end))
        .fold(0.0, f32::max)
}

/// The left edge of the sections' text, if the document has sections beside their headings.
fn body_edge(ctx: &Context<'_>, pages: &[PageLayout]) -> Option<Edge> {
    let mut votes: Vec<(f32, usize)> = Vec::new();
    let lines = || super::loose_lines(pages);
    for line in lines() {
        let runs = super::runs(line, 0.8);
        let [first, rest @ ..] = runs.as_slice() else {
            continue;
        };
        let found = marker(ctx, &line.text);
        // `4. kvartal 2025` is a timetable's row.
        let period = found
            .as_ref()
            .is_some_and(|(_, bytes)| is_period(line.text.get(*bytes..).unwrap_or_default()));
        let heads = match found {
            Some(_) => !period,
            None => !rest.is_empty() && ctx.section(&first.text).certainty >= LIKELY,
        };
        if !heads {
            continue;
        }
        // A marker in a column of its own has the heading behind one gap and the text behind another.
        for run in rest {
            let x0 = run.bbox.x0;
            if x0 - line.bbox.x0 <= MIN_INDENT {
                continue;
            }
            match votes.iter_mut().find(|(x, _)| (*x - x0).abs() <= NEAR) {
                Some((_, n)) => *n += 1,
                None => votes.push((x0, 1)),
            }
        }
    }
    let begin_at = |edge: f32| lines().filter(|l| (l.bbox.x0 - edge).abs() <= NEAR).count();
    let (edge, begin_there) = votes
        .into_iter()
        .filter(|(_, n)| *n >= MIN_SECTIONS)
        .map(|(x, _)| (x, begin_at(x)))
        .max_by_key(|(_, n)| *n)?;
    // Headings with their text beside them, known in part: with a marker, and without one.
    let (mut with_marker, mut without) = (0, 0);
    for line in lines() {
        let Some((Some(left), Some(_))) = sides(ctx, line, edge) else {
            continue;
        };
        let found = marker(ctx, &left.text);
        let (heading, count) = match found {
            Some((_, n)) => (tail(&left, n).0, &mut with_marker),
            None => (left, &mut without),
        };
        *count += usize::from(ctx.section(&heading.text).certainty >= PARTLY);
    }
    // Where headings stand above their text most lines run across; far right of the edge stands another
    // column of text.
    let across = lines().filter(|l| sides(ctx, l, edge).is_none()).count();
    let at_edge = lines()
        .filter_map(|l| sides(ctx, l, edge)?.1)
        .filter(|right| right.bbox.x0 - edge <= FARTHEST)
        .count();
    let beside = begin_there >= MIN_SECTIONS && across < at_edge;
    (beside && with_marker + without >= MIN_SECTIONS - 1).then_some(Edge {
        x: edge,
        marked: with_marker >= without,
    })
}

/// Where the sections' text begins.
#[derive(Clone, Copy, Debug)]
struct Edge {
    x: f32,
    /// Markers tell where a section begins; else only the room between two headings does.
    marked: bool,
}

/// A line of a heading that fills its column has at most so many words.
const FEW: usize = 5;

/// What stands left and right of the edge; `None` if a word or a run of words crosses it.
fn sides(
    ctx: &Context<'_>,
    line: &TextLine,
    edge: f32,
) -> Option<(Option<TextLine>, Option<TextLine>)> {
    if line.bbox.x0 >= edge - NEAR {
        return Some((None, Some(line.clone())));
    }
    if line.bbox.x1 <= edge - NEAR {
        // A line that ends left of the edge: a heading's, or a short line of running text.
        return Some((Some(line.clone()), None));
    }
    let left = ctx.part(line, |w| w.bbox.x0 < edge - NEAR);
    let right = ctx.part(line, |w| w.bbox.x0 >= edge - NEAR);
    let (Some(l), Some(r)) = (&left, &right) else {
        return None;
    };
    let begins = r.bbox.x0 - edge <= FARTHEST;
    let gap = l.bbox.x1 <= edge - NEAR && r.bbox.x0 - l.bbox.x1 > 0.6 * line.size;
    // A heading that fills its column leaves no gap, or reaches into the text, which begins at the edge.
    let capital = |l: &TextLine, upto| {
        let mut words = l.text.split(' ').take(upto);
        words.any(|w| w.starts_with(char::is_uppercase))
    };
    // A marker stands before the heading's first word.
    let names = l.words.len() <= FEW && capital(l, 2) && capital(r, 1);
    let fills = (r.bbox.x0 - edge).abs() < 1.0 && names;
    (begins && (gap || fills)).then_some((left, right))
}
