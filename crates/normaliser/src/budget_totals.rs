//! The totals of a budget by year: read from the row that holds them, or added up.

use uip_model::{Budget, BudgetLine, Finding, ValueState, YearAmount};

use crate::budget::{CellText, RowReader, places};
use crate::budget_header::{Column, says_total};
use crate::tokens::{Kind, tokens};

/// The totals by year: the last row that says `i alt`, or the only row, or the last one where it is the sum
/// of the others, or the sum of all rows.
pub(crate) fn totals(
    rows: &[Vec<CellText>],
    header: &[CellText],
    reader: &mut RowReader,
    budget: &mut Budget,
) {
    let total_row = budget
        .lines
        .iter()
        .rposition(|line| says_total(&tokens(&line.label)))
        .or((rows.len() == 1).then_some(0));
    let inferred = total_row
        .is_none()
        .then(|| last_is_sum(&budget.lines))
        .flatten();
    if let Some(at) = inferred {
        let label = budget.lines.get(at).map_or("", |l| l.label.as_str());
        reader
            .trace
            .finding(Finding::new("budget_total_row_inferred", places(header)).arg("label", label));
    }
    if let Some(at) = total_row.or(inferred) {
        if let (Some(line), Some(row)) = (budget.lines.get(at), rows.get(at)) {
            budget.years = line.years.clone();
            budget.total = line.total;
            reader.evidence(row, "budget");
        }
        return;
    }
    if rows.is_empty() {
        return;
    }
    let rule = "budget.sum_of_rows";
    let parts = |line: &&BudgetLine| {
        let first = tokens(&line.label);
        !first
            .iter()
            .find(|t| t.kind == Kind::Word)
            .is_some_and(|t| t.is_any(&["heraf", "hvoraf"]))
    };
    let lines: Vec<&BudgetLine> = budget.lines.iter().filter(parts).collect();
    let sum = |amounts: &mut dyn Iterator<Item = Option<i64>>| {
        amounts.flatten().try_fold(None, |sum: Option<i64>, n| {
            Some(Some(sum.unwrap_or(0).checked_add(n)?))
        })
    };
    let years = reader.columns.iter().filter_map(|c| match c {
        Column::Year(year) => Some(*year),
        _ => None,
    });
    let mut summed = Vec::new();
    for (i, year) in years.enumerate() {
        let mut amounts = lines.iter().map(|l| l.years.get(i).and_then(|y| y.amount));
        let amount = sum(&mut amounts).flatten();
        let field = format!("budget/years/{i}/amount");
        reader.trace.value(
            &field,
            String::new(),
            ValueState::Derived,
            rule,
            places(header),
        );
        summed.push(YearAmount { year, amount });
    }
    let total = sum(&mut lines.iter().map(|l| l.total)).flatten();
    budget.years = summed;
    budget.total = total;
    if total.is_some() {
        reader.trace.value(
            "budget/total",
            String::new(),
            ValueState::Derived,
            rule,
            places(header),
        );
    }
    reader
        .trace
        .finding(Finding::new("budget_total_row_missing", places(header)));
}

/// The last of three or more lines, if it is the sum of the others in every year: a total whose name says
/// nothing of it, or could not be read. By chance a part is hardly ever the sum of all others.
fn last_is_sum(lines: &[BudgetLine]) -> Option<usize> {
    let (last, parts) = lines.split_last().filter(|(_, parts)| parts.len() >= 2)?;
    let sums = |(i, year): (usize, &YearAmount)| {
        let mut amounts = parts.iter().filter_map(|l| l.years.get(i)?.amount);
        let sum = amounts.try_fold(0_i64, |sum, n| sum.checked_add(n));
        sum == Some(year.amount.unwrap_or(0))
    };
    let any = last.years.iter().any(|y| y.amount.is_some_and(|n| n != 0));
    (any && last.years.iter().enumerate().all(sums)).then_some(parts.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_sum() {
        let lines = |rows: &[&[Option<i64>]]| {
            let line = |row: &&[Option<i64>]| {
                let amounts = row.iter().copied().zip(2027..);
                BudgetLine {
                    years: amounts
                        .map(|(amount, year)| YearAmount { year, amount })
                        .collect(),
                    ..BudgetLine::default()
                }
            };
            last_is_sum(&rows.iter().map(line).collect::<Vec<_>>())
        };
        let (a, b) = ([Some(9), None], [Some(86), Some(3)]);
        assert_eq!(lines(&[&a, &b, &[Some(95), Some(3)]]), Some(2));
        assert_eq!(lines(&[&a, &b, &[Some(95), Some(4)]]), None);
        assert_eq!(lines(&[&a, &b, &[Some(95), None]]), None);
        // Two equal lines are no part and its total.
        assert_eq!(lines(&[&a, &a]), None);
        assert_eq!(lines(&[&[None], &[None], &[None]]), None);
    }
}
