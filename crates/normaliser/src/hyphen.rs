//! Decides a hyphen at a line end: does it belong to the word, or does it only break the line?
//!
//! The document itself is asked first (does it print the word whole elsewhere?), then the rules of
//! Danish spelling (Retskrivningsordbogen §57: hyphens with abbreviations, digits and names, and the
//! suspended hyphen of `social- og`), then the producer's habits. What is left is a small letter, a
//! hyphen and a small letter, which in Danish is nearly always one word, so these are joined.

use crate::quantity::numeral;
use crate::tokens::{is_space, lower};
use crate::vocabulary::{Vocabulary, trim};

/// What becomes of the hyphen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It goes, and the parts become one word.
    Join,
    /// It stays between the parts.
    Keep,
    /// It stays, and a space follows.
    KeepSpace,
}

use Decision::{Join, Keep, KeepSpace};

/// Reasons that leave a doubt: witnesses contradict each other, or there are only weak ones.
pub(crate) const DOUBTFUL: [&str; 6] = [
    "document_both",
    "document_family",
    "producer_never_hyphenates",
    "two_words",
    "chained",
    "two_abbreviations",
];

/// Words before which a hyphen is suspended: the end of the compound comes later.
const AFTER_SUSPENDED: [&str; 9] = [
    "og",
    "eller",
    "samt",
    "og/eller",
    "eller/og",
    "såvel",
    "henholdsvis",
    "hhv",
    "som",
];

/// Names of the programme that a line end may split although they are capitals.
const PROGRAMME: [&str; 1] = ["susi"];

/// Elements that Danish joins with a hyphen although they are small letters.
const ELEMENTS: [&str; 10] = [
    "ikke", "non", "it", "tv", "pc", "cd", "sms", "gps", "hiv", "peer",
];

/// Links inside a chain of hyphens: `peer-to-peer`, `Mor-og-barn`, `uge-til-uge`.
const LINKS: [&str; 11] = [
    "to", "og", "i", "på", "in", "of", "for", "by", "up", "the", "til",
];

/// Beginnings that make one word with `til` or `samt`: `indtil`, `langsomt`.
const WITH_TIL: [&str; 12] = [
    "ind", "her", "der", "hvor", "hen", "op", "ven", "fer", "tex", "sub", "rep", "ud",
];

/// What to do where the text so far ends with a hyphen and `right` begins the next line. `None`
/// where no hyphen ends a word there. Gives the hyphen as printed and the name of the rule.
pub(crate) fn decide(
    left: &str,
    right: &str,
    vocabulary: &Vocabulary,
) -> Option<(char, Decision, &'static str)> {
    let hyphen = left.chars().next_back().filter(|c| is_hyphen(*c))?;
    let body = left.get(..left.len() - hyphen.len_utf8())?;
    let stem = body.rsplit(is_space).next().unwrap_or_default();
    let stem = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
    if stem.is_empty() || right.is_empty() {
        return None;
    }
    let (decision, reason) = rules(hyphen, body, stem, right, vocabulary);
    Some((hyphen, decision, reason))
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}')
}

fn rules(
    hyphen: char,
    body: &str,
    stem: &str,
    right: &str,
    vocabulary: &Vocabulary,
) -> (Decision, &'static str) {
    let printed = right.split(is_space).next().unwrap_or_default();
    let word = trim(printed);
    let first = right.chars().next().unwrap_or(' ');
    let last = stem.chars().next_back().unwrap_or(' ');
    // The last part of a chain: `CBT` in `TF-CBT`.
    let part = stem.rsplit(['-', '/']).next().unwrap_or_default();

    // `Traume-` before `Bevidst`: that the document also has `traumebevidst` says nothing of it.
    let inner_capital = first.is_uppercase() && stem.contains(char::is_lowercase);
    if let Some(decided) = whole_word(stem, word, vocabulary)
        && !(inner_capital && decided.0 == Join)
    {
        return decided;
    }
    if is_suspended(part, printed.trim_end_matches([',', ';', ':'])) {
        return (KeepSpace, "suspended");
    }
    if first.is_ascii_digit() {
        let range = last.is_ascii_digit() || last == '.';
        return (Keep, if range { "range" } else { "digit" });
    }
    if !first.is_alphabetic() {
        return (Keep, "mark");
    }
    if first.is_uppercase() {
        return if all_capitals(body) && word.chars().nth(2).is_some() {
            (Join, "capitals_line")
        } else if vocabulary.hyphenates() && is_abbreviation(part) && begins_in_capitals(word) {
            // `TF-` + `KAT`, but also `LG-` + `BT`.
            (Keep, "two_abbreviations")
        } else {
            (Keep, "capital")
        };
    }
    if last.is_ascii_digit() {
        return (Keep, "digit");
    }
    // `www.` + `eksempel.dk`: a full stop inside an address has no hyphen behind it.
    // `post@` + `eksempel.dk`: no name of a host begins with a hyphen (RFC 1123).
    if last == '.' && stem.starts_with("www.") || last == '@' {
        return (Join, "address");
    }
    if !last.is_alphabetic() {
        return (Keep, "mark");
    }
    if is_abbreviation(part) {
        return (Keep, "abbreviation");
    }
    if part.chars().nth(1).is_none() {
        return (Keep, "single_letter");
    }
    // Other hyphens than `-` are the producer's own, where it has any.
    let own = hyphen != '-' && vocabulary.marks_its_own_hyphens();
    // A second link is none: `peer-to-peer-for-` + `løb`.
    let is_link = |part: &str| LINKS.contains(&lower(part).as_ref());
    let links = stem.split(['-', '/']).filter(|p| is_link(p)).count();
    if !own && part.len() < stem.len() && is_link(part) && links == 1 {
        return (Keep, "chain");
    }
    // `uge-` + `til-uge-skemaer`
    if word.split_once('-').is_some_and(|(link, _)| is_link(link)) {
        return (Keep, "chain");
    }
    // `uge-til-uge-` + `skemaer`: a phrase that is an element keeps its hyphens.
    let mut parts = stem.split('-');
    if parts.next() == Some(part) && parts.next().is_some_and(|link| LINKS.contains(&link)) {
        return (Keep, "chain");
    }
    if ELEMENTS.contains(&lower(part).as_ref()) {
        return (Keep, "element");
    }
    // `fire-fem kommuner`
    if numeral(&lower(part)).is_some() && numeral(&lower(word)).is_some() {
        return (Keep, "range");
    }
    small_letters(hyphen, stem, word, vocabulary)
}

/// The document prints the word whole, with or without the hyphen.
fn whole_word(stem: &str, word: &str, vocabulary: &Vocabulary) -> Option<(Decision, &'static str)> {
    // `brud1`: with a footnote mark.
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    word.chars().nth(1)?;
    let (stem, word) = (lower(stem), lower(word));
    let whole = format!("{stem}{word}");
    let joined = vocabulary.count(&whole) + u32::from(PROGRAMME.contains(&whole.as_str()));
    let hyphened = vocabulary.count(&format!("{stem}-{word}"));
    match (joined, hyphened) {
        (0, 0) => None,
        (_, 0) => Some((Join, "document_joined")),
        (0, _) => Some((Keep, "document_hyphened")),
        (j, h) if j >= h => Some((Join, "document_both")),
        _ => Some((Keep, "document_both")),
    }
}

/// A small letter on both sides and no rule of spelling.
fn small_letters(
    hyphen: char,
    stem: &str,
    word: &str,
    vocabulary: &Vocabulary,
) -> (Decision, &'static str) {
    if hyphen == '\u{2011}' {
        return (Keep, "non_breaking");
    }
    let chained = word.contains('-')
        || stem
            .rsplit_once('-')
            .is_some_and(|(before, _)| before.split('-').any(|part| !is_abbreviation(part)));
    let (stem, word) = (lower(stem), lower(word));
    // Other forms of the word: the same beginning up to three letters past the line end.
    let reach = word
        .char_indices()
        .nth(FORM_LETTERS)
        .map_or(word.len(), |(at, _)| at);
    let begin = word.get(..reach).unwrap_or_default();
    let joined = vocabulary.count_prefix(&format!("{stem}{begin}"));
    let hyphened = vocabulary.count_prefix(&format!("{stem}-{begin}"));
    match (joined, hyphened) {
        (1.., 0) => return (Join, "document_form_joined"),
        (0, 1..) => return (Keep, "document_form_hyphened"),
        _ => {}
    }
    if hyphen != '-' {
        return (Join, "soft_hyphen");
    }
    if vocabulary.marks_its_own_hyphens() {
        return (Keep, "producer_marks_its_own");
    }
    // `recovery-` before another word: the document knows the element only with a hyphen.
    let family = vocabulary.count_prefix(&format!("{stem}-"));
    if family > 0 && vocabulary.count_prefix(&stem) == family + vocabulary.count(&stem) {
        return (Keep, "document_family");
    }
    if vocabulary.does_not_hyphenate() {
        return (Keep, "producer_never_hyphenates");
    }
    // `mor-barn-` + `metode`: it may be one more link of the chain; after `TF-` there is none.
    if chained {
        return (Join, "chained");
    }
    // `støtte-` + `planer`: words of their own, which Danish joins, but an author may not.
    if vocabulary.is_word(&stem) && vocabulary.is_word(&word) {
        return (Join, "two_words");
    }
    (Join, "small_letters")
}

/// Letters past the line end that another form of the word must share.
const FORM_LETTERS: usize = 3;

/// `social-` before `og`.
fn is_suspended(part: &str, word: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    if word == "&" {
        return true;
    }
    let (part, word) = (lower(part), lower(word));
    match word.as_ref() {
        // `15- til 25-årige`, `fuldtids- til deltid`; but `ind-til`
        "til" => letters == 0 || (letters > 4 && !WITH_TIL.iter().any(|w| part.ends_with(w))),
        // `tids- samt`, but `lang-samt`; `fag- som` is rare and `lige-som` is not
        "samt" => !part.ends_with("lang"),
        "som" => part.ends_with('s') && letters > 3,
        word => AFTER_SUSPENDED.contains(&word),
    }
}

/// `UIP`, `R&R2`, `UIPs`: two capitals, or nothing but capitals.
fn is_abbreviation(part: &str) -> bool {
    let capitals = part.chars().filter(|c| c.is_uppercase()).count();
    let small = part.chars().filter(|c| c.is_lowercase()).count();
    capitals > 0 && (small == 0 || (capitals >= 2 && capitals >= small))
}

/// `KAT`, `BT+-personer`: nothing but capitals up to the first mark.
fn begins_in_capitals(word: &str) -> bool {
    let first = word.split(|c: char| !c.is_alphanumeric()).next();
    first.is_some_and(is_abbreviation)
}

/// A line set in capitals, where capitals say nothing about a word.
fn all_capitals(line: &str) -> bool {
    let mut letters = line.chars().rev().filter(|c| c.is_alphabetic()).take(40);
    line.chars().filter(|c| c.is_alphabetic()).nth(8).is_some() && letters.all(char::is_uppercase)
}

#[cfg(test)]
#[path = "hyphen_tests.rs"]
mod tests;
