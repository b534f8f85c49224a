//! Reads the parts of the money from a table under *Økonomi*: a row a part, the amount in its last
//! column, the unit in the header or beside the amount.

use uip_model::{Allocation, Initiative, ValueState};

use crate::budget_header::unit_of;
use crate::cell::{Cell, cell};
use crate::join::Joined;
use crate::sections::{Body, TableText};
use crate::tokens::tokens;
use crate::trace::Trace;
use crate::unit::Unit;

/// Adds the rows of such tables to the parts, and their total where the text has none.
pub(crate) fn allocations(read: &mut Initiative, body: &Body, trace: &mut Trace) {
    for table in &body.tables {
        if table.key == "economy" && table.kind == "other" {
            add(read, table, trace);
        }
    }
}

fn add(read: &mut Initiative, table: &TableText, trace: &mut Trace) {
    let unit = table.header.iter().find_map(|h| unit_in(&h.text));
    for row in &table.rows {
        let Some((name, piece, amount)) = name_and_amount(row, unit) else {
            continue;
        };
        let all = 0..piece.text.len();
        if is_total(&name.text) {
            if read.total_in_text.is_none() {
                read.total_in_text = amount.kroner;
                trace.read("total_in_text", piece, all, "economy.total.table");
            }
            continue;
        }
        let field = format!("allocations/{}", read.allocations.len());
        trace.read(&format!("{field}/amount"), piece, all, amount.rule);
        let purpose = format!("{field}/purpose");
        trace.read(&purpose, name, 0..name.text.len(), "economy.purpose.row");
        read.allocations.push(Allocation {
            amount: amount.kroner,
            purpose: Some(name.text.trim_end_matches([':', '.']).to_owned()),
            ..Allocation::default()
        });
    }
}

/// The first cell with letters and the last cell with an amount.
pub(crate) fn name_and_amount(
    row: &[Vec<Joined>],
    unit: Option<Unit>,
) -> Option<(&Joined, &Joined, Cell)> {
    let pieces = || row.iter().filter_map(|cell| cell.first());
    let name = pieces().find(|p| p.text.starts_with(char::is_alphabetic))?;
    // A bare number in a table without a unit is no amount.
    let is_amount = |read: &Cell| {
        read.state == ValueState::Printed && (unit.is_some() || read.rule == "cell.own_unit")
    };
    let (piece, amount) = pieces()
        .filter(|p| !std::ptr::eq(*p, name))
        .filter_map(|p| Some((p, cell(&p.text, unit.unwrap_or(Unit::Kroner)).ok()?)))
        .rfind(|(_, read)| is_amount(read))?;
    Some((name, piece, amount))
}

/// `I alt`, `Total`: a row that adds up the others.
pub(crate) fn is_total(name: &str) -> bool {
    let tokens = tokens(name);
    tokens.iter().enumerate().any(|(i, t)| {
        t.is_any(&["ialt", "total", "sum", "samlet"])
            || (t.is("i") && tokens.get(i + 1).is_some_and(|n| n.is("alt")))
    })
}

/// The unit that a header cell names.
pub(crate) fn unit_in(header: &str) -> Option<Unit> {
    unit_of(&tokens(header))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::tests::piece;

    fn table(header: &[&str], rows: &[[&str; 2]]) -> Body {
        let row = |cells: &[&str; 2]| cells.iter().map(|c| vec![piece(c)]).collect();
        Body {
            tables: vec![TableText {
                kind: "other".to_owned(),
                key: "economy".to_owned(),
                header: header.iter().map(|h| piece(h)).collect(),
                rows: rows.iter().map(row).collect(),
            }],
            ..Body::default()
        }
    }

    fn read(body: &Body) -> (Option<i64>, Vec<(i64, String)>) {
        let mut read = Initiative::default();
        allocations(&mut read, body, &mut Trace::default());
        let parts = read.allocations.into_iter();
        let parts = parts.map(|a| (a.amount.unwrap(), a.purpose.unwrap()));
        (read.total_in_text, parts.collect())
    }

    #[test]
    fn rows_are_parts() {
        let rows = [
            ["Evaluering", "1,2"],
            ["Pulje", "3,0"],
            ["Drift", "-"],
            ["I alt", "4,2"],
        ];
        let expected = vec![
            (1_200_000, "Evaluering".to_owned()),
            (3_000_000, "Pulje".to_owned()),
        ];
        assert_eq!(
            read(&table(&["Post", "Mio. kr."], &rows)),
            (Some(4_200_000), expected)
        );
    }

    #[test]
    fn numbers_without_a_unit_are_no_amounts() {
        assert_eq!(
            read(&table(&["Post", "Antal"], &[["Hold", "12"]])),
            (None, vec![])
        );
    }
}
