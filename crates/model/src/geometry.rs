//! Boxes, points and colours, all in the page as it is shown.

use serde::{Deserialize, Serialize};

/// A box in PDF points, origin at the top left of the page as it is shown, y downwards.
///
/// `x0 <= x1` and `y0 <= y1` hold for every box that [`Rect::new`] makes. It is written to JSON as
/// `[x0, y0, x1, y1]`, rounded to hundredths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "[f32; 4]")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(with = "[f32; 4]")
)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl Rect {
    /// The box with these two corners, in whatever order they come.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self {
            x0: x0.min(x1),
            y0: y0.min(y1),
            x1: x0.max(x1),
            y1: y0.max(y1),
        }
    }

    /// Width in points.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height in points.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// Horizontal middle.
    pub fn mid_x(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }

    /// Vertical middle.
    pub fn mid_y(&self) -> f32 {
        (self.y0 + self.y1) / 2.0
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Whether the point lies inside or on the edge.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }

    /// Length of the common part of the two boxes' horizontal extents; 0 where there is none.
    pub fn overlap_x(&self, other: &Self) -> f32 {
        (self.x1.min(other.x1) - self.x0.max(other.x0)).max(0.0)
    }

    /// Length of the common part of the two boxes' vertical extents; 0 where there is none.
    pub fn overlap_y(&self, other: &Self) -> f32 {
        (self.y1.min(other.y1) - self.y0.max(other.y0)).max(0.0)
    }
}

impl From<[f32; 4]> for Rect {
    fn from([x0, y0, x1, y1]: [f32; 4]) -> Self {
        Self::new(x0, y0, x1, y1)
    }
}

impl Serialize for Rect {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let round = |v: f32| (f64::from(v) * 100.0).round() / 100.0;
        [
            round(self.x0),
            round(self.y0),
            round(self.x1),
            round(self.y1),
        ]
        .serialize(serializer)
    }
}

/// A colour as it appears on the page, in sRGB, after conversion from whatever the PDF used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Colour {
    /// Red, 0 to 255.
    pub r: u8,
    /// Green, 0 to 255.
    pub g: u8,
    /// Blue, 0 to 255.
    pub b: u8,
}

impl Colour {
    /// White paper.
    pub const WHITE: Self = Self {
        r: 255,
        g: 255,
        b: 255,
    };

    /// The largest difference in one of the three channels.
    pub fn distance(self, other: Self) -> u8 {
        self.r
            .abs_diff(other.r)
            .max(self.g.abs_diff(other.g))
            .max(self.b.abs_diff(other.b))
    }
}

/// Where something stands: a page and a box on it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Origin {
    /// Page number, counted from 1 in the order of the file (not the printed page number).
    pub page: u32,
    /// The box, in points from the top left of the page as it is shown.
    pub bbox: Rect,
}

/// Merges boxes of the same page: one [`Origin`] a page, in order of first mention.
pub fn merge_origins(origins: impl IntoIterator<Item = Origin>) -> Vec<Origin> {
    let mut merged: Vec<Origin> = Vec::new();
    for origin in origins {
        match merged.iter_mut().find(|o| o.page == origin.page) {
            Some(known) => known.bbox = known.bbox.union(&origin.bbox),
            None => merged.push(origin),
        }
    }
    merged
}
