//! Text in two columns: the page cut into a layout of its own for each column, so that everything
//! after reads a column as it reads a page.

use uip_layout::{PageLayout, Region};
use uip_model::{Rect, TextLine};

use crate::budget::is_caption;
use crate::context::{Context, Style};
use crate::heading;

/// So many lines in a column are no accident.
const MIN_LINES: usize = 5;

/// So many lines begin where another page's right column does on a page that has the same columns.
const MIN_BESIDE: usize = 2;

/// A line of running text fills so much of its column.
const FULL: f32 = 0.75;

/// Columns are as wide as each other, but for this part of the page: the longest line of ragged text
/// ends somewhat before its column does.
const UNEQUAL: f32 = 0.08;

/// White space between columns, in points: less parts words.
const MIN_GUTTER: f32 = 8.0;

/// Words this near, in points, to a column's left edge begin there.
const NEAR: f32 = 2.5;

/// Where the two columns stand.
#[derive(Clone, Copy, Debug)]
struct Columns {
    left: (f32, f32),
    right: (f32, f32),
}

/// What a line has in the left and in the right column.
type Halves = (Option<TextLine>, Option<TextLine>);

/// What a region is to the columns.
enum Side {
    Left(Region),
    Right(Region),
    Both(Region, Region),
    Full(Region),
}

/// Cuts the pages whose text stands in two columns; what runs across them stays as wide as it is.
pub(crate) fn part_pages(ctx: &Context<'_>, pages: &mut Vec<PageLayout>) {
    let found: Vec<Option<Columns>> = pages.iter().map(|p| columns(ctx, p)).collect();
    if found.iter().all(Option::is_none) {
        return;
    }
    let mut out = Vec::new();
    for (page, own) in std::mem::take(pages).into_iter().zip(&found) {
        // A page with little text has the columns of another.
        let columns = own.or_else(|| {
            found
                .iter()
                .flatten()
                .copied()
                .find(|c| fits(ctx, &page, *c))
        });
        match columns {
            Some(columns) => cut(ctx, page, columns, &mut out),
            None => out.push(page),
        }
    }
    *pages = out;
}

fn lines(page: &PageLayout) -> impl Iterator<Item = &TextLine> {
    page.regions.iter().filter_map(|r| match r {
        Region::Line(line) => Some(line),
        Region::Table(_) => None,
    })
}

/// The columns of a page's running text: many lines begin at one place near its middle, and both
/// halves are as wide as each other and full.
fn columns(ctx: &Context<'_>, page: &PageLayout) -> Option<Columns> {
    let middle = page.width * 0.35..page.width * 0.65;
    let mut votes: Vec<(f32, usize)> = Vec::new();
    for line in lines(page) {
        for x0 in super::run_starts(line, 0.8).filter(|x| middle.contains(x)) {
            match votes.iter_mut().find(|(x, _)| (*x - x0).abs() <= NEAR) {
                Some((_, n)) => *n += 1,
                None => votes.push((x0, 1)),
            }
        }
    }
    let most = votes.iter().map(|(_, n)| *n).max()?;
    if most < MIN_LINES {
        return None;
    }
    // Lists and tables of the column begin right of its edge.
    let enough = votes
        .iter()
        .filter(|(_, n)| *n >= MIN_LINES && 2 * n >= most);
    let edge = enough.map(|(x, _)| *x).fold(f32::INFINITY, f32::min);
    // Of lines that a wide gap parts at the edge, and of lines on one side of it alone.
    let halves: Vec<Halves> = lines(page)
        .filter_map(|l| halves(ctx, l, edge, f32::INFINITY))
        .collect();
    let reach = |side: &dyn Fn(&Halves) -> Option<Rect>| {
        halves.iter().filter_map(side).reduce(|a, b| a.union(&b))
    };
    let left = reach(&|(l, _)| l.as_ref().map(|l| l.bbox))?;
    let right = reach(&|(_, r)| r.as_ref().map(|r| r.bbox))?;
    let width = left.width().max(right.width());
    let full = |side: &dyn Fn(&Halves) -> Option<Rect>| {
        let wide = halves
            .iter()
            .filter_map(side)
            .filter(|b| b.width() > FULL * width);
        wide.count()
    };
    let (on_left, on_right) = (
        full(&|(l, _)| l.as_ref().map(|l| l.bbox)),
        full(&|(_, r)| r.as_ref().map(|r| r.bbox)),
    );
    let equal = (left.width() - right.width()).abs() < UNEQUAL * page.width;
    let dense = on_left >= MIN_LINES && on_right >= MIN_LINES;
    // Where text runs across the page, what stands apart in it is a table.
    let on_the_right = halves.iter().filter(|(_, r)| r.is_some()).count();
    let dense = dense && lines(page).count() - halves.len() < on_the_right;
    (equal && dense && edge - left.x1 >= MIN_GUTTER).then_some(Columns {
        left: (left.x0, left.x1),
        right: (edge, right.x1),
    })
}

/// The page has these columns: more lines begin where the right one does than run across both, or running
/// text fills the left one and none runs across.
fn fits(ctx: &Context<'_>, page: &PageLayout, columns: Columns) -> bool {
    let edge = columns.right.0;
    let width = columns.left.1 - columns.left.0;
    let (mut begin_there, mut full, mut across, mut running) = (0, 0, 0, 0);
    for line in lines(page) {
        match halves(ctx, line, edge, columns.left.1) {
            Some((_, Some(right))) if right.bbox.x0 - edge <= NEAR => begin_there += 1,
            Some((Some(left), None)) => {
                full += usize::from(left.bbox.width() > FULL * width && !ctx.stands_out(&left));
            }
            Some(_) => {}
            None => {
                across += 1;
                running += usize::from(!ctx.stands_out(line) && !is_caption(ctx, line));
            }
        }
    }
    begin_there >= MIN_BESIDE && begin_there > across || full >= MIN_BESIDE && running == 0
}

/// What stands left and right of the edge of the right column, if the white space between columns parts
/// it; the left column ends at `limit`.
fn halves(ctx: &Context<'_>, line: &TextLine, edge: f32, limit: f32) -> Option<Halves> {
    let left = ctx.part(line, |w| w.bbox.x0 < edge - NEAR);
    let right = ctx.part(line, |w| w.bbox.x0 >= edge - NEAR);
    let ends = left
        .as_ref()
        .is_none_or(|l| l.bbox.x1 < limit + NEAR && l.bbox.x1 < edge - NEAR);
    let gap = match (&left, &right) {
        (Some(l), Some(r)) => r.bbox.x0 - l.bbox.x1,
        _ => f32::INFINITY,
    };
    (ends && gap >= MIN_GUTTER - NEAR).then_some((left, right))
}

fn side(ctx: &Context<'_>, region: Region, columns: Columns) -> Side {
    let edge = columns.right.0;
    match region {
        Region::Line(line) => match halves(ctx, &line, edge, columns.left.1) {
            Some((Some(l), Some(r))) => Side::Both(Region::Line(l), Region::Line(r)),
            Some((Some(l), None)) => Side::Left(Region::Line(l)),
            Some((None, Some(r))) => Side::Right(Region::Line(r)),
            _ => Side::Full(Region::Line(line)),
        },
        Region::Table(table) if table.bbox.x1 < edge => Side::Left(Region::Table(table)),
        Region::Table(table) if table.bbox.x0 > columns.left.1 => Side::Right(Region::Table(table)),
        Region::Table(table) => Side::Full(Region::Table(table)),
    }
}

/// The page as layouts in reading order: what runs across, then the left column down to what runs
/// across again, then the right one.
fn cut(ctx: &Context<'_>, page: PageLayout, columns: Columns, out: &mut Vec<PageLayout>) {
    let sides: Vec<Side> = page
        .regions
        .into_iter()
        .map(|r| side(ctx, r, columns))
        .collect();
    let across = alone(ctx, &sides);
    let blank = PageLayout {
        regions: Vec::new(),
        ..PageLayout {
            number: page.number,
            width: page.width,
            height: page.height,
            frames: page.frames,
            ..PageLayout::default()
        }
    };
    let (mut full, mut left, mut right) = (Vec::new(), Vec::new(), Vec::new());
    let push = |regions: &mut Vec<Region>, column, out: &mut Vec<PageLayout>| {
        if !regions.is_empty() {
            out.push(PageLayout {
                regions: std::mem::take(regions),
                column,
                ..blank.clone()
            });
        }
    };
    for (side, across) in sides.into_iter().zip(across) {
        let wide = across || matches!(side, Side::Full(_));
        if wide {
            push(&mut left, Some(columns.left), out);
            push(&mut right, Some(columns.right), out);
        } else {
            push(&mut full, None, out);
        }
        match side {
            Side::Full(r) => full.push(r),
            Side::Left(r) if across => full.push(r),
            Side::Left(r) => left.push(r),
            Side::Right(r) => right.push(r),
            Side::Both(l, r) => {
                left.push(l);
                right.push(r);
            }
        }
    }
    push(&mut full, None, out);
    push(&mut left, Some(columns.left), out);
    push(&mut right, Some(columns.right), out);
}

/// Which lines are no wider than the left column and yet belong above both: an initiative's or area's
/// heading with nothing beside it, and a caption over a table that runs across.
fn alone(ctx: &Context<'_>, sides: &[Side]) -> Vec<bool> {
    let right: Vec<Rect> = sides
        .iter()
        .filter_map(|s| match s {
            Side::Right(r) | Side::Both(_, r) => Some(r.bbox()),
            _ => None,
        })
        .collect();
    let beside = |line: &TextLine| {
        let (top, bottom) = (
            line.bbox.y0 - 0.3 * line.size,
            line.bbox.y1 + 0.3 * line.size,
        );
        right.iter().any(|r| r.y1 > top && r.y0 < bottom)
    };
    let mut out = vec![false; sides.len()];
    let mut title: Option<&TextLine> = None;
    for (side, alone) in sides.iter().zip(&mut out) {
        let line = match side {
            Side::Left(Region::Line(line)) | Side::Full(Region::Line(line)) => line,
            _ => {
                title = None;
                continue;
            }
        };
        let heads = ctx.stands_out(line)
            && (heading::label(ctx, line).is_some() || line.size > ctx.body.size + 1.5)
            || title.is_some_and(|t| Style::of(t).same(Style::of(line)));
        title = (heads && !beside(line)).then_some(line);
        *alone = title.is_some() && matches!(side, Side::Left(_));
    }
    let mut above_table = false;
    for (side, alone) in sides.iter().zip(&mut out).rev() {
        match side {
            Side::Full(Region::Table(_)) => above_table = true,
            Side::Left(Region::Line(l)) if above_table && is_caption(ctx, l) && !beside(l) => {
                *alone = true;
            }
            _ => above_table = false,
        }
    }
    out
}
