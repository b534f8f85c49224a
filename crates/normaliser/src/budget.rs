//! Reads the budget table: unit, price level and years from its header (in any order), and every
//! cell as whole kroner with its state.

use uip_model::{
    Budget, BudgetCell, BudgetLine, BudgetTranscript, Finding, Origin, ValueState, YearAmount,
    merge_origins,
};

use crate::amount::Unit;
use crate::cell::cell;
use crate::join::{Joined, join};
use crate::quantity::{Notation, quantity};
use crate::tokens::{Token, tokens};
use crate::trace::Trace;
use crate::vocabulary::Vocabulary;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// The rows' labels, unit and price level in the header.
    Label,
    Year(i32),
    Total,
    /// Something else; its cells stay in the section's text only.
    Unknown,
}

/// A cell with its text joined.
struct CellText {
    text: Joined,
    origin: Vec<Origin>,
}

/// Reads a budget table. `None` where it has neither years nor a total.
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

/// The totals by year: the last row that says `i alt`, or the only row, or the last one where it is the sum
/// of the others, or the sum of all rows.
fn totals(
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
            .find(|t| t.kind == crate::tokens::Kind::Word)
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

fn cell_text(printed: &BudgetCell, vocabulary: &Vocabulary) -> CellText {
    let text = join(&printed.lines, vocabulary);
    let origin = match printed.origin {
        Some(origin) => vec![origin],
        None => text.origins(),
    };
    CellText { text, origin }
}

fn places(cells: &[CellText]) -> Vec<Origin> {
    merge_origins(cells.iter().flat_map(|c| c.origin.iter().copied()))
}

struct RowReader<'a> {
    unit: Unit,
    columns: &'a [Column],
    trace: &'a mut Trace,
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
    fn read(&self, text: &str) -> Result<crate::cell::Cell, crate::amount::AmountError> {
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
    fn evidence(&mut self, row: &[CellText], field: &str) {
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

/// Whether a line is a caption that names price level and unit: `Beløb i mio. kr. (2028-PL)`.
pub(crate) fn is_caption(text: &str) -> bool {
    if text.len() > LONGEST_CAPTION {
        return false;
    }
    let tokens = tokens(text);
    price_level_of(&tokens).is_some() && unit_of(&tokens).is_some()
}

/// Bytes of the longest line that is taken for a caption rather than a sentence.
const LONGEST_CAPTION: usize = 90;

/// What each column holds, by its header cell.
fn columns(header: &[CellText]) -> Vec<Column> {
    let mut columns: Vec<Column> = header
        .iter()
        .enumerate()
        .map(|(at, c)| {
            let tokens = tokens(&c.text.text);
            // `Udgifter i alt, mio. kr.` over the labels is no total.
            if says_total(&tokens) && (at > 0 || unit_of(&tokens).is_none()) {
                Column::Total
            } else if price_level_of(&tokens).is_some() || unit_of(&tokens).is_some() {
                Column::Label
            } else if let Some(year) = year_of(&tokens) {
                Column::Year(year)
            } else {
                Column::Unknown
            }
        })
        .collect();
    // The label column has no name where unit and price level stand in a caption.
    if !columns.contains(&Column::Label)
        && let Some(first) = columns.iter_mut().find(|c| **c == Column::Unknown)
    {
        *first = Column::Label;
    }
    // A span of years, `2024-2027`, is the total where no column says so.
    if !columns.contains(&Column::Total) {
        let span = header.iter().position(|c| is_span(&tokens(&c.text.text)));
        if let Some(total) = span.and_then(|at| columns.get_mut(at)) {
            *total = Column::Total;
        }
    }
    columns
}

/// `I alt`, `Total`, `Sum`, `Samlet`.
fn says_total(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().any(|(i, t)| {
        t.is_any(&["ialt", "total", "totalt", "sum", "samlet", "hovedtotal"])
            || (t.is("i") && tokens.get(i + 1).is_some_and(|n| n.is("alt")))
    })
}

/// The only year in a header cell, with marks such as `*` or words such as `år` beside it.
fn year_of(tokens: &[Token]) -> Option<i32> {
    let mut years = tokens.iter().filter_map(Token::year);
    let year = years.next()?;
    let only = years.next().is_none() && price_level_of(tokens).is_none();
    only.then_some(year)
}

/// `2024-2027`
fn is_span(tokens: &[Token]) -> bool {
    matches!(tokens, [a, dash, b, ..] if a.year().is_some() && dash.is_dash() && b.year().is_some())
}

/// The year of `2022-PL`, `2022 PL`, `PL 2022`, `2022-pl`, `2022-priser`, `2022-prisniveau`, and the
/// bytes it stands in.
fn price_level_of(tokens: &[Token]) -> Option<(i32, std::ops::Range<usize>)> {
    let is_level = |t: &Token| {
        t.is_any(&["pl", "p", "lpl"]) || t.lower.starts_with("pris") || t.lower.starts_with("pl")
    };
    tokens.iter().enumerate().find_map(|(i, token)| {
        let year = token.year()?;
        let near = tokens.get(i + 1..(i + 3).min(tokens.len()))?;
        let before = tokens.get(i.saturating_sub(2)..i)?;
        let after = near.iter().find(|t| is_level(t)).map(|t| t.end);
        let level_before = before.iter().find(|t| is_level(t)).map(|t| t.start);
        match (after, level_before) {
            (Some(end), _) => Some((year, token.start..end)),
            (None, Some(start)) => Some((year, start..token.end)),
            (None, None) => None,
        }
    })
}

/// `Mio. kr.`, `1.000 kr.`, `Tusinde kr.`, `t.kr.`, `kr.`, `Millioner kroner`.
pub(crate) fn unit_of(tokens: &[Token]) -> Option<Unit> {
    tokens.iter().enumerate().find_map(|(i, token)| {
        let kroner = |t: &Token| t.is_any(&["kr", "kroner", "dkk"]);
        match token.lower.as_ref() {
            "mio" | "mill" | "million" | "millioner" => Some(Unit::Million),
            "mia" | "milliard" | "milliarder" => Some(Unit::Billion),
            "tkr" | "tusind" | "tusinde" => Some(Unit::Thousand),
            "t" if tokens.iter().skip(i + 1).take(2).any(kroner) => Some(Unit::Thousand),
            "1.000" | "1000" if tokens.get(i + 1).is_some_and(kroner) => Some(Unit::Thousand),
            _ if kroner(token) => Some(Unit::Kroner),
            _ => None,
        }
    })
}

/// The unit of a table that names none: numbers with decimals are millions, numbers from ten
/// thousand on are kroner, others thousands.
fn guess_unit(rows: &[Vec<CellText>], columns: &[Column]) -> Unit {
    let mut whole = Unit::Thousand;
    for row in rows {
        for (c, column) in row.iter().zip(columns) {
            if !matches!(column, Column::Year(_) | Column::Total) {
                continue;
            }
            let tokens = tokens(&c.text.text);
            let Some(number) = quantity(&tokens, 0) else {
                continue;
            };
            if !number.value.fract().is_zero() || number.notation == Notation::English {
                return Unit::Million;
            }
            if c.text.text.contains(',') {
                return Unit::Million;
            }
            if number.value >= rust_decimal::Decimal::from(10_000) {
                whole = Unit::Kroner;
            }
        }
    }
    whole
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
