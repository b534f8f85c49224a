//! Cuts Danish text into numbers, words and marks: the ground that every reader of values stands on.
//! One pass, no regular expressions; a token knows where it stands and whether a space came before.

use std::borrow::Cow;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits with `.` and `,` between digits, and `½ ¼ ¾`.
    Number,
    /// Letters, then letters or digits, with apostrophes inside: `kommuner`, `R`, `Q1`, `UIP'erne`.
    Word,
    /// Any other single character.
    Mark,
}

/// A piece of text.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    /// As written.
    pub(crate) text: &'a str,
    /// In lower case.
    pub(crate) lower: Cow<'a, str>,
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    /// White space comes before it, or it is the first.
    pub(crate) spaced: bool,
}

impl Token<'_> {
    /// Whether it is this mark.
    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(mark)
    }

    /// Whether it is a hyphen or a dash of any kind.
    pub(crate) fn is_dash(&self) -> bool {
        self.kind == Kind::Mark && self.text.chars().all(is_dash)
    }

    /// Whether it is one of these words, given in lower case.
    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.contains(&self.lower.as_ref())
    }

    /// Whether it is this word, given in lower case.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.lower == word
    }

    /// A year between 1990 and 2099.
    pub(crate) fn year(&self) -> Option<i32> {
        if self.kind != Kind::Number || self.text.len() != 4 {
            return None;
        }
        let year: i32 = self.text.parse().ok()?;
        (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(year)
    }

    /// A whole number of one to six digits.
    pub(crate) fn integer(&self) -> Option<i64> {
        let plain = self.kind == Kind::Number && self.text.len() <= 6;
        plain.then(|| self.text.parse().ok()).flatten()
    }
}

/// Years outside these are not years of a programme but numbers.
const FIRST_YEAR: i32 = 1990;
const LAST_YEAR: i32 = 2099;

/// Hyphens, dashes and the minus sign.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}')
}

/// Spaces of any width, the ones that do not break too.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// `½`, `¼` and `¾`.
pub(crate) fn is_fraction(c: char) -> bool {
    matches!(c, '½' | '¼' | '¾')
}

/// A raised or lowered digit.
pub(crate) fn is_digit_mark(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '₀'..='₉')
}

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::with_capacity(text.len() / 5 + 4);
    let mut spaced = true;
    let mut chars = text.char_indices().peekable();
    let mut number_end = None;
    while let Some((start, c)) = chars.next() {
        // A footnote mark at a number is no part of it, nor of what follows.
        if number_end == Some(start) && is_digit_mark(c) {
            number_end = Some(start + c.len_utf8());
            continue;
        }
        if is_space(c) {
            spaced = true;
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut is_lower = !c.is_uppercase();
        let kind = if c.is_ascii_digit() || is_fraction(c) {
            while let Some(&(at, next)) = chars.peek() {
                let goes_on = next.is_ascii_digit()
                    || is_fraction(next)
                    || (matches!(next, '.' | ',') && digit_follows(text, at + 1));
                if !goes_on {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            Kind::Number
        } else if c.is_alphabetic() {
            while let Some(&(at, next)) = chars.peek() {
                let goes_on = next.is_alphanumeric()
                    || (matches!(next, '\'' | '’') && letter_follows(text, at + next.len_utf8()));
                if !goes_on {
                    break;
                }
                is_lower &= !next.is_uppercase();
                end = at + next.len_utf8();
                chars.next();
            }
            Kind::Word
        } else {
            Kind::Mark
        };
        number_end = (kind == Kind::Number).then_some(end);
        let piece = text.get(start..end).unwrap_or_default();
        found.push(Token {
            text: piece,
            lower: if is_lower {
                Cow::Borrowed(piece)
            } else {
                Cow::Owned(piece.to_lowercase())
            },
            start,
            end,
            kind,
            spaced,
        });
        spaced = false;
    }
    found
}

/// The text in lower case, borrowed where it is already.
pub(crate) fn lower(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_uppercase) {
        Cow::Owned(text.to_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

fn digit_follows(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

fn letter_follows(text: &str, at: usize) -> bool {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        tokens(text).iter().map(|t| t.text.to_owned()).collect()
    }

    #[test]
    fn numbers_words_and_marks() {
        assert_eq!(cut("ca. 1.156,5 mio."), ["ca", ".", "1.156,5", "mio", "."]);
        assert_eq!(cut("2-4 UIP’erne"), ["2", "-", "4", "UIP’erne"]);
        assert_eq!(cut("3½-årigt, 4."), ["3½", "-", "årigt", ",", "4", "."]);
        assert_eq!(cut("9,5¹² mio., m²"), ["9,5", "mio", ".", ",", "m²"]);
        assert_eq!(cut(" \u{a0}"), Vec::<String>::new());
    }

    #[test]
    fn spaces_are_remembered() {
        let spaced: Vec<bool> = tokens("1.-2. kvt").iter().map(|t| t.spaced).collect();
        assert_eq!(spaced, [true, false, false, false, false, true]);
    }
}
