//! What every part of the reading needs: the pages, the lexicon, and where marks and findings go.

use uip_model::{Finding, Font, MarkWord, Page, PageSet, TextLine, TextWord, Word};

use crate::Lexicon;

/// The reading of one document.
pub(crate) struct Context<'a> {
    pub(crate) pages: &'a PageSet,
    pub(crate) lexicon: &'a Lexicon,
    /// The type of the document's running text.
    pub(crate) body: Style,
    /// Words that became labels, markers and list marks.
    pub(crate) marks: Vec<MarkWord>,
    /// Words that are page furniture.
    pub(crate) furniture: Vec<MarkWord>,
    /// Findings about what is being read; taken by whoever knows the initiative.
    pub(crate) findings: Vec<Finding>,
}

/// Type size and weight of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
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

impl<'a> Context<'a> {
    pub(crate) fn new(pages: &'a PageSet, lexicon: &'a Lexicon) -> Self {
        let body = body_style(pages);
        Self {
            pages,
            lexicon,
            body,
            marks: Vec::new(),
            furniture: Vec::new(),
            findings: Vec::new(),
        }
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

    /// Words of a page have become a mark.
    pub(crate) fn mark(&mut self, page: u32, words: &[TextWord]) {
        self.marks
            .extend(words.iter().map(|w| MarkWord { page, word: w.word }));
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

    /// A line is set as headings of initiatives and areas are: bold or larger than running text.
    pub(crate) fn is_display(&self, line: &TextLine) -> bool {
        (line.bold && !self.body.bold) || line.size > self.body.size + 0.6
    }
}

/// More styles than a designed brochure has; further ones are not the running text's.
const MAX_STYLES: usize = 200;

/// The style that most characters of the document have.
fn body_style(pages: &PageSet) -> Style {
    let mut styles: Vec<(Style, usize)> = Vec::new();
    for page in &pages.pages {
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
        }
    }
    styles
        .into_iter()
        .max_by_key(|(_, n)| *n)
        .map(|(s, _)| s)
        .unwrap_or_default()
}
