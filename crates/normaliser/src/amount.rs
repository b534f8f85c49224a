//! Reads amounts of money as whole kroner: in running text (`ca. 26,4 mio. kr.`, `en halv million
//! kroner`, `mellem 1 og 1,5 mio. kr.`). Decimals all the way, never floats.

use std::fmt;
use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::damaged_amounts::damaged;
use crate::exactness::{About, lead};
use crate::quantity::{Notation, Quantity, quantity};
use crate::tokens::{Kind, Token, tokens};
use crate::unit::{FoundUnit, Unit, unit, unit_before};

/// An amount of money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Whole kroner; `None` for a range.
    pub kroner: Option<i64>,
    /// Lower end: of a range, or of `mindst`.
    pub min: Option<i64>,
    /// Upper end: of a range, or of `op til`.
    pub max: Option<i64>,
    /// The text says `ca.`, `godt`, `knap`, `op til`, …
    pub approximate: bool,
    /// The number can be read in another way, or only by English rules.
    pub ambiguous: bool,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AmountError {
    /// Nothing is there.
    Empty,
    /// There is no number, or not by the rules of writing numbers.
    NoNumber,
    /// A number, but no unit of money.
    NoUnit,
    /// It does not come to whole kroner.
    NotWhole,
    /// More kroner than a 64-bit number holds.
    TooLarge,
    /// Something else stands beside the amount.
    Trailing,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "nothing is printed",
            Self::NoNumber => "no number by Danish rules",
            Self::NoUnit => "no unit of money",
            Self::NotWhole => "does not come to whole kroner",
            Self::TooLarge => "too large for an amount of money",
            Self::Trailing => "something else stands beside the amount",
        })
    }
}

impl std::error::Error for AmountError {}

/// An amount in running text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) amount: Amount,
    /// Tokens of the amount, words such as `ca.` and `mellem` before it included.
    pub(crate) tokens: Range<usize>,
    /// Bytes of the same.
    pub(crate) bytes: Range<usize>,
}

/// Reads a text that holds an amount with its unit and nothing else.
///
/// # Errors
/// Says why it is none.
pub fn amount(text: &str) -> Result<Amount, AmountError> {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return Err(AmountError::Empty);
    }
    let mut refused = AmountError::NoNumber;
    for at in 0..tokens.len() {
        match at_token(&tokens, at) {
            Ok(found) => {
                let before = found.tokens.start > 0;
                let after = tokens.get(found.tokens.end..).unwrap_or_default();
                let after = after.iter().any(|t| !t.is_mark('.') && !t.is_mark('*'));
                return if before || after {
                    Err(AmountError::Trailing)
                } else {
                    Ok(found.amount)
                };
            }
            Err(AmountError::NoNumber) => {}
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// All amounts in running text, in order.
pub(crate) fn amounts(tokens: &[Token]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match at_token(tokens, at) {
            Ok(one) => {
                at = one.tokens.end.max(at + 1);
                found.push(one);
            }
            Err(_) => at += 1,
        }
    }
    let damaged = damaged(tokens);
    found.retain(|one| {
        let holds = |range: &Range<usize>| range.contains(&one.tokens.end.saturating_sub(1));
        let touches =
            |range: &Range<usize>| one.tokens.start < range.end && range.start < one.tokens.end;
        !damaged.iter().any(|range| holds(range) || touches(range))
    });
    found
}

/// Reads the amount whose number begins at token `at`; looks back for `ca.` and the like.
fn at_token(tokens: &[Token], at: usize) -> Result<Found, AmountError> {
    let first = quantity(tokens, at).ok_or(AmountError::NoNumber)?;
    // A number that is the tail of something else: `2020-23`, `§ 107,`.
    if first.notation != Notation::Words
        && at > 0
        && tokens.get(at).is_some_and(|t| !t.spaced)
        && tokens
            .get(at - 1)
            .is_some_and(|t| t.kind != Kind::Mark || t.is_mark('/') || t.is_mark('§'))
    {
        return Err(AmountError::NoNumber);
    }
    let before = unit_before(tokens, at);
    let mut start = at;
    let (value, second, unit) = if let Some(unit) = unit(tokens, first.next, first) {
        // `1,0 mio. kr. til 1,5 mio. kr.` after `mellem` or `fra`
        let range = opens_range(tokens, at)
            .then(|| range_end(tokens, unit.next))
            .flatten()
            .and_then(|second| Some((second, self::unit(tokens, second.next, second)?)));
        match range {
            Some((second, last)) => ((first, unit.unit), Some((second, last.unit)), last),
            None => ((first, unit.unit), None, unit),
        }
    } else if let Some(unit) = unit_of_respective(tokens, at, first) {
        ((first, unit.unit), None, unit)
    } else if let Some(second) = times(tokens, first.next) {
        let unit = unit(tokens, second.next, second).ok_or(AmountError::NoUnit)?;
        let value = first.value.checked_mul(second.value);
        let product = Quantity {
            value: value.ok_or(AmountError::TooLarge)?,
            ..second
        };
        let rule = "amount.product";
        ((product, unit.unit), None, FoundUnit { rule, ..unit })
    } else if let Some(second) = range_end(tokens, first.next) {
        // `i 2020 og 2 mio. kr.`: what goes down is no range, and a year is no amount.
        if second.value < first.value || is_year_of(tokens, at) {
            return Err(AmountError::NoUnit);
        }
        let unit = unit(tokens, second.next, second).ok_or(AmountError::NoUnit)?;
        ((first, unit.unit), Some((second, unit.unit)), unit)
    } else if let Some((unit, _)) = before {
        start = before.map_or(at, |(_, start)| start);
        (
            (first, unit),
            None,
            FoundUnit {
                unit,
                next: first.next,
                rule: "amount.unit_before",
            },
        )
    } else {
        return Err(AmountError::NoUnit);
    };
    let (lead, about) = lead(tokens, start);
    let mut amount = Amount {
        rule: unit.rule,
        ambiguous: is_ambiguous(value) || second.is_some_and(is_ambiguous),
        approximate: about.is_some(),
        ..Amount::default()
    };
    let one = kroner(value)?;
    match second {
        Some(second) => {
            let two = kroner(second)?;
            amount.min = Some(one.min(two));
            amount.max = Some(one.max(two));
            amount.approximate = true;
            amount.rule = "amount.range";
        }
        None => {
            amount.kroner = Some(one);
            match about {
                Some(About::AtMost) => amount.max = Some(one),
                Some(About::AtLeast) => amount.min = Some(one),
                Some(About::Circa) | None => {}
            }
            if value.0.notation == Notation::Words {
                amount.rule = "amount.words";
            }
        }
    }
    let bytes =
        tokens.get(lead).map_or(0, |t| t.start)..tokens.get(unit.next - 1).map_or(0, |t| t.end);
    Ok(Found {
        amount,
        tokens: lead..unit.next,
        bytes,
    })
}

/// `1,500 mio.` and `2.5 mio.` can be meant in another way; `1.500 kr.` cannot.
pub(crate) fn is_ambiguous((quantity, unit): (Quantity, Unit)) -> bool {
    match quantity.notation {
        Notation::Danish | Notation::Words => false,
        Notation::English => true,
        Notation::Both => unit != Unit::Kroner || !quantity.value.fract().is_zero(),
    }
}

pub(crate) fn kroner((quantity, unit): (Quantity, Unit)) -> Result<i64, AmountError> {
    let mut value = quantity.value;
    // No one writes one and a half kroner as `1,500 kr.`
    if quantity.notation == Notation::Both && unit == Unit::Kroner {
        value *= Decimal::ONE_THOUSAND;
    }
    whole_kroner(value, unit)
}

fn whole_kroner(value: Decimal, unit: Unit) -> Result<i64, AmountError> {
    let kroner = value
        .checked_mul(Decimal::from(unit.kroner()))
        .ok_or(AmountError::TooLarge)?;
    if !kroner.fract().is_zero() {
        return Err(AmountError::NotWhole);
    }
    kroner.to_i64().ok_or(AmountError::TooLarge)
}

/// The number after `-`, `–`, `til` or `og`.
fn range_end(tokens: &[Token], at: usize) -> Option<Quantity> {
    let link = tokens.get(at)?;
    let links = link.is_dash() || link.is_any(&["til", "og", "eller"]);
    let second = links.then(|| quantity(tokens, at + 1)).flatten()?;
    // `til en evaluering` is no number
    let numeral = tokens.get(at + 1)?;
    (!numeral.is_any(&["en", "et"]) || second.next > at + 2).then_some(second)
}

/// The second factor of `2 x 1,5 mio. kr.`
fn times(tokens: &[Token], at: usize) -> Option<Quantity> {
    let sign = tokens.get(at)?;
    (sign.is_any(&["x", "gange"]) || sign.is_mark('×'))
        .then(|| quantity(tokens, at + 1))
        .flatten()
}

/// `i 2020`, `perioden 2020`, `2019-2020`: the number is a year.
fn is_year_of(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    tokens.get(at).is_some_and(|t| t.year().is_some())
        && before.is_some_and(|t| {
            t.is_any(&["i", "perioden", "årene", "år"]) || (t.is_dash() && !t.spaced)
        })
}

/// `henholdsvis 2, 3 og 4 mio. kr.`: as many amounts, which share the unit behind the last.
fn unit_of_respective(tokens: &[Token], at: usize, first: Quantity) -> Option<FoundUnit> {
    let before = tokens.get(at.saturating_sub(FAR_BEFORE)..at)?;
    let listed = |t: &&Token| t.is_any(&["og", "samt"]) || t.is_mark(',') || t.kind == Kind::Number;
    let lead = before
        .iter()
        .rev()
        .find(|t| !listed(t) && !t.is_mark('.'))?;
    if !lead.is_any(&["henholdsvis", "hhv"]) {
        return None;
    }
    let mut end = first.next;
    let shared = loop {
        let link = tokens.get(end)?;
        if !link.is_any(&["og", "samt"]) && !link.is_mark(',') {
            return None;
        }
        let next = quantity(tokens, end + 1)?;
        match unit(tokens, next.next, next) {
            Some(found) => break found,
            None => end = next.next,
        }
    };
    Some(FoundUnit {
        unit: shared.unit,
        next: first.next,
        rule: "amount.respective",
    })
}

/// Tokens before an amount among which `henholdsvis` may stand.
const FAR_BEFORE: usize = 8;

fn opens_range(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|i| tokens.get(i))
        .is_some_and(|t| t.is_any(&["mellem", "fra"]))
}

#[cfg(test)]
#[path = "amount_tests.rs"]
mod tests;
