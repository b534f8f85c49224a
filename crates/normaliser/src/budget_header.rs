//! Reads the header of a budget table: what each column holds, unit, price level and years.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::budget::CellText;
use crate::quantity::{Notation, quantity};
use crate::tokens::{Token, tokens};
use crate::unit::Unit;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The rows' labels, unit and price level in the header.
    Label,
    Year(i32),
    Total,
    /// Something else; its cells stay in the section's text only.
    Unknown,
}

/// Whether a line is a caption that names price level and unit: `Beløb i mio. kr. (2028-PL)`.
pub(crate) fn is_caption(text: &str) -> bool {
    if text.len() > LONGEST_CAPTION {
        return false;
    }
    let tokens = tokens(text);
    price_level_of(&tokens).is_some() && unit_of(&tokens).is_some()
}

/// A short line that says in which year's prices: `Budget i 2023-PL`.
pub(crate) fn names_prices(text: &str) -> bool {
    text.len() <= LONGEST_CAPTION && price_level_of(&tokens(text)).is_some()
}

/// Bytes of the longest line that is taken for a caption rather than a sentence.
const LONGEST_CAPTION: usize = 90;

/// What each column holds, by its header cell.
pub(crate) fn columns(header: &[CellText]) -> Vec<Column> {
    let mut columns: Vec<Column> = header
        .iter()
        .enumerate()
        .map(|(at, c)| {
            let tokens = tokens(&c.text.text);
            // `Udgifter i alt, mio. kr.` over the labels is no total.
            if says_total(&tokens) && (at > 0 || unit_of(&tokens).is_none()) {
                Column::Total
            } else if price_level_of(&tokens).is_some() || unit_of(&tokens).is_some() {
                Column::Label
            } else if let Some(year) = year_of(&tokens) {
                Column::Year(year)
            } else {
                Column::Unknown
            }
        })
        .collect();
    // The label column has no name where unit and price level stand in a caption.
    if !columns.contains(&Column::Label)
        && let Some(first) = columns.iter_mut().find(|c| **c == Column::Unknown)
    {
        *first = Column::Label;
    }
    // A span of years, `2024-2027`, is the total where no column says so.
    if !columns.contains(&Column::Total) {
        let span = header.iter().position(|c| is_span(&tokens(&c.text.text)));
        if let Some(total) = span.and_then(|at| columns.get_mut(at)) {
            *total = Column::Total;
        }
    }
    columns
}

/// `I alt`, `Total`, `Sum`, `Samlet`.
pub(crate) fn says_total(tokens: &[Token]) -> bool {
    tokens.iter().enumerate().any(|(i, t)| {
        t.is_any(&["ialt", "total", "totalt", "sum", "samlet", "hovedtotal"])
            || (t.is("i") && tokens.get(i + 1).is_some_and(|n| n.is("alt")))
    })
}

/// The only year in a header cell, with marks such as `*` or words such as `år` beside it.
pub(crate) fn year_of(tokens: &[Token]) -> Option<i32> {
    let mut years = tokens.iter().filter_map(Token::year);
    let year = years.next()?;
    let only = years.next().is_none() && price_level_of(tokens).is_none();
    only.then_some(year)
}

/// `2024-2027`
fn is_span(tokens: &[Token]) -> bool {
    matches!(tokens, [a, dash, b, ..] if a.year().is_some() && dash.is_dash() && b.year().is_some())
}

/// The year of `2022-PL`, `2022 PL`, `PL 2022`, `2022-pl`, `2022-priser`, `2022-prisniveau`, and the
/// bytes it stands in.
pub(crate) fn price_level_of(tokens: &[Token]) -> Option<(i32, Range<usize>)> {
    let is_level = |t: &Token| {
        t.is_any(&["pl", "p", "lpl"]) || t.lower.starts_with("pris") || t.lower.starts_with("pl")
    };
    tokens.iter().enumerate().find_map(|(i, token)| {
        let year = token.year()?;
        let near = tokens.get(i + 1..(i + 3).min(tokens.len()))?;
        let before = tokens.get(i.saturating_sub(2)..i)?;
        let after = near.iter().find(|t| is_level(t)).map(|t| t.end);
        let level_before = before.iter().find(|t| is_level(t)).map(|t| t.start);
        match (after, level_before) {
            (Some(end), _) => Some((year, token.start..end)),
            (None, Some(start)) => Some((year, start..token.end)),
            (None, None) => None,
        }
    })
}

/// `Mio. kr.`, `1.000 kr.`, `Tusinde kr.`, `t.kr.`, `kr.`, `Millioner kroner`.
pub(crate) fn unit_of(tokens: &[Token]) -> Option<Unit> {
    tokens.iter().enumerate().find_map(|(i, token)| {
        let kroner = |t: &Token| t.is_any(&["kr", "kroner", "dkk"]);
        match token.lower.as_ref() {
            "mio" | "mill" | "million" | "millioner" => Some(Unit::Million),
            "mia" | "milliard" | "milliarder" => Some(Unit::Billion),
            "tkr" | "tusind" | "tusinde" => Some(Unit::Thousand),
            "t" if tokens.iter().skip(i + 1).take(2).any(kroner) => Some(Unit::Thousand),
            "1.000" | "1000" if tokens.get(i + 1).is_some_and(kroner) => Some(Unit::Thousand),
            _ if kroner(token) => Some(Unit::Kroner),
            _ => None,
        }
    })
}

/// The unit of a table that names none: numbers with decimals are millions, numbers from ten
/// thousand on are kroner, others thousands.
pub(crate) fn guess_unit(rows: &[Vec<CellText>], columns: &[Column]) -> Unit {
    let mut whole = Unit::Thousand;
    for row in rows {
        for (c, column) in row.iter().zip(columns) {
            if !matches!(column, Column::Year(_) | Column::Total) {
                continue;
            }
            let tokens = tokens(&c.text.text);
            let Some(number) = quantity(&tokens, 0) else {
                continue;
            };
            if !number.value.fract().is_zero() || number.notation == Notation::English {
                return Unit::Million;
            }
            if c.text.text.contains(',') {
                return Unit::Million;
            }
            if number.value >= Decimal::from(10_000) {
                whole = Unit::Kroner;
            }
        }
    }
    whole
}
