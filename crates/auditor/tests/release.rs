//! One change a case: a release in which everything adds up is changed in one place, and exactly the
//! findings that the change deserves come out.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop

mod support;

use support::{at, budget, codes, economy, milestone, mio, section, sound, trace};
use uip_auditor::{Language, audit};
use uip_model::{
    Allocation, Block, DirectGrant, Document, Finding, Kind, Leftover, Severity, ValueState,
};

macro_rules! cases {
    ($($name:ident: $change:expr => [$($code:literal),*];)+) => {
        $(#[test]
        fn $name() {
            let mut document = sound();
            let change: fn(&mut Document) = $change;
            change(&mut document);
            let expected: &[&str] = &[$($code),*];
            assert_eq!(codes(document), expected);
        })+
    };
}

const YEARS: [i32; 4] = [2024, 2025, 2026, 2027];

fn one_row(d: &mut Document, cells: &[&str]) {
    budget(d, 0, &YEARS, &[("Forslag i alt", cells)]);
}

fn stated_period(d: &mut Document, start: i32, end: i32) {
    d.initiatives[0].start_year = Some(start);
    d.initiatives[0].end_year = Some(end);
    trace(
        d,
        "/initiatives/0/start_year",
        &start.to_string(),
        ValueState::Printed,
    );
    trace(
        d,
        "/initiatives/0/end_year",
        &end.to_string(),
        ValueState::Printed,
    );
}

/// Direct grants in kroner as printed, while the text sets aside 2,5 mio. kr. for them.
fn grants(d: &mut Document, printed: &[&str]) {
    d.initiatives[0].allocations[2].purpose = Some("direkte tilskud til husene".into());
    for (n, printed) in printed.iter().enumerate() {
        let amount = match printed.strip_suffix(" mio.") {
            Some(millions) => mio(millions),
            None => printed.replace('.', "").parse().ok(),
        };
        assert!(amount.is_some());
        let recipient = format!("Kommune {n}");
        d.initiatives[0]
            .direct_grants
            .push(DirectGrant { recipient, amount });
        let path = format!("/initiatives/0/direct_grants/{n}/amount");
        trace(d, &path, &format!("{printed} kr."), ValueState::Printed);
    }
}

fn paragraph(text: &str) -> Block {
    let origin = Vec::new();
    let text = text.into();
    Block::Paragraph { text, origin }
}

/// Adds paragraphs to the second section.
fn behind(d: &mut Document, texts: &[&str]) {
    let blocks = &mut d.initiatives[0].sections[1].blocks;
    blocks.extend(texts.iter().map(|t| paragraph(t)));
}

fn choose(d: &mut Document, chosen: &[&str]) {
    if let Block::Chevrons { items, .. } = &mut d.initiatives[0].sections[0].blocks[0] {
        for item in items {
            item.chosen = chosen.contains(&item.name.as_str());
        }
    }
}

cases! {
    nothing_changed: |_| {} => [];

    // The document.
    unknown_kind: |d| { *d = Document::default(); } => ["unknown_document"];
    unread_pages: |d| {
        *d = Document::default();
        d.findings.push(Finding::new("needs_ocr", Vec::new()).arg("page", 1));
    } => ["needs_ocr"];
    release_without_initiatives: |d| d.initiatives.clear() => ["no_initiatives"];
    no_programme_year: |d| d.programme_year = None => ["programme_year_missing"];
    label_left_out: |d| d.initiatives[3].label = Some("Initiativ 6".into()) => ["label_gap"];
    label_repeated: |d| d.initiatives[3].label = Some("Initiativ 3".into()) => ["label_out_of_order"];
    labels_begin_late: |d| d.initiatives.iter_mut().zip(2..).for_each(|(i, n)| i.label = Some(format!("Bilag {n}")))
        => ["first_label_not_one"];
    a_new_area_begins_at_one: |d| {
        d.initiatives[2].area = Some("børn_og_unge".into());
        d.initiatives[3].area = Some("børn_og_unge".into());
        d.initiatives[2].label = Some("Initiativ 1".into());
        d.initiatives[3].label = Some("Initiativ 2".into());
    } => [];
    labels_without_numbers: |d| d.initiatives.iter_mut().for_each(|i| i.label = None) => [];
    area_for_some: |d| d.initiatives[0].area = None => ["area_missing"];
    area_for_none: |d| d.initiatives.iter_mut().for_each(|i| i.area = None) => [];

    // The ledger.
    characters_lost: |d| d.coverage.characters = 11 => ["ledger_open"];
    text_left_over: |d| {
        d.coverage.characters = 13;
        d.coverage.unassigned = 3;
        d.coverage.leftovers.push(Leftover { page: 2, bbox: at(1).bbox, text: "abc".into() });
    } => ["leftover_text"];
    leftovers_hidden: |d| { d.coverage.characters = 11; d.coverage.unassigned = 1; } => ["leftovers_not_listed"];
    ledger_out_of_range: |d| { d.coverage.assigned = u64::MAX; d.coverage.furniture = u64::MAX; } => ["ledger_open"];

    // Years against their total.
    years_within_rounding: |d| one_row(d, &["10,1", "2,1", "1,5", "1,5", "15,0"]) => ["0 years_round_to_total"];
    years_beyond_rounding: |d| one_row(d, &["10,1", "2,1", "1,6", "1,5", "15,0"]) => ["0 years_do_not_sum"];
    years_short: |d| one_row(d, &["10,0", "2,0", "1,5", "-", "15,0"]) => ["0 years_do_not_sum", "0 text_year_without_amount"];
    dashes_and_empty_cells_are_nothing: |d| one_row(d, &["13,0", "2,0", "-", "", "15,0"])
        => ["0 text_year_without_amount", "0 text_year_without_amount"];
    a_row_with_an_unreadable_year_is_not_added_up: |d| {
        one_row(d, &["10,0", "2,0", "1,5", "-", "15,0"]);
        for path in ["/initiatives/0/budget/years/3/amount", "/initiatives/0/budget/lines/0/years/3/amount"] {
            trace(d, path, "1,S", ValueState::Unreadable);
            }
    } => ["0 text_year_without_amount"];
    no_total: |d| one_row(d, &["10,0", "2,0", "1,5", "1,5", ""]) => ["0 budget_total_missing"];
    a_year_left_out: |d| {
        let budget = d.initiatives[0].budget.as_mut().unwrap();
        budget.years[3].year = 2028;
        budget.lines[0].years[3].year = 2028;
    } => ["0 money_outside_period", "0 budget_years_not_consecutive", "0 text_year_not_in_table"];
    no_years: |d| { let b = d.initiatives[0].budget.as_mut().unwrap(); b.years.clear(); b.lines.clear(); }
        => ["0 budget_without_years"];
    no_budget: |d| d.initiatives[0].budget = None => ["0 budget_missing"];
    below_zero: |d| {
        let budget = d.initiatives[0].budget.as_mut().unwrap();
        budget.years[0].amount = Some(-1);
    } => ["0 amount_negative"];
    extreme_amounts: |d| {
        let budget = d.initiatives[0].budget.as_mut().unwrap();
        budget.lines[0].years[0].amount = Some(i64::MAX);
        budget.lines[0].years[1].amount = Some(i64::MAX);
    } => ["0 years_do_not_sum"];

    // Rows against the total row.
    rows_that_add_up: |d| budget(d, 0, &YEARS, &[
        ("Ansøgningspulje", &["9,0", "-", "-", "-", "9,0"]),
        ("Øvrige udgifter", &["1,0", "2,0", "1,5", "1,5", "6,0"]),
        ("I alt", &["10,0", "2,0", "1,5", "1,5", "15,0"]),
    ]) => [];
    rows_that_do_not: |d| budget(d, 0, &YEARS, &[
        ("Ansøgningspulje", &["9,0", "-", "-", "-", "9,0"]),
        ("Øvrige udgifter", &["1,0", "2,0", "1,5", "0,5", "5,0"]),
        ("I alt", &["10,0", "2,0", "1,5", "1,5", "15,0"]),
    ]) => ["0 lines_do_not_sum", "0 lines_do_not_sum"];
    rows_within_rounding: |d| budget(d, 0, &YEARS, &[
        ("Ansøgningspulje", &["9,0", "-", "-", "-", "9,0"]),
        ("Øvrige udgifter", &["1,1", "2,0", "1,5", "1,5", "6,1"]),
        ("I alt", &["10,0", "2,0", "1,5", "1,5", "15,0"]),
    ]) => ["0 lines_round_to_total", "0 lines_round_to_total"];
    one_row_is_a_part: |d| budget(d, 0, &YEARS, &[
        ("Heraf ansøgningspulje", &["9,0", "-", "-", "-", "9,0"]),
        ("Løn", &["0,5", "0,5", "0,5", "0,5", "2,0"]),
        ("I alt", &["10,0", "2,0", "1,5", "1,5", "15,0"]),
    ]) => [];
    one_row_exceeds_the_total: |d| budget(d, 0, &YEARS, &[
        ("Løn", &["10,0", "2,0", "1,5", "2,5", "16,0"]),
        ("I alt", &["10,0", "2,0", "1,5", "1,5", "15,0"]),
    ]) => ["0 lines_do_not_sum", "0 lines_do_not_sum"];
    pool_row_differs: |d| budget(d, 0, &YEARS, &[
        ("Ansøgningspulje", &["9,5", "-", "-", "-", "9,5"]),
        ("Øvrige udgifter", &["0,5", "2,0", "1,5", "1,5", "5,5"]),
        ("I alt", &["10,0", "2,0", "1,5", "1,5", "15,0"]),
    ]) => ["0 pool_differs"];

    // Price levels.
    another_price_level: |d| d.initiatives[0].budget.as_mut().unwrap().price_level = Some(2023)
        => ["0 price_level_differs"];
    no_price_level: |d| d.initiatives[0].budget.as_mut().unwrap().price_level = None => ["0 price_level_missing"];
    old_price_level: |d| {
        d.initiatives.truncate(1);
        d.initiatives[0].budget.as_mut().unwrap().price_level = Some(2023);
    } => ["0 price_level_not_first_year"];

    // The text against the table.
    text_total_one_place_off: |d| d.initiatives[0].total_in_text = Some(15_100_000) => [
        "0 text_total_differs", "0 parts_round_to_total"
    ];
    text_total_in_whole_millions: |d| {
        one_row(d, &["10,2", "2,0", "1,5", "1,5", "15,2"]);
        trace(d, "/initiatives/0/total_in_text", "15 mio. kr.", ValueState::Printed);
    } => ["0 text_total_rounded"];
    parts_fall_short: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. Heraf 9,0 mio. kr. til a og 3,5 mio. kr. til b.",
        "15,0", &[("9,0", "a"), ("3,5", "b")]) => ["0 parts_do_not_sum"];
    parts_with_a_rest: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. Heraf 9,0 mio. kr. til a og 3,5 mio. kr. til b. \
        De resterende midler går til c.", "15,0", &[("9,0", "a"), ("3,5", "b")]) => [];
    parts_with_a_rest_within_rounding: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. Heraf 9,0 mio. kr. til a og 5,9 \
        mio. kr. til b. De resterende midler går til c.", "15,0", &[("9,0", "a"), ("5,9", "b")]) => [];
    parts_among_others: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. Heraf afsættes bl.a. 9,0 mio. kr. til a og \
        3,5 mio. kr. til b.", "15,0", &[("9,0", "a"), ("3,5", "b")]) => [];
    one_part_of_many: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. Heraf 9,0 mio. kr. til a.", "15,0", &[("9,0", "a")])
        => ["0 parts_leave_rest"];
    parts_exceed_even_with_a_rest: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. Heraf 9,0 mio. kr. til a og 7,5 mio. \
        kr. til b. De resterende midler går til c.", "15,0", &[("9,0", "a"), ("7,5", "b")]) => ["0 parts_exceed_total"];
    parts_of_a_part: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. til initiativet. Heraf afsættes 9,0 mio. kr. til a, \
        hvoraf 4,0 mio. kr. går til b. Der afsættes 6,0 mio. kr. til c.",
        "15,0", &[("9,0", "a"), ("4,0", "b"), ("6,0", "c")]) => [];
    parts_of_a_part_exceed_it: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. til initiativet. Der afsættes 9,0 mio. kr. \
        til a, heraf 4,0 mio. kr. til b og 5,5 mio. kr. til c. Der afsættes 6,0 mio. kr. til d.",
        "15,0", &[("9,0", "a"), ("4,0", "b"), ("5,5", "c"), ("6,0", "d")]) => ["0 nested_parts_exceed"];
    two_sentences_of_the_same_whole: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. til initiativet. Heraf går 9,0 mio. \
        kr. til a. Heraf går 4,0 mio. kr. til b.", "15,0", &[("9,0", "a"), ("4,0", "b")]) => ["0 parts_do_not_sum"];
    a_range_that_fits: |d| {
        d.initiatives[0].allocations[2] = Allocation {
            amount: None, min: Some(2_000_000), max: Some(3_000_000), approximate: true, purpose: None,
        };
    } => [];
    a_range_that_does_not: |d| {
        d.initiatives[0].allocations[2] = Allocation {
            amount: None, min: Some(500_000), max: Some(1_500_000), approximate: true, purpose: None,
        };
        trace(d, "/initiatives/0/allocations/2/amount", "mellem 0,5 og 1,5 mio. kr.", ValueState::Printed);
    } => ["0 parts_do_not_sum"];
    an_unknown_part: |d| d.initiatives[0].allocations[2].amount = None => [];

    // Grants.
    grants_that_round_up: |d| grants(d, &["1.000.000", "1.000.000", "550.000"]) => ["0 grants_do_not_sum"];
    grants_that_round_down: |d| grants(d, &["1.000.000", "1.000.000", "549.999"]) => [];
    grants_in_millions: |d| grants(d, &["1,3 mio.", "1,3 mio."]) => [];

    a_supplier_who_is_no_recipient: |d| d.initiatives[0].allocations[2].purpose = Some("en ekstern leverandør".into())
        => ["0 supplier_not_recipient"];
    a_supplier_who_is_one: |d| {
        d.initiatives[0].allocations[2].purpose = Some("en ekstern leverandør".into());
        d.initiatives[0].recipients[1].name = "eventuelle leverandør(er)".into();
    } => [];
    a_grant_to_someone_else: |d| {
        let recipient = "Foreningen Lys".into();
        d.initiatives[0].direct_grants.push(DirectGrant { recipient, amount: None });
    } => ["0 grant_recipient_not_listed"];

    a_grant_to_one_of_a_kind: |d| {
        let recipient = "Foreningen Lys".into();
        d.initiatives[0].direct_grants.push(DirectGrant { recipient, amount: None });
        d.initiatives[0].recipients[1].name = "civilsamfundsorganisationer".into();
    } => [];

    // Years in the text.
    money_in_a_year_without_column: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. i 2023 til initiativet.", "15,0", &[])
        => ["0 text_year_not_in_table"];
    money_of_earlier_years: |d| economy(d, 0, "Der blev i 2019 afsat 3,0 mio. kr. Der afsættes 15,0 mio. kr.", "15,0", &[])
        => [];
    years_of_other_things: |d| economy(d, 0, "Der afsættes 15,0 mio. kr. til en undersøgelse, der afsluttes i 2030.", "15,0", &[])
        => [];
    money_in_an_empty_year: |d| {
        one_row(d, &["10,0", "3,5", "1,5", "-", "15,0"]);
        d.initiatives[0].end_year = Some(2026);
        d.initiatives[0].duration_years = Some(3.0);
        d.initiatives[0].milestones.clear();
    } => ["0 text_year_without_amount"];

    // The phase.
    two_phases: |d| choose(d, &["Modning", "Afprøvning"]) => ["0 phases_marked"];
    no_phase_chosen: |d| { choose(d, &[]); d.initiatives[0].phase = None; } => ["0 phase_not_marked"];
    no_phase_at_all: |d| {
        d.initiatives[0].sections[0].blocks = vec![Block::Paragraph { text: "x".into(), origin: vec![] }];
        d.initiatives[0].phase = None;
    } => ["0 phase_missing"];
    phase_from_the_text: |d| d.initiatives[0].sections[0].blocks = vec![Block::Paragraph { text: "x".into(), origin: vec![] }]
        => [];
    title_with_another_phase: |d| trace(d, "/initiatives/0/title", "Støtteforløb (udbredelse)", ValueState::Printed)
        => ["0 title_names_other_phase"];
    title_with_both_phases: |d| d.initiatives[0].title = "Screening og modning af støtteforløb".into() => [];
    title_section_with_another_phase: |d| {
        d.initiatives[0].sections[3].key = "title".into();
        d.initiatives[0].sections[3].text = "Støtteforløb (screening)".into();
    } => ["0 section_missing", "0 title_names_other_phase"];
    purpose_with_another_phase: |d| d.initiatives[0].purpose = Some("Formålet er at udbrede et forløb. Mere.".into())
        => ["0 purpose_names_other_phase"];

    // Time.
    period_backwards: |d| stated_period(d, 2027, 2024) => [
        "0 period_ends_before_start", "0 duration_differs_from_period", "0 money_outside_period",
        "0 money_outside_period", "0 money_outside_period", "0 money_outside_period",
        "0 milestone_outside_period", "0 milestone_outside_period"
    ];
    three_years_in_five: |d| {
        d.initiatives[0].duration_years = Some(2.0);
        d.initiatives[0].milestones.clear();
    } => ["0 duration_differs_from_period"];
    a_quarter_less_than_four_years: |d| d.initiatives[0].duration_years = Some(3.75) => ["0 timetable_one_quarter_longer"];
    three_years_from_midsummer: |d| {
        d.initiatives[0].duration_years = Some(3.0);
        d.initiatives[0].milestones.clear();
    } => [];
    three_years_in_a_stated_period_of_four: |d| {
        stated_period(d, 2024, 2027);
        d.initiatives[0].duration_years = Some(3.0);
        d.initiatives[0].milestones.clear();
    } => ["0 duration_shorter_than_period"];
    duration_that_is_no_number: |d| d.initiatives[0].duration_years = Some(f64::NAN) => [];
    years_at_the_end_of_time: |d| { d.initiatives[0].start_year = Some(i32::MIN); d.initiatives[0].end_year = Some(i32::MAX); } => ["0 next_programme_before_end"];
    money_before_the_period: |d| {
        stated_period(d, 2025, 2027);
        d.initiatives[0].duration_years = Some(3.0);
        d.initiatives[0].milestones.clear();
    } => ["0 money_outside_period"];
    next_programme_too_early: |d| d.initiatives[0].next_uip = Some(2026) => ["0 next_programme_before_end"];
    time_without_end: |d| d.initiatives[0].milestones.push(milestone("3. kvartal 2026 –", Some("2026-Q3"), None))
        => ["0 milestone_without_end"];
    time_with_an_open_end: |d| d.initiatives[0].milestones.push(milestone("Fra 3. kvartal 2026", Some("2026-Q3"), None)) => [];
    time_backwards: |d| d.initiatives[0].milestones.push(milestone("4.-2. kvartal 2026", Some("2026-Q4"), Some("2026-Q2")))
        => ["0 milestone_ends_before_start"];
    rows_out_of_order: |d| d.initiatives[0].milestones.swap(0, 1) => ["0 milestone_out_of_order"];
    two_quarters_too_long: |d| d.initiatives[0].duration_years = Some(3.5) => ["0 timetable_longer_than_duration"];
    row_outside_the_period: |d| d.initiatives[0].milestones.insert(0, milestone("4. kvartal 2023", Some("2023-Q4"), Some("2023-Q4")))
        => ["0 milestone_outside_period", "0 timetable_one_quarter_longer"];

    // Sections.
    text_outside: |d| d.initiatives[0].notes = vec![paragraph("Kommuner"), paragraph("1Se også bilag 2.")]
        => ["0 text_outside_sections"];
    footnotes_outside: |d| d.initiatives[0].notes = vec![paragraph("1 Se også bilag 2.")] => [];
    paragraph_in_two: |d| behind(d, &["Støtten gives til unge med", "høretab og deres familier."])
        => ["0 paragraph_cut"];
    list_without_marks: |d| behind(d, &["Støtten gives til:", "unge med høretab", "deres familier"]) => [];
    rest_behind_a_timetable: |d| {
        let (header, rows, origin) = (Vec::new(), Vec::new(), Vec::new());
        d.initiatives[0].sections[1].blocks = vec![Block::Timetable { header, rows, origin }];
        behind(d, &["Udmøntning af pulje"]);
    } => ["0 timetable_rest"];
    sentence_behind_a_timetable: |d| {
        let (header, rows, origin) = (Vec::new(), Vec::new(), Vec::new());
        d.initiatives[0].sections[1].blocks = vec![Block::Timetable { header, rows, origin }];
        behind(d, &["Puljen udmøntes i to runder."]);
    } => [];
    no_sections: |d| d.initiatives[0].sections.clear() => ["0 sections_missing"];
    a_section_of_no_known_kind: |d| d.initiatives[0].sections[1].key = "other".into() => ["0 section_missing"];
    same_kind_twice: |d| d.initiatives[0].sections.push(section("6", "Finansiering", "economy", "Mere.")) => ["0 section_doubled"];
    section_left_out: |d| { d.initiatives[0].sections.remove(1); } => ["0 section_missing", "0 section_number_gap"];
    section_left_out_of_another_phase: |d| {
        d.initiatives[0].sections.remove(1);
        d.initiatives[0].phase = Some("screening".into());
        d.initiatives[0].purpose = Some("Formålet er at finde viden.".into());
    } => ["0 section_in_all_others", "0 section_number_gap"];
    a_section_for_pools: |d| {
        for i in &mut d.initiatives[1..] {
            i.sections.push(section("6", "Kriterier", "pool_criteria", "Kommuner kan søge."));
        }
    } => ["0 section_missing"];
    a_section_for_pools_where_there_is_none: |d| {
        for i in &mut d.initiatives[1..] {
            i.sections.push(section("6", "Kriterier", "pool_criteria", "Kommuner kan søge."));
        }
        d.initiatives[0].application_pool = None;
    } => [];
    section_left_out_of_two: |d| { d.initiatives[0].sections.remove(1); d.initiatives[1].sections.remove(1); }
        => ["0 section_number_gap", "1 section_number_gap"];
    numbers_back: |d| d.initiatives[0].sections.push(section("4", "Risici", "risk", "Ingen.")) => ["0 section_number_out_of_order"];
    letters_as_numbers: |d| for (s, n) in d.initiatives[0].sections.iter_mut().zip('a'..) { s.number = Some(n.to_string()); } => [];
    no_text: |d| { let s = &mut d.initiatives[0].sections[3]; s.text.clear(); s.blocks.clear(); } => ["0 section_empty"];
    a_sentence_twice: |d| {
        let text = "Naboerne mødes i gården hver måned og taler om, hvad der kan gøres bedre.";
        let twice = [text, text].map(|t| Block::Paragraph { text: t.into(), origin: vec![at(7)] });
        d.initiatives[0].sections[3].blocks.extend(twice);
    } => ["0 text_repeated"];
    no_purpose: |d| d.initiatives[0].purpose = None => ["0 purpose_missing"];
    no_recipients: |d| d.initiatives[0].recipients.clear() => ["0 recipients_missing"];
    pool_for_municipalities_by_another_name: |d| d.initiatives[0].recipients[0].name = "Projektkommuner".into() => [];
    pool_for_others: |d| { d.initiatives[0].recipients.remove(0); } => ["0 pool_without_recipient"];
}

#[test]
fn a_finding_shows_the_values_as_printed_and_the_places_of_all() {
    let mut document = sound();
    document.initiatives[0].total_in_text = Some(15_400_000);
    trace(
        &mut document,
        "/initiatives/0/total_in_text",
        "15,4 mio. kr.",
        ValueState::Printed,
    );
    let places: Vec<_> = [
        "/initiatives/0/total_in_text",
        "/initiatives/0/budget/total",
    ]
    .iter()
    .flat_map(|p| {
        &document
            .evidence
            .iter()
            .find(|e| e.path == *p)
            .unwrap()
            .origin
    })
    .copied()
    .collect();
    let danish = audit(document.clone(), Language::Danish);
    let finding = &danish.initiatives[0].findings[0];
    assert_eq!(
        finding.message,
        "Initiativ 1: Teksten siger, at der afsættes 15,4 mio. kr., men budgettabellen siger 15,0 mio. kr. i alt \
         (forskel 0,4 mio. kr.)."
    );
    assert_eq!(finding.severity, Severity::Warning);
    assert_eq!(finding.origin, places);
    assert_eq!(places.len(), 2);
    let english = audit(document, Language::English);
    assert_eq!(
        english.initiatives[0].findings[0].message,
        "Initiativ 1: The text sets aside 15,4 mio. kr., but the budget table says 15,0 mio. kr. in total \
         (difference 0,4 mio. kr.)."
    );
}

#[test]
fn a_heading_is_named_as_it_is_joined() {
    let mut document = sound();
    let section = &mut document.initiatives[0].sections[3];
    section.heading = "Nabohensyn".into();
    let lines = Finding::new("heading_unknown", section.origin.clone())
        .arg("heading", "Nabo- hensyn")
        .arg("nearest", "")
        .arg("certainty", "0.00");
    document.initiatives[0].findings = vec![lines];
    assert_eq!(
        audit(document, Language::English).initiatives[0].findings[0].message,
        "Initiativ 1: The heading \"Nabohensyn\" is not known. Its text is kept as a section of its own; the nearest \
         known heading is \"–\" (likeness 0.00). Add the heading to a template file if it has come to stay."
    );
}

#[test]
fn labels_that_two_areas_share_come_with_the_area() {
    let mut document = sound();
    document.initiatives[3].area = Some("børn_og_unge".into());
    document.initiatives[3].label = Some("Initiativ 1".into());
    document.initiatives[3].phase = None;
    document.initiatives[3].sections[0].blocks.clear();
    let audited = audit(document, Language::Danish);
    assert_eq!(
        audited.initiatives[3].findings.last().unwrap().message,
        "Initiativ 1 (børn og unge): Initiativets fase (screening, modning, afprøvning eller udbredelse) fremgår ikke."
    );
}

#[test]
fn values_never_change_and_findings_of_earlier_steps_stay() {
    let mut document = sound();
    document.initiatives[0].phase = Some("udbredelse".into());
    document.initiatives[0].findings =
        vec![Finding::new(EARLIER, vec![at(3)]).arg("ord", "ind-\nsats")];
    let before = document.clone();
    let mut after = audit(document, Language::Danish);
    assert_eq!(after.initiatives[0].findings[0].code, EARLIER);
    assert_eq!(
        after.initiatives[0].findings[0].message,
        "Initiativ 1: of an earlier step: ord = ind-\nsats"
    );
    assert_eq!(after.initiatives[0].findings[0].origin, [at(3)]);
    after.findings.clear();
    let mut stripped = before.clone();
    for (a, b) in after.initiatives.iter_mut().zip(&mut stripped.initiatives) {
        a.findings.clear();
        b.findings.clear();
    }
    assert_eq!(after, stripped);
    assert_eq!(before.kind, Kind::Release);
}

/// A code that no catalogue has.
const EARLIER: &str = "of_an_earlier_step";
