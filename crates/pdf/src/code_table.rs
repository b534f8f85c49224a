//! The codes of a font that a document uses: how wide each is and what it shows, worked out once.

use std::collections::BTreeMap;

/// What one character code of a font shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code {
    /// Advance width in em.
    pub(crate) advance: f32,
    /// What it is to a reader.
    pub(crate) kind: Kind,
    /// It is a digit or a mark in a number by what the file says in one place, and another by what it
    /// says elsewhere.
    pub(crate) contradicted: bool,
    /// Its characters in [`CodeTable::characters`].
    first: u32,
    count: u8,
}

/// What a code is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One or more characters.
    Ink,
    /// White space.
    Space,
    /// A mark that belongs on the character before it.
    Mark,
    /// Nothing: zero-width characters, controls.
    Nothing,
    /// A glyph without a Unicode value.
    Unmapped,
}

/// A character for the next steps and what the PDF said.
pub(crate) type Shown = (char, char);

/// What a code shows before it is in the table.
pub(crate) struct Shows<'c> {
    pub(crate) advance: f32,
    pub(crate) kind: Kind,
    pub(crate) contradicted: bool,
    pub(crate) characters: &'c [Shown],
}

/// The codes of a font that were used so far.
#[derive(Debug, Default)]
pub(crate) struct CodeTable {
    /// Index into `codes` plus one, by code; 0 where the code was not yet used.
    index: Vec<u16>,
    /// The same for codes of three and four bytes.
    long: BTreeMap<u32, u16>,
    codes: Vec<Code>,
    characters: Vec<Shown>,
}

/// Codes below this are found by their place.
const SHORT_CODES: u32 = 1 << 16;

/// More codes than this are not told apart.
const MOST_CODES: usize = u16::MAX as usize - 1;

/// Shown for a code that cannot be told apart from others.
const UNKNOWN: Shows<'_> = Shows {
    advance: 0.0,
    kind: Kind::Unmapped,
    contradicted: false,
    characters: &[(char::REPLACEMENT_CHARACTER, char::REPLACEMENT_CHARACTER)],
};

impl CodeTable {
    /// The entry of a code that was used before, and its advance in em.
    #[inline]
    pub(crate) fn entry(&self, code: u32) -> Option<(u16, f32)> {
        let place = match self.index.get(code as usize) {
            Some(place) => *place,
            None => *self.long.get(&code)?,
        };
        let entry = place.checked_sub(1)?;
        Some((entry, self.codes.get(usize::from(entry))?.advance))
    }

    pub(crate) fn get(&self, entry: u16) -> Option<Code> {
        self.codes.get(usize::from(entry)).copied()
    }

    pub(crate) fn characters(&self, code: Code) -> &[Shown] {
        let first = code.first as usize;
        self.characters
            .get(first..first + usize::from(code.count))
            .unwrap_or_default()
    }

    /// Keeps what a code shows; its entry and advance. Where the table is full, of a font with more
    /// codes than any has, the glyph counts as one that has no characters, and is not lost.
    pub(crate) fn add(&mut self, code: u32, shows: &Shows<'_>) -> (u16, f32) {
        let full = self.codes.len() >= MOST_CODES;
        if self.codes.len() <= MOST_CODES {
            self.push(if full { &UNKNOWN } else { shows });
        }
        let place = u16::try_from(self.codes.len()).unwrap_or(u16::MAX);
        let entry = place.saturating_sub(1);
        if full {
            return (entry, shows.advance);
        }
        if code < SHORT_CODES {
            let slot = code as usize;
            if self.index.len() <= slot {
                self.index.resize(slot + 1, 0);
            }
            if let Some(known) = self.index.get_mut(slot) {
                *known = place;
            }
        } else {
            self.long.insert(code, place);
        }
        (entry, shows.advance)
    }

    fn push(&mut self, shows: &Shows<'_>) {
        let first = self.characters.len();
        self.characters.extend(shows.characters);
        self.codes.push(Code {
            advance: shows.advance,
            kind: shows.kind,
            contradicted: shows.contradicted,
            first: u32::try_from(first).unwrap_or(u32::MAX),
            count: u8::try_from(shows.characters.len()).unwrap_or(u8::MAX),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(advance: f32) -> Shows<'static> {
        Shows {
            advance,
            kind: Kind::Ink,
            contradicted: false,
            characters: &[('a', 'a')],
        }
    }

    #[test]
    fn codes_of_any_length_are_kept_once() {
        let mut table = CodeTable::default();
        for code in [65, 0x1F600, 0] {
            assert_eq!(table.entry(code), None);
            let added = table.add(code, &letter(0.5));
            assert_eq!(table.entry(code), Some(added));
        }
        assert_eq!(table.entry(66), None);
        assert_eq!(table.codes.len(), 3);
    }

    #[test]
    fn a_full_table_loses_no_glyph() {
        let mut table = CodeTable::default();
        for code in 0..u32::from(u16::MAX) + 9 {
            let (entry, advance) = table.add(0x2_0000 + code, &letter(0.25));
            assert_eq!(advance, 0.25);
            let known = table.get(entry).unwrap();
            let room = code < u32::from(u16::MAX) - 1;
            let kind = if room { Kind::Ink } else { Kind::Unmapped };
            assert_eq!(known.kind, kind, "{code}");
            assert_eq!(table.characters(known).len(), 1);
        }
    }
}
