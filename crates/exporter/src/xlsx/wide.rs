//! The budgets in wide form: a row an initiative, the years as columns, the sums as formulas that
//! are made from row and column numbers only.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Formula, Workbook, Worksheet, XlsxError, utility::row_col_to_cell};

use super::sheet::{Formats, ROWS_MAX};
use super::split::cut;
use crate::entry::Entry;

/// Years that become columns; more are no budget but a misreading.
const YEARS_MAX: usize = 100;

/// The columns before the years, with their widths.
const FIRST: &[(&str, f64)] = &[
    ("initiative_id", 22.0),
    ("document_id", 16.0),
    ("programme_year", 10.0),
    ("label", 14.0),
    ("title", 60.0),
    ("price_level", 10.0),
];

/// The totals of all initiatives.
#[derive(Default)]
pub(super) struct WideBudget {
    rows: Vec<Row>,
    years: BTreeSet<i32>,
}

struct Row {
    initiative: String,
    document: String,
    programme_year: Option<i32>,
    label: Option<String>,
    title: String,
    price_level: Option<i32>,
    years: Vec<(i32, i64)>,
    total: Option<i64>,
}

impl WideBudget {
    pub(super) fn document(&mut self, entry: &Entry<'_>) {
        for keyed in &entry.initiatives {
            let initiative = keyed.initiative;
            let Some(budget) = &initiative.budget else {
                continue;
            };
            let years = budget.years.iter();
            let years: Vec<(i32, i64)> = years
                .filter_map(|year| Some((year.year, year.amount?)))
                .collect();
            self.years.extend(budget.years.iter().map(|y| y.year));
            self.rows.push(Row {
                initiative: keyed.id.clone(),
                document: entry.id.clone(),
                programme_year: entry.document.programme_year,
                label: initiative.label.clone(),
                title: cut(&initiative.title).0.to_owned(),
                price_level: budget.price_level,
                years,
                total: budget.total,
            });
        }
    }

    /// One sheet, or more where there are more initiatives than a sheet has rows.
    pub(super) fn sheets(
        &self,
        workbook: &mut Workbook,
        formats: &Formats,
    ) -> Result<Vec<Worksheet>, XlsxError> {
        let years: Vec<i32> = self.years.iter().copied().take(YEARS_MAX).collect();
        // One row for the header, one for the sums.
        let room = ROWS_MAX as usize - 2;
        let mut chunks: Vec<&[Row]> = self.rows.chunks(room).collect();
        if chunks.is_empty() {
            chunks.push(&[]);
        }
        let mut sheets = Vec::new();
        for (index, rows) in chunks.into_iter().enumerate() {
            let mut sheet = workbook.new_worksheet_with_constant_memory()?;
            match index {
                0 => sheet.set_name("budget_wide")?,
                more => sheet.set_name(format!("budget_wide_{}", more + 1))?,
            };
            write(&mut sheet, rows, &years, formats)?;
            sheets.push(sheet);
        }
        Ok(sheets)
    }
}

fn write(
    sheet: &mut Worksheet,
    rows: &[Row],
    years: &[i32],
    formats: &Formats,
) -> Result<(), XlsxError> {
    let first_year = column(FIRST.len());
    let sum = first_year + column(years.len());
    let (total, difference) = (sum + 1, sum + 2);
    sheet.set_freeze_panes(1, 1)?;
    for (place, (name, width)) in (0_u16..).zip(FIRST) {
        sheet.write_string_with_format(0, place, *name, &formats.header)?;
        sheet.set_column_width(place, *width)?;
    }
    for (place, year) in (first_year..).zip(years) {
        sheet.write_string_with_format(0, place, format!("y{year}_kr"), &formats.header)?;
        sheet.set_column_width(place, 14)?;
    }
    for (place, name) in [
        (sum, "sum_kr"),
        (total, "budget_total_kr"),
        (difference, "difference_kr"),
    ] {
        sheet.write_string_with_format(0, place, name, &formats.header)?;
        sheet.set_column_width(place, 16)?;
    }
    let mut sums: BTreeMap<u16, i64> = BTreeMap::new();
    let mut next = 1_u32;
    for row in rows {
        let amounts = write_row(sheet, next, row, years, formats)?;
        for (place, amount) in amounts {
            let known = sums.entry(place).or_default();
            *known = known.saturating_add(amount);
        }
        next += 1;
    }
    sheet.autofilter(0, 0, next - 1, difference)?;
    if rows.is_empty() {
        return Ok(());
    }
    sheet.write_string_with_format(next, 0, "I alt", &formats.sum)?;
    for place in first_year..=total {
        let sum = sums.get(&place).copied().unwrap_or_default();
        add(
            sheet,
            next,
            place,
            (1, place),
            (next - 1, place),
            sum,
            formats,
        )?;
    }
    Ok(())
}

/// Writes an initiative's row and gives the amounts by column, for the sums below.
fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    row: &Row,
    years: &[i32],
    formats: &Formats,
) -> Result<Vec<(u16, i64)>, XlsxError> {
    let first_year = column(FIRST.len());
    let sum = first_year + column(years.len());
    sheet.write_string(at, 0, &row.initiative)?;
    sheet.write_string(at, 1, &row.document)?;
    if let Some(year) = row.programme_year {
        sheet.write_number(at, 2, year)?;
    }
    if let Some(label) = &row.label {
        sheet.write_string(at, 3, cut(label).0)?;
    }
    sheet.write_string(at, 4, &row.title)?;
    if let Some(year) = row.price_level {
        sheet.write_number(at, 5, year)?;
    }
    let mut amounts = Vec::new();
    let mut own_sum = 0_i64;
    for (place, year) in (first_year..).zip(years) {
        let own = row.years.iter().filter(|(own, _)| own == year);
        let own: Vec<i64> = own.map(|(_, amount)| *amount).collect();
        if own.is_empty() {
            continue;
        }
        let amount = own.into_iter().fold(0_i64, i64::saturating_add);
        own_sum = own_sum.saturating_add(amount);
        number(sheet, at, place, amount, formats)?;
        amounts.push((place, amount));
    }
    if years.is_empty() {
        return Ok(amounts);
    }
    add(
        sheet,
        at,
        sum,
        (at, first_year),
        (at, sum - 1),
        own_sum,
        formats,
    )?;
    amounts.push((sum, own_sum));
    if let Some(printed) = row.total {
        number(sheet, at, sum + 1, printed, formats)?;
        amounts.push((sum + 1, printed));
        let formula = format!(
            "={}-{}",
            row_col_to_cell(at, sum),
            row_col_to_cell(at, sum + 1)
        );
        let formula = Formula::new(formula).set_result((own_sum - printed).to_string());
        sheet.write_formula_with_format(at, sum + 2, formula, &formats.amount)?;
    }
    Ok(amounts)
}

fn column(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// Amounts of a programme are far below 2^53, where a cell stops being exact.
#[allow(clippy::cast_precision_loss)]
fn number(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    amount: i64,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, column, amount as f64, &formats.amount)?;
    Ok(())
}

/// The sum of a range, with its result for readers that do not calculate.
fn add(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    from: (u32, u16),
    to: (u32, u16),
    result: i64,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let formula = format!(
        "=SUM({}:{})",
        row_col_to_cell(from.0, from.1),
        row_col_to_cell(to.0, to.1)
    );
    let formula = Formula::new(formula).set_result(result.to_string());
    sheet.write_formula_with_format(row, column, formula, &formats.sum)?;
    Ok(())
}
