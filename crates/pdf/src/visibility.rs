//! Which words a reader does not see although they are painted: those under something opaque that
//! was drawn later, those in the colour of what lies under them, and second copies.

use uip_model::{Colour, Page, Rect, Visibility, Word};

use crate::Error;
use crate::drawing::{Area, Drawing};
use crate::limits::Account;
use crate::words::{Drawn, LETTER};

/// Colours that differ by no more than this in every channel cannot be told apart.
const SAME_COLOUR: u8 = 10;

/// A second copy of a word lies within this many em of the first.
const COPY_SHIFT: f32 = 0.12;

/// Words on the same line that are looked at for each word: more than a line holds twice.
const LOOKED_AT: usize = 256;

/// Marks words that are covered, blank or doubled, and gives the places of those that are seen in
/// part.
///
/// # Errors
/// When a page has so many words and areas on top of each other that the limit is hit.
pub(crate) fn mark(
    page: &mut Page,
    drawn: &[Drawn],
    drawing: &Drawing,
    account: &mut Account<'_>,
) -> Result<Vec<Rect>, Error> {
    let mut partly = Vec::new();
    mark_doubled(page);
    // Opaque things, by their top edge, so that few are looked at for each word.
    let mut covers: Vec<Cover<'_>> = drawing
        .areas
        .iter()
        .filter(|area| area.fill.is_some())
        .map(Cover::of_area)
        .chain(drawing.images.iter().map(|picture| Cover {
            bbox: picture.bbox,
            order: picture.order,
            points: &[],
            colour: None,
            opaque: picture.opaque,
        }))
        .collect();
    covers.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
    let tallest = covers
        .iter()
        .map(|cover| cover.bbox.height())
        .fold(0.0, f32::max);
    let coloured = covers
        .iter()
        .any(|cover| cover.colour != Some(Colour::WHITE));
    let last = covers.iter().map(|cover| cover.order).max();
    for (word, &Drawn { order, cut }) in page.words.iter_mut().zip(drawn) {
        if word.visibility != Visibility::Visible {
            continue;
        }
        if cut {
            partly.push(word.bbox);
        }
        let pale = word.colour.distance(Colour::WHITE) <= SAME_COLOUR;
        // Where all is white paper and nothing comes after the word.
        if !coloured && last.is_none_or(|last| last < order) {
            if pale {
                word.visibility = Visibility::Blank;
            }
            continue;
        }
        let (visibility, covered) = visibility(word, order, &covers, tallest, account)?;
        word.visibility = visibility;
        if covered && visibility == Visibility::Visible && !cut {
            partly.push(word.bbox);
        }
    }
    Ok(partly)
}

/// Something that may lie under or over a word.
struct Cover<'d> {
    bbox: Rect,
    order: u32,
    /// Corners, where they say more than the box.
    points: &'d [(f32, f32)],
    /// `None` where the colour is not one: images, patterns.
    colour: Option<Colour>,
    opaque: bool,
}

impl<'d> Cover<'d> {
    fn of_area(area: &'d Area) -> Self {
        Self {
            bbox: area.bbox,
            order: area.order,
            points: if area.points.len() > 4 || area.points.len() == 3 {
                &area.points
            } else {
                &[]
            },
            colour: area.fill,
            opaque: area.opaque,
        }
    }

    fn holds(&self, x: f32, y: f32) -> bool {
        self.bbox.contains(x, y) && (self.points.is_empty() || inside(self.points, x, y))
    }

    /// Whether it hides a part of the word that is as wide as a letter.
    fn hides_a_letter(&self, word: &Word) -> bool {
        let (b, y) = (word.bbox, word.bbox.mid_y());
        let common = self.bbox.overlap_x(&b);
        let (left, right) = (self.bbox.x0.max(b.x0), self.bbox.x1.min(b.x1));
        self.opaque && common > LETTER * word.size && self.holds((left + right) / 2.0, y)
    }

    /// Whether it hides the word: its middle and both its ends.
    fn hides(&self, word: &Rect) -> bool {
        let y = word.mid_y();
        let inset = word.width() * 0.1;
        self.opaque
            && [word.x0 + inset, word.mid_x(), word.x1 - inset]
                .iter()
                .all(|&x| self.holds(x, y))
    }
}

fn visibility(
    word: &Word,
    order: u32,
    covers: &[Cover<'_>],
    tallest: f32,
    account: &mut Account<'_>,
) -> Result<(Visibility, bool), Error> {
    let (x, y) = (word.bbox.mid_x(), word.bbox.mid_y());
    let first = covers.partition_point(|cover| cover.bbox.y0 < y - tallest);
    let mut below: Option<&Cover<'_>> = None;
    let mut covered = false;
    let after = covers.partition_point(|cover| cover.bbox.y0 <= y);
    let near = covers.get(first..after).unwrap_or_default();
    account.comparisons(near.len())?;
    for cover in near {
        covered |= cover.order > order && cover.hides_a_letter(word);
        if !cover.holds(x, y) {
            continue;
        }
        if cover.order > order {
            if cover.hides(&word.bbox) {
                return Ok((Visibility::Covered, false));
            }
        } else if below.is_none_or(|known| known.order < cover.order) {
            below = Some(cover);
        }
    }
    let paper = below.map_or(Some(Colour::WHITE), |cover| cover.colour);
    let visibility = match paper {
        Some(paper) if paper.distance(word.colour) <= SAME_COLOUR => Visibility::Blank,
        _ => Visibility::Visible,
    };
    Ok((visibility, covered))
}

/// Whether a point lies inside a polygon, by the even-odd rule.
fn inside(points: &[(f32, f32)], x: f32, y: f32) -> bool {
    let Some(&last) = points.last() else {
        return false;
    };
    let mut within = false;
    let mut before = last;
    for &point in points {
        let crosses = (point.1 > y) != (before.1 > y);
        if crosses && x < (before.0 - point.0) * (y - point.1) / (before.1 - point.1) + point.0 {
            within = !within;
        }
        before = point;
    }
    within
}

/// Marks the second and further copies of a word at the same place.
fn mark_doubled(page: &mut Page) {
    // By baseline, which is nearly the order that they were drawn in.
    let mut by_line: Vec<(f32, u32)> = (0u32..)
        .zip(&page.words)
        .filter(|(_, word)| word.visibility == Visibility::Visible)
        .map(|(index, word)| (word.baseline, index))
        .collect();
    by_line.sort_by(|a, b| a.0.total_cmp(&b.0));
    let words = &page.words;
    let mut doubled = Vec::new();
    for (position, &(baseline, index)) in by_line.iter().enumerate() {
        let Some(word) = words.get(index as usize) else {
            continue;
        };
        let near = COPY_SHIFT * word.size;
        let copies = by_line
            .iter()
            .skip(position + 1)
            .take(LOOKED_AT)
            .take_while(|(other, _)| other - baseline <= near)
            .filter(|(_, other)| {
                words.get(*other as usize).is_some_and(|other| {
                    (other.bbox.x0 - word.bbox.x0).abs() <= near && other.text == word.text
                })
            });
        // The one drawn first is kept.
        doubled.extend(copies.map(|(_, other)| index.max(*other)));
    }
    for index in doubled {
        if let Some(word) = page.words.get_mut(index as usize) {
            word.visibility = Visibility::Doubled;
        }
    }
}
