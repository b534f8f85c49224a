//! Bars of shares as tables.

use super::super::chart::{Charts, tables};
use super::*;

const COLOURS: [Colour; 3] = [
    BLUE,
    Colour {
        r: 200,
        g: 200,
        b: 90,
    },
    Colour {
        r: 40,
        g: 140,
        b: 70,
    },
];

/// A bar of 200 points with its shares, and its label: left of it, or above it.
fn bar(page: &mut Page, y: f32, label: &str, beside: bool, shares: [u8; 3]) {
    let (x, baseline) = if beside {
        (40.0, y + 9.0)
    } else {
        (150.0, y - 2.0)
    };
    print(page, x, baseline, 8.0, false, label);
    let mut x = 150.0;
    for (share, colour) in shares.into_iter().zip(COLOURS) {
        let width = 2.0 * f32::from(share);
        fill(page, Rect::new(x, y, x + width, y + 12.0), colour);
        print(
            page,
            x + width / 2.0 - 5.0,
            y + 9.0,
            7.0,
            false,
            &format!("{share}%"),
        );
        x += width;
    }
}

fn legend(page: &mut Page, y: f32) {
    for (n, (colour, name)) in COLOURS
        .into_iter()
        .zip(["Værre", "Som før", "Bedre"])
        .enumerate()
    {
        let x = 150.0 + 70.0 * n as f32;
        fill(page, Rect::new(x, y, x + 6.0, y + 6.0), colour);
        print(page, x + 9.0, y + 6.0, 7.0, false, name);
    }
}

fn rows(page: &Page, known: &mut Charts) -> Vec<String> {
    let row = |r: &Vec<super::super::table::ReportCell>| {
        r.iter().map(|c| c.text()).collect::<Vec<_>>().join("|")
    };
    tables(page, &[], known)
        .iter()
        .flat_map(|t| t.rows.iter().map(row))
        .collect()
}

#[test]
fn labels_stand_beside_bars_or_above_them() {
    for beside in [true, false] {
        let mut page = page(1);
        bar(
            &mut page,
            100.0,
            "Efter kurset (n=40)",
            beside,
            [20, 30, 50],
        );
        bar(&mut page, 130.0, "Et år efter (n=31)", beside, [12, 28, 61]);
        legend(&mut page, 160.0);
        assert_eq!(
            rows(&page, &mut Charts::default()),
            [
                "|Værre|Som før|Bedre",
                "Efter kurset (n=40)|20%|30%|50%",
                "Et år efter (n=31)|12%|28%|61%"
            ]
        );
    }
}

#[test]
fn a_chart_goes_on_without_its_legend() {
    let mut known = Charts::default();
    let mut first = page(1);
    legend(&mut first, 80.0);
    bar(&mut first, 100.0, "Efter kurset", true, [20, 30, 50]);
    assert_eq!(rows(&first, &mut known).len(), 2);
    let mut second = page(2);
    bar(&mut second, 100.0, "Et år efter", true, [12, 28, 60]);
    assert_eq!(rows(&second, &mut known), ["Et år efter|12%|28%|60%"]);
    assert_eq!(known.unread, []);
}

#[test]
fn a_chart_without_legend_or_with_a_bar_that_is_no_whole_is_told() {
    let mut bare = page(1);
    bar(&mut bare, 100.0, "Efter kurset", true, [20, 30, 50]);
    let mut partly = page(1);
    legend(&mut partly, 80.0);
    bar(&mut partly, 100.0, "Efter kurset", true, [20, 30, 50]);
    bar(&mut partly, 130.0, "Et år efter", true, [20, 30, 20]);
    for page in [bare, partly] {
        let mut known = Charts::default();
        assert_eq!(rows(&page, &mut known), [] as [&str; 0]);
        assert_eq!(known.unread.len(), 1);
    }
}

/// A part of two points and its share, wider than the part: the part is drawn as a line or an area.
#[test]
fn a_share_may_be_wider_than_its_part() {
    for as_line in [true, false] {
        let mut page = page(1);
        legend(&mut page, 80.0);
        print(&mut page, 40.0, 109.0, 8.0, false, "Efter");
        let parts = [
            (150.0, 210.0, "30%"),
            (210.0, 212.0, "1%"),
            (212.0, 350.0, "69%"),
        ];
        for (n, ((x0, x1, share), colour)) in parts.into_iter().zip(COLOURS).enumerate() {
            if as_line && n == 1 {
                rule(&mut page, Direction::Vertical, 211.0, 100.0, 112.0);
                let line = page.rulings.last_mut().unwrap();
                (line.width, line.colour) = (2.0, colour);
            } else {
                fill(&mut page, Rect::new(x0, 100.0, x1, 112.0), colour);
            }
            let x = if n == 1 { x0 } else { x0 + 20.0 };
            print(&mut page, x, 109.0, 7.0, false, share);
        }
        assert_eq!(
            rows(&page, &mut Charts::default()),
            ["|Værre|Som før|Bedre", "Efter|30%|1%|69%"]
        );
    }
}

/// A bar as long as its share, its label above it, the share in it or behind it.
fn single(page: &mut Page, y: f32, label: &str, share: u8, inside: bool, colour: Colour) {
    let width = 2.0 * f32::from(share);
    print(page, 150.0, y - 2.0, 8.0, false, label);
    fill(page, Rect::new(150.0, y, 150.0 + width, y + 12.0), colour);
    let x = if inside { 160.0 } else { 154.0 + width };
    print(page, x, y + 9.0, 7.0, false, &format!("{share}%"));
}

#[test]
fn single_bars_are_labels_and_shares() {
    for inside in [true, false] {
        let mut page = page(1);
        for (y, label, share) in [(100.0, "af de unge", 40), (130.0, "af deres forældre", 85)] {
            if inside {
                fill(&mut page, Rect::new(150.0, y, 350.0, y + 12.0), STRIPE);
            }
            single(&mut page, y, label, share, inside, BLUE);
        }
        let mut known = Charts::default();
        assert_eq!(
            rows(&page, &mut known),
            ["af de unge|40%", "af deres forældre|85%"]
        );
        assert_eq!(known.unread, []);
    }
}

/// Coloured cells of a table, and the parts of bars that make no whole, are no single bars.
#[test]
fn areas_that_do_not_follow_their_shares_are_no_bars() {
    let mut cells = page(1);
    for (y, share) in [(100.0, "40%"), (120.0, "85%")] {
        fill(&mut cells, Rect::new(150.0, y, 250.0, y + 12.0), BLUE);
        print(&mut cells, 160.0, y + 9.0, 7.0, false, share);
        print(&mut cells, 100.0, y + 9.0, 7.0, false, "Unge");
    }
    let mut parts = page(1);
    bar(&mut parts, 100.0, "Efter kurset", true, [20, 30, 20]);
    bar(&mut parts, 130.0, "Et år efter", true, [40, 10, 30]);
    for page in [cells, parts] {
        assert_eq!(rows(&page, &mut Charts::default()), [] as [&str; 0]);
    }
}

#[test]
fn single_bars_in_pairs_are_told() {
    let mut page = page(1);
    for (y, label, share, colour) in [
        (100.0, "af de unge", 40, BLUE),
        (130.0, "af de unge før", 20, COLOURS[2]),
        (160.0, "af deres forældre", 85, BLUE),
        (190.0, "af deres forældre før", 50, COLOURS[2]),
    ] {
        single(&mut page, y, label, share, false, colour);
    }
    let mut known = Charts::default();
    assert_eq!(rows(&page, &mut known), [] as [&str; 0]);
    assert_eq!(known.unread.len(), 2);
}
