//! Reads a number as Danes write it: `26,4`, `1.156.800`, `3½`, `halvanden`, `femogtyve`, `to en halv`.
//!
//! A comma is the decimal mark and a point (or a space) groups thousands. Where a number only makes
//! sense the other way round it is read so, and marked as [`Notation::English`].

use rust_decimal::Decimal;

use crate::tokens::{Kind, Token};

/// How a number was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// Digits by the Danish rules.
    Danish,
    /// Digits that only make sense with an English decimal point or thousands comma.
    English,
    /// Digits that make sense both ways: `1,500` is one and a half or fifteen hundred.
    Both,
    /// In words.
    Words,
}

/// A number in a row of tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) value: Decimal,
    pub(crate) notation: Notation,
    /// Index of the token after it.
    pub(crate) next: usize,
}

/// Digits of the longest number that is read: enough for any budget, and far inside a decimal's 28.
const MOST_DIGITS: usize = 15;

/// Reads the number that begins at token `at`.
pub(crate) fn quantity(tokens: &[Token], at: usize) -> Option<Quantity> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Number => in_digits(tokens, at),
        Kind::Word => in_words(tokens, at),
        Kind::Mark => None,
    }
}

fn in_digits(tokens: &[Token], at: usize) -> Option<Quantity> {
    let token = tokens.get(at)?;
    let mut digits = token.text.to_owned();
    let mut next = at + 1;
    // `1 156 800`, the groups parted by spaces.
    if digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit()) {
        while let Some(group) = tokens.get(next).filter(|t| is_group(t)) {
            digits.push_str(group.text);
            next += 1;
        }
        // Not a group but the next number's beginning: `i 2 400,5`.
        if tokens
            .get(next)
            .is_some_and(|t| t.kind == Kind::Number && !t.spaced)
        {
            digits = token.text.to_owned();
            next = at + 1;
        }
    }
    let (mut value, notation) = digits_value(&digits)?;
    // `2 ½`, `2 1/2`
    if let Some((part, after)) = half(tokens, next) {
        value += part;
        next = after;
    }
    Some(Quantity {
        value,
        notation,
        next,
    })
}

fn is_group(token: &Token) -> bool {
    token.kind == Kind::Number
        && token.spaced
        && token.text.len() == 3
        && token.text.bytes().all(|b| b.is_ascii_digit())
}

fn half(tokens: &[Token], at: usize) -> Option<(Decimal, usize)> {
    let token = tokens
        .get(at)
        .filter(|t| t.kind == Kind::Number && t.spaced)?;
    if let Some(part) = fraction(token.text) {
        return Some((part, at + 1));
    }
    let is_half = token.text == "1"
        && tokens
            .get(at + 1)
            .is_some_and(|t| t.is_mark('/') && !t.spaced)
        && tokens
            .get(at + 2)
            .is_some_and(|t| t.text == "2" && !t.spaced);
    is_half.then(|| (Decimal::new(5, 1), at + 3))
}

fn fraction(text: &str) -> Option<Decimal> {
    match text {
        "½" => Some(Decimal::new(5, 1)),
        "¼" => Some(Decimal::new(25, 2)),
        "¾" => Some(Decimal::new(75, 2)),
        _ => None,
    }
}

/// The value of a number's digits and marks.
pub(crate) fn digits_value(text: &str) -> Option<(Decimal, Notation)> {
    if text.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
        return None;
    }
    if let Some(last) = text
        .chars()
        .next_back()
        .filter(|c| crate::tokens::is_fraction(*c))
    {
        let part = fraction(last.encode_utf8(&mut [0; 4]))?;
        let whole = text.get(..text.len() - last.len_utf8())?;
        let whole = if whole.is_empty() {
            Decimal::ZERO
        } else {
            plain(whole)?
        };
        return Some((whole + part, Notation::Danish));
    }
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    match (points, commas) {
        (0, 0) => Some((plain(text)?, Notation::Danish)),
        (0, 1) => {
            let (whole, decimals) = text.split_once(',')?;
            let value = plain(&format!("{whole}.{decimals}"))?;
            let both = decimals.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0";
            Some((
                value,
                if both {
                    Notation::Both
                } else {
                    Notation::Danish
                },
            ))
        }
        (1.., 0) if grouped(text, '.') => Some((plain(&text.replace('.', ""))?, Notation::Danish)),
        (1, 0) => Some((plain(text)?, Notation::English)),
        (1.., 1) if text.rfind(',') > text.rfind('.') => {
            let (whole, decimals) = text.split_once(',')?;
            grouped(whole, '.').then_some(())?;
            let whole = whole.replace('.', "");
            Some((plain(&format!("{whole}.{decimals}"))?, Notation::Danish))
        }
        (0, 2..) if grouped(text, ',') => Some((plain(&text.replace(',', ""))?, Notation::English)),
        (1, 1..) if text.rfind('.') > text.rfind(',') => {
            let (whole, decimals) = text.split_once('.')?;
            grouped(whole, ',').then_some(())?;
            let whole = whole.replace(',', "");
            Some((plain(&format!("{whole}.{decimals}"))?, Notation::English))
        }
        _ => None,
    }
}

/// Groups of three digits after a first one of one to three.
fn grouped(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    groups.next().is_some_and(|g| (1..=3).contains(&g.len())) && groups.all(|g| g.len() == 3)
}

fn plain(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

fn in_words(tokens: &[Token], at: usize) -> Option<Quantity> {
    let words = |value| Quantity {
        value,
        notation: Notation::Words,
        next: at + 1,
    };
    let token = tokens.get(at)?;
    let next_is = |n: usize, list: &[&str]| tokens.get(at + n).is_some_and(|t| t.is_any(list));
    const HALVES: [&str; 3] = ["halv", "halvt", "halve"];
    if token.is_any(&["halvanden", "halvandet"]) {
        return Some(words(Decimal::new(15, 1)));
    }
    if token.is_any(&HALVES) {
        return Some(words(Decimal::new(5, 1)));
    }
    if token.is_any(&["trekvart"]) {
        return Some(words(Decimal::new(75, 2)));
    }
    let whole = Decimal::from(numeral(&token.lower)?);
    // `en halv`, `et halvt` alone are a half; `to en halv`, `to et halvt`, `to og en halv` are 2.5.
    if token.is_any(&["en", "et", "én", "ét"]) && next_is(1, &HALVES) {
        return Some(Quantity {
            next: at + 2,
            ..words(Decimal::new(5, 1))
        });
    }
    let skip = usize::from(next_is(1, &["og"]));
    if next_is(1 + skip, &["en", "et"]) && next_is(2 + skip, &HALVES) {
        return Some(Quantity {
            next: at + 3 + skip,
            ..words(whole + Decimal::new(5, 1))
        });
    }
    Some(words(whole))
}

const ONES: [(&str, i64); 24] = [
    ("en", 1),
    ("et", 1),
    ("én", 1),
    ("ét", 1),
    ("to", 2),
    ("tre", 3),
    ("fire", 4),
    ("fem", 5),
    ("seks", 6),
    ("syv", 7),
    ("otte", 8),
    ("ni", 9),
    ("ti", 10),
    ("elleve", 11),
    ("tolv", 12),
    ("tretten", 13),
    ("fjorten", 14),
    ("femten", 15),
    ("seksten", 16),
    ("sytten", 17),
    ("atten", 18),
    ("nitten", 19),
    ("hundrede", 100),
    ("tusind", 1000),
];

const TENS: [(&str, i64); 11] = [
    ("tyve", 20),
    ("tredive", 30),
    ("fyrre", 40),
    ("halvtreds", 50),
    ("halvtredsindstyve", 50),
    ("tres", 60),
    ("tresindstyve", 60),
    ("halvfjerds", 70),
    ("firs", 80),
    ("halvfems", 90),
    ("hundrede", 100),
];

/// A numeral in lower case, up to 99 and the round ones.
pub(crate) fn numeral(word: &str) -> Option<i64> {
    let look = |list: &[(&str, i64)], w: &str| list.iter().find(|(n, _)| *n == w).map(|n| n.1);
    if let Some(value) = look(&ONES, word).or_else(|| look(&TENS, word)) {
        return Some(value);
    }
    // `enogtyve`, `femogtredive`
    let (ones, tens) = word.split_once("og")?;
    Some(look(&ONES, ones).filter(|n| *n < 10)? + look(&TENS, tens)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    fn read(text: &str) -> Option<(String, Notation)> {
        let tokens = tokens(text);
        let found = quantity(&tokens, 0)?;
        (found.next == tokens.len()).then(|| (found.value.normalize().to_string(), found.notation))
    }

    macro_rules! quantities {
        ($($text:literal => $value:literal $notation:ident)*) => {
            #[test]
            fn numbers_are_read() {
                $(assert_eq!(read($text), Some(($value.to_owned(), Notation::$notation)), $text);)*
            }
        };
    }

    quantities! {
        "26,4" => "26.4" Danish
        "0,0" => "0" Danish
        "800.000" => "800000" Danish
        "1.156.800" => "1156800" Danish
        "1.156,8" => "1156.8" Danish
        "1 156 800" => "1156800" Danish
        "12\u{a0}500" => "12500" Danish
        "3½" => "3.5" Danish
        "½" => "0.5" Danish
        "2 ½" => "2.5" Danish
        "2 1/2" => "2.5" Danish
        "2.5" => "2.5" English
        "1,156,800" => "1156800" English
        "1,156.5" => "1156.5" English
        "1,500" => "1.5" Both
        "0,500" => "0.5" Danish
        "halvanden" => "1.5" Words
        "en halv" => "0.5" Words
        "to" => "2" Words
        "to en halv" => "2.5" Words
        "to og en halv" => "2.5" Words
        "femogtyve" => "25" Words
        "Fire" => "4" Words
    }

    #[test]
    fn nonsense_is_no_number() {
        for text in [
            "1.2.3",
            "1,2,3",
            "1.23.456",
            "12345678901234567",
            "dialog",
            "kommuner",
            "-",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
