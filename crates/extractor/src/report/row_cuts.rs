//! Where rows part that no line parts: at the edges of coloured cells, at lines across, at gaps wider
//! than those between the lines of a cell, and where the caller says that one begins.

use std::ops::Range;

use uip_layout::Line;
use uip_model::{Page, Rect};

use super::row_ruled::long_lines;

/// The part of the type size that stands above and below the baseline.
const ASCENT: f32 = 0.8;
const DESCENT: f32 = 0.2;

/// What lies over a line's edge by less than this part of the type size does not cut it.
const BORDER: f32 = 0.15;

/// Rows part where a gap is wider than that between the lines of a cell by this part of the type size.
const WIDER: f32 = 0.25;

/// Lines of a cell are at most this far apart, by type size.
const LEADING: f32 = 0.6;

/// Coloured cells of neighbouring rows are less than this apart, by type size; bars within the rows
/// are further.
const TOUCH: f32 = 0.4;

/// Lines of one row, and the edges between which they stand.
#[derive(Clone, Debug)]
pub(crate) struct Band {
    pub(crate) lines: Range<usize>,
    pub(crate) y0: f32,
    pub(crate) y1: f32,
    /// Top and bottom of the text.
    pub(crate) text: (f32, f32),
}

/// Top and bottom of a line's letters.
pub(crate) fn extent(line: &Line) -> (f32, f32) {
    (
        line.baseline - ASCENT * line.size,
        line.baseline + DESCENT * line.size,
    )
}

/// Parts lines, from top to bottom, in rows. `starts` are lines at which one begins for other reasons.
pub(crate) fn bands(page: &Page, lines: &[Line], starts: &[usize]) -> Vec<Band> {
    let leading = leading(page, lines);
    let edges = edges(page, lines);
    let mut out: Vec<Band> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let (top, bottom) = extent(line);
        let Some(band) = out.last_mut() else {
            let y0 = edges.iter().rev().find(|y| **y < top + 1.0);
            let near = y0.copied().filter(|y| top - y < 2.0 * line.size);
            out.push(Band {
                lines: at..at + 1,
                y0: near.unwrap_or(top),
                y1: bottom,
                text: (top, bottom),
            });
            continue;
        };
        let gap = top - band.text.1;
        let slack = BORDER * line.size;
        let edge = edges
            .iter()
            .find(|y| **y > band.text.1 - slack && **y < top + slack && **y > band.y0 + 1.0);
        let wide = gap > leading + WIDER * line.size;
        if edge.is_some() || wide || starts.contains(&at) {
            let y = edge.copied().unwrap_or((band.text.1 + top) / 2.0);
            band.y1 = y;
            out.push(Band {
                lines: at..at + 1,
                y0: y,
                y1: bottom,
                text: (top, bottom),
            });
        } else {
            band.lines.end = at + 1;
            band.text.1 = band.text.1.max(bottom);
            band.y1 = band.text.1;
        }
    }
    // The last row's colour may reach below its text.
    if let Some(band) = out.last_mut()
        && let Some(size) = lines.last().map(|l| l.size)
        && let Some(edge) = edges.iter().find(|y| **y > band.text.1)
        && edge - band.text.1 < 2.0 * size
    {
        band.y1 = *edge;
    }
    out
}

/// The gap between lines of a cell: what a quarter of the lines that begin under one another keep.
fn leading(page: &Page, lines: &[Line]) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    let mut last: Vec<(f32, f32)> = Vec::new();
    for line in lines {
        let (top, bottom) = extent(line);
        for word in line
            .words
            .iter()
            .filter_map(|i| page.words.get(*i as usize))
        {
            match last
                .iter_mut()
                .find(|(x, _)| (x - word.bbox.x0).abs() < 1.0)
            {
                Some((_, above)) => {
                    gaps.push(((top - *above) / line.size).max(0.0));
                    *above = bottom;
                }
                None => last.push((word.bbox.x0, bottom)),
            }
        }
    }
    gaps.sort_by(f32::total_cmp);
    let size = lines.first().map_or(0.0, |l| l.size);
    gaps.get(gaps.len() / 4).map_or(LEADING, |g| g.min(LEADING)) * size
}

/// The heights at which coloured cells and lines across part rows, from top to bottom.
fn edges(page: &Page, lines: &[Line]) -> Vec<f32> {
    let Some(around) = lines.iter().map(|l| l.bbox).reduce(|a, b| a.union(&b)) else {
        return Vec::new();
    };
    let size = lines.iter().map(|l| l.size).fold(f32::INFINITY, f32::min);
    let cuts = |y: f32| {
        lines.iter().any(|l| {
            let (top, bottom) = extent(l);
            y > top + BORDER * l.size && y < bottom - BORDER * l.size
        })
    };
    let mut out: Vec<f32> = long_lines(page)
        .into_iter()
        .filter(|r| r.to - r.from > around.width() / 2.0)
        .map(|r| r.at)
        .collect();
    let near = Rect::new(
        around.x0 - 2.0 * size,
        around.y0 - 4.0 * size,
        around.x1 + 2.0 * size,
        around.y1 + 4.0 * size,
    );
    // Cells with words in them, and empty ones.
    let (held, mut empty): (Vec<Rect>, Vec<Rect>) = page
        .shapes
        .iter()
        .filter(|s| s.fill.is_some() && s.bbox.height() > size)
        .map(|s| s.bbox)
        .filter(|b| near.contains(b.x0, b.y0) && near.contains(b.x1, b.y1))
        .filter(|b| !cuts(b.y0) && !cuts(b.y1))
        .partition(|b| {
            lines
                .iter()
                .flat_map(|l| &l.words)
                .filter_map(|i| page.words.get(*i as usize))
                .any(|w| b.contains(w.bbox.mid_x(), w.bbox.mid_y()))
        });
    out.extend(held.iter().flat_map(|b| [b.y0, b.y1]));
    empty.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    empty.dedup_by(|a, b| (a.y0 - b.y0).abs() < 1.0 && (a.y1 - b.y1).abs() < 1.0);
    let touching = empty
        .windows(2)
        .filter(|p| matches!(p, [a, b] if b.y0 - a.y1 < TOUCH * size))
        .count();
    if touching > 0 && touching * 2 >= empty.len() - 1 {
        out.extend(empty.iter().flat_map(|b| [b.y0, b.y1]));
    }
    out.sort_by(f32::total_cmp);
    out.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    out
}
