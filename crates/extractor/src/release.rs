//! A yearly release: from the pages' regions to initiatives.
//!
//! One pass over rows and lines in printed order. A row that begins a numbered section opens an
//! initiative when the numbering starts again or a labelled heading stands above it; other rows go on
//! with what is open; lines between tables wait until it is clear whether they are a heading.

mod ahead;
mod beginning;
mod closing;
mod headless;

use uip_layout::{Cell, PageLayout, Region, Row, Table};
use uip_model::{AreaHeading, InitiativeTranscript, Origin, TextLine, Transcript};

use crate::blocks;
use crate::budget::{self, Budgets};
use crate::context::Context;
use crate::frame::{add_nested, framed};
use crate::heading;
use crate::section::{self, Numbering, Start};

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

/// Reads the pages as a release. The transcript is of [`Kind::Unknown`](uip_model::Kind::Unknown) where
/// no initiative was found; then it has no text either, so that the ledger shows all of it.
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
