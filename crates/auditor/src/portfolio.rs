//! The overview report: each row of its tables, and the figures its text states against the rows. A
//! phase or a continuation that was not understood is the normaliser's to report.

use std::collections::BTreeMap;

use uip_model::{Document, Finding, Origin, PortfolioRow, ReportFigure};

use crate::{phase::named_in_title, text, trace::distinct};

/// The programmes began in 2017 ("UIP 2017"); a year cell far outside their time is a misreading.
const YEARS: std::ops::RangeInclusive<i32> = 2010..=2060;

/// All checks of an overview report.
pub(crate) fn check(document: &Document) -> Vec<Finding> {
    let rows = &document.portfolio;
    let mut findings: Vec<Finding> = rows.iter().flat_map(row).collect();
    findings.extend(doubled(rows));
    findings.extend(stated(document));
    findings
}

fn row(r: &PortfolioRow) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = |f: Finding| findings.push(f.arg("initiative", &r.initiative));
    let at = || r.origin.clone();
    if r.phase_raw.trim().is_empty() {
        found(Finding::new("row_without_phase", at()));
    }
    let named = named_in_title(&r.initiative);
    if !named.is_empty()
        && !r.phases.is_empty()
        && !named.iter().any(|n| r.phases.iter().any(|p| p == n))
    {
        found(
            Finding::new("row_title_names_other_phase", at())
                .arg("named", named.join(", "))
                .arg("phase", &r.phase_raw),
        );
    }
    if r.agreements.is_empty() {
        found(Finding::new("row_without_agreement", at()));
    }
    let first_agreement = r.agreements.iter().flat_map(|a| text::years(a)).min();
    match r.active_years.as_slice() {
        [] => found(Finding::new("row_without_years", at())),
        [first, .., last] | [first @ last]
            if first > last || !YEARS.contains(first) || !YEARS.contains(last) =>
        {
            found(
                Finding::new("row_years_implausible", at())
                    .arg("first", first)
                    .arg("last", last),
            );
        }
        [first, ..] => {
            if let Some(agreed) = first_agreement.filter(|a| first < a) {
                found(
                    Finding::new("row_active_before_agreement", at())
                        .arg("first", first)
                        .arg("agreement", agreed),
                );
            }
        }
    }
    if r.carried_on.as_deref() == Some("yes") && r.next_initiative.is_none() {
        let printed = r.carried_on_raw.as_deref().unwrap_or_default();
        found(Finding::new("row_carried_on_without_next", at()).arg("printed", printed));
    }
    if let (Some(next), Some(agreed)) = (r.next_uip, first_agreement)
        && next <= agreed
    {
        found(
            Finding::new("row_next_programme_too_early", at())
                .arg("next", next)
                .arg("agreement", agreed),
        );
    }
    findings
}

fn doubled(rows: &[PortfolioRow]) -> Vec<Finding> {
    let mut seen: BTreeMap<(Option<&str>, String), &PortfolioRow> = BTreeMap::new();
    let mut findings = Vec::new();
    for r in rows {
        let key = (r.area.as_deref(), r.initiative.to_lowercase());
        if let Some(first) = seen.insert(key, r) {
            let places = first.origin.iter().chain(&r.origin).copied();
            findings.push(
                Finding::new("row_doubled", places.collect()).arg("initiative", &r.initiative),
            );
        }
    }
    findings
}

/// What a stated number of initiatives counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    All,
    Area(&'static str),
    Phases(bool, bool, bool, bool),
}

/// The numbers of initiatives in the text against the rows of the tables: one finding for each thing
/// that is counted and does not come out.
fn stated(document: &Document) -> Vec<Finding> {
    if document.portfolio.is_empty() {
        return Vec::new();
    }
    let mut scopes: BTreeMap<Scope, Vec<&ReportFigure>> = BTreeMap::new();
    for figure in &document.figures {
        if let Some(scope) = scope(figure) {
            scopes.entry(scope).or_default().push(figure);
        }
    }
    let mut findings = Vec::new();
    for (scope, figures) in scopes {
        let rows: Vec<&PortfolioRow> = document
            .portfolio
            .iter()
            .filter(|r| counts(scope, r))
            .collect();
        let count: i64 = rows.iter().map(|r| weight(&r.initiative)).sum();
        let plain = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let agrees =
            |f: &&ReportFigure| whole(f.value) == Some(count) || whole(f.value) == Some(plain);
        if figures.iter().all(agrees) {
            continue;
        }
        let mut values: Vec<i64> = figures.iter().filter_map(|f| whole(f.value)).collect();
        values.sort_unstable();
        values.dedup();
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        let places = figures.iter().flat_map(|f| f.origin.iter().copied());
        findings.push(
            Finding::new(
                "figure_differs_from_rows",
                distinct(places.chain(tables(&rows))),
            )
            .arg("scope", name(scope))
            .arg("stated", values.join(" / "))
            .arg("rows", plain)
            .arg("count", count),
        );
    }
    findings
}

/// The first row of each table, as the place of the tables.
fn tables(rows: &[&PortfolioRow]) -> Vec<Origin> {
    let mut seen: Vec<&str> = Vec::new();
    let mut places = Vec::new();
    for r in rows {
        if !seen.contains(&r.table.as_str()) {
            seen.push(&r.table);
            places.extend(r.origin.first().copied());
        }
    }
    places
}

fn whole(value: f64) -> Option<i64> {
    // Counts of initiatives are small; the cast is exact below 2^53.
    (value.fract() == 0.0 && value.abs() < 1e9).then_some(value as i64)
}

/// A row "3 x …" stands for three initiatives.
fn weight(initiative: &str) -> i64 {
    let mut words = initiative.split_whitespace();
    let count = words.next().and_then(|w| w.parse::<u8>().ok());
    match (count, words.next()) {
        (Some(n), Some("x" | "X" | "×")) if n > 0 => i64::from(n),
        _ => 1,
    }
}

fn counts(scope: Scope, row: &PortfolioRow) -> bool {
    match scope {
        Scope::All => true,
        Scope::Area(area) => row.area.as_deref() == Some(area),
        Scope::Phases(screening, modning, afprøvning, udbredelse) => {
            !row.phases.is_empty()
                && row.phases.iter().all(|p| match p.as_str() {
                    "screening" => screening,
                    "modning" => modning,
                    "afprøvning" => afprøvning,
                    "udbredelse" => udbredelse,
                    _ => false,
                })
        }
    }
}

fn name(scope: Scope) -> String {
    match scope {
        Scope::All => "i alt".to_owned(),
        Scope::Area(area) => area.replace('_', " "),
        Scope::Phases(s, m, a, u) => [
            (s, "screening"),
            (m, "modning"),
            (a, "afprøvning"),
            (u, "udbredelse"),
        ]
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, n)| *n)
        .collect::<Vec<_>>()
        .join(" + "),
    }
}

/// What the number counts, from the words between it and the next number of its sentence. `None`
/// where that does not say, or where only some of them are counted (`hvoraf 3 er afsluttet`).
fn scope(figure: &ReportFigure) -> Option<Scope> {
    if !figure.unit.to_lowercase().starts_with("initiativ") {
        return None;
    }
    let number = whole(figure.value)?;
    let words: Vec<String> = text::words(&figure.statement).collect();
    let at = words.iter().position(|w| is_number(w, number))?;
    let after: Vec<&String> = words
        .iter()
        .skip(at + 1)
        .take_while(|w| w.parse::<f64>().is_err() && small_number(w).is_none())
        .collect();
    // A count of initiatives says so: "12 initiativer", "to udbredelsesinitiativer"; "to af
    // initiativerne" and those that are finished are only some of them.
    let counts_initiatives = after.iter().take(2).any(|w| w.contains("initiativ"));
    let only_some = after.first().is_some_and(|w| *w == "af")
        || after
            .iter()
            .any(|w| w.starts_with("afslut") || w.starts_with("videreført"));
    let years = text::years(&figure.statement);
    let one_year = years.len() == 1 && !words.iter().any(|w| w == "siden");
    if !counts_initiatives || only_some || one_year {
        return None;
    }
    let has = |stem: &str| after.iter().any(|w| w.starts_with(stem));
    let (adults, children) = (has("voksen") || has("voksne"), has("børn") || has("ungdom"));
    match (adults, children) {
        (true, false) => return Some(Scope::Area("voksne")),
        (false, true) => return Some(Scope::Area("børn_og_unge")),
        _ => {}
    }
    let (s, m, a, u) = (
        has("screening"),
        has("modning"),
        has("afprøvning"),
        has("udbredelse"),
    );
    if s || m || a || u {
        return Some(Scope::Phases(s, m, a, u));
    }
    let total = words
        .windows(2)
        .any(|w| matches!(w, [i, alt] if i == "i" && alt == "alt"));
    (total || (adults && children)).then_some(Scope::All)
}

fn is_number(word: &str, number: i64) -> bool {
    word.parse::<i64>() == Ok(number) || small_number(word) == Some(number)
}

/// Danish number words to twelve; larger numbers are printed in digits.
fn small_number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] = [
        "nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve",
        "tolv",
    ];
    if word == "et" || word == "ét" || word == "én" {
        return Some(1);
    }
    WORDS
        .iter()
        .position(|w| *w == word)
        .and_then(|n| i64::try_from(n).ok())
}
