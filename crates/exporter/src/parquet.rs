//! Parquet: one file a table, Snappy-compressed, written in row groups as the documents come.

use std::io::{BufWriter, Write};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use crate::export::{Made, Summary, Writer};
use crate::format::parquet_file;
use crate::table::{Column, Table, Type};
use crate::{Cell, Error, Format, Options, Sink, TABLES};

/// A table's rows are held up to this size before they become a row group. Readers like groups of
/// many megabytes; this is what all tables together may hold within a batch's memory.
const ROW_GROUP_BYTES: usize = 2 * 1024 * 1024;

/// The tables of an export as Parquet files.
pub(crate) struct Parquet<F: Write + Send> {
    files: Vec<TableFile<F>>,
}

struct TableFile<F: Write + Send> {
    name: String,
    out: SerializedFileWriter<BufWriter<F>>,
    columns: Vec<Held>,
    bytes: usize,
}

/// The values of a column that wait for their row group, and for each row whether it has one.
struct Held {
    values: Values,
    present: Vec<i16>,
    required: bool,
}

enum Values {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Number(Vec<f64>),
    Boolean(Vec<bool>),
    Date(Vec<i32>),
}

impl<F: Write + Send> Parquet<F> {
    pub(crate) fn create<S: Sink<File = F>>(
        sink: &mut S,
        options: &Options,
    ) -> Result<Self, Error> {
        let mut about = Vec::new();
        let provenance = &options.provenance;
        if !provenance.program.is_empty() {
            let program = provenance.program.clone();
            about.push(KeyValue::new("uip.program".to_owned(), program));
        }
        if let Some(created) = provenance.created {
            let created = created.to_string();
            about.push(KeyValue::new("uip.created".to_owned(), created));
        }
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(about))
            .build();
        let properties = Arc::new(properties);
        let mut files = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            let name = parquet_file(table.name);
            let schema = parse_message_type(&message(table)).map_err(Error::format(&name))?;
            let file = sink.create(&name).map_err(Error::write(&name))?;
            let out = BufWriter::new(file);
            let out = SerializedFileWriter::new(out, Arc::new(schema), Arc::clone(&properties))
                .map_err(Error::format(&name))?;
            files.push(TableFile {
                columns: table.columns.iter().map(Held::new).collect(),
                name,
                out,
                bytes: 0,
            });
        }
        Ok(Self { files })
    }
}

/// The table in Parquet's own schema language.
fn message(table: &Table) -> String {
    let fields = table.columns.iter().map(|column| {
        let repetition = if column.required {
            "REQUIRED"
        } else {
            "OPTIONAL"
        };
        let (physical, logical) = match column.kind {
            Type::Text => ("BYTE_ARRAY", " (STRING)"),
            Type::Integer => ("INT64", ""),
            Type::Number => ("DOUBLE", ""),
            Type::Boolean => ("BOOLEAN", ""),
            Type::Date => ("INT32", " (DATE)"),
            Type::DateTime => ("INT64", " (TIMESTAMP(MILLIS,true))"),
        };
        format!("{repetition} {physical} {}{logical};", column.name)
    });
    format!(
        "message {} {{ {} }}",
        table.name,
        fields.collect::<Vec<_>>().join(" ")
    )
}

impl Held {
    fn new(column: &Column) -> Self {
        let values = match column.kind {
            Type::Text => Values::Text(Vec::new()),
            Type::Integer | Type::DateTime => Values::Integer(Vec::new()),
            Type::Number => Values::Number(Vec::new()),
            Type::Boolean => Values::Boolean(Vec::new()),
            Type::Date => Values::Date(Vec::new()),
        };
        Self {
            values,
            present: Vec::new(),
            required: column.required,
        }
    }

    /// Takes a cell and gives the bytes that it holds, or nothing where it does not fit the column.
    fn push(&mut self, cell: Cell<'_>) -> Option<usize> {
        let bytes = match (&mut self.values, cell) {
            (_, Cell::Null) if self.required => return None,
            (_, Cell::Null) => {
                self.present.push(0);
                return Some(2);
            }
            (Values::Text(values), Cell::Text(text)) => {
                values.push(ByteArray::from(text));
                text.len() + size_of::<ByteArray>()
            }
            (Values::Integer(values), Cell::Integer(number)) => {
                values.push(number);
                size_of::<i64>()
            }
            (Values::Integer(values), Cell::DateTime(moment)) => {
                values.push(moment.seconds() * 1000);
                size_of::<i64>()
            }
            (Values::Number(values), Cell::Number(number)) => {
                values.push(number);
                size_of::<f64>()
            }
            (Values::Boolean(values), Cell::Boolean(truth)) => {
                values.push(truth);
                size_of::<bool>()
            }
            (Values::Date(values), Cell::Date(date)) => {
                values.push(i32::try_from(date.days()).ok()?);
                size_of::<i32>()
            }
            _ => return None,
        };
        self.present.push(1);
        Some(bytes + 2)
    }

    fn write(&mut self, out: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        let present = (!self.required).then_some(self.present.as_slice());
        match (out, &self.values) {
            (ColumnWriter::ByteArrayColumnWriter(out), Values::Text(values)) => {
                out.write_batch(values, present, None)?;
            }
            (ColumnWriter::Int64ColumnWriter(out), Values::Integer(values)) => {
                out.write_batch(values, present, None)?;
            }
            (ColumnWriter::DoubleColumnWriter(out), Values::Number(values)) => {
                out.write_batch(values, present, None)?;
            }
            (ColumnWriter::BoolColumnWriter(out), Values::Boolean(values)) => {
                out.write_batch(values, present, None)?;
            }
            (ColumnWriter::Int32ColumnWriter(out), Values::Date(values)) => {
                out.write_batch(values, present, None)?;
            }
            _ => {
                let reason = "a column's values are not of its type".to_owned();
                return Err(ParquetError::General(reason));
            }
        }
        self.present.clear();
        match &mut self.values {
            Values::Text(values) => values.clear(),
            Values::Integer(values) => values.clear(),
            Values::Number(values) => values.clear(),
            Values::Boolean(values) => values.clear(),
            Values::Date(values) => values.clear(),
        }
        Ok(())
    }
}

impl<F: Write + Send> TableFile<F> {
    fn push(&mut self, table: &Table, row: &[Cell<'_>]) -> Result<(), Error> {
        for ((held, cell), column) in self.columns.iter_mut().zip(row).zip(table.columns) {
            let bytes = held.push(*cell).ok_or_else(|| Error::Format {
                file: self.name.clone(),
                reason: format!("the column {} does not take {cell:?}", column.name),
            })?;
            self.bytes += bytes;
        }
        if self.bytes >= ROW_GROUP_BYTES {
            self.write_group().map_err(Error::format(&self.name))?;
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.out.next_row_group()?;
        for held in &mut self.columns {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            held.write(column.untyped())?;
            column.close()?;
        }
        group.close()?;
        self.bytes = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<F, Error> {
        if self.bytes > 0 {
            self.write_group().map_err(Error::format(&self.name))?;
        }
        let out = self.out.into_inner().map_err(Error::format(&self.name))?;
        out.into_inner()
            .map_err(|error| Error::write(&self.name)(error.into_error()))
    }
}

impl<S: Sink> Writer<S> for Parquet<S::File> {
    fn takes_rows(&self) -> bool {
        true
    }

    fn row(&mut self, index: usize, table: &Table, row: &[Cell<'_>]) -> Result<(), Error> {
        match self.files.get_mut(index) {
            Some(file) => file.push(table, row),
            None => Ok(()),
        }
    }

    fn finish(self: Box<Self>, sink: &mut S, summary: &mut Summary) -> Result<(), Error> {
        for (table, file) in TABLES.iter().zip(self.files) {
            let name = file.name.clone();
            let file = file.finish()?;
            sink.commit(&name, file).map_err(Error::write(&name))?;
            summary.files.push(Made {
                name,
                format: Format::Parquet,
                table: Some(table.name),
                bytes: None,
                sha256: None,
            });
        }
        Ok(())
    }
}
