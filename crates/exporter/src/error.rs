//! What can stop an export.

use std::io;

/// Why an export stopped. The message names the file or the table that was being written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be made or written.
    #[error("cannot write {file}: {source}")]
    Write {
        /// The file's name as [`crate::Sink`] got it.
        file: String,
        /// What the system said.
        source: io::Error,
    },
    /// A format's library refused.
    #[error("cannot write {file}: {reason}")]
    Format {
        /// The file's name.
        file: String,
        /// What the library said.
        reason: String,
    },
    /// The program was built without a format.
    #[error("this build of the program has no {0}; build it with the feature `{0}`")]
    NotBuilt(&'static str),
    /// No format, dialect or table has this name.
    #[error("there is no {what} `{name}`; there are {known}")]
    Unknown {
        /// `format`, `dialect` or `table`.
        what: &'static str,
        /// The name that was asked for.
        name: String,
        /// The names that exist, separated by commas.
        known: String,
    },
}

impl Error {
    /// A closure that adds the file's name to what the system said.
    pub(crate) fn write(file: &str) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Write {
            file: file.to_owned(),
            source,
        }
    }

    /// A closure that adds the file's name to what a library said.
    #[cfg(any(feature = "xlsx", feature = "sqlite", feature = "parquet"))]
    pub(crate) fn format<E: std::fmt::Display>(file: &str) -> impl FnOnce(E) -> Self + '_ {
        move |reason| Self::Format {
            file: file.to_owned(),
            reason: reason.to_string(),
        }
    }
}
