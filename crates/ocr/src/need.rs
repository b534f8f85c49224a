//! Which pages have no text that can be used: glyphs that are no letters, words that are no Danish.

use std::collections::BTreeSet;

use uip_model::{Page, PageSet, Visibility};

use crate::Mode;

/// A picture smaller than this part of the page is a logo or a figure, not a scan of the page.
const SCANNED: f32 = 0.3;

/// A page with fewer glyphs or words than this says too little to be called garbage.
const ENOUGH: usize = 20;

/// Glyphs without a Unicode value, as a part of all: above it, what is left makes no sentences.
const UNMAPPED: f32 = 0.3;

/// Everyday words as a part of all words: in text whose fonts have a wrong character map, or that was
/// recognised as another script, there are hardly any. Measured page by page over the releases and the
/// fixtures: at least 0.20 on all 331 pages with 20 words or more, at most 0.12 with the same pages'
/// letters shifted or exchanged (1,656 pages), where only words of one letter or two hit by chance.
const EVERYDAY: f32 = 0.15;

/// Words that every page of Danish prose is full of.
const EVERYDAY_WORDS: [&str; 48] = [
    "ad", "af", "alle", "at", "blive", "bliver", "de", "den", "denne", "der", "deres", "det",
    "dette", "disse", "efter", "eller", "en", "er", "et", "for", "fra", "har", "hvis", "hvor",
    "hvordan", "i", "ikke", "inden", "kan", "med", "mellem", "og", "også", "om", "over", "på",
    "samt", "skal", "som", "til", "under", "vil", "ved", "være", "var", "blev", "kun", "når",
];

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

/// Whether the page's text is no text: glyphs that are no letters, or, on a scan, words of which hardly any
/// is an everyday one.
fn is_garbage(page: &Page) -> bool {
    let unmapped = page.unmapped_glyphs as usize;
    // The pages need not hold their characters.
    let characters = page
        .words
        .iter()
        .map(|word| word.chars.1.saturating_sub(word.chars.0));
    if unmapped >= ENOUGH && unmapped as f32 > UNMAPPED * characters.sum::<u32>() as f32 {
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
    let visible = page
        .words
        .iter()
        .filter(|word| word.visibility == Visibility::Visible);
    is_prose(visible.map(|word| word.text.as_str())) == Some(false)
}

/// Whether there are everyday words among these; `None` where there are too few words to tell.
pub(crate) fn is_prose<'a>(texts: impl Iterator<Item = &'a str>) -> Option<bool> {
    let words: Vec<String> = texts
        .map(|text| text.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|text| text.chars().any(char::is_alphabetic))
        .map(str::to_lowercase)
        .collect();
    (words.len() >= ENOUGH).then(|| everyday(&words) >= EVERYDAY)
}

/// The part of the words, in small letters, that are everyday words.
fn everyday(words: &[String]) -> f32 {
    let hits = words
        .iter()
        .filter(|word| EVERYDAY_WORDS.contains(&word.as_str()))
        .count();
    hits as f32 / words.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_lowercase).collect()
    }

    #[test]
    fn prose_is_full_of_everyday_words_and_shifted_letters_are_not() {
        let text = "Formålet med initiativet er at give unge med angst et tilbud der kan afprøves i to kommuner";
        assert_eq!(everyday(&words(text)), 8.0 / 17.0);
        let shifted: String = text
            .chars()
            .map(|c| match c {
                ' ' => ' ',
                c => char::from_u32(c as u32 + 3).unwrap_or(c),
            })
            .collect();
        assert_eq!(everyday(&words(&shifted)), 0.0);
    }
}
