//! Which words a reader does not see although they are painted: those under something opaque that
//! was drawn later, those in the colour of what lies under them, and second copies.

use uip_model::{Colour, Page, Rect, Visibility, Word};

use crate::Error;
use crate::drawing::{Area, Drawing, Strip};
use crate::limits::Account;
use crate::path;
use crate::words::{Drawn, LETTER};

/// Colours that differ by no more than this in every channel cannot be told apart.
const SAME_COLOUR: u8 = 10;

/// A second copy of a word lies within this many em of the first.
const COPY_SHIFT: f32 = 0.12;

/// Words on the same line that are looked at for each word: more than a line holds twice.
const LOOKED_AT: usize = 256;

/// Words that a reader sees, but perhaps not as they are read.
#[derive(Debug, Default)]
pub(crate) struct Doubts {
    /// Seen only in part.
    pub(crate) partly_hidden: Vec<Rect>,
    /// Struck through by a line.
    pub(crate) struck: Vec<Rect>,
    /// With digits of which the file says two things.
    pub(crate) contradicted: Vec<Rect>,
}

/// Marks words that are covered, blank or doubled, and tells which are doubtful.
///
/// # Errors
/// When a page has so many words and areas on top of each other that the limit is hit.
pub(crate) fn mark(
    page: &mut Page,
    drawn: &[Drawn],
    drawing: &Drawing,
    account: &mut Account<'_>,
) -> Result<Doubts, Error> {
    let mut doubts = Doubts::default();
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
    let lines = StrikingLines::of(drawing);
    for (word, drawn) in page.words.iter_mut().zip(drawn) {
        let &Drawn {
            order,
            cut,
            contradicted,
        } = drawn;
        if word.visibility != Visibility::Visible {
            continue;
        }
        if cut {
            doubts.partly_hidden.push(word.bbox);
        }
        if contradicted {
            doubts.contradicted.push(word.bbox);
        }
        if lines.strike(word, account)? {
            doubts.struck.push(word.bbox);
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
            doubts.partly_hidden.push(word.bbox);
        }
    }
    Ok(doubts)
}

/// Lines that lie across and may strike words through, from top to bottom.
struct StrikingLines<'d>(Vec<&'d Strip>);

impl<'d> StrikingLines<'d> {
    fn of(drawing: &'d Drawing) -> Self {
        let mut lines: Vec<&Strip> = drawing
            .strips
            .iter()
            .filter(|strip| {
                strip.bbox.width() > strip.bbox.height()
                    && strip.colour.distance(Colour::WHITE) > SAME_COLOUR
            })
            .collect();
        lines.sort_by(|a, b| a.bbox.mid_y().total_cmp(&b.bbox.mid_y()));
        Self(lines)
    }

    /// Whether a line runs through the word's letters, at a height where no underline and no
    /// table's border stands, for most of its width.
    fn strike(&self, word: &Word, account: &mut Account<'_>) -> Result<bool, Error> {
        /// The middle of small letters and of digits, in em above the baseline.
        const MIDDLE: std::ops::Range<f32> = 0.15..0.45;
        /// Of the word's width.
        const MOST: f32 = 0.7;
        if self.0.is_empty() || word.text.chars().all(|c| !c.is_alphanumeric()) {
            return Ok(false);
        }
        let (top, bottom) = (
            word.baseline - MIDDLE.end * word.size,
            word.baseline - MIDDLE.start * word.size,
        );
        let first = self.0.partition_point(|line| line.bbox.mid_y() < top);
        let after = self.0.partition_point(|line| line.bbox.mid_y() <= bottom);
        let near = self.0.get(first..after).unwrap_or_default();
        account.comparisons(near.len())?;
        Ok(near
            .iter()
            .any(|line| line.bbox.overlap_x(&word.bbox) >= MOST * word.bbox.width()))
    }
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
            bbox: path::bounds(&area.outline).map_or(area.bbox, |round| round.union(&area.bbox)),
            order: area.order,
            points: if !area.outline.is_empty() {
                &area.outline
            } else if area.points.len() > 4 || area.points.len() == 3 {
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
