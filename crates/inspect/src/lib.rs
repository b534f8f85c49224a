//! Shows how a document was read: a page step by step or as a drawing, where a field's value comes
//! from, and which headings the lexicon knows.
//!
//! [`show`] takes bytes and gives text; the parts are pure functions over [`uip::Steps`]. Nothing
//! here changes what is read.

mod drawing;
mod entry;
mod explain;
mod field;
mod field_evidence;
mod headings;
mod near_headings;
mod pieces;
mod print;
mod roles;
mod rules;
mod svg;

pub use drawing::drawing;
pub use explain::explain;
pub use headings::headings;
pub use print::print;

use serde::{Deserialize, Serialize};
use uip::{Language, Options};

/// What is shown of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// A page as text.
    Page {
        /// Counted from 1.
        page: u32,
        /// The steps; all where none is named.
        steps: Vec<Step>,
    },
    /// A page as SVG.
    Drawing {
        /// Counted from 1.
        page: u32,
    },
    /// Where a field's value comes from.
    Explanation {
        /// Id or label of the initiative; the document itself where none is given.
        initiative: Option<String>,
        /// The field's name; all fields where none is given.
        field: Option<String>,
    },
    /// Which headings the lexicon knows, and an entry for the others.
    Headings,
}

/// A step whose result can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Words with place, type and what became of them.
    Words,
    /// Rulings, shapes and pictures.
    Rulings,
    /// Lines and tables by geometry alone.
    Layout,
    /// The structure, text as printed.
    Transcript,
    /// Fields and findings.
    Document,
}

impl Step {
    /// All steps in their order.
    pub const ALL: [Self; 5] = [
        Self::Words,
        Self::Rulings,
        Self::Layout,
        Self::Transcript,
        Self::Document,
    ];
}

/// Why something cannot be shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The document cannot be read.
    #[error(transparent)]
    Read(#[from] uip::Error),
    /// The document has no such page.
    #[error("there is no page {page}; the document has {pages}")]
    NoSuchPage {
        /// The page that was asked for.
        page: u32,
        /// How many there are.
        pages: usize,
    },
    /// No initiative has this id or label.
    #[error("there is no initiative {wanted:?}; there are {known}")]
    NoSuchInitiative {
        /// What was asked for.
        wanted: String,
        /// The ids and labels that there are.
        known: String,
    },
    /// Several initiatives have this label.
    #[error("{wanted:?} is ambiguous; name one of the ids {known}")]
    AmbiguousInitiative {
        /// What was asked for.
        wanted: String,
        /// The ids of those that have it.
        known: String,
    },
    /// There is no field of this name.
    #[error("there is no field {wanted:?}; {place} has {known}")]
    NoSuchField {
        /// What was asked for.
        wanted: String,
        /// The part of it that does exist.
        place: String,
        /// The names that go on from there.
        known: String,
    },
}

impl Error {
    /// Stable name of the kind in snake case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => error.code(),
            Self::NoSuchPage { .. } => "no_such_page",
            Self::NoSuchInitiative { .. } => "no_such_initiative",
            Self::AmbiguousInitiative { .. } => "ambiguous_initiative",
            Self::NoSuchField { .. } => "no_such_field",
        }
    }
}

/// Reads a document and shows something of it.
///
/// ```
/// let bytes = std::fs::read("../../fixtures/release-2022-form/typst.pdf")?;
/// let view = uip_inspect::View::Drawing { page: 1 };
/// let svg = uip_inspect::show(&bytes, &uip::Options::default(), &view)?;
/// assert!(svg.starts_with("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When the document cannot be read, or there is no such page, initiative or field.
pub fn show(bytes: &[u8], options: &Options, view: &View) -> Result<String, Error> {
    let steps = uip::steps(bytes, options)?;
    match view {
        View::Page {
            page,
            steps: wanted,
        } => print(&steps, *page, wanted),
        View::Drawing { page } => drawing(&steps, *page),
        View::Explanation { initiative, field } => {
            let initiative = initiative.as_deref();
            explain(&steps, options, initiative, field.as_deref())
        }
        View::Headings => Ok(headings(&steps, options)),
    }
}

/// The wording in the language that was chosen.
fn say<'a>(language: Language, danish: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::English => english,
        _ => danish,
    }
}

/// A text of at most `most` characters; a longer one ends with an ellipsis.
fn shortened(text: &str, most: usize) -> String {
    let text = text.replace('\n', " ⏎ ");
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}
