//! Ink behind or below a word that no word was read from: `2. kvartal 2020 -` read without its dash, which
//! may stand alone on the cell's last line.

use crate::glyphs;
use crate::picture::Picture;
use crate::tsv::Seen;

/// Certainty of a word with unread ink behind it.
const DOUBTFUL: f32 = 0.5;

/// Ink of at least this, in points, is no speck; a dash is wider.
const LEAST: f32 = 2.0;

/// Ink this far behind a word, by the word's height, belongs to its line.
const BEHIND: f32 = 1.2;

/// Ink this far below a word, by its height, stands on the next line, and begins this far before its end.
const BELOW: f32 = 2.0;
const FAR: f32 = 10.0;

/// Takes the certainty of words with unread ink behind them, or below the last line of their cell. Boxes are in pixels of the picture.
pub(crate) fn doubt(words: &mut [Seen], picture: &Picture) {
    let least = (LEAST * picture.dpi / 72.0).round();
    let whole = [0, 0, picture.width as usize, picture.height as usize];
    let inks = glyphs::boxes(picture, whole)
        .into_iter()
        .map(|ink| ink.map(|v| v as f32))
        .filter(|[left, _, right, _]| right - left >= least)
        .collect::<Vec<_>>();
    let unread: Vec<[f32; 4]> = inks
        .into_iter()
        .filter(|ink| !words.iter().any(|word| touches(&word.bbox, ink)))
        .collect();
    let last: Vec<bool> = words
        .iter()
        .map(|word| {
            let below =
                |other: &Seen| other.picture == word.picture && other.bbox[1] > word.bbox[3];
            word.picture > 0 && !words.iter().any(below)
        })
        .collect();
    for (word, last) in words.iter_mut().zip(last) {
        let [_, top, right, bottom] = word.bbox;
        let height = bottom - top;
        let below = |ink: &[f32; 4]| {
            last && ink[3] - ink[1] < 0.5 * height
                && ink[1] > bottom
                && ink[3] < bottom + BELOW * height
                && ink[2] < right
                && ink[0] > right - FAR * height
        };
        let behind = |ink: &[f32; 4]| {
            let middle = (ink[1] + ink[3]) / 2.0;
            ink[3] - ink[1] < 1.5 * height
                && middle > top
                && middle < bottom
                && ink[0] >= right
                && ink[0] - right < BEHIND * height
        };
        if unread.iter().any(|ink| behind(ink) || below(ink)) {
            word.confidence = word.confidence.min(DOUBTFUL);
        }
    }
}

fn touches(a: &[f32; 4], b: &[f32; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At 72 dpi: a word of 20 by 10 pixels, a dash behind it, and one far off.
    #[test]
    fn a_dash_that_was_not_read_puts_the_word_before_it_in_doubt() {
        let mut grey = vec![255; 100 * 30];
        for (left, right, top, bottom) in [(10, 30, 10, 20), (35, 40, 15, 16), (80, 85, 15, 16)] {
            for y in top..bottom {
                grey[y * 100 + left..y * 100 + right].fill(0);
            }
        }
        let picture = Picture {
            width: 100,
            height: 30,
            dpi: 72.0,
            grey,
            rgb: None,
        };
        let word = |text: &str, x0: f32, x1: f32| Seen {
            picture: 0,
            line: (1, 1, 1),
            bbox: [x0, 10.0, x1, 20.0],
            confidence: 0.9,
            ink: None,
            text: text.to_owned(),
        };
        let mut words = vec![word("2020", 10.0, 30.0)];
        doubt(&mut words, &picture);
        assert_eq!(words[0].confidence, 0.5);
        let mut words = vec![word("2020", 10.0, 30.0), word("-", 34.0, 41.0)];
        doubt(&mut words, &picture);
        assert_eq!((words[0].confidence, words[1].confidence), (0.9, 0.9));
    }

    #[test]
    fn a_dash_alone_on_the_last_line_of_a_cell_puts_its_last_words_in_doubt() {
        let mut grey = vec![255; 100 * 50];
        grey[34 * 100 + 10..34 * 100 + 15].fill(0);
        let picture = Picture {
            width: 100,
            height: 50,
            dpi: 72.0,
            grey,
            rgb: None,
        };
        let word = |cell: usize, y0: f32| Seen {
            picture: cell,
            line: (1, 1, 1),
            bbox: [10.0, y0, 30.0, y0 + 10.0],
            confidence: 0.9,
            ink: None,
            text: "2020".to_owned(),
        };
        // In a cell, outside of all tables, above another line.
        let mut words = vec![word(3, 20.0)];
        doubt(&mut words, &picture);
        assert_eq!(words[0].confidence, 0.5);
        let mut words = vec![word(0, 20.0)];
        doubt(&mut words, &picture);
        assert_eq!(words[0].confidence, 0.9);
        let mut words = vec![word(3, 20.0), word(3, 38.0)];
        doubt(&mut words, &picture);
        assert_eq!(words[0].confidence, 0.9);
    }
}
