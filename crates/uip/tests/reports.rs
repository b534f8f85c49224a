//! The overview report and the evaluation summary from their real PDFs, against `../shared/gold`
//! (or `$UIP_SHARED/gold`). Skipped, with a word on standard error, where those are absent.

use serde_json::Value;
use uip::{Document, Options};

/// The document read from a PDF, and its gold.
#[allow(clippy::unwrap_used)] // a test helper
fn sample(name: &str) -> Option<(Document, Value)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared = std::env::var("UIP_SHARED").unwrap_or_else(|_| root.to_owned());
    let pdf = std::fs::read(format!("{shared}/releases/{name}.pdf"));
    let gold = std::fs::read(format!("{shared}/gold/{name}.json"));
    let (Ok(pdf), Ok(gold)) = (pdf, gold) else {
        eprintln!("skipped: {shared}/releases/{name}.pdf or its gold is absent");
        return None;
    };
    let document = uip::extract(&pdf, &Options::default()).unwrap();
    Some((document, serde_json::from_slice(&gold).unwrap()))
}

/// Every character is accounted for.
fn assert_nothing_left(document: &Document) {
    let c = &document.coverage;
    assert_eq!(c.unassigned, 0, "{:?}", c.leftovers);
    assert_eq!(c.characters, c.assigned + c.furniture);
    assert!(!document.findings.iter().any(|f| f.code == "claimed_twice"));
}

#[test]
fn the_overview_gives_every_row() {
    let Some((document, gold)) = sample("overview-2023") else {
        return;
    };
    assert_nothing_left(&document);
    let rows = gold["portfolio"].as_array().unwrap();
    assert_eq!(document.portfolio.len(), rows.len());
    for (got, gold) in document.portfolio.iter().zip(rows) {
        let got = serde_json::to_value(got).unwrap();
        let area = match gold["area"].as_str() {
            Some("adults") => "voksne",
            _ => "børn_og_unge",
        };
        assert_eq!(got["area"], area, "{}", gold["initiative"]);
        for field in [
            "table",
            "agreements",
            "active_years",
            "carried_on",
            "next_uip",
            "susi_raw",
        ] {
            assert_eq!(got[field], gold[field], "{field} of {}", gold["initiative"]);
        }
        let squeeze = |v: &Value| v.as_str().map(|t| t.split_whitespace().collect::<String>());
        assert_eq!(squeeze(&got["initiative"]), squeeze(&gold["initiative"]));
        assert_eq!(
            squeeze(&got["next_initiative"]),
            squeeze(&gold["next_initiative"])
        );
    }
    let codes: Vec<&str> = document.findings.iter().map(|f| f.code.as_ref()).collect();
    assert!(codes.contains(&"figure_differs_from_rows"), "{codes:?}");
    // The report counts its initiatives in two ways, and both figures are read.
    for value in [59.0, 44.0, 37.0, 22.0] {
        assert!(
            document
                .figures
                .iter()
                .any(|f| f.value == value && f.unit == "initiativer"),
            "{value}"
        );
    }
}

#[test]
fn the_evaluation_gives_outcomes_and_costs() {
    let Some((document, gold)) = sample("evaluation-2022") else {
        return;
    };
    assert_nothing_left(&document);
    let evaluation = serde_json::to_value(document.evaluation.unwrap()).unwrap();
    assert_eq!(evaluation["initiative"], gold["initiative"]);
    assert_eq!(evaluation["period"], gold["period"]);
    let titles = |v: &Value| {
        v["themes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| (t["number"].clone(), t["title"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(&evaluation), titles(&gold));
    for (got, gold) in evaluation["outcome_tables"]
        .as_array()
        .unwrap()
        .iter()
        .zip(gold["outcome_tables"].as_array().unwrap())
    {
        for field in ["caption", "measure", "unit", "header", "rows"] {
            assert_eq!(got[field], gold[field], "{field}");
        }
    }
    let (got, gold_costs) = (&evaluation["costs"], &gold["costs"]);
    for field in ["price_level", "set_up", "annual"] {
        assert_eq!(got[field], gold_costs[field], "{field}");
    }
    assert_eq!(got["rows"], gold_costs["parsed"]);
    // Every figure that is read is one of the gold's; those in parts that this PDF does not print
    // are not there to read.
    let key = |f: &Value| {
        (
            f["value"].as_f64().map(|v| v.to_string()),
            f["unit"].clone(),
        )
    };
    let mut left: Vec<_> = gold["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(key)
        .collect();
    for figure in evaluation["figures"].as_array().unwrap() {
        let at = left.iter().position(|k| *k == key(figure));
        assert!(at.is_some(), "not in the gold: {figure}");
        left.remove(at.unwrap());
    }
    assert_eq!(left.len(), 16, "{left:?}");
}

#[test]
fn a_release_is_never_taken_for_a_report() {
    for name in ["uip-2020", "uip-2022", "uip-2023"] {
        let Some((document, _)) = sample(name) else {
            return;
        };
        assert_eq!(document.kind, uip::model::Kind::Release, "{name}");
    }
}
