//! Reads the *Økonomi* text: the initiative's total, the parts that it names with what they are for,
//! and the *ansøgningspulje*.
//!
//! Every amount in the text is the total, a part, or neither (an amount for each applicant or a
//! year); what is neither is told as a finding, so that no amount is lost in silence.

use uip_model::{Finding, Initiative};

use crate::amount::amounts;
use crate::damaged_amounts::damaged;
use crate::economy_table;
use crate::pool::pool;
use crate::sections::{Body, Passage, Role};
use crate::tokens::Token;
use crate::told::{Told, tell};
use crate::trace::Trace;

/// Reads total, parts and pool into the initiative.
pub(crate) fn economy(read: &mut Initiative, body: &Body, trace: &mut Trace) {
    let mut own: Vec<&Passage> = passages(body, |p| p.key == "economy");
    let fallback = own.is_empty();
    if fallback {
        let by_total = section_with_total(body, read.budget.as_ref().and_then(|b| b.total));
        own = passages(body, |p| Some(p.section) == by_total);
    }
    let searched = if own.is_empty() {
        said_anywhere(body)
    } else {
        own
    };
    let tokens: Vec<Vec<Token>> = searched.iter().map(|p| p.tokens()).collect();
    for (passage, tokens) in searched.iter().zip(&tokens) {
        for range in damaged(tokens) {
            let end = tokens.get(range.end).map_or(0, |unit| unit.end);
            let bytes = tokens.get(range.start).map_or(0, |t| t.start)..end;
            let printed = passage.text.text.get(bytes.clone()).unwrap_or_default();
            trace.finding(
                Finding::new("amount_in_text_unreadable", passage.text.origin(bytes))
                    .arg("printed", printed),
            );
        }
    }
    let told = tell(&searched, &tokens);
    let total = total_of(&told);
    if let Some(at) = total
        && let Some(one) = told.get(at)
    {
        read.total_in_text = one.found.amount.kroner;
        let rule = if fallback {
            "economy.total.anywhere"
        } else {
            "economy.total"
        };
        one.trace("total_in_text", rule, trace);
    }
    for (at, one) in told.iter().enumerate() {
        if Some(at) == total {
            continue;
        }
        if one.repeats(read.total_in_text) || heads_its_parts(&told, at) {
            continue;
        }
        if one.is_of_one_year() {
            let columns = read.budget.iter().flat_map(|b| &b.years);
            let printed = columns.map(|y| (Some(y.year), y.amount));
            if !printed
                .into_iter()
                .any(|cell| cell == (one.year(), one.found.amount.kroner))
            {
                one.neither(trace);
            }
            continue;
        }
        if one.is_rate() {
            if divided_by_years(&told, one, read) {
                continue;
            }
            if let Some(whole) = one.of_all_years() {
                whole.allocate(read, trace);
                continue;
            }
            one.neither(trace);
            continue;
        }
        one.allocate(read, trace);
    }
    economy_table::allocations(read, body, trace);
    pool(read, body, trace);
}

/// `De øvrige 4 mio. kr. fordeles med 3 mio. kr. til … og 1 mio. kr. til …`: an amount that is for
/// nothing itself and that the others of its sentence add up to.
fn heads_its_parts(told: &[Told], at: usize) -> bool {
    let Some((one, rest)) = told.get(at..).and_then(<[Told]>::split_first) else {
        return false;
    };
    let parts = rest
        .iter()
        .take_while(|t| std::ptr::eq(t.passage, one.passage) && t.sentence == one.sentence);
    let sum = parts
        .map(|t| t.found.amount.kroner)
        .try_fold(0i64, |sum, n| sum.checked_add(n?));
    one.found.amount.kroner.is_some() && sum == one.found.amount.kroner && one.spoken().is_none()
}

/// Whether the yearly amounts of a sentence only divide what has been read already, the total or the
/// part before them: `12 mio. kr., fordelt med 6 mio. kr. i 2024 og 3 mio. kr. årligt i 2025-2026`.
fn divided_by_years(told: &[Told], one: &Told, read: &Initiative) -> bool {
    let same = told
        .iter()
        .filter(|t| std::ptr::eq(t.passage, one.passage) && t.sentence == one.sentence);
    let years = same.filter(|t| t.is_rate());
    let sum = years
        .map(Told::over_the_years)
        .try_fold(0i64, |sum, n| sum.checked_add(n?));
    let before = read.allocations.last().and_then(|a| a.amount);
    sum.is_some() && (sum == read.total_in_text || sum == before)
}

/// The section under a heading that the lexicon does not know whose text says the budget's total.
fn section_with_total(body: &Body, total: Option<i64>) -> Option<usize> {
    let total = total?;
    let says = |p: &&Passage| {
        let all = amounts(&p.tokens());
        all.iter().any(|found| found.amount.kroner == Some(total))
    };
    let unknown = passages(body, |p| p.key == "other");
    unknown.into_iter().find(says).map(|p| p.section)
}

/// Paragraphs that give money under whatever heading, each with the list that it announces.
fn said_anywhere(body: &Body) -> Vec<&Passage> {
    const ELSEWHERE: [&str; 4] = ["direct_grants", "background", "problem", "pool_criteria"];
    const GIVEN: [&str; 4] = ["fsættes", "fsat", "bevilges", "ramme på"];
    let mut announced = None;
    let all = passages(body, |p| !ELSEWHERE.contains(&p.key.as_str()));
    let said = all.into_iter().filter(|p| {
        let text = &p.text.text;
        let given = GIVEN.iter().any(|word| text.contains(word));
        if p.role == Role::Paragraph {
            announced = (given && text.ends_with(':')).then_some(p.section);
        }
        given || announced == Some(p.section)
    });
    said.collect()
}

pub(crate) fn passages(body: &Body, wanted: impl Fn(&Passage) -> bool) -> Vec<&Passage> {
    let all = body.passages.iter();
    all.filter(|p| matches!(p.role, Role::Paragraph | Role::Item) && wanted(p))
        .collect()
}

/// The total among the amounts: the first that is said outright; else the first amount of all where
/// the text goes on with `Heraf`, names nothing that it is for, or the others add up to it.
fn total_of(told: &[Told]) -> Option<usize> {
    if let Some(at) = told.iter().position(Told::is_total) {
        return Some(at);
    }
    let first = told.first()?;
    let kroner = first.found.amount.kroner?;
    if first.is_rate() {
        return None;
    }
    let parts = told.get(1..).unwrap_or_default();
    let sum: i64 = parts
        .iter()
        .filter_map(|t| t.found.amount.kroner)
        .fold(0, i64::saturating_add);
    let of_it = parts.first().is_some_and(Told::begins_with_of_it) || first.is_divided();
    let adds_up = !parts.is_empty() && sum == kroner;
    let no_purpose =
        first.first && !parts.is_empty() && first.says_given() && first.spoken().is_none();
    (of_it || adds_up || no_purpose).then_some(0)
}

#[cfg(test)]
#[path = "economy_tests.rs"]
mod tests;
