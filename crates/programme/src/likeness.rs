//! How alike two titles are.
//!
//! Titles of the same initiative vary: words are inflected, misspelt, joined or cut
//! (`Natte-Ravne`, `natteravne`), phases come and go, an abbreviation is added. The comparison is
//! of weighted words (a soft Dice coefficient), the rare ones among the given documents weighing
//! most; no model and no list of known initiatives takes part.

use std::collections::{BTreeMap, BTreeSet};

use rust_stemmers::{Algorithm, Stemmer};

use crate::title::{Title, Word};
use crate::vocabulary::{GENERAL_WORDS, INFLECTIONS};

/// What the words of [`GENERAL_WORDS`] weigh of their full weight.
const GENERAL_SHARE: f64 = 0.5;

/// How alike two words are whose stems are the same (`unge`, `unges`).
const SAME_STEM: f64 = 0.97;

/// How alike two words are that differ by a slip of the pen.
const MISSPELT: f64 = 0.9;

/// Shortest word in which one wrong letter is taken for a slip: in shorter ones (`børn`, `barn`)
/// a letter makes another word.
const ONE_SLIP_FROM: usize = 7;

/// Shortest word in which two wrong letters are.
const TWO_SLIPS_FROM: usize = 12;

/// What is left of the likeness of two titles whose numbers or single letters contradict each
/// other (`Model A`, `Model B`; `spor 1`, `spor 2`): too little for any link.
const CONTRADICTION: f64 = 0.4;

/// How alike a name and a title are whose brackets or first part (before a dash or colon) are that
/// name: `(VIA Family)`.
const BY_NAME: f64 = 0.9;

/// How alike two titles are at most of which only one has a name in brackets.
const WITHOUT_NAME: f64 = 0.97;

/// How much each word says, by how few of the given titles have it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    titles: f64,
    with_stem: BTreeMap<String, f64>,
}

impl Weights {
    /// Counts the words of these titles. Each distinct title is to be given once, or a release
    /// that is read twice would make its words common.
    pub(crate) fn of<'a>(titles: impl IntoIterator<Item = &'a Title>) -> Self {
        let mut weights = Self::default();
        for title in titles {
            weights.titles += 1.0;
            let stems: BTreeSet<&str> = title.words.iter().map(|w| w.stem.as_str()).collect();
            for stem in stems {
                *weights.with_stem.entry(stem.to_owned()).or_default() += 1.0;
            }
        }
        weights
    }

    /// The word's weight: the logarithm of how many titles there are for each that has it, plus
    /// one, so that in a single document every word still counts.
    fn weight(&self, word: &Word) -> f64 {
        let with = self.with_stem.get(&word.stem).copied().unwrap_or_default();
        let weight = 1.0 + ((self.titles + 1.0) / (with + 1.0)).ln().max(0.0);
        if GENERAL_WORDS.contains(&word.text.as_str()) {
            weight * GENERAL_SHARE
        } else {
            weight
        }
    }

    /// How alike two titles are: 0 for nothing in common, 1 for the same words.
    pub(crate) fn likeness(&self, a: &Title, b: &Title) -> f64 {
        if a.same_words(b) {
            return 1.0;
        }
        // Different wording never reaches the 1 of the same words.
        let mut likeness = self.compare(&a.words, &b.words).0.min(0.99);
        // An abbreviation in brackets that only one of the two has makes no difference.
        for (a, b) in [(&a.without_names, &b.words), (&a.words, &b.without_names)] {
            likeness = likeness.max(self.compare(a, b).0.min(WITHOUT_NAME));
        }
        likeness
    }

    /// The best likeness of two initiatives' titles, each as several readings have it.
    pub(crate) fn best_likeness(&self, a: &[Title], b: &[Title]) -> f64 {
        a.iter()
            .flat_map(|a| b.iter().map(|b| self.likeness(a, b)))
            .fold(0.0, f64::max)
    }

    /// How well a stated name fits a title. Other than two titles, a name may be short for its
    /// title, so that a name whose every word the title has scores better than their common words
    /// alone, and a name in the title's brackets nearly as well as the title itself.
    pub(crate) fn fit(&self, name: &Title, title: &Title) -> f64 {
        let whole = self.likeness(name, title);
        let (_, covered) = self.compare(&name.words, &title.words);
        let signs = |t: &Title| t.words.iter().any(|w| !w.sign);
        let short = if covered >= 0.95 && name.words.len() >= 2 && signs(name) {
            whole.midpoint(covered).min(0.95)
        } else {
            0.0
        };
        let by_name = title
            .names
            .iter()
            .filter(|own| {
                let (likeness, _) = self.compare(&name.words, own);
                likeness >= 0.95
            })
            .map(|_| BY_NAME)
            .fold(0.0, f64::max);
        whole.max(short).max(by_name)
    }

    /// The share of common weight in both together (Dice's coefficient), and in `a` alone.
    fn compare(&self, a: &[Word], b: &[Word]) -> (f64, f64) {
        let weights_a: Vec<f64> = a.iter().map(|w| self.weight(w)).collect();
        let weights_b: Vec<f64> = b.iter().map(|w| self.weight(w)).collect();
        let (sum_a, sum_b): (f64, f64) = (weights_a.iter().sum(), weights_b.iter().sum());
        if a.is_empty() || b.is_empty() || sum_a + sum_b <= 0.0 {
            return (0.0, 0.0);
        }
        let (share_a, share_b) = align(a, b);
        let common = |shares: &[f64], weights: &[f64]| -> f64 {
            shares.iter().zip(weights).map(|(s, w)| s * w).sum()
        };
        let (in_a, in_b) = (common(&share_a, &weights_a), common(&share_b, &weights_b));
        let damp = if contradict(a, b) { CONTRADICTION } else { 1.0 };
        (damp * (in_a + in_b) / (sum_a + sum_b), damp * in_a / sum_a)
    }
}

/// For each word of both how well it is matched: each word is used once, the same words first,
/// then inflected and misspelt ones, then words that the other title writes apart.
fn align(a: &[Word], b: &[Word]) -> (Vec<f64>, Vec<f64>) {
    let mut share_a = vec![0.0; a.len()];
    let mut share_b = vec![0.0; b.len()];
    for least in [1.0, SAME_STEM, MISSPELT] {
        for (word_a, of_a) in a.iter().zip(share_a.iter_mut()).filter(|(_, s)| **s == 0.0) {
            let found = b
                .iter()
                .zip(share_b.iter_mut())
                .find(|(word_b, of_b)| **of_b == 0.0 && alike(word_a, word_b) >= least);
            if let Some((word_b, of_b)) = found {
                let alike = alike(word_a, word_b);
                *of_a = alike;
                *of_b = alike;
            }
        }
    }
    join(a, &mut share_a, b, &mut share_b);
    join(b, &mut share_b, a, &mut share_a);
    (share_a, share_b)
}

/// Matches two or three neighbouring words of `apart` with one word of `joined`.
fn join(apart: &[Word], share_apart: &mut [f64], joined: &[Word], share_joined: &mut [f64]) {
    for (whole, of_whole) in joined.iter().zip(share_joined.iter_mut()) {
        if *of_whole != 0.0 || whole.sign {
            continue;
        }
        for length in [2, 3] {
            let found = apart
                .windows(length)
                .zip(0..)
                .find(|(words, at): &(&[Word], usize)| {
                    let free = share_apart
                        .get(*at..*at + length)
                        .is_some_and(|shares| shares.iter().all(|s| *s == 0.0));
                    let text: String = words.iter().map(|w| w.text.as_str()).collect();
                    free && (text == whole.text || same_stem(&text, whole))
                });
            if let Some((_, at)) = found {
                *of_whole = SAME_STEM;
                if let Some(shares) = share_apart.get_mut(at..at + length) {
                    shares.fill(SAME_STEM);
                }
                break;
            }
        }
    }
}

fn same_stem(text: &str, word: &Word) -> bool {
    Stemmer::create(Algorithm::Danish).stem(text) == word.stem
}

/// 1 for the same word, less for an inflected or misspelt one, 0 for another.
fn alike(a: &Word, b: &Word) -> f64 {
    if a.text == b.text {
        return 1.0;
    }
    if a.sign || b.sign {
        return 0.0;
    }
    if a.stem == b.stem || inflected(&a.text, &b.text) || inflected(&b.text, &a.text) {
        return SAME_STEM;
    }
    let length = a.text.chars().count().min(b.text.chars().count());
    let slips = match length {
        TWO_SLIPS_FROM.. => 2,
        ONE_SLIP_FROM.. => 1,
        _ => return 0.0,
    };
    if negated(&a.text, &b.text) || strsim::osa_distance(&a.text, &b.text) > slips {
        0.0
    } else {
        MISSPELT
    }
}

/// Whether the long word is the short one with an ending. The stemmer alone takes the *s* of a
/// word's own for an ending (`sejlads`, `sejladser`) and knows no foreign vowels (`café`).
fn inflected(short: &str, long: &str) -> bool {
    /// Letters that a word has at least before its ending.
    const STEM: usize = 4;
    short.chars().count() >= STEM
        && long
            .strip_prefix(short)
            .is_some_and(|ending| INFLECTIONS.contains(&ending))
}

/// Whether one is the other with a prefix: `frivillig`, `ufrivillig`. That is never a slip.
fn negated(a: &str, b: &str) -> bool {
    a.ends_with(b) || b.ends_with(a)
}

/// Whether both have numbers or single letters that the other has not.
fn contradict(a: &[Word], b: &[Word]) -> bool {
    let signs = |words: &[Word]| -> BTreeSet<String> {
        words
            .iter()
            .filter(|w| w.sign)
            .map(|w| w.text.clone())
            .collect()
    };
    let (a, b) = (signs(a), signs(b));
    a.difference(&b).next().is_some() && b.difference(&a).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights() -> Weights {
        let titles: Vec<Title> = [
            "Modning af familieværksted til unge forældre",
            "Screening af metoder til hjemløse med hund",
            "Udbredelse af støttepersoner i retspsykiatrien",
            "Model for samarbejde om skolevægring",
            "Styrket indsats til unge i bandemiljøer",
        ]
        .map(Title::new)
        .to_vec();
        Weights::of(&titles)
    }

    fn likeness(a: &str, b: &str) -> f64 {
        weights().likeness(&Title::new(a), &Title::new(b))
    }

    fn fit(name: &str, title: &str) -> f64 {
        weights().fit(&Title::new(name), &Title::new(title))
    }

    #[test]
    fn inflection_slips_and_joined_words_are_the_same_words() {
        for (a, b) in [
            (
                "Støtteperson i retspsykiatrien",
                "Støttepersoner i retspsykiatri",
            ),
            ("Familieværksted til unge", "Familieværskted for unge"),
            ("Sanse-Bevidst Tilgang", "Sansebevidst tilgang"),
            (
                "Reparationscafé med sejlads",
                "Reparationscaféer med sejladser",
            ),
            ("Gadeplans arbejde i byer", "Gadeplansarbejde i byer"),
        ] {
            assert!(likeness(a, b) > 0.9, "{a} / {b}: {}", likeness(a, b));
        }
    }

    #[test]
    fn other_initiatives_are_told_apart() {
        for (a, b) in [
            (
                "Styrket indsats til unge i bandemiljøer",
                "Styrket indsats til unge hjemløse",
            ),
            ("Samtaleforløb, spor 1", "Samtaleforløb, spor 2"),
            ("Hverdagsstøtte model A", "Hverdagsstøtte model B"),
            ("Frivillig anbringelse", "Ufrivillig anbringelse"),
            (
                "Gruppebehandling til unge",
                "Individuel behandling til unge",
            ),
        ] {
            assert!(likeness(a, b) < 0.7, "{a} / {b}: {}", likeness(a, b));
        }
    }

    #[test]
    fn a_stated_name_may_be_short_for_its_title() {
        assert!(
            fit(
                "Hund og Hjem",
                "Indsats til hjemløse med kæledyr (Hund og Hjem)"
            ) >= 0.9
        );
        assert!(fit("Broen", "Broen – støtte til unge forældre") >= 0.9);
        assert!(
            fit(
                "støttepersoner i retspsykiatrien",
                "Støttepersoner i retspsykiatrien i hele landet"
            ) > 0.7
        );
        // A bracket in lower case narrows, it does not name.
        assert!(fit("ikke visiterede", "Indsats til hjemløse (ikke visiterede)") < 0.7);
    }

    #[test]
    fn an_abbreviation_in_one_of_two_titles_makes_little_difference() {
        let both = likeness("Gadeplansarbejde i byer (GiB)", "Gadeplansarbejde i byer");
        assert!((0.95..1.0).contains(&both), "{both}");
        let other = likeness("Gadeplansarbejde (spor 1)", "Gadeplansarbejde (spor 2)");
        assert!(other < 0.7, "{other}");
    }

    #[test]
    fn phases_make_no_difference() {
        assert_eq!(
            likeness("Modning af familieværksted", "Familieværksted (afprøvning)"),
            1.0
        );
    }
}
