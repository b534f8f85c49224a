//! What a content stream draws, in the page as it is shown, before words and rulings are made.

use uip_model::{Colour, Rect};

/// Everything drawn on one page, in drawing order.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    pub(crate) runs: Vec<TextRun>,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) areas: Vec<Area>,
    pub(crate) strips: Vec<Strip>,
    pub(crate) images: Vec<Picture>,
    /// Glyphs for which the document says another text, by their place in `glyphs`.
    pub(crate) replacements: Vec<Replacement>,
    /// The order number for the next thing drawn.
    pub(crate) next: u32,
}

impl Drawing {
    /// The order number of the thing drawn now.
    pub(crate) fn order(&mut self) -> u32 {
        let order = self.next;
        self.next = self.next.saturating_add(1);
        order
    }
}

/// Glyphs with the same font, size, direction and colour.
#[derive(Clone, Debug)]
pub(crate) struct TextRun {
    /// Index into [`FontStore::fonts`](crate::font::FontStore::fonts).
    pub(crate) font: u32,
    /// Font size as shown, in points.
    pub(crate) size: f32,
    /// Unit vector along the line, y downwards.
    pub(crate) along: (f32, f32),
    /// Unit vector from the baseline to the ascent.
    pub(crate) up: (f32, f32),
    /// Space added after every glyph, in points along the line.
    pub(crate) spacing: f32,
    pub(crate) colour: Colour,
    /// Filled and outlined in the same colour: bold without a bold font.
    pub(crate) thickened: bool,
    /// Not painted at all.
    pub(crate) invisible: bool,
    /// Painted through a mask or with a pattern, so that a reader may see all of it or nothing.
    pub(crate) doubtful: bool,
    /// The part of the page that can be painted on.
    pub(crate) clip: Rect,
    pub(crate) order: u32,
}

impl TextRun {
    /// Whether the other run is the same but for its place in the drawing order.
    pub(crate) fn continues(&self, other: &Self) -> bool {
        self.font == other.font
            && self.size == other.size
            && self.along == other.along
            && self.up == other.up
            && self.spacing == other.spacing
            && self.colour == other.colour
            && self.thickened == other.thickened
            && self.invisible == other.invisible
            && self.doubtful == other.doubtful
            && self.clip == other.clip
    }
}

/// One glyph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    /// Index into [`Drawing::runs`].
    pub(crate) run: u32,
    /// Index into the font's code table.
    pub(crate) entry: u16,
    /// Left end on the baseline.
    pub(crate) at: (f32, f32),
    /// Advance in points along the line, without added spacing.
    pub(crate) advance: f32,
}

/// `ActualText` of a marked-content sequence (ISO 32000-2, 14.9.4) and the glyphs in it.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    pub(crate) glyphs: std::ops::Range<usize>,
    pub(crate) text: String,
}

/// A filled or outlined area.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    pub(crate) bbox: Rect,
    pub(crate) points: Vec<(f32, f32)>,
    /// With points along its curves, where it has some.
    pub(crate) outline: Vec<(f32, f32)>,
    pub(crate) fill: Option<Colour>,
    pub(crate) stroke: Option<(Colour, f32)>,
    /// Hides what lies under its fill.
    pub(crate) opaque: bool,
    pub(crate) order: u32,
}

/// A thin straight piece of something that may be a ruling, given by the box that it inks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strip {
    pub(crate) bbox: Rect,
    pub(crate) colour: Colour,
}

/// A raster image.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Picture {
    pub(crate) bbox: Rect,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Hides what lies under it: no mask, not transparent.
    pub(crate) opaque: bool,
    pub(crate) order: u32,
}

/// The common part of two boxes; `None` where they do not meet.
pub(crate) fn intersection(a: &Rect, b: &Rect) -> Option<Rect> {
    let common = Rect {
        x0: a.x0.max(b.x0),
        y0: a.y0.max(b.y0),
        x1: a.x1.min(b.x1),
        y1: a.y1.min(b.y1),
    };
    (common.x0 <= common.x1 && common.y0 <= common.y1).then_some(common)
}
