//! The paper under the ink: grey, yellowed, with shadows. Divided out, so that paper is white
//! everywhere and one threshold holds for the whole page.

use super::Picture;
use super::raster::Raster;

/// Side of the tiles in which paper is looked for, in points: higher than an arrow or a row of a
/// table with a background, so that a neighbouring tile shows paper.
const TILE: f32 = 32.0;

/// Part of a tile's pixels that may be darker than its paper: half of the paper's own noise and the
/// ink of dense text.
const DARKER: usize = 62;

/// Tiles darker than this part of the page's paper show no paper: pictures, dark backgrounds. Unless they
/// darken by steps smaller than the second: the shadow beside a book's spine.
const NO_PAPER: f32 = 0.6;
const SHADOW_STEP: f32 = 0.7;

/// The grey values with the paper divided out: paper becomes 255, what was half as light as its
/// paper 127.
pub(super) fn flatten(picture: &Picture) -> Raster {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let grey = picture.grey.as_slice();
    let tile = ((TILE * picture.dpi / 72.0) as usize).max(8);
    let tiles = Tiles::measure(grey, width, height, tile);
    let mut flat = Raster::filled(width, height, u8::MAX);
    let mut gains = vec![0_u32; width];
    for y in 0..height {
        tiles.gains(y, &mut gains);
        let from = grey.get(y * width..(y + 1) * width).unwrap_or_default();
        for ((to, pixel), gain) in flat.row_mut(y).iter_mut().zip(from).zip(&gains) {
            *to = ((u32::from(*pixel) * gain) >> 8).min(255) as u8;
        }
    }
    flat
}

/// Lightness of the paper, a value a tile.
struct Tiles {
    tile: usize,
    columns: usize,
    rows: usize,
    paper: Vec<f32>,
}

impl Tiles {
    fn measure(grey: &[u8], width: usize, height: usize, tile: usize) -> Self {
        let columns = width.div_ceil(tile).max(1);
        let rows = height.div_ceil(tile).max(1);
        let mut paper = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let mut counts = [0_usize; 256];
                let mut total = 0;
                for y in (row * tile..((row + 1) * tile).min(height)).step_by(2) {
                    let end = ((column + 1) * tile).min(width);
                    let pixels = grey
                        .get(y * width + column * tile..y * width + end)
                        .unwrap_or_default();
                    for pixel in pixels.iter().step_by(2) {
                        if let Some(count) = counts.get_mut(usize::from(*pixel)) {
                            *count += 1;
                        }
                        total += 1;
                    }
                }
                paper.push(percentile(&counts, total, DARKER));
            }
        }
        let mut tiles = Self {
            tile,
            columns,
            rows,
            paper,
        };
        tiles.smooth();
        tiles
    }

    fn at(&self, column: usize, row: usize) -> f32 {
        let column = column.min(self.columns - 1);
        let row = row.min(self.rows - 1);
        self.paper
            .get(row * self.columns + column)
            .copied()
            .unwrap_or(255.0)
    }

    /// Fills lie beside paper: what is darker than all around, up to two tiles wide, becomes as light as
    /// that, and the steps are rounded off. Shadows at the edge stay.
    fn smooth(&mut self) {
        self.replace_what_is_no_paper();
        let held =
            |tiles: &Self, column: isize, row: isize| tiles.at(clamped(column), clamped(row));
        let lightest = self.each(1, |tiles, column, row| {
            around(column, row)
                .map(|(c, r)| held(tiles, c, r))
                .fold(0.0, f32::max)
        });
        let columns = self.columns as isize + 2;
        self.paper = self.each(0, |_, column, row| {
            around(column + 1, row + 1)
                .filter_map(|(c, r)| lightest.get(clamped(r * columns + c)))
                .fold(f32::MAX, |least, value| least.min(*value))
        });
        self.paper = self.each(0, |tiles, column, row| {
            // The page's edge goes on as it began.
            let is_in = |c: isize, r: isize| {
                (0..tiles.columns as isize).contains(&c) && (0..tiles.rows as isize).contains(&r)
            };
            let value = |c: isize, r: isize| {
                let (c_opposite, r_opposite) = (2 * column - c, 2 * row - r);
                if is_in(c, r) || !is_in(c_opposite, r_opposite) {
                    held(tiles, c, r)
                } else {
                    2.0 * held(tiles, column, row) - held(tiles, c_opposite, r_opposite)
                }
            };
            around(column, row).map(|(c, r)| value(c, r)).sum::<f32>() / 9.0
        });
    }

    /// Gives tiles that show no paper the usual one.
    fn replace_what_is_no_paper(&mut self) {
        let mut sorted = self.paper.clone();
        sorted.sort_by(f32::total_cmp);
        let usual = sorted.get(sorted.len() * 3 / 4).copied().unwrap_or(255.0);
        let floor = (NO_PAPER * usual).max(1.0);
        let mut is_paper: Vec<bool> = self.paper.iter().map(|value| *value >= floor).collect();
        loop {
            let more = self.each(0, |tiles, column, row| {
                let value = tiles.at(clamped(column), clamped(row));
                let joins = around(column, row)
                    .filter(|(c, r)| (0..tiles.columns as isize).contains(c) && *r >= 0)
                    .any(|(c, r)| {
                        let at = clamped(r) * tiles.columns + clamped(c);
                        is_paper.get(at) == Some(&true)
                            && value >= SHADOW_STEP * tiles.at(clamped(c), clamped(r))
                    });
                if joins { 1.0 } else { 0.0 }
            });
            let before = is_paper.iter().filter(|is| **is).count();
            for (is, joins) in is_paper.iter_mut().zip(more) {
                *is |= joins > 0.5;
            }
            if is_paper.iter().filter(|is| **is).count() == before {
                break;
            }
        }
        for (value, is) in self.paper.iter_mut().zip(is_paper) {
            if !is {
                *value = usual;
            }
        }
    }

    /// A value for each tile and for so many around the page.
    fn each(&self, ring: isize, value: impl Fn(&Self, isize, isize) -> f32) -> Vec<f32> {
        let columns = -ring..self.columns as isize + ring;
        (-ring..self.rows as isize + ring)
            .flat_map(|row| columns.clone().map(move |column| (column, row)))
            .map(|(column, row)| value(self, column, row))
            .collect()
    }

    /// By what each pixel of the row is multiplied, in 256ths, between the middles of the tiles.
    fn gains(&self, y: usize, gains: &mut [u32]) {
        let side = self.tile as f32;
        let (above, below, part) = between(y, side);
        let at = |column| {
            let paper = self.at(column, above) * (1.0 - part) + self.at(column, below) * part;
            255.0 * 256.0 / paper.max(1.0)
        };
        for column in 0..=self.columns {
            // From the middle of the tile before to the middle of this one.
            let from = at(column.saturating_sub(1));
            let step = (at(column) - from) / side;
            let start = (column * self.tile).saturating_sub(self.tile / 2);
            let end = (column * self.tile + self.tile - self.tile / 2).min(gains.len());
            for (i, gain) in gains.get_mut(start..end).into_iter().flatten().enumerate() {
                *gain = (from + step * i as f32) as u32;
            }
        }
    }
}

/// The tile and its eight neighbours.
fn around(column: isize, row: isize) -> impl Iterator<Item = (isize, isize)> {
    (-1..=1).flat_map(move |down| (-1..=1).map(move |right| (column + right, row + down)))
}

fn clamped(place: isize) -> usize {
    usize::try_from(place).unwrap_or(0)
}

/// The two tiles between whose middles the place lies, and how far it is from the first.
fn between(place: usize, side: f32) -> (usize, usize, f32) {
    let tiles = place as f32 / side - 0.5;
    let first = tiles.floor().max(0.0);
    (
        (first as usize),
        tiles.max(-0.5).ceil().max(0.0) as usize,
        (tiles - first).clamp(0.0, 1.0),
    )
}

fn percentile(counts: &[usize; 256], total: usize, percent: usize) -> f32 {
    let mut left = total * percent / 100;
    for (value, count) in counts.iter().enumerate() {
        if left < *count {
            return value as f32;
        }
        left -= count;
    }
    255.0
}
