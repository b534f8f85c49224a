//! The overview report (portfolio) and the evaluation summary: as transcribed, and in the common
//! JSON.

use serde::{Deserialize, Serialize};

use crate::{Block, Colour, Origin, TextBlock, TextLine};

/// An overview report as printed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PortfolioTranscript {
    /// The appendix tables, in order.
    pub tables: Vec<PortfolioTable>,
    /// The rest of the report.
    pub sections: Vec<ReportSectionTranscript>,
}

/// One appendix table, put together over its pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PortfolioTable {
    /// The title above it.
    pub title: Vec<TextLine>,
    /// `voksne`, `børn_og_unge`, from the title.
    pub area: Option<String>,
    /// Areas that are named in the table itself, by their first rows.
    pub areas: Vec<PortfolioArea>,
    /// Header cells.
    pub header: Vec<Vec<TextLine>>,
    /// What each column holds; as many as the header has cells.
    pub columns: Vec<PortfolioColumn>,
    /// Rows of cells.
    pub rows: Vec<Vec<PortfolioCell>>,
}

/// An area that a table names over some of its rows, or in a column of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PortfolioArea {
    /// The first row that it holds for; it holds up to the next area's.
    pub row: usize,
    /// `voksne`, `børn_og_unge`, `None` where the words name neither.
    pub area: Option<String>,
    /// The words, where they stand over the rows and not in a cell.
    pub lines: Vec<TextLine>,
}

/// What a column of an appendix table holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PortfolioColumn {
    /// The initiative's name.
    Initiative,
    /// Its phase.
    Phase,
    /// The agreement or programme year that it comes from.
    Agreement,
    /// Whether it was active in this year.
    Year(i32),
    /// What became of it.
    CarriedOn,
    /// The SUSI verdict.
    Susi,
    /// The area, where one table holds both.
    Area,
    /// First and last year in figures.
    Period,
    /// Something the lexicon does not know.
    #[default]
    Other,
}

/// A cell of an appendix table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PortfolioCell {
    /// Its lines.
    pub lines: Vec<TextLine>,
    /// The colour that fills it, if one does.
    pub fill: Option<Colour>,
    /// Stands under a year and differs from the ground of its row: the year is marked.
    pub marked: bool,
    /// It is the cell of the row above, which reaches over this one as well.
    pub from_above: bool,
    /// Its box, one a page where a page break cuts the row.
    pub origin: Vec<Origin>,
}

/// A part of a report under one heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReportSectionTranscript {
    /// Its heading; empty for text before the first one.
    pub heading: Vec<TextLine>,
    /// Depth of the heading, 1 for the largest.
    pub level: u8,
    /// Its text.
    pub blocks: Vec<TextBlock>,
    /// Indices of the blocks that stand in a box of their own (call-outs, quotations).
    pub call_outs: Vec<u32>,
}

/// An evaluation summary as printed: text in reading order and its tables.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EvaluationTranscript {
    /// Everything in reading order.
    pub sections: Vec<ReportSectionTranscript>,
    /// The words by which its themes and tables of outcomes were known.
    pub words: OutcomeWords,
}

/// Words of evaluation summaries that more than one step asks for, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutcomeWords {
    /// What stands before a theme's number: `tema`.
    pub themes: Vec<String>,
    /// Heads of the column of those who did worse.
    pub worse: Vec<String>,
    /// Heads of the column of those for whom nothing changed.
    pub same: Vec<String>,
    /// Heads of the column of those who did better.
    pub better: Vec<String>,
}

/// A row of an overview report's table in the common JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PortfolioRow {
    /// The table's title.
    pub table: String,
    /// `voksne`, `børn_og_unge` or `null`, from the title, a heading between the rows or a column.
    pub area: Option<String>,
    /// The initiative's name.
    pub initiative: String,
    /// The phase as printed.
    pub phase_raw: String,
    /// The phases in it.
    pub phases: Vec<String>,
    /// `UIP 2019`, one an entry.
    pub agreements: Vec<String>,
    /// First and last year with a coloured cell, or as a column of its own says; empty if none is.
    pub active_years: Vec<i32>,
    /// `yes`, `no`, `pending`, `not_applicable` or `null`.
    pub carried_on: Option<String>,
    /// As printed.
    pub carried_on_raw: Option<String>,
    /// The initiative that carries it on.
    pub next_initiative: Option<String>,
    /// The programme year of that initiative.
    pub next_uip: Option<i32>,
    /// The SUSI verdict as printed.
    pub susi_raw: Option<String>,
    /// Where the row stands.
    pub origin: Vec<Origin>,
}

/// A part of a report with its text joined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportSection {
    /// Its heading.
    pub heading: String,
    /// Depth of the heading, 1 for the largest.
    pub level: u8,
    /// Joined text, one line a paragraph, item or cell.
    pub text: String,
    /// The same, by kind.
    pub blocks: Vec<Block>,
    /// Indices of the blocks that stand in a box of their own (call-outs, quotations).
    #[serde(default)]
    pub call_outs: Vec<u32>,
    /// Where it stands.
    pub origin: Vec<Origin>,
}

/// A key figure that a report states.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportFigure {
    /// The sentence that states it.
    pub statement: String,
    /// The number.
    pub value: f64,
    /// What is counted.
    pub unit: String,
    /// Number of persons behind it (`n = 108`).
    pub n: Option<i64>,
    /// The measure: `WHO-5`, `SDQ`, `SCAS`, `MFQ`.
    pub measure: Option<String>,
    /// Heading of the part that it stands in, which says whom it is about.
    #[serde(default)]
    pub group: Option<String>,
    /// Where it stands.
    pub origin: Vec<Origin>,
}

/// An evaluation summary in the common JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evaluation {
    /// The summary's title.
    pub title: String,
    /// The initiative that was evaluated.
    pub initiative: Option<String>,
    /// Who evaluated.
    pub evaluator: Option<String>,
    /// For whom.
    pub client: Option<String>,
    /// First and last year; empty if unknown.
    pub period: Vec<i32>,
    /// The municipalities that took part.
    pub municipalities: Vec<String>,
    /// Core elements (*kerneelementer*).
    pub core_elements: Vec<CoreElement>,
    /// Themes.
    pub themes: Vec<Theme>,
    /// Outcome figures.
    pub figures: Vec<ReportFigure>,
    /// Tables of outcomes.
    pub outcome_tables: Vec<OutcomeTable>,
    /// What it costs.
    pub costs: Option<Costs>,
}

/// A core element.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoreElement {
    /// Its number.
    pub number: Option<i32>,
    /// Its name.
    pub name: String,
}

/// A theme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Theme {
    /// Its number.
    pub number: Option<i32>,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// A table of outcomes (*Tilbagegang*, *Status quo*, *Fremgang*).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutcomeTable {
    /// Its caption.
    pub caption: String,
    /// The group that was measured.
    pub group: Option<String>,
    /// The measure.
    pub measure: Option<String>,
    /// Unit of the figures.
    pub unit: Option<String>,
    /// Header cells.
    pub header: Vec<String>,
    /// Rows: text and numbers as printed, numbers as JSON numbers.
    pub rows: Vec<Vec<OutcomeCell>>,
}

/// A cell of an outcome table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OutcomeCell {
    /// A whole number.
    Integer(i64),
    /// A number with decimals.
    Decimal(f64),
    /// Text.
    Text(String),
    /// Nothing printed.
    Empty(()),
}

/// What an intervention costs; amounts in whole kroner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Costs {
    /// Year of the price level.
    pub price_level: Option<i32>,
    /// Cost of setting up.
    pub set_up: Option<i64>,
    /// Yearly cost of running.
    pub annual: Option<i64>,
    /// The rows of the cost table.
    pub rows: Vec<CostRow>,
}

/// A row of the cost table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CostRow {
    /// What it is for.
    pub item: String,
    /// The column (track) it stands in.
    pub track: Option<String>,
    /// Whole kroner.
    pub amount: Option<i64>,
}
