//! The evaluation summary: shares that should add to a hundred, the municipalities and the core
//! elements against their stated numbers. Its costs have a module of their own.

use uip_model::{Document, Evaluation, Finding, Origin, OutcomeCell, OutcomeTable};

use crate::{
    costs, text,
    trace::{Trace, distinct},
};

/// All checks of an evaluation summary.
pub(crate) fn check(document: &Document, trace: &Trace) -> Vec<Finding> {
    let Some(evaluation) = &document.evaluation else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (i, table) in evaluation.outcome_tables.iter().enumerate() {
        findings.extend(shares(table, i, trace));
    }
    findings.extend(costs::check(document, evaluation, trace));
    findings.extend(period(evaluation, trace));
    findings.extend(municipalities(evaluation, trace));
    findings.extend(core_elements(evaluation, trace));
    findings
}

/// Shares printed in whole per cent add to 100, give or take half a per cent a share.
fn shares(table: &OutcomeTable, index: usize, trace: &Trace) -> Vec<Finding> {
    let is_percent = table
        .unit
        .as_deref()
        .is_some_and(|u| u.contains("pct") || u.contains('%') || u.contains("procent"));
    if !is_percent {
        return Vec::new();
    }
    // The first column names the row, and one headed `n` counts persons.
    let is_share = |column: usize| {
        let head = table.header.get(column).map(|h| h.trim().to_lowercase());
        column > 0 && head.as_deref() != Some("n") && head.as_deref() != Some("antal")
    };
    let path = format!("/evaluation/outcome_tables/{index}");
    let mut findings = Vec::new();
    let mut rounding: Vec<String> = Vec::new();
    let mut rounding_rows: Vec<usize> = Vec::new();
    for (r, row) in table.rows.iter().enumerate() {
        let shares: Option<Vec<i64>> = row
            .iter()
            .enumerate()
            .filter(|(c, _)| is_share(*c))
            .map(|(_, cell)| match cell {
                OutcomeCell::Integer(n) => Some(*n),
                _ => None,
            })
            .collect();
        // Only rows of at least two whole shares can be added up.
        let Some(shares) = shares.filter(|s| s.len() > 1) else {
            continue;
        };
        let label = match row.first() {
            Some(OutcomeCell::Text(label)) => label.as_str(),
            _ => "–",
        };
        let sum = shares.iter().fold(0i64, |sum, s| sum.saturating_add(*s));
        if sum == 100 {
            continue;
        }
        // Twice the difference against one per cent a share: half a per cent each.
        let terms = shares.len() as u64;
        if sum.abs_diff(100).saturating_mul(2) < terms {
            rounding.push(format!("{label}: {sum}"));
            rounding_rows.push(r);
        } else {
            let listed: Vec<String> = shares.iter().map(ToString::to_string).collect();
            findings.push(
                Finding::new("shares_do_not_sum", row_places(trace, &path, &[r]))
                    .arg("table", &table.caption)
                    .arg("row", label)
                    .arg("shares", listed.join(" + "))
                    .arg("sum", sum),
            );
        }
    }
    if !rounding.is_empty() {
        findings.push(
            Finding::new("shares_round", row_places(trace, &path, &rounding_rows))
                .arg("table", &table.caption)
                .arg("rows", rounding.join("; ")),
        );
    }
    findings
}

/// The places of the rows, or of the table where the rows' are not known.
fn row_places(trace: &Trace, table: &str, rows: &[usize]) -> Vec<Origin> {
    let mut found = Vec::new();
    for r in rows {
        let row = format!("{table}/rows/{r}");
        found.extend(trace.origin(&row));
        for e in trace.below(&format!("{row}/")) {
            found.extend(e.origin.iter().copied());
        }
    }
    if found.is_empty() {
        found = trace.origin(table);
    }
    distinct(found)
}

fn period(evaluation: &Evaluation, trace: &Trace) -> Option<Finding> {
    match evaluation.period.as_slice() {
        [first, .., last] if first > last => Some(
            Finding::new(
                "period_ends_before_start",
                trace.origin("/evaluation/period"),
            )
            .arg("start", first)
            .arg("end", last),
        ),
        _ => None,
    }
}

/// A sentence that counts the municipalities and names them.
fn municipalities(evaluation: &Evaluation, trace: &Trace) -> Option<Finding> {
    let listed = &evaluation.municipalities;
    if listed.is_empty() {
        return None;
    }
    evaluation.figures.iter().enumerate().find_map(|(i, f)| {
        let names = listed
            .iter()
            .filter(|m| f.statement.contains(m.as_str()))
            .count();
        let counts = f.unit.to_lowercase().starts_with("kommune") && names * 2 > listed.len();
        (counts && f.value != listed.len() as f64).then(|| {
            let mut origin = f.origin.clone();
            origin.extend(trace.origin(&format!("/evaluation/figures/{i}/value")));
            origin.extend(trace.origin("/evaluation/municipalities"));
            Finding::new("municipalities_differ", distinct(origin))
                .arg("stated", f.value)
                .arg("count", listed.len())
                .arg("names", listed.join(", "))
        })
    })
}

/// The stated number of core elements against those that were read.
fn core_elements(evaluation: &Evaluation, trace: &Trace) -> Vec<Finding> {
    let elements = &evaluation.core_elements;
    if elements.is_empty() {
        return Vec::new();
    }
    let origin = || {
        let own = trace.origin("/evaluation/core_elements");
        let below = trace.below("/evaluation/core_elements/");
        distinct(
            own.into_iter()
                .chain(below.iter().flat_map(|e| e.origin.iter().copied())),
        )
    };
    evaluation
        .figures
        .iter()
        .filter(|f| {
            f.unit.to_lowercase().starts_with("kerneelement") && f.value != elements.len() as f64
        })
        // "to af kerneelementerne" counts some of them.
        .filter(|f| text::words(&f.statement).any(|w| w == "består" || w == "alt"))
        .map(|f| {
            let places = f.origin.iter().copied().chain(origin());
            Finding::new("core_elements_differ", distinct(places))
                .arg("stated", f.value)
                .arg("count", elements.len())
        })
        .collect()
}
