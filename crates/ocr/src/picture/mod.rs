//! A page as pixels.

mod areas;
mod border;
mod boxes;
mod clean;
mod line;
mod paper;
mod raster;
mod rulings;
mod skew;
mod specks;
mod stems;
mod streaks;
mod strokes;
mod turn;

#[cfg(test)]
mod tests;

pub(crate) use strokes::connected;
pub(crate) use turn::by_right_angles;
use uip_model::{Rect, Ruling, Shape};

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

/// What can be seen in a picture without reading it. All places are in points of the upright page,
/// origin top left.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// By how much the page lay askew, clockwise, in degrees.
    pub skew_degrees: f32,
    /// By which right angle the page was turned, clockwise: 0, 90, 180 or 270 degrees.
    pub turned_degrees: u16,
    /// By which right angle it may be turned beside that, 90 or 270 degrees, where its pixels do not tell.
    pub perhaps_degrees: Option<u16>,
    /// The picture as the page is read.
    pub upright: Picture,
    /// Ruling lines, doubled ones merged.
    pub rulings: Vec<Ruling>,
    /// Areas with a background, and arrows with an outline, with their colours.
    pub shapes: Vec<Shape>,
    /// Boxes to tick, and whether they are ticked.
    pub boxes: Vec<(Rect, bool)>,
    flat: raster::Raster,
    lines: line::Lines,
    squares: Vec<boxes::Square>,
    areas: areas::Areas,
}

/// Looks for everything that is no text.
pub fn analyse(mut picture: Picture) -> Analysis {
    border::without_border(&mut picture);
    let lie = skew::lie(&picture);
    let upright = turn::upright(picture, lie);
    let dpi = upright.dpi;
    let flat = paper::flatten(&upright);
    let squares = boxes::boxes(&flat, dpi);
    let areas = areas::areas(&flat, dpi);
    let lines = rulings::lines(&flat, dpi);
    let shapes = areas::shapes(&areas, &upright, &flat);
    let boxes: Vec<(Rect, bool)> = squares.iter().map(|s| (s.rect(dpi), s.ticked)).collect();
    Analysis {
        skew_degrees: lie.skew_degrees,
        turned_degrees: lie.turned_degrees,
        perhaps_degrees: lie.perhaps_degrees,
        rulings: streaks::without_streaks(rulings::rulings(&lines, &boxes, &shapes, dpi)),
        shapes,
        boxes,
        upright,
        flat,
        lines,
        squares,
        areas,
    }
}

/// The upright picture as text is best recognised in it: dark letters on white paper, without
/// rulings, boxes and backgrounds.
pub fn without_rulings(analysis: &Analysis) -> Picture {
    let Analysis {
        flat,
        lines,
        squares,
        areas,
        upright,
        ..
    } = analysis;
    let cleaned = clean::cleaned(flat, lines, squares, areas, upright.dpi);
    Picture {
        grey: cleaned.pixels,
        rgb: None,
        ..*upright
    }
}
