//! Paints paths (ISO 32000-2, 8.5.3): sorts what is painted into thin strips, which may become rulings,
//! and areas.

use uip_model::{Colour, Rect, Shape};

use crate::drawing::{Area, Drawing, Strip, intersection};
use crate::path::{LONGEST_OUTLINE, Path, bounds};

/// A filled rectangle up to this thick is a line: the thickest table borders are 3 pt.
pub(crate) const MAX_LINE_WIDTH: f32 = 3.2;

/// A line is at least this many times longer than thick; shorter pieces are dots, which count when
/// they stand in a row.
const LINE_RATIO: f32 = 3.0;

/// How far a coordinate may be off for a line to count as parallel to the page's edge.
const STRAIGHT: f32 = 0.15;

/// The thinnest line that a stroke of width 0 shows (one device pixel; ISO 32000-2, 8.4.3.2).
const HAIRLINE: f32 = 0.1;

/// How a path is painted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Painting {
    pub(crate) fill: Option<Colour>,
    /// Colour and width in points.
    pub(crate) stroke: Option<(Colour, f32)>,
    /// The fill hides what lies under it.
    pub(crate) opaque: bool,
}

impl Path {
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
                    let order = drawing.order();
                    drawing.areas.push(area(seen, corners(&seen), order));
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
                        points: corners(&seen),
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

fn corners(bbox: &Rect) -> Vec<(f32, f32)> {
    vec![
        (bbox.x0, bbox.y0),
        (bbox.x1, bbox.y0),
        (bbox.x1, bbox.y1),
        (bbox.x0, bbox.y1),
    ]
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
