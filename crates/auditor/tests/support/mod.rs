//! Builds documents by hand: a release without any finding, of which each test changes one thing.

#![allow(dead_code)] // each test file uses its part

use uip_auditor::{Language, audit};
use uip_model::{
    Allocation, Block, Budget, BudgetLine, Choosable, Document, Evidence, Finding, Initiative,
    Kind, Match, Milestone, Origin, Recipient, Rect, Section, ValueState, YearAmount,
};

/// A place that differs with its number.
pub(crate) fn at(n: u16) -> Origin {
    let y = f32::from(n) * 20.0;
    Origin {
        page: 1 + u32::from(n) / 30,
        bbox: Rect::new(50.0, y, 150.0, y + 12.0),
    }
}

/// `2,5` in millions as whole kroner; `None` for a dash or nothing.
pub(crate) fn mio(printed: &str) -> Option<i64> {
    if printed.is_empty() || printed == "-" {
        return None;
    }
    let (whole, tenths) = printed.split_once(',').unwrap_or((printed, "0"));
    assert!(tenths.len() <= 2, "{printed}");
    let hundredths: i64 = format!("{tenths:0<2}").parse().unwrap();
    Some(whole.parse::<i64>().unwrap() * 1_000_000 + hundredths * 10_000)
}

/// Sets the evidence of a value.
pub(crate) fn trace(document: &mut Document, path: &str, printed: &str, state: ValueState) {
    document.evidence.retain(|e| e.path != path);
    let n = u16::try_from(document.evidence.len()).unwrap();
    document.evidence.push(Evidence {
        path: path.to_owned(),
        printed: printed.to_owned(),
        state,
        rule: "test".into(),
        origin: vec![at(n)],
    });
}

/// Sets the budget table of an initiative: header years, then rows of label, years and `I alt`; the
/// last row is the total row. All in millions as printed.
pub(crate) fn budget(
    document: &mut Document,
    index: usize,
    years: &[i32],
    rows: &[(&str, &[&str])],
) {
    let base = format!("/initiatives/{index}/budget");
    document.evidence.retain(|e| !e.path.starts_with(&base));
    let mut lines = Vec::new();
    for (r, (label, cells)) in rows.iter().enumerate() {
        assert_eq!(cells.len(), years.len() + 1);
        for (c, cell) in cells.iter().enumerate() {
            let state = match *cell {
                "" => ValueState::Empty,
                "-" => ValueState::Dash,
                _ => ValueState::Printed,
            };
            let tail = if c < years.len() {
                format!("years/{c}/amount")
            } else {
                "total".to_owned()
            };
            trace(document, &format!("{base}/lines/{r}/{tail}"), cell, state);
            if r + 1 == rows.len() {
                let origin = document.evidence.last().unwrap().origin.clone();
                trace(document, &format!("{base}/{tail}"), cell, state);
                document.evidence.last_mut().unwrap().origin = origin;
            }
        }
        lines.push(BudgetLine {
            label: (*label).to_owned(),
            years: years
                .iter()
                .zip(*cells)
                .map(|(year, cell)| YearAmount {
                    year: *year,
                    amount: mio(cell),
                })
                .collect(),
            total: mio(cells.last().unwrap()),
        });
    }
    let last = lines.last().cloned().unwrap();
    document.initiatives[index].budget = Some(Budget {
        unit: Some("mio. kr.".to_owned()),
        price_level: Some(2024),
        years: last.years,
        total: last.total,
        lines,
    });
}

/// Sets the total and the parts that the text of an initiative names, with the text itself.
pub(crate) fn economy(
    document: &mut Document,
    index: usize,
    text: &str,
    total: &str,
    parts: &[(&str, &str)],
) {
    let base = format!("/initiatives/{index}");
    document
        .evidence
        .retain(|e| !e.path.starts_with(&format!("{base}/allocations")));
    document.initiatives[index].total_in_text = mio(total);
    trace(
        document,
        &format!("{base}/total_in_text"),
        &format!("{total} mio. kr."),
        ValueState::Printed,
    );
    document.initiatives[index].allocations = parts
        .iter()
        .map(|(amount, purpose)| Allocation {
            amount: mio(amount),
            purpose: Some((*purpose).to_owned()),
            ..Allocation::default()
        })
        .collect();
    for (i, (amount, _)) in parts.iter().enumerate() {
        trace(
            document,
            &format!("{base}/allocations/{i}/amount"),
            &format!("{amount} mio. kr."),
            ValueState::Printed,
        );
    }
    let pool = parts
        .iter()
        .position(|(_, p)| p.contains("ansøgningspulje"));
    document.initiatives[index].application_pool = pool.and_then(|p| mio(parts[p].0));
    let section = document.initiatives[index]
        .sections
        .iter_mut()
        .find(|s| s.key == "economy")
        .unwrap();
    section.text = text.to_owned();
    section.blocks = vec![Block::Paragraph {
        text: text.to_owned(),
        origin: section.origin.clone(),
    }];
}

pub(crate) fn section(number: &str, heading: &str, key: &str, text: &str) -> Section {
    let n: u16 = number.parse().unwrap();
    let origin = vec![at(200 + n)];
    Section {
        number: Some(number.to_owned()),
        marker: Some(format!("{number})")),
        heading: heading.to_owned(),
        key: key.to_owned(),
        text: text.to_owned(),
        blocks: vec![Block::Paragraph {
            text: text.to_owned(),
            origin: origin.clone(),
        }],
        origin,
        matched: Match {
            key: key.to_owned(),
            nearest: heading.to_owned(),
            certainty: 1.0,
        },
    }
}

pub(crate) fn milestone(raw: &str, start: Option<&str>, end: Option<&str>) -> Milestone {
    Milestone {
        raw: raw.to_owned(),
        start: start.map(str::to_owned),
        end: end.map(str::to_owned),
        activities: vec!["Arbejdet går i gang".to_owned()],
    }
}

fn initiative(number: usize) -> Initiative {
    let chevrons = ["Screening", "Modning", "Afprøvning", "Udbredelse"].map(|name| Choosable {
        name: name.to_owned(),
        chosen: name == "Modning",
    });
    let purpose = "Formålet med initiativet er at modne et nyt støtteforløb.";
    let mut phase = section("1", "Udviklingstrin", "phase", "");
    phase.blocks = vec![Block::Chevrons {
        items: chevrons.to_vec(),
        origin: vec![at(199)],
    }];
    Initiative {
        id: format!("uip-2024-voksne-{number}"),
        label: Some(format!("Initiativ {number}")),
        title: "Støtteforløb for nye naboer".to_owned(),
        area: Some("voksne".to_owned()),
        phase: Some("modning".to_owned()),
        phase_evidence: Some("chevron".to_owned()),
        recipients: ["Kommuner", "Styrelsen"]
            .map(|name| Recipient {
                name: name.to_owned(),
                optional: false,
            })
            .to_vec(),
        purpose: Some(purpose.to_owned()),
        duration_years: Some(4.0),
        start_year: Some(2024),
        end_year: Some(2027),
        next_uip: Some(2028),
        milestones: vec![
            milestone("1. kvartal 2024", Some("2024-Q1"), Some("2024-Q1")),
            milestone(
                "2. kvartal 2024 - 4. kvartal 2027",
                Some("2024-Q2"),
                Some("2027-Q4"),
            ),
        ],
        sections: vec![
            phase,
            section(
                "2",
                "Tilskudsmodtagere",
                "recipients",
                "Kommuner og Styrelsen",
            ),
            section("3", "Formål", "purpose", purpose),
            section("4", "Tid", "schedule", "Initiativet er 4-årigt."),
            section("5", "Økonomi", "economy", ""),
        ],
        origin: vec![at(180 + u16::try_from(number).unwrap())],
        ..Initiative::default()
    }
}

/// A release of four initiatives in which everything adds up.
pub(crate) fn sound() -> Document {
    let mut document = Document {
        kind: Kind::Release,
        programme_year: Some(2024),
        initiatives: (1..=4).map(initiative).collect(),
        ..Document::default()
    };
    document.coverage.characters = 10;
    document.coverage.assigned = 8;
    document.coverage.furniture = 2;
    for i in 0..4 {
        for (tail, printed, state) in [
            ("title", "Støtteforløb for nye naboer", ValueState::Printed),
            ("duration_years", "4-årigt", ValueState::Printed),
            ("start_year", "2024", ValueState::Derived),
            ("end_year", "2027", ValueState::Derived),
            ("milestones/0", "1. kvartal 2024", ValueState::Printed),
        ] {
            trace(
                &mut document,
                &format!("/initiatives/{i}/{tail}"),
                printed,
                state,
            );
        }
        budget(
            &mut document,
            i,
            &[2024, 2025, 2026, 2027],
            &[("Forslag i alt", &["10,0", "2,0", "1,5", "1,5", "15,0"])],
        );
        economy(
            &mut document,
            i,
            "Der afsættes 15,0 mio. kr. til initiativet i 2024-2027. Heraf afsættes 9,0 mio. kr. til en \
             ansøgningspulje til kommuner, 3,5 mio. kr. til støtte og 2,5 mio. kr. til evaluering.",
            "15,0",
            &[
                ("9,0", "en ansøgningspulje til kommuner"),
                ("3,5", "støtte"),
                ("2,5", "evaluering"),
            ],
        );
    }
    document
}

/// The findings lack no argument that their message names.
fn complete(findings: &[Finding]) {
    for finding in findings {
        let entry = uip_auditor::entry(&finding.code).unwrap();
        for name in entry
            .da
            .split('{')
            .skip(1)
            .filter_map(|s| s.split('}').next())
        {
            assert!(finding.args.contains_key(name), "{}: {name}", finding.code);
        }
    }
}

/// The codes that the audit gives: the document's, then the initiatives', each with its index.
pub(crate) fn codes(document: Document) -> Vec<String> {
    let audited = audit(document, Language::Danish);
    complete(&audited.findings);
    audited
        .initiatives
        .iter()
        .for_each(|i| complete(&i.findings));
    let mut codes: Vec<String> = audited
        .findings
        .iter()
        .map(|f| f.code.to_string())
        .collect();
    for (i, initiative) in audited.initiatives.iter().enumerate() {
        codes.extend(
            initiative
                .findings
                .iter()
                .map(|f| format!("{i} {}", f.code)),
        );
    }
    codes
}
