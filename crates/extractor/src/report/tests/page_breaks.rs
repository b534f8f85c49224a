//! What a page break parts: a title from its table, a row whose name goes to the next page.

use super::*;

#[test]
fn a_title_stays_with_its_table_over_a_page_break() {
    let mut first = page(1);
    for (n, baseline) in [760.0, 773.0].into_iter().enumerate() {
        let text =
            format!("Tabellerne viser alle indsatser siden begyndelsen af programmet nr. {n}.");
        print(&mut first, 40.0, baseline, 11.0, false, &text);
    }
    // No larger and no bolder than the text, so that only its label tells that it is a title.
    print(&mut first, 40.0, 800.0, 11.0, false, "Tabel 1");
    let title = "Indsatser på voksenområdet i alle årene";
    print(&mut first, 40.0, 813.0, 11.0, false, title);
    let mut second = page(2);
    let rows: &[Drawn<'_>] = &[
        (&["Skovture"], "Modning", "UIP 2021", &[0, 1], "Nej"),
        (&["Musik"], "Screening", "UIP 2022", &[1], "-"),
    ];
    appendix(&mut second, 60.0, true, rows);
    let report = read(vec![first, second]).portfolio.unwrap();
    assert_eq!(
        text(&report.tables[0].title),
        "Tabel 1 Indsatser på voksenområdet i alle årene"
    );
    assert_eq!(report.tables[0].area.as_deref(), Some("voksne"));
}

#[test]
fn a_row_begun_at_the_end_of_a_page_is_a_row_of_its_own() {
    let mut first = page(1);
    let rows: &[Drawn<'_>] = &[
        (&["Skovture"], "Modning", "UIP 2021", &[0, 1], "Nej"),
        (&[""], "Screening", "UIP", &[1], "-"),
    ];
    appendix(&mut first, 700.0, true, rows);
    let mut second = page(2);
    let rows: &[Drawn<'_>] = &[
        (&["Musik om", "aftenen"], "", "2022", &[1], ""),
        (&["Havebrug"], "Udbredelse", "UIP 2023", &[2], "-"),
    ];
    appendix(&mut second, 60.0, true, rows);
    let report = read(vec![first, second]).portfolio.unwrap();
    assert_eq!(
        printed_rows(&report.tables[0]),
        [
            "Skovture|Modning|UIP 2021|#|#||Nej|",
            "Musik om aftenen|Screening|UIP 2022||#||-|",
            "Havebrug|Udbredelse|UIP 2023|||#|-|",
        ]
    );
}
