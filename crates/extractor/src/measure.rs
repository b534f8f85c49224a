//! Where the lines of a body were broken on purpose: by their distance, by room that was left, by what
//! they say.

use uip_model::TextLine;

use crate::context::Body;

/// Words that end no paragraph: what they belong to follows.
const WAITING: [&str; 31] = [
    "ca.", "mio.", "mia.", "evt.", "jf.", "nr.", "inkl.", "ekskl.", "hhv.", "fx", "pr.", "§", "§§",
    "og", "samt", "eller", "godt", "knap", "omkring", "cirka", "næsten", "mellem", "på", "af",
    "med", "at", "den", "det", "de", "en", "et",
];

/// A line in a body, with its place relative to the cell.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) line: TextLine,
    /// Distance from the cell's left edge.
    pub(crate) left: f32,
    /// Distance of the line's end from the cell's left edge.
    pub(crate) right: f32,
    /// Where its letters stand.
    pub(crate) baseline: f32,
    /// The first line after a page break.
    pub(crate) broken: bool,
}

/// Measures of a body that tell where its lines were broken on purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    /// Where lines end at the latest: the cell's right padding, or the end of the longest line.
    limit: f32,
    /// Left edge of the text.
    pub(crate) base: f32,
    /// Distance of baselines of successive lines, for the most part.
    leading: f32,
    /// Nearly all lines reach the limit: a line that does not ends a paragraph.
    justified: bool,
    style: Body,
}

/// Measures lines that stand in a cell of this width, if they stand in one.
pub(crate) fn measure(lines: &[&Placed], body: Body, width: Option<f32>) -> Measure {
    let longest = lines.iter().map(|l| l.right).fold(0.0, f32::max);
    let base = lines.iter().map(|l| l.left).fold(f32::INFINITY, f32::min);
    let mut steps: Vec<f32> = lines
        .windows(2)
        .filter_map(|w| match w {
            [a, b] if !b.broken => Some(b.baseline - a.baseline),
            _ => None,
        })
        .filter(|s| *s > 1.0)
        .collect();
    steps.sort_by(f32::total_cmp);
    // The lower quartile: paragraphs may be set apart, lines within them never closer.
    let leading = steps.get(steps.len() / 4).copied().unwrap_or(body.leading);
    let full = lines.iter().filter(|l| l.right > longest - 1.5).count();
    // A cell's text stands as far from its right border as from its left one.
    let limit = longest.max(width.map_or(0.0, |w| w - base - 1.0));
    Measure {
        limit,
        base,
        leading,
        justified: lines.len() >= 5 && full * 5 >= lines.len() * 3,
        style: body,
    }
}

impl Measure {
    /// The gap above a line is wider than between lines of one paragraph.
    pub(crate) fn apart(&self, before: &Placed, line: &Placed) -> bool {
        let (step, size) = (line.baseline - before.baseline, self.style.size.max(6.0));
        if line.broken || step <= 0.0 {
            return false;
        }
        // Where every line of a cell is a paragraph, only the document knows how close lines stand.
        let capital = line
            .line
            .text
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let common = self.style.leading / size * line.line.size;
        let more = if has_raised(&line.line) { RAISES } else { 0.0 };
        step > self.leading + (0.2 + more) * size
            || (capital && common > 0.0 && step > common + (0.12 + more) * size)
    }

    /// The line before ended on purpose: the first word of this line would have fitted there.
    fn fitted(&self, before: &Placed, line: &Placed) -> bool {
        let words = &line.line.words;
        let Some(first) = words.first() else {
            return false;
        };
        // A dash is moved together with the word behind it by some.
        // Some move a dash together with the word behind it, and amounts hang together.
        let text = line.line.text.as_str();
        let dash = text.starts_with(['-', '–', '—']) && first.end - first.start <= 3;
        let held = if text.starts_with(|c: char| c.is_ascii_digit()) {
            2
        } else {
            usize::from(dash)
        };
        let last = words.get(held).or(words.last()).unwrap_or(first);
        let width = last.bbox.x1 - first.bbox.x0;
        let room = self.limit - before.right - 0.25 * before.line.size;
        let needs = if self.justified {
            width.min(3.0 * before.line.size)
        } else {
            width
        };
        // A small letter behind an unfinished sentence goes on, but for a line that ends far off.
        let goes_on = text.starts_with(char::is_lowercase)
            && !before.line.text.ends_with(['.', ':', ';', '?', '!']);
        room > needs + if goes_on { 2.0 * before.line.size } else { 0.5 }
    }

    /// The line leaves so much room that nothing but its end can be meant.
    pub(crate) fn is_short(&self, line: &Placed) -> bool {
        self.limit - line.right > 0.4 * (self.limit - self.base)
    }

    pub(crate) fn ends(&self, before: &Placed, line: &Placed) -> bool {
        if broken_word(&before.line.text, &line.line.text) {
            return false;
        }
        let waits = before
            .line
            .text
            .split_whitespace()
            .next_back()
            .is_some_and(|w| {
                WAITING.contains(&w)
                    || (w == "kr." && line.line.text.starts_with(char::is_lowercase))
            });
        !waits && (self.apart(before, line) || self.fitted(before, line))
    }
}

/// A raised mark pushes its line down by at most this part of the type size in a browser.
const RAISES: f32 = 0.3;

/// The line has a footnote mark that stands higher than its words.
fn has_raised(line: &TextLine) -> bool {
    let bottom = line.words.iter().map(|w| w.bbox.y1).fold(0.0, f32::max);
    line.words.iter().any(|w| {
        let text = line.text.get(w.start as usize..w.end as usize);
        let mark = text
            .is_some_and(|t| t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit() || b == b'*'));
        mark && bottom - w.bbox.y1 > 0.2 * line.size
    })
}

/// A line ends with a hyphen behind a letter and the next one begins with a letter, or behind a digit and
/// with a small one or a digit: `3-` and `årigt`, `15-` and `17-årige`.
fn broken_word(before: &str, after: &str) -> bool {
    let word = before.trim_end_matches(['-', '\u{ad}', '\u{2010}', '\u{2011}']);
    let goes_on = match word.chars().next_back() {
        Some(c) if c.is_ascii_digit() => {
            after.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        }
        last => last.is_some_and(char::is_alphabetic) && after.starts_with(char::is_alphabetic),
    };
    word.len() < before.len() && goes_on
}
