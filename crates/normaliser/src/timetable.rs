//! Reads the timetable: the column with the times is found by what stands in it, each row becomes a
//! milestone. Where there is no table, list items such as `1. kvartal 2024: Udbud` do.

use uip_model::{Finding, Milestone, merge_origins};

use crate::join::Joined;
use crate::period::{
    Period, PeriodError, Quarter, begins_with_time, is_time, leading_time, period,
};
use crate::sections::{Body, Role, TableText};
use crate::tokens::{is_dash, lower};
use crate::trace::Trace;

/// Heads of columns that hold times.
const TIME_HEADS: [&str; 9] = [
    "tid",
    "tidspunkt",
    "tidsplan",
    "periode",
    "hvornår",
    "kvartal",
    "dato",
    "år",
    "termin",
];

/// Heads of columns that say what happens, where more than one column is no time.
const ACTIVITY_HEADS: [&str; 8] = [
    "aktivitet",
    "milepæl",
    "leverance",
    "opgave",
    "indhold",
    "beskrivelse",
    "hvad",
    "handling",
];

/// So many times in one row are the columns' names: a row of a timetable has one, or a beginning and an end.
const MIN_ACROSS: usize = 3;

/// Reads the milestones of an initiative.
pub(crate) fn milestones(body: &Body, trace: &mut Trace) -> Vec<Milestone> {
    let mut reader = Reader {
        found: Vec::new(),
        above: None,
        trace,
    };
    for table in &body.tables {
        if table.kind == "timetable" || (table.kind != "grants" && holds_times(table)) {
            reader.table(table);
        }
    }
    if reader.found.is_empty() {
        reader.list(body);
    }
    reader.found
}

/// A table that no lexicon calls a timetable is one if every row has a time in the same column.
fn holds_times(table: &TableText) -> bool {
    table.rows.len() >= 2
        && time_column(table).is_some_and(|at| {
            table
                .rows
                .iter()
                .all(|row| row.get(at).is_some_and(|cell| is_time(&text_of(cell))))
        })
}

/// The times stand above the columns, and what happens in them is drawn, as in a Gantt chart.
fn times_across(table: &TableText) -> bool {
    let time = |text: &str| {
        let year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        year || is_time(text)
    };
    let head = table.header.iter().filter(|h| time(&h.text)).count();
    let first = table.rows.first().map_or(0, |row| {
        row.iter().filter(|cell| time(&text_of(cell))).count()
    });
    head.max(first) >= MIN_ACROSS
}

fn text_of(cell: &[Joined]) -> String {
    let pieces: Vec<&str> = cell.iter().map(|p| p.text.as_str()).collect();
    pieces.join(" ")
}

/// The column that has the most cells with times; the header decides between equals.
fn time_column(table: &TableText) -> Option<usize> {
    let columns = table.rows.iter().map(Vec::len).max()?;
    let head = |at: usize, heads: &[&str]| {
        table.header.get(at).is_some_and(|h| {
            let first = lower(&h.text);
            heads.iter().any(|name| first.starts_with(name))
        })
    };
    (0..columns)
        .map(|at| {
            let times = table.rows.iter();
            let times = times.filter(|row| row.get(at).is_some_and(|c| is_time(&text_of(c))));
            (times.count(), head(at, &TIME_HEADS), at)
        })
        .filter(|(times, named, _)| *times > 0 || *named)
        .max_by_key(|(times, named, at)| (*times, *named, usize::MAX - at))
        .map(|(_, _, at)| at)
}

/// The column that says what happens: by its head, else the one with the most text.
fn activity_column(table: &TableText, time: usize, until: Option<usize>) -> Option<usize> {
    let columns = table.rows.iter().map(Vec::len).max()?;
    let letters = |at: usize| -> usize {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        cells.flatten().map(|p| p.text.len()).sum()
    };
    let named = |at: usize| {
        table.header.get(at).is_some_and(|h| {
            let head = lower(&h.text);
            ACTIVITY_HEADS.iter().any(|name| head.contains(name))
        })
    };
    (0..columns)
        .filter(|at| *at != time && until != Some(*at))
        .max_by_key(|at| (named(*at), letters(*at), usize::MAX - at))
}

/// Puts the pieces of a cell behind a text.
fn add_pieces(text: &mut Joined, pieces: &[Joined]) {
    for piece in pieces {
        let between = if text.text.is_empty() { "" } else { " " };
        text.append(between, piece);
    }
}

struct Reader<'a> {
    found: Vec<Milestone>,
    /// Last quarter of the row above.
    above: Option<Quarter>,
    trace: &'a mut Trace,
}

impl Reader<'_> {
    fn table(&mut self, table: &TableText) {
        if times_across(table) {
            let cells = table.rows.iter().flatten().flatten();
            let origin = merge_origins(table.header.iter().chain(cells).flat_map(Joined::origins));
            self.trace.finding(Finding::new("timetable_across", origin));
            return;
        }
        let Some(time) = time_column(table) else {
            let places = table.rows.iter().flatten().flatten();
            let origin = merge_origins(places.flat_map(Joined::origins));
            self.trace
                .finding(Finding::new("timetable_without_times", origin));
            return;
        };
        let until = self.second_time(table, time);
        let activity = activity_column(table, time, until);
        let mut open = None;
        for row in &table.rows {
            let activities: Vec<String> = activity
                .and_then(|at| row.get(at))
                .map(|cell| cell.iter().map(|p| p.text.clone()).collect())
                .unwrap_or_default();
            let cell = row.get(time).map_or(&[][..], Vec::as_slice);
            let raw = text_of(cell);
            // A row without a time goes on with the one above.
            if raw.is_empty() {
                if let Some(last) = self.found.last_mut() {
                    last.activities.extend(activities);
                }
                continue;
            }
            let mut printed = Joined::default();
            // A page break may cut a time behind its dash: `1. kvartal 2024 –` over `2. kvartal
            // 2025`, the lower part without an activity.
            if activities.is_empty()
                && let Some(cut) = open.take()
            {
                self.found.pop();
                let field = format!("{}/milestones/{}/", self.trace.path, self.found.len());
                self.trace.evidence.retain(|e| !e.path.starts_with(&field));
                let (above, kept): (Joined, Vec<String>) = cut;
                printed = above;
                add_pieces(&mut printed, cell);
                let whole = 0..printed.text.len();
                self.milestone(&printed, whole, kept);
                continue;
            }
            add_pieces(&mut printed, cell);
            let end = until
                .and_then(|at| row.get(at))
                .filter(|c| text_of(c) != raw);
            for piece in end.into_iter().flatten() {
                printed.append(" – ", piece);
            }
            let whole = 0..printed.text.len();
            open = raw
                .ends_with(is_dash)
                .then(|| (printed.clone(), activities.clone()));
            self.milestone(&printed, whole, activities);
        }
    }

    /// The column with the ends of the times, where they have a column of their own. A further column that
    /// names a part of the time, such as the quarter beside the year, is told.
    fn second_time(&mut self, table: &TableText, time: usize) -> Option<usize> {
        let columns = table.rows.iter().map(Vec::len).max()?;
        let cells = |at: usize| {
            let rows = table.rows.iter();
            rows.filter_map(move |row| row.get(at).map(|c| text_of(c)))
                .filter(|text| !text.is_empty())
        };
        let all_times =
            |at: usize| cells(at).count() > 1 && cells(at).all(|t| begins_with_time(&t));
        let named = |at: usize| {
            let head = table.header.get(at).map(|h| lower(&h.text).into_owned());
            head.is_some_and(|h| TIME_HEADS.contains(&h.trim_end_matches(':')))
        };
        let other = (0..columns).find(|at| *at != time && (all_times(*at) || named(*at)))?;
        if other > time && all_times(other) && all_times(time) {
            return Some(other);
        }
        let origin = merge_origins(table.header.iter().flat_map(Joined::origins));
        self.trace
            .finding(Finding::new("timetable_two_times", origin));
        None
    }

    /// Items of the schedule that begin with a time and a colon or dash; at least two.
    fn list(&mut self, body: &Body) {
        let items: Vec<_> = body
            .passages
            .iter()
            .filter(|p| {
                matches!(p.role, Role::Item | Role::Paragraph)
                    && ["schedule", "duration"].contains(&p.key.as_str())
            })
            .filter_map(|p| leading_time(&p.text.text).map(|(end, rest)| (p, end, rest)))
            .collect();
        if items.len() < 2 {
            return;
        }
        for (passage, end, rest) in items {
            let activity = passage.text.text.get(rest..).unwrap_or_default();
            let activity = activity.trim().trim_end_matches('.').to_owned();
            self.milestone(&passage.text, 0..end, vec![activity]);
        }
    }

    fn milestone(&mut self, text: &Joined, bytes: std::ops::Range<usize>, activities: Vec<String>) {
        let raw = text.text.get(bytes.clone()).unwrap_or_default().to_owned();
        let own = period(&raw, None);
        let (read, rule) = match own {
            Err(PeriodError::NoYear) => (period(&raw, self.above), "period.year_from_row_above"),
            own => (own, "period.quarters"),
        };
        let field = format!("milestones/{}", self.found.len());
        let read = match read {
            Ok(read) => {
                for end in ["start", "end"] {
                    let field = format!("{field}/{end}");
                    self.trace.read(&field, text, bytes.clone(), rule);
                }
                read
            }
            Err(error) => {
                self.trace.finding(
                    Finding::new("period_unreadable", text.origin(bytes.clone()))
                        .arg("printed", &raw)
                        .arg("reason", error),
                );
                let state = uip_model::ValueState::Unreadable;
                let origin = text.origin(bytes);
                let field = format!("{field}/start");
                self.trace
                    .value(&field, raw.clone(), state, "period.unreadable", origin);
                Period::default()
            }
        };
        self.above = read.end.or(read.start).or(self.above);
        self.found.push(Milestone {
            raw,
            start: read.start.map(|q| q.to_string()),
            end: read.end.map(|q| q.to_string()),
            activities,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::tests::{body, piece};

    fn table(header: &[&str], rows: &[&[&[&str]]]) -> Body {
        let cell = |pieces: &&[&str]| -> Vec<Joined> { pieces.iter().map(|p| piece(p)).collect() };
        Body {
            tables: vec![TableText {
                kind: "timetable".to_owned(),
                key: "schedule".to_owned(),
                header: header.iter().map(|h| piece(h)).collect(),
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(cell).collect())
                    .collect(),
            }],
            ..Body::default()
        }
    }

    fn read(body: &Body) -> Vec<(String, String, String)> {
        let text = |q: &Option<String>| q.clone().unwrap_or_else(|| "-".to_owned());
        milestones(body, &mut Trace::default())
            .iter()
            .map(|m| (text(&m.start), text(&m.end), m.activities.join("|")))
            .collect()
    }

    fn row(start: &str, end: &str, activities: &str) -> (String, String, String) {
        (start.to_owned(), end.to_owned(), activities.to_owned())
    }

    #[test]
    fn rows_are_milestones() {
        let body = table(
            &["Tid", "Aktivitet"],
            &[
                &[&["1.-2. kvartal 2024"], &["Udbud", "Kontrakt"]],
                &[&[], &["Opstart"]],
                &[&["3. kvartal"], &["Drift"]],
            ],
        );
        assert_eq!(
            read(&body),
            [
                row("2024-Q1", "2024-Q2", "Udbud|Kontrakt|Opstart"),
                row("2024-Q3", "2024-Q3", "Drift"),
            ]
        );
    }

    #[test]
    fn a_time_cut_behind_its_dash_is_one_time() {
        let body = table(
            &["Tid", "Aktivitet"],
            &[
                &[&["2. kvt. 2024 –"], &["Udbud"]],
                &[&["3. kvt. 2025"], &[]],
                &[&["4. kvt. 2025 -"], &["Drift"]],
            ],
        );
        assert_eq!(
            read(&body),
            [
                row("2024-Q2", "2025-Q3", "Udbud"),
                row("2025-Q4", "-", "Drift")
            ]
        );
    }

    #[test]
    fn columns_are_found_by_content() {
        let body = table(
            &["Milepæl", "Ansvarlig", "Hvornår"],
            &[
                &[
                    &["Udbud"],
                    &["Styrelsen og de kommuner, der er med"],
                    &["Q1 2024"],
                ],
                &[&["Drift"], &["Kommunerne"], &["Q2 2024 – Q4 2025"]],
            ],
        );
        assert_eq!(
            read(&body),
            [
                row("2024-Q1", "2024-Q1", "Udbud"),
                row("2024-Q2", "2025-Q4", "Drift")
            ]
        );
    }

    #[test]
    fn times_in_two_columns() {
        let ends = table(
            &["Fra", "Til", "Aktivitet"],
            &[
                &[&["1. kvartal 2026"], &["1. kvartal 2026"], &["Udbud"]],
                &[&["2. kvartal 2026"], &["3. kvartal 2027"], &["Drift"]],
            ],
        );
        assert_eq!(
            read(&ends),
            [
                row("2026-Q1", "2026-Q1", "Udbud"),
                row("2026-Q2", "2027-Q3", "Drift")
            ]
        );
        let parts = table(
            &["År", "Kvartal", "Aktivitet"],
            &[
                &[&["2026"], &["1."], &["Udbud"]],
                &[&["2027"], &["2.-3."], &["Drift"]],
            ],
        );
        let mut trace = Trace::default();
        milestones(&parts, &mut trace);
        assert_eq!(trace.findings[0].code, "timetable_two_times");
    }

    #[test]
    fn an_unreadable_time_is_told() {
        let body = table(
            &["Tid", "Aktivitet"],
            &[&[&["Snart"], &["Udbud"]], &[&["2025"], &["Drift"]]],
        );
        let mut trace = Trace::default();
        let found = milestones(&body, &mut trace);
        assert_eq!(found[0].raw, "Snart");
        assert_eq!(found[0].start, None);
        assert_eq!(trace.findings[0].code, "period_unreadable");
        assert_eq!(trace.findings[0].args["printed"], "Snart");
    }

    #[test]
    fn lists_do_without_a_table() {
        let mut body = body("schedule", "1. kvartal 2024: Udbud.");
        assert_eq!(read(&body), []);
        body.passages
            .extend(self::body("schedule", "2. kvartal 2024 – Drift").passages);
        assert_eq!(
            read(&body),
            [
                row("2024-Q1", "2024-Q1", "Udbud"),
                row("2024-Q2", "2024-Q2", "Drift")
            ]
        );
    }
}
