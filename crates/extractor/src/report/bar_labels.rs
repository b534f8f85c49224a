//! The labels of bars: above each bar of a chart, or left of each.

use uip_layout::lines;
use uip_model::{Page, Rect, Word};

use super::bars::visible;
use super::canvas::centre;

/// Words further apart than this, by type size, are not of one label.
const SPACE: f32 = 0.9;

/// A label ends at most this far left of its bar, in points.
const BESIDE: f32 = 150.0;

/// The words of each bar's label, from top to bottom: they stand above all bars or beside all. Above,
/// a label may reach to `end`.
pub(super) fn labels(page: &Page, bars: &[Rect], end: f32, used: &[u32]) -> Vec<Vec<u32>> {
    let over: Vec<Vec<u32>> = bars
        .iter()
        .enumerate()
        .map(|(n, bar)| {
            let before = n.checked_sub(1).and_then(|a| bars.get(a));
            let reach = Rect::new(bar.x0, bar.y0, bar.x1.max(end), bar.y1);
            over(page, &reach, before.map_or(0.0, |b| b.y1), used)
        })
        .collect();
    if over.iter().all(|l| !l.is_empty()) {
        return over;
    }
    let mut used = used.to_vec();
    bars.iter()
        .enumerate()
        .map(|(n, bar)| {
            let words = beside(page, bar, room(bars, n), &used);
            used.extend(&words);
            words
        })
        .collect()
}

/// The words of the line right above a bar, below what stands before it.
fn over(page: &Page, bar: &Rect, above: f32, used: &[u32]) -> Vec<u32> {
    visible(page)
        .filter(|(i, w)| {
            let (x, y) = centre(w);
            let near = y > above && y < bar.y0 && bar.y0 - w.bbox.y1 < 0.8 * w.size;
            near && x > bar.x0 - 2.0 && x < bar.x1 + 2.0 && !used.contains(i)
        })
        .map(|(i, _)| i)
        .collect()
}

/// The height that a bar's label may have: half the way to the bars above and below, as far down from
/// the last as up to the one before it.
fn room(bars: &[Rect], n: usize) -> (f32, f32) {
    let bar = |n: usize| bars.get(n).copied().unwrap_or_default();
    let gap = |a: usize| ((bar(a + 1).y0 - bar(a).y1) / 2.0).max(1.0);
    let above = n.checked_sub(1).map(gap);
    let below = (n + 1 < bars.len()).then(|| gap(n));
    let (up, down) = (
        above.or(below).unwrap_or(1.0),
        below.or(above).unwrap_or(1.0),
    );
    (bar(n).y0 - up, bar(n).y1 + down)
}

/// The words left of a bar, of one label of one line or several.
fn beside(page: &Page, bar: &Rect, (top, bottom): (f32, f32), used: &[u32]) -> Vec<u32> {
    let free: Vec<u32> = visible(page)
        .filter(|(i, w)| {
            let (_, y) = centre(w);
            y > top && y < bottom && w.bbox.x0 < bar.x0 && !used.contains(i)
        })
        .map(|(i, _)| i)
        .collect();
    let ends: Vec<Vec<u32>> = lines(page, &free)
        .iter()
        .map(|l| at_end(page, &l.words, bar))
        .collect();
    // Lines of one label stand under one another; what stands further left is text beside the chart.
    let places = || ends.iter().filter_map(|e| bounds(page, e));
    let Some(nearest) = places().max_by(|a, b| a.x1.total_cmp(&b.x1)) else {
        return Vec::new();
    };
    let own = |e: &&Vec<u32>| bounds(page, e).is_some_and(|b| b.overlap_x(&nearest) > 0.0);
    let mut out: Vec<u32> = ends.iter().filter(own).flatten().copied().collect();
    out.sort_unstable();
    out
}

/// The last words of a line, as far as they stand together and near the bar.
fn at_end(page: &Page, line: &[u32], bar: &Rect) -> Vec<u32> {
    let mut left: Vec<(u32, &Word)> = line
        .iter()
        .filter_map(|i| Some((*i, page.words.get(*i as usize)?)))
        .filter(|(_, w)| w.bbox.x1 > bar.x0 - BESIDE)
        .collect();
    left.sort_by(|a, b| b.1.bbox.x0.total_cmp(&a.1.bbox.x0));
    let mut out: Vec<u32> = Vec::new();
    let mut reach = f32::INFINITY;
    for (i, word) in left {
        // Labels begin at one edge, so a short one ends far from its bar.
        if reach.is_finite() && reach - word.bbox.x1 > SPACE * word.size {
            break;
        }
        reach = word.bbox.x0;
        out.push(i);
    }
    out
}

pub(super) fn bounds(page: &Page, words: &[u32]) -> Option<Rect> {
    words
        .iter()
        .filter_map(|i| page.words.get(*i as usize).map(|w| w.bbox))
        .reduce(|a, b| a.union(&b))
}
