//! Streaks: lines that a fax machine or a dirty scanner drew across a page, taken for rulings.

use uip_model::Ruling;

/// Ends closer than this, in points, meet.
const MEETS: f32 = 3.0;

/// Leaves out the streaks. What a table is drawn of ends at others of its lines, or, where the table is
/// open at the sides, where others like it end; a streak runs across lines of a table and ends nowhere.
pub(super) fn without_streaks(rulings: Vec<Ruling>) -> Vec<Ruling> {
    let streaks: Vec<bool> = rulings.iter().map(|r| is_streak(r, &rulings)).collect();
    let mut streaks = streaks.into_iter();
    let mut out = rulings;
    out.retain(|_| streaks.next() != Some(true));
    out
}

fn is_streak(line: &Ruling, all: &[Ruling]) -> bool {
    let alike = |other: &&Ruling| other.direction == line.direction && **other != *line;
    let across = |other: &&Ruling| other.direction != line.direction;
    let reaches = |other: &Ruling| line.at > other.from - MEETS && line.at < other.to + MEETS;
    let ends_at_another = all
        .iter()
        .filter(across)
        .any(|other| reaches(other) && (meet(other.at, line.from) || meet(other.at, line.to)));
    let ends_as_another = all
        .iter()
        .filter(alike)
        .any(|other| meet(other.from, line.from) && meet(other.to, line.to));
    !ends_at_another
        && !ends_as_another
        && all.iter().filter(across).any(|other| {
            let crossed = other.at > line.from + MEETS
                && other.at < line.to - MEETS
                && line.at > other.from + MEETS
                && line.at < other.to - MEETS;
            // It belongs to a table: another line stands at one of its ends.
            crossed
                && all.iter().filter(alike).any(|end| {
                    (meet(end.at, other.from) || meet(end.at, other.to))
                        && other.at > end.from - MEETS
                        && other.at < end.to + MEETS
                })
        })
}

fn meet(a: f32, b: f32) -> bool {
    (a - b).abs() < MEETS
}

#[cfg(test)]
mod tests {
    use uip_model::{Colour, Direction};

    use super::*;

    fn ruling(direction: Direction, at: f32, from: f32, to: f32) -> Ruling {
        Ruling {
            direction,
            at,
            from,
            to,
            width: 1.0,
            colour: Colour::default(),
        }
    }

    /// A table of two rows and two columns, with its outer verticals or without.
    fn table(closed: bool) -> Vec<Ruling> {
        use Direction::{Horizontal, Vertical};
        let verticals: &[f32] = if closed {
            &[50.0, 150.0, 400.0]
        } else {
            &[150.0]
        };
        [100.0, 200.0, 300.0]
            .map(|y| ruling(Horizontal, y, 50.0, 400.0))
            .into_iter()
            .chain(verticals.iter().map(|x| ruling(Vertical, *x, 100.0, 300.0)))
            .collect()
    }

    #[test]
    fn a_line_across_a_table_that_ends_nowhere_is_a_streak() {
        for closed in [true, false] {
            let mut rulings = table(closed);
            rulings.push(ruling(Direction::Horizontal, 240.0, 20.0, 190.0));
            assert_eq!(without_streaks(rulings), table(closed));
        }
    }

    #[test]
    fn a_line_that_ends_at_another_and_one_beside_the_table_stay() {
        for (at, from, to) in [
            (240.0, 50.0, 150.0),
            (240.0, 50.0, 300.0),
            (400.0, 60.0, 200.0),
        ] {
            let mut rulings = table(true);
            rulings.push(ruling(Direction::Horizontal, at, from, to));
            assert_eq!(without_streaks(rulings.clone()), rulings);
        }
    }
}
