//! Several readings of one cell, made into one.

use crate::glyphs;
use crate::picture::Picture;
use crate::tsv::Seen;

/// Certainty of a figure that only one reading has, or none that fits the picture.
const DOUBTFUL: f32 = 0.5;

/// Of several readings of one cell, shown by the picture, the one to be believed; the first is the one at
/// its own size. It is as sure as the part of the readings that agree with it.
///
/// Where the cell is a figure, readings that have more or fewer characters than the picture has pieces
/// of ink are refuted, and of the others the one that most agree with is taken. Words are read best as
/// they are.
pub(crate) fn settled(readings: Vec<Vec<Seen>>, picture: &Picture) -> Vec<Seen> {
    if readings.len() < 2 {
        return readings.into_iter().next().unwrap_or_default();
    }
    let figures = readings.iter().filter(|r| glyphs::is_figure(&text(r)));
    if figures.count() < 2 {
        let read = |reading: &Vec<Seen>| !reading.is_empty();
        let chosen = readings.iter().position(read).unwrap_or(0);
        return agreed(&readings, chosen);
    }
    let whole = [0.0, 0.0, picture.width as f32, picture.height as f32];
    let seen = glyphs::count(picture, whole);
    let (fitting, refuted): (Vec<_>, Vec<_>) = readings.into_iter().partition(|reading| {
        let text = text(reading);
        glyphs::is_figure(&text) && text.chars().count() == seen
    });
    let alone = fitting.len() < 2;
    let mut best = most_agreed(if fitting.is_empty() {
        &refuted
    } else {
        &fitting
    });
    if alone {
        for word in &mut best {
            word.confidence = word.confidence.min(DOUBTFUL);
        }
    }
    best
}

/// The reading that most others agree with, the surest among equals.
fn most_agreed(readings: &[Vec<Seen>]) -> Vec<Seen> {
    let surety = |reading: &[Seen]| {
        reading.iter().map(|word| word.confidence).sum::<f32>() / reading.len().max(1) as f32
    };
    let rank = |at: usize| {
        (
            votes(readings, at),
            readings.get(at).map_or(0.0, |r| surety(r)),
        )
    };
    let best = (0..readings.len()).max_by(|a, b| {
        let (a, b) = (rank(*a), rank(*b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    agreed(readings, best.unwrap_or(0))
}

/// The chosen reading, as sure as its part of the votes.
fn agreed(readings: &[Vec<Seen>], chosen: usize) -> Vec<Seen> {
    let share = votes(readings, chosen) as f32 / readings.len().max(1) as f32;
    let mut words = readings.get(chosen).cloned().unwrap_or_default();
    for word in &mut words {
        word.confidence = word.confidence.min(share);
    }
    words
}

/// How many readings say the same; nothing read says nothing.
fn votes(readings: &[Vec<Seen>], at: usize) -> usize {
    let letters = |reading: &Vec<Seen>| text(reading).replace(' ', "");
    let own = readings.get(at).map(letters).unwrap_or_default();
    let same = readings.iter().filter(|other| letters(other) == own);
    if own.is_empty() { 0 } else { same.count() }
}

fn text(reading: &[Seen]) -> String {
    let words: Vec<&str> = reading.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with so many dark squares.
    fn picture(squares: usize) -> Picture {
        let width = 20 * squares.max(1);
        let row: Vec<u8> = (0..width)
            .map(|x| if x % 20 < 10 { 0 } else { 255 })
            .collect();
        let grey: Vec<u8> = std::iter::repeat_n(row, 10).flatten().collect();
        Picture {
            width: width as u32,
            height: 10,
            dpi: 300.0,
            grey: if squares == 0 { vec![255; 200] } else { grey },
            rgb: None,
        }
    }

    fn seen(text: &str, confidence: f32) -> Seen {
        Seen {
            picture: 0,
            line: (1, 1, 1),
            bbox: [0.0, 0.0, 10.0, 10.0],
            confidence,
            ink: None,
            text: text.to_owned(),
        }
    }

    /// What becomes of these readings of a cell with so many pieces of ink.
    fn of(squares: usize, readings: &[(&str, f32)]) -> (String, f32) {
        let readings = readings
            .iter()
            .map(|(text, sure)| {
                text.split_whitespace()
                    .map(|word| seen(word, *sure))
                    .collect()
            })
            .collect();
        let words = settled(readings, &picture(squares));
        let least = words.iter().map(|w| w.confidence).fold(1.0, f32::min);
        (text(&words), least)
    }

    #[test]
    fn a_figure_has_as_many_characters_as_pieces_of_ink() {
        let readings = [("1,52", 0.9), ("1,52", 0.9), ("1,2", 0.8), ("1,2", 0.7)];
        assert_eq!(of(3, &readings), ("1,2".to_owned(), 0.8));
        assert_eq!(of(4, &readings), ("1,52".to_owned(), 0.9));
        // One reading alone is in doubt, and so are those that do not fit.
        assert_eq!(of(3, &readings[..3]), ("1,2".to_owned(), 0.5));
        assert_eq!(of(7, &readings[..2]), ("1,52".to_owned(), 0.5));
    }

    #[test]
    fn words_are_taken_at_their_own_size() {
        let readings = [("I alt", 0.6), ("lalt", 0.9), ("lalt", 0.9), ("Ialt", 0.9)];
        assert_eq!(of(5, &readings), ("I alt".to_owned(), 0.5));
        assert_eq!(of(5, &[("", 0.0), ("Tid", 0.9)]), ("Tid".to_owned(), 0.5));
        assert_eq!(of(5, &[("", 0.0), ("", 0.0)]), (String::new(), 1.0));
    }
}
