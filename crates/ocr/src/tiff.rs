//! Several grey pictures in one file: uncompressed TIFF 6.0, which `tesseract` reads from its standard
//! input with a page a picture and any library that writes it would only make larger.

use crate::picture::Picture;

/// Entries of an image file directory: (tag, type, count, value); types are 3 (short) and 4 (long).
const ENTRIES: u16 = 11;

/// Length of a directory with its resolution, which does not fit into an entry.
const DIRECTORY: u32 = 2 + 12 * ENTRIES as u32 + 4 + 8;

/// The pictures in their order. A TIFF counts its bytes with 32 bits; `None` where they do not do.
pub(crate) fn tiff<'a>(
    pictures: impl ExactSizeIterator<Item = &'a Picture> + Clone,
) -> Option<Vec<u8>> {
    let count = pictures.len();
    let pixels: usize = pictures.clone().map(|picture| picture.grey.len()).sum();
    let size = pixels + count * (DIRECTORY as usize + 1) + 8;
    u32::try_from(size).ok()?;
    let mut out = Vec::with_capacity(size);
    out.extend_from_slice(b"II*\0");
    out.extend_from_slice(&8_u32.to_le_bytes());
    for (index, picture) in pictures.enumerate() {
        let start = u32::try_from(out.len()).ok()?;
        let length = u32::try_from(picture.grey.len()).ok()?;
        let pixels_at = start + DIRECTORY;
        // Directories begin at even offsets.
        let end = pixels_at + length + length % 2;
        let resolution_at = pixels_at - 8;
        let next = if index + 1 == count { 0 } else { end };
        out.extend_from_slice(&ENTRIES.to_le_bytes());
        for (tag, kind, value) in [
            (256_u16, 4_u16, picture.width),
            (257, 4, picture.height),
            (258, 3, 8),              // bits a sample
            (259, 3, 1),              // no compression
            (262, 3, 1),              // 0 is black
            (273, 4, pixels_at),      // the one strip
            (277, 3, 1),              // one sample a pixel
            (278, 4, picture.height), // rows in the strip
            (279, 4, length),
            (282, 5, resolution_at),
            (283, 5, resolution_at),
        ] {
            out.extend_from_slice(&tag.to_le_bytes());
            out.extend_from_slice(&kind.to_le_bytes());
            out.extend_from_slice(&1_u32.to_le_bytes());
            out.extend_from_slice(&value.to_le_bytes());
        }
        out.extend_from_slice(&next.to_le_bytes());
        // Pixels an inch, the default unit.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let dpi = picture.dpi.round().max(1.0) as u32;
        out.extend_from_slice(&dpi.to_le_bytes());
        out.extend_from_slice(&1_u32.to_le_bytes());
        out.extend_from_slice(&picture.grey);
        if length % 2 == 1 {
            out.push(0);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pictures() {
        let picture = |width, height, dpi| Picture {
            width,
            height,
            dpi,
            grey: (0..width * height).map(|i| i as u8).collect(),
            rgb: None,
        };
        let bytes = tiff([picture(3, 1, 300.0), picture(2, 2, 200.4)].iter()).unwrap();
        let long = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!(&bytes[..8], b"II*\0\x08\0\0\0");
        // The first directory, its next one, its pixels and its resolution.
        assert_eq!(u16::from_le_bytes([bytes[8], bytes[9]]), ENTRIES);
        let second = long(8 + 2 + 12 * ENTRIES as usize) as usize;
        assert_eq!(long(8 + 2 + 12 * 5 + 8) as usize, 8 + DIRECTORY as usize);
        assert_eq!(&bytes[8 + DIRECTORY as usize..][..3], [0, 1, 2]);
        assert_eq!(long(8 + DIRECTORY as usize - 8), 300);
        assert_eq!(second, 8 + DIRECTORY as usize + 4);
        assert_eq!(&bytes[second + DIRECTORY as usize..], [0, 1, 2, 3]);
        assert_eq!(long(second + 2 + 12 * ENTRIES as usize), 0);
    }
}
