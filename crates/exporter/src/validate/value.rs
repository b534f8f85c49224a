//! Checks one field of a CSV table against its description in Table Schema.

use super::descriptor::Field;
use crate::{Date, DateTime};

/// Says what is wrong with a value, if anything is.
pub(super) fn check(field: &Field, value: &[u8]) -> Result<(), String> {
    let Ok(value) = std::str::from_utf8(value) else {
        return Err("not UTF-8".to_owned());
    };
    if value.is_empty() {
        return if field.constraints.required {
            Err("missing, and must be there".to_owned())
        } else {
            Ok(())
        };
    }
    let kind = field.kind.as_deref().unwrap_or("any");
    let fits = match kind {
        "integer" => value.parse::<i64>().is_ok(),
        "number" => is_number(value, field.decimal_char.as_deref().unwrap_or(".")),
        "boolean" => matches!(
            value,
            "true" | "false" | "True" | "False" | "TRUE" | "FALSE" | "1" | "0"
        ),
        "date" => read_date(value).is_some(),
        "datetime" => match field.format.as_deref() {
            None | Some("default") => DateTime::parse(value).is_some(),
            Some("%Y-%m-%d %H:%M:%S") => {
                value.as_bytes().get(10) == Some(&b' ')
                    && DateTime::parse(&format!("{value}Z")).is_some()
            }
            Some(other) => return Err(format!("the format {other} of the package is not known")),
        },
        "string" | "any" => true,
        other => return Err(format!("the type {other} of the package is not known")),
    };
    if !fits {
        return Err(format!("`{}` is no {kind}", shorten(value)));
    }
    let known = &field.constraints.one_of;
    if !known.is_empty() && !known.iter().any(|one| one == value) {
        let known = known.join(", ");
        return Err(format!("`{}` is none of {known}", shorten(value)));
    }
    Ok(())
}

fn is_number(value: &str, decimal: &str) -> bool {
    let (whole, fraction) = match value.split_once(decimal) {
        Some((whole, fraction)) => (whole, fraction),
        None => (value, "0"),
    };
    let whole = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_digits(whole) && is_digits(fraction)
}

fn read_date(value: &str) -> Option<Date> {
    let mut parts = value.split('-');
    let mut next = |digits: usize| -> Option<i64> {
        let part = parts.next()?;
        let is_digits = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        is_digits.then(|| part.parse().ok())?
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    parts
        .next()
        .is_none()
        .then(|| Date::new(year, month, day))?
}

/// The beginning of a value, for a message.
fn shorten(value: &str) -> String {
    const SHOWN: usize = 40;
    let mut text: String = value.chars().take(SHOWN).collect();
    if value.chars().nth(SHOWN).is_some() {
        text.push('…');
    }
    text.escape_debug().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_by_type() {
        for (field, value, expected) in [
            (json!({"name": "a", "type": "integer"}), "-12", Ok(())),
            (
                json!({"name": "a", "type": "integer"}),
                "1.0",
                Err("`1.0` is no integer"),
            ),
            (json!({"name": "a", "type": "number"}), "-0.5", Ok(())),
            (
                json!({"name": "a", "type": "number"}),
                "0,5",
                Err("`0,5` is no number"),
            ),
            (
                json!({"name": "a", "type": "number", "decimalChar": ","}),
                "0,5",
                Ok(()),
            ),
            (
                json!({"name": "a", "type": "number"}),
                "1e5",
                Err("`1e5` is no number"),
            ),
            (
                json!({"name": "a", "type": "number"}),
                "-",
                Err("`-` is no number"),
            ),
            (json!({"name": "a", "type": "boolean"}), "true", Ok(())),
            (
                json!({"name": "a", "type": "boolean"}),
                "ja",
                Err("`ja` is no boolean"),
            ),
            (json!({"name": "a", "type": "date"}), "2024-02-29", Ok(())),
            (
                json!({"name": "a", "type": "date"}),
                "2023-02-29",
                Err("`2023-02-29` is no date"),
            ),
            (
                json!({"name": "a", "type": "date"}),
                "2023-2-9",
                Err("`2023-2-9` is no date"),
            ),
            (
                json!({"name": "a", "type": "datetime"}),
                "2022-03-01T09:00:00Z",
                Ok(()),
            ),
            (
                json!({"name": "a", "type": "datetime"}),
                "2022-03-01",
                Err("`2022-03-01` is no datetime"),
            ),
            (
                json!({"name": "a", "type": "datetime", "format": "%Y-%m-%d %H:%M:%S"}),
                "2022-03-01 09:00:00",
                Ok(()),
            ),
            (json!({"name": "a", "type": "string"}), "=1", Ok(())),
            (
                json!({"name": "a", "type": "string", "constraints": {"enum": ["x", "y"]}}),
                "z",
                Err("`z` is none of x, y"),
            ),
            (
                json!({"name": "a", "type": "string", "constraints": {"required": true}}),
                "",
                Err("missing, and must be there"),
            ),
            (json!({"name": "a", "type": "integer"}), "", Ok(())),
            (
                json!({"name": "a", "type": "duration"}),
                "P1Y",
                Err("the type duration of the package is not known"),
            ),
        ] {
            let field: Field = serde_json::from_value(field).unwrap();
            let said = check(&field, value.as_bytes());
            assert_eq!(said, expected.map_err(str::to_owned));
        }
    }
}
