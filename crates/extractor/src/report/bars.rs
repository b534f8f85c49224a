//! Bars of shares on a page: coloured areas with their printed shares. Stacked ones meet and make a
//! whole; single ones begin at one edge and are as long as their shares say.

use uip_model::{Colour, Direction, Page, Rect, Visibility, Word};

use super::canvas::{MOST_SHAPES, SAME_COLOUR, centre};

/// Height of a bar, in points: lower ones hold no figure, higher ones are call-outs.
const HEIGHT: std::ops::RangeInclusive<f32> = 5.0..=40.0;

/// Parts of a bar meet, and bars begin at one edge, within this many points.
pub(super) const MEET: f32 = 2.5;

/// Shares of a whole add up to a hundred, but for rounding.
const WHOLE: std::ops::RangeInclusive<f32> = 96.0..=104.0;

/// Bars further apart than this, in points, are of different charts.
pub(super) const NEXT_BAR: f32 = 60.0;

/// Shapes come by height, so those a bar may meet are among so many before it.
const RECENT: usize = 64;

/// A share stands at most this far behind the end of its bar, by type size.
const BEHIND: f32 = 1.6;

/// Lengths of bars of one chart follow their shares but for this part, or for this many points.
const SCALE: (f32, f32) = (0.08, 2.0);

/// The parts of a bar: its box, the colours and the words of its figures, from left to right.
pub(super) struct Bar {
    pub(super) bbox: Rect,
    pub(super) parts: Vec<(Rect, Colour, Vec<u32>)>,
}

/// A bar of one part with its share, inside or behind it.
#[derive(Clone)]
pub(super) struct Single {
    pub(super) bbox: Rect,
    colour: Colour,
    pub(super) words: Vec<u32>,
    share: f32,
    /// The paler bar of full length that it may lie in ends here.
    end: f32,
}

pub(super) fn visible(page: &Page) -> impl Iterator<Item = (u32, &Word)> {
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

/// Filled areas of a bar's height outside the given places, from top to bottom. The part of a small
/// share is so narrow that it is taken for a line.
fn areas(page: &Page, taken: &[Rect]) -> Vec<(Rect, Colour)> {
    if page.shapes.len() > MOST_SHAPES {
        return Vec::new();
    }
    let lines = page.rulings.iter().filter_map(|r| {
        let half = r.width / 2.0;
        let upright = r.direction == Direction::Vertical;
        let place = Rect::new(r.at - half, r.from, r.at + half, r.to);
        upright.then_some((place, r.colour))
    });
    let mut out: Vec<(Rect, Colour)> = page
        .shapes
        .iter()
        .filter_map(|s| Some((s.bbox, s.fill?)))
        .chain(lines)
        .filter(|(b, _)| HEIGHT.contains(&b.height()) && b.width() > 1.0)
        .filter(|(b, _)| !taken.iter().any(|t| t.contains(b.mid_x(), b.mid_y())))
        .collect();
    out.sort_by(|(a, _), (b, _)| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    out
}

/// Bars of two parts or more that meet, each with nothing but its share, of which all make a whole.
pub(super) fn stacked(page: &Page, taken: &[Rect]) -> Vec<Bar> {
    let mut runs: Vec<Bar> = Vec::new();
    for (bbox, colour) in areas(page, taken) {
        let part = (bbox, colour, Vec::new());
        let home = runs.iter_mut().rev().take(RECENT).find(|bar| {
            (bar.bbox.y0 - bbox.y0).abs() < MEET
                && (bar.bbox.y1 - bbox.y1).abs() < MEET
                && (bar.bbox.x1 - bbox.x0).abs() < MEET
        });
        match home {
            Some(bar) => {
                bar.bbox.x1 = bbox.x1;
                bar.parts.push(part);
            }
            None => runs.push(Bar {
                bbox,
                parts: vec![part],
            }),
        }
    }
    let several = runs.into_iter().filter(|bar| bar.parts.len() >= 2);
    several.filter_map(|bar| with_shares(page, bar)).collect()
}

/// Gives each part its share, in their order: one that is wider than its part stands over the next.
fn with_shares(page: &Page, mut bar: Bar) -> Option<Bar> {
    let mut inside: Vec<(u32, &Word)> = visible(page)
        .filter(|(_, w)| {
            let (_, y) = centre(w);
            let half = w.bbox.width() / 2.0;
            y > bar.bbox.y0
                && y < bar.bbox.y1
                && w.bbox.x0 > bar.bbox.x0 - half
                && w.bbox.x0 < bar.bbox.x1
        })
        .collect();
    inside.sort_by(|a, b| a.1.bbox.x0.total_cmp(&b.1.bbox.x0));
    let mut shares: Vec<(f32, Rect, Vec<u32>)> = Vec::new();
    for (i, word) in inside {
        match (share(&word.text), shares.last_mut()) {
            (None, Some((_, bbox, words)))
                if matches!(word.text.as_str(), "%" | "pct." | "pct") =>
            {
                *bbox = bbox.union(&word.bbox);
                words.push(i);
            }
            (value, _) => shares.push((value?, word.bbox, vec![i])),
        }
    }
    let whole = WHOLE.contains(&shares.iter().map(|s| s.0).sum());
    if !whole || shares.len() != bar.parts.len() {
        return None;
    }
    for ((bbox, _, words), (_, place, own)) in bar.parts.iter_mut().zip(shares) {
        if place.x1 < bbox.x0 || place.x0 > bbox.x1 {
            return None;
        }
        *words = own;
    }
    Some(bar)
}

/// Charts of single bars: two or more of one colour under one another that begin at one edge and whose
/// lengths follow the shares inside or behind them.
pub(super) fn single(page: &Page, taken: &[Rect]) -> Vec<Vec<Single>> {
    let areas = areas(page, taken);
    let mut charts: Vec<Vec<Single>> = Vec::new();
    for bar in areas.iter().filter_map(|a| with_share(page, &areas, a)) {
        let home = charts.iter_mut().rev().take(RECENT).find(|chart| {
            chart.last().is_some_and(|last| {
                (last.bbox.x0 - bar.bbox.x0).abs() < MEET
                    && (last.bbox.height() - bar.bbox.height()).abs() < MEET
                    && bar.bbox.y0 >= last.bbox.y1
                    && bar.bbox.y0 - last.bbox.y1 < NEXT_BAR
                    && last.colour.distance(bar.colour) <= SAME_COLOUR
            })
        });
        match home {
            Some(chart) => chart.push(bar),
            None => charts.push(vec![bar]),
        }
    }
    charts.retain(|c| c.len() >= 2 && to_scale(c) && told_apart(c));
    // A paler bar behind holds the same share and is longer.
    charts.sort_by(|a, b| length(a).total_cmp(&length(b)));
    let mut used: Vec<u32> = Vec::new();
    charts.retain(|chart| {
        let own: Vec<u32> = chart.iter().flat_map(|b| b.words.iter().copied()).collect();
        let free = own.iter().all(|w| !used.contains(w));
        used.extend(own);
        free
    });
    charts
}

fn length(chart: &[Single]) -> f32 {
    chart.iter().map(|b| b.bbox.width()).sum()
}

/// Points that one per cent takes.
fn scale(chart: &[Single]) -> f32 {
    length(chart) / chart.iter().map(|b| b.share).sum::<f32>().max(1.0)
}

/// Where a bar of a hundred per cent would end.
pub(super) fn full(chart: &[Single]) -> f32 {
    let from = chart.first().map_or(0.0, |b| b.bbox.x0);
    let end = chart.iter().map(|b| b.end).fold(from, f32::max);
    end.max(from + 100.0 * scale(chart))
}

/// Bars of one length may be cells of a table, if no longer bar lies behind them.
fn told_apart(chart: &[Single]) -> bool {
    let length = |b: &Single| b.bbox.width();
    let first = chart.first().map_or(0.0, length);
    let differ = chart.iter().any(|b| (length(b) - first).abs() > SCALE.1);
    differ || chart.iter().all(|b| b.end - b.bbox.x1 > MEET)
}

fn to_scale(chart: &[Single]) -> bool {
    let scale = scale(chart);
    chart.iter().all(|bar| {
        let due = scale * bar.share;
        (bar.bbox.width() - due).abs() < (SCALE.0 * due).max(SCALE.1)
    })
}

/// The area with the share that stands in it alone, or behind it or the longer area that it lies in.
fn with_share(
    page: &Page,
    areas: &[(Rect, Colour)],
    (b, colour): &(Rect, Colour),
) -> Option<Single> {
    let behind_it = areas.iter().map(|(o, _)| o).filter(|o| {
        (o.x0 - b.x0).abs() < MEET && (o.y0 - b.y0).abs() < MEET && (o.y1 - b.y1).abs() < MEET
    });
    let end = behind_it.map(|o| o.x1).fold(b.x1, f32::max);
    let on_line = || {
        visible(page).filter(|(_, w)| {
            let (_, y) = centre(w);
            y > b.y0 && y < b.y1
        })
    };
    let read = |words: Vec<(u32, &Word)>| {
        let text: String = words.iter().map(|(_, w)| w.text.as_str()).collect();
        let signed = text.ends_with('%') || text.ends_with("pct.");
        let value = share(text.trim_end_matches("pct."))?;
        (signed && words.len() <= 2).then(|| Single {
            bbox: *b,
            colour: *colour,
            words: words.iter().map(|(i, _)| *i).collect(),
            share: value,
            end,
        })
    };
    // A part of a stack is no bar.
    let stack = areas.iter().any(|(o, _)| {
        ((o.x0 - b.x1).abs() < MEET || (o.x1 - b.x0).abs() < MEET)
            && (o.y0 - b.y0).abs() < MEET
            && on_line().any(|(_, w)| o.contains(w.bbox.mid_x(), w.bbox.mid_y()))
    });
    if stack {
        return None;
    }
    let inside = on_line().filter(|(_, w)| w.bbox.mid_x() > b.x0 && w.bbox.mid_x() < b.x1);
    let inside: Vec<_> = inside.take(3).collect();
    if !inside.is_empty() {
        return read(inside);
    }
    let mut behind: Vec<(u32, &Word)> = on_line()
        .filter(|(_, w)| w.bbox.x0 >= b.x1 - 1.0 && w.bbox.x0 - end < BEHIND * w.size)
        .collect();
    behind.sort_by(|a, b| a.1.bbox.x0.total_cmp(&b.1.bbox.x0));
    behind.truncate(2);
    if let [first, second] = behind.as_slice()
        && (second.1.text != "%" && second.1.text != "pct.")
    {
        return read(vec![*first]);
    }
    read(behind)
}
