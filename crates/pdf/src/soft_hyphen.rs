//! Soft hyphens, and texts that the document gives in place of its glyphs, which say where they are.

use uip_model::{Char, Visibility};

use crate::character::{self, Said};
use crate::code_table::{Kind, Shown};
use crate::drawing::Replacement;
use crate::words::WordMaker;

/// U+00AD.
pub(crate) const SOFT_HYPHEN: char = '\u{AD}';

/// Settles what soft hyphens mean. One at the word's end says that the line end split it, and
/// so does a hyphen that is printed where a soft one is not. One inside the word that has a
/// width was printed, so it is a hyphen; one without is nothing.
pub(crate) fn settle_soft_hyphens(chars: &mut Vec<Char>, first: usize) {
    let Some(word) = chars.get(first..) else {
        return;
    };
    if !word.iter().any(|char| char.value == SOFT_HYPHEN) {
        return;
    }
    let printed = |char: &Char| char.x1 > char.x0;
    let mut kept: Vec<Char> = Vec::with_capacity(word.len());
    let mut unprinted = false;
    for char in word {
        if char.value != SOFT_HYPHEN {
            let split = unprinted && character::is_hyphen(char.value);
            kept.push(Char {
                value: if split { SOFT_HYPHEN } else { char.value },
                ..*char
            });
            unprinted = false;
        } else if printed(char) {
            kept.push(*char);
        } else {
            unprinted = true;
        }
    }
    let last = kept.len().saturating_sub(1);
    for char in kept.iter_mut().take(last) {
        if char.value == SOFT_HYPHEN {
            char.value = '-';
        }
    }
    chars.truncate(first);
    chars.extend(kept);
}

impl WordMaker<'_, '_> {
    /// Puts the text that the document says in place of glyphs which say less: those without
    /// Unicode, hyphens, which may be soft ones, ligatures and blanks with a soft hyphen between.
    /// What glyphs say in letters and digits is what is printed, and no other text takes its place.
    pub(crate) fn replace(&mut self, replacement: &Replacement) -> bool {
        let glyphs = self
            .drawing
            .glyphs
            .get(replacement.glyphs.clone())
            .unwrap_or_default();
        let Some(first) = glyphs.first() else {
            return false;
        };
        let shown;
        let characters: &[Shown] = if replacement.text == "\u{AD}" {
            // Thousands of them in what Chromium writes.
            &[(SOFT_HYPHEN, SOFT_HYPHEN)]
        } else {
            shown = character::shown(&Said::Text(replacement.text.clone()), None);
            if !matches!(shown.kind, Kind::Ink | Kind::Mark) {
                return false;
            }
            &shown.characters
        };
        // What the glyphs say themselves, and the last one with ink.
        let mut own: Vec<char> = Vec::new();
        let mut unmapped = false;
        let mut last = None;
        for glyph in glyphs {
            let Some((_, font)) = self.run_and_font(glyph) else {
                return false;
            };
            let table = font.table();
            let Some(code) = table.get(glyph.entry) else {
                return false;
            };
            match code.kind {
                Kind::Space | Kind::Nothing => continue,
                Kind::Unmapped => unmapped = true,
                Kind::Ink | Kind::Mark => {
                    own.extend(table.characters(code).iter().map(|(value, _)| *value));
                }
            }
            last = Some(glyph);
        }
        let is_letter = |c: &char| !character::is_hyphen(*c);
        let meant = characters.iter().map(|(value, _)| value);
        if !unmapped
            && !own
                .iter()
                .filter(|c| is_letter(c))
                .eq(meant.filter(|c| is_letter(c)))
        {
            return false;
        }
        let Some((run, font)) = self.run_and_font(first) else {
            return false;
        };
        let Some(last) = last else {
            // Chromium writes a soft hyphen that is not printed as a blank that the next letter
            // overprints.
            if self.open.is_some() {
                self.page.chars.push(Char {
                    value: SOFT_HYPHEN,
                    raw: SOFT_HYPHEN,
                    x0: first.at.0,
                    x1: first.at.0,
                });
            }
            return true;
        };
        let mut whole = *first;
        whole.advance = (last.at.0 - first.at.0) * run.along.0
            + (last.at.1 - first.at.1) * run.along.1
            + last.advance;
        self.put(
            usize::MAX,
            &whole,
            run,
            font,
            characters,
            Visibility::Visible,
        );
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters by letter: `~` is a soft hyphen that is printed, `_` one that is not.
    fn settled(word: &str) -> String {
        let mut chars: Vec<Char> = word
            .chars()
            .map(|letter| Char {
                value: if matches!(letter, '~' | '_') {
                    SOFT_HYPHEN
                } else {
                    letter
                },
                raw: letter,
                x0: 0.0,
                x1: if letter == '_' { 0.0 } else { 5.0 },
            })
            .collect();
        settle_soft_hyphens(&mut chars, 0);
        chars
            .iter()
            .map(|char| {
                if char.value == SOFT_HYPHEN {
                    '~'
                } else {
                    char.value
                }
            })
            .collect()
    }

    #[test]
    fn soft_hyphens() {
        for (word, seen) in [
            ("mål~", "mål~"),
            ("mål~gruppe", "mål-gruppe"),
            ("mål_gruppe", "målgruppe"),
            ("mål_", "mål"),
            ("mål_-", "mål~"),
            ("social-", "social-"),
            ("a_b_-", "ab~"),
        ] {
            assert_eq!(settled(word), seen, "{word}");
        }
    }
}
