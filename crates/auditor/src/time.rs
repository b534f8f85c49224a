//! Duration, period, budget years and timetable against each other.

use uip_model::{Block, Finding, Milestone, ValueState};

use crate::subject::Subject;

/// Quarters in a year.
const QUARTERS: i32 = 4;

/// All checks of time.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
    let mut findings: Vec<Finding> = period(s).into_iter().collect();
    findings.extend(duration(s));
    findings.extend(budget_years(s));
    findings.extend(next_programme(s));
    findings.extend(readable(s));
    findings.extend(order(s));
    findings.extend(outside_period(s));
    findings.extend(timetable_length(s));
    findings.extend(timetable_cut(s));
    findings
}

fn span(s: &Subject) -> Option<(i32, i32)> {
    Some((s.initiative.start_year?, s.initiative.end_year?))
}

/// Whether the text itself names the year, rather than the budget's columns.
fn in_text(s: &Subject, tail: &str) -> bool {
    s.trace.state(&s.path(tail)) == Some(ValueState::Printed)
}

fn period(s: &Subject) -> Option<Finding> {
    let (start, end) = span(s)?;
    (start > end).then(|| {
        Finding::new(
            "period_ends_before_start",
            s.places(&["/start_year", "/end_year"]),
        )
        .arg("start", start)
        .arg("end", end)
    })
}

/// A duration of d years touches d calendar years, one more if it begins inside a year.
fn duration(s: &Subject) -> Option<Finding> {
    let (start, end) = span(s)?;
    let years = s
        .initiative
        .duration_years
        .filter(|d| d.is_finite() && *d > 0.0)?;
    let calendar = f64::from(end.checked_sub(start)?.checked_add(1)?);
    let at = || s.places(&["/duration_years", "/start_year", "/end_year"]);
    let finding = if calendar < years.ceil() || calendar > years.ceil() + 1.0 {
        Finding::new("duration_differs_from_period", at())
    } else if calendar > years.ceil() && in_text(s, "/start_year") && in_text(s, "/end_year") {
        Finding::new("duration_shorter_than_period", at())
    } else {
        return None;
    };
    Some(
        finding
            .arg(
                "duration",
                s.printed("/duration_years")
                    .map_or_else(|| decimal(years), str::to_owned),
            )
            .arg("start", start)
            .arg("end", end)
            .arg("calendar_years", calendar),
    )
}

/// Years with money outside the period that the text names, and years of it without.
fn budget_years(s: &Subject) -> Vec<Finding> {
    let (Some((start, end)), Some(budget)) = (span(s), &s.initiative.budget) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (i, year) in budget.years.iter().enumerate() {
        let cell = format!("/budget/years/{i}/amount");
        let has_money = year.amount.is_some_and(|a| a != 0);
        let inside = (start..=end).contains(&year.year);
        let at = || s.places(&[&cell, "/start_year", "/end_year"]);
        if has_money && !inside {
            findings.push(
                Finding::new("money_outside_period", at())
                    .arg("year", year.year)
                    .arg("amount", s.amount(&cell, year.amount.unwrap_or(0)).shown)
                    .arg("start", start)
                    .arg("end", end),
            );
        }
        let readable = s.trace.state(&s.path(&cell)) != Some(ValueState::Unreadable);
        let stated = in_text(s, "/start_year") && in_text(s, "/end_year");
        if !has_money && inside && stated && readable {
            findings.push(
                Finding::new("period_year_without_money", at())
                    .arg("year", year.year)
                    .arg("start", start)
                    .arg("end", end),
            );
        }
    }
    findings
}

/// A continuation can be proposed to a programme after the initiative, not before its last year.
fn next_programme(s: &Subject) -> Option<Finding> {
    let (next, end) = (s.initiative.next_uip?, s.initiative.end_year?);
    (next < end).then(|| {
        Finding::new(
            "next_programme_before_end",
            s.places(&["/next_uip", "/end_year"]),
        )
        .arg("next", next)
        .arg("end", end)
    })
}

/// A quarter as a number that grows with time: `2022-Q1` is 4 × 2022.
pub(crate) fn quarter(text: &str) -> Option<i32> {
    let (year, q) = text.split_once("-Q")?;
    let q: i32 = q.parse().ok().filter(|q| (1..=QUARTERS).contains(q))?;
    year.parse::<i32>()
        .ok()?
        .checked_mul(QUARTERS)?
        .checked_add(q - 1)
}

/// A quarter as people write it.
fn shown(quarter: i32) -> String {
    format!(
        "{}. kvartal {}",
        quarter.rem_euclid(QUARTERS) + 1,
        quarter.div_euclid(QUARTERS)
    )
}

fn start(m: &Milestone) -> Option<i32> {
    m.start.as_deref().and_then(quarter)
}

fn end(m: &Milestone) -> Option<i32> {
    m.end.as_deref().and_then(quarter)
}

fn milestones<'a>(s: &Subject<'a>) -> impl Iterator<Item = (String, &'a Milestone)> {
    s.initiative
        .milestones
        .iter()
        .enumerate()
        .map(|(i, m)| (format!("/milestones/{i}"), m))
}

/// The place of a milestone: of its time, or of anything in its row.
fn place(s: &Subject, path: &str) -> Vec<uip_model::Origin> {
    let prefix = s.path(path);
    let own = s.trace.get(&prefix).into_iter();
    let below = format!("{prefix}/");
    s.or_heading(
        own.chain(s.trace.below(&below))
            .flat_map(|e| e.origin.iter().copied()),
    )
}

/// Times that end before they begin, and dashes without an end.
fn readable(s: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, m) in milestones(s) {
        let raw = m.raw.trim();
        let open = raw.ends_with(['-', '–', '—']);
        match (start(m), end(m)) {
            (Some(from), Some(to)) if to < from => findings
                .push(Finding::new("milestone_ends_before_start", place(s, &path)).arg("raw", raw)),
            (Some(_), None) if open => findings
                .push(Finding::new("milestone_without_end", place(s, &path)).arg("raw", raw)),
            _ => {}
        }
    }
    findings
}

/// Rows that begin before the row above them.
fn order(s: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut before: Option<(String, &Milestone, i32)> = None;
    for (path, m) in milestones(s) {
        let Some(from) = start(m) else { continue };
        if let Some((above, earlier, since)) = &before
            && from < *since
        {
            let places = place(s, above).into_iter().chain(place(s, &path));
            findings.push(
                Finding::new("milestone_out_of_order", s.or_heading(places))
                    .arg("raw", &m.raw)
                    .arg("above", &earlier.raw),
            );
        }
        before = Some((path, m, from));
    }
    findings
}

/// Rows that begin before the period's first quarter or end after its last one.
fn outside_period(s: &Subject) -> Vec<Finding> {
    let Some((first, last)) = span(s) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (path, m) in milestones(s) {
        let year = |q: i32| q.div_euclid(QUARTERS);
        let early = start(m).is_some_and(|q| year(q) < first);
        let late = end(m).or(start(m)).is_some_and(|q| year(q) > last);
        if early || late {
            let period = s
                .trace
                .origins([s.path("/start_year"), s.path("/end_year")]);
            let places = place(s, &path).into_iter().chain(period);
            findings.push(
                Finding::new("milestone_outside_period", s.or_heading(places))
                    .arg("raw", &m.raw)
                    .arg("start", first)
                    .arg("end", last),
            );
        }
    }
    findings
}

/// A timetable that spans more quarters than the initiative lasts. One quarter more is possible if the
/// initiative begins and ends inside a quarter.
fn timetable_length(s: &Subject) -> Option<Finding> {
    let years = s
        .initiative
        .duration_years
        .filter(|d| d.is_finite() && *d > 0.0)?;
    let (first, from) = milestones(s)
        .filter_map(|(path, m)| Some((path, start(m)?)))
        .min_by_key(|(_, q)| *q)?;
    let (last, to) = milestones(s)
        .filter_map(|(path, m)| Some((path, end(m).or(start(m))?)))
        .max_by_key(|(_, q)| *q)?;
    let quarters = to - from + 1;
    let more = f64::from(quarters) - (years * f64::from(QUARTERS)).ceil();
    if more <= 0.0 {
        return None;
    }
    let places = s
        .trace
        .origin(&s.path("/duration_years"))
        .into_iter()
        .chain(place(s, &first))
        .chain(place(s, &last));
    let finding = if more > 1.0 {
        Finding::new("timetable_longer_than_duration", s.or_heading(places))
    } else {
        Finding::new("timetable_one_quarter_longer", s.or_heading(places))
    };
    Some(
        finding
            .arg(
                "duration",
                s.printed("/duration_years")
                    .map_or_else(|| decimal(years), str::to_owned),
            )
            .arg("first", shown(from))
            .arg("last", shown(to))
            .arg("quarters", quarters),
    )
}

/// What stands right behind a timetable and is no sentence: it may be the rest of the table.
fn timetable_cut(s: &Subject) -> Vec<Finding> {
    let sections = s.initiative.sections.iter();
    let pairs = sections.flat_map(|x| x.blocks.windows(2));
    let behind = pairs.filter_map(|pair| match pair {
        [Block::Timetable { .. }, below] => match below {
            Block::Paragraph { text, origin } => Some((text, origin)),
            Block::Bullets { items, origin, .. } | Block::Numbered { items, origin, .. } => {
                Some((items.last()?, origin))
            }
            _ => None,
        },
        _ => None,
    });
    let open = |text: &str| !text.trim_end().ends_with(['.', ':', '?', '!', ')']);
    behind
        .filter(|(text, _)| open(text))
        .map(|(text, origin)| Finding::new("timetable_rest", origin.clone()).arg("text", text))
        .collect()
}

/// A number of years with a decimal comma.
fn decimal(years: f64) -> String {
    format!("{years} år").replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters() {
        assert_eq!(quarter("2022-Q1"), Some(8088));
        assert_eq!(shown(8091), "4. kvartal 2022");
        for bad in ["2022-Q5", "2022", "Q1", "999999999999-Q1", "2000000000-Q1"] {
            assert_eq!(quarter(bad), None, "{bad}");
        }
    }
}
