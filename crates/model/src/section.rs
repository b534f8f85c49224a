//! A section in the common JSON, as text and as blocks. The names are fixed; additions are marked.

use serde::{Deserialize, Serialize};

use crate::{Match, Origin};

/// A numbered section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// Number without punctuation: `10`, `3`; `null` where none is printed.
    pub number: Option<String>,
    /// The marker as printed: `3)`.
    pub marker: Option<String>,
    /// The heading, lines joined.
    pub heading: String,
    /// The lexicon's key; `other` where the heading is unknown.
    pub key: String,
    /// Joined and de-hyphenated, one line a paragraph, sub-heading, list item (with its label),
    /// phase name or table cell; bullet marks left out.
    pub text: String,
    /// The same, by kind.
    pub blocks: Vec<Block>,
    /// The places, one a page.
    pub origin: Vec<Origin>,
    /// How the heading matched the lexicon.
    #[serde(default)]
    pub matched: Match,
}

/// A piece of a section with its text joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Block {
    /// Running text.
    Paragraph {
        /// The text.
        text: String,
        /// Where it stands.
        origin: Vec<Origin>,
    },
    /// A heading inside the section.
    SubHeading {
        /// The text.
        text: String,
        /// The lexicon's key, `other` where unknown.
        key: String,
        /// Where it stands.
        origin: Vec<Origin>,
    },
    /// A list with marks.
    Bullets {
        /// The mark as printed.
        mark: String,
        /// The items.
        items: Vec<String>,
        /// Where it stands.
        origin: Vec<Origin>,
    },
    /// A list with labels.
    Numbered {
        /// Labels as printed.
        labels: Vec<String>,
        /// The items without labels.
        items: Vec<String>,
        /// Where it stands.
        origin: Vec<Origin>,
    },
    /// Boxes with names.
    Checkboxes {
        /// Names and whether they are ticked.
        items: Vec<Choosable>,
        /// Where it stands.
        origin: Vec<Origin>,
    },
    /// The phase as arrows.
    Chevrons {
        /// Names and which one stands out.
        items: Vec<Choosable>,
        /// Where it stands.
        origin: Vec<Origin>,
    },
    /// A table of time and activity.
    Timetable {
        /// Header cells.
        header: Vec<String>,
        /// Rows of cells of paragraphs or list items.
        rows: Vec<Vec<Vec<String>>>,
        /// Where it stands.
        origin: Vec<Origin>,
    },
    /// Any other table.
    Table {
        /// Header cells.
        header: Vec<String>,
        /// Rows of cells of paragraphs or list items.
        rows: Vec<Vec<Vec<String>>>,
        /// Where it stands.
        origin: Vec<Origin>,
    },
    /// A footnote.
    Footnote {
        /// The mark as printed.
        mark: String,
        /// The text.
        text: String,
        /// Where it stands.
        origin: Vec<Origin>,
    },
}

/// A name that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Choosable {
    /// The name as printed.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}
