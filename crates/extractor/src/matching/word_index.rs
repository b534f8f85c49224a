//! The words of many phrases, to find those that share words with a heading without comparing it with
//! each.

use super::{MOST_EDITS, Phrase, Token, alike};

/// The words of many phrases, each once, to find the phrases that share words with another one: most
/// share none, or only small ones, so that their similarity need not be worked out.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordIndex {
    words: Vec<Token>,
    /// For each word the phrases that it stands in.
    places: Vec<Vec<Place>>,
    count: usize,
}

/// Where a word stands: the phrase's number, and the word's weight there.
#[derive(Clone, Copy, Debug)]
struct Place {
    phrase: usize,
    weight: f32,
}

impl WordIndex {
    /// Adds a phrase; its number.
    pub(crate) fn add(&mut self, phrase: &Phrase) -> usize {
        let number = self.count;
        self.count += 1;
        for word in &phrase.words {
            let place = Place {
                phrase: number,
                weight: word.weight,
            };
            let same = |known: &Token| known.is(word) && known.abbreviated == word.abbreviated;
            let known = self.words.iter().position(same);
            match known.and_then(|at| self.places.get_mut(at)) {
                Some(places) => places.push(place),
                None => {
                    self.words.push(word.clone());
                    self.places.push(vec![place]);
                }
            }
        }
        number
    }

    /// For each phrase by its number at most how much weight it shares with this one, as
    /// [`similarity`] counts it; 0 where no word of the one is like one of the other.
    pub(crate) fn shared(&self, phrase: &Phrase) -> Vec<f32> {
        let mut shared = vec![0.0; self.count];
        for word in &phrase.words {
            for (known, places) in self.words.iter().zip(&self.places) {
                // Most words differ in their first letters, and in their lengths or in many others.
                let edits = || (word.letters ^ known.letters).count_ones() as usize / 2;
                if word.first != known.first
                    && (word.length.abs_diff(known.length) > MOST_EDITS || edits() > MOST_EDITS)
                {
                    continue;
                }
                let likeness = alike(word, known);
                if likeness > 0.0 {
                    for place in places {
                        if let Some(sum) = shared.get_mut(place.phrase) {
                            *sum += likeness * (word.weight + place.weight);
                        }
                    }
                }
            }
        }
        shared
    }
}

/// More than rounding adds to a similarity.
const ROUNDING: f32 = 0.001;

/// What [`similarity`] cannot exceed where the phrases share this weight: a word of the one has at
/// most one like in the other, and none weighs more than 1.
pub(crate) fn most_similarity(a: &Phrase, b: &Phrase, shared: f32) -> f32 {
    #[allow(clippy::cast_precision_loss)]
    let pairs = a.words.len().min(b.words.len()) as f32;
    let most = shared.min(a.weight.min(pairs) + b.weight.min(pairs));
    most / (a.weight + b.weight) + ROUNDING
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::similarity;

    #[test]
    fn no_similarity_exceeds_its_bound() {
        let phrases = [
            "Formål",
            "Initiativets formål",
            "Formål, social problemstilling og målgruppe (jf. bilag)",
            "Økonomi",
            "Økonomien i det samlede initiativ og dets enkelte dele",
            "af",
            "Tilskudsmodt.",
            "Tilskudsmodtagere",
        ]
        .map(Phrase::new);
        let mut index = WordIndex::default();
        for (number, phrase) in phrases.iter().enumerate() {
            assert_eq!(index.add(phrase), number);
        }
        for a in &phrases {
            for (b, shared) in phrases.iter().zip(index.shared(a)) {
                let (sure, most) = (similarity(a, b), most_similarity(a, b, shared));
                assert!(sure <= most, "{a:?} {b:?} {sure} {most}");
                assert_eq!(sure > 0.0, shared > 0.0, "{a:?} {b:?}");
            }
        }
        // One word of nine, or only a small one: far from alike, without a look at the letters.
        let all = f32::INFINITY;
        assert!(most_similarity(&phrases[0], &phrases[4], all) < 0.5);
        let shared = index.shared(&Phrase::new("af og til"));
        assert!(most_similarity(&phrases[5], &Phrase::new("af og til"), shared[5]) < 0.7);
        assert_eq!(shared[0], 0.0);
    }

    #[test]
    fn words_are_found_whatever_their_form() {
        let mut index = WordIndex::default();
        for text in [
            "Formål",
            "Initiativets formål",
            "Tilskudsmodt. og målgruppe",
            "",
        ] {
            index.add(&Phrase::new(text));
        }
        for (heading, hits) in [
            ("Formaal", [true, true, false, false]),
            ("Hformål", [true, true, false, false]),
            ("initiativ", [false, true, false, false]),
            ("Tilskudsmodtager", [false, false, true, false]),
            ("init.", [false, true, false, false]),
            ("3", [false; 4]),
            ("", [false; 4]),
        ] {
            let shared = index.shared(&Phrase::new(heading));
            assert_eq!(
                shared.iter().map(|s| *s > 0.0).collect::<Vec<_>>(),
                hits,
                "{heading}"
            );
        }
    }
}
