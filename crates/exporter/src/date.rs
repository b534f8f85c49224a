//! Dates as the tables need them: a day, a second in UTC, and the first and last day of a quarter.
//! No clock and no time zones beyond the offset that a time stamp carries.

/// A day of the Gregorian calendar, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    days: i64,
}

/// A second in UTC, counted from 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime {
    seconds: i64,
}

const SECONDS_A_DAY: i64 = 86_400;

impl Date {
    /// The day, where year (1 to 9999), month and day of the month exist.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 {
            return None;
        }
        let date = Self {
            days: days_from_civil(year, month, day),
        };
        (date.civil() == (year, month, day)).then_some(date)
    }

    /// First day of a quarter such as `2022-Q1`.
    pub fn quarter_start(quarter: &str) -> Option<Self> {
        let (year, number) = read_quarter(quarter)?;
        Self::new(year, number * 3 - 2, 1)
    }

    /// Last day of a quarter such as `2022-Q1`.
    pub fn quarter_end(quarter: &str) -> Option<Self> {
        let (year, number) = read_quarter(quarter)?;
        let day = if matches!(number, 1 | 4) { 31 } else { 30 };
        Self::new(year, number * 3, day)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        self.days
    }

    /// Year, month, day of the month. Days to civil date after Howard Hinnant's
    /// "chrono-Compatible Low-Level Date Algorithms".
    pub fn civil(self) -> (i64, i64, i64) {
        let z = self.days + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl DateTime {
    /// The second, where its year is 1 to 9999.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        let moment = Self { seconds };
        (1..=9999)
            .contains(&moment.date().civil().0)
            .then_some(moment)
    }

    /// Reads RFC 3339 (`2022-03-01T10:00:00+01:00`); fractions of a second are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| -> Option<i64> {
            let digits = text.get(from..to)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
            digits.parse().ok()
        };
        let at = |place: usize| text.as_bytes().get(place).copied();
        let marks = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        if marks.iter().any(|&(place, mark)| at(place) != Some(mark))
            || !matches!(at(10), Some(b'T' | b't' | b' '))
        {
            return None;
        }
        let date = Date::new(number(0, 4)?, number(5, 7)?, number(8, 10)?)?;
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let mut rest = text.get(19..)?;
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        let offset = read_offset(rest)?;
        let local = date.days * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
        Self::from_seconds(local - offset)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        Date {
            days: self.seconds.div_euclid(SECONDS_A_DAY),
        }
    }

    /// Hour, minute and second in UTC.
    pub fn time(self) -> (i64, i64, i64) {
        let second = self.seconds.rem_euclid(SECONDS_A_DAY);
        (second / 3600, second / 60 % 60, second % 60)
    }

    /// `2022-03-01 09:00:00`, as spreadsheets with Danish settings read it.
    pub fn spaced(self) -> String {
        let (hour, minute, second) = self.time();
        format!("{} {hour:02}:{minute:02}:{second:02}", self.date())
    }
}

impl std::fmt::Display for DateTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (hour, minute, second) = self.time();
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}Z", self.date())
    }
}

/// Civil date to days since 1970-01-01, after the same source as [`Date::civil`].
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let shifted_year = year - i64::from(month <= 2);
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn read_quarter(quarter: &str) -> Option<(i64, i64)> {
    let (year, number) = quarter.split_once("-Q")?;
    let (year, number) = (year.parse().ok()?, number.parse().ok()?);
    (1..=4).contains(&number).then_some((year, number))
}

/// Seconds east of UTC of `Z`, `+01:00`.
fn read_offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let valid = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
    if !valid(hours) || !valid(minutes) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        let mut expected = Date::new(1800, 1, 1).unwrap().days();
        for year in 1800..2200 {
            for month in 1..=12 {
                for day in 1..=31 {
                    if let Some(date) = Date::new(year, month, day) {
                        assert_eq!(date.days(), expected);
                        assert_eq!(date.civil(), (year, month, day));
                        expected += 1;
                    }
                }
            }
        }
        assert_eq!(Date::new(2200, 1, 1).unwrap().days(), expected);
    }

    #[test]
    fn time_stamps() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some("1970-01-01T00:00:00Z")),
            ("2022-03-01T00:30:00+01:00", Some("2022-02-28T23:30:00Z")),
            (
                "2022-03-01T10:00:00.250-02:30",
                Some("2022-03-01T12:30:00Z"),
            ),
            ("2024-02-29 23:59:59Z", Some("2024-02-29T23:59:59Z")),
            ("2023-02-29T00:00:00Z", None),
            ("2022-03-01T10:00:00", None),
            ("2022-03-01", None),
            ("2022-13-01T10:00:00Z", None),
            ("2022-03-01T24:00:00Z", None),
            ("2022-03-01T10:00:00+1:00", None),
            ("åååå-03-01T10:00:00Z", None),
            ("", None),
        ] {
            let read = DateTime::parse(text).map(|moment| moment.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn quarters() {
        for (quarter, first, last) in [
            ("2022-Q1", "2022-01-01", "2022-03-31"),
            ("2022-Q2", "2022-04-01", "2022-06-30"),
            ("2022-Q3", "2022-07-01", "2022-09-30"),
            ("2022-Q4", "2022-10-01", "2022-12-31"),
        ] {
            assert_eq!(Date::quarter_start(quarter).unwrap().to_string(), first);
            assert_eq!(Date::quarter_end(quarter).unwrap().to_string(), last);
        }
        for bad in ["2022-Q5", "2022-Q0", "2022", "Q1", "-Q1", ""] {
            assert_eq!(Date::quarter_start(bad), None, "{bad}");
            assert_eq!(Date::quarter_end(bad), None, "{bad}");
        }
    }
}
