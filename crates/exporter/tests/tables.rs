//! The tables: their contract, and the rows that awkward documents give.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use uip_exporter::{Cell, Keys, Language, TABLES, Type, table};
use uip_model::Document;

/// All rows of a table as text, missing values as `∅`.
fn rows(name: &str, documents: &[Document]) -> Vec<String> {
    let mut keys = Keys::new(Language::English);
    let mut lines = Vec::new();
    for document in documents {
        let entry = keys.entry(document);
        (table(name).unwrap().rows)(&entry, &mut |row| {
            let cells: Vec<String> = row.iter().map(show).collect();
            lines.push(cells.join(" | "));
            Ok(())
        })
        .unwrap();
    }
    lines
}

fn show(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Null => "∅".to_owned(),
        Cell::Text(text) => text.escape_debug().to_string(),
        Cell::Integer(number) => number.to_string(),
        Cell::Number(number) => format!("{number:?}"),
        Cell::Boolean(truth) => truth.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::DateTime(moment) => moment.to_string(),
    }
}

/// The rows that begin with this key.
fn rows_of(name: &str, key: &str) -> Vec<String> {
    let start = format!("{key} | ");
    let all = rows(name, &common::documents());
    let own = all.into_iter().filter(|row| row.starts_with(&start));
    own.map(|row| row[start.len()..].to_owned()).collect()
}

#[test]
fn names_and_keys_keep_the_contract() {
    let is_name = |name: &str| {
        name.len() <= 32
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let mut known: BTreeMap<&str, &[&str]> = BTreeMap::new();
    for table in TABLES {
        assert!(is_name(table.name), "{}", table.name);
        let names: BTreeSet<&str> = table.columns.iter().map(|c| c.name).collect();
        assert_eq!(names.len(), table.columns.len(), "{}", table.name);
        for column in table.columns {
            let name = format!("{}.{}", table.name, column.name);
            assert!(is_name(column.name), "{name}");
            for words in [column.title, column.about] {
                assert!(!words.da.is_empty() && !words.en.is_empty(), "{name}");
            }
            if let Some(unit) = column.unit {
                assert!(column.name.ends_with(unit), "{name} is in {unit}");
            }
            if !column.categories.is_empty() {
                assert_eq!(column.kind, Type::Text, "{name}");
            }
        }
        for key in table.primary_key {
            let column = table.columns.iter().find(|c| c.name == *key).unwrap();
            assert!(column.required, "{}.{key} is a key", table.name);
        }
        for key in table.foreign_keys {
            assert!(key.columns.iter().all(|name| names.contains(name)));
            let parent = known.get(key.table);
            let parent =
                parent.unwrap_or_else(|| panic!("{} comes before {}", table.name, key.table));
            assert_eq!(*parent, key.references, "{}", table.name);
        }
        known.insert(table.name, table.primary_key);
    }
}

#[test]
fn every_row_has_a_cell_of_the_right_kind_for_every_column() {
    let mut keys = Keys::default();
    for document in &common::documents() {
        let entry = keys.entry(document);
        for table in TABLES {
            (table.rows)(&entry, &mut |row| {
                assert_eq!(row.len(), table.columns.len(), "{}", table.name);
                for (cell, column) in row.iter().zip(table.columns) {
                    let name = format!("{}.{}: {cell:?}", table.name, column.name);
                    match (cell, column.kind) {
                        (Cell::Null, _) => assert!(!column.required, "{name}"),
                        (Cell::Text(text), Type::Text) => {
                            assert!(!text.is_empty(), "{name}");
                            let known = column.categories;
                            assert!(known.is_empty() || known.contains(text), "{name}");
                        }
                        (Cell::Integer(_), Type::Integer)
                        | (Cell::Number(_), Type::Number)
                        | (Cell::Boolean(_), Type::Boolean)
                        | (Cell::Date(_), Type::Date)
                        | (Cell::DateTime(_), Type::DateTime) => {}
                        _ => panic!("{name}"),
                    }
                }
                Ok(())
            })
            .unwrap();
        }
    }
}

#[test]
fn every_table_has_rows_in_the_test_documents_and_no_key_comes_twice() {
    let mut rows: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut keys = Keys::default();
    for document in &common::documents() {
        let entry = keys.entry(document);
        for table in TABLES {
            (table.rows)(&entry, &mut |row| {
                let key: Vec<String> = table
                    .primary_key
                    .iter()
                    .map(|name| show(&row[table.position(name).unwrap()]))
                    .collect();
                let key = key.join("\u{1f}");
                assert!(
                    rows.entry(table.name).or_default().insert(key.clone()),
                    "{} {key}",
                    table.name
                );
                Ok(())
            })
            .unwrap();
        }
    }
    let filled: Vec<&str> = rows.keys().copied().collect();
    let mut all: Vec<&str> = TABLES.iter().map(|t| t.name).collect();
    all.sort_unstable();
    assert_eq!(filled, all);
}

#[test]
fn documents_and_releases() {
    assert_eq!(
        rows("documents", &common::documents()),
        [
            "0123456789ab | =cmd|\\' /C calc\\'!A0.pdf | 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | 12 | Udmøntning af \\\"programmerne\\\" | Typst 0.13 | 2031-01-04T23:30:00Z | release | 2022 | 2031 | 1000 | 940 | 50 | 10 | 4",
            "fedcba987654 | ∅ | fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210 | 40 | ∅ | ∅ | ∅ | portfolio | ∅ | ∅ | 0 | 0 | 0 | 0 | 0",
            "00ff00ff00ff | æøå evaluering.pdf | 00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff | 4 | ∅ | ∅ | 2023-06-30T12:00:00Z | evaluation | ∅ | ∅ | 0 | 0 | 0 | 0 | 0",
            "0123456789ab~2 | =cmd|\\' /C calc\\'!A0.pdf | 0123456789abcdef0123456789abcdef0123456789abcdefffffffffffffffff | 12 | Udmøntning af \\\"programmerne\\\" | Typst 0.13 | 2031-01-04T23:30:00Z | release | 2022 | 2031 | 1000 | 940 | 50 | 10 | 4",
            "document | ∅ | ∅ | 0 | ∅ | ∅ | ∅ | unknown | ∅ | ∅ | 0 | 0 | 0 | 0 | 0",
        ]
    );
    let count = common::AWKWARD.len() + 1;
    assert_eq!(
        rows("releases", &common::documents()),
        [
            format!("0123456789ab | 2031 | 2022 | {count} | 1 | 4500000"),
            format!("0123456789ab~2 | 2031 | 2022 | {count} | 1 | 4500000"),
        ]
    );
}

#[test]
fn initiatives_with_their_lists() {
    assert_eq!(
        rows_of("initiatives", "uip-2031-1"),
        [
            "0123456789ab | 1 | 2031 | Initiativ 1 | Styrket indsats | børn_og_unge | afprøvning | checkbox | Formålet er på voksenområdet at hjælpe. | Unge, som får hjælp | Hjemløshed | 3.5 | 2031 | 2034 | 2035 | 1 | mio. kr. | 2031 | 4500000 | derived | 4500000 | 3000000 | 2 | 4 | kommuner | 3"
        ]
    );
    assert_eq!(
        rows_of("recipients", "uip-2031-1"),
        ["1 | Kommuner | false", "2 | Regioner | true"]
    );
    assert_eq!(rows_of("predecessors", "uip-2031-1"), ["1 | Unge i vækst"]);
    assert_eq!(
        rows_of("phases", "uip-2031-1"),
        [
            "1 | modning | Modning | false | checkbox",
            "2 | afprøvning | Afprøvning | true | checkbox",
            "3 | ∅ | Fase X | false | checkbox",
        ]
    );
    assert_eq!(
        rows_of("sections", "uip-2031-1"),
        [
            "1 | 1 | 1) | Formål | purpose | 0.875 | Formålet er på voksenområdet at hjælpe. | 3",
            "2 | 2 | 2) | Fase | purpose | 0.875 | Modning\\nAfprøvning\\nFase X | 3",
        ]
    );
    assert_eq!(
        rows_of("milestones", "uip-2031-1"),
        [
            "1 | 1. kvartal 2031 | 2031-Q1 | 2031-Q2 | 2031-01-01 | 2031-06-30",
            "2 | Fra 4. kvartal 2031 | 2031-Q4 | ∅ | 2031-10-01 | ∅",
        ]
    );
    assert_eq!(
        rows_of("activities", "uip-2031-1"),
        ["1 | 1 | Opstart", "1 | 2 | =Udbud"]
    );
}

#[test]
fn money_tells_dash_from_empty_and_zero() {
    assert_eq!(
        rows_of("budget_lines", "uip-2031-1"),
        [
            "1 | =Heraf pulje | false | -500000 | printed",
            "2 | Initiativ i alt | true | 4500000 | printed",
        ]
    );
    assert_eq!(
        rows_of("budget", "uip-2031-1"),
        [
            "1 | 1 | =Heraf pulje | false | 2031 | -500000 | printed | 2031",
            "1 | 2 | =Heraf pulje | false | 2032 | ∅ | dash | 2031",
            "1 | 3 | =Heraf pulje | false | 2033 | ∅ | empty | 2031",
            "2 | 1 | Initiativ i alt | true | 2031 | 0 | printed | 2031",
            "2 | 2 | Initiativ i alt | true | 2032 | 4500000 | printed | 2031",
            "2 | 3 | Initiativ i alt | true | 2033 | ∅ | ∅ | 2031",
        ]
    );
    assert_eq!(
        rows_of("allocations", "uip-2031-1"),
        [
            "1 | 1156800 | true | evaluering;\\nformidling | ∅ | ∅",
            "2 | ∅ | false | ∅ | 1000000 | 1500000",
        ]
    );
    assert_eq!(
        rows_of("grants", "uip-2031-1"),
        [
            "1 | application_pool | ∅ | 3000000",
            "2 | direct_grant | Foreningen \\\"Åben Dør\\\" | 0",
            "3 | direct_grant | - | ∅",
        ]
    );
}

#[test]
fn totals_that_no_row_has_become_line_zero() {
    let mut document = common::release();
    document.initiatives.truncate(1);
    let budget = document.initiatives[0].budget.as_mut().unwrap();
    budget.lines.pop();
    assert_eq!(
        rows("budget_lines", std::slice::from_ref(&document)),
        [
            "uip-2031-1 | 0 | ∅ | true | 4500000 | derived",
            "uip-2031-1 | 1 | =Heraf pulje | false | -500000 | printed",
        ]
    );
    assert_eq!(
        rows("budget", &[document])[..3],
        [
            "uip-2031-1 | 0 | 1 | ∅ | true | 2031 | 0 | printed | 2031",
            "uip-2031-1 | 0 | 2 | ∅ | true | 2032 | 4500000 | printed | 2031",
            "uip-2031-1 | 0 | 3 | ∅ | true | 2033 | ∅ | ∅ | 2031",
        ]
    );
}

#[test]
fn a_phase_in_the_text_only_is_one_row() {
    let mut document = common::release();
    document.initiatives.truncate(1);
    document.initiatives[0].sections.truncate(1);
    assert_eq!(
        rows("phases", &[document]),
        ["uip-2031-1 | 1 | afprøvning | ∅ | true | text"]
    );
}

#[test]
fn evidence_has_a_row_for_every_place_and_the_value() {
    let box_of_origin = "56.69 | 100.0 | 300.5 | 113.0";
    assert_eq!(
        rows("evidence", &[common::release()]),
        [
            "0123456789ab | 1 | 1 | uip-2031-1 | /initiatives/0/budget/lines/0/years/1/amount | ∅ | - | dash | amount.mio_kr | 4 | BOX",
            "0123456789ab | 2 | 1 | uip-2031-1 | /initiatives/0/budget/lines/0/years/2/amount | ∅ | ∅ | empty | amount.mio_kr | ∅ | ∅ | ∅ | ∅ | ∅",
            "0123456789ab | 3 | 1 | uip-2031-1 | /initiatives/0/budget/lines/0/years/0/amount | -500000 | −0,5 | printed | amount.mio_kr | 4 | BOX",
            "0123456789ab | 3 | 2 | uip-2031-1 | /initiatives/0/budget/lines/0/years/0/amount | -500000 | −0,5 | printed | amount.mio_kr | 5 | BOX",
            "0123456789ab | 4 | 1 | uip-2031-1 | /initiatives/0/budget/total | 4500000 | ∅ | derived | amount.mio_kr | ∅ | ∅ | ∅ | ∅ | ∅",
            "0123456789ab | 5 | 1 | uip-2031-1 | /initiatives/0/title | Styrket indsats | Styrket\\nind-\\nsats | printed | amount.mio_kr | 3 | BOX",
        ]
        .map(|row| row.replace("BOX", box_of_origin))
    );
    assert_eq!(
        rows("leftovers", &[common::release()]),
        ["0123456789ab | 1 | =rest\\u{a0}her | 3 | 1.0 | 2.0 | 3.0 | 4.0"]
    );
}

#[test]
fn findings_of_document_initiative_and_export() {
    let twice = [common::release(), common::release()];
    let all = rows("findings", &twice);
    assert_eq!(
        all[..4],
        [
            "0123456789ab | 1 | ∅ | text_unassigned | info | =1+1 står uden for felterne | 1",
            "0123456789ab | 2 | uip-2031-1 | years_do_not_sum | warning | Årene giver 4,0 mio. kr. | 4",
            "0123456789ab~2 | 1 | ∅ | text_unassigned | info | =1+1 står uden for felterne | 1",
            "0123456789ab~2 | 2 | uip-2031-1~2 | years_do_not_sum | warning | Årene giver 4,0 mio. kr. | 4",
        ]
    );
    assert_eq!(
        all[4],
        "0123456789ab~2 | 3 | uip-2031-1~2 | initiative_id_repeated | warning | The key uip-2031-1 is already in these tables; the initiative is called uip-2031-1~2 here. Was the same release read twice? | 3"
    );
    assert_eq!(all.len(), 5 + common::AWKWARD.len());
    assert_eq!(
        rows("finding_places", &twice[..1])
            .iter()
            .map(|row| &row[..23])
            .collect::<Vec<_>>(),
        [
            "0123456789ab | 1 | 1 | ",
            "0123456789ab | 1 | 2 | ",
            "0123456789ab | 2 | 1 | "
        ]
    );
}

#[test]
fn portfolio_and_evaluation() {
    let documents = [common::portfolio(), common::evaluation()];
    let box_of_origin = "56.69 | 100.0 | 300.5 | 113.0";
    for (name, expected) in [
        (
            "portfolio",
            vec![
                "fedcba987654 | 1 | Voksne; oversigt | voksne | Indsats, den første | Modning/\\nafprøvning | 2019 | 2022 | pending | Afventer | ∅ | 2024 | =SUSI | 7",
                "fedcba987654 | 2 | Voksne; oversigt | voksne | =Anden | Modning/\\nafprøvning | ∅ | ∅ | ∅ | Afventer | ∅ | 2024 | =SUSI | 7",
            ],
        ),
        (
            "portfolio_phases",
            vec![
                "fedcba987654 | 1 | 1 | modning",
                "fedcba987654 | 1 | 2 | afprøvning",
                "fedcba987654 | 2 | 1 | modning",
                "fedcba987654 | 2 | 2 | afprøvning",
            ],
        ),
        (
            "portfolio_agreements",
            vec![
                "fedcba987654 | 1 | 1 | UIP 2019",
                "fedcba987654 | 1 | 2 | UIP 2020",
                "fedcba987654 | 2 | 1 | UIP 2019",
                "fedcba987654 | 2 | 2 | UIP 2020",
            ],
        ),
        (
            "report_sections",
            vec!["fedcba987654 | 1 | 1 | Indledning | + første linje\\nanden | 2"],
        ),
        (
            "figures",
            vec![
                "fedcba987654 | 1 | Der er afsat 0,5 pct. mere. | -0.5 | pct. | ∅ | ∅ | 2 | BOX | ∅",
                "00ff00ff00ff | 1 | 66,5 pct. har fremgang | 66.5 | pct. | 108 | WHO-5 | ∅ | ∅ | ∅ | ∅ | ∅ | Unge; et år efter",
            ],
        ),
        (
            "evaluations",
            vec![
                "00ff00ff00ff | Evaluering af \\\"Åben Dør\\\" | Åben Dør | ∅ | Styrelsen | 2020 | 2022 | 2022 | 120000 | ∅",
            ],
        ),
        (
            "evaluation_municipalities",
            vec!["00ff00ff00ff | 1 | Århus", "00ff00ff00ff | 2 | Ærø"],
        ),
        (
            "evaluation_core_elements",
            vec!["00ff00ff00ff | 1 | 1 | Samtaler"],
        ),
        (
            "evaluation_themes",
            vec!["00ff00ff00ff | 1 | ∅ | Trivsel | Flere\\ntrives"],
        ),
        (
            "evaluation_costs",
            vec!["00ff00ff00ff | 1 | Løn | Spor A | -1"],
        ),
        (
            "outcome_tables",
            vec!["00ff00ff00ff | 1 | Fremgang | Unge | ∅ | pct."],
        ),
        (
            "outcomes",
            vec![
                "00ff00ff00ff | 1 | 1 | 1 | ∅ | =Efter | ∅",
                "00ff00ff00ff | 1 | 1 | 2 | n | ∅ | 108.0",
                "00ff00ff00ff | 1 | 1 | 3 | Andel | ∅ | 28.25",
                "00ff00ff00ff | 1 | 1 | 4 | ∅ | ∅ | ∅",
            ],
        ),
    ] {
        let expected: Vec<String> = expected
            .into_iter()
            .map(|row| row.replace("BOX", box_of_origin))
            .collect();
        assert_eq!(rows(name, &documents), expected, "{name}");
    }
}

#[test]
fn an_unknown_table_is_named_with_those_that_exist() {
    let error = table("budgets").unwrap_err().to_string();
    assert!(error.starts_with("there is no table `budgets`; there are documents, releases, "));
}
