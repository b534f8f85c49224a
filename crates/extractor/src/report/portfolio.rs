//! The overview report's appendix tables: which table is one, what its columns hold, how its pieces
//! on several pages make one, and which years are coloured.

use uip_model::{
    Colour, Origin, Page, PageSet, PortfolioArea, PortfolioCell, PortfolioColumn, PortfolioTable,
    Rect, TextLine, merge_origins,
};

use super::canvas::{SAME_COLOUR, colour_at};
use super::lexicon::ReportLexicon;
use super::reading_order::FlowLine;
use super::sentence::starts_lower;
use super::table::{Reach, ReportCell, ReportTable, printed};

/// A header may stand under a title row and a row over several columns, not lower.
const HEADER_ROWS: usize = 3;

/// A header names initiative, phase and at least two other things.
const HEADER_CELLS: usize = 4;

/// Programme years that a header can name.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

/// Column edges of the same table on two pages differ by less than this, in points.
const SAME_EDGE: f32 = 8.0;

/// What is lower than this, in points, is a line and no bar.
const BAR: f32 = 3.0;

/// An appendix table on the way through the pages.
#[derive(Debug)]
pub(crate) struct Appendix {
    pub(crate) table: PortfolioTable,
    /// Left and right edge of each column on the latest page.
    edges: Vec<(f32, f32)>,
}

/// The row of a table that is the header of an appendix table, and what its columns hold.
pub(crate) fn header(
    lexicon: &ReportLexicon,
    table: &ReportTable,
) -> Option<(usize, Vec<PortfolioColumn>)> {
    table
        .rows
        .iter()
        .enumerate()
        .take(HEADER_ROWS)
        .filter(|(_, row)| row.len() >= HEADER_CELLS)
        .find_map(|(at, row)| {
            let columns = columns(lexicon, row);
            let has = |kind: PortfolioColumn| columns.contains(&kind);
            let years = columns
                .iter()
                .filter(|c| matches!(c, PortfolioColumn::Year(_)))
                .count();
            let signs = [
                has(PortfolioColumn::Agreement),
                years >= 3 || has(PortfolioColumn::Period),
                has(PortfolioColumn::CarriedOn),
                has(PortfolioColumn::Susi),
            ];
            let enough = signs.iter().filter(|s| **s).count() >= 2;
            (columns.contains(&PortfolioColumn::Initiative)
                && columns.contains(&PortfolioColumn::Phase)
                && enough)
                .then_some((at, columns))
        })
}

/// What the columns under a row of headings hold; of several for one year the first is meant.
fn columns(lexicon: &ReportLexicon, row: &[ReportCell]) -> Vec<PortfolioColumn> {
    let headings: Vec<String> = row.iter().map(ReportCell::joined).collect();
    let mut out: Vec<PortfolioColumn> = Vec::with_capacity(row.len());
    for (cell, key) in row.iter().zip(lexicon.columns(&headings)) {
        let column = year(&cell.text()).map_or_else(
            || match key {
                Some("initiative") => PortfolioColumn::Initiative,
                Some("phase") => PortfolioColumn::Phase,
                Some("agreement") => PortfolioColumn::Agreement,
                Some("carried_on") => PortfolioColumn::CarriedOn,
                Some("susi") => PortfolioColumn::Susi,
                Some("area") => PortfolioColumn::Area,
                Some("period") => PortfolioColumn::Period,
                _ => PortfolioColumn::Other,
            },
            PortfolioColumn::Year,
        );
        let known = out.contains(&column);
        out.push(if known {
            PortfolioColumn::Other
        } else {
            column
        });
    }
    out
}

/// A year as the overview's columns have it: `17'`, `'17`, `2017`.
pub(crate) fn year(text: &str) -> Option<i32> {
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '‘' | '´' | '`' | '′'))
        .collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    match digits.len() {
        2 => Some(2000 + number),
        4 => YEARS.contains(&number).then_some(number),
        _ => None,
    }
}

impl Appendix {
    /// Begins a table at its header.
    pub(crate) fn begin(
        lexicon: &ReportLexicon,
        title: Vec<TextLine>,
        table: &ReportTable,
        at: usize,
        columns: Vec<PortfolioColumn>,
    ) -> Self {
        let mut title = title;
        title.extend(
            table
                .rows
                .iter()
                .take(at)
                .flatten()
                .flat_map(|c| c.lines.clone()),
        );
        let row = table
            .rows
            .get(at)
            .map_or(&[] as &[ReportCell], Vec::as_slice);
        Self {
            edges: row.iter().map(|c| (c.bbox.x0, c.bbox.x1)).collect(),
            table: PortfolioTable {
                area: lexicon.area(&printed(&title)).map(str::to_owned),
                areas: Vec::new(),
                title,
                header: row.iter().map(|c| c.lines.clone()).collect(),
                columns,
                rows: Vec::new(),
            },
        }
    }

    /// The table on another page has the same header.
    pub(crate) fn repeats(&self, columns: &[PortfolioColumn]) -> bool {
        self.table.columns == columns
    }

    /// A table without header that has this table's columns.
    pub(crate) fn fits(&self, table: &ReportTable) -> bool {
        let widest = table.rows.iter().max_by_key(|r| r.len());
        widest.is_some_and(|row| {
            row.len() == self.edges.len()
                && row.iter().zip(&self.edges).all(|(c, e)| {
                    (c.bbox.x0 - e.0).abs() < SAME_EDGE && (c.bbox.x1 - e.1).abs() < SAME_EDGE
                })
        })
    }

    /// Adds the rows of a table from row `from` on; the columns lie as row `header` has them. Returns
    /// headings between the rows that name no area.
    pub(crate) fn add(
        &mut self,
        pages: &PageSet,
        lexicon: &ReportLexicon,
        table: &ReportTable,
        header: Option<usize>,
        from: usize,
    ) -> Vec<FlowLine> {
        if let Some(row) = header.and_then(|h| table.rows.get(h)) {
            self.edges = row.iter().map(|c| (c.bbox.x0, c.bbox.x1)).collect();
        }
        let page = pages.pages.iter().find(|p| p.number == table.page);
        let mut unknown = Vec::new();
        for (n, row) in table.rows.iter().enumerate().skip(from) {
            let broken = n == from && !self.table.rows.is_empty();
            let mut cells = self.cells(page, table.page, row, broken);
            if cells.iter().all(|c| c.lines.is_empty() && !c.marked) {
                continue;
            }
            if self.is_heading(row, &cells) {
                let lines: Vec<TextLine> = cells
                    .iter_mut()
                    .flat_map(|c| std::mem::take(&mut c.lines))
                    .collect();
                match lexicon.area(&printed(&lines)) {
                    Some(area) => self.table.areas.push(PortfolioArea {
                        row: self.table.rows.len(),
                        area: Some(area.to_owned()),
                        lines,
                    }),
                    None => unknown.extend(lines.into_iter().map(FlowLine::alone)),
                }
                continue;
            }
            let last = n + 1 == table.rows.len();
            if self.goes_on(&cells, broken, last) {
                if let Some(last) = self.table.rows.last_mut() {
                    for (known, more) in last.iter_mut().zip(cells) {
                        known.lines.extend(more.lines);
                        known.marked |= more.marked;
                        known.fill = known.fill.or(more.fill);
                        known.origin.extend(more.origin);
                        known.origin = merge_origins(std::mem::take(&mut known.origin));
                    }
                }
            } else {
                self.table.rows.push(cells);
            }
            self.area_of_last(lexicon);
        }
        unknown
    }

    /// A heading over the rows below it: its text alone, in one cell over all columns, or in bold type
    /// that no initiative has.
    fn is_heading(&self, row: &[ReportCell], cells: &[PortfolioCell]) -> bool {
        let mut filled = cells.iter().filter(|c| !c.lines.is_empty());
        let (Some(only), None) = (filled.next(), filled.next()) else {
            return false;
        };
        if cells.iter().any(|c| c.marked) || starts_lower(&printed(&only.lines)) {
            return false;
        }
        let bold = |lines: &[TextLine]| !lines.is_empty() && lines.iter().all(|l| l.bold);
        let at = self
            .table
            .columns
            .iter()
            .position(|c| *c == PortfolioColumn::Initiative);
        let names_are_bold = self
            .table
            .rows
            .iter()
            .any(|r| at.and_then(|at| r.get(at)).is_some_and(|c| bold(&c.lines)));
        let across = row.len() == 1 && self.edges.len() > 1;
        across || (bold(&only.lines) && !names_are_bold)
    }

    /// Notes the area that the last row's own cell names.
    fn area_of_last(&mut self, lexicon: &ReportLexicon) {
        let columns = &self.table.columns;
        let (Some(at), Some(row)) = (
            columns.iter().position(|c| *c == PortfolioColumn::Area),
            self.table.rows.len().checked_sub(1),
        ) else {
            return;
        };
        let named = self
            .covering(at, self.table.rows.get(row))
            .unwrap_or_default();
        self.table
            .areas
            .retain(|a| a.row != row || !a.lines.is_empty());
        self.table.areas.push(PortfolioArea {
            row,
            area: lexicon.area(&named).map(str::to_owned),
            lines: Vec::new(),
        });
    }

    /// The text of a row's cell, which may be that of a row above.
    fn covering(&self, at: usize, row: Option<&Vec<PortfolioCell>>) -> Option<String> {
        let own = row?.get(at)?;
        if !own.from_above {
            return Some(printed(&own.lines));
        }
        let above = self.table.rows.iter().rev().filter_map(|r| r.get(at));
        above
            .into_iter()
            .find(|c| !c.from_above)
            .map(|c| printed(&c.lines))
    }

    /// A row's cells by column. A cell over several columns gives its text to the first of them.
    fn cells(
        &self,
        page: Option<&Page>,
        number: u32,
        row: &[ReportCell],
        broken: bool,
    ) -> Vec<PortfolioCell> {
        let mut given: Vec<bool> = vec![false; row.len()];
        let ground = page.map(|p| self.ground(p, row));
        self.edges
            .iter()
            .zip(&self.table.columns)
            .map(|((x0, x1), kind)| {
                let middle = (x0 + x1) / 2.0;
                let home = row
                    .iter()
                    .position(|c| c.bbox.x0 <= middle && c.bbox.x1 >= middle);
                let Some((at, cell)) = home.and_then(|i| Some((i, row.get(i)?))) else {
                    return PortfolioCell::default();
                };
                let mut lines = Vec::new();
                if let Some(given) = given.get_mut(at)
                    && !*given
                {
                    *given = true;
                    lines.clone_from(&cell.lines);
                }
                let mut bbox = cell.bbox;
                bbox.x0 = bbox.x0.max(*x0 - SAME_EDGE);
                bbox.x1 = bbox.x1.min(*x1 + SAME_EDGE);
                let is_year = matches!(kind, PortfolioColumn::Year(_));
                let differs =
                    |fill: &Colour| ground.is_some_and(|g| fill.distance(g) > SAME_COLOUR);
                let mut fill = page.map(|p| colour_at(p, middle, cell.bbox.mid_y()));
                if is_year && !fill.is_some_and(|f| differs(&f)) {
                    let bars = page.iter().flat_map(|p| bars(p, middle, &cell.bbox));
                    fill = bars.into_iter().find(&differs).or(fill);
                }
                let differs = fill.is_some_and(|f| differs(&f));
                let sign = lines
                    .iter()
                    .any(|l: &TextLine| !matches!(l.text.trim(), "" | "-" | "–"));
                // A cell over several rows that a page break cuts is blank on the second page.
                let cut = broken && cell.reach == Reach::Several && lines.is_empty();
                PortfolioCell {
                    marked: is_year && (differs || sign),
                    from_above: !is_year && (cell.reach == Reach::FromAbove || cut),
                    fill: fill.filter(|f| *f != Colour::WHITE),
                    origin: vec![Origin { page: number, bbox }],
                    lines,
                }
            })
            .collect()
    }

    /// The colour that most of a row's cells of text have, so that striped tables and a tinted first
    /// column do not count as coloured years.
    fn ground(&self, page: &Page, row: &[ReportCell]) -> Colour {
        let mut seen: Vec<(Colour, usize)> = Vec::new();
        for ((x0, x1), kind) in self.edges.iter().zip(&self.table.columns) {
            let middle = (x0 + x1) / 2.0;
            let Some(cell) = row
                .iter()
                .find(|c| c.bbox.x0 <= middle && c.bbox.x1 >= middle)
            else {
                continue;
            };
            if matches!(kind, PortfolioColumn::Year(_)) {
                continue;
            }
            let colour = colour_at(page, middle, cell.bbox.mid_y());
            match seen
                .iter_mut()
                .find(|(c, _)| c.distance(colour) <= SAME_COLOUR)
            {
                Some((_, n)) => *n += 1,
                None => seen.push((colour, 1)),
            }
        }
        seen.into_iter()
            .rev()
            .max_by_key(|(_, n)| *n)
            .map_or(Colour::WHITE, |(c, _)| c)
    }

    /// These cells are the rest of the row before: they name no initiative of their own. After a
    /// page break the agreement or phase may be cut as well, so the name's first letter counts too.
    fn goes_on(&self, cells: &Vec<PortfolioCell>, broken: bool, last: bool) -> bool {
        let text = |row: &Vec<PortfolioCell>, kind: PortfolioColumn| -> String {
            let at = self.table.columns.iter().position(|c| *c == kind);
            at.and_then(|i| self.covering(i, Some(row)))
                .unwrap_or_default()
        };
        let Some(before) = self.table.rows.last() else {
            return false;
        };
        let name = text(cells, PortfolioColumn::Initiative);
        let (phase, agreement) = (
            text(cells, PortfolioColumn::Phase),
            text(cells, PortfolioColumn::Agreement),
        );
        let has_year = |t: &str| t.split(|c: char| !c.is_ascii_digit()).any(|d| d.len() == 4);
        let known = text(before, PortfolioColumn::Agreement);
        if phase.is_empty() && agreement.is_empty() {
            return true;
        }
        if name.is_empty() {
            // A break may leave short cells on this page and take the name, of several lines, to the
            // next; then the row before is whole and this one has an agreement of its own, or is the
            // page's last.
            let whole = has_year(&known) && !text(before, PortfolioColumn::Phase).is_empty();
            let begun = has_year(&agreement) || (last && !broken);
            return !(whole && begun && !phase.is_empty());
        }
        broken
            && (starts_lower(&name) || (!known.is_empty() && !has_year(&known)) || phase.is_empty())
    }
}

/// The colours that a row has at an x above and below its middle: a bar may stand at the height of the
/// row's first line. What lies mostly in another row is that row's.
fn bars(page: &Page, x: f32, row: &Rect) -> Vec<Colour> {
    let own = page.shapes.iter().map(|s| s.bbox).filter(|b| {
        let common = b.overlap_y(row);
        b.x0 <= x && b.x1 >= x && common > BAR && common > 0.5 * b.height()
    });
    own.map(|b| colour_at(page, x, (b.y0.max(row.y0) + b.y1.min(row.y1)) / 2.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_headers() {
        for (text, expected) in [
            ("17'", Some(2017)),
            ("'24", Some(2024)),
            ("2019", Some(2019)),
            ("1 7’", Some(2017)),
            ("1", None),
            ("Fase", None),
            ("", None),
            ("1850", None),
        ] {
            assert_eq!(year(text), expected, "{text}");
        }
    }
}
