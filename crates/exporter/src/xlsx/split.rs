//! Text that is too long for a cell, cut into parts that go into rows below each other.

use crate::table::Table;
use crate::{Cell, Language};

/// How many UTF-16 units a cell holds: Excel's own limit.
pub(super) const CELL_UNITS: usize = 32_767;

/// The first part of a text that a cell holds, and the rest. Cuts after the last line break in
/// the second half of the part, else anywhere between characters; the parts put together are the
/// text.
pub(super) fn cut(text: &str) -> (&str, &str) {
    // Every UTF-16 unit takes at least one byte of UTF-8, so most texts need no count.
    if text.len() <= CELL_UNITS {
        return (text, "");
    }
    let mut units = 0;
    let mut line_end = None;
    for (place, character) in text.char_indices() {
        units += character.len_utf16();
        if units > CELL_UNITS {
            return text.split_at(line_end.unwrap_or(place));
        }
        if character == '\n' && units > CELL_UNITS / 2 {
            line_end = Some(place + 1);
        }
    }
    (text, "")
}

/// A cell that was cut.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    table: &'static str,
    column: &'static str,
    /// The row's key as the table names it.
    key: String,
    initiative: Option<String>,
    /// Into how many rows.
    pub(super) parts: usize,
}

impl Cut {
    pub(super) fn new(table: &Table, column: &'static str, row: &[Cell<'_>], parts: usize) -> Self {
        let shown = |name: &&'static str| -> String {
            let cell = table.position(name).and_then(|place| row.get(place));
            match cell {
                Some(Cell::Text(text)) => (*text).to_owned(),
                Some(Cell::Integer(number)) => number.to_string(),
                _ => String::new(),
            }
        };
        let initiative = table.columns.iter().find(|c| c.name == "initiative_id");
        Self {
            table: table.name,
            column,
            key: table
                .primary_key
                .iter()
                .map(shown)
                .collect::<Vec<_>>()
                .join(", "),
            initiative: initiative
                .map(|column| shown(&column.name))
                .filter(|id| !id.is_empty()),
            parts,
        }
    }

    pub(super) fn message(&self, language: Language) -> String {
        let Self {
            table,
            column,
            key,
            parts,
            ..
        } = self;
        match language {
            Language::Danish => format!(
                "Teksten i {table}.{column} ({key}) er længere end de {CELL_UNITS} tegn, som en \
                 celle i Excel kan rumme; den står i {parts} rækker under hinanden."
            ),
            Language::English => format!(
                "The text in {table}.{column} ({key}) is longer than the {CELL_UNITS} characters \
                 that an Excel cell holds; it stands in {parts} rows below each other."
            ),
        }
    }

    /// The cut as a row of the table findings.
    pub(super) fn finding<'c>(
        &'c self,
        document: &'c str,
        number: i64,
        message: &'c str,
    ) -> [Cell<'c>; 7] {
        [
            Cell::Text(document),
            Cell::Integer(number),
            self.initiative.as_deref().into(),
            Cell::Text("cell_split"),
            Cell::Text("info"),
            Cell::Text(message),
            Cell::Null,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fit_and_put_together_are_the_text() {
        let limit = CELL_UNITS;
        for (text, lengths) in [
            ("x".repeat(limit), vec![limit]),
            ("x".repeat(limit + 1), vec![limit, 1]),
            ("å".repeat(limit), vec![limit]),
            ("å".repeat(2 * limit + 3), vec![limit, limit, 3]),
            // Two units each: the last pair does not fit.
            ("😀".repeat(limit), vec![limit - 1, limit - 1, 2]),
            (
                format!("{}\n{}", "x".repeat(30_000), "y".repeat(5_000)),
                vec![30_001, 5_000],
            ),
            (
                format!("{}\n{}", "x".repeat(10), "y".repeat(limit)),
                vec![limit, 11],
            ),
        ] {
            let mut parts = Vec::new();
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let (part, after) = cut(rest);
                parts.push(part);
                rest = after;
            }
            assert!(parts.concat() == text);
            let units: Vec<usize> = parts.iter().map(|p| p.encode_utf16().count()).collect();
            assert_eq!(units, lengths);
        }
    }
}
