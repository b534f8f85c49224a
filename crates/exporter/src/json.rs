//! JSON: the document as it is, and many documents as lines.

use std::io::{self, BufWriter, Write};

use uip_model::Document;

use crate::csv::Rendered;
use crate::export::{Made, Summary, Writer};
use crate::format::NDJSON;
use crate::{Entry, Error, Format, Sink};

/// Writes a document as JSON with two spaces a level and a line break at the end.
///
/// # Errors
/// When the writer fails.
pub fn write_json(document: &Document, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, document)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Writes documents as NDJSON: one JSON object a line.
///
/// # Errors
/// When the writer fails.
pub fn write_ndjson<'a>(
    documents: impl IntoIterator<Item = &'a Document>,
    mut out: impl Write,
) -> io::Result<()> {
    for document in documents {
        write_line(document, &mut out)?;
    }
    out.flush()
}

fn write_line(document: &Document, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, document)?;
    out.write_all(b"\n")
}

/// NDJSON in an export.
pub(crate) struct Ndjson<F: Write> {
    out: BufWriter<F>,
}

impl<F: Write> Ndjson<F> {
    pub(crate) fn create<S: Sink<File = F>>(sink: &mut S) -> Result<Self, Error> {
        let file = sink.create(NDJSON).map_err(Error::write(NDJSON))?;
        Ok(Self {
            out: BufWriter::new(file),
        })
    }
}

impl<S: Sink> Writer<S> for Ndjson<S::File> {
    fn document(&mut self, entry: &Entry<'_>, _tables: &[Rendered]) -> Result<(), Error> {
        write_line(entry.document, &mut self.out).map_err(Error::write(NDJSON))
    }

    fn finish(self: Box<Self>, sink: &mut S, summary: &mut Summary) -> Result<(), Error> {
        let file = self
            .out
            .into_inner()
            .map_err(io::IntoInnerError::into_error);
        let file = file.map_err(Error::write(NDJSON))?;
        sink.commit(NDJSON, file).map_err(Error::write(NDJSON))?;
        summary.files.push(Made {
            name: NDJSON.to_owned(),
            format: Format::Ndjson,
            table: None,
            bytes: None,
            sha256: None,
        });
        Ok(())
    }
}
