//! What a page shows besides words: the colour of a place, boxes that hold text, drawn list marks.

use uip_layout::grids;
use uip_model::{Colour, Page, Rect, TextLine, Visibility, Word};

/// Colours closer than this are one: shades of paper and rounding of colour spaces.
pub(crate) const SAME_COLOUR: u8 = 10;

/// A box narrower or lower than this, in points, holds no text of its own.
const MIN_BOX: (f32, f32) = (40.0, 10.0);

/// A fill over more of the page than this is its ground.
const GROUND: f32 = 0.6;

/// A page with more shapes is a map or a chart: its areas are no boxes of text, and to compare each
/// with all others would take too long.
pub(super) const MOST_SHAPES: usize = 5_000;

/// A drawn list mark is at most this large, in points, and at most this far left of its line.
const MARK: (f32, f32) = (7.0, 30.0);

/// The topmost colour at a place; white where nothing is filled.
pub(crate) fn colour_at(page: &Page, x: f32, y: f32) -> Colour {
    page.shapes
        .iter()
        .filter(|s| s.bbox.contains(x, y))
        .filter_map(|s| Some((s.order, s.fill?)))
        .max_by_key(|(order, _)| *order)
        .map_or(Colour::WHITE, |(_, fill)| fill)
}

/// Boxes that hold text: filled areas, outlined ones and frames of rulings, the largest first. Those
/// that lie in one of the given tables are its cells and left out.
pub(crate) fn boxes(page: &Page, tables: &[Rect]) -> Vec<Rect> {
    let paper = page.width * page.height;
    let ground = |x: f32, y: f32| colour_at(page, x, y);
    let mut found: Vec<Rect> = Vec::new();
    let large = |b: &Rect| b.width() >= MIN_BOX.0 && b.height() >= MIN_BOX.1;
    let is_drawing = page.shapes.len() > MOST_SHAPES;
    for shape in page.shapes.iter().filter(|_| !is_drawing) {
        let b = shape.bbox;
        if !large(&b) {
            continue;
        }
        let shown = match (shape.fill, shape.stroke) {
            (Some(fill), _) => {
                // A fill in the colour of its surroundings shows nothing.
                fill.distance(ground(b.x0 - 2.0, b.mid_y())) > 3
                    || fill.distance(ground(b.mid_x(), b.y0 - 2.0)) > 3
            }
            (None, Some(_)) => true,
            (None, None) => false,
        };
        if shown {
            found.push(b);
        }
    }
    for grid in grids(&page.rulings) {
        if grid.cells.len() == 1 {
            found.push(grid.bbox);
        }
    }
    found.retain(|b| {
        large(b)
            && b.width() * b.height() < GROUND * paper
            && !tables.iter().any(|t| overlaps(t, b))
            && holds_lines(page, b)
    });
    found.sort_by(|a, b| {
        area(b)
            .total_cmp(&area(a))
            .then(a.y0.total_cmp(&b.y0))
            .then(a.x0.total_cmp(&b.x0))
    });
    // Shadows and doubled outlines: the same words in a box of nearly the same place.
    let mut kept: Vec<Rect> = Vec::new();
    for b in found {
        let again = kept.iter().any(|k| {
            (k.x0 - b.x0).abs() < 6.0
                && (k.x1 - b.x1).abs() < 6.0
                && (k.y0 - b.y0).abs() < 6.0
                && (k.y1 - b.y1).abs() < 6.0
        });
        if !again {
            kept.push(b);
        }
    }
    kept
}

/// Most of the box lies in the table, or the table in it would be cut by it.
fn overlaps(table: &Rect, b: &Rect) -> bool {
    let common = table.overlap_x(b) * table.overlap_y(b);
    common > 0.5 * area(b) || common > 0.5 * area(table)
}

pub(crate) fn area(b: &Rect) -> f32 {
    b.width() * b.height()
}

/// Words stand in the box, and none of their lines goes on beyond it: highlighted words in running
/// text are no box.
fn holds_lines(page: &Page, b: &Rect) -> bool {
    let mut any = false;
    for word in visible(page) {
        let (x, y) = centre(word);
        if !(b.contains(x, y)) {
            let beside = y > b.y0
                && y < b.y1
                && (b.x0 - word.bbox.x1).max(word.bbox.x0 - b.x1) < 0.6 * word.size;
            if beside {
                return false;
            }
            continue;
        }
        any = true;
    }
    any
}

pub(crate) fn visible(page: &Page) -> impl Iterator<Item = &Word> {
    page.words
        .iter()
        .filter(|w| w.visibility == Visibility::Visible)
}

/// The middle of a word's letters.
pub(crate) fn centre(word: &Word) -> (f32, f32) {
    (word.bbox.mid_x(), word.baseline - 0.25 * word.size)
}

/// A small shape stands left of the line where a list mark would: some producers draw discs instead
/// of printing a character.
pub(crate) fn drawn_mark(page: &Page, line: &TextLine) -> bool {
    page.shapes.iter().any(|s| {
        let b = s.bbox;
        let size = b.width().max(b.height());
        size >= 1.0
            && size <= MARK.0
            && b.width().min(b.height()) > 0.5 * size
            && b.x1 <= line.bbox.x0
            && line.bbox.x0 - b.x1 < MARK.1
            && b.mid_y() > line.bbox.y0
            && b.mid_y() < line.bbox.y1
    })
}
