//! Cuts what an amount is for to the phrase alone: without its article, and without the words behind it
//! that belong to the next amount.

use std::ops::Range;

use crate::tokens::{Kind, Token};

/// Words at the end of a phrase that belong to the next amount: `…, og der afsættes`.
pub(crate) const TRAILING: [&str; 37] = [
    "og",
    "samt",
    "mens",
    "der",
    "afsættes",
    "heraf",
    "hvoraf",
    "de",
    "at",
    "vil",
    "forventes",
    "yderligere",
    "desuden",
    "endelig",
    "dertil",
    "derudover",
    "herudover",
    "anvendes",
    "i",
    "alt",
    "samlet",
    "blive",
    "endvidere",
    "sættes",
    "går",
    "afsat",
    "er",
    "resterende",
    "den",
    "det",
    "ligesom",
    "hertil",
    "hvor",
    "på",
    "sidste",
    "øvrige",
    "resten",
];

/// A phrase without its article, without what belongs to the next amount, and without a clause that
/// says when the money is given out.
pub(crate) fn phrase(tokens: &[Token], range: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = range;
    if tokens.get(start)?.is_any(&["en", "et", "den", "det"]) && start + 1 < end {
        start += 1;
    }
    if let Some(at) = giving_clause(tokens, start, end) {
        end = at;
    }
    // `…, og de resterende midler anvendes til …` speaks of what no amount is named for.
    let rest = (start + 1..end).find(|at| {
        let is = |words: &[&str]| tokens.get(*at).is_some_and(|t| t.is_any(words));
        is(&["resten"])
            || is(&["resterende", "øvrige"])
                && tokens
                    .get(at + 1)
                    .is_some_and(|t| t.is_any(&["midler", "del", "beløb"]))
    });
    end = rest.unwrap_or(end);
    end = before_unfinished(tokens, start, end);
    while end > start {
        let last = tokens.get(end - 1)?;
        // `mv.` and `m.v.` keep their point.
        let abbreviation = last.is_mark('.')
            && end - 1 > start
            && tokens
                .get(end - 2)?
                .is_any(&["mv", "v", "m", "l", "fl", "osv", "lign"]);
        let trailing = last.is_any(&TRAILING)
            || (last.kind == Kind::Mark
                && !abbreviation
                && !matches!(last.text, ")" | "”" | "\"" | "’" | "»"));
        if !trailing {
            break;
        }
        end -= 1;
    }
    (start < end).then_some(())?;
    Some(tokens.get(start)?.start..tokens.get(end - 1)?.end)
}

/// The phrase's end before words that only lead to the next amount: a noun of its own (`… samt en
/// ansøgningspulje på`, `… og ca. 60 pct. svarende til`), or a clause that the amount finishes (`…, hvor
/// hver kommune kan få`).
fn before_unfinished(tokens: &[Token], start: usize, end: usize) -> usize {
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|t| t.is_any(words));
    let comma = |at: usize| tokens.get(at).is_some_and(|t| t.is_mark(','));
    let leads = end.checked_sub(1).is_some_and(|last| {
        is(last, &["på"]) || (is(last, &["til"]) && is(last.saturating_sub(1), &["svarende"]))
    });
    if leads
        && let Some(link) =
            (start + 1..end).rfind(|at| comma(*at) || is(*at, &["og", "samt", "mens"]))
    {
        return link;
    }
    let next_is_fronted = end
        .checked_sub(1)
        .and_then(|last| tokens.get(last))
        .is_some_and(gives);
    if next_is_fronted
        && let Some(to) = (start + 1..end).rfind(|at| opens_with_til(tokens, start, *at))
    {
        return to;
    }
    let which = [
        "hvor",
        "hvorfra",
        "hvorved",
        "hvormed",
        "hvortil",
        "hvorunder",
    ];
    let clause = (start + 1..end).rfind(|at| comma(*at) && is(at + 1, &which));
    let finished = end
        .checked_sub(1)
        .is_some_and(|last| comma(last) || is(last, &["og", "samt", "mens"]));
    let last_word = tokens.get(end.saturating_sub(1));
    let whole = last_word.is_some_and(|t| t.is_mark('.'));
    match clause {
        Some(at) if !finished && !whole => at,
        _ => end,
    }
}

/// `, der udmøntes i 2024`: where it begins.
fn giving_clause(tokens: &[Token], start: usize, end: usize) -> Option<usize> {
    let given = |t: &Token| {
        ["udmøntes", "udmeldes", "opslås", "udbydes", "uddeles"].contains(&t.lower.as_ref())
    };
    (start + 1..end).find(|at| {
        let which = tokens.get(*at).is_some_and(|t| t.is_any(&["der", "som"]));
        let comma = tokens.get(at - 1).is_some_and(|t| t.is_mark(','));
        let soon = tokens.get(at + 1..(at + 4).min(end)).unwrap_or_default();
        which && comma && soon.iter().any(given)
    })
}

/// Verbs that give money, right before the amount.
pub(crate) fn gives(token: &Token) -> bool {
    token.is_any(&[
        "afsættes",
        "anvendes",
        "bruges",
        "går",
        "reserveres",
        "bevilges",
    ])
}

/// Whether `til` at `at` begins the sentence or a clause of it.
pub(crate) fn opens_with_til(tokens: &[Token], start: usize, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    tokens.get(at).is_some_and(|t| t.is("til"))
        && (at == start
            || before.is_some_and(|t| {
                t.is_mark(',') || t.is_mark(';') || t.is_any(&["og", "samt", "mens"])
            }))
}
