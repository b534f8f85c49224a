//! The common JSON: the document as every user sees it. The names are fixed; additions are marked.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    Evaluation, Evidence, Finding, Match, Origin, PortfolioRow, Rect, ReportFigure, ReportSection,
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

/// One initiative of a release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Initiative {
    /// Stable across runs and machines: `uip-2022-1.3`, `uip-2020-bilag-2`, `uip-2023-voksne-4`.
    pub id: String,
    /// The label as printed: `Bilag 2`, `1.3`, `Initiativ 4`.
    pub label: Option<String>,
    /// The name alone, without label and without a trailing `(modning)`.
    pub title: String,
    /// `voksne`, `børn_og_unge` or `null`.
    pub area: Option<String>,
    /// `screening`, `modning`, `afprøvning`, `udbredelse` or `null`.
    pub phase: Option<String>,
    /// `checkbox`, `chevron` or `text`: what the phase was read from.
    pub phase_evidence: Option<String>,
    /// Who receives the money.
    pub recipients: Vec<Recipient>,
    /// Text under *Formål*.
    pub purpose: Option<String>,
    /// Text under *Målgruppe*.
    pub target_group: Option<String>,
    /// The *hovedtema*.
    pub theme: Option<String>,
    /// Duration in years; 3.5 for "3,5-årigt".
    pub duration_years: Option<f64>,
    /// First year of the period.
    pub start_year: Option<i32>,
    /// Last year of the period.
    pub end_year: Option<i32>,
    /// The year of the programme that a continuation may be proposed to ("UIP 2027").
    pub next_uip: Option<i32>,
    /// 1 or 2 for "spor 1", "spor 2".
    pub susi_track: Option<i32>,
    /// The budget table.
    pub budget: Option<Budget>,
    /// "Der afsættes (i alt) 26,4 mio. kr. til initiativet", in whole kroner.
    pub total_in_text: Option<i64>,
    /// The parts that the *Økonomi* text names, in its order.
    pub allocations: Vec<Allocation>,
    /// The *ansøgningspulje* in whole kroner.
    pub application_pool: Option<i64>,
    /// Grants that are given to named recipients without application.
    pub direct_grants: Vec<DirectGrant>,
    /// How many take part.
    pub participants: Option<Participants>,
    /// The timetable.
    pub milestones: Vec<Milestone>,
    /// Earlier initiatives and projects that this one builds on.
    pub predecessors: Vec<String>,
    /// Every section in printed order.
    pub sections: Vec<Section>,
    /// Text of the initiative that stands outside its sections and its budget.
    #[serde(default)]
    pub notes: Vec<Block>,
    /// Findings about this initiative.
    pub findings: Vec<Finding>,
    /// The place of the heading.
    #[serde(default)]
    pub origin: Vec<Origin>,
}

/// A recipient of money (*tilskudsmodtager*).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recipient {
    /// As printed, without `eventuelt`.
    pub name: String,
    /// Stands after `eventuelt` or `evt.`.
    pub optional: bool,
}

/// A budget table. Amounts are whole kroner; a dash, an empty and an unreadable cell are `null`
/// (the evidence says which), a printed `0,0` is 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Budget {
    /// The printed unit in lower case: `mio. kr.`, `1.000 kr.`, `kr.`.
    pub unit: Option<String>,
    /// The year of the price level, 2022 for `2022-PL`.
    pub price_level: Option<i32>,
    /// The totals by year: the row `… i alt`, or the only row.
    pub years: Vec<YearAmount>,
    /// The amount in the column `I alt` of that row.
    pub total: Option<i64>,
    /// Every row as printed.
    pub lines: Vec<BudgetLine>,
}

/// A year's amount.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct YearAmount {
    /// The year in the column's header.
    pub year: i32,
    /// Whole kroner or `null`.
    pub amount: Option<i64>,
}

/// A row of a budget table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BudgetLine {
    /// The row's label as printed.
    pub label: String,
    /// Amounts by year.
    pub years: Vec<YearAmount>,
    /// The row's total.
    pub total: Option<i64>,
}

/// A part of the money that the text names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allocation {
    /// Whole kroner; `null` for a range (`mellem 1 og 1,5 mio. kr.`).
    pub amount: Option<i64>,
    /// The text says `ca.`, `omkring`, `godt`, `knap`, `op til`, …
    pub approximate: bool,
    /// What the money is for.
    pub purpose: Option<String>,
    /// Lower end of a range, whole kroner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Upper end of a range or of `op til`, whole kroner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

/// A grant to a named recipient.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DirectGrant {
    /// Who receives it.
    pub recipient: String,
    /// Whole kroner.
    pub amount: Option<i64>,
}

/// How many take part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Participants {
    /// At least.
    pub min: Option<i64>,
    /// At most.
    pub max: Option<i64>,
    /// Of what: `kommuner`, `børnehuse`.
    pub unit: String,
}

/// A row of the timetable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Milestone {
    /// The time as printed, lines joined.
    pub raw: String,
    /// First quarter, `2022-Q1`.
    pub start: Option<String>,
    /// Last quarter; `null` for an open end.
    pub end: Option<String>,
    /// What happens.
    pub activities: Vec<String>,
}

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
