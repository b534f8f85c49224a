//! The one model that every tabular format is written from: a table is data (name, columns, keys,
//! words for people) and a function that gives a document's rows.

use crate::{Cell, Entry, Error};

/// A text in the two languages of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Danish.
    pub da: &'static str,
    /// English.
    pub en: &'static str,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text; may hold line breaks.
    Text,
    /// A whole number.
    Integer,
    /// A number with decimals.
    Number,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// A second in UTC.
    DateTime,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// ASCII snake_case, at most 32 characters, with the unit where there is one (`amount_kr`).
    pub name: &'static str,
    /// What it holds.
    pub kind: Type,
    /// What one of it is: `kr`, `pt`, `years`.
    pub unit: Option<&'static str>,
    /// The column's name for people.
    pub title: Words,
    /// What it means.
    pub about: Words,
    /// Never missing.
    pub required: bool,
    /// The only values there are; empty where any value may stand.
    pub categories: &'static [&'static str],
}

impl Column {
    /// Never missing.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Holds one of these values.
    #[must_use]
    pub const fn one_of(mut self, categories: &'static [&'static str]) -> Self {
        self.categories = categories;
        self
    }

    /// Is counted in this unit.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }
}

/// A reference from columns of one table to the primary key of another.
#[derive(Clone, Copy, Debug)]
pub struct ForeignKey {
    /// The columns here.
    pub columns: &'static [&'static str],
    /// The other table.
    pub table: &'static str,
    /// The columns there, in the same order.
    pub references: &'static [&'static str],
}

/// Takes one row, a cell a column.
pub type Emit<'e> = dyn FnMut(&[Cell<'_>]) -> Result<(), Error> + 'e;

/// A table over all documents of an export: one kind of thing, one row each.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Name of the table, the file, the sheet: ASCII snake_case.
    pub name: &'static str,
    /// Its name for people.
    pub title: Words,
    /// What a row is.
    pub about: Words,
    /// Its columns; their order is part of the contract.
    pub columns: &'static [Column],
    /// The columns that together name a row.
    pub primary_key: &'static [&'static str],
    /// What its rows refer to; tables that are referred to come first in [`crate::TABLES`].
    pub foreign_keys: &'static [ForeignKey],
    /// Gives the rows of one document, one by one and in the order of the document, so that an
    /// export holds no more than one row.
    pub rows: fn(&Entry<'_>, &mut Emit<'_>) -> Result<(), Error>,
}

impl Table {
    /// The index of the column with this name.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }
}

const fn column(name: &'static str, kind: Type, title: Words, about: Words) -> Column {
    Column {
        name,
        kind,
        unit: None,
        title,
        about,
        required: false,
        categories: &[],
    }
}

/// Words in both languages.
pub(crate) const fn words(da: &'static str, en: &'static str) -> Words {
    Words { da, en }
}

/// A column of text.
pub(crate) const fn text(name: &'static str, title: Words, about: Words) -> Column {
    column(name, Type::Text, title, about)
}

/// A column of whole numbers.
pub(crate) const fn integer(name: &'static str, title: Words, about: Words) -> Column {
    column(name, Type::Integer, title, about)
}

/// A column of amounts in whole kroner.
pub(crate) const fn amount(name: &'static str, title: Words, about: Words) -> Column {
    column(name, Type::Integer, title, about).unit("kr")
}

/// A column of numbers with decimals.
pub(crate) const fn decimal(name: &'static str, title: Words, about: Words) -> Column {
    column(name, Type::Number, title, about)
}

/// A column of yes and no.
pub(crate) const fn boolean(name: &'static str, title: Words, about: Words) -> Column {
    column(name, Type::Boolean, title, about).required()
}

/// A column of days.
pub(crate) const fn date(name: &'static str, title: Words, about: Words) -> Column {
    column(name, Type::Date, title, about)
}

/// A column of seconds in UTC.
pub(crate) const fn moment(name: &'static str, title: Words, about: Words) -> Column {
    column(name, Type::DateTime, title, about)
}
