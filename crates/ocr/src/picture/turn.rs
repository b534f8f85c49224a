//! Turns a picture upright.

use super::Picture;
use super::skew::Lie;

/// Smaller angles move no pixel of a page by more than half of its side.
const NO_SKEW: f32 = 0.02;

/// The picture as the page is read.
pub(super) fn upright(picture: Picture, lie: Lie) -> Picture {
    let turned = match lie.turned_degrees {
        0 => picture,
        degrees => by_right_angles(&picture, degrees),
    };
    if lie.skew_degrees.abs() < NO_SKEW {
        return turned;
    }
    by_degrees(&turned, lie.skew_degrees)
}

/// The picture turned counter-clockwise by right angles: 90, 180 or 270 degrees.
pub(crate) fn by_right_angles(picture: &Picture, degrees: u16) -> Picture {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let turned = |pixels: &[u8], bytes: usize| {
        let mut out = Vec::with_capacity(pixels.len());
        let mut take = |x: usize, y: usize| {
            let at = (y * width + x) * bytes;
            out.extend_from_slice(pixels.get(at..at + bytes).unwrap_or_default());
        };
        match degrees {
            90 => (0..width)
                .rev()
                .for_each(|x| (0..height).for_each(|y| take(x, y))),
            180 => (0..height)
                .rev()
                .for_each(|y| (0..width).rev().for_each(|x| take(x, y))),
            _ => (0..width).for_each(|x| (0..height).rev().for_each(|y| take(x, y))),
        }
        out
    };
    let across = degrees != 180;
    Picture {
        width: if across {
            picture.height
        } else {
            picture.width
        },
        height: if across {
            picture.width
        } else {
            picture.height
        },
        dpi: picture.dpi,
        grey: turned(&picture.grey, 1),
        rgb: picture.rgb.as_deref().map(|rgb| turned(rgb, 3)),
    }
}

/// The picture turned counter-clockwise around its middle by a small angle; its size stays, corners
/// that come from outside are paper.
pub(super) fn by_degrees(picture: &Picture, degrees: f32) -> Picture {
    Picture {
        grey: resample::<1>(picture, &picture.grey, degrees),
        rgb: picture
            .rgb
            .as_deref()
            .map(|rgb| resample::<3>(picture, rgb, degrees)),
        ..*picture
    }
}

/// Values between four pixels, places in 65,536ths of a pixel.
fn resample<const BYTES: usize>(picture: &Picture, pixels: &[u8], degrees: f32) -> Vec<u8> {
    const ONE: f64 = 65_536.0;
    let (width, height) = (picture.width as usize, picture.height as usize);
    let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
    let (mid_x, mid_y) = (width as f64 / 2.0 - 0.5, height as f64 / 2.0 - 0.5);
    let step_x = (cos * ONE).round() as i64;
    let step_y = (sin * ONE).round() as i64;
    let mut out = Vec::with_capacity(pixels.len());
    for row in 0..height {
        let dy = row as f64 - mid_y;
        let mut x = ((mid_x - cos * mid_x - sin * dy) * ONE) as i64;
        let mut y = ((mid_y - sin * mid_x + cos * dy) * ONE) as i64;
        for _ in 0..width {
            out.extend_from_slice(&between::<BYTES>(pixels, width, height, x, y));
            x += step_x;
            y += step_y;
        }
    }
    out
}

fn between<const BYTES: usize>(
    pixels: &[u8],
    width: usize,
    height: usize,
    x: i64,
    y: i64,
) -> [u8; BYTES] {
    let paper = [u8::MAX; BYTES];
    let (Ok(left), Ok(top)) = (usize::try_from(x >> 16), usize::try_from(y >> 16)) else {
        return paper;
    };
    if left + 1 >= width || top + 1 >= height {
        return paper;
    }
    let at = (top * width + left) * BYTES;
    let upper = pixels.get(at..at + 2 * BYTES);
    let below = at + width * BYTES;
    let lower = pixels.get(below..below + 2 * BYTES);
    let (Some(upper), Some(lower)) = (upper, lower) else {
        return paper;
    };
    // Eight bits of the place are enough for eight bits of grey.
    let (part_x, part_y) = (((x >> 8) & 255) as u32, ((y >> 8) & 255) as u32);
    let mut out = paper;
    for (i, value) in out.iter_mut().enumerate() {
        let pixel = |row: &[u8], i: usize| row.get(i).copied().map_or(255, u32::from);
        let above = pixel(upper, i) * (256 - part_x) + pixel(upper, i + BYTES) * part_x;
        let below = pixel(lower, i) * (256 - part_x) + pixel(lower, i + BYTES) * part_x;
        *value = ((above * (256 - part_y) + below * part_y + 32_768) >> 16) as u8;
    }
    out
}
