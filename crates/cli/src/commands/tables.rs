//! `uip tables`: the data dictionary.

use std::io::{self, Write};

use clap::Args;
use serde_json::{Value, json};
use uip_exporter::{TABLES, Table, Type, Words};

use crate::Exit;
use crate::options::Lang;
use crate::output::print_to;
use crate::report::Report;

/// Prints the tables that uip batch writes: what a row is, and each column's type, unit and meaning.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip tables
  uip tables budget --lang en
  uip tables --json | jq '.[].name'")]
pub(crate) struct Tables {
    /// Only this table
    table: Option<String>,
    /// Language of the descriptions
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

impl Tables {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::default();
        let wanted: Vec<&Table> = TABLES
            .iter()
            .filter(|table| self.table.as_ref().is_none_or(|name| name == table.name))
            .collect();
        if wanted.is_empty() {
            let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
            report.trouble(
                "tables",
                &format!("there is no such table; there are {}", names.join(", ")),
            );
            return Exit::WrongUse;
        }
        let printed = print_to(None, |to| {
            if self.json {
                let tables: Vec<Value> = wanted.iter().map(|table| self.json(table)).collect();
                serde_json::to_writer_pretty(&mut *to, &tables)?;
                writeln!(to)
            } else {
                wanted.iter().try_for_each(|table| self.text(table, to))
            }
        });
        report.written(None, printed)
    }

    fn words(&self, words: Words) -> &'static str {
        match self.lang {
            Lang::Da => words.da,
            Lang::En => words.en,
        }
    }

    fn text(&self, table: &Table, to: &mut dyn Write) -> io::Result<()> {
        writeln!(to, "{} ({})", table.name, self.words(table.title))?;
        writeln!(to, "  {}", self.words(table.about))?;
        for column in table.columns {
            let key = if table.primary_key.contains(&column.name) {
                ", key"
            } else {
                ""
            };
            let unit = column
                .unit
                .map_or_else(String::new, |unit| format!(", {unit}"));
            let about = self.words(column.about);
            writeln!(
                to,
                "    {:<32} {}{unit}{key}: {about}",
                column.name,
                type_name(column.kind)
            )?;
        }
        for key in table.foreign_keys {
            writeln!(
                to,
                "    {} -> {}({})",
                key.columns.join(", "),
                key.table,
                key.references.join(", ")
            )?;
        }
        writeln!(to)
    }

    fn json(&self, table: &Table) -> Value {
        let columns: Vec<Value> = table
            .columns
            .iter()
            .map(|column| {
                json!({
                    "name": column.name, "type": type_name(column.kind), "unit": column.unit,
                    "title": self.words(column.title), "description": self.words(column.about),
                    "required": column.required, "categories": column.categories,
                })
            })
            .collect();
        let foreign_keys: Vec<Value> = table
            .foreign_keys
            .iter()
            .map(|key| {
                json!({ "columns": key.columns, "table": key.table, "references": key.references })
            })
            .collect();
        json!({
            "name": table.name, "title": self.words(table.title),
            "description": self.words(table.about), "columns": columns,
            "primary_key": table.primary_key, "foreign_keys": foreign_keys,
        })
    }
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Text => "text",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Date => "date",
        Type::DateTime => "datetime",
    }
}
