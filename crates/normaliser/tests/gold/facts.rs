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
