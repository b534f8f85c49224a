//! Areas with a background, and arrows that are only outlined.
//!
//! The picture is looked at in cells of a point: large enough for noise to vanish, small enough for
//! the gaps between arrows.

use uip_model::{Colour, Rect, Shape};

use super::Picture;
use super::raster::Raster;

/// Cells this much darker than paper have a background.
const BACKGROUND: u8 = 16;

/// Neighbouring cells of one background differ by less.
const SAME: u8 = 20;

/// A cell lighter than both sides by this much is the gap between two backgrounds.
const GAP: u8 = 8;

/// Areas smaller than this, in points, are letters.
const MIN_WIDTH: usize = 15;
const MIN_HEIGHT: usize = 6;

/// A row of an area that holds no text has an uninterrupted run this long, in points: no stroke of
/// a letter is as long.
const PLAIN_RUN: usize = 12;

/// Part of an area's rows with such a run.
const PLAIN: f32 = 0.4;

/// Outlined arrows are no higher than this, in points.
const MAX_ARROW: usize = 60;

/// The sides of arrows come forward or go back by this much, in points.
const POINTED: usize = 2;

/// More areas than this are a photograph.
const MAX_AREAS: usize = 400;

/// Outlines differ from both sides by this much.
const OUTLINE: u8 = 40;

/// Fills and outlines of neighbours that differ by less than these are drawn alike.
const ALIKE_FILL: u8 = 9;
const ALIKE_STROKE: u8 = 70;
const ALIKE_WIDTH: f32 = 0.7;

/// An area in cells.
#[derive(Clone, Debug)]
pub(super) struct Area {
    /// Its topmost row.
    top: usize,
    /// First and one past the last cell of each row.
    rows: Vec<(usize, usize)>,
    /// Its grey, as flattened.
    pub(super) grey: u8,
    /// It has a background, not only an outline.
    pub(super) filled: bool,
}

/// The areas of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Areas {
    /// Pixels a side of a cell.
    pub(super) cell: usize,
    pub(super) areas: Vec<Area>,
}

impl Area {
    fn left(&self) -> usize {
        self.rows.iter().map(|r| r.0).min().unwrap_or(0)
    }

    fn right(&self) -> usize {
        self.rows.iter().map(|r| r.1).max().unwrap_or(0)
    }

    fn bottom(&self) -> usize {
        self.top + self.rows.len()
    }

    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, part: f32) -> (usize, usize) {
        let last = self.rows.len().saturating_sub(1);
        let at = (part * last as f32).round() as usize;
        self.rows.get(at).copied().unwrap_or_default()
    }

    /// Its right side comes to a point and its left one does not.
    pub(super) fn is_arrow(&self) -> bool {
        let (top, middle, bottom) = (self.row(0.08), self.row(0.5), self.row(0.92));
        middle.1 >= top.1 + POINTED
            && middle.1 >= bottom.1 + POINTED
            && top.1.abs_diff(bottom.1) <= POINTED + 1
            && middle.0 + 1 >= top.0
            && middle.0 + 1 >= bottom.0
            && top.0.abs_diff(bottom.0) <= POINTED + 1
    }

    /// Pixel rows of the area with their first pixel and one past the last.
    pub(super) fn pixel_rows(&self, cell: usize) -> impl Iterator<Item = (usize, usize, usize)> {
        let top = self.top * cell;
        self.rows
            .iter()
            .enumerate()
            .flat_map(move |(i, (from, to))| {
                (0..cell).map(move |k| (top + i * cell + k, from * cell, to * cell))
            })
    }
}

/// Means of cells.
struct Cells {
    columns: usize,
    rows: usize,
    means: Vec<u8>,
    paper: u8,
}

impl Cells {
    fn new(flat: &Raster, cell: usize) -> Self {
        let (columns, rows) = (flat.width / cell, flat.height / cell);
        let mut means = Vec::with_capacity(columns * rows);
        let mut sums = vec![0_u32; columns];
        let count = (cell * cell).max(1) as u32;
        for row in 0..rows {
            sums.fill(0);
            for y in row * cell..(row + 1) * cell {
                for (sum, pixels) in sums.iter_mut().zip(flat.row(y).chunks_exact(cell)) {
                    *sum += pixels.iter().map(|p| u32::from(*p)).sum::<u32>();
                }
            }
            means.extend(sums.iter().map(|sum| (sum / count) as u8));
        }
        let mut counts = [0_usize; 256];
        for mean in &means {
            if let Some(count) = counts.get_mut(usize::from(*mean)) {
                *count += 1;
            }
        }
        // Most of a page is paper.
        let mut left = means.len() * 7 / 10;
        let mut paper = u8::MAX;
        for (value, count) in (0..=u8::MAX).zip(counts) {
            if left < count {
                paper = value;
                break;
            }
            left -= count;
        }
        Self {
            columns,
            rows,
            means,
            paper,
        }
    }

    fn mean(&self, at: usize) -> u8 {
        self.means.get(at).copied().unwrap_or(u8::MAX)
    }

    /// Whether each cell has a background.
    fn backgrounds(&self) -> Vec<bool> {
        let limit = self.paper.saturating_sub(BACKGROUND);
        let mut out = vec![false; self.means.len()];
        for (at, is) in out.iter_mut().enumerate() {
            let mean = self.mean(at);
            if mean >= limit {
                continue;
            }
            let sides = |step: usize| {
                let before = at.checked_sub(step).map_or(u8::MAX, |b| self.mean(b));
                before.max(self.mean(at + step))
            };
            let (across, down) = (sides(2), sides(2 * self.columns));
            *is = mean < across.saturating_add(GAP) && mean < down.saturating_add(GAP);
        }
        out
    }
}

/// Finds the areas of a flattened picture.
pub(super) fn areas(flat: &Raster, dpi: f32) -> Areas {
    let cell = ((dpi / 72.0).round() as usize).max(1);
    let cells = Cells::new(flat, cell);
    let backgrounds = cells.backgrounds();
    let mut areas = grown(&cells, &backgrounds);
    areas.retain(|(area, plain)| is_area(area, *plain, &cells));
    let paper: Vec<bool> = cells
        .means
        .iter()
        .map(|m| *m >= cells.paper.saturating_sub(BACKGROUND))
        .collect();
    let mut hollow = grown(&cells, &paper);
    hollow.retain(|(area, plain)| {
        is_area(area, *plain, &cells) && area.rows.len() <= MAX_ARROW && area.is_arrow()
    });
    let mut found: Vec<Area> = areas.into_iter().map(|(area, _)| area).collect();
    for (mut area, _) in hollow {
        area.filled = false;
        found.push(area);
    }
    if found.len() > MAX_AREAS {
        found.clear();
    }
    found.sort_by_key(|a| (a.top, a.left()));
    Areas { cell, areas: found }
}

/// Neither a letter nor the whole page nor something at the sheet's edge.
fn is_area(area: &Area, plain: usize, cells: &Cells) -> bool {
    let (width, height) = (area.right() - area.left(), area.rows.len());
    let covered: usize = area.rows.iter().map(|r| r.1 - r.0).sum();
    width >= MIN_WIDTH
        && height >= MIN_HEIGHT
        && area.left() > 0
        && area.top > 0
        && area.right() < cells.columns
        && area.bottom() < cells.rows
        && 2 * covered > width * height
        && plain as f32 >= PLAIN * height as f32
}

/// Cells that belong together, with the number of rows that hold a plain run.
fn grown(cells: &Cells, member: &[bool]) -> Vec<(Area, usize)> {
    let mut seen = vec![false; member.len()];
    let mut out = Vec::new();
    let mut stack = Vec::new();
    let mut group = Vec::new();
    for start in 0..member.len() {
        if !take(&mut seen, member, start) {
            continue;
        }
        group.clear();
        stack.push(start);
        while let Some(at) = stack.pop() {
            group.push(at);
            let column = at % cells.columns;
            let around = [
                (column > 0).then(|| at - 1),
                (column + 1 < cells.columns).then_some(at + 1),
                at.checked_sub(cells.columns),
                Some(at + cells.columns),
            ];
            for next in around.into_iter().flatten() {
                let alike = cells.mean(at).abs_diff(cells.mean(next)) <= SAME;
                if alike && take(&mut seen, member, next) {
                    stack.push(next);
                }
            }
        }
        if group.len() >= MIN_WIDTH * MIN_HEIGHT / 3 {
            group.sort_unstable();
            out.extend(area(cells, &group));
        }
    }
    out
}

/// Marks the cell as seen; whether it is a member that was not seen before.
fn take(seen: &mut [bool], member: &[bool], at: usize) -> bool {
    match (seen.get_mut(at), member.get(at)) {
        (Some(seen), Some(true)) if !*seen => {
            *seen = true;
            true
        }
        _ => false,
    }
}

fn area(cells: &Cells, group: &[usize]) -> Option<(Area, usize)> {
    let top = group.first()? / cells.columns;
    let bottom = group.last()? / cells.columns;
    let mut rows: Vec<(usize, usize)> = vec![(usize::MAX, 0); bottom - top + 1];
    let mut plain = 0;
    let mut run = (usize::MAX, 0);
    let mut last_plain = usize::MAX;
    for at in group {
        let (row, column) = (at / cells.columns, at % cells.columns);
        if let Some((from, to)) = rows.get_mut(row - top) {
            *from = (*from).min(column);
            *to = (*to).max(column + 1);
        }
        run = if run.0 == at.wrapping_sub(1) && column > 0 {
            (*at, run.1 + 1)
        } else {
            (*at, 1)
        };
        if run.1 >= PLAIN_RUN && last_plain != row {
            plain += 1;
            last_plain = row;
        }
    }
    let mut values: Vec<u8> = group.iter().map(|at| cells.mean(*at)).collect();
    values.sort_unstable();
    let grey = values.get(values.len() / 2).copied()?;
    Some((
        Area {
            top,
            rows,
            grey,
            filled: true,
        },
        plain,
    ))
}

/// The areas as shapes in points, with their colours.
pub(super) fn shapes(areas: &Areas, upright: &Picture, flat: &Raster) -> Vec<Shape> {
    let scale = areas.cell as f32 * 72.0 / upright.dpi;
    let mut shapes: Vec<Shape> = areas
        .areas
        .iter()
        .zip(0..)
        .map(|(area, order)| {
            let stroke = stroke(area, areas.cell, upright.dpi, flat);
            // The area ends where its outline begins.
            let width = stroke.map_or(0.0, |s| s.1) / scale;
            let (upper, lower) = (area.top as f32 - width, area.bottom() as f32 + width);
            Shape {
                bbox: Rect::new(
                    (area.left() as f32 - width) * scale,
                    upper * scale,
                    (area.right() as f32 + width) * scale,
                    lower * scale,
                ),
                points: corners(area, width, scale),
                fill: Some(fill(area, areas.cell, upright)),
                stroke,
                order,
            }
        })
        .collect();
    make_alike(&mut shapes);
    shapes
}

/// The corners of an arrow or a rectangle, clockwise from the top left, so far outside the area.
fn corners(area: &Area, outside: f32, scale: f32) -> Vec<(f32, f32)> {
    let side = |part: f32| {
        let (left, right) = area.row(part);
        (left as f32 - outside, right as f32 + outside)
    };
    let (top, middle, bottom) = (side(0.05), side(0.5), side(0.95));
    let (upper, lower) = (area.top as f32 - outside, area.bottom() as f32 + outside);
    let half = (upper + lower) / 2.0;
    let mut out = vec![(top.0, upper), (top.1, upper)];
    if area.is_arrow() {
        out.push((middle.1, half));
    }
    out.extend([(bottom.1, lower), (bottom.0, lower)]);
    if area.is_arrow() && middle.0 - top.0 >= POINTED as f32 {
        out.push((middle.0, half));
    }
    out.into_iter()
        .map(|(x, y)| (x * scale, y * scale))
        .collect()
}

/// The median colour of the area's pixels, a cell inside its sides.
fn fill(area: &Area, cell: usize, upright: &Picture) -> Colour {
    let width = upright.width as usize;
    let Some(rgb) = &upright.rgb else {
        return grey(area.grey);
    };
    let mut channels: [Vec<u8>; 3] = Default::default();
    for (y, from, to) in area.pixel_rows(cell).skip(cell).step_by(2) {
        for x in (from + cell..to.saturating_sub(cell)).step_by(2) {
            let at = (y * width + x) * 3;
            for (channel, value) in channels
                .iter_mut()
                .zip(rgb.get(at..at + 3).unwrap_or_default())
            {
                channel.push(*value);
            }
        }
    }
    let [r, g, b] = channels.map(|mut values| {
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or(area.grey)
    });
    Colour { r, g, b }
}

fn grey(value: u8) -> Colour {
    Colour {
        r: value,
        g: value,
        b: value,
    }
}

/// The outline along the upper and lower side, darker than the area and the paper.
fn stroke(area: &Area, cell: usize, dpi: f32, flat: &Raster) -> Option<(Colour, f32)> {
    let base = area.grey;
    let reach = (3.0 * dpi / 72.0) as isize;
    let upper = (area.row(0.05), (area.top * cell) as isize);
    let lower = (area.row(0.95), (area.bottom() * cell) as isize);
    let mut darkest = Vec::new();
    let mut inks = Vec::new();
    for ((from, to), edge) in [upper, lower] {
        for x in (from + 2) * cell..to.saturating_sub(2) * cell {
            let across: Vec<u8> = (edge - reach..=edge + reach)
                .map(|y| flat.at(x as isize, y))
                .collect();
            darkest.push(across.iter().min().copied().unwrap_or(base));
            inks.push(
                across
                    .iter()
                    .map(|p| u32::from(base.saturating_sub(*p)))
                    .sum::<u32>(),
            );
        }
    }
    darkest.sort_unstable();
    inks.sort_unstable();
    // Drawn almost all along both.
    let seen = darkest.get(darkest.len() * 8 / 10).copied()?;
    if base.saturating_sub(seen) < OUTLINE {
        return None;
    }
    let dark = darkest.get(darkest.len() / 2).copied()?;
    let ink = inks.get(inks.len() / 2).copied()?;
    let width = ink as f32 / f32::from(base.saturating_sub(dark).max(1)) * 72.0 / dpi;
    Some((grey(dark), width))
}

/// Shapes that stand in a row and look nearly alike were drawn alike: what remains is noise, and
/// must not make one of them the odd one.
fn make_alike(shapes: &mut [Shape]) {
    for i in 0..shapes.len() {
        let Some(this) = shapes.get(i).cloned() else {
            continue;
        };
        let row: Vec<usize> = shapes
            .iter()
            .enumerate()
            .filter(|(_, other)| {
                let common = this.bbox.overlap_y(&other.bbox);
                common > 0.8 * this.bbox.height() && common > 0.8 * other.bbox.height()
            })
            .map(|(j, _)| j)
            .filter(|j| *j > i)
            .collect();
        for j in row {
            let Some(other) = shapes.get_mut(j) else {
                continue;
            };
            if let (Some(a), Some(b)) = (this.fill, other.fill)
                && a.distance(b) <= ALIKE_FILL
            {
                other.fill = this.fill;
            }
            if let (Some((a, a_width)), Some((b, b_width))) = (this.stroke, other.stroke)
                && a.distance(b) <= ALIKE_STROKE
                && (a_width - b_width).abs() <= ALIKE_WIDTH
            {
                other.stroke = this.stroke;
            }
        }
    }
}
