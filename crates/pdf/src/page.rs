//! Reads one page: its boxes and rotation, what it draws, and what of it a reader sees.

use hayro_syntax::object::{Array, MaybeRef, Object};
use hayro_syntax::page::{Page as PdfPage, Rotation};
use kurbo::Affine;
use uip_model::{ImageArea, Page, Rect, Shape, Visibility};

use crate::Error;
use crate::among_words;
use crate::annotations::{self, Unread};
use crate::drawing::Drawing;
use crate::interpret::{Interpreter, Reading};
use crate::rulings::make_rulings;
use crate::unpack::unpack;
use crate::visibility::{self, Doubts};
use crate::words::make_words;

/// What reading a page gave, besides the page.
pub(crate) struct PageRead {
    pub(crate) page: Page,
    pub(crate) damaged_streams: u32,
    /// Text is shown in a font that the file does not have.
    pub(crate) font_missing: bool,
    /// What is doubtful of the words that a reader sees.
    pub(crate) doubts: Doubts,
    /// Pictures and drawings that stand where words would.
    pub(crate) pictures: Vec<Rect>,
    /// Annotations that may change what the page says.
    pub(crate) unread: Unread,
}

/// `UserUnit` (ISO 32000-2, table 31) outside of these is a fault.
const USER_UNIT: std::ops::RangeInclusive<f64> = 0.01..=1000.0;

/// Content streams have at least so many bytes for each glyph, nearly always.
const BYTES_A_GLYPH: usize = 8;

/// Glyphs that room is made for at once: more than a page of text has.
const MOST_EXPECTED: usize = 16_384;

/// Reads a page.
pub(crate) fn read_page<'a>(
    pdf_page: &PdfPage<'a>,
    number: u32,
    reading: &mut Reading<'a, '_>,
) -> Result<PageRead, Error> {
    let frame = Frame::of(pdf_page);
    let mut page = Page {
        number,
        width: frame.width,
        height: frame.height,
        rotation: frame.rotation,
        ..Page::default()
    };
    let mut damaged = 0;
    let content = content(pdf_page, reading, &mut damaged)?;
    // Words off the page are noted as such, so the page's edge does not clip.
    let everywhere = Rect::new(-1e7, -1e7, 1e7, 1e7);
    let mut interpreter = Interpreter::new(reading, frame.transform, everywhere);
    let glyphs = content.len() / BYTES_A_GLYPH;
    interpreter
        .drawing
        .glyphs
        .reserve(glyphs.min(MOST_EXPECTED));
    interpreter.run(&content, pdf_page.resources())?;
    let unread = annotations::draw(pdf_page, &mut interpreter)?;
    damaged += interpreter.damaged_streams;
    let font_missing = interpreter.font_missing;
    let drawing = interpreter.drawing;
    let drawn = make_words(&drawing, &reading.fonts, &mut page);
    let doubts = visibility::mark(&mut page, &drawn, &drawing, &mut reading.account)?;
    let pictures = among_words::pictures(&page, &drawing, &mut reading.account)?;
    let whole = Rect::new(0.0, 0.0, page.width, page.height);
    page.rulings = make_rulings(&drawing.strips);
    page.rulings.retain(|ruling| {
        let (length, across) = match ruling.direction {
            uip_model::Direction::Horizontal => (page.width, page.height),
            uip_model::Direction::Vertical => (page.height, page.width),
        };
        ruling.at >= 0.0 && ruling.at <= across && ruling.to >= 0.0 && ruling.from <= length
    });
    page.images = images(&drawing, &whole);
    page.shapes = shapes(drawing, &whole);
    Ok(PageRead {
        page,
        damaged_streams: damaged,
        font_missing,
        doubts,
        pictures,
        unread,
    })
}

/// The page's size as shown and the way from user space to it.
struct Frame {
    transform: Affine,
    width: f32,
    height: f32,
    rotation: u16,
}

impl Frame {
    fn of(page: &PdfPage<'_>) -> Self {
        /// A box thinner than this has no area to show anything on.
        const MIN_SIDE: f64 = 0.5;
        let mut shown = page.intersected_crop_box();
        let usable = |b: &hayro_syntax::object::Rect| {
            b.width() > MIN_SIDE
                && b.height() > MIN_SIDE
                && [b.x0, b.y0, b.x1, b.y1].iter().all(|v| v.is_finite())
        };
        if !usable(&shown) {
            shown = page.media_box();
        }
        if !usable(&shown) {
            shown = hayro_syntax::page::A4;
        }
        let unit = page
            .raw()
            .get::<f64>("UserUnit")
            .filter(|unit| USER_UNIT.contains(unit))
            .unwrap_or(1.0);
        let (width, height) = (shown.width() * unit, shown.height() * unit);
        // To the top left corner, y downwards, before the page is turned clockwise.
        let upright = Affine::new([unit, 0.0, 0.0, -unit, -shown.x0 * unit, shown.y1 * unit]);
        let (turn, rotation, size) = match page.rotation() {
            Rotation::None => (Affine::IDENTITY, 0, (width, height)),
            Rotation::Horizontal => (
                Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]),
                90,
                (height, width),
            ),
            Rotation::Flipped => (
                Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]),
                180,
                (width, height),
            ),
            Rotation::FlippedHorizontal => (
                Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]),
                270,
                (height, width),
            ),
        };
        Self {
            transform: turn * upright,
            width: size.0 as f32,
            height: size.1 as f32,
            rotation,
        }
    }
}

/// The page's content streams, one after another (ISO 32000-2, 7.8.2).
fn content<'a>(
    page: &PdfPage<'a>,
    reading: &mut Reading<'a, '_>,
    damaged: &mut u32,
) -> Result<Vec<u8>, Error> {
    let parts = match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Array(array)) => items(&array, page).collect(),
        // A reference that leads nowhere, or to itself, gives nothing.
        None if page.raw().contains_key("Contents") => vec![None],
        None => Vec::new(),
        other => vec![other],
    };
    let mut content = Vec::new();
    for part in parts {
        let Some(Object::Stream(stream)) = part else {
            *damaged += 1;
            continue;
        };
        let unpacked = unpack(&stream, &mut reading.account)?;
        *damaged += u32::from(unpacked.damaged);
        if content.is_empty() {
            content = unpacked.data.into_owned();
        } else {
            content.extend_from_slice(&unpacked.data);
        }
        content.push(b'\n');
    }
    Ok(content)
}

/// The objects of an array, `None` for one that is not in the file. `hayro`'s own iterator ends at the
/// first of those.
pub(crate) fn items<'a>(
    array: &Array<'a>,
    page: &PdfPage<'a>,
) -> impl Iterator<Item = Option<Object<'a>>> {
    let xref = page.xref();
    array.raw_iter().map(move |item| match item {
        MaybeRef::Ref(reference) => xref.get::<Object<'a>>(reference.into()),
        MaybeRef::NotRef(object) => Some(object),
    })
}

fn images(drawing: &Drawing, whole: &Rect) -> Vec<ImageArea> {
    drawing
        .images
        .iter()
        .filter_map(|picture| {
            Some(ImageArea {
                bbox: crate::drawing::intersection(&picture.bbox, whole)?,
                width: picture.width,
                height: picture.height,
            })
        })
        .collect()
}

/// The page's shapes, without those off the page and without white paper.
fn shapes(drawing: Drawing, whole: &Rect) -> Vec<Shape> {
    /// Share of the page that a background covers.
    const BACKGROUND: f32 = 0.9;
    let page_area = whole.width() * whole.height();
    drawing
        .areas
        .into_iter()
        .filter_map(|area| {
            let bbox = crate::drawing::intersection(&area.bbox, whole)?;
            let paper = area.fill == Some(uip_model::Colour::WHITE)
                && area.stroke.is_none()
                && bbox.width() * bbox.height() >= BACKGROUND * page_area;
            (!paper).then_some(Shape {
                bbox,
                points: area.points,
                fill: area.fill,
                stroke: area.stroke,
                order: area.order,
            })
        })
        .collect()
}

/// Words that a reader sees.
pub(crate) fn visible_words(page: &Page) -> usize {
    page.words
        .iter()
        .filter(|word| word.visibility == Visibility::Visible)
        .count()
}
