//! From lines in reading order to headings and blocks: paragraphs over column and page breaks,
//! lists with printed or drawn marks, call-outs, footnotes.

mod going_on;

use uip_layout::tail;
use uip_model::{MarkWord, TextBlock, TextLine, TextWord};

use crate::mark::{self, LabelKind, ListMark, wide_gap};

use super::body::{Body, OTHER_COLOUR};
use super::reading_order::FlowLine;
use super::sentence::{counted, ends_sentence, numbered, sentence, starts_lower};
use super::table::ReportCell;
use super::table_block::{is_header, table_block};

/// A banner's text is larger than running text by this factor; smaller type in a box is a call-out.
const BANNER: f32 = 1.25;

/// Lines further apart than this, measured by the usual distance, are paragraphs of their own.
const PARAGRAPH: f32 = 1.3;

/// A box of more lines than this is a text with headings of its own; a smaller one is a call-out,
/// whose bold line is its first.
const CALL_OUT: usize = 10;

/// More characters than this are no heading.
const HEADING: usize = 260;

/// A line that leaves more than this part of its column's width empty may end a paragraph.
const SHORT: f32 = 0.2;

/// A run of lines that became one thing.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Heading(Vec<TextLine>),
    Block { block: TextBlock, boxed: bool },
}

/// Builds headings and blocks from lines one after another.
#[derive(Debug)]
pub(crate) struct Prose {
    pub(crate) body: Body,
    /// Words that became list marks.
    pub(crate) marks: Vec<MarkWord>,
    parts: Vec<Part>,
    last: Option<FlowLine>,
}

impl Prose {
    pub(crate) fn new(body: Body) -> Self {
        Self {
            body,
            marks: Vec::new(),
            parts: Vec::new(),
            last: None,
        }
    }

    /// What was built since the last call.
    pub(crate) fn take(&mut self) -> Vec<Part> {
        self.last = None;
        std::mem::take(&mut self.parts)
    }

    /// A table. What stands right above it in the look of a heading is its caption.
    pub(crate) fn add_table(&mut self, rows: &[Vec<ReportCell>], key: &str) {
        let caption = matches!(self.parts.last(), Some(Part::Heading(lines))
            if lines.first().is_some_and(|l| !numbered(&l.text) && l.size < self.body.size * BANNER));
        if caption && let Some(Part::Heading(lines)) = self.parts.pop() {
            self.parts.push(Part::Block {
                block: TextBlock::Paragraph { lines },
                boxed: false,
            });
        }
        let header = rows.first().is_some_and(|first| is_header(first, rows));
        self.parts.push(Part::Block {
            block: table_block(rows, header, key),
            boxed: false,
        });
        self.last = None;
    }

    /// Lines of one container (a box, or the page between boxes and tables), in reading order.
    pub(crate) fn add(&mut self, lines: &[FlowLine]) {
        let boxed = lines.first().is_some_and(|l| l.container > 0);
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let figure = self.call_out(lines.get(at..).unwrap_or_default());
            if !boxed && figure > 1 {
                let own = lines.get(at..at + figure).unwrap_or_default();
                self.parts.push(Part::Block {
                    block: TextBlock::Paragraph {
                        lines: own.iter().map(|l| l.line.clone()).collect(),
                    },
                    boxed: true,
                });
                self.last = None;
                at += figure;
                continue;
            }
            if self.is_heading(line, lines) {
                let mut n = 1;
                while let (Some(a), Some(b)) = (lines.get(at + n - 1), lines.get(at + n)) {
                    // The last line of a title may be a year alone.
                    let years = self.body.larger(&b.line)
                        && !b.line.text.chars().any(char::is_alphabetic)
                        && (a.line.size - b.line.size).abs() < 0.1;
                    if !(years || self.is_heading(b, lines)) || !self.one_heading(a, b) {
                        break;
                    }
                    n += 1;
                }
                let group: Vec<TextLine> = lines
                    .iter()
                    .skip(at)
                    .take(n)
                    .map(|l| l.line.clone())
                    .collect();
                if sentence(&group) {
                    for i in at..at + n {
                        self.text(lines, i, boxed);
                    }
                    at += n;
                    continue;
                }
                let length: usize = group.iter().map(|l| l.text.chars().count()).sum();
                if length <= HEADING {
                    self.parts.push(Part::Heading(group));
                    self.last = None;
                    at += n;
                    continue;
                }
            }
            self.text(lines, at, boxed);
            at += 1;
        }
    }

    /// How many lines a call-out without a box has: a large figure alone, and under it the lines that
    /// stand out and say what it counts.
    fn call_out(&self, lines: &[FlowLine]) -> usize {
        let alone = |l: &FlowLine| {
            self.body.larger(&l.line)
                && l.line.text.chars().any(|c| c.is_ascii_digit())
                && !l.line.text.chars().any(char::is_alphabetic)
        };
        if !lines.first().is_some_and(alone) {
            return 0;
        }
        let more = lines.windows(2).take_while(|pair| match pair {
            [a, b] => {
                let step = b.line.bbox.y1 - a.line.bbox.y1;
                a.column == b.column
                    && step > 0.0
                    && step < 1.8 * a.line.size.max(b.line.size)
                    && self.body.stands_out(b)
                    && b.line.text.chars().any(char::is_alphabetic)
            }
            _ => false,
        });
        1 + more.take(CALL_OUT).count()
    }

    /// A heading by its look and place. In a box everything may be bold or coloured, so there the
    /// size of a banner or a look that differs from the rest of the box is needed.
    fn is_heading(&self, line: &FlowLine, run: &[FlowLine]) -> bool {
        if line.drawn_mark
            || !line.line.text.chars().any(char::is_alphabetic)
            || list_mark(line).is_some()
        {
            return false;
        }
        if line.container > 0 && self.banner(run) {
            return true;
        }
        self.body.stands_out(line)
            && (line.container == 0
                || run.len() > CALL_OUT
                    && run.iter().any(|l| !self.body.stands_out(l))
                    && !starts_lower(&line.line.text)
                    && !ends_sentence(&line.line.text))
    }

    /// A box that is a heading as a whole: all of it is set larger, or it is a number (`Tema 2`) and
    /// a title. The large figure of a call-out has smaller text with it.
    fn banner(&self, run: &[FlowLine]) -> bool {
        let large = run.iter().any(|l| l.line.size > self.body.size * BANNER);
        large
            && run.len() <= CALL_OUT
            && (run.iter().all(|l| self.body.larger(&l.line))
                || run.iter().any(|l| counted(&l.line.text)))
    }

    fn one_heading(&self, a: &FlowLine, b: &FlowLine) -> bool {
        let step = b.line.bbox.y1 - a.line.bbox.y1;
        let near = step > 0.0 && step < 1.8 * a.line.size.max(b.line.size);
        let like = (a.line.size - b.line.size).abs() < 0.6
            && a.line.bold == b.line.bold
            && a.colour.distance(b.colour) < OTHER_COLOUR;
        let banner = a.container > 0 && b.line.size.max(a.line.size) > self.body.size * BANNER;
        a.column == b.column && near && (like || banner) && !numbered(&b.line.text)
    }

    fn text(&mut self, lines: &[FlowLine], at: usize, boxed: bool) {
        let Some(line) = lines.get(at) else { return };
        if let Some((mark, bytes)) = list_mark(line).or_else(|| self.counted_item(lines, at)) {
            let (rest, words) = tail(&line.line, bytes);
            self.marked(line.line.page, &words);
            self.item(mark, rest, line, boxed);
        } else if line.drawn_mark {
            self.item(
                ListMark::Bullet("•".to_owned()),
                line.line.clone(),
                line,
                boxed,
            );
        } else if let Some((mark, bytes)) = self.footnote_mark(line) {
            let (rest, words) = tail(&line.line, bytes);
            self.marked(line.line.page, &words);
            let block = TextBlock::Footnote {
                mark,
                lines: vec![rest],
            };
            self.parts.push(Part::Block { block, boxed });
        } else if !self.goes_on(line, boxed) {
            let block = TextBlock::Paragraph {
                lines: vec![line.line.clone()],
            };
            self.parts.push(Part::Block { block, boxed });
        }
        self.last = Some(line.clone());
    }

    /// The label of an item that is neither set in nor has a gap behind its number: the number goes on
    /// from the item before it, or the next line goes on from its.
    fn counted_item(&self, lines: &[FlowLine], at: usize) -> Option<(ListMark, usize)> {
        let numbered = |line: &FlowLine| {
            let (label, end) = mark::leading_label(&line.line.text)?;
            let rest = line.line.text.get(end..)?.trim_start();
            let own = label.kind == LabelKind::Digits
                && rest.starts_with(char::is_uppercase)
                && !mark::is_period(rest);
            own.then_some((label, end))
        };
        let line = lines.get(at)?;
        let (label, end) = numbered(line)?;
        let follows = matches!(self.parts.last(), Some(Part::Block {
                block: TextBlock::Numbered { labels, .. }, ..
            }) if labels.last().is_some_and(|l| mark::label(l).is_some_and(|l| l.rank + 1 == label.rank)));
        let next = || {
            let next = lines.get(at + 1).filter(|n| n.column == line.column)?;
            Some(numbered(next)?.0.rank == label.rank + 1)
        };
        (follows || label.rank == 1 && next() == Some(true))
            .then_some((ListMark::Label(label), end))
    }

    fn marked(&mut self, page: u32, words: &[TextWord]) {
        self.marks
            .extend(words.iter().map(|w| MarkWord { page, word: w.word }));
    }

    fn item(&mut self, mark: ListMark, rest: TextLine, line: &FlowLine, boxed: bool) {
        let joins = self
            .last
            .as_ref()
            .is_some_and(|l| l.container == line.container);
        match (self.parts.last_mut(), mark) {
            (
                Some(Part::Block {
                    block: TextBlock::Bullets { mark: known, items },
                    ..
                }),
                ListMark::Bullet(mark),
            ) if joins && *known == mark => {
                items.push(vec![rest]);
            }
            (
                Some(Part::Block {
                    block: TextBlock::Numbered { labels, items },
                    ..
                }),
                ListMark::Label(label),
            ) if joins => {
                labels.push(label.printed);
                items.push(vec![rest]);
            }
            (_, ListMark::Bullet(mark)) => self.parts.push(Part::Block {
                block: TextBlock::Bullets {
                    mark,
                    items: vec![vec![rest]],
                },
                boxed,
            }),
            (_, ListMark::Label(label)) => self.parts.push(Part::Block {
                block: TextBlock::Numbered {
                    labels: vec![label.printed],
                    items: vec![vec![rest]],
                },
                boxed,
            }),
        }
    }

    /// A footnote: smaller type that begins with a number.
    fn footnote_mark(&self, line: &FlowLine) -> Option<(String, usize)> {
        if line.line.size > self.body.size * 0.92 || line.container > 0 {
            return None;
        }
        let first = line.line.words.first()?;
        let text = line.line.text.get(..first.end as usize)?;
        let number =
            !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        (number && line.line.words.len() > 1).then(|| (text.to_owned(), text.len()))
    }
}

/// The list mark that a line begins with and how many bytes it takes. A label needs a gap behind it
/// or a place set in from the column's edge, or it may be a date or a number.
fn list_mark(line: &FlowLine) -> Option<(ListMark, usize)> {
    let set_off = line.line.bbox.x0 > line.limits.0 + 3.0 || wide_gap(&line.line);
    mark::list_mark(&line.line, set_off)
}
