//! Opens a PDF: what kind of file it is, its password, its metadata, and what was unusual about it.

use std::collections::BTreeSet;

use hayro_syntax::object::{DateTime, Dict, MaybeRef, Object, Stream};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use uip_model::{Finding, Metadata, Origin, Rect};

use crate::error::{ErrorKind, LooksLike};
use crate::unpack::inflated_size;
use crate::xref;
use crate::{Error, Limits, Options};

/// `%PDF-` stands within this many bytes from the beginning (ISO 32000-2, Annex I).
const HEADER_WITHIN: usize = 1024;

/// Opens the file, with the empty password first.
pub(crate) fn open(bytes: &[u8], options: &Options) -> Result<Pdf, Error> {
    let limits = &options.limits;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Error::limit("file_bytes", limits.file_bytes));
    }
    let head = bytes.get(..bytes.len().min(HEADER_WITHIN)).unwrap_or(bytes);
    // A PDF that is stored in an archive is not the file.
    if memchr::memmem::find(head, b"%PDF-").is_none() || bytes.starts_with(b"PK\x03\x04") {
        return Err(Error::new(ErrorKind::NotAPdf {
            looks_like: LooksLike::of(bytes),
        }));
    }
    check_structure_streams(bytes, limits)?;
    let given = options.password.as_deref();
    let load = |bytes: &[u8]| match (Pdf::new(bytes.to_vec()), given) {
        (Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)), Some(password)) => {
            Pdf::new_with_password(bytes.to_vec(), password)
        }
        (outcome, _) => outcome,
    };
    let mut loaded = load(bytes);
    // A page whose boxes are no numbers is not seen at all.
    let all_there = loaded
        .as_ref()
        .is_ok_and(|pdf| !pdf.pages().is_empty() && said_pages(pdf) <= pdf.pages().len() as u64);
    if !all_there
        && let Some(plain) = with_plain_boxes(bytes)
        && let Ok(again) = load(&plain)
        && loaded
            .as_ref()
            .map_or(true, |pdf| pdf.pages().len() < again.pages().len())
    {
        loaded = Ok(again);
    }
    let pdf = loaded.map_err(|error| {
        Error::new(match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
                ErrorKind::PasswordNeeded {
                    given: given.is_some(),
                }
            }
            LoadPdfError::Decryption(_) => ErrorKind::UnsupportedEncryption,
            LoadPdfError::Invalid => unreadable(bytes),
        })
    })?;
    if pdf.len() as u64 > limits.objects {
        return Err(Error::limit("objects", limits.objects));
    }
    if pdf.pages().len() as u64 > limits.pages {
        return Err(Error::limit("pages", limits.pages));
    }
    if pdf.pages().is_empty() {
        return Err(Error::new(unreadable(bytes)));
    }
    Ok(pdf)
}

/// What is wrong with a file that has a header and no page: it may only speak of PDFs.
fn unreadable(bytes: &[u8]) -> ErrorKind {
    match LooksLike::of(bytes) {
        looks_like @ (LooksLike::Html | LooksLike::Xml | LooksLike::Rtf) => {
            ErrorKind::NotAPdf { looks_like }
        }
        _ => ErrorKind::Damaged,
    }
}

/// How many PDFs follow each other in the file: headers that stand right behind an end.
fn joined_files(bytes: &[u8]) -> usize {
    const END: &[u8] = b"%%EOF";
    let begins = |at: &usize| {
        let rest = bytes.get(at + END.len()..).unwrap_or_default();
        rest.trim_ascii_start().starts_with(b"%PDF-")
    };
    1 + memchr::memmem::find_iter(bytes, END).filter(begins).count()
}

/// The number of pages that the root of the page tree states; 0 where it states none.
fn said_pages(pdf: &Pdf) -> u64 {
    pdf.xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .and_then(|catalogue| catalogue.get::<Dict<'_>>("Pages"))
        .and_then(|pages| pages.get::<i64>("Count"))
        .and_then(|count| u64::try_from(count).ok())
        .unwrap_or(0)
}

/// Whether the catalogue leads to a page tree; else the pages were found by searching.
fn has_page_tree(pdf: &Pdf) -> bool {
    pdf.xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .and_then(|catalogue| catalogue.get::<Dict<'_>>("Pages"))
        .is_some_and(|pages| pages.contains_key("Kids") || pages.contains_key("Contents"))
}

/// The file with `0` for what is no number in a page's boxes (`nan`, `1e38`), of the same length;
/// `None` where all are numbers.
fn with_plain_boxes(bytes: &[u8]) -> Option<Vec<u8>> {
    /// Four numbers or references take less.
    const LONGEST: usize = 256;
    let plain = |token: &[u8]| token == b"R" || token.iter().all(|b| b"+-.0123456789".contains(b));
    let mut changed: Option<Vec<u8>> = None;
    for name in [b"/MediaBox".as_slice(), b"/CropBox".as_slice()] {
        for at in memchr::memmem::find_iter(bytes, name) {
            let rest = bytes.get(at + name.len()..).unwrap_or_default();
            let near = rest.get(..rest.len().min(LONGEST)).unwrap_or(rest);
            let (Some(open), Some(close)) =
                (memchr::memchr(b'[', near), memchr::memchr(b']', near))
            else {
                continue;
            };
            let between = near.get(open + 1..close).unwrap_or_default();
            let mut start = at + name.len() + open + 1;
            for token in between.split(u8::is_ascii_whitespace) {
                if !plain(token) {
                    let changed = changed.get_or_insert_with(|| bytes.to_vec());
                    if let Some(place) = changed.get_mut(start..start + token.len()) {
                        place.fill(b' ');
                        if let Some(first) = place.first_mut() {
                            *first = b'0';
                        }
                    }
                }
                start += token.len() + 1;
            }
        }
    }
    changed
}

/// Object and cross-reference streams are unpacked by `hayro` without a limit while it opens the
/// file, so those that are long enough to be a trap are tried here first.
fn check_structure_streams(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    /// Deflate makes data at most this many times smaller.
    const DEFLATE_RATIO: u64 = 1032;
    /// From the type's name to the `stream` keyword.
    const DICTIONARY: usize = 4096;
    for name in [b"/ObjStm".as_slice(), b"/XRef".as_slice()] {
        for at in memchr::memmem::find_iter(bytes, name) {
            let rest = bytes.get(at..).unwrap_or_default();
            let near = rest.get(..rest.len().min(DICTIONARY)).unwrap_or(rest);
            let Some(keyword) = memchr::memmem::find(near, b"stream") else {
                continue;
            };
            let data = rest.get(keyword + 6..).unwrap_or_default();
            let end = memchr::memmem::find(data, b"endstream").unwrap_or(data.len());
            if end as u64 <= limits.stream_bytes / DEFLATE_RATIO {
                continue;
            }
            let data = data.get(..end).unwrap_or_default();
            let data = data
                .strip_prefix(b"\r\n")
                .or_else(|| data.strip_prefix(b"\n"))
                .unwrap_or(data);
            if inflated_size(data, limits.stream_bytes).is_none() {
                return Err(Error::limit("stream_bytes", limits.stream_bytes));
            }
        }
    }
    Ok(())
}

/// The entries of the document information dictionary that matter here.
pub(crate) fn metadata(pdf: &Pdf) -> Metadata {
    let known = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| {
        bytes
            .as_deref()
            .map(text_string)
            .filter(|text| !text.is_empty())
    };
    Metadata {
        title: text(&known.title),
        producer: text(&known.producer),
        creator: text(&known.creator),
        created: known.creation_date.as_ref().map(rfc_3339),
    }
}

/// A text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 by its mark, else PDFDocEncoding, which
/// is Latin-1 for all that Danish producers write. Controls are dropped, space is trimmed.
pub(crate) fn text_string(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes
            .chunks_exact(2)
            .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
            .map(unit);
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect::<String>()
    };
    let text = if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        utf16(rest, u16::from_be_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        utf16(rest, u16::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        String::from_utf8_lossy(rest).into_owned()
    } else if bytes.is_ascii() || std::str::from_utf8(bytes).is_err() {
        bytes.iter().map(|&byte| char::from(byte)).collect()
    } else {
        // Not allowed before PDF 2.0 without a mark, but written.
        String::from_utf8_lossy(bytes).into_owned()
    };
    let shown: String = text.chars().filter(|c| !c.is_control()).collect();
    shown.trim().to_owned()
}

fn rfc_3339(date: &DateTime) -> String {
    let offset = match (date.utc_offset_hour, date.utc_offset_minute) {
        (0, 0) => "Z".to_owned(),
        (hour, minute) => format!(
            "{}{:02}:{minute:02}",
            if hour < 0 { '-' } else { '+' },
            hour.unsigned_abs()
        ),
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{offset}",
        date.year, date.month, date.day, date.hour, date.minute, date.second
    )
}

/// Findings about the file as a whole.
pub(crate) fn findings(bytes: &[u8], pdf: &Pdf) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !xref::is_sound(bytes) || !has_page_tree(pdf) {
        findings.push(Finding::new("pdf_repaired", Vec::new()));
    }
    let (said, found) = (said_pages(pdf), pdf.pages().len() as u64);
    if said > found {
        findings.push(
            Finding::new("pdf_pages_missing", Vec::new())
                .arg("said", said)
                .arg("found", found),
        );
    }
    let joined = joined_files(bytes);
    if joined > 1 {
        findings.push(Finding::new("pdf_joined", Vec::new()).arg("files", joined));
    }
    let removed = xref::removed(bytes);
    if !removed.is_empty() {
        findings.extend(pages_of_removed(pdf, &removed));
    }
    if copy_protection(bytes) == Some(true) {
        findings.push(Finding::new("pdf_copy_protected", Vec::new()));
    }
    if has_xfa(pdf) {
        findings.push(Finding::new("pdf_xfa_form", Vec::new()));
    }
    findings
}

/// The pages whose content an update has removed and a reader may still find.
fn pages_of_removed(pdf: &Pdf, removed: &BTreeSet<u32>) -> Vec<Finding> {
    let is_removed = |object: MaybeRef<Object<'_>>| match object {
        MaybeRef::Ref(reference) => removed.contains(&reference.obj_number),
        MaybeRef::NotRef(Object::Array(parts)) => parts
            .raw_iter()
            .any(|part| matches!(part, MaybeRef::Ref(part) if removed.contains(&part.obj_number))),
        MaybeRef::NotRef(_) => false,
    };
    pdf.pages()
        .iter()
        .zip(1_u32..)
        .filter(|(page, _)| {
            page.raw()
                .get_raw::<Object<'_>>("Contents")
                .is_some_and(is_removed)
        })
        .map(|(_, number)| {
            let bbox = Rect::default();
            let origin = Origin { page: number, bbox };
            Finding::new("pdf_content_removed", vec![origin]).arg("page", number)
        })
        .collect()
}

/// For an encrypted file, whether its permissions forbid copying text (ISO 32000-2, table 22,
/// bit 5); `None` if it is not encrypted.
fn copy_protection(bytes: &[u8]) -> Option<bool> {
    /// Bit 5, counted from 1.
    const COPY: i64 = 1 << 4;
    /// The encryption dictionary's length.
    const DICTIONARY: usize = 2048;
    memchr::memmem::rfind(bytes, b"/Encrypt")?;
    // The dictionary is never encrypted and stands in the file as text: its security handler is
    // named, and its permissions stand near.
    let at = memchr::memmem::find(bytes, b"/Standard")?;
    let near = bytes
        .get(at.saturating_sub(DICTIONARY)..bytes.len().min(at + DICTIONARY))
        .unwrap_or_default();
    let permissions = memchr::memmem::find_iter(near, b"/P").find_map(|place| {
        let value = near.get(place + 2..)?;
        let value = value.trim_ascii_start();
        let length = value
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b'-')
            .count();
        std::str::from_utf8(value.get(..length)?)
            .ok()?
            .parse::<i64>()
            .ok()
    })?;
    Some(permissions & COPY == 0)
}

/// Whether the file is an XFA form (ISO 32000-1, 12.7.8), whose pages say only that another
/// program is needed.
fn has_xfa(pdf: &Pdf) -> bool {
    pdf.xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .and_then(|catalogue| catalogue.get::<Dict<'_>>("AcroForm"))
        .and_then(|form| form.get::<Object<'_>>("XFA"))
        .is_some_and(|xfa| match xfa {
            Object::Array(parts) => parts.iter::<Stream<'_>>().next().is_some(),
            Object::Stream(_) => true,
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings() {
        assert_eq!(text_string("  Udmøntning ".as_bytes()), "Udmøntning");
        assert_eq!(text_string(b"Udm\xF8ntning"), "Udmøntning");
        assert_eq!(text_string(b"\xFE\xFF\0A\x00\xE6"), "Aæ");
        assert_eq!(text_string(b"\xFF\xFEA\0\xE6\0"), "Aæ");
        assert_eq!(text_string(b"\xEF\xBB\xBF\xC3\xA5"), "å");
        assert_eq!(text_string(b"a\0b"), "ab");
    }

    #[test]
    fn dates() {
        let date = DateTime {
            year: 2022,
            month: 1,
            day: 31,
            hour: 12,
            minute: 5,
            second: 9,
            utc_offset_hour: 1,
            utc_offset_minute: 0,
        };
        assert_eq!(rfc_3339(&date), "2022-01-31T12:05:09+01:00");
        let utc = DateTime {
            utc_offset_hour: 0,
            ..date
        };
        assert_eq!(rfc_3339(&utc), "2022-01-31T12:05:09Z");
    }
}
