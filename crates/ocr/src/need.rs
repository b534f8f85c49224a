//! Which pages have no text that can be used.

use std::collections::BTreeSet;

use uip_model::{Page, PageSet, Visibility};

use crate::Mode;

/// A picture smaller than this part of the page is a logo or a figure, not a scan of the page.
const SCANNED: f32 = 0.3;

/// A page with fewer glyphs or words than this says too little to be called garbage.
const ENOUGH: usize = 20;

/// Glyphs without a Unicode value, as a part of all: above it, what is left makes no sentences.
const UNMAPPED: f32 = 0.3;

/// Words that cannot be Danish, as a part of all. In the text of releases it is under 0.04 (names,
/// abbreviations); in text whose fonts have a wrong character map it is above 0.7.
const IMPOSSIBLE: f32 = 0.4;

/// The indices of the pages to be recognised.
pub(crate) fn pages(set: &PageSet, mode: Mode) -> Vec<usize> {
    let bare: BTreeSet<u32> = set
        .findings
        .iter()
        .filter(|finding| finding.code == "needs_ocr")
        .flat_map(|finding| finding.origin.iter().map(|origin| origin.page))
        .collect();
    set.pages
        .iter()
        .enumerate()
        .filter(|(_, page)| match mode {
            Mode::Never => false,
            Mode::Always => true,
            Mode::Auto => bare.contains(&page.number) || is_garbage(page),
        })
        .map(|(index, _)| index)
        .collect()
}

/// Whether the page's text is no text: glyphs that are no letters, or, on a scan, letters that make
/// no words.
fn is_garbage(page: &Page) -> bool {
    let unmapped = page.unmapped_glyphs as usize;
    if unmapped >= ENOUGH && unmapped as f32 > UNMAPPED * page.chars.len() as f32 {
        return true;
    }
    let covered: f32 = page
        .images
        .iter()
        .map(|image| image.bbox.width() * image.bbox.height())
        .sum();
    if covered < SCANNED * page.width * page.height {
        return false;
    }
    let mut words = 0_usize;
    let mut impossible = 0_usize;
    for word in &page.words {
        if word.visibility != Visibility::Visible {
            continue;
        }
        let core = word.text.trim_matches(|c: char| !c.is_alphanumeric());
        if core.chars().filter(|c| c.is_alphabetic()).count() < 3 {
            continue;
        }
        words += 1;
        impossible += usize::from(!can_be_a_word(core));
    }
    words >= ENOUGH && impossible as f32 > IMPOSSIBLE * words as f32
}

/// Whether the letters could be a word of Danish, or an abbreviation: Latin letters with a vowel among
/// them, no pile of consonants, no digit or capital in the midst of small letters.
fn can_be_a_word(word: &str) -> bool {
    /// `angstskrig`, `tjekkisksproget` have five consonants in a row, compounds up to seven.
    const PILE: usize = 7;
    if word.chars().all(|c| !c.is_alphabetic() || c.is_uppercase()) {
        return word.chars().all(|c| c.is_ascii() || "ÆØÅÉÄÖÜ".contains(c));
    }
    let mut consonants = 0_usize;
    let mut vowels = 0_usize;
    let mut before = ' ';
    for c in word.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        if "aeiouyæøåéèêáàóäöü".contains(small) {
            vowels += 1;
            consonants = 0;
        } else if small.is_ascii_alphabetic() {
            consonants += 1;
        } else if small.is_alphabetic() {
            return false;
        } else {
            consonants = 0;
        }
        if consonants > PILE || (before.is_lowercase() && (c.is_ascii_digit() || c.is_uppercase()))
        {
            return false;
        }
        before = c;
    }
    vowels > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_none() {
        for word in [
            "initiativet",
            "angstskrig",
            "PPR",
            "barnet/den",
            "20-25",
            "Én",
            "Ældreministeriets",
        ] {
            assert!(can_be_a_word(word), "{word}");
        }
        for word in ["qxzt", "aB3c", "иници", "bcdfghjklm", "la1er", "tillsæT"] {
            assert!(!can_be_a_word(word), "{word}");
        }
    }
}
