//! Appendix tables of the overview report whose columns no line parts. The years over their columns
//! say where such a table is: nothing but colour and marks stands under them, so text under them ends
//! it; left and right of them white gaps part the columns, and what parts the rows is asked of
//! [`row_cuts`](super::row_cuts).

use uip_layout::{Line, lines, text_of};
use uip_model::{Page, PortfolioColumn, Rect, Visibility};

use super::canvas::centre;
use super::columns::spans;
use super::lexicon::ReportLexicon;
use super::portfolio::{header, year};
use super::row_cuts::{Band, bands, extent};
use super::sentence::starts_lower;
use super::table::{ReportCell, ReportTable};
use super::table_label;

/// Fewer columns of years are no history of a programme.
pub(super) const FEWEST_YEARS: usize = 3;

/// Columns of years are of one width, but for this part of it.
const UNEVEN: f32 = 0.35;

/// Lines of a header are at most this far apart, by type size.
const LEADING: f32 = 0.6;

/// A gap larger than this, by type size, ends the table: no padding of cells is as large.
const END: f32 = 4.0;

/// Words that begin within this many points of one another begin at one edge.
const SAME_START: f32 = 1.5;

/// What stands over the edge of a column by less than this, in points, stands beside it.
const OVERHANG: f32 = 2.0;

/// The columns of the latest table, for its rows on pages that do not repeat the header.
#[derive(Clone, Debug)]
pub(crate) struct OpenColumns {
    edges: Vec<(f32, f32)>,
    kinds: Vec<PortfolioColumn>,
    /// Left and right end of all columns of years.
    years: (f32, f32),
}

/// The years of a header: the lines they stand in, and where each stands.
struct Years {
    line: usize,
    /// The line of their last figures, where narrow cells break them.
    last: usize,
    places: Vec<(f32, f32)>,
}

impl Years {
    fn region(&self) -> (f32, f32) {
        let first = self.places.first().map_or(0.0, |p| p.0);
        let last = self.places.last().map_or(0.0, |p| p.1);
        (first, last)
    }

    fn pitch(&self) -> f32 {
        let (first, last) = (self.places.first(), self.places.last());
        let middle = |p: Option<&(f32, f32)>| p.map_or(0.0, |p| (p.0 + p.1) / 2.0);
        let steps = u16::try_from(self.places.len().saturating_sub(1)).unwrap_or(u16::MAX);
        (middle(last) - middle(first)) / f32::from(steps.max(1))
    }
}

/// The page's appendix tables outside the given places, from top to bottom; `skip` are the words of
/// running heads and page numbers.
pub(crate) fn tables(
    page: &Page,
    taken: &[Rect],
    skip: &[bool],
    lexicon: &ReportLexicon,
    known: &mut Option<OpenColumns>,
) -> Vec<ReportTable> {
    let free: Vec<u32> = (0_u32..)
        .zip(&page.words)
        .filter(|(_, w)| {
            let (x, y) = centre(w);
            w.visibility == Visibility::Visible && !taken.iter().any(|t| t.contains(x, y))
        })
        .map(|(i, _)| i)
        .collect();
    let lines = without_furniture(page, lines(page, &free), skip);
    let headers: Vec<(usize, Years)> = (0..lines.len())
        .filter_map(|at| years(page, &lines, at))
        .map(|years| (header_top(page, &lines, &years), years))
        .collect();
    let mut out = Vec::new();
    let first = headers.first().map_or(lines.len(), |(top, _)| *top);
    *known = known.take().filter(|columns| {
        let piece = going_on(page, lines.get(..first).unwrap_or_default(), columns);
        let found = piece.is_some();
        out.extend(piece);
        found
    });
    for (n, (top, years)) in headers.iter().enumerate() {
        let end = headers.get(n + 1).map_or(lines.len(), |(top, _)| *top);
        if let Some((table, columns)) = read(page, &lines, *top..end, years, lexicon) {
            out.push(table);
            *known = Some(columns);
        }
    }
    out
}

/// Leaves out lines of running heads and page numbers; a header that every page repeats looks like one,
/// so what stands close under the years stays.
fn without_furniture(page: &Page, lines: Vec<Line>, skip: &[bool]) -> Vec<Line> {
    let mut reach = f32::NEG_INFINITY;
    let mut kept = Vec::with_capacity(lines.len());
    for at in 0..lines.len() {
        let Some(line) = lines.get(at) else { continue };
        let (top, bottom) = extent(line);
        let in_header = top - reach < LEADING * line.size;
        if in_header || years(page, &lines, at).is_some() {
            reach = reach.max(bottom);
        }
        let head = |i: &u32| skip.get(*i as usize).copied().unwrap_or(false);
        if top < reach || !line.words.iter().all(head) {
            kept.push(line.clone());
        }
    }
    kept
}

/// The years that a line names one after another, evenly spaced; narrow cells may break each alike
/// (`201` over `7`).
fn years(page: &Page, lines: &[Line], line: usize) -> Option<Years> {
    let words = |at: usize| {
        let words = lines.get(at).into_iter().flat_map(|l| &l.words);
        words.filter_map(|i| page.words.get(*i as usize))
    };
    let digits = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    if words(line).filter(|w| digits(&w.text)).count() < FEWEST_YEARS {
        return None;
    }
    let figures = |text: &str| digits(text) && text.len() < 6;
    let mut best = Vec::new();
    for broken in [false, true] {
        let mut run: Vec<(i32, (f32, f32))> = Vec::new();
        for word in words(line) {
            let b = word.bbox;
            let below = words(line + 1).find(|w| {
                broken && figures(&w.text) && w.bbox.overlap_x(&b) > 0.5 * w.bbox.width()
            });
            let text = [word, below.unwrap_or(word)].map(|w| w.text.as_str());
            let named = if broken {
                text.concat()
            } else {
                word.text.clone()
            };
            match (
                year(&named).filter(|_| broken == below.is_some()),
                run.last(),
            ) {
                (Some(next), Some((last, _))) if next == last + 1 => run.push((next, (b.x0, b.x1))),
                (Some(next), _) => run = vec![(next, (b.x0, b.x1))],
                (None, _) => run.clear(),
            }
            if run.len() > best.len() {
                best.clone_from(&run);
            }
        }
        let found = Years {
            line,
            last: line + usize::from(broken),
            places: best.iter().map(|(_, place)| *place).collect(),
        };
        let pitch = found.pitch();
        let even = found.places.windows(2).all(|p| match p {
            [a, b] => ((b.0 + b.1 - a.0 - a.1) / 2.0 - pitch).abs() < UNEVEN * pitch,
            _ => true,
        });
        if found.places.len() >= FEWEST_YEARS && even {
            return Some(found);
        }
    }
    None
}

/// The first line of the header that the years stand in. A line above theirs belongs to it if it
/// stands close and in more than the first column, where the table's title would stand.
fn header_top(page: &Page, lines: &[Line], years: &Years) -> usize {
    let (from, to) = years.region();
    let mut top = years.line;
    for at in (0..years.line).rev() {
        let (Some(line), Some(below)) = (lines.get(at), lines.get(top)) else {
            break;
        };
        let near = extent(below).0 - extent(line).1 < LEADING * line.size;
        let words = || {
            let words = line.words.iter();
            words.filter_map(|i| page.words.get(*i as usize))
        };
        let under = words().any(|w| w.bbox.mid_x() > from && w.bbox.mid_x() < to);
        let beyond = words().any(|w| w.bbox.mid_x() > to);
        let runs = spans(page, line.words.iter()).len();
        if !near || under || !(beyond || runs >= 2) {
            break;
        }
        top = at;
    }
    top
}

/// Text, not a mark, under the years: the table has ended.
fn stands_under(page: &Page, line: &Line, (from, to): (f32, f32)) -> bool {
    line.words
        .iter()
        .filter_map(|i| page.words.get(*i as usize))
        .any(|w| {
            let mark = w.text.chars().count() <= 2 && !w.text.chars().any(|c| c.is_ascii_digit());
            !mark && w.bbox.mid_x() > from && w.bbox.mid_x() < to
        })
}

/// Reads the table whose header, and what follows it, stands in a range of lines.
fn read(
    page: &Page,
    all: &[Line],
    range: std::ops::Range<usize>,
    years: &Years,
    lexicon: &ReportLexicon,
) -> Option<(ReportTable, OpenColumns)> {
    let end = (years.last + 1..range.end)
        .find(|at| {
            all.get(*at).is_some_and(|l| {
                stands_under(page, l, years.region()) || table_label(&text_of(page, l).text)
            })
        })
        .unwrap_or(range.end);
    let own = all.get(range.start..end)?;
    let in_header = years.last - range.start;
    // A header without a gap below it ends where its bold type does.
    let bold = |at: usize| Some(text_of(page, own.get(at)?).bold);
    let plain = (in_header + 1..own.len())
        .find(|at| bold(*at) != Some(true))
        .filter(|_| bold(in_header) == Some(true));
    let rough = bands(page, own, plain.as_slice());
    let heading = rough.iter().position(|b| b.lines.contains(&in_header))?;
    let head = rough.get(heading)?;
    let (from, to) = years.region();
    let before = |x: f32| x < from;
    let behind = |x: f32| x > to;
    let header_lines = own.get(head.lines.clone())?;
    let below = own.get(head.lines.end..)?;
    let mut left = Side::of(page, header_lines, below, before);
    let mut right = Side::of(page, header_lines, below, behind);
    let mut last = head;
    for band in rough.iter().skip(heading + 1) {
        let lines = own.get(band.lines.clone())?;
        let size = lines.first()?.size;
        let crossed = lines.iter().any(|l| {
            left.crossed(page, &on(page, l, before)) || right.crossed(page, &on(page, l, behind))
        });
        if crossed || band.text.0 - last.text.1 > END * size {
            break;
        }
        for line in lines {
            left.add(page, &on(page, line, before));
            right.add(page, &on(page, line, behind));
        }
        last = band;
    }
    let edges = edges(left.columns(), years, right.columns());
    let named = ReportTable {
        rows: vec![cells(page, own, head, &edges)],
        ..ReportTable::default()
    };
    let columns = OpenColumns {
        kinds: header(lexicon, &named)?.1,
        edges,
        years: years.region(),
    };
    let rows = own.get(..last.lines.end)?;
    let table = columns.table(page, rows, plain, Some(head))?;
    Some((table, columns))
}

/// Left and right edge of every column, those of the years between the others.
fn edges(left: Vec<(f32, f32)>, years: &Years, right: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    let mut out = left;
    let half = years.pitch() / 2.0;
    let low = out.last().map_or(f32::NEG_INFINITY, |c| c.1);
    let high = right.first().map_or(f32::INFINITY, |c| c.0);
    for (x0, x1) in &years.places {
        let middle = (x0 + x1) / 2.0;
        out.push(((middle - half).max(low), (middle + half).min(high)));
    }
    out.extend(right);
    // Between two columns the edge is the middle of the gap.
    for at in 1..out.len() {
        if let [a, b] = out.get_mut(at - 1..=at).unwrap_or_default() {
            let middle = (a.1 + b.0) / 2.0;
            (a.1, b.0) = (middle, middle);
        }
    }
    out
}

/// Reads lines at the top of a page as the rest of a table on the page before.
fn going_on(page: &Page, lines: &[Line], columns: &OpenColumns) -> Option<ReportTable> {
    let crosses = |line: &Line| {
        stands_under(page, line, columns.years)
            || table_label(&text_of(page, line).text)
            || spans(page, line.words.iter()).iter().any(|s| {
                let over = |e: &&(f32, f32)| s.1.min(e.1) - s.0.max(e.0) > OVERHANG;
                columns.edges.iter().filter(over).count() > 1
            })
    };
    let end = lines.iter().position(crosses).unwrap_or(lines.len());
    columns.table(page, lines.get(..end)?, None, None)
}

impl OpenColumns {
    /// The table of these lines; `plain` is the first line under the header that is not bold.
    fn table(
        &self,
        page: &Page,
        lines: &[Line],
        plain: Option<usize>,
        head: Option<&Band>,
    ) -> Option<ReportTable> {
        // Rows without any gap or colour between them are parted where one begins in its columns.
        let begun = |b: &Band| -> Vec<usize> {
            let begins = |at: &usize| lines.get(*at).is_some_and(|l| self.begins_row(page, l));
            b.lines.clone().filter(begins).collect()
        };
        let mut starts: Vec<usize> = bands(page, lines, plain.as_slice())
            .iter()
            .filter(|b| begun(b).first() == Some(&b.lines.start))
            .flat_map(begun)
            .collect();
        starts.extend(plain);
        let mut rows = bands(page, lines, &starts);
        // A line of the first column alone after the last row is the title of what follows, but for the
        // rest of a name that a page break cut.
        let body = head.map_or(0, |h| h.lines.end);
        let named = |b: &Band| {
            let cells = cells(page, lines, b, &self.edges);
            let rest = || {
                let name = cells.first().map(ReportCell::text);
                b.lines.start == body && name.is_some_and(|n| starts_lower(&n))
            };
            cells.iter().skip(1).any(|c| !c.lines.is_empty()) || rest()
        };
        rows.truncate(rows.iter().rposition(named)? + 1);
        let first = head.map_or(0, |h| h.lines.start);
        rows.retain(|b| b.lines.start >= first);
        let bbox = Rect::new(
            self.edges.first()?.0,
            rows.first()?.y0,
            self.edges.last()?.1,
            rows.last()?.y1,
        );
        Some(ReportTable {
            page: page.number,
            bbox,
            rows: rows
                .iter()
                .map(|b| cells(page, lines, b, &self.edges))
                .collect(),
        })
    }

    /// In this line the names of an initiative, of its phase and of its agreement all begin: each with
    /// a capital or, of an initiative (`3 x …`), a figure.
    fn begins_row(&self, page: &Page, line: &Line) -> bool {
        let first = |kind: PortfolioColumn| {
            let at = self.kinds.iter().position(|k| *k == kind)?;
            let (from, to) = *self.edges.get(at)?;
            line.words
                .iter()
                .filter_map(|i| page.words.get(*i as usize))
                .find(|w| w.bbox.mid_x() >= from && w.bbox.mid_x() < to)?
                .text
                .chars()
                .next()
        };
        let capital = |kind| first(kind).is_some_and(char::is_uppercase);
        capital(PortfolioColumn::Phase)
            && capital(PortfolioColumn::Agreement)
            && first(PortfolioColumn::Initiative).is_some_and(|c| !c.is_lowercase())
    }
}

/// The columns on one side of the years, as far as the table was looked at.
struct Side {
    /// The places of the headings, which tell columns from wide spaces.
    headings: Vec<(f32, f32)>,
    /// The places of the words of header and rows.
    words: Vec<(f32, f32)>,
    /// Where text begins in header and rows.
    begins: Vec<f32>,
}

impl Side {
    /// The side of a header where `keep` holds for the middle of words; `below` are the lines that may
    /// stand under it.
    fn of(page: &Page, head: &[Line], below: &[Line], keep: impl Fn(f32) -> bool + Copy) -> Self {
        let words: Vec<u32> = head.iter().flat_map(|l| on(page, l, keep)).collect();
        let printed = spans(page, words.iter());
        let rows: Vec<_> = below
            .iter()
            .map(|l| runs(page, &on(page, l, keep), &printed))
            .collect();
        let mut out = Self {
            headings: headings(&printed, &rows),
            words: Vec::new(),
            begins: Vec::new(),
        };
        out.add(page, &words);
        out
    }

    fn add(&mut self, page: &Page, words: &[u32]) {
        let runs = spans(page, words.iter());
        self.begins.extend(runs.iter().map(|s| s.0));
        let words = words.iter().filter_map(|i| page.words.get(*i as usize));
        self.words.extend(words.map(|w| (w.bbox.x0, w.bbox.x1)));
    }

    /// Text of this line stands across the columns: it is no row.
    fn crossed(&self, page: &Page, words: &[u32]) -> bool {
        runs(page, words, &self.headings)
            .iter()
            .any(|run| self.headings.iter().filter(|h| meets(h, run)).count() > 1)
    }

    /// Left and right edge of every column. The gap between two is the one behind which most text
    /// begins, the heading before other text, and of those alike the widest.
    fn columns(&mut self) -> Vec<(f32, f32)> {
        self.words.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut gaps: Vec<(f32, f32)> = Vec::new();
        let mut reach = f32::INFINITY;
        for (from, to) in &self.words {
            if *from > reach {
                gaps.push((reach, *from));
            }
            reach = if reach.is_finite() {
                reach.max(*to)
            } else {
                *to
            };
        }
        let mut out = Vec::new();
        let mut left = self.words.first().map_or(0.0, |w| w.0);
        for pair in self.headings.windows(2) {
            let [a, b] = pair else { continue };
            let between = || gaps.iter().filter(|g| g.0 > a.0 && g.1 < b.1);
            let rank = |g: &(f32, f32)| {
                let begins = |x: &&f32| (**x - g.1).abs() < SAME_START;
                let heading = (g.1 - b.0).abs() < SAME_START;
                (self.begins.iter().filter(begins).count(), heading)
            };
            let best = between().max_by(|g, h| {
                let wider = (g.1 - g.0).total_cmp(&(h.1 - h.0));
                rank(g).cmp(&rank(h)).then(wider)
            });
            // Where a word of one column reaches into the other, the heading's begin is its edge.
            let (from, to) = best.copied().unwrap_or((b.0, b.0));
            out.push((left, from));
            left = to;
        }
        if !self.headings.is_empty() {
            out.push((left, reach));
        }
        out
    }
}

fn meets(a: &(f32, f32), b: &(f32, f32)) -> bool {
    a.1.min(b.1) - a.0.max(b.0) > 0.0
}

/// The words of a line where `keep` holds for their middle.
fn on(page: &Page, line: &Line, keep: impl Fn(f32) -> bool) -> Vec<u32> {
    let middle = |i: &u32| page.words.get(*i as usize).map(|w| w.bbox.mid_x());
    let words = line.words.iter().copied();
    words.filter(|i| middle(i).is_some_and(&keep)).collect()
}

/// The words of a line in runs that wide gaps part, or the begin of a column under its heading, which
/// a long word before it may all but touch.
fn runs(page: &Page, words: &[u32], headings: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let begins = |i: &u32| {
        let x0 = page.words.get(*i as usize).map_or(0.0, |w| w.bbox.x0);
        headings.iter().any(|h| (h.0 - x0).abs() < SAME_START)
    };
    let mut out = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let end = (1..rest.len())
            .find(|at| rest.get(*at).is_some_and(begins))
            .unwrap_or(rest.len());
        let (run, more) = rest.split_at(end);
        out.extend(spans(page, run.iter()));
        rest = more;
    }
    out
}

/// Headings that most of the lines with words under both bridge are one, set with wide spaces.
fn headings(spans: &[(f32, f32)], lines: &[Vec<(f32, f32)>]) -> Vec<(f32, f32)> {
    let mut out: Vec<(f32, f32)> = Vec::new();
    for span in spans {
        let Some(last) = out.last_mut() else {
            out.push(*span);
            continue;
        };
        let both = |l: &&Vec<(f32, f32)>| {
            l.iter().any(|s| meets(s, last)) && l.iter().any(|s| meets(s, span))
        };
        let bridging = |l: &&Vec<(f32, f32)>| l.iter().any(|s| meets(s, last) && meets(s, span));
        if lines.iter().filter(bridging).count() * 2 > lines.iter().filter(both).count() {
            last.1 = span.1;
        } else {
            out.push(*span);
        }
    }
    out
}

/// A band's cells by the edges of its columns.
fn cells(page: &Page, all: &[Line], band: &Band, edges: &[(f32, f32)]) -> Vec<ReportCell> {
    let words: Vec<u32> = all
        .get(band.lines.clone())
        .unwrap_or_default()
        .iter()
        .flat_map(|l| l.words.iter().copied())
        .collect();
    let column = |i: u32| {
        let middle = page.words.get(i as usize)?.bbox.mid_x();
        let home = edges.iter().position(|e| middle < e.1);
        home.or(edges.len().checked_sub(1))
    };
    edges
        .iter()
        .enumerate()
        .map(|(n, (x0, x1))| {
            let own = words.iter().copied();
            let own: Vec<u32> = own.filter(|i| column(*i) == Some(n)).collect();
            ReportCell {
                bbox: Rect::new(*x0, band.y0, *x1, band.y1),
                lines: lines(page, &own).iter().map(|l| text_of(page, l)).collect(),
                ..ReportCell::default()
            }
        })
        .collect()
}
