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
    drop_second_readings(words);
    for word in words {
        restore_comma(word, picture);
        if word.text.chars().count() <= 2 {
            word.ink = Some(ink(picture, word.bbox));
        }
    }
}

/// Of words at one place that were read in two cells, drops the less certain.
fn drop_second_readings(words: &mut Vec<Seen>) {
    /// Part of the smaller box that lies in the other.
    const SAME_PLACE: f32 = 0.6;
    let area = |b: &[f32; 4]| (b[2] - b[0]) * (b[3] - b[1]);
    let is_second = |word: &Seen, other: &Seen| {
        let (a, b) = (&word.bbox, &other.bbox);
        let common =
            (a[2].min(b[2]) - a[0].max(b[0])).max(0.0) * (a[3].min(b[3]) - a[1].max(b[1])).max(0.0);
        word.picture != other.picture
            && common > SAME_PLACE * area(a).min(area(b))
            && (word.confidence, word.picture) < (other.confidence, other.picture)
    };
    let second: Vec<bool> = words
        .iter()
        .map(|word| words.iter().any(|other| is_second(word, other)))
        .collect();
    let mut second = second.into_iter();
    words.retain(|_| second.next() != Some(true));
}

/// Puts back the comma (or point) that recognition lost between figures: a mark at their foot, with
/// nothing above it.
fn restore_comma(word: &mut Seen, picture: &Picture) {
    let figures = word.text.len();
    if !(2..=6).contains(&figures) || !word.text.bytes().all(|b| b.is_ascii_digit()) {
        return;
    }
    let Some((part, descends)) = mark_at_the_foot(picture, word.bbox) else {
        return;
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let at = (part * figures as f32).round() as usize;
    if at > 0 && at < figures {
        word.text.insert(at, if descends { ',' } else { '.' });
    }
}

/// Where between figures a mark stands that reaches no higher than their foot, as the part of the
/// figures' width before it, and whether it goes below their line. `None` where there is none, or more
/// than one.
fn mark_at_the_foot(picture: &Picture, bbox: [f32; 4]) -> Option<(f32, bool)> {
    /// A comma reaches so high, as a part of the height of figures, and so far below them.
    const FOOT: f32 = 0.4;
    const BELOW: f32 = 0.35;
    /// A tail below the line; a point has none.
    const TAIL: f32 = 0.06;
    /// A comma is so wide and so high at least.
    const LEAST: f32 = 0.08;
    let height = bbox[3] - bbox[1];
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let [x0, y0, x1, y1] =
        [bbox[0], bbox[1], bbox[2], bbox[3] + BELOW * height].map(|v| v.max(0.0).round() as usize);
    let rows = picture.grey.chunks_exact((picture.width as usize).max(1));
    let rows: Vec<&[u8]> = rows
        .take(y1)
        .skip(y0)
        .filter_map(|row| row.get(x0..x1))
        .collect();
    // First and last row with ink, of each column.
    let columns: Vec<Option<(usize, usize)>> = (0..x1.saturating_sub(x0))
        .map(|x| {
            let dark = |row: &&[u8]| row.get(x).is_some_and(|&value| value < DARK);
            Some((rows.iter().position(dark)?, rows.iter().rposition(dark)?))
        })
        .collect();
    let top = columns.iter().flatten().map(|column| column.0).min()? as f32;
    // Figures stand on a line, a comma goes below it.
    let foot = |high: f32| {
        let figures = columns
            .iter()
            .flatten()
            .filter(|column| (column.0 as f32) < high);
        figures.map(|column| column.1).max()
    };
    let line = foot(top + 0.5 * height)? as f32;
    let figure = line - top;
    let is_mark = |column: &Option<(usize, usize)>| {
        column.is_some_and(|(first, _)| first as f32 > line - FOOT * figure)
    };
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for (x, column) in columns.iter().enumerate() {
        match marks.last_mut() {
            Some(last) if is_mark(column) && last.1 == x => last.1 = x + 1,
            _ if is_mark(column) => marks.push((x, x + 1)),
            _ => {}
        }
    }
    // The foot of a 1 or the bow of a 2 is no mark: a mark stands free on both sides.
    let free =
        |x: Option<usize>| x.is_none_or(|x| columns.get(x).is_none_or(|column| column.is_none()));
    marks.retain(|&(from, to)| {
        (to - from) as f32 >= LEAST * figure && free(from.checked_sub(1)) && free(Some(to))
    });
    let [(from, to)] = marks.as_slice() else {
        return None;
    };
    let mark = columns.get(*from..*to)?;
    let lowest = mark.iter().flatten().map(|column| column.1).max()? as f32;
    let highest = mark.iter().flatten().map(|column| column.0).min()? as f32;
    let width = columns.len() - (to - from);
    (lowest - highest >= LEAST * figure).then(|| {
        (
            *from as f32 / width.max(1) as f32,
            lowest > line + TAIL * figure,
        )
    })
}

/// Darker than the middle of a letter's edge.
const DARK: u8 = 140;

/// The part of a box (in pixels) that is ink.
fn ink(picture: &Picture, bbox: [f32; 4]) -> f32 {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture drawn with letters: `#` is ink.
    fn picture(rows: &[&str]) -> Picture {
        let scale = 4;
        let row = |row: &&str| -> Vec<u8> {
            row.bytes()
                .flat_map(|b| [if b == b'#' { 0 } else { 255 }; 4])
                .collect()
        };
        Picture {
            width: (rows[0].len() * scale) as u32,
            height: (rows.len() * scale) as u32,
            dpi: 300.0,
            grey: rows
                .iter()
                .flat_map(|r| std::iter::repeat_n(row(r), scale).flatten())
                .collect(),
            rgb: None,
        }
    }

    fn seen(text: &str, bbox: [f32; 4], picture: usize, confidence: f32) -> Seen {
        Seen {
            picture,
            line: (1, 1, 1),
            bbox,
            confidence,
            ink: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_lost_comma_is_seen_at_the_foot_of_the_figures() {
        let comma = [
            "####....####",
            "...#....#...",
            "####....####",
            "#..........#",
            "####.#..####",
            ".....#......",
        ];
        let point = [
            "####....####",
            "...#....#...",
            "####....####",
            "#..........#",
            "####.##.####",
            "............",
        ];
        let none = [
            "####....####",
            "...#....#...",
            "####....####",
            "#..........#",
            "####....####",
            "............",
        ];
        for (rows, text) in [(comma, "2,5"), (point, "2.5"), (none, "25")] {
            let mut words = vec![seen("25", [0.0, 0.0, 48.0, 20.0], 0, 0.9)];
            settle(&mut words, &picture(&rows));
            assert_eq!(words[0].text, text);
        }
    }

    #[test]
    fn specks_and_second_readings_go() {
        let white = picture(&["............"]);
        let mut words = vec![
            seen("|", [0.0, 0.0, 2.0, 4.0], 1, 0.9),
            seen("mio.", [10.0, 0.0, 20.0, 4.0], 1, 0.8),
            seen("mio.", [10.0, 0.0, 21.0, 4.0], 2, 0.9),
            seen("kr.", [22.0, 0.0, 30.0, 4.0], 2, 0.9),
            seen("~%", [40.0, 0.0, 44.0, 4.0], 2, 0.1),
        ];
        settle(&mut words, &white);
        let left: Vec<_> = words.iter().map(|w| (w.text.as_str(), w.picture)).collect();
        assert_eq!(left, [("mio.", 2), ("kr.", 2)]);
    }
}
