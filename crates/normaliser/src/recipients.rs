//! Splits the recipients of money (`Tilskudsmodtagere`) at commas, `og` and `samt`, but not inside
//! names such as `Social- og Boligstyrelsen` and `Styrelsen for Undervisning og Kvalitet`.

use std::ops::Range;

use crate::budget_header::is_caption;
use crate::sections::{Body, Role};
use crate::tokens::{Kind, Token, tokens};
use crate::trace::Trace;
use uip_model::Recipient;

/// Words that make what follows optional.
const OPTIONAL: [&str; 8] = [
    "eventuelt",
    "evt",
    "eventuel",
    "eventuelle",
    "muligvis",
    "eventuelt,",
    "mulige",
    "event",
];

/// Reads the recipients of an initiative from the section of that name.
pub(crate) fn recipients(body: &Body, trace: &mut Trace) -> Vec<Recipient> {
    let mut found = Vec::new();
    let mut optional = false;
    for passage in &body.passages {
        let text = matches!(passage.role, Role::Paragraph | Role::Item | Role::Cell);
        if passage.key != "recipients" || !text || is_caption(&passage.text.text) {
            continue;
        }
        for (bytes, marked) in split(&passage.text.text) {
            optional |= marked;
            let Some(name) = passage.text.text.get(bytes.clone()) else {
                continue;
            };
            let field = format!("recipients/{}/name", found.len());
            let rule = if optional {
                "recipients.optional"
            } else {
                "recipients.named"
            };
            trace.read(&field, &passage.text, bytes, rule);
            found.push(Recipient {
                name: name.to_owned(),
                optional,
            });
        }
    }
    found
}

/// The names in a text, and for each whether `eventuelt` stands right before it.
pub(crate) fn split(text: &str) -> Vec<(Range<usize>, bool)> {
    let tokens = tokens(text);
    let mut parts = Vec::new();
    let mut start = after_verb(&tokens);
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        if token.is_mark('(') {
            depth += 1;
        } else if token.is_mark(')') {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 && parts_here(&tokens, start, at) {
            parts.push(start..at);
            start = at + 1;
        }
    }
    parts.push(start..tokens.len());
    parts
        .into_iter()
        .filter_map(|part| name(text, &tokens, part))
        .collect()
}

/// `Tilskudsmodtagere er …`, `Modtagere af midlerne er: …`: the names begin behind the verb.
fn after_verb(tokens: &[Token]) -> usize {
    let sentence = tokens.first().is_some_and(|t| {
        t.lower.starts_with("tilskudsmodtager") || t.lower.starts_with("modtager")
    });
    if !sentence {
        return 0;
    }
    let verb = tokens
        .iter()
        .take(8)
        .position(|t| t.is_any(&["er", "bliver"]) || t.is_mark(':'));
    verb.map_or(0, |at| at + 1)
}

/// Whether the token at `at` parts two names, the first of which begins at `start`.
fn parts_here(tokens: &[Token], start: usize, at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    let suspended = at > start && tokens.get(at - 1).is_some_and(Token::is_dash);
    if suspended {
        return false;
    }
    if token.is_mark(',') || token.is_mark(';') {
        return true;
    }
    if token.is("samt") {
        return true;
    }
    if !token.is("og") {
        return false;
    }
    let before = tokens.get(start..at).unwrap_or_default();
    let named_for = before.iter().any(|t| t.is_any(&["for", "af", "om"]))
        && before
            .first()
            .is_some_and(|t| t.text.starts_with(char::is_uppercase))
        && !before.iter().any(|t| t.is("og"));
    // `Styrelsen for Undervisning og Kvalitet`: goes on unless a recipient of its own begins.
    !named_for
        || tokens
            .get(at + 1)
            .is_none_or(|next| begins_recipient(tokens, next, at + 1))
}

/// Whether a word begins a recipient of its own rather than the second half of a name.
fn begins_recipient(tokens: &[Token], word: &Token, at: usize) -> bool {
    if !word.text.starts_with(char::is_uppercase) {
        return true;
    }
    let own = |t: &Token| {
        const ENDS: [&str; 18] = [
            "styrelsen",
            "ministeriet",
            "kommuner",
            "kommune",
            "kommunerne",
            "huse",
            "husene",
            "regioner",
            "regionerne",
            "organisationer",
            "foreninger",
            "centre",
            "centeret",
            "centret",
            "fonden",
            "instituttet",
            "universitet",
            "leverandører",
        ];
        ENDS.iter().any(|end| t.lower.ends_with(end))
            || t.is_any(&[
                "region",
                "center",
                "ministeriet",
                "styrelsen",
                "foreningen",
                "institut",
            ])
    };
    let suspended = tokens.get(at + 1).is_some_and(|t| t.is_dash() && !t.spaced);
    let next = tokens.get(at + 1);
    own(word) || suspended || next.is_some_and(own) || next.is_some_and(|n| n.is("for"))
}

/// The bytes of a name without `eventuelt`, brackets around it and the point at the end.
fn name(text: &str, tokens: &[Token], mut part: Range<usize>) -> Option<(Range<usize>, bool)> {
    let mut optional = false;
    let get = |at: usize| tokens.get(at);
    // `(evt. leverandører)`
    if get(part.start)?.is_mark('(') && get(part.end.checked_sub(1)?)?.is_mark(')') {
        part = part.start + 1..part.end - 1;
    }
    loop {
        let first = tokens.get(part.clone())?.first()?;
        if first.is_any(&OPTIONAL) {
            optional = true;
        } else if !(first.is_any(&["og", "samt"]) || first.is_mark('.') || first.is_mark(':')) {
            break;
        }
        part.start += 1;
    }
    while tokens.get(part.clone())?.last().is_some_and(|t| {
        t.kind == Kind::Mark && !t.is_mark(')') && !t.is_mark('"') && !t.is_mark('”')
    }) {
        // `m.fl.` keeps its point.
        if get(part.end.checked_sub(2)?).is_some_and(|t| t.is("fl")) {
            break;
        }
        part.end -= 1;
    }
    let first = get(part.start)?;
    let last = get(part.end.checked_sub(1)?)?;
    let bytes = first.start..last.end;
    let named = text
        .get(bytes.clone())
        .is_some_and(|n| n.chars().any(char::is_alphabetic));
    named.then_some((bytes, optional))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        let mut optional = false;
        split(text)
            .into_iter()
            .map(|(bytes, marked)| {
                optional |= marked;
                format!("{}{}", &text[bytes], if optional { "?" } else { "" })
            })
            .collect()
    }

    macro_rules! recipients {
        ($($text:literal => [$($name:literal),*])*) => {
            #[test]
            fn names_are_split() {
                $(
                    let expected: &[&str] = &[$($name),*];
                    assert_eq!(read($text), expected);
                )*
            }
        };
    }

    recipients! {
        "Kommuner, Socialstyrelsen og ekstern leverandør" =>
            ["Kommuner", "Socialstyrelsen", "ekstern leverandør"]
        "Socialstyrelsen og eventuelt leverandører" => ["Socialstyrelsen", "leverandører?"]
        "Kommuner, Social- og Boligstyrelsen og evt. leverandør(er)." =>
            ["Kommuner", "Social- og Boligstyrelsen", "leverandør(er)?"]
        "Kommuner samt eventuelle leverandører og fonde" => ["Kommuner", "leverandører?", "fonde?"]
        "Styrelsen for Undervisning og Kvalitet, Styrelsen for Arbejdsmarked og Rekruttering" =>
            ["Styrelsen for Undervisning og Kvalitet", "Styrelsen for Arbejdsmarked og Rekruttering"]
        "Styrelsen for It og Læring og Region Sjælland" =>
            ["Styrelsen for It og Læring", "Region Sjælland"]
        "Center for Autisme og Socialstyrelsen" => ["Center for Autisme", "Socialstyrelsen"]
        "Center for Autisme og kommuner" => ["Center for Autisme", "kommuner"]
        "Social-, Bolig- og Ældreministeriet samt Børne- og Undervisningsministeriet" =>
            ["Social-, Bolig- og Ældreministeriet", "Børne- og Undervisningsministeriet"]
        "Videncenter for Unge (herefter VU, der dækker nord og syd) og regioner" =>
            ["Videncenter for Unge (herefter VU, der dækker nord og syd)", "regioner"]
        "Tilskudsmodtagere er kommuner og regioner." => ["kommuner", "regioner"]
        "Kommuner (evt. leverandører)" => ["Kommuner (evt. leverandører)"]
        "Kommuner, (evt. leverandører)" => ["Kommuner", "leverandører?"]
        "Red Barnet, Børns Vilkår m.fl." => ["Red Barnet", "Børns Vilkår m.fl."]
        "" => []
        "." => []
    }

    proptest! {
        #[test]
        fn any_string_is_split_inside_its_bounds(text in ".{0,60}") {
            for (bytes, _) in split(&text) {
                prop_assert!(text.get(bytes).is_some_and(|name| !name.trim().is_empty()));
            }
        }
    }
}
