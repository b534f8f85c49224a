//! Charts of bars as tables. In one of stacked bars each bar is a row, each of its coloured parts a
//! cell, and the legend, whose swatches have the colours of the parts, is the header; one of single
//! bars is rows of a label and a share.

use uip_layout::{lines, text_of};
use uip_model::{Colour, Origin, Page, Rect, Shape, Word};

use super::bar_labels::{bounds, labels};
use super::bars::{Bar, MEET, NEXT_BAR, Single, full, single, stacked, visible};
use super::canvas::{SAME_COLOUR, centre};
use super::table::{ReportCell, ReportTable};

/// A swatch of a legend is at most this large, in points, and its name begins at most this far
/// behind it, by type size.
const SWATCH: f32 = 14.0;
const NAME: f32 = 1.6;

/// Words further apart than this, by type size, are not of one name.
const SPACE: f32 = 0.9;

/// A legend stands at most this far from its bars, in points.
const LEGEND: f32 = 90.0;

/// What is known of charts from page to page.
#[derive(Debug, Default)]
pub(crate) struct Charts {
    /// The colours of the latest legend, for bars of the same chart in the next column or on the next
    /// page.
    colours: Colours,
    /// The places of charts that were not understood.
    pub(crate) unread: Vec<Origin>,
}

type Colours = Vec<Colour>;

/// The page's charts of bars outside the given places. One that is not understood stays text:
/// no table may be seen in its figures, so its place is told.
pub(crate) fn tables(page: &Page, taken: &[Rect], known: &mut Charts) -> Vec<ReportTable> {
    let mut out = Vec::new();
    let mut seen: Vec<Rect> = Vec::new();
    for chart in charts(stacked(page, taken)) {
        let Some(first) = chart.first() else { continue };
        let place = chart
            .iter()
            .fold(first.bbox, |all, bar| all.union(&bar.bbox));
        seen.push(place);
        let colours: Colours = first.parts.iter().map(|p| p.1).collect();
        let mut used: Vec<u32> = chart
            .iter()
            .flat_map(|b| b.parts.iter().flat_map(|p| p.2.iter().copied()))
            .collect();
        let names = legend(page, &chart, &colours, &used);
        let named = names.is_some() || same_colours(&known.colours, &colours);
        // Some of its bars would look like all of them.
        if !named || first_parts(page, &chart) != chart.len() {
            known.unread.push(Origin {
                page: page.number,
                bbox: place,
            });
            continue;
        }
        used.extend(names.iter().flatten().flatten());
        let mut rows: Vec<Vec<(Rect, Vec<u32>)>> = Vec::new();
        let top = first.bbox.y0;
        if let Some(names) = names {
            let blank = (
                Rect::new(first.bbox.x0, top, first.bbox.x0, top),
                Vec::new(),
            );
            let places = first.parts.iter().map(|p| p.0);
            let cells = places.zip(names);
            rows.push(std::iter::once(blank).chain(cells).collect());
        }
        let places: Vec<Rect> = chart.iter().map(|b| b.bbox).collect();
        let labels = labels(page, &places, 0.0, &used);
        for (bar, words) in chart.iter().zip(labels) {
            used.extend(&words);
            let place = bounds(page, &words).unwrap_or(bar.bbox);
            let figures = bar
                .parts
                .iter()
                .map(|(bbox, _, words)| (*bbox, words.clone()));
            rows.push(std::iter::once((place, words)).chain(figures).collect());
        }
        let bbox = bounds(page, &used).map_or(place, |b| b.union(&place));
        known.colours = colours;
        out.push(table(page, bbox, rows));
    }
    let taken: Vec<Rect> = taken.iter().chain(&seen).copied().collect();
    let singles = single(page, &taken);
    for chart in &singles {
        match of_singles(page, chart, &singles) {
            Some(table) => out.push(table),
            None => known.unread.extend(chart.first().map(|first| {
                Origin {
                    page: page.number,
                    bbox: chart
                        .iter()
                        .fold(first.bbox, |all, bar| all.union(&bar.bbox)),
                }
            })),
        }
    }
    out
}

/// A chart of single bars as a table of labels and shares; `None` where a bar has no label, or where
/// bars of another colour stand between (the labels then are of pairs, and a legend parts them).
fn of_singles(page: &Page, chart: &[Single], all: &[Vec<Single>]) -> Option<ReportTable> {
    let (first, last) = (chart.first()?, chart.last()?);
    let between = all.iter().flatten().any(|bar| {
        (bar.bbox.x0 - first.bbox.x0).abs() < MEET
            && bar.bbox.y0 > first.bbox.y0
            && bar.bbox.y1 < last.bbox.y1
            && !chart.iter().any(|own| own.bbox == bar.bbox)
    });
    let mut used: Vec<u32> = chart.iter().flat_map(|b| b.words.iter().copied()).collect();
    let places: Vec<Rect> = chart.iter().map(|b| b.bbox).collect();
    let labels = labels(page, &places, full(chart), &used);
    if between || labels.iter().any(Vec::is_empty) {
        return None;
    }
    used.extend(labels.iter().flatten());
    let rows = chart.iter().zip(labels).map(|(bar, label)| {
        let place = bounds(page, &label).unwrap_or(bar.bbox);
        vec![(place, label), (bar.bbox, bar.words.clone())]
    });
    let bbox = bounds(page, &used)?.union(&first.bbox).union(&last.bbox);
    Some(table(page, bbox, rows.collect()))
}

fn table(page: &Page, bbox: Rect, rows: Vec<Vec<(Rect, Vec<u32>)>>) -> ReportTable {
    let cells = |row: Vec<(Rect, Vec<u32>)>| {
        let cells = row.into_iter();
        cells.map(|(b, words)| cell(page, b, &words)).collect()
    };
    ReportTable {
        page: page.number,
        bbox,
        rows: rows.into_iter().map(cells).collect(),
    }
}

fn cell(page: &Page, bbox: Rect, words: &[u32]) -> ReportCell {
    ReportCell {
        bbox,
        lines: lines(page, words)
            .iter()
            .map(|l| text_of(page, l))
            .collect(),
        ..ReportCell::default()
    }
}

/// Bars under one another that begin at one edge and have the same colours.
fn charts(bars: Vec<Bar>) -> Vec<Vec<Bar>> {
    let mut out: Vec<Vec<Bar>> = Vec::new();
    for bar in bars {
        let colours = |b: &Bar| -> Colours { b.parts.iter().map(|p| p.1).collect() };
        let home = out.iter_mut().find(|chart| {
            chart.last().is_some_and(|last| {
                (last.bbox.x0 - bar.bbox.x0).abs() < MEET
                    && bar.bbox.y0 - last.bbox.y1 < NEXT_BAR
                    && same_colours(&colours(last), &colours(&bar))
            })
        });
        match home {
            Some(chart) => chart.push(bar),
            None => out.push(vec![bar]),
        }
    }
    out
}

/// How many bars begin where those of the chart do, as their first part's colour, edge and height tell.
fn first_parts(page: &Page, chart: &[Bar]) -> usize {
    let (Some(first), Some(last)) = (chart.first(), chart.last()) else {
        return 0;
    };
    let Some((bbox, colour, _)) = first.parts.first() else {
        return 0;
    };
    let alike = |s: &&Shape| {
        s.fill.is_some_and(|f| f.distance(*colour) <= SAME_COLOUR)
            && (s.bbox.x0 - bbox.x0).abs() < MEET
            && (s.bbox.height() - bbox.height()).abs() < MEET
            && s.bbox.y0 > bbox.y0 - NEXT_BAR
            && s.bbox.y1 < last.bbox.y1 + NEXT_BAR
    };
    page.shapes.iter().filter(alike).count()
}

fn same_colours(a: &[Colour], b: &[Colour]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.distance(*b) <= SAME_COLOUR)
}

/// The words beside swatches of these colours, one name for each.
fn legend(page: &Page, chart: &[Bar], colours: &[Colour], used: &[u32]) -> Option<Vec<Vec<u32>>> {
    let (first, last) = (chart.first()?.bbox, chart.last()?.bbox);
    let near = |b: &Rect| {
        b.y1 > first.y0 - LEGEND
            && b.y0 < last.y1 + LEGEND
            && b.x1 < first.x1 + LEGEND
            && b.x1 > first.x0 - 3.0 * LEGEND
    };
    let small = |b: &Rect| b.width().max(b.height()) <= SWATCH && b.width().min(b.height()) >= 2.0;
    let swatches: Vec<(Rect, Colour)> = page
        .shapes
        .iter()
        .filter_map(|s| Some((s.bbox, s.fill?)))
        .chain(
            visible(page)
                .filter(|(_, w)| matches!(w.text.as_str(), "■" | "●" | "◼" | "▪"))
                .map(|(_, w)| (w.bbox, w.colour)),
        )
        .filter(|(b, _)| near(b) && small(b))
        .collect();
    let names: Vec<Vec<u32>> = colours
        .iter()
        .map(|colour| {
            let own = swatches
                .iter()
                .filter(|(_, c)| c.distance(*colour) <= SAME_COLOUR);
            own.map(|(b, _)| name(page, b, &swatches, used))
                .find(|n| !n.is_empty())
        })
        .collect::<Option<_>>()?;
    Some(names)
}

/// The words that stand behind a swatch on its line, up to the next one.
fn name(page: &Page, swatch: &Rect, swatches: &[(Rect, Colour)], used: &[u32]) -> Vec<u32> {
    let mut row: Vec<(u32, &Word)> = visible(page)
        .filter(|(i, w)| {
            let (_, y) = centre(w);
            !used.contains(i)
                && y > swatch.y0 - 2.0
                && y < swatch.y1 + 2.0
                && w.bbox.x0 >= swatch.x1 - 0.5
        })
        .collect();
    row.sort_by(|a, b| a.1.bbox.x0.total_cmp(&b.1.bbox.x0));
    let next = swatches
        .iter()
        .filter(|(b, _)| b.x0 > swatch.x1 && b.overlap_y(swatch) > 0.0)
        .map(|(b, _)| b.x0)
        .fold(f32::INFINITY, f32::min);
    let mut out = Vec::new();
    let mut reach = swatch.x1;
    for (i, word) in row {
        let room = if out.is_empty() { NAME } else { SPACE };
        if word.bbox.x1 > next + 1.0 || word.bbox.x0 - reach > room * word.size {
            break;
        }
        reach = word.bbox.x1;
        out.push(i);
    }
    out
}
