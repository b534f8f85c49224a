//! Titles cut into the words that tell initiatives apart: without case, punctuation, function
//! words, the phase that stands before many of them (`Modning af …`), and with the names that they
//! give themselves in brackets.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use crate::vocabulary::{ABBREVIATIONS, FUNCTION_WORDS, Phase};

/// Words of one title that take part. The longest printed titles have some thirty words; the
/// comparison takes time by the product of two titles' words.
const MAX_WORDS: usize = 64;

/// Bytes of a title that are looked at: a sixteenfold of the longest printed ones.
const MAX_TITLE_BYTES: usize = 4_096;

/// One word of a title.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// In lower case, without punctuation.
    pub(crate) text: String,
    /// Without its inflection.
    pub(crate) stem: String,
    /// A number or a single letter.
    pub(crate) sign: bool,
}

/// A title, ready to be compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Title {
    /// The words that have content, phases left out.
    pub(crate) words: Vec<Word>,
    /// Names that the title gives itself: in brackets, or before a dash or colon.
    pub(crate) names: Vec<Vec<Word>>,
    /// The words without those of the names in brackets; none where there is no such bracket.
    pub(crate) without_names: Vec<Word>,
    /// The phases that the title names.
    pub(crate) phases: Vec<Phase>,
}

impl Title {
    /// Cuts a title into words.
    pub(crate) fn new(text: &str) -> Self {
        let text = tidy(text);
        let (words, phases) = words_of(&text);
        let bare = without_naming_brackets(&text);
        Self {
            without_names: if bare == text {
                Vec::new()
            } else {
                words_of(&bare).0
            },
            names: names_of(&text)
                .into_iter()
                .map(|name| words_of(&name).0)
                .filter(|name| !name.is_empty() && *name != words)
                .collect(),
            words,
            phases,
        }
    }

    /// Whether the two have the same words in the same order, apart from phase and function words.
    pub(crate) fn same_words(&self, other: &Self) -> bool {
        !self.words.is_empty()
            && self.words.len() == other.words.len()
            && self
                .words
                .iter()
                .zip(&other.words)
                .all(|(a, b)| a.text == b.text)
    }

    /// The words joined by single spaces, for keys that must not depend on punctuation.
    pub(crate) fn key(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|w| w.text.as_str()).collect();
        words.join(" ")
    }
}

/// Brings the text into one form: NFC, soft hyphens and invisible characters gone, white space
/// single.
pub(crate) fn tidy(text: &str) -> String {
    let end = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|end| *end <= MAX_TITLE_BYTES)
        .last()
        .unwrap_or(0);
    let text: String = text
        .get(..end)
        .unwrap_or_default()
        .nfc()
        .filter(|c| {
            !matches!(
                c,
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}'
            )
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text that is tidy, and the phases that it names. A title of nothing but phase
/// and function words keeps them all, so that it can still be told from others.
fn words_of(text: &str) -> (Vec<Word>, Vec<Phase>) {
    let mut lower = text.to_lowercase();
    for abbreviation in ABBREVIATIONS {
        lower = remove_abbreviation(&lower, abbreviation);
    }
    let stemmer = Stemmer::create(Algorithm::Danish);
    let mut phases = BTreeSet::new();
    let mut all = Vec::new();
    let mut content = Vec::new();
    for text in cut(&lower).into_iter().take(MAX_WORDS) {
        let word = Word {
            stem: stemmer.stem(&text).into_owned(),
            sign: text.chars().all(|c| c.is_ascii_digit() || c == '.') || text.chars().count() == 1,
            text,
        };
        all.push(word.clone());
        if let Some(phase) = Phase::of_word(&word.text) {
            phases.insert(phase);
        } else if !FUNCTION_WORDS.contains(&word.text.as_str()) {
            content.push(word);
        }
    }
    let words = if content.is_empty() { all } else { content };
    (words, phases.into_iter().collect())
}

/// Takes an abbreviation out where it stands as a word of its own.
fn remove_abbreviation(text: &str, abbreviation: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(abbreviation) {
        let (before, from) = rest.split_at(at);
        let after = from.get(abbreviation.len()..).unwrap_or_default();
        out.push_str(before);
        let inside = before
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
            || (before.is_empty() && out.chars().next_back().is_some_and(char::is_alphanumeric))
            || after.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(if inside { abbreviation } else { " " });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Cuts at everything that is neither letter nor digit, but keeps the point in `2.0`.
fn cut(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let point = c == '.'
            && word.chars().all(|c| c.is_ascii_digit())
            && !word.is_empty()
            && chars.peek().is_some_and(char::is_ascii_digit);
        if c.is_alphanumeric() || point {
            word.push(plain(c));
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Letters with accents, which optical recognition and keyboards lose, as Danish writes them
/// without; `å` is a letter of its own.
fn plain(c: char) -> char {
    match c {
        'å' => c,
        'ä' => 'æ',
        'ö' => 'ø',
        c if c.is_ascii() => c,
        c => c.nfd().next().unwrap_or(c),
    }
}

/// The text without the brackets that hold a name.
fn without_naming_brackets(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('(') {
        let Some((inside, after)) = from.split_once(')') else {
            break;
        };
        bare.push_str(before);
        if !is_name(inside) {
            bare.push_str(&format!("({inside})"));
        }
        rest = after;
    }
    bare.push_str(rest);
    bare
}

fn is_name(inside: &str) -> bool {
    inside.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// The names that a title gives itself: the content of brackets that begins with a capital or a
/// digit (a lower-case one explains or narrows), and what stands before ` – ` or `: `.
fn names_of(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, from)) = rest.split_once('(') {
        let Some((inside, after)) = from.split_once(')') else {
            break;
        };
        if is_name(inside) {
            names.push(inside.to_owned());
        }
        rest = after;
    }
    for dash in [" – ", " — ", " - ", ": "] {
        if let Some((before, _)) = text.split_once(dash) {
            names.push(before.to_owned());
        }
    }
    names
}

/// A name for an id: ASCII letters, digits and dashes, `æ ø å` as `ae oe aa`. A longer one is cut
/// at a word and gets a check sum of the whole, so that titles with the same beginning differ.
pub(crate) fn slug(text: &str) -> String {
    /// Long enough to be recognised, short enough for a table's column.
    const LENGTH: usize = 48;
    let mut slug = String::new();
    let words = cut(&tidy(text).to_lowercase());
    for word in &words {
        let mut ascii = String::new();
        for c in word.chars() {
            match c {
                'æ' => ascii.push_str("ae"),
                'ø' => ascii.push_str("oe"),
                'å' => ascii.push_str("aa"),
                c if c.is_ascii_alphanumeric() => ascii.push(c),
                // A letter with an accent becomes its base letter; the rest goes.
                c => ascii.extend(c.nfd().filter(char::is_ascii_alphanumeric)),
            }
        }
        if ascii.is_empty() {
            continue;
        }
        if !slug.is_empty() {
            if slug.len() + 1 + ascii.len() > LENGTH {
                slug.push_str(&format!("-{:06x}", check_sum(&words)));
                break;
            }
            slug.push('-');
        }
        slug.extend(ascii.chars().take(LENGTH));
    }
    slug
}

/// 24 bits of the FNV-1a hash of the words: the same on every machine, unlike the standard hasher.
fn check_sum(words: &[String]) -> u32 {
    let hash = words
        .iter()
        .flat_map(|word| word.bytes().chain([b' ']))
        .fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
    (hash >> 8) ^ (hash & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_and_function_words_do_not_count() {
        let title = Title::new("Screening og modning af familieværksted til unge o.l.");
        assert_eq!(title.phases, [Phase::Screening, Phase::Modning]);
        assert_eq!(title.key(), "familieværksted unge");
    }

    #[test]
    fn slugs_are_plain_and_bounded() {
        assert_eq!(
            slug("Åben dialog – på Ærø (2.0)"),
            "aaben-dialog-paa-aeroe-20"
        );
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert!(slug(&"ord ".repeat(100)).len() <= 55);
        let [a, b] = ["enkeltvis", "i grupper"].map(|end| {
            slug(&format!(
                "Samtaleforløb for forældre til børn på institutioner {end}"
            ))
        });
        assert_ne!(a, b);
        assert_eq!(a.split_at(42).0, b.split_at(42).0);
    }
}
