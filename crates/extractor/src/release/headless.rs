//! Rows without a marker that begin a section all the same, or whose heading stands on another page.

use uip_layout::{Cell, Row};
use uip_model::TextLine;

use super::Reader;
use crate::blocks::{self, is_sure};
use crate::heading;
use crate::look;
use crate::section::{self, Start};

impl Reader<'_, '_> {
    /// A row without a heading below others of its page, the last one there: some producers put a row's
    /// text on the page and move its heading, which may not be cut, to the next (WeasyPrint).
    pub(super) fn is_headless(&self, row: &Row, next: Option<&Row>) -> bool {
        let page = row.cells.first().map_or(0, |c| c.page);
        let Some((body, headings)) = row.cells.split_last() else {
            return false;
        };
        next.is_none()
            && page == self.page
            && !headings.is_empty()
            && headings.iter().all(Cell::is_empty)
            && !body.is_empty()
            && self.open.as_ref().is_some_and(|o| {
                !o.ended
                    && o.sections
                        .last()
                        .is_some_and(|s| s.start.columns == row.cells.len())
            })
    }

    /// The row begins a section on the page after the held row, whose text is the section's first.
    pub(super) fn heads_held(&self, row: &Row) -> bool {
        let page = |r: &Row| r.cells.first().map_or(0, |c| c.page);
        self.held.as_ref().is_some_and(|held| {
            page(row) == page(held) + 1
                && row.cells.len() == held.cells.len()
                && (section::start(self.ctx, row).is_some() || self.unmarked(row).is_some())
        })
    }

    /// The held row has no heading of its own: it goes on with the section above.
    pub(super) fn release_held(&mut self) {
        if let Some(row) = self.held.take() {
            self.go_on(&row);
        }
    }

    /// The first row under an initiative's heading, without a marker and with a heading nobody knows,
    /// where rows of the same form with known headings follow or the page ends.
    pub(super) fn first_unmarked(&self, row: &Row, below: &[Row]) -> Option<Start> {
        let labelled =
            |l: &TextLine| heading::label(self.ctx, l).is_some() && self.ctx.stands_out(l);
        let titled = self
            .waiting
            .iter()
            .any(|l| labelled(l) || self.ctx.is_display(l) && !self.ctx.looks_like_section(l));
        let [heading, .., body] = row.cells.as_slice() else {
            return None;
        };
        let lines: Vec<TextLine> = heading.lines().into_iter().cloned().collect();
        let name = blocks::joined(&lines);
        let heads = name.starts_with(char::is_uppercase)
            && name.split_whitespace().count() <= look::MAX_WORDS
            && !self.ctx.lexicon.is_time(&name)
            && !body.is_empty();
        let follows = || {
            below.iter().any(|r| {
                r.cells.len() == row.cells.len()
                    && section::start(self.ctx, r)
                        .is_some_and(|s| s.label.is_none() && is_sure(&s.matched))
            })
        };
        // Under a labelled heading at the foot of a page it may be the only row there.
        let words = || {
            body.lines()
                .iter()
                .any(|l| l.text.contains(char::is_alphabetic))
        };
        let alone = || below.is_empty() && words() && self.waiting.iter().any(labelled);
        (titled && heads && (follows() || alone())).then(|| section::unknown(self.ctx, row, lines))
    }

    /// A row of heading and text among rows without markers: a section whose heading nobody knows.
    pub(super) fn unmarked(&self, row: &Row) -> Option<Start> {
        let open = self.open.as_ref()?;
        let before = &open.sections.last()?.start;
        let lines: Vec<TextLine> = row.cells.first()?.lines().into_iter().cloned().collect();
        let name = blocks::joined(&lines);
        let here = !open.ended
            && open.numbering.last() == 0
            && row.cells.len() == before.columns
            && row.cells.len() > 1;
        // A heading that a page break cuts goes on with a small letter.
        let heads = name.starts_with(char::is_uppercase)
            && name.split_whitespace().count() <= look::MAX_WORDS
            && !self.ctx.lexicon.is_time(&name)
            && row.cells.get(1).is_some_and(|c| !c.is_empty());
        (here && heads).then(|| section::unknown(self.ctx, row, lines))
    }

    /// A row of one cell that holds an initiative's heading.
    pub(super) fn is_title(&self, cell: &Cell) -> bool {
        let lines = cell.lines();
        lines.len() <= 4
            && lines
                .first()
                .is_some_and(|l| heading::label(self.ctx, l).is_some())
            && lines.iter().all(|l| self.ctx.stands_out(l))
    }
}
