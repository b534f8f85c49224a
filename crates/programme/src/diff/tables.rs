//! The differences as a table: one row a change.

use super::words::line;
use super::{ChangeKind, Diff, ItemKind, Place, Value};
use crate::table::{Cell, Table};

impl Diff {
    /// The table `diff`.
    pub fn table(&self) -> Table {
        let mut table = Table::new(
            "diff",
            &[
                "item",
                "id",
                "title",
                "change",
                "field",
                "old",
                "new",
                "difference",
                "words",
                "old_document",
                "old_page",
                "new_document",
                "new_page",
            ],
        );
        for change in &self.changes {
            let words = line(&change.words);
            let (old, new) = (change.old_place.as_ref(), change.new_place.as_ref());
            table.rows.push(vec![
                change.item.value().into(),
                Cell::from(&change.id),
                Cell::from(&change.title),
                change.kind.value().into(),
                Cell::from(&change.field),
                change.old.as_ref().map(cell).into(),
                change.new.as_ref().map(cell).into(),
                change.difference.into(),
                Some(words).filter(|w| !w.is_empty()).into(),
                old.map(|p| &p.document).into(),
                page(old),
                new.map(|p| &p.document).into(),
                page(new),
            ]);
        }
        table
    }
}

fn page(place: Option<&Place>) -> Cell {
    let origin = place.and_then(|p| p.origin.first());
    origin.map(|o| i64::from(o.page)).into()
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Flag(flag) => Cell::Text(flag.to_string()),
        Value::Integer(number) => Cell::Integer(*number),
        Value::Decimal(number) => Cell::Decimal(*number),
        Value::Text(text) => Cell::Text(text.clone()),
    }
}

impl ItemKind {
    /// The value in JSON and tables.
    pub fn value(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Initiative => "initiative",
            Self::PortfolioRow => "portfolio_row",
            Self::Evaluation => "evaluation",
        }
    }
}

impl ChangeKind {
    /// The value in JSON and tables.
    pub fn value(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Dropped => "dropped",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}
