//! Finds where sentences end, past the abbreviations and ordinals of Danish administrative prose.

use std::ops::Range;

use crate::tokens::{Kind, Token};

/// Abbreviations that another word always follows: the point behind them ends no sentence even where
/// a capital comes next (`ca. Halvdelen` does not occur, `jf. Drejebogen` does).
const NEVER_LAST: [&str; 24] = [
    "ca", "jf", "fx", "eks", "bl", "dvs", "pr", "nr", "evt", "inkl", "ekskl", "hhv", "ift", "ifm",
    "vedr", "pga", "mht", "stk", "art", "dr", "prof", "maks", "min", "cirka",
];

/// The sentences of a text, each a range of its tokens.
pub(crate) fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..tokens.len() {
        if at >= start && ends_at(tokens, at) {
            // Quotes and brackets that close behind the point belong to the sentence.
            let mut next = at + 1;
            while tokens
                .get(next)
                .is_some_and(|t| !t.spaced && t.kind == Kind::Mark)
            {
                next += 1;
            }
            found.push(start..next);
            start = next;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

/// The sentence that holds a token.
pub(crate) fn sentence_of(sentences: &[Range<usize>], token: usize) -> Range<usize> {
    let found = sentences.iter().find(|s| s.contains(&token));
    found.cloned().unwrap_or(token..token + 1)
}

fn ends_at(tokens: &[Token], at: usize) -> bool {
    let Some(mark) = tokens.get(at) else {
        return false;
    };
    if mark.is_mark('!') || mark.is_mark('?') {
        return true;
    }
    if !mark.is_mark('.') {
        return false;
    }
    let mut after = tokens.iter().skip(at + 1);
    let Some(next) = after.find(|t| t.spaced || t.kind != Kind::Mark) else {
        return true;
    };
    if !next.spaced {
        return false;
    }
    let Some(before) = at.checked_sub(1).and_then(|i| tokens.get(i)) else {
        return false;
    };
    if before.is_any(&NEVER_LAST) || (before.kind == Kind::Word && before.text.len() == 1) {
        // `bl.a. Drejebogen`, `o.l. Der`: the second kind may end a sentence, the first may not.
        let last_letter = before.is_any(&["l", "v", "m"]) && starts_capital(next);
        return last_letter;
    }
    let first = next.text.chars().next().unwrap_or(' ');
    if before.kind == Kind::Number && before.text.len() <= 2 {
        return starts_capital(next);
    }
    starts_capital(next)
        || matches!(first, '"' | '”' | '“' | '»' | '’' | '\'' | '(')
        || (first.is_ascii_digit()
            && before.kind == Kind::Word
            && before.text.len() > 3
            && !before.is_any(&["mio", "kvt", "pct"]))
}

fn starts_capital(token: &Token) -> bool {
    token.text.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    fn cut(text: &str) -> Vec<&str> {
        let tokens = tokens(text);
        let sentences = sentences(&tokens);
        let bytes = |s: &Range<usize>| tokens[s.start].start..tokens[s.end - 1].end;
        sentences.iter().map(|s| &text[bytes(s)]).collect()
    }

    macro_rules! sentences {
        ($($text:literal => [$($sentence:literal),*])*) => {
            #[test]
            fn sentences_end_where_they_end() {
                $(
                    let expected: &[&str] = &[$($sentence),*];
                    assert_eq!(cut($text), expected);
                )*
            }
        };
    }

    sentences! {
        "Et. To! Tre? Fire" => ["Et.", "To!", "Tre?", "Fire"]
        "Der afsættes ca. 2 mio. kr. Heraf går 1 mio. kr. til drift." =>
            ["Der afsættes ca. 2 mio. kr.", "Heraf går 1 mio. kr. til drift."]
        "Det er jf. Drejebogen m.v. klart." => ["Det er jf. Drejebogen m.v. klart."]
        "Leder, drift mv. Der er mere." => ["Leder, drift mv.", "Der er mere."]
        "Børn i 0.-10. klasse. Unge" => ["Børn i 0.-10. klasse.", "Unge"]
        "Slut i 2024. Start" => ["Slut i 2024.", "Start"]
        "Den 1. maj 2024 begynder det." => ["Den 1. maj 2024 begynder det."]
        "Han sagde ”ja.” Og gik." => ["Han sagde ”ja.”", "Og gik."]
        "Bl.a. Region Nord o.l. Der" => ["Bl.a. Region Nord o.l.", "Der"]
        "" => []
    }
}
