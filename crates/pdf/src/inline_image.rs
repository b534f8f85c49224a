//! Inline images without an end (ISO 32000-2, 8.9.7). `hayro` looks for the end of each to the end of
//! the stream, so many of them would take a time that grows with their number squared.

/// The part of a content stream before an inline image that does not end. What follows would be its
/// data, which is no content.
pub(crate) fn before_unterminated(content: &[u8]) -> &[u8] {
    let end = memchr::memmem::rfind_iter(content, b"EI")
        .find(|&at| is_alone(content, at))
        .unwrap_or(0);
    let rest = content.get(end..).unwrap_or_default();
    let begin = memchr::memmem::find_iter(rest, b"BI").find(|&at| {
        let at = end + at;
        is_alone(content, at) && begins_image(content.get(at + 2..).unwrap_or_default())
    });
    match begin {
        Some(at) => content.get(..end + at).unwrap_or(content),
        None => content,
    }
}

/// Whether two letters are an operator and no part of a word.
fn is_alone(content: &[u8], at: usize) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(|b| b.is_ascii_whitespace() || *b == 0);
    let before = at.checked_sub(1).and_then(|before| content.get(before));
    ends(before) && ends(content.get(at + 2))
}

/// Whether `BI` is followed by an image's dictionary: a key, then `ID` further on. A `BI` inside a
/// string is followed by neither.
fn begins_image(rest: &[u8]) -> bool {
    /// An image's dictionary is shorter.
    const DICTIONARY: usize = 4096;
    let near = rest.get(..rest.len().min(DICTIONARY)).unwrap_or(rest);
    near.trim_ascii_start().starts_with(b"/") && memchr::memmem::find(near, b"ID").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_before_is_kept() {
        let cases: [(&[u8], &[u8]); 6] = [
            (b"1 w", b"1 w"),
            (b"1 w BI /W 1 ID xx", b"1 w "),
            (b"BI /W 1 ID xx EI 2 w", b"BI /W 1 ID xx EI 2 w"),
            (b"BI /W 1 ID xx EI 2 w BI /W 1 ID", b"BI /W 1 ID xx EI 2 w "),
            (b"(se BI side ID) Tj", b"(se BI side ID) Tj"),
            (b"BI /W 1 ID xEIx", b""),
        ];
        for (content, kept) in cases {
            assert_eq!(before_unterminated(content), kept, "{content:?}");
        }
    }
}
