//! Tables of text and numbers, the form in which results go to CSV and spreadsheets.

use serde::Serialize;

/// A cell: what is a number stays one, so that a writer can guard texts against being taken for
/// formulas without touching numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// A whole number: kroner, years, counts.
    Integer(i64),
    /// A number with decimals: scores.
    Decimal(f64),
    /// Text as printed; unguarded.
    Text(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Decimal(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A table with a name that can be a file's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// `lineage`, `chains`, …: ASCII, without suffix.
    pub name: &'static str,
    /// Names of the columns.
    pub header: Vec<&'static str>,
    /// Rows with as many cells as the header has.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(crate) fn new(name: &'static str, header: &[&'static str]) -> Self {
        Self {
            name,
            header: header.to_vec(),
            rows: Vec::new(),
        }
    }
}
