//! The costs in an evaluation summary: tracks against their total, text against table, one course
//! against a year's, and all of them against the rounding that the text states.

use uip_model::{Block, CostRow, Document, Evaluation, Finding, Origin};

use crate::{
    rounding::{Amount, Verdict, compare, kroner, thousands},
    subject::{joined, places, sum},
    text,
    trace::{Trace, distinct},
};

/// All checks of costs.
pub(crate) fn check(document: &Document, evaluation: &Evaluation, trace: &Trace) -> Vec<Finding> {
    let mut findings = tracks(evaluation, trace);
    findings.extend(annual(evaluation, trace));
    findings.extend(per_course(evaluation, trace));
    findings.extend(rounded(document, evaluation, trace));
    findings
}

/// The amount of a cost row as printed.
fn cost(trace: &Trace, index: usize, row: &CostRow) -> Option<Amount> {
    let kroner = row.amount?;
    let base = format!("/evaluation/costs/rows/{index}");
    let path = format!("{base}/amount");
    let mut origin = trace.origin(&path);
    if origin.is_empty() {
        origin = trace.origin(&base);
    }
    Some(Amount {
        kroner,
        place: 0,
        shown: trace
            .printed(&path)
            .map_or_else(|| exactly(kroner), str::to_owned),
        origin,
    })
}

/// `1.966.000 kr.`: costs are printed in whole kroner.
fn exactly(kroner: i64) -> String {
    let sign = if kroner < 0 { "-" } else { "" };
    format!("{sign}{} kr.", thousands(kroner.unsigned_abs()))
}

fn is_total(row: &CostRow) -> bool {
    row.track
        .as_deref()
        .is_some_and(|t| t.trim().to_lowercase().starts_with("i alt"))
}

/// The tracks of an item against its `I alt`.
fn tracks(evaluation: &Evaluation, trace: &Trace) -> Vec<Finding> {
    let Some(costs) = &evaluation.costs else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (i, row) in costs.rows.iter().enumerate().filter(|(_, r)| is_total(r)) {
        let Some(total) = cost(trace, i, row) else {
            continue;
        };
        let parts: Option<Vec<Amount>> = costs
            .rows
            .iter()
            .enumerate()
            .filter(|(_, r)| r.item == row.item && !is_total(r))
            .map(|(i, r)| cost(trace, i, r))
            .collect();
        let Some(parts) = parts.filter(|p| !p.is_empty()) else {
            continue;
        };
        if compare(&parts, &total) != Verdict::Equal {
            findings.push(
                Finding::new(
                    "cost_tracks_do_not_sum",
                    places(parts.iter().chain([&total])),
                )
                .arg("item", &row.item)
                .arg("tracks", joined(&parts, " + "))
                .arg("sum", exactly(sum(&parts)))
                .arg("total", &total.shown),
            );
        }
    }
    findings
}

/// The yearly cost that the text names against the one in the table.
fn annual(evaluation: &Evaluation, trace: &Trace) -> Option<Finding> {
    let costs = evaluation.costs.as_ref()?;
    let annual = costs.annual?;
    let (i, row) = costs.rows.iter().enumerate().find(|(_, r)| {
        is_total(r) && text::words(&r.item).any(|w| w == "år" || w == "årligt" || w == "årlige")
    })?;
    let table = cost(trace, i, row)?;
    (table.kroner != annual).then(|| {
        let path = "/evaluation/costs/annual";
        let mut origin = trace.origin(path);
        origin.extend(table.origin.iter().copied());
        Finding::new("annual_cost_differs", distinct(origin))
            .arg(
                "text",
                trace
                    .printed(path)
                    .map_or_else(|| exactly(annual), str::to_owned),
            )
            .arg("table", &table.shown)
    })
}

/// The cost of one course (`Omkostninger pr. forløb`) times the stated number of courses a year
/// (`40 årlige rådgivningsforløb`) against the yearly cost of the same track.
fn per_course(evaluation: &Evaluation, trace: &Trace) -> Vec<Finding> {
    let Some(costs) = &evaluation.costs else {
        return Vec::new();
    };
    let rows = || costs.rows.iter().enumerate().filter(|(_, r)| !is_total(r));
    let mut findings = Vec::new();
    for (i, row) in rows() {
        let (Some(unit), Some(one)) = (counted_by(&row.item), cost(trace, i, row)) else {
            continue;
        };
        let yearly = rows().find(|(_, r)| r.track == row.track && is_yearly(&r.item));
        let Some(year) = yearly.and_then(|(i, r)| cost(trace, i, r)) else {
            continue;
        };
        let track = row.track.as_deref().unwrap_or_default().to_lowercase();
        let number = evaluation.figures.iter().find_map(|f| {
            let counted = f.unit.to_lowercase();
            let of_track =
                counted.ends_with(&unit) && counted != unit && same_beginning(&counted, &track);
            let number = (of_track && f.value.fract() == 0.0 && (1.0..1e6).contains(&f.value))
                .then_some(f)?;
            // In range and without a fraction, so the cast is exact.
            Some((number.value as i64, f))
        });
        let Some((number, figure)) = number else {
            continue;
        };
        let difference =
            (i128::from(one.kroner) * i128::from(number) - i128::from(year.kroner)).abs();
        // Half a krone a course is nothing but the rounding of the cost; half a course may be the
        // rounding of their number.
        if difference * 2 <= i128::from(number) {
            continue;
        }
        let origin = distinct(
            places([&one, &year])
                .into_iter()
                .chain(figure.origin.iter().copied()),
        );
        let finding = if difference * 2 < i128::from(one.kroner) {
            Finding::new("course_cost_rounds", origin)
        } else {
            Finding::new("course_cost_differs", origin)
        };
        findings.push(
            finding
                .arg("item", &row.item)
                .arg("track", row.track.as_deref().unwrap_or_default())
                .arg("one", &one.shown)
                .arg("number", number)
                .arg("unit", &figure.unit)
                .arg("product", exactly(one.kroner.saturating_mul(number)))
                .arg("year", &year.shown),
        );
    }
    findings
}

/// `forløb` for `Omkostninger pr. forløb`; `None` for the yearly row.
fn counted_by(item: &str) -> Option<String> {
    let words: Vec<String> = text::words(item).collect();
    let at = words.iter().position(|w| w == "pr")?;
    words.get(at + 1).filter(|w| !is_yearly(w)).cloned()
}

fn is_yearly(item: &str) -> bool {
    text::words(item).any(|w| matches!(w.as_str(), "år" | "årligt" | "årlige"))
}

/// Whether two words begin alike: `rådgivningsforløb` and `rådgivningsspor`.
fn same_beginning(a: &str, b: &str) -> bool {
    /// Long enough not to be a prefix such as `for-`.
    const LETTERS: usize = 5;
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count() >= LETTERS
}

/// Amounts that are not multiples of what the text says they are rounded to.
fn rounded(document: &Document, evaluation: &Evaluation, trace: &Trace) -> Option<Finding> {
    let costs = evaluation.costs.as_ref()?;
    let (step, sentence, place) = stated_rounding(document, evaluation)?;
    let broken: Vec<Amount> = costs
        .rows
        .iter()
        .enumerate()
        .filter_map(|(i, r)| cost(trace, i, r))
        .filter(|a| a.kroner % step != 0)
        .collect();
    if broken.is_empty() {
        return None;
    }
    let origin = distinct(places(&broken).into_iter().chain(place));
    Some(
        Finding::new("costs_not_rounded_as_stated", origin)
            .arg("step", kroner(step))
            .arg("stated", sentence)
            .arg("amounts", joined(&broken, ", ")),
    )
}

/// "afrundet til hele hundrede kroner": the step, the words and their place.
fn stated_rounding(
    document: &Document,
    evaluation: &Evaluation,
) -> Option<(i64, String, Vec<Origin>)> {
    let blocks = document.report_sections.iter().flat_map(|s| &s.blocks);
    let in_blocks = blocks.filter_map(|block| match block {
        Block::Paragraph { text, origin }
        | Block::SubHeading { text, origin, .. }
        | Block::Footnote { text, origin, .. } => Some((text.as_str(), origin.clone())),
        _ => None,
    });
    let in_sections = document
        .report_sections
        .iter()
        .map(|s| (s.text.as_str(), s.origin.clone()));
    let in_themes = evaluation
        .themes
        .iter()
        .map(|t| (t.text.as_str(), Vec::new()));
    in_blocks
        .chain(in_sections)
        .chain(in_themes)
        .find_map(|(text, origin)| {
            let lower = text.to_lowercase();
            let (_, after) = lower.split_once("afrundet til")?;
            let words: Vec<String> = text::words(after).take(4).collect();
            let (at, step) = words
                .iter()
                .enumerate()
                .find_map(|(at, w)| match w.as_str() {
                    "hundrede" | "100" => Some((at, 100)),
                    "tusinde" | "1.000" | "1000" => Some((at, 1_000)),
                    "ti" | "10" => Some((at, 10)),
                    _ => None,
                })?;
            let told = words.get(..=at).unwrap_or_default().join(" ");
            Some((step, format!("afrundet til {told}"), origin))
        })
}
