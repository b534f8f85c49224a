//! Rows of the overview report's tables: phases, agreements, active years, what became of the
//! initiative.

use uip_model::{
    Finding, PortfolioCell, PortfolioColumn, PortfolioRow, PortfolioTable, ValueState,
    merge_origins,
};

use super::lexicon::{Words, holds_cut};
use crate::join::{Joined, join};
use crate::tokens::{Token, is_dash, tokens};
use crate::trace::Trace;
use crate::vocabulary::Vocabulary;

/// Longest run of years in an agreement cell such as `UIP 2017-2019`.
const LONGEST_RUN: i32 = 15;

/// Reads the rows of one table; `first` is the number of rows before it.
pub(crate) fn rows(
    table: &PortfolioTable,
    first: usize,
    vocabulary: &Vocabulary,
    words: &Words,
    trace: &mut Trace,
) -> Vec<PortfolioRow> {
    let title = join(&table.title, vocabulary);
    let name = label(&title.text).unwrap_or(&title.text).to_owned();
    table
        .rows
        .iter()
        .enumerate()
        .map(|(n, cells)| {
            trace.path = format!("/portfolio/{}", first + n);
            let reader = Reader {
                table,
                above: table.rows.get(..n).unwrap_or_default(),
                cells,
                vocabulary,
                words,
            };
            let mut row = reader.row(trace);
            row.table.clone_from(&name);
            // An area named in the table is nearer than its title.
            let named = table.areas.iter().rev().find(|a| a.row <= n);
            if let Some((area, named)) = named.and_then(|a| Some((a.area.clone()?, a))) {
                row.area = Some(area);
                let own = reader.text(PortfolioColumn::Area);
                let heading = join(&named.lines, vocabulary);
                let (text, rule) = if named.lines.is_empty() {
                    (own, "portfolio.area_column")
                } else {
                    (heading, "portfolio.area_heading")
                };
                trace.value(
                    "area",
                    text.text.clone(),
                    ValueState::Printed,
                    rule,
                    text.origins(),
                );
            } else {
                row.area.clone_from(&table.area);
            }
            // A title that no value quotes is told of as the table's name.
            let field = if row.area.is_some() && named.is_none() {
                "area"
            } else {
                "table"
            };
            if !title.text.is_empty() {
                trace.value(
                    field,
                    title.text.clone(),
                    ValueState::Printed,
                    "portfolio.title",
                    title.origins(),
                );
            }
            row
        })
        .collect()
}

/// `Tabel 2` of `Tabel 2 Initiativer på …`.
fn label(title: &str) -> Option<&str> {
    let tokens = tokens(title);
    match tokens.as_slice() {
        [tabel, number, ..] if tabel.is("tabel") && number.integer().is_some() => {
            title.get(..number.end)
        }
        _ => None,
    }
}

struct Reader<'a> {
    table: &'a PortfolioTable,
    /// The rows before this one, whose cells may reach over it.
    above: &'a [Vec<PortfolioCell>],
    cells: &'a [PortfolioCell],
    vocabulary: &'a Vocabulary,
    words: &'a Words,
}

impl Reader<'_> {
    fn cell(&self, kind: PortfolioColumn) -> Option<&PortfolioCell> {
        let at = self.table.columns.iter().position(|c| *c == kind)?;
        let own = self.cells.get(at)?;
        let mut above = self.above.iter().rev().filter_map(|row| row.get(at));
        if own.from_above {
            above.find(|c| !c.from_above).or(Some(own))
        } else {
            Some(own)
        }
    }

    fn text(&self, kind: PortfolioColumn) -> Joined {
        self.cell(kind)
            .map(|c| join(&c.lines, self.vocabulary))
            .unwrap_or_default()
    }

    fn row(&self, trace: &mut Trace) -> PortfolioRow {
        let name = self.text(PortfolioColumn::Initiative);
        let phase = self.text(PortfolioColumn::Phase);
        let agreement = self.text(PortfolioColumn::Agreement);
        let carried = self.text(PortfolioColumn::CarriedOn);
        let susi = self.text(PortfolioColumn::Susi);
        let initiative = name.text.trim_end_matches(['*', ' ']).to_owned();
        trace.read("initiative", &name, 0..name.text.len(), "portfolio.cell");
        let phases = phases(self.words, &phase.text);
        trace.read("phases", &phase, 0..phase.text.len(), "portfolio.phase");
        if phases.is_empty() && !phase.text.is_empty() {
            let doubt = Finding::new("phase_not_understood", phase.origins());
            trace.finding(doubt.arg("text", &phase.text));
        }
        trace.read(
            "agreements",
            &agreement,
            0..agreement.text.len(),
            "portfolio.agreement",
        );
        let carried_on = self.carried_on(&carried, trace);
        let (next_initiative, next_uip) = match carried_on {
            Some("yes") => next(&carried, trace),
            Some("pending") => (None, programme(&carried, trace)),
            _ => (None, None),
        };
        if !susi.text.is_empty() {
            trace.read("susi_raw", &susi, 0..susi.text.len(), "portfolio.cell");
        }
        PortfolioRow {
            initiative,
            phases,
            agreements: agreements(&agreement.text),
            active_years: self.active_years(trace),
            carried_on: carried_on.map(str::to_owned),
            next_initiative,
            next_uip,
            phase_raw: phase.text,
            carried_on_raw: Some(carried.text).filter(|t| !t.is_empty()),
            susi_raw: Some(susi.text).filter(|t| !t.is_empty()),
            origin: merge_origins(self.cells.iter().flat_map(|c| c.origin.iter().copied())),
            ..PortfolioRow::default()
        }
    }

    /// First and last of the marked years.
    fn active_years(&self, trace: &mut Trace) -> Vec<i32> {
        let marked: Vec<(i32, &PortfolioCell)> = self
            .table
            .columns
            .iter()
            .zip(self.cells)
            .filter_map(|(column, cell)| match column {
                PortfolioColumn::Year(year) if cell.marked => Some((*year, cell)),
                _ => None,
            })
            .collect();
        let years = marked.iter().map(|(y, _)| *y);
        let (Some(first), Some(last)) = (years.clone().min(), years.max()) else {
            return self.period(trace);
        };
        let places = merge_origins(marked.iter().flat_map(|(_, c)| c.origin.iter().copied()));
        trace.value(
            "active_years",
            String::new(),
            ValueState::Printed,
            "portfolio.coloured_years",
            places,
        );
        vec![first, last]
    }

    /// `2021-2024` or `2022` in a column of its own; an open end says no last year.
    fn period(&self, trace: &mut Trace) -> Vec<i32> {
        let text = self.text(PortfolioColumn::Period);
        let tokens = tokens(&text.text);
        let years: Vec<i32> = tokens.iter().filter_map(Token::year).collect();
        let open = tokens.iter().any(|t| t.is_dash() || t.is("fra"));
        let read = match years.as_slice() {
            [only] if !open => vec![*only, *only],
            [first, last] if first <= last => vec![*first, *last],
            _ => return Vec::new(),
        };
        trace.read(
            "active_years",
            &text,
            0..text.text.len(),
            "portfolio.period",
        );
        read
    }

    fn carried_on(&self, text: &Joined, trace: &mut Trace) -> Option<&str> {
        if text.text.chars().all(|c| is_dash(c) || c.is_whitespace()) {
            let state = if text.text.is_empty() {
                ValueState::Empty
            } else {
                ValueState::Dash
            };
            trace.value(
                "carried_on",
                text.text.clone(),
                state,
                "portfolio.carried_on",
                text.origins(),
            );
            return None;
        }
        let lower = text.text.to_lowercase();
        let starts = |word: &String| {
            lower
                .strip_prefix(word.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        };
        let found = self
            .words
            .carried_on
            .iter()
            .find(|k| k.starts.iter().any(starts) || holds_cut(&k.holds, &lower));
        if let Some(found) = found {
            trace.read(
                "carried_on",
                text,
                0..text.text.len(),
                "portfolio.carried_on",
            );
            return Some(found.key.as_str());
        }
        trace.value(
            "carried_on",
            text.text.clone(),
            ValueState::Unreadable,
            "portfolio.carried_on",
            text.origins(),
        );
        trace.finding(
            Finding::new("carried_on_not_understood", text.origins()).arg("text", &text.text),
        );
        None
    }
}

/// The phases that a cell names, in its order.
fn phases(words: &Words, text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut found: Vec<(usize, &str)> = words
        .phase
        .iter()
        .filter_map(|k| {
            Some((
                k.words
                    .iter()
                    .filter_map(|w| lower.find(w.as_str()))
                    .min()?,
                k.key.as_str(),
            ))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, key)| key.to_owned()).collect()
}

/// `UIP 2017, 2018, 2019` as three entries; a year without a name takes the name before it.
fn agreements(text: &str) -> Vec<String> {
    let mut name = "UIP".to_owned();
    let mut out: Vec<String> = Vec::new();
    let mut add = |name: &str, year: i32| {
        let entry = format!("{name} {year}");
        if !out.contains(&entry) {
            out.push(entry);
        }
    };
    let tokens = tokens(text);
    let mut last: Option<i32> = None;
    let mut run = false;
    for token in &tokens {
        if let Some(year) = token.year() {
            match last {
                Some(from) if run && year > from && year - from <= LONGEST_RUN => {
                    (from + 1..=year).for_each(|y| add(&name, y))
                }
                _ => add(&name, year),
            }
            (last, run) = (Some(year), false);
        } else if let Some((word, year)) = glued_year(token) {
            word.clone_into(&mut name);
            add(&name, year);
            (last, run) = (Some(year), false);
        } else if token.is_dash() {
            run = last.is_some();
        } else if token.text.starts_with(char::is_uppercase) {
            token.text.clone_into(&mut name);
            (last, run) = (None, false);
        }
    }
    out
}

/// `UIP2024`
fn glued_year<'a>(token: &Token<'a>) -> Option<(&'a str, i32)> {
    let at = token.text.find(|c: char| c.is_ascii_digit())?;
    let (word, year) = token.text.split_at(at);
    let year: i32 = Some(year).filter(|y| y.len() == 4)?.parse().ok()?;
    (!word.is_empty() && (1990..2100).contains(&year)).then_some((word, year))
}

/// The first programme year behind `UIP`, and where the name begins and the year ends.
fn programme_at(text: &str) -> Option<(i32, std::ops::Range<usize>)> {
    let tokens = tokens(text);
    tokens.iter().enumerate().find_map(|(i, token)| {
        if token.is("uip") || token.lower.starts_with("uip'") || token.lower.starts_with("uip’") {
            let next = tokens
                .iter()
                .skip(i + 1)
                .take(2)
                .find_map(|t| Some((t.year()?, t.end)))?;
            return Some((next.0, token.start..next.1));
        }
        let (word, year) = glued_year(token)?;
        word.eq_ignore_ascii_case("uip")
            .then_some((year, token.start..token.end))
    })
}

fn programme(text: &Joined, trace: &mut Trace) -> Option<i32> {
    let (year, bytes) = programme_at(&text.text)?;
    trace.read("next_uip", text, bytes, "portfolio.next_uip");
    Some(year)
}

/// `Ja (Afprøvning af …, UIP 2022)`: the name in the outer brackets, or behind the first word where
/// there are none, up to the programme.
fn next(text: &Joined, trace: &mut Trace) -> (Option<String>, Option<i32>) {
    let whole = text.text.as_str();
    let (from, to) = match (whole.find('('), whole.rfind(')')) {
        (Some(open), Some(close)) if open < close => (open + 1, close),
        (Some(open), _) => (open + 1, whole.len()),
        _ => (
            whole.find([' ', ',', ':']).unwrap_or(whole.len()),
            whole.len(),
        ),
    };
    let inner = whole.get(from..to).unwrap_or_default();
    let year = programme_at(inner);
    let name = inner
        .get(..year.as_ref().map_or(inner.len(), |(_, b)| b.start))
        .unwrap_or_default();
    let name = clean(name);
    let at = whole.find(name).unwrap_or(from);
    let year = year.map(|(year, bytes)| {
        trace.read(
            "next_uip",
            text,
            from + bytes.start..from + bytes.end,
            "portfolio.next_uip",
        );
        year
    });
    if name.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return (None, year);
    }
    trace.read(
        "next_initiative",
        text,
        at..at + name.len(),
        "portfolio.next_initiative",
    );
    (Some(name.to_owned()), year)
}

/// Takes punctuation, quotation marks and connecting words off both ends of a name.
fn clean(name: &str) -> &str {
    let marks = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | ':' | '.' | '(' | '"' | '”' | '“' | '»' | '«' | '’' | '‘' | '–' | '-'
            )
    };
    let mut name = name.trim_matches(marks);
    for lead in [
        "initiativet ",
        "videreført som ",
        "videreført i ",
        "ført videre i ",
        "ført videre som ",
        "videreføres i ",
        "videreføres som ",
        "som ",
        "i ",
    ] {
        if name.to_lowercase().starts_with(lead) {
            name = name.get(lead.len()..).unwrap_or(name).trim_matches(marks);
        }
    }
    for tail in [" i", " under", " fra", " med", " som led"] {
        name = name
            .strip_suffix(tail)
            .unwrap_or(name)
            .trim_end_matches(marks);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use uip_model::TextLine;

    fn joined(text: &str) -> Joined {
        let line = TextLine {
            text: text.to_owned(),
            page: 1,
            ..TextLine::default()
        };
        join(&[line], &Vocabulary::default())
    }

    #[test]
    fn agreements_are_read() {
        let cases: [(&str, &[&str]); 6] = [
            (
                "UIP 2017, 2018, 2019",
                &["UIP 2017", "UIP 2018", "UIP 2019"],
            ),
            ("UIP 2017-2019", &["UIP 2017", "UIP 2018", "UIP 2019"]),
            ("UIP2024", &["UIP 2024"]),
            ("UIP 2019 og UIP 2021", &["UIP 2019", "UIP 2021"]),
            ("SSA 2021", &["SSA 2021"]),
            ("-", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(agreements(text), expected, "{text}");
        }
    }

    #[test]
    fn a_period_column_says_the_active_years() {
        let read = |text: &str| {
            let line = TextLine {
                text: text.to_owned(),
                page: 1,
                ..TextLine::default()
            };
            let cell = PortfolioCell {
                lines: vec![line],
                ..PortfolioCell::default()
            };
            let table = PortfolioTable {
                columns: vec![PortfolioColumn::Period],
                rows: vec![vec![cell]],
                ..PortfolioTable::default()
            };
            let (vocabulary, words) = (Vocabulary::default(), Words::embedded());
            rows(&table, 0, &vocabulary, &words, &mut Trace::default())
                .remove(0)
                .active_years
        };
        for (text, expected) in [
            ("2021-2024", &[2021, 2024][..]),
            ("2021 – 2024", &[2021, 2024]),
            ("2022", &[2022, 2022]),
            ("fra 2023", &[]),
            ("2023-", &[]),
            ("2024-2021", &[]),
            ("-", &[]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn phases_are_read() {
        let words = Words::embedded();
        assert_eq!(
            phases(&words, "Screening/ modning"),
            ["screening", "modning"]
        );
        assert_eq!(phases(&words, "Afprøvn"), ["afprøvning"]);
        assert_eq!(phases(&words, "Andet"), [""; 0]);
    }

    #[test]
    fn narrow_cells_break_words_anywhere() {
        let phrase = ["indstilles til".to_owned()];
        assert!(holds_cut(&phrase, "den indstil les til videreførelse"));
        assert!(!holds_cut(&phrase, "den indstilles ikke til videreførelse"));
    }

    #[test]
    fn continuations_are_read() {
        let read = |text: &str| next(&joined(text), &mut Trace::default());
        let some = |name: &str, year| (Some(name.to_owned()), year);
        assert_eq!(
            read("Ja (Modning af skovture (fase 2) – for alle, UIP 2022)"),
            some("Modning af skovture (fase 2) – for alle", Some(2022))
        );
        assert_eq!(
            read("Ja, videreført som Fælles spisning i UIP 2021"),
            some("Fælles spisning", Some(2021))
        );
        assert_eq!(read("Ja (UIP2024)"), (None, Some(2024)));
        assert_eq!(read("Ja"), (None, None));
    }
}
