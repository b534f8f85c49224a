//! What stands in frames: rows that a page break left alone, tables parted from their section.

use uip_layout::{Cell, PageLayout, Region, Row, Table};

/// The page's regions, lines in a frame as a table of one cell: a section's row that stands alone on
/// its page.
pub(crate) fn framed(page: PageLayout) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    for region in page.regions {
        let frame = match &region {
            Region::Line(l) => page
                .frames
                .iter()
                .find(|f| f.contains(l.bbox.mid_x(), l.bbox.mid_y())),
            Region::Table(_) => None,
        };
        let Some(&bbox) = frame else {
            out.push(region);
            continue;
        };
        if !matches!(out.last(), Some(Region::Table(t)) if t.bbox == bbox) {
            let cell = Cell {
                bbox,
                page: page.number,
                content: Vec::new(),
            };
            let rows = vec![Row {
                bbox,
                cells: vec![cell],
            }];
            out.push(Region::Table(Table {
                bbox,
                page: page.number,
                rows,
            }));
        }
        if let Some(Region::Table(table)) = out.last_mut()
            && let Some(cell) = table.rows.iter_mut().flat_map(|r| &mut r.cells).next()
        {
            cell.content.push(region);
        }
    }
    out
}

/// Adds a row to the table at the end of a section's body, or begins one.
pub(crate) fn add_nested(body: &mut Vec<Cell>, row: &Row, page: u32) {
    let open = body.last_mut().and_then(|c| c.content.last_mut());
    if let Some(Region::Table(table)) = open
        && table.page == page
        && table
            .rows
            .last()
            .is_some_and(|r| r.cells.len() == row.cells.len())
    {
        table.bbox = table.bbox.union(&row.bbox);
        table.rows.push(row.clone());
        return;
    }
    let table = Table {
        bbox: row.bbox,
        page,
        rows: vec![row.clone()],
    };
    body.push(Cell {
        bbox: row.bbox,
        page,
        content: vec![Region::Table(table)],
    });
}
