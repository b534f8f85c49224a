//! The money that the text names against the budget table: the total, the parts, the application
//! pool, the direct grants and the years.

use uip_model::{Finding, Origin};

use crate::{
    rounding::{Amount, Verdict, compare, kroner},
    subject::{Subject, joined, places, sum},
    text,
    trace::distinct,
};

/// All checks of the text's amounts.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
    let mut findings: Vec<Finding> = total(s).into_iter().collect();
    findings.extend(parts(s));
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

/// A named part: its amount, or the lowest and highest that the text allows.
struct Part {
    low: Amount,
    high: Amount,
    /// The earlier part that it is a part of ("heraf").
    within: Option<usize>,
}

/// The named parts against the total, and parts of parts against theirs.
fn parts(s: &Subject) -> Vec<Finding> {
    let Some(total) = s.text_total().or_else(|| s.table_total()) else {
        return Vec::new();
    };
    let Some(parts) = named_parts(s) else {
        return Vec::new();
    };
    if parts.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let all: Vec<&Part> = parts.iter().collect();
    let top: Vec<&Part> = parts.iter().filter(|p| p.within.is_none()).collect();
    // "Heraf" can point at the total or at the part before it. The reading that adds up is the
    // meant one.
    let flat = top.len() == all.len() || fits(&all, &total) == Fit::Within(Verdict::Equal);
    let counted = if flat { &all } else { &top };
    if !flat {
        findings.extend(parts_of_parts(s, &parts));
    }
    let low = || counted.iter().map(|p| &p.low);
    let origin = || s.or_heading(places(low().chain([&total])));
    // "De resterende midler" have no amount, so the named ones must only not exceed the total.
    if sum(low()) <= total.kroner && names_a_rest(s) {
        return findings;
    }
    let finding = match fits(counted, &total) {
        Fit::Within(Verdict::Equal) => return findings,
        Fit::Within(_) => Finding::new("parts_round_to_total", origin()),
        Fit::Over => Finding::new("parts_exceed_total", origin()),
        Fit::Under if counted.len() == 1 => Finding::new("parts_leave_rest", origin()),
        Fit::Under => Finding::new("parts_do_not_sum", origin()),
    };
    let named = sum(low());
    findings.push(
        finding
            .arg("parts", joined(low(), " + "))
            .arg("sum", kroner(named))
            .arg("total", &total.shown)
            .arg(
                "difference",
                kroner(named.saturating_sub(total.kroner).saturating_abs()),
            ),
    );
    findings
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Within(Verdict),
    Over,
    Under,
}

fn fits(parts: &[&Part], total: &Amount) -> Fit {
    let (low, high) = (
        sum(parts.iter().map(|p| &p.low)),
        sum(parts.iter().map(|p| &p.high)),
    );
    if low <= total.kroner && total.kroner <= high {
        return Fit::Within(Verdict::Equal);
    }
    let verdict = |amounts: Vec<&Amount>| compare(amounts, total);
    if low > total.kroner {
        match verdict(parts.iter().map(|p| &p.low).collect()) {
            Verdict::Differs => Fit::Over,
            verdict => Fit::Within(verdict),
        }
    } else {
        match verdict(parts.iter().map(|p| &p.high).collect()) {
            Verdict::Differs => Fit::Under,
            verdict => Fit::Within(verdict),
        }
    }
}

fn parts_of_parts(s: &Subject, parts: &[Part]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (i, whole) in parts.iter().enumerate() {
        let inner: Vec<&Amount> = parts
            .iter()
            .filter(|p| p.within == Some(i))
            .map(|p| &p.low)
            .collect();
        let exceeds = sum(inner.iter().copied()) > whole.high.kroner;
        if exceeds && compare(inner.iter().copied(), &whole.high) == Verdict::Differs {
            let origin = places(inner.iter().copied().chain([&whole.high]));
            findings.push(
                Finding::new("nested_parts_exceed", s.or_heading(origin))
                    .arg("parts", joined(inner.iter().copied(), " + "))
                    .arg("sum", kroner(sum(inner.iter().copied())))
                    .arg("whole", &whole.high.shown),
            );
        }
    }
    findings
}

/// The allocations as parts; `None` where one has neither amount nor range.
fn named_parts(s: &Subject) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for (i, a) in s.initiative.allocations.iter().enumerate() {
        let (low, high) = match (a.amount, a.min, a.max) {
            (Some(amount), _, _) => (amount, amount),
            (None, min, Some(max)) => (min.unwrap_or(0), max),
            (None, _, None) => return None,
        };
        let tail = format!("/allocations/{i}/amount");
        let mut low = s.amount(&tail, low);
        let mut high = s.amount(&tail, high);
        if a.amount.is_none() && low.origin.is_empty() {
            let tail = format!("/allocations/{i}/max");
            low.origin = s.trace.origin(&s.path(&tail));
            high.origin.clone_from(&low.origin);
        }
        parts.push(Part {
            low,
            high,
            within: None,
        });
    }
    let within = nesting(s);
    for (part, within) in parts.iter_mut().zip(within) {
        part.within = within;
    }
    Some(parts)
}

/// For each allocation the earlier one that the text makes it a part of.
///
/// Walks through the economy text from amount to amount. "Heraf" and "hvoraf" make the next amount a
/// part of the one before; amounts after it in the same sentence belong to the same whole, a new
/// sentence begins at the top again. A sentence that begins with "Heraf" after another such sentence
/// goes on with the same whole.
fn nesting(s: &Subject) -> Vec<Option<usize>> {
    let text: Vec<&str> = economy(s).iter().map(|(t, _)| *t).collect();
    let text = text.join("\n");
    let mut at = s
        .printed("/total_in_text")
        .and_then(|p| find(&text, 0, p))
        .map_or(0, |(_, end)| end);
    let mut before: Option<usize> = None;
    let mut whole: Option<usize> = None;
    let mut after_heraf = false;
    let mut within = Vec::new();
    for i in 0..s.initiative.allocations.len() {
        let printed = s.printed(&format!("/allocations/{i}/amount"));
        let Some((start, end)) = printed.and_then(|p| find(&text, at, p)) else {
            within.push(None);
            continue;
        };
        let between = text.get(at..start).unwrap_or_default();
        let sentences = text::sentences(between);
        let new_sentence = sentences.len() > 1 || between.contains('\n');
        let is_heraf = |w: String| matches!(w.as_str(), "heraf" | "hvoraf" | "deraf");
        let heraf = text::words(between).any(is_heraf);
        let opens = sentences
            .last()
            .and_then(|l| text::words(l).next())
            .is_some_and(is_heraf);
        if heraf && !(opens && new_sentence && after_heraf) {
            whole = before;
        } else if new_sentence && !heraf {
            whole = None;
        }
        after_heraf = (heraf && (opens || after_heraf)) || (after_heraf && !new_sentence);
        within.push(whole);
        before = Some(i);
        at = end;
    }
    within
}

fn find(text: &str, from: usize, what: &str) -> Option<(usize, usize)> {
    let start = from + text.get(from..)?.find(what)?;
    Some((start, start + what.len()))
}

/// Words that say that the named parts are not all of it.
fn names_a_rest(s: &Subject) -> bool {
    economy(s).iter().any(|(t, _)| {
        let lower = t.to_lowercase();
        text::words(t).any(|w| {
            w.starts_with("resterende")
                || w == "resten"
                || w.starts_with("restbeløb")
                || w.starts_with("restmid")
        }) || lower.contains("øvrige midler")
            || ["afsættes", "anvendes", "forventes", "går"]
                .iter()
                .any(|verb| {
                    ["bl.a.", "blandt andet", "fx", "f.eks."]
                        .iter()
                        .any(|among| lower.contains(&format!("{verb} {among}")))
                })
    })
}

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
/// which tells of earlier money): those right after `i`, `i perioden`, `fra` or `årene`.
fn years_with_money(sentence: &str) -> Vec<i32> {
    let has = |stems: [&str; 3]| text::words(sentence).any(|w| stems.contains(&w.as_str()));
    if !has(["afsættes", "udmøntes", "sættes"]) || !has(["kr", "kroner", "mio"]) {
        return Vec::new();
    }
    let lower = sentence.to_lowercase();
    let mut found = Vec::new();
    for lead in [" i ", " perioden ", " årene ", " fra "] {
        for (at, _) in lower.match_indices(lead) {
            let after = lower.get(at + lead.len()..).unwrap_or_default();
            if after.chars().next().is_some_and(|c| c.is_ascii_digit()) {
                // Up to what follows the year or span: `2020-2022 til initiativet`.
                let span: String = after
                    .chars()
                    .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' '))
                    .collect();
                found.extend(text::years(&span));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The running text about money: under a sub-heading or in a section called *Økonomi*, and any
/// piece in which one of the amounts was read.
fn economy<'a>(s: &Subject<'a>) -> Vec<(&'a str, Vec<Origin>)> {
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
