//! From words to lines.

use std::fmt;

use uip_model::{Page, Rect, TextLine, TextWord, Visibility, Word};

/// A gap smaller than this part of the type size is no space: words that the PDF drew in two runs.
const GLUE: f32 = 0.06;

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
                || (gap < GLUE * size && gap > -0.5 * size);
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

fn byte(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
