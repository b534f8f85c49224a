//! The real releases, from their gold transcripts in `../shared/gold`: every inconsistency that a
//! person found in them is found, and nothing else at the level of a warning. Skips where the
//! transcripts are absent.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop

mod support;

use serde_json::Value;
use support::{at, codes, trace};
use uip_auditor::{Language, audit};
use uip_model::{
    Allocation, Block, Budget, BudgetLine, Choosable, DirectGrant, Document, Initiative, Kind,
    Match, Milestone, PortfolioRow, Recipient, ReportFigure, Section, Severity, ValueState,
    YearAmount,
};

fn gold(name: &str) -> Option<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold");
    let shared = std::env::var("UIP_SHARED").map_or(root.to_owned(), |s| format!("{s}/gold"));
    match std::fs::read(format!("{shared}/{name}.json")) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
        Err(_) => {
            eprintln!("skipped: {shared}/{name}.json is absent");
            None
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn year(value: &Value) -> Option<i32> {
    value.as_i64().and_then(|y| i32::try_from(y).ok())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn phase(gold: &str) -> String {
    if gold == "afproevning" {
        "afprøvning"
    } else {
        gold
    }
    .to_owned()
}

fn area(gold: &Value) -> Option<String> {
    match gold.as_str()? {
        "adults" => Some("voksne".to_owned()),
        _ => Some("børn_og_unge".to_owned()),
    }
}

fn blocks(body: &[Value]) -> Vec<Block> {
    let origin = Vec::new;
    let mut blocks = Vec::new();
    for b in body {
        if let Some(p) = text(&b["p"]) {
            blocks.push(Block::Paragraph {
                text: p,
                origin: origin(),
            });
        } else if let Some(sub) = text(&b["sub"]) {
            blocks.push(Block::SubHeading {
                text: sub,
                key: "other".to_owned(),
                origin: origin(),
            });
        } else if let Some(names) = b["chevrons"].as_array() {
            let active = b["active"].as_u64().unwrap();
            let items = (0..).zip(names).map(|(i, n)| Choosable {
                name: text(n).unwrap(),
                chosen: i == active,
            });
            blocks.push(Block::Chevrons {
                items: items.collect(),
                origin: origin(),
            });
        } else if let Some(boxes) = b["checkboxes"].as_array() {
            let items = boxes.iter().map(|b| Choosable {
                name: text(&b[0]).unwrap(),
                chosen: b[1] == true,
            });
            blocks.push(Block::Checkboxes {
                items: items.collect(),
                origin: origin(),
            });
        } else if let Some(items) = b["bullets"].as_array() {
            let items = items.iter().filter_map(text).collect();
            blocks.push(Block::Bullets {
                mark: "-".to_owned(),
                items,
                origin: origin(),
            });
        }
    }
    blocks
}

/// A number as the releases print it, for the evidence: the shortest form in millions, or kroner.
fn printed(kroner: i64) -> String {
    if kroner % 100_000 == 0 {
        format!(
            "{},{} mio. kr.",
            kroner / 1_000_000,
            kroner % 1_000_000 / 100_000
        )
    } else {
        format!("{kroner} kr.")
    }
}

fn release(gold: &Value) -> Document {
    let mut document = Document {
        kind: Kind::Release,
        programme_year: year(&gold["year"]),
        ..Document::default()
    };
    for item in list(&gold["items"])
        .iter()
        .filter(|i| i["type"] == "initiative")
    {
        let index = document.initiatives.len();
        let initiative = initiative(item, index);
        document.initiatives.push(initiative);
        evidence(&mut document, item, index);
    }
    document
}

fn initiative(item: &Value, index: usize) -> Initiative {
    let f = &item["facts"];
    let optional = list(&f["recipients_optional"]);
    let sections = list(&item["rows"]).iter().map(|r| {
        let heading = text(&r["heading"]).unwrap();
        Section {
            number: text(&r["number"]),
            marker: text(&r["marker"]),
            // The heading itself stands in for the lexicon's key.
            key: heading.to_lowercase(),
            heading,
            text: "x".to_owned(),
            blocks: blocks(list(&r["body"])),
            origin: vec![at(1)],
            matched: Match {
                certainty: 1.0,
                ..Match::default()
            },
        }
    });
    let table = &item["budget"];
    let lines = list(&table["rows"]).iter().map(|r| BudgetLine {
        label: text(&r[0]).unwrap(),
        years: years(f),
        total: f["budget"]["total"].as_i64(),
    });
    Initiative {
        id: format!("gold-{index}"),
        label: text(&f["id_label"]),
        title: text(&f["title"]).unwrap(),
        area: area(&f["area"]),
        phase: f["phase"].as_str().map(phase),
        recipients: list(&f["recipients"])
            .iter()
            .enumerate()
            .map(|(i, r)| Recipient {
                name: text(r).unwrap(),
                optional: optional.get(i) == Some(&Value::Bool(true)),
            })
            .collect(),
        purpose: text(&f["purpose"]),
        duration_years: f["duration_years"].as_f64(),
        start_year: year(&f["period"][0]),
        end_year: year(&f["period"][1]),
        next_uip: year(&f["next_uip"]),
        budget: Some(Budget {
            unit: Some("mio. kr.".to_owned()),
            price_level: year(&f["budget"]["price_level"]),
            years: years(f),
            total: f["budget"]["total"].as_i64(),
            lines: lines.collect(),
        }),
        total_in_text: f["total_in_text"].as_i64(),
        allocations: list(&f["allocations"])
            .iter()
            .map(|a| Allocation {
                amount: a["amount"].as_i64(),
                approximate: a["approx"] == true,
                purpose: text(&a["to"]),
                ..Allocation::default()
            })
            .collect(),
        application_pool: f["application_pool"].as_i64(),
        direct_grants: list(&f["direct_grants"])
            .iter()
            .map(|g| DirectGrant {
                recipient: text(&g["recipient"]).unwrap(),
                amount: g["amount"].as_i64(),
            })
            .collect(),
        milestones: list(&f["milestones"])
            .iter()
            .map(|m| Milestone {
                raw: text(&m["raw"]).unwrap(),
                start: text(&m["start"]),
                end: text(&m["end"]),
                activities: list(&m["activities"]).iter().filter_map(text).collect(),
            })
            .collect(),
        sections: sections.collect(),
        ..Initiative::default()
    }
}

fn years(facts: &Value) -> Vec<YearAmount> {
    let mut years: Vec<YearAmount> = facts["budget"]["years"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(year, amount)| YearAmount {
            year: year.parse().unwrap(),
            amount: amount.as_i64(),
        })
        .collect();
    years.sort_by_key(|y| y.year);
    years
}

fn evidence(document: &mut Document, item: &Value, index: usize) {
    let base = format!("/initiatives/{index}");
    let f = &item["facts"];
    let cells = list(&item["budget"]["rows"][0]);
    for (c, cell) in cells.iter().enumerate().skip(1) {
        let tail = if c + 1 == cells.len() {
            "total".to_owned()
        } else {
            format!("years/{}/amount", c - 1)
        };
        for path in [
            format!("{base}/budget/{tail}"),
            format!("{base}/budget/lines/0/{tail}"),
        ] {
            trace(document, &path, cell.as_str().unwrap(), ValueState::Printed);
        }
    }
    if let Some(total) = f["total_in_text"].as_i64() {
        trace(
            document,
            &format!("{base}/total_in_text"),
            &printed(total),
            ValueState::Printed,
        );
    }
    for (field, amounts) in [
        ("allocations", &f["allocations"]),
        ("direct_grants", &f["direct_grants"]),
    ] {
        for (i, part) in list(amounts).iter().enumerate() {
            let amount = part["amount"].as_i64().unwrap();
            // Grants are printed in kroner where they are smaller than a million.
            let shown = if field == "direct_grants" && amount < 1_000_000 {
                format!("{amount} kr.")
            } else {
                printed(amount)
            };
            trace(
                document,
                &format!("{base}/{field}/{i}/amount"),
                &shown,
                ValueState::Printed,
            );
        }
    }
}

/// The codes of all findings that are more than good to know.
fn warnings(document: Document) -> Vec<String> {
    let serious = |code: &str| {
        let code = code.rsplit(' ').next().unwrap();
        uip_auditor::entry(code).unwrap().severity > Severity::Info
    };
    codes(document).into_iter().filter(|c| serious(c)).collect()
}

#[test]
fn release_of_2020() {
    let Some(gold) = gold("uip-2020") else { return };
    // The one-year initiative whose timetable begins the year before (and is a quarter too long, which
    // is good to know), whose text sets money aside for that year too; a timetable whose second row
    // begins before its first.
    assert_eq!(
        warnings(release(&gold)),
        [
            "2 milestone_outside_period",
            "2 text_year_not_in_table",
            "3 milestone_out_of_order",
        ]
    );
}

#[test]
fn release_of_2022() {
    for name in ["uip-2022", "uip-2022-scan"] {
        let Some(gold) = gold(name) else { return };
        // A pool for municipalities, who are not among the recipients.
        assert_eq!(warnings(release(&gold)), ["1 pool_without_recipient"]);
    }
}

#[test]
fn release_of_2023() {
    let Some(gold) = gold("uip-2023") else { return };
    // 20,6 against 20,5; 3,4 against 3,3; grants of 1.050.000 kr. against 1,0 mio. kr.
    assert_eq!(
        warnings(release(&gold)),
        [
            "1 text_total_differs",
            "2 text_total_differs",
            "5 grants_do_not_sum"
        ]
    );
}

#[test]
fn every_stated_inconsistency_in_figures_has_a_finding() {
    for name in ["uip-2020", "uip-2022", "uip-2022-scan", "uip-2023"] {
        let Some(gold) = gold(name) else { return };
        let audited = audit(release(&gold), Language::Danish);
        let items = list(&gold["items"])
            .iter()
            .filter(|i| i["type"] == "initiative");
        for (item, initiative) in items.zip(&audited.initiatives) {
            if !list(&item["facts"]["inconsistencies"]).is_empty() {
                assert!(
                    !initiative.findings.is_empty(),
                    "{name}: {}",
                    initiative.title
                );
            }
        }
    }
}

#[test]
fn overview_of_2023() {
    let Some(gold) = gold("overview-2023") else {
        return;
    };
    let mut document = Document {
        kind: Kind::Portfolio,
        ..Document::default()
    };
    for r in list(&gold["portfolio"]) {
        document.portfolio.push(PortfolioRow {
            table: text(&r["table"]).unwrap(),
            area: area(&r["area"]),
            initiative: text(&r["initiative"]).unwrap(),
            phase_raw: text(&r["phase_raw"]).unwrap(),
            phases: list(&r["phases"])
                .iter()
                .filter_map(Value::as_str)
                .map(phase)
                .collect(),
            agreements: list(&r["agreements"]).iter().filter_map(text).collect(),
            active_years: list(&r["active_years"]).iter().filter_map(year).collect(),
            carried_on: text(&r["carried_on"]),
            carried_on_raw: text(&r["carried_on_raw"]),
            next_initiative: text(&r["next_initiative"]),
            next_uip: year(&r["next_uip"]),
            susi_raw: text(&r["susi_raw"]),
            origin: vec![at(1)],
        });
    }
    for f in list(&gold["facts"])
        .iter()
        .filter(|f| f["value"].is_number())
    {
        document.figures.push(ReportFigure {
            statement: text(&f["quote"]).unwrap_or_default(),
            value: f["value"].as_f64().unwrap(),
            unit: text(&f["unit"]).unwrap_or_default(),
            origin: vec![at(2)],
            ..ReportFigure::default()
        });
    }
    let audited = audit(document, Language::English);
    let messages: Vec<&str> = audited
        .findings
        .iter()
        .map(|f| f.message.as_str())
        .collect();
    // 44 is right (a row "3 x …" stands for three); 59, 37 and 22 are what the appendix says.
    assert_eq!(
        messages,
        [
            "The report's text states 44 / 59 initiatives (i alt), but its tables have 42 rows, which stand for 44 initiatives.",
            "The report's text states 15 / 22 initiatives (børn og unge), but its tables have 15 rows, which stand for 15 initiatives.",
            "The report's text states 29 / 37 initiatives (voksne), but its tables have 27 rows, which stand for 29 initiatives.",
        ]
    );
}
