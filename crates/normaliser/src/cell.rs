//! Reads the cells of a budget table, whose unit stands in the header: `16,2`, `-0,5`, a dash,
//! nothing, or an amount with a unit of its own.

use uip_model::ValueState;

use crate::amount::{AmountError, amount, is_ambiguous, kroner};
use crate::quantity::quantity;
use crate::tokens::{is_dash, is_space, tokens};
use crate::unit::Unit;

/// What a cell of a budget table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Whole kroner; `None` where a dash or nothing is printed.
    pub kroner: Option<i64>,
    /// Whether something, a dash or nothing is printed.
    pub state: ValueState,
    /// The number can be read in another way, or only by English rules.
    pub ambiguous: bool,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

/// Reads a cell of a budget table whose numbers are in `unit`. A cell that names its own unit
/// (`0,9 mio. kr.`) is read by that.
///
/// # Errors
/// Says why something printed is no amount.
pub fn cell(text: &str, unit: Unit) -> Result<Cell, AmountError> {
    let text = text.trim_matches(|c: char| is_space(c) || matches!(c, '*' | '†'));
    let silent = |state, rule| {
        Ok(Cell {
            kroner: None,
            state,
            ambiguous: false,
            rule,
        })
    };
    if text.is_empty() {
        return silent(ValueState::Empty, "cell.empty");
    }
    if text.chars().all(|c| is_dash(c) || is_space(c)) {
        return silent(ValueState::Dash, "cell.dash");
    }
    let whole = torn_number(text);
    let (bare, negative) = without_sign(whole.as_deref().unwrap_or(text));
    let tokens = tokens(bare);
    let number = quantity(&tokens, 0).ok_or(AmountError::NoNumber)?;
    let rest = tokens.get(number.next..).unwrap_or_default();
    let (value, ambiguous, rule) = if rest.is_empty() {
        let value = kroner((number, unit))?;
        (value, is_ambiguous((number, unit)), "cell.number")
    } else {
        let amount = amount(bare)?;
        let value = amount.kroner.ok_or(AmountError::NoNumber)?;
        (value, amount.ambiguous, "cell.own_unit")
    };
    Ok(Cell {
        kroner: Some(if negative { -value } else { value }),
        state: ValueState::Printed,
        ambiguous,
        rule,
    })
}

/// `8.900.0 00`: a number that a narrow column tears inside a group of thousands, put together.
fn torn_number(text: &str) -> Option<String> {
    let pieces: Vec<&str> = text.split(is_space).filter(|p| !p.is_empty()).collect();
    let whole = pieces.concat();
    let groups = |text: &str| {
        let mut groups = text.split('.');
        let digits = |g: &str, least: usize| {
            (least..=3).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_digit())
        };
        groups.next().is_some_and(|g| digits(g, 1)) && groups.all(|g| digits(g, 3))
    };
    let first = pieces.first()?;
    let torn = pieces.len() > 1 && first.contains('.') && !groups(first);
    (torn && groups(&whole)).then_some(whole)
}

/// `-0,5`, `−0,5`, `(0,5)`: the text without its sign, and whether it is negative.
fn without_sign(text: &str) -> (&str, bool) {
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return (inner.trim(), true);
    }
    match text.strip_prefix(is_dash) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! cells {
        ($($text:literal $unit:ident => $kroner:expr, $state:ident;)*) => {
            #[test]
            fn budget_cells_are_read() {
                $(
                    let got = cell($text, Unit::$unit).map(|c| (c.kroner, c.state));
                    assert_eq!(got, Ok(($kroner, ValueState::$state)), $text);
                )*
            }
        };
    }

    cells! {
        "16,2" Million => Some(16_200_000), Printed;
        "16,2*" Million => Some(16_200_000), Printed;
        "0,0" Million => Some(0), Printed;
        "0" Million => Some(0), Printed;
        "0,9 mio. kr." Million => Some(900_000), Printed;
        "1.157" Thousand => Some(1_157_000), Printed;
        "1.156.800" Kroner => Some(1_156_800), Printed;
        "8.900.0 00" Kroner => Some(8_900_000), Printed;
        "16.800. 000" Kroner => Some(16_800_000), Printed;
        "-0,5" Million => Some(-500_000), Printed;
        "− 0,5" Million => Some(-500_000), Printed;
        "(0,5)" Million => Some(-500_000), Printed;
        "-" Million => None, Dash;
        "–" Million => None, Dash;
        "—" Million => None, Dash;
        "" Million => None, Empty;
        " \u{a0}" Million => None, Empty;
    }

    #[test]
    fn an_unreadable_cell_is_an_error() {
        assert_eq!(cell("l6,2", Unit::Million), Err(AmountError::NoNumber));
        assert_eq!(cell("16,2 x", Unit::Million), Err(AmountError::NoUnit));
        assert_eq!(cell("16,2 17,3", Unit::Million), Err(AmountError::NoUnit));
        assert_eq!(cell("1.600 17", Unit::Kroner), Err(AmountError::NoUnit));
    }
}
