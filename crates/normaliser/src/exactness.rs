//! Words before an amount that say how exact it is: `ca.`, `op til`, `mindst`, `mere end`.

use crate::tokens::Token;

/// How exact an amount is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Circa,
    AtMost,
    AtLeast,
}

/// The words before a number that say that it is not exact: how far back they begin, and what they
/// say. `mellem` and `fra` belong to a range and are taken in too.
pub(crate) fn lead(tokens: &[Token], at: usize) -> (usize, Option<About>) {
    let word = |back: usize| at.checked_sub(back).and_then(|i| tokens.get(i));
    let is = |back: usize, list: &[&str]| word(back).is_some_and(|t| t.is_any(list));
    let point = usize::from(word(1).is_some_and(|t| t.is_mark('.')));
    if is(
        1 + point,
        &[
            "ca",
            "cirka",
            "circa",
            "omkring",
            "omtrent",
            "godt",
            "knap",
            "næsten",
            "anslået",
            "skønsmæssigt",
            "små",
        ],
    ) {
        return (at - 1 - point, Some(About::Circa));
    }
    if is(
        1 + point,
        &["maks", "max", "maksimalt", "højst", "under", "maksimum"],
    ) {
        return (at - 1 - point, Some(About::AtMost));
    }
    if is(1 + point, &["mindst", "minimum", "min", "over"]) {
        return (at - 1 - point, Some(About::AtLeast));
    }
    if point > 0 {
        return (at, None);
    }
    if is(1, &["til", "mod"]) && is(2, &["op"]) {
        return (at - 2, Some(About::AtMost));
    }
    if is(1, &["end"]) && is(2, &["mere", "flere"]) {
        return (at - 2, Some(About::AtLeast));
    }
    if is(1, &["end"]) && is(2, &["mindre", "færre"]) {
        return (at - 2, Some(About::AtMost));
    }
    if is(1, &["mellem", "fra"]) {
        return (at - 1, None);
    }
    (at, None)
}
