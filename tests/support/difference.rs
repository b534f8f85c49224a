//! A value that is not what it must be, and how texts are compared.

use std::fmt;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

/// A value that is not what the truth says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// What kind of value: `budget.total`.
    pub kind: String,
    /// Where: an initiative's label and a section's marker, or `document`.
    pub place: String,
    /// What the truth says.
    pub want: String,
    /// What was read.
    pub read: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            place,
            want,
            read,
        } = self;
        write!(f, "{place} {kind}\n    truth: {want}\n    read:  {read}")
    }
}

/// Collects differences.
#[derive(Debug, Default)]
pub(crate) struct Differences(pub(crate) Vec<Difference>);

impl Differences {
    /// Notes two values that are not the same.
    pub(crate) fn same(&mut self, kind: &str, place: &str, want: &Value, read: &Value) {
        if want != read {
            self.push(kind, place, want.to_string(), read.to_string());
        }
    }

    /// Notes two texts that differ in more than white space, from shortly before they part.
    pub(crate) fn text(&mut self, kind: &str, place: &str, want: &str, read: &str) {
        let (want, read) = (squeeze(want), squeeze(read));
        if want != read {
            let pairs = want.chars().zip(read.chars());
            let at = pairs.take_while(|(a, b)| a == b).count().saturating_sub(30);
            let part = |t: &str| t.chars().skip(at).take(90).collect::<String>();
            self.push(kind, place, part(&want), part(&read));
        }
    }

    pub(crate) fn push(&mut self, kind: &str, place: &str, want: String, read: String) {
        self.0.push(Difference {
            kind: kind.to_owned(),
            place: place.to_owned(),
            want,
            read,
        });
    }
}

/// The letters and marks of a text: what is drawn, without white space, bullets and boxes, and with
/// one kind of quotes and hyphens, for these the producers choose.
pub(crate) fn squeeze(text: &str) -> String {
    let text: String = text.nfc().filter_map(plain).collect();
    let text = text.replace("[x]", "").replace("[X]", "").replace("[]", "");
    text.chars()
        .filter(|c| !"•▪·☐☒☑\u{f0b7}".contains(*c))
        .collect()
}

/// The words of a text, with hyphens, strokes and apostrophes inside them.
pub(crate) fn words(text: &str) -> Vec<String> {
    let text: String = text
        .nfc()
        .filter_map(|c| {
            if c.is_whitespace() {
                Some(' ')
            } else {
                plain(c)
            }
        })
        .collect();
    text.split(|c: char| !c.is_alphanumeric() && !"-/'".contains(c))
        .map(|w| w.trim_matches(|c| "-/'".contains(c)).to_owned())
        .filter(|w| !w.is_empty())
        .collect()
}

/// A character in its plain form; `None` for white space and soft hyphens.
fn plain(c: char) -> Option<char> {
    match c {
        '’' | '‘' => Some('\''),
        '”' | '“' => Some('"'),
        '–' | '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{ad}' => None,
        c => (!c.is_whitespace()).then_some(c),
    }
}

/// The members of a list, none where it is absent.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The text, empty where it is absent.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_the_style_of_marks_do_not_count() {
        assert_eq!(squeeze("• social- og\n“TF–CBT” [x]"), "social-og\"TF-CBT\"");
        assert_ne!(squeeze("TF-CBT"), squeeze("TFCBT"));
    }

    #[test]
    fn words_keep_their_hyphens() {
        assert_eq!(
            words("social- og (TF–CBT)\n2-4,5"),
            ["social", "og", "TF-CBT", "2-4", "5"]
        );
        assert_ne!(words("samarbejds partnere"), words("samarbejdspartnere"));
    }
}
