//! A file's name between the operating system, JSON and the terminal. On Unix a name is any bytes
//! but `/` and NUL: JSON keeps them without loss, the terminal sees no control character.

use std::ffi::OsStr;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// A name or path as JSON keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct FileName {
    /// The name; bytes that are not UTF-8 stand as U+FFFD.
    pub(crate) path: String,
    /// The name's bytes in hexadecimal, only where the name is not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) path_hex: Option<String>,
}

impl FileName {
    /// The name as JSON keeps it.
    pub(crate) fn new(name: &OsStr) -> Self {
        match name.to_str() {
            Some(text) => Self {
                path: text.to_owned(),
                path_hex: None,
            },
            None => Self {
                path: name.to_string_lossy().into_owned(),
                path_hex: Some(hex(name.as_encoded_bytes())),
            },
        }
    }

    /// The name's bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.path_hex
            .as_deref()
            .and_then(unhex)
            .unwrap_or_else(|| self.path.clone().into_bytes())
    }

    /// The name for the terminal.
    pub(crate) fn shown(&self) -> String {
        match self.path_hex.as_deref().and_then(unhex) {
            Some(bytes) => shown_bytes(&bytes),
            None => escape(&self.path),
        }
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

fn shown_bytes(bytes: &[u8]) -> String {
    bytes.utf8_chunks().fold(String::new(), |mut text, chunk| {
        text.push_str(&escape(chunk.valid()));
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
        text
    })
}

/// Text for the terminal: control characters and those that turn the writing direction or are not
/// seen stand as escapes, so that neither a file name nor a document can move the cursor.
pub(crate) fn escape(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
            }
            control if control.is_control() => {
                let _ = write!(shown, "\\x{:02x}", u32::from(control));
            }
            plain => shown.push(plain),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_sees_no_control_character() {
        let cases = [
            ("plan 2022.pdf", "plan 2022.pdf"),
            ("a\nb.pdf", "a\\nb.pdf"),
            ("\u{1b}[31mrød.pdf", "\\x1b[31mrød.pdf"),
            ("x\u{202e}fdp.exe", "x\\u{202e}fdp.exe"),
            ("\u{9b}2J", "\\x9b2J"),
        ];
        for (name, shown) in cases {
            assert_eq!(FileName::new(OsStr::new(name)).shown(), shown);
        }
    }

    #[cfg(unix)]
    #[test]
    fn bytes_outside_utf8_are_kept() {
        use std::os::unix::ffi::OsStrExt;
        let name = FileName::new(OsStr::from_bytes(b"bil\xe5g\n.pdf"));
        assert_eq!(name.path, "bil\u{fffd}g\n.pdf");
        assert_eq!(name.path_hex.as_deref(), Some("62696ce5670a2e706466"));
        assert_eq!(name.shown(), "bil\\xe5g\\n.pdf");
    }
}
