//! The dark border of a scan: the lid of a scanner around a sheet smaller than its glass. Recognition looks
//! for letters in its noise and takes longer than for the page.

use super::Picture;

/// Side of the cells in which the border is looked for, in points: lines of tables are thinner.
const CELL: f32 = 1.5;

/// Cells darker than this part of the sheet's paper may belong to the border.
const DARK: f32 = 0.5;

/// The border grows from the picture's edge through cells of which so many in nine, with those around them,
/// are dark: more than along a line of a table.
const DENSE: usize = 6;

/// Cells around the border that are blurred with it.
const BLURRED: usize = 2;

/// Paints over what is dark from the picture's edge on, with the lightness of the paper. Nothing that is
/// printed is: printers and scanners leave the edge of a sheet white.
pub(super) fn without_border(picture: &mut Picture) {
    let cells = Cells::new(picture);
    let Some(border) = cells.border() else {
        return;
    };
    let (width, side) = (picture.width as usize, cells.side);
    let paper = cells.paper;
    for (y, row) in picture.grey.chunks_exact_mut(width.max(1)).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            if cells.is_in(&border, x / side, y / side) {
                *pixel = paper;
            }
        }
    }
    let rgb = picture.rgb.iter_mut().flatten();
    for (at, channel) in rgb.enumerate() {
        let (x, y) = (at / 3 % width.max(1), at / 3 / width.max(1));
        if cells.is_in(&border, x / side, y / side) {
            *channel = paper;
        }
    }
}

/// Which cells are dark.
struct Cells {
    /// Pixels a side.
    side: usize,
    columns: usize,
    rows: usize,
    dark: Vec<bool>,
    paper: u8,
}

impl Cells {
    fn new(picture: &Picture) -> Self {
        let side = ((CELL * picture.dpi / 72.0).round() as usize).max(1);
        let (width, height) = (picture.width as usize, picture.height as usize);
        // What is left at the right and lower edge is a cell too.
        let (columns, rows) = (width.div_ceil(side), height.div_ceil(side));
        let mut means = Vec::with_capacity(columns * rows);
        let mut sums = vec![(0_u32, 0_u32); columns];
        for lines in picture.grey.chunks((width * side).max(1)) {
            sums.fill((0, 0));
            for line in lines.chunks_exact(width.max(1)) {
                for ((sum, count), pixels) in sums.iter_mut().zip(line.chunks(side)) {
                    *sum += pixels.iter().map(|p| u32::from(*p)).sum::<u32>();
                    *count += pixels.len() as u32;
                }
            }
            means.extend(sums.iter().map(|(sum, count)| (sum / count.max(&1)) as u8));
        }
        let mut sorted = means.clone();
        sorted.sort_unstable();
        // The border takes less than half of the picture, and most of a page is paper.
        let paper = sorted.get(sorted.len() * 3 / 4).copied().unwrap_or(u8::MAX);
        let limit = DARK * f32::from(paper);
        Self {
            side,
            columns,
            rows,
            dark: means.iter().map(|mean| f32::from(*mean) < limit).collect(),
            paper,
        }
    }

    /// Whether the cells hold this one; none are outside of the picture.
    fn is_in(&self, cells: &[bool], column: usize, row: usize) -> bool {
        column < self.columns && cells.get(row * self.columns + column) == Some(&true)
    }

    /// Whether enough cells around are dark. Outside of the picture all are.
    fn is_dense(&self, at: usize) -> bool {
        let (column, row) = (at % self.columns, at / self.columns);
        let around = (0..3).flat_map(|down| (0..3).map(move |right| (column + right, row + down)));
        let dark = around.filter(|&(right, below)| {
            let outside = right == 0 || below == 0 || right > self.columns || below > self.rows;
            outside || self.is_in(&self.dark, right - 1, below - 1)
        });
        self.dark.get(at) == Some(&true) && dark.count() >= DENSE
    }

    /// The cells of the border; `None` where there is none.
    fn border(&self) -> Option<Vec<bool>> {
        let (columns, rows) = (self.columns, self.rows);
        let mut border = vec![false; self.dark.len()];
        let mut open: Vec<usize> = (0..self.dark.len())
            .filter(|at| {
                let (column, row) = (at % columns, at / columns);
                column == 0 || row == 0 || column + 1 == columns || row + 1 == rows
            })
            .collect();
        let mut found = Vec::new();
        while let Some(at) = open.pop() {
            if border.get(at) != Some(&false) || !self.is_dense(at) {
                continue;
            }
            if let Some(cell) = border.get_mut(at) {
                *cell = true;
            }
            found.push(at);
            let column = at % columns;
            open.extend(at.checked_sub(columns));
            open.push(at + columns);
            open.extend((column > 0).then(|| at - 1));
            open.extend((column + 1 < columns).then_some(at + 1));
        }
        if found.is_empty() {
            return None;
        }
        for at in found {
            let (column, row) = (at % columns, at / columns);
            for row in row.saturating_sub(BLURRED)..(row + BLURRED + 1).min(rows) {
                let last = (column + BLURRED + 1).min(columns);
                let cells = row * columns + column.saturating_sub(BLURRED)..row * columns + last;
                border.get_mut(cells).unwrap_or_default().fill(true);
            }
        }
        Some(border)
    }
}
