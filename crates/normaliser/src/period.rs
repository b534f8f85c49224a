//! Reads the times of a timetable as quarters: `1.-2. kvartal 2022`, `4. kvt. 2020 –`, `Q1 2024`,
//! `ultimo 2024`, `januar-marts 2024`, `2. halvår 2025`, `inden udgangen af 2025`, `2023-2024`.

use std::fmt;

use crate::time_words::{
    QUARTER_WORDS, date, month, ordinal_word, part_of_year, quarter_of, short_quarter,
};
use crate::tokens::{Kind, Token, tokens};

/// A quarter of a year; prints as `2022-Q1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// The year.
    pub year: i32,
    /// 1 to 4.
    pub quarter: u8,
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.quarter)
    }
}

/// A span of quarters, both ends included; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First quarter.
    pub start: Option<Quarter>,
    /// Last quarter.
    pub end: Option<Quarter>,
}

/// Why a text is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeriodError {
    /// Nothing is there.
    Empty,
    /// No quarter, month, season or year.
    NoTime,
    /// A quarter or month, but no year.
    NoYear,
    /// A winter, which belongs to two years, with only one.
    TwoYears,
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "nothing is printed",
            Self::NoTime => "no quarter, month, season or year",
            Self::NoYear => "no year",
            Self::TwoYears => "a winter of one year",
        })
    }
}

impl std::error::Error for PeriodError {}

/// A time that was named: first and last quarter, and the year as soon as it is known.
#[derive(Clone, Copy, Debug)]
struct Point {
    first: u8,
    last: u8,
    year: Option<i32>,
    whole_year: bool,
    /// A dash or `til` stands before it.
    after_dash: bool,
}

/// What has been read of a text.
#[derive(Debug, Default)]
struct Reading {
    points: Vec<Point>,
    ordinals: Vec<i64>,
    from: bool,
    until: bool,
    onwards: bool,
    always: bool,
    winter: bool,
    dash: bool,
    /// Words that are no part of a time.
    strange: usize,
}

/// Reads a text as a period. `after` is the last quarter known before it (the row above), which gives
/// the year where the text has none.
///
/// # Errors
/// Says why it is none.
pub fn period(text: &str, after: Option<Quarter>) -> Result<Period, PeriodError> {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return Err(PeriodError::Empty);
    }
    let mut reading = Reading::default();
    for at in 0..tokens.len() {
        reading.token(&tokens, at);
    }
    reading.finish(after)
}

/// Whether a text is a time and hardly anything else.
pub(crate) fn is_time(text: &str) -> bool {
    let tokens = tokens(text);
    let mut reading = Reading::default();
    for at in 0..tokens.len() {
        reading.token(&tokens, at);
    }
    reading.strange <= 2 && (reading.always || !reading.points.is_empty())
}

/// Whether a text begins with a quarter, half-year, month or year, whatever follows.
pub(crate) fn begins_with_time(text: &str) -> bool {
    let tokens = tokens(text);
    let mut reading = Reading::default();
    for at in 0..tokens.len() {
        reading.token(&tokens, at);
        // `I 2024` begins a sentence.
        let begun = !reading.points.is_empty() || !reading.ordinals.is_empty();
        if reading.strange > 0 || !begun {
            return false;
        }
        if !reading.points.is_empty() {
            return true;
        }
    }
    false
}

/// A time at the beginning of a text with a colon or dash behind it, `1. kvartal 2024: Udbud`: the
/// byte at which the time ends and the one at which the rest begins.
pub(crate) fn leading_time(text: &str) -> Option<(usize, usize)> {
    let tokens = tokens(text);
    let at = tokens.iter().position(|t| {
        t.is_mark(':') || t.is_mark('\u{2013}') && t.spaced || t.is_mark('-') && t.spaced
    });
    // The dash may be the period's own: `1. kvartal – 2. kvartal 2024: …`
    let colon = tokens.iter().take(16).position(|t| t.is_mark(':')).or(at)?;
    let mark = tokens.get(colon)?;
    let head = text.get(..mark.start)?.trim_end();
    let rest = tokens.get(colon + 1)?;
    is_time(head).then_some((head.len(), rest.start))
}

impl Reading {
    fn token(&mut self, tokens: &[Token], at: usize) {
        let Some(token) = tokens.get(at) else {
            return;
        };
        match token.kind {
            Kind::Number => self.number(tokens, at),
            Kind::Word => self.word(tokens, at),
            Kind::Mark => {
                if token.is_dash() {
                    self.dash = true;
                }
            }
        }
    }

    fn number(&mut self, tokens: &[Token], at: usize) {
        let Some(token) = tokens.get(at) else {
            return;
        };
        if let Some(year) = token.year() {
            self.year(year);
        } else if let Some((month, year)) = date(token.text) {
            self.push(quarter_of(month), quarter_of(month));
            self.year(year);
        } else if let Some(number) = token.integer() {
            self.short(number, token, tokens.get(at.wrapping_sub(1)));
        } else {
            self.strange += 1;
        }
    }

    /// A number that is no year of four digits.
    fn short(&mut self, number: i64, token: &Token, before: Option<&Token>) {
        let year_before = self.points.last().is_some_and(|p| p.whole_year);
        let joined = before.is_some_and(|b| (b.is_mark('/') || b.is_dash()) && !token.spaced);
        let two_digits = token.text.len() == 2;
        if two_digits && joined && year_before && self.ordinals.is_empty() && number > 12 {
            // `2024/25`
            self.year(2000 + i32::try_from(number).unwrap_or(0));
        } else if two_digits && number >= 17 && self.points.last().is_some_and(|p| p.year.is_none())
        {
            // `4. kvt. 23`, `4. kvartal '23`
            self.year(2000 + i32::try_from(number).unwrap_or(0));
        } else {
            self.ordinals.push(number);
        }
    }

    fn word(&mut self, tokens: &[Token], at: usize) {
        let Some(token) = tokens.get(at) else {
            return;
        };
        let word = token.lower.as_ref();
        let next_is = |list: &[&str]| tokens.get(at + 1).is_some_and(|t| t.is_any(list));
        if let Some(number) = ordinal_word(word) {
            self.ordinals.push(number);
        } else if QUARTER_WORDS.contains(&word) {
            self.ordinals_as(|n| (1..=4).contains(&n).then_some((n, n)));
        } else if word.starts_with("halvår") || word == "hå" {
            self.ordinals_as(|n| match n {
                1 => Some((1, 2)),
                2 => Some((3, 4)),
                _ => None,
            });
        } else if let Some((first, last)) = short_quarter(word) {
            self.push(first, last);
        } else if let Some(month) = month(word) {
            self.ordinals.clear();
            // `ultimo marts`: the month says more.
            let part = self.points.last().is_some_and(|p| p.year.is_none())
                && tokens
                    .get(at.wrapping_sub(1))
                    .is_some_and(|t| part_of_year(&t.lower).is_some());
            if part {
                self.points.pop();
            }
            self.push(quarter_of(month), quarter_of(month));
        } else if let Some((first, last)) = part_of_year(word) {
            self.push(first, last);
        } else if word.starts_with("vinter") {
            self.winter = true;
        } else {
            self.link(word, next_is(&["og"]));
        }
    }

    fn link(&mut self, word: &str, then_og: bool) {
        match word {
            "til" if self.points.is_empty() && self.ordinals.is_empty() => self.until = true,
            "til" => self.dash = true,
            "fra" | "efter" | "start" => self.from |= self.points.is_empty(),
            "frem" | "fremad" | "fremefter" => self.onwards |= !self.points.is_empty() && !then_og,
            "senest" | "inden" | "før" => self.until = true,
            "løbende" | "hele" | "gennemgående" | "årligt" => self.always = true,
            "og" | "samt" | "i" | "af" | "år" | "året" | "årene" | "perioden" | "med"
            | "kvartalet" | "den" | "tom" | "t" | "o" | "m" | "ca" | "uge" | "både" | "eller"
            | "primært" => {}
            _ => self.strange += 1,
        }
    }

    /// The numbers read so far, as quarters or halves.
    fn ordinals_as(&mut self, span: impl Fn(u8) -> Option<(u8, u8)>) {
        for number in std::mem::take(&mut self.ordinals) {
            if let Some((first, last)) = u8::try_from(number).ok().and_then(&span) {
                self.push(first, last);
            }
        }
    }

    fn push(&mut self, first: u8, last: u8) {
        self.points.push(Point {
            first,
            last,
            year: None,
            whole_year: false,
            after_dash: std::mem::take(&mut self.dash),
        });
    }

    /// A year belongs to all times before it that have none; alone it is a whole year.
    fn year(&mut self, year: i32) {
        self.ordinals.clear();
        let open = self.points.iter().rposition(|p| p.year.is_some());
        let open = self.points.get_mut(open.map_or(0, |at| at + 1)..);
        let open = open.unwrap_or_default();
        if open.is_empty() {
            let after_dash = std::mem::take(&mut self.dash);
            self.points.push(Point {
                first: 1,
                last: 4,
                year: Some(year),
                whole_year: true,
                after_dash,
            });
        } else {
            open.iter_mut().for_each(|p| p.year = Some(year));
            // `4. kvartal - 1. kvartal 2023` begins in 2022.
            let mut later: Option<u8> = None;
            let mut back = 0;
            for point in open.iter_mut().rev() {
                if later.is_some_and(|l| point.first > l) {
                    back += 1;
                }
                point.year = Some(year - back);
                later = point.after_dash.then_some(point.first);
            }
        }
    }

    fn finish(mut self, after: Option<Quarter>) -> Result<Period, PeriodError> {
        if self.winter {
            return self.winter();
        }
        if self.points.is_empty() {
            return if self.always {
                Ok(Period::default())
            } else {
                Err(PeriodError::NoTime)
            };
        }
        self.years_of_the_rest(after)?;
        let ends = |p: &Point| p.year.map(|year| (year, p.first, p.last));
        let known: Vec<_> = self.points.iter().filter_map(ends).collect();
        let start = known.iter().map(|(year, first, _)| Quarter {
            year: *year,
            quarter: *first,
        });
        let end = known.iter().map(|(year, _, last)| Quarter {
            year: *year,
            quarter: *last,
        });
        // `3. kvartal 2023 - 1. kvartal 2023` is given back as it is printed: it is for the audit to
        // say that it runs backwards.
        let span = matches!(self.points.as_slice(), [_, second] if second.after_dash);
        let mut period = if span && known.len() == 2 {
            Period {
                start: start.clone().next(),
                end: end.clone().next_back(),
            }
        } else {
            Period {
                start: start.min(),
                end: end.max(),
            }
        };
        let single = self.points.len() == 1;
        // A dash that nothing follows: `2. kvt. 2020 -`
        if self.dash || self.onwards || (self.from && single) {
            period.end = None;
        }
        if self.until && single {
            period.start = None;
        }
        Ok(period)
    }

    /// Times behind the last year: `2022, 1.-2. kvartal` belongs to it, `4. kvartal 2020 - 1.
    /// kvartal` goes on from it; with no year at all the row above is asked.
    fn years_of_the_rest(&mut self, after: Option<Quarter>) -> Result<(), PeriodError> {
        if let Some(first) = self.points.iter().position(|p| p.year.is_none()) {
            let before = first
                .checked_sub(1)
                .and_then(|at| self.points.get(at))
                .copied();
            if let Some(before) = before {
                let rest = self.points.get_mut(first..).unwrap_or_default();
                let mut last = before.last;
                let mut year = before.year;
                for point in rest {
                    if !before.whole_year && point.first < last {
                        year = year.map(|y| y + 1);
                    }
                    point.year = year;
                    last = point.last;
                }
                if before.whole_year {
                    self.points.remove(first - 1);
                }
            } else {
                let above = after.ok_or(PeriodError::NoYear)?;
                let (mut year, mut last) = (above.year, above.quarter);
                for point in &mut self.points {
                    if point.first < last {
                        year += 1;
                    }
                    point.year = Some(year);
                    last = point.first;
                }
            }
        }
        Ok(())
    }

    /// `vinteren 2024/2025`
    fn winter(self) -> Result<Period, PeriodError> {
        let years: Vec<i32> = self.points.iter().filter_map(|p| p.year).collect();
        match years.as_slice() {
            [first, second] if *second == first + 1 => Ok(Period {
                start: Some(Quarter {
                    year: *first,
                    quarter: 4,
                }),
                end: Some(Quarter {
                    year: *second,
                    quarter: 1,
                }),
            }),
            [] => Err(PeriodError::NoYear),
            _ => Err(PeriodError::TwoYears),
        }
    }
}

#[cfg(test)]
#[path = "period_tests.rs"]
mod tests;
