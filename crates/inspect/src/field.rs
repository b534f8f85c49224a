//! Finds what a field's name means in a document: the initiative, and the JSON Pointer in it; and gives
//! a pointer's name.

use std::fmt::Write as _;

use serde_json::Value;
use uip::model::Document;
use uip_exporter::Values;

use crate::Error;

/// A field of the common JSON, what is looked for to fill it, and which findings are about it.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// The lexicon's keys of the sections that it is read from.
    pub(crate) keys: &'static [&'static str],
    /// Topics of the findings' catalogue.
    pub(crate) topics: &'static [&'static str],
}

const fn field(
    name: &'static str,
    keys: &'static [&'static str],
    topics: &'static [&'static str],
) -> Field {
    Field { name, keys, topics }
}

/// The initiatives' fields that are read from sections or have findings of their own.
const FIELDS: [Field; 20] = [
    field("title", &["title"], &[]),
    field("phase", &["phase"], &["phase"]),
    field("recipients", &["recipients"], &[]),
    field("purpose", &["purpose"], &[]),
    field("target_group", &["target_group", "theme_target"], &[]),
    field("theme", &["theme_target"], &[]),
    field("duration_years", &["duration", "schedule"], &["time"]),
    field("start_year", &["duration", "schedule"], &["time"]),
    field("end_year", &["duration", "schedule"], &["time"]),
    field("next_uip", &["duration", "schedule"], &[]),
    field("susi_track", &["duration", "schedule"], &[]),
    field("budget", &["economy"], &["budget"]),
    field("total_in_text", &["economy"], &["economy"]),
    field("allocations", &["economy"], &["economy"]),
    field(
        "application_pool",
        &["economy", "pool_criteria"],
        &["economy"],
    ),
    field("direct_grants", &["direct_grants"], &["economy"]),
    field(
        "participants",
        &["description", "schedule", "pool_criteria"],
        &[],
    ),
    field("milestones", &["schedule"], &["time"]),
    field("predecessors", &["background"], &[]),
    field("sections", &[], &["sections"]),
];

/// What is known of a field by its first name; nothing for those that no section fills.
pub(crate) fn known(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

/// The initiative with this id or label.
pub(crate) fn initiative(document: &Document, wanted: &str) -> Result<usize, Error> {
    let same = |text: &str| text.to_lowercase() == wanted.trim().to_lowercase();
    let by_id = document.initiatives.iter().position(|i| same(&i.id));
    if let Some(found) = by_id {
        return Ok(found);
    }
    let all = document.initiatives.iter().enumerate();
    let labelled = |label: &str| {
        // "4" for "Initiativ 4" too.
        same(label) || label.split_whitespace().last().is_some_and(same)
    };
    let hits: Vec<usize> = all
        .filter(|(_, i)| i.label.as_deref().is_some_and(labelled))
        .map(|(index, _)| index)
        .collect();
    let names = |indices: &mut dyn Iterator<Item = usize>| {
        let names = indices.filter_map(|index| {
            let initiative = document.initiatives.get(index)?;
            let label = initiative.label.as_deref().unwrap_or("–");
            Some(format!("{} ({label})", initiative.id))
        });
        let names: Vec<String> = names.collect();
        if names.is_empty() {
            return "none".to_owned();
        }
        names.join(", ")
    };
    match hits.as_slice() {
        [one] => Ok(*one),
        [] => Err(Error::NoSuchInitiative {
            wanted: wanted.to_owned(),
            known: names(&mut (0..document.initiatives.len())),
        }),
        several => Err(Error::AmbiguousInitiative {
            wanted: wanted.to_owned(),
            known: names(&mut several.iter().copied()),
        }),
    }
}

/// The JSON Pointer of a field's name. Names are looked up from `base`, the pointer of the
/// initiative or empty for the document; a name that begins with `/` is a pointer already.
pub(crate) fn pointer(values: &mut Values<'_>, base: &str, name: &str) -> Result<String, Error> {
    let pointed = name.starts_with('/');
    let segments: Vec<String> = if pointed {
        let parts = name.split('/').skip(1);
        parts
            .map(|p| p.replace("~1", "/").replace("~0", "~"))
            .collect()
    } else {
        let dotted = name.replace('[', ".#").replace(']', "");
        let parts = dotted.split('.').map(|part| part.trim().to_owned());
        parts.filter(|part| !part.is_empty()).collect()
    };
    let mut at = if pointed {
        String::new()
    } else {
        base.to_owned()
    };
    let mut rest = segments.iter().peekable();
    // The parts of a document are looked up whole: its lists by name and index, the rest by name.
    if at.is_empty() {
        while let Some(segment) = rest.peek() {
            let index = segment.trim_start_matches('#');
            at.push('/');
            at.push_str(index);
            rest.next();
            if values.json(&at).is_some_and(|value| !value.is_null()) {
                break;
            }
        }
        if values.json(&at).is_none_or(Value::is_null) && !ROOT.contains(&at.trim_matches('/')) {
            return Err(Error::NoSuchField {
                wanted: name.to_owned(),
                place: "the document".to_owned(),
                known: format!("{}; --initiative names an initiative", ROOT.join(", ")),
            });
        }
    }
    for segment in rest {
        let value = values.json(&at).unwrap_or(&Value::Null);
        // `budget.total` of an initiative without a budget: there is nothing, and that is the answer.
        if value.is_null() {
            break;
        }
        match step(value, segment, pointed) {
            Ok(step) => {
                at.push('/');
                at.push_str(&step);
            }
            Err(known) => {
                let place = at.strip_prefix(base).unwrap_or(&at).trim_start_matches('/');
                return Err(Error::NoSuchField {
                    wanted: name.to_owned(),
                    place: if place.is_empty() {
                        "the initiative".to_owned()
                    } else {
                        place.replace('/', ".")
                    },
                    known,
                });
            }
        }
    }
    Ok(at)
}

/// The document's own fields.
const ROOT: [&str; 8] = [
    "kind",
    "template",
    "programme_year",
    "source",
    "portfolio",
    "evaluation",
    "figures",
    "report_sections",
];

/// One step down; else the names that there are.
fn step(value: &Value, segment: &str, pointed: bool) -> Result<String, String> {
    match value {
        Value::Object(map) => {
            if map.contains_key(segment) {
                return Ok(segment.replace('~', "~0").replace('/', "~1"));
            }
            let names: Vec<&str> = map.keys().map(String::as_str).collect();
            Err(names.join(", "))
        }
        Value::Array(list) => {
            let index = segment.strip_prefix('#').or(pointed.then_some(segment));
            if let Some(index) = index.and_then(|index| index.parse::<usize>().ok())
                && index < list.len()
            {
                return Ok(index.to_string());
            }
            let named = list.iter().position(|item| {
                NAMES
                    .iter()
                    .any(|name| told(item, name).as_deref() == Some(segment))
            });
            named.map(|index| index.to_string()).ok_or_else(|| {
                let told: Vec<String> = list
                    .iter()
                    .filter_map(|item| NAMES.iter().find_map(|name| told(item, name)))
                    .collect();
                match list.len() {
                    0 => "nothing (the list is empty)".to_owned(),
                    n if told.is_empty() => format!("[0] to [{}]", n - 1),
                    n => format!("[0] to [{}]: {}", n - 1, told.join(", ")),
                }
            })
        }
        _ => Err("no parts".to_owned()),
    }
}

/// What the items of lists are called by: years, printed numbers, keys.
const NAMES: [&str; 4] = ["year", "number", "key", "label"];

fn told(item: &Value, name: &str) -> Option<String> {
    match item.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The rest of a pointer below another; empty for the same.
pub(crate) fn below<'a>(path: &'a str, base: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(base)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

/// `budget.years[0].amount` for `budget/years/0/amount`.
pub(crate) fn dotted(rest: &str) -> String {
    let mut out = String::new();
    for part in rest.split('/') {
        let is_index = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if is_index {
            let _ = write!(out, "[{part}]");
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(part);
        }
    }
    out
}
