//! What stands above a section's first row: budgets between an initiative's heading and its sections.

use uip_layout::Table;
use uip_model::TextLine;

use super::Reader;
use crate::budget;
use crate::context::Style;
use crate::heading;

impl Reader<'_, '_> {
    /// A budget that comes now belongs to the initiative whose heading waits, not to the open one: the
    /// heading stands right above it, and has a label of its own, or stood so above the document's first
    /// budget.
    pub(super) fn goes_ahead(&self) -> bool {
        if !self.ahead.tables.is_empty() {
            return true;
        }
        let mut above = self.waiting.iter().rev();
        let title = above
            .find(|l| !budget::is_caption(self.ctx, l))
            .is_some_and(|l| {
                let large = l.size > self.ctx.body.size + 1.5;
                self.ctx.stands_out(l) && (large || heading::label(self.ctx, l).is_some())
                    || self.wraps_title(l)
            });
        title && (self.open.is_none() || self.budgets_first || self.names_another())
    }

    /// The last labelled heading among the waiting lines has another label than the open initiative.
    pub(super) fn names_another(&self) -> bool {
        let mut waiting = self.waiting.iter().rev();
        let found = waiting.find_map(|l| {
            let found = heading::label(self.ctx, l).filter(|_| self.ctx.stands_out(l))?;
            Some(found.printed)
        });
        let open = self.open.as_ref().map(|o| o.transcript.label.as_str());
        found.is_some_and(|label| open.is_some_and(|o| !o.is_empty() && o != label))
    }

    /// The waiting line goes on with one that begins with an initiative's label.
    pub(super) fn wraps_title(&self, line: &TextLine) -> bool {
        let labelled = self
            .waiting
            .iter()
            .rposition(|l| heading::label(self.ctx, l).is_some() && self.ctx.stands_out(l));
        let title = labelled.and_then(|at| self.waiting.get(at..));
        title.is_some_and(|lines| {
            let upto = lines.iter().take_while(|l| *l != line).count();
            let style = lines.first().map(Style::of);
            let mut between = lines.iter().take(upto + 1);
            upto <= 3 && between.all(|l| style.is_some_and(|s| s.same(Style::of(l))))
        })
    }

    pub(super) fn budget_ahead(&mut self, table: &Table) -> bool {
        let furnished = self.ctx.furniture.len();
        let mut trial = self.ahead.clone();
        if !budget::read(self.ctx, table, &mut trial) {
            self.ctx.furniture.truncate(furnished);
            return false;
        }
        self.ahead = trial;
        self.budgets_first |= self.open.is_none();
        self.release_held();
        self.page = table.page;
        let waiting = std::mem::take(&mut self.waiting);
        let (caption, rest) = waiting
            .into_iter()
            .partition(|l| budget::is_caption(self.ctx, l));
        self.waiting = rest;
        let caption: Vec<TextLine> = caption;
        self.ahead.caption(caption.into_iter());
        true
    }
}
