//! The parts of a `datapackage.json` that a check needs (Data Package 2.0, Table Schema).

use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Descriptor {
    pub(super) resources: Vec<Resource>,
}

#[derive(Deserialize)]
pub(super) struct Resource {
    pub(super) name: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) bytes: Option<u64>,
    #[serde(default)]
    pub(super) hash: Option<String>,
    #[serde(default)]
    pub(super) dialect: Dialect,
    pub(super) schema: Schema,
}

#[derive(Deserialize)]
pub(super) struct Dialect {
    #[serde(default = "comma")]
    pub(super) delimiter: char,
}

fn comma() -> char {
    ','
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: comma() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema {
    pub(super) fields: Vec<Field>,
    #[serde(default)]
    pub(super) primary_key: Names,
    #[serde(default)]
    pub(super) foreign_keys: Vec<ForeignKey>,
}

#[derive(Deserialize)]
pub(super) struct Field {
    pub(super) name: String,
    #[serde(rename = "type", default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) format: Option<String>,
    #[serde(rename = "decimalChar", default)]
    pub(super) decimal_char: Option<String>,
    #[serde(default)]
    pub(super) constraints: Constraints,
}

#[derive(Default, Deserialize)]
pub(super) struct Constraints {
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) unique: bool,
    #[serde(rename = "enum", default)]
    pub(super) one_of: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct ForeignKey {
    pub(super) fields: Names,
    pub(super) reference: Reference,
}

#[derive(Deserialize)]
pub(super) struct Reference {
    #[serde(default)]
    pub(super) resource: String,
    pub(super) fields: Names,
}

/// One name or several: Table Schema allows both.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Names {
    One(String),
    Many(Vec<String>),
}

impl Default for Names {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Names {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}
