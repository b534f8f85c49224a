//! The worker's use of the library: options from the setup, a document from bytes, JSON from a
//! document. Everything that depends on the library's interface stands here.

use std::io::{self, Write};

use uip::model::{Document, Kind};

use crate::isolation::{Job, Setup};
use crate::outcome::Failure;

/// Reads documents with one set of options.
pub(crate) struct Reader {
    options: uip::Options,
}

impl Reader {
    /// Prepares the options.
    pub(crate) fn new(setup: &Setup) -> Self {
        let mut options = uip::Options::default();
        options.language = match setup.language.as_str() {
            "en" => uip::Language::English,
            _ => uip::Language::Danish,
        };
        Self { options }
    }

    /// Reads one document.
    pub(crate) fn read(&self, job: &Job, bytes: &[u8]) -> Result<Document, Failure> {
        let mut options = self.options.clone();
        options.file.clone_from(&job.file);
        uip::extract(bytes, &options).map_err(|error| Failure::new("unreadable", error.to_string()))
    }
}

/// Writes the document as JSON.
pub(crate) fn write_json(document: &Document, to: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, document)?;
    to.write_all(b"\n")
}

/// The kind's name in JSON.
pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Release => "release",
        Kind::Portfolio => "portfolio",
        Kind::Evaluation => "evaluation",
        Kind::Unknown => "unknown",
    }
}
