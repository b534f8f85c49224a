//! Letters whose stem stands right above or below a ruling: they would lengthen it into the line of text
//! before or behind the table, which would then be taken for a row of it.

use super::line::{Line, Lines};

/// Ends nearer to each other than this, in points, meet.
const NEAR: f32 = 2.0;

/// A letter is not higher than this, in points.
const LETTER: f32 = 16.0;

/// Cuts lines that stick out beyond a line across and end in no other, where no line beside them ends
/// either: those of a row that has no line below it all end together.
pub(super) fn cut(lines: &mut Lines, dpi: f32) {
    let horizontal = ends(&lines.horizontal, &lines.vertical, dpi);
    let vertical = ends(&lines.vertical, &lines.horizontal, dpi);
    for (lines, ends) in [
        (&mut lines.horizontal, horizontal),
        (&mut lines.vertical, vertical),
    ] {
        for (line, (start, end)) in lines.iter_mut().zip(ends) {
            line.shorten(start, end);
        }
    }
}

/// Where each of the lines begins and ends when what sticks out is cut.
fn ends(lines: &[Line], across: &[Line], dpi: f32) -> Vec<(usize, usize)> {
    lines
        .iter()
        .map(|line| {
            let start = side(line, lines, across, dpi, |line| line.start);
            let end = side(line, lines, across, dpi, |line| line.end);
            (start.unwrap_or(line.start), end.unwrap_or(line.end))
        })
        .collect()
}

/// The line across beyond which this end of the line sticks out by no more than a letter.
fn side(
    line: &Line,
    lines: &[Line],
    across: &[Line],
    dpi: f32,
    end: impl Fn(&Line) -> usize,
) -> Option<usize> {
    let pixels = |points: f32| points * dpi / 72.0;
    let near = pixels(NEAR);
    let is_start = end(line) == line.start;
    let tip = end(line) as f32;
    let here = line.place(end(line));
    let beyond = across
        .iter()
        .filter(|side| side.start as f32 <= here + near && here - near <= side.end as f32)
        .map(|side| side.place(here.max(0.0) as usize))
        .map(|at| if is_start { at - tip } else { tip - at })
        .filter(|beyond| (-near..=pixels(LETTER)).contains(beyond))
        .min_by(f32::total_cmp)?;
    let beside = |other: &Line| {
        (end(other) as f32 - tip).abs() <= near && (other.place(end(other)) - here).abs() > near
    };
    if beyond <= near || lines.iter().any(beside) {
        return None;
    }
    let at = if is_start { tip + beyond } else { tip - beyond };
    Some(at.max(0.0).round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of two columns and two rows at 72 dpi; its inner line begins and ends here.
    fn table(inner: (usize, usize)) -> Lines {
        let line = |start, end, at| Line::straight(start, end, at);
        Lines {
            horizontal: vec![
                line(50, 250, 100.0),
                line(50, 250, 120.0),
                line(50, 250, 140.0),
            ],
            vertical: vec![
                line(100, 140, 50.0),
                line(inner.0, inner.1, 120.0),
                line(100, 140, 250.0),
            ],
        }
    }

    fn inner(lines: &Lines) -> (usize, usize) {
        (lines.vertical[1].start, lines.vertical[1].end)
    }

    #[test]
    fn a_stem_at_the_end_of_a_line_is_cut_off() {
        for (drawn, kept) in [
            ((90, 140), (100, 140)),
            ((100, 152), (100, 140)),
            ((99, 141), (99, 141)),
            // Another table's line, and one that ends at the line in the middle.
            ((60, 140), (60, 140)),
            ((120, 140), (120, 140)),
            ((100, 130), (100, 120)),
        ] {
            let mut lines = table(drawn);
            cut(&mut lines, 72.0);
            assert_eq!(inner(&lines), kept, "{drawn:?}");
            assert!((lines.vertical[1].place(110) - 120.0).abs() < 0.1);
        }
    }

    #[test]
    fn lines_that_end_together_are_those_of_a_row() {
        let mut lines = table((90, 140));
        lines.vertical[2].start = 90;
        cut(&mut lines, 72.0);
        assert_eq!(inner(&lines), (90, 140));
    }
}
