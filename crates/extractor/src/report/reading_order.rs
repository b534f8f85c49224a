//! The order in which a person reads a page that is set in columns, with boxes and call-outs.
//!
//! A page (or a box) is cut at the gutter that the most lines respect; what lies across the gutter
//! (banners, tables) cuts the columns into bands, each read from its left column to its right. A box
//! is read where it stands in its column, its inside in the same way.

use uip_layout::{lines, text_of};
use uip_model::{Colour, Page, Rect, TextLine, TextWord, Word};

use super::canvas::{area, centre, drawn_mark};
use super::table::ReportTable;

/// A gutter narrower than this, in points, is a space in justified text.
const MIN_GUTTER: f32 = 8.0;

/// Justified text may stretch its spaces up to this part of the type size, those of a line alike.
const WIDE_SPACE: f32 = 2.0;

/// Spaces of a line that differ by less than this, in points, were stretched alike.
const SAME_SPACE: f32 = 0.5;

/// Lines that begin within this many points of one another begin at one edge.
const SAME_START: f32 = 2.0;

/// A container narrower than this, in points, has one column.
const MIN_WIDTH: f32 = 150.0;

/// A caption has at most this many lines.
const MAX_CAPTION: usize = 3;

/// Columns nested deeper than this are none.
const MAX_DEPTH: u32 = 6;

/// What is read one after another.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Line(FlowLine),
    Table(ReportTable),
}

/// A line of text and where it is read.
#[derive(Clone, Debug)]
pub(crate) struct FlowLine {
    pub(crate) line: TextLine,
    /// 0 for the page itself, else a number of the box that it stands in, unique in the document.
    pub(crate) container: u32,
    /// Number of the column, unique in the document.
    pub(crate) column: u32,
    /// Left and right limit of the text in that column.
    pub(crate) limits: (f32, f32),
    /// Colour of most of its characters.
    pub(crate) colour: Colour,
    /// A list mark is drawn before it.
    pub(crate) drawn_mark: bool,
}

impl FlowLine {
    /// A line of the page itself, of no column.
    pub(crate) fn alone(line: TextLine) -> Self {
        Self {
            limits: (line.bbox.x0, line.bbox.x1),
            line,
            container: 0,
            column: 0,
            colour: Colour::default(),
            drawn_mark: false,
        }
    }
}

/// Counts containers and columns through a document.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    containers: u32,
    columns: u32,
}

#[derive(Clone, Debug)]
enum Matter {
    Words(Vec<u32>),
    Box(usize),
    Table(usize),
}

#[derive(Clone, Debug)]
struct Atom {
    bbox: Rect,
    matter: Matter,
}

struct Reading<'a> {
    page: &'a Page,
    boxes: &'a [Rect],
    tables: &'a [ReportTable],
    /// The box that each table, and that each box lies in.
    table_home: Vec<Option<usize>>,
    box_home: Vec<Option<usize>>,
    /// The words of each box, and of the page.
    words: Vec<Vec<u32>>,
}

/// Puts the words of a page (without those in `skip`: furniture and table cells), its boxes and its
/// tables into reading order.
pub(crate) fn reading_order(
    page: &Page,
    boxes: &[Rect],
    tables: &[ReportTable],
    skip: &[bool],
    counter: &mut Counter,
) -> Vec<Item> {
    let smallest = |x: f32, y: f32, than: f32| {
        boxes
            .iter()
            .enumerate()
            .filter(|(_, b)| b.contains(x, y) && area(b) < than)
            .min_by(|a, b| area(a.1).total_cmp(&area(b.1)))
            .map(|(i, _)| i)
    };
    let mut words: Vec<Vec<u32>> = vec![Vec::new(); boxes.len() + 1];
    for (i, word) in (0_u32..).zip(&page.words) {
        if word.visibility != uip_model::Visibility::Visible
            || skip.get(i as usize).copied().unwrap_or(false)
        {
            continue;
        }
        let (x, y) = centre(word);
        let home = smallest(x, y, f32::INFINITY).unwrap_or(boxes.len());
        if let Some(list) = words.get_mut(home) {
            list.push(i);
        }
    }
    let reading = Reading {
        page,
        boxes,
        tables,
        table_home: tables
            .iter()
            .map(|t| smallest(t.bbox.mid_x(), t.bbox.mid_y(), f32::INFINITY))
            .collect(),
        box_home: boxes
            .iter()
            .map(|b| smallest(b.mid_x(), b.mid_y(), area(b)))
            .collect(),
        words,
    };
    let mut out = Vec::new();
    reading.container(None, 0, counter, &mut out);
    out
}

impl Reading<'_> {
    fn container(
        &self,
        home: Option<usize>,
        number: u32,
        counter: &mut Counter,
        out: &mut Vec<Item>,
    ) {
        let mut atoms: Vec<Atom> = Vec::new();
        let own = self
            .words
            .get(home.unwrap_or(self.boxes.len()))
            .map_or(&[] as &[u32], Vec::as_slice);
        for line in lines(self.page, own) {
            self.fragments(&line.words, &mut atoms);
        }
        for (i, b) in self.boxes.iter().enumerate() {
            if self.box_home.get(i) == Some(&home) && self.holds_something(i) {
                atoms.push(Atom {
                    bbox: *b,
                    matter: Matter::Box(i),
                });
            }
        }
        for (i, table) in self.tables.iter().enumerate() {
            if self.table_home.get(i) == Some(&home) {
                atoms.push(Atom {
                    bbox: table.bbox,
                    matter: Matter::Table(i),
                });
            }
        }
        self.order(atoms, number, 0, counter, out);
    }

    fn holds_something(&self, b: usize) -> bool {
        self.words.get(b).is_some_and(|w| !w.is_empty())
            || self.table_home.contains(&Some(b))
            || self
                .box_home
                .iter()
                .enumerate()
                .any(|(i, h)| *h == Some(b) && i != b && self.holds_something(i))
    }

    /// Pieces of a line between gaps that may be gutters.
    fn fragments(&self, words: &[u32], atoms: &mut Vec<Atom>) {
        let words: Vec<(u32, &Word)> = words
            .iter()
            .filter_map(|i| Some((*i, self.page.words.get(*i as usize)?)))
            .collect();
        let gaps: Vec<f32> = words
            .windows(2)
            .filter_map(|w| match w {
                [(_, a), (_, b)] => Some(b.bbox.x0 - a.bbox.x1),
                _ => None,
            })
            .collect();
        let stretched = |at: usize, gap: f32, size: f32| {
            let beside = [at.checked_sub(1), Some(at + 1)];
            let mut others = beside.into_iter().flatten().filter_map(|i| gaps.get(i));
            gap < WIDE_SPACE * size && others.any(|other| (other - gap).abs() < SAME_SPACE)
        };
        let mut open: Option<Atom> = None;
        for (n, (i, word)) in words.iter().enumerate() {
            let gap = n.checked_sub(1).and_then(|at| Some((at, *gaps.get(at)?)));
            match &mut open {
                Some(Atom {
                    bbox,
                    matter: Matter::Words(list),
                }) if gap.is_some_and(|(at, g)| g < MIN_GUTTER || stretched(at, g, word.size)) => {
                    *bbox = bbox.union(&word.bbox);
                    list.push(*i);
                }
                _ => {
                    atoms.extend(open.take());
                    open = Some(Atom {
                        bbox: word.bbox,
                        matter: Matter::Words(vec![*i]),
                    });
                }
            }
        }
        atoms.extend(open);
    }

    fn order(
        &self,
        mut atoms: Vec<Atom>,
        number: u32,
        depth: u32,
        counter: &mut Counter,
        out: &mut Vec<Item>,
    ) {
        atoms.sort_by(|a, b| {
            a.bbox
                .mid_y()
                .total_cmp(&b.bbox.mid_y())
                .then(a.bbox.x0.total_cmp(&b.bbox.x0))
        });
        let gutter = if depth < MAX_DEPTH {
            gutter(&atoms)
        } else {
            None
        };
        let Some(x) = gutter else {
            self.column(atoms, number, counter, out);
            return;
        };
        let mut left: Vec<Atom> = Vec::new();
        let mut right: Vec<Atom> = Vec::new();
        let mut across: Vec<Atom> = Vec::new();
        let sides = sides(&atoms, x);
        for (atom, side) in atoms.into_iter().zip(sides) {
            match side {
                Side::Across => {
                    if !(left.is_empty() && right.is_empty()) {
                        self.column(std::mem::take(&mut across), number, counter, out);
                        self.order(std::mem::take(&mut left), number, depth + 1, counter, out);
                        self.order(std::mem::take(&mut right), number, depth + 1, counter, out);
                    }
                    across.push(atom);
                }
                Side::Left => left.push(atom),
                Side::Right => right.push(atom),
            }
        }
        self.column(across, number, counter, out);
        self.order(left, number, depth + 1, counter, out);
        self.order(right, number, depth + 1, counter, out);
    }

    /// One column: its lines, boxes and tables from top to bottom.
    fn column(&self, atoms: Vec<Atom>, number: u32, counter: &mut Counter, out: &mut Vec<Item>) {
        if atoms.is_empty() {
            return;
        }
        counter.columns += 1;
        let column = counter.columns;
        let mut words: Vec<u32> = Vec::new();
        let mut rest: Vec<(f32, Matter)> = Vec::new();
        for atom in atoms {
            match atom.matter {
                Matter::Words(list) => words.extend(list),
                other => rest.push((atom.bbox.y0, other)),
            }
        }
        let texts: Vec<TextLine> = lines(self.page, &words)
            .iter()
            .map(|l| text_of(self.page, l))
            .collect();
        let limits = texts.iter().fold((f32::INFINITY, 0.0_f32), |(a, b), l| {
            (a.min(l.bbox.x0), b.max(l.bbox.x1))
        });
        rest.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut rest = rest.into_iter().peekable();
        for line in texts {
            while let Some((_, matter)) = rest.next_if(|(y, _)| *y < line.bbox.mid_y()) {
                self.emit(&matter, counter, out);
            }
            out.push(Item::Line(FlowLine {
                container: number,
                column,
                limits,
                colour: self.colour(&line.words),
                drawn_mark: drawn_mark(self.page, &line),
                line,
            }));
        }
        for (_, matter) in rest {
            self.emit(&matter, counter, out);
        }
    }

    fn emit(&self, matter: &Matter, counter: &mut Counter, out: &mut Vec<Item>) {
        match matter {
            Matter::Words(_) => {}
            Matter::Box(i) => {
                counter.containers += 1;
                let number = counter.containers;
                self.container(Some(*i), number, counter, out);
            }
            Matter::Table(i) => out.extend(self.tables.get(*i).cloned().map(Item::Table)),
        }
    }

    /// The colour of the longest word.
    fn colour(&self, words: &[TextWord]) -> Colour {
        words
            .iter()
            .max_by_key(|w| w.end - w.start)
            .and_then(|w| self.page.words.get(w.word as usize))
            .map_or(Colour::default(), |w| w.colour)
    }
}

/// How many lines of text an atom counts for.
fn lines_of(atom: &Atom) -> f32 {
    match atom.matter {
        Matter::Words(_) => 1.0,
        Matter::Box(_) | Matter::Table(_) => (atom.bbox.height() / 12.0).max(1.0),
    }
}

/// The x of the gutter that the most lines stand beside, if there is one. Atoms must come by height.
fn gutter(atoms: &[Atom]) -> Option<f32> {
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
enum Side {
    Left,
    Right,
    Across,
}

/// The sides of atoms, which come by height. The short last line of a paragraph that goes across
/// belongs to it, not to the left column.
fn sides(atoms: &[Atom], x: f32) -> Vec<Side> {
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
