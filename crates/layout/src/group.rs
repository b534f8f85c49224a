//! Rulings that touch or cross one another, as groups.

use uip_model::{Direction, Rect, Ruling};

use crate::sets::Sets;

/// Rulings closer than this, in points, are one: doubled borders lie 1 to 2.5 pt apart, the
/// narrowest printed column (a number of two digits in 6 pt) is wider.
pub(crate) const SNAP: f32 = 3.0;

/// Lone vertical lines shorter than this, in points, are no borders of a row that fills a page.
const OPEN_ROW: f32 = 40.0;

/// Rulings that touch or cross one another, directly or through others.
pub(crate) fn groups(rulings: &[Ruling]) -> Vec<Vec<Ruling>> {
    let mut sorted: Vec<Ruling> = rulings
        .iter()
        .copied()
        .filter(|r| r.to - r.from > SNAP)
        .collect();
    sorted.sort_by(|a, b| extent(a).y0.total_cmp(&extent(b).y0));
    let boxes: Vec<Rect> = sorted.iter().map(extent).collect();
    let mut sets = Sets::new(sorted.len());
    // Sorted by top edge, so a later ruling that starts below this one's end touches nothing here.
    for (i, a) in boxes.iter().enumerate() {
        for (j, b) in boxes.iter().enumerate().skip(i + 1) {
            if b.y0 > a.y1 + SNAP {
                break;
            }
            if a.x0 <= b.x1 + SNAP && b.x0 <= a.x1 + SNAP {
                sets.join(i, j);
            }
        }
    }
    let mut groups: Vec<(usize, Vec<Ruling>)> = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; sorted.len()];
    for (i, ruling) in sorted.iter().enumerate() {
        let root = sets.root(i);
        let known = place.get(root).copied().flatten();
        if let Some((_, group)) = known.and_then(|k| groups.get_mut(k)) {
            group.push(*ruling);
        } else {
            if let Some(slot) = place.get_mut(root) {
                *slot = Some(groups.len());
            }
            groups.push((root, vec![*ruling]));
        }
    }
    open_rows(groups.into_iter().map(|(_, group)| group).collect())
}

/// A page that lies wholly inside one row of a table shows its vertical borders only: lone vertical
/// lines of the same height belong together.
fn open_rows(groups: Vec<Vec<Ruling>>) -> Vec<Vec<Ruling>> {
    let mut out: Vec<Vec<Ruling>> = Vec::new();
    let mut lone: Vec<(Rect, Vec<Ruling>)> = Vec::new();
    for group in groups {
        let bbox = group
            .iter()
            .map(extent)
            .reduce(|a, b| a.union(&b))
            .unwrap_or_default();
        if bbox.width() > SNAP || bbox.height() < OPEN_ROW {
            out.push(group);
            continue;
        }
        let same = |b: &Rect| (b.y0 - bbox.y0).abs() <= SNAP && (b.y1 - bbox.y1).abs() <= SNAP;
        match lone.iter_mut().find(|(b, _)| same(b)) {
            Some((_, known)) => known.extend(group),
            None => lone.push((bbox, group)),
        }
    }
    out.extend(lone.into_iter().map(|(_, group)| group));
    out
}

/// The ruling as a box without thickness.
pub(crate) fn extent(ruling: &Ruling) -> Rect {
    match ruling.direction {
        Direction::Horizontal => Rect::new(ruling.from, ruling.at, ruling.to, ruling.at),
        Direction::Vertical => Rect::new(ruling.at, ruling.from, ruling.at, ruling.to),
    }
}
