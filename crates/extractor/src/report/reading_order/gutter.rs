//! The gutter between two columns, and what stands on its sides or across it.

use uip_model::Rect;

use super::{Atom, Matter};

/// A gutter narrower than this, in points, is a space in justified text.
pub(super) const MIN_GUTTER: f32 = 8.0;

/// Lines that begin within this many points of one another begin at one edge.
const SAME_START: f32 = 2.0;

/// A container narrower than this, in points, has one column.
const MIN_WIDTH: f32 = 150.0;

/// A caption has at most this many lines.
const MAX_CAPTION: usize = 3;

/// How many lines of text an atom counts for.
fn lines_of(atom: &Atom) -> f32 {
    match atom.matter {
        Matter::Words(_) => 1.0,
        Matter::Box(_) | Matter::Table(_) => (atom.bbox.height() / 12.0).max(1.0),
    }
}

/// The x of the gutter that the most lines stand beside, if there is one. Atoms must come by height.
pub(super) fn gutter(atoms: &[Atom]) -> Option<f32> {
    let around = atoms.iter().map(|a| a.bbox).reduce(|a, b| a.union(&b))?;
    if around.width() < MIN_WIDTH {
        return None;
    }
    // The edges of atoms are the only places where anything changes.
    let (low, high) = (
        around.x0 + 0.2 * around.width(),
        around.x0 + 0.8 * around.width(),
    );
    let mut edges: Vec<f32> = atoms
        .iter()
        .map(|a| a.bbox.x0 - 1.0)
        .filter(|x| *x > low && *x < high)
        .collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 0.5);
    let mut best: Option<(f32, f32)> = None;
    for x in edges {
        let score = score(atoms, x);
        if score > 0.0 && best.is_none_or(|(s, _)| score > s) {
            best = Some((score, x));
        }
    }
    let (score, x) = best?;
    let all: f32 = atoms.iter().map(lines_of).sum();
    // A few lines in two columns on a page of running text are a chance of spaces.
    (score >= 3.0 && score >= 0.15 * all).then_some(x)
}

/// Where an atom stands beside a gutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Across,
}

/// The sides of atoms, which come by height. The short last line of a paragraph that goes across
/// belongs to it, not to the left column.
pub(super) fn sides(atoms: &[Atom], x: f32) -> Vec<Side> {
    let mut out: Vec<Side> = atoms
        .iter()
        .map(|a| match (a.bbox.x0 < x, a.bbox.x1 > x) {
            (true, true) => Side::Across,
            (true, false) => Side::Left,
            (false, _) => Side::Right,
        })
        .collect();
    let heights = || {
        atoms
            .iter()
            .filter(|a| matches!(a.matter, Matter::Words(_)))
            .map(|a| a.bbox.height())
    };
    let mut sorted: Vec<f32> = heights().collect();
    sorted.sort_by(f32::total_cmp);
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    // A larger line with nothing beside it, over a pair of columns and under another, heads both.
    let heads = |b: &Rect, out: &[Side]| {
        let mut right = atoms
            .iter()
            .zip(out)
            .filter(|(_, s)| **s == Side::Right)
            .map(|(a, _)| a.bbox);
        let clear = right
            .clone()
            .all(|r| r.y1 < b.y0 - 1.0 || r.y0 > b.y1 + 1.0);
        b.height() > 1.2 * usual
            && clear
            && right.clone().any(|r| r.y1 < b.y0)
            && right.any(|r| r.y0 > b.y1)
    };
    let mut above: Option<Rect> = None;
    for at in 0..atoms.len() {
        let (Some(atom), Some(side)) = (atoms.get(at), out.get(at).copied()) else {
            continue;
        };
        let b = atom.bbox;
        let follows = above.is_some_and(|a| {
            (a.x0 - b.x0).abs() < 3.0
                && b.y0 - a.y1 < 0.8 * b.height().min(a.height())
                && b.y1 > a.y1
        });
        let words = matches!(atom.matter, Matter::Words(_));
        let beside = atoms
            .iter()
            .zip(&out)
            .any(|(o, s)| *s == Side::Right && o.bbox.overlap_y(&b) > 0.3 * b.height());
        match side {
            Side::Across => above = words.then_some(b),
            Side::Left if words && (follows && !beside || heads(&b, &out)) => {
                if let Some(slot) = out.get_mut(at) {
                    *slot = Side::Across;
                }
                above = Some(b);
            }
            Side::Left | Side::Right => {}
        }
    }
    for (at, atom) in atoms.iter().enumerate() {
        if matches!(atom.matter, Matter::Table(_)) && out.get(at) == Some(&Side::Across) {
            for caption in caption(atoms, &out, &atom.bbox) {
                if let Some(slot) = out.get_mut(caption) {
                    *slot = Side::Across;
                }
            }
        }
    }
    out
}

/// The lines right above a table across the columns that are its caption: few, at its left edge, with
/// nothing beside them and none right above them.
fn caption(atoms: &[Atom], sides: &[Side], table: &Rect) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut top = table.y0;
    for (at, (atom, side)) in atoms.iter().zip(sides).enumerate().rev() {
        let b = atom.bbox;
        if *side != Side::Left || !matches!(atom.matter, Matter::Words(_)) || b.y1 > top + 2.0 {
            continue;
        }
        let beside = atoms
            .iter()
            .zip(sides)
            .any(|(o, s)| *s == Side::Right && o.bbox.y1 > b.y0 && o.bbox.y0 < table.y0);
        if top - b.y1 > 1.2 * b.height() || (b.x0 - table.x0).abs() > 12.0 || beside {
            break;
        }
        lines.push(at);
        top = b.y0;
    }
    // More lines are the end of a paragraph in a column that is longer than its neighbour.
    if lines.len() > MAX_CAPTION {
        Vec::new()
    } else {
        lines
    }
}

/// How many lines stand in bands that have text on both sides of x, with a gap between them.
fn score(atoms: &[Atom], x: f32) -> f32 {
    let mut total = 0.0;
    let mut band: Vec<&Atom> = Vec::new();
    for (atom, side) in atoms.iter().zip(sides(atoms, x)) {
        if side == Side::Across {
            total += band_score(&band, x);
            band.clear();
        } else {
            band.push(atom);
        }
    }
    total + band_score(&band, x)
}

fn band_score(band: &[&Atom], x: f32) -> f32 {
    let (left, right): (Vec<&Atom>, Vec<&Atom>) = band.iter().partition(|a| a.bbox.x1 <= x);
    let edge = left
        .iter()
        .map(|a| a.bbox.x1)
        .fold(f32::NEG_INFINITY, f32::max);
    let start = right
        .iter()
        .map(|a| a.bbox.x0)
        .fold(f32::INFINITY, f32::min);
    if left.is_empty() || right.is_empty() || start - edge < MIN_GUTTER {
        return 0.0;
    }
    // A single line with a wide space in it is no pair of columns, nor is a list of marks with its
    // text beside it.
    let rows = |side: &[&Atom]| {
        let mut ys: Vec<f32> = side.iter().map(|a| a.bbox.mid_y()).collect();
        ys.sort_by(f32::total_cmp);
        ys.dedup_by(|a, b| (*a - *b).abs() < 3.0);
        ys
    };
    let (l, r) = (rows(&left), rows(&right));
    let aligned = l.len() == r.len() && l.iter().zip(&r).all(|(a, b)| (a - b).abs() < 2.0);
    if aligned && l.len() < 3 && band.iter().all(|a| matches!(a.matter, Matter::Words(_))) {
        return 0.0;
    }
    if !begins_at_an_edge(&right) {
        return 0.0;
    }
    let wide = |side: &[&Atom]| side.iter().map(|a| a.bbox.width()).fold(0.0, f32::max) > 30.0;
    if !wide(&left) || !wide(&right) {
        return 0.0;
    }
    band.iter().map(|a| lines_of(a)).sum()
}

/// Most lines of a column begin where others do, at its edge or set in; what stands right of the wide
/// spaces of justified text begins anywhere.
fn begins_at_an_edge(side: &[&Atom]) -> bool {
    let mut rows: Vec<(f32, f32)> = Vec::new();
    for atom in side {
        let (y, x) = (atom.bbox.mid_y(), atom.bbox.x0);
        match rows
            .iter_mut()
            .rev()
            .take(3)
            .find(|r| (r.0 - y).abs() < 3.0)
        {
            Some(row) => row.1 = row.1.min(x),
            None => rows.push((y, x)),
        }
    }
    let others = |x: f32| {
        rows.iter()
            .filter(|(_, start)| (start - x).abs() < SAME_START)
            .count()
            > 1
    };
    let shared = rows.iter().filter(|(_, x)| others(*x)).count();
    rows.len() < 3 || shared * 10 >= rows.len() * 7
}
