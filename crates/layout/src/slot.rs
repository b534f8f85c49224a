//! The places that words stand in: the cells of a page's grids, and the page itself.

use uip_model::{Page, Rect, Visibility};

use crate::grid::Grid;

/// How far, in points, a word's middle or a nested grid may lie outside a cell and still belong
/// to it: borders have a width, and boxes are rounded.
pub(crate) const SLACK: f32 = 1.5;

/// A place that words can stand in: a cell of a grid, or the page (the first slot).
pub(crate) struct Slot {
    /// The grid whose cell it is.
    pub(crate) grid: Option<usize>,
    pub(crate) bbox: Rect,
    /// The page's words in it and in no slot inside it.
    pub(crate) words: Vec<u32>,
}

/// The page and the cells of its grids, every visible word in the innermost one around it.
pub(crate) fn slots(page: &Page, grids: &[Grid]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = vec![Slot {
        grid: None,
        bbox: Rect::new(0.0, 0.0, page.width, page.height),
        words: Vec::new(),
    }];
    for (g, grid) in grids.iter().enumerate() {
        slots.extend(grid.cells.iter().map(|c| Slot {
            grid: Some(g),
            bbox: c.bbox,
            words: Vec::new(),
        }));
    }
    for (i, word) in page.words.iter().enumerate() {
        if word.visibility != Visibility::Visible {
            continue;
        }
        let (x, y) = (word.bbox.mid_x(), word.baseline - 0.25 * word.size);
        let home = innermost(&slots, |slot| within(&slot.bbox, x, y)).unwrap_or(0);
        if let Some(slot) = slots.get_mut(home) {
            slot.words.push(u32::try_from(i).unwrap_or(u32::MAX));
        }
    }
    slots
}

/// The cell (or the page) that each grid lies in.
pub(crate) fn homes(grids: &[Grid], slots: &[Slot]) -> Vec<usize> {
    grids
        .iter()
        .enumerate()
        .map(|(g, grid)| {
            let inside = |slot: &Slot| {
                slot.grid != Some(g)
                    && area(&slot.bbox) > area(&grid.bbox)
                    && within(&slot.bbox, grid.bbox.mid_x(), grid.bbox.mid_y())
                    && grid.bbox.overlap_x(&slot.bbox) > 0.8 * grid.bbox.width()
                    && grid.bbox.overlap_y(&slot.bbox) > 0.8 * grid.bbox.height()
            };
            innermost(slots, inside).unwrap_or(0)
        })
        .collect()
}

fn area(bbox: &Rect) -> f32 {
    bbox.width() * bbox.height()
}

fn within(bbox: &Rect, x: f32, y: f32) -> bool {
    x >= bbox.x0 - SLACK && x <= bbox.x1 + SLACK && y >= bbox.y0 - SLACK && y <= bbox.y1 + SLACK
}

fn innermost(slots: &[Slot], fits: impl Fn(&Slot) -> bool) -> Option<usize> {
    slots
        .iter()
        .enumerate()
        .filter(|(_, slot)| fits(slot))
        .min_by(|(_, a), (_, b)| area(&a.bbox).total_cmp(&area(&b.bbox)))
        .map(|(i, _)| i)
}
