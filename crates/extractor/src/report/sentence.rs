//! What the letters of a line say: whether it begins or ends a sentence, or is numbered.

use uip_model::TextLine;

/// The text goes on with a small letter or a bracket.
pub(crate) fn starts_lower(text: &str) -> bool {
    text.chars()
        .find(|c| c.is_alphanumeric() || *c == '(')
        .is_some_and(|c| c.is_lowercase() || c == '(')
}

/// The text ends as a sentence does.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '»', ')', ' '])
        .ends_with(['.', '!', '?', ':'])
        || text.trim_end().ends_with("…")
}

/// Text of several lines that ends with a full stop: a note or a lead in the look of a heading.
pub(super) fn sentence(lines: &[TextLine]) -> bool {
    lines.len() > 1
        && lines
            .last()
            .is_some_and(|l| l.text.trim_end().ends_with('.'))
}

/// A word and a number, nothing else: `Tema 2`.
pub(super) fn counted(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    matches!(words.as_slice(), [word, number]
        if word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic)
            && number.len() <= 2 && number.trim_end_matches([':', '.']).bytes().all(|b| b.is_ascii_digit()))
}

/// A heading that begins with a number of its own: `2.1 …`, `2. …`, `2 Baggrund`; `10 unge` is the rest
/// of the line above.
pub(crate) fn numbered(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let core = first.trim_end_matches(['.', ')']);
    let marked = core.len() < first.len() || core.contains('.');
    let named = |w: &str| marked || !w.starts_with(char::is_lowercase);
    core.len() <= 8
        && core
            .split('.')
            .all(|p| !p.is_empty() && p.len() <= 2 && p.bytes().all(|b| b.is_ascii_digit()))
        && words.next().is_some_and(named)
}
