//! The facts of an evaluation summary: who, when, where, themes, outcomes.

use uip_model::{
    CoreElement, Evaluation, Origin, OutcomeCell, OutcomeTable, Theme, ValueState, merge_origins,
};

use super::costs;
use super::lexicon::{EvaluationWords, Words, holds};
use super::names::{listed, roles};
use super::parts::{Part, Piece};
use super::stated::{Repeated, mentioned, persons, stated};
use crate::join::Joined;
use crate::quantity::digits_value;
use crate::sections::{Role, TableText};
use crate::tokens::{Token, tokens};
use crate::trace::Trace;
use rust_decimal::prelude::ToPrimitive;

/// The number of a theme's heading, and how many bytes word and number take.
pub(crate) fn theme(words: &[String], heading: &str) -> Option<(i32, usize)> {
    let tokens = tokens(heading);
    let (word, number) = (tokens.first()?, tokens.get(1)?);
    let behind = tokens.get(2).is_none_or(|t| !t.is_dash() || t.spaced);
    let known = words.iter().any(|w| word.is(w));
    let number_value = number.integer().and_then(|n| i32::try_from(n).ok())?;
    (known && behind).then_some((number_value, number.end))
}

/// Reads the facts; evidence goes under `/evaluation`.
pub(crate) fn evaluation(parts: &[Part], words: &Words, trace: &mut Trace) -> Evaluation {
    let own = &words.evaluation;
    let figures = stated(parts, words, Repeated::ByUnit, "/evaluation/figures", trace);
    trace.path = "/evaluation".to_owned();
    let mut out = Evaluation {
        figures,
        ..Evaluation::default()
    };
    if let Some(first) = parts.iter().find(|p| !p.heading.text.is_empty()) {
        out.title.clone_from(&first.heading.text);
        trace.read(
            "title",
            &first.heading,
            0..first.heading.text.len(),
            "evaluation.first_heading",
        );
    }
    initiative(parts, &mut out, trace);
    let (evaluator, client) = roles(parts, &own.roles, trace);
    out.evaluator = evaluator;
    out.client = client;
    out.period = period(parts, trace);
    out.municipalities = listed(parts, &own.municipalities, trace);
    out.core_elements = core_elements(parts, own, trace);
    out.themes = themes(parts, own, trace);
    out.outcome_tables = outcomes(parts, words, trace);
    out.costs = costs::costs(parts, own, trace);
    out
}

/// The initiative: what the text calls it in quotation marks, else the title behind a dash or
/// colon, else the title.
fn initiative(parts: &[Part], out: &mut Evaluation, trace: &mut Trace) {
    for text in parts.iter().flat_map(Part::texts) {
        if let Some(range) = quoted(&text.text) {
            trace.read("initiative", text, range.clone(), "evaluation.quoted");
            out.initiative = text.text.get(range).map(str::to_owned);
            return;
        }
    }
    let Some(first) = parts.iter().find(|p| !p.heading.text.is_empty()) else {
        return;
    };
    let title = first.heading.text.as_str();
    let after = [" – ", " - ", " — ", ": "]
        .iter()
        .filter_map(|s| Some(title.find(s)? + s.len()))
        .min();
    // A summary's name is short and what it is about is long: `Sammen på vej – Udvikling af …`.
    let from = after
        .filter(|at| title.len() - at > title.len() / 2)
        .unwrap_or(0);
    trace.read(
        "initiative",
        &first.heading,
        from..title.len(),
        "evaluation.title",
    );
    out.initiative = title
        .get(from..)
        .map(str::to_owned)
        .filter(|t| !t.is_empty());
}

/// A name in quotation marks behind `initiativet`, `projektet` or `indsatsen`.
fn quoted(text: &str) -> Option<std::ops::Range<usize>> {
    const MARKS: [char; 8] = ['’', '‘', '”', '“', '"', '\'', '»', '«'];
    for lead in ["initiativet ", "projektet ", "indsatsen "] {
        for (at, _) in text.match_indices(lead) {
            let from = at + lead.len();
            let rest = text.get(from..)?;
            let Some(open) = rest.chars().next().filter(|c| MARKS.contains(c)) else {
                continue;
            };
            let start = from + open.len_utf8();
            let inner = text.get(start..)?;
            if let Some(end) = inner.find(MARKS).filter(|n| (8..=300).contains(n)) {
                return Some(start..start + end);
            }
        }
    }
    None
}

/// Finds first and last year and the byte behind them, at a token.
type Search<'a> = dyn Fn(&[Token<'_>], usize) -> Option<(i32, i32, usize)> + 'a;

/// First and last year of the work: `i perioden 2020-2022`, else years of dates behind `perioden`,
/// else `fra 2020 til 2022`.
fn period(parts: &[Part], trace: &mut Trace) -> Vec<i32> {
    let pair = |t: &[Token<'_>], at: usize, reach: usize| {
        let years: Vec<(i32, usize)> = t
            .iter()
            .skip(at)
            .take(reach)
            .filter_map(|t| Some((t.year()?, t.end)))
            .collect();
        match years.as_slice() {
            [(a, _), (b, end), ..] if a <= b => Some((*a, *b, *end)),
            _ => None,
        }
    };
    let tight = |t: &[Token<'_>], at: usize| {
        let (a, dash, b) = (t.get(at)?, t.get(at + 1)?, t.get(at + 2)?);
        let (from, to) = (a.year()?, b.year()?);
        (dash.is_dash() || dash.is("til"))
            .then_some((from, to, b.end))
            .filter(|_| from <= to)
    };
    // Money is given for periods of its own (`satspuljen for 2019-2022`), so the word decides.
    let searches: [&Search<'_>; 3] = [
        &|t, at| {
            if t.get(at)?.is_any(&["perioden", "årene", "projektperioden"]) {
                tight(t, at + 1).or_else(|| tight(t, at + 2))
            } else {
                None
            }
        },
        &|t, at| {
            if t.get(at)?.is_any(&["perioden", "projektperioden"]) {
                pair(t, at + 1, 9)
            } else {
                None
            }
        },
        &|t, at| {
            if t.get(at)?.is("fra") {
                tight(t, at + 1)
            } else {
                None
            }
        },
    ];
    for search in searches {
        for text in parts.iter().flat_map(Part::texts) {
            let tokens = tokens(&text.text);
            for at in 0..tokens.len() {
                if let Some((from, to, end)) = search(&tokens, at) {
                    let start = tokens.get(at).map_or(0, |t| t.start);
                    trace.read("period", text, start..end, "evaluation.period");
                    return vec![from, to];
                }
            }
        }
    }
    Vec::new()
}

/// The list under the heading that names them, or behind a paragraph that does.
fn core_elements(parts: &[Part], words: &EvaluationWords, trace: &mut Trace) -> Vec<CoreElement> {
    let numbered = |part: &Part| -> Vec<(Option<i32>, Joined)> {
        part.pieces
            .iter()
            .filter_map(|p| match p {
                Piece::Text {
                    text,
                    role: Role::Item,
                    label,
                    ..
                } => Some((
                    label.trim_end_matches(['.', ')']).parse().ok(),
                    text.clone(),
                )),
                _ => None,
            })
            .collect()
    };
    let about = |part: &Part| {
        let heading = part.heading.text.to_lowercase();
        // The heading itself (`Kerneelementer`, `De otte kerneelementer`), not one about what became
        // of them.
        let words_in = heading.split_whitespace().count();
        holds(&words.core_elements, &heading)
            && (words_in <= 3
                || words
                    .core_elements
                    .iter()
                    .any(|w| heading.starts_with(w.as_str())))
    };
    let lists = parts
        .iter()
        .filter(|p| about(p))
        .map(numbered)
        .filter(|l| l.len() >= 2);
    let best = lists.max_by_key(|l| (l.iter().filter(|(n, _)| n.is_some()).count(), l.len()));
    let best = best.or_else(|| {
        let of = |p: &&Part| {
            p.texts()
                .any(|t| holds(&words.core_elements, &t.text.to_lowercase()))
        };
        parts
            .iter()
            .filter(of)
            .map(numbered)
            .find(|l| l.len() >= 3 && l.iter().all(|(n, _)| n.is_some()))
    });
    let Some(list) = best else { return Vec::new() };
    list.into_iter()
        .enumerate()
        .map(|(i, (number, text))| {
            trace.read(
                &format!("core_elements/{i}/name"),
                &text,
                0..text.text.len(),
                "evaluation.list",
            );
            CoreElement {
                number,
                name: text.text,
            }
        })
        .collect()
}

/// Themes with the text of everything up to the next one.
fn themes(parts: &[Part], words: &EvaluationWords, trace: &mut Trace) -> Vec<Theme> {
    let mut out: Vec<Theme> = Vec::new();
    let mut open = false;
    for part in parts {
        let heading = part.heading.text.as_str();
        if let Some((number, taken)) = theme(&words.themes, heading) {
            let title = heading.get(taken..).unwrap_or_default();
            let title = title.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '.' | '–' | '-' | '—' | '|')
            });
            // A list of contents in the look of headings names each theme before it comes.
            out.retain(|t| t.number != Some(number) || !t.text.is_empty());
            out.push(Theme {
                number: Some(number),
                title: title.to_owned(),
                text: String::new(),
            });
            trace.value(
                &format!("themes/{}/title", out.len() - 1),
                heading.to_owned(),
                ValueState::Printed,
                "evaluation.theme",
                part.heading.origins(),
            );
            open = true;
        } else if open && let Some(last) = out.last_mut() {
            if last.title.is_empty() {
                heading.clone_into(&mut last.title);
            } else if !heading.is_empty() {
                add_line(&mut last.text, heading);
            }
        }
        if let Some(last) = out.last_mut().filter(|_| open) {
            for text in part.pieces.iter().flat_map(lines) {
                add_line(&mut last.text, &text);
            }
        }
    }
    out
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

fn lines(piece: &Piece) -> Vec<String> {
    match piece {
        Piece::Text { text, .. } => vec![text.text.clone()],
        Piece::Table { table, .. } => table
            .header
            .iter()
            .chain(table.rows.iter().flatten().flatten())
            .filter(|j| !j.text.is_empty())
            .map(|j| j.text.clone())
            .collect(),
    }
}

/// Tables whose header names worse, same and better.
fn outcomes(parts: &[Part], words: &Words, trace: &mut Trace) -> Vec<OutcomeTable> {
    let mut out = Vec::new();
    for (part, table, caption) in tables(parts) {
        let grid = Grid::of(table);
        let Some(header) = grid.header(&words.evaluation) else {
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

/// `Andel af unge i gruppeforløb, der …` → `gruppeforløb`
fn group(caption: &str) -> Option<String> {
    let rest = caption.split_once(" i ")?.1;
    let name = rest.split([',', '(']).next()?.trim();
    let name = name.split(" der ").next()?.trim();
    (!name.is_empty() && name.split_whitespace().count() <= 5).then(|| name.to_owned())
}

/// All tables with the part that they stand in and the caption above them.
pub(crate) fn tables(parts: &[Part]) -> impl Iterator<Item = (&Part, &TableText, Option<&Joined>)> {
    parts.iter().flat_map(|part| {
        part.pieces.iter().filter_map(move |p| match p {
            Piece::Table { table, caption } => Some((part, table, caption.as_ref())),
            Piece::Text { .. } => None,
        })
    })
}

/// A table's rows with the header among them.
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

    /// The row that names at least two of worse, same and better.
    fn header(&self, words: &EvaluationWords) -> Option<usize> {
        self.rows.iter().take(2).position(|row| {
            let named = [&words.worse, &words.same, &words.better];
            named
                .iter()
                .filter(|w| row.iter().any(|c| holds(w, &c.text.to_lowercase())))
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
    fn theme_headings() {
        let words = Words::embedded().evaluation.themes;
        assert_eq!(theme(&words, "Tema 2: Mad der samler"), Some((2, 6)));
        assert_eq!(theme(&words, "TEMA 11 Ro"), Some((11, 7)));
        assert_eq!(theme(&words, "Tema 1-2"), None);
        assert_eq!(theme(&words, "Temaer 1"), None);
    }

    #[test]
    fn names_in_quotation_marks() {
        let text = "Der er givet midler til initiativet ’Mad der samler mennesker’, som …";
        assert_eq!(
            quoted(text).and_then(|r| text.get(r)),
            Some("Mad der samler mennesker")
        );
        assert_eq!(quoted("initiativet er ’nyt’"), None);
    }

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
}
