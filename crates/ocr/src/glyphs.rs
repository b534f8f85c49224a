//! How many characters stand in a place, counted in the pixels: pieces of ink that do not touch.
//!
//! Recognition makes characters up and loses them, most often in a figure that stands alone: `1,2` is
//! read as `1,52`. What was read cannot have another number of characters than there are pieces of ink.

use crate::picture::{Picture, connected};

/// Darker pixels are ink.
const DARK: u8 = 140;

/// A piece of ink lower and narrower than this part of the highest one is a speck; a comma is higher, a
/// dash is wider.
const SPECK: f32 = 0.12;

/// The pieces of ink whose middle is in the box, in pixels.
pub(crate) fn count(picture: &Picture, bbox: [f32; 4]) -> usize {
    /// Pixels around the box in which ink may go on.
    const AROUND: f32 = 3.0;
    let [left, top, right, bottom] = bbox;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let [x0, y0, x1, y1] = [left - AROUND, top - AROUND, right + AROUND, bottom + AROUND]
        .map(|v| v.max(0.0).round() as usize);
    let boxes = boxes(picture, [x0, y0, x1, y1]);
    let highest = boxes.iter().map(|b| b[3] - b[1]).max().unwrap_or(0) as f32;
    let is_glyph = |b: &&[usize; 4]| {
        let middle = (b[0] + b[2]) as f32 / 2.0;
        let side = (b[2] - b[0]).max(b[3] - b[1]) as f32;
        side > SPECK * highest && middle > left && middle < right
    };
    boxes.iter().filter(is_glyph).count()
}

/// The boxes of all pieces of ink in a part of the picture: left, top, one past right and bottom.
pub(crate) fn boxes(picture: &Picture, [x0, y0, x1, y1]: [usize; 4]) -> Vec<[usize; 4]> {
    let width = picture.width as usize;
    let rows = picture.grey.chunks_exact(width.max(1)).enumerate();
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for (y, row) in rows.take(y1).skip(y0) {
        let row = row.get(x0..x1.min(width)).unwrap_or_default();
        let mut open = None;
        for (x, value) in (x0..).zip(row.iter().chain([&u8::MAX])) {
            match (open, *value < DARK) {
                (None, true) => open = Some(x),
                (Some(start), false) => {
                    runs.push((y, start, x));
                    open = None;
                }
                _ => {}
            }
        }
    }
    connected(&runs).iter().filter_map(|g| extent(g)).collect()
}

/// Left, top, and one past right and bottom of runs (row, first, one past the last).
fn extent(runs: &[(usize, usize, usize)]) -> Option<[usize; 4]> {
    Some([
        runs.iter().map(|r| r.1).min()?,
        runs.first()?.0,
        runs.iter().map(|r| r.2).max()?,
        runs.last()?.0 + 1,
    ])
}

/// Whether the text is a figure: digits, and marks that are one piece of ink each.
pub(crate) fn is_figure(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '–' | '(' | ')' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `1,2` and beside it `5`, eight pixels a letter, and a speck.
    fn picture() -> Picture {
        let rows = [
            "...##......####......####.",
            "....#.........#......#....",
            "....#......####......####.",
            "....#......#............#.",
            "...###..#..####......####.",
            "........#...............:.",
        ];
        let grow = |row: &str| -> Vec<u8> {
            row.bytes()
                .flat_map(|b| [if b == b'#' { 0 } else { 255 }; 8])
                .collect()
        };
        let mut grey: Vec<u8> = rows
            .iter()
            .flat_map(|row| std::iter::repeat_n(grow(row), 8).flatten())
            .collect();
        grey[9 * 8 * 26 + 60] = 0;
        Picture {
            width: 26 * 8,
            height: 48,
            dpi: 300.0,
            grey,
            rgb: None,
        }
    }

    #[test]
    fn pieces_of_ink_in_a_box() {
        let picture = picture();
        assert_eq!(count(&picture, [24.0, 0.0, 120.0, 48.0]), 3, "1,2");
        assert_eq!(count(&picture, [0.0, 0.0, 208.0, 48.0]), 4, "1,2 5");
        assert_eq!(count(&picture, [120.0, 0.0, 160.0, 48.0]), 0);
        assert_eq!(count(&picture, [500.0, 0.0, 600.0, 48.0]), 0);
    }

    #[test]
    fn figures() {
        for text in ["1,2", "2022", "(3)", "2-4", "1.200,5"] {
            assert!(is_figure(text), "{text}");
        }
        for text in ["-", "", "1:2", "I alt", "4."] {
            assert_eq!(is_figure(text), text == "4.", "{text}");
        }
    }
}
