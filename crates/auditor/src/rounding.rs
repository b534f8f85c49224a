//! Amounts as printed and how exactly they are known.
//!
//! A printed `2,5` mio. kr. stands for anything that rounds to it: half a unit of the last printed
//! place to either side, here 0,05 mio. kr. Amounts printed in whole kroner are taken as exact. All
//! arithmetic is in whole kroner (doubled where halves occur), so nothing is lost to binary
//! fractions.

use uip_model::Origin;

/// An amount with its precision and its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Amount {
    /// Whole kroner.
    pub(crate) kroner: i64,
    /// Size of the last printed place in kroner: 100.000 for `2,5 mio. kr.`; 0 if exact.
    pub(crate) place: i64,
    /// As printed, with its unit.
    pub(crate) shown: String,
    /// Where it stands.
    pub(crate) origin: Vec<Origin>,
}

/// How a sum and its total relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Equal to the krone.
    Equal,
    /// Different, but the unrounded amounts may be equal.
    Rounding,
    /// Different beyond what rounding explains.
    Differs,
}

/// Compares parts with their total, each known to half of its last printed place.
pub(crate) fn compare<'a>(parts: impl IntoIterator<Item = &'a Amount>, total: &Amount) -> Verdict {
    let (mut sum, mut slack) = (0i128, i128::from(total.place));
    for part in parts {
        sum += i128::from(part.kroner);
        slack += i128::from(part.place);
    }
    let difference = (sum - i128::from(total.kroner)).abs();
    match difference {
        0 => Verdict::Equal,
        // Half a place a term, so twice the difference stays below the sum of the places. At the
        // border itself the amounts would have been rounded the other way.
        _ if difference * 2 < slack => Verdict::Rounding,
        _ => Verdict::Differs,
    }
}

/// The size in kroner of the last place of the number in `printed` that stands for `kroner`:
/// `place(2_500_000, "2,5 mio. kr.") == Some(100_000)`. `None` where no number in the text fits
/// (amounts in words, a zero).
pub(crate) fn place(kroner: i64, printed: &str) -> Option<i64> {
    numbers(printed)
        .into_iter()
        .filter(|digits| *digits != 0 && kroner.unsigned_abs().is_multiple_of(*digits))
        .map(|digits| kroner.unsigned_abs() / digits)
        .find(|place| is_power_of_ten(*place))
        .and_then(|place| i64::try_from(place).ok())
}

/// The place to assume where the text does not tell: the unit of the table, else the largest power
/// of ten that divides the amount, at most a tenth of a million (the finest place in which the
/// releases print millions).
pub(crate) fn assumed_place(kroner: i64, unit: Option<&str>) -> i64 {
    const TENTH_OF_A_MILLION: i64 = 100_000;
    let unit = unit.unwrap_or_default();
    if unit.contains("mio") || unit.contains("mill") {
        return TENTH_OF_A_MILLION;
    }
    if unit.contains("1.000") || unit.contains("1000") || unit.contains("t.kr") {
        return 1_000;
    }
    let mut place = 1;
    while place < TENTH_OF_A_MILLION && kroner != 0 && kroner % (place * 10) == 0 {
        place *= 10;
    }
    place
}

/// Whole kroner need no rounding.
pub(crate) fn exact_if_kroner(place: i64) -> i64 {
    if place <= 1 { 0 } else { place }
}

fn is_power_of_ten(mut n: u64) -> bool {
    while n > 1 && n.is_multiple_of(10) {
        n /= 10;
    }
    n == 1
}

/// The numbers in a text as their digits without the decimal comma: `2,5` gives 25, `250.000` gives
/// 250000. Numbers that do not fit are left out.
fn numbers(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut digits = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let between = !digits.is_empty()
            && (c == ',' || c == '.')
            && chars.peek().is_some_and(char::is_ascii_digit);
        if !between {
            found.extend(digits.parse::<u64>().ok());
            digits.clear();
        }
    }
    found.extend(digits.parse::<u64>().ok());
    found
}

/// An amount for people: `20,5 mio. kr.`, `1,05 mio. kr.`, `4.466 kr.`.
pub(crate) fn kroner(amount: i64) -> String {
    const MILLION: u64 = 1_000_000;
    let sign = if amount < 0 { "-" } else { "" };
    let size = amount.unsigned_abs();
    if size >= MILLION / 10 && size.is_multiple_of(10_000) {
        let (whole, hundredths) = (size / MILLION, size % MILLION / 10_000);
        return if hundredths % 10 == 0 {
            format!("{sign}{},{} mio. kr.", thousands(whole), hundredths / 10)
        } else {
            format!("{sign}{},{hundredths:02} mio. kr.", thousands(whole))
        };
    }
    format!("{sign}{} kr.", thousands(size))
}

/// A whole number with full stops between thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(kroner: i64, place: i64) -> Amount {
        Amount {
            kroner,
            place,
            shown: String::new(),
            origin: Vec::new(),
        }
    }

    #[test]
    fn places() {
        for (kroner, printed, expected) in [
            (2_500_000, "2,5", Some(100_000)),
            (4_000_000, "4,0 mio. kr.", Some(100_000)),
            (23_000_000, "i alt 23 mio. kr.", Some(1_000_000)),
            (250_000, "250.000 kr.", Some(1)),
            (12_400_000, "12.400", Some(1_000)),
            (1_250_000, "1,25 mio.", Some(10_000)),
            (3_000_000, "2-3 mio. kr.", Some(1_000_000)),
            (-700_000, "-0,7", Some(100_000)),
            (0, "0,0", None),
            (500_000, "en halv million kroner", None),
            (2_500_000, "2½ mio. kr.", None),
        ] {
            assert_eq!(place(kroner, printed), expected, "{printed}");
        }
        assert_eq!(assumed_place(0, Some("mio. kr.")), 100_000);
        assert_eq!(assumed_place(5_000, Some("1.000 kr.")), 1_000);
        assert_eq!(assumed_place(500_000, None), 100_000);
        assert_eq!(assumed_place(20_000_000, None), 100_000);
        assert_eq!(assumed_place(1_234, None), 1);
        assert_eq!(assumed_place(0, None), 1);
    }

    #[test]
    fn comparisons_at_the_border() {
        let tenth = |v: i64| amount(v * 100_000, 100_000);
        // One amount printed twice: one place apart cannot be rounding.
        assert_eq!(compare([&tenth(206)], &tenth(205)), Verdict::Differs);
        assert_eq!(compare([&tenth(205)], &tenth(205)), Verdict::Equal);
        // Four terms and a total: below 0,25.
        let years = [tenth(10), tenth(10), tenth(10), tenth(10)];
        assert_eq!(compare(&years, &tenth(42)), Verdict::Rounding);
        assert_eq!(compare(&years, &tenth(38)), Verdict::Rounding);
        assert_eq!(compare(&years, &tenth(43)), Verdict::Differs);
        // Exact parts: 1.050.000 rounds to 1,1, not to 1,0.
        assert_eq!(
            compare([&amount(1_050_000, 0)], &tenth(10)),
            Verdict::Differs
        );
        assert_eq!(
            compare([&amount(1_049_999, 0)], &tenth(10)),
            Verdict::Rounding
        );
        assert_eq!(compare([&amount(7, 0)], &amount(8, 0)), Verdict::Differs);
        // No overflow at the ends of the range.
        let huge = amount(i64::MAX, i64::MAX);
        assert_eq!(
            compare([&huge, &huge], &amount(i64::MIN, 0)),
            Verdict::Differs
        );
    }

    #[test]
    fn amounts_for_people() {
        for (value, text) in [
            (20_500_000, "20,5 mio. kr."),
            (1_050_000, "1,05 mio. kr."),
            (4_466, "4.466 kr."),
            (1_966_300, "1.966.300 kr."),
            (0, "0 kr."),
            (-100_000, "-0,1 mio. kr."),
            (1_234_000_000, "1.234,0 mio. kr."),
            (i64::MIN, "-9.223.372.036.854.775.808 kr."),
        ] {
            assert_eq!(kroner(value), text);
        }
    }
}
