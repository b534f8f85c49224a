//! Which glyphs of an embedded TrueType program (ISO 32000-2, 9.9; OpenType, `cmap`) are digits, by the
//! program's own table: a character map that says otherwise shows one figure and means another.

use hayro_syntax::object::{Array, Dict, Object, Stream};

use crate::Error;
use crate::limits::Account;
use crate::unpack::{beginning, unpack};

/// The characters that numbers are made of.
const FIGURES: [char; 12] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ',', '.'];

/// Bytes that the list of a font's tables takes at most: 30 of 16 bytes, and what comes before.
const LIST_OF_TABLES: usize = 512;

pub(crate) fn is_figure(character: char) -> bool {
    FIGURES.contains(&character)
}

/// The glyphs of digits and marks in numbers; none where the program does not tell.
#[derive(Debug, Default)]
pub(crate) struct FigureGlyphs {
    /// By CID.
    glyphs: Vec<(u32, char)>,
}

impl FigureGlyphs {
    /// What a CID shows, if that is a digit or a mark.
    pub(crate) fn of(&self, cid: u32) -> Option<char> {
        let found = self.glyphs.iter().find(|(glyph, _)| *glyph == cid)?;
        Some(found.1)
    }

    /// Reads them of a composite font.
    pub(crate) fn read(font: &Dict<'_>, account: &mut Account<'_>) -> Result<Self, Error> {
        let descendant = font
            .get::<Array<'_>>("DescendantFonts")
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
            .unwrap_or_default();
        let descriptor = descendant
            .get::<Dict<'_>>("FontDescriptor")
            .unwrap_or_default();
        let Some(program) = descriptor.get::<Stream<'_>>("FontFile2") else {
            return Ok(Self::default());
        };
        // Most programs in PDFs have no such table, as their list of tables tells.
        let listed = beginning(&program, LIST_OF_TABLES)
            .is_none_or(|list| memchr::memmem::find(&list, b"cmap").is_some());
        if !listed {
            return Ok(Self::default());
        }
        let data = unpack(&program, account)?.data;
        let Some(map) = table(&data, *b"cmap").and_then(unicode_subtable) else {
            return Ok(Self::default());
        };
        let to_glyph = match descendant.get::<Object<'_>>("CIDToGIDMap") {
            Some(Object::Stream(stream)) => Some(unpack(&stream, account)?.data.into_owned()),
            _ => None,
        };
        let glyphs = FIGURES.iter().filter_map(|&figure| {
            let glyph = glyph_of(map, figure as u32).filter(|glyph| *glyph != 0)?;
            let cid = match &to_glyph {
                Some(map) => map
                    .chunks_exact(2)
                    .position(|pair| pair == u16::try_from(glyph).unwrap_or(0).to_be_bytes())
                    .and_then(|cid| u32::try_from(cid).ok())?,
                None => glyph,
            };
            Some((cid, figure))
        });
        Ok(Self {
            glyphs: glyphs.collect(),
        })
    }
}

fn number(data: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = data.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |n, &byte| n << 8 | usize::from(byte)))
}

/// A table of an OpenType font by its tag.
fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    const HEADER: usize = 12;
    const RECORD: usize = 16;
    let count = number(font, 4, 2)?;
    let record = font
        .get(HEADER..)?
        .chunks_exact(RECORD)
        .take(count)
        .find(|record| record.starts_with(&tag))?;
    let (offset, length) = (number(record, 8, 4)?, number(record, 12, 4)?);
    font.get(offset..offset.checked_add(length)?.min(font.len()))
}

/// The subtable for Unicode, or for Windows' symbols.
fn unicode_subtable(cmap: &[u8]) -> Option<&[u8]> {
    const HEADER: usize = 4;
    const RECORD: usize = 8;
    let count = number(cmap, 2, 2)?;
    let records = cmap.get(HEADER..)?.chunks_exact(RECORD).take(count);
    let unicode =
        |record: &&[u8]| matches!(number(record, 0, 4), Some(0..=0xFFFF | 0x3_0001 | 0x3_000A));
    let record = records.clone().find(unicode)?;
    cmap.get(number(record, 4, 4)?..)
}

/// The glyph of a character, by the formats that Unicode subtables have.
fn glyph_of(map: &[u8], character: u32) -> Option<u32> {
    let character = usize::try_from(character).ok()?;
    let glyph = match number(map, 0, 2)? {
        4 => {
            let twice = number(map, 6, 2)?;
            let (ends, starts) = (14, 16 + twice);
            let (deltas, offsets) = (starts + twice, starts + 2 * twice);
            let at = (0..twice)
                .step_by(2)
                .find(|at| number(map, ends + at, 2).is_some_and(|end| end >= character))?;
            let start = number(map, starts + at, 2)?;
            if start > character {
                return None;
            }
            let delta = number(map, deltas + at, 2)?;
            match number(map, offsets + at, 2)? {
                0 => (character + delta) & 0xFFFF,
                offset => {
                    let glyph = number(map, offsets + at + offset + 2 * (character - start), 2)?;
                    if glyph == 0 {
                        0
                    } else {
                        (glyph + delta) & 0xFFFF
                    }
                }
            }
        }
        6 => {
            let first = number(map, 6, 2)?;
            let place = character.checked_sub(first)?;
            (place < number(map, 8, 2)?).then(|| number(map, 10 + 2 * place, 2))??
        }
        12 => {
            let group = map
                .get(16..)?
                .chunks_exact(12)
                .take(number(map, 12, 4)?)
                .find(|group| number(group, 4, 4).is_some_and(|end| end >= character))?;
            let start = number(group, 0, 4)?;
            number(group, 8, 4)? + character.checked_sub(start)?
        }
        _ => return None,
    };
    u32::try_from(glyph).ok()
}
