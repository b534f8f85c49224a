//! Shows strings (ISO 32000-2, 9.4): places every glyph in the page as shown.

use kurbo::Affine;

use crate::Error;
use crate::drawing::{Glyph, TextRun};
use crate::interpret::Interpreter;
use crate::state::State;

/// Text rendering modes (ISO 32000-2, table 104).
const FILL_AND_STROKE: u8 = 2;
const STROKE: u8 = 1;

impl Interpreter<'_, '_, '_> {
    /// `TJ`'s numbers: moves back by thousandths of the font size.
    pub(crate) fn adjust(&mut self, thousandths: f64) {
        let text = &self.state().text;
        let offset = -thousandths / 1000.0 * text.size * text.scale;
        self.text_matrix *= Affine::translate((offset, 0.0));
    }

    /// Shows a string.
    pub(crate) fn show(&mut self, string: &[u8], hidden: bool) -> Result<(), Error> {
        let Some(font) = self.state().text.font.clone() else {
            return Ok(());
        };
        let placed = self.state().ctm * self.text_matrix;
        let text = &self.state().text;
        let (size, scale, char_space, word_space, rise) = (
            text.size,
            text.scale,
            text.char_space,
            text.word_space,
            text.rise,
        );
        let [a, b, c, d, e, f] = placed.as_coeffs();
        let Some(run) = text_run(self.state(), placed, hidden).map(|run| TextRun {
            font: font.id,
            ..run
        }) else {
            return Ok(());
        };
        // The advance along the line's direction, which a negative size or scale turns round.
        let turned = if size * scale < 0.0 { -1.0 } else { 1.0 };
        let length = a.hypot(b) * turned;
        let run = self.text_run_index(run);
        let single = matches!(font.codes, crate::font_codes::Codes::Single);
        let mut x = 0.0;
        let mut rest = string;
        let mut count = 0;
        while let Some((code, used)) = font.codes.next(rest) {
            rest = rest.get(used..).unwrap_or_default();
            count += 1;
            let reading = self.reading();
            let (entry, shown) = reading.fonts.entry(&font, code, &mut reading.account)?;
            let advance = f64::from(shown.advance) * size * scale;
            self.drawing.glyphs.push(Glyph {
                run,
                entry,
                at: ((e + a * x + c * rise) as f32, (f + b * x + d * rise) as f32),
                advance: (advance * length) as f32,
            });
            let spacing = if (single || used == 1) && code == 32 {
                char_space + word_space
            } else {
                char_space
            };
            x += advance + spacing * scale;
        }
        self.reading().account.glyphs(count)?;
        self.text_matrix *= Affine::translate((x, 0.0));
        Ok(())
    }

    /// The index of the last run if it is the same but for its order, else of a new one.
    fn text_run_index(&mut self, run: TextRun) -> u32 {
        let next = self.drawing.next;
        if let Some(last) = self.drawing.runs.last()
            // Nothing else was drawn since.
            && last.order + 1 == next
            && *last == (TextRun { order: last.order, ..run.clone() })
        {
            return u32::try_from(self.drawing.runs.len() - 1).unwrap_or(u32::MAX);
        }
        let order = self.drawing.order();
        self.drawing.runs.push(TextRun { order, ..run });
        u32::try_from(self.drawing.runs.len() - 1).unwrap_or(u32::MAX)
    }
}

/// How text is shown in this state; `None` where it has no size or no direction.
fn text_run(state: &State<'_>, placed: Affine, hidden: bool) -> Option<TextRun> {
    let text = &state.text;
    let [a, b, c, d, ..] = placed.as_coeffs();
    let length = a.hypot(b);
    let height = c.hypot(d);
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
    let stroked = matches!(text.mode, STROKE | 5);
    let paint = if stroked { &state.stroke } else { &state.fill };
    let seen = match text.mode {
        0 | 1 | 4 | 5 => paint.is_seen(),
        2 | 6 => state.fill.is_seen() || state.stroke.is_seen(),
        _ => false,
    };
    Some(TextRun {
        font: 0,
        size: size as f32,
        along: ((a / length * forward) as f32, (b / length * forward) as f32),
        up: ((c / height * upward) as f32, (d / height * upward) as f32),
        spacing: (text.char_space * text.scale * length * forward) as f32,
        colour: paint.on_white().unwrap_or_default(),
        thickened: matches!(text.mode, FILL_AND_STROKE | 6)
            && state.stroke.is_seen()
            && state.stroke.colour == state.fill.colour,
        invisible: hidden || !seen,
        clip: state.clip,
        order: 0,
    })
}
