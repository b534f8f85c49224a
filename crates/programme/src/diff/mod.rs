//! What differs between two readings, two producers or two years: initiatives, overview rows and
//! evaluations that came, went or were renamed, and every field of those that stayed.
//!
//! Only what the documents say is compared. How it was read — files, boxes, evidence, findings, the
//! ledger, the lexicon's certainty — is not, and neither are line breaks, kinds of hyphen, soft
//! hyphens, ligatures and white space, so that a release printed by another producer shows only
//! what that producer changed.

mod evaluation;
mod field;
mod fields;
mod initiative;
mod list;
mod pair;
mod report;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;
use uip_model::{Document, Origin};

pub use words::{WordEdit, WordOp};

use crate::document_name::in_order;
use field::Field;
use pair::{Item, Pairs};

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A document as a whole.
    Document,
    /// An initiative of a release.
    Initiative,
    /// A row of an overview report.
    PortfolioRow,
    /// An evaluation summary.
    Evaluation,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only in the new documents.
    Added,
    /// Only in the old documents.
    Dropped,
    /// In both, with another title.
    Renamed,
    /// A field has another value.
    Changed,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A count, a year.
    Integer(i64),
    /// A number with decimals.
    Decimal(f64),
    /// Text.
    Text(String),
}

/// Where a value stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Place {
    /// The document's file name (or the start of its hash).
    pub document: String,
    /// Page and box; empty where the reading does not know.
    pub origin: Vec<Origin>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The document: the new one where there is one.
    pub document: String,
    /// What it is about.
    pub item: ItemKind,
    /// The initiative's id, the row's or evaluation's title, the document's name: the new one
    /// where there is one.
    pub id: String,
    /// Its title, the new one where there is one.
    pub title: String,
    /// What happened.
    pub kind: ChangeKind,
    /// The field in the names of the common JSON, list entries by what they are about:
    /// `budget.years[2023]`, `sections[3].text`. Empty where the whole item came or went.
    pub field: String,
    /// The value before; `null` where there was none.
    pub old: Option<Value>,
    /// The value after; `null` where there is none.
    pub new: Option<Value>,
    /// `new` minus `old` for whole numbers.
    pub difference: Option<i64>,
    /// For texts in both: the words that differ, with a few around them.
    pub words: Vec<WordEdit>,
    /// Where it stood.
    pub old_place: Option<Place>,
    /// Where it stands.
    pub new_place: Option<Place>,
}

/// All differences, in the order of the new documents; what was dropped stands last of its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Items that are in both.
    pub compared: usize,
    /// The differences.
    pub changes: Vec<Change>,
}

impl Diff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Compares two sets of documents.
pub fn diff(old: &[Document], new: &[Document]) -> Diff {
    let (old, new) = (in_order(old), in_order(new));
    let mut diff = Diff::default();
    for kind in [
        ItemKind::Document,
        ItemKind::Initiative,
        ItemKind::PortfolioRow,
        ItemKind::Evaluation,
    ] {
        let pairs = Pairs::of(kind, &old, &new);
        for (before, after) in pairs.in_order() {
            match (before, after) {
                (Some(before), Some(after)) => {
                    diff.compared += 1;
                    compare(before, after, &mut diff.changes);
                }
                (Some(before), None) => diff.changes.push(whole(before, ChangeKind::Dropped)),
                (None, Some(after)) => diff.changes.push(whole(after, ChangeKind::Added)),
                (None, None) => {}
            }
        }
    }
    diff
}

/// An item that only one side has.
fn whole(item: &Item, kind: ChangeKind) -> Change {
    let place = Some(item.place(""));
    let value = Some(Value::Text(item.title.clone()));
    let added = kind == ChangeKind::Added;
    Change {
        document: item.name.to_owned(),
        item: item.kind,
        id: item.id.clone(),
        title: item.title.clone(),
        kind,
        field: String::new(),
        difference: None,
        words: Vec::new(),
        old: value.clone().filter(|_| !added),
        new: value.filter(|_| added),
        old_place: place.clone().filter(|_| !added),
        new_place: place.filter(|_| added),
    }
}

/// All fields that differ between two accounts of one item.
fn compare(before: &Item, after: &Item, changes: &mut Vec<Change>) {
    let (old, new) = fields::of(before, after);
    let mut matched = Vec::new();
    for field in &new {
        let was = old.iter().find(|f| f.path == field.path);
        matched.extend(was.map(|f| &f.path));
        changes.extend(changed((before, after), was, Some(field)));
    }
    for field in old.iter().filter(|f| !matched.contains(&&f.path)) {
        changes.extend(changed((before, after), Some(field), None));
    }
}

fn changed(
    (before, after): (&Item, &Item),
    old: Option<&Field>,
    new: Option<&Field>,
) -> Option<Change> {
    let was = old.and_then(|f| f.value.as_ref());
    let is = new.and_then(|f| f.value.as_ref());
    let words = match (was, is) {
        (None, None) => return None,
        (Some(Value::Text(a)), Some(Value::Text(b))) => {
            let words = words::edits(a, b);
            if words.is_empty() {
                return None;
            }
            words
        }
        (was, is) if was == is => return None,
        _ => Vec::new(),
    };
    let field = new.or(old).map(|f| f.path.clone()).unwrap_or_default();
    Some(Change {
        document: after.name.to_owned(),
        item: after.kind,
        id: after.id.clone(),
        title: after.title.clone(),
        kind: if field == "title" {
            ChangeKind::Renamed
        } else {
            ChangeKind::Changed
        },
        field,
        difference: match (was, is) {
            (Some(Value::Integer(a)), Some(Value::Integer(b))) => b.checked_sub(*a),
            _ => None,
        },
        words,
        old: was.cloned(),
        new: is.cloned(),
        old_place: old.map(|f| before.place(&f.pointer)),
        new_place: new.map(|f| after.place(&f.pointer)),
    })
}
