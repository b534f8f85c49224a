//! Writes documents as JSON, CSV and other formats: functions from documents to `io::Write`.
//!
//! All tabular formats are written from one model: [`TABLES`] is data ([`Table`], [`Column`]) with a
//! function that gives a document's rows as typed [`Cell`]s. An [`Export`] takes documents one at a
//! time, makes their rows once and hands each row to every format that was asked for, so that ten
//! thousand documents need no more memory than one. Where the files go is the caller's business
//! ([`Sink`]): this crate opens none, but for SQLite, which is given a path.
//!
//! To add a format, see `Writer` in `export.rs`: a module, a name in [`Format`], a line in
//! [`Export::new`].

mod cell;
mod csv;
mod date;
mod dictionary;
mod entry;
mod error;
mod export;
mod format;
mod json;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod pointer;
mod schema;
mod sink;
#[cfg(feature = "sqlite")]
mod sqlite;
mod table;
mod tables;
mod validate;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use cell::Cell;
pub use csv::{write_csv, write_csv_rows};
pub use date::{Date, DateTime};
pub use dictionary::write_dictionary;
pub use entry::{Entry, Keyed, Keys};
pub use error::Error;
pub use export::{Export, Made, Options, Provenance, Summary};
pub use format::{Dialect, Format, Language};
pub use json::{write_json, write_ndjson};
pub use pointer::Values;
pub use schema::{DocumentValidator, SCHEMA};
pub use sink::{Memory, Sink};
pub use table::{Column, Emit, ForeignKey, Table, Type, Words};
pub use tables::{TABLES, table};
pub use validate::{Open, Problem, validate_package};
