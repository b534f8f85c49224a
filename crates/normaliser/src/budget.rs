//! Reads the budget table: what its header says (in any order), and every cell as whole kroner with
//! its state.

use uip_model::{
    Budget, BudgetCell, BudgetLine, BudgetTranscript, Finding, Origin, ValueState, YearAmount,
    merge_origins,
};

use crate::amount::AmountError;
use crate::budget_header::{Column, columns, guess_unit, price_level_of, unit_of, year_of};
use crate::budget_totals::totals;
use crate::cell::{Cell, cell};
use crate::join::{Joined, join};
use crate::tokens::tokens;
use crate::trace::Trace;
use crate::unit::Unit;
use crate::vocabulary::Vocabulary;

/// A cell with its text joined.
pub(crate) struct CellText {
    pub(crate) text: Joined,
    pub(crate) origin: Vec<Origin>,
}

/// Reads a budget table. `None` where none of its first three rows names years.
///
/// Lines elsewhere in the initiative that name a unit or price level are asked where header and
/// caption do not.
pub(crate) fn budget(
    printed: &BudgetTranscript,
    elsewhere: &[&Joined],
    vocabulary: &Vocabulary,
    trace: &mut Trace,
) -> Option<Budget> {
    let mut rows: Vec<Vec<CellText>> = std::iter::once(&printed.header)
        .chain(&printed.rows)
        .map(|row| row.iter().map(|c| cell_text(c, vocabulary)).collect())
        .collect();
    // The header is the row with the years; a table whose header was taken for a title has it below.
    let header_at = rows
        .iter()
        .position(|row| row.iter().any(|c| year_of(&tokens(&c.text.text)).is_some()))
        .filter(|at| *at <= 2)?;
    let above: Vec<CellText> = rows.drain(..header_at).flatten().collect();
    let header = rows.remove(0);
    let columns = columns(&header);
    let caption = join(&printed.caption, vocabulary);

    let naming: Vec<&Joined> = header
        .iter()
        .zip(&columns)
        .filter(|(_, column)| !matches!(column, Column::Year(_)))
        .map(|(c, _)| &c.text)
        .chain(above.iter().map(|c| &c.text))
        .chain([&caption])
        .chain(elsewhere.iter().copied())
        .collect();
    let mut budget = Budget::default();
    let unit = naming
        .iter()
        .find_map(|text| unit_of(&tokens(&text.text)).map(|unit| (unit, *text)));
    let unit = if let Some((unit, text)) = unit {
        let all = 0..text.text.len();
        trace.read("budget/unit", text, all, "budget.unit.header");
        budget.unit = Some(unit.printed().to_owned());
        unit
    } else {
        let unit = guess_unit(&rows, &columns);
        trace.finding(
            Finding::new("budget_unit_missing", places(&header)).arg("unit", unit.printed()),
        );
        unit
    };
    for text in &naming {
        if let Some((year, token)) = price_level_of(&tokens(&text.text)) {
            budget.price_level = Some(year);
            trace.read("budget/price_level", text, token, "budget.price_level");
            break;
        }
    }

    // What stands above the columns and over the table, in no field of its own.
    let names = header.iter().zip(&columns);
    let names = names.filter(|(_, column)| !matches!(column, Column::Year(_)));
    let names = names
        .map(|(c, _)| &c.text)
        .chain(above.iter().map(|c| &c.text))
        .chain([&caption]);
    for text in names.filter(|text| !text.text.is_empty()) {
        trace.read("budget", text, 0..text.text.len(), "budget.header");
    }

    let mut reader = RowReader {
        unit,
        columns: &columns,
        trace,
    };
    for (index, row) in rows.iter().enumerate() {
        let line = reader.line(row, &format!("budget/lines/{index}"));
        budget.lines.push(line);
    }
    totals(&rows, &header, &mut reader, &mut budget);
    Some(budget)
}

fn cell_text(printed: &BudgetCell, vocabulary: &Vocabulary) -> CellText {
    let text = join(&printed.lines, vocabulary);
    let origin = match printed.origin {
        Some(origin) => vec![origin],
        None => text.origins(),
    };
    CellText { text, origin }
}

pub(crate) fn places(cells: &[CellText]) -> Vec<Origin> {
    merge_origins(cells.iter().flat_map(|c| c.origin.iter().copied()))
}

/// Reads the rows of a table.
pub(crate) struct RowReader<'a> {
    unit: Unit,
    pub(crate) columns: &'a [Column],
    pub(crate) trace: &'a mut Trace,
}

impl RowReader<'_> {
    /// Reads a row and leaves the evidence of its cells at `field`.
    fn line(&mut self, row: &[CellText], field: &str) -> BudgetLine {
        let mut line = BudgetLine::default();
        for (at, column) in self.columns.iter().enumerate() {
            let text = row.get(at).map_or("", |c| c.text.text.as_str());
            match column {
                Column::Label if line.label.is_empty() => line.label = text.to_owned(),
                Column::Year(year) => {
                    let amount = self.amount(row, at);
                    line.years.push(YearAmount {
                        year: *year,
                        amount,
                    });
                }
                Column::Total if line.total.is_none() => line.total = self.amount(row, at),
                _ => {}
            }
        }
        self.evidence(row, field);
        line
    }

    fn amount(&mut self, row: &[CellText], at: usize) -> Option<i64> {
        let cell = row.get(at)?;
        match self.read(&cell.text.text) {
            Ok(read) => {
                if read.ambiguous {
                    self.trace.finding(
                        Finding::new("amount_ambiguous", cell.origin.clone())
                            .arg("printed", &cell.text.text)
                            .arg("kroner", read.kroner.unwrap_or_default()),
                    );
                }
                read.kroner
            }
            Err(error) => {
                self.trace.finding(
                    Finding::new("amount_unreadable", cell.origin.clone())
                        .arg("printed", &cell.text.text)
                        .arg("reason", error),
                );
                None
            }
        }
    }

    /// A narrow cell may cut a number: `1.156.` over `800`.
    fn read(&self, text: &str) -> Result<Cell, AmountError> {
        cell(text, self.unit).or_else(|error| {
            let numeric = text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ','));
            if numeric && text.contains([',', '.']) {
                let whole: String = text.chars().filter(|c| *c != ' ').collect();
                cell(&whole, self.unit).map_err(|_| error)
            } else {
                Err(error)
            }
        })
    }

    /// The evidence of a row's cells, at `{field}/years/0/amount` and `{field}/total`.
    pub(crate) fn evidence(&mut self, row: &[CellText], field: &str) {
        let mut years = 0;
        let mut total = false;
        for (at, column) in self.columns.iter().enumerate() {
            let name = match column {
                Column::Year(_) => {
                    years += 1;
                    format!("{field}/years/{}/amount", years - 1)
                }
                Column::Total if !total => {
                    total = true;
                    format!("{field}/total")
                }
                _ => continue,
            };
            let (printed, origin, read) = match row.get(at) {
                Some(c) => (
                    c.text.text.clone(),
                    c.origin.clone(),
                    self.read(&c.text.text),
                ),
                None => (String::new(), Vec::new(), cell("", self.unit)),
            };
            let (state, rule) = match read {
                Ok(read) => (read.state, read.rule),
                Err(_) => (ValueState::Unreadable, "cell.unreadable"),
            };
            self.trace.value(&name, printed, state, rule, origin);
        }
    }
}
