//! Pictures and drawings that stand in a line of text where a word would: a figure or a letter that is
//! drawn and not written, which no reader of the text gets.

use uip_model::{Page, Rect, Visibility, Word};

use crate::Error;
use crate::drawing::Drawing;
use crate::limits::Account;

/// A page with more small drawings than this is a drawing itself.
const MOST: usize = 256;

/// Neighbours in a line are at most so many em apart; a box before a choice stands farther off from
/// the choice before it.
const NEAR: f32 = 0.5;

/// What stands for a word is at least so many em wide.
const WIDE: f32 = 0.6;

/// Places of pictures and drawings with words close by on both sides.
pub(crate) fn pictures(
    page: &Page,
    drawing: &Drawing,
    account: &mut Account<'_>,
) -> Result<Vec<Rect>, Error> {
    /// No line of text is higher, in points.
    const HIGHEST: f32 = 40.0;
    // Rectangles are cells and highlights.
    let drawn = drawing
        .areas
        .iter()
        .filter(|area| !area.outline.is_empty() || area.points.len() != 4)
        .map(|area| area.bbox);
    let small: Vec<Rect> = drawing
        .images
        .iter()
        .map(|picture| picture.bbox)
        .chain(drawn)
        .filter(|bbox| bbox.height() <= HIGHEST && bbox.height() > 0.0)
        .take(MOST + 1)
        .collect();
    if small.is_empty() || small.len() > MOST {
        return Ok(Vec::new());
    }
    account.comparisons(small.len().saturating_mul(page.words.len()))?;
    let stands_for_a_word = |bbox: &Rect| {
        let in_line = |word: &&Word| {
            let middle = word.baseline - 0.35 * word.size;
            word.visibility == Visibility::Visible
                && bbox.y0 <= middle
                && middle <= bbox.y1
                && bbox.height() <= 1.6 * word.size
                && bbox.width() >= WIDE * word.size
        };
        let words = || page.words.iter().filter(in_line);
        let near = |gap: f32, word: &Word| (-0.1 * word.size..=NEAR * word.size).contains(&gap);
        words().any(|word| near(bbox.x0 - word.bbox.x1, word))
            && words().any(|word| near(word.bbox.x0 - bbox.x1, word))
            && !words().any(|word| bbox.contains(word.bbox.mid_x(), word.bbox.mid_y()))
    };
    Ok(joined(small)
        .into_iter()
        .filter(stands_for_a_word)
        .collect())
}

/// Boxes of one height side by side as one: the letters of a drawn word.
fn joined(mut boxes: Vec<Rect>) -> Vec<Rect> {
    boxes.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut words: Vec<Rect> = Vec::new();
    for bbox in boxes {
        let side_by_side = |word: &&mut Rect| {
            let common = word.y1.min(bbox.y1) - word.y0.max(bbox.y0);
            let height = word.height().max(bbox.height());
            common > 0.0 && (-height..=0.4 * height).contains(&(bbox.x0 - word.x1))
        };
        match words.iter_mut().find(side_by_side) {
            Some(word) => *word = word.union(&bbox),
            None => words.push(bbox),
        }
    }
    words
}
