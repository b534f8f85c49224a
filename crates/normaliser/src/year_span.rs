//! Reads the years that an initiative runs in from a span that the text says of it.

use std::ops::Range;

use crate::duration::{LONGEST, bytes_of, rank_of};
use crate::join::Joined;
use crate::sections::{Body, Role};
use crate::sentences::sentences;
use crate::tokens::Token;

/// A span of years that is said of the initiative: `i perioden 2020-2023`, `til initiativet i
/// 2020-2022`, `løber fra 2024 til 2026`.
pub(crate) fn year_span(body: &Body) -> Option<(&Joined, Range<usize>, i32, i32)> {
    let mut best: Option<(usize, &Joined, Range<usize>, i32, i32)> = None;
    for passage in &body.passages {
        let Some(section) = rank_of(passage).filter(|r| *r <= 3) else {
            continue;
        };
        if passage.role == Role::Cell {
            continue;
        }
        let tokens = passage.tokens();
        if tokens.iter().filter(|t| t.year().is_some()).count() < 2 {
            continue;
        }
        for sentence in sentences(&tokens) {
            let Some(about) = about_the_whole(&tokens, &sentence, &passage.key) else {
                continue;
            };
            let Some((range, first, last)) = span_in_sentence(&tokens, &sentence) else {
                continue;
            };
            let rank = section * 2 + about;
            if best.as_ref().is_none_or(|b| rank < b.0) {
                let bytes = bytes_of(&tokens, &range);
                best = Some((rank, &passage.text, bytes, first, last));
            }
        }
    }
    best.map(|(_, text, bytes, first, last)| (text, bytes, first, last))
}

fn span_in_sentence(tokens: &[Token], sentence: &Range<usize>) -> Option<(Range<usize>, i32, i32)> {
    // Behind `heraf` it is the time of a part.
    let of_it = |at: usize| {
        let before = tokens.get(sentence.start..at).unwrap_or_default();
        before.iter().any(|t| t.is_any(&["heraf", "hvoraf"]))
    };
    sentence.clone().find_map(|at| {
        let first = tokens.get(at).filter(|_| !of_it(at))?.year()?;
        if let Some((end, last)) = listed_years(tokens, at) {
            return Some((at..end, first, last));
        }
        let link = tokens.get(at + 1)?;
        let linked = link.is_dash() || link.is_any(&["til", "og"]);
        // `fra 3. kvartal 2024 til og med 2. kvartal 2027`
        let second = (at + 2..(at + 8).min(sentence.end))
            .take_while(|i| {
                tokens
                    .get(*i)
                    .is_some_and(|t| t.year().is_some() || in_time(t))
            })
            .find(|i| tokens.get(*i).is_some_and(|t| t.year().is_some()))?;
        let last = tokens.get(second)?.year()?;
        // `metodeprogrammet” (2014-2018)` is another project's.
        let bracket = at
            .checked_sub(1)
            .and_then(|i| tokens.get(i))
            .is_some_and(|t| t.is_mark('(') || t.is_mark('”') || t.is_mark('"'));
        let length = i64::from(last) - i64::from(first);
        (linked && !bracket && (0..LONGEST).contains(&length)).then_some((
            at..second + 1,
            first,
            last,
        ))
    })
}

/// `2020, 2021 og 2022`: where the years that follow each other end, and the last of them.
fn listed_years(tokens: &[Token], at: usize) -> Option<(usize, i32)> {
    let (mut end, mut last) = (at + 1, tokens.get(at)?.year()?);
    while let (Some(link), Some(next)) = (tokens.get(end), tokens.get(end + 1))
        && (link.is_mark(',') || link.is("og"))
        && next.year() == Some(last + 1)
    {
        last += 1;
        end += 2;
    }
    (end > at + 3).then_some((end, last))
}

/// Whether a sentence is about the whole initiative: 0 where it begins so, 1 where it names it.
fn about_the_whole(tokens: &[Token], sentence: &Range<usize>, key: &str) -> Option<usize> {
    const WHOLES: [&str; 7] = [
        "initiativ",
        "projekt",
        "screening",
        "modningen",
        "afprøvningen",
        "udbredelsen",
        "indsatsen",
    ];
    let words = tokens.get(sentence.clone())?;
    let whole = |t: &Token| WHOLES.iter().any(|w| t.lower.starts_with(w));
    let outright = words.iter().take(3).any(whole);
    // `Der afsættes 8 mio. kr. i 2024-2027.` at the beginning of the economy
    let money = key == "economy"
        && sentence.start == 0
        && words.first().is_some_and(|t| t.is("der"))
        && words.iter().any(|t| t.is_any(&["afsættes", "afsat"]));
    let named = words.iter().any(whole) || key == "duration";
    match (outright || money, named) {
        (true, _) => Some(0),
        (false, true) => Some(1),
        (false, false) => None,
    }
}

/// Words and marks inside a time.
fn in_time(token: &Token) -> bool {
    token.integer().is_some_and(|n| n <= 31)
        || token.is_mark('.')
        || token.is_any(&[
            "og",
            "med",
            "kvartal",
            "kvt",
            "halvår",
            "udgangen",
            "slutningen",
            "primo",
            "medio",
            "ultimo",
            "af",
            "til",
        ])
}
