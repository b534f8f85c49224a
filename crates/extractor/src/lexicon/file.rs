//! A lexicon file as it is written (`docs/templates.md`).

use serde::Deserialize;

use super::Template;
use crate::report::ReportLexicon;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) section: Vec<SectionFile>,
    #[serde(default)]
    pub(super) phase: Vec<NamesFile>,
    #[serde(default)]
    pub(super) area: Vec<WordsFile>,
    pub(super) area_lead: Option<LeadFile>,
    #[serde(default)]
    pub(super) label: Vec<LabelFile>,
    #[serde(default)]
    pub(super) table: Vec<TableFile>,
    pub(super) times: Option<LeadFile>,
    pub(super) budget: Option<BudgetFile>,
    #[serde(default)]
    pub(super) template: Vec<Template>,
    pub(super) reports: Option<ReportLexicon>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionFile {
    pub(super) key: String,
    pub(super) headings: Vec<String>,
    #[serde(default)]
    pub(super) prefix: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesFile {
    pub(super) key: String,
    pub(super) names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsFile {
    pub(super) key: String,
    pub(super) words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeadFile {
    pub(super) words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelFile {
    pub(super) pattern: String,
    #[serde(default)]
    pub(super) dotted: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub(super) key: String,
    pub(super) columns: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BudgetFile {
    #[serde(default)]
    pub(super) total: Vec<String>,
    #[serde(default)]
    pub(super) units: Vec<String>,
    #[serde(default)]
    pub(super) year: Vec<String>,
}
