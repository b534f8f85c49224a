//! Words and numbers that name a part of a year: months, quarters, halves, seasons, dates.

const MONTHS: [[&str; 2]; 12] = [
    ["januar", "jan"],
    ["februar", "feb"],
    ["marts", "mar"],
    ["april", "apr"],
    ["maj", "maj"],
    ["juni", "jun"],
    ["juli", "jul"],
    ["august", "aug"],
    ["september", "sep"],
    ["oktober", "okt"],
    ["november", "nov"],
    ["december", "dec"],
];

/// Words behind the number of a quarter.
pub(crate) const QUARTER_WORDS: [&str; 8] = [
    "kvartal",
    "kvartaler",
    "kvartalet",
    "kvartals",
    "kvt",
    "kv",
    "kvrt",
    "kvart",
];

/// The quarter that a month lies in.
pub(crate) fn quarter_of(month: u8) -> u8 {
    month.saturating_sub(1) / 3 + 1
}

/// The number of a month.
pub(crate) fn month(word: &str) -> Option<u8> {
    let at = MONTHS.iter().position(|[long, short]| {
        word == *long || word == *short || word == "sept" && *short == "sep"
    })?;
    u8::try_from(at + 1).ok()
}

/// `Q1`, `K3`, `H2`
pub(crate) fn short_quarter(word: &str) -> Option<(u8, u8)> {
    let mut chars = word.chars();
    let (kind, number) = (chars.next()?, chars.next()?.to_digit(10)?);
    if chars.next().is_some() {
        return None;
    }
    let number = u8::try_from(number).ok()?;
    match (kind, number) {
        ('q' | 'k', 1..=4) => Some((number, number)),
        ('h', 1) => Some((1, 2)),
        ('h', 2) => Some((3, 4)),
        _ => None,
    }
}

/// `første`, `IV`
pub(crate) fn ordinal_word(word: &str) -> Option<i64> {
    match word {
        "første" => Some(1),
        "anden" | "andet" | "ii" => Some(2),
        "tredje" | "tredie" | "iii" => Some(3),
        "fjerde" | "iv" => Some(4),
        _ => None,
    }
}

/// Parts of a year that are no quarters, as the quarters that they lie in.
pub(crate) fn part_of_year(word: &str) -> Option<(u8, u8)> {
    match word {
        "primo" | "begyndelsen" | "starten" | "årsskiftet" => Some((1, 1)),
        "medio" | "midten" => Some((2, 3)),
        "ultimo" | "slutningen" | "udgangen" => Some((4, 4)),
        "forår" | "foråret" => Some((1, 2)),
        "sommer" | "sommeren" => Some((2, 3)),
        "efterår" | "efteråret" => Some((3, 4)),
        _ => None,
    }
}

/// Month and year of `12.03.2024`.
pub(crate) fn date(text: &str) -> Option<(u8, i32)> {
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let day: u8 = day.parse().ok()?;
    let month: u8 = month.parse().ok()?;
    let year: i32 = year.parse().ok().filter(|y| (1990..=2099).contains(y))?;
    (parts.next().is_none() && (1..=31).contains(&day) && (1..=12).contains(&month))
        .then_some((month, year))
}
