//! Overview reports and evaluations: one change a case, exact findings.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop

mod support;

use support::{at, codes};
use uip_auditor::{Language, audit};
use uip_model::{
    CoreElement, CostRow, Costs, Document, Evaluation, Kind, OutcomeCell, OutcomeTable,
    PortfolioRow, ReportFigure, Theme,
};

fn row(
    area: &str,
    initiative: &str,
    phases: &[&str],
    agreement: &str,
    years: [i32; 2],
) -> PortfolioRow {
    PortfolioRow {
        table: format!("Oversigt over {area}"),
        area: Some(area.to_owned()),
        initiative: initiative.to_owned(),
        phase_raw: phases.join("/"),
        phases: phases.iter().map(|p| (*p).to_owned()).collect(),
        agreements: vec![agreement.to_owned()],
        active_years: years.to_vec(),
        carried_on_raw: Some("-".to_owned()),
        origin: vec![at(1)],
        ..PortfolioRow::default()
    }
}

fn figure(statement: &str, value: f64, unit: &str) -> ReportFigure {
    ReportFigure {
        statement: statement.to_owned(),
        value,
        unit: unit.to_owned(),
        origin: vec![at(2)],
        ..ReportFigure::default()
    }
}

/// Six initiatives in five rows, four of them for adults, and figures that say so.
fn overview() -> Document {
    let all = "Der er i alt igangsat 6 initiativer siden 2018.";
    let areas =
        "Det er fire initiativer på voksenområdet og to initiativer på børne- og ungeområdet.";
    let phases = "Af dem er 4 initiativer i screenings- og modningsfaserne, mens to udbredelsesinitiativer er i gang.";
    let some = "Der er fire initiativer på voksenområdet (hvoraf 3 er afsluttet).";
    Document {
        kind: Kind::Portfolio,
        portfolio: vec![
            row(
                "voksne",
                "2 x naboforløb",
                &["udbredelse"],
                "UIP 2018",
                [2018, 2020],
            ),
            row(
                "voksne",
                "Modning af gårdmøder",
                &["modning"],
                "UIP 2019",
                [2019, 2022],
            ),
            row(
                "voksne",
                "Aftenkaffe",
                &["screening", "modning"],
                "UIP 2020",
                [2020, 2023],
            ),
            row(
                "børn_og_unge",
                "Legepladsvagter",
                &["screening"],
                "UIP 2021",
                [2021, 2021],
            ),
            row(
                "børn_og_unge",
                "Lektiehjælp i gården",
                &["modning"],
                "UIP 2021",
                [2021, 2024],
            ),
        ],
        figures: vec![
            figure(all, 6.0, "initiativer"),
            figure(areas, 4.0, "initiativer"),
            figure(areas, 2.0, "initiativer"),
            figure(phases, 4.0, "initiativer"),
            figure(phases, 2.0, "initiativer"),
            figure(some, 3.0, "initiativer"),
            figure(
                "Der er afsat 60 mio. kr. til 9 initiativer.",
                60.0,
                "mio. kr.",
            ),
            figure(
                "I 2021 blev der igangsat 2 initiativer i alt.",
                2.0,
                "initiativer",
            ),
            figure(
                "3 af initiativerne har i alt 7 deltagere.",
                3.0,
                "initiativer",
            ),
        ],
        ..Document::default()
    }
}

fn outcome(rows: &[(&str, i64, &[i64])]) -> OutcomeTable {
    OutcomeTable {
        caption: "Andel med fremgang".to_owned(),
        group: Some("naboer".to_owned()),
        measure: Some("WHO-5".to_owned()),
        unit: Some("pct.".to_owned()),
        header: ["Måling", "n", "Tilbagegang", "Status quo", "Fremgang"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows
            .iter()
            .map(|(label, n, shares)| {
                let mut cells = vec![
                    OutcomeCell::Text((*label).to_owned()),
                    OutcomeCell::Integer(*n),
                ];
                cells.extend(shares.iter().map(|s| OutcomeCell::Integer(*s)));
                cells
            })
            .collect(),
    }
}

fn cost(item: &str, track: &str, amount: i64) -> CostRow {
    CostRow {
        item: item.to_owned(),
        track: Some(track.to_owned()),
        amount: Some(amount),
    }
}

fn evaluation() -> Document {
    Document {
        kind: Kind::Evaluation,
        evaluation: Some(Evaluation {
            title: "Gårdmøder".to_owned(),
            period: vec![2021, 2023],
            municipalities: ["Ærø", "Fanø", "Læsø"].map(str::to_owned).to_vec(),
            core_elements: vec![CoreElement::default(), CoreElement::default()],
            themes: vec![Theme {
                text: "Driftsomkostninger (2023-priser, afrundet til hele hundrede kroner)."
                    .to_owned(),
                ..Theme::default()
            }],
            figures: vec![
                figure(
                    "Tre kommuner, Ærø, Fanø og Læsø, har deltaget.",
                    3.0,
                    "kommuner",
                ),
                figure("En af kommunerne trak sig.", 1.0, "kommuner"),
                figure(
                    "Indsatsen består af to kerneelementer.",
                    2.0,
                    "kerneelementer",
                ),
                figure("Et af kerneelementerne blev ændret.", 1.0, "kerneelementer"),
            ],
            outcome_tables: vec![outcome(&[
                ("Før", 40, &[20, 30, 50]),
                ("Efter", 38, &[10, 20, 70]),
            ])],
            costs: Some(Costs {
                price_level: Some(2023),
                set_up: Some(50_000),
                annual: Some(300_000),
                rows: vec![
                    cost("Omkostninger pr. år", "Rådgivning", 100_000),
                    cost("Omkostninger pr. år", "Forløb", 200_000),
                    cost("Omkostninger pr. år", "I alt", 300_000),
                    cost("Omkostninger pr. forløb", "Rådgivning", 4_500),
                ],
            }),
            ..Evaluation::default()
        }),
        ..Document::default()
    }
}

macro_rules! cases {
    ($base:ident, $($name:ident: $change:expr => [$($code:literal),*];)+) => {
        $(#[test]
        fn $name() {
            let mut document = $base();
            let change: fn(&mut Document) = $change;
            change(&mut document);
            let expected: &[&str] = &[$($code),*];
            assert_eq!(codes(document), expected);
        })+
    };
}

cases! { overview,
    overview_as_it_is: |_| {} => [];
    overview_without_rows: |d| d.portfolio.clear() => ["portfolio_empty"];
    no_phase: |d| { d.portfolio[3].phases.clear(); d.portfolio[3].phase_raw.clear(); d.figures.clear(); }
        => ["row_without_phase"];
    name_with_another_phase: |d| { d.portfolio[1].phases = vec!["udbredelse".into()]; d.figures.clear(); }
        => ["row_title_names_other_phase"];
    no_agreement: |d| d.portfolio[0].agreements.clear() => ["row_without_agreement"];
    no_coloured_years: |d| d.portfolio[0].active_years.clear() => ["row_without_years"];
    years_backwards: |d| d.portfolio[0].active_years = vec![2022, 2019] => ["row_years_implausible"];
    a_year_of_another_century: |d| d.portfolio[0].active_years = vec![1918, 2019] => ["row_years_implausible"];
    a_single_year: |d| d.portfolio[0].active_years = vec![2019] => [];
    active_before_the_agreement: |d| d.portfolio[0].active_years = vec![2017, 2019] => ["row_active_before_agreement"];
    carried_on_into_nothing: |d| {
        d.portfolio[0].carried_on = Some("yes".into());
        d.portfolio[0].carried_on_raw = Some("Ja".into());
    } => ["row_carried_on_without_next"];
    carried_on_to_the_past: |d| {
        d.portfolio[0].carried_on = Some("yes".into());
        d.portfolio[0].next_initiative = Some("Nabohjælp".into());
        d.portfolio[0].next_uip = Some(2018);
    } => ["row_next_programme_too_early"];
    a_row_twice: |d| {
        d.portfolio[2].initiative = "modning af Gårdmøder".into();
        d.portfolio[2].phases = vec!["modning".into()];
    } => ["row_doubled"];
}

cases! { evaluation,
    evaluation_as_it_is: |_| {} => [];
    evaluation_without_content: |d| d.evaluation = None => ["evaluation_empty"];
    shares_of_99_and_101: |d| d.evaluation.as_mut().unwrap().outcome_tables =
        vec![outcome(&[("Før", 40, &[20, 30, 49]), ("Efter", 38, &[11, 20, 70])])] => ["shares_round"];
    shares_of_98: |d| d.evaluation.as_mut().unwrap().outcome_tables =
        vec![outcome(&[("Før", 40, &[20, 30, 48]), ("Efter", 38, &[10, 20, 70])])] => ["shares_do_not_sum"];
    two_shares_of_99: |d| {
        let table = outcome(&[("Før", 40, &[30, 69])]);
        d.evaluation.as_mut().unwrap().outcome_tables = vec![table];
    } => ["shares_do_not_sum"];
    scores_are_no_shares: |d| {
        let tables = &mut d.evaluation.as_mut().unwrap().outcome_tables;
        *tables = vec![outcome(&[("Før", 40, &[49, 52, 61])])];
        tables[0].unit = Some("score".into());
    } => [];
    tracks_differ_from_the_total: |d| costs(d).rows[0].amount = Some(100_100) => ["cost_tracks_do_not_sum"];
    yearly_cost_differs: |d| costs(d).annual = Some(310_000) => ["annual_cost_differs"];
    not_rounded_as_stated: |d| costs(d).rows[3].amount = Some(4_466) => ["costs_not_rounded_as_stated"];
    nothing_said_of_rounding: |d| {
        costs(d).rows[3].amount = Some(4_466);
        d.evaluation.as_mut().unwrap().themes.clear();
    } => [];
    costs_of_courses: |d| {
        d.evaluation.as_mut().unwrap().figures.push(figure("Der er 22 årlige rådgivningsforløb.", 22.0, "rådgivningsforløb"));
        costs(d).rows[3].amount = Some(4_500);
    } => ["course_cost_rounds"];
    costs_of_courses_that_fit: |d| {
        d.evaluation.as_mut().unwrap().figures.push(figure("Der er 25 årlige rådgivningsforløb.", 25.0, "rådgivningsforløb"));
        costs(d).rows[3].amount = Some(4_000);
    } => [];
    costs_of_courses_that_do_not: |d| {
        d.evaluation.as_mut().unwrap().figures.push(figure("Der er 30 årlige rådgivningsforløb.", 30.0, "rådgivningsforløb"));
    } => ["course_cost_differs"];
    courses_of_another_track: |d| {
        d.evaluation.as_mut().unwrap().figures.push(figure("Der er 30 årlige gruppeforløb.", 30.0, "gruppeforløb"));
    } => [];
    period_backwards: |d| d.evaluation.as_mut().unwrap().period = vec![2023, 2021] => ["period_ends_before_start"];
    a_municipality_too_few: |d| { d.evaluation.as_mut().unwrap().municipalities.pop(); } => ["municipalities_differ"];
    a_core_element_too_few: |d| { d.evaluation.as_mut().unwrap().core_elements.pop(); } => ["core_elements_differ"];
    no_core_elements: |d| d.evaluation.as_mut().unwrap().core_elements.clear() => [];
}

fn costs(d: &mut Document) -> &mut Costs {
    d.evaluation.as_mut().unwrap().costs.as_mut().unwrap()
}

#[test]
fn rounding_is_told_in_the_words_that_state_it() {
    let mut document = evaluation();
    costs(&mut document).rows[3].amount = Some(4_466);
    assert_eq!(
        audit(document, Language::Danish).findings[0].message,
        "Omkostningerne siges at være »afrundet til hele hundrede«, men 4.466 kr. er ikke delelige med 100 kr."
    );
}

#[test]
fn stated_figures_that_differ_name_what_they_count() {
    let mut document = overview();
    let both = "Der er i alt prioriteret 9 initiativer, heraf 5 initiativer på voksenområdet.";
    document.figures.push(figure(both, 9.0, "initiativer"));
    document.figures.push(figure(both, 5.0, "initiativer"));
    let audited = audit(document, Language::Danish);
    let messages: Vec<&str> = audited
        .findings
        .iter()
        .map(|f| f.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "Rapportens tekst angiver 6 / 9 initiativer (i alt), men tabellerne har 5 rækker, som står for 6 initiativer.",
            "Rapportens tekst angiver 4 / 5 initiativer (voksne), men tabellerne har 3 rækker, som står for 4 initiativer.",
        ]
    );
}
