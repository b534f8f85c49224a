//! What an overview report or an evaluation summary gave against its truth.

use serde_json::{Value, json};

use crate::difference::{Difference, Differences, list, squeeze, text};
use crate::release::area;

/// Every value of an overview report that is not as it is in the truth.
pub fn compare_overview(truth: &Value, document: &Value) -> Vec<Difference> {
    let mut d = Differences::default();
    d.same("kind", "document", &json!("portfolio"), &document["kind"]);
    let (want, read) = (list(&truth["portfolio"]), list(&document["portfolio"]));
    d.same("rows", "document", &json!(want.len()), &json!(read.len()));
    for (want, read) in want.iter().zip(read) {
        let place = text(&want["initiative"]);
        d.same("area", place, &area(&want["area"]), &read["area"]);
        let phases = list(&want["phases"]).iter();
        let phases: Vec<_> = phases.map(|p| text(p).replace("oe", "ø")).collect();
        d.same("phases", place, &json!(phases), &read["phases"]);
        for key in ["agreements", "active_years", "carried_on", "next_uip"] {
            d.same(key, place, &want[key], &read[key]);
        }
        for key in [
            "initiative",
            "phase_raw",
            "carried_on_raw",
            "next_initiative",
            "susi_raw",
        ] {
            d.text(key, place, text(&want[key]), text(&read[key]));
        }
    }
    let figures = list(&document["figures"]);
    for fact in list(&truth["facts"]) {
        let quote = squeeze(text(&fact["quote"]));
        let stated = figures.iter().any(|f| {
            f["value"].as_f64() == fact["value"].as_f64() && squeeze(text(&f["statement"])) == quote
        });
        d.same("figure", text(&fact["key"]), &json!(true), &json!(stated));
    }
    d.0
}

/// Every value of an evaluation summary that is not as it is in the truth.
pub fn compare_evaluation(truth: &Value, document: &Value) -> Vec<Difference> {
    let mut d = Differences::default();
    let place = "document";
    d.same("kind", place, &json!("evaluation"), &document["kind"]);
    let read = &document["evaluation"];
    for key in ["title", "initiative", "evaluator", "client"] {
        d.text(key, place, text(&truth[key]), text(&read[key]));
    }
    for key in ["period", "municipalities", "core_elements"] {
        d.same(key, place, &truth[key], &read[key]);
    }
    let titles = |themes: &Value| {
        let themes = list(themes).iter();
        json!(
            themes
                .map(|t| json!([t["number"], t["title"]]))
                .collect::<Vec<_>>()
        )
    };
    d.same(
        "themes",
        place,
        &titles(&truth["themes"]),
        &titles(&read["themes"]),
    );
    let figures = |figures: &Value| -> Vec<Value> {
        let figure = |f: &Value| {
            let statement = squeeze(text(&f["statement"]));
            json!([
                f["value"].as_f64(),
                f["unit"],
                f["n"],
                f["measure"],
                statement
            ])
        };
        list(figures).iter().map(figure).collect()
    };
    let mut left = figures(&read["figures"]);
    for want in figures(&truth["figures"]) {
        match left.iter().position(|read| *read == want) {
            Some(at) => drop(left.remove(at)),
            None => d.same("figure", place, &want, &Value::Null),
        }
    }
    for read in left {
        d.same("figure", place, &Value::Null, &read);
    }
    let (want, got) = (&truth["outcome_tables"], &read["outcome_tables"]);
    let tables = |tables: &Value| {
        json!(
            list(tables)
                .iter()
                .map(|t| &t["caption"])
                .collect::<Vec<_>>()
        )
    };
    d.same("outcome_tables", place, &tables(want), &tables(got));
    for (want, got) in list(want).iter().zip(list(got)) {
        let place = text(&want["caption"]);
        for key in ["group", "measure", "unit", "header", "rows"] {
            let kind = format!("outcome_tables.{key}");
            d.same(&kind, place, &want[key], &got[key]);
        }
    }
    for key in ["price_level", "set_up", "annual"] {
        let (want, got) = (&truth["costs"][key], &read["costs"][key]);
        d.same(&format!("costs.{key}"), place, want, got);
    }
    let (want, got) = (&truth["costs"]["parsed"], &read["costs"]["rows"]);
    d.same("costs.rows", place, want, got);
    d.0
}
