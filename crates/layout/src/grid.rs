//! From rulings to grids of cells.
//!
//! Rulings that touch belong together. Their positions span a raster; where no ruling stands
//! between two boxes of the raster they are one cell. So merged cells, doubled borders (snapped
//! together), broken ones (covered for the most part) and borders left open at a page break (the
//! group's outline always closes) need no rules of their own.

use std::fmt;

use uip_model::{Direction, Rect, Ruling};

use crate::group::{SNAP, extent, groups};
use crate::sets::Sets;

/// Part of a raster edge that must be drawn for it to separate two boxes: borders are broken by
/// rounding at corners, never for half their length.
const COVERED: f32 = 0.6;

/// More raster boxes than this are a drawing, not a table; the largest table seen has 3,000.
const MAX_BOXES: usize = 100_000;

/// A group of rulings that touch one another, read as cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The group's outline.
    pub bbox: Rect,
    /// Positions of the vertical rulings, from left to right, the outline's sides included.
    pub xs: Vec<f32>,
    /// Positions of the horizontal rulings, from top to bottom, the outline's sides included.
    pub ys: Vec<f32>,
    /// The cells, by top edge, then by left edge.
    pub cells: Vec<GridCell>,
}

/// A cell: a box of the raster, or several that nothing separates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridCell {
    /// Its box.
    pub bbox: Rect,
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "grid {:.1?} columns at {:.1?} rows at {:.1?}",
            corners(&self.bbox),
            self.xs,
            self.ys
        )?;
        self.cells
            .iter()
            .try_for_each(|cell| writeln!(f, "  cell {:.1?}", corners(&cell.bbox)))
    }
}

fn corners(bbox: &Rect) -> [f32; 4] {
    [bbox.x0, bbox.y0, bbox.x1, bbox.y1]
}

/// Reads rulings as grids. Single lines (underlines, footnote rules) and groups of parallel lines
/// that nothing joins give none. Grids come by top edge, then by left edge.
pub fn grids(rulings: &[Ruling]) -> Vec<Grid> {
    let mut grids: Vec<Grid> = groups(rulings)
        .into_iter()
        .filter_map(|group| grid(&group))
        .collect();
    grids.sort_by(|a, b| by_place(&a.bbox, &b.bbox));
    grids
}

fn by_place(a: &Rect, b: &Rect) -> std::cmp::Ordering {
    a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0))
}

/// Positions closer than [`SNAP`] become one, the mean of theirs.
fn snapped(mut positions: Vec<f32>) -> Vec<f32> {
    positions.sort_by(f32::total_cmp);
    let mut out: Vec<(f32, f32, u32)> = Vec::new();
    for p in positions {
        match out.last_mut() {
            Some((first, sum, n)) if p - *first <= SNAP => {
                *sum += p;
                *n += 1;
            }
            _ => out.push((p, p, 1)),
        }
    }
    #[allow(clippy::cast_precision_loss)]
    out.into_iter().map(|(_, sum, n)| sum / n as f32).collect()
}

fn grid(group: &[Ruling]) -> Option<Grid> {
    let bbox = group.iter().map(extent).reduce(|a, b| a.union(&b))?;
    if bbox.width() <= SNAP || bbox.height() <= SNAP {
        return None;
    }
    let at = |direction: Direction| {
        group
            .iter()
            .filter(move |r| r.direction == direction)
            .map(|r| r.at)
    };
    let xs = snapped(at(Direction::Vertical).chain([bbox.x0, bbox.x1]).collect());
    let ys = snapped(
        at(Direction::Horizontal)
            .chain([bbox.y0, bbox.y1])
            .collect(),
    );
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns.saturating_mul(rows) > MAX_BOXES {
        return None;
    }
    let mut sets = Sets::new(columns * rows);
    let verticals = Segments::new(group, Direction::Vertical, &xs);
    let horizontals = Segments::new(group, Direction::Horizontal, &ys);
    for (row, y) in ys.windows(2).enumerate() {
        for (column, x) in xs.windows(2).enumerate() {
            let (&[y0, y1], &[x0, x1]) = (y, x) else {
                continue;
            };
            let here = row * columns + column;
            if column + 1 < columns && !verticals.covers(column + 1, y0, y1) {
                sets.join(here, here + 1);
            }
            if row + 1 < rows && !horizontals.covers(row + 1, x0, x1) {
                sets.join(here, here + columns);
            }
        }
    }
    let mut boxes: Vec<Option<Rect>> = vec![None; columns * rows];
    for (row, y) in ys.windows(2).enumerate() {
        for (column, x) in xs.windows(2).enumerate() {
            let (&[y0, y1], &[x0, x1]) = (y, x) else {
                continue;
            };
            let part = Rect::new(x0, y0, x1, y1);
            if let Some(slot) = boxes.get_mut(sets.root(row * columns + column)) {
                *slot = Some(slot.map_or(part, |b| b.union(&part)));
            }
        }
    }
    let mut cells: Vec<GridCell> = boxes
        .into_iter()
        .flatten()
        .map(|bbox| GridCell { bbox })
        .collect();
    cells.sort_by(|a, b| by_place(&a.bbox, &b.bbox));
    Some(Grid {
        bbox,
        xs,
        ys,
        cells,
    })
}

/// For each position of a raster, the stretches that rulings cover there.
struct Segments(Vec<Vec<(f32, f32)>>);

impl Segments {
    fn new(group: &[Ruling], direction: Direction, positions: &[f32]) -> Self {
        let mut at: Vec<Vec<(f32, f32)>> = vec![Vec::new(); positions.len()];
        for ruling in group.iter().filter(|r| r.direction == direction) {
            let nearest = positions
                .iter()
                .enumerate()
                .min_by(|(_, a), (_, b)| (*a - ruling.at).abs().total_cmp(&(*b - ruling.at).abs()));
            if let Some(list) = nearest.and_then(|(i, _)| at.get_mut(i)) {
                list.push((ruling.from, ruling.to));
            }
        }
        for list in &mut at {
            list.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        Self(at)
    }

    fn covers(&self, position: usize, from: f32, to: f32) -> bool {
        let mut covered = 0.0;
        let mut reached = from;
        for &(a, b) in self.0.get(position).into_iter().flatten() {
            let (a, b) = (a.max(reached), b.min(to));
            if b > a {
                covered += b - a;
                reached = b;
            }
        }
        covered >= COVERED * (to - from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(at: f32, from: f32, to: f32) -> Ruling {
        Ruling {
            direction: Direction::Horizontal,
            at,
            from,
            to,
            width: 0.5,
            colour: Default::default(),
        }
    }

    fn v(at: f32, from: f32, to: f32) -> Ruling {
        Ruling {
            direction: Direction::Vertical,
            ..h(at, from, to)
        }
    }

    fn cells(rulings: &[Ruling]) -> Vec<Vec<[f32; 4]>> {
        grids(rulings)
            .iter()
            .map(|g| g.cells.iter().map(|c| corners(&c.bbox)).collect())
            .collect()
    }

    #[test]
    fn two_by_two() {
        let rulings = [
            h(0.0, 0.0, 200.0),
            h(50.0, 0.0, 200.0),
            h(90.0, 0.0, 200.0),
            v(0.0, 0.0, 90.0),
            v(80.0, 0.0, 90.0),
            v(200.0, 0.0, 90.0),
        ];
        let expected = vec![vec![
            [0.0, 0.0, 80.0, 50.0],
            [80.0, 0.0, 200.0, 50.0],
            [0.0, 50.0, 80.0, 90.0],
            [80.0, 50.0, 200.0, 90.0],
        ]];
        assert_eq!(cells(&rulings), expected);
    }

    #[test]
    fn a_merged_cell_spans_two_rows() {
        let rulings = [
            h(0.0, 0.0, 200.0),
            h(50.0, 80.0, 200.0),
            h(90.0, 0.0, 200.0),
            v(0.0, 0.0, 90.0),
            v(80.0, 0.0, 90.0),
            v(200.0, 0.0, 90.0),
        ];
        let expected = vec![vec![
            [0.0, 0.0, 80.0, 90.0],
            [80.0, 0.0, 200.0, 50.0],
            [80.0, 50.0, 200.0, 90.0],
        ]];
        assert_eq!(cells(&rulings), expected);
    }

    #[test]
    fn a_border_left_open_at_a_page_break_closes_with_the_outline() {
        let rulings = [
            h(0.0, 0.0, 200.0),
            h(50.0, 0.0, 200.0),
            v(0.0, 0.0, 90.0),
            v(80.0, 0.0, 90.0),
            v(200.0, 0.0, 90.0),
        ];
        let expected = vec![vec![
            [0.0, 0.0, 80.0, 50.0],
            [80.0, 0.0, 200.0, 50.0],
            [0.0, 50.0, 80.0, 90.0],
            [80.0, 50.0, 200.0, 90.0],
        ]];
        assert_eq!(cells(&rulings), expected);
    }

    #[test]
    fn a_page_inside_one_row_has_vertical_borders_only() {
        let rulings = [
            v(0.0, 0.0, 700.0),
            v(80.0, 0.0, 700.0),
            v(200.0, 0.0, 700.0),
        ];
        assert_eq!(
            cells(&rulings),
            vec![vec![[0.0, 0.0, 80.0, 700.0], [80.0, 0.0, 200.0, 700.0]]]
        );
    }

    #[test]
    fn doubled_and_broken_borders_are_one() {
        let rulings = [
            h(0.0, 0.0, 100.0),
            h(2.0, 0.0, 200.0),
            h(0.0, 104.0, 200.0),
            h(50.0, 0.0, 90.0),
            h(50.0, 95.0, 200.0),
            v(0.0, 0.0, 50.0),
            v(2.0, 2.0, 50.0),
            v(200.0, 0.0, 50.0),
        ];
        let found = cells(&rulings);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 1);
    }

    #[test]
    fn a_lone_line_is_no_grid_and_distant_tables_are_two() {
        assert_eq!(cells(&[h(10.0, 0.0, 100.0)]).len(), 0);
        let square = |dy: f32| {
            [
                h(dy, 0.0, 20.0),
                h(dy + 20.0, 0.0, 20.0),
                v(0.0, dy, dy + 20.0),
                v(20.0, dy, dy + 20.0),
            ]
        };
        let both: Vec<Ruling> = square(0.0).into_iter().chain(square(40.0)).collect();
        assert_eq!(
            cells(&both),
            vec![vec![[0.0, 0.0, 20.0, 20.0]], vec![[0.0, 40.0, 20.0, 60.0]]]
        );
    }
}
