//! From words to lines.

use std::fmt;

use uip_model::{Page, Rect, TextLine, TextWord, Visibility, Word};

/// A gap smaller than this part of the type size is no space: words that the PDF drew in two runs.
const GLUE: f32 = 0.06;

/// A mark is at most this part of the size of the line that it stands in, raised or lowered; browsers
/// make it 0.83 to 0.9 of it, more where a smallest size holds, word processors 0.58 to 0.65.
const MARK: f32 = 0.96;

/// A footnote mark stands about this many em above the baseline of its line.
const RAISED: f32 = 0.35;

/// Words of one printed line, from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Indices into [`Page::words`].
    pub words: Vec<u32>,
    /// The box around them.
    pub bbox: Rect,
    /// Baseline of the largest word.
    pub baseline: f32,
    /// Type size of the largest word.
    pub size: f32,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line at {:.1} {:.1}–{:.1} size {:.1}: {} words",
            self.baseline,
            self.bbox.x0,
            self.bbox.x1,
            self.size,
            self.words.len()
        )
    }
}

/// Groups words into lines, from top to bottom.
///
/// A word joins the line whose largest word it overlaps vertically by more than half of its own
/// height, so superscripts and subscripts stay with their line.
pub fn lines(page: &Page, words: &[u32]) -> Vec<Line> {
    let mut order: Vec<(u32, &Word)> = words
        .iter()
        .filter_map(|&i| Some((i, page.words.get(i as usize)?)))
        .collect();
    // Large words first would need a second pass; by baseline, with the core of each line growing,
    // is enough since superscripts come just before and subscripts just after their line.
    order.sort_by(|(_, a), (_, b)| {
        a.baseline
            .total_cmp(&b.baseline)
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    let mut lines: Vec<Line> = Vec::new();
    for (i, word) in order {
        // Only the last few lines can overlap with a word, since they come by baseline.
        let home = lines
            .iter_mut()
            .rev()
            .take(3)
            .find(|line| same_line(line, word));
        match home {
            Some(line) => {
                line.words.push(i);
                line.bbox = line.bbox.union(&word.bbox);
                if word.size > line.size {
                    line.size = word.size;
                    line.baseline = word.baseline;
                }
            }
            None => lines.push(Line {
                words: one_of_many(i),
                bbox: word.bbox,
                baseline: word.baseline,
                size: word.size,
            }),
        }
    }
    raise(page, &mut lines);
    for line in &mut lines {
        line.words
            .sort_by(|&a, &b| left(page, a).total_cmp(&left(page, b)).then(a.cmp(&b)));
    }
    lines.sort_by(|a, b| {
        a.baseline
            .total_cmp(&b.baseline)
            .then(a.bbox.x0.total_cmp(&b.bbox.x0))
    });
    lines
}

/// A line's first word, with room for those of a usual line.
fn one_of_many(word: u32) -> Vec<u32> {
    let mut words = Vec::with_capacity(16);
    words.push(word);
    words
}

/// Gives footnote marks that stand so high that they made a line of their own, or joined the line
/// above, to the line in which they stand close behind a word.
fn raise(page: &Page, lines: &mut Vec<Line>) {
    let mut moves: Vec<(usize, usize, u32)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let near = at.saturating_sub(2)..(at + 3).min(lines.len());
        let largest = lines.get(near.clone()).unwrap_or_default().iter();
        let largest = largest.map(|l| l.size).fold(0.0, f32::max);
        for &word in &line.words {
            let size = page.words.get(word as usize).map_or(0.0, |w| w.size);
            let most = if is_off(page, line, word) { 1.0 } else { MARK };
            if size > most * largest {
                continue;
            }
            let off = |i: usize| {
                let other = lines.get(i).filter(|l| size <= most * l.size)?;
                Some((mark_in(page, other, word)?, i))
            };
            let best = near
                .clone()
                .filter_map(off)
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let home = best.map(|(_, i)| i).filter(|i| *i != at);
            moves.extend(home.map(|to| (at, to, word)));
        }
    }
    for (from, to, word) in &moves {
        if let Some(line) = lines.get_mut(*from) {
            line.words.retain(|w| w != word);
        }
        if let Some(line) = lines.get_mut(*to) {
            line.words.push(*word);
        }
    }
    if !moves.is_empty() {
        lines.retain(|l| !l.words.is_empty());
    }
}

/// A number as short as a footnote mark that is alone in its line, or not at the height of its letters.
fn is_off(page: &Page, line: &Line, word: u32) -> bool {
    page.words.get(word as usize).is_some_and(|w| {
        let short = w.text.len() <= 2 && w.text.bytes().all(|b| b.is_ascii_digit() || b == b'*');
        let raised = (line.baseline - w.baseline).abs() > 0.2 * line.size;
        short && (raised || line.words.len() == 1)
    })
}

/// The word begins where a word of the line ends, at the height of its letters: how far, in em, it is
/// from where a footnote mark stands.
fn mark_in(page: &Page, line: &Line, word: u32) -> Option<f32> {
    let mark = page.words.get(word as usize)?;
    let raised = (line.baseline - mark.baseline) / line.size;
    let behind = |w: &&u32| {
        page.words.get(**w as usize).is_some_and(|before| {
            let gap = mark.bbox.x0 - before.bbox.x1;
            gap > -0.1 * line.size && gap < 0.15 * line.size
        })
    };
    (raised > -0.3 && raised < 0.75 && line.words.iter().any(|w| behind(&w)))
        .then_some((raised - RAISED).abs())
}

fn left(page: &Page, word: u32) -> f32 {
    page.words.get(word as usize).map_or(0.0, |w| w.bbox.x0)
}

fn same_line(line: &Line, word: &Word) -> bool {
    // Boxes differ by font; the band from x-height to baseline is what lines up.
    let band = |baseline: f32, size: f32| (baseline - 0.7 * size, baseline);
    let (a0, a1) = band(line.baseline, line.size);
    let (b0, b1) = band(word.baseline, word.size);
    let common = a1.min(b1) - a0.max(b0);
    common > 0.5 * (a1 - a0).min(b1 - b0)
}

/// The line as text with its words' places. Hidden words ([`Visibility`]) are left out.
pub fn text_of(page: &Page, line: &Line) -> TextLine {
    let lengths = line
        .words
        .iter()
        .filter_map(|&i| Some(page.words.get(i as usize)?.text.len() + 1));
    let mut out = TextLine {
        text: String::with_capacity(lengths.sum()),
        page: page.number,
        bbox: line.bbox,
        words: Vec::with_capacity(line.words.len()),
        ..TextLine::default()
    };
    let mut characters = 0_usize;
    let (mut bold, mut italic) = (0_usize, 0_usize);
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    let mut last: Option<(u32, &Word)> = None;
    let mut bbox: Option<Rect> = None;
    for &index in &line.words {
        let Some(word) = page.words.get(index as usize) else {
            continue;
        };
        if word.visibility != Visibility::Visible {
            continue;
        }
        if let Some((before, previous)) = last {
            let gap = word.bbox.x0 - previous.bbox.x1;
            let size = word.size.max(previous.size);
            let glued = (word.glued && index == before + 1 && gap < 0.5 * size)
                || (gap < GLUE * size && gap > -0.5 * size)
                || line.words.last() == Some(&index) && is_line_hyphen(page, line, word, gap);
            if !glued {
                out.text.push(' ');
            }
        }
        let start = byte(out.text.len());
        out.text.push_str(&word.text);
        out.words.push(TextWord {
            start,
            end: byte(out.text.len()),
            bbox: word.bbox,
            word: index,
        });
        bbox = Some(bbox.map_or(word.bbox, |b| b.union(&word.bbox)));
        let n = word.text.chars().count();
        characters += n;
        let font = page.fonts.get(usize::from(word.font));
        bold += if font.is_some_and(|f| f.bold) { n } else { 0 };
        italic += if font.is_some_and(|f| f.italic) { n } else { 0 };
        match sizes
            .iter_mut()
            .find(|(s, _)| (*s - word.size).abs() < 0.25)
        {
            Some((_, count)) => *count += n,
            None => sizes.push((word.size, n)),
        }
        last = Some((index, word));
    }
    out.bbox = bbox.unwrap_or(line.bbox);
    // Four fifths: a footnote mark or a symbol in another font does not change the style.
    out.bold = characters > 0 && bold * 5 >= characters * 4;
    out.italic = characters > 0 && italic * 5 >= characters * 4;
    out.size = sizes
        .iter()
        .max_by_key(|(_, n)| *n)
        .map_or(line.size, |(s, _)| *s);
    out
}

/// The last word is a hyphen that stands nearer to the word before it than words stand apart: it cuts
/// that word. LibreOffice moves such hyphens a little away.
fn is_line_hyphen(page: &Page, line: &Line, word: &Word, gap: f32) -> bool {
    let hyphen = matches!(word.text.as_str(), "-" | "\u{ad}" | "\u{2010}");
    if !hyphen || gap > 0.3 * word.size {
        return false;
    }
    let words = line
        .words
        .iter()
        .filter_map(|&i| page.words.get(i as usize));
    let gaps = words
        .clone()
        .zip(words.skip(1))
        .map(|(a, b)| (b, b.bbox.x0 - a.bbox.x1));
    let spaces = gaps
        .filter(|(b, _)| !std::ptr::eq(*b, word))
        .map(|(_, gap)| gap);
    gap < 0.8 * spaces.fold(f32::INFINITY, f32::min)
}

fn byte(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words with left edge, baseline, size: each letter is half its size wide.
    fn page(words: &[(&str, f32, f32, f32)]) -> Page {
        let word = |&(text, x0, baseline, size): &(&str, f32, f32, f32)| Word {
            text: text.to_owned(),
            bbox: Rect::new(
                x0,
                baseline - 0.8 * size,
                x0 + 0.5 * size * text.chars().count() as f32,
                baseline + 0.2 * size,
            ),
            baseline,
            size,
            chars: (0, 0),
            font: 0,
            colour: uip_model::Colour::default(),
            glued: false,
            visibility: Visibility::Visible,
            confidence: None,
        };
        Page {
            words: words.iter().map(word).collect(),
            ..Page::default()
        }
    }

    fn texts(page: &Page) -> Vec<String> {
        let all: Vec<u32> = (0..page.words.len() as u32).collect();
        let lines = lines(page, &all);
        lines.iter().map(|l| text_of(page, l).text).collect()
    }

    #[test]
    fn a_raised_mark_stays_behind_its_word() {
        // Tight lines: the mark of the second line is nearer to the first.
        let page = page(&[
            ("der", 0.0, 100.0, 10.0),
            ("er", 25.0, 100.0, 10.0),
            ("gør", 0.0, 111.0, 10.0),
            ("1", 15.0, 106.5, 6.0),
            (".", 18.0, 111.0, 10.0),
        ]);
        assert_eq!(texts(&page), ["der er", "gør1."]);
        let browser = super::tests::page(&[
            ("der", 0.0, 100.0, 10.0),
            ("gør", 0.0, 111.0, 10.0),
            ("1", 15.0, 106.0, 9.0),
        ]);
        assert_eq!(texts(&browser), ["der", "gør1"]);
        // A mark that is hardly smaller, and so high that it lines up with neither line.
        let large = super::tests::page(&[
            ("der", 0.0, 100.0, 10.0),
            ("gør", 0.0, 118.0, 10.0),
            ("1", 15.0, 112.5, 9.8),
        ]);
        assert_eq!(texts(&large), ["der", "gør1"]);
    }

    #[test]
    fn a_hyphen_that_was_moved_away_cuts_its_word() {
        let line = page(&[
            ("til", 0.0, 100.0, 10.0),
            ("evalue", 18.4, 100.0, 10.0),
            ("-", 50.3, 100.0, 10.0),
        ]);
        assert_eq!(texts(&line), ["til evalue-"]);
        // A dash has as much room as words have.
        let dash = page(&[
            ("til", 0.0, 100.0, 10.0),
            ("evalue", 18.0, 100.0, 10.0),
            ("-", 51.0, 100.0, 10.0),
        ]);
        assert_eq!(texts(&dash), ["til evalue -"]);
    }
}
