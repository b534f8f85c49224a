//! A ruling line in pixels: straight on paper, hardly ever in a scan.

/// Pixels of a line between two points of its path.
pub(super) const PATH_STEP: usize = 16;

/// A line in pixels, in the direction in which it was looked for.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its middle at every [`PATH_STEP`]th pixel from its start on: scanned lines are not straight.
    pub(super) path: Vec<f32>,
    /// Its width, in pixels of full ink.
    pub(super) width: f32,
}

impl Line {
    /// Where the line's middle lies at this pixel along it.
    pub(super) fn place(&self, along: usize) -> f32 {
        let from_start = along.saturating_sub(self.start);
        let last = self.path.len().saturating_sub(1);
        let step = (from_start / PATH_STEP).min(last);
        let part = (from_start % PATH_STEP) as f32 / PATH_STEP as f32;
        let a = self.path.get(step).copied().unwrap_or(0.0);
        let b = self.path.get((step + 1).min(last)).copied().unwrap_or(a);
        a + (b - a) * part
    }

    pub(super) fn middle(&self) -> f32 {
        self.path.iter().sum::<f32>() / self.path.len().max(1) as f32
    }

    /// Gives up what lies before and behind these pixels.
    pub(super) fn shorten(&mut self, start: usize, end: usize) {
        if (start, end) == (self.start, self.end) || start >= end {
            return;
        }
        let points = (end - start).div_ceil(PATH_STEP) + 1;
        self.path = (0..points)
            .map(|point| self.place((start + point * PATH_STEP).min(self.end)))
            .collect();
        (self.start, self.end) = (start, end);
    }

    #[cfg(test)]
    pub(super) fn straight(start: usize, end: usize, at: f32) -> Self {
        Self {
            start,
            end,
            path: vec![at; (end - start).div_ceil(PATH_STEP) + 1],
            width: 1.0,
        }
    }
}

/// The lines of a page, in pixels.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    pub(super) horizontal: Vec<Line>,
    pub(super) vertical: Vec<Line>,
}
