//! Budgets whose cells only their alignment separates.

use uip_layout::Region;
use uip_model::{Rect, TextLine};

use crate::budget::{is_amount, is_caption, is_total, is_year};
use crate::context::Context;
use crate::matching::{Phrase, similarity};

/// Finds budgets among lines and puts tables in their place.
pub(crate) fn rule(ctx: &Context<'_>, content: &mut Vec<Region>) {
    let mut i = 0;
    while i < content.len() {
        let lines: Vec<TextLine> = super::lines_from(content.get(i..).unwrap_or_default())
            .into_iter()
            .cloned()
            .collect();
        let found = upright(ctx, &lines).or_else(|| turned(ctx, &lines));
        if let Some((table, used)) = found {
            content.splice(i..i + used, [Region::Table(table)]);
        }
        i += 1;
    }
}

/// A header with years above lines of amounts.
fn upright(ctx: &Context<'_>, lines: &[TextLine]) -> Option<(uip_layout::Table, usize)> {
    let header = lines.first()?;
    if !header.text.contains("20") {
        return None;
    }
    let columns = header_cells(ctx, header)?;
    let mut rows = vec![super::row(
        header.page,
        columns.iter().map(|c| (c.bbox, vec![c.clone()])).collect(),
    )];
    for line in lines.iter().skip(1) {
        let Some(cells) = amounts(&columns, line) else {
            break;
        };
        rows.push(super::row(line.page, cells));
    }
    let used = rows.len();
    (used > 1).then(|| (super::table(header.page, rows), used))
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

/// A line as label and amounts under the header's columns; `None` if it is neither.
fn amounts(columns: &[TextLine], line: &TextLine) -> Option<Vec<(Rect, Vec<TextLine>)>> {
    let mut cells: Vec<(Rect, Vec<TextLine>)> = columns
        .iter()
        .map(|c| {
            (
                Rect::new(c.bbox.x0, line.bbox.y0, c.bbox.x1, line.bbox.y1),
                Vec::new(),
            )
        })
        .collect();
    let first_column = columns.get(1)?.bbox;
    // Amounts are set to the right: the label ends where the first column's width ends.
    let label = uip_layout::part(line, |w| w.bbox.x1 < first_column.x0 - first_column.width())
        .or_else(|| {
            uip_layout::part(line, |w| {
                w.bbox.mid_x() < first_column.x0 - 4.0
                    && !word(line, w.start, w.end).starts_with(|c: char| c.is_ascii_digit())
            })
        });
    let label_words = label.as_ref().map_or(0, |l| l.words.len());
    let mut any = false;
    let rest = uip_layout::part(line, |w| {
        label
            .as_ref()
            .is_none_or(|l| !l.words.iter().any(|x| x.word == w.word))
    });
    for run in rest.iter().flat_map(|r| super::runs(r, 0.6)) {
        if !is_amount(&run.text) {
            return None;
        }
        let distance = |c: &TextLine| {
            (c.bbox.x1 - run.bbox.x1)
                .abs()
                .min((c.bbox.mid_x() - run.bbox.mid_x()).abs())
        };
        let (i, _) = columns
            .iter()
            .enumerate()
            .skip(1)
            .min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))?;
        let cell = cells.get_mut(i)?;
        cell.1.push(run);
        any = true;
    }
    if let (Some(label), Some(cell)) = (label, cells.first_mut()) {
        cell.0 = cell.0.union(&label.bbox);
        cell.1.push(label);
    }
    (any && label_words > 0).then_some(cells)
}

/// Lines that begin with years in a row, each with its amounts.
fn turned(ctx: &Context<'_>, lines: &[TextLine]) -> Option<(uip_layout::Table, usize)> {
    let cells = |line: &TextLine| -> Vec<TextLine> { super::runs(line, 0.8) };
    let is_row = |c: &[TextLine], first: fn(&str) -> bool| match c {
        [name, amounts @ ..] => {
            first(&name.text) && !amounts.is_empty() && amounts.iter().all(|a| is_amount(&a.text))
        }
        [] => false,
    };
    let first = cells(lines.first()?);
    let has_header = !is_row(&first, is_year);
    if has_header {
        // The header names years or a unit above the first column, and has a name for each other.
        let name = first.first()?;
        let phrase = Phrase::new(&name.text);
        let year = ctx
            .lexicon
            .budget()
            .year
            .iter()
            .any(|w| similarity(w, &phrase) >= 0.9);
        let below = lines.get(1).map(&cells).filter(|r| is_row(r, is_year));
        let fits = below.is_some_and(|r| r.len() == first.len());
        if first.len() < 2 || !fits || !(year || is_caption(ctx, name)) {
            return None;
        }
    }
    let mut rows: Vec<Vec<TextLine>> = if has_header { vec![first] } else { Vec::new() };
    let mut years = 0;
    for line in lines.iter().skip(rows.len()) {
        let row = cells(line);
        if is_row(&row, is_year) {
            years += 1;
        } else if !(row.first().is_some_and(|c| is_total(ctx, &c.text)) && is_row(&row, |_| true)) {
            break;
        }
        rows.push(row);
    }
    let width = rows.iter().map(Vec::len).max()?;
    if years < 2 || rows.iter().any(|r| r.len() != width) {
        return None;
    }
    let used = rows.len();
    let page = lines.first()?.page;
    let rows = rows
        .into_iter()
        .map(|r| super::row(page, r.into_iter().map(|c| (c.bbox, vec![c])).collect()))
        .collect();
    Some((super::table(page, rows), used))
}
