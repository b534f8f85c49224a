//! Cleans a printed line of what no reader sees, and tells where each of its bytes went.

use crate::tokens::is_space;

/// How positions in a printed line move when it is cleaned.
pub(crate) struct Cleaned {
    shift: usize,
    /// Byte in the line, and how many bytes fewer the cleaned text has up to there.
    fewer: Vec<(usize, usize)>,
}

impl Cleaned {
    /// The byte of the cleaned text at which a byte of the line stands.
    pub(crate) fn clean(&self, at: usize) -> usize {
        let known = self.fewer.partition_point(|(from, _)| *from <= at);
        let fewer = known
            .checked_sub(1)
            .and_then(|i| self.fewer.get(i))
            .map_or(0, |(_, n)| *n);
        (self.shift + at).saturating_sub(fewer)
    }
}

/// Appends a line: spaces of any width become one space, invisible characters and soft hyphens
/// inside the line go, other hyphens become `-`. A soft hyphen at the line's end stays for the next
/// line to decide.
pub(crate) fn copy_clean(line: &str, text: &mut String) -> Cleaned {
    let mut cleaned = Cleaned {
        shift: text.len(),
        fewer: Vec::new(),
    };
    let mut fewer = 0;
    let end = line.trim_end_matches(|c: char| is_space(c) || is_invisible(c));
    let mut space = true;
    let mut chars = end.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let before = text.len();
        if is_space(c) {
            if !space {
                text.push(' ');
            }
        } else if is_invisible(c) {
        } else if c == '\u{ad}' {
            match chars.peek() {
                // Seen at the line's end, or before a space: `social<SHY> og`.
                None => text.push(c),
                Some((_, next)) if is_space(*next) => text.push('-'),
                Some(_) => {}
            }
        } else if matches!(c, '\u{2010}' | '\u{2011}') && chars.peek().is_some() {
            text.push('-');
        } else {
            text.push(c);
        }
        space = is_space(c) || (space && is_invisible(c));
        let written = text.len() - before;
        if written < c.len_utf8() {
            fewer += c.len_utf8() - written;
            cleaned.fewer.push((at + c.len_utf8(), fewer));
        }
    }
    cleaned
}

/// Characters that no reader sees: zero-width spaces and joiners, byte order marks, word joiners,
/// control characters.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
        || (c.is_control() && !is_space(c))
}
