//! CSV in two dialects. Text is always quoted, numbers, dates and truth values never are, a missing
//! value is an empty field; lines end with CR LF (RFC 4180).

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

use sha2::{Digest, Sha256};
use uip_model::Document;

use crate::entry::{Entry, Keys};
use crate::export::{Made, Summary, Writer};
use crate::format::csv_file;
use crate::{Cell, Dialect, Error, Format, Language, Sink, TABLES, Table};

/// Writes one table over documents as CSV: the header and one line a row.
///
/// # Errors
/// When the writer fails.
pub fn write_csv<'a>(
    table: &Table,
    dialect: Dialect,
    documents: impl IntoIterator<Item = &'a Document>,
    mut out: impl Write,
) -> Result<(), Error> {
    write_header(table, dialect, &mut out).map_err(Error::write(table.name))?;
    let mut keys = Keys::new(Language::default());
    for document in documents {
        let entry = keys.entry(document);
        (table.rows)(&entry, &mut |row| {
            write_row(row, dialect, &mut out).map_err(Error::write(table.name))
        })?;
    }
    out.flush().map_err(Error::write(table.name))
}

/// Writes a table that is none of [`TABLES`] as they are written: column names, then the rows.
///
/// # Errors
/// When the writer fails.
pub fn write_csv_rows<'a>(
    name: &'static str,
    columns: &[&str],
    rows: impl IntoIterator<Item = Vec<Cell<'a>>>,
    dialect: Dialect,
    mut out: impl Write,
) -> Result<(), Error> {
    let write = || {
        write_names(columns.iter().copied(), dialect, &mut out)?;
        for row in rows {
            write_row(&row, dialect, &mut out)?;
        }
        out.flush()
    };
    write().map_err(Error::write(name))
}

impl Dialect {
    /// What stands between fields.
    pub(crate) fn delimiter(self) -> u8 {
        match self {
            Self::Standard => b',',
            Self::ExcelDa => b';',
        }
    }
}

/// The byte order mark, by which Excel sees that a CSV file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

fn write_header(table: &Table, dialect: Dialect, out: &mut impl Write) -> io::Result<()> {
    write_names(table.columns.iter().map(|c| c.name), dialect, out)
}

fn write_names<'a>(
    names: impl Iterator<Item = &'a str>,
    dialect: Dialect,
    out: &mut impl Write,
) -> io::Result<()> {
    if dialect == Dialect::ExcelDa {
        out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    }
    // Column names are ASCII snake_case: nothing in them needs a quote.
    for (index, name) in names.enumerate() {
        if index > 0 {
            out.write_all(&[dialect.delimiter()])?;
        }
        out.write_all(name.as_bytes())?;
    }
    out.write_all(b"\r\n")
}

fn write_row(row: &[Cell<'_>], dialect: Dialect, out: &mut impl Write) -> io::Result<()> {
    for (index, cell) in row.iter().enumerate() {
        if index > 0 {
            out.write_all(&[dialect.delimiter()])?;
        }
        match cell {
            Cell::Null => {}
            Cell::Text(text) => write_text(text, dialect, out)?,
            Cell::Integer(number) => write!(out, "{number}")?,
            Cell::Number(number) => match dialect {
                Dialect::Standard => write!(out, "{number}")?,
                Dialect::ExcelDa => write!(out, "{}", number.to_string().replace('.', ","))?,
            },
            Cell::Boolean(truth) => write!(out, "{truth}")?,
            Cell::Date(date) => write!(out, "{date}")?,
            Cell::DateTime(moment) => match dialect {
                Dialect::Standard => write!(out, "{moment}")?,
                Dialect::ExcelDa => write!(out, "{}", moment.spaced())?,
            },
        }
    }
    out.write_all(b"\r\n")
}

fn write_text(text: &str, dialect: Dialect, out: &mut impl Write) -> io::Result<()> {
    let text = match dialect {
        Dialect::Standard => Cow::Borrowed(text),
        Dialect::ExcelDa => guard(text),
    };
    out.write_all(b"\"")?;
    for (index, part) in text.split('"').enumerate() {
        if index > 0 {
            out.write_all(b"\"\"")?;
        }
        out.write_all(part.as_bytes())?;
    }
    out.write_all(b"\"")
}

/// What makes a spreadsheet take a text for a formula when it comes first, after OWASP "CSV
/// Injection": the four signs, their full-width forms, and the white space and NUL that some
/// programs drop before them.
const TRIGGERS: &[char] = &[
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
];

/// Puts an apostrophe before a text that a spreadsheet would take for a formula. A text that looks
/// guarded already gets one more, so that [`unguard`] gives every text back.
pub(crate) fn guard(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(TRIGGERS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes the apostrophe away that [`guard`] put before a text.
#[cfg(test)]
fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(TRIGGERS) => rest,
        _ => text,
    }
}

/// The tables of an export as CSV files.
pub(crate) struct Csv<F: Write> {
    files: Vec<BufWriter<Hashed<F>>>,
}

impl<F: Write> Csv<F> {
    pub(crate) fn create<S: Sink<File = F>>(sink: &mut S, dialect: Dialect) -> Result<Self, Error> {
        let mut files = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            let name = csv_file(table.name);
            let file = sink.create(&name).map_err(Error::write(&name))?;
            let mut out = BufWriter::new(Hashed::new(file));
            write_header(table, dialect, &mut out).map_err(Error::write(&name))?;
            files.push(out);
        }
        Ok(Self { files })
    }
}

/// What a document adds to one table.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    /// Number of rows.
    pub(crate) rows: u64,
    /// The rows as CSV, without the header; empty where no CSV is written.
    pub(crate) csv: Vec<u8>,
}

/// A document's rows, a table of [`TABLES`] each. Nothing of it depends on other documents, so it may
/// be done on any thread.
///
/// # Errors
/// When a table cannot give its rows.
pub(crate) fn render(entry: &Entry<'_>, dialect: Option<Dialect>) -> Result<Vec<Rendered>, Error> {
    TABLES
        .iter()
        .map(|table| {
            let mut rendered = Rendered::default();
            (table.rows)(entry, &mut |row| {
                rendered.rows += 1;
                match dialect {
                    Some(dialect) => {
                        write_row(row, dialect, &mut rendered.csv).map_err(Error::write(table.name))
                    }
                    None => Ok(()),
                }
            })?;
            Ok(rendered)
        })
        .collect()
}

impl<S: Sink> Writer<S> for Csv<S::File> {
    fn document(&mut self, _entry: &Entry<'_>, tables: &[Rendered]) -> Result<(), Error> {
        for ((out, table), rendered) in self.files.iter_mut().zip(TABLES).zip(tables) {
            out.write_all(&rendered.csv)
                .map_err(Error::write(table.name))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, sink: &mut S, summary: &mut Summary) -> Result<(), Error> {
        for (table, out) in TABLES.iter().zip(self.files) {
            let name = csv_file(table.name);
            let hashed = out.into_inner().map_err(io::IntoInnerError::into_error);
            let hashed = hashed.map_err(Error::write(&name))?;
            let (file, bytes, sha256) = hashed.into_parts();
            sink.commit(&name, file).map_err(Error::write(&name))?;
            summary.files.push(Made {
                name,
                format: Format::Csv,
                table: Some(table.name),
                bytes: Some(bytes),
                sha256: Some(sha256),
            });
        }
        Ok(())
    }
}

/// A writer that counts and hashes what goes through it.
struct Hashed<W> {
    inner: W,
    bytes: u64,
    hash: Sha256,
}

impl<W: Write> Hashed<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            bytes: 0,
            hash: Sha256::new(),
        }
    }

    fn into_parts(self) -> (W, u64, String) {
        let digest = self.hash.finalize();
        let hex = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        (self.inner, self.bytes, hex)
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or(bytes));
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Date, DateTime};

    fn line(row: &[Cell<'_>], dialect: Dialect) -> String {
        let mut out = Vec::new();
        write_row(row, dialect, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_in_both_dialects() {
        for (cell, standard, excel) in [
            (Cell::Null, "", ""),
            (Cell::Integer(0), "0", "0"),
            (Cell::Integer(-500_000), "-500000", "-500000"),
            (Cell::Number(3.5), "3.5", "3,5"),
            (Cell::Number(-0.5), "-0.5", "-0,5"),
            (
                Cell::Number(1e21),
                "1000000000000000000000",
                "1000000000000000000000",
            ),
            (Cell::Boolean(true), "true", "true"),
            (Cell::Text("æøå"), "\"æøå\"", "\"æøå\""),
            (Cell::Text("10"), "\"10\"", "\"10\""),
            (Cell::Text("a,b;c"), "\"a,b;c\"", "\"a,b;c\""),
            (
                Cell::Text("sagde \"ja\""),
                "\"sagde \"\"ja\"\"\"",
                "\"sagde \"\"ja\"\"\"",
            ),
            (Cell::Text("to\nlinjer"), "\"to\nlinjer\"", "\"to\nlinjer\""),
            (Cell::Text("=1+1"), "\"=1+1\"", "\"'=1+1\""),
            (
                Cell::Date(Date::new(2022, 3, 1).unwrap()),
                "2022-03-01",
                "2022-03-01",
            ),
            (
                Cell::DateTime(DateTime::parse("2022-03-01T09:00:00Z").unwrap()),
                "2022-03-01T09:00:00Z",
                "2022-03-01 09:00:00",
            ),
        ] {
            assert_eq!(line(&[cell], Dialect::Standard), format!("{standard}\r\n"));
            assert_eq!(line(&[cell], Dialect::ExcelDa), format!("{excel}\r\n"));
        }
        let row = [Cell::Integer(1), Cell::Null, Cell::Text("x")];
        assert_eq!(line(&row, Dialect::Standard), "1,,\"x\"\r\n");
        assert_eq!(line(&row, Dialect::ExcelDa), "1;;\"x\"\r\n");
    }

    #[test]
    fn other_tables_are_written_alike() {
        let write = |dialect| {
            let rows = [
                vec![Cell::Text("=1+1"), Cell::Number(0.5)],
                vec![Cell::Null, Cell::Integer(3)],
            ];
            let mut out = Vec::new();
            write_csv_rows("t", &["name", "score"], rows, dialect, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            write(Dialect::Standard),
            "name,score\r\n\"=1+1\",0.5\r\n,3\r\n"
        );
        assert_eq!(
            write(Dialect::ExcelDa),
            "\u{feff}name;score\r\n\"'=1+1\";0,5\r\n;3\r\n"
        );
    }

    #[test]
    fn formulas_are_guarded_and_come_back() {
        for (text, expected) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+45 12 34 56 78", "'+45 12 34 56 78"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("\0=1", "'\0=1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠a", "'＠a"),
            ("'=1", "''=1"),
            ("''-1", "'''-1"),
            ("'citat'", "'citat'"),
            ("1-2", "1-2"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(guard(text), expected);
            assert_eq!(unguard(&guard(text)), text);
        }
    }
}
