//! Whatever stands in documents, joining, comparing and summing end, and agree with themselves.

#![allow(clippy::unwrap_used, reason = "a test may stop at what should not be")]

use proptest::prelude::*;
use uip_auditor::Language;
use uip_model::{
    Allocation, Budget, Document, Initiative, Kind, Milestone, PortfolioRow, Section, YearAmount,
};
use uip_programme::{Links, diff, link, summary};

/// Titles of few words, so that they often are alike, with signs that mean something somewhere.
fn title() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Modning"),
        Just("af"),
        Just("sejlads"),
        Just("sejladser"),
        Just("unge"),
        Just("(SFU)"),
        Just("2.0"),
        Just("–"),
        Just("\"<b>\\"),
        Just("e\u{301}\u{ad}"),
        Just("\u{1F6F6}"),
    ];
    prop_oneof![
        4 => prop::collection::vec(word, 0..6).prop_map(|words| words.join(" ")),
        1 => any::<String>(),
    ]
}

fn initiative() -> impl Strategy<Value = Initiative> {
    let phase = prop::option::of(prop_oneof![Just("screening"), Just("modning"), Just("x")]);
    let amounts = prop::collection::vec((2018..2030, prop::option::of(any::<i64>())), 0..4);
    (
        0..6_u8,
        title(),
        phase,
        amounts,
        prop::collection::vec(title(), 0..3),
        title(),
    )
        .prop_map(
            |(number, title, phase, amounts, predecessors, text)| Initiative {
                id: format!("uip-{number}"),
                title,
                phase: phase.map(str::to_owned),
                budget: Some(Budget {
                    years: amounts
                        .into_iter()
                        .map(|(year, amount)| YearAmount { year, amount })
                        .collect(),
                    ..Budget::default()
                }),
                allocations: vec![Allocation::default(); predecessors.len()],
                milestones: predecessors
                    .iter()
                    .map(|raw| Milestone {
                        raw: raw.clone(),
                        ..Milestone::default()
                    })
                    .collect(),
                sections: vec![
                    Section {
                        number: Some("1".to_owned()),
                        text,
                        ..Section::default()
                    };
                    predecessors.len()
                ],
                predecessors,
                ..Initiative::default()
            },
        )
}

fn row() -> impl Strategy<Value = PortfolioRow> {
    let carried = prop::option::of(prop_oneof![Just("yes"), Just("no"), Just("pending")]);
    (
        title(),
        2017..2025,
        carried,
        prop::option::of(title()),
        any::<String>(),
    )
        .prop_map(|(initiative, year, carried, next, raw)| PortfolioRow {
            initiative,
            agreements: vec![format!("UIP {year}")],
            carried_on: carried.map(str::to_owned),
            carried_on_raw: Some(raw),
            next_uip: next.as_ref().map(|_| year + 2),
            next_initiative: next,
            ..PortfolioRow::default()
        })
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let document = (
        prop::option::of(2017..2028),
        prop::collection::vec(initiative(), 0..4),
        prop::collection::vec(row(), 0..4),
        0..3_u8,
    )
        .prop_map(|(year, initiatives, portfolio, file)| {
            let mut document = Document {
                kind: Kind::Release,
                programme_year: year,
                initiatives,
                portfolio,
                ..Document::default()
            };
            document.source.file = Some(format!("{file}.pdf"));
            document
        });
    prop::collection::vec(document, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_member_is_in_one_chain_and_every_link_within_one(documents in documents()) {
        let lineage = link(&documents, &Links::default(), Language::Danish);
        let chain = |id: &str| lineage.members.iter().find(|m| m.id == id).map(|m| &m.chain);
        for link in &lineage.links {
            prop_assert!((0.0..=1.0).contains(&link.score));
            prop_assert!(link.from != link.to);
            prop_assert_eq!(chain(&link.from).unwrap(), chain(&link.to).unwrap());
        }
        for member in &lineage.members {
            let of: Vec<_> = lineage
                .chains
                .iter()
                .filter(|c| {
                    c.evaluations.contains(&member.id)
                        || c.steps.iter().any(|s| s.members.contains(&member.id))
                })
                .collect();
            prop_assert_eq!(of.len(), 1);
            prop_assert_eq!(&of.first().unwrap().id, &member.chain);
        }
        let shown = format!("{}{}{}", lineage.dot(), lineage.mermaid(), lineage.text());
        prop_assert!(shown.starts_with("digraph"));
    }

    #[test]
    fn documents_differ_in_nothing_from_themselves(documents in documents()) {
        let diff = diff(&documents, &documents);
        prop_assert_eq!(diff.changes, []);
    }

    #[test]
    fn any_two_are_compared_and_summed(old in documents(), new in documents()) {
        let diff = diff(&old, &new);
        prop_assert_eq!(diff.table().rows.len(), diff.changes.len());
        prop_assert_eq!(diff.is_empty(), diff.text(Language::Danish).to_string().is_empty());
        let summary = summary(&new, &[], Language::English);
        let counted: usize = summary.releases.iter().map(|r| r.total.initiatives).sum();
        prop_assert!(counted <= new.iter().map(|d| d.initiatives.len()).sum());
    }

    #[test]
    fn any_text_is_links_or_an_error(text in any::<String>()) {
        let _ = Links::parse(&text);
    }
}
