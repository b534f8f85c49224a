//! An initiative in the common JSON: its facts, its budget and its timetable. The names are fixed;
//! additions are marked.

use serde::{Deserialize, Serialize};

use crate::{Block, Finding, Origin, Section};

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
