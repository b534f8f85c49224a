//! Numbers before a unit of money that are damaged, so that what can be read of them is no amount.

use std::ops::Range;

use crate::tokens::{Kind, Token};

/// Numbers before a unit of money that are damaged, by their tokens: `9,O mio.`, `l,5 mio.`, `9 ,5 mio.`
/// Each has a digit, and letters or a comma where only digits can be. What of it can be read is no amount.
pub(crate) fn damaged(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let unit = token.is_any(&["mio", "mia"]) || token.lower.starts_with("million");
        if !unit || !token.spaced {
            continue;
        }
        // What stands before the unit without a space in it, and a number that a comma without
        // one behind it goes on from.
        let mut start = at;
        while let Some(before) = start.checked_sub(1).and_then(|i| tokens.get(i)) {
            let joined = start == at || tokens.get(start).is_some_and(|t| !t.spaced);
            // No one puts a space before a comma.
            let torn = (tokens.get(start).is_some_and(|t| t.is_mark(','))
                && before.kind == Kind::Number)
                || (before.is_mark(',') && before.spaced);
            if !joined && !torn {
                break;
            }
            start -= 1;
            if !matches!(before.kind, Kind::Number | Kind::Word) && !before.is_mark(',') {
                start += 1;
                break;
            }
        }
        let parts = tokens.get(start..at).unwrap_or_default();
        let comma = parts.iter().any(|t| t.is_mark(','));
        let digit = parts
            .iter()
            .any(|t| t.text.chars().any(|c| c.is_ascii_digit()));
        // Letters in the place of digits, or a word that a digit sticks to: `sættes9,5 mio.`
        let like_digits = |t: &Token| {
            t.kind != Kind::Word
                || t.text.chars().count() <= 2
                || t.text.ends_with(|c: char| c.is_ascii_digit())
        };
        let short = parts.iter().all(like_digits);
        if comma && digit && short && parts.len() > 1 {
            found.push(start..at);
        }
    }
    found
}
