//! Invented documents with exactly the differences that were made in them.

use uip_auditor::Language;
use uip_model::{
    Allocation, Block, Budget, Document, Evaluation, Evidence, Initiative, Kind, Milestone, Origin,
    OutcomeCell, OutcomeTable, PortfolioRow, Recipient, Rect, ReportFigure, Section, ValueState,
    YearAmount,
};

use super::{Diff, diff};

fn origin(page: u32) -> Vec<Origin> {
    vec![Origin {
        page,
        bbox: Rect::new(50.0, 60.0, 500.0, 80.0),
    }]
}

fn section(number: &str, heading: &str, text: &str, page: u32) -> Section {
    Section {
        number: Some(number.to_owned()),
        marker: Some(format!("{number})")),
        heading: heading.to_owned(),
        key: "other".to_owned(),
        text: text.to_owned(),
        origin: origin(page),
        ..Section::default()
    }
}

fn initiative(id: &str, title: &str, text: &str) -> Initiative {
    Initiative {
        id: id.to_owned(),
        label: Some(id.rsplit('-').next().unwrap().to_owned()),
        title: title.to_owned(),
        phase: Some("modning".to_owned()),
        recipients: vec![Recipient {
            name: "Kommuner".to_owned(),
            optional: false,
        }],
        budget: Some(Budget {
            unit: Some("mio. kr.".to_owned()),
            price_level: Some(2022),
            years: [(2022, Some(4_000_000)), (2023, None)]
                .map(|(year, amount)| YearAmount { year, amount })
                .to_vec(),
            total: Some(4_000_000),
            lines: Vec::new(),
        }),
        allocations: vec![Allocation {
            amount: Some(1_500_000),
            purpose: Some("ansøgningspulje".to_owned()),
            ..Allocation::default()
        }],
        sections: vec![
            section("1", "Initiativets fase", "Modning", 2),
            section("2", "Formål", text, 3),
        ],
        origin: origin(2),
        ..Initiative::default()
    }
}

fn release(file: &str, initiatives: Vec<Initiative>) -> Document {
    let mut document = Document {
        kind: Kind::Release,
        programme_year: Some(2022),
        initiatives,
        ..Document::default()
    };
    document.source.file = Some(file.to_owned());
    document
}

const BOATS: &str = "Formålet er at give unge med få venner en plads om bord på en båd.";
const CAFE: &str = "Formålet er at voksne kan mødes over en kop kaffe og reparere ting sammen.";

fn pair() -> Vec<Initiative> {
    vec![
        initiative("uip-2022-1.1", "Modning af sejlads for unge", BOATS),
        initiative("uip-2022-1.2", "Modning af reparationscaféer", CAFE),
    ]
}

fn report(diff: &Diff) -> String {
    diff.text(Language::English).to_string()
}

#[test]
fn another_producer_is_no_difference() {
    let old = release("word.pdf", pair());
    let mut new = old.clone();
    new.source.file = Some("typst.pdf".to_owned());
    new.source.producer = Some("Typst".to_owned());
    new.source.pages = 9;
    new.coverage.characters = 1;
    new.evidence.push(Evidence {
        path: "/initiatives/0/title".to_owned(),
        printed: "x".to_owned(),
        state: ValueState::Printed,
        rule: "title".into(),
        origin: origin(7),
    });
    new.findings.push(uip_model::Finding::default());
    for initiative in &mut new.initiatives {
        initiative.phase_evidence = Some("checkbox".to_owned());
        initiative.origin = origin(8);
        for section in &mut initiative.sections {
            section.origin = origin(9);
            section.matched.certainty = 0.5;
            section.text = section
                .text
                .replace(" og ", "\nog\u{a0}")
                .replace("på", "pa\u{30a}\u{ad}");
            section.blocks.push(Block::Paragraph {
                text: section.text.clone(),
                origin: origin(9),
            });
        }
    }
    let diff = diff(&[old], &[new]);
    assert_eq!(diff.changes, []);
    assert_eq!(diff.compared, 3);
    assert_eq!(report(&diff), "");
}

#[test]
fn fields_budgets_and_words_are_told_with_their_places() {
    let old = release("old.pdf", pair());
    let mut new = release("new.pdf", pair());
    let changed = &mut new.initiatives[0];
    changed.budget.as_mut().unwrap().years[0].amount = Some(5_250_000);
    changed.budget.as_mut().unwrap().years[1].amount = Some(0);
    changed.budget.as_mut().unwrap().total = Some(5_250_000);
    changed.phase = Some("afprøvning".to_owned());
    changed.start_year = Some(2022);
    changed.recipients = vec![Recipient {
        name: "Regioner".to_owned(),
        optional: true,
    }];
    changed.allocations[0].amount = Some(900_000);
    changed.sections[1].text = BOATS.replace("få venner", "mange venner");
    changed.sections[1].origin = origin(4);
    new.evidence.push(Evidence {
        path: "/initiatives/0/budget/years/0/amount".to_owned(),
        printed: "5,25".to_owned(),
        state: ValueState::Printed,
        rule: "amount".into(),
        origin: origin(5),
    });
    let diff = diff(&[old], &[new]);
    assert_eq!(
        report(&diff),
        "new.pdf initiative changed: uip-2022-1.1: Modning af sejlads for unge
  phase: [-modning-] {+afprøvning+} (p. 2)
  recipients[Regioner].optional: – -> yes (p. 2)
  start_year: – (p. 2) -> 2022 (p. 2)
  budget.years[2022]: 4.000.000 (p. 2) -> 5.250.000 (p. 5)  [+1.250.000]
  budget.years[2023]: – (p. 2) -> 0 (p. 2)
  budget.total: 4.000.000 (p. 2) -> 5.250.000 (p. 2)  [+1.250.000]
  sections[2].text: … at give unge med [-få-] {+mange+} venner en plads om … (p. 4)
  allocations[ansøgningspulje].amount: 1.500.000 (p. 2) -> 900.000 (p. 2)  [-600.000]
  recipients[Kommuner].optional: no (p. 2) -> –

0 added, 0 dropped, 0 renamed, 9 fields changed
"
    );
    let year = &diff.changes[3];
    assert_eq!(year.difference, Some(1_250_000));
    assert_eq!(
        year.new_place
            .as_ref()
            .map(|p| (p.document.as_str(), p.origin[0].page)),
        Some(("new.pdf", 5))
    );
    assert_eq!(
        serde_json::to_string(&diff.table().rows[3]).unwrap(),
        r#"["initiative","uip-2022-1.1","Modning af sejlads for unge","changed","budget.years[2022]",4000000,5250000,1250000,null,"old.pdf",2,"new.pdf",5]"#
    );
}

#[test]
fn added_dropped_and_renamed_initiatives() {
    let old = release("old.pdf", pair());
    let mut new = release(
        "new.pdf",
        vec![
            initiative(
                "uip-2022-1.1",
                "Fælles spisning",
                "Ældre spiser hos naboer hver uge.",
            ),
            // Moved down, reworded and slightly rewritten: still the boats.
            initiative(
                "uip-2022-1.2",
                "Havet som fællesskab",
                &BOATS.replace("en båd", "et skib"),
            ),
        ],
    );
    new.initiatives[1].label = Some("1.2".to_owned());
    assert_eq!(
        report(&diff(&[old], &[new])),
        "new.pdf initiative added: uip-2022-1.1: Fælles spisning (p. 2)

new.pdf initiative changed: uip-2022-1.2: Havet som fællesskab
  title: [-Modning af sejlads for unge-] {+Havet som fællesskab+} (p. 2)
  label: [-1.1-] {+1.2+} (p. 2)
  sections[2].text: … plads om bord på [-en båd.-] {+et skib.+} (p. 3)

old.pdf initiative dropped: uip-2022-1.2: Modning af reparationscaféer (p. 2)

1 added, 1 dropped, 1 renamed, 2 fields changed
"
    );
}

#[test]
fn sections_keep_their_name_when_renumbered_or_reworded() {
    let old = release("old.pdf", pair());
    let mut new = release("new.pdf", pair());
    let sections = &mut new.initiatives[1].sections;
    sections.insert(1, section("2", "Målgruppe", "Voksne", 3));
    sections[2].number = Some("3".to_owned());
    sections[2].marker = Some("3)".to_owned());
    assert_eq!(
        report(&diff(&[old], &[new])),
        "new.pdf initiative changed: uip-2022-1.2: Modning af reparationscaféer
  sections[2].marker: – -> 2) (p. 3)
  sections[2].heading: – -> Målgruppe (p. 3)
  sections[2].text: – -> Voksne (p. 3)
  sections[3].marker: [-2)-] {+3)+} (p. 3)

0 added, 0 dropped, 0 renamed, 4 fields changed
"
    );
}

#[test]
fn doubled_numbers_and_moved_times_are_kept_apart() {
    let mut old = release("old.pdf", pair());
    let text = "Kommunerne søger om tilskud";
    let time = |raw: &str, start: &str| Milestone {
        raw: raw.to_owned(),
        start: Some(start.to_owned()),
        activities: vec![text.to_owned()],
        ..Milestone::default()
    };
    // Two sections with one number, as misprinted releases have them.
    old.initiatives[0]
        .sections
        .push(section("2", "Økonomi", "Der er ingen pulje.", 3));
    old.initiatives[0].milestones = vec![time("1. kvartal 2023", "2023-Q1")];
    let mut new = old.clone();
    new.source.file = Some("new.pdf".to_owned());
    new.initiatives[0].sections.remove(1);
    new.initiatives[0].milestones = vec![time("2. kvartal 2023", "2023-Q2")];
    assert_eq!(
        report(&diff(&[old], &[new])),
        format!(
            "new.pdf initiative changed: uip-2022-1.1: Modning af sejlads for unge
  milestones[2. kvartal 2023].raw: [-1.-] {{+2.+}} kvartal 2023 (p. 2)
  milestones[2. kvartal 2023].start: [-2023-Q1-] {{+2023-Q2+}} (p. 2)
  sections[2] #2.marker: 2) (p. 3) -> –
  sections[2] #2.heading: Formål (p. 3) -> –
  sections[2] #2.text: {BOATS} (p. 3) -> –

0 added, 0 dropped, 0 renamed, 5 fields changed
"
        )
    );
}

#[test]
fn rows_and_evaluations_are_compared_too() {
    let row = |title: &str, year: i32| PortfolioRow {
        initiative: title.to_owned(),
        agreements: vec![format!("UIP {year}")],
        active_years: vec![year, year + 2],
        ..PortfolioRow::default()
    };
    let mut old = Document {
        kind: Kind::Portfolio,
        portfolio: vec![row("Sejlads for unge", 2018), row("Sejlads for unge", 2021)],
        evaluation: Some(Evaluation {
            title: "Evaluering af sejlads".to_owned(),
            figures: vec![ReportFigure {
                statement: "66 pct. fik det bedre (n = 40).".to_owned(),
                value: 66.0,
                unit: "pct.".to_owned(),
                n: Some(40),
                ..ReportFigure::default()
            }],
            outcome_tables: vec![OutcomeTable {
                caption: "Trivsel".to_owned(),
                rows: vec![vec![
                    OutcomeCell::Text("Efter".to_owned()),
                    OutcomeCell::Integer(40),
                    OutcomeCell::Integer(66),
                ]],
                ..OutcomeTable::default()
            }],
            ..Evaluation::default()
        }),
        ..Document::default()
    };
    old.source.file = Some("a.pdf".to_owned());
    let mut new = old.clone();
    new.portfolio[1].carried_on = Some("yes".to_owned());
    new.portfolio[1].active_years = vec![2021, 2024];
    let evaluation = new.evaluation.as_mut().unwrap();
    evaluation.figures[0].n = Some(41);
    evaluation.outcome_tables[0].rows[0][2] = OutcomeCell::Decimal(66.5);
    assert_eq!(
        report(&diff(&[old], &[new])),
        "a.pdf overview row changed: Sejlads for unge
  active_years.last: 2023 -> 2024
  carried_on: – -> yes

a.pdf evaluation changed: Evaluering af sejlads
  figures[66 pct. fik det bedre (n = 40).].n: 40 -> 41
  outcome_tables[Trivsel].rows[Efter]: 40 | [-66-] {+66.5+}

0 added, 0 dropped, 0 renamed, 4 fields changed
"
    );
}

#[test]
fn a_release_in_two_files_on_both_sides_is_paired_by_file() {
    let both = [release("a.pdf", pair()), release("b.pdf", pair())];
    let mut turned = both.to_vec();
    turned.reverse();
    turned[0].initiatives[0].title = "Modning af sejladser for unge".to_owned();
    let diff = diff(&both, &turned);
    assert_eq!(diff.changes.len(), 1);
    assert_eq!(
        diff.changes[0]
            .new_place
            .as_ref()
            .map(|p| p.document.as_str()),
        Some("b.pdf")
    );
}

#[test]
fn nothing_against_nothing_and_against_something() {
    assert!(diff(&[], &[]).is_empty());
    let diff = diff(&[], &[release("a.pdf", pair())]);
    let kinds: Vec<&str> = diff.changes.iter().map(|c| c.kind.value()).collect();
    assert_eq!(kinds, ["added", "added", "added"]);
}

#[test]
fn a_single_release_is_compared_with_one_of_another_year() {
    let mut next = release("new.pdf", pair());
    next.programme_year = Some(2023);
    assert_eq!(
        report(&diff(&[release("old.pdf", pair())], &[next])),
        "new.pdf document changed
  programme_year: 2022 -> 2023

0 added, 0 dropped, 0 renamed, 1 fields changed
"
    );
}
