//! The money that the text names against the budget table: the total, the application pool, the
//! direct grants and the years. The parts of the total have a module of their own.

use uip_model::{Finding, Origin};

use crate::{
    parts,
    rounding::{Amount, Verdict, compare, kroner},
    subject::{Subject, joined, places, sum},
    text,
    trace::distinct,
};

/// All checks of the text's amounts.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
    let mut findings: Vec<Finding> = total(s).into_iter().collect();
    findings.extend(parts::check(s));
    findings.extend(pool_row(s));
    findings.extend(grants(s));
    findings.extend(years(s));
    findings
}

/// The total in the text against the one in the table: one amount printed twice.
fn total(s: &Subject) -> Option<Finding> {
    let (text, table) = (s.text_total()?, s.table_total()?);
    let origin = s.or_heading(places([&text, &table]));
    let finding = match compare([&text], &table) {
        Verdict::Equal => return None,
        Verdict::Rounding => Finding::new("text_total_rounded", origin),
        Verdict::Differs => Finding::new("text_total_differs", origin),
    };
    Some(
        finding
            .arg("text", &text.shown)
            .arg("table", &table.shown)
            .arg(
                "difference",
                kroner(text.kroner.saturating_sub(table.kroner).saturating_abs()),
            ),
    )
}

/// The lexicon's key of sections and sub-headings about money.
const ECONOMY: &str = "economy";

/// The row of the application pool in the table against the pool that the text names.
fn pool_row(s: &Subject) -> Option<Finding> {
    let text = s.amount("/application_pool", s.initiative.application_pool?);
    let budget = s.initiative.budget.as_ref()?;
    let (i, line) = budget
        .lines
        .iter()
        .enumerate()
        .find(|(_, l)| l.label.to_lowercase().contains("pulje"))?;
    let row = s.amount(&format!("/budget/lines/{i}/total"), line.total?);
    (compare([&text], &row) == Verdict::Differs).then(|| {
        Finding::new("pool_differs", s.or_heading(places([&text, &row])))
            .arg("text", &text.shown)
            .arg("table", &row.shown)
            .arg("row", &line.label)
    })
}

/// The direct grants against what the economy text or the table sets aside for them.
fn grants(s: &Subject) -> Option<Finding> {
    let mut grants = Vec::new();
    for (i, g) in s.initiative.direct_grants.iter().enumerate() {
        grants.push(s.amount(&format!("/direct_grants/{i}/amount"), g.amount?));
    }
    if grants.is_empty() {
        return None;
    }
    let is_direct = |t: &str| text::words(t).any(|w| w.starts_with("direkte"));
    let mut stated: Vec<Amount> = Vec::new();
    for (i, a) in s.initiative.allocations.iter().enumerate() {
        if a.purpose.as_deref().is_some_and(is_direct) {
            stated.push(s.amount(&format!("/allocations/{i}/amount"), a.amount?));
        }
    }
    if stated.is_empty() {
        let budget = s.initiative.budget.as_ref()?;
        let (i, line) = budget
            .lines
            .iter()
            .enumerate()
            .find(|(_, l)| is_direct(&l.label))?;
        stated.push(s.amount(&format!("/budget/lines/{i}/total"), line.total?));
    }
    let whole = Amount {
        kroner: sum(&stated),
        place: stated.iter().fold(0, |p, a| p.saturating_add(a.place)),
        shown: joined(&stated, " + "),
        origin: places(&stated),
    };
    (compare(&grants, &whole) == Verdict::Differs).then(|| {
        Finding::new(
            "grants_do_not_sum",
            s.or_heading(places(grants.iter().chain([&whole]))),
        )
        .arg("grants", joined(&grants, " + "))
        .arg("sum", kroner(sum(&grants)))
        .arg("stated", &whole.shown)
    })
}

/// Years for which the economy text sets money aside, but in which the table has none.
fn years(s: &Subject) -> Vec<Finding> {
    let Some(budget) = &s.initiative.budget else {
        return Vec::new();
    };
    let columns: Vec<String> = budget.years.iter().map(|y| y.year.to_string()).collect();
    if columns.is_empty() {
        return Vec::new();
    }
    let mut seen: Vec<i32> = Vec::new();
    let mut findings = Vec::new();
    for (piece, origin) in economy(s) {
        for sentence in text::sentences(piece) {
            for year in years_with_money(sentence) {
                let column = budget.years.iter().position(|y| y.year == year);
                let amount = column.and_then(|c| budget.years.get(c)?.amount);
                if amount.is_some_and(|a| a != 0) || seen.contains(&year) {
                    continue;
                }
                seen.push(year);
                let cell = column
                    .map(|c| {
                        s.trace
                            .origin(&s.path(&format!("/budget/years/{c}/amount")))
                    })
                    .unwrap_or_else(|| s.trace.origin(&s.path("/budget/total")));
                let at = s.or_heading(origin.iter().copied().chain(cell));
                let finding = match column {
                    Some(_) => Finding::new("text_year_without_amount", at),
                    None => Finding::new("text_year_not_in_table", at),
                };
                findings.push(
                    finding
                        .arg("year", year)
                        .arg("columns", columns.join(", "))
                        .arg("text", text::beginning(sentence)),
                );
            }
        }
    }
    findings
}

/// The years in which a sentence sets money aside now (`afsættes`, `udmøntes`; not `blev afsat`,
/// which tells of earlier money): those right after `i`, `perioden`, `årene` or `fra` in a clause with
/// such a verb. "Der afsættes 4 mio. kr. til en evaluering, der afsluttes i 2028" names none.
fn years_with_money(sentence: &str) -> Vec<i32> {
    let names =
        |text: &str, words: [&str; 3]| text::words(text).any(|word| words.contains(&word.as_str()));
    if !names(sentence, ["kr", "kroner", "mio"]) {
        return Vec::new();
    }
    let lower = sentence.to_lowercase();
    let mut found = Vec::new();
    for clause in lower
        .split(", ")
        .filter(|c| names(c, ["afsættes", "udmøntes", "sættes"]))
    {
        for lead in [" i ", " perioden ", " årene ", " fra "] {
            for (at, _) in clause.match_indices(lead) {
                let after = clause.get(at + lead.len()..).unwrap_or_default();
                // Up to what follows the year or span: `2020-2022 til initiativet`.
                let span: String = after
                    .chars()
                    .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' '))
                    .collect();
                if span.starts_with(|c: char| c.is_ascii_digit()) {
                    found.extend(text::years(&span));
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The running text about money: under a sub-heading or in a section called *Økonomi*, and any
/// piece in which one of the amounts was read.
pub(crate) fn economy<'a>(s: &Subject<'a>) -> Vec<(&'a str, Vec<Origin>)> {
    let about_money = |heading: &str| {
        text::words(heading).any(|w| matches!(w.as_str(), "økonomi" | "finansiering" | "bevilling"))
    };
    let amounts: Vec<Origin> = distinct(
        (0..s.initiative.allocations.len())
            .map(|i| format!("/allocations/{i}/amount"))
            .chain(["/total_in_text".to_owned()])
            .flat_map(|tail| s.trace.origin(&s.path(&tail))),
    );
    let mut found = Vec::new();
    for section in &s.initiative.sections {
        let whole = section.key == ECONOMY || about_money(&section.heading);
        let mut under = whole;
        for (piece, origin, heading) in text::pieces(section) {
            if let Some(key) = heading {
                under = whole || key == ECONOMY || about_money(piece);
            } else if under || holds(origin, &amounts) {
                found.push((piece, origin.to_vec()));
            }
        }
    }
    found
}

/// Whether the middle of one of the amounts lies in the piece.
fn holds(piece: &[Origin], amounts: &[Origin]) -> bool {
    amounts.iter().any(|a| {
        piece
            .iter()
            .any(|p| p.page == a.page && p.bbox.contains(a.bbox.mid_x(), a.bbox.mid_y()))
    })
}
