//! White gaps between columns that no ruling separates.

use uip_model::{TextLine, TextWord};

/// A vertical white gap that no word of a run of lines crosses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gutter {
    /// Right edge of what stands left of it.
    pub from: f32,
    /// Left edge of what stands right of it.
    pub to: f32,
}

/// A gap narrower than this, in points, separates words, not columns.
const MIN_GUTTER: f32 = 6.0;

/// Finds the gaps that run through all of these lines, where at least two lines have words on both
/// sides of the gap. From left to right.
pub fn gutters(lines: &[&TextLine]) -> Vec<Gutter> {
    let mut spans: Vec<(f32, f32)> = lines
        .iter()
        .flat_map(|l| &l.words)
        .map(|w| (w.bbox.x0, w.bbox.x1))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut gaps: Vec<Gutter> = Vec::new();
    let mut reach: Option<f32> = None;
    for (from, to) in spans {
        if let Some(right) = reach
            && from - right >= MIN_GUTTER
        {
            gaps.push(Gutter {
                from: right,
                to: from,
            });
        }
        reach = Some(reach.map_or(to, |r: f32| r.max(to)));
    }
    gaps.retain(|gap| {
        let both = lines
            .iter()
            .filter(|l| l.bbox.x0 < gap.from && l.bbox.x1 > gap.to)
            .count();
        both >= 2
    });
    gaps
}

/// Cuts a line at an x: the words whose middle lies left of it, and the others.
pub fn split_at(line: &TextLine, x: f32) -> (Option<TextLine>, Option<TextLine>) {
    (
        part(line, |w| w.bbox.mid_x() < x),
        part(line, |w| w.bbox.mid_x() >= x),
    )
}

/// A line like this one without its text.
fn blank(line: &TextLine) -> TextLine {
    TextLine {
        text: String::new(),
        words: Vec::new(),
        ..*line
    }
}

/// The part of a line that consists of some of its words; `None` where it has none of them.
pub fn part(line: &TextLine, keep: impl Fn(&TextWord) -> bool) -> Option<TextLine> {
    let mut out = TextLine {
        text: String::with_capacity(line.text.len()),
        words: Vec::with_capacity(line.words.len()),
        ..blank(line)
    };
    let mut last_end = None;
    for word in line.words.iter().filter(|w| keep(w)) {
        let text = line
            .text
            .get(word.start as usize..word.end as usize)
            .unwrap_or_default();
        if last_end.is_some_and(|end: u32| word.start > end) {
            out.text.push(' ');
        }
        last_end = Some(word.end);
        let start = u32::try_from(out.text.len()).unwrap_or(u32::MAX);
        out.text.push_str(text);
        let end = u32::try_from(out.text.len()).unwrap_or(u32::MAX);
        out.words.push(TextWord {
            start,
            end,
            ..*word
        });
    }
    out.bbox = out
        .words
        .iter()
        .map(|w| w.bbox)
        .reduce(|a, b| a.union(&b))?;
    Some(out)
}

/// What follows the first `bytes` bytes of a line's text, white space skipped, and the words that
/// lie wholly before it. A word that is cut keeps its box.
pub fn tail(line: &TextLine, bytes: usize) -> (TextLine, Vec<TextWord>) {
    let rest = line.text.get(bytes..).unwrap_or_default();
    let skipped = line.text.len() - rest.trim_start().len();
    let cut = u32::try_from(skipped).unwrap_or(u32::MAX);
    let mut out = TextLine {
        text: rest.trim_start().to_owned(),
        ..blank(line)
    };
    let mut before = Vec::new();
    for word in &line.words {
        if word.end <= cut {
            before.push(*word);
        } else {
            out.words.push(TextWord {
                start: word.start.saturating_sub(cut),
                end: word.end - cut,
                ..*word
            });
        }
    }
    if let Some(bbox) = out.words.iter().map(|w| w.bbox).reduce(|a, b| a.union(&b)) {
        out.bbox = bbox;
    }
    (out, before)
}
