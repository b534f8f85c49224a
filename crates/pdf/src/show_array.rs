//! Reads the array of `TJ` (ISO 32000-2, 9.4.3) item by item from its bytes. Most of a document's
//! text comes through it, so nothing is allocated for an item.

/// An item of the array.
#[derive(Debug, PartialEq)]
pub(crate) enum Item<'b> {
    /// A string to show.
    Text(&'b [u8]),
    /// How far to move back, in thousandths of the font size.
    Move(f64),
}

/// The items of an array, whose strings are decoded into one buffer in turn.
pub(crate) struct Items<'b> {
    rest: &'b [u8],
    buffer: Vec<u8>,
}

impl<'b> Items<'b> {
    /// The bytes between the brackets, and a buffer to use.
    pub(crate) fn new(bytes: &'b [u8], mut buffer: Vec<u8>) -> Self {
        buffer.clear();
        Self {
            rest: bytes,
            buffer,
        }
    }

    /// The buffer, to be used again.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }

    /// The next item; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Item<'_>> {
        loop {
            let (&first, tail) = self.rest.split_first()?;
            match first {
                b'(' => {
                    // Nearly all strings stand as they are meant.
                    let special = |b: &u8| matches!(b, b'(' | b')' | b'\\' | b'\r');
                    if let Some((plain, [b')', after @ ..])) =
                        (tail.iter().position(special)).and_then(|end| tail.split_at_checked(end))
                    {
                        self.rest = after;
                        return Some(Item::Text(plain));
                    }
                    self.buffer.clear();
                    self.rest = literal(tail, &mut self.buffer);
                    return Some(Item::Text(&self.buffer));
                }
                b'<' => {
                    self.buffer.clear();
                    self.rest = hexadecimal(tail, &mut self.buffer);
                    return Some(Item::Text(&self.buffer));
                }
                b'0'..=b'9' | b'-' | b'+' | b'.' => {
                    let (number, rest) = number(self.rest);
                    self.rest = rest;
                    return Some(Item::Move(number));
                }
                b'%' => {
                    let end = tail.iter().position(|b| matches!(b, b'\r' | b'\n'));
                    self.rest = end.and_then(|end| tail.get(end..)).unwrap_or_default();
                }
                _ => self.rest = tail,
            }
        }
    }
}

/// A literal string after its `(` (7.3.4.2); gives what stands after its `)`.
fn literal<'b>(mut rest: &'b [u8], out: &mut Vec<u8>) -> &'b [u8] {
    let mut depth = 0usize;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'(' => {
                depth += 1;
                out.push(byte);
            }
            b')' if depth == 0 => return rest,
            b')' => {
                depth -= 1;
                out.push(byte);
            }
            b'\r' => {
                rest = rest.strip_prefix(b"\n").unwrap_or(rest);
                out.push(b'\n');
            }
            b'\\' => rest = escape(rest, out),
            _ => out.push(byte),
        }
    }
    rest
}

/// What stands after a backslash.
fn escape<'b>(rest: &'b [u8], out: &mut Vec<u8>) -> &'b [u8] {
    let Some((&byte, tail)) = rest.split_first() else {
        return rest;
    };
    match byte {
        b'n' => out.push(b'\n'),
        b'r' => out.push(b'\r'),
        b't' => out.push(b'\t'),
        b'b' => out.push(8),
        b'f' => out.push(12),
        b'\r' => return tail.strip_prefix(b"\n").unwrap_or(tail),
        b'\n' => {}
        b'0'..=b'7' => {
            let digits = rest
                .iter()
                .take(3)
                .take_while(|digit| matches!(digit, b'0'..=b'7'))
                .count();
            let code = rest
                .iter()
                .take(digits)
                .fold(0u32, |code, digit| code * 8 + u32::from(digit - b'0'));
            // High-order overflow is to be ignored.
            out.push((code & 0xFF) as u8);
            return rest.get(digits..).unwrap_or_default();
        }
        other => out.push(other),
    }
    tail
}

/// A hexadecimal string after its `<` (7.3.4.3); gives what stands after its `>`.
fn hexadecimal<'b>(mut rest: &'b [u8], out: &mut Vec<u8>) -> &'b [u8] {
    let mut high = None;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            b'>' => break,
            _ => continue,
        };
        match high.take() {
            None => high = Some(digit << 4),
            Some(first) => out.push(first | digit),
        }
    }
    out.extend(high);
    rest
}

/// A number and what stands after it.
fn number(bytes: &[u8]) -> (f64, &[u8]) {
    let mut value = 0.0;
    let mut unit = 0.0;
    let mut negative = false;
    let mut length = 0;
    for &byte in bytes {
        match byte {
            b'0'..=b'9' => {
                let digit = f64::from(byte - b'0');
                if unit == 0.0 {
                    value = value * 10.0 + digit;
                } else {
                    value += digit * unit;
                    unit /= 10.0;
                }
            }
            b'.' if unit == 0.0 => unit = 0.1,
            b'-' => negative = true,
            b'+' | b'.' => {}
            _ => break,
        }
        length += 1;
    }
    (
        if negative { -value } else { value },
        bytes.get(length..).unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(bytes: &[u8]) -> Vec<String> {
        let mut items = Items::new(bytes, Vec::new());
        let mut all = Vec::new();
        while let Some(item) = items.next() {
            all.push(match item {
                Item::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
                Item::Move(number) => format!("{number:.3}"),
            });
        }
        all
    }

    #[test]
    fn arrays() {
        for (array, expected) in [
            ("(a)-20.5(b)", vec!["\"a\"", "-20.500", "\"b\""]),
            ("<41 42>3<4>", vec!["\"AB\"", "3.000", "\"@\""]),
            ("(a\\(b\\)\\101\\7\\\nc)", vec!["\"a(b)A\\u{7}c\""]),
            ("(a(b)c\r\nd)", vec!["\"a(b)c\\nd\""]),
            ("% note\n .25 +7 (x", vec!["0.250", "7.000", "\"x\""]),
            ("/Name true (y)", vec!["\"y\""]),
            ("", vec![]),
        ] {
            assert_eq!(items(array.as_bytes()), expected, "{array}");
        }
    }
}
