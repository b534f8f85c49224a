//! Budgets on their side whose cells only their alignment separates: a row a year, under a header that
//! may take several lines.

use uip_layout::{Region, part};
use uip_model::{Rect, TextLine};

use super::budget::{Column, Found, Open, amounts};
use crate::blocks::joined;
use crate::budget::{is_amount, is_caption, is_total, is_year, names_total, names_years};
use crate::context::Context;

/// A header takes at most so many lines.
pub(super) const HEADER_LINES: usize = 4;

/// Words further apart than this many times the type size stand in different cells.
const GAP: f32 = 0.8;

/// In headers, whose names fill their cells, so many.
const HEADER_GAP: f32 = 0.6;

/// A column of years is at least this wide, in points.
const MIN_YEARS: f32 = 20.0;

/// Edges of cells in one column, in points, differ by less.
const NEAR: f32 = 4.0;

/// The last lines of some content, the lowest first, as many as a header may take.
fn lowest(content: &[Region]) -> Vec<&TextLine> {
    let lines = content.iter().rev().map_while(|r| match r {
        Region::Line(line) => Some(line),
        Region::Table(_) => None,
    });
    lines.take(HEADER_LINES).collect()
}

/// Rows that begin with years, the first of the lines being the first of them, with the header at the
/// end of the content before: how many of its lines it takes, and the table. At the foot of a page the
/// header alone.
pub(super) fn find(
    ctx: &Context<'_>,
    before: &[Region],
    lines: &[&TextLine],
    at_end: bool,
) -> Option<(usize, Found)> {
    let first = lines.first()?;
    // `2030-PL, mio. kr.` begins with a year and is a header.
    let begins_with_year = first.text.starts_with(|c: char| c.is_ascii_digit())
        && super::runs(first, GAP)
            .first()
            .is_some_and(|run| is_year(&run.text));
    if !begins_with_year {
        let alone = at_end && lines.len() <= HEADER_LINES;
        let found = alone
            .then(|| header_alone(ctx, lowest(before).first().copied(), lines))
            .flatten()?;
        return Some((0, found));
    }
    let mut years = 0;
    let mut rows: Vec<Vec<TextLine>> = Vec::new();
    for line in lines {
        let cells = super::runs(line, GAP);
        let [name, rest @ ..] = cells.as_slice() else {
            break;
        };
        if !rest.iter().all(|a| is_amount(&a.text)) {
            break;
        }
        if is_year(&name.text) {
            years += 1;
        } else if rows.is_empty() || !is_total(ctx, &name.text) {
            break;
        }
        rows.push(cells);
    }
    let width = rows.iter().map(Vec::len).max().filter(|w| *w >= 2)?;
    let mut columns: Vec<Column> = Vec::new();
    for row in rows.iter().filter(|r| r.len() == width) {
        for (i, cell) in row.iter().enumerate() {
            let (x0, x1) = (cell.bbox.x0, cell.bbox.x1);
            match columns.get_mut(i) {
                Some(c) => {
                    c.x0 = c.x0.min(x0);
                    c.x1 = c.x1.max(x1);
                }
                None => columns.push(Column { x0, x1 }),
            }
        }
    }
    let header = header(ctx, &columns, &lowest(before), first);
    let taken = header.as_ref().map_or(0, |(n, _)| *n);
    if let Some((_, cells)) = &header {
        for (column, cell) in columns.iter_mut().zip(cells).skip(1) {
            let right = cell.iter().map(|l| l.bbox.x1);
            column.x1 = right.fold(column.x1, f32::max);
        }
    }
    // From column to column nothing is left out.
    let mut left = columns.first().map_or(0.0, |c| c.x0);
    for column in &mut columns {
        column.x0 = left;
        left = column.x1;
    }
    let mut out = Vec::new();
    if let Some((_, cells)) = header {
        out.push(header_row(first.page, &columns, cells));
    }
    let has_header = !out.is_empty();
    let mut used = 0;
    for line in lines.iter().take(rows.len()) {
        let Some(cells) = amounts(&columns, line, true) else {
            break;
        };
        out.push(super::row(first.page, cells));
        used += 1;
    }
    let cut = at_end && has_header && used == lines.len();
    (used > 0 && (years >= 2 || (years == 1 && cut))).then(|| {
        let page = first.page;
        let open = Open {
            page,
            columns,
            turned: true,
        };
        (taken, (super::table(page, out), used, open))
    })
}

/// The lines above the first row that are its header: how many, and the cells' lines, top down. It names
/// years, a unit or a price level above the years, or has a name above each amount and a total among
/// them.
fn header(
    ctx: &Context<'_>,
    columns: &[Column],
    above: &[&TextLine],
    first: &TextLine,
) -> Option<(usize, Vec<Vec<TextLine>>)> {
    let mut cells: Vec<Vec<TextLine>> = vec![Vec::new(); columns.len()];
    let mut found = None;
    let mut below = first;
    for (n, line) in above.iter().enumerate() {
        let gap = below.bbox.y0 - line.bbox.y1;
        // Between header and row there may be room, inside a cell only what parts lines.
        let room = if n == 0 { 4.0 } else { 0.7 } * line.size;
        let Some(pieces) = under_columns(columns, line).filter(|_| gap < room) else {
            break;
        };
        // Whatever stands above a header that is whole is none of it, but for a line with parts of its label
        // and of a name.
        let whole = found.is_some() && cells.first().is_some_and(|label| !label.is_empty());
        let both = pieces.first().is_some_and(Option::is_some)
            && pieces.iter().skip(1).any(Option::is_some);
        if whole && !both {
            break;
        }
        for (cell, piece) in cells.iter_mut().zip(pieces) {
            cell.splice(0..0, piece);
        }
        if is_header(ctx, &cells) {
            found = Some((n + 1, cells.clone()));
        }
        below = line;
    }
    found
}

fn is_header(ctx: &Context<'_>, cells: &[Vec<TextLine>]) -> bool {
    let [label, names @ ..] = cells else {
        return false;
    };
    let named = names.iter().all(|c| !c.is_empty());
    let text = joined(label);
    if label.is_empty() {
        return named && names.iter().any(|c| names_total(ctx, &joined(c)));
    }
    // Two names that touch are one word, so that a column between others may seem to have none.
    let total = || names.last().is_some_and(|c| names_total(ctx, &joined(c)));
    let caption = caption(ctx, label);
    named && (names_years(ctx, &text) || caption) || caption && total()
}

/// The cell's text names a unit or a price level.
fn caption(ctx: &Context<'_>, cell: &[TextLine]) -> bool {
    let whole = TextLine {
        text: joined(cell),
        ..TextLine::default()
    };
    is_caption(ctx, &whole)
}

/// The parts of a line above each column; `None` where something stands beside them.
fn under_columns(columns: &[Column], line: &TextLine) -> Option<Vec<Option<TextLine>>> {
    let label = columns.first()?;
    let gap = header_gap(line);
    let head = (line.words.first()).filter(|w| (w.bbox.x0 - label.x0).abs() < NEAR);
    let in_label = head.map_or(0, |_| super::first_run(line, gap));
    // Each column reaches to the left up to the one before.
    let spans: Vec<(f32, f32)> = columns
        .windows(2)
        .filter_map(|pair| match pair {
            [before, this] => Some((before.x1, this.x1 + NEAR)),
            _ => None,
        })
        .collect();
    let common = |(x0, x1): &(f32, f32), b: &Rect| b.x1.min(*x1) - b.x0.max(*x0);
    let mut column_of = Vec::new();
    for (at, word) in line.words.iter().enumerate() {
        if at < in_label {
            column_of.push((word.word, 0));
            continue;
        }
        let best = spans
            .iter()
            .enumerate()
            .max_by(|a, b| common(a.1, &word.bbox).total_cmp(&common(b.1, &word.bbox)))?;
        if common(best.1, &word.bbox) < 0.5 * word.bbox.width() {
            return None;
        }
        column_of.push((word.word, best.0 + 1));
    }
    let pieces = (0..columns.len()).map(|i| part(line, |w| column_of.contains(&(w.word, i))));
    Some(pieces.collect())
}

/// How far apart, in type sizes, the names of a header stand. Two that fill their cells stand hardly
/// further apart than words do: then the one gap that is wider than all others parts them.
fn header_gap(line: &TextLine) -> f32 {
    if super::run_starts(line, HEADER_GAP).nth(1).is_some() {
        return HEADER_GAP;
    }
    let (mut widest, mut before) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
    for pair in line.words.windows(2) {
        if let [a, b] = pair {
            let gap = b.bbox.x0 - a.bbox.x1;
            before = before.max(gap.min(widest));
            widest = widest.max(gap);
        }
    }
    if before.is_finite() && widest > 1.4 * before {
        (before + widest) / 2.0 / line.size
    } else {
        HEADER_GAP
    }
}

/// A header whose rows stand on the next page: the last lines of a page, a unit or price level on the
/// left or on the line above, names on the right, the last of them a total.
fn header_alone(ctx: &Context<'_>, above: Option<&TextLine>, lines: &[&TextLine]) -> Option<Found> {
    let first = lines.first()?;
    // Under a caption the years' column has no name; it begins where the caption does.
    let captioned = above.filter(|a| first.bbox.x0 - a.bbox.x0 > MIN_YEARS && is_caption(ctx, a));
    let gap = header_gap(first);
    // Cheap things first: nearly all lines at the end of a cell are none of this.
    if captioned.is_none() && super::run_starts(first, gap).nth(1).is_none() {
        return None;
    }
    let plain = |line: &TextLine| !line.text.contains(|c: char| c.is_ascii_digit());
    let runs = super::runs(first, gap);
    if !runs.last().is_some_and(plain) {
        return None;
    }
    let mut columns: Vec<Column> = runs
        .iter()
        .map(|r| Column {
            x0: r.bbox.x0,
            x1: r.bbox.x1,
        })
        .collect();
    if let Some(caption) = captioned {
        let (x0, x1) = (caption.bbox.x0, first.bbox.x0 - NEAR);
        columns.insert(0, Column { x0, x1 });
    }
    let mut cells: Vec<Vec<TextLine>> = vec![Vec::new(); columns.len()];
    let mut below = f32::INFINITY;
    for line in lines {
        if line.bbox.y0 - below > 0.7 * line.size {
            return None;
        }
        below = line.bbox.y1;
        for (cell, piece) in cells.iter_mut().zip(under_columns(&columns, line)?) {
            cell.extend(piece);
        }
    }
    let [label, names @ ..] = cells.as_slice() else {
        return None;
    };
    let total = || names.last().is_some_and(|c| names_total(ctx, &joined(c)));
    let named = || captioned.is_some() && label.is_empty() || caption(ctx, label);
    if !names.iter().flatten().all(plain) || !total() || !named() {
        return None;
    }
    let page = first.page;
    let row = header_row(page, &columns, cells);
    let open = Open {
        page,
        columns,
        turned: true,
    };
    Some((super::table(page, vec![row]), lines.len(), open))
}

fn header_row(page: u32, columns: &[Column], cells: Vec<Vec<TextLine>>) -> uip_layout::Row {
    let lines = || cells.iter().flatten();
    let top = lines().map(|l| l.bbox.y0).fold(f32::INFINITY, f32::min);
    let bottom = lines().map(|l| l.bbox.y1).fold(top, f32::max);
    let places: Vec<Rect> = columns
        .iter()
        .map(|c| Rect::new(c.x0, top, c.x1, bottom))
        .collect();
    super::row(page, places.into_iter().zip(cells).collect())
}
