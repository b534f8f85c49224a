//! Whether a line goes on with the text before it, over line, column and page ends.

use uip_model::{TextBlock, TextLine};

use super::{PARAGRAPH, Part, Prose, SHORT};
use crate::report::reading_order::FlowLine;
use crate::report::sentence::{ends_sentence, starts_lower};

impl Prose {
    /// Adds a line to the paragraph, item or footnote before it, if it belongs there.
    pub(super) fn goes_on(&mut self, line: &FlowLine, boxed: bool) -> bool {
        let Some(last) = self.last.clone() else {
            return self.goes_on_after_break(line, boxed);
        };
        let alike = (last.line.size - line.line.size).abs() < 0.6
            && (last.line.bold == line.line.bold || line.container > 0)
            && (last.line.italic == line.line.italic || line.container > 0);
        if last.container != line.container {
            return self.goes_on_after_break(line, boxed);
        }
        let width = (last.limits.1 - last.limits.0).max(1.0);
        let full = last.limits.1 - last.line.bbox.x1 < SHORT * width;
        let joined = if last.column == line.column {
            let step = (line.line.bbox.y1 - last.line.bbox.y1) / line.line.size.max(1.0);
            let close = step < self.body.pitch.max(0.9) * PARAGRAPH;
            let ended = !full && ends_sentence(&last.line.text) && !starts_lower(&line.line.text);
            close && !ended
        } else {
            cut(&last.line.text, full, &line.line.text)
        };
        if !(alike && joined) {
            return false;
        }
        self.append(line, last.column == line.column)
    }

    /// The text before a box, table or heading-less break goes on here: it stopped inside a
    /// sentence, and this line begins inside one.
    fn goes_on_after_break(&mut self, line: &FlowLine, boxed: bool) -> bool {
        if !starts_lower(&line.line.text) {
            return false;
        }
        // Text of the page goes on behind boxes and tables, text of a box only in the next box.
        let open = self.parts.iter().rposition(|p| {
            matches!(p, Part::Block { boxed: false, block } if !matches!(block, TextBlock::Table { .. }))
        });
        let open = if boxed {
            self.parts
                .len()
                .checked_sub(1)
                .filter(|_| matches!(self.parts.last(), Some(Part::Block { .. })))
        } else {
            open
        };
        let Some(at) = open else { return false };
        if self
            .parts
            .iter()
            .skip(at + 1)
            .any(|p| matches!(p, Part::Heading(_)))
        {
            return false;
        }
        let Some(Part::Block { block, .. }) = self.parts.get_mut(at) else {
            return false;
        };
        let Some(lines) = last_lines(block) else {
            return false;
        };
        let fits = lines.last().is_some_and(|l| {
            !ends_sentence(&l.text)
                && (l.size - line.line.size).abs() < 0.6
                && l.bold == line.line.bold
                && (!boxed || l.page + 1 == line.line.page)
        });
        if fits {
            lines.push(line.line.clone());
        }
        fits
    }

    /// Puts the line behind the last block's lines; a list item only takes lines that are set in
    /// as far as its text.
    fn append(&mut self, line: &FlowLine, same_column: bool) -> bool {
        let Some(Part::Block { block, .. }) = self.parts.last_mut() else {
            return false;
        };
        let item = matches!(
            block,
            TextBlock::Bullets { .. } | TextBlock::Numbered { .. }
        );
        let Some(lines) = last_lines(block) else {
            return false;
        };
        // Items without hanging indents go on under their marks, inside a sentence.
        let inside =
            starts_lower(&line.line.text) && lines.last().is_some_and(|l| !ends_sentence(&l.text));
        let set_in = lines
            .last()
            .is_none_or(|l| line.line.bbox.x0 > l.bbox.x0 - 6.0);
        if item && same_column && !set_in && !inside {
            return false;
        }
        lines.push(line.line.clone());
        true
    }
}

fn last_lines(block: &mut TextBlock) -> Option<&mut Vec<TextLine>> {
    match block {
        TextBlock::Paragraph { lines } | TextBlock::Footnote { lines, .. } => Some(lines),
        TextBlock::Bullets { items, .. } | TextBlock::Numbered { items, .. } => items.last_mut(),
        _ => None,
    }
}

/// A text cut by a column or page end goes on with this line.
fn cut(before: &str, full: bool, next: &str) -> bool {
    // A line this short fills no column.
    let long = before.chars().count() >= 25;
    !ends_sentence(before) && (starts_lower(next) || (full && long))
}
