//! What the `pdf` step gives: pages of words, rulings, shapes and images with their geometry.

use serde::Serialize;

use crate::{Colour, Finding, Rect};

/// A PDF file as read: its metadata and its pages.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageSet {
    /// The document information dictionary's entries that matter here.
    pub metadata: Metadata,
    /// The pages in the order of the file.
    pub pages: Vec<Page>,
    /// What was unusual about the file: repaired cross-reference table, copy protection, …
    pub findings: Vec<Finding>,
}

/// Entries of the document information dictionary (ISO 32000-2, 14.3.3); absent ones are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Metadata {
    /// `Title`.
    pub title: Option<String>,
    /// `Producer`.
    pub producer: Option<String>,
    /// `Creator`.
    pub creator: Option<String>,
    /// `CreationDate` as RFC 3339, e.g. `2022-01-31T12:00:00+01:00`.
    pub created: Option<String>,
}

/// One page as it is shown: rotated by `/Rotate`, cut to the crop box, origin top left, points.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Page {
    /// Counted from 1 in the order of the file.
    pub number: u32,
    /// Width in points, after rotation.
    pub width: f32,
    /// Height in points, after rotation.
    pub height: f32,
    /// `/Rotate` as found, one of 0, 90, 180, 270; already applied to every box.
    pub rotation: u16,
    /// Fonts used by the page's words; [`Word::font`] points here.
    pub fonts: Vec<Font>,
    /// The words in the order in which the content stream draws them.
    pub words: Vec<Word>,
    /// The characters of all words, one after another; [`Word::chars`] points here.
    pub chars: Vec<Char>,
    /// Horizontal and vertical lines, however they were drawn, doubled ones merged.
    pub rulings: Vec<Ruling>,
    /// Filled or outlined areas that are not rulings: cell backgrounds, arrows, boxes, ticks.
    pub shapes: Vec<Shape>,
    /// Raster images.
    pub images: Vec<ImageArea>,
    /// Glyphs that were drawn but have no Unicode value (no `ToUnicode`, no known name).
    pub unmapped_glyphs: u32,
    /// Where the words come from.
    pub source: TextSource,
}

/// Where a page's words come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSource {
    /// The PDF's own text.
    #[default]
    Text,
    /// Character recognition of the page's picture.
    Ocr,
}

/// A font as the PDF names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Font {
    /// PostScript name without the subset tag (`ABCDEF+`).
    pub name: String,
    /// Bold, by name, weight or flags.
    pub bold: bool,
    /// Italic or oblique, by name, angle or flags.
    pub italic: bool,
    /// A symbol font (Wingdings, Symbol, Segoe UI Symbol, …) whose codes are not letters.
    pub symbolic: bool,
}

/// One character with its place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Char {
    /// The character for the next steps: NFC, ligatures resolved, bullets and boxes recognised.
    pub value: char,
    /// What the PDF said (the first code point where it said several), for the witness.
    pub raw: char,
    /// Left edge in points.
    pub x0: f32,
    /// Right edge in points.
    pub x1: f32,
}

/// A run of characters without a gap, in one font, size and colour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Word {
    /// The text: Unicode NFC, ligatures as letters, no white space, no zero-width characters.
    /// A soft hyphen (U+00AD) that ends the word is kept, since it says that the line end split it.
    pub text: String,
    /// Its characters in [`Page::chars`]: first and one past the last.
    pub chars: (u32, u32),
    /// The box: advance widths horizontally, ascent to descent vertically.
    pub bbox: Rect,
    /// The y of the baseline.
    pub baseline: f32,
    /// Font size in points as shown.
    pub size: f32,
    /// Index into [`Page::fonts`].
    pub font: u16,
    /// Fill colour.
    pub colour: Colour,
    /// No gap stands between this word and the previous one in drawing order: they print as one
    /// (`TF-` bold before `CBT` plain; a footnote mark).
    pub glued: bool,
    /// Whether a reader sees it.
    pub visibility: Visibility,
    /// Certainty of the recognition, 0 to 1; `None` for text that the PDF holds as text.
    pub confidence: Option<f32>,
}

/// Whether a reader of the page sees a word, and if not, why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// It is seen.
    #[default]
    Visible,
    /// Text render mode 3 (ISO 32000-2, 9.3.6), as OCR layers have it, or fully transparent.
    Invisible,
    /// Drawn in the colour of what lies under it.
    Blank,
    /// Outside the clip path.
    Clipped,
    /// Outside the page's crop box.
    OffPage,
    /// Under an opaque shape or image drawn later.
    Covered,
    /// A second copy of a word at the same place (fake bold, shadow).
    Doubled,
}

/// Whether a ruling is horizontal or vertical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Left to right.
    Horizontal,
    /// Top to bottom.
    Vertical,
}

/// A straight line parallel to an edge of the page: a stroke, a thin filled rectangle or the edge
/// of an outlined one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ruling {
    /// Horizontal or vertical.
    pub direction: Direction,
    /// The y of a horizontal, the x of a vertical line: the middle of its width.
    pub at: f32,
    /// Where it begins: the smaller x or y.
    pub from: f32,
    /// Where it ends: the larger x or y.
    pub to: f32,
    /// Width of the line in points.
    pub width: f32,
    /// Its colour.
    pub colour: Colour,
}

/// A filled or outlined area that is not a ruling.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shape {
    /// The smallest box around it.
    pub bbox: Rect,
    /// Its corners in drawing order (curves as their end points), at most
    /// [`Shape::MAX_POINTS`]; empty where there were more.
    pub points: Vec<(f32, f32)>,
    /// Fill colour, if filled.
    pub fill: Option<Colour>,
    /// Outline colour and width in points, if outlined.
    pub stroke: Option<(Colour, f32)>,
    /// Position in the page's drawing order, shared with nothing else.
    pub order: u32,
}

impl Shape {
    /// More corners than an arrow, a box or a tick mark has.
    pub const MAX_POINTS: usize = 64;
}

/// The place of a raster image.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ImageArea {
    /// Where it lies on the page.
    pub bbox: Rect,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}
