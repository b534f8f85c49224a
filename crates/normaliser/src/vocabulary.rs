//! The words that a document prints whole: the first witness when a line end cuts a word.

#[expect(
    clippy::disallowed_types,
    reason = "asked by key; what is walked is sorted first"
)]
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;

use uip_model::{TextBlock, TextLine, Transcript};

use crate::tokens::{is_dash, is_space};

/// Fewer cut words than one in this many lines, none of which the document prints whole, mean that its
/// producer does not hyphenate, so that a hyphen at a line end is the author's own. Automatic
/// hyphenation cuts every fifth to tenth line of these documents, of wide ones every thirtieth.
const LINES_A_CUT: usize = 40;

/// With fewer lines than this nothing is said about the producer.
const LINES_TO_JUDGE: usize = 80;

/// How often a word stands anywhere, and how often inside a line, neither first nor last.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: u32,
    inside: u32,
}

/// The words that stand whole inside the lines of a document, in lower case, with how often, and
/// what its line ends look like.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::disallowed_types,
    reason = "asked by key; what is walked is sorted first"
)]
pub struct Vocabulary {
    words: HashMap<Arc<str>, Count, RandomState>,
    /// The words in their order with how often, sorted when first asked for a beginning.
    sorted: OnceLock<Vec<(Arc<str>, u32)>>,
    lines: usize,
    cuts: usize,
    /// Line ends with U+00AD or U+2010 before a small letter.
    special: usize,
    /// U+2010 inside lines, between letters.
    special_inside: usize,
    /// Words with a hyphen at a line end and the words that begin the next lines.
    pairs: Vec<(String, String)>,
    /// Cut words that the document prints whole, without the hyphen.
    proven: usize,
    /// Cut words of which it is not known whether the hyphen is the author's.
    unexplained: usize,
    judged: bool,
}

impl Vocabulary {
    /// Adds a line's words, except the last one if a hyphen ends it, and the first one if `cut` says
    /// that the line before ended so. Returns whether this line ends with a hyphen.
    pub fn add_line(&mut self, line: &str, cut: bool) -> bool {
        self.lines += 1;
        self.sorted.take();
        let mut words = line.split(is_space).filter(|w| !w.is_empty()).peekable();
        let mut first = true;
        let mut ends_cut = false;
        while let Some(word) = words.next() {
            let last = words.peek().is_none();
            let trimmed = trim(word);
            if last && word.ends_with(is_dash) && word.chars().nth(1).is_some() {
                ends_cut = true;
                if word.ends_with(['\u{ad}', '\u{2010}']) {
                    self.special += 1;
                }
                if trimmed.ends_with(char::is_lowercase) {
                    self.cuts += 1;
                }
            } else if !(first && cut) && trimmed.chars().nth(1).is_some() {
                if trimmed.contains('\u{2010}') {
                    self.special_inside += 1;
                }
                let key = key(trimmed);
                let inside = u32::from(!first && !last);
                match self.words.get_mut(key.as_ref()) {
                    Some(count) => {
                        count.all += 1;
                        count.inside += inside;
                    }
                    None => {
                        self.words.insert(key.into(), Count { all: 1, inside });
                    }
                }
            }
            first = false;
        }
        ends_cut
    }

    fn add_lines<'a>(&mut self, lines: impl IntoIterator<Item = &'a TextLine>) {
        let mut cut: Option<&str> = None;
        for line in lines {
            if let (Some(left), Some(right)) =
                (cut, line.text.split(is_space).find(|w| !w.is_empty()))
            {
                self.pairs.push((left.to_owned(), right.to_owned()));
            }
            let ends_cut = self.add_line(&line.text, cut.is_some());
            cut = ends_cut.then(|| {
                line.text
                    .trim_end()
                    .rsplit(is_space)
                    .next()
                    .unwrap_or_default()
            });
        }
    }

    /// Asks of every cut word what the document says of it: how the producer breaks lines follows from
    /// that.
    pub(crate) fn judge(&mut self) {
        for (left, right) in std::mem::take(&mut self.pairs) {
            match crate::hyphen::decide(&left, &right, self).map(|d| d.2) {
                Some("document_joined" | "document_form_joined") => self.proven += 1,
                Some("small_letters" | "two_words" | "chained") => self.unexplained += 1,
                _ => {}
            }
        }
        self.judged = true;
    }

    fn add_blocks(&mut self, blocks: &[TextBlock]) {
        for block in blocks {
            match block {
                TextBlock::Paragraph { lines }
                | TextBlock::SubHeading { lines, .. }
                | TextBlock::Footnote { lines, .. } => self.add_lines(lines),
                TextBlock::Bullets { items, .. } | TextBlock::Numbered { items, .. } => {
                    items.iter().for_each(|lines| self.add_lines(lines));
                }
                TextBlock::Checkboxes { items } | TextBlock::Arrows { items, .. } => {
                    items.iter().for_each(|item| self.add_lines(&item.lines));
                }
                TextBlock::Table { header, rows, .. } => {
                    header.iter().for_each(|lines| self.add_lines(lines));
                    for piece in rows.iter().flatten().flatten() {
                        self.add_lines(&piece.lines);
                    }
                }
            }
        }
    }

    /// The words of a release's transcript.
    pub fn of(transcript: &Transcript) -> Self {
        let mut vocabulary = Self::default();
        vocabulary.add_blocks(&transcript.front);
        for initiative in &transcript.initiatives {
            vocabulary.add_lines(&initiative.heading);
            for row in &initiative.rows {
                vocabulary.add_lines(&row.heading);
                vocabulary.add_blocks(&row.blocks);
            }
            vocabulary.add_blocks(&initiative.notes);
        }
        let overview = transcript.portfolio.iter();
        for table in overview.clone().flat_map(|p| &p.tables) {
            vocabulary.add_lines(&table.title);
            table
                .header
                .iter()
                .for_each(|lines| vocabulary.add_lines(lines));
            for cell in table.rows.iter().flatten() {
                vocabulary.add_lines(&cell.lines);
            }
        }
        let summary = transcript.evaluation.iter().flat_map(|e| &e.sections);
        for section in overview.flat_map(|p| &p.sections).chain(summary) {
            vocabulary.add_lines(&section.heading);
            vocabulary.add_blocks(&section.blocks);
        }
        vocabulary.judge();
        vocabulary
    }

    /// How often the document prints this word whole (given in lower case).
    pub(crate) fn count(&self, word: &str) -> u32 {
        self.words.get(word).map_or(0, |n| n.all)
    }

    /// The document prints it as a word of its own, of some length.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        word.chars().nth(2).is_some() && self.count(word) > 0
    }

    fn inside(&self, word: &str) -> u32 {
        self.words.get(word).map_or(0, |n| n.inside)
    }

    /// How often the document prints a word that begins like this.
    pub(crate) fn count_prefix(&self, prefix: &str) -> u32 {
        let sorted = self.sorted.get_or_init(|| {
            let mut sorted: Vec<(Arc<str>, u32)> = self
                .words
                .iter()
                .map(|(word, n)| (Arc::clone(word), n.all))
                .collect();
            sorted.sort_unstable();
            sorted
        });
        let first = sorted.partition_point(|(word, _)| &**word < prefix);
        sorted
            .iter()
            .skip(first)
            .take_while(|(word, _)| word.starts_with(prefix))
            .map(|(_, n)| n)
            .sum()
    }

    /// Whether two pieces of a word, cut without a hyphen, make a word of the document, while the
    /// pieces do not both stand inside lines, as words do.
    pub(crate) fn is_cut_word(&self, left: &str, right: &str) -> bool {
        let left = trim(left.rsplit(is_space).next().unwrap_or_default());
        let right = trim(right.split(is_space).next().unwrap_or_default());
        // A letter alone is a word only if it is one of these.
        let alone = right.chars().nth(1).is_none() && !["i", "å", "ø"].contains(&right);
        if left.chars().nth(1).is_none() || (right.chars().nth(1).is_none() && !alone) {
            return false;
        }
        let (left, right) = (key(left), key(right));
        (self.inside(&left) == 0 || self.inside(&right) == 0)
            && self.count(&format!("{left}{right}")) > 0
    }

    /// The producer writes its own line-end hyphens as U+00AD or U+2010, so that `-` at a line end
    /// is the author's.
    pub(crate) fn marks_its_own_hyphens(&self) -> bool {
        self.special >= 3 && self.special_inside == 0 && self.special * 2 > self.cuts
    }

    /// The producer hyphenates: the document prints words whole that it cuts elsewhere.
    pub(crate) fn hyphenates(&self) -> bool {
        self.proven > 0
    }

    /// The producer does not hyphenate.
    pub(crate) fn does_not_hyphenate(&self) -> bool {
        self.judged
            && self.lines >= LINES_TO_JUDGE
            && self.proven == 0
            && self.unexplained * LINES_A_CUT < self.lines
    }
}

/// A word without the punctuation around it.
pub(crate) fn trim(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A word as the vocabulary keeps it: lower case, plain hyphens, no soft ones.
fn key(word: &str) -> std::borrow::Cow<'_, str> {
    if word
        .chars()
        .any(|c| c.is_uppercase() || matches!(c, '\u{ad}' | '\u{2010}' | '\u{2011}'))
    {
        let plain = word.chars().filter_map(|c| match c {
            '\u{ad}' => None,
            '\u{2010}' | '\u{2011}' => Some('-'),
            c => Some(c),
        });
        plain.collect::<String>().to_lowercase().into()
    } else {
        word.into()
    }
}
