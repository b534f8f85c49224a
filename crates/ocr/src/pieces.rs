//! A picture cut into the pieces that are recognised one by one: each cell of a table by itself, since
//! recognition takes a row of cells for a line of text, and what is outside of all tables.

use uip_layout::grids;
use uip_model::{Rect, Ruling};

use crate::picture::Picture;

/// A piece of a picture.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Its pixels, with white around.
    pub(crate) picture: Picture,
    /// Where its left top corner lies in the whole picture, in pixels of that.
    pub(crate) at: (f32, f32),
    /// How many of its pixels are one of the whole picture.
    pub(crate) scale: f32,
    /// The cell that it shows, counted over the page; pieces of one cell are its readings.
    pub(crate) cell: usize,
}

/// White around what is cut out, in inches: letters at the very edge are misread.
const MARGIN: f32 = 0.06;

/// What is left around the ink of a piece, in inches.
const TAIL: f32 = 0.01;

/// Darker pixels are ink.
const INK: u8 = 140;

/// The heights of ink, in pixels, at which a small cell is read once more. A figure that stands alone is
/// misread where it is large: of 193 cells of five scans, 42 in 45 amounts with a decimal were right at
/// 14 to 20 pixels and 34 at the 34 pixels of 300 dpi; words are read best as they are.
const HEIGHTS: [f32; 3] = [20.5, 17.0, 14.5];

/// Ink of more than this, in points, is more than one line.
const ONE_LINE: f32 = 15.0;

/// How small a cell of several lines is read once more.
const LINES: [f32; 2] = [0.75, 0.6];

/// A cell with ink of less than this, in points, is small: a figure, a year, a short name.
const SMALL: (f32, f32) = (70.0, 22.0);

/// What is outside of all tables, and the cells.
#[derive(Debug)]
pub(crate) struct Pieces {
    pub(crate) outside: Option<Piece>,
    pub(crate) cells: Vec<Piece>,
}

/// Cuts a picture along its rulings (in points).
pub(crate) fn cut(picture: &Picture, rulings: &[Ruling]) -> Pieces {
    let grids = grids(rulings);
    let mut rest = picture.clone();
    for grid in &grids {
        blank(&mut rest, &grid.bbox);
    }
    let mut cells = Vec::new();
    let mut number = 0;
    for grid in &grids {
        for cell in &grid.cells {
            number += 1;
            // A table in a cell that a page's end cuts shares its last line with the cell's, so that both
            // are one grid.
            let inner: Vec<Rect> = grids
                .iter()
                .flat_map(|other| &other.cells)
                .map(|other| other.bbox)
                .filter(|other| is_inside(other, &cell.bbox))
                .collect();
            let Some(piece) = piece(picture, &cell.bbox, &inner, number) else {
                continue;
            };
            let points = 72.0 / picture.dpi;
            let width = piece.picture.width as f32 * points;
            let height = piece.picture.height as f32 * points;
            let margin = 2.0 * MARGIN * 72.0;
            if width - margin < SMALL.0 && height - margin < SMALL.1 {
                let scales = scales((height - margin) / points, points);
                cells.extend(scales.into_iter().map(|scale| scaled(&piece, scale)));
            } else {
                cells.push(piece);
            }
        }
    }
    let whole = Rect::new(
        0.0,
        0.0,
        picture.width as f32 * 72.0 / picture.dpi,
        picture.height as f32 * 72.0 / picture.dpi,
    );
    Pieces {
        outside: piece(&rest, &whole, &[], 0),
        cells,
    }
}

/// The magnifications at which a small cell is read, by its ink's height in pixels of so many points.
fn scales(ink: f32, points: f32) -> Vec<f32> {
    /// Readings closer than this are one.
    const SAME: f32 = 0.05;
    let again: Vec<f32> = if ink * points > ONE_LINE {
        LINES.to_vec()
    } else {
        HEIGHTS.map(|height| height / ink.max(1.0)).to_vec()
    };
    let mut scales = vec![1.0];
    scales.extend(again.into_iter().filter(|scale| *scale < 1.0 - SAME));
    scales
}

fn is_inside(inner: &Rect, outer: &Rect) -> bool {
    let area = inner.width() * inner.height();
    outer.overlap_x(inner) * outer.overlap_y(inner) > 0.6 * area
        && area < 0.9 * outer.width() * outer.height()
}

/// The pixels of a box in points: left, top, right, bottom, the last two excluded.
fn pixels(picture: &Picture, bbox: &Rect) -> [usize; 4] {
    let pixel = |points: f32, most: u32| {
        let pixel = (points * picture.dpi / 72.0).round().max(0.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (pixel as usize).min(most as usize)
    };
    [
        pixel(bbox.x0, picture.width),
        pixel(bbox.y0, picture.height),
        pixel(bbox.x1, picture.width),
        pixel(bbox.y1, picture.height),
    ]
}

fn blank(picture: &mut Picture, bbox: &Rect) {
    let [x0, y0, x1, y1] = pixels(picture, bbox);
    let width = picture.width as usize;
    for row in picture
        .grey
        .chunks_exact_mut(width.max(1))
        .take(y1)
        .skip(y0)
    {
        row.get_mut(x0..x1).unwrap_or_default().fill(u8::MAX);
    }
}

/// What is in a box, cut close around its ink, without what is in the inner boxes; `None` where there
/// is no ink.
fn piece(picture: &Picture, bbox: &Rect, inner: &[Rect], cell: usize) -> Option<Piece> {
    let [x0, y0, x1, y1] = pixels(picture, bbox);
    let (width, height) = (x1.checked_sub(x0)?, y1.checked_sub(y0)?);
    let mut cut = Picture {
        width: u32::try_from(width).ok()?,
        height: u32::try_from(height).ok()?,
        dpi: picture.dpi,
        grey: Vec::with_capacity(width * height),
        rgb: None,
    };
    let rows = picture.grey.chunks_exact((picture.width as usize).max(1));
    for row in rows.take(y1).skip(y0) {
        cut.grey.extend_from_slice(row.get(x0..x1)?);
    }
    for inner in inner {
        let moved = Rect::new(
            inner.x0 - bbox.x0,
            inner.y0 - bbox.y0,
            inner.x1 - bbox.x0,
            inner.y1 - bbox.y0,
        );
        blank(&mut cut, &moved);
    }
    let [left, top, right, bottom] = ink(&cut)?;
    // The tails of commas are too thin to count as ink.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let tail = (TAIL * picture.dpi).round() as usize;
    let (left, top) = (left.saturating_sub(tail), top.saturating_sub(tail));
    let (right, bottom) = ((right + tail).min(width), (bottom + tail).min(height));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let margin = (MARGIN * picture.dpi).round() as usize;
    let (inked, rows) = (right - left, bottom - top);
    let (wide, high) = (inked + 2 * margin, rows + 2 * margin);
    let mut grey = vec![u8::MAX; wide * high];
    let from = cut.grey.chunks_exact(width.max(1)).skip(top).take(rows);
    for (to, from) in grey.chunks_exact_mut(wide).skip(margin).zip(from) {
        let to = to.get_mut(margin..margin + inked)?;
        to.copy_from_slice(from.get(left..right)?);
    }
    Some(Piece {
        picture: Picture {
            width: u32::try_from(wide).ok()?,
            height: u32::try_from(high).ok()?,
            grey,
            ..cut
        },
        at: (
            (x0 + left) as f32 - margin as f32,
            (y0 + top) as f32 - margin as f32,
        ),
        scale: 1.0,
        cell,
    })
}

/// The box around all ink but specks, in pixels.
fn ink(picture: &Picture) -> Option<[usize; 4]> {
    /// Rows or columns with less ink than this hold specks; the dot of an `i` has more.
    const SPECK: usize = 2;
    let (width, height) = (picture.width as usize, picture.height as usize);
    let mut columns = vec![0_usize; width];
    let mut rows = Vec::with_capacity(height);
    for row in picture.grey.chunks_exact(width.max(1)) {
        let mut count = 0;
        for (column, value) in columns.iter_mut().zip(row) {
            let dark = usize::from(*value < INK);
            *column += dark;
            count += dark;
        }
        rows.push(count);
    }
    let span = |counts: &[usize]| {
        let first = counts.iter().position(|&n| n >= SPECK)?;
        let last = counts.iter().rposition(|&n| n >= SPECK)?;
        Some((first, last + 1))
    };
    let (left, right) = span(&columns)?;
    let (top, bottom) = span(&rows)?;
    Some([left, top, right, bottom])
}

/// The piece larger or smaller, each pixel from the four about its place.
fn scaled(piece: &Piece, scale: f32) -> Piece {
    if (scale - 1.0).abs() < 0.01 {
        return piece.clone();
    }
    let from = &piece.picture;
    let (width, height) = (from.width as usize, from.height as usize);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let side = |length: usize| ((length as f32 * scale).round() as usize).max(1);
    let (wide, high) = (side(width), side(height));
    let pixel = |x: usize, y: usize| {
        let at = y.min(height.saturating_sub(1)) * width + x.min(width.saturating_sub(1));
        f32::from(from.grey.get(at).copied().unwrap_or(u8::MAX))
    };
    let mut grey = Vec::with_capacity(wide * high);
    for y in 0..high {
        let source = ((y as f32 + 0.5) / scale - 0.5).max(0.0);
        let (row, down) = (source.floor(), source.fract());
        for x in 0..wide {
            let source = ((x as f32 + 0.5) / scale - 0.5).max(0.0);
            let (column, right) = (source.floor(), source.fract());
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let (i, j) = (column as usize, row as usize);
            let above = pixel(i, j) * (1.0 - right) + pixel(i + 1, j) * right;
            let below = pixel(i, j + 1) * (1.0 - right) + pixel(i + 1, j + 1) * right;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            grey.push((above * (1.0 - down) + below * down).round() as u8);
        }
    }
    Piece {
        picture: Picture {
            width: u32::try_from(wide).unwrap_or(u32::MAX),
            height: u32::try_from(high).unwrap_or(u32::MAX),
            dpi: from.dpi,
            grey,
            rgb: None,
        },
        scale,
        ..piece.clone()
    }
}

#[cfg(test)]
mod tests {
    use uip_model::{Colour, Direction};

    use super::*;

    /// A picture at 72 dpi, so that pixels are points, with dark squares.
    fn picture(squares: &[(usize, usize, usize)]) -> Picture {
        let mut grey = vec![255; 300 * 200];
        for &(x, y, side) in squares {
            for row in y..y + side {
                grey[row * 300 + x..row * 300 + x + side].fill(0);
            }
        }
        Picture {
            width: 300,
            height: 200,
            dpi: 72.0,
            grey,
            rgb: None,
        }
    }

    fn ruling(direction: Direction, at: f32, from: f32, to: f32) -> Ruling {
        Ruling {
            direction,
            at,
            from,
            to,
            width: 1.0,
            colour: Colour::default(),
        }
    }

    #[test]
    fn a_figure_is_read_again_where_it_is_small_and_what_is_small_is_not() {
        let point = 72.0 / 300.0;
        assert_eq!(scales(34.0, point), [1.0, 20.5 / 34.0, 0.5, 14.5 / 34.0]);
        assert_eq!(scales(20.0, point), [1.0, 0.85, 14.5 / 20.0]);
        assert_eq!(scales(80.0, point), [1.0, 0.75, 0.6]);
        assert_eq!(scales(10.0, point), [1.0]);
    }

    #[test]
    fn cells_and_what_is_outside() {
        use Direction::{Horizontal, Vertical};
        let rulings: Vec<Ruling> = [20.0, 60.0, 100.0]
            .map(|y| ruling(Horizontal, y, 10.0, 290.0))
            .into_iter()
            .chain([10.0, 150.0, 290.0].map(|x| ruling(Vertical, x, 20.0, 100.0)))
            .collect();
        // In the first cell, in the last one, and below.
        let pieces = cut(
            &picture(&[(30, 40, 5), (200, 70, 25), (100, 150, 6)]),
            &rulings,
        );
        let outside = pieces.outside.unwrap();
        assert_eq!(outside.at, (95.0, 145.0));
        assert_eq!((outside.picture.width, outside.picture.height), (16, 16));
        let cells: Vec<_> = pieces
            .cells
            .iter()
            .map(|p| (p.cell, p.scale, p.at))
            .collect();
        assert_eq!(cells, [(1, 1.0, (25.0, 35.0)), (4, 1.0, (195.0, 65.0))]);
        assert!(cut(&picture(&[]), &rulings).outside.is_none());
    }
}
