//! Compares a document with a gold file's facts, exactly; every difference is a line.

use serde_json::{Value, json};

/// What differs.
pub(crate) fn compare(gold: &Value, document: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |place: &str, field: &str, want: &Value, got: &Value| {
        if want != got {
            wrong.push(format!(
                "{place} {field}\n    gold: {want}\n    got:  {got}"
            ));
        }
    };
    check(
        "document",
        "programme_year",
        &gold["year"],
        &document["programme_year"],
    );
    let read = document["initiatives"].as_array().unwrap();
    let expected = gold["items"].as_array().unwrap();
    let expected = expected.iter().filter(|i| i["type"] == "initiative");
    assert_eq!(expected.clone().count(), read.len());
    for (want, got) in expected.zip(read) {
        let facts = &want["facts"];
        let place = got["id"].as_str().unwrap();
        check(place, "title", &facts["title"], &got["title"]);
        let phase = facts["phase"].as_str().map(|p| p.replace("oe", "ø"));
        check(place, "phase", &json!(phase), &got["phase"]);
        check(
            place,
            "budget",
            &budget(&facts["budget"]),
            &got_budget(&got["budget"]),
        );
        let area = facts["area"].as_str().map(|a| match a {
            "adults" => "voksne",
            _ => "børn_og_unge",
        });
        check(place, "area", &json!(area), &got["area"]);
        for field in [
            "total_in_text",
            "application_pool",
            "next_uip",
            "susi_track",
        ] {
            let want = facts.get(field).unwrap_or(&Value::Null);
            check(place, field, want, &got[field]);
        }
        let duration = facts["duration_years"].as_f64();
        check(place, "duration", &json!(duration), &got["duration_years"]);
        let period = json!([got["start_year"], got["end_year"]]);
        let wanted = facts.get("period").filter(|p| !p.is_null());
        check(
            place,
            "period",
            wanted.unwrap_or(&json!([null, null])),
            &period,
        );
        check(place, "recipients", &recipients(facts), &got["recipients"]);
        check(
            place,
            "participants",
            &picked(&facts["participants"], &["min", "max"]),
            &picked(&got["participants"], &["min", "max"]),
        );
        for (field, names) in [
            ("milestones", &["start", "end", "activities"][..]),
            ("direct_grants", &["recipient", "amount"]),
            ("allocations", &["amount", "min", "max"]),
        ] {
            let every = |list: &Value| -> Vec<Value> {
                let list = list.as_array().map_or(&[][..], Vec::as_slice);
                list.iter().map(|v| picked(v, names)).collect()
            };
            check(
                place,
                field,
                &json!(every(&facts[field])),
                &json!(every(&got[field])),
            );
        }
        for (gold, field) in [("approx", "approximate"), ("to", "purpose")] {
            let want = facts["allocations"].as_array().unwrap().iter();
            let want = want.map(|a| plain(a.get(gold).unwrap_or(&Value::Null)));
            let got = got["allocations"].as_array().unwrap().iter();
            let got = got.map(|a| plain(&a[field]));
            let field = format!("allocations {field}");
            check(
                place,
                &field,
                &json!(want.collect::<Vec<_>>()),
                &json!(got.collect::<Vec<_>>()),
            );
        }
        for field in ["purpose", "target_group", "theme"] {
            let want = facts[field].as_str().map(|t| t.trim_end_matches('.'));
            let have = got[field].as_str();
            let begins = match (want, have) {
                (Some(want), Some(have)) => have.starts_with(want),
                (want, have) => want == have,
            };
            if !begins {
                check(place, field, &facts[field], &got[field]);
            }
        }
    }
    wrong
}

fn budget(facts: &Value) -> Value {
    let years = facts["years"].as_object().unwrap().iter();
    json!({
        "unit": facts["unit"], "price_level": facts["price_level"], "total": facts["total"],
        "years": years
            .map(|(year, amount)| json!([year.parse::<i64>().unwrap(), amount]))
            .collect::<Vec<_>>(),
    })
}

fn got_budget(budget: &Value) -> Value {
    let years = budget["years"].as_array().unwrap().iter();
    json!({
        "unit": budget["unit"], "price_level": budget["price_level"], "total": budget["total"],
        "years": years.map(|y| json!([y["year"], y["amount"]])).collect::<Vec<_>>(),
    })
}

fn recipients(facts: &Value) -> Value {
    let names = facts["recipients"].as_array().unwrap();
    let optional = facts["recipients_optional"].as_array();
    let one = |(at, name): (usize, &Value)| {
        let optional = optional.is_some_and(|o| o[at] == true);
        json!({"name": name, "optional": optional})
    };
    json!(names.iter().enumerate().map(one).collect::<Vec<_>>())
}

/// Some members of an object, those that are absent as `null`.
fn picked(value: &Value, names: &[&str]) -> Value {
    if value.is_null() {
        return Value::Null;
    }
    let members = names.iter().map(|n| {
        (
            (*n).to_owned(),
            value.get(n).cloned().unwrap_or(Value::Null),
        )
    });
    Value::Object(members.collect())
}

/// A text without what people differ about when they write down a phrase: capitals, points at the
/// end.
fn plain(value: &Value) -> Value {
    match value.as_str() {
        Some(text) => json!(text.trim_end_matches('.').to_lowercase()),
        None => value.clone(),
    }
}
