//! Invented releases with their exact sums.

use uip_auditor::Language;
use uip_model::{Budget, Document, Finding, Initiative, Kind, Severity, YearAmount};

use super::{Summary, Verdict, summary};

fn initiative(id: &str, area: Option<&str>, phase: &str, years: &[(i32, i64)]) -> Initiative {
    Initiative {
        id: id.to_owned(),
        area: area.map(str::to_owned),
        phase: Some(phase.to_owned()),
        budget: (!years.is_empty()).then(|| Budget {
            price_level: Some(2022),
            years: years
                .iter()
                .map(|(year, amount)| YearAmount {
                    year: *year,
                    amount: Some(*amount),
                })
                .collect(),
            total: Some(years.iter().map(|(_, amount)| amount).sum()),
            ..Budget::default()
        }),
        ..Initiative::default()
    }
}

fn finding(severity: Severity) -> Finding {
    Finding {
        severity,
        ..Finding::default()
    }
}

fn documents() -> Vec<Document> {
    let mut boats = initiative(
        "uip-2022-1.1",
        Some("børn_og_unge"),
        "modning",
        &[(2022, 3_000_000), (2023, 1_500_000)],
    );
    boats.application_pool = Some(2_250_000);
    boats.findings = vec![finding(Severity::Warning), finding(Severity::Info)];
    let mut release = Document {
        kind: Kind::Release,
        programme_year: Some(2022),
        initiatives: vec![
            boats,
            initiative(
                "uip-2022-1.2",
                Some("voksne"),
                "screening",
                &[(2022, 900_000)],
            ),
            initiative(
                "uip-2022-1.3",
                Some("voksne"),
                "modning",
                &[(2023, 2_000_000)],
            ),
            initiative("uip-2022-1.4", Some("voksne"), "modning", &[]),
        ],
        findings: vec![finding(Severity::Error)],
        ..Document::default()
    };
    release.source.file = Some("uip-2022.pdf".to_owned());
    let mut scan = release.clone();
    scan.source.file = Some("uip-2022-scan.pdf".to_owned());
    scan.initiatives.truncate(1);
    scan.findings.clear();
    vec![scan, release]
}

fn of(expectations: &[&str]) -> Summary {
    let expectations: Vec<_> = expectations.iter().map(|e| e.parse().unwrap()).collect();
    summary(&documents(), &expectations, Language::English)
}

#[test]
fn the_text_adds_up_by_area_and_phase() {
    assert_eq!(
        of(&["2022=7 mio.", "2024=5 mio."]).text(Language::English).to_string(),
        "UIP 2022, DKK million (2022-PL)
              count  2022  2023  total  pools  errors/warnings/notes
børn og unge      1   3,0   1,5    4,5   2,25                  0/1/1
  modning         1   3,0   1,5    4,5   2,25                  0/1/1
voksne            3   0,9   2,0   2,9*      -                  0/0/0
  screening       1   0,9     -    0,9      -                  0/0/0
  modning         2     -   2,0   2,0*      -                  0/0/0
in total          4   3,9   3,5   7,4*   2,25                  1/1/1
  screening       1   0,9     -    0,9      -                  0/0/0
  modning         3   3,0   3,5   6,5*   2,25                  0/1/1
* 1 initiative(s) without an amount are missing in the sum
expected 7.000.000 kr.: agrees when rounded (+400.000 kr.)

error: expected_year_missing: A total was given for UIP 2024, but no release of that year is among the documents.
warning: total_not_counted: uip-2022-1.4 has no total amount and is therefore missing in the sum of UIP 2022.
info: release_read_twice: uip-2022-1.1 stands in both uip-2022.pdf and uip-2022-scan.pdf; it is counted only from the first.
"
    );
}

#[test]
fn an_unexpected_total_is_an_error() {
    let summary = of(&["2022=142 mio. kr."]);
    let expected = summary.releases[0].expected.unwrap();
    assert_eq!(
        (expected.amount, expected.difference, expected.verdict),
        (142_000_000, -134_600_000, Verdict::Different)
    );
    assert!(!summary.is_as_expected());
    assert_eq!(
        summary.findings[0].message,
        "UIP 2022 was expected to be 142.000.000 kr., but the initiatives' budgets give 7.400.000 kr.; difference -134.600.000 kr."
    );
    assert!(of(&["2022=7,4 mio."]).is_as_expected());
}

#[test]
fn the_tables_hold_the_same_sums() {
    let summary = of(&["2022=7,4 mio."]);
    let tables = summary.tables();
    let rows = |name: &str| -> Vec<String> {
        let table = tables.iter().find(|t| t.name == name).unwrap();
        assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
        table
            .rows
            .iter()
            .map(|row| serde_json::to_string(row).unwrap())
            .collect()
    };
    assert_eq!(
        rows("summary")[..3],
        [
            r#"[2022,"release",null,null,4,1,7400000,1,2250000,1,1,1,7400000,0,"equal"]"#,
            r#"[2022,"phase",null,"screening",1,0,900000,0,0,0,0,0,null,null,null]"#,
            r#"[2022,"phase",null,"modning",3,1,6500000,1,2250000,0,1,1,null,null,null]"#,
        ]
    );
    assert_eq!(
        rows("summary_years")[..2],
        [
            r#"[2022,"release",null,null,2022,3900000]"#,
            r#"[2022,"release",null,null,2023,3500000]"#,
        ]
    );
    assert_eq!(
        rows("summary_documents"),
        [
            r#"["uip-2022.pdf","release",2022,4,0,1,1,1]"#,
            r#"["uip-2022-scan.pdf","release",2022,1,0,0,1,1]"#,
        ]
    );
}

#[test]
fn one_file_given_twice_is_counted_once() {
    let mut twice = documents();
    twice.extend(documents());
    let once = summary(&documents(), &[], Language::Danish);
    let twice = summary(&twice, &[], Language::Danish);
    assert_eq!(twice.releases[0].areas, once.releases[0].areas);
}

#[test]
fn nothing_sums_to_nothing() {
    let empty = summary(&[], &[], Language::Danish);
    assert_eq!(empty, Summary::default());
    assert_eq!(empty.text(Language::Danish).to_string(), "");
}
