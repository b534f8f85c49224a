//! What the programme plans in sum: per release, area and phase how many initiatives, how much
//! money in which years, which pools, and how many findings; against a total given by hand.

mod expectation;
mod tables;
#[cfg(test)]
mod tests;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use uip_auditor::Language;
use uip_model::{Document, Finding, Initiative, Kind, Severity};

pub use expectation::{Cause, Expectation, ExpectationError, Verdict};

use crate::Phase;
use crate::document_name::in_order;
use crate::findings::finding;
use crate::lineage::planned_total;
use crate::money::grouped;

/// The sums over all documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// One entry a programme year; releases without one come last.
    pub releases: Vec<ReleaseSummary>,
    /// Every document that was given, releases included.
    pub documents: Vec<DocumentSummary>,
    /// What is missing in the sums, and totals that are not as expected.
    pub findings: Vec<Finding>,
}

/// A release: all documents of one programme year, each initiative counted once.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReleaseSummary {
    /// The programme year.
    pub year: Option<i32>,
    /// Years of the price levels of its budgets; amounts of several levels are added up as printed.
    pub price_levels: Vec<i32>,
    /// The sum over all its initiatives; its findings include those about the documents as a whole.
    pub total: Figures,
    /// The sums by area.
    pub areas: Vec<AreaSummary>,
    /// The sums by phase over all areas.
    pub phases: Vec<PhaseSummary>,
    /// The comparison with a total given by hand.
    pub expected: Option<Expected>,
}

/// An area of a release.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AreaSummary {
    /// `voksne`, `børn_og_unge` or `null`.
    pub area: Option<String>,
    /// Its sum.
    pub total: Figures,
    /// The sums by phase.
    pub phases: Vec<PhaseSummary>,
}

/// A phase of a release or area.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PhaseSummary {
    /// The phase or `null`.
    pub phase: Option<Phase>,
    /// Its sum.
    pub total: Figures,
}

/// What is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Number of initiatives.
    pub initiatives: usize,
    /// How many of them have no amount; they are missing in `planned`.
    pub without_amount: usize,
    /// Planned in total, whole kroner: the budgets' own totals.
    pub planned: i64,
    /// Planned by year, whole kroner, in the order of years.
    pub years: Vec<PlannedYear>,
    /// Number of initiatives with an application pool.
    pub pools: usize,
    /// The pools' sum, whole kroner.
    pub pool_amount: i64,
    /// Findings by severity.
    pub findings: FindingCounts,
}

/// Money of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedYear {
    /// The year.
    pub year: i32,
    /// Whole kroner.
    pub amount: i64,
}

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FindingCounts {
    /// Wrong or missing values.
    pub error: usize,
    /// Doubts.
    pub warning: usize,
    /// Notes.
    pub info: usize,
}

/// A total against the figure that a person gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The figure, whole kroner.
    pub amount: i64,
    /// What was found minus the figure.
    pub difference: i64,
    /// Whether they agree.
    pub verdict: Verdict,
}

/// A document as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DocumentSummary {
    /// Its file name (or the start of its hash).
    pub document: String,
    /// What it is.
    pub kind: Kind,
    /// The programme year of a release.
    pub year: Option<i32>,
    /// Its initiatives, rows of an overview report, and evaluations.
    pub entries: usize,
    /// Pages.
    pub pages: u32,
    /// All its findings.
    pub findings: FindingCounts,
}

impl Summary {
    /// Whether every total that was given by hand was found, at least when rounded.
    pub fn is_as_expected(&self) -> bool {
        !self.findings.iter().any(|f| f.severity == Severity::Error)
    }
}

impl FindingCounts {
    fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            match finding.severity {
                Severity::Error => self.error += 1,
                Severity::Warning => self.warning += 1,
                Severity::Info => self.info += 1,
            }
        }
    }
}

impl Figures {
    fn add(&mut self, initiative: &Initiative) {
        self.initiatives += 1;
        self.findings.add(&initiative.findings);
        match initiative.budget.as_ref().and_then(planned_total) {
            Some(total) => self.planned = self.planned.saturating_add(total),
            None => self.without_amount += 1,
        }
        for year in initiative.budget.iter().flat_map(|b| &b.years) {
            let Some(amount) = year.amount else { continue };
            match self.years.binary_search_by_key(&year.year, |y| y.year) {
                Ok(at) => {
                    if let Some(known) = self.years.get_mut(at) {
                        known.amount = known.amount.saturating_add(amount);
                    }
                }
                Err(at) => self.years.insert(
                    at,
                    PlannedYear {
                        year: year.year,
                        amount,
                    },
                ),
            }
        }
        if let Some(pool) = initiative.application_pool {
            self.pools += 1;
            self.pool_amount = self.pool_amount.saturating_add(pool);
        }
    }
}

/// A document with its name.
type Named<'a> = (&'a str, &'a Document);

/// Adds up the initiatives of all releases. An initiative that several files of one release hold is
/// counted from the first of them, and told.
pub fn summary(
    documents: &[Document],
    expectations: &[Expectation],
    language: Language,
) -> Summary {
    let named = in_order(documents);
    let mut findings = Vec::new();
    let mut releases: BTreeMap<Option<i32>, Vec<Named>> = BTreeMap::new();
    for (name, document) in &named {
        if document.kind == Kind::Release || !document.initiatives.is_empty() {
            let of_year = releases.entry(document.programme_year).or_default();
            of_year.push((name, document));
        }
    }
    let mut releases: Vec<ReleaseSummary> = releases
        .into_iter()
        .map(|(year, documents)| {
            let expected = expectations.iter().find(|e| Some(e.year) == year);
            release(year, &documents, expected, language, &mut findings)
        })
        .collect();
    releases.sort_by_key(|r| (r.year.is_none(), r.year));
    for expectation in expectations {
        if !releases.iter().any(|r| r.year == Some(expectation.year)) {
            let args = [("year", expectation.year.to_string())];
            findings.push(finding(
                "expected_year_missing",
                language,
                Vec::new(),
                &args,
            ));
        }
    }
    findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
    Summary {
        releases,
        documents: named.iter().map(|(name, d)| document(name, d)).collect(),
        findings,
    }
}

fn document(name: &str, document: &Document) -> DocumentSummary {
    let mut findings = FindingCounts::default();
    findings.add(&document.findings);
    for initiative in &document.initiatives {
        findings.add(&initiative.findings);
    }
    DocumentSummary {
        document: name.to_owned(),
        kind: document.kind,
        year: document.programme_year,
        entries: document.initiatives.len()
            + document.portfolio.len()
            + usize::from(document.evaluation.is_some()),
        pages: document.source.pages,
        findings,
    }
}

fn release(
    year: Option<i32>,
    documents: &[Named],
    expected: Option<&Expectation>,
    language: Language,
    findings: &mut Vec<Finding>,
) -> ReleaseSummary {
    let mut summary = ReleaseSummary {
        year,
        ..ReleaseSummary::default()
    };
    let mut levels = BTreeSet::new();
    let mut counted: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for ((name, document), number) in documents.iter().zip(0..) {
        summary.total.findings.add(&document.findings);
        for initiative in &document.initiatives {
            if let Some((first, document)) = counted.get(initiative.id.as_str())
                && *first != number
            {
                let args = [
                    ("id", initiative.id.clone()),
                    ("document", (*document).to_owned()),
                    ("other", (*name).to_owned()),
                ];
                findings.push(finding("release_read_twice", language, Vec::new(), &args));
                continue;
            }
            counted.insert(&initiative.id, (number, name));
            if initiative.budget.as_ref().and_then(planned_total).is_none() {
                let year = year.map_or_else(|| "?".to_owned(), |y| y.to_string());
                let args = [
                    ("id", initiative.id.clone()),
                    ("year", year),
                    ("document", (*name).to_owned()),
                ];
                let origin = initiative.origin.clone();
                findings.push(finding("total_not_counted", language, origin, &args));
            }
            levels.extend(initiative.budget.as_ref().and_then(|b| b.price_level));
            count(&mut summary, initiative);
        }
    }
    summary.price_levels = levels.into_iter().collect();
    summary
        .areas
        .sort_by(|a, b| (a.area.is_none(), &a.area).cmp(&(b.area.is_none(), &b.area)));
    let order = |p: &PhaseSummary| (p.phase.is_none(), p.phase);
    summary.phases.sort_by_key(order);
    for area in &mut summary.areas {
        area.phases.sort_by_key(order);
    }
    if let Some(expectation) = expected {
        let found = summary.total.planned;
        let result = Expected {
            amount: expectation.kroner,
            difference: found.saturating_sub(expectation.kroner),
            verdict: expectation.verdict(found),
        };
        if result.verdict == Verdict::Different {
            let args = [
                ("year", expectation.year.to_string()),
                ("expected", grouped(result.amount)),
                ("found", grouped(found)),
                ("difference", grouped(result.difference)),
            ];
            findings.push(finding(
                "expected_total_differs",
                language,
                Vec::new(),
                &args,
            ));
        }
        summary.expected = Some(result);
    }
    summary
}

fn count(summary: &mut ReleaseSummary, initiative: &Initiative) {
    summary.total.add(initiative);
    let phase = initiative.phase.as_deref().and_then(Phase::from_value);
    add_phase(&mut summary.phases, phase, initiative);
    let at = summary.areas.iter().position(|a| a.area == initiative.area);
    let at = at.unwrap_or_else(|| {
        summary.areas.push(AreaSummary {
            area: initiative.area.clone(),
            ..AreaSummary::default()
        });
        summary.areas.len() - 1
    });
    if let Some(area) = summary.areas.get_mut(at) {
        area.total.add(initiative);
        add_phase(&mut area.phases, phase, initiative);
    }
}

fn add_phase(phases: &mut Vec<PhaseSummary>, phase: Option<Phase>, initiative: &Initiative) {
    match phases.iter_mut().find(|p| p.phase == phase) {
        Some(known) => known.total.add(initiative),
        None => {
            let mut total = Figures::default();
            total.add(initiative);
            phases.push(PhaseSummary { phase, total });
        }
    }
}
