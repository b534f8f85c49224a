//! Bars of shares as tables: in a chart of stacked bars each bar is a row, each of its coloured parts
//! a cell, and the legend, whose swatches have the colours of the parts, is the header.

use uip_layout::{lines, text_of};
use uip_model::{Colour, Origin, Page, Rect, Shape, Visibility, Word};

use super::canvas::{SAME_COLOUR, centre};
use super::table::{ReportCell, ReportTable};

/// Height of a bar, in points: lower ones hold no figure, higher ones are call-outs.
const BAR: std::ops::RangeInclusive<f32> = 5.0..=40.0;

/// Parts of a bar meet, and bars begin at one edge, within this many points.
const MEET: f32 = 2.5;

/// Shares of a whole add up to a hundred, but for rounding.
const WHOLE: std::ops::RangeInclusive<f32> = 96.0..=104.0;

/// Bars further apart than this, in points, are of different charts.
const NEXT_BAR: f32 = 60.0;

/// A swatch of a legend is at most this large, in points, and its name begins at most this far
/// behind it, by type size.
const SWATCH: f32 = 14.0;
const NAME: f32 = 1.6;

/// A legend stands at most this far from its bars, in points.
const LEGEND: f32 = 90.0;

/// Words further apart than this, by type size, are not of one label.
const SPACE: f32 = 0.9;

/// A label ends at most this far left of its bar, in points.
const BESIDE: f32 = 150.0;

/// The parts of a bar: its box, the colours and the words of its figures, from left to right.
struct Bar {
    bbox: Rect,
    parts: Vec<(Rect, Colour, Vec<u32>)>,
}

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

/// The page's charts of stacked bars outside the given places. One that is not understood stays text:
/// no table may be seen in its figures, so its place is told.
pub(crate) fn tables(page: &Page, taken: &[Rect], known: &mut Charts) -> Vec<ReportTable> {
    let mut out = Vec::new();
    for chart in charts(bars(page, taken)) {
        let Some(first) = chart.first() else { continue };
        let place = chart
            .iter()
            .fold(first.bbox, |all, bar| all.union(&bar.bbox));
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
        let mut top = first.bbox.y0;
        if let Some(names) = names {
            let blank = (
                Rect::new(first.bbox.x0, top, first.bbox.x0, top),
                Vec::new(),
            );
            let places = first.parts.iter().map(|p| p.0);
            let cells = places.zip(names);
            rows.push(std::iter::once(blank).chain(cells).collect());
        }
        // Labels stand above all bars or beside all.
        let above = |n: usize| {
            n.checked_sub(1)
                .and_then(|a| chart.get(a))
                .map_or(0.0, |b| b.bbox.y1)
        };
        let labels: Vec<Vec<u32>> = (0..)
            .zip(&chart)
            .map(|(n, bar)| over(page, &bar.bbox, above(n), &used))
            .collect();
        let are_above = labels.iter().all(|l| !l.is_empty());
        for (n, (bar, over)) in chart.iter().zip(labels).enumerate() {
            let words = if are_above {
                over
            } else {
                beside(page, &bar.bbox, room(&chart, n), &used)
            };
            used.extend(&words);
            let place = bounds(page, &words).unwrap_or(bar.bbox);
            let figures = bar
                .parts
                .iter()
                .map(|(bbox, _, words)| (*bbox, words.clone()));
            rows.push(std::iter::once((place, words)).chain(figures).collect());
            top = top.min(place.y0);
        }
        let bbox = bounds(page, &used).map_or(place, |b| b.union(&place));
        known.colours = colours;
        out.push(ReportTable {
            page: page.number,
            bbox,
            rows: rows
                .into_iter()
                .map(|row| {
                    row.into_iter()
                        .map(|(bbox, words)| cell(page, bbox, &words))
                        .collect()
                })
                .collect(),
        });
    }
    out
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

fn visible(page: &Page) -> impl Iterator<Item = (u32, &Word)> {
    (0_u32..)
        .zip(&page.words)
        .filter(|(_, w)| w.visibility == Visibility::Visible)
}

/// A share alone: `28%`, `28`, `6,5 %`.
fn share(text: &str) -> Option<f32> {
    let number = text.trim_end_matches(['%', ' ']).replace(',', ".");
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    number.parse().ok().filter(|n| plain && *n <= 100.0)
}

/// Bars of two parts or more that meet, each with nothing but its share, of which all make a whole.
fn bars(page: &Page, taken: &[Rect]) -> Vec<Bar> {
    let mut parts: Vec<(Rect, Colour, Vec<u32>, f32)> = page
        .shapes
        .iter()
        .filter(|s| BAR.contains(&s.bbox.height()) && s.bbox.width() > 1.0)
        .filter(|s| {
            !taken
                .iter()
                .any(|t| t.contains(s.bbox.mid_x(), s.bbox.mid_y()))
        })
        .filter_map(|s| part(page, s))
        .collect();
    parts.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0).then(a.0.x0.total_cmp(&b.0.x0)));
    let mut out: Vec<(Bar, f32)> = Vec::new();
    for (bbox, colour, words, value) in parts {
        let home = out.iter_mut().find(|(bar, _)| {
            (bar.bbox.y0 - bbox.y0).abs() < MEET
                && (bar.bbox.y1 - bbox.y1).abs() < MEET
                && (bar.bbox.x1 - bbox.x0).abs() < MEET
        });
        match home {
            Some((bar, sum)) => {
                bar.bbox.x1 = bbox.x1;
                bar.parts.push((bbox, colour, words));
                *sum += value;
            }
            None => out.push((
                Bar {
                    bbox,
                    parts: vec![(bbox, colour, words)],
                },
                value,
            )),
        }
    }
    out.retain(|(bar, sum)| bar.parts.len() >= 2 && WHOLE.contains(sum));
    out.into_iter().map(|(bar, _)| bar).collect()
}

fn part(page: &Page, shape: &Shape) -> Option<(Rect, Colour, Vec<u32>, f32)> {
    let colour = shape.fill?;
    let inside: Vec<(u32, &Word)> = visible(page)
        .filter(|(_, w)| {
            let (x, y) = centre(w);
            shape.bbox.contains(x, y)
        })
        .take(3)
        .collect();
    let text: String = inside.iter().map(|(_, w)| w.text.as_str()).collect();
    let value = share(&text).filter(|_| inside.len() < 3)?;
    Some((
        shape.bbox,
        colour,
        inside.iter().map(|(i, _)| *i).collect(),
        value,
    ))
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

/// The words of the line right above a bar, below what stands before it.
fn over(page: &Page, bar: &Rect, above: f32, used: &[u32]) -> Vec<u32> {
    visible(page)
        .filter(|(i, w)| {
            let (x, y) = centre(w);
            let near = y > above && y < bar.y0 && bar.y0 - w.bbox.y1 < 0.8 * w.size;
            near && x > bar.x0 - 2.0 && x < bar.x1 + 2.0 && !used.contains(i)
        })
        .map(|(i, _)| i)
        .collect()
}

/// The height that a bar's label may have: half the way to the bars above and below, as far down from
/// the last as up to the one before it.
fn room(chart: &[Bar], n: usize) -> (f32, f32) {
    let bar = |n: usize| chart.get(n).map(|b| b.bbox).unwrap_or_default();
    let gap = |a: usize| ((bar(a + 1).y0 - bar(a).y1) / 2.0).max(1.0);
    let above = n.checked_sub(1).map(gap);
    let below = (n + 1 < chart.len()).then(|| gap(n));
    let (up, down) = (
        above.or(below).unwrap_or(1.0),
        below.or(above).unwrap_or(1.0),
    );
    (bar(n).y0 - up, bar(n).y1 + down)
}

/// The words left of a bar, of one label of one line or several.
fn beside(page: &Page, bar: &Rect, (top, bottom): (f32, f32), used: &[u32]) -> Vec<u32> {
    let free: Vec<u32> = visible(page)
        .filter(|(i, w)| {
            let (_, y) = centre(w);
            y > top && y < bottom && w.bbox.x1 <= bar.x0 + 1.0 && !used.contains(i)
        })
        .map(|(i, _)| i)
        .collect();
    let lines = lines(page, &free);
    let mut out: Vec<u32> = lines
        .iter()
        .flat_map(|l| at_end(page, &l.words, bar))
        .collect();
    out.sort_unstable();
    out
}

/// The last words of a line, as far as they stand together and near the bar.
fn at_end(page: &Page, line: &[u32], bar: &Rect) -> Vec<u32> {
    let mut left: Vec<(u32, &Word)> = line
        .iter()
        .filter_map(|i| Some((*i, page.words.get(*i as usize)?)))
        .filter(|(_, w)| w.bbox.x1 > bar.x0 - BESIDE)
        .collect();
    left.sort_by(|a, b| b.1.bbox.x0.total_cmp(&a.1.bbox.x0));
    let mut out: Vec<u32> = Vec::new();
    let mut reach = f32::INFINITY;
    for (i, word) in left {
        // Labels begin at one edge, so a short one ends far from its bar.
        if reach.is_finite() && reach - word.bbox.x1 > SPACE * word.size {
            break;
        }
        reach = word.bbox.x0;
        out.push(i);
    }
    out
}

fn bounds(page: &Page, words: &[u32]) -> Option<Rect> {
    words
        .iter()
        .filter_map(|i| page.words.get(*i as usize).map(|w| w.bbox))
        .reduce(|a, b| a.union(&b))
}
