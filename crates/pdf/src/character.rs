//! From what the PDF says a glyph means to the characters that the next steps see: NFC, ligatures
//! as letters, symbols by font, nothing that has no width or steers the text's direction.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use crate::code_table::{Kind, Shown};
use crate::symbols::{self, SymbolFont};

/// What the PDF says that a code means.
#[derive(Debug)]
pub(crate) enum Said {
    Nothing,
    Char(char),
    Text(String),
}

impl Said {
    /// Some producers map glyphs that they do not know to NUL or U+FFFD.
    pub(crate) fn is_something(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Char(character) => !matches!(character, '\0' | '\u{FFFD}'),
            Self::Text(text) => text.chars().any(|c| !matches!(c, '\0' | '\u{FFFD}')),
        }
    }
}

/// The characters that a code shows.
#[derive(Debug)]
pub(crate) struct Characters {
    pub(crate) kind: Kind,
    pub(crate) characters: Vec<Shown>,
}

/// A `ToUnicode` entry may say a whole text for one glyph; more than this is a fault or a trap.
const MAX_CHARACTERS: usize = 16;

/// The characters that a code shows, given the font if it is a symbol font that is known.
pub(crate) fn shown(said: &Said, symbol: Option<SymbolFont>) -> Characters {
    let raw: Vec<char> = match said {
        Said::Nothing => Vec::new(),
        Said::Char(character) => vec![*character],
        Said::Text(text) => text.chars().take(MAX_CHARACTERS).collect(),
    };
    let Some(&first) = raw.first() else {
        return Characters {
            kind: Kind::Unmapped,
            characters: vec![('\u{FFFD}', '\u{FFFD}')],
        };
    };
    if let [one] = raw.as_slice() {
        let seen = symbols::resolve(symbol, *one);
        if seen != *one {
            return of(vec![seen], &raw, first);
        }
    }
    if raw.iter().all(|&c| is_space(c)) {
        return Characters {
            kind: Kind::Space,
            characters: Vec::new(),
        };
    }
    let values: Vec<char> = straight(&raw)
        .into_iter()
        .filter(|&c| !is_space(c) && !has_no_ink(c))
        .map(plain_figure)
        .flat_map(ligature_letters)
        .nfc()
        .collect();
    of(values, &raw, first)
}

/// Ghostscript 10.00 writes what a ligature stands for with the bytes of each character swapped: `ti` as
/// U+7400 U+6900. Several characters of one glyph that are all ASCII letters then are meant so.
fn straight(raw: &[char]) -> Vec<char> {
    let letter = |c: &char| {
        let swapped = u16::try_from(u32::from(*c)).ok()?.swap_bytes();
        let byte = u8::try_from(swapped).ok()?;
        byte.is_ascii_alphabetic().then(|| char::from(byte))
    };
    let letters: Option<Vec<char>> = raw.iter().map(letter).collect();
    letters
        .filter(|l| l.len() > 1)
        .unwrap_or_else(|| raw.to_vec())
}

fn of(values: Vec<char>, raw: &[char], first: char) -> Characters {
    let kind = match values.as_slice() {
        [] => Kind::Nothing,
        [mark] if is_mark(*mark) => Kind::Mark,
        _ if values.iter().all(|c| *c == '\u{FFFD}' || is_private(*c)) => Kind::Unmapped,
        _ => Kind::Ink,
    };
    let characters = if values.len() == raw.len() {
        values.into_iter().zip(raw.iter().copied()).collect()
    } else {
        values.into_iter().map(|value| (value, first)).collect()
    };
    Characters { kind, characters }
}

/// White space of any kind and width, and the controls that stand for it.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}'
        | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Characters that show nothing: controls, zero-width characters, directions of writing, variation
/// selectors, tags, noncharacters.
fn has_no_ink(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
        || character as u32 & 0xFFFE == 0xFFFE
}

/// Hyphens of all kinds, the soft one among them, but no dashes.
pub(crate) fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{AD}' | '\u{2010}' | '\u{2011}')
}

fn is_mark(character: char) -> bool {
    canonical_combining_class(character) != 0 || is_combining_mark(character)
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// Digits and the marks in numbers as Danish text has them, where the file says those of another width
/// or script: full-width forms, mathematical and Arabic-Indic digits. Raised ones stay what they are.
pub(crate) fn plain_figure(character: char) -> char {
    let from = |first: char, plain: char| {
        char::from_u32(character as u32 - first as u32 + plain as u32).unwrap_or(character)
    };
    match character {
        // ASCII, full width.
        '\u{FF01}'..='\u{FF5E}' => from('\u{FF01}', '!'),
        '\u{660}'..='\u{669}' => from('\u{660}', '0'),
        '\u{6F0}'..='\u{6F9}' => from('\u{6F0}', '0'),
        '\u{66B}' => ',',
        '\u{66C}' => '.',
        // Five styles of ten digits.
        '\u{1D7CE}'..='\u{1D7FF}' => {
            char::from_digit((character as u32 - 0x1D7CE) % 10, 10).unwrap_or(character)
        }
        other => other,
    }
}

/// The letters of a ligature (U+FB00 to U+FB06); other characters as they are.
fn ligature_letters(character: char) -> impl Iterator<Item = char> {
    let letters = match character {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' | '\u{FB06}' => "st",
        _ => "",
    };
    let itself = letters.is_empty().then_some(character);
    letters.chars().chain(itself)
}

/// The character that a mark makes of the one before it (`a` and U+030A: `å`); a spacing accent
/// that is drawn over a letter counts as its mark.
pub(crate) fn compose(base: char, mark: char) -> Option<char> {
    unicode_normalization::char::compose(base, mark)
}

/// The raised form of a digit.
pub(crate) fn raised(digit: char) -> char {
    match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0'..='9' => char::from_u32(digit as u32 - '0' as u32 + '⁰' as u32).unwrap_or(digit),
        other => other,
    }
}

/// The lowered form of a digit.
pub(crate) fn lowered(digit: char) -> char {
    match digit {
        '0'..='9' => char::from_u32(digit as u32 - '0' as u32 + '₀' as u32).unwrap_or(digit),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(said: Said) -> (Kind, String) {
        let shown = shown(&said, None);
        (
            shown.kind,
            shown.characters.iter().map(|(value, _)| value).collect(),
        )
    }

    #[test]
    fn characters() {
        let cases = [
            (Said::Char('a'), Kind::Ink, "a"),
            (Said::Char('\u{A0}'), Kind::Space, ""),
            (Said::Char('\t'), Kind::Space, ""),
            (Said::Char('\u{FB03}'), Kind::Ink, "ffi"),
            (Said::Text("fi".into()), Kind::Ink, "fi"),
            (Said::Text("a\u{30A}".into()), Kind::Ink, "å"),
            (Said::Text("\u{7400}\u{6900}".into()), Kind::Ink, "ti"),
            (
                Said::Text("\u{7400}\u{7500}\u{4E2D}".into()),
                Kind::Ink,
                "\u{7400}\u{7500}\u{4E2D}",
            ),
            (Said::Char('\u{6900}'), Kind::Ink, "\u{6900}"),
            (Said::Char('\u{30A}'), Kind::Mark, "\u{30A}"),
            (Said::Char('\u{200B}'), Kind::Nothing, ""),
            (Said::Char('\u{202E}'), Kind::Nothing, ""),
            (Said::Char('\u{85}'), Kind::Nothing, ""),
            (Said::Char('\u{AD}'), Kind::Ink, "\u{AD}"),
            (Said::Text("９，５".into()), Kind::Ink, "9,5"),
            (Said::Char('\u{1D7D7}'), Kind::Ink, "9"),
            (Said::Text("٩٫٥".into()), Kind::Ink, "9,5"),
            (Said::Char('⁹'), Kind::Ink, "⁹"),
            (Said::Char('\u{F0B7}'), Kind::Ink, "•"),
            (Said::Char('\u{E123}'), Kind::Unmapped, "\u{E123}"),
            (Said::Nothing, Kind::Unmapped, "\u{FFFD}"),
        ];
        for (said, kind, value) in cases {
            let label = format!("{said:?}");
            assert_eq!(text(said), (kind, value.to_owned()), "{label}");
        }
    }

    #[test]
    fn raw_is_kept() {
        assert_eq!(
            shown(&Said::Char('\u{FB01}'), None).characters,
            [('f', '\u{FB01}'), ('i', '\u{FB01}')]
        );
        assert_eq!(
            shown(&Said::Char('\u{F0FE}'), SymbolFont::by_name("Wingdings")).characters,
            [('☑', '\u{F0FE}')]
        );
    }
}
