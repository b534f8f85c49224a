//! The findings of a document as lines of text, and against those that were planned.

use serde_json::{Value, json};

use crate::difference::{Difference, Differences, list, text};

/// One line a finding, in the document's order: `page: severity: code: message`.
pub fn findings_as_text(document: &Value) -> String {
    let mut lines = String::new();
    for (_, finding) in all(document) {
        let page = &finding["origin"][0]["page"];
        let page = page.as_u64().map_or("-".to_owned(), |p| p.to_string());
        let parts = [
            &page,
            text(&finding["severity"]),
            text(&finding["code"]),
            text(&finding["message"]),
        ];
        lines += &parts.join(": ");
        lines.push('\n');
    }
    lines
}

/// Planned findings that were not made, and findings that were not planned. A truth without such a
/// plan (a generated trial's) has none to compare.
pub fn planned_and_found(truth: &Value, document: &Value) -> Vec<Difference> {
    let mut d = Differences::default();
    if truth.get("expected_findings").is_none() {
        return d.0;
    }
    let found = all(document).into_iter();
    let mut found: Vec<_> = found.map(|(label, f)| (label, text(&f["code"]))).collect();
    for planned in list(&truth["expected_findings"]) {
        let planned = (planned["initiative"].as_str(), text(&planned["code"]));
        match found.iter().position(|f| *f == planned) {
            Some(at) => drop(found.remove(at)),
            None => {
                let place = planned.0.unwrap_or("document");
                d.same("finding", place, &json!(planned.1), &Value::Null);
            }
        }
    }
    for (label, code) in found {
        let place = label.unwrap_or("document");
        d.same("finding", place, &Value::Null, &json!(code));
    }
    d.0
}

fn all(document: &Value) -> Vec<(Option<&str>, &Value)> {
    let mut all: Vec<_> = list(&document["findings"])
        .iter()
        .map(|f| (None, f))
        .collect();
    for initiative in list(&document["initiatives"]) {
        let label = initiative["label"].as_str();
        let own = list(&initiative["findings"]).iter();
        all.extend(own.map(|f| (label, f)));
    }
    all
}
