//! Small drawn pictures, read exactly.

use uip_model::{Direction, Rect};

use super::{Analysis, Picture, analyse, without_rulings};

/// A drawing surface of white paper.
struct Sheet {
    picture: Picture,
}

impl Sheet {
    fn new(width: u32, height: u32, dpi: f32) -> Self {
        Self {
            picture: Picture {
                width,
                height,
                dpi,
                grey: vec![255; (width * height) as usize],
                rgb: None,
            },
        }
    }

    fn fill(&mut self, x: std::ops::Range<u32>, y: std::ops::Range<u32>, value: u8) -> &mut Self {
        for row in y {
            for column in x.clone() {
                self.picture.grey[(row * self.picture.width + column) as usize] = value;
            }
        }
        self
    }

    /// The outline of a rectangle, two pixels thick, inside these borders.
    fn outline(&mut self, x: std::ops::Range<u32>, y: std::ops::Range<u32>) -> &mut Self {
        self.fill(x.clone(), y.start..y.start + 2, 0)
            .fill(x.clone(), y.end - 2..y.end, 0)
            .fill(x.start..x.start + 2, y.clone(), 0)
            .fill(x.end - 2..x.end, y, 0)
    }

    /// An arrow that points to the right: each row begins and ends further right towards the middle.
    fn arrow(&mut self, left: u32, top: u32, width: u32, height: u32, value: u8) -> &mut Self {
        for row in 0..height {
            let by = row.min(height - 1 - row);
            self.fill(
                left + by..left + width + by,
                top + row..top + row + 1,
                value,
            );
        }
        self
    }

    /// Lines of text of a kind: letters of several widths and heights on one base line.
    fn text(&mut self, left: u32, top: u32, lines: u32) -> &mut Self {
        let mut state = 1_u32;
        for line in 0..lines {
            let (mut x, base) = (left, top + 26 + line * 36);
            while x < left + 800 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let (high, wide, stem) = (
                    12 + (state >> 16) % 4 * 4,
                    8 + (state >> 24) % 5,
                    (state >> 20) % 4,
                );
                self.fill(x + stem..x + stem + 2, base - high..base, 20)
                    .fill(x..x + wide, base - 2..base, 20)
                    .fill(x + 2..x + wide - 2, base - high..base + 2 - high, 20);
                x += wide + 3;
            }
        }
        self
    }

    /// Deterministic noise of up to so many steps to each side.
    fn noise(&mut self, steps: u32) -> &mut Self {
        let mut state = 12_345_u32;
        for pixel in &mut self.picture.grey {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let by = (state >> 16) % (2 * steps + 1);
            *pixel = u8::try_from((u32::from(*pixel) + by).saturating_sub(steps).min(255)).unwrap();
        }
        self
    }

    fn analyse(&self) -> Analysis {
        analyse(self.picture.clone())
    }
}

/// Direction, place, beginning and end of every ruling, in whole pixels.
fn rulings(analysis: &Analysis) -> Vec<(Direction, i32, i32, i32)> {
    let pixels = |points: f32| (points * analysis.upright.dpi / 72.0).round() as i32;
    analysis
        .rulings
        .iter()
        .map(|r| (r.direction, pixels(r.at), pixels(r.from), pixels(r.to)))
        .collect()
}

fn pixel(picture: &Picture, x: u32, y: u32) -> u8 {
    picture.grey[(y * picture.width + x) as usize]
}

use Direction::{Horizontal as H, Vertical as V};

/// A table of two columns and two rows with text beside it.
fn table() -> Sheet {
    let mut sheet = Sheet::new(1000, 800, 200.0);
    sheet.text(80, 600, 4);
    for y in [100, 220, 400] {
        sheet.fill(100..900, y..y + 2, 0);
    }
    for x in [100, 360, 898] {
        sheet.fill(x..x + 2, 100..402, 0);
    }
    sheet
}

#[test]
fn a_table_gives_its_lines_and_text_none() {
    let found = table().analyse();
    assert_eq!(found.skew_degrees, 0.0);
    assert_eq!(found.turned_degrees, 0);
    assert_eq!(
        rulings(&found),
        [
            (H, 101, 100, 900),
            (H, 221, 100, 900),
            (H, 401, 100, 900),
            (V, 101, 100, 402),
            (V, 361, 100, 402),
            (V, 899, 100, 402),
        ]
    );
    assert!(found.rulings.iter().all(|r| (r.width - 0.72).abs() < 0.05));
    assert_eq!(found.boxes, []);
    assert_eq!(found.shapes, []);
}

#[test]
fn grey_paper_with_noise_and_a_shadow_changes_no_line() {
    let mut sheet = table();
    for (i, pixel) in sheet.picture.grey.iter_mut().enumerate() {
        let shade = 210 - (i % 1000) as u32 / 14;
        *pixel = u8::try_from(u32::from(*pixel) * shade / 255 + 20).unwrap();
    }
    let expected = rulings(&table().analyse());
    assert_eq!(rulings(&sheet.noise(9).analyse()), expected);
}

#[test]
fn a_dark_border_is_painted_over_and_a_line_that_reaches_it_stays() {
    let framed = || {
        let mut sheet = table();
        sheet.fill(0..1000, 500..502, 0);
        sheet
    };
    let expected = rulings(&framed().analyse());
    assert_eq!(expected.len(), 7);
    let mut sheet = framed();
    sheet
        .fill(0..1000, 0..30, 25)
        .fill(0..40, 0..800, 25)
        .fill(965..1000, 0..800, 25);
    let found = sheet.analyse();
    let inner = |r: &(Direction, i32, i32, i32)| r.1 != 501;
    assert!(
        rulings(&found)
            .iter()
            .filter(|r| inner(r))
            .eq(expected.iter().filter(|r| inner(r)))
    );
    assert_eq!(rulings(&found).iter().filter(|r| !inner(r)).count(), 1);
    let clean = without_rulings(&found);
    for (x, y) in [(5, 5), (20, 600), (980, 300), (500, 20)] {
        assert_eq!(pixel(&clean, x, y), 255, "{x} {y}");
    }
    assert_eq!(
        clean.grey[590 * 1000..720 * 1000],
        without_rulings(&framed().analyse()).grey[590 * 1000..720 * 1000]
    );
}

#[test]
fn the_shadow_of_a_books_spine_is_no_background() {
    let mut sheet = table();
    for (i, pixel) in sheet.picture.grey.iter_mut().enumerate() {
        let shade = 150 + (i % 1000).min(525) as u32 / 5;
        *pixel = u8::try_from(u32::from(*pixel) * shade / 255).unwrap();
    }
    let found = sheet.analyse();
    assert_eq!(found.shapes, []);
    assert_eq!(rulings(&found), rulings(&table().analyse()));
}

#[test]
fn a_thin_grey_line_at_150_dpi_is_seen() {
    let mut sheet = Sheet::new(900, 300, 150.0);
    sheet.fill(100..800, 150..151, 150).noise(5);
    assert_eq!(rulings(&sheet.analyse()), [(H, 151, 100, 800)]);
}

#[test]
fn a_broken_line_is_one_and_two_lines_are_two() {
    let mut sheet = Sheet::new(1000, 300, 200.0);
    sheet
        .fill(100..300, 100..102, 0)
        .fill(306..700, 100..102, 0)
        .fill(720..900, 100..102, 0)
        .fill(100..300, 200..202, 0)
        .fill(600..900, 200..202, 0);
    assert_eq!(
        rulings(&sheet.analyse()),
        [(H, 101, 100, 900), (H, 201, 100, 300), (H, 201, 600, 900)]
    );
}

#[test]
fn a_doubled_line_is_one() {
    let mut sheet = Sheet::new(1000, 300, 200.0);
    sheet
        .fill(100..900, 100..102, 0)
        .fill(100..900, 105..107, 0);
    let found = sheet.analyse();
    assert_eq!(found.rulings.len(), 1, "{:?}", found.rulings);
}

#[test]
fn a_skewed_page_is_turned_upright() {
    for degrees in [-2.0_f32, -0.3, 0.7, 2.0] {
        let mut sheet = table();
        sheet.picture = super::turn::by_degrees(&sheet.picture, -degrees);
        let found = sheet.analyse();
        assert!(
            (found.skew_degrees - degrees).abs() < 0.08,
            "{degrees}: {}",
            found.skew_degrees
        );
        let expected = rulings(&table().analyse());
        let seen = rulings(&found);
        assert_eq!(seen.len(), expected.len(), "{degrees}: {seen:?}");
        for (a, b) in seen.iter().zip(&expected) {
            let off = (a.1 - b.1)
                .abs()
                .max((a.2 - b.2).abs())
                .max((a.3 - b.3).abs());
            assert!(a.0 == b.0 && off <= 3, "{degrees}: {a:?} is not {b:?}");
        }
    }
}

#[test]
fn a_turned_page_is_turned_back() {
    let mut sheet = Sheet::new(1000, 1400, 200.0);
    sheet.text(80, 100, 32);
    for turned in [0, 90, 180, 270] {
        let picture = match turned {
            0 => sheet.picture.clone(),
            // Turned counter-clockwise by the rest of the circle is turned clockwise.
            degrees => super::turn::by_right_angles(&sheet.picture, 360 - degrees),
        };
        let found = analyse(picture);
        assert_eq!(found.turned_degrees, turned);
        assert!(found.upright == sheet.picture, "{turned}");
    }
}

/// Boxes of 22 pixels beside words, of which one is crossed.
fn phases() -> Sheet {
    let mut sheet = Sheet::new(1000, 400, 200.0);
    for i in 0..4 {
        let y = 60 + i * 45;
        sheet.outline(100..122, y..y + 22);
        sheet
            .fill(140..143, y..y + 22, 0)
            .fill(150..153, y + 6..y + 22, 0);
    }
    for k in 0..18 {
        sheet.fill(102 + k..104 + k, 152 + k..154 + k, 0);
        sheet.fill(118 - k..120 - k, 152 + k..154 + k, 0);
    }
    sheet
}

#[test]
fn the_crossed_box_is_ticked() {
    let found = phases().analyse();
    let expected = |i: u8| {
        let y = 60.0 + 45.0 * f32::from(i);
        let points = |pixels: f32| pixels * 72.0 / 200.0;
        let rect = Rect::new(points(100.0), points(y), points(122.0), points(y + 22.0));
        (rect, i == 2)
    };
    assert_eq!(found.boxes, [0, 1, 2, 3].map(expected));
    assert_eq!(found.rulings, []);
}

#[test]
fn a_filled_square_is_a_ticked_box_among_empty_ones_only() {
    let mut sheet = phases();
    sheet.fill(100..122, 195..217, 0);
    let ticked: Vec<bool> = sheet.analyse().boxes.iter().map(|b| b.1).collect();
    assert_eq!(ticked, [false, false, true, true]);

    let mut bullets = Sheet::new(600, 300, 200.0);
    bullets
        .fill(100..122, 60..82, 0)
        .fill(100..122, 160..182, 0);
    assert_eq!(bullets.analyse().boxes, []);
}

#[test]
fn cells_of_a_table_are_no_boxes() {
    let mut sheet = Sheet::new(600, 300, 200.0);
    for i in 0..6 {
        sheet.fill(100 + 30 * i..102 + 30 * i, 100..132, 0);
    }
    sheet
        .fill(100..252, 100..102, 0)
        .fill(100..252, 130..132, 0);
    assert_eq!(sheet.analyse().boxes, []);
}

#[test]
fn arrows_have_their_greys_and_corners() {
    let mut sheet = Sheet::new(1000, 400, 200.0);
    for (i, value) in [220, 220, 70, 220].into_iter().enumerate() {
        let left = 60 + 200 * u32::try_from(i).unwrap();
        sheet.arrow(left, 90, 180, 45, value);
        // White text on the dark one, dark text on the others.
        let text = if value == 70 { 255 } else { 10 };
        sheet.fill(left + 60..left + 63, 105..121, text);
    }
    let found = sheet.noise(6).analyse();
    let greys: Vec<u8> = found.shapes.iter().map(|s| s.fill.unwrap().g).collect();
    assert_eq!(greys.len(), 4, "{:?}", found.shapes);
    assert!(
        greys[0].abs_diff(220) <= 6 && greys[2].abs_diff(70) <= 6,
        "{greys:?}"
    );
    // Noise makes no difference among those that are drawn alike.
    assert_eq!((greys[1], greys[3]), (greys[0], greys[0]));
    assert!(
        found
            .shapes
            .iter()
            .all(|s| s.points.len() == 6 && s.stroke.is_none())
    );
    let first = found.shapes[0].bbox;
    assert!(
        (first.x0 - 21.6).abs() < 1.2 && (first.x1 - 94.3).abs() < 1.2,
        "{first:?}"
    );
    assert!(
        (first.y0 - 32.4).abs() < 1.2 && (first.y1 - 48.6).abs() < 1.2,
        "{first:?}"
    );
}

#[test]
fn an_outlined_arrow_is_a_shape_and_its_outline_no_ruling() {
    let mut sheet = Sheet::new(1000, 400, 200.0);
    sheet
        .arrow(60, 90, 180, 45, 200)
        .arrow(460, 90, 180, 45, 200);
    sheet
        .arrow(260, 90, 180, 45, 0)
        .arrow(263, 92, 174, 41, 255);
    let found = sheet.analyse();
    let mut shapes = found.shapes.clone();
    shapes.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    let fills: Vec<(bool, bool)> = shapes
        .iter()
        .map(|s| (s.fill.unwrap().g > 240, s.stroke.is_some()))
        .collect();
    assert_eq!(fills, [(false, false), (true, true), (false, false)]);
    assert_eq!(found.rulings, []);
}

#[test]
fn lines_boxes_and_backgrounds_are_taken_out_and_letters_stay() {
    let mut sheet = phases();
    sheet.fill(80..900, 300..302, 0).fill(200..203, 285..315, 0);
    sheet
        .fill(500..800, 100..180, 60)
        .fill(600..604, 120..150, 250);
    let found = sheet.analyse();
    let clean = without_rulings(&found);
    assert_eq!(pixel(&clean, 400, 301), 255, "the ruling");
    assert_eq!(pixel(&clean, 201, 301), 0, "the letter that crosses it");
    assert_eq!(pixel(&clean, 101, 70), 255, "the outline of a box");
    assert_eq!(pixel(&clean, 110, 161), 255, "the cross in a box");
    assert_eq!(pixel(&clean, 141, 70), 0, "the letter beside a box");
    assert_eq!(pixel(&clean, 700, 140), 255, "the dark background");
    assert!(pixel(&clean, 602, 135) < 10, "the white letter on it");
    assert_eq!(pixel(&clean, 500, 140), 255, "its edge");
}

#[test]
fn pictures_without_pixels_give_nothing() {
    for (width, height) in [(0, 0), (1, 1), (3, 200), (200, 2)] {
        let found = Sheet::new(width, height, 200.0).analyse();
        assert_eq!(
            (found.rulings.len(), found.boxes.len(), found.shapes.len()),
            (0, 0, 0)
        );
        assert_eq!(
            without_rulings(&found).grey.len(),
            (width * height) as usize
        );
    }
}
