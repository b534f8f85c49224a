//! What the reports' tables and headings are called, as a data file (`templates/reports.toml`).

use serde::Deserialize;

/// The report lexicon that is part of the program, as JSON (`build.rs`).
const EMBEDDED: &str = include_str!(concat!(env!("OUT_DIR"), "/reports.json"));

/// The words by which reports and the columns of their tables are known.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportLexicon {
    pub(crate) column: Vec<Words>,
    pub(crate) area: Vec<Words>,
    pub(crate) evaluation: EvaluationWords,
    pub(crate) release: ReleaseWords,
}

/// A key and the words that stand for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) key: String,
    pub(crate) words: Vec<String>,
}

/// Words of evaluation summaries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvaluationWords {
    pub(crate) themes: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) matter: Vec<String>,
    pub(crate) worse: Vec<String>,
    pub(crate) same: Vec<String>,
    pub(crate) better: Vec<String>,
    pub(crate) costs: Vec<String>,
}

/// Words that only yearly releases print.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseWords {
    pub(crate) headings: Vec<String>,
    pub(crate) labels: Vec<String>,
}

impl ReportLexicon {
    /// The lexicon that is part of the program.
    pub(crate) fn embedded() -> Self {
        let read = serde_json::from_str(EMBEDDED);
        // A test reads the embedded file, so the error cannot occur in a released program.
        debug_assert!(read.is_ok(), "{read:?}");
        read.unwrap_or_default()
    }

    /// The key of the first entry with a word in this text, which must be in lower case.
    pub(crate) fn column(&self, text: &str) -> Option<&str> {
        first(&self.column, text)
    }

    /// The area that a title names; `None` where it names none or both.
    pub(crate) fn area(&self, title: &str) -> Option<&str> {
        let title = title.to_lowercase();
        let mut named = self.area.iter().filter(|e| any(&e.words, &title));
        let area = named.next()?;
        named.next().is_none().then_some(area.key.as_str())
    }

    /// The number of a theme's heading, and how many bytes of it are taken by word and number.
    pub(crate) fn theme(&self, heading: &str) -> Option<(u32, usize)> {
        let lower = heading.to_lowercase();
        // Lower case keeps the length of every Danish letter, so bytes can be counted in it.
        let word = self
            .evaluation
            .themes
            .iter()
            .filter(|w| lower.starts_with(w.as_str()))
            .max_by_key(|w| w.len())?;
        let rest = lower.get(word.len()..)?;
        let digits = rest.trim_start();
        let n = digits.bytes().take_while(u8::is_ascii_digit).count();
        let number = digits.get(..n)?.parse().ok()?;
        let gap = rest.len() - digits.len();
        let after = digits.get(n..)?;
        let whole =
            n > 0 && gap > 0 && !after.starts_with(|c: char| c == '-' || c.is_alphanumeric());
        whole.then_some((number, word.len() + gap + n))
    }
}

/// One of the words stands in the text.
pub(crate) fn any(words: &[String], text: &str) -> bool {
    words.iter().any(|w| text.contains(w.as_str()))
}

fn first<'a>(entries: &'a [Words], text: &str) -> Option<&'a str> {
    entries
        .iter()
        .find(|e| any(&e.words, text))
        .map(|e| e.key.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_appendix_tables() {
        let lexicon = ReportLexicon::embedded();
        for (header, key) in [
            ("initiativ", Some("initiative")),
            ("fase", Some("phase")),
            ("aftale", Some("agreement")),
            (
                "er initiativet ført videre til næste fase?",
                Some("carried_on"),
            ),
            ("susi-vurdering og egnethed til ny fase", Some("susi")),
            ("bemærkninger", None),
        ] {
            assert_eq!(lexicon.column(header), key, "{header}");
        }
    }

    #[test]
    fn areas_in_titles() {
        let lexicon = ReportLexicon::embedded();
        assert_eq!(lexicon.area("Indsatser for voksne"), Some("voksne"));
        assert_eq!(
            lexicon.area("Tabel 4 Børne- og ungeområdet"),
            Some("børn_og_unge")
        );
        assert_eq!(lexicon.area("Børn, unge og voksne"), None);
        assert_eq!(lexicon.area("Alle initiativer"), None);
    }

    #[test]
    fn theme_headings() {
        let lexicon = ReportLexicon::embedded();
        assert_eq!(lexicon.theme("Tema 2: Mad der samler"), Some((2, 6)));
        assert_eq!(lexicon.theme("TEMA  11"), Some((11, 8)));
        assert_eq!(lexicon.theme("Temaer 1"), None);
        assert_eq!(lexicon.theme("Tema 1-2"), None);
        assert_eq!(lexicon.theme("Tema"), None);
    }
}
