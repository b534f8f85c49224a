//! The lexicon: what headings, phases, areas, labels and table headers are called, as data files.
//!
//! The embedded files are `templates/release.toml` and `templates/reports.toml`; [`Lexicon::extend`]
//! adds further files of the same form. An entry with a known key adds wordings to it; a new key is a new kind of section.

mod file;
mod names;
#[cfg(test)]
mod tests;

use serde::Deserialize;
use uip_model::Match;

use crate::matching::{Phrase, similarity};
use crate::report::ReportLexicon;
use file::File;
use names::Names;

/// The release lexicon that is part of the program, as JSON (`build.rs`).
const EMBEDDED: &str = include_str!(concat!(env!("OUT_DIR"), "/release.json"));

/// The words of reports that are part of the program, as JSON.
const REPORTS: &str = include_str!(concat!(env!("OUT_DIR"), "/reports.json"));

/// From this certainty on a heading is taken for what the lexicon says.
pub const SURE: f32 = 0.75;

/// From this certainty on a heading is taken for it with a finding.
pub const LIKELY: f32 = 0.6;

/// What headings, phases, areas, labels and table headers are called.
#[derive(Clone, Debug)]
pub struct Lexicon {
    sections: Names,
    phases: Names,
    areas: Names,
    area_leads: Vec<Phrase>,
    labels: Vec<LabelPattern>,
    tables: Vec<TableEntry>,
    times: Vec<String>,
    budget: BudgetWords,
    templates: Vec<Template>,
    reports: ReportLexicon,
}

/// A lexicon file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {cause}")]
pub struct LexiconError {
    file: String,
    cause: String,
}

/// How an initiative is labelled: fixed words before a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LabelPattern {
    /// The pattern as written, with `{n}`.
    pub(crate) pattern: String,
    /// The words before the number, in lower case.
    pub(crate) words: Vec<String>,
    /// The number must have a dot inside (`1.3`).
    pub(crate) dotted: bool,
}

#[derive(Clone, Debug)]
struct TableEntry {
    key: String,
    /// For each column, the names that it can have.
    columns: Vec<Vec<Phrase>>,
}

/// Words of budget tables, in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct BudgetWords {
    pub(crate) total: Vec<Phrase>,
    pub(crate) units: Vec<String>,
    pub(crate) year: Vec<Phrase>,
}

/// A yearly template: what its documents have in common.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Template {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) sections: Vec<String>,
}

impl Default for Lexicon {
    /// The lexicon that is part of the program.
    fn default() -> Self {
        let mut lexicon = Self {
            sections: Names::default(),
            phases: Names::default(),
            areas: Names::default(),
            area_leads: Vec::new(),
            labels: Vec::new(),
            tables: Vec::new(),
            times: Vec::new(),
            budget: BudgetWords::default(),
            templates: Vec::new(),
            reports: ReportLexicon::default(),
        };
        // A test reads the embedded files, so the error cannot occur in a released program.
        for embedded in [EMBEDDED, REPORTS] {
            let read = serde_json::from_str(embedded);
            debug_assert!(read.is_ok(), "{:?}", read.as_ref().err());
            if let Ok(file) = read {
                lexicon.add(file);
            }
        }
        lexicon
    }
}

impl Lexicon {
    /// Adds the entries of a lexicon file.
    ///
    /// # Errors
    /// When the text is not TOML of the documented form; the message names line and cause. The
    /// lexicon is then unchanged.
    pub fn extend(&mut self, file: &str, text: &str) -> Result<(), LexiconError> {
        let parsed: File = toml::from_str(text).map_err(|e| LexiconError {
            file: file.to_owned(),
            cause: e.to_string(),
        })?;
        if let Some(key) = parsed.reports.as_ref().and_then(ReportLexicon::unknown_key) {
            return Err(LexiconError {
                file: file.to_owned(),
                cause: format!("no column or area of reports has the key {key:?}"),
            });
        }
        self.add(parsed);
        Ok(())
    }

    fn add(&mut self, parsed: File) {
        if let Some(reports) = parsed.reports {
            self.reports.extend(reports);
        }
        for entry in parsed.section {
            self.sections.add(entry.key, &entry.headings, entry.prefix);
        }
        for entry in parsed.phase {
            self.phases.add(entry.key, &entry.names, false);
        }
        for entry in parsed.area {
            self.areas.add(entry.key, &entry.words, false);
        }
        self.area_leads.extend(
            parsed
                .area_lead
                .iter()
                .flat_map(|l| &l.words)
                .map(|w| Phrase::new(w)),
        );
        self.labels.extend(parsed.label.into_iter().map(|label| {
            let words = label
                .pattern
                .split_whitespace()
                .filter(|w| *w != "{n}")
                .map(str::to_lowercase)
                .collect();
            LabelPattern {
                pattern: label.pattern,
                words,
                dotted: label.dotted,
            }
        }));
        self.tables.extend(parsed.table.into_iter().map(|table| {
            let names = |column: &Vec<String>| column.iter().map(|c| Phrase::new(c)).collect();
            TableEntry {
                columns: table.columns.iter().map(names).collect(),
                key: table.key,
            }
        }));
        self.times.extend(
            parsed
                .times
                .into_iter()
                .flat_map(|t| t.words)
                .map(|w| w.to_lowercase()),
        );
        if let Some(budget) = parsed.budget {
            self.budget
                .total
                .extend(budget.total.iter().map(|w| Phrase::new(w)));
            self.budget
                .units
                .extend(budget.units.iter().map(|u| u.to_lowercase()));
            self.budget
                .year
                .extend(budget.year.iter().map(|w| Phrase::new(w)));
        }
        self.templates.extend(parsed.template);
    }

    /// What reports and their tables are known by.
    pub(crate) fn reports(&self) -> &ReportLexicon {
        &self.reports
    }

    /// What a section's heading or a sub-heading means.
    pub fn section(&self, heading: &str) -> Match {
        self.sections.best(heading)
    }

    /// How near a heading comes to each kind of section: the best wording of every key that shares
    /// a word with it, the nearest first.
    pub fn ranked(&self, heading: &str) -> Vec<Match> {
        let phrase = Phrase::new(heading);
        let shared = self.sections.words.shared(&phrase);
        let mut ranked: Vec<Match> = self
            .sections
            .entries
            .iter()
            .filter_map(|entry| {
                let (certainty, wording) = entry.nearest(&phrase, &shared, 0.0)?;
                Some(Match {
                    key: entry.key.clone(),
                    nearest: wording.text().to_owned(),
                    certainty,
                })
            })
            .collect();
        ranked.sort_by(|a, b| b.certainty.total_cmp(&a.certainty));
        ranked
    }

    /// The headings that the lexicon has for a kind of section; none for an unknown key.
    pub fn wordings(&self, key: &str) -> Vec<&str> {
        let entries = self.sections.entries.iter();
        entries
            .filter(|entry| entry.key == key)
            .flat_map(|entry| entry.wordings.iter().map(|w| w.phrase.text()))
            .collect()
    }

    /// The headings with words in quotation marks.
    pub(crate) fn quoting_headings(&self) -> impl Iterator<Item = &str> {
        let wordings = self.sections.entries.iter().flat_map(|e| &e.wordings);
        wordings
            .map(|w| w.phrase.text())
            .filter(|text| text.contains(['’', '\'', '”', '"']))
    }

    /// The patterns of initiatives' labels, such as `Bilag {n}`.
    pub fn label_patterns(&self) -> Vec<&str> {
        self.labels.iter().map(|l| l.pattern.as_str()).collect()
    }

    /// The ids of the yearly templates.
    pub fn template_ids(&self) -> Vec<&str> {
        self.templates.iter().map(|t| t.id.as_str()).collect()
    }

    /// A section's known heading begins with these words: a heading's first line.
    pub(crate) fn begins(&self, text: &str) -> bool {
        let phrase = Phrase::new(text);
        phrase.len() > 0
            && self
                .sections
                .entries
                .iter()
                .flat_map(|e| &e.wordings)
                .any(|w| w.phrase.starts_with(&phrase))
    }

    /// Which phase a name means.
    pub fn phase(&self, name: &str) -> Match {
        self.phases.best(name)
    }

    /// Which area a heading names: the entry whose words all stand in it; the longest such entry.
    pub(crate) fn area(&self, heading: &str) -> Option<String> {
        let text = Phrase::new(heading);
        let hits = self.areas.entries.iter().flat_map(|e| {
            e.wordings
                .iter()
                .filter(|w| text.holds(&w.phrase))
                .map(|w| (w.phrase.len(), &e.key))
        });
        let mut hits: Vec<(usize, &String)> = hits.collect();
        hits.sort();
        let (_, key) = hits.last()?;
        // Two areas in one heading name none.
        let other = hits
            .iter()
            .any(|(n, k)| k != key && *n + 1 >= hits.last().map_or(0, |h| h.0));
        (!other).then(|| (*key).clone())
    }

    /// The heading has one of the words that area headings have.
    pub(crate) fn leads_area(&self, heading: &str) -> bool {
        let text = Phrase::new(heading);
        self.area_leads.iter().any(|w| text.holds(w))
    }

    pub(crate) fn labels(&self) -> &[LabelPattern] {
        &self.labels
    }

    /// What kind of table these header cells belong to. Every column of a known kind must have its
    /// like; further columns (who is responsible) count little.
    pub(crate) fn table(&self, header: &[String]) -> Match {
        let cells: Vec<Phrase> = header.iter().map(|h| Phrase::new(h)).collect();
        let mut found = Match {
            key: "other".to_owned(),
            ..Match::default()
        };
        for entry in &self.tables {
            let mut sum = 0.0;
            let mut nearest: Vec<&str> = Vec::new();
            for names in &entry.columns {
                let pairs = names
                    .iter()
                    .flat_map(|n| cells.iter().map(move |c| (similarity(n, c), n)));
                if let Some((certainty, name)) = pairs.max_by(|a, b| a.0.total_cmp(&b.0)) {
                    sum += certainty;
                    nearest.push(name.text());
                }
            }
            let (columns, extra) = (
                entry.columns.len().max(1),
                cells.len().saturating_sub(entry.columns.len()),
            );
            #[allow(clippy::cast_precision_loss)]
            let certainty = sum / (columns as f32 + 0.2 * extra as f32);
            if certainty > found.certainty {
                found = Match {
                    key: entry.key.clone(),
                    nearest: nearest.join(" | "),
                    certainty,
                };
            }
        }
        if found.certainty < SURE {
            found.key = "other".to_owned();
        }
        found
    }

    /// The text is a time as timetables have it: it holds a year or a word such as `kvartal`, and
    /// little else.
    pub(crate) fn is_time(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect();
        let year =
            |w: &str| w.len() == 4 && w.starts_with("20") && w.bytes().all(|b| b.is_ascii_digit());
        let named = |w: &str| self.times.iter().any(|t| t == w);
        let small = |w: &str| w.len() <= 3 || w.bytes().all(|b| b.is_ascii_digit());
        let other = words
            .iter()
            .filter(|w| !year(w) && !named(w) && !small(w))
            .count();
        // `Mio. kr. (2025-PL)` has a year and is none.
        if words.iter().any(|w| matches!(*w, "kr" | "pl" | "kroner")) {
            return false;
        }
        let digits = lower.contains(|c: char| c.is_ascii_digit());
        let known = words.iter().any(|w| year(w) || named(w));
        // `Løbende` alone is a time, `løbende dataindsamling` an activity.
        known && other <= 2 && words.len() <= 14 && (digits || words.len() <= 2 && other == 0)
    }

    pub(crate) fn budget(&self) -> &BudgetWords {
        &self.budget
    }

    pub(crate) fn templates(&self) -> &[Template] {
        &self.templates
    }
}
