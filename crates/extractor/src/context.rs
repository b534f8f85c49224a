//! What every part of the reading needs: the pages, the lexicon, and where marks and findings go.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use uip_layout::{Line, Region, text_of};
use uip_model::{Finding, Font, MarkWord, Match, Page, PageSet, TextLine, TextWord, Word};

use crate::Lexicon;

/// The reading of one document.
pub(crate) struct Context<'a> {
    pub(crate) pages: &'a PageSet,
    pub(crate) lexicon: &'a Lexicon,
    /// The type of the document's running text.
    pub(crate) body: Body,
    /// How the sections' headings are set, where that is another way than running text.
    pub(crate) section_look: Option<Style>,
    /// Words that became labels, markers and list marks.
    pub(crate) marks: Vec<MarkWord>,
    /// Words that are page furniture.
    pub(crate) furniture: Vec<MarkWord>,
    /// Words that name a phase drawn as an arrow, by page. An arrow may reach beyond its cell, so they
    /// are left out wherever else they stand.
    pub(crate) arrows: BTreeMap<u32, BTreeSet<u32>>,
    /// Findings about what is being read; taken by whoever knows the initiative.
    pub(crate) findings: Vec<Finding>,
    /// What was asked of the lexicon: every initiative has the same headings.
    sections: RefCell<BTreeMap<String, Match>>,
    phases: RefCell<BTreeMap<String, Match>>,
}

/// Type size and weight of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
}

/// The document's running text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Body {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// Distance of the baselines of successive lines, for the most part.
    pub(crate) leading: f32,
}

impl Style {
    pub(crate) fn of(line: &TextLine) -> Self {
        Self {
            size: line.size,
            bold: line.bold,
            italic: line.italic,
        }
    }

    pub(crate) fn same(self, other: Self) -> bool {
        self.bold == other.bold
            && self.italic == other.italic
            && (self.size - other.size).abs() < 0.6
    }
}

/// The answer given before, or now.
fn known(
    answers: &RefCell<BTreeMap<String, Match>>,
    name: &str,
    ask: impl FnOnce(&str) -> Match,
) -> Match {
    if let Some(answer) = answers.borrow().get(name) {
        return answer.clone();
    }
    let answer = ask(name);
    answers.borrow_mut().insert(name.to_owned(), answer.clone());
    answer
}

impl<'a> Context<'a> {
    pub(crate) fn new(pages: &'a PageSet, lexicon: &'a Lexicon) -> Self {
        let body = body(pages);
        Self {
            pages,
            lexicon,
            body,
            section_look: None,
            marks: Vec::new(),
            furniture: Vec::new(),
            arrows: BTreeMap::new(),
            findings: Vec::new(),
            sections: RefCell::default(),
            phases: RefCell::default(),
        }
    }

    /// What a section's heading or a sub-heading means, as [`Lexicon::section`] says.
    pub(crate) fn section(&self, heading: &str) -> Match {
        known(&self.sections, heading, |h| self.lexicon.section(h))
    }

    /// Which phase a name means, as [`Lexicon::phase`] says.
    pub(crate) fn phase(&self, name: &str) -> Match {
        known(&self.phases, name, |n| self.lexicon.phase(n))
    }

    pub(crate) fn page(&self, number: u32) -> Option<&'a Page> {
        self.pages.pages.get((number as usize).checked_sub(1)?)
    }

    pub(crate) fn word(&self, line: &TextLine, word: &TextWord) -> Option<&'a Word> {
        self.page(line.page)?.words.get(word.word as usize)
    }

    pub(crate) fn font(&self, line: &TextLine, word: &TextWord) -> Option<&'a Font> {
        let page = self.page(line.page)?;
        page.fonts
            .get(usize::from(page.words.get(word.word as usize)?.font))
    }

    /// The baseline of a line: that of its first word of the line's size.
    pub(crate) fn baseline(&self, line: &TextLine) -> f32 {
        let words = || line.words.iter().filter_map(|w| self.word(line, w));
        let own = words().find(|w| (w.size - line.size).abs() < 0.25);
        own.or_else(|| words().next())
            .map_or(line.bbox.y1, |w| w.baseline)
    }

    /// Some words of a line as a line with a style of its own: what a white gap parts may be set in two.
    pub(crate) fn part(
        &self,
        line: &TextLine,
        keep: impl Fn(&TextWord) -> bool,
    ) -> Option<TextLine> {
        let part = uip_layout::part(line, keep)?;
        let Some(page) = self.page(line.page) else {
            return Some(part);
        };
        let words = Line {
            words: part.words.iter().map(|w| w.word).collect(),
            bbox: part.bbox,
            baseline: self.baseline(&part),
            size: part.size,
        };
        Some(text_of(page, &words))
    }

    /// The document has this word somewhere.
    pub(crate) fn has_word(&self, text: &str) -> bool {
        self.words_like(text).next().is_some()
    }

    /// The document has this word elsewhere than in this line.
    pub(crate) fn has_word_but(&self, text: &str, line: &TextLine) -> bool {
        let here = |(page, word): &(u32, u32)| {
            *page == line.page && line.words.iter().any(|w| w.word == *word)
        };
        self.words_like(text).any(|found| !here(&found))
    }

    /// Page and index of each word that reads so, without punctuation around it and in any case.
    fn words_like(&self, text: &str) -> impl Iterator<Item = (u32, u32)> {
        let wanted = text.to_lowercase();
        self.pages.pages.iter().flat_map(move |page| {
            let wanted = wanted.clone();
            (0_u32..).zip(&page.words).filter_map(move |(i, w)| {
                let bare = w.text.trim_matches(|c: char| !c.is_alphanumeric());
                let same = bare.len() == wanted.len() && bare.to_lowercase() == wanted;
                same.then_some((page.number, i))
            })
        })
    }

    /// Words of a page have become a mark.
    pub(crate) fn mark(&mut self, page: u32, words: &[TextWord]) {
        self.marks
            .extend(words.iter().map(|w| MarkWord { page, word: w.word }));
    }

    /// What is left of a region without the names of arrows found so far.
    pub(crate) fn without_arrows(&self, page: u32, region: &Region) -> Option<Region> {
        match self.arrows.get(&page) {
            Some(names) => region.without(names),
            None => Some(region.clone()),
        }
    }

    /// A line is page furniture.
    pub(crate) fn furnish(&mut self, line: &TextLine) {
        self.furniture.extend(line.words.iter().map(|w| MarkWord {
            page: line.page,
            word: w.word,
        }));
    }

    /// A line stands out from running text as headings do: bold, italic or larger.
    pub(crate) fn stands_out(&self, line: &TextLine) -> bool {
        (line.bold && !self.body.bold)
            || (line.italic && !self.body.italic)
            || line.size > self.body.size + 0.6
    }

    /// A line is set as the sections' headings are, where these have a look of their own.
    pub(crate) fn looks_like_section(&self, line: &TextLine) -> bool {
        self.section_look
            .is_some_and(|look| look.same(Style::of(line)) && (look.size - line.size).abs() < 0.3)
    }

    /// A line is set as headings of initiatives and areas are: bold or larger than running text.
    pub(crate) fn is_display(&self, line: &TextLine) -> bool {
        (line.bold && !self.body.bold) || line.size > self.body.size + 0.6
    }
}

/// More styles than a designed brochure has; further ones are not the running text's.
const MAX_STYLES: usize = 200;

/// The style that most characters of the document have, and how far apart its lines stand.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
fn body(pages: &PageSet) -> Body {
    let mut styles: Vec<(Style, usize)> = Vec::new();
    // Steps of baselines by size, in quarters of a point.
    let mut steps: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    let quarters = |v: f32| (v * 4.0).round() as i32;
    for page in &pages.pages {
        let mut above: Option<&Word> = None;
        for word in &page.words {
            let font = page.fonts.get(usize::from(word.font));
            let style = Style {
                size: word.size,
                bold: font.is_some_and(|f| f.bold),
                italic: font.is_some_and(|f| f.italic),
            };
            let n = word.text.len();
            let full = styles.len() >= MAX_STYLES;
            match styles.iter_mut().find(|(s, _)| s.same(style)) {
                Some((_, count)) => *count += n,
                None if !full => styles.push((style, n)),
                None => {}
            }
            if let Some(above) =
                above.filter(|a| (a.size - word.size).abs() < 0.1 && word.bbox.x0 < a.bbox.x0)
            {
                let step = word.baseline - above.baseline;
                if step > 0.9 * word.size && step < 2.0 * word.size {
                    *steps
                        .entry((quarters(word.size), quarters(step)))
                        .or_default() += 1;
                }
            }
            above = Some(word);
        }
    }
    let style = styles
        .into_iter()
        .max_by_key(|(_, n)| *n)
        .map(|(s, _)| s)
        .unwrap_or_default();
    let own = steps
        .iter()
        .filter(|((size, _), _)| (*size - quarters(style.size)).abs() <= 1);
    let leading = own
        .max_by_key(|(_, n)| **n)
        .map_or(style.size * 1.2, |((_, step), _)| *step as f32 / 4.0);
    Body {
        size: style.size,
        bold: style.bold,
        italic: style.italic,
        leading,
    }
}
