//! A named value of an item, and how the values under one place of the document are collected: list
//! entries get names that stay the same as long as the entry is about the same.

use uip_model::{ReportFigure, YearAmount};

use super::Value;
use super::list::Keys;
use super::words::plain;

/// A named value and where its evidence is found.
pub(super) struct Field {
    pub(super) path: String,
    pub(super) value: Option<Value>,
    /// JSON Pointer into the document.
    pub(super) pointer: String,
}

/// Collects the fields under one place of the document.
pub(super) struct Fields {
    /// JSON Pointer of the item.
    base: String,
    pub(super) all: Vec<Field>,
}

impl Fields {
    pub(super) fn new(base: impl Into<String>) -> Self {
        Self {
            base: base.into(),
            all: Vec::new(),
        }
    }

    pub(super) fn put(&mut self, path: impl Into<String>, pointer: &str, value: Option<Value>) {
        self.all.push(Field {
            path: path.into(),
            value,
            pointer: format!("{}/{pointer}", self.base),
        });
    }

    pub(super) fn text(&mut self, path: impl Into<String>, pointer: &str, text: Option<&String>) {
        let text = text.map(|text| plain(text)).filter(|text| !text.is_empty());
        self.put(path, pointer, text.map(Value::Text));
    }

    pub(super) fn number(
        &mut self,
        path: impl Into<String>,
        pointer: &str,
        number: Option<impl Into<i64>>,
    ) {
        self.put(path, pointer, number.map(|n| Value::Integer(n.into())));
    }

    pub(super) fn years(&mut self, path: &str, pointer: &str, years: &[YearAmount]) {
        // A misprinted header may name a year twice.
        let mut keys = Keys::default();
        for (year, at) in years.iter().zip(0..) {
            let path = format!("{path}[{}]", keys.next(&year.year.to_string()));
            let pointer = format!("{pointer}/{at}/amount");
            self.number(path, &pointer, year.amount);
        }
    }

    /// A list of names: present or not.
    pub(super) fn names<'t>(&mut self, list: &str, names: impl Iterator<Item = &'t String>) {
        let mut keys = Keys::default();
        for (name, at) in names.zip(0..) {
            let path = format!("{list}[{}]", keys.next(name));
            self.put(path, &format!("{list}/{at}"), Some(Value::Flag(true)));
        }
    }

    pub(super) fn figures(&mut self, list: &str, figures: &[ReportFigure]) {
        let mut keys = Keys::default();
        for (figure, at) in figures.iter().zip(0..) {
            // A statement may hold several figures; their order tells them apart.
            let path = format!("{list}[{}]", keys.next(&figure.statement));
            let pointer = format!("{list}/{at}");
            self.put(
                format!("{path}.value"),
                &pointer,
                Some(Value::Decimal(figure.value)),
            );
            self.text(format!("{path}.unit"), &pointer, Some(&figure.unit));
            self.number(format!("{path}.n"), &pointer, figure.n);
            self.text(format!("{path}.measure"), &pointer, figure.measure.as_ref());
        }
    }
}
