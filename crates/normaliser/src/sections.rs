//! Joins a section's blocks into text, and keeps every piece of it as a [`Passage`] that the readers
//! of facts search: a paragraph, a list item, a cell, each with the key of the heading it stands under.

use uip_model::{
    Block, CellPiece, Choice, Choosable, Origin, RowTranscript, Section, TextBlock, TextLine,
    merge_origins,
};

use crate::join::{Joined, join};
use crate::tokens::{Token, tokens};
use crate::trace::Trace;
use crate::vocabulary::Vocabulary;

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
    let heading = join(&row.heading, vocabulary);
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
    let blocks = whole_blocks(row.blocks)
        .into_iter()
        .map(|block| writer.block(block))
        .collect();
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
    whole_blocks(blocks)
        .into_iter()
        .map(|block| writer.block(block))
        .collect()
}

/// Puts blocks together that a page break or uneven leading cut: a paragraph or list item that goes
/// on in the paragraph below it.
fn whole_blocks(blocks: Vec<TextBlock>) -> Vec<TextBlock> {
    let mut whole: Vec<TextBlock> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let TextBlock::Paragraph { lines } = block else {
            whole.push(block);
            continue;
        };
        let open = whole.last_mut().and_then(|last| match last {
            TextBlock::Paragraph { lines } => Some(lines),
            TextBlock::Bullets { items, .. } | TextBlock::Numbered { items, .. } => {
                items.last_mut()
            }
            _ => None,
        });
        match open {
            Some(open) if goes_on(open, &lines) => open.extend(lines),
            _ => whole.push(TextBlock::Paragraph { lines }),
        }
    }
    whole
}

/// Whether the lines below go on with the paragraph or item above: behind a word that ends no
/// sentence, or in a small letter behind a line that is open and, on the same page, full.
fn goes_on(above: &[TextLine], below: &[TextLine]) -> bool {
    let (Some(last), Some(first)) = (above.last(), below.first()) else {
        return false;
    };
    if first.page != last.page && first.page != last.page + 1 {
        return false;
    }
    let text = last.text.trim_end();
    let end = text.chars().next_back().unwrap_or('.');
    let begin = first.text.trim_start().chars().next().unwrap_or('.');
    if OPEN_WORDS.contains(&text.rsplit(' ').next().unwrap_or_default()) {
        return begin.is_alphanumeric();
    }
    let open_end = end.is_alphanumeric() || matches!(end, ',' | '-' | '\u{ad}' | '\u{2010}' | '/');
    let full = last.page != first.page || text.chars().count() >= FULL_LINE;
    open_end && full && begin.is_lowercase()
}

/// Words that no paragraph ends with.
const OPEN_WORDS: [&str; 18] = [
    "og", "eller", "samt", "til", "i", "af", "for", "med", "på", "at", "som", "der", "en", "et",
    "den", "det", "om", "fra",
];

/// Characters of a line that was wrapped because it was full, rather than ended.
const FULL_LINE: usize = 60;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(page: u32, text: &str) -> TextBlock {
        let line = TextLine {
            text: text.to_owned(),
            page,
            ..TextLine::default()
        };
        TextBlock::Paragraph { lines: vec![line] }
    }

    fn count(blocks: Vec<TextBlock>) -> usize {
        whole_blocks(blocks).len()
    }

    #[test]
    fn cut_paragraphs_are_put_together() {
        let cut = vec![
            paragraph(1, "Der støttes unge,"),
            paragraph(2, "som har brug for det."),
        ];
        assert_eq!(count(cut), 1);
        let word = vec![paragraph(1, "Et tæt samar-"), paragraph(2, "bejde.")];
        assert_eq!(count(word), 1);
        let name = vec![
            paragraph(1, "Midler til Social- og"),
            paragraph(1, "Boligstyrelsen."),
        ];
        assert_eq!(count(name), 1);
        let full = "Der afsættes en del midler til en pulje, som kan søges af fire til fem";
        assert_eq!(
            count(vec![paragraph(1, full), paragraph(1, "kommuner.")]),
            1
        );
        let item = TextBlock::Bullets {
            mark: "-".to_owned(),
            items: vec![vec![TextLine {
                text: "flere unge".to_owned(),
                page: 1,
                ..TextLine::default()
            }]],
        };
        assert_eq!(count(vec![item, paragraph(2, "får hjælp")]), 1);
    }

    #[test]
    fn whole_paragraphs_stay_apart() {
        let ended = vec![paragraph(1, "Der støttes unge."), paragraph(2, "og børn")];
        assert_eq!(count(ended), 2);
        let short = vec![paragraph(1, "fælles mål"), paragraph(1, "en fast kontakt")];
        assert_eq!(count(short), 2);
        let capital = vec![
            paragraph(1, "Der støttes unge"),
            paragraph(2, "Børn støttes"),
        ];
        assert_eq!(count(capital), 2);
        let far = vec![
            paragraph(1, "Der støttes unge,"),
            paragraph(3, "som har brug for det."),
        ];
        assert_eq!(count(far), 2);
    }
}
