//! Links that documents state, and what two titles say alone.

use super::*;

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
fn one_title_in_two_areas_is_two_initiatives() {
    let children = |mut initiative: Initiative| {
        initiative.area = Some("børn_og_unge".to_owned());
        initiative
    };
    let row_of = |area: &str, phase: &str, title: &str, year: i32| PortfolioRow {
        area: Some(area.to_owned()),
        ..row(year, phase, title)
    };
    let (first, next) = ("Modning af værestedsbørn", "Afprøvning af værestedsbørn");
    let both = |area: &str| {
        [
            carried_on(row_of(area, "modning", first, 2021), next, 2023),
            row_of(area, "afprøvning", next, 2023),
        ]
    };
    let rows = [both("voksne"), both("børn_og_unge")].concat();
    let lineage = linked(&[
        overview(&rows),
        release(
            2021,
            &[
                initiative("uip-2021-voksne-1", "modning", first),
                children(initiative("uip-2021-boern-1", "modning", first)),
            ],
        ),
        release(
            2023,
            &[
                initiative("uip-2023-voksne-1", "afprøvning", next),
                children(initiative("uip-2023-boern-1", "afprøvning", next)),
            ],
        ),
    ]);
    assert_eq!(
        links(&lineage),
        [
            "row-2021-modning-af-vaerestedsboern carried_on uip-2023-voksne-1 (statement)",
            "row-2021-modning-af-vaerestedsboern-2 carried_on uip-2023-boern-1 (statement)",
            "uip-2021-boern-1 same_initiative row-2021-modning-af-vaerestedsboern-2 (title)",
            "uip-2021-voksne-1 same_initiative row-2021-modning-af-vaerestedsboern (title)",
            "uip-2023-boern-1 same_initiative row-2023-afproevning-af-vaerestedsboern-2 (title)",
            "uip-2023-voksne-1 same_initiative row-2023-afproevning-af-vaerestedsboern (title)"
        ]
    );
    assert_eq!(codes(&lineage), [] as [&str; 0]);
}

#[test]
fn two_of_one_year_that_name_each_other_are_told() {
    let lineage = linked(&[release(
        2022,
        &[
            building_on(
                initiative("uip-2022-1", "modning", "Ringen i nord"),
                &["Ringen i syd"],
            ),
            building_on(
                initiative("uip-2022-2", "modning", "Ringen i syd"),
                &["Ringen i nord"],
            ),
        ],
    )]);
    assert_eq!(links(&lineage), [] as [&str; 0]);
    assert_eq!(codes(&lineage), ["link_not_earlier", "link_not_earlier"]);
}
