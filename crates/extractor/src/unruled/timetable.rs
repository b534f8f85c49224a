//! Timetables whose columns only white space separates.

use uip_layout::Region;
use uip_model::{Rect, TextLine};

use crate::context::Context;
use crate::lexicon::SURE;

/// Finds timetables by their headers and puts tables in their place.
pub(crate) fn rule(ctx: &Context<'_>, content: &mut Vec<Region>) {
    let mut i = 0;
    while i < content.len() {
        let lines: Vec<TextLine> = super::lines_from(content.get(i..).unwrap_or_default())
            .into_iter()
            .cloned()
            .collect();
        if let Some((table, used)) = timetable(ctx, &lines) {
            content.splice(i..i + used, [Region::Table(table)]);
        }
        i += 1;
    }
}

fn timetable(ctx: &Context<'_>, lines: &[TextLine]) -> Option<(uip_layout::Table, usize)> {
    let head = lines.first()?;
    // Cheap things first: a header is short and has wide gaps.
    if head.words.len() > 8 || lines.len() < 2 {
        return None;
    }
    let header = super::runs(head, 1.0);
    let names: Vec<String> = header.iter().map(|c| c.text.clone()).collect();
    if header.len() < 2 || ctx.lexicon.table(&names).certainty < SURE {
        return None;
    }
    let starts: Vec<f32> = header.iter().map(|c| c.bbox.x0).collect();
    let right = lines.iter().map(|l| l.bbox.x1).fold(0.0, f32::max);
    let boxes: Vec<(f32, f32)> = starts
        .iter()
        .enumerate()
        .map(|(i, x)| (*x, starts.get(i + 1).map_or(right, |next| next - 4.0)))
        .collect();
    let mut rows: Vec<Vec<Vec<TextLine>>> = Vec::new();
    let mut used = 1;
    let mut bottom = head.bbox.y1;
    for line in lines.iter().skip(1) {
        let Some(cells) = split(&starts, line) else {
            break;
        };
        if line.bbox.y0 - bottom > 2.0 * line.size {
            break;
        }
        bottom = line.bbox.y1;
        let begins = cells
            .first()
            .and_then(Option::as_ref)
            .is_some_and(|time| !goes_on(&rows, time));
        if begins || rows.is_empty() {
            rows.push(vec![Vec::new(); starts.len()]);
        }
        if let Some(row) = rows.last_mut() {
            row.iter_mut()
                .zip(cells)
                .for_each(|(known, new)| known.extend(new));
        }
        used += 1;
    }
    if rows.is_empty() {
        return None;
    }
    let page = head.page;
    let cell = |(x0, x1): &(f32, f32), lines: Vec<TextLine>| {
        let (top, low) = lines.iter().fold((f32::INFINITY, 0.0_f32), |(a, b), l| {
            (a.min(l.bbox.y0), b.max(l.bbox.y1))
        });
        (
            if lines.is_empty() {
                Rect::new(*x0, head.bbox.y1, *x1, head.bbox.y1)
            } else {
                Rect::new(*x0, top, *x1, low)
            },
            lines,
        )
    };
    let mut out = vec![super::row(
        page,
        header.into_iter().map(|c| (c.bbox, vec![c])).collect(),
    )];
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
