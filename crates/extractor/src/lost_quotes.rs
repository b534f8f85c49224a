//! Quotation marks that character recognition lost from a heading whose wording the lexicon knows: thin
//! marks beside a capital vanish, `jf. ’Strategi` becomes `jf. Strategi`.

use uip_model::Page;

use crate::lexicon::Lexicon;

/// Marks of the two kinds. Recognition tells one kind from the other seldom, and shapes of a kind never.
const SINGLE: [char; 5] = ['\'', '’', '‘', '´', '`'];
const DOUBLE: [char; 4] = ['"', '”', '“', '„'];

/// A word may be broken into so many pieces in a narrow cell.
const MOST_PIECES: usize = 3;

/// A word of a known heading.
struct Known {
    letters: String,
    opening: Option<char>,
    closing: Option<char>,
}

/// The new texts of words that belong to a known heading, by their place in the page. The words must be
/// the heading's, letter by letter and all of them, so that only the marks are open.
pub(crate) fn repairs(page: &Page, lexicon: &Lexicon) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for heading in lexicon.quoting_headings() {
        let known: Vec<Known> = heading.split_whitespace().map(Known::new).collect();
        for start in 0..page.words.len() {
            let Some(places) = places(page, start, &known) else {
                continue;
            };
            for (word, (first, last)) in known.iter().zip(places) {
                out.extend(opened(page, first, word.opening));
                out.extend(closed(page, last, word.closing));
            }
        }
    }
    out
}

impl Known {
    fn new(word: &str) -> Self {
        let is_mark = |c: &char| SINGLE.contains(c) || DOUBLE.contains(c);
        Self {
            letters: letters(word),
            opening: word.chars().next().filter(is_mark),
            closing: word.chars().last().filter(is_mark),
        }
    }
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The first and last piece of each word, where the page has the whole heading from `start` on.
fn places(page: &Page, start: usize, known: &[Known]) -> Option<Vec<(usize, usize)>> {
    let mut at = start;
    let mut out = Vec::new();
    for word in known {
        let first = at;
        let mut read = String::new();
        while read != word.letters {
            let piece = page.words.get(at)?;
            let goes_on = at > first;
            let hyphen = |text: &str| text.ends_with(['-', '\u{ad}', '‐']);
            let broken = goes_on.then(|| page.words.get(at - 1)).flatten();
            if at - first == MOST_PIECES || broken.is_some_and(|before| !hyphen(&before.text)) {
                return None;
            }
            read.push_str(&letters(&piece.text));
            if !word.letters.starts_with(&read) {
                return None;
            }
            at += 1;
        }
        out.push((first, at.checked_sub(1)?));
    }
    Some(out)
}

fn is_alike(read: char, mark: char) -> bool {
    [&SINGLE[..], &DOUBLE[..]]
        .iter()
        .any(|kind| kind.contains(&read) && kind.contains(&mark))
}

fn opened(page: &Page, at: usize, mark: Option<char>) -> Option<(usize, String)> {
    let (text, mark) = (&page.words.get(at)?.text, mark?);
    if text.starts_with(|c| is_alike(c, mark)) {
        return None;
    }
    let bare = text.trim_start_matches(|c| SINGLE.contains(&c) || DOUBLE.contains(&c));
    Some((at, format!("{mark}{bare}")))
}

fn closed(page: &Page, at: usize, mark: Option<char>) -> Option<(usize, String)> {
    let (text, mark) = (&page.words.get(at)?.text, mark?);
    if text.ends_with(|c| is_alike(c, mark)) {
        return None;
    }
    let bare = text.trim_end_matches(|c| SINGLE.contains(&c) || DOUBLE.contains(&c));
    Some((at, format!("{bare}{mark}")))
}
