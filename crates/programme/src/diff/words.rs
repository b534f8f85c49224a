//! Which words of a text were taken out and put in.

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_normalization::UnicodeNormalization;

/// Words on either side that are compared one by one. The comparison takes time by their product
/// where nothing is the same; the longest sections have some two thousand.
const MAX_WORDS: usize = 4_000;

/// Words that are shown before and after an edit.
const CONTEXT: usize = 4;

/// What happened to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WordOp {
    /// In both.
    Same,
    /// Words of both that are not shown.
    Gap,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WordEdit {
    /// What happened to them.
    pub op: WordOp,
    /// The words, separated by single spaces; empty for a gap.
    pub text: String,
}

/// The form in which texts are compared: NFC, ligatures as letters, hyphens as `-`, white space
/// single, soft hyphens and invisible characters gone.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\u{2010}' | '\u{2011}' => plain.push('-'),
            '\u{fb00}' => plain.push_str("ff"),
            '\u{fb01}' => plain.push_str("fi"),
            '\u{fb02}' => plain.push_str("fl"),
            '\u{fb03}' => plain.push_str("ffi"),
            '\u{fb04}' => plain.push_str("ffl"),
            c => plain.push(c),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The edits that make `new` of `old`, with some words around each; empty if they say the same.
pub(crate) fn edits(old: &str, new: &str) -> Vec<WordEdit> {
    let (old, new) = (plain(old), plain(new));
    if old == new {
        return Vec::new();
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let mut edits = Vec::new();
    if a.len() > MAX_WORDS || b.len() > MAX_WORDS {
        push(&mut edits, WordOp::Removed, &a);
        push(&mut edits, WordOp::Added, &b);
        return edits;
    }
    let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
    let last = ops.len().saturating_sub(1);
    for (op, number) in ops.iter().zip(0..) {
        let old = a.get(op.old_range()).unwrap_or_default();
        let new = b.get(op.new_range()).unwrap_or_default();
        match op.tag() {
            DiffTag::Equal => {
                let before = if number == 0 { 0 } else { CONTEXT };
                let after = if number == last { 0 } else { CONTEXT };
                if old.len() <= before + after {
                    push(&mut edits, WordOp::Same, old);
                } else {
                    push(
                        &mut edits,
                        WordOp::Same,
                        old.get(..before).unwrap_or_default(),
                    );
                    edits.push(WordEdit {
                        op: WordOp::Gap,
                        text: String::new(),
                    });
                    let tail = old.get(old.len() - after..).unwrap_or_default();
                    push(&mut edits, WordOp::Same, tail);
                }
            }
            _ => {
                push(&mut edits, WordOp::Removed, old);
                push(&mut edits, WordOp::Added, new);
            }
        }
    }
    edits
}

fn push(edits: &mut Vec<WordEdit>, op: WordOp, words: &[&str]) {
    let text = words.join(" ");
    if !text.is_empty() {
        edits.push(WordEdit { op, text });
    }
}

/// The edits on one line: `der ydes [-fire-] {+fem+} kommuner …`.
pub(crate) fn line(edits: &[WordEdit]) -> String {
    let parts: Vec<String> = edits
        .iter()
        .map(|edit| match edit.op {
            WordOp::Same => edit.text.clone(),
            WordOp::Gap => "…".to_owned(),
            WordOp::Removed => format!("[-{}-]", edit.text),
            WordOp::Added => format!("{{+{}+}}", edit.text),
        })
        .collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_stand_among_a_few_others() {
        let old = "Der gives støtte til et antal på fire kommuner, som søger om midler i puljen.";
        let new = "Der gives støtte til et antal på fem kommuner, som søger om midler i puljen.";
        assert_eq!(
            line(&edits(old, new)),
            "… til et antal på [-fire-] {+fem+} kommuner, som søger om …"
        );
        assert_eq!(line(&edits("a b", "b c")), "[-a-] b {+c+}");
        assert_eq!(line(&edits("", "nyt")), "{+nyt+}");
    }

    #[test]
    fn what_a_producer_changes_is_no_edit() {
        for (old, new) in [
            ("social-\nog sundhed", "social‐ og  sundhed"),
            ("over\u{ad}gang", "overgang"),
            ("e\u{301}n", "\u{e9}n"),
            ("e\u{fb00}ekt og pro\u{fb01}l", "effekt og profil"),
        ] {
            assert_eq!(edits(old, new), [], "{old:?} {new:?}");
        }
        assert_ne!(edits("2-4", "2–4"), []);
    }

    #[test]
    fn texts_beyond_all_measure_are_shown_whole() {
        let long = "ord ".repeat(MAX_WORDS + 1);
        let edits = edits(&long, "kort");
        assert_eq!(edits.len(), 2);
    }
}
