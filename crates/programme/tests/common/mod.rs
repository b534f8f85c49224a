//! Documents as a perfect reading would give them, made from transcriptions: those of our own
//! fixtures, and the gold ones of the sample releases beside the repository. Tests that need the
//! latter skip, saying so, where they are absent.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]

use std::path::{Path, PathBuf};

use serde_json::Value;
use uip_model::{
    Budget, Document, Evaluation, Initiative, Kind, PortfolioRow, Section, YearAmount,
};

/// The folder of the samples: `$UIP_SHARED`, or `shared` in a folder around the repository.
fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("UIP_SHARED").map(PathBuf::from);
    let around = || {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .map(|folder| folder.join("shared"))
            .find(|folder| folder.join("gold").is_dir())
    };
    let found = named.filter(|folder| folder.is_dir()).or_else(around);
    if found.is_none() {
        eprintln!("skipped: the sample releases are not on this machine");
    }
    found
}

/// The sample PDFs of these names as the program reads them; `None` where there are none.
pub fn read(names: &[&str]) -> Option<Vec<Document>> {
    let folder = shared()?.join("releases");
    Some(
        names
            .iter()
            .map(|name| {
                let mut options = uip::Options::default();
                options.file = Some(format!("{name}.pdf"));
                let bytes = std::fs::read(folder.join(format!("{name}.pdf"))).unwrap();
                uip::extract(&bytes, &options).unwrap()
            })
            .collect(),
    )
}

/// The documents of these gold files; `None` where there are none on this machine.
pub fn gold(names: &[&str]) -> Option<Vec<Document>> {
    let folder = shared()?.join("gold");
    Some(
        names
            .iter()
            .map(|name| {
                let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
                document(name, &serde_json::from_str(&text).unwrap())
            })
            .collect(),
    )
}

/// The documents of these fixtures' sources.
pub fn fixtures(names: &[&str]) -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    names
        .iter()
        .map(|name| {
            let text = std::fs::read_to_string(folder.join(name).join("source.json")).unwrap();
            document(name, &serde_json::from_str(&text).unwrap())
        })
        .collect()
}

fn document(name: &str, gold: &Value) -> Document {
    let mut document = Document {
        programme_year: gold["year"].as_i64().map(|y| y as i32),
        ..Document::default()
    };
    document.source.file = Some(format!("{name}.pdf"));
    if let Some(rows) = gold["portfolio"].as_array() {
        document.kind = Kind::Portfolio;
        document.portfolio = rows.iter().map(row).collect();
    } else if gold["themes"].is_array() {
        document.kind = Kind::Evaluation;
        document.evaluation = Some(Evaluation {
            title: text(&gold["title"]).unwrap(),
            initiative: text(&gold["initiative"]),
            period: years(&gold["period"]),
            ..Evaluation::default()
        });
    } else {
        document.kind = Kind::Release;
        let year = document.programme_year.unwrap();
        document.initiatives = gold["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| item["type"] == "initiative")
            .map(|item| initiative(year, item))
            .collect();
    }
    document
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn years(value: &Value) -> Vec<i32> {
    let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
    values.iter().map(|y| y.as_i64().unwrap() as i32).collect()
}

fn texts(value: &Value) -> Vec<String> {
    let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
    values.iter().filter_map(text).collect()
}

fn area(value: &Value) -> Option<String> {
    match value.as_str()? {
        "adults" => Some("voksne".to_owned()),
        _ => Some("børn_og_unge".to_owned()),
    }
}

fn phase(value: &str) -> String {
    value.replace("oe", "ø")
}

fn row(gold: &Value) -> PortfolioRow {
    PortfolioRow {
        table: text(&gold["table"]).unwrap(),
        area: area(&gold["area"]),
        initiative: text(&gold["initiative"]).unwrap(),
        phase_raw: text(&gold["phase_raw"]).unwrap(),
        phases: texts(&gold["phases"]).iter().map(|p| phase(p)).collect(),
        agreements: texts(&gold["agreements"]),
        active_years: years(&gold["active_years"]),
        carried_on: text(&gold["carried_on"]),
        carried_on_raw: text(&gold["carried_on_raw"]),
        next_initiative: text(&gold["next_initiative"]),
        next_uip: gold["next_uip"].as_i64().map(|y| y as i32),
        susi_raw: text(&gold["susi_raw"]),
        origin: Vec::new(),
    }
}

fn initiative(year: i32, gold: &Value) -> Initiative {
    let facts = &gold["facts"];
    let label = text(&facts["id_label"]).unwrap();
    let area = area(&facts["area"]);
    let slug = label.to_lowercase().replace(' ', "-");
    let id = match &area {
        Some(area) if label.starts_with("Initiativ") => {
            format!(
                "uip-{year}-{area}-{}",
                slug.trim_start_matches("initiativ-")
            )
        }
        _ => format!("uip-{year}-{slug}"),
    };
    let budget = &facts["budget"];
    Initiative {
        id,
        label: Some(label),
        title: text(&facts["title"]).unwrap(),
        area,
        phase: text(&facts["phase"]).map(|p| phase(&p)),
        next_uip: facts["next_uip"].as_i64().map(|y| y as i32),
        start_year: years(&facts["period"]).first().copied(),
        end_year: years(&facts["period"]).last().copied(),
        application_pool: facts["application_pool"].as_i64(),
        predecessors: texts(&facts["predecessor"]),
        budget: budget.is_object().then(|| Budget {
            unit: text(&budget["unit"]),
            price_level: budget["price_level"].as_i64().map(|y| y as i32),
            years: budget["years"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(year, amount)| YearAmount {
                    year: year.parse().unwrap(),
                    amount: amount.as_i64(),
                })
                .collect(),
            total: budget["total"].as_i64(),
            lines: Vec::new(),
        }),
        sections: gold["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(section)
            .collect(),
        ..Initiative::default()
    }
}

fn section(gold: &Value) -> Section {
    let mut lines = Vec::new();
    for block in gold["body"].as_array().unwrap() {
        for key in ["p", "sub", "footnote"] {
            lines.extend(text(&block[key]));
        }
        for key in ["bullets", "numbered"] {
            lines.extend(texts(&block[key]));
        }
    }
    Section {
        number: text(&gold["number"]),
        marker: text(&gold["marker"]),
        heading: text(&gold["heading"]).unwrap_or_default(),
        key: "other".to_owned(),
        text: lines.join("\n"),
        ..Section::default()
    }
}
