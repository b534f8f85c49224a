//! The formats and dialects by their names, and which files each makes.

use std::fmt;
use std::str::FromStr;

use crate::{Error, TABLES};

/// A format that documents are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// One JSON file a document: [`crate::write_json`]. An [`crate::Export`] leaves it to its
    /// caller, who knows what each file is to be called.
    Json,
    /// All documents in one file, one JSON object a line.
    Ndjson,
    /// One CSV file a table.
    Csv,
    /// One workbook with a sheet a table.
    Xlsx,
    /// One database.
    Sqlite,
    /// One Parquet file a table.
    Parquet,
    /// `datapackage.json`: the description of the CSV tables.
    Datapackage,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 7] = [
        Self::Json,
        Self::Ndjson,
        Self::Csv,
        Self::Xlsx,
        Self::Sqlite,
        Self::Parquet,
        Self::Datapackage,
    ];

    /// What is written where nobody asks for anything else.
    pub const DEFAULT: [Self; 3] = [Self::Json, Self::Csv, Self::Datapackage];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Sqlite => "sqlite",
            Self::Parquet => "parquet",
            Self::Datapackage => "datapackage",
        }
    }

    /// Whether this build can write it.
    pub fn is_built(self) -> bool {
        match self {
            Self::Json | Self::Ndjson | Self::Csv | Self::Datapackage => true,
            Self::Xlsx => cfg!(feature = "xlsx"),
            Self::Sqlite => cfg!(feature = "sqlite"),
            Self::Parquet => cfg!(feature = "parquet"),
        }
    }

    /// The files that an [`crate::Export`] makes, as names that [`crate::Sink`] gets: relative,
    /// with `/` between folders.
    pub fn files(self) -> Vec<String> {
        let tables = TABLES.iter().map(|table| table.name);
        match self {
            Self::Json => Vec::new(),
            Self::Ndjson => vec![NDJSON.to_owned()],
            Self::Csv => tables.map(csv_file).collect(),
            Self::Xlsx => vec![XLSX.to_owned()],
            Self::Sqlite => vec![SQLITE.to_owned(), DATASETTE.to_owned()],
            Self::Parquet => tables.map(parquet_file).collect(),
            Self::Datapackage => vec![DATAPACKAGE.to_owned()],
        }
    }
}

/// The file of [`Format::Ndjson`].
pub(crate) const NDJSON: &str = "documents.ndjson";
/// The file of [`Format::Xlsx`].
pub(crate) const XLSX: &str = "uip.xlsx";
/// The file of [`Format::Sqlite`].
pub(crate) const SQLITE: &str = "uip.sqlite";
/// What Datasette reads beside the database.
pub(crate) const DATASETTE: &str = "metadata.json";
/// The file of [`Format::Datapackage`].
pub(crate) const DATAPACKAGE: &str = "datapackage.json";

/// The file of a table in [`Format::Csv`].
pub(crate) fn csv_file(table: &str) -> String {
    format!("{table}.csv")
}

/// The file of a table in [`Format::Parquet`].
pub(crate) fn parquet_file(table: &str) -> String {
    format!("parquet/{table}.parquet")
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| Error::Unknown {
            what: "format",
            name: name.to_owned(),
            known: Self::ALL.map(Self::name).join(", "),
        })
    }
}

/// How CSV is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// RFC 4180: comma, decimal point, UTF-8 without byte order mark, every value as it is.
    #[default]
    Standard,
    /// What Excel with Danish settings opens by a double click: semicolon, decimal comma, UTF-8
    /// with byte order mark, and text that a spreadsheet would take for a formula guarded by an
    /// apostrophe.
    ExcelDa,
}

impl Dialect {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Standard, Self::ExcelDa];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::ExcelDa => "excel-da",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Dialect {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|dialect| dialect.name() == name);
        found.ok_or_else(|| Error::Unknown {
            what: "dialect",
            name: name.to_owned(),
            known: Self::ALL.map(Self::name).join(", "),
        })
    }
}

/// Language of the *Læs mig* sheet's findings and of what an export itself has to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Danish.
    #[default]
    Danish,
    /// English.
    English,
}
