//! Lists whose entries have no number of their own: paired by what they are about.

use std::collections::BTreeMap;

use super::words::plain;

/// Names for a list's entries that are the same on both sides as long as the entry says the same:
/// the plain text, and a count where a text comes again.
#[derive(Default)]
pub(crate) struct Keys {
    seen: BTreeMap<String, usize>,
}

impl Keys {
    /// The key of the next entry.
    pub(crate) fn next(&mut self, text: &str) -> String {
        let key = plain(text);
        let times = self.seen.entry(key.to_lowercase()).or_default();
        *times += 1;
        if *times == 1 {
            key
        } else {
            format!("{key} #{times}")
        }
    }
}

/// Whether two entries of a list belong together.
pub(crate) type Same<'a, T> = &'a dyn Fn(&T, &T) -> bool;

/// Pairs the entries of two lists: those that `same` holds for under the first test, of the rest
/// those under the second, and so on; in every test the first in order. What is left has no
/// partner.
pub(crate) fn pair<T>(
    old: &[T],
    new: &[T],
    tests: &[Same<T>],
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    for same in tests {
        for (entry, found) in new.iter().zip(partner.iter_mut()) {
            if found.is_some() {
                continue;
            }
            let free = old
                .iter()
                .zip(taken.iter_mut())
                .zip(0..)
                .find(|((other, taken), _)| !**taken && same(other, entry));
            if let Some(((_, taken), at)) = free {
                *taken = true;
                *found = Some(at);
            }
        }
    }
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = partner
        .into_iter()
        .zip(0..)
        .map(|(old, new)| (old, Some(new)))
        .collect();
    pairs.extend(
        taken
            .iter()
            .zip(0..)
            .filter(|(taken, _)| !**taken)
            .map(|(_, old)| (Some(old), None)),
    );
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_tests_take_their_entries_first() {
        let old = ["Aa", "bb"];
        let new = ["aa", "Aa", "cc"];
        let pairs = pair(
            &old,
            &new,
            &[&|a: &&str, b: &&str| a == b, &|a: &&str, b: &&str| {
                a.eq_ignore_ascii_case(b)
            }],
        );
        assert_eq!(
            pairs,
            [
                (None, Some(0)),
                (Some(0), Some(1)),
                (None, Some(2)),
                (Some(1), None)
            ]
        );
    }

    #[test]
    fn a_text_that_comes_again_is_counted() {
        let mut keys = Keys::default();
        assert_eq!(keys.next("Kommuner"), "Kommuner");
        assert_eq!(keys.next("kommuner "), "kommuner #2");
    }
}
