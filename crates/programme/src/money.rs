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
}
