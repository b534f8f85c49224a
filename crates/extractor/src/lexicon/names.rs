//! Names with what they mean: the one that a text is most similar to.

use uip_model::Match;

use super::LIKELY;
use crate::matching::{Phrase, WordIndex, most_similarity, similarity};

/// What may be meant, each under its names.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) entries: Vec<Entry>,
    /// All wordings of all entries.
    pub(super) words: WordIndex,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) wordings: Vec<Wording>,
    pub(super) prefix: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Wording {
    pub(super) phrase: Phrase,
    /// Its number in [`Names::words`].
    pub(super) number: usize,
}

impl Names {
    pub(super) fn add(&mut self, key: String, wordings: &[String], prefix: bool) {
        let words = &mut self.words;
        let wordings = wordings.iter().map(|text| {
            let phrase = Phrase::new(text);
            let number = words.add(&phrase);
            Wording { phrase, number }
        });
        match self.entries.iter_mut().find(|e| e.key == key) {
            Some(entry) => entry.wordings.extend(wordings),
            None => self.entries.push(Entry {
                key,
                wordings: wordings.collect(),
                prefix,
            }),
        }
    }

    /// The entry with the most similar wording; key `other` below [`LIKELY`].
    pub(super) fn best(&self, text: &str) -> Match {
        let phrase = Phrase::new(text);
        let shared = self.words.shared(&phrase);
        let mut best = Match {
            key: "other".to_owned(),
            ..Match::default()
        };
        let mut found = None;
        for entry in &self.entries {
            if let Some((certainty, wording)) = entry.nearest(&phrase, &shared, best.certainty) {
                best.certainty = certainty;
                found = Some((entry, wording));
            }
        }
        if let Some((entry, wording)) = found {
            wording.text().clone_into(&mut best.nearest);
            if best.certainty >= LIKELY {
                best.key.clone_from(&entry.key);
            }
        }
        best
    }
}

impl Entry {
    /// The wording that is most similar to a phrase, and how sure that is; `None` where none is
    /// surer than `floor`. `shared` says by number how much weight wordings share with the phrase.
    pub(super) fn nearest(
        &self,
        phrase: &Phrase,
        shared: &[f32],
        floor: f32,
    ) -> Option<(f32, &Phrase)> {
        let mut surest = floor;
        let mut found = None;
        for Wording {
            phrase: wording,
            number,
        } in &self.wordings
        {
            let shared = shared.get(*number).copied().unwrap_or(0.0);
            if shared == 0.0 {
                continue;
            }
            let mut certainty = 0.0;
            if most_similarity(wording, phrase, shared) > surest {
                certainty = similarity(wording, phrase);
            }
            if self.prefix && surest < 0.9 && phrase.starts_with(wording) {
                certainty = certainty.max(0.9);
            }
            if certainty > surest {
                surest = certainty;
                found = Some((certainty, wording));
            }
        }
        found
    }
}
