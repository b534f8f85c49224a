//! What the `extractor` step gives: the document's structure with its text still as printed, line
//! by line, each line with its words' places.

use serde::{Deserialize, Serialize};

use crate::{
    Colour, Coverage, EvaluationTranscript, Finding, Kind, Metadata, Origin, PortfolioTranscript,
    Rect,
};

/// A document's structure, its text as printed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Transcript {
    /// The document information dictionary.
    pub metadata: Metadata,
    /// Number of pages in the file.
    pub pages: u32,
    /// What kind of document it is.
    pub kind: Kind,
    /// Id of the lexicon's template that fits best; `None` where none fits.
    pub template: Option<String>,
    /// Text before the first initiative that is not furniture.
    pub front: Vec<TextBlock>,
    /// The initiatives of a release, in printed order.
    pub initiatives: Vec<InitiativeTranscript>,
    /// The content of an overview report.
    pub portfolio: Option<PortfolioTranscript>,
    /// The content of an evaluation summary.
    pub evaluation: Option<EvaluationTranscript>,
    /// Text after the last initiative that belongs to none: appendices, imprint.
    pub back: Vec<TextBlock>,
    /// Words that stand in the structure as labels, markers and list marks and so in no line.
    pub marks: Vec<MarkWord>,
    /// Words that are page furniture: page numbers, running heads and feet, repeated headers.
    pub furniture: Vec<MarkWord>,
    /// The ledger, added up over everything above.
    pub coverage: Coverage,
    /// What was not understood or is in doubt.
    pub findings: Vec<Finding>,
}

/// One initiative: heading, numbered rows, budget table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InitiativeTranscript {
    /// The label as printed, without the punctuation behind it: `Bilag 2`, `1.3`, `Initiativ 4`.
    pub label: String,
    /// Where the label stands.
    pub label_origin: Vec<Origin>,
    /// The heading's lines without the label.
    pub heading: Vec<TextLine>,
    /// The area heading that it stands under; initiatives under one heading share its lines.
    pub area: Option<AreaHeading>,
    /// The numbered sections, in printed order.
    pub rows: Vec<RowTranscript>,
    /// Its budget tables; normally one.
    pub budgets: Vec<BudgetTranscript>,
    /// Text between its rows and the next initiative that belongs to no section.
    pub notes: Vec<TextBlock>,
    /// What was not understood or is in doubt in this initiative.
    pub findings: Vec<Finding>,
}

/// An area heading as printed and what the lexicon makes of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AreaHeading {
    /// `voksne` or `børn_og_unge`; `None` where the heading names no known area.
    pub key: Option<String>,
    /// Its lines.
    pub lines: Vec<TextLine>,
}

/// What the lexicon says of a heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Match {
    /// The lexicon's key, `other` where nothing fits.
    pub key: String,
    /// The lexicon's heading that fits best, even where it is not good enough.
    pub nearest: String,
    /// 0 to 1; 1 is the same words.
    pub certainty: f32,
}

/// One numbered section of an initiative.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RowTranscript {
    /// The number as a number's digits or a letter, without punctuation: `10`, `3`, `a`; empty where
    /// the section has no marker.
    pub number: String,
    /// The marker as printed: `10`, `3)`, `3.`.
    pub marker: String,
    /// The heading's lines, without the marker.
    pub heading: Vec<TextLine>,
    /// What the lexicon makes of the heading.
    pub matched: Match,
    /// The body.
    pub blocks: Vec<TextBlock>,
    /// The places of heading and body, one a page.
    pub origin: Vec<Origin>,
}

/// One piece of a section's body.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TextBlock {
    /// Running text.
    Paragraph {
        /// Its lines.
        lines: Vec<TextLine>,
    },
    /// A heading inside a section: `Formål`, `Baggrund`, `Økonomi`.
    SubHeading {
        /// Its lines.
        lines: Vec<TextLine>,
        /// What the lexicon makes of it.
        matched: Match,
    },
    /// A list with marks.
    Bullets {
        /// The mark as printed: `-`, `•`, U+F0B7, …
        mark: String,
        /// One item an entry, without the mark.
        items: Vec<Vec<TextLine>>,
    },
    /// A list with numbers or letters.
    Numbered {
        /// Labels as printed: `1.`, `A.`, `i)`.
        labels: Vec<String>,
        /// One item an entry, without the label.
        items: Vec<Vec<TextLine>>,
    },
    /// Phase checkboxes or other boxes with a text beside each.
    Checkboxes {
        /// The boxes in printed order.
        items: Vec<Choice>,
    },
    /// The phase as a row of arrows, the chosen one drawn differently.
    Arrows {
        /// The arrows from left to right.
        items: Vec<Choice>,
        /// What makes the chosen one stand out: `fill`, `outline`, `weight`; empty if none does.
        by: String,
    },
    /// A table inside a section; a timetable where `matched` says so.
    Table {
        /// `timetable`, `grants` or `other`, by the lexicon's table headers.
        matched: Match,
        /// The header's cells, empty if the table has none.
        header: Vec<Vec<TextLine>>,
        /// Rows of cells of pieces of text. A cell whose text is a list has one piece an item.
        rows: Vec<Vec<Vec<CellPiece>>>,
    },
    /// A footnote.
    Footnote {
        /// The mark as printed.
        mark: String,
        /// Its lines.
        lines: Vec<TextLine>,
    },
}

/// A paragraph or list item in a table cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CellPiece {
    /// The list mark or label as printed; empty for a paragraph.
    pub mark: String,
    /// Its lines.
    pub lines: Vec<TextLine>,
}

/// One box or arrow with its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Choice {
    /// The name beside or in it, as printed.
    pub lines: Vec<TextLine>,
    /// What the lexicon makes of the name: a phase key such as `modning`, or `other`.
    pub matched: Match,
    /// Whether it is ticked or drawn as the chosen one.
    pub chosen: bool,
    /// The mark as printed (`☒`, `[x]`) or empty if drawn.
    pub mark: String,
    /// Fill of the drawn arrow or box, if any.
    pub fill: Option<Colour>,
    /// Where mark or drawing stands.
    pub origin: Vec<Origin>,
}

/// The budget table as printed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BudgetTranscript {
    /// Header cells, e.g. `Mio. kr. i 2022-PL`, `2022`, …, `I alt`. A table that stands on its side
    /// (years as rows) has been turned.
    pub header: Vec<BudgetCell>,
    /// Rows of cells, as many as the header has.
    pub rows: Vec<Vec<BudgetCell>>,
    /// The table was printed with years as rows.
    pub turned: bool,
    /// Lines above or under the table that name unit or price level, if the header does not.
    pub caption: Vec<TextLine>,
}

/// One cell of a budget table; no lines where it is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BudgetCell {
    /// Its lines.
    pub lines: Vec<TextLine>,
    /// The cell's own box, also where it is empty.
    pub origin: Option<Origin>,
}

/// A printed line (or the part of one that lies in a cell), with the places of its words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TextLine {
    /// The text as printed, words separated by single spaces.
    pub text: String,
    /// The page and the box around the line.
    pub page: u32,
    /// The box around its words.
    pub bbox: Rect,
    /// Its words, in order.
    pub words: Vec<TextWord>,
    /// The words are (nearly) all bold.
    pub bold: bool,
    /// The words are (nearly) all italic.
    pub italic: bool,
    /// The size of most of its characters in points.
    pub size: f32,
}

/// A word in a line: which part of [`TextLine::text`] it is, and which [`crate::Word`] of the page.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TextWord {
    /// First byte in [`TextLine::text`].
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Its box.
    pub bbox: Rect,
    /// Index of the word in its page's `words`.
    pub word: u32,
}

/// A word that was read but stands in no [`TextLine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MarkWord {
    /// Its page.
    pub page: u32,
    /// Index of the word in its page's `words`.
    pub word: u32,
}
