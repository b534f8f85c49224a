//! Whether a file's cross-reference data (ISO 32000-2, 7.5.4, 7.5.8) leads to its objects, or a reader
//! has to search for them.

/// Updates of a file that are followed, from the last one back.
const MOST_UPDATES: usize = 256;

/// Whether `startxref` leads to a table whose entries lead to objects, or to a cross-reference stream,
/// and the file begins with its header.
pub(crate) fn is_sound(bytes: &[u8]) -> bool {
    // Offsets count from the header, which junk may stand before.
    let header = memchr::memmem::find(bytes, b"%PDF-").unwrap_or(0);
    let Some(mut offset) = memchr::memmem::rfind(bytes, b"startxref")
        .and_then(|at| number(bytes.get(at + 9..)?))
        .map(|(offset, _)| offset)
    else {
        return false;
    };
    let mut seen = Vec::new();
    while seen.len() < MOST_UPDATES && !seen.contains(&offset) {
        seen.push(offset);
        match section(bytes, offset, header) {
            Section::Table { previous } => match previous {
                Some(previous) => offset = previous,
                None => return true,
            },
            Section::Stream => return true,
            Section::None => return false,
        }
    }
    false
}

/// What stands where cross-reference data is said to be.
enum Section {
    /// A table whose entries lead to objects, and the place of the one before it.
    Table {
        previous: Option<usize>,
    },
    Stream,
    None,
}

fn section(bytes: &[u8], offset: usize, header: usize) -> Section {
    for start in [offset, offset.saturating_add(header)] {
        let target = bytes.get(start..).unwrap_or_default().trim_ascii_start();
        if let Some(table) = target.strip_prefix(b"xref") {
            return entries_lead_to_objects(bytes, table, header)
                .map_or(Section::None, |previous| Section::Table { previous });
        }
        if is_object(target) {
            return Section::Stream;
        }
    }
    Section::None
}

/// Reads a table; the outer `None` where it is damaged, the inner where no table comes before it.
fn entries_lead_to_objects(bytes: &[u8], mut table: &[u8], header: usize) -> Option<Option<usize>> {
    /// Where `/Prev` stands in a trailer at the latest.
    const TRAILER: usize = 4096;
    loop {
        table = table.trim_ascii_start();
        if let Some(trailer) = table.strip_prefix(b"trailer") {
            let near = trailer.get(..trailer.len().min(TRAILER)).unwrap_or(trailer);
            let end = memchr::memmem::find(near, b"startxref").unwrap_or(near.len());
            let near = near.get(..end).unwrap_or_default();
            let previous = memchr::memmem::find(near, b"/Prev")
                .and_then(|at| number(near.get(at + 5..)?))
                .map(|(offset, _)| offset);
            return Some(previous);
        }
        let (_, rest) = number(table)?;
        let (count, rest) = number(rest)?;
        table = rest;
        for _ in 0..count {
            let (offset, rest) = number(table)?;
            let (_, rest) = number(rest)?;
            let rest = rest.trim_ascii_start();
            let used = match rest.first()? {
                b'n' => true,
                b'f' => false,
                _ => return None,
            };
            table = rest.get(1..).unwrap_or_default();
            // Offset 0 is written for objects that are not there.
            let leads = || {
                [offset, offset.saturating_add(header)]
                    .iter()
                    .any(|&at| is_object(bytes.get(at..).unwrap_or_default().trim_ascii_start()))
            };
            if used && offset != 0 && !leads() {
                return None;
            }
        }
    }
}

/// `12 0 obj`
fn is_object(bytes: &[u8]) -> bool {
    number(bytes)
        .and_then(|(_, rest)| number(rest))
        .is_some_and(|(_, rest)| rest.trim_ascii_start().starts_with(b"obj"))
}

/// A whole number and what stands behind it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let length = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at_checked(length)?;
    let value = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one object with a table that has this entry and trailer.
    fn file(entry: &str, trailer: &str) -> Vec<u8> {
        let body = "%PDF-1.7\n1 0 obj\nnull\nendobj\n";
        let at = body.len();
        format!(
            "{body}xref\n0 2\n0000000000 65535 f \n{entry} 00000 n \ntrailer\n<< {trailer} >>\n\
             startxref\n{at}\n%%EOF"
        )
        .into_bytes()
    }

    #[test]
    fn entries_must_lead_to_objects() {
        assert!(is_sound(&file("0000000009", "")));
        assert!(is_sound(
            &[b"junk\n".as_slice(), &file("0000000009", "")].concat()
        ));
        assert!(!is_sound(&file("0000000012", "")));
        assert!(!is_sound(&file("00000000x9", "")));
        assert!(!is_sound(&file("0000000009", "/Prev 99999")));
        // A chain that comes back to itself never ends.
        assert!(!is_sound(&file("0000000009", "/Prev 29")));
        assert!(!is_sound(b"%PDF-1.7\nstartxref\n99999999999999999999\n"));
    }
}
