//! Budgets whose cells only their alignment separates.

use uip_layout::Region;
use uip_model::{Rect, TextLine};

use super::turned;
use crate::budget::{is_amount, is_caption, is_total, is_year};
use crate::context::Context;

/// A budget that a page break may cut.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(super) page: u32,
    /// Right edges of the columns; the first is the label's.
    pub(super) columns: Vec<Column>,
    pub(super) turned: bool,
}

/// A column of amounts: where its cells begin and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) x0: f32,
    pub(super) x1: f32,
}

/// Finds budgets among lines and puts tables in their place; also the rest of one that reached the
/// end of the page before.
pub(crate) fn rule(ctx: &Context<'_>, content: &mut Vec<Region>, open: &mut Option<Open>) {
    let mut i = 0;
    while i < content.len() {
        let rest = content.get(i..).unwrap_or_default();
        let resumes = i == 0 && open.is_some();
        // The header of a budget on its side may stand alone at the foot of a page, without a year.
        let last = rest.len() <= turned::HEADER_LINES;
        if !resumes && !last && !rest.iter().take(2).any(names_century) {
            i += 1;
            continue;
        }
        let lines = super::lines_from(rest);
        let page = lines.first().map_or(0, |l| l.page);
        let at_end = lines.len() == rest.len();
        let known = open.clone().filter(|o| i == 0 && o.page + 1 == page);
        let resumed = known.as_ref().and_then(|o| resume(ctx, o, &lines));
        // What stands first on the new page decides whether the table goes on.
        if resumed.is_none() && known.is_some() && !lines.is_empty() {
            *open = None;
        }
        let found = resumed
            .or_else(|| upright(ctx, &lines, at_end))
            .map(|found| (0, found))
            .or_else(|| turned::find(ctx, content.get(..i).unwrap_or_default(), &lines, at_end));
        if let Some((header, (table, used, next))) = found {
            i -= header;
            content.splice(i..i + header + used, [Region::Table(table)]);
            *open = (i + 1 == content.len()).then_some(next);
        }
        i += 1;
    }
}

/// A budget begins with a line that has a year in it, or with the line above one.
fn names_century(region: &Region) -> bool {
    matches!(region, Region::Line(l) if l.text.contains("19") || l.text.contains("20"))
}

/// The table, the lines that it takes, and how it goes on.
pub(super) type Found = (uip_layout::Table, usize, Open);

/// Rows at the top of a page that go on with the budget at the foot of the page before.
fn resume(ctx: &Context<'_>, open: &Open, lines: &[&TextLine]) -> Option<Found> {
    let page = lines.first()?.page;
    let is_row = |line: &TextLine| {
        let first = super::runs(line, 0.8)
            .into_iter()
            .next()
            .map(|c| c.text)
            .unwrap_or_default();
        !open.turned || is_year(&first) || is_total(ctx, &first)
    };
    let mut rows: Vec<uip_layout::Row> = Vec::new();
    let mut used = 0;
    for line in lines {
        let cells = is_row(line)
            .then(|| amounts(&open.columns, line, open.turned))
            .flatten();
        match cells {
            _ if torn_amounts(&open.columns, &mut rows, line) => {}
            Some(cells) => rows.push(super::row(page, cells)),
            None if !open.turned && goes_on(ctx, &open.columns, &mut rows, false, line) => {}
            None => break,
        }
        used += 1;
    }
    (used > 0).then(|| {
        (
            super::table(page, rows),
            used,
            Open {
                page,
                ..open.clone()
            },
        )
    })
}

/// A header with years above lines of amounts; at the foot of a page the header alone.
fn upright(ctx: &Context<'_>, lines: &[&TextLine], at_end: bool) -> Option<Found> {
    let header = lines.first()?;
    if !header.text.contains("20") {
        return None;
    }
    let cells = header_cells(ctx, header)?;
    let mut columns = columns(&cells);
    let place = |line: &TextLine, column: &Column| {
        Rect::new(column.x0, line.bbox.y0, column.x1, line.bbox.y1)
    };
    let named = columns.iter().zip(cells).map(|(c, cell)| {
        let lines = if cell.words.is_empty() {
            Vec::new()
        } else {
            vec![cell]
        };
        (place(header, c), lines)
    });
    let mut rows = vec![super::row(header.page, named.collect())];
    let mut used = 1;
    for line in lines.iter().skip(1) {
        if torn_amounts(&columns, &mut rows, line) {
            used += 1;
            continue;
        }
        if let Some(cells) = amounts(&columns, line, false) {
            rows.push(super::row(header.page, cells));
        } else {
            let under_header = rows.len() == 1;
            if !goes_on(ctx, &columns, &mut rows, under_header, line) {
                break;
            }
        }
        used += 1;
    }
    // A label's column without a name begins where its labels do.
    let labels = || rows.iter().filter_map(|r| r.cells.first());
    let left = labels()
        .flat_map(uip_layout::Cell::lines)
        .map(|l| l.bbox.x0);
    let left = left
        .fold(f32::INFINITY, f32::min)
        .min(columns.first().map_or(0.0, |c| c.x0));
    for row in &mut rows {
        row.bbox.x0 = row.bbox.x0.min(left);
        if let Some(cell) = row.cells.first_mut() {
            cell.bbox.x0 = left;
        }
    }
    if let Some(column) = columns.first_mut() {
        column.x0 = left;
    }
    let open = Open {
        page: header.page,
        columns,
        turned: false,
    };
    let cut = at_end && lines.len() == used;
    (rows.len() > 1 || cut).then(|| (super::table(header.page, rows), used, open))
}

/// A line under the label's column alone goes on with the label above: the price level under the
/// unit, or the rest of a row's name.
fn goes_on(
    ctx: &Context<'_>,
    columns: &[Column],
    rows: &mut [uip_layout::Row],
    under_header: bool,
    line: &TextLine,
) -> bool {
    let (Some(row), Some(label)) = (rows.last_mut(), columns.first()) else {
        return false;
    };
    let near = line.bbox.y0 - row.bbox.y1 < 0.8 * line.size && line.bbox.x1 <= label.x1;
    let rest = if under_header {
        is_caption(ctx, line)
    } else {
        line.text.starts_with(char::is_lowercase)
    };
    if !near || !rest {
        return false;
    }
    if let Some(cell) = row.cells.first_mut() {
        cell.content.push(Region::Line(line.clone()));
    }
    row.bbox.y1 = line.bbox.y1;
    true
}

/// A line of nothing but digits goes on with amounts that a narrow column tears inside their groups of
/// thousands: `00` under `8.900.0`.
fn torn_amounts(columns: &[Column], rows: &mut [uip_layout::Row], line: &TextLine) -> bool {
    let Some(row) = rows.last_mut() else {
        return false;
    };
    let near = line.bbox.y0 - row.bbox.y1 < 0.8 * line.size;
    let mut pieces = Vec::new();
    for word in &line.words {
        let Some(run) = uip_layout::part(line, |w| w.word == word.word) else {
            return false;
        };
        let over = |c: &Column| c.x1.min(run.bbox.x1) - c.x0.max(run.bbox.x0) > 0.0;
        let Some(at) = columns.iter().skip(1).position(over) else {
            return false;
        };
        let above = row.cells.get(at + 1).map(|c| c.lines());
        let open = above.is_some_and(|lines| {
            lines.last().is_some_and(|l| {
                let last = l.text.rsplit('.').next().unwrap_or_default();
                let group = l.text.contains('.') && last.bytes().all(|b| b.is_ascii_digit());
                group && last.len() + run.text.len() == 3
            })
        });
        if !open || !run.text.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        pieces.push((at + 1, run));
    }
    if !near || pieces.is_empty() {
        return false;
    }
    for (at, run) in pieces {
        if let Some(cell) = row.cells.get_mut(at) {
            cell.content.push(Region::Line(run));
        }
    }
    row.bbox.y1 = line.bbox.y1;
    true
}

/// The columns under header cells: amounts end where their header ends, or near it.
fn columns(cells: &[TextLine]) -> Vec<Column> {
    let left = cells.first().map_or(0.0, |c| c.bbox.x0);
    let mut x0 = left;
    let mut out = Vec::new();
    for (i, cell) in cells.iter().enumerate() {
        let next = cells.get(i + 1).map(|n| n.bbox.x0);
        let x1 = if i == 0 {
            next.map_or(cell.bbox.x1, |n| n - 4.0).max(cell.bbox.x0)
        } else {
            cell.bbox.x1
        };
        out.push(Column { x0, x1 });
        x0 = x1;
    }
    out
}

/// The cells of a header line: what stands before the first year, each year, the total.
fn header_cells(ctx: &Context<'_>, line: &TextLine) -> Option<Vec<TextLine>> {
    let mut cells: Vec<TextLine> = Vec::new();
    let first_year = line
        .words
        .iter()
        .position(|w| is_year(word(line, w.start, w.end)))?;
    // `i 2022-PL` is a price level, not a year; the years stand apart from each other.
    let at = line.words.get(first_year)?.start;
    cells.extend(uip_layout::part(line, |w| w.start < at));
    for run in super::runs(&uip_layout::part(line, |w| w.start >= at)?, 0.6) {
        let years: Vec<_> = run
            .words
            .iter()
            .filter(|w| is_year(word(&run, w.start, w.end)))
            .copied()
            .collect();
        if years.len() == run.words.len() {
            cells.extend(
                years
                    .iter()
                    .filter_map(|y| uip_layout::part(&run, |w| w == y)),
            );
        } else {
            cells.push(run);
        }
    }
    let years = cells.iter().filter(|c| is_year(&c.text)).count();
    let total = cells.last().is_some_and(|c| is_total(ctx, &c.text));
    let named = cells.first().is_some_and(|c| !is_year(&c.text));
    let only_names = cells
        .iter()
        .skip(usize::from(named))
        .all(|c| is_year(&c.text) || is_total(ctx, &c.text));
    if !(years >= 2 || years == 1 && total) || !only_names {
        return None;
    }
    if !named {
        // The label's column has no name.
        let first = cells.first()?;
        let bbox = Rect::new(
            (first.bbox.x0 - 200.0).max(0.0),
            first.bbox.y0,
            first.bbox.x0 - 6.0,
            first.bbox.y1,
        );
        cells.insert(
            0,
            TextLine {
                bbox,
                page: line.page,
                ..TextLine::default()
            },
        );
    }
    Some(cells)
}

fn word(line: &TextLine, start: u32, end: u32) -> &str {
    line.text
        .get(start as usize..end as usize)
        .unwrap_or_default()
}

/// A line as label and amounts under the columns; `None` if it is neither.
pub(super) fn amounts(
    columns: &[Column],
    line: &TextLine,
    turned: bool,
) -> Option<Vec<(Rect, Vec<TextLine>)>> {
    let mut cells: Vec<(Rect, Vec<TextLine>)> = columns
        .iter()
        .map(|c| {
            (
                Rect::new(c.x0, line.bbox.y0, c.x1, line.bbox.y1),
                Vec::new(),
            )
        })
        .collect();
    let first = columns.get(1)?;
    // Amounts are set to the right: a label may reach under the first header, an amount may begin
    // left of it.
    let label = if turned {
        super::runs(line, 0.8).into_iter().next()
    } else {
        let digits = |w: &uip_model::TextWord| {
            let text = word(line, w.start, w.end);
            text.starts_with(|c: char| c.is_ascii_digit() || "-–—−".contains(c))
        };
        let end = line
            .words
            .iter()
            .position(|w| digits(w) && w.bbox.x1 > first.x0 + 4.0);
        let at = end
            .and_then(|e| line.words.get(e))
            .map_or(f32::INFINITY, |w| w.bbox.x0);
        uip_layout::part(line, |w| w.bbox.x0 < at)
    };
    let label = label?;
    let rest = uip_layout::part(line, |w| !label.words.iter().any(|x| x.word == w.word));
    for run in rest.iter().flat_map(|r| super::runs(r, 0.6)) {
        if !is_amount(&run.text) {
            return None;
        }
        let distance = |c: &Column| (c.x1 - run.bbox.x1).abs();
        let (i, _) = columns
            .iter()
            .enumerate()
            .skip(1)
            .min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))?;
        cells.get_mut(i)?.1.push(run);
    }
    let any = cells.iter().skip(1).any(|c| !c.1.is_empty());
    if let Some(cell) = cells.first_mut() {
        cell.1.push(label);
    }
    (any || turned).then_some(cells)
}
