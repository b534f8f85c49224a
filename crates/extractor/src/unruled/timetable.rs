//! Timetables whose columns only white space separates.

use uip_layout::Region;
use uip_model::{Rect, TextLine};

use super::aligned::{self, Printed};
use crate::context::Context;
use crate::lexicon::SURE;

/// Further apart, in type sizes, than lines of one cell and rows of a narrow table.
const APART: f32 = 2.0;

/// So far apart are no rows.
const FAR: f32 = 5.0;

/// A timetable that a break may cut: where its columns begin, and the place that it reached the end of.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    starts: Vec<f32>,
    place: Place,
}

/// A page or a column of its text, in reading order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) order: usize,
    /// Left edge of the column.
    pub(crate) left: Option<f32>,
}

impl Open {
    /// Where the columns of the table begin if it goes on here: right behind, as far into a column of text
    /// as before.
    fn at(&self, place: Place) -> Option<Self> {
        let shift = match (self.place.left, place.left) {
            (Some(from), Some(to)) => to - from,
            _ => 0.0,
        };
        (self.place.order + 1 == place.order).then(|| Self {
            starts: self.starts.iter().map(|x| x + shift).collect(),
            place,
        })
    }
}

/// Finds timetables by their headers and puts tables in their place; also the rest of one that
/// reached the end of the page or column before, which has no header.
pub(crate) fn rule(
    ctx: &Context<'_>,
    place: Place,
    content: &mut Vec<Region>,
    open: &mut Option<Open>,
) {
    let mut i = 0;
    while i < content.len() {
        let rest = content.get(i..).unwrap_or_default();
        // Away from the page's head only a header begins a timetable: look for it first.
        let header = match rest {
            [Region::Line(head), Region::Line(next), ..] => header(ctx, head, Some(next)),
            [Region::Line(head), ..] => header(ctx, head, None),
            _ => None,
        };
        if header.is_none() && (i > 0 || open.is_none()) {
            i += 1;
            continue;
        }
        let lines = super::lines_from(rest);
        let at_end = lines.len() == rest.len();
        let Some(head) = lines.first() else {
            i += 1;
            continue;
        };
        let known = open.as_ref().filter(|_| i == 0).and_then(|o| o.at(place));
        let resumed = known.as_ref().and_then(|o| {
            let found = rows(ctx, &o.starts, None, &lines, at_end)?;
            Some((found, o.starts.clone()))
        });
        // What stands first under the columns behind the break decides whether the table goes on.
        let under = |o: &Open| o.starts.first().is_some_and(|x| head.bbox.x0 >= x - 4.0);
        if resumed.is_none() && known.as_ref().is_some_and(under) {
            *open = None;
        }
        let found = resumed.or_else(|| {
            let header = header?;
            let starts = header.iter().filter_map(|c| Some(c.first()?.bbox.x0));
            let starts: Vec<f32> = starts.collect();
            rows(ctx, &starts, Some(header), &lines, at_end).map(|t| (t, starts))
        });
        if let Some(((table, used), starts)) = found {
            content.splice(i..i + used, [Region::Table(table)]);
            *open = (i + 1 == content.len()).then_some(Open { starts, place });
        }
        i += 1;
    }
}

/// The cells of a line that is the header of a timetable, together with the next one where a narrow
/// column breaks a name.
fn header(
    ctx: &Context<'_>,
    line: &TextLine,
    next: Option<&TextLine>,
) -> Option<Vec<Vec<TextLine>>> {
    // Cheap things first: a header is short and has wide gaps.
    if line.words.len() > 8 {
        return None;
    }
    // Names that fill their cells stand hardly further apart than words do.
    GAPS.iter()
        .filter(|gap| super::run_starts(line, **gap).nth(1).is_some())
        .find_map(|gap| named(ctx, super::runs(line, *gap), line, next))
}

/// Gaps between the names of a header in type sizes, usual ones first.
const GAPS: [f32; 2] = [1.0, 0.5];

/// The cells with what the next line adds to them, if they are the names of a timetable's columns.
fn named(
    ctx: &Context<'_>,
    cells: Vec<TextLine>,
    line: &TextLine,
    next: Option<&TextLine>,
) -> Option<Vec<Vec<TextLine>>> {
    if cells.len() < 2 {
        return None;
    }
    let known = |names: &[String]| {
        let matched = ctx.lexicon.table(names);
        matched.certainty >= SURE && matched.key == "timetable"
    };
    let mut names: Vec<String> = cells.iter().map(|c| c.text.clone()).collect();
    let mut cells: Vec<Vec<TextLine>> = cells.into_iter().map(|c| vec![c]).collect();
    if known(&names) {
        return Some(cells);
    }
    let next =
        next.filter(|n| n.words.len() < names.len() && n.bbox.y0 - line.bbox.y1 < line.size)?;
    let starts: Vec<f32> = cells.iter().flatten().map(|c| c.bbox.x0).collect();
    for ((name, cell), rest) in names.iter_mut().zip(&mut cells).zip(split(&starts, next)?) {
        let Some(rest) = rest else { continue };
        let whole = name.trim_end_matches(['-', '\u{ad}', '\u{2010}']);
        *name = format!("{whole}{}", rest.text);
        cell.push(rest);
    }
    known(&names).then_some(cells)
}

/// The rows under the columns, and how many lines they and the header take.
fn rows(
    ctx: &Context<'_>,
    starts: &[f32],
    header: Option<Vec<Vec<TextLine>>>,
    lines: &[&TextLine],
    at_end: bool,
) -> Option<(uip_layout::Table, usize)> {
    let first = lines.first()?;
    let right = lines.iter().map(|l| l.bbox.x1).fold(0.0, f32::max);
    let mut rows: Vec<Vec<Vec<TextLine>>> = Vec::new();
    let mut printed: Vec<Printed> = Vec::new();
    let cells = || header.iter().flatten();
    let mut used = cells().map(Vec::len).max().unwrap_or(0);
    let head = used;
    let mut bottom = cells()
        .flatten()
        .map(|l| l.bbox.y1)
        .fold(first.bbox.y1, f32::max);
    for (at, line) in lines.iter().enumerate().skip(used) {
        let Some(cells) = split(starts, line) else {
            break;
        };
        let time = cells.first().and_then(Option::as_ref);
        let gap = (line.bbox.y0 - bottom) / line.size;
        let at_column = starts
            .iter()
            .skip(1)
            .any(|s| (line.bbox.x0 - s).abs() < 3.0);
        // `–` alone, whose beginning the page before has, with an activity under its column.
        let is_rest = |t: &TextLine| {
            let end = t.text.trim_start_matches(['-', '–', '—', ' ']);
            let dash = end.len() < t.text.len() && (end.is_empty() || ctx.lexicon.is_time(end));
            let dash = dash && header.is_none() && rows.is_empty();
            let activity = cells.get(1).and_then(Option::as_ref).zip(starts.get(1));
            let alone = end.is_empty() && line.words.len() == 1;
            dash && (alone || activity.is_some_and(|(c, x)| (c.bbox.x0 - x).abs() < 3.0))
        };
        // Rows may stand far apart, but then they must say that they are rows.
        // `2. - 3.` over `kvartal 2025`
        let numbers = |t: &TextLine| {
            let digit = t.text.starts_with(|c: char| c.is_ascii_digit());
            digit && t.text.contains('.') && !t.text.contains(char::is_alphabetic)
        };
        // `3. kvar-` over `tal 2022`
        let cut = |t: &TextLine| {
            let next = lines.get(at + 1).and_then(|l| split(starts, l));
            let below = next.and_then(|cells| cells.into_iter().next().flatten());
            let word = t.text.trim_end_matches(['-', '\u{ad}', '\u{2010}']);
            let whole = below.map(|b| format!("{word}{}", b.text));
            word.len() < t.text.len() && whole.is_some_and(|w| ctx.lexicon.is_time(&w))
        };
        let is_row = || {
            time.map_or(at_column, |t| {
                ctx.lexicon.is_time(&t.text) || is_rest(t) || numbers(t) || cut(t)
            })
        };
        if gap > FAR || (gap > APART && !is_row()) {
            break;
        }
        bottom = line.bbox.y1;
        let begins = time.is_some_and(|time| !goes_on(&rows, time));
        // Without a header above it, a time says that this is a row, or a text that begins where a
        // column does says that it is the rest of one.
        if header.is_none() && rows.is_empty() && !is_row() {
            return None;
        }
        if begins || rows.is_empty() {
            rows.push(vec![Vec::new(); starts.len()]);
        }
        printed.push(Printed {
            cells: cells.clone(),
            begins,
            place: line.bbox,
        });
        if let Some(row) = rows.last_mut() {
            row.iter_mut()
                .zip(cells)
                .for_each(|(known, new)| known.extend(new));
        }
        used += 1;
    }
    if let Some(whole) = aligned::rows(ctx, first.page, (starts, right), &printed) {
        rows = whole;
    }
    // A header alone stands at the foot of a page, its rows on the next one.
    if rows.is_empty() && !(header.is_some() && at_end && lines.len() == head) {
        return None;
    }
    let page = first.page;
    let edges = starts.iter().skip(1).map(|next| next - 4.0).chain([right]);
    let boxes: Vec<(f32, f32)> = starts.iter().copied().zip(edges).collect();
    let cell = |(x0, x1): &(f32, f32), lines: Vec<TextLine>| {
        let extent = lines
            .iter()
            .map(|l| (l.bbox.y0, l.bbox.y1))
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let (top, low) = extent.unwrap_or((first.bbox.y1, first.bbox.y1));
        (Rect::new(*x0, top, *x1, low), lines)
    };
    let mut out: Vec<uip_layout::Row> = Vec::new();
    let named = |lines: Vec<TextLine>| {
        let boxes = lines.iter().map(|l| l.bbox);
        let bbox = boxes.reduce(|a, b| a.union(&b)).unwrap_or_default();
        (bbox, lines)
    };
    out.extend(header.map(|h| super::row(page, h.into_iter().map(named).collect())));
    out.extend(rows.into_iter().map(|row| {
        super::row(
            page,
            boxes
                .iter()
                .zip(row)
                .map(|(b, lines)| cell(b, lines))
                .collect(),
        )
    }));
    Some((super::table(page, out), used))
}

/// The parts of a line under each column; `None` if a word crosses from one into the next, or the
/// line begins left of the first.
fn split(starts: &[f32], line: &TextLine) -> Option<Vec<Option<TextLine>>> {
    let first = *starts.first()?;
    if line.bbox.x0 < first - 4.0
        || line.words.iter().any(|w| {
            starts
                .iter()
                .skip(1)
                .any(|s| w.bbox.x0 < s - 4.0 && w.bbox.x1 > s + 1.0)
        })
    {
        return None;
    }
    let column = |x: f32| starts.iter().rposition(|s| x >= s - 4.0).unwrap_or(0);
    Some(
        (0..starts.len())
            .map(|i| uip_layout::part(line, |w| column(w.bbox.x0) == i))
            .collect(),
    )
}

/// The text in the time column goes on with the row above: a year that the quarter above lacks, or
/// the other end of a range.
fn goes_on(rows: &[Vec<Vec<TextLine>>], time: &TextLine) -> bool {
    let Some(above) = rows
        .last()
        .and_then(|r| r.first())
        .filter(|c| !c.is_empty())
    else {
        return false;
    };
    crate::nested::unfinished(&crate::blocks::joined(above), &time.text)
}
