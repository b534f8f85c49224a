//! Paths (ISO 32000-2, 8.5): collects one in the page as shown, and sorts what is painted into thin
//! strips, which may become rulings, and areas.

use kurbo::{Affine, Point};
use uip_model::{Colour, Rect, Shape};

use crate::drawing::{Area, Drawing, Strip, intersection};

/// A filled rectangle up to this thick is a line: the thickest table borders are 3 pt.
pub(crate) const MAX_LINE_WIDTH: f32 = 3.2;

/// A line is at least this many times longer than thick; shorter pieces are dots, which count when
/// they stand in a row.
const LINE_RATIO: f32 = 3.0;

/// How far a coordinate may be off for a line to count as parallel to the page's edge.
const STRAIGHT: f32 = 0.15;

/// The thinnest line that a stroke of width 0 shows (one device pixel; ISO 32000-2, 8.4.3.2).
const HAIRLINE: f32 = 0.1;

/// Points of an outline that are kept; longer paths are maps and drawings.
const LONGEST_OUTLINE: usize = 512;

/// How a path is painted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Painting {
    pub(crate) fill: Option<Colour>,
    /// Colour and width in points.
    pub(crate) stroke: Option<(Colour, f32)>,
    /// The fill hides what lies under it.
    pub(crate) opaque: bool,
}

/// The current path.
#[derive(Debug, Default)]
pub(crate) struct Path {
    points: Vec<(f32, f32)>,
    subpaths: Vec<Subpath>,
    /// Where there are curves, the same points with some along the curves; else empty.
    outline: Vec<(f32, f32)>,
}

#[derive(Clone, Copy, Debug)]
struct Subpath {
    /// Its first point in [`Path::points`]; it ends where the next begins.
    first: usize,
    closed: bool,
    curved: bool,
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

    fn parts(&self) -> impl Iterator<Item = (Subpath, &[(f32, f32)])> {
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

    /// Paints the path into the drawing, inside the clip.
    pub(crate) fn paint(&self, painting: Painting, clip: &Rect, drawing: &mut Drawing) {
        if let Some(fill) = painting.fill {
            self.fill(fill, painting, clip, drawing);
        }
        if let Some((colour, width)) = painting.stroke {
            self.stroke(colour, width, painting.fill.is_some(), clip, drawing);
        }
    }

    fn fill(&self, fill: Colour, painting: Painting, clip: &Rect, drawing: &mut Drawing) {
        let outline = || {
            if self.outline.len() < LONGEST_OUTLINE {
                self.outline.clone()
            } else {
                Vec::new()
            }
        };
        let area = |bbox: Rect, points: Vec<(f32, f32)>, order| Area {
            bbox,
            points,
            outline: outline(),
            fill: Some(fill),
            stroke: painting.stroke,
            opaque: painting.opaque,
            order,
        };
        let mut parts = self.parts().filter(|(_, points)| points.len() > 1);
        if let Some(frame) = self.as_frame() {
            for bbox in frame {
                push_strip(bbox, fill, clip, drawing);
            }
            return;
        }
        let simple = parts.all(|(subpath, points)| {
            !subpath.curved
                && bounds(points).is_some_and(|bbox| is_rectangle(points) || is_line(&bbox))
        });
        if simple {
            for (_, points) in self.parts() {
                let Some(bbox) = bounds(points) else { continue };
                // Dots are strips too: in a row they make a line.
                if is_line(&bbox) || bbox.width().max(bbox.height()) <= MAX_LINE_WIDTH {
                    push_strip(bbox, fill, clip, drawing);
                    continue;
                }
                if let Some(seen) = intersection(&bbox, clip).filter(has_area) {
                    let points = vec![
                        (seen.x0, seen.y0),
                        (seen.x1, seen.y0),
                        (seen.x1, seen.y1),
                        (seen.x0, seen.y1),
                    ];
                    let order = drawing.order();
                    drawing.areas.push(area(seen, points, order));
                }
            }
        } else if let Some(seen) = self
            .bbox()
            .filter(has_area)
            // Curves between points of one line.
            .or_else(|| bounds(&self.outline))
            .and_then(|bbox| intersection(&bbox, clip))
            .filter(has_area)
        {
            let order = drawing.order();
            drawing.areas.push(area(seen, self.corners(), order));
        }
    }

    /// The four sides of a frame that is filled as the space between two rectangles.
    fn as_frame(&self) -> Option<Vec<Rect>> {
        let parts: Vec<_> = self
            .parts()
            .filter(|(_, points)| points.len() > 1)
            .collect();
        let [(_, first), (_, second)] = parts.as_slice() else {
            return None;
        };
        if !is_rectangle(first) || !is_rectangle(second) {
            return None;
        }
        let (a, b) = (bounds(first)?, bounds(second)?);
        let (outer, inner) = if a.width() >= b.width() {
            (a, b)
        } else {
            (b, a)
        };
        let margins = [
            inner.x0 - outer.x0,
            inner.y0 - outer.y0,
            outer.x1 - inner.x1,
            outer.y1 - inner.y1,
        ];
        if margins
            .iter()
            .any(|margin| !(0.0..=MAX_LINE_WIDTH).contains(margin))
            || inner.width() <= MAX_LINE_WIDTH
            || inner.height() <= MAX_LINE_WIDTH
        {
            return None;
        }
        let sides = [
            Rect::new(outer.x0, outer.y0, inner.x0, outer.y1),
            Rect::new(outer.x0, outer.y0, outer.x1, inner.y0),
            Rect::new(inner.x1, outer.y0, outer.x1, outer.y1),
            Rect::new(outer.x0, inner.y1, outer.x1, outer.y1),
        ];
        Some(sides.into_iter().filter(has_area).collect())
    }

    fn stroke(&self, colour: Colour, width: f32, filled: bool, clip: &Rect, drawing: &mut Drawing) {
        let width = width.max(HAIRLINE);
        for (subpath, points) in self.parts() {
            let Some(bbox) = bounds(points) else { continue };
            let closing = match (subpath.closed, points.first(), points.last()) {
                (true, Some(&first), Some(&last)) => Some([last, first]),
                _ => None,
            };
            let segments = points
                .windows(2)
                .filter_map(|pair| <[(f32, f32); 2]>::try_from(pair).ok())
                .chain(closing)
                .filter(|[from, to]| from != to);
            let straight = |[from, to]: &[(f32, f32); 2]| {
                (from.0 - to.0).abs() <= STRAIGHT || (from.1 - to.1).abs() <= STRAIGHT
            };
            let all_straight = !subpath.curved && segments.clone().all(|s| straight(&s));
            if all_straight && width <= MAX_LINE_WIDTH {
                for [from, to] in segments {
                    let half = width / 2.0;
                    let line = if (from.1 - to.1).abs() <= STRAIGHT {
                        let y = (from.1 + to.1) / 2.0;
                        Rect::new(from.0, y - half, to.0, y + half)
                    } else {
                        let x = (from.0 + to.0) / 2.0;
                        Rect::new(x - half, from.1, x + half, to.1)
                    };
                    push_strip(line, colour, clip, drawing);
                }
            } else if all_straight && points.len() == 2 {
                // A stroke as thick as a bar: an area of its own.
                let half = width / 2.0;
                let bar = if bbox.width() >= bbox.height() {
                    Rect::new(bbox.x0, bbox.y0 - half, bbox.x1, bbox.y1 + half)
                } else {
                    Rect::new(bbox.x0 - half, bbox.y0, bbox.x1 + half, bbox.y1)
                };
                if let Some(seen) = intersection(&bar, clip).filter(has_area) {
                    let order = drawing.order();
                    drawing.areas.push(Area {
                        bbox: seen,
                        points: vec![
                            (seen.x0, seen.y0),
                            (seen.x1, seen.y0),
                            (seen.x1, seen.y1),
                            (seen.x0, seen.y1),
                        ],
                        outline: Vec::new(),
                        fill: Some(colour),
                        stroke: None,
                        opaque: true,
                        order,
                    });
                }
                continue;
            }
            // A line alone is a strip and nothing else; what goes round corners is an area too.
            if filled || (all_straight && points.len() < 4 && !subpath.closed) {
                continue;
            }
            if let Some(seen) = intersection(&bbox, clip) {
                let order = drawing.order();
                drawing.areas.push(Area {
                    bbox: seen,
                    points: if points.len() <= Shape::MAX_POINTS {
                        points.to_vec()
                    } else {
                        Vec::new()
                    },
                    outline: Vec::new(),
                    fill: None,
                    stroke: Some((colour, width)),
                    opaque: false,
                    order,
                });
            }
        }
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

/// Whether the points go round an upright rectangle.
fn is_rectangle(points: &[(f32, f32)]) -> bool {
    let corners = match points {
        [a, b, c, d] => [a, b, c, d],
        [a, b, c, d, e] if (a.0 - e.0).abs() <= STRAIGHT && (a.1 - e.1).abs() <= STRAIGHT => {
            [a, b, c, d]
        }
        _ => return false,
    };
    let [a, b, c, d] = corners;
    let same = |p: f32, q: f32| (p - q).abs() <= STRAIGHT;
    (same(a.1, b.1) && same(b.0, c.0) && same(c.1, d.1) && same(d.0, a.0))
        || (same(a.0, b.0) && same(b.1, c.1) && same(c.0, d.0) && same(d.1, a.1))
}

/// Whether a box is thin and long.
fn is_line(bbox: &Rect) -> bool {
    let (thin, long) = (
        bbox.width().min(bbox.height()),
        bbox.width().max(bbox.height()),
    );
    thin <= MAX_LINE_WIDTH && long >= LINE_RATIO * thin.max(HAIRLINE)
}

fn has_area(bbox: &Rect) -> bool {
    bbox.width() > 0.0 && bbox.height() > 0.0
}

/// Adds a strip, cut to the clip.
pub(crate) fn push_strip(bbox: Rect, colour: Colour, clip: &Rect, drawing: &mut Drawing) {
    if let Some(bbox) = intersection(&bbox, clip) {
        drawing.strips.push(Strip { bbox, colour });
    }
}
