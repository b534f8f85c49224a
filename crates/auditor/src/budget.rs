//! The budget table against itself: years against the total of their row, rows against the total
//! row, the columns and the price level. A dash or an empty cell counts as nothing; a row with a
//! cell that could not be read is not added up, because its sum is not known.

use uip_model::{Budget, Finding, ValueState, YearAmount};

use crate::{
    rounding::{Amount, Verdict, compare, kroner},
    subject::{Subject, joined, places, sum},
};

/// All checks of the budget table.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
    let Some(budget) = &s.initiative.budget else {
        return vec![Finding::new("budget_missing", s.initiative.origin.clone())];
    };
    let mut findings = columns(s, budget);
    findings.extend(rows(s, budget));
    findings.extend(lines_against_total(s, budget));
    findings.extend(price_level(s, budget));
    findings
}

/// Years that are missing, doubled or out of order, and a table without total.
fn columns(s: &Subject, budget: &Budget) -> Vec<Finding> {
    let mut findings = Vec::new();
    let at = || s.places(&["/budget/unit", "/budget/total"]);
    if budget.years.is_empty() {
        findings.push(Finding::new("budget_without_years", at()));
    }
    let years: Vec<i32> = budget.years.iter().map(|y| y.year).collect();
    if years
        .windows(2)
        .any(|w| matches!(w, [a, b] if a.checked_add(1) != Some(*b)))
    {
        let listed: Vec<String> = years.iter().map(ToString::to_string).collect();
        findings.push(
            Finding::new("budget_years_not_consecutive", at()).arg("years", listed.join(", ")),
        );
    }
    if budget.total.is_none() && !budget.years.is_empty() {
        findings.push(Finding::new("budget_total_missing", at()));
    }
    let amounts = budget
        .years
        .iter()
        .map(|y| y.amount)
        .chain([budget.total])
        .flatten();
    for amount in amounts.filter(|a| *a < 0) {
        findings.push(Finding::new("amount_negative", at()).arg("amount", kroner(amount)));
    }
    findings
}

/// Each row's years against its own `I alt`.
fn rows(s: &Subject, budget: &Budget) -> Vec<Finding> {
    if budget.lines.is_empty() {
        return row(s, "/budget", "", &budget.years, budget.total)
            .into_iter()
            .collect();
    }
    budget
        .lines
        .iter()
        .enumerate()
        .filter_map(|(i, line)| {
            let path = format!("/budget/lines/{i}");
            row(s, &path, &line.label, &line.years, line.total)
        })
        .collect()
}

fn row(
    s: &Subject,
    path: &str,
    label: &str,
    years: &[YearAmount],
    total: Option<i64>,
) -> Option<Finding> {
    let total = s.amount(&format!("{path}/total"), total?);
    let cells = cells(s, path, years)?;
    if years.is_empty() {
        return None;
    }
    let verdict = compare(&cells, &total);
    if verdict == Verdict::Equal {
        return None;
    }
    let origin = s.or_heading(places(cells.iter().chain([&total])));
    let finding = match verdict {
        Verdict::Rounding => Finding::new("years_round_to_total", origin),
        _ => Finding::new("years_do_not_sum", origin),
    };
    Some(
        finding
            .arg("row", if label.is_empty() { "I alt" } else { label })
            .arg("years", joined(&cells, " + "))
            .arg("sum", kroner(sum(&cells)))
            .arg("total", &total.shown),
    )
}

/// The amounts of a row; `None` where one of them could not be read.
fn cells(s: &Subject, path: &str, years: &[YearAmount]) -> Option<Vec<Amount>> {
    let mut cells = Vec::new();
    for (i, year) in years.iter().enumerate() {
        let tail = format!("{path}/years/{i}/amount");
        match year.amount {
            Some(kroner) => cells.push(s.amount(&tail, kroner)),
            None if s.trace.state(&s.path(&tail)) == Some(ValueState::Unreadable) => return None,
            None => {}
        }
    }
    Some(cells)
}

/// The rows above the total row against it, column by column and in `I alt`. A single row above it
/// (the application pool, say) is a part and need not be the whole.
fn lines_against_total(s: &Subject, budget: &Budget) -> Vec<Finding> {
    let Some(last) = budget.lines.iter().rposition(|l| is_total(&l.label)) else {
        return Vec::new();
    };
    let Some(total_line) = budget.lines.get(last) else {
        return Vec::new();
    };
    let parts: Vec<usize> = (0..budget.lines.len())
        .filter(|i| *i != last)
        .filter(|i| {
            budget
                .lines
                .get(*i)
                .is_some_and(|l| !is_total(&l.label) && !is_nested(&l.label))
        })
        .collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let whole = parts.len() > 1;
    let columns = total_line
        .years
        .iter()
        .enumerate()
        .map(|(y, a)| {
            (
                a.year.to_string(),
                format!("/years/{y}/amount"),
                a.amount,
                Some(y),
            )
        })
        .chain([(
            "I alt".to_owned(),
            "/total".to_owned(),
            total_line.total,
            None,
        )]);
    let mut findings = Vec::new();
    for (column, tail, total, year) in columns {
        let total_tail = format!("/budget/lines/{last}{tail}");
        if s.trace.state(&s.path(&total_tail)) == Some(ValueState::Unreadable) {
            continue;
        }
        let mut amounts = Vec::new();
        let mut known = true;
        for i in &parts {
            let Some(line) = budget.lines.get(*i) else {
                continue;
            };
            let amount = match year {
                Some(y) => line.years.get(y).and_then(|a| a.amount),
                None => line.total,
            };
            let tail = format!("/budget/lines/{i}{tail}");
            match amount {
                Some(kroner) => amounts.push(s.amount(&tail, kroner)),
                None => known &= s.trace.state(&s.path(&tail)) != Some(ValueState::Unreadable),
            }
        }
        if amounts.is_empty() || !known {
            continue;
        }
        // A dash under the total row says that the year has no money.
        let total = s.amount(&total_tail, total.unwrap_or(0));
        let verdict = compare(&amounts, &total);
        let exceeds = sum(&amounts) > total.kroner;
        if verdict == Verdict::Equal || !(whole || exceeds) {
            continue;
        }
        let origin = s.or_heading(places(amounts.iter().chain([&total])));
        let finding = match verdict {
            Verdict::Rounding => Finding::new("lines_round_to_total", origin),
            _ => Finding::new("lines_do_not_sum", origin),
        };
        findings.push(
            finding
                .arg("column", column)
                .arg("lines", joined(&amounts, " + "))
                .arg("sum", kroner(sum(&amounts)))
                .arg("total", &total.shown),
        );
    }
    findings
}

/// `Forslag i alt`, `Initiativ(et) i alt`, `I alt`, `Samlet`, `Total`.
fn is_total(label: &str) -> bool {
    let label = label.to_lowercase();
    label.contains("i alt") || label.starts_with("samlet") || label.starts_with("total")
}

/// `Heraf ansøgningspulje`: a part of the row above.
fn is_nested(label: &str) -> bool {
    let label = label.to_lowercase();
    let label = label.trim_start_matches(|c: char| !c.is_alphabetic());
    label.starts_with("heraf") || label.starts_with("deraf") || label.starts_with("hvoraf")
}

/// The price level against the other initiatives' and against the first year.
fn price_level(s: &Subject, budget: &Budget) -> Option<Finding> {
    /// So many others must agree before one that differs is called a likely misprint.
    const OTHERS: usize = 2;
    let Some(level) = budget.price_level else {
        return Some(Finding::new(
            "price_level_missing",
            s.places(&["/budget/unit", "/budget/total"]),
        ));
    };
    let at = || s.places(&["/budget/price_level"]);
    let mut levels = s.release.price_levels.clone();
    if let Some(count) = levels.get_mut(&level) {
        *count = count.saturating_sub(1);
    }
    levels.retain(|_, count| *count > 0);
    match levels.iter().next() {
        Some((other, count)) if levels.len() == 1 && *count >= OTHERS => {
            (*other != level).then(|| {
                Finding::new("price_level_differs", at())
                    .arg("level", level)
                    .arg("others", other)
            })
        }
        _ => {
            let first = budget.years.first()?.year;
            (first != level).then(|| {
                Finding::new("price_level_not_first_year", at())
                    .arg("level", level)
                    .arg("year", first)
            })
        }
    }
}
