//! Phases drawn as arrows, of which one looks otherwise than the others.

use uip_layout::{Cell, Region, lines, text_of};
use uip_model::{
    Choice, Colour, Origin, Page, Rect, Shape, TextBlock, TextLine, TextWord, Visibility,
};

use crate::blocks::joined;
use crate::boxes::trailing_box;
use crate::context::Context;
use crate::lexicon::SURE;
use crate::mark::leading_box;

/// Colours closer than this in every channel look the same.
const SAME_COLOUR: u8 = 12;

/// A row of arrows has at least this many.
const MIN_ARROWS: usize = 3;

/// Arrows found in a cell.
#[derive(Default)]
pub(crate) struct Arrows {
    pub(crate) block: Option<TextBlock>,
    pub(crate) top: f32,
}

/// One arrow: its name and what it looks like.
struct Arrow {
    choice: Choice,
    shape: Option<Shape>,
    bold: bool,
    colour: Colour,
}

/// Finds the phases drawn as a row of arrows (UIP 2023), each a shape around its name, of which one
/// stands out by fill, outline or weight.
pub(crate) fn arrows(ctx: &mut Context<'_>, cell: &Cell) -> Arrows {
    let Some(page) = ctx.page(cell.page) else {
        return Arrows::default();
    };
    let mut found = in_shapes(ctx, page, cell);
    let mut signs: Vec<TextWord> = Vec::new();
    if found.len() < MIN_ARROWS {
        (found, signs) = in_a_row(ctx, page, cell);
    }
    if found.len() < MIN_ARROWS {
        return Arrows::default();
    }
    found.sort_by(|a, b| left(a).total_cmp(&left(b)));
    let names = found.iter().flat_map(|a| &a.choice.lines);
    let names = names.flat_map(|l| &l.words).map(|w| w.word);
    let signs_too = names.chain(signs.iter().map(|w| w.word));
    ctx.arrows.entry(cell.page).or_default().extend(signs_too);
    ctx.mark(cell.page, &signs);
    let top = found
        .iter()
        .flat_map(|a| &a.choice.lines)
        .map(|l| l.bbox.y0)
        .fold(f32::INFINITY, f32::min);
    let by = mark_the_odd_one(&mut found);
    let items = found.into_iter().map(|a| a.choice).collect();
    Arrows {
        block: Some(TextBlock::Arrows {
            items,
            by: by.to_owned(),
        }),
        top,
    }
}

fn left(arrow: &Arrow) -> f32 {
    arrow.choice.origin.first().map_or(0.0, |o| o.bbox.x0)
}

/// Shapes in the cell that hold the name of a phase each. A row of arrows may reach beyond the
/// cell's right edge (UIP 2023 does).
fn in_shapes(ctx: &Context<'_>, page: &Page, cell: &Cell) -> Vec<Arrow> {
    let inside = |b: &Rect| {
        // A cell that only the names' places make begins right of the first arrow.
        let beside = b.mid_x() > cell.bbox.x0 && b.x0 < cell.bbox.x1;
        b.mid_y() > cell.bbox.y0 && b.mid_y() < cell.bbox.y1 && beside
    };
    let shapes: Vec<&Shape> = page
        .shapes
        .iter()
        .filter(|s| {
            inside(&s.bbox)
                && s.bbox.width() > 15.0
                && (6.0..120.0).contains(&s.bbox.height())
                && s.bbox.width() < 0.6 * page.width
        })
        .collect();
    let mut out: Vec<Arrow> = Vec::new();
    let mut taken = ctx.arrows.get(&cell.page).cloned().unwrap_or_default();
    // Small shapes first: the arrow itself before what lies behind it. Of copies, the one on top.
    let mut order = shapes.clone();
    order.sort_by(|a, b| {
        size_class(a)
            .cmp(&size_class(b))
            .then(b.order.cmp(&a.order))
    });
    for shape in order {
        let words: Vec<u32> = page
            .words
            .iter()
            .enumerate()
            .filter(|(_, w)| {
                w.visibility == Visibility::Visible
                    && shape.bbox.contains(w.bbox.mid_x(), w.bbox.mid_y())
            })
            .filter_map(|(i, _)| u32::try_from(i).ok())
            .filter(|i| !taken.contains(i))
            .collect();
        if words.is_empty() {
            continue;
        }
        let names: Vec<TextLine> = lines(page, &words)
            .iter()
            .map(|l| text_of(page, l))
            .collect();
        let matched = ctx.phase(&joined(&names));
        if matched.certainty < SURE {
            continue;
        }
        taken.extend(&words);
        let first = words.first().and_then(|&w| page.words.get(w as usize));
        out.push(Arrow {
            bold: names.iter().any(|n| n.bold),
            colour: first.map(|w| w.colour).unwrap_or_default(),
            choice: Choice {
                lines: names,
                matched,
                fill: shape.fill,
                origin: vec![Origin {
                    page: page.number,
                    bbox: shape.bbox,
                }],
                ..Choice::default()
            },
            shape: Some(shape.clone()),
        });
    }
    out
}

#[allow(clippy::cast_possible_truncation)]
fn size_class(shape: &Shape) -> i64 {
    (shape.bbox.width() * shape.bbox.height() / 50.0) as i64
}

/// A line that consists of names of phases only, and of the signs between them; or a table's row that does.
fn in_a_row(ctx: &Context<'_>, page: &Page, cell: &Cell) -> (Vec<Arrow>, Vec<TextWord>) {
    let named = ctx.arrows.get(&cell.page);
    for lines in rows_of(cell) {
        let words = || {
            lines
                .iter()
                .flat_map(|l| l.words.iter().map(move |w| (*l, w)))
        };
        // Names with boxes between them are boxes in one line.
        let boxed =
            |l: &&TextLine| leading_box(&l.text).is_some() || trailing_box(&l.text).is_some();
        if lines.iter().any(boxed) {
            continue;
        }
        if named.is_some_and(|named| words().any(|(_, w)| named.contains(&w.word))) {
            continue;
        }
        let mut out: Vec<Arrow> = Vec::new();
        let mut signs: Vec<TextWord> = Vec::new();
        for (line, word) in words() {
            let text = line.text.get(word.start as usize..word.end as usize);
            let text = text.unwrap_or_default();
            let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
            if bare.is_empty() {
                signs.push(*word);
                continue;
            }
            let matched = ctx.phase(bare);
            if matched.certainty < 0.9 {
                out.clear();
                break;
            }
            let name = uip_layout::part(line, |w| w.word == word.word);
            let Some(name) = name else { continue };
            let colour = ctx.word(line, word).map(|w| w.colour).unwrap_or_default();
            let bold = ctx.font(line, word).is_some_and(|f| f.bold);
            let origin = vec![Origin {
                page: line.page,
                bbox: name.bbox,
            }];
            out.push(Arrow {
                choice: Choice {
                    lines: vec![name],
                    matched,
                    origin,
                    ..Choice::default()
                },
                shape: ground(page, &lines, word).cloned(),
                bold,
                colour,
            });
        }
        if out.len() >= MIN_ARROWS {
            return (out, signs);
        }
    }
    (Vec::new(), Vec::new())
}

/// The lines of a cell one by one, and the rows of tables in it that have a line in each cell.
fn rows_of(cell: &Cell) -> Vec<Vec<&TextLine>> {
    let mut out = Vec::new();
    for region in &cell.content {
        match region {
            Region::Line(line) => out.push(vec![line]),
            Region::Table(table) => {
                let rows = table.rows.iter();
                let rows = rows.map(|r| r.cells.iter().flat_map(Cell::lines).collect::<Vec<_>>());
                out.extend(rows.filter(|lines| lines.len() >= MIN_ARROWS));
            }
        }
    }
    out
}

/// The coloured ground of a word, where it lies under this word of the row alone.
fn ground<'a>(page: &'a Page, lines: &[&TextLine], word: &TextWord) -> Option<&'a Shape> {
    let under = |shape: &Shape, w: &TextWord| shape.bbox.contains(w.bbox.mid_x(), w.bbox.mid_y());
    let alone = |shape: &&Shape| {
        let words = lines.iter().flat_map(|l| &l.words);
        let others = words.filter(|w| w.word != word.word);
        shape.fill.is_some() && under(shape, word) && !others.clone().any(|w| under(shape, w))
    };
    page.shapes.iter().filter(alone).max_by_key(|s| s.order)
}

/// Marks the arrow that differs from all others, which are alike, and says by what.
fn mark_the_odd_one(arrows: &mut [Arrow]) -> &'static str {
    let fill = |a: &Arrow, b: &Arrow| {
        difference(
            a.shape.as_ref().and_then(|s| s.fill),
            b.shape.as_ref().and_then(|s| s.fill),
        )
    };
    let outline = |a: &Arrow, b: &Arrow| {
        let stroke = |x: &Arrow| x.shape.as_ref().and_then(|s| s.stroke);
        let colour = difference(stroke(a).map(|s| s.0), stroke(b).map(|s| s.0));
        let width = (stroke(a).map_or(0.0, |s| s.1) - stroke(b).map_or(0.0, |s| s.1)).abs();
        if width > 0.4 { 255 } else { colour }
    };
    let weight = |a: &Arrow, b: &Arrow| {
        if a.bold == b.bold {
            difference(Some(a.colour), Some(b.colour))
        } else {
            255
        }
    };
    let found = odd_one(arrows, fill)
        .map(|i| (i, "fill"))
        .or_else(|| odd_one(arrows, outline).map(|i| (i, "outline")))
        .or_else(|| odd_one(arrows, weight).map(|i| (i, "weight")));
    match found {
        Some((i, by)) => {
            if let Some(arrow) = arrows.get_mut(i) {
                arrow.choice.chosen = true;
            }
            by
        }
        None => "",
    }
}

fn difference(a: Option<Colour>, b: Option<Colour>) -> u8 {
    match (a, b) {
        (Some(a), Some(b)) => a.distance(b),
        (None, None) => 0,
        _ => u8::MAX,
    }
}

/// The one that is farther from its nearest like than twice any other is from its own.
fn odd_one(arrows: &[Arrow], difference: impl Fn(&Arrow, &Arrow) -> u8) -> Option<usize> {
    let mut nearest: Vec<(u8, usize)> = arrows
        .iter()
        .enumerate()
        .map(|(i, a)| {
            let others = arrows.iter().enumerate().filter(|(j, _)| *j != i);
            (others.map(|(_, b)| difference(a, b)).min().unwrap_or(0), i)
        })
        .collect();
    nearest.sort_by(|a, b| b.cmp(a));
    match nearest.as_slice() {
        [(first, i), (second, _), ..]
            if *first > SAME_COLOUR && *first > second.saturating_mul(2) =>
        {
            Some(*i)
        }
        _ => None,
    }
}
