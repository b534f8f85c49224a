//! Shows strings (ISO 32000-2, 9.4): places every glyph in the page as shown.

use std::rc::Rc;

use hayro_syntax::object::Array;
use kurbo::Affine;

use crate::Error;
use crate::drawing::{Glyph, TextRun};
use crate::font::LoadedFont;
use crate::font_codes::Codes;
use crate::interpret::Interpreter;
use crate::show_array::{Item, Items};
use crate::state::State;

/// Text rendering modes (ISO 32000-2, table 104).
const STROKE: u8 = 1;
const FILL_AND_STROKE: u8 = 2;

/// What stays the same while one operator shows its strings.
struct Showing<'a> {
    font: Rc<LoadedFont<'a>>,
    /// From text space to the page as shown, as coefficients.
    placed: [f64; 6],
    /// Points on the page per unit along the line, negative for text that is turned round.
    length: f64,
    size: f64,
    scale: f64,
    char_space: f64,
    word_space: f64,
    rise: f64,
    run: u32,
    /// How far the strings so far have moved, in text space.
    x: f64,
}

impl<'a> Interpreter<'_, 'a, '_> {
    /// Shows a string.
    pub(crate) fn show(&mut self, string: &[u8], hidden: bool) -> Result<(), Error> {
        let Some(mut showing) = self.begin_showing(hidden) else {
            return Ok(());
        };
        self.show_string(string, &mut showing)?;
        self.text_matrix *= Affine::translate((showing.x, 0.0));
        Ok(())
    }

    /// Shows the strings of an array and moves between them.
    pub(crate) fn show_array(&mut self, array: &Array<'_>, hidden: bool) -> Result<(), Error> {
        /// Offsets are given in thousandths of the font size.
        const UNITS: f64 = 1000.0;
        let Some(mut showing) = self.begin_showing(hidden) else {
            return Ok(());
        };
        let mut items = Items::new(array.data(), std::mem::take(&mut self.buffer));
        while let Some(item) = items.next() {
            match item {
                Item::Text(string) => self.show_string(string, &mut showing)?,
                Item::Move(offset) => {
                    showing.x -= offset / UNITS * showing.size * showing.scale;
                }
            }
        }
        self.buffer = items.into_buffer();
        self.text_matrix *= Affine::translate((showing.x, 0.0));
        Ok(())
    }

    /// What the strings of one operator have in common; `None` where nothing can be shown.
    fn begin_showing(&mut self, hidden: bool) -> Option<Showing<'a>> {
        let state = &self.state;
        let font = Rc::clone(state.text.font.as_ref()?);
        let placed = (state.ctm * self.text_matrix).as_coeffs();
        let text = &state.text;
        let (size, scale) = (text.size, text.scale);
        let (char_space, word_space, rise) = (text.char_space, text.word_space, text.rise);
        let [a, b, ..] = placed;
        let turned = if size * scale < 0.0 { -1.0 } else { 1.0 };
        let length = norm(a, b) * turned;
        let run = text_run(state, &placed, font.id, hidden)?;
        let run = self.text_run_index(run);
        Some(Showing {
            font,
            placed,
            length,
            size,
            scale,
            char_space,
            word_space,
            rise,
            run,
            x: 0.0,
        })
    }

    fn show_string(&mut self, string: &[u8], showing: &mut Showing<'a>) -> Result<(), Error> {
        let Showing {
            font,
            placed: [a, b, c, d, e, f],
            ..
        } = showing;
        let single = matches!(font.codes, Codes::Single);
        let (left, top) = (*e + *c * showing.rise, *f + *d * showing.rise);
        let before = self.drawing.glyphs.len();
        let mut x = showing.x;
        let mut rest = string;
        let reading = &mut *self.reading;
        let mut table = font.table();
        while let Some((code, used)) = font.codes.next(rest) {
            rest = rest.get(used..).unwrap_or_default();
            let (entry, advance) = match table.entry(code) {
                Some(known) => known,
                None => {
                    drop(table);
                    let added = reading.fonts.add(font, code, &mut reading.account)?;
                    table = font.table();
                    added
                }
            };
            let advance = f64::from(advance) * showing.size * showing.scale;
            self.drawing.glyphs.push(Glyph {
                run: showing.run,
                entry,
                at: (bounded(left + *a * x), bounded(top + *b * x)),
                advance: bounded(advance * showing.length),
            });
            x += advance + showing.char_space * showing.scale;
            // Word spacing is for the one-byte code 32 only (9.3.3).
            if code == 32 && (single || used == 1) {
                x += showing.word_space * showing.scale;
            }
        }
        showing.x = x;
        let count = self.drawing.glyphs.len() - before;
        self.reading.account.glyphs(count)
    }

    /// The index of the last run if it is the same but for its order, else of a new one.
    fn text_run_index(&mut self, run: TextRun) -> u32 {
        let drawing = &mut self.drawing;
        let index = |count: usize| u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX);
        if let Some(last) = drawing.runs.last()
            // Nothing else was drawn since.
            && last.order + 1 == drawing.next
            && last.continues(&run)
        {
            return index(drawing.runs.len());
        }
        let order = drawing.order();
        drawing.runs.push(TextRun { order, ..run });
        index(drawing.runs.len())
    }
}

/// How text is shown in this state; `None` where it has no size or no direction.
fn text_run(state: &State<'_>, placed: &[f64; 6], font: u32, hidden: bool) -> Option<TextRun> {
    let text = &state.text;
    let [a, b, c, d, ..] = *placed;
    let length = norm(a, b);
    let height = norm(c, d);
    let size = height * text.size.abs();
    if !(length > 0.0 && size > 0.0 && length.is_finite() && size.is_finite()) {
        return None;
    }
    // A negative size or scale turns the text round.
    let forward = if text.size * text.scale < 0.0 {
        -1.0
    } else {
        1.0
    };
    let upward = if text.size < 0.0 { -1.0 } else { 1.0 };
    let paint = match text.mode {
        STROKE | 5 => &state.stroke,
        _ => &state.fill,
    };
    // Letters that are squeezed to nothing are as good as not drawn.
    let seen = text.scale != 0.0
        && match text.mode {
            0 | 1 | 4 | 5 => paint.is_seen(),
            2 | 6 => state.fill.is_seen() || state.stroke.is_seen(),
            _ => false,
        };
    Some(TextRun {
        font,
        size: bounded(size),
        along: ((a / length * forward) as f32, (b / length * forward) as f32),
        up: ((c / height * upward) as f32, (d / height * upward) as f32),
        spacing: (text.char_space * text.scale * length * forward) as f32,
        colour: paint.on_white().unwrap_or_default(),
        thickened: matches!(text.mode, FILL_AND_STROKE | 6)
            && state.stroke.is_seen()
            && state.stroke.colour == state.fill.colour,
        invisible: hidden || !seen,
        doubtful: state.masked || (paint.pattern && paint.colour.is_none()),
        clip: state.clip,
        order: 0,
    })
}

/// A place or length as far off as anything can be; beyond, sums would be infinite.
fn bounded(value: f64) -> f32 {
    const FARTHEST: f64 = 1e7;
    if value.is_nan() {
        return 0.0;
    }
    value.clamp(-FARTHEST, FARTHEST) as f32
}

/// The length of a vector; most lie along an axis.
fn norm(x: f64, y: f64) -> f64 {
    if y == 0.0 {
        x.abs()
    } else if x == 0.0 {
        y.abs()
    } else {
        x.hypot(y)
    }
}
