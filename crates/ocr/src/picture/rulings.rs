//! Ruling lines: strokes joined across gaps, doubled ones merged, letters left out.

use uip_model::{Colour, Direction, Rect, Ruling, Shape};

use super::line::{Line, Lines, PATH_STEP};
use super::raster::Raster;
use super::stems;
use super::strokes::{MAX_LINE_WIDTH, Stroke, strokes};

/// Strokes with a gap up to this, in points, are one line whatever their length: what crosses a
/// line hides it there.
const SHORT_GAP: f32 = 3.5;

/// Where a line is broken, in points, its pieces are longer than the gap.
const LONG_GAP: f32 = 14.0;

/// Part of a line that is seen.
const SEEN: f32 = 0.7;

/// Part of a line's pixels that hold about as much ink as most. Lines in scans of 200 dpi, even those
/// of two colours, have 0.88 and more; strokes of letters in a row up to 0.84 over [`SHORT`].
const EVEN: f32 = 0.87;

/// Shorter lines, in points, could be the strokes of a few letters.
const SHORT: f32 = 60.0;

/// Short lines have space, in points, on both sides along this part of their length; strokes of
/// letters have letters beside them.
const SPACE: f32 = 1.6;
const SPACED: f32 = 0.75;

/// Ink is compared within parts of this length, in points.
const EVEN_PART: f32 = 20.0;

/// The longest stroke of a line is at least this long, in points: longer than a letter is wide.
const MIN_STROKE: f32 = 8.0;

/// Lines that end at others are at least this long, in points: one line of text in a cell.
const MIN_JOINED: f32 = 10.0;

/// Lines that touch no other are at least this long, in points; dashes and strokes of large letters
/// are shorter.
const MIN_ALONE: f32 = 30.0;

/// Lines this close, in points, are one with a doubled stroke.
const SAME_LINE: f32 = 2.2;

/// Lines this close to the picture's edge, in points, are the sheet's edge or the scanner's shadow.
const SHEET_EDGE: f32 = 4.0;

/// Finds the lines of a flattened picture.
pub(super) fn lines(flat: &Raster, dpi: f32) -> Lines {
    let turned = flat.transposed();
    let mut horizontal = joined(flat, strokes(flat, dpi), dpi);
    let mut vertical = joined(&turned, strokes(&turned, dpi), dpi);
    // Each can lean on the others only as long as these stay.
    loop {
        let before = horizontal.len() + vertical.len();
        let kept = keep(&horizontal, &vertical, dpi);
        vertical = keep(&vertical, &horizontal, dpi);
        horizontal = kept;
        if horizontal.len() + vertical.len() == before {
            break;
        }
    }
    let mut lines = Lines {
        horizontal,
        vertical,
    };
    stems::cut(&mut lines, dpi);
    lines
}

fn keep(lines: &[Line], others: &[Line], dpi: f32) -> Vec<Line> {
    let points = |pixels: usize| pixels as f32 * 72.0 / dpi;
    lines
        .iter()
        .filter(|line| {
            let length = points(line.end - line.start);
            length >= MIN_ALONE || (length >= MIN_JOINED && leans(line, others, dpi))
        })
        .cloned()
        .collect()
}

/// Whether one end of the line lies on one of the others, which run across.
fn leans(line: &Line, others: &[Line], dpi: f32) -> bool {
    let near = 2.0 * dpi / 72.0;
    let at = line.middle();
    others.iter().any(|other| {
        let place = other.place((at.max(0.0) as usize).clamp(other.start, other.end));
        let reaches = at > other.start as f32 - near && at < other.end as f32 + near;
        let ends =
            (place - line.start as f32).abs() < near || (place - line.end as f32).abs() < near;
        reaches && ends
    })
}

/// A line that grows from stroke to stroke.
struct Growing {
    strokes: Vec<Stroke>,
    end: usize,
    height: f32,
    seen: usize,
    longest: usize,
}

fn joined(flat: &Raster, mut strokes: Vec<Stroke>, dpi: f32) -> Vec<Line> {
    let pixels = |points: f32| points * dpi / 72.0;
    strokes.sort_by(|a, b| a.start.cmp(&b.start).then(a.ends.0.total_cmp(&b.ends.0)));
    let mut growing: Vec<Growing> = Vec::new();
    let mut done: Vec<Growing> = Vec::new();
    for stroke in strokes {
        let reach = pixels(LONG_GAP) as usize;
        // Lines that ended too far back grow no more.
        let (open, ended): (Vec<_>, Vec<_>) = std::mem::take(&mut growing)
            .into_iter()
            .partition(|line| line.end + reach >= stroke.start);
        growing = open;
        done.extend(ended);
        let next = growing
            .iter_mut()
            .filter(|line| follows(line, &stroke, dpi))
            .min_by(|a, b| {
                let off = |line: &Growing| (line.height - stroke.ends.0).abs();
                off(a).total_cmp(&off(b))
            });
        match next {
            Some(line) => {
                line.seen += stroke.end.saturating_sub(line.end.max(stroke.start));
                line.longest = line.longest.max(stroke.length());
                if stroke.end > line.end {
                    line.end = stroke.end;
                    line.height = stroke.ends.1;
                }
                line.strokes.push(stroke);
            }
            None => growing.push(Growing {
                end: stroke.end,
                height: stroke.ends.1,
                seen: stroke.length(),
                longest: stroke.length(),
                strokes: vec![stroke],
            }),
        }
    }
    done.extend(growing);
    let edge = pixels(SHEET_EDGE);
    let mut lines: Vec<Line> = done
        .iter()
        .filter(|line| {
            let start = line.strokes.first().map_or(0, |s| s.start);
            line.longest as f32 >= pixels(MIN_STROKE)
                && line.seen as f32 >= SEEN * (line.end - start) as f32
                && (edge..flat.height as f32 - edge).contains(&line.height)
        })
        .map(|line| traced(flat, line, dpi))
        .filter(|line| evenness(flat, line, dpi) >= EVEN)
        .filter(|line| {
            (line.end - line.start) as f32 >= pixels(SHORT) || has_space(flat, line, dpi)
        })
        .map(|line| lengthened(flat, line, dpi))
        .collect();
    lines.sort_by(|a, b| {
        a.middle()
            .total_cmp(&b.middle())
            .then(a.start.cmp(&b.start))
    });
    lines
}

fn follows(line: &Growing, stroke: &Stroke, dpi: f32) -> bool {
    let pixels = |points: f32| points * dpi / 72.0;
    let gap = stroke.start as f32 - line.end as f32;
    let shorter = line.seen.min(stroke.length()) as f32;
    let off = (line.height - stroke.ends.0).abs();
    gap > -pixels(SHORT_GAP)
        && gap <= pixels(SHORT_GAP).max(shorter.min(pixels(LONG_GAP)))
        && off <= pixels(0.5).max(1.3) + 0.015 * gap.max(0.0)
}

/// The line with its path and width; its ends reach as far as there is ink on the same height.
fn traced(flat: &Raster, line: &Growing, dpi: f32) -> Line {
    let start = line.strokes.iter().map(|s| s.start).min().unwrap_or(0);
    let points = (line.end - start).div_ceil(PATH_STEP) + 1;
    // Sums of heights around each point of the path.
    let mut sums: Vec<(f32, f32)> = vec![(0.0, 0.0); points];
    for (y, from, to) in line.strokes.iter().flat_map(|s| &s.runs).copied() {
        let mut x = from;
        while x < to {
            let step = (x - start + PATH_STEP / 2) / PATH_STEP;
            let next = (start + step * PATH_STEP + PATH_STEP / 2).clamp(x + 1, to);
            if let Some((sum, weight)) = sums.get_mut(step) {
                *sum += (y * (next - x)) as f32;
                *weight += (next - x) as f32;
            }
            x = next;
        }
    }
    let mut path: Vec<f32> = Vec::with_capacity(points);
    let first = sums.iter().find(|s| s.1 > 0.0).map_or(0.0, |s| s.0 / s.1);
    let mut known = (0, first);
    for (i, (sum, weight)) in sums.iter().enumerate() {
        if *weight > 0.0 {
            let here = sum / weight;
            // Between pieces the line runs straight.
            let (from, height) = known;
            for missing in path.len()..i {
                let part = (missing - from) as f32 / (i - from).max(1) as f32;
                path.push(height + (here - height) * part);
            }
            path.push(here);
            known = (i, here);
        }
    }
    path.resize(points, known.1);
    let mut traced = Line {
        start,
        end: line.end,
        path,
        width: 0.0,
    };
    traced.width = width(flat, &traced, dpi);
    traced
}

/// The median of the ink across the line.
fn width(flat: &Raster, line: &Line, dpi: f32) -> f32 {
    let reach = (MAX_LINE_WIDTH * 0.75 * dpi / 72.0).ceil() as isize;
    let mut inks: Vec<f32> = (line.start..line.end)
        .step_by(PATH_STEP / 2)
        .map(|x| {
            let (x, y) = (x as isize, line.place(x).round() as isize);
            let side = |sign: isize| {
                (1..=reach)
                    .map(|k| flat.at(x, y + sign * k))
                    .max()
                    .unwrap_or(255)
            };
            let paper = side(-1).min(side(1));
            let ink: u32 = (-reach..=reach)
                .map(|k| u32::from(paper.saturating_sub(flat.at(x, y + k))))
                .sum();
            ink as f32 / f32::from(paper.max(1))
        })
        .collect();
    inks.sort_by(f32::total_cmp);
    inks.get(inks.len() / 2).copied().unwrap_or(0.0)
}

/// Part of the line's pixels that hold about as much ink as most; letters in a row hold now more,
/// now less.
fn evenness(flat: &Raster, line: &Line, dpi: f32) -> f32 {
    let reach = (0.3 * dpi / 72.0).round().max(1.0) as isize;
    let inks: Vec<u32> = (line.start..line.end)
        .map(|x| {
            let (x, y) = (x as isize, line.place(x).round() as isize);
            (-reach..=reach)
                .map(|k| u32::from(u8::MAX - flat.at(x, y + k)))
                .sum()
        })
        .collect();
    // A line may be drawn thicker from one cell to the next.
    let part = ((EVEN_PART * dpi / 72.0) as usize).max(8);
    let even: usize = inks
        .chunks(part)
        .map(|inks| {
            let mut sorted = inks.to_vec();
            sorted.sort_unstable();
            let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
            inks.iter()
                .filter(|ink| **ink * 10 > usual * 4 && **ink * 10 < usual * 22)
                .count()
        })
        .sum();
    even as f32 / inks.len().max(1) as f32
}

/// Whether there is paper on both sides of the line.
fn has_space(flat: &Raster, line: &Line, dpi: f32) -> bool {
    /// Darker pixels are ink.
    const INK: u8 = 160;
    let near = (line.width / 2.0 + 1.5).ceil() as isize;
    let far = near + (SPACE * dpi / 72.0).round() as isize;
    [-1, 1].into_iter().all(|side: isize| {
        let free = (line.start..line.end)
            .filter(|x| {
                let y = line.place(*x).round() as isize;
                (near..=far).all(|k| flat.at(*x as isize, y + side * k) >= INK)
            })
            .count();
        free as f32 >= SPACED * (line.end - line.start) as f32
    })
}

/// Lines that cross hide each other's ends, and smoothing blurs free ones: a line ends where there is
/// half as much ink as usual.
fn lengthened(flat: &Raster, mut line: Line, dpi: f32) -> Line {
    let most = (SHORT_GAP * dpi / 72.0) as usize;
    let darkest = |x: usize, height: f32| {
        let (x, y) = (x as isize, height.round() as isize);
        (-1..=1).map(|k| flat.at(x, y + k)).min().unwrap_or(255)
    };
    let mut values: Vec<u8> = (line.start..line.end)
        .step_by(PATH_STEP / 2)
        .map(|x| darkest(x, line.place(x)))
        .collect();
    values.sort_unstable();
    let usual = values.get(values.len() / 2).copied().unwrap_or(0);
    let is_ink = |x: usize, height: f32| darkest(x, height) < usual / 2 + 128;
    let (first, last) = (line.place(line.start), line.place(line.end));
    let blurred = (0..most.min(line.end - line.start) / 2)
        .take_while(|k| !is_ink(line.start + k, first))
        .count();
    let blurred_last = (1..=most.min(line.end - line.start) / 2)
        .take_while(|k| !is_ink(line.end - k, last))
        .count();
    let hidden = (1..=most)
        .take_while(|k| line.start >= *k && is_ink(line.start - k, first))
        .count();
    let hidden_last = (0..most)
        .take_while(|k| line.end + k < flat.width && is_ink(line.end + k, last))
        .count();
    line.start = line.start + blurred - if blurred == 0 { hidden } else { 0 };
    line.end = line.end - blurred_last + if blurred_last == 0 { hidden_last } else { 0 };
    line
}

/// The lines as rulings in points, doubled ones merged; the outlines of boxes and arrows are none.
pub(super) fn rulings(
    lines: &Lines,
    boxes: &[(Rect, bool)],
    shapes: &[Shape],
    dpi: f32,
) -> Vec<Ruling> {
    let mut out = merged(&lines.horizontal, Direction::Horizontal, dpi);
    out.extend(merged(&lines.vertical, Direction::Vertical, dpi));
    let mut out = across_shapes(out, shapes);
    let arrows = shapes.iter().filter(|s| s.points.len() > 4).map(|s| s.bbox);
    let outlined: Vec<Rect> = boxes.iter().map(|(rect, _)| *rect).chain(arrows).collect();
    out.retain(|ruling| {
        let outline: f32 = outlined.iter().map(|rect| common(ruling, rect)).sum();
        outline < 0.8 * (ruling.to - ruling.from)
    });
    out
}

/// Joins lines that end where a shape begins and go on behind it: UIP 2023 draws its arrows over the
/// table's border.
fn across_shapes(rulings: Vec<Ruling>, shapes: &[Shape]) -> Vec<Ruling> {
    let hides = |a: &Ruling, b: &Ruling| {
        shapes.iter().any(|shape| {
            let (low, high, from, to) = extent(&shape.bbox, a.direction);
            a.at > low
                && a.at < high
                && a.to > from - SAME_LINE
                && b.from < to + SAME_LINE
                && a.to < b.from
        })
    };
    let mut out: Vec<Ruling> = Vec::new();
    for ruling in rulings {
        let same = out.iter_mut().rev().take(16).find(|known| {
            let aligned =
                known.direction == ruling.direction && (known.at - ruling.at).abs() < SAME_LINE;
            aligned && (hides(known, &ruling) || hides(&ruling, known))
        });
        match same {
            Some(known) => {
                known.from = known.from.min(ruling.from);
                known.to = known.to.max(ruling.to);
            }
            None => out.push(ruling),
        }
    }
    out
}

/// The box across the direction, then along it.
fn extent(rect: &Rect, direction: Direction) -> (f32, f32, f32, f32) {
    match direction {
        Direction::Horizontal => (rect.y0, rect.y1, rect.x0, rect.x1),
        Direction::Vertical => (rect.x0, rect.x1, rect.y0, rect.y1),
    }
}

/// How much of the ruling lies in the box or on its edge.
fn common(ruling: &Ruling, rect: &Rect) -> f32 {
    let (low, high, from, to) = extent(rect, ruling.direction);
    if ruling.at < low - SAME_LINE || ruling.at > high + SAME_LINE {
        return 0.0;
    }
    (ruling.to.min(to) - ruling.from.max(from)).max(0.0)
}

fn merged(lines: &[Line], direction: Direction, dpi: f32) -> Vec<Ruling> {
    let points = |pixels: f32| pixels * 72.0 / dpi;
    let mut out: Vec<Ruling> = Vec::new();
    for line in lines {
        let ruling = Ruling {
            direction,
            at: points(line.middle() + 0.5),
            from: points(line.start as f32),
            to: points(line.end as f32),
            width: points(line.width),
            colour: Colour::default(),
        };
        let same = out.iter_mut().rev().take(16).find(|known| {
            let common = known.to.min(ruling.to) - known.from.max(ruling.from);
            let shorter = (known.to - known.from).min(ruling.to - ruling.from);
            (known.at - ruling.at).abs() < SAME_LINE && common > 0.5 * shorter
        });
        match same {
            Some(known) => {
                let longer = known.to - known.from >= ruling.to - ruling.from;
                known.at = if longer { known.at } else { ruling.at };
                known.width = known.width.max(ruling.width);
                known.from = known.from.min(ruling.from);
                known.to = known.to.max(ruling.to);
            }
            None => out.push(ruling),
        }
    }
    out
}
