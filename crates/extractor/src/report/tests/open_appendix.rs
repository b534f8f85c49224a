//! Appendix tables without any line.

use super::*;

const ROWS: &[Drawn<'_>] = &[
    (
        &["Skovture for", "alle"],
        "Modning",
        "UIP 2021",
        &[0, 1],
        "Nej",
    ),
    (
        &["Fælles mad i", "det store hus"],
        "Screening",
        "UIP 2022",
        &[1],
        "-",
    ),
    (&["Havebrug"], "Udbredelse", "UIP 2023", &[2], "-"),
];

const READ: [&str; 3] = [
    "Skovture for alle|Modning|UIP 2021|#|#||Nej|",
    "Fælles mad i det store hus|Screening|UIP 2022||#||-|",
    "Havebrug|Udbredelse|UIP 2023|||#|-|",
];

fn title(page: &mut Page) {
    let title = "Tabel 1 Indsatser på voksenområdet";
    print(page, 40.0, 118.0, 11.0, true, title);
}

/// The only table's rows; nothing may be left over.
fn rows(pages: Vec<Page>) -> Vec<String> {
    let read = read(pages);
    assert_eq!(read.coverage.unassigned, 0);
    let tables = read.portfolio.unwrap().tables;
    assert_eq!(tables.len(), 1);
    assert_eq!(text(&tables[0].title), "Tabel 1 Indsatser på voksenområdet");
    printed_rows(&tables[0])
}

#[test]
fn gaps_part_rows() {
    let mut page = page(1);
    title(&mut page);
    cells(&mut page, 130.0, true, ROWS, 10.0);
    assert_eq!(rows(vec![page]), READ);
}

#[test]
fn coloured_cells_part_rows_without_gaps() {
    let mut page = page(1);
    title(&mut page);
    cells(&mut page, 130.0, true, ROWS, 0.0);
    assert_eq!(rows(vec![page]), READ);
}

#[test]
fn rows_begin_where_name_phase_and_agreement_do() {
    let mut page = page(1);
    title(&mut page);
    cells(&mut page, 130.0, true, ROWS, 0.0);
    page.shapes.clear();
    let unmarked = READ.map(|row| row.replace('#', ""));
    assert_eq!(rows(vec![page]), unmarked);
}

#[test]
fn years_may_be_broken_and_marked_by_letters() {
    let mut page = page(1);
    title(&mut page);
    cells(&mut page, 130.0, true, ROWS, 10.0);
    page.shapes.clear();
    // `21'` becomes `202` over `1`.
    for (n, column) in [3, 4, 5].into_iter().enumerate() {
        page.words.retain(|w| w.text != format!("2{}'", n + 1));
        let year = (2021 + n).to_string();
        let x = XS[column] + 3.0;
        print(&mut page, x, 142.0, 8.0, true, &year[..3]);
        print(&mut page, x, 151.0, 8.0, true, &year[3..]);
    }
    for (x, y) in [
        (310.0, 162.0),
        (335.0, 162.0),
        (335.0, 192.0),
        (360.0, 222.0),
    ] {
        print(&mut page, x, y, 8.0, false, "x");
    }
    assert_eq!(rows(vec![page]), READ);
}

#[test]
fn a_table_goes_on_where_no_header_is_repeated_and_ends_before_text() {
    let mut first = page(1);
    title(&mut first);
    cells(&mut first, 130.0, true, &ROWS[..1], 10.0);
    let mut second = page(2);
    cells(&mut second, 60.0, false, &ROWS[1..], 10.0);
    let text =
        "Derefter kommer der igen almindelig tekst, som går hen over alle tabellens kolonner.";
    print(&mut second, 40.0, 150.0, 8.0, false, text);
    assert_eq!(rows(vec![first, second]), READ);
}

#[test]
fn a_word_too_long_for_its_column_closes_no_gap() {
    let mut page = page(1);
    title(&mut page);
    let long: &[Drawn<'_>] = &[
        (
            &["Skovture", "opmærksomhedsforstyrrelserne"],
            "Modning",
            "UIP 2021",
            &[0],
            "-",
        ),
        (&["Havebrug"], "Udbredelse", "UIP 2023", &[2], "-"),
    ];
    // The first column reaches to 180; the word of 28 letters ends 3 points before the next begins.
    let shift = 180.0 - 43.0 - 28.0 * 4.0;
    cells(&mut page, 130.0, true, long, 10.0);
    for word in page
        .words
        .iter_mut()
        .filter(|w| w.bbox.x0 < 180.0 && w.baseline > 130.0)
    {
        word.bbox.x0 += shift;
        word.bbox.x1 += shift;
    }
    assert_eq!(
        rows(vec![page]),
        [
            "Skovture opmærksomhedsforstyrrelserne|Modning|UIP 2021|#|||-|",
            "Havebrug|Udbredelse|UIP 2023|||#|-|",
        ]
    );
}

#[test]
fn lines_between_the_years_alone_make_no_table_of_them() {
    let mut page = page(1);
    title(&mut page);
    let ys = cells(&mut page, 130.0, true, ROWS, 10.0);
    for x in &XS[3..=6] {
        rule(&mut page, Direction::Vertical, *x, ys[0], ys[ys.len() - 1]);
    }
    assert_eq!(rows(vec![page]), READ);
}

/// Bars as high as one line of the row's name, at its top.
#[test]
fn a_bar_may_stand_above_the_middle_of_its_row() {
    let mut page = page(1);
    title(&mut page);
    let plain: Vec<Drawn<'_>> = ROWS.iter().map(|r| (r.0, r.1, r.2, &[][..], r.4)).collect();
    let ys = cells(&mut page, 130.0, true, &plain, 14.0);
    for (row, y) in ROWS.iter().zip(&ys[1..]) {
        for year in row.3 {
            let place = Rect::new(XS[3 + year], y + 4.0, XS[4 + year], y + 11.0);
            fill(&mut page, place, BLUE);
        }
    }
    assert_eq!(rows(vec![page]), READ);
}

/// A period and an area of its own for each row, instead of columns of years and a title that names one.
#[test]
fn columns_of_period_and_area_are_known() {
    let mut page = page(1);
    print(&mut page, 40.0, 118.0, 11.0, true, "Tabel 1 Alle indsatser");
    let xs = [40.0, 180.0, 260.0, 340.0, 430.0, 555.0];
    for (n, row) in [
        ["Initiativ", "Fase", "Aftale", "Periode", "Område"],
        ["Havebrug", "Modning", "UIP 2021", "2021-2023", "Voksne"],
        ["Skovture", "Screening", "UIP 2022", "2022", "Børn og unge"],
    ]
    .iter()
    .enumerate()
    {
        for (x, t) in xs.iter().zip(row) {
            print(&mut page, x + 3.0, 142.0 + 20.0 * n as f32, 8.0, n == 0, t);
        }
    }
    grid(&mut page, &xs, &[130.0, 150.0, 170.0, 190.0]);
    let table = read(vec![page]).portfolio.unwrap().tables.remove(0);
    assert_eq!(
        table.columns[3..],
        [PortfolioColumn::Period, PortfolioColumn::Area]
    );
    let areas: Vec<_> = table
        .areas
        .iter()
        .map(|a| (a.row, a.area.as_deref().unwrap()))
        .collect();
    assert_eq!(areas, [(0, "voksne"), (1, "børn_og_unge")]);
    assert_eq!(
        printed_rows(&table),
        [
            "Havebrug|Modning|UIP 2021|2021-2023|Voksne",
            "Skovture|Screening|UIP 2022|2022|Børn og unge"
        ]
    );
}

/// The page's header, and under it what the page break left of the last name.
#[test]
fn the_rest_of_a_name_alone_goes_on_after_a_page_break() {
    let rows_before: Vec<Drawn<'_>> = vec![
        ROWS[0],
        (&["Fælles mad i"], "Screening", "UIP 2022", &[1], "-"),
    ];
    let mut first = page(1);
    title(&mut first);
    cells(&mut first, 130.0, true, &rows_before, 10.0);
    let mut second = page(2);
    cells(
        &mut second,
        40.0,
        true,
        &[(&["det store hus"], "", "", &[], "")],
        10.0,
    );
    assert_eq!(rows(vec![first, second]), READ[..2]);
}
