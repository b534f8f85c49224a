//! A document on its way into the tables, with the keys that its rows carry.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use uip_model::{Document, Finding, Initiative, Origin, Severity, ValueState};

use crate::{Cell, Language};

/// The keys that an export has given out. A key is never given twice: what comes again (the same
/// release as two PDFs, two initiatives with one label) gets `~2`, `~3`, … after it.
#[derive(Debug, Default)]
pub struct Keys {
    language: Language,
    documents: BTreeMap<String, u64>,
    initiatives: BTreeMap<String, u64>,
}

/// How many digits of the file's SHA-256 make a document's key: 48 bits, so that among a million
/// files two share one with a chance of 1 in 500, and then `~2` tells them apart.
const KEY_DIGITS: usize = 12;

impl Keys {
    /// No key given out yet; findings will be in this language.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            ..Self::default()
        }
    }

    /// A document with its keys.
    pub fn entry<'a>(&mut self, document: &'a Document) -> Entry<'a> {
        let wanted = document.source.sha256.get(..KEY_DIGITS);
        let id = claim(&mut self.documents, wanted.unwrap_or("document"));
        let initiatives = document.initiatives.iter().enumerate();
        let initiatives = initiatives
            .map(|(index, initiative)| {
                let id = if initiative.id.is_empty() {
                    claim(&mut self.initiatives, &format!("{id}-{}", index + 1))
                } else {
                    claim(&mut self.initiatives, &initiative.id)
                };
                Keyed {
                    findings: renamed(initiative, &id, self.language)
                        .into_iter()
                        .collect(),
                    index,
                    id,
                    initiative,
                }
            })
            .collect();
        Entry {
            document,
            id,
            initiatives,
            states: OnceLock::new(),
        }
    }
}

/// Takes a key; `next` of a key is the copy that is tried first, so that a thousand copies of one
/// key cost a thousand steps, not a million.
fn claim(taken: &mut BTreeMap<String, u64>, wanted: &str) -> String {
    let Some(next) = taken.get(wanted).copied() else {
        taken.insert(wanted.to_owned(), 2);
        return wanted.to_owned();
    };
    let mut copy = next;
    let id = loop {
        let id = format!("{wanted}~{copy}");
        copy += 1;
        if !taken.contains_key(&id) {
            break id;
        }
    };
    taken.insert(wanted.to_owned(), copy);
    taken.insert(id.clone(), 2);
    id
}

/// A document with its keys.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its key: the first digits of its file's SHA-256.
    pub id: String,
    /// Its initiatives with their keys, in printed order.
    pub initiatives: Vec<Keyed<'a>>,
    /// How values stand on the page, by JSON Pointer; made when the first is asked for.
    states: OnceLock<BTreeMap<&'a str, ValueState>>,
}

/// An initiative with its key.
#[derive(Debug)]
pub struct Keyed<'a> {
    /// Its index in the document.
    pub index: usize,
    /// Its key: [`Initiative::id`], made unique within the export.
    pub id: String,
    /// The initiative.
    pub initiative: &'a Initiative,
    /// What this export has to say about it.
    pub findings: Vec<Finding>,
}

impl<'a> Entry<'a> {
    fn states(&self) -> &BTreeMap<&'a str, ValueState> {
        self.states.get_or_init(|| {
            let evidence = self.document.evidence.iter();
            evidence.map(|e| (e.path.as_str(), e.state)).collect()
        })
    }

    /// The document's key as a cell.
    pub(crate) fn key(&self) -> Cell<'_> {
        Cell::Text(&self.id)
    }

    /// How the value at this JSON Pointer stands on the page; missing where nothing traces it.
    /// A value that nothing traces and that is there was printed.
    pub(crate) fn state<'c>(&self, path: &str, value: Option<i64>) -> Cell<'c> {
        match (self.states().get(path), value) {
            (Some(state), _) => Cell::Text(state_name(*state)),
            (None, Some(_)) => Cell::Text(state_name(ValueState::Printed)),
            (None, None) => Cell::Null,
        }
    }
}

impl Keyed<'_> {
    /// The initiative's key as a cell.
    pub(crate) fn key(&self) -> Cell<'_> {
        Cell::Text(&self.id)
    }
}

/// The finding that an initiative's key had to be changed.
fn renamed(initiative: &Initiative, id: &str, language: Language) -> Option<Finding> {
    if initiative.id == id {
        return None;
    }
    let message = match language {
        Language::Danish => format!(
            "Nøglen {} findes allerede i denne udgave af tabellerne; initiativet hedder her {id}. \
             Er den samme udmøntning læst to gange?",
            initiative.id
        ),
        Language::English => format!(
            "The key {} is already in these tables; the initiative is called {id} here. Was the \
             same release read twice?",
            initiative.id
        ),
    };
    let finding = Finding::new("initiative_id_repeated", initiative.origin.clone());
    Some(Finding {
        severity: Severity::Warning,
        message,
        ..finding.arg("id", &initiative.id).arg("key", id)
    })
}

/// The names of [`ValueState`] in the common JSON.
pub(crate) const STATES: &[&str] = &["printed", "dash", "empty", "unreadable", "derived"];

/// The name of a state in the common JSON.
pub(crate) fn state_name(state: ValueState) -> &'static str {
    match state {
        ValueState::Printed => "printed",
        ValueState::Dash => "dash",
        ValueState::Empty => "empty",
        ValueState::Unreadable => "unreadable",
        ValueState::Derived => "derived",
    }
}

/// Page and the four edges of a box as cells, rounded to hundredths of a point as in the JSON.
pub(crate) fn place<'c>(origin: Option<&Origin>) -> [Cell<'c>; 5] {
    let Some(Origin { page, bbox }) = origin else {
        return [Cell::Null; 5];
    };
    let edge = |v: f32| Cell::from((f64::from(v) * 100.0).round() / 100.0);
    [
        Cell::from(*page),
        edge(bbox.x0),
        edge(bbox.y0),
        edge(bbox.x1),
        edge(bbox.y1),
    ]
}

/// The first page as a cell.
pub(crate) fn first_page<'c>(origins: &[Origin]) -> Cell<'c> {
    origins.first().map(|o| o.page).into()
}
