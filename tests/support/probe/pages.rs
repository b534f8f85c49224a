//! Pages of words, rulings and shapes wherever the bytes say, and the bytes that say it for pages that
//! are known, for a search to start from.
//!
//! A record is a letter and its fields; places are sixteen-bit numbers, little-endian, in eighths of a
//! point. Bytes that begin no record are passed over, so that every input means something.

use uip::model::{
    Char, Colour, Direction, Font, ImageArea, Page, PageSet, Rect, Ruling, Shape, Visibility, Word,
};
use uip_extractor::Lexicon;

/// Steps to a point.
const STEPS: f32 = 8.0;

const VISIBILITIES: [Visibility; 8] = [
    Visibility::Visible,
    Visibility::Invisible,
    Visibility::Blank,
    Visibility::Clipped,
    Visibility::OffPage,
    Visibility::Covered,
    Visibility::Doubled,
    Visibility::Visible,
];

/// Any bytes as pages.
pub fn pages(bytes: &[u8]) {
    let set = pages_of_bytes(bytes);
    super::check_pages(&set);
    super::transcribe(&set, &Lexicon::default());
}

/// The pages that the bytes mean.
pub fn pages_of_bytes(bytes: &[u8]) -> PageSet {
    let mut input = Input { bytes };
    let mut pages = vec![blank(1)];
    let mut order = 0;
    while let Some(letter) = input.next() {
        let number = u32::try_from(pages.len()).unwrap() + 1;
        let page = pages.last_mut().unwrap();
        match letter {
            b'P' => {
                let (width, height) = (input.place().abs(), input.place().abs());
                // The first page is there already.
                if !page.words.is_empty() || !page.rulings.is_empty() || !page.shapes.is_empty() {
                    pages.push(blank(number));
                }
                let page = pages.last_mut().unwrap();
                (page.width, page.height) = (width.max(1.0), height.max(1.0));
            }
            b'F' => {
                let flags = input.byte();
                page.fonts.push(Font {
                    name: format!("F{}", page.fonts.len()),
                    bold: flags & 1 != 0,
                    italic: flags & 2 != 0,
                    symbolic: flags & 4 != 0,
                });
            }
            b'W' => word(&mut input, page),
            b'R' => {
                let direction = match input.byte() % 2 {
                    0 => Direction::Horizontal,
                    _ => Direction::Vertical,
                };
                let (at, from, to) = (input.place(), input.place(), input.place());
                page.rulings.push(Ruling {
                    direction,
                    at,
                    from: from.min(to),
                    to: from.max(to),
                    width: f32::from(input.byte()) / STEPS,
                    colour: input.colour(),
                });
            }
            b'S' => {
                let bbox = input.rect();
                let kind = input.byte();
                let (fill, stroke) = (input.colour(), input.colour());
                let width = f32::from(input.byte()) / STEPS;
                let count = usize::from(input.byte()) % (Shape::MAX_POINTS + 1);
                let points = (0..count).map(|_| (input.place(), input.place())).collect();
                order += 1;
                page.shapes.push(Shape {
                    bbox,
                    points,
                    fill: (kind & 1 != 0).then_some(fill),
                    stroke: (kind & 2 != 0).then_some((stroke, width)),
                    order,
                });
            }
            b'I' => {
                let bbox = input.rect();
                page.images.push(ImageArea {
                    bbox,
                    width: u32::from(input.number()),
                    height: u32::from(input.number()),
                });
            }
            _ => {}
        }
    }
    PageSet {
        pages,
        ..PageSet::default()
    }
}

fn blank(number: u32) -> Page {
    Page {
        number,
        width: 595.0,
        height: 842.0,
        ..Page::default()
    }
}

fn word(input: &mut Input<'_>, page: &mut Page) {
    let (x0, y0) = (input.place(), input.place());
    let width = f32::from(input.number()) / STEPS;
    let size = f32::from(input.byte()).max(1.0) / 4.0;
    let font = u16::from(input.byte());
    let flags = input.byte();
    let colour = input.colour();
    let length = usize::from(input.byte());
    let text: String = String::from_utf8_lossy(input.take(length))
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    if text.is_empty() {
        return;
    }
    while page.fonts.len() <= usize::from(font) {
        page.fonts.push(Font::default());
    }
    let first = u32::try_from(page.chars.len()).unwrap();
    let count = text.chars().count() as f32;
    for (i, c) in text.chars().enumerate() {
        page.chars.push(Char {
            value: c,
            raw: c,
            x0: x0 + width * i as f32 / count,
            x1: x0 + width * (i + 1) as f32 / count,
        });
    }
    page.words.push(Word {
        text,
        chars: (first, u32::try_from(page.chars.len()).unwrap()),
        bbox: Rect::new(x0, y0, x0 + width, y0 + size),
        baseline: y0 + size * 0.75,
        size,
        font,
        colour,
        glued: flags & 1 != 0,
        visibility: VISIBILITIES[usize::from(flags >> 1) % VISIBILITIES.len()],
        confidence: None,
    });
}

/// The bytes that mean these pages, as near as the steps allow.
pub fn bytes_of_pages(pages: &[Page]) -> Vec<u8> {
    let mut out = Vec::new();
    for page in pages {
        out.push(b'P');
        put(&mut out, &[page.width, page.height]);
        for font in &page.fonts {
            let flags = [font.bold, font.italic, font.symbolic];
            let flags = flags.iter().rev().fold(0, |f, b| f << 1 | u8::from(*b));
            out.extend([b'F', flags]);
        }
        for shape in &page.shapes {
            out.push(b'S');
            put_rect(&mut out, &shape.bbox);
            let (stroke, width) = shape.stroke.unwrap_or_default();
            out.push(u8::from(shape.fill.is_some()) | u8::from(shape.stroke.is_some()) << 1);
            put_colour(&mut out, shape.fill.unwrap_or_default());
            put_colour(&mut out, stroke);
            out.push((width * STEPS) as u8);
            out.push(u8::try_from(shape.points.len()).unwrap());
            for (x, y) in &shape.points {
                put(&mut out, &[*x, *y]);
            }
        }
        for ruling in &page.rulings {
            out.extend([b'R', u8::from(ruling.direction == Direction::Vertical)]);
            put(&mut out, &[ruling.at, ruling.from, ruling.to]);
            out.push((ruling.width * STEPS) as u8);
            put_colour(&mut out, ruling.colour);
        }
        for word in &page.words {
            out.push(b'W');
            put(&mut out, &[word.bbox.x0, word.bbox.y0, word.bbox.width()]);
            out.push((word.bbox.height() * 4.0) as u8);
            out.push(u8::try_from(word.font).unwrap_or(u8::MAX));
            let visibility = VISIBILITIES.iter().position(|v| *v == word.visibility);
            let visibility = u8::try_from(visibility.unwrap_or_default()).unwrap();
            out.push(visibility << 1 | u8::from(word.glued));
            put_colour(&mut out, word.colour);
            let text: String = word.text.chars().take(60).collect();
            out.push(u8::try_from(text.len()).unwrap());
            out.extend(text.bytes());
        }
        for image in &page.images {
            out.push(b'I');
            put_rect(&mut out, &image.bbox);
            for pixels in [image.width, image.height] {
                let pixels = u16::try_from(pixels).unwrap_or(u16::MAX);
                out.extend(pixels.to_le_bytes());
            }
        }
    }
    out
}

fn put(out: &mut Vec<u8>, places: &[f32]) {
    for place in places {
        out.extend(((place * STEPS).round() as i16).to_le_bytes());
    }
}

fn put_rect(out: &mut Vec<u8>, rect: &Rect) {
    put(out, &[rect.x0, rect.y0, rect.x1, rect.y1]);
}

fn put_colour(out: &mut Vec<u8>, colour: Colour) {
    out.extend([colour.r, colour.g, colour.b]);
}

/// What is left of the bytes; past the end everything is zero.
struct Input<'a> {
    bytes: &'a [u8],
}

impl Input<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn byte(&mut self) -> u8 {
        self.next().unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> &[u8] {
        let (taken, rest) = self.bytes.split_at(length.min(self.bytes.len()));
        self.bytes = rest;
        taken
    }

    fn number(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// The two ends of the range stand for places far off any page.
    fn place(&mut self) -> f32 {
        match i16::from_le_bytes([self.byte(), self.byte()]) {
            i16::MIN => -1e30,
            i16::MAX => 1e30,
            steps => f32::from(steps) / STEPS,
        }
    }

    fn rect(&mut self) -> Rect {
        Rect::new(self.place(), self.place(), self.place(), self.place())
    }

    fn colour(&mut self) -> Colour {
        Colour {
            r: self.byte(),
            g: self.byte(),
            b: self.byte(),
        }
    }
}
