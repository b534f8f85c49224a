//! The lineage that the invented releases, overview report and evaluation tell.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at what should not be"
)]

mod common;

use uip_auditor::Language;
use uip_programme::{Lineage, Links, diff, link};

fn lineage() -> Lineage {
    let documents = common::fixtures(&[
        "release-2020-form",
        "release-2022-form",
        "release-2023-form",
        "overview-form",
        "evaluation-form",
    ]);
    link(&documents, &Links::default(), Language::English)
}

#[test]
fn what_is_stated_is_linked_and_nothing_else() {
    let links: Vec<String> = lineage()
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
        .collect();
    assert_eq!(
        links,
        [
            "row-2017-maend-ved-hoevlbaenken carried_on uip-2020-bilag-2 (statement)",
            "row-2017-maend-ved-hoevlbaenken predecessor uip-2020-bilag-2 (statement)",
            "row-2019-faellesskab-paa-fingrene carried_on uip-2022-1.2 (statement)",
            "row-2019-faellesskab-paa-fingrene predecessor uip-2022-1.2 (statement)",
            "row-2019-soeskende-i-skyggen carried_on uip-2022-1.1 (statement)",
            "row-2019-soeskende-i-skyggen predecessor uip-2022-1.1 (statement)",
            "row-2021-ud-under-aaben-himmel carried_on uip-2023-voksne-1 (statement)",
            "row-2021-ud-under-aaben-himmel predecessor uip-2023-voksne-1 (statement)",
            "uip-2020-bilag-1 evaluated_by evaluation-faelles-morgenordning-for-familier-med-doeve-3dae5c (statement)",
            "uip-2020-bilag-1 same_initiative row-2020-faelles-morgenordning-for-familier-med-doeve-3dae5c (title)",
            "uip-2020-bilag-2 same_initiative row-2020-vaerkstedsfaellesskaber-for-maend-over-60-aar-df7877 (title)",
            "uip-2022-1.1 same_initiative row-2022-modning-af-soeskendegrupper-paa-kommunale-730835 (title)",
            "uip-2022-1.2 same_initiative row-2022-udbredelse-af-tegnsprogscafeer-for-doeve-og-422942 (title)",
            "uip-2022-1.3 same_initiative row-2022-screening-af-indsatser-til-voksne-med-samlermani (title)",
        ]
    );
}

#[test]
fn what_is_stated_of_documents_that_are_not_given_is_told() {
    let lineage = lineage();
    let told: Vec<(&str, &str)> = lineage
        .findings
        .iter()
        .map(|f| (f.code.as_ref(), f.args["name"].as_str()))
        .collect();
    // The one continuation goes to a release whose invented text does not hold it, the other name
    // is a project's.
    assert_eq!(
        told,
        [
            (
                "link_end_missing",
                "Bevægelse i fællesskab for voksne med dobbeltdiagnoser"
            ),
            ("link_end_missing", "Klang"),
        ]
    );
}

#[test]
fn a_chain_tells_steps_money_and_evaluation() {
    let lineage = lineage();
    let chain = |id: &str| lineage.chains.iter().find(|c| c.id == id).unwrap();
    let workshops = chain("chain-row-2017-maend-ved-hoevlbaenken");
    let steps: Vec<_> = workshops
        .steps
        .iter()
        .map(|s| {
            (
                s.years.clone(),
                s.phases.iter().map(|p| p.value()).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        steps,
        [
            (vec![2017], vec!["modning"]),
            (vec![2020], vec!["afprøvning"])
        ]
    );
    let mornings = chain("chain-uip-2020-bilag-1");
    assert_eq!(mornings.evaluations.len(), 1);
    let planned: i64 = mornings.money.iter().map(|m| m.amount).sum();
    assert_eq!(mornings.totals[0].amount, planned);
}

#[test]
fn a_fixture_differs_in_nothing_from_itself() {
    let documents = common::fixtures(&["release-2022-form", "overview-form", "evaluation-form"]);
    assert!(diff(&documents, &documents).is_empty());
}
