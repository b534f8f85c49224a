//! Paths (ISO 32000-2, 8.5.2): collects the points of one in the page as shown.

use kurbo::{Affine, Point};
use uip_model::{Rect, Shape};

/// Points of an outline that are kept; longer paths are maps and drawings.
pub(crate) const LONGEST_OUTLINE: usize = 512;

/// The current path.
#[derive(Debug, Default)]
pub(crate) struct Path {
    points: Vec<(f32, f32)>,
    subpaths: Vec<Subpath>,
    /// Where there are curves, the same points with some along the curves; else empty.
    pub(crate) outline: Vec<(f32, f32)>,
}

/// A part of a path that is drawn without lifting the pen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subpath {
    /// Its first point in [`Path::points`]; it ends where the next begins.
    first: usize,
    pub(crate) closed: bool,
    pub(crate) curved: bool,
}

impl Path {
    pub(crate) fn clear(&mut self) {
        self.points.clear();
        self.subpaths.clear();
        self.outline.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.points.len()
    }

    pub(crate) fn move_to(&mut self, ctm: Affine, x: f64, y: f64) {
        self.subpaths.push(Subpath {
            first: self.points.len(),
            closed: false,
            curved: false,
        });
        self.push(ctm, x, y);
    }

    pub(crate) fn line_to(&mut self, ctm: Affine, x: f64, y: f64) {
        if self.subpaths.last().is_none_or(|last| last.closed) {
            // After `h` the current point is the subpath's beginning.
            let start = self
                .subpaths
                .last()
                .and_then(|last| self.points.get(last.first).copied());
            self.subpaths.push(Subpath {
                first: self.points.len(),
                closed: false,
                curved: false,
            });
            if !self.outline.is_empty() {
                self.outline.extend(start);
            }
            self.points.extend(start);
        }
        self.push(ctm, x, y);
    }

    /// A curve to `end`; the first control point is the current point where none is given.
    pub(crate) fn curve_to(
        &mut self,
        ctm: Affine,
        first: Option<(f64, f64)>,
        second: (f64, f64),
        end: (f64, f64),
    ) {
        /// Points along a curve, enough to tell what lies inside.
        const BETWEEN: [f32; 3] = [0.25, 0.5, 0.75];
        if self.outline.is_empty() && self.points.len() < LONGEST_OUTLINE {
            self.outline.clone_from(&self.points);
        }
        let start = self.points.last().copied();
        let second = shown(ctm, second.0, second.1);
        let first = first.map_or(start.unwrap_or(second), |(x, y)| shown(ctm, x, y));
        let last = shown(ctm, end.0, end.1);
        let start = start.unwrap_or(first);
        for t in BETWEEN {
            if self.outline.len() >= LONGEST_OUTLINE {
                break;
            }
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                let u = 1.0 - t;
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            self.outline.push((
                mix(start.0, first.0, second.0, last.0),
                mix(start.1, first.1, second.1, last.1),
            ));
        }
        self.line_to(ctm, end.0, end.1);
        if let Some(last) = self.subpaths.last_mut() {
            last.curved = true;
        }
    }

    pub(crate) fn close(&mut self) {
        if let Some(last) = self.subpaths.last_mut() {
            last.closed = true;
        }
    }

    pub(crate) fn rectangle(&mut self, ctm: Affine, x: f64, y: f64, width: f64, height: f64) {
        self.move_to(ctm, x, y);
        self.push(ctm, x + width, y);
        self.push(ctm, x + width, y + height);
        self.push(ctm, x, y + height);
        self.close();
    }

    fn push(&mut self, ctm: Affine, x: f64, y: f64) {
        let point = shown(ctm, x, y);
        self.points.push(point);
        if (1..LONGEST_OUTLINE).contains(&self.outline.len()) {
            self.outline.push(point);
        }
    }

    /// The box around all of it.
    pub(crate) fn bbox(&self) -> Option<Rect> {
        bounds(&self.points)
    }

    /// All corners, if they are few enough for a shape.
    pub(crate) fn corners(&self) -> Vec<(f32, f32)> {
        if self.points.len() <= Shape::MAX_POINTS {
            self.points.clone()
        } else {
            Vec::new()
        }
    }

    /// The subpaths with their points.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (Subpath, &[(f32, f32)])> {
        self.subpaths.iter().enumerate().map(|(index, subpath)| {
            let end = self
                .subpaths
                .get(index + 1)
                .map_or(self.points.len(), |next| next.first);
            (
                *subpath,
                self.points.get(subpath.first..end).unwrap_or_default(),
            )
        })
    }
}

/// A point of user space on the page as shown.
fn shown(ctm: Affine, x: f64, y: f64) -> (f32, f32) {
    let point = ctm * Point::new(x, y);
    let (x, y) = (point.x as f32, point.y as f32);
    if x.is_finite() && y.is_finite() {
        (x, y)
    } else {
        (0.0, 0.0)
    }
}

/// The box around points.
pub(crate) fn bounds(points: &[(f32, f32)]) -> Option<Rect> {
    let (&(x, y), rest) = points.split_first()?;
    Some(
        rest.iter()
            .fold(Rect::new(x, y, x, y), |bbox, &(x, y)| Rect {
                x0: bbox.x0.min(x),
                y0: bbox.y0.min(y),
                x1: bbox.x1.max(x),
                y1: bbox.y1.max(y),
            }),
    )
}
