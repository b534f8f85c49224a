//! A yearly release: from the pages' regions to initiatives.
//!
//! One pass over rows and lines in printed order. A row that begins a numbered section opens an
//! initiative when the numbering starts again or a labelled heading stands above it; other rows go on
//! with what is open; lines between tables wait until it is clear whether they are a heading.

use uip_layout::{Cell, PageLayout, Region, Row, Table};
use uip_model::{
    AreaHeading, Finding, InitiativeTranscript, Kind, MarkWord, Origin, RowTranscript, TextBlock,
    TextLine, Transcript, merge_origins,
};

use crate::blocks::{self, is_sure};
use crate::budget::{self, Budgets};
use crate::collected;
use crate::context::{Context, Style};
use crate::frame::{add_nested, framed};
use crate::heading;
use crate::legibility;
use crate::lexicon::{LIKELY, SURE};
use crate::look;
use crate::section::{self, Numbering, Start, Step};
use crate::template::template;
use crate::torn_heading;

/// The name of a budget has at most so many words.
const MAX_NAME: usize = 5;

/// A section as its rows come in.
#[derive(Clone, Debug)]
struct OpenSection {
    start: Start,
    body: Vec<Cell>,
    origin: Vec<Origin>,
}

impl OpenSection {
    /// Its heading and its text outside tables.
    fn running_lines(&self) -> impl Iterator<Item = &TextLine> {
        let content = self.body.iter().flat_map(|c| &c.content);
        let text = content.filter_map(|r| match r {
            Region::Line(line) => Some(line),
            Region::Table(_) => None,
        });
        self.start.heading.iter().chain(text)
    }
}

#[derive(Debug, Default)]
struct OpenInitiative {
    transcript: InitiativeTranscript,
    sections: Vec<OpenSection>,
    numbering: Numbering,
    budgets: Budgets,
    /// A budget stood behind the last section: what follows is none of the section's.
    ended: bool,
    notes: Vec<TextLine>,
}

struct Reader<'a, 'b> {
    ctx: &'a mut Context<'b>,
    front: Vec<TextLine>,
    back: Vec<TextLine>,
    area: Option<AreaHeading>,
    done: Vec<InitiativeTranscript>,
    open: Option<OpenInitiative>,
    /// Lines since the last row, which may turn out to be a heading.
    waiting: Vec<TextLine>,
    /// Page of the last row.
    page: u32,
    /// The present row is the first on its page.
    resumes: bool,
    /// The last row of a page, whose heading may stand on the next one.
    held: Option<Row>,
    /// Budgets between an initiative's heading and its first section.
    ahead: Budgets,
    /// The document's first budget stood there.
    budgets_first: bool,
}

/// Reads the pages as a release. The transcript's kind is [`Kind::Unknown`] where no initiative was
/// found; then it has no text either, so that the ledger shows all of it.
pub(crate) fn transcribe(ctx: &mut Context<'_>, pages: Vec<PageLayout>) -> Transcript {
    let mut reader = Reader {
        ctx,
        front: Vec::new(),
        back: Vec::new(),
        area: None,
        done: Vec::new(),
        open: None,
        waiting: Vec::new(),
        page: 0,
        resumes: false,
        held: None,
        ahead: Budgets::default(),
        budgets_first: false,
    };
    for page in pages {
        for region in framed(page) {
            match region {
                Region::Line(line) => reader.waiting.push(line),
                Region::Table(table) => reader.table(&table),
            }
        }
    }
    reader.finish()
}

impl Reader<'_, '_> {
    fn table(&mut self, table: &Table) {
        if self.goes_ahead() && self.budget_ahead(table) {
            return;
        }
        // A budget is read as a whole where it can be: on its side it makes no sense row by row.
        if let Some(open) = &mut self.open {
            let (mut trial, furnished) = (open.budgets.clone(), self.ctx.furniture.len());
            if budget::read(self.ctx, table, &mut trial) {
                open.budgets = trial;
                open.ended = true;
                self.release_held();
                self.page = table.page;
                self.captions();
                return;
            }
            self.ctx.furniture.truncate(furnished);
        }
        for (i, row) in table.rows.iter().enumerate() {
            self.row(row, table.rows.get(i + 1..).unwrap_or_default());
        }
    }

    /// A budget that comes now belongs to the initiative whose heading waits, not to the open one: the
    /// heading stands right above it, and has a label of its own, or stood so above the document's first
    /// budget.
    fn goes_ahead(&self) -> bool {
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
    fn names_another(&self) -> bool {
        let mut waiting = self.waiting.iter().rev();
        let found = waiting.find_map(|l| {
            let found = heading::label(self.ctx, l).filter(|_| self.ctx.stands_out(l))?;
            Some(found.printed)
        });
        let open = self.open.as_ref().map(|o| o.transcript.label.as_str());
        found.is_some_and(|label| open.is_some_and(|o| !o.is_empty() && o != label))
    }

    /// The waiting line goes on with one that begins with an initiative's label.
    fn wraps_title(&self, line: &TextLine) -> bool {
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

    fn budget_ahead(&mut self, table: &Table) -> bool {
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

    fn row(&mut self, row: &Row, below: &[Row]) {
        if row.cells.iter().all(Cell::is_empty) {
            return;
        }
        if let Some(tables) = tables_alone(row) {
            tables.iter().for_each(|table| self.table(table));
            return;
        }
        let next = below.first();
        let page = row.cells.first().map_or(0, |c| c.page);
        if !self.heads_held(row) {
            self.release_held();
        }
        if self.is_headless(row, next) {
            self.held = Some(row.clone());
            self.page = page;
            return;
        }
        self.resumes = page > self.page;
        self.page = page;
        if let Some(open) = &mut self.open
            && (budget::header(self.ctx, row, &mut open.budgets)
                || budget::rest(self.ctx, row, &mut open.budgets))
        {
            open.ended = true;
            self.captions();
            return;
        }
        if let Some(start) = section::start(self.ctx, row)
            && self.begin(start, next)
        {
            return;
        }
        if let Some(start) = self.unmarked(row) {
            self.notes();
            self.push(start);
            return;
        }
        if let Some(start) = self.first_unmarked(row, below) {
            self.initiative();
            self.push(start);
            return;
        }
        self.release_held();
        if let [cell] = row.cells.as_slice()
            && self.is_title(cell)
        {
            self.waiting.extend(cell.lines().into_iter().cloned());
            return;
        }
        self.go_on(row);
    }

    /// A row without a heading below others of its page, the last one there: some producers put a row's
    /// text on the page and move its heading, which may not be cut, to the next (WeasyPrint).
    fn is_headless(&self, row: &Row, next: Option<&Row>) -> bool {
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
    fn heads_held(&self, row: &Row) -> bool {
        let page = |r: &Row| r.cells.first().map_or(0, |c| c.page);
        self.held.as_ref().is_some_and(|held| {
            page(row) == page(held) + 1
                && row.cells.len() == held.cells.len()
                && (section::start(self.ctx, row).is_some() || self.unmarked(row).is_some())
        })
    }

    /// The held row has no heading of its own: it goes on with the section above.
    fn release_held(&mut self) {
        if let Some(row) = self.held.take() {
            self.go_on(&row);
        }
    }

    /// The first row under an initiative's heading, without a marker and with a heading nobody knows,
    /// where rows of the same form with known headings follow or the page ends.
    fn first_unmarked(&self, row: &Row, below: &[Row]) -> Option<Start> {
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
    fn unmarked(&self, row: &Row) -> Option<Start> {
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
    fn is_title(&self, cell: &Cell) -> bool {
        let lines = cell.lines();
        lines.len() <= 4
            && lines
                .first()
                .is_some_and(|l| heading::label(self.ctx, l).is_some())
            && lines.iter().all(|l| self.ctx.stands_out(l))
    }

    /// Takes a row as the beginning of a section, if the numbering or the lexicon says that it is.
    fn begin(&mut self, mut start: Start, next: Option<&Row>) -> bool {
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
    fn first_digit(&mut self, start: &Start) -> bool {
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
    fn second_digit(&mut self, start: &Start) -> bool {
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

    fn push(&mut self, start: Start) {
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

    /// A row without a marker goes on with the section before: after a page break, or under a heading
    /// cell that spans several rows.
    fn go_on(&mut self, row: &Row) {
        let page = row.cells.first().map_or(0, |c| c.page);
        let ahead = self.stands_ahead(row);
        if !ahead
            && self
                .open
                .as_ref()
                .is_some_and(|o| !o.ended && !o.sections.is_empty())
        {
            self.notes();
        }
        let Some(section) = self
            .open
            .as_mut()
            .filter(|o| !o.ended && !ahead)
            .and_then(|o| o.sections.last_mut())
        else {
            self.waiting.extend(
                row.cells
                    .iter()
                    .flat_map(|c| c.lines().into_iter().cloned()),
            );
            return;
        };
        section.origin.push(Origin {
            page,
            bbox: row.bbox,
        });
        let own_number = section.start.own_cell && row.cells.len() >= 3;
        // A timetable that the page break parted from its section's frame.
        let first = row
            .cells
            .first()
            .map(|c| c.lines().into_iter().cloned().collect::<Vec<_>>());
        let time = first.is_some_and(|lines| self.ctx.lexicon.is_time(&blocks::joined(&lines)));
        let nested =
            row.cells.len() > section.start.columns.max(1) || (time && row.cells.len() >= 2);
        match row.cells.as_slice() {
            [] => {}
            [only] => section.body.push(only.clone()),
            _ if nested => add_nested(&mut section.body, row, page),
            [number, heading, rest @ ..] if own_number && !rest.is_empty() => {
                // "1" at the foot of the page, ")" on the next one.
                let lines = number.lines();
                let mark = lines
                    .iter()
                    .all(|l| !l.text.contains(char::is_alphanumeric));
                if mark {
                    let words = lines
                        .iter()
                        .flat_map(|l| l.words.iter().map(|w| (l.page, *w)));
                    section.start.marker.extend(words);
                } else {
                    section.start.heading.extend(lines.into_iter().cloned());
                }
                section
                    .start
                    .heading
                    .extend(heading.lines().into_iter().cloned());
                section.body.extend(rest.iter().cloned());
            }
            [heading, rest @ ..] => {
                section
                    .start
                    .heading
                    .extend(heading.lines().into_iter().cloned());
                section.body.extend(rest.iter().cloned());
            }
        }
    }

    /// The row is of another form than the open section's, under the heading of the next initiative: what
    /// was not understood there is none of the open one's.
    fn stands_ahead(&self, row: &Row) -> bool {
        let section = self.open.as_ref().and_then(|o| o.sections.last());
        let other = section.is_some_and(|s| row.cells.len() > s.start.columns.max(2));
        let mut waiting = self.waiting.iter();
        other && waiting.any(|l| heading::label(self.ctx, l).is_some() && self.ctx.stands_out(l))
    }

    /// The waiting lines stand between two rows: what lies under the open section's body goes on with
    /// it, as on a page that shows no borders; the rest are notes of the open initiative.
    fn notes(&mut self) {
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
    fn captions(&mut self) {
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
    fn initiative(&mut self) {
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

    fn close(&mut self) {
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

    fn section(&mut self, section: OpenSection, budgets: &mut Budgets) -> RowTranscript {
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

    fn finish(mut self) -> Transcript {
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

    fn text(&mut self, lines: Vec<TextLine>) -> Vec<TextBlock> {
        blocks::loose(self.ctx, lines)
    }
}

/// The tables of a row that has nothing else than tables in its first cell: a narrower table right under the
/// sections' one, which shares its border.
fn tables_alone(row: &Row) -> Option<Vec<Table>> {
    let [first, rest @ ..] = row.cells.as_slice() else {
        return None;
    };
    let tables = first.content.iter().map(|region| match region {
        Region::Table(table) => Some(table.clone()),
        Region::Line(_) => None,
    });
    let tables: Vec<Table> = tables.collect::<Option<_>>()?;
    let alone = !rest.is_empty() && rest.iter().all(Cell::is_empty);
    (alone && !tables.is_empty()).then_some(tables)
}
