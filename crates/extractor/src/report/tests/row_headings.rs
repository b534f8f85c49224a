//! Appendix tables whose rows are gathered: under headings between them, or beside a cell over several.

use super::*;

const ADULTS: Drawn<'_> = (&["Havebad"], "Modning", "UIP 2021", &[0, 1], "Nej.");
const CHILDREN: Drawn<'_> = (&["Lektiehule"], "Screening", "UIP 2022", &[1, 2], "-");

fn table(page: Page) -> PortfolioTable {
    let portfolio = read(vec![page]).portfolio.unwrap();
    portfolio.tables.into_iter().next().unwrap()
}

#[test]
fn a_heading_between_rows_names_their_area() {
    let mut page = page(1);
    print(&mut page, 40.0, 60.0, 11.0, true, "Tabel 1");
    let ys = cells(&mut page, 80.0, true, &[], 10.0);
    let mut y = ys[1];
    let mut edges = vec![80.0, y];
    for (heading, row) in [
        ("Initiativer for voksne", ADULTS),
        ("Initiativer for børn og unge", CHILDREN),
    ] {
        print(&mut page, 43.0, y + 12.0, 8.0, true, heading);
        y += 20.0;
        edges.push(y);
        let below = cells(&mut page, y, false, &[row], 10.0);
        y = below[1];
        edges.push(y);
    }
    grid(&mut page, &XS, &edges);
    let table = table(page);
    assert_eq!(
        printed_rows(&table),
        [
            "Havebad|Modning|UIP 2021|#|#||Nej.|",
            "Lektiehule|Screening|UIP 2022||#|#|-|"
        ]
    );
    let areas: Vec<(usize, Option<&str>)> = table
        .areas
        .iter()
        .map(|a| (a.row, a.area.as_deref()))
        .collect();
    assert_eq!(areas, [(0, Some("voksne")), (1, Some("børn_og_unge"))]);
}

#[test]
fn a_cell_over_several_rows_holds_for_each() {
    let mut page = page(1);
    print(&mut page, 40.0, 60.0, 11.0, true, "Tabel 1 Voksne");
    let rows: [Drawn<'_>; 2] = [
        (&["Havebad"], "Modning", "UIP 2021", &[0, 1], "Nej."),
        (&["Sangkor"], "Screening", "", &[1], "-"),
    ];
    let ys = cells(&mut page, 80.0, true, &rows, 10.0);
    // The line between the two rows leaves out the column of agreements.
    for y in [ys[0], ys[1], ys[3]] {
        rule(&mut page, Direction::Horizontal, y, XS[0], XS[8]);
    }
    rule(&mut page, Direction::Horizontal, ys[2], XS[0], XS[2]);
    rule(&mut page, Direction::Horizontal, ys[2], XS[3], XS[8]);
    for x in XS {
        rule(&mut page, Direction::Vertical, x, ys[0], ys[3]);
    }
    let table = table(page);
    assert_eq!(
        printed_rows(&table),
        [
            "Havebad|Modning|UIP 2021|#|#||Nej.|",
            "Sangkor|Screening|||#||-|"
        ]
    );
    let above: Vec<bool> = table.rows.iter().map(|r| r[2].from_above).collect();
    assert_eq!(above, [false, true]);
}
