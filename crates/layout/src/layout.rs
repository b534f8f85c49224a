//! From a page to its regions: words go to the cells that they stand in, grids are cut into rows of
//! cells, and what stands in a cell becomes lines and tables again.

use uip_model::{Page, Rect};

use crate::grid::{Grid, grids};
use crate::line::{Line, lines, text_of};
use crate::region::{Cell, PageLayout, Region, Row, Table};
use crate::slot::{SLACK, Slot, homes, slots};

/// A table inside a cell stands at most this far, in points, from the cell's border.
const MARGIN: f32 = 16.0;

/// Tables nested deeper than this are drawings; a timetable in a section is depth 2.
const MAX_DEPTH: u32 = 8;

/// Reads a page: finds its grids, gives every visible word to the innermost cell around it or to
/// the page, and puts words into lines.
pub fn layout(page: &Page) -> PageLayout {
    let grids = grids(&page.rulings);
    let slots = slots(page, &grids);
    let homes = homes(&grids, &slots);
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
        let mut frames: Vec<(Rect, Vec<Region>)> = Vec::new();
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
                    frames.push((grid.bbox, cells.flat_map(|cell| cell.content).collect()));
                }
                _ => tables.push(table),
            }
        }
        let mut regions: Vec<Region> = Vec::new();
        for line in self.lines_between(words, &tables) {
            regions.push(Region::Line(text_of(self.page, &line)));
        }
        regions.retain(|r| !matches!(r, Region::Line(line) if line.words.is_empty()));
        regions.extend(tables.into_iter().map(Region::Table));
        let place = |region: Region| {
            let r = region.bbox();
            let y = if r.height() < 30.0 { r.mid_y() } else { r.y0 };
            (y, r.x0, region)
        };
        let mut placed: Vec<(f32, f32, Region)> = regions.into_iter().map(place).collect();
        for (frame, content) in frames {
            // A box beside the text is read as a whole, where it begins.
            let beside = placed.iter().any(|(y, _, r)| {
                let b = r.bbox();
                (frame.y0..frame.y1).contains(y) && (b.x1 < frame.x0 || b.x0 > frame.x1)
            });
            placed.extend(content.into_iter().map(place).map(|(y, x, region)| {
                if beside {
                    (frame.y0, y, region)
                } else {
                    (y, x, region)
                }
            }));
        }
        placed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        placed.into_iter().map(|(_, _, region)| region).collect()
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
