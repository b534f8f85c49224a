//! Members that are one initiative, evaluations, chains, `links.toml`.

use super::super::LinkKind;
use super::*;

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
