//! Makes words of glyphs. A word ends at a space, at a gap, at a change of line or of style; what
//! is printed without a gap but in another style is a word of its own that is glued to the first.

use std::collections::BTreeMap;

use uip_model::{Char, Font, Page, Rect, Visibility, Word};

use crate::character::{compose, lowered, raised};
use crate::code_table::{Kind, Shown};
use crate::drawing::{Drawing, Glyph, TextRun};
use crate::font::{FontStore, LoadedFont};
use crate::place::{Place, glyph_box, place, tracking_of_lines};
use crate::sequence::{BASELINE_SHIFT, Relation};
use crate::soft_hyphen::{SOFT_HYPHEN, settle_soft_hyphens};

/// Letters smaller than this part of the page's height (0.8 pt on A4) are not seen by any reader.
const SMALLEST_SEEN: f32 = 0.001;

/// A part of a word at least this wide, in em, is a letter or digit.
pub(crate) const LETTER: f32 = 0.4;

/// The second copy of a glyph that is printed twice to look bold lies within this many em.
const COPY_SHIFT: f32 = 0.08;

/// Makes the page's words, characters and fonts. Words get the visibility that their text run and
/// place give them; what covers them is seen to later.
pub(crate) fn make_words(drawing: &Drawing, fonts: &FontStore<'_>, page: &mut Page) -> Vec<Drawn> {
    let mut maker = WordMaker {
        drawing,
        fonts,
        page,
        drawn: Vec::new(),
        font_ids: BTreeMap::new(),
        open: None,
        last: None,
        apart: true,
        tracking: Vec::new(),
    };
    maker.tracking = tracking_of_lines(drawing);
    /// A word has about six glyphs with the space behind it.
    const GLYPHS_A_WORD: usize = 6;
    maker.page.chars.reserve(drawing.glyphs.len());
    maker
        .page
        .words
        .reserve(drawing.glyphs.len() / GLYPHS_A_WORD);
    let mut copies = Vec::new();
    let mut before: Option<Glyph> = None;
    let mut replacements = drawing.replacements.iter().peekable();
    let mut replaced_until = 0;
    for (index, glyph) in drawing.glyphs.iter().enumerate() {
        if index < replaced_until {
            continue;
        }
        while replacements
            .next_if(|next| next.glyphs.start < index)
            .is_some()
        {}
        if let Some(replacement) = replacements.next_if(|next| next.glyphs.start == index)
            && maker.replace(replacement)
        {
            replaced_until = replacement.glyphs.end;
            before = None;
            continue;
        }
        if before.is_some_and(|before| maker.is_copy(&before, glyph)) {
            copies.push(*glyph);
            continue;
        }
        before = Some(*glyph);
        maker.add(index, glyph, Visibility::Visible);
    }
    maker.close();
    maker.last = None;
    maker.apart = true;
    for glyph in &copies {
        maker.add(usize::MAX, glyph, Visibility::Doubled);
    }
    maker.close();
    // Spaces have left room behind.
    maker.page.chars.shrink_to_fit();
    maker.page.words.shrink_to_fit();
    maker.drawn
}

pub(crate) struct WordMaker<'d, 'a> {
    pub(crate) drawing: &'d Drawing,
    fonts: &'d FontStore<'a>,
    pub(crate) page: &'d mut Page,
    /// How each word was drawn.
    drawn: Vec<Drawn>,
    /// The page's font for the document's font and whether it was thickened.
    font_ids: BTreeMap<(u32, bool), u16>,
    pub(crate) open: Option<OpenWord>,
    /// The last glyph with ink.
    last: Option<Place>,
    /// A space stands before the next glyph.
    apart: bool,
    /// Letter spacing of the line by glyph, where the line's letters are set apart.
    tracking: Vec<f32>,
}

/// The word that the next glyph may belong to.
pub(crate) struct OpenWord {
    run: u32,
    font: u16,
    first_char: usize,
    bbox: Rect,
    baseline: f32,
    glued: bool,
    doubled: Visibility,
    contradicted: bool,
}

impl<'d, 'a> WordMaker<'d, 'a> {
    fn run(&self, index: u32) -> Option<&TextRun> {
        self.drawing.runs.get(index as usize)
    }

    /// Whether the glyph is the same as the one before, printed once more at the same place.
    fn is_copy(&self, before: &Glyph, glyph: &Glyph) -> bool {
        // Nearly all pairs are two letters.
        if before.entry != glyph.entry {
            return false;
        }
        let (Some(a), Some(b)) = (self.run(before.run), self.run(glyph.run)) else {
            return false;
        };
        let near = COPY_SHIFT * b.size;
        a.font == b.font
            && glyph.advance > near
            && (before.at.0 - glyph.at.0).abs() <= near
            && (before.at.1 - glyph.at.1).abs() <= near
            && (a.size - b.size).abs() <= near
    }

    #[inline]
    fn add(&mut self, index: usize, glyph: &Glyph, doubled: Visibility) {
        let Some((run, font)) = self.run_and_font(glyph) else {
            return;
        };
        let table = font.table();
        let Some(code) = table.get(glyph.entry) else {
            return;
        };
        match code.kind {
            Kind::Space => {
                self.close();
                self.apart = true;
                return;
            }
            Kind::Nothing if code.contradicted => {}
            Kind::Nothing => return,
            Kind::Unmapped => {
                self.page.unmapped_glyphs = self.page.unmapped_glyphs.saturating_add(1);
            }
            Kind::Mark if self.put_mark(table.characters(code)) => return,
            Kind::Mark | Kind::Ink => {}
        }
        self.put(index, glyph, run, font, table.characters(code), doubled);
        if let Some(open) = self.open.as_mut().filter(|_| code.contradicted) {
            open.contradicted = true;
        }
    }

    #[inline]
    pub(crate) fn run_and_font(&self, glyph: &Glyph) -> Option<(&'d TextRun, &'d LoadedFont<'a>)> {
        let run = self.drawing.runs.get(glyph.run as usize)?;
        let font = self.fonts.fonts.get(run.font as usize)?;
        Some((run, font))
    }

    /// Adds a glyph's characters to the open word or begins a new one.
    #[inline]
    pub(crate) fn put(
        &mut self,
        index: usize,
        glyph: &Glyph,
        run: &TextRun,
        font: &LoadedFont<'_>,
        characters: &[Shown],
        doubled: Visibility,
    ) {
        let place = place(glyph, run);
        let font_heights = (font.ascent, font.descent);
        let relation = self.relation(place, run, index);
        if relation != Relation::Same {
            self.close();
        }
        if self.open.is_none() {
            let glued = relation != Relation::Apart && !self.apart;
            let font = self.page_font(run.font, run.thickened, &font.info);
            self.open = Some(OpenWord {
                run: glyph.run,
                font,
                first_char: self.page.chars.len(),
                bbox: glyph_box(glyph, run, font_heights),
                baseline: glyph.at.1,
                glued,
                doubled,
                contradicted: false,
            });
        }
        self.apart = false;
        if let Some(open) = &mut self.open {
            if run.along == (1.0, 0.0) && glyph.at.1 == open.baseline {
                let (x0, x1) = (glyph.at.0, glyph.at.0 + glyph.advance);
                if x1 > open.bbox.x1 {
                    open.bbox.x1 = x1;
                }
                if x0 < open.bbox.x0 {
                    open.bbox.x0 = x0;
                }
            } else {
                let drawn = glyph_box(glyph, run, font_heights);
                open.bbox = open.bbox.union(&drawn);
            }
        }
        self.put_characters(characters, glyph, run);
        self.last = Some(place);
    }

    /// How a glyph follows the last one with ink.
    #[inline]
    fn relation(&self, place: Place, run: &TextRun, index: usize) -> Relation {
        let before = self.last.and_then(|last| Some((last, self.run(last.run)?)));
        before.map_or(Relation::Apart, |before| {
            let tracking = self.tracking.get(index).copied().unwrap_or(0.0);
            Relation::of(before, (place, run), tracking)
        })
    }

    /// Puts a combining mark on the last character; `false` if there is none that takes it.
    fn put_mark(&mut self, characters: &[Shown]) -> bool {
        let Some(open) = &self.open else { return false };
        if self.page.chars.len() <= open.first_char {
            return false;
        }
        let (Some(last), Some(&(mark, _))) = (self.page.chars.last_mut(), characters.first())
        else {
            return false;
        };
        match compose(last.value, mark) {
            Some(composed) => {
                last.value = composed;
                true
            }
            None => false,
        }
    }

    #[inline]
    fn put_characters(&mut self, characters: &[Shown], glyph: &Glyph, run: &TextRun) {
        if let (&[(value, raw)], (1.0, 0.0)) = (characters, run.along) {
            // Nearly all glyphs.
            let (x, end) = (glyph.at.0, glyph.at.0 + glyph.advance);
            let (x0, x1) = if end < x { (end, x) } else { (x, end) };
            self.page.chars.push(Char { value, raw, x0, x1 });
            return;
        }
        // A soft hyphen that shares a glyph with a letter is not printed.
        let unprinted = |value: char| value == SOFT_HYPHEN && characters.len() > 1;
        let count = characters
            .iter()
            .filter(|(value, _)| !unprinted(*value))
            .count();
        // The characters share the glyph's box, from left to right.
        let (left, right) = {
            let end = glyph.at.0 + run.along.0 * glyph.advance;
            (glyph.at.0.min(end), glyph.at.0.max(end))
        };
        let share = (right - left) / count.max(1) as f32;
        let mut x0 = left;
        for &(value, raw) in characters {
            let x1 = if unprinted(value) { x0 } else { x0 + share };
            self.page.chars.push(Char { value, raw, x0, x1 });
            x0 = x1;
        }
    }

    /// The index of the font among the page's.
    fn page_font(&mut self, id: u32, thickened: bool, info: &Font) -> u16 {
        *self.font_ids.entry((id, thickened)).or_insert_with(|| {
            self.page.fonts.push(Font {
                bold: info.bold || thickened,
                ..info.clone()
            });
            u16::try_from(self.page.fonts.len() - 1).unwrap_or(u16::MAX)
        })
    }

    /// How the digits are written that stand small behind a digit, as footnote marks do: raised or
    /// lowered, so that they are no part of the number.
    fn digit_mark(&self, open: &OpenWord, size: f32) -> Option<fn(char) -> char> {
        /// Marks are at most this part of the size of what they stand at.
        const SMALL: f32 = 0.8;
        let before = self.page.words.last().filter(|_| open.glued)?;
        let digits = self.page.chars.get(open.first_char..)?;
        (size <= SMALL * before.size
            && before.text.ends_with(|c: char| c.is_ascii_digit())
            && digits.iter().all(|char| char.value.is_ascii_digit()))
        .then_some(
            if open.baseline > before.baseline + BASELINE_SHIFT * before.size {
                lowered
            } else {
                raised
            },
        )
    }

    /// Ends the open word.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let Some(run) = self.drawing.runs.get(open.run as usize) else {
            return;
        };
        settle_soft_hyphens(&mut self.page.chars, open.first_char);
        if let Some(mark) = self.digit_mark(&open, run.size) {
            for char in self.page.chars.iter_mut().skip(open.first_char) {
                char.value = mark(char.value);
            }
        }
        let end = self.page.chars.len();
        let chars = self
            .page
            .chars
            .get(open.first_char..end)
            .unwrap_or_default();
        let mut text = String::with_capacity(chars.len() + 1);
        text.extend(chars.iter().map(|char| char.value));
        if text.is_empty() {
            return;
        }
        let whole = Rect::new(0.0, 0.0, self.page.width, self.page.height);
        let (x, y) = (open.bbox.mid_x(), open.bbox.mid_y());
        let visibility = if run.invisible || run.size < SMALLEST_SEEN * self.page.height {
            Visibility::Invisible
        } else if !whole.contains(x, y) {
            Visibility::OffPage
        } else if !run.clip.contains(x, y) {
            Visibility::Clipped
        } else {
            open.doubled
        };
        let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.page.words.push(Word {
            text,
            chars: (index(open.first_char), index(end)),
            bbox: open.bbox,
            baseline: open.baseline,
            size: run.size,
            font: open.font,
            colour: run.colour,
            glued: open.glued,
            visibility,
            confidence: None,
        });
        self.drawn.push(Drawn {
            order: run.order,
            cut: run.doubtful
                || is_cut(&open.bbox, &run.clip, run.size)
                || is_cut(&open.bbox, &whole, run.size),
            contradicted: open.contradicted,
        });
    }
}

/// How a word was drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawn {
    /// Position in the drawing order.
    pub(crate) order: u32,
    /// The clip path or the page's edge cuts letters off, or a mask may.
    pub(crate) cut: bool,
    /// The file says two things of a digit in it.
    pub(crate) contradicted: bool,
}

/// Whether a part of the word as wide as a letter lies beside the area that is shown.
fn is_cut(word: &Rect, shown: &Rect, size: f32) -> bool {
    let most = LETTER * size;
    shown.x0 - word.x0 > most || word.x1 - shown.x1 > most
}
