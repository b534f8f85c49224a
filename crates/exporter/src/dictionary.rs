//! The data dictionary: every table and column in words, as Markdown.

use std::io::{self, Write};

use crate::table::{Column, Table, Type, Words};
use crate::{Language, TABLES};

/// Writes the data dictionary as Markdown.
///
/// # Errors
/// When the writer fails.
pub fn write_dictionary(language: Language, mut out: impl Write) -> io::Result<()> {
    let say = |words: Words| language.choose(words);
    writeln!(
        out,
        "# {}\n",
        say(Words {
            da: "Tabellerne",
            en: "The tables"
        })
    )?;
    writeln!(
        out,
        "{}\n",
        say(Words {
            da: "Navne og rækkefølge på tabeller og kolonner ligger fast; nye kolonner kommer til \
                 sidst i en tabel. Beløb er hele kroner. En manglende værdi er tom; `0` er nul. \
                 Nøglekolonner er mærket med **fed**.",
            en: "Names and order of tables and columns are fixed; new columns come at the end of a \
                 table. Amounts are whole kroner. A missing value is empty; `0` is zero. Key \
                 columns are in **bold**.",
        })
    )?;
    for table in TABLES {
        write_table(table, language, &mut out)?;
    }
    out.flush()
}

fn write_table(table: &Table, language: Language, out: &mut impl Write) -> io::Result<()> {
    let say = |words: Words| language.choose(words);
    writeln!(out, "## {}\n", table.name)?;
    writeln!(out, "{}. {}\n", say(table.title), say(table.about))?;
    writeln!(
        out,
        "| {} | {} | {} | {} |\n|---|---|---|---|",
        say(Words {
            da: "kolonne",
            en: "column"
        }),
        say(Words {
            da: "type",
            en: "type"
        }),
        say(Words {
            da: "navn",
            en: "name"
        }),
        say(Words {
            da: "betydning",
            en: "meaning"
        }),
    )?;
    for column in table.columns {
        let is_key = table.primary_key.contains(&column.name);
        let mark = if is_key { "**" } else { "" };
        writeln!(
            out,
            "| {mark}`{}`{mark} | {} | {} | {}{} |",
            column.name,
            describe(column, language),
            say(column.title),
            say(column.about),
            reference(table, column),
        )?;
    }
    writeln!(out)
}

/// Type, unit and whether a value is always there.
pub(crate) fn describe(column: &Column, language: Language) -> String {
    let kind = match column.kind {
        Type::Text => words("tekst", "text"),
        Type::Integer => words("heltal", "integer"),
        Type::Number => words("decimaltal", "number"),
        Type::Boolean => words("ja/nej", "boolean"),
        Type::Date => words("dato", "date"),
        Type::DateTime => words("tidspunkt (UTC)", "date and time (UTC)"),
    };
    let mut text = language.choose(kind).to_owned();
    if let Some(unit) = column.unit {
        text.push_str(", ");
        text.push_str(unit);
    }
    if column.required {
        text.push_str(language.choose(words(", altid udfyldt", ", never missing")));
    }
    text
}

fn words(da: &'static str, en: &'static str) -> Words {
    Words { da, en }
}

/// ` → table` for a column that refers to another table.
fn reference(table: &Table, column: &Column) -> String {
    let mut keys = table.foreign_keys.iter();
    let key = keys.find(|key| key.columns.last() == Some(&column.name));
    key.map_or_else(String::new, |key| format!(" → `{}`", key.table))
}

impl Language {
    /// The words in this language.
    pub(crate) fn choose(self, words: Words) -> &'static str {
        match self {
            Self::Danish => words.da,
            Self::English => words.en,
        }
    }
}
