//! The common JSON: the document as every user sees it. The names are fixed; additions are marked.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    Block, Evaluation, Evidence, Finding, Initiative, Origin, PortfolioRow, Rect, ReportFigure,
    ReportSection,
};

/// Version of the common JSON, raised when a name or a meaning changes.
pub const SCHEMA_VERSION: &str = "1.0";

/// What kind of document a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Kind {
    /// A yearly release with its initiatives.
    Release,
    /// The overview report over all initiatives.
    Portfolio,
    /// A summary of one initiative's evaluation.
    Evaluation,
    /// Anything else.
    #[default]
    Unknown,
}

/// Everything that was read from one PDF.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// Version of this format.
    pub schema_version: String,
    /// The file.
    pub source: Source,
    /// What kind of document it is.
    pub kind: Kind,
    /// Id of the lexicon's template that fits best; `null` where none fits.
    pub template: Option<String>,
    /// The year of the programme that a release belongs to.
    pub programme_year: Option<i32>,
    /// The text before the first initiative (title page lines, introductions).
    #[serde(default)]
    pub front: Vec<Block>,
    /// The text after the last initiative that belongs to none (appendices, imprint).
    #[serde(default)]
    pub back: Vec<Block>,
    /// The initiatives of a release, in printed order.
    pub initiatives: Vec<Initiative>,
    /// The rows of an overview report's tables.
    pub portfolio: Vec<PortfolioRow>,
    /// The content of an evaluation summary.
    pub evaluation: Option<Evaluation>,
    /// The sections of an overview report or evaluation, as text with headings.
    #[serde(default)]
    pub report_sections: Vec<ReportSection>,
    /// Key figures that an overview report states in its text.
    #[serde(default)]
    pub figures: Vec<ReportFigure>,
    /// Findings about the document as a whole; those about one initiative stand with it.
    pub findings: Vec<Finding>,
    /// The ledger.
    pub coverage: Coverage,
    /// The trace of every typed value, in the order of the document.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Every word that a line end cut, and what was decided, in the order of the document.
    #[serde(default)]
    pub word_breaks: Vec<WordBreak>,
}

/// A word that a line end cut: how it was printed, what became of it, and why. With `at` the
/// decision can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WordBreak {
    /// JSON Pointer to the text that holds the word, e.g. `/initiatives/0/sections/3/text`.
    pub path: String,
    /// Characters (Unicode scalar values) of that text before the place where the lines met.
    pub at: u32,
    /// The two parts as printed, the line end as `\n`.
    pub printed: String,
    /// What they became.
    pub text: String,
    /// Stable name of the rule that decided, e.g. `suspended`, `document_joined`, `lower_case`.
    pub reason: Cow<'static, str>,
    /// The places of the two parts.
    pub origin: Vec<Origin>,
}

/// The file that a document was read from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// File name without folders; `null` where bytes were read that have none.
    pub file: Option<String>,
    /// The file name's bytes in hexadecimal, only where the name is not UTF-8: `file` then holds
    /// U+FFFD for what is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_hex: Option<String>,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Number of pages.
    pub pages: u32,
    /// `Title` of the document information dictionary.
    pub title: Option<String>,
    /// `Producer` (or `Creator` where there is none).
    pub producer: Option<String>,
    /// `CreationDate` as RFC 3339.
    pub created: Option<String>,
}

/// The ledger: how many printed characters (without white space) went where. The three parts
/// `assigned`, `furniture` and `unassigned` add up to `characters`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// Characters on all pages, white space not counted.
    pub characters: u64,
    /// In a field or block.
    pub assigned: u64,
    /// Page numbers, running heads and feet, repeated table headers.
    pub furniture: u64,
    /// Neither.
    pub unassigned: u64,
    /// The unassigned ones, line by line.
    pub leftovers: Vec<Leftover>,
    /// Characters in the file that no reader of the page sees (invisible, white, clipped, covered,
    /// off the page, doubled); not part of `characters`.
    #[serde(default)]
    pub hidden: u64,
}

/// Printed text that no field, block or furniture claims.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Leftover {
    /// Page, from 1.
    pub page: u32,
    /// Where it stands.
    pub bbox: Rect,
    /// The text.
    pub text: String,
}
