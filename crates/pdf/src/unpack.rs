//! Unpacks streams under the limits. `hayro` unpacks a stream whole, whatever its size, so the
//! filters that content streams, fonts and character maps have are run here, step by step.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Object, Stream};

use crate::Error;
use crate::limits::Account;

/// First guess at how much larger unpacked data is than packed.
const TYPICAL_RATIO: usize = 4;

/// A stream's data and whether some of it was lost.
pub(crate) struct Unpacked<'a> {
    pub(crate) data: Cow<'a, [u8]>,
    /// The data ends early or a filter is not known.
    pub(crate) damaged: bool,
}

/// The stream's data with its filters (ISO 32000-2, 7.4) undone. Damaged data gives what could be
/// unpacked; image filters give nothing.
///
/// # Errors
/// Only when a limit is hit.
pub(crate) fn unpack<'a>(
    stream: &Stream<'a>,
    account: &mut Account<'_>,
) -> Result<Unpacked<'a>, Error> {
    let filters = stream.filters();
    if filters.len() as u64 > account.limits.filters {
        return Err(Error::limit("filters", account.limits.filters));
    }
    let mut data = stream.raw_data();
    // Filters that the standard does not know are not among those.
    let mut damaged = filters.len() < named_filters(stream.dict()) || is_elsewhere(stream.dict());
    if has_predictor(stream.dict()) || filters.contains(&Filter::LzwDecode) {
        return unpack_by_hayro(stream, &filters, account);
    }
    for filter in &filters {
        let allowance = account.stream_allowance();
        let (next, broken) = match filter {
            Filter::FlateDecode => inflate(&data, allowance),
            Filter::AsciiHexDecode => Some(hex(&data)),
            Filter::Ascii85Decode => Some(base85(&data)),
            Filter::RunLengthDecode => run_length(&data, allowance),
            Filter::Crypt => continue,
            _ => Some((Vec::new(), true)),
        }
        .ok_or_else(|| account.stream_error())?;
        account.unpacked(next.len())?;
        damaged |= broken;
        data = Cow::Owned(next);
    }
    Ok(Unpacked { data, damaged })
}

/// How many filters the dictionary names.
fn named_filters(dict: &Dict<'_>) -> usize {
    match dict
        .get::<Object<'_>>("Filter")
        .or_else(|| dict.get::<Object<'_>>("F"))
    {
        Some(Object::Name(_)) => 1,
        Some(Object::Array(names)) => names.raw_iter().count(),
        _ => 0,
    }
}

/// Whether the data is in another file (ISO 32000-2, 7.3.8.2), which is not looked for.
fn is_elsewhere(dict: &Dict<'_>) -> bool {
    matches!(
        dict.get::<Object<'_>>("F"),
        Some(Object::String(_) | Object::Dict(_))
    )
}

/// The first bytes of a stream, where no more than zlib was used on it.
pub(crate) fn beginning(stream: &Stream<'_>, bytes: usize) -> Option<Vec<u8>> {
    let data = stream.raw_data();
    match stream.filters().as_slice() {
        [] => data.get(..bytes.min(data.len())).map(<[u8]>::to_vec),
        [Filter::FlateDecode] if !has_predictor(stream.dict()) => {
            let mut out = Vec::with_capacity(bytes);
            Decompress::new(true)
                .decompress_vec(&data, &mut out, FlushDecompress::None)
                .ok()?;
            Some(out)
        }
        _ => None,
    }
}

/// Whether any filter has a predictor (ISO 32000-2, 7.4.4.4).
fn has_predictor(dict: &Dict<'_>) -> bool {
    let predicts = |parms: &Dict<'_>| parms.get::<i32>("Predictor").is_some_and(|p| p > 1);
    ["DecodeParms", "DP"].iter().any(|key| {
        dict.get::<Dict<'_>>(key).is_some_and(|p| predicts(&p))
            || dict
                .get::<Array<'_>>(key)
                .is_some_and(|list| list.iter::<Dict<'_>>().any(|p| predicts(&p)))
    })
}

/// Whether rows as the predictors describe them are possible, and no longer than this.
fn has_sound_rows(dict: &Dict<'_>, longest: u64) -> bool {
    let sound = |parms: &Dict<'_>| {
        let value = |key: &str, usual: i64| match parms.get::<i64>(key) {
            Some(value) => u64::try_from(value).ok(),
            None => u64::try_from(usual).ok(),
        };
        let (Some(colours), Some(bits), Some(columns)) = (
            value("Colors", 1),
            value("BitsPerComponent", 8),
            value("Columns", 1),
        ) else {
            return false;
        };
        (1..=32).contains(&colours)
            && matches!(bits, 1 | 2 | 4 | 8 | 16)
            && columns > 0
            && columns.saturating_mul(colours * bits) / 8 <= longest
    };
    ["DecodeParms", "DP"].iter().all(|key| {
        dict.get::<Dict<'_>>(key).is_none_or(|p| sound(&p))
            && dict
                .get::<Array<'_>>(key)
                .is_none_or(|list| list.iter::<Dict<'_>>().all(|p| sound(&p)))
    })
}

/// Streams with LZW or a predictor, which are rare outside images and cross-reference streams: the
/// possible size is bounded first, since `hayro` has no limit of its own.
fn unpack_by_hayro<'a>(
    stream: &Stream<'a>,
    filters: &[Filter],
    account: &mut Account<'_>,
) -> Result<Unpacked<'a>, Error> {
    /// LZW's longest string stands for 4,096 bytes in 12 bits.
    const LZW_RATIO: u64 = 2731;
    let allowance = account.stream_allowance();
    let raw = stream.raw_data();
    let mut size = raw.len() as u64;
    for (index, filter) in filters.iter().enumerate() {
        size = match filter {
            Filter::FlateDecode if index == 0 => {
                inflated_size(&raw, allowance).ok_or_else(|| account.stream_error())?
            }
            Filter::FlateDecode => size.saturating_mul(1032),
            Filter::LzwDecode => size.saturating_mul(LZW_RATIO),
            Filter::RunLengthDecode => size.saturating_mul(64),
            _ => size,
        };
    }
    if size > allowance {
        return Err(account.stream_error());
    }
    if !has_sound_rows(stream.dict(), allowance) {
        return Ok(Unpacked {
            data: Cow::Borrowed(&[]),
            damaged: true,
        });
    }
    match stream.decoded_data() {
        Ok(data) => {
            account.unpacked(data.len())?;
            Ok(Unpacked {
                data,
                damaged: false,
            })
        }
        Err(_) => Ok(Unpacked {
            data: Cow::Borrowed(&[]),
            damaged: true,
        }),
    }
}

/// Unpacks zlib data, at most `allowance` bytes; `None` if there is more. The flag says that the
/// data ended early or was broken; what came before is kept, as all readers do.
fn inflate(data: &[u8], allowance: u64) -> Option<(Vec<u8>, bool)> {
    /// Length of zlib's header.
    const HEADER: usize = 2;
    match inflate_with(Decompress::new(true), data, allowance)? {
        // A wrong header: the data behind it may be sound.
        (out, true) if out.is_empty() && data.len() > HEADER => {
            let rest = data.get(HEADER..).unwrap_or_default();
            let (out, _) = inflate_with(Decompress::new(false), rest, allowance)?;
            Some((out, true))
        }
        whole => Some(whole),
    }
}

fn inflate_with(mut inflater: Decompress, data: &[u8], allowance: u64) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::new();
    let mut guess = data.len().saturating_mul(TYPICAL_RATIO).max(256);
    loop {
        let room = (allowance + 1).saturating_sub(out.len() as u64);
        if room == 0 {
            return None;
        }
        out.reserve_exact(guess.min(usize::try_from(room).unwrap_or(usize::MAX)));
        guess = out.capacity();
        let read = usize::try_from(inflater.total_in()).unwrap_or(usize::MAX);
        let rest = data.get(read..).unwrap_or_default();
        let before = out.len();
        let status = inflater.decompress_vec(rest, &mut out, FlushDecompress::None);
        if out.len() as u64 > allowance {
            return None;
        }
        match status {
            Ok(Status::StreamEnd) => return Some((out, false)),
            Ok(_) if out.len() < out.capacity() || out.len() == before => return Some((out, true)),
            Ok(_) => {}
            Err(_) => return Some((out, true)),
        }
    }
}

/// The size that zlib data unpacks to, `None` if more than `allowance`.
pub(crate) fn inflated_size(data: &[u8], allowance: u64) -> Option<u64> {
    let mut inflater = Decompress::new(true);
    let mut window = vec![0u8; 1 << 16];
    loop {
        let read = usize::try_from(inflater.total_in()).unwrap_or(usize::MAX);
        let rest = data.get(read..).unwrap_or_default();
        let before = inflater.total_out();
        let status = inflater.decompress(rest, &mut window, FlushDecompress::None);
        let size = inflater.total_out();
        if size > allowance {
            return None;
        }
        match status {
            Ok(Status::Ok) if size > before => {}
            _ => return Some(size),
        }
    }
}

fn hex(data: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(data.len() / 2);
    let mut high = None;
    // Its end is marked.
    let mut broken = !data.contains(&b'>');
    for &byte in data {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            b'>' => break,
            _ => {
                broken |= !byte.is_ascii_whitespace() && byte != 0;
                continue;
            }
        };
        match high.take() {
            None => high = Some(digit << 4),
            Some(first) => out.push(first | digit),
        }
    }
    out.extend(high);
    (out, broken)
}

fn base85(data: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(data.len() / 5 * 4);
    let mut group = [0u8; 5];
    let mut filled = 0;
    // Its end is marked.
    let mut broken = !data.contains(&b'~');
    let mut flush = |group: &[u8; 5], keep: usize| {
        let word = group.iter().fold(0u32, |word, &digit| {
            word.wrapping_mul(85).wrapping_add(digit.into())
        });
        out.extend(word.to_be_bytes().iter().take(keep));
    };
    for &byte in data.strip_prefix(b"<~").unwrap_or(data) {
        match byte {
            b'!'..=b'u' => {
                if let Some(slot) = group.get_mut(filled) {
                    *slot = byte - b'!';
                }
                filled += 1;
                if filled == 5 {
                    flush(&group, 4);
                    filled = 0;
                }
            }
            b'z' if filled == 0 => flush(&[0; 5], 4),
            b'~' => break,
            _ => broken |= !byte.is_ascii_whitespace() && byte != 0,
        }
    }
    if filled > 1 {
        group.iter_mut().skip(filled).for_each(|digit| *digit = 84);
        flush(&group, filled - 1);
    }
    (out, broken)
}

fn run_length(data: &[u8], allowance: u64) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::new();
    let mut rest = data;
    while let Some((&length, tail)) = rest.split_first() {
        rest = match length {
            128 => return Some((out, false)),
            0..=127 => {
                let count = usize::from(length) + 1;
                let Some((copied, tail)) = tail.split_at_checked(count) else {
                    out.extend_from_slice(tail);
                    return Some((out, true));
                };
                out.extend_from_slice(copied);
                tail
            }
            129..=255 => {
                let Some((&byte, tail)) = tail.split_first() else {
                    return Some((out, true));
                };
                out.resize(out.len() + 257 - usize::from(length), byte);
                tail
            }
        };
        if out.len() as u64 > allowance {
            return None;
        }
    }
    Some((out, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_filters() {
        assert_eq!(hex(b"48 65 6C6c 6F7>"), (b"Hellop".to_vec(), false));
        assert_eq!(hex(b"4x8>"), (b"H".to_vec(), true));
        assert_eq!(hex(b"48"), (b"H".to_vec(), true));
        assert_eq!(base85(b"zz"), (vec![0; 8], true));
        assert_eq!(
            base85(b"<~87cURD]i,\"Ebo80~>"),
            (b"Hello World!".to_vec(), false)
        );
        assert_eq!(base85(b"z~>"), (vec![0; 4], false));
        assert_eq!(
            run_length(b"\x02abc\xFFd\x80ignored", 100),
            Some((b"abcdd".to_vec(), false))
        );
        assert_eq!(run_length(b"\x81x\x81x", 100), None);
    }

    #[test]
    fn inflating_stops_at_the_limit_and_keeps_what_was_whole() {
        use flate2::{Compression, write::ZlibEncoder};
        use std::io::Write as _;
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&vec![b'a'; 100_000]).unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(
            inflate(&packed, 100_000),
            Some((vec![b'a'; 100_000], false))
        );
        assert_eq!(inflate(&packed, 99_999), None);
        assert_eq!(inflated_size(&packed, 100_000), Some(100_000));
        assert_eq!(inflated_size(&packed, 99_999), None);
        let mut wrong_header = packed.clone();
        wrong_header[0] = 0;
        assert_eq!(
            inflate(&wrong_header, 100_000),
            Some((vec![b'a'; 100_000], true))
        );
        let (part, damaged) = inflate(&packed[..packed.len() - 20], 100_000).unwrap();
        assert!(damaged && part.iter().all(|&byte| byte == b'a'));
    }
}
