//! What the reports' tables and headings are called: the part `reports` of lexicon files
//! (`templates/reports.toml`).

use std::borrow::Cow;

use serde::Deserialize;
use uip_model::OutcomeWords;

/// The words by which reports and the columns of their tables are known.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
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
#[serde(deny_unknown_fields, default)]
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
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReleaseWords {
    pub(crate) headings: Vec<String>,
    pub(crate) labels: Vec<String>,
}

/// The columns of appendix tables that are read.
const COLUMNS: [&str; 7] = [
    "susi",
    "carried_on",
    "phase",
    "agreement",
    "initiative",
    "period",
    "area",
];

/// The areas.
const AREAS: [&str; 2] = ["voksne", "børn_og_unge"];

fn lower(words: Vec<String>) -> impl Iterator<Item = String> {
    words.into_iter().map(|w| w.to_lowercase())
}

impl ReportLexicon {
    /// Adds the words of another file: to a known key, or, of areas and columns, under a new one.
    pub(crate) fn extend(&mut self, more: Self) {
        for (known, more) in [(&mut self.column, more.column), (&mut self.area, more.area)] {
            for entry in more {
                match known.iter_mut().find(|k| k.key == entry.key) {
                    Some(known) => known.words.extend(lower(entry.words)),
                    None => known.push(Words {
                        words: lower(entry.words).collect(),
                        key: entry.key,
                    }),
                }
            }
        }
        let (own, more_words) = (&mut self.evaluation, more.evaluation);
        for (known, more) in [
            (&mut own.themes, more_words.themes),
            (&mut own.names, more_words.names),
            (&mut own.matter, more_words.matter),
            (&mut own.worse, more_words.worse),
            (&mut own.same, more_words.same),
            (&mut own.better, more_words.better),
            (&mut own.costs, more_words.costs),
            (&mut self.release.headings, more.release.headings),
            (&mut self.release.labels, more.release.labels),
        ] {
            known.extend(lower(more));
        }
    }

    /// The first of these entries whose key no reader knows.
    pub(crate) fn unknown_key(&self) -> Option<&str> {
        let column = self
            .column
            .iter()
            .find(|e| !COLUMNS.contains(&e.key.as_str()));
        let area = self.area.iter().find(|e| !AREAS.contains(&e.key.as_str()));
        column.or(area).map(|e| e.key.as_str())
    }

    /// The words that later steps ask for as well.
    pub(crate) fn outcome_words(&self) -> OutcomeWords {
        let words = &self.evaluation;
        OutcomeWords {
            themes: words.themes.clone(),
            worse: words.worse.clone(),
            same: words.same.clone(),
            better: words.better.clone(),
        }
    }

    /// What the columns under these headings, in lower case, hold. A heading may hold the words of
    /// several (`er initiativet ført videre til næste fase?`): one that holds those of a single kind
    /// takes it first, then each the first kind that is left, in the order of the entries.
    pub(crate) fn columns(&self, headings: &[String]) -> Vec<Option<&str>> {
        let mut fitting: Vec<Vec<&str>> = headings
            .iter()
            .map(|h| {
                let whole = |e: &&Words| any(&e.words, h);
                let found: Vec<&str> = self
                    .column
                    .iter()
                    .filter(whole)
                    .map(|e| e.key.as_str())
                    .collect();
                if !found.is_empty() {
                    return found;
                }
                if h.len() > LONGEST_NAME {
                    return found;
                }
                let closed = closed(h);
                let cut = |e: &&Words| any_closed(&e.words, &closed);
                let cut = self.column.iter().filter(cut);
                cut.map(|e| e.key.as_str()).collect()
            })
            .collect();
        let mut out = vec![None; headings.len()];
        loop {
            let open = || (0..headings.len()).filter(|at| out.get(*at) == Some(&None));
            let fits = |at: &usize| fitting.get(*at).map_or(0, Vec::len);
            let sole = open().find(|at| fits(at) == 1);
            let Some(at) = sole.or_else(|| open().find(|at| fits(at) > 1)) else {
                return out;
            };
            let key = fitting.get(at).and_then(|f| f.first().copied());
            if let Some(slot) = out.get_mut(at) {
                *slot = key;
            }
            for other in &mut fitting {
                other.retain(|k| Some(*k) != key);
            }
        }
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

/// What is longer, in bytes, is no name of a column.
const LONGEST_NAME: usize = 160;

/// The same where a narrow cell may have broken words without a hyphen: `aftal e`.
pub(crate) fn any_cut(words: &[String], text: &str) -> bool {
    any_closed(words, &closed(text))
}

/// The text without its white space.
fn closed(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_whitespace) {
        Cow::Owned(text.split_whitespace().collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// One of the words, without its white space, stands in a text that has none.
fn any_closed(words: &[String], text: &str) -> bool {
    words.iter().any(|w| text.contains(&*closed(w)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_of_appendix_tables() {
        let lexicon = crate::Lexicon::default().reports().clone();
        for header in [
            [
                ("initiativ", Some("initiative")),
                ("fase", Some("phase")),
                ("aftale", Some("agreement")),
                (
                    "er initiativet ført videre til næste fase?",
                    Some("carried_on"),
                ),
                ("susi-vurdering og egnethed til ny fase", Some("susi")),
                ("bemærkninger", None),
            ],
            [
                ("initiativets navn", Some("initiative")),
                ("fase i susi", Some("phase")),
                ("uip-aftale", Some("agreement")),
                ("er det ført videre til en ny fase?", Some("carried_on")),
                ("susi-vurdering", Some("susi")),
                ("indsatsens leder", None),
            ],
        ] {
            let (headings, keys): (Vec<_>, Vec<_>) =
                header.into_iter().map(|(h, k)| (h.to_owned(), k)).unzip();
            assert_eq!(lexicon.columns(&headings), keys);
        }
    }

    #[test]
    fn areas_in_titles() {
        let lexicon = crate::Lexicon::default().reports().clone();
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
        let lexicon = crate::Lexicon::default().reports().clone();
        assert_eq!(lexicon.theme("Tema 2: Mad der samler"), Some((2, 6)));
        assert_eq!(lexicon.theme("TEMA  11"), Some((11, 8)));
        assert_eq!(lexicon.theme("Temaer 1"), None);
        assert_eq!(lexicon.theme("Tema 1-2"), None);
        assert_eq!(lexicon.theme("Tema"), None);
    }
}
