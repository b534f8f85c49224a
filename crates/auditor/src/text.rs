//! Danish running text, as far as checks need it: sentences, words, phase names and years.

use std::borrow::Cow;

use uip_model::{Block, Origin, Section};

/// Abbreviations that are followed by a capital without ending the sentence.
const NOT_AN_END: [&str; 8] = ["ca.", "evt.", "jf.", "pr.", "hhv.", "nr.", "bl.a.", "inkl."];

/// The sentences of a text. One ends at `.`, `!` or `?` before a space and a capital or a digit
/// after a full sentence; abbreviations such as `ca.` do not end one.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['.', '!', '?']) {
        let end = at + mark.len();
        let (Some(before), Some(after)) = (text.get(start..end), text.get(end..)) else {
            continue;
        };
        let mut next = after.chars();
        let ends = next.next().is_some_and(char::is_whitespace)
            && next
                .find(|c| !c.is_whitespace())
                .is_some_and(char::is_uppercase);
        let word = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        if ends && !NOT_AN_END.contains(&word.to_lowercase().as_str()) {
            found.push(before.trim());
            start = end;
        }
    }
    if let Some(rest) = text.get(start..).map(str::trim).filter(|r| !r.is_empty()) {
        found.push(rest);
    }
    found
}

/// The beginning of a sentence, enough to find it by, cut between words.
pub(crate) fn beginning(sentence: &str) -> Cow<'_, str> {
    /// A line and a half of a message.
    const BYTES: usize = 120;
    if sentence.len() <= BYTES {
        return Cow::Borrowed(sentence);
    }
    let end = sentence
        .match_indices(' ')
        .map(|(at, _)| at)
        .take_while(|at| *at <= BYTES)
        .last();
    let end = end.unwrap_or_else(|| sentence.floor_char_boundary(BYTES));
    let kept = sentence.get(..end).unwrap_or_default();
    Cow::Owned(format!("{kept} …"))
}

/// The words of a text in lower case, without punctuation around them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| c.is_whitespace() || c == '/' || c == '(' || c == ')')
        .map(|w| {
            w.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|w| !w.is_empty())
}

/// The phase that a word names: `modning`, `Modningsfasen`, `modne`, `afprøvningen`.
pub(crate) fn phase_of(word: &str) -> Option<&'static str> {
    const STEMS: [(&str, &str); 4] = [
        ("screen", "screening"),
        ("modn", "modning"),
        ("afprøv", "afprøvning"),
        ("udbred", "udbredelse"),
    ];
    let word = word.to_lowercase();
    STEMS
        .iter()
        .find(|(stem, _)| word.starts_with(stem))
        .map(|(_, phase)| *phase)
}

/// The years that a text names, 1990 to 2099, in order; `2020-2022` gives both ends and what lies
/// between.
pub(crate) fn years(text: &str) -> Vec<i32> {
    let mut found: Vec<(i32, usize, usize)> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            let word = text.get(from..at).unwrap_or_default();
            if let Ok(year @ 1990..=2099) = word.parse::<i32>() {
                found.push((year, from, at));
            }
        }
    }
    let mut years = Vec::new();
    let mut before: Option<(i32, usize)> = None;
    for (year, from, to) in found {
        if let Some((first, end)) = before {
            let between = text.get(end..from).unwrap_or_default().trim();
            if matches!(between, "-" | "–" | "til" | "til og med") {
                years.extend(first + 1..year);
            }
        }
        years.push(year);
        before = Some((year, to));
    }
    years
}

/// The running text of a section: each paragraph, sub-heading and list item with its place. A
/// sub-heading comes with its key.
pub(crate) fn pieces(section: &Section) -> impl Iterator<Item = (&str, &[Origin], Option<&str>)> {
    section.blocks.iter().flat_map(|block| {
        let (texts, origin, key): (Vec<&str>, &[Origin], Option<&str>) = match block {
            Block::Paragraph { text, origin } | Block::Footnote { text, origin, .. } => {
                (vec![text], origin, None)
            }
            Block::SubHeading { text, key, origin } => (vec![text], origin, Some(key)),
            Block::Bullets { items, origin, .. } | Block::Numbered { items, origin, .. } => {
                (items.iter().map(String::as_str).collect(), origin, None)
            }
            _ => (Vec::new(), &[], None),
        };
        texts.into_iter().map(move |t| (t, origin, key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            sentences("Der afsættes 4,4 mio. kr. Heraf går ca. 2 mio. kr. til jf. Bilag. Slut"),
            [
                "Der afsættes 4,4 mio. kr.",
                "Heraf går ca. 2 mio. kr. til jf. Bilag.",
                "Slut"
            ]
        );
        assert!(sentences("  ").is_empty());
    }

    #[test]
    fn long_sentences_are_cut_between_words() {
        assert_eq!(beginning("Kort."), "Kort.");
        let long = "ærlig ".repeat(30);
        let cut = beginning(&long);
        assert!(cut.ends_with("ærlig …") && cut.len() <= 125, "{cut}");
        let one_word = "ø".repeat(100);
        assert_eq!(beginning(&one_word), format!("{} …", "ø".repeat(60)));
    }

    #[test]
    fn years_and_spans() {
        assert_eq!(
            years("i 2020-2022 og 2025, nr. 12024"),
            [2020, 2021, 2022, 2025]
        );
        assert_eq!(years("fra 2020 til 2021; 1848"), [2020, 2021]);
        assert_eq!(years("2023-PL"), [2023]);
        assert!(years("250.000 kr.").is_empty());
    }

    #[test]
    fn phases_in_words() {
        assert_eq!(phase_of("Modningsfasen"), Some("modning"));
        assert_eq!(phase_of("udbrede"), Some("udbredelse"));
        assert_eq!(phase_of("skærm"), None);
    }
}
