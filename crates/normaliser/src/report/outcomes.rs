//! Outcome tables of an evaluation summary: how many did worse, the same and better.

use rust_decimal::prelude::ToPrimitive;
use uip_model::{Origin, OutcomeCell, OutcomeTable, OutcomeWords, ValueState, merge_origins};

use super::evaluation::tables;
use super::lexicon::{Words, holds_cut};
use super::parts::Part;
use super::stated::{mentioned, persons};
use crate::join::Joined;
use crate::quantity::digits_value;
use crate::sections::TableText;
use crate::trace::Trace;

/// Tables whose header names worse, same and better.
pub(crate) fn outcomes(
    parts: &[Part],
    words: &Words,
    outcome: &OutcomeWords,
    trace: &mut Trace,
) -> Vec<OutcomeTable> {
    let mut out = Vec::new();
    for (part, table, caption) in tables(parts) {
        let grid = Grid::of(table);
        let upright = grid.header(outcome).map(|header| (grid.clone(), header));
        let Some((grid, header)) = upright.or_else(|| {
            let turned = grid.turned();
            turned.header(outcome).map(|header| (turned, header))
        }) else {
            continue;
        };
        let caption_text = caption.map(|c| c.text.clone()).unwrap_or_default();
        let measure = mentioned(&words.figures.measures, &caption_text)
            .map(str::to_owned)
            .or_else(|| {
                caption_text.split("målt med ").nth(1).map(|m| {
                    m.chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '-')
                        .collect()
                })
            })
            .filter(|m: &String| !m.is_empty());
        let path = format!("outcome_tables/{}", out.len());
        if let Some(caption) = caption {
            trace.read(
                &format!("{path}/caption"),
                caption,
                0..caption.text.len(),
                "evaluation.caption",
            );
        }
        let read = grid.outcome(header);
        for (r, places) in read.places.iter().enumerate() {
            trace.value(
                &format!("{path}/rows/{r}"),
                read.printed.get(r).cloned().unwrap_or_default(),
                ValueState::Printed,
                "evaluation.outcome_row",
                places.clone(),
            );
        }
        out.push(OutcomeTable {
            group: group(&caption_text)
                .or_else(|| Some(part.heading.text.clone()).filter(|t| !t.is_empty())),
            measure,
            unit: (read.percent
                || caption_text.to_lowercase().contains("andel")
                || read.sums_to_hundred())
            .then(|| "pct.".to_owned()),
            caption: caption_text,
            header: read.header,
            rows: read.rows,
        });
    }
    out
}

/// Whether a table is read as one of outcomes.
pub(crate) fn is_outcome(table: &TableText, words: &OutcomeWords) -> bool {
    let grid = Grid::of(table);
    grid.header(words)
        .or_else(|| grid.turned().header(words))
        .is_some()
}

/// `Andel af unge i gruppeforløb, der …` → `gruppeforløb`
fn group(caption: &str) -> Option<String> {
    let rest = caption.split_once(" i ")?.1;
    let name = rest.split([',', '(']).next()?.trim();
    let name = name.split(" der ").next()?.trim();
    (!name.is_empty() && name.split_whitespace().count() <= 5).then(|| name.to_owned())
}

/// A table's rows with the header among them.
#[derive(Clone)]
struct Grid {
    rows: Vec<Vec<Joined>>,
}

struct Outcome {
    header: Vec<String>,
    rows: Vec<Vec<OutcomeCell>>,
    printed: Vec<String>,
    places: Vec<Vec<Origin>>,
    percent: bool,
}

impl Outcome {
    /// Rows of whole numbers whose shares come to about a hundred.
    fn sums_to_hundred(&self) -> bool {
        let share = |row: &Vec<OutcomeCell>| -> i64 {
            let numbers = row
                .iter()
                .zip(&self.header)
                .filter(|(_, h)| h.as_str() != "n");
            numbers
                .map(|(c, _)| {
                    if let OutcomeCell::Integer(n) = c {
                        *n
                    } else {
                        0
                    }
                })
                .sum()
        };
        !self.rows.is_empty() && self.rows.iter().all(|r| (97..=103).contains(&share(r)))
    }
}

impl Grid {
    fn of(table: &TableText) -> Self {
        let cell = |pieces: &Vec<Joined>| {
            let mut all = Joined::default();
            for (i, piece) in pieces.iter().enumerate() {
                all.append(if i == 0 { "" } else { " " }, piece);
            }
            all
        };
        let mut rows: Vec<Vec<Joined>> = Vec::new();
        if !table.header.is_empty() {
            rows.push(table.header.clone());
        }
        rows.extend(
            table
                .rows
                .iter()
                .map(|r| r.iter().map(cell).collect::<Vec<_>>()),
        );
        Self { rows }
    }

    /// Columns as rows: worse, same and better may stand under one another.
    fn turned(&self) -> Self {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let column = |at: usize| {
            self.rows
                .iter()
                .map(|r| r.get(at).cloned().unwrap_or_default())
                .collect()
        };
        Self {
            rows: (0..width).map(column).collect(),
        }
    }

    /// The row that names at least two of worse, same and better.
    fn header(&self, words: &OutcomeWords) -> Option<usize> {
        self.rows.iter().take(2).position(|row| {
            let named = [&words.worse, &words.same, &words.better];
            named
                .iter()
                .filter(|w| row.iter().any(|c| holds_cut(w, &c.text.to_lowercase())))
                .count()
                >= 2
        })
    }

    fn outcome(&self, header: usize) -> Outcome {
        let mut names: Vec<String> = self
            .rows
            .get(header)
            .map(|r| r.iter().map(|c| c.text.clone()).collect())
            .unwrap_or_default();
        let body = self.rows.get(header + 1..).unwrap_or_default();
        // `Efter forløbet (n=65)`: the number of persons gets a column of its own.
        let has_column = names
            .iter()
            .any(|n| n.eq_ignore_ascii_case("n") || n.to_lowercase().starts_with("antal"));
        let inline = !has_column
            && body
                .iter()
                .any(|r| r.first().is_some_and(|c| persons(&c.text).is_some()));
        if inline && !names.is_empty() {
            names.insert(1, "n".to_owned());
        }
        let mut out = Outcome {
            header: names,
            rows: Vec::new(),
            printed: Vec::new(),
            places: Vec::new(),
            percent: false,
        };
        for row in body {
            let mut cells: Vec<OutcomeCell> = Vec::new();
            for (i, cell) in row.iter().enumerate() {
                out.percent |= cell.text.contains('%') || cell.text.to_lowercase().contains("pct");
                if i == 0 && inline {
                    let name = cell
                        .text
                        .split("(n")
                        .next()
                        .unwrap_or_default()
                        .split(", n")
                        .next()
                        .unwrap_or_default();
                    cells.push(OutcomeCell::Text(name.trim().to_owned()));
                    cells.push(
                        persons(&cell.text).map_or(OutcomeCell::Empty(()), OutcomeCell::Integer),
                    );
                } else {
                    cells.push(value(&cell.text));
                }
            }
            out.places
                .push(merge_origins(row.iter().flat_map(Joined::origins)));
            out.printed.push(
                row.iter()
                    .map(|c| c.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" | "),
            );
            out.rows.push(cells);
        }
        out
    }
}

/// A cell's number without its sign of per cent; anything else is text.
fn value(text: &str) -> OutcomeCell {
    let bare = text
        .trim()
        .trim_end_matches(['%', ' '])
        .trim_end_matches("pct.")
        .trim_end();
    let bare = bare
        .strip_prefix("n=")
        .or_else(|| bare.strip_prefix("n = "))
        .unwrap_or(bare);
    if bare.is_empty() {
        return OutcomeCell::Empty(());
    }
    let number = bare.starts_with(|c: char| c.is_ascii_digit())
        && bare
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    match digits_value(bare).filter(|_| number) {
        Some((n, _)) if n.fract().is_zero() => n
            .to_i64()
            .map_or_else(|| OutcomeCell::Text(text.to_owned()), OutcomeCell::Integer),
        Some((n, _)) => n
            .to_f64()
            .map_or_else(|| OutcomeCell::Text(text.to_owned()), OutcomeCell::Decimal),
        None => OutcomeCell::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_outcome_tables() {
        assert_eq!(value("66 %"), OutcomeCell::Integer(66));
        assert_eq!(value("6,5"), OutcomeCell::Decimal(6.5));
        assert_eq!(value("n = 12"), OutcomeCell::Integer(12));
        assert_eq!(value(" "), OutcomeCell::Empty(()));
        assert_eq!(value("Efter"), OutcomeCell::Text("Efter".to_owned()));
    }

    #[test]
    fn groups_of_captions() {
        assert_eq!(
            group("Andel af unge i gruppeforløb, der har fremgang").as_deref(),
            Some("gruppeforløb")
        );
        assert_eq!(group("Trivsel"), None);
    }

    /// The same outcomes with the measurements under one another and beside one another.
    #[test]
    fn a_turned_table_has_the_same_outcomes() {
        let upright: [&[&str]; 3] = [
            &["Måling", "Tilbagegang", "Status quo", "Fremgang"],
            &["Efter (n=40)", "20 %", "10 %", "70 %"],
            &["Senere (n=31)", "15 %", "15 %", "70 %"],
        ];
        let turned: [&[&str]; 4] = [
            &["Måling", "Efter (n=40)", "Senere (n=31)"],
            &["Tilbagegang", "20 %", "15 %"],
            &["Status quo", "10 %", "15 %"],
            &["Fremgang", "70 %", "70 %"],
        ];
        let words = OutcomeWords {
            worse: vec!["tilbagegang".to_owned()],
            same: vec!["status quo".to_owned()],
            better: vec!["fremgang".to_owned()],
            ..OutcomeWords::default()
        };
        let read = |rows: &[&[&str]]| {
            let joined = |text: &str| {
                let line = uip_model::TextLine {
                    text: text.to_owned(),
                    page: 1,
                    ..uip_model::TextLine::default()
                };
                crate::join::join(&[line], &crate::vocabulary::Vocabulary::default())
            };
            let (header, rows) = rows.split_first().unwrap();
            let table = TableText {
                kind: "outcome".to_owned(),
                key: String::new(),
                header: header.iter().map(|t| joined(t)).collect(),
                rows: rows
                    .iter()
                    .map(|r| r.iter().map(|t| vec![joined(t)]).collect())
                    .collect(),
            };
            let caption = Some(joined("Andel af deltagere i madgruppen, målt med WHO-5"));
            let part = Part {
                pieces: vec![super::super::parts::Piece::Table { table, caption }],
                ..Part::default()
            };
            outcomes(&[part], &Words::embedded(), &words, &mut Trace::default())
        };
        let row = |label: &str, numbers: [i64; 4]| {
            let mut row = vec![OutcomeCell::Text(label.to_owned())];
            row.extend(numbers.map(OutcomeCell::Integer));
            row
        };
        for rows in [&upright[..], &turned[..]] {
            let [table] = &read(rows)[..] else {
                panic!("one table is read");
            };
            assert_eq!(
                table.header,
                ["Måling", "n", "Tilbagegang", "Status quo", "Fremgang"]
            );
            assert_eq!(
                table.rows,
                [
                    row("Efter", [40, 20, 10, 70]),
                    row("Senere", [31, 15, 15, 70])
                ]
            );
            assert_eq!(table.unit.as_deref(), Some("pct."));
        }
    }
}
