//! A page as pixels.

/// A picture of a page: 8-bit grey, and colours where it has any.
///
/// Pixel (x, y) is `grey[y * width + x]`, rows from top to bottom. A pixel is `72 / dpi` points wide
/// and high, and the picture's top left corner is the page's, so `x * 72 / dpi` is a place on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Pixels an inch, the same in both directions.
    pub dpi: f32,
    /// `width * height` bytes: 0 is black, 255 is white paper.
    pub grey: Vec<u8>,
    /// `3 * width * height` bytes: red, green, blue of each pixel in turn; `None` where the picture
    /// has no colours.
    pub rgb: Option<Vec<u8>>,
}
