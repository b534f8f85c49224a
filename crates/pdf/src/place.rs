//! Where glyphs lie in the direction of their own line, and whether a line's letters are set apart.

use uip_model::Rect;

use crate::drawing::{Drawing, Glyph, TextRun};
use crate::sequence::{BASELINE_SHIFT, MAX_OVERLAP, WORD_GAP};

/// Letters that are set apart by up to this many em are still one word if all of the line's are.
const MAX_TRACKING: f32 = 0.32;

/// Gaps that must agree before letters count as set apart on purpose.
const TRACKED_GAPS: usize = 4;

/// Where a glyph lies in the direction of its own line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) run: u32,
    /// Along the line.
    pub(crate) start: f32,
    pub(crate) end: f32,
    /// Across the line, growing upwards.
    pub(crate) height: f32,
}

/// The place of a glyph.
#[inline]
pub(crate) fn place(glyph: &Glyph, run: &TextRun) -> Place {
    let (x, y) = glyph.at;
    let along = run.along;
    let start = x * along.0 + y * along.1;
    Place {
        run: glyph.run,
        start,
        end: start + glyph.advance,
        // The normal of the line, y downwards: upwards for upright text.
        height: x * along.1 - y * along.0,
    }
}

/// The upright box of a glyph: advance along the line, ascent and descent in em across.
pub(crate) fn glyph_box(glyph: &Glyph, run: &TextRun, (ascent, descent): (f32, f32)) -> Rect {
    let (x, y) = glyph.at;
    let end = (
        x + run.along.0 * glyph.advance,
        y + run.along.1 * glyph.advance,
    );
    let up = (run.up.0 * ascent * run.size, run.up.1 * ascent * run.size);
    let down = (run.up.0 * descent * run.size, run.up.1 * descent * run.size);
    if run.along.1 == 0.0 {
        // Slanted letters of an upright line do not widen its box.
        return Rect::new(x, y + up.1, end.0, y - down.1);
    }
    let corners = [(x, y), end].map(|(x, y)| Rect::new(x + up.0, y + up.1, x - down.0, y - down.1));
    let [first, last] = corners;
    first.union(&last)
}

/// Letter spacing by glyph: where the letters of a line stand apart evenly, the spacing is the
/// lower quarter of the gaps, and words are parted by more than that. Empty where no line's
/// letters do, which is nearly always.
pub(crate) fn tracking_of_lines(drawing: &Drawing) -> Vec<f32> {
    let glyphs = &drawing.glyphs;
    let mut tracking = Vec::new();
    let mut gaps: Vec<f32> = Vec::new();
    // How many of the gaps are wide enough to have been set on purpose.
    let mut wide = 0;
    let mut first = 0;
    let mut size = 0.0;
    let mut last: Option<Place> = None;
    let mut settle = |gaps: &mut Vec<f32>, wide: usize, line: std::ops::Range<usize>, size: f32| {
        if gaps.len() >= TRACKED_GAPS && wide * 4 >= gaps.len() * 3 {
            gaps.sort_by(f32::total_cmp);
            let quarter = gaps.get(gaps.len() / 4).copied().unwrap_or(0.0);
            if quarter <= MAX_TRACKING * size {
                tracking.resize(glyphs.len(), 0.0);
                if let Some(line) = tracking.get_mut(line) {
                    line.fill(quarter);
                }
            }
        }
        gaps.clear();
    };
    for (index, glyph) in glyphs.iter().enumerate() {
        let Some(run) = drawing.runs.get(glyph.run as usize) else {
            continue;
        };
        let place = place(glyph, run);
        let gap = last.map_or(f32::MAX, |last| place.start - last.end);
        let same_line = gap > -MAX_OVERLAP * run.size
            && gap < MAX_TRACKING * 3.0 * run.size
            && last.is_some_and(|last| {
                (last.height - place.height).abs() <= BASELINE_SHIFT * run.size
            });
        if same_line {
            wide += usize::from(gap > WORD_GAP / 3.0 * run.size);
            gaps.push(gap);
        } else {
            settle(&mut gaps, wide, first..index, size);
            wide = 0;
            first = index;
        }
        size = run.size;
        last = Some(place);
    }
    settle(&mut gaps, wide, first..glyphs.len(), size);
    tracking
}
