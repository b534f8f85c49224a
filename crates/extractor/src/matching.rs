//! How alike two headings are, tolerant of hyphenation, punctuation, case, inflection, abbreviation
//! and small rewordings.

mod word_index;

use std::borrow::Cow;

pub(crate) use word_index::{WordIndex, most_similarity};

/// What may stand where a word was cut.
const HYPHENS: [char; 4] = ['-', '\u{ad}', '\u{2010}', '\u{2011}'];

/// Words that say little about a heading.
const SMALL_WORDS: [&str; 24] = [
    "af",
    "at",
    "de",
    "den",
    "der",
    "det",
    "en",
    "et",
    "for",
    "fra",
    "i",
    "ift",
    "inkl",
    "med",
    "mv",
    "og",
    "om",
    "på",
    "samt",
    "som",
    "til",
    "ved",
    "vedr",
    "vedrørende",
];

/// Weight of a small word against 1 for others.
const SMALL: f32 = 0.15;

/// Weight of what stands in brackets or after `jf.`: it explains and is reworded or left out freely.
const ASIDE: f32 = 0.2;

/// A heading cut into words with weights.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrase {
    text: String,
    words: Vec<Token>,
    weight: f32,
}

#[derive(Clone, Debug, PartialEq)]
struct Token {
    text: String,
    first: char,
    /// Number of characters.
    length: usize,
    /// Which letters it has: a bit for each, shared by some.
    letters: u64,
    weight: f32,
    /// Printed with a full stop behind it: may be an abbreviation.
    abbreviated: bool,
}

impl Token {
    /// Is the same word; most that differ have other letters.
    fn is(&self, other: &Self) -> bool {
        self.letters == other.letters && self.text == other.text
    }
}

impl Phrase {
    pub(crate) fn new(text: &str) -> Self {
        let words = tokens(text);
        let weight = words.iter().map(|w| w.weight).sum();
        Self {
            text: text.to_owned(),
            words,
            weight,
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Begins with the words of the other phrase.
    pub(crate) fn starts_with(&self, other: &Self) -> bool {
        !other.words.is_empty()
            && self.words.len() >= other.words.len()
            && self
                .words
                .iter()
                .zip(&other.words)
                .all(|(a, b)| alike(a, b) >= 0.9)
    }

    /// The words of the other phrase stand in it one after another.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        !other.words.is_empty()
            && self
                .words
                .windows(other.words.len())
                .any(|w| w.iter().zip(&other.words).all(|(a, b)| alike(a, b) >= 0.9))
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 8 + 1);
    let mut aside = false;
    let mut depth = 0_i32;
    let joined = rejoined(text);
    let mut chars = joined.chars().peekable();
    let mut word = String::with_capacity(16);
    while let Some(c) = chars.next() {
        let belongs = c.is_alphanumeric();
        if c.is_ascii() && belongs {
            word.push(c.to_ascii_lowercase());
        } else if belongs {
            word.extend(c.to_lowercase());
        }
        if belongs && chars.peek().is_some() {
            continue;
        }
        if !word.is_empty() {
            let jf = word == "jf" || word == "jævnfør";
            let small = SMALL_WORDS.contains(&word.as_str());
            aside |= jf;
            let weight = if aside || depth > 0 {
                ASIDE * if small { SMALL } else { 1.0 }
            } else if small {
                SMALL
            } else {
                1.0
            };
            out.push(Token {
                first: word.chars().next().unwrap_or_default(),
                length: word.chars().count(),
                letters: word
                    .chars()
                    .fold(0, |set, c| set | 1 << (u32::from(c) % 64)),
                text: std::mem::replace(&mut word, String::with_capacity(16)),
                weight,
                abbreviated: c == '.',
            });
        }
        match c {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            _ => {}
        }
    }
    out
}

/// Words that a line end split are put together: a letter, a hyphen, white space, a lower-case
/// letter. `social- og` keeps its gap.
fn rejoined(text: &str) -> Cow<'_, str> {
    if !text.contains(HYPHENS) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(HYPHENS) {
        let (before, hyphen) = rest.split_at(at);
        out.push_str(before);
        let mut after = hyphen.chars();
        let soft = after.next() == Some('\u{ad}');
        let tail = after.as_str();
        let trimmed = tail.trim_start();
        let broken = trimmed.len() < tail.len()
            && before.ends_with(char::is_alphabetic)
            && trimmed.starts_with(char::is_lowercase);
        let next_word = trimmed
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        if soft || (broken && !matches!(next_word, "og" | "eller" | "samt" | "til")) {
            rest = if broken { trimmed } else { tail };
        } else {
            out.push(' ');
            rest = tail;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Letters put in, left out or changed that leave a long word the same.
const MOST_EDITS: usize = 2;

/// How alike two words are: 1 the same, 0 different; between, inflected, abbreviated or misspelt.
fn alike(a: &Token, b: &Token) -> f32 {
    if a.is(b) {
        return 1.0;
    }
    let (short, long) = if a.length <= b.length { (a, b) } else { (b, a) };
    let (n, m) = (short.length, long.length);
    // Most pairs of words have nothing to do with each other: look at lengths before letters.
    let allowed = if n >= 9 {
        MOST_EDITS
    } else {
        usize::from(n >= 5)
    };
    let may_be_abbreviation = short.abbreviated && n >= 2;
    if !may_be_abbreviation && m - n > allowed.max(5) {
        return 0.0;
    }
    // Each edit takes one letter out of a word's set or puts one in, or both; inflected and abbreviated
    // words begin alike.
    let begins_alike = short.first == long.first;
    let near = (short.letters ^ long.letters).count_ones() as usize <= 2 * allowed;
    if !begins_alike && !near {
        return 0.0;
    }
    let common = short
        .text
        .chars()
        .zip(long.text.chars())
        .take_while(|(x, y)| x == y)
        .count();
    if may_be_abbreviation && common == n {
        return 0.9;
    }
    // Danish inflection changes at most the last four letters: -en, -et, -erne, -ernes; -um → -er.
    if common >= 4 && n - common <= 2 && m - common <= 5 {
        return 0.95;
    }
    if near && allowed > 0 && m - n <= allowed && within(&short.text, &long.text, allowed) {
        0.9
    } else {
        0.0
    }
}

/// Whether so many letters put in, left out or changed (Levenshtein) make one word the other. Gives up
/// as soon as they do not, which for words that differ is at once.
pub(crate) fn within(a: &str, b: &str, edits: usize) -> bool {
    let (mut rest_a, mut rest_b) = (a.chars(), b.chars());
    loop {
        let (here_a, here_b) = (rest_a.as_str(), rest_b.as_str());
        match (rest_a.next(), rest_b.next()) {
            (None, None) => return true,
            (Some(x), Some(y)) if x == y => {}
            _ if edits == 0 => return false,
            (x, y) => {
                let both = x.is_some() && y.is_some();
                return (both && within(rest_a.as_str(), rest_b.as_str(), edits - 1))
                    || (x.is_some() && within(rest_a.as_str(), here_b, edits - 1))
                    || (y.is_some() && within(here_a, rest_b.as_str(), edits - 1));
            }
        }
    }
}

/// How alike two phrases are, 0 to 1: twice the weight of what they share over the weight of both
/// (Dice), words in any order.
pub(crate) fn similarity(a: &Phrase, b: &Phrase) -> f32 {
    if a.words.is_empty() || b.words.is_empty() {
        return 0.0;
    }
    // Words of `b` that have found their like; few, for most pairs of phrases none.
    let mut taken: Vec<usize> = Vec::new();
    let mut shared = 0.0;
    for word in &a.words {
        let best = b
            .words
            .iter()
            .enumerate()
            .filter(|(i, _)| !taken.contains(i))
            .map(|(i, other)| (i, alike(word, other), other.weight))
            .filter(|(_, s, _)| *s > 0.0)
            .max_by(|x, y| x.1.total_cmp(&y.1));
        if let Some((i, s, weight)) = best {
            taken.push(i);
            shared += s * (word.weight + weight);
        }
    }
    shared / (a.weight + b.weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphenation_and_inflection_do_not_matter() {
        let sure = |a: &str, b: &str| similarity(&Phrase::new(a), &Phrase::new(b));
        assert_eq!(sure("Tilskudsmodtager", "Tilskuds- modtager"), 1.0);
        assert!(sure("Tilskudsmodtager", "Tilskudsmodtagere:") > 0.9);
        assert!(sure("social- og sundhed", "social og sundhed") > 0.99);
        assert_eq!(sure("Økonomi", "Formål"), 0.0);
    }

    #[test]
    fn distances() {
        for (a, b, distance) in [
            ("formål", "formal", 1),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("abcd", "bcde", 2),
            ("æble", "æble", 0),
        ] {
            for edits in 0..5 {
                assert_eq!(within(a, b, edits), edits >= distance, "{a} {b} {edits}");
                assert_eq!(within(b, a, edits), edits >= distance, "{b} {a} {edits}");
            }
        }
    }
}
