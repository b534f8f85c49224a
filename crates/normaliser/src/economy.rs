//! Reads the *Økonomi* text: the initiative's total, the parts that it names with what they are for,
//! and the *ansøgningspulje*.
//!
//! Every amount in the text is the total, a part, or neither (an amount for each applicant or a
//! year); what is neither is told as a finding, so that no amount is lost in silence.

use std::ops::Range;

use uip_model::{Allocation, Finding, Initiative};

use crate::amount::{Found, amounts};
use crate::economy_table;
use crate::purpose::{self, Spoken};
use crate::sections::{Body, Passage, Role};
use crate::sentences::{sentence_of, sentences};
use crate::tokens::Token;
use crate::trace::Trace;

/// What an amount is given to when it is the total: `til initiativet`.
const WHOLES: [&str; 13] = [
    "initiativet",
    "projektet",
    "screeningen",
    "modningen",
    "afprøvningen",
    "udbredelsen",
    "indsatsen",
    "screeningsinitiativet",
    "modningsinitiativet",
    "afprøvningsinitiativet",
    "udbredelsesinitiativet",
    "forslaget",
    "programmet",
];

/// Subjects whose amount is the total: `Initiativets samlede ramme er`, `Den samlede bevilling udgør`.
const FRAMES: [&str; 11] = [
    "ramme",
    "økonomi",
    "budget",
    "bevilling",
    "udgift",
    "udgifter",
    "omkostninger",
    "beløb",
    "finansiering",
    "pris",
    "totaløkonomi",
];

/// An amount in the economy text, with all that is needed to place it.
struct Told<'a> {
    passage: &'a Passage,
    tokens: &'a [Token<'a>],
    found: Found,
    /// The sentence it stands in.
    sentence: Range<usize>,
    /// Where the next amount's words begin, or the sentence's end.
    until: usize,
    /// First amount of its sentence.
    first: bool,
}

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
        if one.repeats(read.total_in_text) {
            continue;
        }
        if one.is_rate() {
            let origin = one.passage.text.origin(one.found.bytes.clone());
            trace.finding(
                Finding::new("amount_neither_total_nor_part", origin).arg("printed", one.printed()),
            );
            continue;
        }
        one.allocate(read, trace);
    }
    economy_table::allocations(read, body, trace);
    pool(read, body, trace);
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

fn passages(body: &Body, wanted: impl Fn(&Passage) -> bool) -> Vec<&Passage> {
    let all = body.passages.iter();
    all.filter(|p| matches!(p.role, Role::Paragraph | Role::Item) && wanted(p))
        .collect()
}

fn tell<'a>(passages: &[&'a Passage], tokens: &'a [Vec<Token<'a>>]) -> Vec<Told<'a>> {
    let mut told = Vec::new();
    for (passage, tokens) in passages.iter().zip(tokens) {
        let sentences = sentences(tokens);
        let found = amounts(tokens);
        let mut last = usize::MAX;
        for (at, one) in found.iter().enumerate() {
            let sentence = sentence_of(&sentences, one.tokens.start);
            let next = found.get(at + 1).map_or(usize::MAX, |n| n.tokens.start);
            told.push(Told {
                passage,
                tokens,
                found: one.clone(),
                until: next.min(sentence.end),
                first: sentence.start != last,
                sentence: sentence.clone(),
            });
            last = sentence.start;
        }
    }
    told
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

impl Told<'_> {
    fn words(&self, range: Range<usize>) -> &[Token<'_>] {
        let end = range.end.min(self.tokens.len());
        self.tokens.get(range.start..end).unwrap_or_default()
    }

    fn printed(&self) -> &str {
        let bytes = self.found.bytes.clone();
        self.passage.text.text.get(bytes).unwrap_or_default()
    }

    fn trace(&self, field: &str, rule: &'static str, trace: &mut Trace) {
        let amount = &self.found.amount;
        let bytes = self.found.bytes.clone();
        if amount.ambiguous {
            trace.finding(
                Finding::new("amount_ambiguous", self.passage.text.origin(bytes.clone()))
                    .arg("printed", self.printed())
                    .arg("kroner", amount.kroner.unwrap_or_default()),
            );
        }
        trace.read(field, &self.passage.text, bytes, rule);
    }

    /// `afsættes`, `er afsat`, `bevilges`: the sentence gives money.
    fn says_given(&self) -> bool {
        self.words(self.sentence.clone()).iter().any(|t| {
            t.is_any(&[
                "afsættes",
                "afsat",
                "afsætter",
                "bevilges",
                "bevilget",
                "sættes",
                "reserveres",
                "prioriteres",
                "tildeles",
                "udmøntes",
            ])
        })
    }

    /// Said outright to be the total.
    fn is_total(&self) -> bool {
        if self.found.amount.kroner.is_none() || self.is_rate() {
            return false;
        }
        let before = self.words(self.sentence.start..self.found.tokens.start);
        let after = self.words(self.found.tokens.end..self.until);
        // `… mio. kr. (i 2020) til initiativet`
        let given_to = after.iter().position(|t| t.is("til"));
        let to_the_whole = given_to.is_some_and(|at| {
            let plain = |t: &Token| {
                t.year().is_some()
                    || t.is_dash()
                    || t.is_any(&[
                        "i", "alt", "perioden", "årene", "samlet", "over", "af", "pl",
                    ])
            };
            let near = after.get(..at).is_some_and(|b| b.iter().all(plain));
            near && names_the_whole(after.get(at + 1..).unwrap_or_default())
        });
        // `Initiativets samlede ramme er`, `Den samlede bevilling udgør`, `Initiativet koster`
        let whole_before = before
            .iter()
            .any(|t| WHOLES.contains(&t.lower.as_ref()) || t.lower.starts_with("initiativets"));
        let in_all = before
            .windows(2)
            .any(|w| matches!(w, [i, alt] if i.is("i") && alt.is("alt")))
            || before
                .iter()
                .any(|t| t.lower.starts_with("samle") || t.is("total"));
        let framed = before.iter().any(|t| {
            FRAMES
                .iter()
                .any(|f| t.lower == *f || t.lower.starts_with(f))
        });
        let costs = before
            .iter()
            .any(|t| t.is_any(&["koster", "finansieres", "budgetteres"]));
        // `Til initiativet afsættes i alt …`
        let led = matches!(before, [til, what, ..] if til.is("til") && WHOLES.contains(&what.lower.as_ref()));
        // `Der afsættes i alt 8 mio. kr. i 2024-2027.` with nothing that it is for
        let bare = in_all && self.says_given() && self.first && self.spoken().is_none();
        let part = before
            .iter()
            .any(|t| t.is_any(&["heraf", "hvoraf", "dertil", "derudover"]));
        to_the_whole
            || (!part
                && self.first
                && ((framed && (whole_before || in_all)) || (costs && whole_before) || led || bare))
    }

    /// The sentence, or the clause before the amount, begins with `Heraf`.
    fn begins_with_of_it(&self) -> bool {
        let before = self.words(self.sentence.start..self.found.tokens.start);
        before.iter().any(|t| {
            t.is_any(&[
                "heraf", "hvoraf", "midlerne", "beløbet", "fordelt", "fordeles",
            ])
        })
    }

    /// `Af de 12 mio. kr. anvendes …`
    fn is_divided(&self) -> bool {
        let lead = self.found.tokens.start;
        let near = self.words(lead.saturating_sub(4)..lead);
        near.windows(2)
            .any(|w| matches!(w, [of, the] if of.is("af") && the.is_any(&["de", "den", "det"])))
    }

    /// An amount for each applicant or year: `op til 2 mio. kr. pr. kommune`, `1 mio. kr. årligt`,
    /// `4 mio. kr. i 2024 og 3 mio. kr. i 2025`.
    fn is_rate(&self) -> bool {
        let lead = self.found.tokens.start;
        if self
            .words(lead.saturating_sub(1)..lead)
            .iter()
            .any(|t| t.is("årligt"))
        {
            return true;
        }
        if self.in_year(self.found.tokens.end) {
            let others = amounts(self.words(self.sentence.clone()));
            let start = self.sentence.start;
            let yearly = others.iter().filter(|o| self.in_year(start + o.tokens.end));
            if yearly.count() >= 2 {
                return true;
            }
        }
        let after = self.words(self.found.tokens.end..self.found.tokens.end + 3);
        matches!(after, [first, ..] if first.is_any(&["pr", "per", "årligt", "hver", "hvert"]))
            || matches!(after, [om, aaret, ..] if om.is("om") && aaret.is("året"))
            || matches!(after, [til, each, ..] if til.is("til") && each.is_any(&["hver", "hvert"]))
    }

    /// `i 2024` and no span of years.
    fn in_year(&self, at: usize) -> bool {
        let after = self.words(at..at + 3);
        matches!(after, [i, year, ..] if i.is("i") && year.year().is_some())
            && !after.get(2).is_some_and(Token::is_dash)
    }

    /// The total again: `De i alt 20 mio. kr. fordeles …`
    fn repeats(&self, total: Option<i64>) -> bool {
        total.is_some()
            && self.found.amount.kroner == total
            && self
                .words(self.found.tokens.start.saturating_sub(3)..self.found.tokens.start)
                .iter()
                .any(|t| t.is_any(&["de", "alt", "samlede", "samlet"]))
    }

    fn spoken(&self) -> Option<Spoken> {
        purpose::spoken(
            &self.passage.text.text,
            self.tokens,
            self.sentence.clone(),
            self.found.tokens.clone(),
            self.until,
        )
    }

    fn allocate(&self, read: &mut Initiative, trace: &mut Trace) {
        let amount = &self.found.amount;
        let field = format!("allocations/{}", read.allocations.len());
        let value = if amount.kroner.is_some() {
            "amount"
        } else {
            "min"
        };
        self.trace(&format!("{field}/{value}"), amount.rule, trace);
        let purpose = self.spoken().map(|spoken| {
            let field = format!("{field}/purpose");
            trace.read(&field, &self.passage.text, spoken.bytes, spoken.rule);
            spoken.text
        });
        read.allocations.push(Allocation {
            amount: amount.kroner,
            approximate: amount.approximate,
            purpose,
            min: amount.min,
            max: amount.max,
        });
    }
}

/// `initiativet`, `det samlede initiativ`, `gennemførelse af initiativet`, `initiativets
/// gennemførelse`, `at gennemføre initiativet`.
fn names_the_whole(after: &[Token]) -> bool {
    let whole = |t: &Token| WHOLES.contains(&t.lower.as_ref());
    match after {
        [what, ..] if whole(what) => true,
        [that, samlede, what, ..]
            if that.is_any(&["det", "den", "hele"]) && samlede.lower.starts_with("samle") =>
        {
            what.lower.starts_with("initiativ") || what.lower.starts_with("indsats")
        }
        [this, what, ..] if this.is_any(&["dette", "hele"]) => what.lower.starts_with("initiativ"),
        [doing, of, what, ..]
            if doing.lower.starts_with("gennemfør") || doing.lower.starts_with("realisering") =>
        {
            of.is("af") && whole(what)
        }
        [at, doing, what, ..] if at.is("at") && doing.is_any(&["gennemføre", "realisere"]) => {
            whole(what)
        }
        [of, doing, ..] if of.is("initiativets") => doing.lower.starts_with("gennemfør"),
        _ => false,
    }
}

/// The *ansøgningspulje*: the parts that are for one, else an amount that the text says of a pool.
fn pool(read: &mut Initiative, body: &Body, trace: &mut Trace) {
    let is_pool = |a: &&(usize, &Allocation)| {
        let purpose = a.1.purpose.as_deref().unwrap_or_default().to_lowercase();
        purpose
            .split(' ')
            .take(3)
            .any(|w| is_pool_word(w.trim_matches(|c: char| !c.is_alphabetic())))
    };
    let parts: Vec<(usize, &Allocation)> = read.allocations.iter().enumerate().collect();
    let pools: Vec<_> = parts.iter().filter(is_pool).collect();
    let amounts = pools.iter().filter_map(|(_, a)| a.amount);
    let sum = amounts.fold(None, |sum: Option<i64>, n| {
        Some(sum.unwrap_or(0).saturating_add(n))
    });
    if sum.is_some() {
        let rule = if pools.len() == 1 {
            "pool.allocation"
        } else {
            "pool.sum_of_allocations"
        };
        let paths: Vec<String> = pools
            .iter()
            .map(|(at, _)| format!("{}/allocations/{at}/amount", trace.path))
            .collect();
        let known = trace.evidence.iter().filter(|e| paths.contains(&e.path));
        let printed: Vec<&str> = known.clone().map(|e| e.printed.as_str()).collect();
        let (printed, origin) = (
            printed.join(" + "),
            known.flat_map(|e| e.origin.clone()).collect(),
        );
        trace.value(
            "application_pool",
            printed,
            uip_model::ValueState::Printed,
            rule,
            origin,
        );
        read.application_pool = sum;
        return;
    }
    for passage in passages(body, |p| {
        !crate::duration::ABOUT_OTHERS.contains(&p.key.as_str())
    }) {
        if !passage.text.text.contains("pulje") {
            continue;
        }
        let tokens = passage.tokens();
        let sentences = sentences(&tokens);
        if let Some(found) = amounts_of_pool(&tokens, &sentences) {
            read.application_pool = found.amount.kroner;
            trace.read(
                "application_pool",
                &passage.text,
                found.bytes,
                "pool.sentence",
            );
            return;
        }
    }
}

fn is_pool_word(word: &str) -> bool {
    word.starts_with("ansøgningspulje")
        || matches!(word, "pulje" | "puljen" | "puljer" | "puljemidler")
}

/// `Puljen er på i alt 8 mio. kr.`, `en ansøgningspulje på 8 mio. kr.`, not what each may apply for.
fn amounts_of_pool(tokens: &[Token], sentences: &[Range<usize>]) -> Option<Found> {
    amounts(tokens).into_iter().find(|found| {
        let sentence = sentence_of(sentences, found.tokens.start);
        let from = found.tokens.start.saturating_sub(8).max(sentence.start);
        let before = tokens.get(from..found.tokens.start).unwrap_or_default();
        let pool = before.iter().any(|t| is_pool_word(&t.lower));
        let each = tokens.get(sentence).unwrap_or_default().iter().any(|t| {
            t.is_any(&[
                "pr", "per", "hver", "ansøge", "søge", "ansøger", "kommune", "projekt",
            ])
        });
        pool && !each && found.amount.kroner.is_some() && found.amount.max.is_none()
    })
}

#[cfg(test)]
#[path = "economy_tests.rs"]
mod tests;
