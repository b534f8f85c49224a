//! The way from documents to files. Keys are given out document by document; what follows from them is
//! made on several threads and written in order.

use rayon::prelude::*;
use uip_model::Document;

use crate::csv::{self, Rendered};
use crate::entry::{Entry, Keys};
#[cfg(feature = "parquet")]
use crate::parquet;
#[cfg(feature = "sqlite")]
use crate::sqlite;
#[cfg(feature = "xlsx")]
use crate::xlsx;
use crate::{Cell, DateTime, Dialect, Error, Format, Language, Sink, TABLES, Table};
use crate::{json, package};

/// What an export writes and what it says about itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// The formats.
    pub formats: Vec<Format>,
    /// How CSV is written.
    pub dialect: Dialect,
    /// Language of the export's own findings.
    pub language: Language,
    /// Where the files come from.
    pub provenance: Provenance,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            formats: Format::DEFAULT.to_vec(),
            dialect: Dialect::default(),
            language: Language::default(),
            provenance: Provenance::default(),
        }
    }
}

/// Who made the files and when, as it is written into them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Name and version of the program: `uip 0.1.0`.
    pub program: String,
    /// When; from the clock or `SOURCE_DATE_EPOCH`, which the caller reads. Files of two runs are
    /// the same bytes when this is the same. `None` writes no time.
    pub created: Option<DateTime>,
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its name.
    pub name: String,
    /// The format it belongs to.
    pub format: Format,
    /// The table in it, where there is just one.
    pub table: Option<&'static str>,
    /// Its size; not known for a file that a library wrote at a path.
    pub bytes: Option<u64>,
    /// SHA-256 of its bytes, for CSV.
    pub sha256: Option<String>,
}

/// What an export has written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Number of documents.
    pub documents: u64,
    /// Number of rows of each table.
    pub rows: Vec<(&'static str, u64)>,
    /// The files, in the order in which they were committed.
    pub files: Vec<Made>,
}

/// One format at work.
///
/// **To add a format**: write a module with a type that implements this trait, add the format's
/// name and files to [`Format`], and open it in [`Export::new`]. Nothing else knows of formats;
/// the tables, the command line and the documentation's list follow from [`Format::ALL`] and
/// [`TABLES`].
pub(crate) trait Writer<S: Sink> {
    /// A document begins. `tables` are its rows as CSV.
    fn document(&mut self, _entry: &Entry<'_>, _tables: &[Rendered]) -> Result<(), Error> {
        Ok(())
    }

    /// Whether it is given the rows one by one.
    fn takes_rows(&self) -> bool {
        false
    }

    /// A row of the table at this index of [`TABLES`]. The tables of a document come in their
    /// order.
    fn row(&mut self, _index: usize, _table: &Table, _row: &[Cell<'_>]) -> Result<(), Error> {
        Ok(())
    }

    /// The document ends.
    fn end(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// All documents are in: completes the files and commits them.
    fn finish(self: Box<Self>, sink: &mut S, summary: &mut Summary) -> Result<(), Error>;
}

/// An export that takes some documents at a time and holds no more than these.
///
/// ```
/// use uip_exporter::{Export, Format, Memory, Options};
///
/// let options = Options { formats: vec![Format::Csv], ..Options::default() };
/// let files = Memory::default();
/// let mut export = Export::new(&options, files.clone())?;
/// export.push(&uip_model::Document::default())?;
/// let summary = export.finish()?;
/// assert_eq!(summary.documents, 1);
/// let table = files.files().remove("recipients.csv").unwrap_or_default();
/// assert_eq!(table, b"initiative_id,recipient_no,name,optional\r\n");
/// # Ok::<(), uip_exporter::Error>(())
/// ```
pub struct Export<S: Sink> {
    sink: S,
    keys: Keys,
    /// How rows are made ready for CSV; `None` where no CSV is written.
    dialect: Option<Dialect>,
    writers: Vec<Box<dyn Writer<S>>>,
    summary: Summary,
}

impl<S: Sink> std::fmt::Debug for Export<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("Export");
        out.field("summary", &self.summary).finish_non_exhaustive()
    }
}

impl<S: Sink> Export<S> {
    /// Begins the files of all formats. [`Format::Json`] is left to the caller.
    ///
    /// # Errors
    /// When a file cannot be made, or this build has not got a format.
    pub fn new(options: &Options, mut sink: S) -> Result<Self, Error> {
        let mut formats = options.formats.clone();
        formats.sort_unstable();
        formats.dedup();
        // The package describes the CSV tables, so it brings them.
        if formats.contains(&Format::Datapackage) && !formats.contains(&Format::Csv) {
            formats.push(Format::Csv);
            formats.sort_unstable();
        }
        let dialect = formats.contains(&Format::Csv).then_some(options.dialect);
        let mut writers: Vec<Box<dyn Writer<S>>> = Vec::new();
        for format in formats {
            match format {
                Format::Json => {}
                Format::Ndjson => writers.push(Box::new(json::Ndjson::create(&mut sink)?)),
                Format::Csv => {
                    writers.push(Box::new(csv::Csv::create(&mut sink, options.dialect)?))
                }
                Format::Datapackage => writers.push(Box::new(package::Package::new(options))),
                #[cfg(feature = "xlsx")]
                Format::Xlsx => writers.push(Box::new(xlsx::Xlsx::create(&mut sink, options)?)),
                #[cfg(feature = "sqlite")]
                Format::Sqlite => {
                    writers.push(Box::new(sqlite::Sqlite::create(&mut sink, options)?));
                }
                #[cfg(feature = "parquet")]
                Format::Parquet => {
                    writers.push(Box::new(parquet::Parquet::create(&mut sink, options)?));
                }
                #[cfg(not(all(feature = "xlsx", feature = "sqlite", feature = "parquet")))]
                other => return Err(Error::NotBuilt(other.name())),
            }
        }
        let rows = TABLES.iter().map(|table| (table.name, 0)).collect();
        Ok(Self {
            sink,
            keys: Keys::new(options.language),
            dialect,
            writers,
            summary: Summary {
                rows,
                ..Summary::default()
            },
        })
    }

    /// Writes a document's rows to all files.
    ///
    /// # Errors
    /// When a file cannot be written; the export is then of no more use.
    pub fn push(&mut self, document: &Document) -> Result<(), Error> {
        let entry = self.keys.entry(document);
        let tables = csv::render(&entry, self.dialect)?;
        self.write(&entry, &tables)
    }

    /// Writes the rows of some documents to all files. The bytes are the same as if they came one by
    /// one; the rows of CSV are made on the threads of rayon's pool.
    ///
    /// # Errors
    /// When a file cannot be written; the export is then of no more use.
    pub fn push_all(&mut self, documents: &[Document]) -> Result<(), Error> {
        let entries: Vec<Entry<'_>> = documents
            .iter()
            .map(|document| self.keys.entry(document))
            .collect();
        let dialect = self.dialect;
        let rendered: Vec<_> = entries
            .par_iter()
            .map(|entry| csv::render(entry, dialect))
            .collect();
        for (entry, tables) in entries.iter().zip(rendered) {
            self.write(entry, &tables?)?;
        }
        Ok(())
    }

    fn write(&mut self, entry: &Entry<'_>, tables: &[Rendered]) -> Result<(), Error> {
        for ((_, count), table) in self.summary.rows.iter_mut().zip(tables) {
            *count += table.rows;
        }
        for writer in &mut self.writers {
            writer.document(entry, tables)?;
        }
        let mut row_by_row: Vec<_> = self
            .writers
            .iter_mut()
            .filter(|writer| writer.takes_rows())
            .collect();
        if !row_by_row.is_empty() {
            for (index, table) in TABLES.iter().enumerate() {
                (table.rows)(entry, &mut |row| {
                    row_by_row
                        .iter_mut()
                        .try_for_each(|writer| writer.row(index, table, row))
                })?;
            }
        }
        for writer in &mut self.writers {
            writer.end()?;
        }
        self.summary.documents += 1;
        Ok(())
    }

    /// Completes and commits all files; the data package comes last, since it describes others.
    ///
    /// # Errors
    /// When a file cannot be completed.
    pub fn finish(mut self) -> Result<Summary, Error> {
        for writer in self.writers {
            writer.finish(&mut self.sink, &mut self.summary)?;
        }
        Ok(self.summary)
    }
}
