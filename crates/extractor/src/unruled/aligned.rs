//! Rows of a timetable whose times stand at half the height of their activities, or at their foot, so that
//! a row does not begin with its time.

use uip_model::{Direction, Rect, TextLine};

use crate::context::Context;

/// Steps between lines of one cell differ by less than this part of the smallest.
const STEP: f32 = 1.25;

/// A line of a timetable.
#[derive(Debug)]
pub(super) struct Printed {
    /// Its parts under the columns.
    pub(super) cells: Vec<Option<TextLine>>,
    /// A time begins in it.
    pub(super) begins: bool,
    pub(super) place: Rect,
}

/// The rows that rulings or, without any, wider steps part, where each has one time and some do not begin
/// with theirs; `None` elsewhere.
pub(super) fn rows(
    ctx: &Context<'_>,
    page: u32,
    (starts, right): (&[f32], f32),
    lines: &[Printed],
) -> Option<Vec<Vec<Vec<TextLine>>>> {
    let blocks = ruled(ctx, page, (*starts.first()?, right), lines)
        .filter(|b| is_sound(b))
        .or_else(|| spaced(lines).filter(|b| is_sound(b) && is_centred(b)))?;
    let row = |block: &&[Printed]| {
        let mut row = vec![Vec::new(); starts.len()];
        for line in *block {
            let cells = row.iter_mut().zip(&line.cells);
            cells.for_each(|(known, new)| known.extend(new.iter().cloned()));
        }
        row
    };
    Some(blocks.iter().map(row).collect())
}

fn is_sound(blocks: &[&[Printed]]) -> bool {
    let one = |b: &&[Printed]| b.iter().filter(|l| l.begins).count() == 1;
    let late = |b: &&[Printed]| b.first().is_some_and(|l| !l.begins);
    blocks.len() > 1 && blocks.iter().all(one) && blocks.iter().any(late)
}

/// Each time stands at half the height of its row, one of them between two lines of its activity.
fn is_centred(blocks: &[&[Printed]]) -> bool {
    let middle = |b: &&[Printed]| {
        let time = b.iter().find(|l| l.begins).map(|l| l.place.mid_y());
        let (top, low) = (b.first().map(|l| l.place.y0), b.last().map(|l| l.place.y1));
        let half = top.zip(low).map(|(top, low)| f32::midpoint(top, low));
        let height = b.first().map_or(0.0, |l| l.place.height());
        time.zip(half)
            .is_some_and(|(time, half)| (time - half).abs() < 0.3 * height)
    };
    let alone = |b: &&[Printed]| {
        let time = b.iter().find(|l| l.begins);
        b.len() > 1 && time.is_some_and(|l| l.cells.iter().skip(1).all(Option::is_none))
    };
    blocks.iter().all(middle) && blocks.iter().any(alone)
}

/// The lines between horizontal rulings that run across the columns.
fn ruled<'l>(
    ctx: &Context<'_>,
    page: u32,
    (left, right): (f32, f32),
    lines: &'l [Printed],
) -> Option<Vec<&'l [Printed]>> {
    let rulings = ctx.page(page).map_or(&[] as &[_], |p| p.rulings.as_slice());
    let across = |r: &&uip_model::Ruling| {
        let common = r.to.min(right) - r.from.max(left);
        r.direction == Direction::Horizontal && common > 0.5 * (right - left)
    };
    let heights: Vec<f32> = rulings.iter().filter(across).map(|r| r.at).collect();
    let cut = |a: &Printed, b: &Printed| {
        let between = a.place.mid_y()..b.place.mid_y();
        heights.iter().any(|y| between.contains(y))
    };
    parted(lines, cut)
}

/// The lines between steps that are wider than those inside cells.
fn spaced(lines: &[Printed]) -> Option<Vec<&[Printed]>> {
    // A time between two lines of its activity makes two steps of one.
    let whole: Vec<&Printed> = lines
        .iter()
        .filter(|l| l.cells.iter().skip(1).any(Option::is_some))
        .collect();
    let step = |a: &Printed, b: &Printed| b.place.y0 - a.place.y0;
    let steps = whole.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(step(a, b)),
        _ => None,
    });
    let least = steps.fold(f32::INFINITY, f32::min);
    parted(lines, |a, b| step(a, b) > STEP * least)
}

fn parted(lines: &[Printed], cut: impl Fn(&Printed, &Printed) -> bool) -> Option<Vec<&[Printed]>> {
    let blocks: Vec<&[Printed]> = lines.chunk_by(|a, b| !cut(a, b)).collect();
    (blocks.len() > 1).then_some(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;
    use uip_model::PageSet;

    /// Time, activity and upper edge of each line.
    fn read(printed: &[(&str, &str, f32)]) -> Option<Vec<Vec<String>>> {
        let (pages, lexicon) = (PageSet::default(), Lexicon::default());
        let ctx = Context::new(&pages, &lexicon);
        let cell = |text: &str, x0: f32, y0: f32| {
            (!text.is_empty()).then(|| TextLine {
                text: text.to_owned(),
                bbox: Rect::new(x0, y0, x0 + 50.0, y0 + 10.0),
                ..TextLine::default()
            })
        };
        let line = |&(time, activity, y0): &(&str, &str, f32)| Printed {
            cells: vec![cell(time, 0.0, y0), cell(activity, 100.0, y0)],
            begins: !time.is_empty(),
            place: Rect::new(0.0, y0, 150.0, y0 + 10.0),
        };
        let lines: Vec<Printed> = printed.iter().map(line).collect();
        let rows = rows(&ctx, 1, (&[0.0, 100.0], 150.0), &lines)?;
        let text = |row: &Vec<Vec<TextLine>>| {
            let cells = row.iter().map(|c| crate::blocks::joined(c));
            cells.collect()
        };
        Some(rows.iter().map(text).collect())
    }

    #[test]
    fn times_at_half_the_height_of_their_rows() {
        let found = read(&[
            ("2026", "Udbud", 0.0),
            ("", "Ansættelse", 20.0),
            ("2027", "", 26.0),
            ("", "Måling", 32.0),
            ("2028", "Rapport", 52.0),
        ]);
        let rows = [
            ["2026", "Udbud"],
            ["2027", "Ansættelse Måling"],
            ["2028", "Rapport"],
        ];
        assert_eq!(
            found,
            Some(rows.map(|r| r.map(str::to_owned).to_vec()).to_vec())
        );
    }

    #[test]
    fn paragraphs_apart_are_no_rows() {
        let top = [
            ("2026", "Udbud", 0.0),
            ("", "Ansættelse", 18.0),
            ("2027", "Måling", 30.0),
            ("", "Rapport", 48.0),
        ];
        assert_eq!(read(&top), None);
    }
}
