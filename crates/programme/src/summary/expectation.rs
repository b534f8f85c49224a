//! What a person expects a release to come to: `2022=142 mio.`.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use uip_normaliser::{AmountError, amount};

/// The programme years that make sense. The programme began in 2017; a year of another century is
/// a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

/// A figure below this without a unit is in millions of kroner, as the summary's own figures are: nobody
/// plans a release of 142 kroner.
const MILLIONS_BELOW: i64 = 100_000;

/// A release's total as given by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expectation {
    /// The programme year.
    pub year: i32,
    /// Whole kroner.
    pub kroner: i64,
    /// The smallest step that the figure can tell apart: 1.000.000 for `142 mio.`, 100.000 for
    /// `141,8 mio.`.
    pub precision: i64,
}

/// Why an expectation cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpectationError {
    /// There is no `=`.
    #[error("`{0}` is no expectation; write the year and the amount, as in `2022=142 mio.`")]
    Form(String),
    /// The year is none.
    #[error("`{0}` is no programme year; write four digits, as in `2022=142 mio.`")]
    Year(String),
    /// The amount is none.
    #[error(
        "`{text}` is no amount ({cause}); write it as in `142 mio.`, `141,8 mio. kr.` or `141.800.000`"
    )]
    Amount {
        /// As given.
        text: String,
        /// Why.
        cause: Cause,
    },
}

/// Why an amount cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// It cannot be read.
    Unreadable(AmountError),
    /// It is a range.
    Range,
    /// Its number can be read in two ways.
    Ambiguous,
    /// It is not more than nothing.
    NotPositive,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Range => f.write_str("it is a range"),
            Self::Ambiguous => f.write_str("the number can be read in two ways"),
            Self::NotPositive => f.write_str("it is not positive"),
        }
    }
}

impl FromStr for Expectation {
    type Err = ExpectationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, figure) = text
            .split_once('=')
            .ok_or_else(|| ExpectationError::Form(text.to_owned()))?;
        let (year, figure) = (year.trim(), figure.trim());
        let year = Some(year)
            .filter(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|y| y.parse().ok())
            .filter(|y| YEARS.contains(y))
            .ok_or_else(|| ExpectationError::Year(year.to_owned()))?;
        let kroner = kroner(figure).map_err(|cause| ExpectationError::Amount {
            text: figure.to_owned(),
            cause,
        })?;
        Ok(Self {
            year,
            kroner,
            precision: precision(kroner),
        })
    }
}

/// Reads the amount by the same rules as the releases; at the command line the `kr.` may be left
/// out, and for millions the unit.
fn kroner(figure: &str) -> Result<i64, Cause> {
    let given = match amount(figure) {
        Err(AmountError::NoUnit | AmountError::NoNumber | AmountError::Trailing) => {
            let bare = !figure.is_empty() && !figure.chars().any(char::is_alphabetic);
            let millions = bare
                .then(|| amount(&format!("{figure} mio. kr.")))
                .and_then(Result::ok)
                .filter(|m| {
                    let limit = MILLIONS_BELOW.saturating_mul(1_000_000);
                    m.kroner.is_some_and(|kroner| kroner < limit)
                });
            millions.map_or_else(|| amount(&format!("{figure} kr.")), Ok)
        }
        read => read,
    };
    let read = given.map_err(Cause::Unreadable)?;
    if read.ambiguous {
        return Err(Cause::Ambiguous);
    }
    match read.kroner {
        None => Err(Cause::Range),
        Some(kroner) if kroner <= 0 => Err(Cause::NotPositive),
        Some(kroner) => Ok(kroner),
    }
}

/// The largest power of ten up to a million that divides the figure.
fn precision(kroner: i64) -> i64 {
    let mut step = 1;
    while step < 1_000_000 && kroner % (step * 10) == 0 {
        step *= 10;
    }
    step
}

/// How a total compares with what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The same kroner.
    Equal,
    /// The same when rounded to the steps in which the expected figure is given.
    EqualWhenRounded,
    /// Another figure.
    Different,
}

impl Expectation {
    /// Compares a total with the figure.
    pub fn verdict(&self, total: i64) -> Verdict {
        let rounded = |kroner: i64| {
            let half = self.precision / 2;
            kroner.saturating_add(half).div_euclid(self.precision)
        };
        if total == self.kroner {
            Verdict::Equal
        } else if rounded(total) == rounded(self.kroner) {
            Verdict::EqualWhenRounded
        } else {
            Verdict::Different
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(i32, i64, i64), String> {
        text.parse::<Expectation>()
            .map(|e| (e.year, e.kroner, e.precision))
            .map_err(|e| e.to_string())
    }

    #[test]
    fn years_and_amounts_are_read() {
        for (text, expected) in [
            ("2022=142 mio.", (2022, 142_000_000, 1_000_000)),
            ("2022=142 mio. kr.", (2022, 142_000_000, 1_000_000)),
            (" 2023 = 141,8 mio. kr. ", (2023, 141_800_000, 100_000)),
            ("2020=58.600.000", (2020, 58_600_000, 100_000)),
            ("2020=58.600.001 kr.", (2020, 58_600_001, 1)),
            ("2020=140 mio.", (2020, 140_000_000, 1_000_000)),
            ("2022=142", (2022, 142_000_000, 1_000_000)),
            ("2022=142,5", (2022, 142_500_000, 100_000)),
            ("2022=1.142,5", (2022, 1_142_500_000, 100_000)),
            ("2022=142500000", (2022, 142_500_000, 100_000)),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn errors_say_what_to_write() {
        for (text, start) in [
            ("142 mio.", "`142 mio.` is no expectation; write the year"),
            ("22=142 mio.", "`22` is no programme year"),
            ("1822=142 mio.", "`1822` is no programme year"),
            ("2022=", "`` is no amount (nothing is printed)"),
            ("2022=-142", "`-142` is no amount"),
            ("2022=0 mio.", "`0 mio.` is no amount (it is not positive)"),
            ("2022=mange penge", "`mange penge` is no amount"),
            (
                "2022=mellem 1 og 2 mio. kr.",
                "`mellem 1 og 2 mio. kr.` is no amount (it is a range)",
            ),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with(start), "{text}: {error}");
        }
    }

    #[test]
    fn a_rounded_figure_is_equal_when_rounded() {
        let expected: Expectation = "2022=142 mio.".parse().unwrap();
        for (total, verdict) in [
            (142_000_000, Verdict::Equal),
            (142_400_000, Verdict::EqualWhenRounded),
            (141_500_000, Verdict::EqualWhenRounded),
            (141_400_000, Verdict::Different),
            (0, Verdict::Different),
        ] {
            assert_eq!(expected.verdict(total), verdict, "{total}");
        }
    }
}
