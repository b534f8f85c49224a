//! The picture as it is given to the recognition of text: dark letters on white paper, without
//! lines, boxes and backgrounds.

use super::areas::{Area, Areas};
use super::boxes::Square;
use super::line::{Line, Lines};
use super::raster::Raster;
use super::specks::without_specks;

/// What is darker on both sides of a line crosses it.
const CROSSES: u8 = 140;

/// Backgrounds darker than this carry light text.
const DARK: u8 = 140;

/// Space around a box, in points, that is erased with it: blurred edges.
const AROUND_BOX: f32 = 0.7;

/// Cells inside and outside of an arrow's sides that are erased with its background.
const SLANTED_EDGE: usize = 2;

/// Lines, boxes and backgrounds taken out of a flattened picture.
pub(super) fn cleaned(
    flat: &Raster,
    lines: &Lines,
    boxes: &[Square],
    areas: &Areas,
    dpi: f32,
) -> Raster {
    let mut out = flat.clone();
    for area in &areas.areas {
        if area.filled {
            without_background(&mut out, flat, area, areas.cell);
        }
    }
    for line in &lines.horizontal {
        erase(&mut out, line, false);
    }
    for line in &lines.vertical {
        erase(&mut out, line, true);
    }
    for square in boxes {
        let around = (AROUND_BOX * dpi / 72.0).ceil() as usize;
        let bottom = (square.bottom + around).min(out.height);
        for y in square.top.saturating_sub(around)..bottom {
            let row = out.row_mut(y);
            let right = (square.right + around).min(row.len());
            if let Some(inside) = row.get_mut(square.left.saturating_sub(around)..right) {
                inside.fill(u8::MAX);
            }
        }
    }
    without_specks(&mut out, dpi);
    out
}

/// Paints the line over with paper, but for what crosses it.
fn erase(out: &mut Raster, line: &Line, vertical: bool) {
    let half = (line.width / 2.0 + 1.2).ceil() as isize;
    for along in line.start..line.end {
        let middle = line.place(along).round() as isize;
        let along = along as isize;
        let place = |across: isize| {
            if vertical {
                (across, along)
            } else {
                (along, across)
            }
        };
        let dark = |out: &Raster, across: isize| {
            let (x, y) = place(across);
            out.at(x, y) < CROSSES
        };
        if dark(out, middle - half - 1) && dark(out, middle + half + 1) {
            continue;
        }
        for across in middle - half..=middle + half {
            let (x, y) = place(across);
            if let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y))
                && let Some(pixel) = out.row_mut(y).get_mut(x)
            {
                *pixel = u8::MAX;
            }
        }
    }
}

/// Makes an area's background white and its text dark; its edges vanish.
fn without_background(out: &mut Raster, flat: &Raster, area: &Area, cell: usize) {
    let grey = u32::from(area.grey);
    let dark = area.grey < DARK;
    // A slanted side crosses cells, and its blur those beside them; an arrow's text stands well inside.
    let slanted = area.is_arrow() && area.height() > 6 * SLANTED_EDGE;
    let side = if slanted { SLANTED_EDGE * cell } else { cell };
    let beyond = if slanted { cell } else { 1 };
    let rows: Vec<_> = area.pixel_rows(cell).collect();
    let (first, last) = (
        rows.first().map_or(0, |r| r.0),
        rows.last().map_or(0, |r| r.0),
    );
    for (y, from, to) in rows {
        let edge_row = y < first + side || y + side > last;
        let row = out.row_mut(y);
        let width = row.len();
        let start = from.saturating_sub(side);
        let end = (to + side).min(width);
        let pixels = row.get_mut(start..end).into_iter().flatten();
        for ((pixel, was), x) in pixels.zip(flat.row(y).iter().skip(start)).zip(start..) {
            let was = u32::from(*was);
            let edge = x < from + side || x + side >= to || edge_row;
            *pixel = if edge {
                u8::MAX
            } else if dark {
                255 - (was.saturating_sub(grey) * 255 / (255 - grey).max(1)).min(255) as u8
            } else {
                (was * 255 / grey.max(1)).min(255) as u8
            };
        }
    }
    // The rows of pixels above and below are blurred with the background.
    let outside = (1..=beyond).flat_map(|k| [(first.wrapping_sub(k), first), (last + k, last)]);
    for (y, like) in outside {
        let range = area
            .pixel_rows(cell)
            .find(|r| r.0 == like)
            .map_or(0..0, |r| r.1..r.2);
        if y < out.height
            && let Some(pixels) = out.row_mut(y).get_mut(range)
        {
            pixels.fill(u8::MAX);
        }
    }
}
