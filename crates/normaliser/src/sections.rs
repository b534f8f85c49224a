//! Joins a section's blocks into text, and keeps every piece of it as a [`Passage`] that the readers
//! of facts search: a paragraph, a list item, a cell, each with the key of the heading it stands under.

use uip_model::{
    Block, CellPiece, Choice, Choosable, Origin, RowTranscript, Section, TextBlock, TextLine,
    merge_origins,
};

use crate::join::{Joined, join, join_known};
use crate::tokens::{Token, tokens};
use crate::trace::Trace;
use crate::vocabulary::Vocabulary;
use crate::whole_blocks::whole_blocks;

/// What a passage is in its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Paragraph,
    SubHeading,
    Item,
    Cell,
    Footnote,
}

/// A piece of an initiative's text.
#[derive(Clone, Debug)]
pub(crate) struct Passage {
    /// The lexicon's key of the nearest heading above it that the lexicon knows.
    pub(crate) key: String,
    pub(crate) role: Role,
    /// Index of its section.
    pub(crate) section: usize,
    pub(crate) text: Joined,
}

impl Passage {
    pub(crate) fn tokens(&self) -> Vec<Token<'_>> {
        tokens(&self.text.text)
    }
}

/// A table inside a section, its text joined.
#[derive(Clone, Debug)]
pub(crate) struct TableText {
    /// `timetable`, `grants` or `other`.
    pub(crate) kind: String,
    /// The lexicon's key of the heading it stands under.
    pub(crate) key: String,
    pub(crate) header: Vec<Joined>,
    /// Rows of cells of pieces.
    pub(crate) rows: Vec<Vec<Vec<Joined>>>,
}

/// The boxes or arrows of a section.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceText {
    /// The lexicon's key of what is chosen, e.g. `modning`.
    pub(crate) key: String,
    pub(crate) chosen: bool,
    pub(crate) arrow: bool,
    pub(crate) name: Joined,
    pub(crate) origin: Vec<Origin>,
    /// What makes the chosen arrow stand out.
    pub(crate) by: String,
}

/// All text of an initiative in a form that can be searched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    pub(crate) passages: Vec<Passage>,
    pub(crate) tables: Vec<TableText>,
    pub(crate) choices: Vec<ChoiceText>,
}

/// Reads one section; its passages go into `body`.
pub(crate) fn section(
    row: RowTranscript,
    index: usize,
    vocabulary: &Vocabulary,
    body: &mut Body,
    trace: &mut Trace,
) -> Section {
    let heading = join_known(&row.heading, &row.matched.nearest, vocabulary);
    trace.cut_words(&format!("sections/{index}/heading"), &heading, 0);
    let mut writer = Writer {
        field: format!("sections/{index}/text"),
        section: index,
        own_key: row.matched.key.clone(),
        key: row.matched.key.clone(),
        text: String::new(),
        chars: 0,
        vocabulary,
        body,
        trace,
    };
    let blocks = writer.blocks(row.blocks);
    let text = writer.text;
    Section {
        number: Some(row.number).filter(|n| !n.is_empty()),
        marker: Some(row.marker).filter(|m| !m.is_empty()),
        heading: heading.text,
        key: row.matched.key.clone(),
        text,
        blocks,
        origin: row.origin,
        matched: row.matched,
    }
}

/// Blocks outside sections: notes under an initiative, a document's front.
pub(crate) fn loose_blocks(
    blocks: Vec<TextBlock>,
    key: &str,
    vocabulary: &Vocabulary,
    body: &mut Body,
    trace: &mut Trace,
) -> Vec<Block> {
    let mut writer = Writer {
        field: String::new(),
        section: usize::MAX,
        own_key: key.to_owned(),
        key: key.to_owned(),
        text: String::new(),
        chars: 0,
        vocabulary,
        body,
        trace,
    };
    writer.blocks(blocks)
}

struct Writer<'a> {
    field: String,
    section: usize,
    own_key: String,
    key: String,
    text: String,
    /// Characters of `text`.
    chars: usize,
    vocabulary: &'a Vocabulary,
    body: &'a mut Body,
    trace: &'a mut Trace,
}

impl Writer<'_> {
    /// Joins lines, adds them to the section's text as a line of their own behind `label`, and keeps
    /// them as a passage.
    fn line(&mut self, label: &str, lines: &[TextLine], role: Role) -> Joined {
        let joined = join(lines, self.vocabulary);
        if joined.text.is_empty() && label.is_empty() {
            return joined;
        }
        let before = self.text.len();
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        if !label.is_empty() {
            self.text.push_str(label);
            if !joined.text.is_empty() {
                self.text.push(' ');
            }
        }
        self.chars += self
            .text
            .get(before..)
            .map_or(0, |added| added.chars().count());
        if !self.field.is_empty() {
            self.trace.cut_words(&self.field, &joined, self.chars);
        }
        self.text.push_str(&joined.text);
        self.chars += joined.text.chars().count();
        self.body.passages.push(Passage {
            key: self.key.clone(),
            role,
            section: self.section,
            text: joined.clone(),
        });
        joined
    }

    fn blocks(&mut self, blocks: Vec<TextBlock>) -> Vec<Block> {
        let whole = whole_blocks(blocks).into_iter();
        whole.map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: TextBlock) -> Block {
        match block {
            TextBlock::Paragraph { lines } => {
                let joined = self.line("", &lines, Role::Paragraph);
                Block::Paragraph {
                    origin: joined.origins(),
                    text: joined.text,
                }
            }
            TextBlock::SubHeading { lines, matched } => {
                self.key = if matched.key.is_empty() || matched.key == "other" {
                    self.own_key.clone()
                } else {
                    matched.key.clone()
                };
                let joined = self.line("", &lines, Role::SubHeading);
                Block::SubHeading {
                    origin: joined.origins(),
                    text: joined.text,
                    key: matched.key,
                }
            }
            TextBlock::Bullets { mark, items } => {
                let items = self.items(&items, |_| "");
                Block::Bullets {
                    mark,
                    origin: places(&items),
                    items: texts(items),
                }
            }
            TextBlock::Numbered { labels, items } => {
                let label = |i: usize| labels.get(i).map_or("", String::as_str);
                let items = self.items(&items, label);
                Block::Numbered {
                    labels,
                    origin: places(&items),
                    items: texts(items),
                }
            }
            TextBlock::Checkboxes { items } => {
                let (items, origin) = self.choices(items, false, "");
                Block::Checkboxes { items, origin }
            }
            TextBlock::Arrows { items, by } => {
                let (items, origin) = self.choices(items, true, &by);
                Block::Chevrons { items, origin }
            }
            TextBlock::Table {
                matched,
                header,
                rows,
            } => self.table(matched.key, &header, &rows),
            TextBlock::Footnote { mark, lines } => {
                let joined = self.line(&mark, &lines, Role::Footnote);
                Block::Footnote {
                    mark,
                    origin: joined.origins(),
                    text: joined.text,
                }
            }
        }
    }

    fn items<'l>(
        &mut self,
        items: &[Vec<TextLine>],
        label: impl Fn(usize) -> &'l str,
    ) -> Vec<Joined> {
        let lines = items.iter().enumerate();
        lines
            .map(|(i, lines)| self.line(label(i), lines, Role::Item))
            .collect()
    }

    fn choices(
        &mut self,
        items: Vec<Choice>,
        arrow: bool,
        by: &str,
    ) -> (Vec<Choosable>, Vec<Origin>) {
        let mut named = Vec::with_capacity(items.len());
        let mut places = Vec::new();
        for item in items {
            let name = self.line("", &item.lines, Role::Cell);
            // A phase's name is no text to find facts in.
            self.body.passages.pop();
            let origin = merge_origins(item.origin.into_iter().chain(name.origins()));
            places.extend(origin.iter().copied());
            named.push(Choosable {
                name: name.text.clone(),
                chosen: item.chosen,
            });
            self.body.choices.push(ChoiceText {
                key: item.matched.key,
                chosen: item.chosen,
                arrow,
                name,
                origin,
                by: by.to_owned(),
            });
        }
        (named, merge_origins(places))
    }

    fn table(
        &mut self,
        kind: String,
        header: &[Vec<TextLine>],
        rows: &[Vec<Vec<CellPiece>>],
    ) -> Block {
        let header: Vec<Joined> = header
            .iter()
            .map(|lines| self.line("", lines, Role::Cell))
            .collect();
        let rows: Vec<Vec<Vec<Joined>>> = rows
            .iter()
            .map(|cells| cells.iter().map(|cell| self.cell(cell)).collect())
            .collect();
        let cell_texts = |cell: &Vec<Joined>| cell.iter().map(|p| p.text.clone()).collect();
        let header_texts = header.iter().map(|h| h.text.clone()).collect();
        let row_texts = rows
            .iter()
            .map(|row| row.iter().map(cell_texts).collect())
            .collect();
        let all = header.iter().chain(rows.iter().flatten().flatten());
        let origin = merge_origins(all.flat_map(Joined::origins));
        let timetable = kind == "timetable";
        self.body.tables.push(TableText {
            kind,
            key: self.key.clone(),
            header,
            rows,
        });
        if timetable {
            Block::Timetable {
                header: header_texts,
                rows: row_texts,
                origin,
            }
        } else {
            Block::Table {
                header: header_texts,
                rows: row_texts,
                origin,
            }
        }
    }

    fn cell(&mut self, pieces: &[CellPiece]) -> Vec<Joined> {
        let pieces = pieces.iter().map(|piece| {
            let label = if is_label(&piece.mark) {
                piece.mark.as_str()
            } else {
                ""
            };
            self.line(label, &piece.lines, Role::Cell)
        });
        pieces.filter(|p| !p.text.is_empty()).collect()
    }
}

/// `1.` and `A)` are labels, `•` and `-` are marks.
fn is_label(mark: &str) -> bool {
    mark.chars().any(char::is_alphanumeric) && mark.chars().nth(1).is_some()
}

fn texts(items: Vec<Joined>) -> Vec<String> {
    items.into_iter().map(|i| i.text).collect()
}

fn places(items: &[Joined]) -> Vec<Origin> {
    merge_origins(items.iter().flat_map(Joined::origins))
}
