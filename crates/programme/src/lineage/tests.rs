//! Invented programmes with their exact links and findings.

use uip_auditor::Language;
use uip_model::{Budget, Document, Evaluation, Initiative, Kind, PortfolioRow, YearAmount};

use super::{Lineage, LinkKind, Links, link};

fn release(year: i32, initiatives: &[Initiative]) -> Document {
    let mut document = Document {
        kind: Kind::Release,
        programme_year: Some(year),
        initiatives: initiatives.to_vec(),
        ..Document::default()
    };
    document.source.file = Some(format!("uip-{year}.pdf"));
    document
}

fn initiative(id: &str, phase: &str, title: &str) -> Initiative {
    Initiative {
        id: id.to_owned(),
        title: title.to_owned(),
        phase: Some(phase.to_owned()),
        area: Some("voksne".to_owned()),
        ..Initiative::default()
    }
}

fn building_on(mut initiative: Initiative, names: &[&str]) -> Initiative {
    initiative.predecessors = names.iter().map(ToString::to_string).collect();
    initiative
}

fn with_money(mut initiative: Initiative, level: i32, years: &[(i32, i64)]) -> Initiative {
    initiative.budget = Some(Budget {
        price_level: Some(level),
        total: Some(years.iter().map(|(_, amount)| amount).sum()),
        years: years
            .iter()
            .map(|(year, amount)| YearAmount {
                year: *year,
                amount: Some(*amount),
            })
            .collect(),
        ..Budget::default()
    });
    initiative
}

fn overview(rows: &[PortfolioRow]) -> Document {
    let mut document = Document {
        kind: Kind::Portfolio,
        portfolio: rows.to_vec(),
        ..Document::default()
    };
    document.source.file = Some("overblik.pdf".to_owned());
    document
}

fn row(year: i32, phase: &str, title: &str) -> PortfolioRow {
    PortfolioRow {
        area: Some("voksne".to_owned()),
        initiative: title.to_owned(),
        phases: vec![phase.to_owned()],
        agreements: vec![format!("UIP {year}")],
        active_years: vec![year, year + 2],
        ..PortfolioRow::default()
    }
}

fn carried_on(mut row: PortfolioRow, name: &str, year: i32) -> PortfolioRow {
    row.carried_on = Some("yes".to_owned());
    row.carried_on_raw = Some(format!("Ja ({name}, UIP {year})"));
    row.next_initiative = Some(name.to_owned());
    row.next_uip = Some(year);
    row
}

fn linked(documents: &[Document]) -> Lineage {
    linked_with(documents, "")
}

fn linked_with(documents: &[Document], links: &str) -> Lineage {
    link(documents, &Links::parse(links).unwrap(), Language::English)
}

/// The links as `from kind to (basis)`.
fn links(lineage: &Lineage) -> Vec<String> {
    lineage
        .links
        .iter()
        .map(|l| {
            format!(
                "{} {} {} ({})",
                l.from,
                l.kind.value(),
                l.to,
                l.basis.value()
            )
        })
        .collect()
}

fn codes(lineage: &Lineage) -> Vec<&str> {
    lineage.findings.iter().map(|f| f.code.as_ref()).collect()
}

#[test]
fn a_stated_continuation_is_linked_in_spite_of_inflection_and_slips() {
    let lineage = linked(&[
        overview(&[carried_on(
            row(2018, "screening", "Natteravne i bymidten"),
            "Modning af gadeplansarbejde med natteravne i større byer",
            2021,
        )]),
        release(
            2021,
            &[
                initiative(
                    "uip-2021-1",
                    "modning",
                    "Gadeplanarbejde med natteravn i større byer",
                ),
                initiative("uip-2021-2", "modning", "Gadeplansarbejde med hjemløse"),
            ],
        ),
    ]);
    assert_eq!(
        links(&lineage),
        ["row-2018-natteravne-i-bymidten carried_on uip-2021-1 (statement)"]
    );
    assert_eq!(codes(&lineage), [] as [&str; 0]);
    let evidence = &lineage.links[0].evidence[0];
    assert_eq!(evidence.document, "overblik.pdf");
    assert_eq!(
        evidence.text,
        "Ja (Modning af gadeplansarbejde med natteravne i større byer, UIP 2021)"
    );
}

#[test]
fn the_year_tells_two_initiatives_of_one_title_apart() {
    let lineage = linked(&[
        overview(&[carried_on(
            row(2018, "screening", "Klatreklub"),
            "Havnebad for alle",
            2022,
        )]),
        release(
            2021,
            &[initiative("uip-2021-1", "screening", "Havnebad for alle")],
        ),
        release(
            2022,
            &[initiative("uip-2022-1", "modning", "Havnebad for alle")],
        ),
    ]);
    assert_eq!(
        links(&lineage),
        ["row-2018-klatreklub carried_on uip-2022-1 (statement)",],
        "the title alone does not speak against the statement that it began as another"
    );
    assert_eq!(codes(&lineage), ["link_possible"]);
}

#[test]
fn a_title_in_another_title_is_not_taken_for_it() {
    let lineage = linked(&[
        release(
            2019,
            &[
                initiative("uip-2019-1", "modning", "Styrket familiehøjskole"),
                initiative(
                    "uip-2019-2",
                    "modning",
                    "Styrket familiehøjskole i yderområder",
                ),
            ],
        ),
        release(
            2022,
            &[building_on(
                initiative("uip-2022-1", "afprøvning", "Landsdækkende kursus"),
                &["Styrket familiehøjskole"],
            )],
        ),
    ]);
    assert_eq!(
        links(&lineage),
        ["uip-2019-1 predecessor uip-2022-1 (statement)"]
    );
}

#[test]
fn two_that_fit_equally_well_are_a_finding_and_no_link() {
    let documents = [
        overview(&[
            row(
                2019,
                "modning",
                "Rådgivning til pårørende som enkeltsamtaler",
            ),
            row(
                2019,
                "modning",
                "Rådgivning til pårørende som gruppesamtaler",
            ),
        ]),
        release(
            2022,
            &[building_on(
                initiative("uip-2022-1", "afprøvning", "Netværk omkring familien"),
                &["Rådgivning til pårørende"],
            )],
        ),
    ];
    let lineage = linked(&documents);
    assert_eq!(links(&lineage), [] as [&str; 0]);
    assert_eq!(codes(&lineage), ["link_ambiguous"]);
    let message = &lineage.findings[0].message;
    assert!(
        message.starts_with("uip-2022-1 is not linked: several fit \"Rådgivning til pårørende\" equally well: row-2019-raadgivning-til-paaroerende-som-enkeltsamtaler"),
        "{message}"
    );
    // A person decides, by naming the right one or the wrong one.
    let right = "[[link]]\nfrom = 'row-2019-raadgivning-til-paaroerende-som-gruppesamtaler'\nto = 'uip-2022-1'\nkind = 'predecessor'";
    let decided = linked_with(&documents, right);
    assert_eq!(
        links(&decided),
        [
            "row-2019-raadgivning-til-paaroerende-som-gruppesamtaler predecessor uip-2022-1 (override)"
        ]
    );
    assert_eq!(codes(&decided), [] as [&str; 0]);
    let wrong = "[[unlink]]\nfrom = 'row-2019-raadgivning-til-paaroerende-som-enkeltsamtaler'\nto = 'uip-2022-1'";
    let decided = linked_with(&documents, wrong);
    assert_eq!(
        links(&decided),
        [
            "row-2019-raadgivning-til-paaroerende-som-gruppesamtaler predecessor uip-2022-1 (statement)"
        ]
    );
    assert_eq!(codes(&decided), [] as [&str; 0]);
}

#[test]
fn the_last_step_of_a_chain_is_what_is_built_on() {
    let lineage = linked(&[
        release(
            2019,
            &[initiative(
                "uip-2019-1",
                "screening",
                "Screening af skibsværft for unge",
            )],
        ),
        release(
            2021,
            &[initiative(
                "uip-2021-1",
                "modning",
                "Modning af skibsværft for unge",
            )],
        ),
        release(
            2024,
            &[building_on(
                initiative("uip-2024-1", "afprøvning", "Søsætning"),
                &["skibsværft for unge"],
            )],
        ),
    ]);
    assert_eq!(
        links(&lineage),
        [
            "uip-2019-1 carried_on uip-2021-1 (title)",
            "uip-2021-1 predecessor uip-2024-1 (statement)",
        ]
    );
}

#[test]
fn titles_alone_join_the_nearest_years_forward_in_phase() {
    let lineage = linked(&[
        release(
            2019,
            &[initiative(
                "uip-2019-1",
                "screening",
                "Screening af kogræsserlaug",
            )],
        ),
        release(
            2021,
            &[
                initiative("uip-2021-1", "modning", "Modning af kogræsserlaug"),
                initiative("uip-2021-2", "udbredelse", "Byhaver til ældre"),
            ],
        ),
        release(
            2024,
            &[
                initiative("uip-2024-1", "afprøvning", "Kogræsserlaug"),
                initiative("uip-2024-2", "screening", "Byhaver til ældre"),
            ],
        ),
    ]);
    assert_eq!(
        links(&lineage),
        [
            "uip-2019-1 carried_on uip-2021-1 (title)",
            "uip-2021-1 carried_on uip-2024-1 (title)",
        ]
    );
    assert_eq!(codes(&lineage), [] as [&str; 0]);
}

#[test]
fn a_title_does_not_outweigh_what_the_overview_says() {
    let mut ended = row(2019, "modning", "Fælles frokost på plejehjem");
    ended.carried_on = Some("no".to_owned());
    ended.carried_on_raw = Some("Nej. Ingen effekt.".to_owned());
    let lineage = linked(&[
        overview(&[ended]),
        release(
            2022,
            &[initiative(
                "uip-2022-1",
                "modning",
                "Fælles frokost på plejehjem",
            )],
        ),
    ]);
    assert_eq!(links(&lineage), [] as [&str; 0]);
    assert_eq!(codes(&lineage), ["link_against_statement"]);
}

#[test]
fn other_areas_and_numbers_are_other_initiatives() {
    let mut children = initiative("uip-2022-1", "modning", "Mentorordning efter døgnophold");
    children.area = Some("børn_og_unge".to_owned());
    let lineage = linked(&[
        release(
            2020,
            &[
                initiative("uip-2020-1", "screening", "Mentorordning efter døgnophold"),
                initiative("uip-2020-2", "modning", "Bofællesskab type 1"),
            ],
        ),
        release(
            2022,
            &[
                children,
                initiative("uip-2022-2", "modning", "Bofællesskab type 2"),
            ],
        ),
    ]);
    assert_eq!(links(&lineage), [] as [&str; 0]);
}

#[test]
fn a_wrong_year_in_the_statement_is_a_finding() {
    let lineage = linked(&[
        overview(&[carried_on(
            row(2018, "screening", "Klatreklub"),
            "Havnebad for alle",
            2021,
        )]),
        release(
            2022,
            &[initiative("uip-2022-1", "modning", "Havnebad for alle")],
        ),
    ]);
    assert_eq!(links(&lineage), [] as [&str; 0]);
    assert_eq!(codes(&lineage), ["link_year_differs"]);
    let elsewhere = linked(&[overview(&[carried_on(
        row(2018, "screening", "Klatreklub"),
        "Havnebad for alle",
        2021,
    )])]);
    assert_eq!(codes(&elsewhere), ["link_end_missing"]);
    assert_eq!(
        elsewhere.findings[0].message,
        "row-2018-klatreklub names \"Havnebad for alle (UIP 2021)\", which is not in the given documents."
    );
}

#[test]
fn rows_and_initiatives_of_one_year_are_one_and_make_one_step() {
    let documents = [
        overview(&[
            carried_on(
                row(2019, "screening", "Cykelværksted"),
                "Modning af reparationscafé",
                2021,
            ),
            row(2021, "modning", "Modning af reparationscafé"),
        ]),
        release(
            2021,
            &[with_money(
                building_on(
                    initiative("uip-2021-1", "modning", "Reparationscaféer (RepCafé)"),
                    &["Cykelværkstedet (UIP 2019)"],
                ),
                2021,
                &[(2021, 3_000_000), (2022, 1_500_000)],
            )],
        ),
        release(
            2024,
            &[with_money(
                building_on(
                    initiative("uip-2024-7", "afprøvning", "Værksted på hjul"),
                    &["RepCafé"],
                ),
                2024,
                &[(2024, 7_000_000)],
            )],
        ),
    ];
    let lineage = linked(&documents);
    assert_eq!(
        links(&lineage),
        [
            "row-2019-cykelvaerksted carried_on uip-2021-1 (statement)",
            "row-2019-cykelvaerksted predecessor uip-2021-1 (statement)",
            "uip-2021-1 same_initiative row-2021-modning-af-reparationscafe (title)",
            "uip-2021-1 predecessor uip-2024-7 (statement)",
        ]
    );
    assert_eq!(lineage.chains.len(), 1);
    let chain = &lineage.chains[0];
    assert_eq!(chain.id, "chain-row-2019-cykelvaerksted");
    assert_eq!(
        (chain.first_year, chain.last_year),
        (Some(2019), Some(2024))
    );
    let steps: Vec<_> = chain
        .steps
        .iter()
        .map(|s| (s.years.clone(), s.planned))
        .collect();
    assert_eq!(
        steps,
        [
            (vec![2019], None),
            (vec![2021], Some(4_500_000)),
            (vec![2024], Some(7_000_000))
        ]
    );
    let money: Vec<_> = chain
        .money
        .iter()
        .map(|m| (m.price_level, m.year, m.amount))
        .collect();
    assert_eq!(
        money,
        [
            (Some(2021), 2021, 3_000_000),
            (Some(2021), 2022, 1_500_000),
            (Some(2024), 2024, 7_000_000)
        ]
    );
    assert_eq!(codes(&lineage), ["price_levels_mixed"]);
    // The order of the documents does not matter, nor does reading one twice.
    let mut turned: Vec<Document> = documents.iter().rev().cloned().collect();
    assert_eq!(linked(&turned), lineage);
    let mut again = turned[1].clone();
    again.source.file = Some("uip-2021-scan.pdf".to_owned());
    again.initiatives[0].title = "Reparationscafeer (RepCafe)".to_owned();
    turned.push(again);
    let twice = linked(&turned);
    assert_eq!(links(&twice), links(&lineage));
    assert_eq!(twice.chains[0].money, lineage.chains[0].money);
}

#[test]
fn chain_ids_stay_when_later_documents_come() {
    let early = [
        release(
            2019,
            &[initiative(
                "uip-2019-1",
                "screening",
                "Screening af kogræsserlaug",
            )],
        ),
        release(
            2021,
            &[initiative(
                "uip-2021-1",
                "modning",
                "Modning af kogræsserlaug",
            )],
        ),
    ];
    let mut all = early.to_vec();
    all.push(release(
        2023,
        &[initiative(
            "uip-2023-1",
            "afprøvning",
            "Afprøvning af kogræsserlaug",
        )],
    ));
    let ids = |lineage: &Lineage| -> Vec<String> {
        lineage.chains.iter().map(|c| c.id.clone()).collect()
    };
    assert_eq!(ids(&linked(&early)), ["chain-uip-2019-1"]);
    assert_eq!(ids(&linked(&all)), ["chain-uip-2019-1"]);
    let named = "[[chain]]\nmember = 'uip-2021-1'\nid = 'laug'";
    assert_eq!(ids(&linked_with(&all, named)), ["laug"]);
    assert!(
        linked_with(&all, named)
            .members
            .iter()
            .all(|m| m.chain == "laug")
    );
}

#[test]
fn an_evaluation_belongs_to_the_step_of_its_years() {
    let mut evaluation = Document {
        kind: Kind::Evaluation,
        evaluation: Some(Evaluation {
            title: "Fra kaj til kaj – resultater".to_owned(),
            initiative: Some("Lystsejlads for psykisk sårbare".to_owned()),
            period: vec![2022, 2024],
            ..Evaluation::default()
        }),
        ..Document::default()
    };
    evaluation.source.file = Some("evaluering.pdf".to_owned());
    let mut first = initiative(
        "uip-2018-1",
        "modning",
        "Modning af lystsejlads for psykisk sårbare",
    );
    (first.start_year, first.end_year) = (Some(2018), Some(2021));
    let mut second = initiative(
        "uip-2021-1",
        "afprøvning",
        "Lystsejladser for psykisk sårbare",
    );
    (second.start_year, second.end_year) = (Some(2021), Some(2024));
    let lineage = linked(&[
        evaluation,
        release(2018, &[first]),
        release(2021, &[second]),
    ]);
    assert_eq!(
        links(&lineage),
        [
            "uip-2018-1 carried_on uip-2021-1 (title)",
            "uip-2021-1 evaluated_by evaluation-lystsejlads-for-psykisk-saarbare (statement)",
        ]
    );
    assert_eq!(
        lineage.chains[0].evaluations,
        ["evaluation-lystsejlads-for-psykisk-saarbare"]
    );
}

#[test]
fn one_id_for_two_initiatives_is_told() {
    let mut other = release(
        2022,
        &[initiative("uip-2022-1", "modning", "Skovbørnehave")],
    );
    other.source.file = Some("udkast.pdf".to_owned());
    let lineage = linked(&[
        release(
            2022,
            &[initiative("uip-2022-1", "modning", "Gældsrådgivning")],
        ),
        other,
    ]);
    let ids: Vec<&str> = lineage.members.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids, ["uip-2022-1", "uip-2022-1@uip-2022-pdf"]);
    assert_eq!(codes(&lineage), ["member_id_conflict"]);
}

#[test]
fn unknown_ids_in_the_links_are_told_and_removed_links_are_gone() {
    let documents = [
        release(
            2019,
            &[initiative(
                "uip-2019-1",
                "screening",
                "Screening af kogræsserlaug",
            )],
        ),
        release(
            2021,
            &[initiative(
                "uip-2021-1",
                "modning",
                "Modning af kogræsserlaug",
            )],
        ),
    ];
    let lineage = linked_with(
        &documents,
        "[[unlink]]\nfrom = 'uip-2019-1'\nto = 'uip-2021-1'\n[[link]]\nfrom = 'uip-2010-1'\nto = 'uip-2021-1'",
    );
    assert_eq!(links(&lineage), [] as [&str; 0]);
    assert_eq!(lineage.chains.len(), 2);
    assert_eq!(
        lineage.findings[0].message,
        "links.toml names uip-2010-1, which is not in the given documents."
    );
    let kinds = linked_with(
        &documents,
        "[[unlink]]\nfrom = 'uip-2019-1'\nto = 'uip-2021-1'\nkind = 'evaluated_by'",
    );
    assert_eq!(kinds.links[0].kind, LinkKind::CarriedOn);
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(linked(&[]), Lineage::default());
    let empty = linked(&[release(2020, &[initiative("uip-2020-1", "modning", "")])]);
    assert_eq!(empty.members.len(), 1);
    assert_eq!(links(&empty), [] as [&str; 0]);
}

/// Two steps with an evaluation, with titles that try to leave their quotation.
fn hostile() -> Lineage {
    let mut evaluation = Document {
        kind: Kind::Evaluation,
        evaluation: Some(Evaluation {
            title: "Varme i vinterhavet".to_owned(),
            initiative: Some("Bad & <b>sauna</b> #1".to_owned()),
            period: vec![2021, 2022],
            ..Evaluation::default()
        }),
        ..Document::default()
    };
    evaluation.source.file = Some("evaluering.pdf".to_owned());
    let breakout = "\"]; click \\ `vinter`\nhav";
    linked(&[
        release(2019, &[initiative("uip-2019-1", "screening", breakout)]),
        release(
            2021,
            &[building_on(
                with_money(
                    initiative("uip-2021-1", "modning", "Bad & <b>sauna</b> #1"),
                    2021,
                    &[(2021, 1_200_000)],
                ),
                &[breakout],
            )],
        ),
        evaluation,
    ])
}

#[test]
fn dot_is_escaped() {
    assert_eq!(
        hostile().dot().to_string(),
        r#"digraph uip {
  rankdir=LR;
  node [shape=box, style=rounded, fontname="sans-serif"];
  subgraph cluster_1 {
    label="chain-uip-2019-1";
    n1 [label="\"]; click \\ `vinter` hav\nUIP 2019 · screening"];
    n2 [label="Bad & <b>sauna</b> #1\nUIP 2021 · modning · 1.200.000 kr."];
    n3 [label="Bad & <b>sauna</b> #1\nevaluering 2021-2022", shape=note];
  }
  n1 -> n2 [style=solid];
  n2 -> n3 [style=dotted];
}
"#
    );
}

#[test]
fn mermaid_is_escaped() {
    assert_eq!(
        hostile().mermaid().to_string(),
        r##"flowchart LR
  subgraph c1["chain-uip-2019-1"]
    n1["#34;]#59; click #92; #96;vinter#96; hav<br>UIP 2019 · screening"]
    n2["Bad #38; #60;b#62;sauna#60;/b#62; #35;1<br>UIP 2021 · modning · 1.200.000 kr."]
    n3(["Bad #38; #60;b#62;sauna#60;/b#62; #35;1<br>evaluering 2021-2022"])
  end
  n1 --> n2
  n2 -.-> n3
"##
    );
}

#[test]
fn the_text_tells_steps_and_links() {
    assert_eq!(
        hostile().text().to_string(),
        "chain-uip-2019-1
  2019       screening    \"]; click \\ `vinter` hav  [uip-2019-1]
  2021       modning      Bad & <b>sauna</b> #1 (1.200.000 kr., 2021-PL)  [uip-2021-1]
             evaluering   [evaluation-bad-b-sauna-b-1]
    uip-2019-1 -> uip-2021-1: predecessor, statement (1.00)
    uip-2021-1 -> evaluation-bad-b-sauna-b-1: evaluated_by, statement (1.00)
"
    );
}

#[test]
fn the_tables_have_a_row_for_each_evidence_and_amount() {
    let tables = hostile().tables();
    let lines: Vec<String> = tables
        .iter()
        .flat_map(|table| {
            assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
            table
                .rows
                .iter()
                .map(|row| format!("{}: {}", table.name, serde_json::to_string(row).unwrap()))
        })
        .collect();
    let title = r#""\"]; click \\ `vinter` hav""#;
    assert_eq!(
        lines,
        [
            format!(r#"lineage: ["uip-2019-1","uip-2021-1","predecessor","statement",1.0,{title},"Bad & <b>sauna</b> #1",{title},"uip-2021.pdf",null]"#),
            r#"lineage: ["uip-2021-1","evaluation-bad-b-sauna-b-1","evaluated_by","statement",1.0,"Bad & <b>sauna</b> #1","Bad & <b>sauna</b> #1","Bad & <b>sauna</b> #1","evaluering.pdf",null]"#.to_owned(),
            format!(r#"chains: ["chain-uip-2019-1",{title},2019,2021,2,"screening > modning",1,2021,1200000]"#),
            format!(r#"chain_members: ["chain-uip-2019-1",1,"uip-2019-1","initiative",{title},"voksne","screening","2019","uip-2019.pdf"]"#),
            r#"chain_members: ["chain-uip-2019-1",2,"uip-2021-1","initiative","Bad & <b>sauna</b> #1","voksne","modning","2021","uip-2021.pdf"]"#.to_owned(),
            r#"chain_members: ["chain-uip-2019-1",null,"evaluation-bad-b-sauna-b-1","evaluation","Bad & <b>sauna</b> #1",null,"","2022","evaluering.pdf"]"#.to_owned(),
            r#"chain_money: ["chain-uip-2019-1",2021,2021,1200000]"#.to_owned(),
        ]
    );
}
