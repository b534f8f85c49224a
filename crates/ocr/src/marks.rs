//! Marks that recognition takes for letters, told from their pixels, and specks that it takes for marks.

use crate::picture::Picture;
use crate::tsv::Seen;

/// What is left of rulings and specks, read as if it were text.
const SPECKS: &str = "|¦_~`´^=\\<>¬";

/// Certainty below which a mark without letters or digits is a speck.
const UNSURE: f32 = 0.3;

/// Drops specks, and says of single characters how much of their box is ink.
pub(crate) fn settle(words: &mut Vec<Seen>, picture: &Picture) {
    words.retain(|word| {
        let text = word.text.as_str();
        let bare = !text.contains(char::is_alphanumeric);
        let mark = matches!(text, "-" | "–" | "—" | "•" | "+" | "*" | "." | "·");
        !(text.chars().all(|c| SPECKS.contains(c))
            || bare && !mark && word.confidence < UNSURE
            || word.bbox[2] <= word.bbox[0]
            || word.bbox[3] <= word.bbox[1])
    });
    for word in words {
        if word.text.chars().count() <= 2 {
            word.ink = Some(ink(picture, word.bbox));
        }
    }
}

/// The part of a box (in pixels) that is ink.
fn ink(picture: &Picture, bbox: [f32; 4]) -> f32 {
    /// Darker than the middle of a letter's edge.
    const DARK: u8 = 140;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let [x0, y0, x1, y1] = bbox.map(|v| v.max(0.0).round() as usize);
    let rows = picture.grey.chunks_exact((picture.width as usize).max(1));
    let mut all = 0_usize;
    let mut dark = 0_usize;
    for row in rows.take(y1).skip(y0) {
        let row = row.get(x0..x1.min(row.len())).unwrap_or_default();
        all += row.len();
        dark += row.iter().filter(|&&value| value < DARK).count();
    }
    dark as f32 / all.max(1) as f32
}
