//! What running text looks like, and what stands out from it.

use uip_model::{Colour, TextLine};

use super::reading_order::FlowLine;

/// A heading is larger than the text by this factor, or bold, or in another colour.
const LARGER: f32 = 1.12;

/// A colour this far from that of the text stands out.
pub(super) const OTHER_COLOUR: u8 = 48;

/// The look of the document's running text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Body {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) colour: Colour,
    /// Usual distance of successive lines by type size.
    pub(crate) pitch: f32,
}

impl Body {
    /// What most characters of the lines look like.
    pub(crate) fn of<'a>(lines: impl Iterator<Item = &'a FlowLine> + Clone) -> Self {
        let mut looks: Vec<(Self, usize)> = Vec::new();
        for l in lines.clone() {
            let look = Self {
                size: l.line.size,
                bold: l.line.bold,
                colour: l.colour,
                pitch: 0.0,
            };
            let n = l.line.text.chars().count();
            let known = looks.iter_mut().find(|(k, _)| {
                (k.size - look.size).abs() < 0.3
                    && k.bold == look.bold
                    && k.colour.distance(look.colour) < OTHER_COLOUR
            });
            match known {
                Some((_, count)) => *count += n,
                None => looks.push((look, n)),
            }
        }
        let mut body = looks
            .into_iter()
            .max_by_key(|(_, n)| *n)
            .map_or_else(Self::default, |(l, _)| l);
        let all: Vec<&FlowLine> = lines
            .filter(|l| (l.line.size - body.size).abs() < 0.3)
            .collect();
        let mut steps: Vec<f32> = all
            .windows(2)
            .filter_map(|w| match w {
                [a, b] if a.column == b.column => {
                    Some((b.line.bbox.y1 - a.line.bbox.y1) / body.size.max(1.0))
                }
                _ => None,
            })
            .filter(|s| *s > 0.5 && *s < 3.0)
            .collect();
        steps.sort_by(f32::total_cmp);
        // The lower third: within paragraphs lines are closest.
        body.pitch = steps.get(steps.len() / 3).copied().unwrap_or(1.2);
        body
    }

    pub(super) fn larger(&self, line: &TextLine) -> bool {
        line.size > self.size * LARGER
    }

    /// A line looks like a heading: larger, bold or in another colour than the text.
    pub(crate) fn stands_out(&self, line: &FlowLine) -> bool {
        let coloured =
            line.colour.distance(self.colour) > OTHER_COLOUR && line.line.size > self.size * 0.95;
        self.larger(&line.line)
            || (line.line.bold && !self.bold && line.line.size > self.size * 0.95)
            || coloured
    }
}
