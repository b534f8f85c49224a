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
