//! Straight strokes: thin dark runs with lighter paper on both sides, the pieces of ruling lines.
//!
//! All of this looks for horizontal strokes; vertical ones are found in the transposed picture.

use super::raster::Raster;
use super::skew::runs;

/// Lines are at most this wide, in points; as in the `pdf` crate.
pub(super) const MAX_LINE_WIDTH: f32 = 3.2;

/// Pieces of a line are at least this long, in points: longer than the bars of most letters.
const MIN_PIECE: f32 = 4.0;

/// The least contrast of a line against both of its sides.
const MIN_CONTRAST: f32 = 22.0;

/// A connected piece of a line.
#[derive(Clone, Debug)]
pub(super) struct Stroke {
    /// Leftmost pixel.
    pub(super) start: usize,
    /// One past the rightmost pixel.
    pub(super) end: usize,
    /// Middle of its height, at its left and at its right end.
    pub(super) ends: (f32, f32),
    /// Row, first pixel, one past the last one, from top to bottom.
    pub(super) runs: Vec<(usize, usize, usize)>,
}

impl Stroke {
    pub(super) fn length(&self) -> usize {
        self.end - self.start
    }

    fn new(runs: Vec<(usize, usize, usize)>) -> Self {
        let start = runs.iter().map(|r| r.1).min().unwrap_or(0);
        let end = runs.iter().map(|r| r.2).max().unwrap_or(0);
        let ends = fitted(&runs, start, end);
        Self {
            start,
            end,
            ends,
            runs,
        }
    }
}

/// Finds the strokes of a flattened picture.
pub(super) fn strokes(flat: &Raster, dpi: f32) -> Vec<Stroke> {
    let window = (dpi / 80.0) as usize;
    let smooth = smoothed_along(flat, window);
    let least = contrast(flat, 2 * window + 1);
    let reach = (MAX_LINE_WIDTH / 2.0 * dpi / 72.0).ceil() as usize;
    let gap = (dpi / 100.0) as usize;
    let min_length = ((MIN_PIECE * dpi / 72.0) as usize).max(4);

    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    let mut above = vec![0_u8; flat.width];
    let mut below = vec![0_u8; flat.width];
    for y in 1..flat.height.saturating_sub(1) {
        lightest(&smooth, y.saturating_sub(reach)..y, &mut above);
        lightest(&smooth, y + 1..(y + 1 + reach).min(flat.height), &mut below);
        let marks = smooth
            .row(y)
            .iter()
            .zip(&above)
            .zip(&below)
            .map(|((pixel, a), b)| (*a).min(*b).saturating_sub(*pixel) >= least);
        let mut open: Option<(usize, usize)> = None;
        let mut close = |run: Option<(usize, usize)>| {
            if let Some((start, end)) = run.filter(|(s, e)| e - s >= min_length) {
                found.push((y, start, end));
            }
        };
        runs(marks, |start, end| match &mut open {
            Some((_, last)) if start <= *last + gap => *last = end,
            _ => close(open.replace((start, end))),
        });
        close(open);
    }
    connected(&found)
        .into_iter()
        .map(Stroke::new)
        .filter(|s| is_thin(s, dpi))
        .collect()
}

/// Means over so many pixels to each side.
fn smoothed_along(flat: &Raster, window: usize) -> Raster {
    let mut out = flat.clone();
    let count = 2 * window as u32 + 1;
    // Multiplication instead of division; exact enough below 256 * count.
    let part = 65_536 / count + 1;
    for y in 0..flat.height {
        let from = flat.row(y);
        let first = from.first().copied().map_or(255, u32::from);
        let mut sum = first * (window as u32 + 1)
            + from.iter().take(window).map(|p| u32::from(*p)).sum::<u32>();
        let last = from.last().copied().unwrap_or(u8::MAX);
        let entering = from.iter().skip(window).chain(std::iter::repeat(&last));
        let leaving = std::iter::repeat_n(&first, window + 1)
            .copied()
            .chain(from.iter().map(|p| u32::from(*p)));
        for ((to, entering), leaving) in out.row_mut(y).iter_mut().zip(entering).zip(leaving) {
            sum = sum + u32::from(*entering) - leaving;
            *to = ((sum * part) >> 16) as u8;
        }
    }
    out
}

/// The least contrast that noise does not reach.
fn contrast(flat: &Raster, window: usize) -> u8 {
    let noise = noise(flat) / (window as f32).sqrt();
    (6.5 * noise + 4.0).clamp(MIN_CONTRAST, 90.0) as u8
}

/// The standard deviation of the paper's noise.
pub(super) fn noise(flat: &Raster) -> f32 {
    let mut counts = [0_usize; 256];
    let mut total = 0;
    for y in (0..flat.height).step_by(7) {
        for pair in flat.row(y).windows(2).step_by(5) {
            // Paper is cut off at 255, so its noise is seen below only.
            let &[a, b] = pair else { continue };
            if a.min(b) > 150 && a.max(b) < 255 {
                if let Some(count) = counts.get_mut(usize::from(a.abs_diff(b))) {
                    *count += 1;
                }
                total += 1;
            }
        }
    }
    if total < flat.width * flat.height / 35 / 20 {
        return 0.0;
    }
    // The median of the difference of two values is 0.954 times their deviation.
    let mut left = total / 2;
    for (value, count) in counts.iter().enumerate() {
        if left < *count {
            return (value as f32 + left as f32 / *count as f32) / 0.954;
        }
        left -= count;
    }
    0.0
}

/// The lightest value of each column in these rows.
fn lightest(raster: &Raster, rows: std::ops::Range<usize>, out: &mut [u8]) {
    out.fill(0);
    for y in rows {
        for (to, pixel) in out.iter_mut().zip(raster.row(y)) {
            *to = (*to).max(*pixel);
        }
    }
}

/// Groups runs that touch from row to row. Runs come by row, then from the left.
pub(crate) fn connected(runs: &[(usize, usize, usize)]) -> Vec<Vec<(usize, usize, usize)>> {
    let mut parents: Vec<usize> = (0..runs.len()).collect();
    let mut before = 0..0;
    let mut this_row = 0..0;
    for (i, &(y, start, end)) in runs.iter().enumerate() {
        let last = i.checked_sub(1).and_then(|l| runs.get(l)).map(|r| r.0);
        if last != Some(y) {
            before = if last.is_some_and(|l| l + 1 == y) {
                this_row.clone()
            } else {
                i..i
            };
            this_row = i..i;
        }
        this_row.end = i + 1;
        // Those that end before this one begins touch no later one either.
        while runs
            .get(before.start)
            .is_some_and(|r| before.start < before.end && r.2 < start)
        {
            before.start += 1;
        }
        for above in before.clone() {
            match runs.get(above) {
                Some(r) if r.1 <= end => join(&mut parents, i, above),
                _ => break,
            }
        }
    }
    let mut groups: Vec<Vec<(usize, usize, usize)>> = Vec::new();
    let mut places: Vec<usize> = vec![usize::MAX; runs.len()];
    for (i, run) in runs.iter().enumerate() {
        let root = root(&mut parents, i);
        let Some(place) = places.get_mut(root) else {
            continue;
        };
        if *place == usize::MAX {
            *place = groups.len();
            groups.push(Vec::new());
        }
        if let Some(group) = groups.get_mut(*place) {
            group.push(*run);
        }
    }
    groups
}

fn root(parents: &mut [usize], mut i: usize) -> usize {
    while let Some(parent) = parents.get(i).copied().filter(|p| *p != i) {
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(i) {
            *slot = above;
        }
        i = parent;
    }
    i
}

fn join(parents: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parents, a), root(parents, b));
    if let Some(slot) = parents.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

/// Heights of the ends of the straight line through the runs.
fn fitted(runs: &[(usize, usize, usize)], start: usize, end: usize) -> (f32, f32) {
    let (mut n, mut sx, mut sy, mut sxx, mut sxy) = (0.0_f64, 0.0, 0.0, 0.0, 0.0);
    for &(y, from, to) in runs {
        let (y, from, to) = (y as f64, from as f64, to as f64);
        let length = to - from;
        let mid = (from + to - 1.0) / 2.0;
        n += length;
        sx += mid * length;
        sy += y * length;
        sxx += length * (mid * mid + (length * length - 1.0) / 12.0);
        sxy += mid * y * length;
    }
    let n = n.max(1.0);
    let spread = sxx - sx * sx / n;
    let slope = if spread > 1e-6 {
        (sxy - sx * sy / n) / spread
    } else {
        0.0
    };
    let at = |x: f64| (sy / n + slope * (x - sx / n)) as f32;
    (at(start as f64), at(end as f64 - 1.0))
}

/// It is no thicker than a line, but for what it sinks or rises.
fn is_thin(stroke: &Stroke, dpi: f32) -> bool {
    let top = stroke.runs.first().map_or(0, |r| r.0);
    let bottom = stroke.runs.last().map_or(0, |r| r.0);
    let area: usize = stroke.runs.iter().map(|r| r.2 - r.1).sum();
    let most = MAX_LINE_WIDTH * dpi / 72.0;
    let length = stroke.length() as f32;
    (area as f32) <= most * length && (bottom - top) as f32 <= most + 0.02 * length
}
