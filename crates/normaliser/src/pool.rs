//! Reads the *ansøgningspulje*: the parts of the money that are for one, else what a sentence says of it.

use std::ops::Range;

use uip_model::{Allocation, Initiative};

use crate::amount::{Found, amounts};
use crate::economy::passages;
use crate::sections::Body;
use crate::sentences::{sentence_of, sentences};
use crate::tokens::Token;
use crate::trace::Trace;

/// The *ansøgningspulje*: the parts that are for one, else an amount that the text says of a pool.
pub(crate) fn pool(read: &mut Initiative, body: &Body, trace: &mut Trace) {
    let is_pool = |a: &&(usize, &Allocation)| {
        let purpose = a.1.purpose.as_deref().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = purpose
            .split(' ')
            .map(|w| w.trim_matches(|c: char| !c.is_alphabetic()))
            .collect();
        let first = words.iter().take(3).any(|w| is_pool_word(w));
        // `kommuner via en ansøgningspulje`
        let through = words.windows(3).any(|w| {
            matches!(w, [by, _, pool] | [_, by, pool]
                if ["via", "gennem"].contains(by) && is_pool_word(pool))
        });
        first || through
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
        let found = amounts_of_pool(&tokens, &sentences);
        if let (Some(first), Some(last)) = (found.first(), found.last()) {
            let bytes = first.bytes.start..last.bytes.end;
            let each = found.iter().filter_map(|f| f.amount.kroner);
            read.application_pool = Some(each.fold(0, i64::saturating_add));
            trace.read("application_pool", &passage.text, bytes, "pool.sentence");
            return;
        }
    }
}

fn is_pool_word(word: &str) -> bool {
    word.starts_with("ansøgningspulje")
        || matches!(word, "pulje" | "puljen" | "puljer" | "puljemidler")
}

/// `Puljen er på i alt 8 mio. kr.`, `en ansøgningspulje på 8 mio. kr.`, not what each may apply for;
/// of `to puljer: 8 mio. kr. til kommuner og 2 mio. kr. til foreninger` both.
fn amounts_of_pool(tokens: &[Token], sentences: &[Range<usize>]) -> Vec<Found> {
    let all = amounts(tokens);
    let is_first = |found: &&Found| {
        let sentence = sentence_of(sentences, found.tokens.start);
        let from = found.tokens.start.saturating_sub(8).max(sentence.start);
        let before = tokens.get(from..found.tokens.start).unwrap_or_default();
        // `gennem en pulje, 6 mio. kr. til drift`: the amount behind a comma is another's.
        let named = before.iter().rposition(|t| is_pool_word(&t.lower));
        let behind = named.and_then(|at| before.get(at + 1..));
        let another = |t: &Token| t.is_any(&["kr", "kroner", "mio"]);
        let pool = behind
            .is_some_and(|b| !b.iter().any(another) && b.last().is_none_or(|t| !t.is_mark(',')));
        let each = tokens.get(sentence).unwrap_or_default().iter().any(|t| {
            t.is_any(&[
                "pr", "per", "hver", "ansøge", "søge", "ansøger", "kommune", "projekt",
            ])
        });
        pool && !each && found.amount.kroner.is_some() && found.amount.max.is_none()
    };
    let Some(first) = all.iter().find(is_first) else {
        return Vec::new();
    };
    let sentence = sentence_of(sentences, first.tokens.start);
    let before = tokens.get(sentence.start..first.tokens.start);
    let several = before.is_some_and(|b| {
        b.last().is_some_and(|t| t.is_mark(':')) && b.iter().any(|t| t.lower.ends_with("puljer"))
    });
    let listed = |f: &&Found| *f == first || several && sentence.contains(&f.tokens.start);
    all.iter().filter(listed).cloned().collect()
}
