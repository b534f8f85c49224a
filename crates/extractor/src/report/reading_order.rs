//! The order in which a person reads a page that is set in columns, with boxes and call-outs.
//!
//! A page (or a box) is cut at the gutter that the most lines respect; what lies across the gutter
//! (banners, tables) cuts the columns into bands, each read from its left column to its right. A box
//! is read where it stands in its column, its inside in the same way.

mod gutter;

use uip_layout::{lines, text_of};
use uip_model::{Colour, Page, Rect, TextLine, TextWord, Word};

use super::canvas::{area, centre, drawn_mark};
use super::table::ReportTable;
use gutter::{MIN_GUTTER, Side, gutter, sides};

/// Justified text may stretch its spaces up to this part of the type size, those of a line alike.
const WIDE_SPACE: f32 = 2.0;

/// Spaces of a line that differ by less than this, in points, were stretched alike.
const SAME_SPACE: f32 = 0.5;

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
