//! From a page to its regions: lines of text and tables with rows, cells and their content.

use std::collections::BTreeSet;
use std::fmt;

use uip_model::{Page, Rect, TextLine, Visibility};

use crate::column::part;
use crate::grid::{Grid, grids};
use crate::line::{Line, lines, text_of};

/// How far, in points, a word's middle or a nested grid may lie outside a cell and still belong
/// to it: borders have a width, and boxes are rounded.
const SLACK: f32 = 1.5;

/// A table inside a cell stands at most this far, in points, from the cell's border.
const MARGIN: f32 = 16.0;

/// Tables nested deeper than this are drawings; a timetable in a section is depth 2.
const MAX_DEPTH: u32 = 8;

/// A page as regions from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageLayout {
    /// The page's number, from 1.
    pub number: u32,
    /// Width of the page in points.
    pub width: f32,
    /// Height of the page in points.
    pub height: f32,
    /// Lines outside tables, and tables.
    pub regions: Vec<Region>,
    /// Boxes of one cell around text, whose lines stand among the regions.
    pub frames: Vec<Rect>,
    /// Left and right edge of the column of text that this is, where the page has several.
    pub column: Option<(f32, f32)>,
}

/// A line of text or a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Region {
    /// A line.
    Line(TextLine),
    /// A table.
    Table(Table),
}

/// A table as rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its outline.
    pub bbox: Rect,
    /// Its page.
    pub page: u32,
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
}

/// A row of cells, from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its outline.
    pub bbox: Rect,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell with what stands in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its outline.
    pub bbox: Rect,
    /// Its page.
    pub page: u32,
    /// Lines and nested tables, from top to bottom.
    pub content: Vec<Region>,
}

impl Region {
    /// The region's box.
    pub fn bbox(&self) -> Rect {
        match self {
            Self::Line(line) => line.bbox,
            Self::Table(table) => table.bbox,
        }
    }

    /// What is left of the region without these words of its page; `None` where nothing is. The
    /// outlines stay.
    pub fn without(&self, words: &BTreeSet<u32>) -> Option<Self> {
        match self {
            Self::Line(line) => part(line, |w| !words.contains(&w.word)).map(Self::Line),
            Self::Table(table) => {
                let mut table = table.clone();
                for cell in table.rows.iter_mut().flat_map(|r| &mut r.cells) {
                    let left = cell.content.iter().filter_map(|r| r.without(words));
                    cell.content = left.collect();
                }
                let mut cells = table.rows.iter().flat_map(|r| &r.cells);
                let any = cells.any(|c| !c.is_empty());
                any.then_some(Self::Table(table))
            }
        }
    }
}

impl Cell {
    /// The lines in the cell, those of nested tables included, in order.
    pub fn lines(&self) -> Vec<&TextLine> {
        fn collect<'a>(content: &'a [Region], out: &mut Vec<&'a TextLine>) {
            for region in content {
                match region {
                    Region::Line(line) => out.push(line),
                    Region::Table(table) => {
                        table
                            .rows
                            .iter()
                            .flat_map(|r| &r.cells)
                            .for_each(|c| collect(&c.content, out));
                    }
                }
            }
        }
        let mut out = Vec::new();
        collect(&self.content, &mut out);
        out
    }

    /// Nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.lines().is_empty()
    }
}

/// Reads a page: finds its grids, gives every visible word to the innermost cell around it or to
/// the page, and puts words into lines.
pub fn layout(page: &Page) -> PageLayout {
    let grids = grids(&page.rulings);
    let mut slots: Vec<Slot> = vec![Slot {
        grid: None,
        bbox: Rect::new(0.0, 0.0, page.width, page.height),
        words: Vec::new(),
    }];
    for (g, grid) in grids.iter().enumerate() {
        slots.extend(grid.cells.iter().map(|c| Slot {
            grid: Some(g),
            bbox: c.bbox,
            words: Vec::new(),
        }));
    }
    for (i, word) in page.words.iter().enumerate() {
        if word.visibility != Visibility::Visible {
            continue;
        }
        let (x, y) = (word.bbox.mid_x(), word.baseline - 0.25 * word.size);
        let home = innermost(&slots, |slot| within(&slot.bbox, x, y)).unwrap_or(0);
        if let Some(slot) = slots.get_mut(home) {
            slot.words.push(u32::try_from(i).unwrap_or(u32::MAX));
        }
    }
    // The cell (or the page) that each grid lies in.
    let homes: Vec<usize> = grids
        .iter()
        .enumerate()
        .map(|(g, grid)| {
            let inside = |slot: &Slot| {
                slot.grid != Some(g)
                    && area(&slot.bbox) > area(&grid.bbox)
                    && within(&slot.bbox, grid.bbox.mid_x(), grid.bbox.mid_y())
                    && grid.bbox.overlap_x(&slot.bbox) > 0.8 * grid.bbox.width()
                    && grid.bbox.overlap_y(&slot.bbox) > 0.8 * grid.bbox.height()
            };
            innermost(&slots, inside).unwrap_or(0)
        })
        .collect();
    let frames = grids
        .iter()
        .zip(&homes)
        .filter(|(grid, home)| grid.cells.len() == 1 && **home == 0)
        .map(|(grid, _)| grid.bbox)
        .collect();
    let reading = Reading {
        page,
        grids: &grids,
        slots: &slots,
        homes: &homes,
    };
    PageLayout {
        number: page.number,
        width: page.width,
        height: page.height,
        regions: reading.content(0, 0),
        frames,
        column: None,
    }
}

/// A place that words can stand in: a cell of a grid, or the page (the first slot).
struct Slot {
    grid: Option<usize>,
    bbox: Rect,
    words: Vec<u32>,
}

fn area(bbox: &Rect) -> f32 {
    bbox.width() * bbox.height()
}

fn within(bbox: &Rect, x: f32, y: f32) -> bool {
    x >= bbox.x0 - SLACK && x <= bbox.x1 + SLACK && y >= bbox.y0 - SLACK && y <= bbox.y1 + SLACK
}

fn innermost(slots: &[Slot], fits: impl Fn(&Slot) -> bool) -> Option<usize> {
    slots
        .iter()
        .enumerate()
        .filter(|(_, slot)| fits(slot))
        .min_by(|(_, a), (_, b)| area(&a.bbox).total_cmp(&area(&b.bbox)))
        .map(|(i, _)| i)
}

struct Reading<'a> {
    page: &'a Page,
    grids: &'a [Grid],
    slots: &'a [Slot],
    homes: &'a [usize],
}

impl Reading<'_> {
    /// What stands in a slot: its lines and the tables that lie in it, by vertical place.
    fn content(&self, slot: usize, depth: u32) -> Vec<Region> {
        let words = self.slots.get(slot).map_or(&[] as &[u32], |s| &s.words);
        let mut tables: Vec<Table> = Vec::new();
        let mut loose: Vec<Region> = Vec::new();
        for (g, grid) in self.grids.iter().enumerate() {
            if self.homes.get(g) != Some(&slot) || depth >= MAX_DEPTH {
                continue;
            }
            let table = self.table(g, grid, depth);
            match table.rows.as_slice() {
                [] => {}
                // A frame around text, not a table.
                [Row { cells, .. }] if cells.len() == 1 => {
                    let cells = table.rows.into_iter().flat_map(|row| row.cells);
                    loose.extend(cells.flat_map(|cell| cell.content));
                }
                _ => tables.push(table),
            }
        }
        let mut regions: Vec<Region> = Vec::new();
        for line in self.lines_between(words, &tables) {
            regions.push(Region::Line(text_of(self.page, &line)));
        }
        regions.retain(|r| !matches!(r, Region::Line(line) if line.words.is_empty()));
        regions.extend(loose);
        regions.extend(tables.into_iter().map(Region::Table));
        regions.sort_by(|a, b| {
            let (a, b) = (a.bbox(), b.bbox());
            let key = |r: &Rect| if r.height() < 30.0 { r.mid_y() } else { r.y0 };
            key(&a).total_cmp(&key(&b)).then(a.x0.total_cmp(&b.x0))
        });
        regions
    }

    /// Lines of a slot's words; words left and right of a table that stands beside them are not put
    /// into one line across it.
    fn lines_between(&self, words: &[u32], tables: &[Table]) -> Vec<Line> {
        // Most cells have none.
        if tables.is_empty() {
            return lines(self.page, words);
        }
        let beside = |word: u32, table: &Table| {
            self.page.words.get(word as usize).map_or(0, |w| {
                if w.bbox.mid_y() < table.bbox.y0 || w.bbox.mid_y() > table.bbox.y1 {
                    0
                } else if w.bbox.mid_x() < table.bbox.x0 {
                    1
                } else {
                    2
                }
            })
        };
        let mut parts: Vec<(Vec<u8>, Vec<u32>)> = Vec::new();
        for &word in words {
            let key: Vec<u8> = tables.iter().map(|t| beside(word, t)).collect();
            match parts.iter_mut().find(|(k, _)| *k == key) {
                Some((_, list)) => list.push(word),
                None => parts.push((key, vec![word])),
            }
        }
        parts
            .iter()
            .flat_map(|(_, list)| lines(self.page, list))
            .collect()
    }

    /// A grid as rows of cells: cut where no cell stands in the way of a horizontal cut, then where
    /// none stands in the way of a vertical one. What cannot be cut further but holds several cells
    /// is a table of its own inside a cell.
    fn table(&self, g: usize, grid: &Grid, depth: u32) -> Table {
        let cells: Vec<usize> = self
            .slots
            .iter()
            .enumerate()
            .filter(|(_, s)| s.grid == Some(g))
            .map(|(i, _)| i)
            .collect();
        Table {
            bbox: grid.bbox,
            page: self.page.number,
            rows: self.rows(&cells, depth),
        }
    }

    fn rows(&self, cells: &[usize], depth: u32) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for strip in self.cut(cells, |b| (b.y0, b.y1)) {
            let mut row = Row {
                bbox: self.around(&strip),
                cells: Vec::new(),
            };
            let blocks = self.level(self.cut(&strip, |b| (b.x0, b.x1)));
            for block in &blocks {
                row.cells.push(self.cell(block, blocks.len() == 1, depth));
            }
            // A sliver between doubled borders, or the paper beside a narrower table.
            if row.cells.iter().any(|c| !c.is_empty()) || row.bbox.height() > 2.0 * SLACK {
                rows.push(row);
            }
        }
        rows
    }

    fn cell(&self, block: &[usize], alone: bool, depth: u32) -> Cell {
        let bbox = self.around(block);
        let host = block.iter().find(|&&c| self.holds(c, block));
        let content = match (block, host) {
            ([one], _) => self.content(*one, depth + 1),
            (_, Some(&host)) if depth < MAX_DEPTH => self.hosted(host, block, depth),
            // Cells that no straight cut separates: read one after another.
            _ if alone || depth >= MAX_DEPTH => block
                .iter()
                .flat_map(|&c| self.content(c, depth + 1))
                .collect(),
            _ => self.inner(block, bbox, depth),
        };
        Cell {
            bbox,
            page: self.page.number,
            content,
        }
    }

    /// The cell's box goes around all the others: a table inside it touches its border.
    fn holds(&self, host: usize, block: &[usize]) -> bool {
        let Some(outer) = self.slots.get(host).map(|s| s.bbox) else {
            return false;
        };
        block
            .iter()
            .filter(|&&c| c != host)
            .filter_map(|&c| self.slots.get(c))
            .all(|s| {
                s.bbox.x0 >= outer.x0 - SLACK
                    && s.bbox.x1 <= outer.x1 + SLACK
                    && s.bbox.y0 >= outer.y0 - SLACK
                    && s.bbox.y1 <= outer.y1 + SLACK
            })
    }

    /// A cell with a table inside that touches its border.
    fn hosted(&self, host: usize, block: &[usize], depth: u32) -> Vec<Region> {
        let rest: Vec<usize> = block.iter().copied().filter(|&c| c != host).collect();
        let mut content = self.content(host, depth + 1);
        content.extend(self.inner(&rest, self.around(&rest), depth));
        content.sort_by(|a, b| a.bbox().y0.total_cmp(&b.bbox().y0));
        content
    }

    /// Neighbouring blocks that are cut at the same heights are one table inside a taller row; empty
    /// slivers beside it are its distance from the border.
    fn level(&self, blocks: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let cuts = |block: &[usize]| -> Vec<f32> {
            let mut ys: Vec<f32> = block
                .iter()
                .filter_map(|&c| self.slots.get(c))
                .map(|s| s.bbox.y0)
                .collect();
            ys.sort_by(f32::total_cmp);
            ys
        };
        let same = |a: &[f32], b: &[f32]| {
            a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x - y).abs() <= SLACK)
        };
        let mut out: Vec<Vec<usize>> = Vec::new();
        // The cuts of the last block, while the next may go on with it.
        let mut open: Vec<f32> = Vec::new();
        for block in blocks {
            let here = cuts(&block);
            match out.last_mut() {
                Some(last) if here.len() > 1 && same(&here, &open) => last.extend(block),
                _ => {
                    open = here;
                    out.push(block);
                }
            }
        }
        let table = |b: &[usize]| b.len() >= 4;
        if out.iter().any(|b| table(b)) {
            out.retain(|b| !matches!(b.as_slice(), [c] if self.is_sliver(*c)));
        }
        out
    }

    fn is_sliver(&self, cell: usize) -> bool {
        self.slots
            .get(cell)
            .is_some_and(|s| s.words.is_empty() && s.bbox.width() < MARGIN)
    }

    /// The rows inside a cell that a taller neighbour spans: lines where they are one cell wide,
    /// else a table.
    fn inner(&self, block: &[usize], bbox: Rect, depth: u32) -> Vec<Region> {
        let mut out: Vec<Region> = Vec::new();
        let mut table: Option<Table> = None;
        for row in self.rows(block, depth + 1) {
            if row.cells.len() == 1 {
                out.extend(table.take().map(Region::Table));
                out.extend(row.cells.into_iter().flat_map(|c| c.content));
            } else {
                let page = self.page.number;
                let table = table.get_or_insert_with(|| Table {
                    bbox: Rect::new(bbox.x0, row.bbox.y0, bbox.x1, row.bbox.y1),
                    page,
                    rows: Vec::new(),
                });
                table.bbox = table.bbox.union(&row.bbox);
                table.rows.push(row);
            }
        }
        out.extend(table.map(Region::Table));
        out
    }

    fn around(&self, cells: &[usize]) -> Rect {
        cells
            .iter()
            .filter_map(|&c| self.slots.get(c))
            .map(|s| s.bbox)
            .reduce(|a, b| a.union(&b))
            .unwrap_or_default()
    }

    /// Groups cells by their extents in one direction: a new group begins where no cell of the
    /// groups before reaches.
    fn cut(&self, cells: &[usize], extent: impl Fn(&Rect) -> (f32, f32)) -> Vec<Vec<usize>> {
        let mut spans: Vec<(f32, f32, usize)> = cells
            .iter()
            .filter_map(|&c| {
                let (from, to) = extent(&self.slots.get(c)?.bbox);
                Some((from, to, c))
            })
            .collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut reach = f32::NEG_INFINITY;
        for (from, to, cell) in spans {
            match groups.last_mut() {
                Some(group) if from < reach - SLACK => group.push(cell),
                _ => groups.push(vec![cell]),
            }
            reach = reach.max(to);
        }
        groups
    }
}

impl fmt::Display for PageLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "page {} ({:.0} × {:.0})",
            self.number, self.width, self.height
        )?;
        self.regions.iter().try_for_each(|r| print(f, r, 1))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print_table(f, self, 0)
    }
}

fn print(f: &mut fmt::Formatter<'_>, region: &Region, depth: usize) -> fmt::Result {
    match region {
        Region::Line(line) => {
            let style = match (line.bold, line.italic) {
                (true, true) => " bold italic",
                (true, false) => " bold",
                (false, true) => " italic",
                (false, false) => "",
            };
            let indent = depth * 2;
            writeln!(
                f,
                "{:indent$}{:.0},{:.0} {:.1}{style}| {}",
                "", line.bbox.x0, line.bbox.y0, line.size, line.text
            )
        }
        Region::Table(table) => print_table(f, table, depth),
    }
}

fn print_table(f: &mut fmt::Formatter<'_>, table: &Table, depth: usize) -> fmt::Result {
    let indent = depth * 2;
    writeln!(
        f,
        "{:indent$}table {:.0}–{:.0} × {:.0}–{:.0}",
        "", table.bbox.x0, table.bbox.x1, table.bbox.y0, table.bbox.y1
    )?;
    for row in &table.rows {
        writeln!(
            f,
            "{:indent$}  row {:.0}–{:.0}",
            "", row.bbox.y0, row.bbox.y1
        )?;
        for cell in &row.cells {
            writeln!(
                f,
                "{:indent$}    cell {:.0}–{:.0}",
                "", cell.bbox.x0, cell.bbox.x1
            )?;
            cell.content
                .iter()
                .try_for_each(|r| print(f, r, depth + 3))?;
        }
    }
    Ok(())
}
