//! How a glyph follows the one before it: in the same word, in a word glued to it, or apart from it.

use crate::drawing::TextRun;
use crate::place::Place;

/// A gap from this many em on parts words. A space is 0.2 to 0.33 em wide, 0.15 in lines that are
/// set tight; kerning and justified letters stay below 0.1.
pub(crate) const WORD_GAP: f32 = 0.13;

/// Glyphs that overlap by more than this many em do not follow each other: the second begins a
/// new word.
pub(crate) const MAX_OVERLAP: f32 = 0.4;

/// A baseline that moves by more than this many em is another line or a raised mark.
pub(crate) const BASELINE_SHIFT: f32 = 0.06;

/// A raised or lowered mark stays within this many em of the baseline.
const MARK_SHIFT: f32 = 0.75;

/// How a glyph follows the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// In the same word.
    Same,
    /// Without a gap, in another style or raised.
    Glued,
    /// After a gap, or elsewhere.
    Apart,
}

/// A glyph's place, and the run that it is part of.
pub(crate) type Placed<'r> = (Place, &'r TextRun);

impl Relation {
    /// How a glyph follows the last one, in a line whose letters stand apart by `tracking`.
    #[inline]
    pub(crate) fn of((last, before): Placed<'_>, (place, run): Placed<'_>, tracking: f32) -> Self {
        let shift = (place.height - last.height).abs();
        if last.run == place.run {
            // Nothing but the place can differ.
            let gap = place.start - last.end - tracking.max(run.spacing);
            let follows = gap <= WORD_GAP * run.size && gap >= -MAX_OVERLAP * run.size;
            return if follows && shift <= BASELINE_SHIFT * run.size {
                Self::Same
            } else {
                Self::Apart
            };
        }
        let size = run.size.max(before.size);
        let turned = (run.along.0 - before.along.0).abs() > 0.01
            || (run.along.1 - before.along.1).abs() > 0.01;
        let gap = place.start - last.end - tracking.max(run.spacing.min(before.spacing));
        let room = WORD_GAP * size.min(before.size.max(run.size * 0.8));
        if turned || gap > room || gap < -MAX_OVERLAP * size || shift > MARK_SHIFT * size {
            return Self::Apart;
        }
        let same_style = run.font == before.font
            && (run.size - before.size).abs() <= 0.02 * size
            && run.colour == before.colour
            && run.thickened == before.thickened
            && run.invisible == before.invisible;
        if shift <= BASELINE_SHIFT * size && same_style {
            return Self::Same;
        }
        if shift <= BASELINE_SHIFT * size || (run.size - before.size).abs() > 0.1 * size {
            Self::Glued
        } else {
            Self::Apart
        }
    }
}
