//! Whatever stands in a document, the audit ends, changes no value and gives messages.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop

mod support;

use proptest::prelude::*;
use support::{milestone, sound, trace};
use uip_auditor::{Language, audit};
use uip_model::{Document, Kind, ValueState};

/// Amounts at the ends of their range as well as usual ones.
fn amount() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![
        Just(None),
        Just(Some(i64::MIN)),
        Just(Some(i64::MAX)),
        any::<i64>().prop_map(Some),
        (-5i64..200).prop_map(|n| Some(n * 100_000)),
    ]
}

fn year() -> impl Strategy<Value = i32> {
    prop_oneof![Just(i32::MIN), Just(i32::MAX), any::<i32>(), 2015i32..2035]
}

/// Texts with what the checks look for, and with anything.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Der afsættes ".to_owned()),
        Just("Heraf ".to_owned()),
        Just("15,0 mio. kr.".to_owned()),
        Just(" i 2024-2027".to_owned()),
        Just(" i 9999999999-".to_owned()),
        Just("de resterende midler ".to_owned()),
        Just("Formålet er at modne ".to_owned()),
        Just("(udbredelse)".to_owned()),
        Just("pulje til kommuner".to_owned()),
        "\\PC{0,12}",
        "[0-9.,½-]{0,24}",
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|p| p.concat())
}

fn state() -> impl Strategy<Value = ValueState> {
    prop_oneof![
        Just(ValueState::Printed),
        Just(ValueState::Dash),
        Just(ValueState::Unreadable),
        Just(ValueState::Derived),
    ]
}

const PATHS: [&str; 8] = [
    "budget/lines/0/total",
    "budget/lines/0/years/1/amount",
    "budget/total",
    "total_in_text",
    "allocations/1/amount",
    "start_year",
    "title",
    "duration_years",
];

prop_compose! {
    fn document()(
        amounts in proptest::collection::vec(amount(), 12),
        years in proptest::collection::vec(year(), 8),
        texts in proptest::collection::vec(text(), 8),
        printed in proptest::collection::vec((0..PATHS.len(), text(), state()), 0..6),
        duration in any::<Option<f64>>(),
        quarters in proptest::collection::vec((text(), year(), 0u8..7), 0..4),
        dropped in 0usize..6,
        counts in any::<[u64; 4]>(),
    ) -> Document {
        let mut d = sound();
        let c = &mut d.coverage;
        [c.characters, c.assigned, c.furniture, c.unassigned] = counts;
        let i = &mut d.initiatives[0];
        let b = i.budget.as_mut().unwrap();
        for (at, y) in b.lines[0].years.iter_mut().enumerate() {
            y.amount = amounts[at];
            y.year = years[at];
        }
        b.years.clone_from(&b.lines[0].years);
        b.lines[0].total = amounts[4];
        b.total = amounts[4];
        b.lines.push(b.lines[0].clone());
        b.lines[1].label.clone_from(&texts[0]);
        i.total_in_text = amounts[5];
        i.application_pool = amounts[6];
        for (at, a) in i.allocations.iter_mut().enumerate() {
            a.amount = amounts[7 + at];
            a.max = amounts[10];
            a.purpose = Some(texts[at].clone());
        }
        i.start_year = Some(years[4]);
        i.end_year = Some(years[5]);
        i.next_uip = Some(years[6]);
        i.duration_years = duration;
        i.title.clone_from(&texts[3]);
        i.purpose = Some(texts[4].clone());
        i.label = Some(texts[5].clone());
        if let uip_model::Block::Paragraph { text, .. } = &mut i.sections[4].blocks[0] {
            text.clone_from(&texts[6]);
        }
        i.sections[2].number = Some(texts[7].clone());
        i.milestones.extend(quarters.iter().map(|(raw, y, q)| {
            let quarter = format!("{y}-Q{q}");
            milestone(raw, Some(&quarter), None)
        }));
        i.sections.truncate(i.sections.len() - dropped.min(4));
        for (path, printed, state) in printed {
            trace(&mut d, &format!("/initiatives/0/{}", PATHS[path]), &printed, state);
        }
        d
    }
}

proptest! {
    #[test]
    fn any_release_is_audited(document in document(), english in any::<bool>()) {
        let language = if english { Language::English } else { Language::Danish };
        let mut audited = audit(document.clone(), language);
        for finding in audited.findings.iter().chain(audited.initiatives.iter().flat_map(|i| &i.findings)) {
            prop_assert!(!finding.message.is_empty());
            prop_assert!(uip_auditor::entry(&finding.code).is_some(), "{}", finding.code);
        }
        prop_assert_eq!(audited.kind, Kind::Release);
        audited.findings.clear();
        audited.initiatives.iter_mut().for_each(|i| i.findings.clear());
        // NaN is not equal to itself, so the printed forms are compared.
        prop_assert_eq!(format!("{audited:?}"), format!("{document:?}"));
    }
}
