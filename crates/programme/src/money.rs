//! Amounts as people in Denmark read them.

/// Whole kroner with points between thousands: `19.400.000 kr.`.
pub(crate) fn kroner(amount: i64) -> String {
    format!("{} kr.", grouped(amount))
}

/// Digits in groups of three.
pub(crate) fn grouped(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::new();
    for (digit, left) in digits.chars().zip((0..digits.len()).rev()) {
        text.push(digit);
        if left > 0 && left % 3 == 0 {
            text.push('.');
        }
    }
    if amount < 0 { format!("-{text}") } else { text }
}

/// Millions with a decimal comma and as many decimals as are needed, at least one: `19,4`, `0,25`.
pub(crate) fn millions(amount: i64) -> String {
    let (whole, rest) = (amount / 1_000_000, (amount % 1_000_000).unsigned_abs());
    let decimals = format!("{rest:06}");
    let decimals = decimals.trim_end_matches('0');
    let sign = if amount < 0 && whole == 0 { "-" } else { "" };
    let decimals = if decimals.is_empty() { "0" } else { decimals };
    format!("{sign}{},{decimals}", grouped(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (amount, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1.000"),
            (-19_400_000, "-19.400.000"),
            (i64::MIN, "-9.223.372.036.854.775.808"),
        ] {
            assert_eq!(grouped(amount), text);
        }
    }

    #[test]
    fn millions_keep_every_krone() {
        for (amount, text) in [
            (0, "0,0"),
            (19_400_000, "19,4"),
            (250_000, "0,25"),
            (-250_000, "-0,25"),
            (1_234_000_001, "1.234,000001"),
        ] {
            assert_eq!(millions(amount), text);
        }
    }
}
