//! What is open becomes an initiative with its sections, and the pages a transcript.

use uip_layout::{Cell, Region};
use uip_model::{
    AreaHeading, Finding, InitiativeTranscript, Kind, MarkWord, Origin, RowTranscript, TextBlock,
    TextLine, Transcript, merge_origins,
};

use super::{OpenInitiative, OpenSection, Reader};
use crate::blocks::{self, is_sure};
use crate::budget::{self, Budgets};
use crate::collected;
use crate::heading;
use crate::legibility;
use crate::lexicon::SURE;
use crate::template::template;
use crate::torn_heading;

/// The name of a budget has at most so many words.
const MAX_NAME: usize = 5;

impl Reader<'_, '_> {
    /// The waiting lines stand between two rows: what lies under the open section's body goes on with
    /// it, as on a page that shows no borders; the rest are notes of the open initiative.
    pub(super) fn notes(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let Some(open) = &mut self.open else {
            self.front.extend(waiting);
            return;
        };
        let section = open.sections.last_mut().filter(|_| !open.ended);
        let Some((section, edge)) = section.and_then(|s| {
            let last = s.body.last()?.bbox;
            Some((s, last))
        }) else {
            open.notes.extend(waiting);
            return;
        };
        let beside = section.start.columns > 1;
        for line in waiting {
            let page = line.page;
            let inside = line.bbox.x0 >= edge.x0 - 3.0 && line.bbox.x1 <= edge.x1 + 3.0;
            let later = section
                .body
                .last()
                .is_some_and(|c| c.page < page || c.page == page && c.bbox.height() == 0.0);
            if !(beside && inside && later) {
                open.notes.push(line);
                continue;
            }
            // A cell of no height gathers the lines of a page without borders.
            let bbox = uip_model::Rect::new(edge.x0, line.bbox.y0, edge.x1, line.bbox.y0);
            match section.body.last_mut().filter(|c| c.page == page) {
                Some(cell) => cell.content.push(Region::Line(line)),
                None => section.body.push(Cell {
                    bbox,
                    page,
                    content: vec![Region::Line(line)],
                }),
            }
        }
    }

    /// The waiting lines stand above a budget: those that name unit or price level are its caption.
    pub(super) fn captions(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        // A few words alone over a budget are its name: `Initiativets budget`.
        let named = waiting.len() == 1;
        let names = |l: &TextLine| named && l.words.len() <= MAX_NAME && !l.text.ends_with('.');
        let (caption, notes): (Vec<TextLine>, Vec<TextLine>) = waiting
            .into_iter()
            .partition(|l| budget::is_caption(self.ctx, l) || names(l));
        if let Some(open) = &mut self.open {
            open.notes.extend(notes);
            if let Some(table) = open.budgets.tables.last_mut() {
                table.caption.extend(caption);
            } else {
                open.notes.extend(caption);
            }
        }
    }

    /// Closes the open initiative and opens a new one with the heading among the waiting lines.
    pub(super) fn initiative(&mut self) {
        let found = heading::find(self.ctx, std::mem::take(&mut self.waiting));
        match &mut self.open {
            Some(open) => open.notes.extend(found.before),
            None => self.front.extend(found.before),
        }
        self.close();
        if let Some((key, lines)) = found.area {
            self.area = Some(AreaHeading { key, lines });
        }
        // A table over the heading, of all initiatives together, is none of its budgets.
        let mut budgets = std::mem::take(&mut self.ahead);
        let heading = found.lines.first().map(|l| (l.page, l.bbox.y0));
        if budgets.top().zip(heading).is_some_and(|(t, h)| t < h) {
            self.front.extend(budgets.lines());
            budgets = Budgets::default();
            self.budgets_first = false;
        }
        let transcript = InitiativeTranscript {
            label: found.label,
            label_origin: found.label_origin,
            heading: found.lines,
            area: self.area.clone(),
            ..InitiativeTranscript::default()
        };
        self.open = Some(OpenInitiative {
            transcript,
            notes: found.after,
            budgets,
            ..OpenInitiative::default()
        });
    }

    pub(super) fn close(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        let running = open.sections.iter().flat_map(OpenSection::running_lines);
        let beside = legibility::side_by_side(self.ctx, running);
        self.ctx.findings.extend(beside);
        for section in open.sections {
            let row = self.section(section, &mut open.budgets);
            open.transcript.rows.push(row);
        }
        open.transcript.budgets = open.budgets.tables;
        open.transcript.notes = blocks::loose(self.ctx, open.notes);
        open.transcript.findings = std::mem::take(&mut self.ctx.findings);
        if open.transcript.heading.is_empty() {
            let origin = open
                .transcript
                .rows
                .first()
                .map(|r| r.origin.clone())
                .unwrap_or_default();
            open.transcript
                .findings
                .push(Finding::new("heading_missing", origin));
        }
        self.done.push(open.transcript);
    }

    pub(super) fn section(&mut self, section: OpenSection, budgets: &mut Budgets) -> RowTranscript {
        let OpenSection {
            start,
            body,
            origin,
        } = section;
        self.ctx
            .marks
            .extend(start.marker.iter().map(|(page, w)| MarkWord {
                page: *page,
                word: w.word,
            }));
        let text = blocks::joined(&start.heading);
        let matched = torn_heading::matched(self.ctx, &start.heading);
        if matched.key == "other" || !is_sure(&matched) {
            let code = if matched.key == "other" {
                "heading_unknown"
            } else {
                "heading_uncertain"
            };
            let places = start.heading.iter().map(|l| Origin {
                page: l.page,
                bbox: l.bbox,
            });
            let finding = Finding::new(code, merge_origins(places))
                .arg("heading", &text)
                .arg("nearest", &matched.nearest);
            self.ctx
                .findings
                .push(finding.arg("certainty", format!("{:.2}", matched.certainty)));
        }
        let doubts = legibility::check(self.ctx, &text, &body);
        self.ctx.findings.extend(doubts);
        let blocks = blocks::blocks(self.ctx, &body, budgets);
        let (number, marker) = start
            .label
            .map(|l| (l.number, l.printed))
            .unwrap_or_default();
        RowTranscript {
            number,
            marker,
            heading: start.heading,
            matched,
            blocks,
            origin: merge_origins(origin),
        }
    }

    pub(super) fn finish(mut self) -> Transcript {
        self.release_held();
        // Text after the last table: up to the first heading it belongs to the last initiative.
        let waiting = std::mem::take(&mut self.waiting);
        let cut = waiting
            .iter()
            .position(|l| self.ctx.is_display(l) || heading::label(self.ctx, l).is_some())
            .unwrap_or(waiting.len());
        let mut notes = waiting;
        self.back = notes.split_off(cut);
        match &mut self.open {
            Some(open) => open.notes.extend(notes),
            None => self.front.extend(notes),
        }
        self.close();
        let unread = std::mem::take(&mut self.ahead).lines();
        self.back.extend(unread);
        let unnamed = collected::part(self.ctx, &mut self.done);
        self.back.extend(unnamed);
        let mut transcript = Transcript {
            metadata: self.ctx.pages.metadata.clone(),
            ..Transcript::default()
        };
        let matched = self.done.iter().any(|i| {
            i.rows
                .iter()
                .filter(|r| r.matched.certainty >= SURE)
                .count()
                >= 2
        });
        if !matched {
            self.ctx.marks.clear();
            return transcript;
        }
        transcript.kind = Kind::Release;
        transcript.front = self.text(self.front.clone());
        transcript.back = self.text(self.back.clone());
        transcript.initiatives = self.done;
        transcript.template = template(self.ctx, &transcript.initiatives);
        transcript
    }

    pub(super) fn text(&mut self, lines: Vec<TextLine>) -> Vec<TextBlock> {
        blocks::loose(self.ctx, lines)
    }
}
