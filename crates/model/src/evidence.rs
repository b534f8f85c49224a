//! Evidence (what was printed, where, which rule read it) and findings (what a person must look at).

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Origin;

/// How a value stands on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ValueState {
    /// Something is printed and was read.
    #[default]
    Printed,
    /// A dash is printed: the document says that there is no amount.
    Dash,
    /// The cell is empty.
    Empty,
    /// Something is printed that could not be read as a value of this kind.
    Unreadable,
    /// Nothing is printed; the value follows from others (first and last year with money).
    Derived,
}

/// The trace of one typed value: what was printed, where, and which rule read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// JSON Pointer (RFC 6901) to the value in the document, e.g.
    /// `/initiatives/0/budget/years/2/amount`.
    pub path: String,
    /// The text as printed, lines joined; empty where nothing is printed.
    pub printed: String,
    /// How the value stands on the page.
    pub state: ValueState,
    /// Stable name of the rule that read it, e.g. `amount.mio_kr`, `phase.chevron.fill`.
    pub rule: Cow<'static, str>,
    /// Where it stands; several places for a value that goes over lines or pages.
    pub origin: Vec<Origin>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Severity {
    /// Good to know; nothing needs to be done.
    Info,
    /// The document or the reading is in doubt: look at the place.
    #[default]
    Warning,
    /// A value is missing or wrong.
    Error,
}

/// Something about the document or its reading that a person must know.
///
/// A step that sees something makes a finding with [`Finding::new`], its code and arguments; the
/// auditor gives it severity and message from its catalogue. Findings never change values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Stable code in snake case, e.g. `years_do_not_sum`; every code is in the catalogue
    /// `crates/auditor/data/findings.toml`.
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// One or two sentences in the chosen language, with the values involved.
    pub message: String,
    /// Where to look: the places of all values involved.
    pub origin: Vec<Origin>,
    /// The values that the message names, by name, e.g. `{"text": "20,6 mio. kr."}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Finding {
    /// A finding with a code and the places of what it is about, still without message.
    pub fn new(code: &'static str, origin: Vec<Origin>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            origin,
            ..Self::default()
        }
    }

    /// Adds a named value for the message.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}
