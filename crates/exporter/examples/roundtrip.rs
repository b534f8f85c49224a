//! Writes the test documents in all formats and dialects, with every cell beside them as JSON, for
//! `.ci/roundtrip` to read them back with other programs; or many documents, to measure.
//!
//! ```text
//! cargo run --example roundtrip -- OUT                 the awkward test documents
//! cargo run --release --example roundtrip -- OUT 1000  1,000 releases of ten initiatives
//! ```

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use uip_exporter::*;
use uip_model::Document;

struct Folder(PathBuf);

impl Sink for Folder {
    type File = File;

    fn create(&mut self, name: &str) -> io::Result<File> {
        let path = self.0.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        File::create(path)
    }

    fn path(&mut self, name: &str) -> io::Result<PathBuf> {
        let path = self.0.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(path),
        }
    }

    fn commit(&mut self, _name: &str, mut file: File) -> io::Result<()> {
        file.flush()
    }

    fn commit_path(&mut self, _name: &str, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let out = PathBuf::from(
        arguments
            .next()
            .unwrap_or_else(|| "target/roundtrip".into()),
    );
    match arguments.next() {
        None => awkward(&out),
        Some(count) => many(&out, count.parse().unwrap(), arguments.next()),
    }
}

fn options(dialect: Dialect) -> Options {
    Options {
        formats: Format::ALL.to_vec(),
        dialect,
        language: Language::Danish,
        provenance: Provenance {
            program: "uip roundtrip".to_owned(),
            created: DateTime::parse("2031-02-03T04:05:06Z"),
        },
    }
}

fn awkward(out: &Path) {
    let mut documents = common::documents();
    documents.push(long());
    for dialect in Dialect::ALL {
        let folder = out.join(dialect.name());
        fs::create_dir_all(&folder).unwrap();
        let mut export = Export::new(&options(dialect), Folder(folder.clone())).unwrap();
        for (index, document) in documents.iter().enumerate() {
            export.push(document).unwrap();
            let json = File::create(folder.join(format!("document-{index}.json"))).unwrap();
            write_json(document, BufWriter::new(json)).unwrap();
        }
        export.finish().unwrap();
    }
    fs::write(out.join("schema.json"), SCHEMA).unwrap();
    fs::write(out.join("expected.json"), expected(&documents).to_string()).unwrap();
}

/// A release with texts that are too long for a cell of a spreadsheet.
fn long() -> Document {
    let mut document = common::release();
    document.source.sha256 = "9999".repeat(16);
    document.initiatives.truncate(1);
    let initiative = &mut document.initiatives[0];
    initiative.id = "uip-2031-lang".to_owned();
    initiative.purpose = Some("Formål, linje for linje.\n".repeat(3_000));
    initiative.sections[0].text = "=😀å".repeat(30_000);
    document
}

/// Every cell of every table, with its type.
fn expected(documents: &[Document]) -> Value {
    let mut keys = Keys::new(Language::Danish);
    let mut rows: Vec<Vec<Value>> = vec![Vec::new(); TABLES.len()];
    for document in documents {
        let entry = keys.entry(document);
        for (rows, table) in rows.iter_mut().zip(TABLES) {
            (table.rows)(&entry, &mut |row| {
                rows.push(row.iter().map(value).collect());
                Ok(())
            })
            .unwrap();
        }
    }
    let tables = TABLES.iter().zip(rows).map(|(table, rows)| {
        let columns = table.columns.iter();
        json!({
            "name": table.name,
            "columns": columns.clone().map(|c| c.name).collect::<Vec<_>>(),
            "types": columns.map(|c| format!("{:?}", c.kind).to_lowercase()).collect::<Vec<_>>(),
            "primary_key": table.primary_key,
            "rows": rows,
        })
    });
    tables.collect()
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Integer(number) => json!(number),
        Cell::Number(number) => json!(number),
        Cell::Boolean(truth) => json!(truth),
        Cell::Date(date) => json!(date.to_string()),
        Cell::DateTime(moment) => json!(moment.to_string()),
    }
}

/// Releases as large as real ones: ten initiatives with eight sections and eighty traced values.
fn many(out: &Path, count: usize, format: Option<String>) {
    let mut options = options(Dialect::Standard);
    if let Some(format) = format {
        options.formats = vec![format.parse().unwrap()];
    }
    fs::create_dir_all(out).unwrap();
    let mut export = Export::new(&options, Folder(out.to_owned())).unwrap();
    let model = typical();
    for index in 0..count {
        let mut document = model.clone();
        document.source.sha256 = format!("{index:064x}").chars().rev().collect();
        for (number, initiative) in document.initiatives.iter_mut().enumerate() {
            initiative.id = format!("uip-{index}-{number}");
        }
        export.push(&document).unwrap();
    }
    let summary = export.finish().unwrap();
    let rows: u64 = summary.rows.iter().map(|(_, rows)| rows).sum();
    println!("{} documents, {rows} rows", summary.documents);
    for (table, rows) in &summary.rows {
        println!("{rows:>10} {table}");
    }
}

fn typical() -> Document {
    let mut document = common::release();
    let mut initiative = document.initiatives.swap_remove(0);
    let sentence = "Indsatsen skal på voksenområdet styrke borgernes mulighed for at få hjælp, \
                    og kommunerne kan søge om tilskud til at afprøve metoden i praksis. ";
    let mut section = initiative.sections[0].clone();
    section.text = sentence.repeat(8);
    initiative.sections = vec![section; 8];
    document.initiatives = vec![initiative; 10];
    let trace = document.evidence[0].clone();
    document.evidence = (0..10)
        .flat_map(|initiative| (0..80).map(move |number| (initiative, number)))
        .map(|(initiative, number)| uip_model::Evidence {
            path: format!(
                "/initiatives/{initiative}/budget/lines/{}/years/0/amount",
                number % 2
            ),
            printed: "26,4 mio. kr.".to_owned(),
            ..trace.clone()
        })
        .collect();
    document
}
