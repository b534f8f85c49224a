//! What a check of documents and tables finds.

mod descriptor;
mod package;
mod value;

use std::fmt;

pub use package::{Open, validate_package};

/// Something that is wrong with a document or a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// Where in it: a JSON Pointer, or a line and a column; empty for the file as a whole.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(file: &str, place: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            place: place.trim_end().to_owned(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}: {}", self.file, self.message)
        } else {
            write!(f, "{}: {}: {}", self.file, self.place, self.message)
        }
    }
}

impl std::error::Error for Problem {}
