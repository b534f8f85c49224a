//! Joins printed lines into running text, and remembers where every word stood and what was done at
//! every line end, so that the printed text can be given back.
//!
//! What to do with a hyphen at a line end is decided in [`crate::hyphen`]; here is what happens at
//! the other line ends, and the bookkeeping.

use std::ops::Range;

use uip_model::{Origin, TextLine, WordBreak, merge_origins};

use crate::clean::{copy_clean, is_invisible};
use crate::hyphen::{self, Decision};
use crate::tokens::is_space;
use crate::vocabulary::Vocabulary;

/// What two lines became where they met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seam {
    /// A space stands for the line end.
    Space,
    /// The lines meet without a space; nothing was taken away.
    Glued,
    /// The hyphen that was printed at the line end is gone.
    Dropped(char),
    /// The hyphen that was printed at the line end stays, as `-` if it was another character.
    Kept(char),
    /// The hyphen stays and a space follows: `social- og`.
    KeptSpace(char),
}

/// A line end inside joined text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineEnd {
    /// Byte of the joined text at which the second line begins.
    pub at: usize,
    /// What was done.
    pub seam: Seam,
    /// Stable name of the rule that decided.
    pub reason: &'static str,
}

/// Where a part of the joined text was printed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    start: usize,
    end: usize,
    origin: Origin,
}

/// Lines joined into running text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// The text: words separated by single spaces, hyphens that only break a line taken away.
    pub text: String,
    /// The line ends inside it.
    pub line_ends: Vec<LineEnd>,
    places: Vec<Place>,
}

impl Joined {
    /// The places of the words that lie in or touch a range of bytes of the text, one a page.
    pub fn origin(&self, range: Range<usize>) -> Vec<Origin> {
        let first = self.places.partition_point(|p| p.end <= range.start);
        merge_origins(
            self.places
                .iter()
                .skip(first)
                .take_while(|p| p.start < range.end)
                .map(|p| p.origin),
        )
    }

    /// The places of all words, one a page.
    pub fn origins(&self) -> Vec<Origin> {
        merge_origins(self.places.iter().map(|p| p.origin))
    }

    /// The text as printed, a `\n` at every line end: every decision taken back.
    pub fn printed(&self) -> String {
        let mut printed = String::with_capacity(self.text.len() + self.line_ends.len() * 2);
        let mut done = 0;
        for end in &self.line_ends {
            let before = self.text.get(done..end.at).unwrap_or_default();
            match end.seam {
                Seam::Space => printed.push_str(before.strip_suffix(' ').unwrap_or(before)),
                Seam::Glued => printed.push_str(before),
                Seam::Dropped(hyphen) => {
                    printed.push_str(before);
                    printed.push(hyphen);
                }
                Seam::Kept(hyphen) | Seam::KeptSpace(hyphen) => {
                    let bare = before.trim_end_matches(' ');
                    printed.push_str(bare.strip_suffix('-').unwrap_or(bare));
                    printed.push(hyphen);
                }
            }
            printed.push('\n');
            done = end.at;
        }
        printed.push_str(self.text.get(done..).unwrap_or_default());
        printed
    }

    /// The words that line ends cut, with what was decided, for a text at `path` in which this one
    /// begins after `before` characters.
    pub fn word_breaks(&self, path: &str, before: usize) -> Vec<WordBreak> {
        self.line_ends
            .iter()
            .filter(|end| end.seam != Seam::Space)
            .map(|end| self.word_break(end, path, before))
            .collect()
    }

    fn word_break(&self, end: &LineEnd, path: &str, before: usize) -> WordBreak {
        let (left, right) = self.text.split_at_checked(end.at).unwrap_or_default();
        let spaced = left.ends_with(' ');
        let bare = left.trim_end_matches(' ');
        let first = bare
            .rfind(is_space)
            .map_or(bare, |at| bare.get(at..).unwrap_or_default())
            .trim_start();
        let second = right.split(is_space).next().unwrap_or_default();
        let (stem, hyphen) = match end.seam {
            Seam::Dropped(hyphen) => (first, Some(hyphen)),
            Seam::Kept(hyphen) | Seam::KeptSpace(hyphen) => {
                (first.strip_suffix('-').unwrap_or(first), Some(hyphen))
            }
            Seam::Space | Seam::Glued => (first, None),
        };
        let mut printed = stem.to_owned();
        printed.extend(hyphen);
        printed.push('\n');
        printed.push_str(second);
        let gap = if spaced { " " } else { "" };
        let start = bare.len().saturating_sub(first.len());
        WordBreak {
            path: path.to_owned(),
            at: u32::try_from(before + left.chars().count()).unwrap_or(u32::MAX),
            printed,
            text: format!("{first}{gap}{second}"),
            reason: end.reason.into(),
            origin: self.origin(start..end.at + second.len()),
        }
    }

    /// Puts another text behind this one, with a space or another text between.
    pub fn append(&mut self, between: &str, other: &Self) {
        self.text.push_str(between);
        let offset = self.text.len();
        self.text.push_str(&other.text);
        self.places.extend(other.places.iter().map(|p| Place {
            start: p.start + offset,
            end: p.end + offset,
            origin: p.origin,
        }));
        self.line_ends
            .extend(other.line_ends.iter().map(|e| LineEnd {
                at: e.at + offset,
                ..e.clone()
            }));
    }
}

/// Joins lines into running text. The vocabulary is that of the whole document.
pub fn join(lines: &[TextLine], vocabulary: &Vocabulary) -> Joined {
    join_all(lines, vocabulary, None)
}

/// Joins the lines of a heading whose wording is known, so that its words are too.
pub(crate) fn join_known(lines: &[TextLine], wording: &str, vocabulary: &Vocabulary) -> Joined {
    let mut known = Vocabulary::default();
    known.add_line(wording, false);
    join_all(lines, vocabulary, Some(&known))
}

fn join_all(lines: &[TextLine], vocabulary: &Vocabulary, known: Option<&Vocabulary>) -> Joined {
    let mut joined = Joined::default();
    joined
        .text
        .reserve(lines.iter().map(|l| l.text.len() + 1).sum());
    joined
        .places
        .reserve(lines.iter().map(|l| l.words.len().max(1)).sum());
    joined.line_ends.reserve(lines.len());
    for line in lines {
        add_line(&mut joined, line, vocabulary, known);
    }
    while joined.text.ends_with(' ') {
        joined.text.pop();
    }
    joined
}

fn add_line(
    joined: &mut Joined,
    line: &TextLine,
    vocabulary: &Vocabulary,
    known: Option<&Vocabulary>,
) {
    if line.text.chars().all(|c| is_space(c) || is_invisible(c)) {
        return;
    }
    if !joined.text.is_empty() {
        let (seam, reason) = seam(&joined.text, &line.text, vocabulary, known);
        match seam {
            Seam::Space => joined.text.push(' '),
            Seam::Glued => {}
            Seam::Dropped(_) => {
                joined.text.pop();
            }
            Seam::Kept(_) => plain_hyphen(&mut joined.text),
            Seam::KeptSpace(_) => {
                plain_hyphen(&mut joined.text);
                joined.text.push(' ');
            }
        }
        joined.line_ends.push(LineEnd {
            at: joined.text.len(),
            seam,
            reason,
        });
    }
    let shift = joined.text.len();
    let printed_ends = copy_clean(&line.text, &mut joined.text);
    if line.words.is_empty() {
        joined.places.push(Place {
            start: shift,
            end: joined.text.len(),
            origin: Origin {
                page: line.page,
                bbox: line.bbox,
            },
        });
        return;
    }
    for word in &line.words {
        joined.places.push(Place {
            start: printed_ends.clean(word.start as usize),
            end: printed_ends.clean(word.end as usize),
            origin: Origin {
                page: line.page,
                bbox: word.bbox,
            },
        });
    }
}

fn plain_hyphen(text: &mut String) {
    text.pop();
    text.push('-');
}

/// What becomes of a line end between these two texts.
fn seam(
    left: &str,
    right: &str,
    vocabulary: &Vocabulary,
    known: Option<&Vocabulary>,
) -> (Seam, &'static str) {
    let right = right.trim_start_matches(is_space);
    match hyphen::decide(left, right, vocabulary) {
        Some((hyphen, Decision::Join, reason)) => (Seam::Dropped(hyphen), reason),
        Some((hyphen, Decision::Keep, reason)) => (Seam::Kept(hyphen), reason),
        Some((hyphen, Decision::KeepSpace, reason)) => (Seam::KeptSpace(hyphen), reason),
        None if known.is_some_and(|words| is_torn(left, right, words)) => {
            (Seam::Glued, "lexicon_joined")
        }
        None => without_hyphen(left, right, vocabulary),
    }
}

/// A line end in the middle of a known word, `modta` + `ger(e)`, its ending in brackets or not.
fn is_torn(left: &str, right: &str, known: &Vocabulary) -> bool {
    let right = right.split('(').next().unwrap_or_default();
    let small = left.ends_with(char::is_lowercase) && right.starts_with(char::is_lowercase);
    small && known.is_cut_word(left, right)
}

/// Line ends at which no hyphen is printed.
fn without_hyphen(left: &str, right: &str, vocabulary: &Vocabulary) -> (Seam, &'static str) {
    let mut tail = left.chars().rev();
    let last = tail.next().unwrap_or(' ');
    let before = tail.next().unwrap_or(' ');
    let first = right.chars().next().unwrap_or(' ');
    let second = right.chars().nth(1).unwrap_or(' ');
    // `og/` + `eller`, `mund-/` + `tandpleje`: a line may end behind a slash, which has no space
    // after it elsewhere.
    if last == '/' && !is_space(before) && first.is_alphanumeric() {
        return (Seam::Glued, "slash");
    }
    if first == '/' && last.is_alphanumeric() && second.is_alphanumeric() {
        return (Seam::Glued, "slash");
    }
    // `2020–` + `2023`
    let dash = |c: char| matches!(c, '–' | '—' | '\u{2212}');
    if dash(last) && (before.is_ascii_digit() || before == '.') && first.is_ascii_digit() {
        return (Seam::Glued, "range");
    }
    if dash(first) && last.is_ascii_digit() && second.is_ascii_digit() {
        return (Seam::Glued, "range");
    }
    // A word that a narrow cell cut without a hyphen: only where the document prints it whole.
    if last.is_lowercase() && first.is_lowercase() && vocabulary.is_cut_word(left, right) {
        return (Seam::Glued, "document_joined");
    }
    (Seam::Space, "space")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> TextLine {
        TextLine {
            text: text.to_owned(),
            page: 1,
            ..TextLine::default()
        }
    }

    fn joined(lines: &[&str]) -> Joined {
        let lines: Vec<TextLine> = lines.iter().map(|l| line(l)).collect();
        let mut vocabulary = Vocabulary::default();
        for l in &lines {
            vocabulary.add_line(&l.text, false);
        }
        join(&lines, &vocabulary)
    }

    macro_rules! joins {
        ($($lines:expr => $text:literal)*) => {
            #[test]
            fn lines_become_text() {
                $(
                    let got = joined(&$lines);
                    assert_eq!(got.text, $text);
                    assert_eq!(got.printed(), $lines.join("\n"), "taken back");
                )*
            }
        };
    }

    joins! {
        ["et tæt samar-", "bejde om børn"] => "et tæt samarbejde om børn"
        ["social-", "og sundhed"] => "social- og sundhed"
        ["i TF-", "CBT"] => "i TF-CBT"
        ["kom\u{2010}", "mune"] => "kommune"
        ["psykiske og/", "eller fysiske"] => "psykiske og/eller fysiske"
        ["psykiske og", "/eller fysiske"] => "psykiske og/eller fysiske"
        ["i 2020–", "2023"] => "i 2020–2023"
        ["i 2020 –", "2023"] => "i 2020 – 2023"
        ["ca. 2,5", "mio.", "kr."] => "ca. 2,5 mio. kr."
        ["Tilskudsmod", "tager til tilskudsmodtager"] => "Tilskudsmodtager til tilskudsmodtager"
        ["hen over", "året"] => "hen over året"
    }

    #[test]
    fn torn_words_of_a_known_heading_are_whole() {
        let lines = ["Tilskudsmodta", "ger(e) og", "aktører"].map(line);
        let none = Vocabulary::default();
        let got = join_known(&lines, "Tilskudsmodtager", &none);
        assert_eq!(got.text, "Tilskudsmodtager(e) og aktører");
        assert_eq!(join(&lines, &none).text, "Tilskudsmodta ger(e) og aktører");
        let lines = ["investeringsmodel", "(SØM)"].map(line);
        let got = join_known(&lines, "Den investeringsmodel", &none);
        assert_eq!(got.text, "investeringsmodel (SØM)");
    }

    #[test]
    fn lines_are_cleaned() {
        let got = joined(&[
            "800\u{a0}kr.  og\u{200b} for\u{ad}ank\u{ad}ring ",
            " ",
            "e\u{2011}bog",
        ]);
        assert_eq!(got.text, "800 kr. og forankring e-bog");
    }

    #[test]
    fn a_cut_word_is_told_with_its_reason() {
        let breaks = joined(&["et tæt samar-", "bejde", "i UIP-", "regi"]).word_breaks("/x", 10);
        let told: Vec<_> = breaks
            .iter()
            .map(|b| (b.at, b.printed.as_str(), b.text.as_str(), b.reason.as_ref()))
            .collect();
        assert_eq!(
            told,
            [
                (22, "samar-\nbejde", "samarbejde", "small_letters"),
                (34, "UIP-\nregi", "UIP-regi", "abbreviation"),
            ]
        );
    }

    #[test]
    fn words_keep_their_places() {
        let mut first = line("en\u{ad}kelt sam-");
        let mut second = line("arbejde nu");
        let word = |start, end, x: f32| uip_model::TextWord {
            start,
            end,
            bbox: uip_model::Rect::new(x, 0.0, x + 1.0, 1.0),
            word: 0,
        };
        first.words = vec![word(0, 8, 0.0), word(9, 13, 10.0)];
        second.words = vec![word(0, 7, 0.0), word(8, 10, 10.0)];
        second.page = 2;
        let got = join(&[first, second], &Vocabulary::default());
        assert_eq!(got.text, "enkelt samarbejde nu");
        let place = |range| -> Vec<(u32, f32)> {
            got.origin(range)
                .iter()
                .map(|o| (o.page, o.bbox.x0))
                .collect()
        };
        assert_eq!(place(0..6), [(1, 0.0)]);
        assert_eq!(place(7..17), [(1, 10.0), (2, 0.0)]);
        assert_eq!(place(18..20), [(2, 10.0)]);
        assert_eq!(got.origins().len(), 2);
    }
}
