//! One typed value of a table.

use crate::{Date, DateTime};

/// A value of a table's cell. The formats decide how it is written; nothing else does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Missing: the document says nothing, or says that there is nothing (a dash).
    Null,
    /// Text, as it is in the document.
    Text(&'a str),
    /// A whole number; amounts are whole kroner.
    Integer(i64),
    /// A finite number with decimals.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A second in UTC.
    DateTime(DateTime),
}

/// A text without characters says no more than a missing one, and half of the readers of the
/// formats cannot tell them apart: it becomes [`Cell::Null`].
impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() {
            Self::Null
        } else {
            Self::Text(text)
        }
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().into()
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for Cell<'_> {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or(Self::Null, Self::Integer)
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        i64::try_from(number).map_or(Self::Null, Self::Integer)
    }
}

/// NaN and the infinities are no values of a table: they become [`Cell::Null`].
impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        if number.is_finite() {
            Self::Number(number)
        } else {
            Self::Null
        }
    }
}

impl From<bool> for Cell<'_> {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}

impl From<Date> for Cell<'_> {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime> for Cell<'_> {
    fn from(moment: DateTime) -> Self {
        Self::DateTime(moment)
    }
}

impl<'a, T: Into<Self>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The number of the thing at this index, counted from 1 as people do.
pub(crate) fn number<'a>(index: usize) -> Cell<'a> {
    index.saturating_add(1).into()
}
