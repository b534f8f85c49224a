//! What a release gave against its truth: every fact, every heading, every section's text, the
//! ledger. The form of a truth is described in `fixtures/README.md`.

use serde_json::{Value, json};

use crate::difference::{Difference, Differences, list, squeeze, text, words};

/// Every value of a release that is not as it is in the truth.
pub fn compare_release(truth: &Value, document: &Value) -> Vec<Difference> {
    let mut d = Differences::default();
    d.same("kind", "document", &json!("release"), &document["kind"]);
    let year = &document["programme_year"];
    d.same("programme_year", "document", &truth["year"], year);
    let items = list(&truth["items"]).iter();
    let wanted: Vec<&Value> = items.filter(|i| i["type"] == "initiative").collect();
    let read = list(&document["initiatives"]);
    // An initiative without a label has an empty one in its truth.
    let labels: Vec<_> = wanted
        .iter()
        .map(|i| text(&i["facts"]["id_label"]))
        .collect();
    let read_labels: Vec<_> = read.iter().map(|i| text(&i["label"])).collect();
    d.same(
        "initiatives",
        "document",
        &json!(labels),
        &json!(read_labels),
    );
    for (want, got) in wanted.into_iter().zip(read) {
        let place = text(&want["facts"]["id_label"]).to_owned();
        facts(&mut d, &place, &want["facts"], got);
        budget(&mut d, &place, want, &got["budget"]);
        sections(&mut d, &place, list(&want["rows"]), list(&got["sections"]));
    }
    d.0
}

fn facts(d: &mut Differences, place: &str, facts: &Value, got: &Value) {
    d.text("title", place, text(&facts["title"]), text(&got["title"]));
    d.same("area", place, &area(&facts["area"]), &got["area"]);
    let phase = facts["phase"].as_str().map(|p| p.replace("oe", "ø"));
    d.same("phase", place, &json!(phase), &got["phase"]);
    let (basis, evidence) = (&facts["phase_basis"], &got["phase_evidence"]);
    d.same("phase_evidence", place, basis, evidence);
    let optional = list(&facts["recipients_optional"]).iter();
    let recipients = list(&facts["recipients"]).iter().zip(optional);
    let recipients: Vec<_> = recipients.map(|(n, o)| json!([full(n), o])).collect();
    let read = list(&got["recipients"]).iter();
    let read: Vec<_> = read
        .map(|r| json!([full(&r["name"]), r["optional"]]))
        .collect();
    d.same("recipients", place, &json!(recipients), &json!(read));
    let duration = json!(facts["duration_years"].as_f64());
    d.same("duration_years", place, &duration, &got["duration_years"]);
    let period = json!([got["start_year"], got["end_year"]]);
    d.same("period", place, &facts["period"], &period);
    for key in [
        "susi_track",
        "next_uip",
        "total_in_text",
        "application_pool",
    ] {
        d.same(key, place, &facts[key], &got[key]);
    }
    let allocations = list(&facts["allocations"]).iter();
    let read = list(&got["allocations"]).iter();
    let want = allocations.clone().map(|a| {
        let (min, max) = (&a["min"], &a["max"]);
        json!([a["amount"], a["approx"], min, max, squeeze(text(&a["to"]))])
    });
    let read = read.map(|a| {
        let purpose = squeeze(text(&a["purpose"]));
        json!([a["amount"], a["approximate"], a["min"], a["max"], purpose])
    });
    each(d, "allocations", place, want.collect(), read.collect());
    let want = list(&facts["direct_grants"]).iter();
    let want = want.map(|g| json!([squeeze(text(&g["recipient"])), g["amount"]]));
    let read = list(&got["direct_grants"]).iter();
    let read = read.map(|g| json!([squeeze(text(&g["recipient"])), g["amount"]]));
    each(d, "direct_grants", place, want.collect(), read.collect());
    for key in ["min", "max"] {
        let kind = format!("participants.{key}");
        let (want, read) = (&facts["participants"][key], &got["participants"][key]);
        d.same(&kind, place, want, read);
    }
    let want = list(&facts["milestones"]).iter().map(milestone);
    let read = list(&got["milestones"]).iter().map(milestone);
    each(d, "milestones", place, want.collect(), read.collect());
    let squeezed = |v: &Value| json!(squeeze(text(v)));
    let want = list(&facts["predecessor"]).iter().map(squeezed);
    let read = list(&got["predecessors"]).iter().map(squeezed);
    each(d, "predecessors", place, want.collect(), read.collect());
    for key in ["purpose", "target_group", "theme"] {
        // The truth holds the first sentence.
        let (want, read) = (squeeze(text(&facts[key])), squeeze(text(&got[key])));
        if !read.starts_with(want.trim_end_matches('.')) || want.is_empty() != read.is_empty() {
            d.text(key, place, &want, &read);
        }
    }
}

/// A timetable's row; the activities joined, for without marks nothing on the page parts them.
fn milestone(row: &Value) -> Value {
    let activities: String = list(&row["activities"]).iter().map(text).collect();
    let raw = squeeze(text(&row["raw"]));
    json!([raw, row["start"], row["end"], squeeze(&activities)])
}

fn each(d: &mut Differences, kind: &str, place: &str, want: Vec<Value>, read: Vec<Value>) {
    if want.len() != read.len() {
        d.same(kind, place, &json!(want), &json!(read));
        return;
    }
    for (n, (want, read)) in want.iter().zip(&read).enumerate() {
        d.same(kind, &format!("{place} no. {}", n + 1), want, read);
    }
}

/// The budget's facts, and every row: as many as printed, with the printed labels.
fn budget(d: &mut Differences, place: &str, initiative: &Value, got: &Value) {
    let want = &initiative["facts"]["budget"];
    for key in ["unit", "price_level", "total"] {
        d.same(&format!("budget.{key}"), place, &want[key], &got[key]);
    }
    let years = list(&got["years"]).iter();
    let years = years.map(|y| (y["year"].to_string(), y["amount"].clone()));
    let years = Value::Object(years.collect());
    let wanted = match &want["years"] {
        Value::Null => json!({}),
        years => years.clone(),
    };
    d.same("budget.years", place, &wanted, &years);
    let rows = list(&initiative["budget"]["rows"]).iter();
    let rows: Vec<_> = rows.map(|r| squeeze(text(&r[0]))).collect();
    let lines = list(&got["lines"]).iter();
    let lines: Vec<_> = lines.map(|l| squeeze(text(&l["label"]))).collect();
    d.same("budget.lines", place, &json!(rows), &json!(lines));
}

fn sections(d: &mut Differences, place: &str, want: &[Value], read: &[Value]) {
    let numbers = |list: &[Value]| json!(list.iter().map(|s| &s["number"]).collect::<Vec<_>>());
    d.same("sections", place, &numbers(want), &numbers(read));
    let mut left: Vec<&Value> = read.iter().collect();
    for row in want {
        // The next one with that number: one that was overlooked must not shift the others.
        let Some(at) = left.iter().position(|s| s["number"] == row["number"]) else {
            continue;
        };
        let section = left.remove(at);
        let place = format!("{place} {}", text(&row["marker"]));
        let (heading, got) = (text(&row["heading"]), text(&section["heading"]));
        d.text("section.heading", &place, heading, got);
        let before = d.0.len();
        let (want, got) = (body(&row["body"]).join("\n"), text(&section["text"]));
        d.text("section.text", &place, &want, got);
        let (want, got) = (words(&want), words(got));
        if d.0.len() == before && want != got {
            let at = want.iter().zip(&got).take_while(|(a, b)| a == b).count();
            let part = |w: &[String]| w.iter().skip(at).take(4).cloned().collect::<Vec<_>>();
            let (want, got) = (part(&want).join(" "), part(&got).join(" "));
            d.push("section.words", &place, want, got);
        }
    }
}

/// What the text of a section must be, one entry a paragraph, item or cell.
fn body(blocks: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for block in list(blocks) {
        for key in ["p", "sub", "footnote"] {
            out.extend(block[key].as_str().map(str::to_owned));
        }
        let own = list(&block["bullets"]).iter();
        out.extend(own.map(|t| text(t).to_owned()));
        for (n, item) in list(&block["numbered"]).iter().enumerate() {
            out.push(format!("{} {}", label(block, n), text(item)));
        }
        let boxes = list(&block["checkboxes"]).iter().map(|b| &b[0]);
        out.extend(boxes.map(|t| text(t).to_owned()));
        let arrows = list(&block["chevrons"]).iter();
        out.extend(arrows.map(|t| text(t).to_owned()));
        for cell in list(&block["timetable"]).iter().flat_map(list) {
            out.extend(cell.as_str().map(str::to_owned));
            out.extend(list(cell).iter().map(|t| text(t).to_owned()));
        }
    }
    out
}

/// The printed label of a list's item: its own, or the next one in the list's style.
fn label(block: &Value, n: usize) -> String {
    if let Some(labels) = block["labels"].as_array() {
        return text(&labels[n]).to_owned();
    }
    let style = block["style"].as_str().unwrap_or("1.");
    let tail = if style.ends_with(')') { ')' } else { '.' };
    let letter = |first: u8| char::from(first + u8::try_from(n).unwrap()).to_string();
    let head = match style.trim_end_matches(['.', ')']) {
        "A" => letter(b'A'),
        "a" => letter(b'a'),
        "i" => ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"][n].to_owned(),
        _ => (n + 1).to_string(),
    };
    format!("{head}{tail}")
}

/// A name without the full stop that ends its list.
fn full(name: &Value) -> &str {
    text(name).trim_end_matches('.')
}

/// The gold's word for an area as the document has it.
pub(crate) fn area(gold: &Value) -> Value {
    match gold.as_str() {
        Some("adults") => json!("voksne"),
        Some("children_youth") => json!("børn_og_unge"),
        _ => Value::Null,
    }
}
