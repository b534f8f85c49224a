//! Reads the unit that stands beside a number of money: `mio. kr.`, `t.kr.`, `kr.` before or behind it,
//! `,-`, and the bare `mio.`.

use crate::quantity::{Notation, Quantity};
use crate::tokens::{Kind, Token};

/// The unit that amounts are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `kr.`
    Kroner,
    /// `1.000 kr.`, `t.kr.`, `tkr.`
    Thousand,
    /// `mio. kr.`
    Million,
    /// `mia. kr.`
    Billion,
}

impl Unit {
    /// Kroner in one of this unit.
    pub fn kroner(self) -> i64 {
        match self {
            Self::Kroner => 1,
            Self::Thousand => 1_000,
            Self::Million => 1_000_000,
            Self::Billion => 1_000_000_000,
        }
    }

    /// The unit as the releases print it, in lower case.
    pub fn printed(self) -> &'static str {
        match self {
            Self::Kroner => "kr.",
            Self::Thousand => "1.000 kr.",
            Self::Million => "mio. kr.",
            Self::Billion => "mia. kr.",
        }
    }
}

/// A unit that was read beside a number.
pub(crate) struct FoundUnit {
    pub(crate) unit: Unit,
    /// Index of the token after it.
    pub(crate) next: usize,
    pub(crate) rule: &'static str,
}

const KRONER: [&str; 5] = ["kr", "kroner", "krone", "dkk", "dkr"];

/// The unit that begins at token `at`, behind a number.
pub(crate) fn unit(tokens: &[Token], at: usize, number: Quantity) -> Option<FoundUnit> {
    let token = tokens.get(at)?;
    let dot = |at: usize| usize::from(tokens.get(at).is_some_and(|t| t.is_mark('.') && !t.spaced));
    let is_kroner = |at: usize| tokens.get(at).is_some_and(|t| t.is_any(&KRONER));
    let found = |unit, next, rule| Some(FoundUnit { unit, next, rule });
    if token.is_any(&KRONER) {
        if number.notation == Notation::Words && token.is("kr") {
            return None;
        }
        return found(Unit::Kroner, at + 1 + dot(at + 1), "amount.kr");
    }
    // `800.000,-`
    if token.is_mark(',')
        && !token.spaced
        && tokens.get(at + 1).is_some_and(|t| t.is_dash() && !t.spaced)
    {
        return found(Unit::Kroner, at + 2, "amount.kr");
    }
    let (unit, short) = match token.lower.as_ref() {
        "mio" | "mill" => (Unit::Million, true),
        "million" | "millioner" => (Unit::Million, false),
        "mia" | "mrd" => (Unit::Billion, true),
        "milliard" | "milliarder" => (Unit::Billion, false),
        "tkr" => return found(Unit::Thousand, at + 1 + dot(at + 1), "amount.thousand_kr"),
        "t" => {
            let after = at + 1 + dot(at + 1);
            let next = after + 1 + dot(after + 1);
            return is_kroner(after)
                .then(|| found(Unit::Thousand, next, "amount.thousand_kr"))
                .flatten();
        }
        "tusind" | "tusinde" => (Unit::Thousand, false),
        _ => return None,
    };
    let mut after = at + 1 + dot(at + 1);
    if tokens.get(after).is_some_and(|t| t.is("danske")) && is_kroner(after + 1) {
        after += 1;
    }
    if is_kroner(after) {
        let rule = match unit {
            Unit::Billion => "amount.mia_kr",
            Unit::Thousand => "amount.thousand_kr",
            _ => "amount.mio_kr",
        };
        // The point behind `kroner` ends the sentence, the one behind `kr` the abbreviation.
        let kr = tokens.get(after).is_some_and(|t| t.is("kr"));
        return found(unit, after + 1 + if kr { dot(after + 1) } else { 0 }, rule);
    }
    // `4,4 mio. til`: the unit of money is left out. Not `2 millioner danskere`.
    let counts = !short && unit == Unit::Thousand
        || tokens
            .get(after)
            .is_some_and(|t| t.kind == Kind::Word && !t.is_any(&AFTER_BARE_UNIT));
    (!counts && number.notation != Notation::Words)
        .then(|| found(unit, after, "amount.mio_bare"))
        .flatten()
}

/// Words that may stand behind a `mio.` without `kr.`: none of them is a thing that can be counted.
const AFTER_BARE_UNIT: [&str; 26] = [
    "til",
    "i",
    "at",
    "og",
    "vil",
    "som",
    "der",
    "om",
    "fra",
    "over",
    "pr",
    "per",
    "årligt",
    "anvendes",
    "afsættes",
    "forventes",
    "er",
    "af",
    "samt",
    "hver",
    "hvert",
    "heraf",
    "hvoraf",
    "går",
    "på",
    "for",
];

/// The unit before the number, `kr. 800.000` and `DKK 800.000`, and the token it begins at.
pub(crate) fn unit_before(tokens: &[Token], at: usize) -> Option<(Unit, usize)> {
    let mut before = at.checked_sub(1)?;
    if tokens.get(before)?.is_mark('.') {
        before = before.checked_sub(1)?;
    }
    let is_number = |i: Option<usize>| {
        i.and_then(|i| tokens.get(i))
            .is_some_and(|t| t.kind == Kind::Number || t.is_any(&["mio", "mia"]) || t.is_mark('.'))
    };
    let kr = tokens.get(before)?.is_any(&["kr", "dkk"]);
    let number = tokens.get(at)?.text;
    // Whole kroner only: a year or a list number is no amount.
    let large = number.contains('.') || number.len() >= 5;
    (kr && large && !is_number(before.checked_sub(1))).then_some((Unit::Kroner, before))
}
