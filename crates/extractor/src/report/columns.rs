//! Columns that no line parts: white gaps do. Rows of words become rows of cells by them, and the lines
//! right above a table its header.

use uip_layout::{lines, text_of};
use uip_model::{Page, Rect, TextLine};

use super::canvas::centre;
use super::table::{Reach, ReportCell, ReportTable};

/// A gap wider than this part of the type size separates columns where no ruling does; a space has
/// less than 0.3.
const GAP: f32 = 0.45;

/// More lines than this above the first ruling are text, not a header.
const HEADER_LINES: usize = 6;

/// Makes a table of rows of words, each with its upper and lower edge, if they stand in columns.
pub(super) fn assemble(
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
pub(super) fn cell_lines(page: &Page, words: &[u32], x0: f32, x1: f32) -> Vec<TextLine> {
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
pub(super) fn header_above(
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
pub(super) fn spans<'a>(page: &Page, words: impl Iterator<Item = &'a u32>) -> Vec<(f32, f32)> {
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
