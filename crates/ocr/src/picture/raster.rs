//! One byte a pixel, read row by row.

/// A rectangle of bytes: grey values, where 255 is paper and 0 is ink.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Raster {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
}

impl Raster {
    pub(super) fn filled(width: usize, height: usize, value: u8) -> Self {
        Self {
            width,
            height,
            pixels: vec![value; width * height],
        }
    }

    /// The row's pixels; none where there is no such row.
    pub(super) fn row(&self, y: usize) -> &[u8] {
        self.pixels
            .get(y * self.width..(y + 1) * self.width)
            .unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, y: usize) -> &mut [u8] {
        self.pixels
            .get_mut(y * self.width..(y + 1) * self.width)
            .unwrap_or_default()
    }

    /// The pixel; paper outside the picture.
    pub(super) fn at(&self, x: isize, y: isize) -> u8 {
        match (usize::try_from(x), usize::try_from(y)) {
            (Ok(x), Ok(y)) => self.row(y).get(x).copied().unwrap_or(u8::MAX),
            _ => u8::MAX,
        }
    }

    /// Rows become columns, so that what holds for horizontal lines holds for vertical ones.
    pub(super) fn transposed(&self) -> Self {
        /// Pixels a side of the squares that are turned one by one, so that they stay in the cache.
        const BLOCK: usize = 32;
        let mut turned = Self::filled(self.height, self.width, 0);
        for top in (0..self.height).step_by(BLOCK) {
            let bottom = (top + BLOCK).min(self.height);
            for left in (0..self.width).step_by(BLOCK) {
                let right = (left + BLOCK).min(self.width);
                for x in left..right {
                    let column = turned.row_mut(x).get_mut(top..bottom).unwrap_or_default();
                    let from = self.pixels.get(top * self.width + x..).unwrap_or_default();
                    for (to, pixel) in column.iter_mut().zip(from.iter().step_by(self.width)) {
                        *to = *pixel;
                    }
                }
            }
        }
        turned
    }
}
