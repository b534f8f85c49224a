//! SQLite: STRICT tables with their keys, a wide view of the budgets, full-text search over the
//! sections, and the file by which Datasette shows it all.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use serde_json::json;

use crate::export::{Made, Summary, Writer};
use crate::format::{DATASETTE, SQLITE};
use crate::table::{Column, Table, Type};
use crate::{Cell, Error, Format, Options, Sink, TABLES};

/// The tables with a full-text index, with the columns that are searched.
const FULL_TEXT: &[(&str, &[&str])] = &[
    ("sections", &["heading", "text"]),
    ("report_sections", &["heading", "text"]),
];

/// The integer key by which a full-text index refers to its table. SQLite's hidden rowid would not
/// do: `VACUUM` may renumber it.
const ROW_KEY: &str = "search_rowid";

/// Years that become columns of `v_budget_wide`; more are no budget but a misreading, and SQLite
/// has its own limit of 2,000 columns.
const YEARS_MAX: usize = 100;

/// Prepared statements are kept for all tables.
const STATEMENTS: usize = 64;

/// The database of an export.
pub(crate) struct Sqlite {
    connection: Connection,
    path: PathBuf,
    inserts: Vec<String>,
    program: String,
}

fn wrong(error: rusqlite::Error) -> Error {
    Error::format(SQLITE)(error)
}

impl Sqlite {
    pub(crate) fn create<S: Sink>(sink: &mut S, options: &Options) -> Result<Self, Error> {
        let path = sink.path(SQLITE).map_err(Error::write(SQLITE))?;
        let connection = Connection::open(&path).map_err(wrong)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // The file is thrown away if anything fails, so it needs neither journal nor sync; 16 MiB
        // of page cache whatever its size.
        connection
            .execute_batch(
                "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
                 PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16384; \
                 PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; BEGIN;",
            )
            .map_err(wrong)?;
        for table in TABLES {
            connection.execute_batch(&create(table)).map_err(wrong)?;
        }
        Ok(Self {
            connection,
            path,
            inserts: TABLES.iter().map(insert).collect(),
            program: options.provenance.program.clone(),
        })
    }

    /// The index is built in one pass when all rows are in, which is twice as fast as row by row.
    fn index_text(&self) -> Result<(), Error> {
        for (table, columns) in FULL_TEXT {
            let columns = columns.join(", ");
            // Trigrams find a part of a compound word. Their case is folded; their diacritics stay,
            // since å, ø and æ are letters, not decorated a and o. That is the default, which is
            // not spelled out because SQLite before 3.45 would refuse `remove_diacritics`.
            let sql = format!(
                "CREATE VIRTUAL TABLE {table}_fts USING fts5({columns}, content='{table}', \
                 content_rowid='{ROW_KEY}', \
                 tokenize='trigram case_sensitive 0'); \
                 INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild');"
            );
            self.connection.execute_batch(&sql).map_err(wrong)?;
        }
        Ok(())
    }

    /// One row an initiative, the years of its totals as columns.
    fn wide_budget(&self) -> Result<(), Error> {
        let mut statement = self
            .connection
            .prepare("SELECT DISTINCT year FROM budget WHERE is_total ORDER BY year LIMIT ?1")
            .map_err(wrong)?;
        let years = statement
            .query_map([YEARS_MAX as i64], |row| row.get::<_, i64>(0))
            .map_err(wrong)?
            .collect::<Result<Vec<_>, _>>()
            .map_err(wrong)?;
        let mut sql = "CREATE VIEW v_budget_wide AS SELECT i.initiative_id, i.document_id, \
                       i.programme_year, i.label, i.title, i.price_level"
            .to_owned();
        for year in years {
            // Writing to a String cannot fail.
            let _ = write!(
                sql,
                ", sum(CASE WHEN b.year = {year} THEN b.amount_kr END) AS \"y{year}_kr\""
            );
        }
        sql.push_str(
            ", i.budget_total_kr FROM initiatives AS i LEFT JOIN budget AS b \
             ON b.initiative_id = i.initiative_id AND b.is_total \
             GROUP BY i.initiative_id",
        );
        self.connection.execute_batch(&sql).map_err(wrong)
    }
}

fn create(table: &Table) -> String {
    let mut parts: Vec<String> = table.columns.iter().map(define).collect();
    let key = table.primary_key.join(", ");
    if FULL_TEXT.iter().any(|(name, _)| *name == table.name) {
        parts.push(format!("{ROW_KEY} INTEGER PRIMARY KEY"));
        parts.push(format!("UNIQUE ({key})"));
    } else {
        parts.push(format!("PRIMARY KEY ({key})"));
    }
    for foreign in table.foreign_keys {
        parts.push(format!(
            "FOREIGN KEY ({}) REFERENCES {} ({})",
            foreign.columns.join(", "),
            foreign.table,
            foreign.references.join(", ")
        ));
    }
    let mut sql = format!("CREATE TABLE {} ({}) STRICT;", table.name, parts.join(", "));
    // A join from a parent needs an index, unless the primary key begins with the same columns.
    for foreign in table.foreign_keys {
        if !table.primary_key.starts_with(foreign.columns) {
            let _ = write!(
                sql,
                " CREATE INDEX {0}_{1} ON {0} ({2});",
                table.name,
                foreign.table,
                foreign.columns.join(", ")
            );
        }
    }
    sql
}

fn define(column: &Column) -> String {
    let kind = match column.kind {
        Type::Text | Type::Date | Type::DateTime => "TEXT",
        Type::Integer | Type::Boolean => "INTEGER",
        Type::Number => "REAL",
    };
    let name = column.name;
    let required = if column.required { " NOT NULL" } else { "" };
    let check = if column.kind == Type::Boolean {
        format!(" CHECK ({name} IN (0, 1))")
    } else {
        String::new()
    };
    format!("{name} {kind}{required}{check}")
}

fn insert(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    let marks = vec!["?"; names.len()].join(", ");
    format!(
        "INSERT INTO {} ({}) VALUES ({marks})",
        table.name,
        names.join(", ")
    )
}

/// A cell as SQLite takes it: text is borrowed, dates are ISO 8601 text, which its date functions
/// read.
struct Bound<'a>(Cell<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Cell::Null => ToSqlOutput::Owned(Value::Null),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Integer(number) => ToSqlOutput::Owned(Value::Integer(number)),
            Cell::Number(number) => ToSqlOutput::Owned(Value::Real(number)),
            Cell::Boolean(truth) => ToSqlOutput::Owned(Value::Integer(truth.into())),
            Cell::Date(date) => ToSqlOutput::Owned(Value::Text(date.to_string())),
            Cell::DateTime(moment) => ToSqlOutput::Owned(Value::Text(moment.to_string())),
        })
    }
}

impl<S: Sink> Writer<S> for Sqlite {
    fn takes_rows(&self) -> bool {
        true
    }

    fn row(&mut self, index: usize, _table: &Table, row: &[Cell<'_>]) -> Result<(), Error> {
        let Some(sql) = self.inserts.get(index) else {
            return Ok(());
        };
        let mut statement = self.connection.prepare_cached(sql).map_err(wrong)?;
        let cells = row.iter().map(|cell| Bound(*cell));
        statement.execute(params_from_iter(cells)).map_err(wrong)?;
        Ok(())
    }

    fn finish(self: Box<Self>, sink: &mut S, summary: &mut Summary) -> Result<(), Error> {
        self.index_text()?;
        self.wide_budget()?;
        self.connection.execute_batch("COMMIT;").map_err(wrong)?;
        self.connection.close().map_err(|(_, error)| wrong(error))?;
        sink.commit_path(SQLITE, &self.path)
            .map_err(Error::write(SQLITE))?;
        summary.files.push(Made {
            name: SQLITE.to_owned(),
            format: Format::Sqlite,
            table: None,
            bytes: None,
            sha256: None,
        });
        let json = datasette(&self.program);
        let mut file = sink.create(DATASETTE).map_err(Error::write(DATASETTE))?;
        file.write_all(json.as_bytes())
            .map_err(Error::write(DATASETTE))?;
        sink.commit(DATASETTE, file)
            .map_err(Error::write(DATASETTE))?;
        summary.files.push(Made {
            name: DATASETTE.to_owned(),
            format: Format::Sqlite,
            table: None,
            bytes: Some(json.len() as u64),
            sha256: None,
        });
        Ok(())
    }
}

/// Datasette's metadata: words for tables and columns, and where the full-text indexes are.
fn datasette(program: &str) -> String {
    let tables = TABLES.iter().map(|table| {
        let columns = table.columns.iter();
        let columns: serde_json::Map<_, _> = columns
            .map(|column| (column.name.to_owned(), json!(column.about.da)))
            .collect();
        let mut about = json!({
            "title": table.title.da,
            "description": table.about.da,
            "columns": columns,
        });
        let searched = FULL_TEXT.iter().any(|(name, _)| *name == table.name);
        if let (true, Some(about)) = (searched, about.as_object_mut()) {
            about.insert("fts_table".to_owned(), json!(format!("{}_fts", table.name)));
            about.insert("fts_pk".to_owned(), json!(ROW_KEY));
        }
        (table.name.to_owned(), about)
    });
    let metadata = json!({
        "title": "Udviklings- og Investeringsprogrammerne (UIP)",
        "description": "Læst ud af ministeriets PDF-filer. Beløb er hele kroner.",
        "source": program,
        "databases": {
            "uip": {"tables": tables.collect::<serde_json::Map<_, _>>()},
        },
    });
    // Pretty printing of a value that was built here has nothing to fail on.
    serde_json::to_string_pretty(&metadata).unwrap_or_default() + "\n"
}
