//! Which row begins a section, and whether a new initiative begins with it.

use uip_layout::Row;
use uip_model::{Finding, Origin};

use super::{OpenSection, Reader};
use crate::heading;
use crate::lexicon::{LIKELY, SURE};
use crate::section::{self, Numbering, Start, Step};

impl Reader<'_, '_> {
    /// Takes a row as the beginning of a section, if the numbering or the lexicon says that it is.
    pub(super) fn begin(&mut self, mut start: Start, next: Option<&Row>) -> bool {
        if let (Some(open), Some(label)) = (&self.open, &mut start.label) {
            *label = open.numbering.read(label);
        }
        let labelled = self
            .waiting
            .iter()
            .any(|l| heading::label(self.ctx, l).is_some());
        // Lines that stand out, as headings of initiatives do, with or without a label.
        let titled = labelled
            || self
                .waiting
                .iter()
                .any(|l| self.ctx.is_display(l) && !self.ctx.looks_like_section(l));
        let known = start.matched.certainty >= SURE;
        let likely = start.matched.certainty >= LIKELY;
        let follows = next
            .and_then(|r| section::start(self.ctx, r))
            .and_then(|s| s.label)
            .map(|l| {
                start
                    .label
                    .as_ref()
                    .map_or(l.rank, |s| l.after(s.kind, s.rank).rank)
            });
        let begins_sequence = |rank: u32| follows.is_some_and(|f| f == rank + 1);
        let step = match (&self.open, &start.label) {
            (Some(open), Some(label)) => open.numbering.step(label),
            (None, Some(label)) => Numbering::default().step(label),
            // Without a number: the same section cannot come twice in one initiative.
            (Some(_), None) if titled => Step::Restart,
            // The rest of a heading that a page break cut, not an unnumbered one between numbered ones.
            (Some(open), None) if self.resumes && open.numbering.last() > 0 => return false,
            (Some(_), None) => Step::Next,
            (None, None) => Step::Restart,
        };
        let rank = start.label.as_ref().map_or(1, |l| l.rank);
        let cut = |reader: &mut Self| next.is_none() && !titled && reader.first_digit(&start);
        if step != Step::Next && !labelled && (self.second_digit(&start) || cut(self)) {
            return true;
        }
        match step {
            Step::Restart
                if known
                    || (labelled && likely)
                    || (titled && (start.looks || begins_sequence(rank)))
                    || (titled && rank == 1 && next.is_none() && start.columns > 1)
                    || (likely && begins_sequence(rank)) => {}
            Step::Restart => return false,
            Step::Next if labelled && known && self.open.is_some() => {
                self.initiative();
                self.push(start);
                return true;
            }
            Step::Next if start.label.is_some() || known || start.looks => {
                self.notes();
                self.push(start);
                return true;
            }
            Step::Stray if labelled && known => {}
            Step::Stray if known && start.label.is_some() => {
                self.notes();
                self.push(start);
                return true;
            }
            Step::Next | Step::Stray => return false,
        }
        if self.open.is_none()
            && start.label.is_none()
            && !labelled
            && !begins_sequence(rank)
            && next.is_none()
        {
            return false;
        }
        self.initiative();
        // Letters as markers are a template's own affair; the initiative begins all the same.
        if let Some(label) = &mut start.label
            && label.rank != 1
        {
            self.ctx.findings.push(
                Finding::new("section_number_start", start.origin.clone())
                    .arg("marker", &label.printed),
            );
        }
        self.push(start);
        true
    }

    /// The first digit of a number that a page break cuts from the second: "1" at the foot of the
    /// page where 10 is due (UIP 2020 sets "10" as "1" over "0").
    pub(super) fn first_digit(&mut self, start: &Start) -> bool {
        let (Some(open), Some(label)) = (&mut self.open, &start.label) else {
            return false;
        };
        let due = (open.numbering.last() + 1).to_string();
        if label.closed || due.len() != 2 || !due.starts_with(&label.number) || label.number == due
        {
            return false;
        }
        open.sections.push(OpenSection {
            start: start.clone(),
            body: start.body.clone(),
            origin: start.origin.clone(),
        });
        true
    }

    /// The second digit of such a number.
    pub(super) fn second_digit(&mut self, start: &Start) -> bool {
        let Some(open) = &mut self.open else {
            return false;
        };
        let due = (open.numbering.last() + 1).to_string();
        let (Some(label), Some(last)) = (&start.label, open.sections.last_mut()) else {
            return false;
        };
        let whole = last
            .start
            .label
            .as_ref()
            .map(|before| format!("{}{}", before.number, label.number));
        let Some(found) = whole
            .filter(|w| *w == due && !label.closed)
            .and_then(|w| crate::mark::label(&w))
        else {
            return false;
        };
        last.start.marker.extend(start.marker.iter().copied());
        last.start.heading.extend(start.heading.iter().cloned());
        last.body.extend(start.body.iter().cloned());
        last.origin.extend(start.origin.iter().copied());
        open.numbering.set(&found);
        last.start.label = Some(found);
        true
    }

    pub(super) fn push(&mut self, start: Start) {
        if let Some(open) = &mut self.open {
            if let Some(label) = &start.label {
                open.numbering.set(label);
            }
            open.budgets.close();
            open.ended = false;
            let (mut body, mut origin) = (start.body.clone(), start.origin.clone());
            if let Some(held) = self.held.take()
                && let Some(text) = held.cells.last()
            {
                body.insert(0, text.clone());
                let page = text.page;
                origin.insert(
                    0,
                    Origin {
                        page,
                        bbox: held.bbox,
                    },
                );
            }
            open.sections.push(OpenSection {
                body,
                origin,
                start,
            });
        }
    }
}
