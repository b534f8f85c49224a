//! Reports on pages drawn by hand.

use uip_model::{
    Char, Colour, Direction, Font, Kind, Page, PageSet, PortfolioCell, PortfolioColumn,
    PortfolioTable, Rect, Ruling, Shape, TextBlock, TextLine, Transcript, Visibility, Word,
};

use crate::{Lexicon, transcribe};

mod charts;
mod open_appendix;
mod page_breaks;
mod row_headings;

const BLUE: Colour = Colour {
    r: 20,
    g: 60,
    b: 160,
};
const STRIPE: Colour = Colour {
    r: 235,
    g: 235,
    b: 235,
};

/// A page of A4, filled by the calls below.
fn page(number: u32) -> Page {
    Page {
        number,
        width: 595.0,
        height: 842.0,
        fonts: vec![
            Font {
                name: "Plain".to_owned(),
                ..Font::default()
            },
            Font {
                name: "Strong".to_owned(),
                bold: true,
                ..Font::default()
            },
        ],
        ..Page::default()
    }
}

/// Prints a line of text: left edge, baseline, size; half the size is the width of every character.
fn print(page: &mut Page, x: f32, baseline: f32, size: f32, bold: bool, text: &str) {
    let mut x = x;
    for part in text.split(' ') {
        let start = page.chars.len() as u32;
        let from = x;
        for c in part.chars() {
            page.chars.push(Char {
                value: c,
                raw: c,
                x0: x,
                x1: x + size / 2.0,
            });
            x += size / 2.0;
        }
        page.words.push(Word {
            text: part.to_owned(),
            chars: (start, page.chars.len() as u32),
            bbox: Rect::new(from, baseline - 0.8 * size, x, baseline + 0.2 * size),
            baseline,
            size,
            font: u16::from(bold),
            colour: Colour::default(),
            glued: false,
            visibility: Visibility::Visible,
            confidence: None,
        });
        x += 0.28 * size;
    }
}

fn fill(page: &mut Page, bbox: Rect, colour: Colour) {
    let order = page.shapes.len() as u32;
    page.shapes.push(Shape {
        bbox,
        points: Vec::new(),
        fill: Some(colour),
        stroke: None,
        order,
    });
}

fn rule(page: &mut Page, direction: Direction, at: f32, from: f32, to: f32) {
    page.rulings.push(Ruling {
        direction,
        at,
        from,
        to,
        width: 0.5,
        colour: Colour::default(),
    });
}

/// Draws all borders of a table.
fn grid(page: &mut Page, xs: &[f32], ys: &[f32]) {
    let (x0, x1) = (xs[0], xs[xs.len() - 1]);
    let (y0, y1) = (ys[0], ys[ys.len() - 1]);
    for y in ys {
        rule(page, Direction::Horizontal, *y, x0, x1);
    }
    for x in xs {
        rule(page, Direction::Vertical, *x, y0, y1);
    }
}

fn read(pages: Vec<Page>) -> Transcript {
    transcribe(
        &PageSet {
            pages,
            ..PageSet::default()
        },
        &Lexicon::default(),
    )
}

fn text(lines: &[TextLine]) -> String {
    lines
        .iter()
        .map(|l| l.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A table's rows: the text of its cells, `#` where a year is marked.
fn printed_rows(table: &PortfolioTable) -> Vec<String> {
    let cell = |c: &PortfolioCell| match c.marked {
        true => "#".to_owned(),
        false => text(&c.lines),
    };
    let row = |r: &Vec<PortfolioCell>| r.iter().map(cell).collect::<Vec<_>>().join("|");
    table.rows.iter().map(row).collect()
}

const XS: [f32; 9] = [40.0, 180.0, 240.0, 300.0, 325.0, 350.0, 375.0, 470.0, 560.0];

/// A row of an appendix table: name (its lines), phase, agreement, marked years, what became of it.
type Drawn<'a> = (&'a [&'a str], &'a str, &'a str, &'a [usize], &'a str);

/// The header of an appendix table, and its rows, with all borders.
fn appendix(page: &mut Page, top: f32, header: bool, rows: &[Drawn<'_>]) {
    let ys = cells(page, top, header, rows, 10.0);
    grid(page, &XS, &ys);
}

/// The cells of an appendix table with so much room under each row; returns where rows begin and end.
fn cells(page: &mut Page, top: f32, header: bool, rows: &[Drawn<'_>], room: f32) -> Vec<f32> {
    let mut ys = vec![top];
    let cell = |page: &mut Page, column: usize, y: f32, bold: bool, t: &str| {
        if !t.is_empty() {
            print(page, XS[column] + 3.0, y + 12.0, 8.0, bold, t);
        }
    };
    if header {
        for (i, t) in [
            "Initiativ",
            "Fase",
            "Aftale",
            "21'",
            "22'",
            "23'",
            "Ført videre?",
            "SUSI-vurdering",
        ]
        .iter()
        .enumerate()
        {
            cell(page, i, top, true, t);
        }
        ys.push(top + 10.0 + room);
    }
    for (n, (name, phase, agreement, years, carried)) in rows.iter().enumerate() {
        let y = ys[ys.len() - 1];
        let bottom = y + 10.0 * name.len().max(1) as f32 + room;
        if n % 2 == 1 {
            fill(page, Rect::new(XS[0], y, XS[8], bottom), STRIPE);
        }
        for year in *years {
            fill(page, Rect::new(XS[3 + year], y, XS[4 + year], bottom), BLUE);
        }
        for (i, line) in name.iter().enumerate() {
            cell(page, 0, y + 10.0 * i as f32, false, line);
        }
        cell(page, 1, y, false, phase);
        cell(page, 2, y, false, agreement);
        cell(page, 6, y, false, carried);
        ys.push(bottom);
    }
    ys
}

#[test]
fn an_appendix_table_goes_over_a_page_break() {
    let mut first = page(1);
    print(&mut first, 40.0, 100.0, 11.0, true, "Tabel 1");
    print(
        &mut first,
        40.0,
        114.0,
        11.0,
        true,
        "Indsatser på voksenområdet",
    );
    appendix(
        &mut first,
        130.0,
        true,
        &[
            (
                &["Skovture for alle"],
                "Modning",
                "UIP 2021",
                &[0, 1],
                "Nej",
            ),
            (
                &["Fælles mad i", "det store hus", "hos"],
                "Screening/",
                "UIP 2022",
                &[1, 2],
                "-",
            ),
        ],
    );
    let mut second = page(2);
    appendix(
        &mut second,
        60.0,
        true,
        &[
            (&["naboerne"], "modning", "", &[1, 2], ""),
            (&["Musik om aftenen"], "Udbredelse", "UIP 2023", &[2], "-"),
        ],
    );
    let read = read(vec![first, second]);
    assert_eq!(read.kind, Kind::Portfolio);
    let tables = read.portfolio.unwrap().tables;
    assert_eq!(tables.len(), 1);
    let table = &tables[0];
    assert_eq!(text(&table.title), "Tabel 1 Indsatser på voksenområdet");
    assert_eq!(table.area.as_deref(), Some("voksne"));
    let years = [2021, 2022, 2023].map(PortfolioColumn::Year);
    assert_eq!(
        table.columns,
        [
            &[
                PortfolioColumn::Initiative,
                PortfolioColumn::Phase,
                PortfolioColumn::Agreement
            ][..],
            &years,
            &[PortfolioColumn::CarriedOn, PortfolioColumn::Susi]
        ]
        .concat()
    );
    assert_eq!(
        printed_rows(table),
        [
            "Skovture for alle|Modning|UIP 2021|#|#||Nej|",
            "Fælles mad i det store hus hos naboerne|Screening/ modning|UIP 2022||#|#|-|",
            "Musik om aftenen|Udbredelse|UIP 2023|||#|-|",
        ]
    );
    let coverage = read.coverage;
    assert_eq!(
        (coverage.unassigned, coverage.furniture > 0),
        (0, true),
        "{:?}",
        coverage.leftovers
    );
}

/// Two columns under a banner, with a call-out in the left one and an outcome table over both.
fn summary() -> Page {
    let mut p = page(1);
    print(&mut p, 50.0, 60.0, 20.0, true, "Evaluering af fælles mad");
    fill(&mut p, Rect::new(45.0, 80.0, 545.0, 130.0), BLUE);
    print(&mut p, 55.0, 98.0, 12.0, true, "Tema 1");
    print(&mut p, 55.0, 120.0, 16.0, true, "Maden samler folk");
    for (i, t) in [
        "Deltagerne kommer igen, og de",
        "fortæller, at maden har gjort en",
        "forskel for dem alle.",
    ]
    .iter()
    .enumerate()
    {
        print(&mut p, 50.0, 160.0 + 12.0 * i as f32, 10.0, false, t);
    }
    fill(&mut p, Rect::new(48.0, 200.0, 280.0, 225.0), STRIPE);
    print(
        &mut p,
        55.0,
        215.0,
        10.0,
        true,
        "61 pct. har fået nye venner",
    );
    for (i, t) in [
        "Der er også udgifter, som",
        "kommunen betaler selv hvert",
        "år.",
    ]
    .iter()
    .enumerate()
    {
        print(&mut p, 310.0, 160.0 + 12.0 * i as f32, 10.0, false, t);
    }
    print(&mut p, 310.0, 215.0, 10.0, true, "En anden overskrift");
    print(
        &mut p,
        310.0,
        230.0,
        10.0,
        false,
        "Trivsel er målt med WHO-5.",
    );
    print(
        &mut p,
        50.0,
        270.0,
        10.0,
        true,
        "Andel i madgruppen med fremgang og tilbagegang",
    );
    for (y, row) in [
        (290.0, ["Måling", "Tilbagegang", "Status quo", "Fremgang"]),
        (310.0, ["Efter", "20", "10", "70"]),
        (330.0, ["Senere", "15", "15", "70"]),
    ] {
        for (x, t) in [50.0, 200.0, 310.0, 430.0].iter().zip(row) {
            print(&mut p, *x, y, 9.0, y < 300.0, t);
        }
        rule(&mut p, Direction::Horizontal, y + 6.0, 45.0, 545.0);
    }
    fill(&mut p, Rect::new(45.0, 400.0, 545.0, 450.0), BLUE);
    print(&mut p, 55.0, 418.0, 12.0, true, "Tema 2");
    print(&mut p, 55.0, 440.0, 16.0, true, "Maden koster lidt");
    print(
        &mut p,
        50.0,
        480.0,
        10.0,
        false,
        "Målgruppen og kerneelementer er de samme.",
    );
    p
}

#[test]
fn a_summary_is_read_column_by_column() {
    let read = read(vec![summary()]);
    assert_eq!(read.kind, Kind::Evaluation);
    let mut out: Vec<String> = Vec::new();
    for section in &read.evaluation.unwrap().sections {
        out.push(format!("## {}", text(&section.heading)));
        for (i, block) in section.blocks.iter().enumerate() {
            let mark = if section.call_outs.contains(&(i as u32)) {
                "box: "
            } else {
                ""
            };
            out.push(match block {
                TextBlock::Paragraph { lines } => format!("{mark}{}", text(lines)),
                TextBlock::Table {
                    matched,
                    header,
                    rows,
                } => {
                    let cells = rows.iter().map(|r| {
                        r.iter()
                            .flatten()
                            .map(|p| text(&p.lines))
                            .collect::<Vec<_>>()
                            .join("|")
                    });
                    format!(
                        "{}: {} / {}",
                        matched.key,
                        header.iter().map(|h| text(h)).collect::<Vec<_>>().join("|"),
                        cells.collect::<Vec<_>>().join(" / ")
                    )
                }
                other => format!("{other:?}"),
            });
        }
    }
    assert_eq!(
        out,
        [
            "## Evaluering af fælles mad",
            "## Tema 1 Maden samler folk",
            "Deltagerne kommer igen, og de fortæller, at maden har gjort en forskel for dem alle.",
            "box: 61 pct. har fået nye venner",
            "Der er også udgifter, som kommunen betaler selv hvert år.",
            "## En anden overskrift",
            "Trivsel er målt med WHO-5.",
            "Andel i madgruppen med fremgang og tilbagegang",
            "outcome: Måling|Tilbagegang|Status quo|Fremgang / Efter|20|10|70 / Senere|15|15|70",
            "## Tema 2 Maden koster lidt",
            "Målgruppen og kerneelementer er de samme.",
        ]
    );
    assert_eq!(read.coverage.unassigned, 0, "{:?}", read.coverage.leftovers);
}

/// Headings above the borders of the figures, under a caption whose last line is as short as a heading.
#[test]
fn a_header_may_stand_above_the_borders() {
    let mut p = summary();
    p.rulings.clear();
    grid(
        &mut p,
        &[45.0, 195.0, 305.0, 425.0, 545.0],
        &[298.0, 316.0, 336.0],
    );
    let read = read(vec![p]);
    let sections = read.evaluation.unwrap().sections;
    let tables = sections
        .iter()
        .flat_map(|s| &s.blocks)
        .filter_map(|b| match b {
            TextBlock::Table { header, rows, .. } => Some((
                header.iter().map(|h| text(h)).collect::<Vec<_>>().join("|"),
                rows.len(),
            )),
            _ => None,
        });
    let expected = ("Måling|Tilbagegang|Status quo|Fremgang".to_owned(), 2);
    assert_eq!(tables.collect::<Vec<_>>(), [expected]);
}

#[test]
fn a_release_is_no_report() {
    let mut p = page(1);
    print(&mut p, 50.0, 60.0, 14.0, true, "1.1 Modning af fælles mad");
    let rows = [
        ("1)", "Tilskudsmodtager"),
        ("2)", "Målgruppe og kerneelementer"),
        ("3)", "Evaluering og implementering"),
    ];
    let mut ys = vec![80.0];
    for (n, (marker, heading)) in rows.iter().enumerate() {
        let y = 80.0 + 60.0 * n as f32;
        print(&mut p, 50.0, y + 15.0, 10.0, true, marker);
        print(&mut p, 70.0, y + 15.0, 10.0, true, heading);
        print(
            &mut p,
            240.0,
            y + 15.0,
            10.0,
            false,
            "Fremgang i trivsel er målt med WHO-5.",
        );
        ys.push(y + 60.0);
    }
    grid(&mut p, &[45.0, 230.0, 545.0], &ys);
    for (x, head, amount) in [
        (50.0, "Mio. kr. i 2022-PL", "Initiativ i alt"),
        (250.0, "2022", "1,0"),
        (330.0, "2023", "2,0"),
        (420.0, "I alt", "3,0"),
    ] {
        print(&mut p, x, 315.0, 9.0, true, head);
        print(&mut p, x, 335.0, 9.0, false, amount);
    }
    grid(
        &mut p,
        &[45.0, 240.0, 320.0, 410.0, 545.0],
        &[300.0, 320.0, 340.0],
    );
    let read = read(vec![p]);
    assert!(
        read.portfolio.is_none() && read.evaluation.is_none(),
        "{:?}",
        read.kind
    );
    assert!(!matches!(read.kind, Kind::Portfolio | Kind::Evaluation));
}
