//! The words by which facts of reports are found, as a data file (`data/reports.toml`).

use serde::Deserialize;

/// The words that are part of the program.
const EMBEDDED: &str = include_str!("../../data/reports.toml");

/// The words by which facts of reports are found.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) phase: Vec<Keyed>,
    pub(crate) carried_on: Vec<Keyed>,
    pub(crate) evaluation: EvaluationWords,
    pub(crate) figures: FigureWords,
}

/// A value and the words that stand for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Keyed {
    pub(crate) key: String,
    pub(crate) words: Vec<String>,
    pub(crate) starts: Vec<String>,
    pub(crate) holds: Vec<String>,
}

/// Words of evaluation summaries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvaluationWords {
    pub(crate) core_elements: Vec<String>,
    pub(crate) municipalities: Vec<String>,
    pub(crate) set_up: Vec<String>,
    pub(crate) annual: Vec<String>,
    pub(crate) cost_items: Vec<String>,
    pub(crate) roles: Vec<String>,
}

/// Words around figures in text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FigureWords {
    pub(crate) measures: Vec<String>,
    pub(crate) times: Vec<String>,
    pub(crate) structure: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) which: Vec<String>,
    pub(crate) adjectives: Vec<String>,
    pub(crate) plurals: Vec<String>,
    pub(crate) not_nouns: Vec<String>,
}

impl Words {
    /// The words that are part of the program.
    pub(crate) fn embedded() -> Self {
        let read = toml::from_str(EMBEDDED);
        // A test reads the embedded file, so the error cannot occur in a released program.
        debug_assert!(read.is_ok(), "{read:?}");
        read.unwrap_or_default()
    }
}

/// One of the words is this one.
pub(crate) fn is_one(words: &[String], word: &str) -> bool {
    words.iter().any(|w| w == word)
}

/// The text, in lower case, holds one of the words.
pub(crate) fn holds(words: &[String], text: &str) -> bool {
    words.iter().any(|w| text.contains(w.as_str()))
}

/// The text holds one of the words, wherever a narrow cell broke them.
pub(crate) fn holds_cut(words: &[String], text: &str) -> bool {
    let joined = |text: &str| text.split_whitespace().collect::<String>();
    let text = joined(text);
    words.iter().any(|w| text.contains(&joined(w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_file_is_read() {
        let words = Words::embedded();
        assert_eq!(words.phase.len(), 4);
        assert!(
            words
                .carried_on
                .iter()
                .all(|k| ["yes", "no", "pending", "not_applicable"].contains(&k.key.as_str()))
        );
    }
}
