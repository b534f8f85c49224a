//! How a font's strings are cut into character codes, and how wide each code is (ISO 32000-2,
//! 9.2.4, 9.7.4.3, 9.7.6).

use hayro_interpret::hayro_cmap::{self, CMap, CMapName};
use hayro_syntax::object::{Array, Dict, Object};

use crate::Error;
use crate::limits::Account;
use crate::unpack::unpack;

/// How strings are cut into codes.
#[derive(Debug)]
pub(crate) enum Codes {
    /// One byte each: simple fonts.
    Single,
    /// Two bytes each, the code being the CID: `Identity-H`, which nearly all producers use.
    TwoBytes,
    /// As a character map says.
    Map(Box<CMap>),
}

impl Codes {
    /// The encoding of a composite font.
    pub(crate) fn read(dict: &Dict<'_>, account: &mut Account<'_>) -> Result<Self, Error> {
        let map = match dict.get::<Object<'_>>("Encoding") {
            Some(Object::Name(name)) => match CMapName::from_bytes(&name) {
                CMapName::IdentityH | CMapName::IdentityV => None,
                known => hayro_cmap::load_embedded(known)
                    .and_then(|data| CMap::parse(data, hayro_cmap::load_embedded)),
            },
            Some(Object::Stream(stream)) => {
                let text = unpack(&stream, account)?.data;
                account.cmap(text.len())?;
                CMap::parse(&text, hayro_cmap::load_embedded)
            }
            _ => None,
        };
        Ok(map.map_or(Self::TwoBytes, |map| Self::Map(Box::new(map))))
    }

    /// The first code of the bytes and its length; `None` at the end.
    pub(crate) fn next(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let first = u32::from(*bytes.first()?);
        match self {
            Self::Single => Some((first, 1)),
            Self::TwoBytes => Some(match bytes.get(1) {
                Some(&second) => (first << 8 | u32::from(second), 2),
                None => (first, 1),
            }),
            Self::Map(map) => {
                let mut code = 0;
                for (length, &byte) in (1u8..=4).zip(bytes) {
                    code = code << 8 | u32::from(byte);
                    if map.lookup_cid_code(code, length).is_some() {
                        return Some((code, usize::from(length)));
                    }
                }
                Some((0, 1))
            }
        }
    }

    /// The CID of a code; a simple font's code itself.
    pub(crate) fn cid(&self, code: u32) -> u32 {
        match self {
            Self::Single | Self::TwoBytes => code,
            Self::Map(map) => (1..=4)
                .find_map(|length| map.lookup_cid_code(code, length))
                .unwrap_or(0),
        }
    }

    /// Unicode by CID, for the character collections that Adobe has defined.
    pub(crate) fn to_unicode(&self) -> Option<CMap> {
        let Self::Map(map) = self else { return None };
        let collection = map.metadata().character_collection.as_ref()?;
        let data = hayro_cmap::load_embedded(collection.family.ucs2_cmap()?)?;
        CMap::parse(data, hayro_cmap::load_embedded)
    }
}

/// The widths of a font in em.
#[derive(Debug)]
pub(crate) enum Widths {
    /// A simple font's `Widths` from `FirstChar` on.
    Simple {
        first: u32,
        widths: Vec<f32>,
        missing: f32,
    },
    /// A composite font's `W`, sorted by first CID, and `DW`.
    Composite { runs: Vec<Run>, default: f32 },
    /// The font has no widths: one of the standard 14.
    None,
}

/// Widths of consecutive CIDs.
#[derive(Debug)]
pub(crate) struct Run {
    first: u32,
    last: u32,
    /// One for all, or one each.
    widths: Vec<f32>,
}

/// Widths are given in thousandths of an em.
const EM: f32 = 1000.0;

impl Widths {
    pub(crate) fn simple(
        dict: &Dict<'_>,
        descriptor: &Dict<'_>,
        account: &Account<'_>,
    ) -> Result<Self, Error> {
        let Some(array) = dict.get::<Array<'_>>("Widths") else {
            return Ok(Self::None);
        };
        // A Type 3 font's widths are in its own glyph space.
        let unit = dict
            .get::<Array<'_>>("FontMatrix")
            .and_then(|matrix| matrix.iter::<f32>().next())
            .unwrap_or(1.0 / EM);
        let widths: Vec<f32> = array
            .iter::<f32>()
            .take(count_limit(account))
            .map(|width| width * unit)
            .collect();
        if widths.len() as u64 > account.limits.font_widths {
            return Err(Error::limit("font_widths", account.limits.font_widths));
        }
        Ok(Self::Simple {
            first: dict.get::<u32>("FirstChar").unwrap_or(0),
            widths,
            missing: descriptor.get::<f32>("MissingWidth").unwrap_or(0.0) / EM,
        })
    }

    pub(crate) fn composite(descendant: &Dict<'_>, account: &Account<'_>) -> Result<Self, Error> {
        let mut runs = Vec::new();
        let mut entries = 0;
        if let Some(array) = descendant.get::<Array<'_>>("W") {
            let mut items = array.iter::<Object<'_>>();
            while let Some(Object::Number(first)) = items.next() {
                let first = u32::try_from(first.as_i64()).unwrap_or(u32::MAX);
                let run = match items.next() {
                    Some(Object::Array(list)) => {
                        let widths: Vec<f32> = list
                            .iter::<f32>()
                            .take(count_limit(account))
                            .map(|width| width / EM)
                            .collect();
                        let last = u32::try_from(widths.len()).unwrap_or(u32::MAX);
                        Run {
                            first,
                            last: first.saturating_add(last).saturating_sub(1),
                            widths,
                        }
                    }
                    Some(Object::Number(last)) => {
                        let Some(Object::Number(width)) = items.next() else {
                            break;
                        };
                        Run {
                            first,
                            last: u32::try_from(last.as_i64()).unwrap_or(u32::MAX),
                            widths: vec![width.as_f32() / EM],
                        }
                    }
                    _ => break,
                };
                entries += run.widths.len() + 1;
                if entries as u64 > account.limits.font_widths {
                    return Err(Error::limit("font_widths", account.limits.font_widths));
                }
                runs.push(run);
            }
        }
        runs.sort_by_key(|run| run.first);
        Ok(Self::Composite {
            runs,
            default: descendant.get::<f32>("DW").unwrap_or(EM) / EM,
        })
    }

    /// The advance of a code or CID; `None` where the font does not say.
    pub(crate) fn advance(&self, code: u32) -> Option<f32> {
        match self {
            Self::Simple {
                first,
                widths,
                missing,
            } => Some(
                code.checked_sub(*first)
                    .and_then(|index| widths.get(index as usize).copied())
                    .unwrap_or(*missing),
            ),
            Self::Composite { runs, default } => {
                let after = runs.partition_point(|run| run.first <= code);
                let run = after.checked_sub(1).and_then(|index| runs.get(index));
                Some(
                    run.filter(|run| code <= run.last)
                        .and_then(|run| match run.widths.as_slice() {
                            [one] => Some(*one),
                            each => each.get((code - run.first) as usize).copied(),
                        })
                        .unwrap_or(*default),
                )
            }
            Self::None => None,
        }
    }
}

/// One more than may be there, so that too many are seen.
fn count_limit(account: &Account<'_>) -> usize {
    usize::try_from(account.limits.font_widths)
        .unwrap_or(usize::MAX)
        .saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use hayro_syntax::object::FromBytes;

    fn widths(dict: &'static [u8]) -> Result<Widths, Error> {
        let limits = Limits::default();
        Widths::composite(&Dict::from_bytes(dict).unwrap(), &Account::new(&limits))
    }

    #[test]
    fn composite_widths() {
        let widths = widths(b"<< /DW 500 /W [10 20 600 3 [100 200] 30 [700]] >>").unwrap();
        for (cid, width) in [
            (2, 0.5),
            (3, 0.1),
            (4, 0.2),
            (5, 0.5),
            (10, 0.6),
            (20, 0.6),
            (21, 0.5),
            (30, 0.7),
        ] {
            assert_eq!(widths.advance(cid), Some(width), "{cid}");
        }
    }

    #[test]
    fn a_range_of_four_billion_codes_costs_nothing() {
        let widths = widths(b"<< /W [0 4294967295 250] >>").unwrap();
        assert_eq!(widths.advance(65_535), Some(0.25));
    }

    #[test]
    fn two_byte_codes() {
        assert_eq!(Codes::TwoBytes.next(&[1, 2, 3]), Some((258, 2)));
        assert_eq!(Codes::TwoBytes.next(&[3]), Some((3, 1)));
        assert_eq!(Codes::Single.next(&[3, 4]), Some((3, 1)));
        assert_eq!(Codes::Single.next(&[]), None);
    }
}
