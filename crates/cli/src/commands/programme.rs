//! What the commands over many documents share: which documents, in which form, to where.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};
use serde::Serialize;
use uip_exporter::Dialect;
use uip_programme::{Cell, Table};

use super::table_options::parse_dialect;
use crate::Exit;
use crate::limits::Limits;
use crate::options::ReadingOptions;
use crate::output::print_to;
use crate::report::Report;

/// Where documents come from, and where the result goes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Programme {
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Form,
    /// Writes the result to this file; with --format csv, every table to this folder
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// How CSV is written: standard (RFC 4180), or excel-da for Excel with Danish settings
    #[arg(long, value_name = "DIALECT", default_value_t, value_parser = parse_dialect)]
    pub(crate) dialect: Dialect,
    #[command(flatten)]
    pub(crate) reading: ReadingOptions,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// Form of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// A report for people
    #[default]
    Text,
    /// JSON
    Json,
    /// Tables as CSV; without --output only the first
    Csv,
}

impl Programme {
    /// The auditor's language.
    pub(crate) fn language(&self) -> uip::Language {
        match self.reading.lang {
            crate::options::Lang::Da => uip::Language::Danish,
            crate::options::Lang::En => uip::Language::English,
        }
    }

    /// Prints a result in the form that was asked for.
    pub(crate) fn print(
        &self,
        report: &Report,
        text: impl std::fmt::Display,
        json: &impl Serialize,
        tables: &[Table],
    ) -> Exit {
        let target = self.output.as_deref();
        let printed = match (self.format, target) {
            (Form::Text, _) => print_to(target, |to| write!(to, "{text}")),
            (Form::Json, _) => print_to(target, |to| {
                serde_json::to_writer_pretty(&mut *to, json)?;
                writeln!(to)
            }),
            (Form::Csv, Some(folder)) if folder != Path::new("-") => {
                write_all(folder, tables, self.dialect)
            }
            (Form::Csv, _) => print_to(None, |to| {
                tables
                    .first()
                    .map_or(Ok(()), |table| write_csv(table, self.dialect, to))
            }),
        };
        report.written(target, printed)
    }
}

fn write_all(folder: &Path, tables: &[Table], dialect: Dialect) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    tables.iter().try_for_each(|table| {
        let path = folder.join(format!("{}.csv", table.name));
        print_to(Some(&path), |to| write_csv(table, dialect, to))
    })
}

/// Writes a table as the tables of a batch are written.
pub(crate) fn write_csv(table: &Table, dialect: Dialect, to: &mut dyn Write) -> io::Result<()> {
    let rows = table.rows.iter().map(|row| {
        row.iter()
            .map(|cell| match cell {
                Cell::Empty => uip_exporter::Cell::Null,
                Cell::Text(text) => text.into(),
                Cell::Integer(number) => (*number).into(),
                Cell::Decimal(number) => (*number).into(),
            })
            .collect()
    });
    uip_exporter::write_csv_rows(table.name, &table.header, rows, dialect, to).map_err(|error| {
        match error {
            uip_exporter::Error::Write { source, .. } => source,
            other => io::Error::other(other),
        }
    })
}
