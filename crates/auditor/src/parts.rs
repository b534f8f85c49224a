//! The parts of the money that the text names, against the total and, where one is a part of another
//! ("heraf"), against each other.

use uip_model::Finding;

use crate::{
    economy::economy,
    rounding::{Amount, Verdict, compare, kroner},
    subject::{Subject, joined, places, sum},
    text,
};

/// A named part: its amount, or the lowest and highest that the text allows.
struct Part {
    low: Amount,
    high: Amount,
    /// The earlier part that it is a part of ("heraf").
    within: Option<usize>,
}

/// The named parts against the total, and parts of parts against theirs.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
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
