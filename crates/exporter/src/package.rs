//! `datapackage.json`: the Data Package (version 2.0, datapackage.org) that describes the CSV
//! tables: types, keys, units, words in Danish and English, hashes, and the files they come from.

use std::io::Write;

use serde::Serialize;

use crate::csv::Rendered;
use crate::export::{Made, Summary, Writer};
use crate::format::DATAPACKAGE;
use crate::table::{Column, Table, Type};
use crate::{Dialect, Entry, Error, Format, Options, Provenance, Sink, TABLES};

const PACKAGE_PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const RESOURCE_PROFILE: &str = "https://datapackage.org/profiles/2.0/dataresource.json";
const DIALECT_PROFILE: &str = "https://datapackage.org/profiles/2.0/tabledialect.json";
const SCHEMA_PROFILE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// The package of an export. It comes after CSV in [`Format`], so CSV's files are in the summary
/// when it is written.
pub(crate) struct Package {
    dialect: Dialect,
    provenance: Provenance,
    sources: Vec<Source>,
}

impl Package {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            dialect: options.dialect,
            provenance: options.provenance.clone(),
            sources: Vec::new(),
        }
    }
}

impl<S: Sink> Writer<S> for Package {
    fn document(&mut self, entry: &Entry<'_>, _tables: &[Rendered]) -> Result<(), Error> {
        let source = &entry.document.source;
        self.sources.push(Source {
            title: source.file.clone().unwrap_or_else(|| entry.id.clone()),
            hash: format!("sha256:{}", source.sha256),
            document_id: entry.id.clone(),
        });
        Ok(())
    }

    fn finish(self: Box<Self>, sink: &mut S, summary: &mut Summary) -> Result<(), Error> {
        let descriptor = Descriptor {
            schema: PACKAGE_PROFILE,
            name: "uip",
            title: "Udviklings- og Investeringsprogrammerne (UIP): tabeller",
            title_en: "The Danish development and investment programmes (UIP): tables",
            description: "Læst ud af ministeriets PDF-filer. Beløb er hele kroner; en manglende \
                          værdi er et tomt felt.",
            description_en: "Read from the ministry's PDF files. Amounts are whole kroner; a \
                             missing value is an empty field.",
            created: self.provenance.created.map(|moment| moment.to_string()),
            licenses: [License {
                name: "notspecified",
                title: "Ikke angivet: udfyldes af den, der offentliggør tabellerne",
                title_en: "Not specified: to be filled in by whoever publishes the tables",
            }],
            contributors: Some(&self.provenance.program)
                .filter(|program| !program.is_empty())
                .map(|program| Contributor {
                    title: program,
                    roles: ["tool"],
                })
                .into_iter()
                .collect(),
            sources: &self.sources,
            resources: TABLES
                .iter()
                .filter_map(|table| {
                    let made = summary.files.iter();
                    let made = made
                        .filter(|made| made.format == Format::Csv)
                        .find(|made| made.table == Some(table.name));
                    Some(resource(table, self.dialect, made?))
                })
                .collect(),
        };
        let mut file = sink
            .create(DATAPACKAGE)
            .map_err(Error::write(DATAPACKAGE))?;
        let mut json = serde_json::to_vec_pretty(&descriptor)
            .map_err(|error| Error::write(DATAPACKAGE)(error.into()))?;
        json.push(b'\n');
        file.write_all(&json).map_err(Error::write(DATAPACKAGE))?;
        sink.commit(DATAPACKAGE, file)
            .map_err(Error::write(DATAPACKAGE))?;
        summary.files.push(Made {
            name: DATAPACKAGE.to_owned(),
            format: Format::Datapackage,
            table: None,
            bytes: Some(json.len() as u64),
            sha256: None,
        });
        Ok(())
    }
}

#[derive(Serialize)]
struct Descriptor<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: &'static str,
    title: &'static str,
    title_en: &'static str,
    description: &'static str,
    description_en: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    licenses: [License; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributors: Vec<Contributor<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sources: &'a [Source],
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct License {
    name: &'static str,
    title: &'static str,
    title_en: &'static str,
}

#[derive(Serialize)]
struct Contributor<'a> {
    title: &'a str,
    roles: [&'static str; 1],
}

#[derive(Serialize)]
struct Source {
    title: String,
    hash: String,
    document_id: String,
}

#[derive(Serialize)]
struct Resource<'a> {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'static str,
    r#type: &'static str,
    path: &'a str,
    title: &'static str,
    title_en: &'static str,
    description: &'static str,
    description_en: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: Option<u64>,
    hash: Option<String>,
    dialect: TableDialect,
    schema: TableSchema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableDialect {
    #[serde(rename = "$schema")]
    profile: &'static str,
    delimiter: char,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    skip_initial_space: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSchema {
    #[serde(rename = "$schema")]
    profile: &'static str,
    fields_match: &'static str,
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    title: &'static str,
    title_en: &'static str,
    description: &'static str,
    description_en: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(rename = "decimalChar", skip_serializing_if = "Option::is_none")]
    decimal_char: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    categories: &'static [&'static str],
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    constraints: Constraints,
}

#[derive(Serialize)]
struct Constraints {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unique: bool,
    #[serde(rename = "enum", skip_serializing_if = "<[_]>::is_empty")]
    one_of: &'static [&'static str],
}

impl Constraints {
    fn is_empty(&self) -> bool {
        !self.required && !self.unique && self.one_of.is_empty()
    }
}

#[derive(Serialize)]
struct ForeignKey {
    fields: &'static [&'static str],
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: &'static str,
    fields: &'static [&'static str],
}

fn resource<'a>(table: &Table, dialect: Dialect, made: &'a Made) -> Resource<'a> {
    Resource {
        profile: RESOURCE_PROFILE,
        name: table.name,
        r#type: "table",
        path: &made.name,
        title: table.title.da,
        title_en: table.title.en,
        description: table.about.da,
        description_en: table.about.en,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: made.bytes,
        hash: made.sha256.as_ref().map(|hash| format!("sha256:{hash}")),
        dialect: TableDialect {
            profile: DIALECT_PROFILE,
            delimiter: dialect.delimiter().into(),
            line_terminator: "\r\n",
            quote_char: "\"",
            double_quote: true,
            skip_initial_space: false,
            header: true,
        },
        schema: TableSchema {
            profile: SCHEMA_PROFILE,
            fields_match: "exact",
            fields: table
                .columns
                .iter()
                .map(|column| field(table, column, dialect))
                .collect(),
            missing_values: [""],
            primary_key: table.primary_key,
            foreign_keys: table
                .foreign_keys
                .iter()
                .map(|key| ForeignKey {
                    fields: key.columns,
                    reference: Reference {
                        resource: key.table,
                        fields: key.references,
                    },
                })
                .collect(),
        },
    }
}

fn field(table: &Table, column: &Column, dialect: Dialect) -> Field {
    let (r#type, format) = match (column.kind, dialect) {
        (Type::Text, _) => ("string", None),
        (Type::Integer, _) => ("integer", None),
        (Type::Number, _) => ("number", None),
        (Type::Boolean, _) => ("boolean", None),
        (Type::Date, _) => ("date", None),
        (Type::DateTime, Dialect::Standard) => ("datetime", None),
        (Type::DateTime, Dialect::ExcelDa) => ("datetime", Some("%Y-%m-%d %H:%M:%S")),
    };
    let is_comma = column.kind == Type::Number && dialect == Dialect::ExcelDa;
    Field {
        name: column.name,
        r#type,
        format,
        title: column.title.da,
        title_en: column.title.en,
        description: column.about.da,
        description_en: column.about.en,
        unit: column.unit,
        decimal_char: is_comma.then_some(","),
        categories: column.categories,
        constraints: Constraints {
            required: column.required,
            unique: matches!(table.primary_key, [only] if *only == column.name),
            one_of: column.categories,
        },
    }
}
