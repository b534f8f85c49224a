//! Marks at the beginning of a line: section markers, list labels, bullets, boxes.

use uip_model::TextLine;

/// Bullets that are never the first character of running text. Hyphens and dashes are bullets only
/// where their place says so.
const BULLETS: [char; 18] = [
    '•', '▪', '·', '●', '○', '◦', '‣', '■', '□', '➢', '►', '▶', '✓', '➔', '→', '*', '\u{f0b7}',
    '\u{f0a7}',
];

/// Dashes that can be bullets.
const DASHES: [char; 6] = ['-', '–', '—', '‐', '−', '\u{ad}'];

/// Boxes that are not ticked and boxes that are.
const EMPTY_BOXES: [char; 6] = ['☐', '□', '◻', '❑', '○', '◯'];
const TICKED_BOXES: [char; 10] = ['☒', '☑', '✓', '✔', '✗', '✘', '⊠', '■', '●', '◉'];

/// Boxes that are bullets as well: only before the name of a phase are they boxes.
pub(crate) const CIRCLES: [char; 6] = ['○', '◯', '●', '◉', '□', '■'];

/// A sign that is a box, ticked or not.
pub(crate) fn is_box(sign: char) -> bool {
    EMPTY_BOXES.contains(&sign) || TICKED_BOXES.contains(&sign)
}

/// A label such as `3)`, `10`, `a.`, `(iv)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// As printed, without white space.
    pub(crate) printed: String,
    /// Digits or letters only.
    pub(crate) number: String,
    /// Its place in its sequence, from 1: 3 for `3)`, `c)` and `iii)`.
    pub(crate) rank: u32,
    /// Digits, letters or Roman numerals.
    pub(crate) kind: LabelKind,
    /// It ends with `)` or `.` or stands in brackets.
    pub(crate) closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LabelKind {
    Digits,
    Letter,
    Roman,
}

impl Label {
    /// The label as it reads behind one of this kind and rank: `i)` behind `h)` is the ninth letter,
    /// `v)` behind `iv)` the fifth Roman numeral.
    pub(crate) fn after(&self, kind: LabelKind, rank: u32) -> Self {
        let letter = self
            .number
            .bytes()
            .next()
            .filter(|_| self.number.len() == 1);
        let as_letter = letter
            .filter(u8::is_ascii_alphabetic)
            .map(|b| u32::from(b.to_ascii_lowercase() - b'a') + 1);
        match (kind, self.kind) {
            (LabelKind::Letter, LabelKind::Roman)
                if as_letter.is_some_and(|r| r > rank && r <= rank + 3) =>
            {
                Self {
                    kind,
                    rank: as_letter.unwrap_or(self.rank),
                    ..self.clone()
                }
            }
            (LabelKind::Roman, LabelKind::Letter) => match roman(&self.number) {
                Some(r) if r > rank && r <= rank + 3 => Self {
                    kind,
                    rank: r,
                    ..self.clone()
                },
                _ => self.clone(),
            },
            _ => self.clone(),
        }
    }
}

/// Reads a whole text as a label, white space inside ignored (`1` over `0` is 10).
pub(crate) fn label(text: &str) -> Option<Label> {
    let printed: String = text.split_whitespace().collect();
    let (core, closed) = match printed.strip_suffix([')', '.', ':']) {
        Some(core) => (core.strip_prefix('(').unwrap_or(core), true),
        None => (printed.as_str(), false),
    };
    let core = core.strip_prefix('§').unwrap_or(core);
    let digits = !core.is_empty() && core.len() <= 2 && core.bytes().all(|b| b.is_ascii_digit());
    let (rank, kind) = if digits {
        (core.parse().ok()?, LabelKind::Digits)
    } else if closed
        && core.len() == 1
        && core.bytes().all(|b| b.is_ascii_alphabetic())
        && core != "i"
        && core != "I"
    {
        let letter = core.bytes().next()?.to_ascii_lowercase();
        (u32::from(letter - b'a') + 1, LabelKind::Letter)
    } else if closed && core.len() <= 5 {
        (roman(core)?, LabelKind::Roman)
    } else {
        return None;
    };
    Some(Label {
        number: core.to_owned(),
        printed,
        rank,
        kind,
        closed,
    })
}

/// Roman numerals from I to XX, in one case.
fn roman(text: &str) -> Option<u32> {
    const NUMERALS: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv",
        "xv", "xvi", "xvii", "xviii", "xix", "xx",
    ];
    let lower = text.to_ascii_lowercase();
    if lower != text && text.to_ascii_uppercase() != text {
        return None;
    }
    NUMERALS
        .iter()
        .position(|n| *n == lower)
        .and_then(|i| u32::try_from(i + 1).ok())
}

/// A label at the beginning of a text, closed by `)`, `.` or `:`, and how many bytes it takes.
pub(crate) fn leading_label(text: &str) -> Option<(Label, usize)> {
    let end = text.find([')', '.', ':']).filter(|at| *at <= 6)? + 1;
    let head = text.get(..end)?;
    if head
        .trim_start_matches(['(', '§', ' '])
        .contains(char::is_whitespace)
    {
        return None;
    }
    let after = text.get(end..)?;
    // `1.2` is no label, nor is `2.000`.
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let found = label(head)?;
    // `a.b` or `kl.` are abbreviations; `1)Titel` is a label without a gap.
    (after.is_empty() || after.starts_with(char::is_whitespace) || head.ends_with(')'))
        .then_some((found, end))
}

/// A label that no sign closes as a text's first word, `3` or `§ 3`, and how many bytes it takes.
pub(crate) fn open_label(text: &str) -> Option<(Label, usize)> {
    let name = text.trim_start_matches(['§', ' ']);
    let sign = if text.starts_with('§') {
        text.len() - name.len()
    } else {
        0
    };
    let end = sign + text.get(sign..)?.find(' ')?;
    let found = label(text.get(..end)?).filter(|l| !l.closed)?;
    Some((found, end))
}

/// Words that follow a number in a period: `1. kvartal` is no label.
const PERIODS: [&str; 17] = [
    "kvartal",
    "kvt",
    "kv",
    "halvår",
    "halvdel",
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// The text behind a label goes on as a period does: `kvartal 2022`, `og 2. kvartal`, `2022`.
pub(crate) fn is_period(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let Some(first) = words.next() else {
        return false;
    };
    let lower = first.to_lowercase();
    match lower.as_str() {
        "og" | "til" => words
            .next()
            .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit())),
        word => PERIODS.contains(&word) || crate::budget::is_year(word),
    }
}

/// What a line begins with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ListMark {
    /// A bullet, or a dash that stands where bullets stand.
    Bullet(String),
    /// A numbered item.
    Label(Label),
}

/// A list mark at the beginning of a line: the mark, and how many bytes it takes.
///
/// `set_off` says that the line is indented or has a wide gap behind its first word: without it a
/// dash is running text and `1.` may be a date.
pub(crate) fn list_mark(line: &TextLine, set_off: bool) -> Option<(ListMark, usize)> {
    let text = line.text.as_str();
    let first = text.chars().next()?;
    let n = first.len_utf8();
    let rest = text.get(n..).unwrap_or_default();
    if BULLETS.contains(&first) && !rest.trim().is_empty() {
        return Some((ListMark::Bullet(first.to_string()), n));
    }
    if set_off
        && (DASHES.contains(&first) || first == 'o')
        && rest.starts_with(' ')
        && rest.len() > 1
    {
        // A hyphen's glyph that the PDF calls a soft hyphen is a hyphen where it stands alone.
        let mark = if first == '\u{ad}' { '-' } else { first };
        return Some((ListMark::Bullet(mark.to_string()), n));
    }
    if set_off {
        let (found, end) = leading_label(text)?;
        if text.len() > end {
            return Some((ListMark::Label(found), end));
        }
    }
    None
}

/// A line that is a bullet or dash and nothing else: its text stands under it, where the column is too
/// narrow for both.
pub(crate) fn lone_mark(line: &TextLine) -> Option<ListMark> {
    let mut signs = line.text.trim().chars();
    let sign = signs
        .next()
        .filter(|c| BULLETS.contains(c) || DASHES.contains(c))?;
    signs
        .next()
        .is_none()
        .then(|| ListMark::Bullet(sign.to_string()))
}

/// Whether the gap behind a line's first word is wider than a space, and than the other gaps of the
/// line, which justified text stretches.
pub(crate) fn wide_gap(line: &TextLine) -> bool {
    let mut gaps = line.words.windows(2).filter_map(|w| match w {
        [a, b] => Some(b.bbox.x0 - a.bbox.x1),
        _ => None,
    });
    let Some(first) = gaps.next() else {
        return false;
    };
    if first <= 0.45 * line.size {
        return false;
    }
    let mut others: Vec<f32> = gaps.collect();
    others.sort_by(f32::total_cmp);
    let usual = others.get(others.len() / 2).copied().unwrap_or(0.0);
    first > 1.4 * usual
}

/// A box at the beginning of a text: whether it is ticked, and how many bytes it takes.
pub(crate) fn leading_box(text: &str) -> Option<(bool, usize)> {
    let first = text.chars().next()?;
    if EMPTY_BOXES.contains(&first) {
        return Some((false, first.len_utf8()));
    }
    if TICKED_BOXES.contains(&first) {
        return Some((true, first.len_utf8()));
    }
    let (open, close) = match first {
        '[' => ('[', ']'),
        '(' => ('(', ')'),
        _ => return None,
    };
    let end = text.find(close).filter(|at| *at <= 4)?;
    let inside = text.get(open.len_utf8()..end)?.trim();
    let ticked = match inside {
        "" | "_" => false,
        "x" | "X" | "✓" | "✔" | "×" => true,
        _ => return None,
    };
    Some((ticked, end + close.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! labels {
        ($($text:literal => $expected:expr;)*) => {
            #[test]
            fn labels() {
                $(assert_eq!(label($text).map(|l| (l.number, l.rank)), $expected.map(|(n, r): (&str, u32)| (n.to_owned(), r)), $text);)*
            }
        };
    }

    labels! {
        "1" => Some(("1", 1));
        "1 0" => Some(("10", 10));
        "3)" => Some(("3", 3));
        "(4)" => Some(("4", 4));
        "b." => Some(("b", 2));
        "iv)" => Some(("iv", 4));
        "i)" => Some(("i", 1));
        "b" => None::<(&str, u32)>;
        "2022" => None;
        "Titel" => None;
        "" => None;
    }

    #[test]
    fn leading_labels() {
        let found = |t| leading_label(t).map(|(l, n)| (l.printed, n));
        assert_eq!(found("3) Formål"), Some(("3)".to_owned(), 2)));
        assert_eq!(found("3)Formål"), Some(("3)".to_owned(), 2)));
        assert_eq!(found("10. Økonomi"), Some(("10.".to_owned(), 3)));
        assert_eq!(found("1.2 Modning"), None);
        assert_eq!(found("2.000 kr."), None);
        assert_eq!(found("ca. 3 mio."), None);
        assert_eq!(found("A: Viden"), Some(("A:".to_owned(), 2)));
        assert_eq!(found("§ 3. Formål"), Some(("§3.".to_owned(), 5)));
        let open = |t| open_label(t).map(|(l, n)| (l.number, n));
        assert_eq!(open("3 Formål"), Some(("3".to_owned(), 1)));
        assert_eq!(open("§ 12 Formål"), Some(("12".to_owned(), 5)));
        assert_eq!(open("§ 107 i loven"), None);
        assert_eq!(open("3) Formål"), None);
    }

    #[test]
    fn boxes() {
        assert_eq!(leading_box("☒ Modning"), Some((true, 3)));
        assert_eq!(leading_box("[ ] Modning"), Some((false, 3)));
        assert_eq!(leading_box("[x] Modning"), Some((true, 3)));
        assert_eq!(leading_box("[1] Modning"), None);
        assert_eq!(leading_box("(SUSI)"), None);
    }
}
