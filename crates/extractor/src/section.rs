//! Rows of section tables: which row begins a section, with which marker and heading, and which
//! goes on with the one before.

use uip_layout::{Cell, Region, Row, tail};
use uip_model::{Match, Origin, TextLine, TextWord};

use crate::blocks::{is_sure, joined};
use crate::context::Context;
use crate::lexicon::LIKELY;
use crate::look;
use crate::mark::{Label, LabelKind, is_period, label, leading_label};
use crate::torn_heading;

/// The beginning of a section as a row of a table shows it.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) label: Option<Label>,
    /// The marker has a cell of its own.
    pub(crate) own_cell: bool,
    /// Cells in the row.
    pub(crate) columns: usize,
    /// Words of the marker.
    pub(crate) marker: Vec<(u32, TextWord)>,
    pub(crate) heading: Vec<TextLine>,
    pub(crate) matched: Match,
    /// Set as the document's headings of sections are.
    pub(crate) looks: bool,
    pub(crate) body: Vec<Cell>,
    pub(crate) origin: Vec<Origin>,
}

/// Reads a row as the beginning of a section; `None` if its first cells hold neither a marker nor a
/// known heading.
pub(crate) fn start(ctx: &Context<'_>, row: &Row) -> Option<Start> {
    let start = read(ctx, row)?;
    Some(Start {
        columns: row.cells.len(),
        ..start
    })
}

fn read(ctx: &Context<'_>, row: &Row) -> Option<Start> {
    let cells: Vec<&Cell> = row.cells.iter().collect();
    let origin = cells
        .iter()
        .map(|c| Origin {
            page: c.page,
            bbox: row.bbox,
        })
        .take(1)
        .collect();
    match cells.as_slice() {
        [] => None,
        [only] => stacked(ctx, only, origin),
        [first, rest @ ..] => {
            let lines: Vec<TextLine> = first.lines().into_iter().cloned().collect();
            let text = joined(&lines);
            if let Some(found) = label(&text) {
                // The number has a cell of its own: the heading is in the next one.
                let (heading, body) = match rest {
                    [heading, body @ ..] if !body.is_empty() => {
                        (heading.lines().into_iter().cloned().collect(), body)
                    }
                    body => (Vec::new(), body),
                };
                let marker = lines
                    .iter()
                    .flat_map(|l| l.words.iter().map(|w| (l.page, *w)))
                    .collect();
                let start = finish(
                    ctx,
                    Some(found),
                    marker,
                    heading,
                    body.iter().map(|c| (*c).clone()).collect(),
                    origin,
                )?;
                return Some(Start {
                    own_cell: true,
                    ..start
                });
            }
            let body: Vec<Cell> = rest.iter().map(|c| (*c).clone()).collect();
            if let Some((found, heading, words)) = parted_number(&lines) {
                let page = first.page;
                let marker = words.into_iter().map(|w| (page, w)).collect();
                return finish(ctx, Some(found), marker, heading, body, origin);
            }
            // In a row of cells a number before a capital is a marker.
            if let Some((found, bytes)) = leading_label(&text).or_else(|| look::bare_number(&text))
                && let Some(line) = lines.first()
                && bytes <= line.text.len()
            {
                let (head, marker) = tail(line, bytes);
                let page = line.page;
                let mut heading = vec![head];
                heading.retain(|l| !l.words.is_empty());
                heading.extend(lines.into_iter().skip(1));
                return finish(
                    ctx,
                    Some(found),
                    marker.into_iter().map(|w| (page, w)).collect(),
                    heading,
                    body,
                    origin,
                );
            }
            if text.is_empty() {
                return None;
            }
            let start = finish(ctx, None, Vec::new(), lines, body, origin)?;
            (is_sure(&start.matched) || start.looks).then_some(start)
        }
    }
}

/// A marker of two digits that a narrow column without lines parts: `1 Varighed` over `1.`
fn parted_number(lines: &[TextLine]) -> Option<(Label, Vec<TextLine>, Vec<TextWord>)> {
    let [first, second, more @ ..] = lines else {
        return None;
    };
    let (digit, _) = first.text.split_once(' ')?;
    let (mark, tail_of) = (label(&second.text)?, tail(first, digit.len()));
    let whole = label(&format!("{digit}{}", second.text)).filter(|l| l.rank >= 10)?;
    let under = second.words.len() == 1 && (first.bbox.x0 - second.bbox.x0).abs() < 2.0;
    let digits = digit.bytes().all(|b| b.is_ascii_digit()) && mark.kind == LabelKind::Digits;
    if !under || !digits {
        return None;
    }
    let (name, words) = tail_of;
    let marker = words.into_iter().chain(second.words.iter().copied());
    let heading = std::iter::once(name).chain(more.iter().cloned());
    Some((whole, heading.collect(), marker.collect()))
}

/// A row whose first cell is the heading, though nothing in it says so.
pub(crate) fn unknown(ctx: &Context<'_>, row: &Row, heading: Vec<TextLine>) -> Start {
    let matched = torn_heading::matched(ctx, &heading);
    let page = row.cells.first().map_or(0, |c| c.page);
    Start {
        label: None,
        own_cell: false,
        columns: row.cells.len(),
        marker: Vec::new(),
        heading,
        matched,
        looks: false,
        body: row.cells.iter().skip(1).cloned().collect(),
        origin: vec![Origin {
            page,
            bbox: row.bbox,
        }],
    }
}

/// A heading above its text in one cell: `3) Formål` on a line of its own.
fn stacked(ctx: &Context<'_>, cell: &Cell, origin: Vec<Origin>) -> Option<Start> {
    let Some(Region::Line(first)) = cell.content.first() else {
        return None;
    };
    let looks = look::is_section(ctx, first);
    let labelled = leading_label(&first.text)
        .or_else(|| bare_label(ctx, &first.text))
        .or_else(|| look::bare_number(&first.text).filter(|_| looks));
    let (head, marker) = tail(first, labelled.as_ref().map_or(0, |(_, bytes)| *bytes));
    // The heading goes on over lines of the same style.
    let more = cell
        .content
        .iter()
        .skip(1)
        .map_while(|r| match r {
            Region::Line(l)
                if ctx.stands_out(first)
                    && l.bold == first.bold
                    && l.italic == first.italic
                    && (l.size - first.size).abs() < 0.6 =>
            {
                Some(l.clone())
            }
            _ => None,
        })
        .collect::<Vec<_>>();
    let used = 1 + more.len();
    let mut heading = vec![head];
    heading.extend(more);
    let body = Cell {
        content: cell.content.iter().skip(used).cloned().collect(),
        bbox: cell.bbox,
        page: cell.page,
    };
    let page = first.page;
    let marker = marker.into_iter().map(|w| (page, w)).collect();
    let label = labelled.map(|(found, _)| found);
    let start = finish(ctx, label, marker, heading, vec![body], origin)?;
    let believed = match start.label {
        Some(_) => start.matched.certainty >= LIKELY || ctx.stands_out(first),
        None => looks || (is_sure(&start.matched) && ctx.is_display(first)),
    };
    believed.then_some(start)
}

/// A number without punctuation before a known heading: `1 Titel`.
pub(crate) fn bare_label(ctx: &Context<'_>, text: &str) -> Option<(Label, usize)> {
    let (found, bytes) = look::bare_number(text)?;
    let heading = text.get(bytes..)?.trim_start();
    is_sure(&ctx.section(heading)).then_some((found, bytes))
}

fn finish(
    ctx: &Context<'_>,
    label: Option<Label>,
    marker: Vec<(u32, TextWord)>,
    heading: Vec<TextLine>,
    body: Vec<Cell>,
    origin: Vec<Origin>,
) -> Option<Start> {
    let text = joined(&heading);
    if is_period(&text) {
        return None;
    }
    let matched = torn_heading::matched(ctx, &heading);
    // What is left of the first line without its marker.
    let looks = heading.first().is_some_and(|l| look::is_section(ctx, l))
        && heading.iter().all(|l| ctx.looks_like_section(l));
    Some(Start {
        looks,
        label,
        own_cell: false,
        columns: 0,
        marker,
        heading,
        matched,
        body,
        origin,
    })
}

/// Where the numbering of an initiative's sections stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbering {
    kind: Option<LabelKind>,
    last: u32,
}

/// What a marker means for the numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The first of a new initiative.
    Restart,
    /// The next one, or one further on.
    Next,
    /// Out of order.
    Stray,
}

impl Numbering {
    /// The label as it reads in this numbering.
    pub(crate) fn read(&self, label: &Label) -> Label {
        self.kind
            .map_or_else(|| label.clone(), |kind| label.after(kind, self.last))
    }

    /// How a label goes on with the numbering so far.
    pub(crate) fn step(&self, label: &Label) -> Step {
        match self.kind {
            None if label.rank <= 2 => Step::Restart,
            None => Step::Stray,
            Some(kind)
                if kind == label.kind && label.rank > self.last && label.rank <= self.last + 3 =>
            {
                Step::Next
            }
            Some(_) if label.rank == 1 => Step::Restart,
            Some(_) => Step::Stray,
        }
    }

    /// The place of the last label in its sequence; 0 before the first.
    pub(crate) fn last(&self) -> u32 {
        self.last
    }

    pub(crate) fn set(&mut self, label: &Label) {
        self.kind = Some(label.kind);
        self.last = label.rank;
    }
}
