//! The tables, in the order in which they are written: what others refer to comes first.

mod columns;
mod documents;
mod evaluations;
mod evidence;
mod figures;
mod findings;
mod initiatives;
mod money;
mod outcomes;
mod phases;
mod portfolio;
mod sections;
mod timetable;

use crate::{Error, Table};

/// All tables. Their names, their columns and the order of both are a contract with everyone who
/// reads the files; new columns go to the end of a table, new tables anywhere after what they
/// refer to.
pub const TABLES: &[Table] = &[
    documents::DOCUMENTS,
    documents::RELEASES,
    initiatives::INITIATIVES,
    initiatives::RECIPIENTS,
    phases::PHASES,
    money::BUDGET_LINES,
    money::BUDGET,
    money::ALLOCATIONS,
    money::GRANTS,
    timetable::MILESTONES,
    timetable::ACTIVITIES,
    initiatives::PREDECESSORS,
    sections::SECTIONS,
    portfolio::PORTFOLIO,
    portfolio::PORTFOLIO_PHASES,
    portfolio::PORTFOLIO_AGREEMENTS,
    evaluations::EVALUATIONS,
    evaluations::MUNICIPALITIES,
    evaluations::CORE_ELEMENTS,
    evaluations::THEMES,
    evaluations::COSTS,
    outcomes::OUTCOME_TABLES,
    outcomes::OUTCOMES,
    figures::FIGURES,
    sections::REPORT_SECTIONS,
    evidence::EVIDENCE,
    evidence::LEFTOVERS,
    findings::FINDINGS,
    findings::FINDING_PLACES,
];

/// The table with this name.
///
/// # Errors
/// When there is none; the message names those that there are.
pub fn table(name: &str) -> Result<&'static Table, Error> {
    let found = TABLES.iter().find(|table| table.name == name);
    found.ok_or_else(|| Error::Unknown {
        what: "table",
        name: name.to_owned(),
        known: TABLES.iter().map(|t| t.name).collect::<Vec<_>>().join(", "),
    })
}
