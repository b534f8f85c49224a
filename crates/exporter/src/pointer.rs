//! Finds values of a document by JSON Pointer, without holding the whole document as JSON.

use serde::Serialize;
use serde_json::Value;
use uip_model::Document;

/// The values of a document. The part that was asked for last (one initiative, one row, the
/// evaluation) is kept as JSON, since evidence comes in the order of the document.
pub struct Values<'a> {
    document: &'a Document,
    part: String,
    value: Value,
}

impl<'a> Values<'a> {
    /// The values of this document.
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            part: String::new(),
            value: Value::Null,
        }
    }

    /// The scalar at this pointer (RFC 6901) as text: a string as it is, everything else as JSON.
    /// `None` for `null` and for a pointer that leads nowhere.
    pub fn at(&mut self, pointer: &str) -> Option<String> {
        match self.json(pointer)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// The value at this pointer as JSON. `None` for a pointer that leads nowhere.
    pub fn json(&mut self, pointer: &str) -> Option<&Value> {
        let (part, rest) = split(pointer);
        if part != self.part {
            part.clone_into(&mut self.part);
            self.value = self.load(part);
        }
        self.value.pointer(rest)
    }

    fn load(&self, part: &str) -> Value {
        let document = self.document;
        let mut names = part.split('/').skip(1);
        let name = names.next().unwrap_or_default();
        let index = names.next().and_then(|index| index.parse::<usize>().ok());
        match (name, index) {
            ("initiatives", Some(index)) => json(document.initiatives.get(index)),
            ("portfolio", Some(index)) => json(document.portfolio.get(index)),
            ("figures", Some(index)) => json(document.figures.get(index)),
            ("report_sections", Some(index)) => json(document.report_sections.get(index)),
            ("evaluation", None) => json(document.evaluation.as_ref()),
            ("source", None) => json(Some(&document.source)),
            ("kind", None) => json(Some(document.kind)),
            ("template", None) => json(document.template.as_ref()),
            ("programme_year", None) => json(document.programme_year),
            _ => Value::Null,
        }
    }
}

fn json<T: Serialize>(part: Option<T>) -> Value {
    serde_json::to_value(part).unwrap_or(Value::Null)
}

/// Splits a pointer into the part that is loaded as a whole and what leads on from there.
fn split(pointer: &str) -> (&str, &str) {
    let is_list = [
        "/initiatives/",
        "/portfolio/",
        "/figures/",
        "/report_sections/",
    ]
    .iter()
    .any(|list| pointer.starts_with(list));
    let depth = if is_list { 3 } else { 2 };
    let end = pointer.match_indices('/').nth(depth - 1);
    pointer.split_at(end.map_or(pointer.len(), |(place, _)| place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_to_values() {
        let mut document = Document {
            programme_year: Some(2022),
            ..Document::default()
        };
        document.initiatives = vec![uip_model::Initiative::default(); 12];
        document.initiatives[11].title = "Kø".to_owned();
        document.initiatives[11].duration_years = Some(3.5);
        document.initiatives[11].predecessors = vec!["a".to_owned(), "b".to_owned()];
        document.evaluation = Some(uip_model::Evaluation {
            period: vec![2020, 2022],
            ..Default::default()
        });
        let mut values = Values::new(&document);
        for (pointer, expected) in [
            ("/programme_year", Some("2022")),
            ("/initiatives/11/title", Some("Kø")),
            ("/initiatives/11/duration_years", Some("3.5")),
            ("/initiatives/11/predecessors/1", Some("b")),
            ("/initiatives/11/phase", None),
            ("/initiatives/12/title", None),
            ("/evaluation/period/1", Some("2022")),
            ("/template", None),
            ("/nowhere", None),
            ("", None),
        ] {
            assert_eq!(values.at(pointer).as_deref(), expected, "{pointer}");
        }
    }
}
