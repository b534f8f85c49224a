//! Whom a sentence gives an amount to: the names before the verb, behind it, or behind `til`.

use std::ops::Range;

use uip_model::Recipient;

use crate::amount::Found;
use crate::recipients::split;
use crate::tokens::{Kind, Token};

/// Verbs with the recipient before them.
const RECEIVES: [&str; 8] = [
    "tildeles", "modtager", "får", "bevilges", "ydes", "gives", "modtage", "støttes",
];

/// Words before the verb that name no recipient: `Der tildeles`, `Endvidere tildeles`.
const NO_RECIPIENT: [&str; 14] = [
    "der",
    "det",
    "heraf",
    "hvoraf",
    "hver",
    "midlerne",
    "endvidere",
    "desuden",
    "dertil",
    "hertil",
    "derudover",
    "herudover",
    "endelig",
    "samtidig",
];

/// Where the name of a recipient behind `til` ends.
const ENDS_NAME: [&str; 12] = [
    "til", "med", "der", "som", "for", "i", "så", "hvor", "på", "at", "ved", "fra",
];

/// Which amounts of a text are grants.
#[derive(Clone, Copy)]
pub(crate) enum Given<'a> {
    /// All that have a recipient: the section is about grants.
    All,
    /// Those that the sentence calls direct, and those that it gives to a recipient who is named in the
    /// list of recipients.
    Direct(&'a [Recipient]),
}

/// Whether a name is that of a recipient of its own in the list: no authority, no kind of bodies.
fn is_listed(recipients: &[Recipient], name: &str) -> bool {
    const KINDS: [&str; 4] = ["kommune", "region", "leverandør", "styrelse"];
    let own = name.starts_with(char::is_uppercase)
        && !KINDS.iter().any(|kind| name.to_lowercase().contains(kind));
    own && recipients
        .iter()
        .any(|r| r.name == name || r.name.split(['(', ')', ' ']).any(|word| word == name))
}

fn one(bytes: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(bytes).collect()
}

/// The bytes of the recipients' names for an amount.
pub(crate) fn recipients_of(
    text: &str,
    tokens: &[Token],
    sentence: &Range<usize>,
    found: &Found,
    given: Given,
) -> Option<Vec<Range<usize>>> {
    let Given::Direct(listed) = given else {
        return named_for(text, tokens, sentence, found);
    };
    let direct = said_direct(tokens, sentence, found);
    let names = named_for(text, tokens, sentence, found)?;
    let known = |bytes: &Range<usize>| {
        let name = text.get(bytes.clone()).unwrap_or_default();
        is_listed(listed, name)
    };
    let before = tokens.get(sentence.start..found.tokens.start)?;
    let as_grant = before
        .iter()
        .any(|t| t.lower.starts_with("tilskud") || t.is_any(&["tildeles", "modtager", "støttes"]));
    (direct || as_grant && names.iter().all(known)).then_some(names)
}

/// Whether the sentence calls the amount a direct grant, or one that is given without application.
fn said_direct(tokens: &[Token], sentence: &Range<usize>, found: &Found) -> bool {
    let words = tokens.get(sentence.clone()).unwrap_or_default();
    let direct = words
        .iter()
        .any(|t| t.lower.starts_with("direkte") || t.is("ansøgning"));
    let after = tokens.get(found.tokens.end..sentence.end);
    let mut near = after.unwrap_or_default().iter().take(8);
    direct
        && (near.any(|t| t.lower.starts_with("direkte"))
            || words.iter().any(|t| t.is_any(&RECEIVES)))
}

/// The bytes of the names that stand with an amount.
fn named_for(
    text: &str,
    tokens: &[Token],
    sentence: &Range<usize>,
    found: &Found,
) -> Option<Vec<Range<usize>>> {
    let start = tokens.get(sentence.start)?.start;
    let before = tokens.get(sentence.start..found.tokens.start)?;
    // `X og Y tildeles (et tilskud på) …`
    let verb = before.iter().rposition(|t| t.is_any(&RECEIVES));
    if let Some(verb) = verb.filter(|at| *at > 0) {
        let subject = before.get(..verb)?;
        // `Følgende botilbud tildeles hver 2 mio. kr. …: Bakken, Dalen og Engen`
        if subject.first().is_some_and(|t| t.is("følgende")) {
            let list = tokens.get(found.tokens.end..sentence.end)?;
            let colon = list.iter().position(|t| t.is_mark(':'))?;
            let from = list.get(colon + 1)?.start;
            let names = text.get(from..list.last()?.end)?;
            let parts = split(names).into_iter();
            return Some(parts.map(|(r, _)| from + r.start..from + r.end).collect());
        }
        // `…, hvoraf X tildeles …`
        let clause = subject
            .iter()
            .rposition(|t| t.is_any(&["hvoraf", "mens", "ligesom"]));
        let subject = subject.get(clause.map_or(0, |at| at + 1)..)?;
        let start = subject.first().map_or(start, |t| t.start);
        let there = subject.is_empty() || subject.iter().any(|t| t.is_any(&NO_RECIPIENT));
        if !there {
            let end = subject.last()?.end;
            let names = text.get(start..end)?;
            let each = tokens
                .get(found.tokens.end..(found.tokens.end + 2).min(sentence.end))?
                .iter()
                .any(|t| t.is_any(&["hver", "hvert", "hverisær"]));
            let each = each || before.iter().any(|t| t.is_any(&["hver", "hvert"]));
            let parts = split(names);
            return Some(if each || parts.len() == 1 {
                let shift = |(r, _): (Range<usize>, bool)| start + r.start..start + r.end;
                parts.into_iter().map(shift).collect()
            } else {
                one(start..end)
            });
        }
    }
    // `Heraf tildeles X 2 mio. kr.`
    if let Some(name) = verb.and_then(|at| before.get(at + 1..))
        && let (Some(first), Some(last)) = (name.first(), name.last())
        && first.text.starts_with(char::is_uppercase)
        && name.iter().all(|t| t.kind == Kind::Word)
    {
        return Some(one(first.start..last.end));
    }
    // `X: 500.000 kr.`, `X – 500.000 kr.`, `X (500.000 kr.)`
    let mark = before.last();
    if mark.is_some_and(|t| t.is_mark(':') || t.is_dash() || t.is_mark('(')) {
        let name = before.get(before.len().checked_sub(2)?)?;
        let short = before.len() <= 12;
        return short.then(|| one(start..name.end));
    }
    // A name alone before a later amount of the sentence.
    let alone = !before.is_empty()
        && before.len() <= 8
        && sentence_goes_on(tokens, sentence.start)
        && before
            .iter()
            .all(|t| t.kind == Kind::Word && !t.is_any(&ENDS_NAME));
    if alone
        && before
            .first()
            .is_some_and(|t| t.text.starts_with(char::is_uppercase))
    {
        return Some(one(start..before.last()?.end));
    }
    behind(text, tokens, sentence, found)
}

/// Whether the tokens from `at` on are not the beginning of a sentence.
fn sentence_goes_on(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    before.is_some_and(|t| t.is_any(&["og", "samt", "mens"]) || t.is_mark(','))
}

/// `… mio. kr. til (direkte tilskud til) X til …`
fn behind(
    text: &str,
    tokens: &[Token],
    sentence: &Range<usize>,
    found: &Found,
) -> Option<Vec<Range<usize>>> {
    let mut to =
        (found.tokens.end..sentence.end).find(|at| tokens.get(*at).is_some_and(|t| t.is("til")))?;
    // Only a few words of giving may come between: `… mio. kr. i 2024 som tilskud til X`.
    if to > found.tokens.end + 6 {
        return None;
    }
    let nominal = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            t.lower.starts_with("direkte")
                || t.lower.starts_with("tilskud")
                || t.is_any(&["et", "tildeling"])
        })
    };
    let mut next = to + 1;
    while nominal(next) {
        next += 1;
    }
    if next > to + 1 && tokens.get(next).is_some_and(|t| t.is("til")) {
        to = next;
    }
    let first = to + 1;
    let is_end = |at: usize| {
        tokens.get(at).is_none_or(|t| {
            (at > first && t.is_any(&ENDS_NAME) && !belongs_to_name(tokens, at))
                || t.is_mark(',')
                || t.is_mark('.')
                || (t.is_any(&["og", "samt", "mens"])
                    && tokens
                        .get(at + 1)
                        .is_some_and(|n| n.kind == Kind::Number || n.is_any(&["et", "en"])))
        })
    };
    let end = (first..sentence.end)
        .find(|at| is_end(*at))
        .unwrap_or(sentence.end);
    let last = tokens.get(end.checked_sub(1)?)?;
    let start = tokens.get(first)?.start;
    let name = text.get(start..last.end)?;
    let known =
        name.chars().any(char::is_alphabetic) && !tokens.get(first)?.is_any(&["at", "initiativet"]);
    known.then(|| one(start..last.end))
}

/// `Center for Autisme`, `Foreningen af Kommuner`: a small word inside a name, before a capital.
fn belongs_to_name(tokens: &[Token], at: usize) -> bool {
    let capital = |t: &Token| t.text.starts_with(char::is_uppercase);
    let small = tokens
        .get(at)
        .is_some_and(|t| t.is_any(&["for", "i", "på"]));
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    small && before.is_some_and(capital) && tokens.get(at + 1).is_some_and(capital)
}
