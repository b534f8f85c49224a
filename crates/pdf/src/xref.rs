//! Whether a file's cross-reference data (ISO 32000-2, 7.5.4, 7.5.8) leads to its objects, or a reader
//! has to search for them, and what updates have removed.

use std::collections::{BTreeMap, BTreeSet};

/// Updates of a file that are followed, from the last one back.
const MOST_UPDATES: usize = 256;

/// Whether `startxref` leads to a table whose entries lead to objects, or to a cross-reference stream,
/// and the file begins with its header.
pub(crate) fn is_sound(bytes: &[u8]) -> bool {
    let header = header(bytes);
    // Offset 0 is written for objects that are not there.
    let leads = |entry: &Entry| {
        !entry.used
            || entry.offset == 0
            || [entry.offset, entry.offset.saturating_add(header)]
                .iter()
                .any(|&at| is_object(bytes.get(at..).unwrap_or_default().trim_ascii_start()))
    };
    let mut next = start(bytes);
    let mut seen = Vec::new();
    while let Some(offset) = next.filter(|at| seen.len() < MOST_UPDATES && !seen.contains(at)) {
        seen.push(offset);
        match section(bytes, offset, header) {
            Section::Table(table) if table.entries.iter().all(leads) => match table.previous {
                Some(previous) => next = Some(previous),
                None => return true,
            },
            Section::Stream => return true,
            Section::Table(_) | Section::None => return false,
        }
    }
    false
}

/// The objects that an update has removed (7.5.6): their last entry is a free one, an earlier one leads to
/// an object. Only tables are looked through.
pub(crate) fn removed(bytes: &[u8]) -> BTreeSet<u32> {
    let header = header(bytes);
    let mut last: BTreeMap<u32, bool> = BTreeMap::new();
    let mut removed = BTreeSet::new();
    let mut next = start(bytes);
    let mut seen = Vec::new();
    while let Some(offset) = next.filter(|at| seen.len() < MOST_UPDATES && !seen.contains(at)) {
        seen.push(offset);
        let Section::Table(table) = section(bytes, offset, header) else {
            break;
        };
        for entry in table.entries {
            if !*last.entry(entry.number).or_insert(entry.used) && entry.used {
                removed.insert(entry.number);
            }
        }
        next = table.previous;
    }
    removed
}

/// Offsets count from the header, which junk may stand before.
fn header(bytes: &[u8]) -> usize {
    memchr::memmem::find(bytes, b"%PDF-").unwrap_or(0)
}

/// Where the last cross-reference data stands.
fn start(bytes: &[u8]) -> Option<usize> {
    let at = memchr::memmem::rfind(bytes, b"startxref")?;
    number(bytes.get(at + 9..)?).map(|(offset, _)| offset)
}

/// What stands where cross-reference data is said to be.
enum Section {
    Table(Table),
    Stream,
    None,
}

/// A cross-reference table (7.5.4).
struct Table {
    entries: Vec<Entry>,
    /// The place of the one before it.
    previous: Option<usize>,
}

struct Entry {
    number: u32,
    offset: usize,
    used: bool,
}

fn section(bytes: &[u8], offset: usize, header: usize) -> Section {
    for start in [offset, offset.saturating_add(header)] {
        let target = bytes.get(start..).unwrap_or_default().trim_ascii_start();
        if let Some(rest) = target.strip_prefix(b"xref") {
            return table(rest).map_or(Section::None, Section::Table);
        }
        if is_object(target) {
            return Section::Stream;
        }
    }
    Section::None
}

/// Reads a table; `None` where it is damaged.
fn table(mut rest: &[u8]) -> Option<Table> {
    /// Where `/Prev` stands in a trailer at the latest.
    const TRAILER: usize = 4096;
    let mut entries = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        if let Some(trailer) = rest.strip_prefix(b"trailer") {
            let near = trailer.get(..trailer.len().min(TRAILER)).unwrap_or(trailer);
            let end = memchr::memmem::find(near, b"startxref").unwrap_or(near.len());
            let near = near.get(..end).unwrap_or_default();
            let previous = memchr::memmem::find(near, b"/Prev")
                .and_then(|at| number(near.get(at + 5..)?))
                .map(|(offset, _)| offset);
            return Some(Table { entries, previous });
        }
        let (first, after) = number(rest)?;
        let (count, after) = number(after)?;
        rest = after;
        for index in 0..count {
            let (offset, after) = number(rest)?;
            let (_, after) = number(after)?;
            let after = after.trim_ascii_start();
            let used = match after.first()? {
                b'n' => true,
                b'f' => false,
                _ => return None,
            };
            rest = after.get(1..).unwrap_or_default();
            let number = u32::try_from(first.checked_add(index)?).ok()?;
            entries.push(Entry {
                number,
                offset,
                used,
            });
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
    fn what_an_update_frees_is_removed() {
        let first = file("0000000009", "");
        let update = |kind: char| {
            let at = first.len();
            let previous = memchr::memmem::find(&first, b"xref").unwrap();
            let text = format!(
                "xref\n1 1\n0000000000 00001 {kind} \ntrailer\n<</Prev {previous}>>\nstartxref\n{at}\n%%EOF"
            );
            [first.as_slice(), text.as_bytes()].concat()
        };
        assert_eq!(removed(&first), BTreeSet::new());
        assert_eq!(removed(&update('n')), BTreeSet::new());
        assert_eq!(removed(&update('f')), BTreeSet::from([1]));
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
