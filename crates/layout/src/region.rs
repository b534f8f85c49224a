//! What a page is read as: its regions, which are lines of text and tables with rows, cells and their
//! content, and how they print.

use std::collections::BTreeSet;
use std::fmt;

use uip_model::{Rect, TextLine};

use crate::column::part;

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
