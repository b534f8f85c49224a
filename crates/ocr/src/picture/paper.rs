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

/// Tiles darker than this part of the page's paper show no paper: pictures, dark backgrounds.
const NO_PAPER: f32 = 0.6;

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

    /// Takes for each tile the lightest of its neighbours, since fills lie beside paper, and rounds
    /// the steps off.
    fn smooth(&mut self) {
        let mut sorted = self.paper.clone();
        sorted.sort_by(f32::total_cmp);
        let usual = sorted.get(sorted.len() * 3 / 4).copied().unwrap_or(255.0);
        let floor = (NO_PAPER * usual).max(1.0);
        for value in &mut self.paper {
            if *value < floor {
                *value = usual;
            }
        }
        self.paper = self.over_neighbours(|values| values.fold(0.0, f32::max));
        self.paper = self.over_neighbours(|values| {
            let (sum, count) = values.fold((0.0, 0.0), |(s, n), v| (s + v, n + 1.0));
            sum / f32::max(count, 1.0)
        });
    }

    fn over_neighbours(&self, take: impl Fn(&mut dyn Iterator<Item = f32>) -> f32) -> Vec<f32> {
        let mut out = Vec::with_capacity(self.paper.len());
        for row in 0..self.rows {
            for column in 0..self.columns {
                let mut values = (row.saturating_sub(1)..=row + 1).flat_map(|r| {
                    (column.saturating_sub(1)..=column + 1)
                        .filter(move |c| r < self.rows && *c < self.columns)
                        .map(move |c| self.at(c, r))
                });
                out.push(take(&mut values));
            }
        }
        out
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
