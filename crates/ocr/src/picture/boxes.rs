//! Boxes to tick: squares of the size of text, and whether there is ink in them.

use uip_model::Rect;

use super::raster::Raster;
use super::skew::runs;

/// Sides of boxes, in points: a box of small print, and one of twice the size of text.
const SIDES: std::ops::RangeInclusive<f32> = 4.5..=18.0;

/// Lighter pixels belong to no outline.
const OUTLINE: u8 = 185;

/// Part of an edge that is drawn: ticks and noise break it.
const DRAWN: f32 = 0.88;

/// Part of the space around a box that is free.
const FREE: f32 = 0.8;

/// Text beside a box is at least this far away, in points.
const APART: f32 = 2.3;

/// Boxes of a row or a column are aligned within this, in points.
const ALIGNED: f32 = 3.0;

/// With less ink than this inside, a box is empty when no other box tells more.
const TICKED: f32 = 0.1;

/// Boxes of one page differ by this much where some are ticked and some are not.
const DIFFERENCE: f32 = 0.06;

/// With more ink than this inside, it is a filled square: a bullet, unless others are empty.
const FILLED: f32 = 0.8;

/// A box, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Square {
    pub(super) left: usize,
    pub(super) top: usize,
    /// One past the right edge.
    pub(super) right: usize,
    /// One past the lower edge.
    pub(super) bottom: usize,
    /// Part of its inside that is ink.
    ink: f32,
    pub(super) ticked: bool,
}

impl Square {
    /// The box in points.
    pub(super) fn rect(&self, dpi: f32) -> Rect {
        let points = |pixels: usize| pixels as f32 * 72.0 / dpi;
        Rect::new(
            points(self.left),
            points(self.top),
            points(self.right),
            points(self.bottom),
        )
    }

    fn side(&self) -> usize {
        self.right - self.left
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Finds the boxes of a flattened picture, from the top left on.
pub(super) fn boxes(flat: &Raster, dpi: f32) -> Vec<Square> {
    let least = (SIDES.start() * dpi / 72.0) as usize;
    let most = (SIDES.end() * dpi / 72.0) as usize;
    let rows: Vec<Vec<(usize, usize)>> = (0..flat.height)
        .map(|y| edges(flat.row(y), least, most))
        .collect();
    let mut found: Vec<Square> = Vec::new();
    for (top, row) in rows.iter().enumerate() {
        for &(left, right) in row {
            let side = right - left;
            let near = tolerance(side);
            let lowest = (top + side + side / 12 + 2).min(flat.height);
            let below = rows
                .get(top + side - side / 12 - 1..lowest)
                .unwrap_or_default()
                .iter()
                .enumerate()
                .rev();
            for (i, below) in below {
                let fits = below
                    .iter()
                    .any(|(l, r)| l.abs_diff(left) <= near && r.abs_diff(right) <= near);
                if !fits {
                    continue;
                }
                let square = Square {
                    left,
                    top,
                    right,
                    bottom: top + side - side / 12 + i,
                    ink: 0.0,
                    ticked: false,
                };
                if is_box(flat, &square, dpi) && !found.iter().any(|f| f.overlaps(&square)) {
                    found.push(Square {
                        ink: ink(flat, &square),
                        ..square
                    });
                    break;
                }
            }
        }
    }
    decide(with_others(found, dpi))
}

/// Dark runs of a row that are as long as a box's edge.
fn edges(row: &[u8], least: usize, most: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut close = |run: Option<(usize, usize)>| {
        out.extend(run.filter(|(s, e)| (least..=most).contains(&(e - s))));
    };
    runs(
        row.iter().map(|p| *p < OUTLINE),
        |start, end| match &mut open {
            // A pixel may be missing.
            Some((_, last)) if start <= *last + 1 => *last = end,
            _ => close(open.replace((start, end))),
        },
    );
    close(open);
    out
}

/// Pixels by which the edges of a box of this side may be off.
fn tolerance(side: usize) -> usize {
    (side / 10).max(1)
}

/// All four edges are drawn up to the corners, thinly, and nothing is drawn around.
fn is_box(flat: &Raster, square: &Square, dpi: f32) -> bool {
    let near = tolerance(square.side()) as isize;
    let off = near + 2;
    let (left, right) = (square.left as isize, square.right as isize - 1);
    let (top, bottom) = (square.top as isize, square.bottom as isize - 1);
    let part = |from: isize, to: isize, is: &dyn Fn(isize) -> bool| {
        let count = (from..=to).filter(|i| is(*i)).count();
        count as f32 / (to - from + 1).max(1) as f32
    };
    // Half as dark as the outline is for the most part.
    let mut outline: Vec<u8> = (top..=bottom)
        .flat_map(|y| [(left, y, 1), (right, y, -1)])
        .map(|(x, y, inwards)| {
            (-1..=near)
                .map(|k| flat.at(x + inwards * k, y))
                .min()
                .unwrap_or(255)
        })
        .collect();
    outline.sort_unstable();
    let usual = outline.get(outline.len() / 2).copied().unwrap_or(255);
    let limit = OUTLINE.min(usual / 2 + 127);
    let dark = |x: isize, y: isize| flat.at(x, y) < limit;
    // Each edge is one row or column of pixels.
    let drawn = (-1..=near).any(|k| part(top, bottom, &|y| dark(left + k, y)) >= DRAWN)
        && (-1..=near).any(|k| part(top, bottom, &|y| dark(right - k, y)) >= DRAWN)
        && (-1..=near).any(|k| part(left, right, &|x| dark(x, top + k)) >= DRAWN)
        && (-1..=near).any(|k| part(left, right, &|x| dark(x, bottom - k)) >= DRAWN);
    if !drawn {
        return false;
    }
    let free = part(top, bottom, &|y| flat.at(left - off, y) >= OUTLINE) >= FREE
        && part(top, bottom, &|y| flat.at(right + off, y) >= OUTLINE) >= FREE
        && part(left, right, &|x| flat.at(x, top - off) >= OUTLINE) >= FREE
        && part(left, right, &|x| flat.at(x, bottom + off) >= OUTLINE) >= FREE;
    // The next letter of a word stands closer than the name behind a box.
    let apart = (APART * dpi / 72.0).round() as isize;
    let apart = (off..=apart).all(|k| {
        part(top, bottom, &|y| flat.at(left - k, y) >= OUTLINE) >= DRAWN
            && part(top, bottom, &|y| flat.at(right + k, y) >= OUTLINE) >= DRAWN
    });
    // The edges of a cell go on beyond its corners.
    let goes_on = [
        (left - off, top),
        (right + off, top),
        (left - off, bottom),
        (right + off, bottom),
        (left, top - off),
        (right, top - off),
        (left, bottom + off),
        (right, bottom + off),
    ]
    .into_iter()
    .filter(|(x, y)| (-1..=1).any(|i| (-1..=1).any(|j| dark(x + i, y + j))))
    .count();
    // Round letters turn in before their corners.
    let corner = |x: isize, y: isize, dx: isize, dy: isize| {
        (0..=near).any(|i| (0..=near).any(|j| dark(x + dx * i, y + dy * j)))
    };
    let cornered = corner(left, top, 1, 1)
        && corner(right, top, -1, 1)
        && corner(left, bottom, 1, -1)
        && corner(right, bottom, -1, -1);
    free && apart && goes_on < 2 && cornered && is_thin(flat, square)
}

/// At least three of the edges are thin; or it is filled.
fn is_thin(flat: &Raster, square: &Square) -> bool {
    let side = square.side();
    let most = (side / 5).max(2);
    let (left, right) = (square.left as isize, square.right as isize - 1);
    let (top, bottom) = (square.top as isize, square.bottom as isize - 1);
    let thick = |from: &dyn Fn(usize) -> (isize, isize), step: (isize, isize)| {
        let mut found: Vec<usize> = [35, 50, 65]
            .into_iter()
            .map(|part| {
                let (x, y) = from(part);
                (0..side as isize)
                    .skip_while(|k| *k < 2 && flat.at(x + k * step.0, y + k * step.1) >= OUTLINE)
                    .take_while(|k| flat.at(x + k * step.0, y + k * step.1) < OUTLINE)
                    .count()
            })
            .collect();
        found.sort_unstable();
        found.get(1).copied().unwrap_or(0)
    };
    let x = |part: usize| left + (side * part / 100) as isize;
    let y = |part: usize| top + ((square.bottom - square.top) * part / 100) as isize;
    let sides = [
        thick(&|part| (left, y(part)), (1, 0)),
        thick(&|part| (right, y(part)), (-1, 0)),
        thick(&|part| (x(part), top), (0, 1)),
        thick(&|part| (x(part), bottom), (0, -1)),
    ];
    let thin = sides.iter().filter(|thick| **thick <= most).count();
    thin >= 3 || ink(flat, square) >= FILLED
}

/// Part of the inside that is ink.
fn ink(flat: &Raster, square: &Square) -> f32 {
    let middle_y = (square.top + square.bottom) / 2;
    // As thick as the outline is in the middle of its left edge.
    let thick = flat
        .row(middle_y)
        .iter()
        .skip(square.left)
        .take(square.side() / 3)
        .take_while(|p| **p < OUTLINE)
        .count();
    let inset = (thick + 1)
        .clamp(square.side() / 8, square.side() / 4)
        .max(1);
    let (mut sum, mut count) = (0, 0);
    for y in square.top + inset..square.bottom.saturating_sub(inset) {
        let inside = flat.row(y).get(square.left + inset..square.right - inset);
        for pixel in inside.unwrap_or_default() {
            sum += u32::from(u8::MAX - pixel);
            count += 1;
        }
    }
    sum as f32 / 255.0 / count.max(1) as f32
}

/// Boxes come in rows or columns; what looks like a lone one is a letter.
fn with_others(squares: Vec<Square>, dpi: f32) -> Vec<Square> {
    let near = (ALIGNED * dpi / 72.0).round() as usize;
    let belong = |a: &Square, b: &Square| {
        a != b
            && a.side().abs_diff(b.side()) <= (a.side() / 8).max(2)
            && (a.left.abs_diff(b.left) <= near || a.top.abs_diff(b.top) <= near)
    };
    squares
        .iter()
        .filter(|square| squares.iter().any(|other| belong(square, other)))
        .copied()
        .collect()
}

/// A box is ticked when it holds more ink than the empty ones; where all are alike, when it holds
/// ink at all.
fn decide(mut squares: Vec<Square>) -> Vec<Square> {
    let mut inks: Vec<f32> = squares.iter().map(|s| s.ink).collect();
    inks.sort_by(f32::total_cmp);
    let widest = inks
        .windows(2)
        .filter_map(|pair| match pair {
            &[a, b] => Some((b - a, (a + b) / 2.0)),
            _ => None,
        })
        // Empty boxes are nearly white; ticks differ among themselves.
        .filter(|(_, middle)| *middle < 2.0 * TICKED)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let border = match widest {
        Some((gap, middle)) if gap >= DIFFERENCE => middle,
        _ => TICKED,
    };
    for square in &mut squares {
        square.ticked = square.ink > border;
    }
    let empty: Vec<Square> = squares.iter().filter(|s| !s.ticked).copied().collect();
    squares.retain(|square| {
        square.ink < FILLED
            || empty
                .iter()
                .any(|other| other.side().abs_diff(square.side()) <= 3)
    });
    squares
}
