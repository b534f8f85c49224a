//! Tables that have lines between their rows and none between their columns.

use uip_model::{Direction, Page, Rect, Ruling};

use super::canvas::centre;
use super::columns::{assemble, header_above, spans};
use super::table::ReportTable;

/// Row lines further apart than this, in points, are no rows of one table.
const ROW: f32 = 170.0;

/// Row lines whose ends differ by more than this, in points, belong to different tables.
const ENDS: f32 = 4.0;

/// Tables that have lines between their rows and none between their columns.
pub(super) fn row_ruled(page: &Page, taken: &[Rect]) -> Vec<ReportTable> {
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
pub(super) fn long_lines(page: &Page) -> Vec<Ruling> {
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
