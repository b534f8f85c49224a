//! The tables of results that evaluation summaries print: one of the tables, one of their cells.

use uip_model::OutcomeCell;

use super::columns::{DOCUMENT_ID, count};
use super::evaluations::{EVALUATION, list};
use crate::cell::number;
use crate::table::{ForeignKey, decimal, text, words};
use crate::{Cell, Emit, Entry, Error, Table};

pub(super) const OUTCOME_TABLES: Table = Table {
    name: "outcome_tables",
    title: words("Resultattabeller", "Outcome tables"),
    about: words(
        "Én række pr. tabel over resultater; cellerne står i outcomes.",
        "One row for each table of outcomes; its cells stand in outcomes.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("table_no"),
        text(
            "caption",
            words("Tabeltitel", "Caption"),
            words("Tabellens titel.", "The table's caption."),
        ),
        text(
            "group_measured",
            words("Gruppe", "Group"),
            words(
                "Den gruppe, der er målt på.",
                "The group that was measured.",
            ),
        ),
        text(
            "measure",
            words("Måleredskab", "Measure"),
            words("Måleredskabet, fx WHO-5.", "The measure, such as WHO-5."),
        ),
        text(
            "unit",
            words("Enhed", "Unit"),
            words("Tallenes enhed.", "Unit of the figures."),
        ),
    ],
    primary_key: &["document_id", "table_no"],
    foreign_keys: &[EVALUATION],
    rows: outcome_tables,
};

fn outcome_tables(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, table) in list(entry, |e| &e.outcome_tables).iter().enumerate() {
        emit(&[
            entry.key(),
            number(index),
            (&table.caption).into(),
            (&table.group).into(),
            (&table.measure).into(),
            (&table.unit).into(),
        ])?;
    }
    Ok(())
}

pub(super) const OUTCOMES: Table = Table {
    name: "outcomes",
    title: words("Resultater", "Outcomes"),
    about: words(
        "Én række pr. celle i en resultattabel.",
        "One row for each cell of an outcome table.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("table_no"),
        count("row_no"),
        count("column_no"),
        text(
            "column_header",
            words("Kolonnens overskrift", "Column header"),
            words("Kolonnens overskrift.", "The column's header."),
        ),
        text(
            "cell_text",
            words("Tekst", "Text"),
            words(
                "Cellens tekst, hvor den ikke er et tal.",
                "The cell's text where it is no number.",
            ),
        ),
        decimal(
            "cell_value",
            words("Tal", "Number"),
            words("Cellens tal.", "The cell's number."),
        ),
    ],
    primary_key: &["document_id", "table_no", "row_no", "column_no"],
    foreign_keys: &[ForeignKey {
        columns: &["document_id", "table_no"],
        table: "outcome_tables",
        references: &["document_id", "table_no"],
    }],
    rows: outcomes,
};

fn outcomes(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (table_index, table) in list(entry, |e| &e.outcome_tables).iter().enumerate() {
        for (row_index, row) in table.rows.iter().enumerate() {
            for (index, cell) in row.iter().enumerate() {
                let (text, value) = match cell {
                    // Figures of a summary are far below 2^53, where a float stops being exact.
                    #[allow(clippy::cast_precision_loss)]
                    OutcomeCell::Integer(value) => (Cell::Null, Cell::from(*value as f64)),
                    OutcomeCell::Decimal(value) => (Cell::Null, Cell::from(*value)),
                    OutcomeCell::Text(text) => (Cell::from(text), Cell::Null),
                    OutcomeCell::Empty(()) => (Cell::Null, Cell::Null),
                };
                emit(&[
                    entry.key(),
                    number(table_index),
                    number(row_index),
                    number(index),
                    table.header.get(index).map(String::as_str).into(),
                    text,
                    value,
                ])?;
            }
        }
    }
    Ok(())
}
