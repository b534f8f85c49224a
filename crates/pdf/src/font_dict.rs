//! What a font's dictionaries say of it (ISO 32000-2, 9.6 to 9.10): name, style, heights, encoding,
//! and which characters its codes stand for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hayro_interpret::hayro_cmap;
use hayro_syntax::object::{Array, Dict, Name, Object};

use crate::Error;
use crate::encoding::Encoding;
use crate::limits::Account;
use crate::symbols::SymbolFont;
use crate::unpack::unpack;

/// The name without `ABCDEF+` (ISO 32000-2, 9.9.2).
pub(crate) fn without_subset_tag(name: &str) -> &str {
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => rest,
        _ => name,
    }
}

/// `Flags` bits (ISO 32000-2, table 121).
const ITALIC: u32 = 1 << 6;
const SYMBOLIC: u32 = 1 << 2;
const FORCE_BOLD: u32 = 1 << 18;

pub(crate) fn is_bold(name: &str, flags: u32, descriptor: &Dict<'_>) -> bool {
    /// `FontWeight` of a semi-bold face.
    const SEMI_BOLD: f32 = 600.0;
    let name = name.to_ascii_lowercase();
    ["bold", "black", "heavy", "demi"]
        .iter()
        .any(|part| name.contains(part))
        || flags & FORCE_BOLD != 0
        || descriptor
            .get::<f32>("FontWeight")
            .is_some_and(|weight| weight >= SEMI_BOLD)
}

pub(crate) fn is_italic(name: &str, flags: u32, descriptor: &Dict<'_>) -> bool {
    let name = name.to_ascii_lowercase();
    ["italic", "oblique"].iter().any(|part| name.contains(part))
        || flags & ITALIC != 0
        || descriptor
            .get::<f32>("ItalicAngle")
            .is_some_and(|angle| angle.abs() >= 1.0)
}

/// Ascent and descent in em. Many producers write zeros or the font's box, so values outside of
/// what text fonts have give way to common ones.
pub(crate) fn heights(descriptor: &Dict<'_>) -> (f32, f32) {
    const ASCENT: (f32, f32, f32) = (0.6, 0.8, 1.1);
    const DESCENT: (f32, f32, f32) = (0.1, 0.2, 0.4);
    let em = |key: &str| descriptor.get::<f32>(key).unwrap_or(0.0).abs() / 1000.0;
    let usual = |value: f32, (least, common, most): (f32, f32, f32)| {
        if (least..=most).contains(&value) {
            value
        } else {
            common
        }
    };
    (usual(em("Ascent"), ASCENT), usual(em("Descent"), DESCENT))
}

/// The base encoding and the differences of a simple font (ISO 32000-2, 9.6.5).
pub(crate) fn encoding(
    dict: &Dict<'_>,
    flags: u32,
    symbol: Option<SymbolFont>,
    true_type: bool,
    descriptor: &Dict<'_>,
) -> (Option<Encoding>, BTreeMap<u8, String>) {
    let mut differences = BTreeMap::new();
    let mut base = None;
    match dict.get::<Object<'_>>("Encoding") {
        Some(Object::Name(name)) => base = Encoding::by_name(&name),
        Some(Object::Dict(encoding)) => {
            base = encoding
                .get::<Name<'_>>("BaseEncoding")
                .and_then(|name| Encoding::by_name(&name));
            let mut code = 0u32;
            for item in encoding
                .get::<Array<'_>>("Differences")
                .iter()
                .flat_map(Array::iter::<Object<'_>>)
            {
                match item {
                    Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or(256),
                    Object::Name(name) => {
                        if let Ok(byte) = u8::try_from(code) {
                            differences.insert(byte, name.as_str().to_owned());
                        }
                        code = code.saturating_add(1);
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
    let embedded = ["FontFile", "FontFile2", "FontFile3"]
        .iter()
        .any(|key| descriptor.contains_key(key));
    if base.is_none() && symbol.is_none() && (!embedded || flags & SYMBOLIC == 0) {
        if true_type {
            base = Some(Encoding::WinAnsi);
        } else if !embedded {
            base = Some(Encoding::Standard);
        }
    }
    (base, differences)
}

pub(crate) fn to_unicode(
    dict: &Dict<'_>,
    account: &mut Account<'_>,
) -> Result<Option<hayro_cmap::CMap>, Error> {
    match dict.get::<Object<'_>>("ToUnicode") {
        Some(Object::Stream(stream)) => {
            let text = unpack(&stream, account)?.data;
            account.cmap(text.len())?;
            let text = with_unknown_said(&text);
            Ok(hayro_cmap::CMap::parse(&text, hayro_cmap::load_embedded))
        }
        // Identity-H as ToUnicode: the codes are Unicode.
        Some(Object::Name(name)) => Ok(hayro_cmap::load_embedded(
            hayro_cmap::CMapName::from_bytes(&name),
        )
        .and_then(|data| hayro_cmap::CMap::parse(data, hayro_cmap::load_embedded))),
        _ => Ok(None),
    }
}

/// The replacement character as a character map writes it.
const UNKNOWN: &[u8] = b"<FFFD>";

/// A character map whose glyphs without a character have the replacement character, which is reported.
/// WeasyPrint writes `<13b1> <>` for a ligature with a soft hyphen in it; the parser would give up on
/// the whole map.
fn with_unknown_said(map: &[u8]) -> Cow<'_, [u8]> {
    let is_empty = |at: usize| {
        map.get(at..at + 2) == Some(b"<>".as_slice())
            && at.checked_sub(1).and_then(|i| map.get(i)) != Some(&b'<')
            && map.get(at + 2) != Some(&b'>')
    };
    if !(0..map.len()).any(is_empty) {
        return Cow::Borrowed(map);
    }
    let mut out = Vec::with_capacity(map.len() + UNKNOWN.len());
    let mut at = 0;
    while let Some(&byte) = map.get(at) {
        if is_empty(at) {
            out.extend_from_slice(UNKNOWN);
            at += 2;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_without_a_character_does_not_spoil_the_map() {
        let map = b"<< /Registry (Adobe) >> 2 beginbfchar <13b1> <> <0044> <0061> endbfchar <<>>";
        let want =
            b"<< /Registry (Adobe) >> 2 beginbfchar <13b1> <FFFD> <0044> <0061> endbfchar <<>>";
        assert_eq!(with_unknown_said(map).as_ref(), want);
        assert!(matches!(
            with_unknown_said(b"<0044> <0061>"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn names_lose_their_subset_tag() {
        assert_eq!(without_subset_tag("ABCDEF+Calibri-Bold"), "Calibri-Bold");
        assert_eq!(without_subset_tag("A+B"), "A+B");
        assert_eq!(without_subset_tag("abcdef+Calibri"), "abcdef+Calibri");
    }

    #[test]
    fn styles_by_name() {
        let none = Dict::empty();
        for (name, bold, italic) in [
            ("Calibri-BoldItalic", true, true),
            ("Arial,Bold", true, false),
            ("Helvetica-Oblique", false, true),
            ("SourceSans3-Semibold", true, false),
            ("Calibri", false, false),
        ] {
            assert_eq!(is_bold(name, 0, &none), bold, "{name}");
            assert_eq!(is_italic(name, 0, &none), italic, "{name}");
        }
        assert!(is_bold("F1", FORCE_BOLD, &none));
        assert!(is_italic("F1", ITALIC, &none));
    }
}
