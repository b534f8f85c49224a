//! The lineage of the sample documents against what the overview report states.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at what should not be"
)]

mod common;

use uip_auditor::Language;
use uip_model::{Document, PortfolioRow};
use uip_programme::{Lineage, LinkKind, Links, link};

/// Letters and digits only, for comparing names without the code under test.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The row that another row names as its continuation, found in the gold by letters and year.
fn target<'a>(rows: &'a [PortfolioRow], row: &PortfolioRow) -> Option<&'a PortfolioRow> {
    let name = letters(row.next_initiative.as_ref()?);
    let agreement = format!("UIP {}", row.next_uip?);
    rows.iter().find(|other| {
        other.agreements.contains(&agreement)
            && strsim::levenshtein(&letters(&other.initiative), &name) <= 2
    })
}

fn chain_of<'a>(lineage: &'a Lineage, title: &str) -> &'a str {
    let member = lineage
        .members
        .iter()
        .find(|m| letters(&m.title) == letters(title));
    &member.unwrap().chain
}

fn check(documents: &[Document]) {
    let lineage = link(documents, &Links::default(), Language::Danish);
    let rows = &documents
        .iter()
        .find(|d| !d.portfolio.is_empty())
        .unwrap()
        .portfolio;
    let mut stated = 0;
    for row in rows {
        let Some(target) = target(rows, row) else {
            continue;
        };
        stated += 1;
        assert_eq!(
            chain_of(&lineage, &row.initiative),
            chain_of(&lineage, &target.initiative),
            "{} is carried on by {}",
            row.initiative,
            target.initiative
        );
    }
    assert!(
        stated >= 6,
        "the overview report states {stated} continuations"
    );
    let carried_on: Vec<_> = lineage
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::CarriedOn)
        .collect();
    assert_eq!(
        carried_on.len(),
        stated,
        "no other continuation: {carried_on:#?}"
    );
    // Whoever stands in the report and in a release of that year is one initiative.
    for document in documents
        .iter()
        .filter(|d| matches!(d.programme_year, Some(2020 | 2022)))
    {
        for initiative in &document.initiatives {
            let same = lineage
                .links
                .iter()
                .any(|l| l.kind == LinkKind::SameInitiative && l.from == initiative.id);
            assert!(same, "{} has its row", initiative.id);
        }
    }
}

#[test]
fn every_stated_continuation_is_linked_and_no_other() {
    let Some(documents) = common::gold(&[
        "uip-2020",
        "uip-2022",
        "uip-2023",
        "overview-2023",
        "evaluation-2022",
    ]) else {
        return;
    };
    check(&documents);
    let mut turned: Vec<Document> = documents.clone();
    turned.reverse();
    assert_eq!(
        link(&turned, &Links::default(), Language::Danish),
        link(&documents, &Links::default(), Language::Danish)
    );
}

#[test]
fn what_is_read_from_the_files_is_linked_as_the_gold_states() {
    let names = [
        "uip-2020",
        "uip-2022",
        "uip-2023",
        "overview-2023",
        "evaluation-2022",
    ];
    let (Some(gold), Some(read)) = (common::gold(&["overview-2023"]), common::read(&names)) else {
        return;
    };
    let rows = &gold[0].portfolio;
    let mut stated: Vec<(String, String)> = rows
        .iter()
        .filter_map(|row| {
            Some((
                letters(&row.initiative),
                letters(&target(rows, row)?.initiative),
            ))
        })
        .collect();
    let lineage = link(&read, &Links::default(), Language::Danish);
    let title = |id: &str| {
        let member = lineage.members.iter().find(|m| m.id == id).unwrap();
        // A release's initiative stands under the name that the report gives it.
        let row = lineage
            .links
            .iter()
            .find(|l| l.kind == LinkKind::SameInitiative && (l.from == id || l.to == id));
        let named = row.map_or(member, |l| {
            let other = if l.from == id { &l.to } else { &l.from };
            let row = [id, other.as_str()]
                .into_iter()
                .find(|i| i.starts_with("row-"));
            let row = row.unwrap_or(id);
            lineage.members.iter().find(|m| m.id == row).unwrap()
        });
        letters(&named.title)
    };
    let mut linked: Vec<(String, String)> = lineage
        .links
        .iter()
        .filter(|l| l.kind == LinkKind::CarriedOn)
        .map(|l| (title(&l.from), title(&l.to)))
        .collect();
    stated.sort();
    linked.sort();
    assert!(
        !stated.is_empty(),
        "the overview report states continuations"
    );
    assert_eq!(linked, stated);
    eprintln!(
        "{} of {} stated continuations are linked",
        linked.len(),
        stated.len()
    );
}

#[test]
fn slips_of_the_pen_and_lost_accents_change_no_link() {
    let Some(mut documents) = common::gold(&["uip-2020", "uip-2022", "uip-2023", "overview-2023"])
    else {
        return;
    };
    // A letter in the middle of the longest word of each release's title is doubled.
    for initiative in documents.iter_mut().flat_map(|d| &mut d.initiatives) {
        let longest = initiative
            .title
            .split_whitespace()
            .max_by_key(|w| w.chars().count())
            .unwrap()
            .to_owned();
        let middle = longest
            .char_indices()
            .nth(longest.chars().count() / 2)
            .unwrap()
            .0;
        let (a, b) = longest.split_at(middle);
        let slip = format!("{a}{}{b}", b.chars().next().unwrap());
        initiative.title = initiative.title.replacen(&longest, &slip, 1);
    }
    check(&documents);
}
