//! How the page lies: its skew, and whether it is turned by right angles.
//!
//! The edges of letters and rulings pile up in few rows when the page is upright. The skew is the
//! angle at which the sum of the squares of the piles is largest. Letters stand on one line but
//! end at several heights, so the side with the highest piles is the one they stand on.

use super::Picture;

/// Pages lie askew by up to this, in degrees: feeders and hands turn a sheet by less.
const MAX_SKEW: f32 = 5.0;

/// An edge of ink: two pixels apart, values differ by this much.
const EDGE: u8 = 48;

/// Longer edges are cut, in pixels: each part stands for itself when the slope changes.
const PART: usize = 8;

/// Edges of letters are shorter than this, in points.
const LETTER: f32 = 9.0;

/// The piles on the upper side must be this many times as high as those on the lower one for a page
/// to stand on its head. In releases they are at most 0.94 times as high, upside down at least 1.47.
const HEAD_DOWN: f64 = 1.2;

/// The same for a page that lies on its side: at most 1.23 times, and at least 2.4.
const ON_ITS_SIDE: f64 = 1.8;

/// From here on it may lie on its side: a page that is crooked in itself has lower piles.
const PERHAPS_ON_ITS_SIDE: f64 = 1.3;

/// Fewer letters than this, by the length of their lower edges in inches, say nothing: they pile up
/// by chance.
const ENOUGH: f64 = 30.0;

/// The side of ink that an edge is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Below,
    Above,
    Right,
    Left,
}

/// A part of an edge.
struct Edge {
    /// Its middle along the direction in which lines run on this side: x below and above.
    along: f32,
    /// Its place across.
    across: f32,
    /// Its length in pixels.
    length: usize,
    /// It is short enough for a letter's.
    letter: bool,
}

/// How a page lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lie {
    /// Clockwise, between -5 and 5.
    pub(super) skew_degrees: f32,
    /// Clockwise, beside the skew: 0, 90, 180 or 270.
    pub(super) turned_degrees: u16,
    /// By how much it may be turned where that is 0: 90 or 270; its words must tell.
    pub(super) perhaps_degrees: Option<u16>,
}

/// Measures how the page lies.
pub(super) fn lie(picture: &Picture) -> Lie {
    let below = edges(picture, Side::Below);
    let right = edges(picture, Side::Right);
    // Lines that sink to the right are turned clockwise; so are uprights that lean to the left.
    let height = |degrees: f32| {
        let slope = degrees.to_radians().tan();
        piles(&below, slope) + piles(&right, -slope)
    };
    let mut skew_degrees = steepest(0.0, 0.2, MAX_SKEW, &height);
    skew_degrees = steepest(skew_degrees, 0.04, 0.2, &height);
    skew_degrees = steepest(skew_degrees, 0.01, 0.04, &height);

    let slope = skew_degrees.to_radians().tan();
    let above = edges(picture, Side::Above);
    let left = edges(picture, Side::Left);
    let upright = letter_piles(&below, slope);
    let letters: usize = below.iter().filter(|e| e.letter).map(|e| e.length).sum();
    if (letters as f64) < ENOUGH * f64::from(picture.dpi) {
        return Lie {
            skew_degrees,
            turned_degrees: 0,
            perhaps_degrees: None,
        };
    }
    let found = [
        (&left, -slope, 90, ON_ITS_SIDE),
        (&above, slope, 180, HEAD_DOWN),
        (&right, -slope, 270, ON_ITS_SIDE),
    ]
    .map(|(edges, slope, turned, least)| (letter_piles(edges, slope) / upright, turned, least));
    let highest = |chosen: &dyn Fn(f64, u16, f64) -> bool| {
        found
            .iter()
            .filter(|(height, turned, least)| chosen(*height, *turned, *least))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, turned, _)| *turned)
    };
    let turned_degrees = highest(&|height, _, least| height > least).unwrap_or(0);
    let perhaps = highest(&|height, turned, _| turned != 180 && height > PERHAPS_ON_ITS_SIDE);
    Lie {
        skew_degrees,
        turned_degrees,
        perhaps_degrees: perhaps.filter(|_| turned_degrees == 0),
    }
}

/// The angle around `middle` at which the piles are highest; the one nearest to 0 among equals.
fn steepest(middle: f32, step: f32, reach: f32, height: &impl Fn(f32) -> f64) -> f32 {
    let count = (reach / step).round() as i32;
    let mut angles: Vec<f32> = (-count..=count).map(|i| middle + step * i as f32).collect();
    angles.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    let mut best = (0.0, middle);
    for angle in angles {
        let found = height(angle);
        if found > best.0 * 1.000_1 {
            best = (found, angle);
        }
    }
    best.1
}

/// The sum of the squares of the piles that edges make across lines of this slope.
fn piles(edges: &[Edge], slope: f32) -> f64 {
    sum_of_squares(edges.iter(), slope).0
}

/// The same for letters only, for each pixel of their edges.
fn letter_piles(edges: &[Edge], slope: f32) -> f64 {
    let (squares, all) = sum_of_squares(edges.iter().filter(|e| e.letter), slope);
    squares / f64::max(all, 1.0)
}

fn sum_of_squares<'a>(edges: impl Iterator<Item = &'a Edge>, slope: f32) -> (f64, f64) {
    // No slope reaches farther before the picture's edge than this.
    const BEFORE: f32 = 2_000.0;
    let mut piles: Vec<u32> = vec![0; 16_384];
    let mut all = 0.0;
    for edge in edges {
        let place = edge.across - slope * edge.along + BEFORE;
        if let Some(pile) = piles.get_mut(place as usize) {
            *pile += edge.length as u32;
        }
        all += edge.length as f64;
    }
    let squares = piles.iter().map(|n| f64::from(*n) * f64::from(*n)).sum();
    (squares, all)
}

/// The edges of ink on one side, row by row or column by column.
fn edges(picture: &Picture, side: Side) -> Vec<Edge> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let letter = ((LETTER * picture.dpi / 72.0) as usize).max(PART);
    let mut out = Vec::new();
    let grey = picture.grey.as_slice();
    let row = |y: usize| grey.get(y * width..(y + 1) * width).unwrap_or_default();
    let is_edge = |dark: u8, next: u8, light: u8| {
        light.saturating_sub(dark) >= EDGE && next.saturating_sub(dark) < EDGE
    };
    match side {
        Side::Below | Side::Above => {
            for y in 0..height.saturating_sub(2) {
                let (first, last) = if side == Side::Below {
                    (y, y + 2)
                } else {
                    (y + 2, y)
                };
                let marks = row(first)
                    .iter()
                    .zip(row(y + 1))
                    .zip(row(last))
                    .map(|((dark, next), light)| is_edge(*dark, *next, *light));
                runs(marks, |start, end| add(&mut out, start, end, y, letter));
            }
        }
        Side::Right | Side::Left => {
            // Runs down the columns grow while the rows pass.
            let mut starts: Vec<usize> = vec![usize::MAX; width];
            for y in 0..=height {
                let pixels = row(y);
                for x in 0..width.saturating_sub(2) {
                    let triple = pixels.get(x..x + 3);
                    let mark = match triple {
                        Some(&[a, b, c]) if side == Side::Right => is_edge(a, b, c),
                        Some(&[a, b, c]) => is_edge(c, b, a),
                        _ => false,
                    };
                    let Some(start) = starts.get_mut(x) else {
                        continue;
                    };
                    if mark && *start == usize::MAX {
                        *start = y;
                    } else if !mark && *start != usize::MAX {
                        add(&mut out, *start, y, x, letter);
                        *start = usize::MAX;
                    }
                }
            }
        }
    }
    out
}

fn add(out: &mut Vec<Edge>, start: usize, end: usize, across: usize, letter: usize) {
    // A single pixel is noise as often as ink.
    if end < start + 2 {
        return;
    }
    for from in (start..end).step_by(PART) {
        let to = (from + PART).min(end);
        out.push(Edge {
            along: (from + to) as f32 / 2.0,
            // Whole pixels would pile up best when no slope spreads them: each lies somewhere in its own.
            across: across as f32 + (from as f32 * 0.618_034 + across as f32 * 0.381_966).fract(),
            length: to - from,
            letter: end - start < letter,
        });
    }
}

/// Calls with the beginning and end of each run of marks.
pub(super) fn runs(marks: impl Iterator<Item = bool>, mut run: impl FnMut(usize, usize)) {
    let mut start = None;
    let mut end = 0;
    for (x, mark) in marks.enumerate() {
        if mark {
            start.get_or_insert(x);
        } else if let Some(start) = start.take() {
            run(start, x);
        }
        end = x + 1;
    }
    if let Some(start) = start {
        run(start, end);
    }
}
