//! Documents with everything in them that formats get wrong: letters, quotes, line breaks, text that
//! looks like a formula, negative, empty and missing amounts, repeated keys, long text.
#![allow(dead_code)]

use std::borrow::Cow;

use uip_model::*;

/// Texts that some format, reader or spreadsheet is known to change.
pub(crate) const AWKWARD: &[&str] = &[
    "æøå ÆØÅ é ü ß œ",
    "to\nlinjer",
    "vinduets\r\nlinjer",
    "han sagde \"ja\", så \"nej\"",
    "semikolon; komma, punktum.",
    "=cmd|' /C calc'!A0",
    "+45 12 34 56 78",
    "-",
    "- et punkt",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\n=1+1",
    "＝1+1",
    "'=allerede beskyttet",
    "'citat'",
    " mellemrum foran og bagved ",
    "1.3",
    "007",
    "1e5",
    "2022-03-01",
    "TRUE",
    "NA",
    "null",
    "NaN",
    "_x0041_ som Excel læser det",
    "<b>&amp;</b>",
    "\u{1f600} uden for BMP",
    "far og får",
    "voksenområdet",
];

fn origin(page: u32) -> Origin {
    Origin {
        page,
        bbox: Rect::new(56.693, 100.004, 300.5, 112.999),
    }
}

fn years(amounts: &[(i32, Option<i64>)]) -> Vec<YearAmount> {
    amounts
        .iter()
        .map(|&(year, amount)| YearAmount { year, amount })
        .collect()
}

fn evidence(path: &str, printed: &str, state: ValueState, origin: Vec<Origin>) -> Evidence {
    Evidence {
        path: path.to_owned(),
        printed: printed.to_owned(),
        state,
        rule: Cow::Borrowed("amount.mio_kr"),
        origin,
    }
}

/// A release with one initiative for every awkward text, and one full of facts before them.
pub(crate) fn release() -> Document {
    let mut initiatives = vec![full()];
    for (index, text) in AWKWARD.iter().enumerate() {
        initiatives.push(Initiative {
            id: format!("uip-2031-{}", index + 2),
            title: (*text).to_owned(),
            purpose: Some((*text).to_owned()),
            recipients: vec![Recipient {
                name: (*text).to_owned(),
                optional: index % 2 == 0,
            }],
            sections: vec![section("1", "Formål", text)],
            ..Initiative::default()
        });
    }
    Document {
        schema_version: SCHEMA_VERSION.to_owned(),
        source: Source {
            file: Some("=cmd|' /C calc'!A0.pdf".to_owned()),
            file_hex: None,
            sha256: "0123456789abcdef".repeat(4),
            pages: 12,
            title: Some("Udmøntning af \"programmerne\"".to_owned()),
            producer: Some("Typst 0.13".to_owned()),
            created: Some("2031-01-05T00:30:00+01:00".to_owned()),
        },
        kind: Kind::Release,
        template: Some("2022".to_owned()),
        programme_year: Some(2031),
        initiatives,
        findings: vec![Finding {
            code: Cow::Borrowed("text_unassigned"),
            severity: Severity::Info,
            message: "=1+1 står uden for felterne".to_owned(),
            origin: vec![origin(1), origin(2)],
            args: [("text".to_owned(), "=1+1".to_owned())].into(),
        }],
        coverage: Coverage {
            characters: 1000,
            assigned: 940,
            furniture: 50,
            unassigned: 10,
            leftovers: vec![Leftover {
                page: 3,
                bbox: Rect::new(1.0, 2.0, 3.0, 4.0),
                text: "=rest\u{a0}her".to_owned(),
            }],
            hidden: 4,
        },
        evidence: vec![
            evidence(
                "/initiatives/0/budget/lines/0/years/1/amount",
                "-",
                ValueState::Dash,
                vec![origin(4)],
            ),
            evidence(
                "/initiatives/0/budget/lines/0/years/2/amount",
                "",
                ValueState::Empty,
                vec![],
            ),
            evidence(
                "/initiatives/0/budget/lines/0/years/0/amount",
                "−0,5",
                ValueState::Printed,
                vec![origin(4), origin(5)],
            ),
            evidence(
                "/initiatives/0/budget/total",
                "",
                ValueState::Derived,
                vec![],
            ),
            evidence(
                "/initiatives/0/title",
                "Styrket\nind-\nsats",
                ValueState::Printed,
                vec![origin(3)],
            ),
        ],
        ..Document::default()
    }
}

fn section(number: &str, heading: &str, text: &str) -> Section {
    Section {
        number: Some(number.to_owned()),
        marker: Some(format!("{number})")),
        heading: heading.to_owned(),
        key: "purpose".to_owned(),
        text: text.to_owned(),
        blocks: vec![Block::Paragraph {
            text: text.to_owned(),
            origin: vec![origin(3)],
        }],
        origin: vec![origin(3), origin(4)],
        matched: Match {
            key: "purpose".to_owned(),
            nearest: heading.to_owned(),
            certainty: 0.875,
        },
    }
}

fn full() -> Initiative {
    Initiative {
        id: "uip-2031-1".to_owned(),
        label: Some("Initiativ 1".to_owned()),
        title: "Styrket indsats".to_owned(),
        area: Some("børn_og_unge".to_owned()),
        phase: Some("afprøvning".to_owned()),
        phase_evidence: Some("checkbox".to_owned()),
        recipients: vec![
            Recipient {
                name: "Kommuner".to_owned(),
                optional: false,
            },
            Recipient {
                name: "Regioner".to_owned(),
                optional: true,
            },
        ],
        purpose: Some("Formålet er på voksenområdet at hjælpe.".to_owned()),
        target_group: Some("Unge, som får hjælp".to_owned()),
        theme: Some("Hjemløshed".to_owned()),
        duration_years: Some(3.5),
        start_year: Some(2031),
        end_year: Some(2034),
        next_uip: Some(2035),
        susi_track: Some(1),
        budget: Some(Budget {
            unit: Some("mio. kr.".to_owned()),
            price_level: Some(2031),
            years: years(&[(2031, Some(0)), (2032, Some(4_500_000)), (2033, None)]),
            total: Some(4_500_000),
            lines: vec![
                BudgetLine {
                    label: "=Heraf pulje".to_owned(),
                    years: years(&[(2031, Some(-500_000)), (2032, None), (2033, None)]),
                    total: Some(-500_000),
                },
                BudgetLine {
                    label: "Initiativ i alt".to_owned(),
                    years: years(&[(2031, Some(0)), (2032, Some(4_500_000)), (2033, None)]),
                    total: Some(4_500_000),
                },
            ],
        }),
        total_in_text: Some(4_500_000),
        allocations: vec![
            Allocation {
                amount: Some(1_156_800),
                approximate: true,
                purpose: Some("evaluering;\nformidling".to_owned()),
                min: None,
                max: None,
            },
            Allocation {
                amount: None,
                approximate: false,
                purpose: None,
                min: Some(1_000_000),
                max: Some(1_500_000),
            },
        ],
        application_pool: Some(3_000_000),
        direct_grants: vec![
            DirectGrant {
                recipient: "Foreningen \"Åben Dør\"".to_owned(),
                amount: Some(0),
            },
            DirectGrant {
                recipient: "-".to_owned(),
                amount: None,
            },
        ],
        participants: Some(Participants {
            min: Some(2),
            max: Some(4),
            unit: "kommuner".to_owned(),
        }),
        milestones: vec![
            Milestone {
                raw: "1. kvartal 2031".to_owned(),
                start: Some("2031-Q1".to_owned()),
                end: Some("2031-Q2".to_owned()),
                activities: vec!["Opstart".to_owned(), "=Udbud".to_owned()],
            },
            Milestone {
                raw: "Fra 4. kvartal 2031".to_owned(),
                start: Some("2031-Q4".to_owned()),
                end: None,
                activities: vec![],
            },
        ],
        predecessors: vec!["Unge i vækst".to_owned()],
        sections: vec![
            section("1", "Formål", "Formålet er på voksenområdet at hjælpe."),
            Section {
                blocks: vec![Block::Checkboxes {
                    items: ["Modning", "Afprøvning", "Fase X"]
                        .into_iter()
                        .map(|name| Choosable {
                            name: name.to_owned(),
                            chosen: name == "Afprøvning",
                        })
                        .collect(),
                    origin: vec![origin(4)],
                }],
                ..section("2", "Fase", "Modning\nAfprøvning\nFase X")
            },
        ],
        findings: vec![Finding {
            code: Cow::Borrowed("years_do_not_sum"),
            severity: Severity::Warning,
            message: "Årene giver 4,0 mio. kr.".to_owned(),
            origin: vec![origin(4)],
            args: Default::default(),
        }],
        origin: vec![origin(3)],
        ..Initiative::default()
    }
}

/// The overview report.
pub(crate) fn portfolio() -> Document {
    let row = |initiative: &str| PortfolioRow {
        table: "Voksne; oversigt".to_owned(),
        area: Some("voksne".to_owned()),
        initiative: initiative.to_owned(),
        phase_raw: "Modning/\nafprøvning".to_owned(),
        phases: vec!["modning".to_owned(), "afprøvning".to_owned()],
        agreements: vec!["UIP 2019".to_owned(), "UIP 2020".to_owned()],
        active_years: vec![2019, 2022],
        carried_on: Some("pending".to_owned()),
        carried_on_raw: Some("Afventer".to_owned()),
        next_initiative: None,
        next_uip: Some(2024),
        susi_raw: Some("=SUSI".to_owned()),
        origin: vec![origin(7)],
    };
    Document {
        schema_version: SCHEMA_VERSION.to_owned(),
        source: Source {
            file: None,
            sha256: "fedcba9876543210".repeat(4),
            pages: 40,
            ..Source::default()
        },
        kind: Kind::Portfolio,
        portfolio: vec![
            row("Indsats, den første"),
            PortfolioRow {
                active_years: vec![],
                carried_on: None,
                ..row("=Anden")
            },
        ],
        report_sections: vec![ReportSection {
            heading: "Indledning".to_owned(),
            level: 1,
            text: "+ første linje\nanden".to_owned(),
            origin: vec![origin(2)],
            ..ReportSection::default()
        }],
        figures: vec![ReportFigure {
            statement: "Der er afsat 0,5 pct. mere.".to_owned(),
            value: -0.5,
            unit: "pct.".to_owned(),
            origin: vec![origin(2)],
            ..ReportFigure::default()
        }],
        ..Document::default()
    }
}

/// The evaluation summary.
pub(crate) fn evaluation() -> Document {
    Document {
        schema_version: SCHEMA_VERSION.to_owned(),
        source: Source {
            file: Some("æøå evaluering.pdf".to_owned()),
            sha256: "00ff".repeat(16),
            pages: 4,
            created: Some("2023-06-30T12:00:00Z".to_owned()),
            ..Source::default()
        },
        kind: Kind::Evaluation,
        evaluation: Some(Evaluation {
            title: "Evaluering af \"Åben Dør\"".to_owned(),
            initiative: Some("Åben Dør".to_owned()),
            evaluator: None,
            client: Some("Styrelsen".to_owned()),
            period: vec![2020, 2022],
            municipalities: vec!["Århus".to_owned(), "Ærø".to_owned()],
            core_elements: vec![CoreElement {
                number: Some(1),
                name: "Samtaler".to_owned(),
            }],
            themes: vec![Theme {
                number: None,
                title: "Trivsel".to_owned(),
                text: "Flere\ntrives".to_owned(),
            }],
            figures: vec![ReportFigure {
                statement: "66,5 pct. har fremgang".to_owned(),
                value: 66.5,
                unit: "pct.".to_owned(),
                n: Some(108),
                measure: Some("WHO-5".to_owned()),
                group: Some("Unge; et år efter".to_owned()),
                ..ReportFigure::default()
            }],
            outcome_tables: vec![OutcomeTable {
                caption: "Fremgang".to_owned(),
                group: Some("Unge".to_owned()),
                measure: None,
                unit: Some("pct.".to_owned()),
                header: vec!["".to_owned(), "n".to_owned(), "Andel".to_owned()],
                rows: vec![vec![
                    OutcomeCell::Text("=Efter".to_owned()),
                    OutcomeCell::Integer(108),
                    OutcomeCell::Decimal(28.25),
                    OutcomeCell::Empty(()),
                ]],
            }],
            costs: Some(Costs {
                price_level: Some(2022),
                set_up: Some(120_000),
                annual: None,
                rows: vec![CostRow {
                    item: "Løn".to_owned(),
                    track: Some("Spor A".to_owned()),
                    amount: Some(-1),
                }],
            }),
        }),
        ..Document::default()
    }
}

/// All of them; the release comes twice, as it does when somebody has two PDFs of it.
pub(crate) fn documents() -> Vec<Document> {
    let mut again = release();
    again.source.sha256 = "0123456789abcdef".repeat(3) + "ffffffffffffffff";
    vec![
        release(),
        portfolio(),
        evaluation(),
        again,
        Document::default(),
    ]
}
