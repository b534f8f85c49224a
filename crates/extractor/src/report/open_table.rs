//! Tables without rulings: rows of figures under one another, each with a label before it. Where one
//! line under the header or around the whole is all that is drawn, the rows are found here too.

use uip_layout::lines;
use uip_model::{Page, Rect};

use super::canvas::{centre, visible};
use super::columns::{assemble, spans};
use super::table::{ReportCell, ReportTable};

/// Words further apart than this part of the type size are in different cells; a space, also in
/// justified text, is narrower.
const CELL_GAP: f32 = 0.6;

/// Edges or middles of figures that differ by less than this part of the type size are aligned.
const ALIGNED: f32 = 0.35;

/// Figures of one table are of one size, but for this, in points.
const SAME_SIZE: f32 = 0.6;

/// Rows of one table are at most this many type sizes apart: a label of six lines between them.
const ROW_GAP: f32 = 6.0;

/// A line this close, by type size, goes on with the one above it.
const LEADING: f32 = 0.6;

/// A header stands at most this far above its first row, by type size: the padding of two cells; or as
/// far as the rows from one another.
const HEADER_GAP: f32 = 1.8;

/// A header of more lines than this is text.
const HEADER_LINES: usize = 6;

/// Label and figures of a row are of one size, but for this factor.
const SIZES: f32 = 1.35;

/// The words of a cell's line, or of a whole line of running text.
#[derive(Clone, Debug)]
struct Run {
    words: Vec<u32>,
    bbox: Rect,
    size: f32,
    /// A number, with its unit if it has one.
    figure: bool,
    /// A unit alone: the second line of a narrow cell.
    unit: bool,
}

/// Runs of figures beside one another.
#[derive(Clone, Debug)]
struct Row {
    figures: Vec<Run>,
    bbox: Rect,
    size: f32,
}

/// A band of a table: its upper and lower edge and its words.
type Band = (f32, f32, Vec<u32>);

/// The tables outside the given places, from top to bottom. A single row is one under a header that
/// a table before it had (`headers`), which goes on there, or where each figure has its heading: a
/// page break parts it from the rest.
pub(crate) fn tables(page: &Page, taken: &[Rect], headers: &mut Vec<String>) -> Vec<ReportTable> {
    let digits = visible(page)
        .filter(|w| w.text.starts_with(|c: char| c.is_ascii_digit()))
        .count();
    if digits < 4 {
        return Vec::new();
    }
    let free: Vec<u32> = (0_u32..)
        .zip(&page.words)
        .filter(|(_, w)| w.visibility == uip_model::Visibility::Visible)
        .filter(|(_, w)| {
            let (x, y) = centre(w);
            !taken.iter().any(|t| t.contains(x, y))
        })
        .map(|(i, _)| i)
        .collect();
    let runs: Vec<Vec<Run>> = lines(page, &free)
        .iter()
        .map(|l| runs(page, &l.words))
        .collect();
    let rows: Vec<Row> = runs.iter().flat_map(|l| rows(l)).collect();
    let all: Vec<&Run> = runs.iter().flatten().collect();
    let (single, chains): (Vec<_>, Vec<_>) =
        chains(rows, &all).into_iter().partition(|c| c.len() < 2);
    let mut out: Vec<ReportTable> = Vec::new();
    for chain in chains {
        // A word stands in one table only: what a longer chain of rows took is taken.
        let apart = |t: &ReportTable| {
            let meets = |o: &ReportTable| {
                t.bbox.overlap_x(&o.bbox) > 1.0 && t.bbox.overlap_y(&o.bbox) > 1.0
            };
            !out.iter().any(meets)
        };
        if let Some(table) = read(page, &chain, &all).filter(apart) {
            headers.extend(table.rows.first().map(|r| row_text(r)));
            out.push(table);
        }
    }
    for chain in single {
        let Some(table) = read(page, &chain, &all) else {
            continue;
        };
        let header = table.rows.first().map(|r| row_text(r));
        let again = header.as_ref().is_some_and(|h| headers.contains(h));
        let alone = |row: &Row| headed(row, &all, table.bbox.y0);
        if again || chain.first().is_some_and(alone) {
            headers.extend(header);
            out.push(table);
        }
    }
    out
}

/// The words of a line in runs that wide gaps part.
fn runs(page: &Page, words: &[u32]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for &i in words {
        let Some(word) = page.words.get(i as usize) else {
            continue;
        };
        match out.last_mut() {
            Some(run) if word.bbox.x0 - run.bbox.x1 < CELL_GAP * word.size.max(run.size) => {
                run.words.push(i);
                run.bbox = run.bbox.union(&word.bbox);
                run.size = run.size.max(word.size);
            }
            _ => out.push(Run {
                words: vec![i],
                bbox: word.bbox,
                size: word.size,
                figure: false,
                unit: false,
            }),
        }
    }
    for run in &mut out {
        let words = || {
            let words = run.words.iter();
            words.filter_map(|i| Some(page.words.get(*i as usize)?.text.as_str()))
        };
        (run.figure, run.unit) = (figure(words()), words().all(is_unit));
    }
    out
}

fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "%" | "kr" | "kr." | "pct." | "pct" | "mio." | "mia." | "t.kr." | "n" | "="
    )
}

/// A number with its sign of per cent, money or persons, or a dash in its place: the whole of a cell.
fn figure<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut any = false;
    for word in words {
        let bare = word.trim_start_matches("n=").trim_end_matches("kr.");
        let number = bare.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '+'))
            && bare
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '–' | '+'));
        // `1.` and `2.` are labels of a list.
        let label = bare.len() <= 3 && bare.ends_with('.');
        let unit = is_unit(word);
        if !(number && !label || unit) {
            return false;
        }
        any |= number;
    }
    any
}

/// Two figures or more beside one another in a line, of one size: a call-out's stands beside by chance.
fn rows(line: &[Run]) -> Vec<Row> {
    line.chunk_by(|a, b| a.figure == b.figure && (a.size - b.size).abs() < SAME_SIZE)
        .filter(|part| part.len() >= 2 && part.iter().all(|r| r.figure))
        .filter_map(|part| {
            let bbox = part.iter().map(|r| r.bbox).reduce(|a, b| a.union(&b))?;
            Some(Row {
                figures: part.to_vec(),
                bbox,
                size: part.iter().map(|r| r.size).fold(0.0, f32::max),
            })
        })
        .collect()
}

/// Rows under one another whose figures are aligned in two columns or more, with no text over their
/// columns between them: a caption or a header begins another table.
fn chains(rows: Vec<Row>, all: &[&Run]) -> Vec<Vec<Row>> {
    let parted = |above: &Row, below: &Row| {
        all.iter().any(|r| {
            !r.figure
                && !r.unit
                && r.bbox.mid_y() > above.bbox.y1
                && r.bbox.mid_y() < below.bbox.y0
                && r.bbox.x1 > above.bbox.x0 + 1.0
                && r.bbox.x0 < above.bbox.x1 - 1.0
        })
    };
    let mut out: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        let home = out.iter_mut().find(|chain| {
            chain.last().is_some_and(|last| {
                let step = row.bbox.y0 - last.bbox.y1;
                step > -0.2 * row.size
                    && step < ROW_GAP * row.size
                    && (last.size - row.size).abs() < SAME_SIZE
                    && aligned(last, &row) >= 2
                    && !parted(last, &row)
            })
        });
        match home {
            Some(chain) => chain.push(row),
            None => out.push(vec![row]),
        }
    }
    out
}

/// The text of a row's cells.
fn row_text(row: &[ReportCell]) -> String {
    row.iter()
        .map(ReportCell::joined)
        .collect::<Vec<_>>()
        .join(" | ")
}

/// In how many columns two rows have figures with a common edge or middle.
fn aligned(a: &Row, b: &Row) -> usize {
    let near = |x: f32, y: f32| (x - y).abs() < ALIGNED * a.size;
    a.figures
        .iter()
        .filter(|f| {
            b.figures.iter().any(|g| {
                near(f.bbox.x1, g.bbox.x1)
                    || near(f.bbox.x0, g.bbox.x0)
                    || near(f.bbox.mid_x(), g.bbox.mid_x())
            })
        })
        .count()
}

/// Reads a chain of rows as a table: its labels, the lines between its rows, its header.
fn read(page: &Page, chain: &[Row], all: &[&Run]) -> Option<ReportTable> {
    let mut figures = chain.iter().map(|r| r.bbox).reduce(|a, b| a.union(&b))?;
    let size = chain.first()?.size;
    // A last column with a figure in one row only, or with figures of two lines. Behind a label another
    // table begins.
    for run in all.iter().filter(|r| r.figure) {
        let beside = run.bbox.x0 > figures.x1
            && run.bbox.x0 - figures.x1 < figures.width()
            && chain
                .iter()
                .any(|row| run.bbox.overlap_y(&row.bbox) > 0.1 * size);
        let label = |r: &&&Run| {
            !r.figure
                && !r.unit
                && r.bbox.x0 > figures.x1
                && r.bbox.x1 < run.bbox.x0
                && r.bbox.overlap_y(&run.bbox) > 0.1 * size
        };
        let parted = all.iter().any(|r| label(&r));
        if beside && !parted && (run.size - size).abs() < SAME_SIZE {
            figures.x1 = run.bbox.x1;
        }
    }
    let labels: Vec<&Run> = chain.iter().filter_map(|row| label(row, all)).collect();
    if labels.len() * 2 <= chain.len() {
        return None;
    }
    let left = labels
        .iter()
        .map(|l| l.bbox.x0)
        .fold(f32::INFINITY, f32::min);
    // What stands in the table's columns; its first column reaches to its figures.
    let own: Vec<&Run> = all
        .iter()
        .copied()
        .filter(|r| r.bbox.x0 > left - 2.0 && r.bbox.x0 < figures.x1 + 1.0)
        .collect();
    let across = |r: &Run| r.bbox.x0 < figures.x0 - 1.0 && r.bbox.x1 > figures.x0 + 1.0;
    let first_label = label(chain.first()?, all);
    let bold = |r: &Run| is_bold(page, &r.words);
    let mut body: Vec<&Run> = own
        .iter()
        .copied()
        .filter(|r| r.bbox.y1 > figures.y0 && r.bbox.y0 < figures.y1 && !across(r))
        .collect();
    // A label of several lines beside one line of figures begins above and ends below it.
    let extent = |runs: &[&Run]| {
        runs.iter()
            .map(|r| (r.bbox.y0, r.bbox.y1))
            .fold((f32::INFINITY, 0.0_f32), |(a, b), (y0, y1)| {
                (a.min(y0), b.max(y1))
            })
    };
    let (top, _) = extent(&body);
    let higher = own.iter().rev().filter(|r| {
        r.bbox.y1 < top + 1.0
            && r.bbox.x1 < figures.x0
            && first_label.is_some_and(|l| bold(l) == bold(r) && l.bbox.y0 - r.bbox.y0 > 1.0)
    });
    let mut edge = top;
    let mut above: Vec<&Run> = Vec::new();
    for run in higher {
        if edge - run.bbox.y1 > 0.3 * size {
            break;
        }
        edge = run.bbox.y0;
        above.push(*run);
    }
    body.extend(above);
    let (top, mut bottom) = extent(&body);
    let end = bottom;
    for run in own.iter().filter(|r| r.bbox.y0 >= end - 1.0) {
        if run.bbox.y0 - bottom > LEADING * size || across(run) || run.size > SIZES * size {
            break;
        }
        bottom = bottom.max(run.bbox.y1);
        body.push(*run);
    }
    body.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
    body.dedup_by(|a, b| a.words == b.words);
    let bands = bands(&body, figures.x0);
    let words: Vec<u32> = bands.iter().flat_map(|b| b.2.iter().copied()).collect();
    // Cells with much padding hold the header as far off as the rows.
    let steps = bands.windows(2).filter_map(|p| match p {
        [a, b] => Some(b.0 - a.1),
        _ => None,
    });
    let step = steps.fold(f32::INFINITY, f32::min);
    let room = if step.is_finite() {
        (HEADER_GAP * size).max(1.1 * step)
    } else {
        HEADER_GAP * size
    };
    let header = header(page, &own, top, (size, room), &spans(page, words.iter()));
    if header.is_none() && chain.len() < 3 {
        return None;
    }
    let rows: Vec<Band> = header.into_iter().chain(bands).collect();
    let words = rows.iter().flat_map(|r| &r.2);
    let (from, to) = words
        .filter_map(|i| page.words.get(*i as usize))
        .fold((left, figures.x1), |(a, b), w| {
            (a.min(w.bbox.x0), b.max(w.bbox.x1))
        });
    assemble(page, (from, to), &rows, bottom)
}

/// Every figure of a row of three or more stands exactly under a heading, no higher than `top`.
fn headed(row: &Row, all: &[&Run], top: f32) -> bool {
    let near = |x: f32, y: f32| (x - y).abs() < ALIGNED * row.size;
    let under = |f: &Run| {
        all.iter().any(|h| {
            let (h, f) = (h.bbox, f.bbox);
            h.y0 >= top - 1.0
                && h.mid_y() < row.bbox.y0
                && (near(h.x1, f.x1) || near(h.x0, f.x0) || near(h.mid_x(), f.mid_x()))
        })
    };
    row.figures.len() >= 3 && row.figures.iter().all(under)
}

/// The nearest run of text left of a row's figures, beside them or in lines that overlap them.
fn label<'a>(row: &Row, all: &[&'a Run]) -> Option<&'a Run> {
    let reach = 0.5 * row.size;
    all.iter()
        .copied()
        .filter(|r| {
            !r.figure
                && r.bbox.x1 <= row.bbox.x0
                && r.bbox.y1 > row.bbox.y0 - reach + 0.3 * r.size
                && r.bbox.y0 < row.bbox.y1 + reach - 0.3 * r.size
                && r.size < SIZES * row.size
                && row.size < SIZES * r.size
        })
        .max_by(|a, b| a.bbox.x1.total_cmp(&b.bbox.x1))
}

fn is_bold(page: &Page, words: &[u32]) -> bool {
    let bold = |i: &u32| {
        let word = page.words.get(*i as usize)?;
        Some(page.fonts.get(usize::from(word.font))?.bold)
    };
    words.iter().all(|i| bold(i) == Some(true))
}

/// Rows of runs that come by height. Lines beside one another are of one row; a line without figures
/// belongs to the nearer of its neighbours, to the one above where both are as near.
fn bands(runs: &[&Run], figures: f32) -> Vec<Band> {
    struct Piece {
        y0: f32,
        y1: f32,
        words: Vec<u32>,
        figures: bool,
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for run in runs {
        let b = run.bbox;
        let figure = run.figure && b.x0 > figures - 1.0;
        match pieces.last_mut() {
            Some(p) if p.y1.min(b.y1) - p.y0.max(b.y0) > 0.3 * b.height().min(p.y1 - p.y0) => {
                p.y0 = p.y0.min(b.y0);
                p.y1 = p.y1.max(b.y1);
                p.figures |= figure;
                p.words.extend(&run.words);
            }
            _ => pieces.push(Piece {
                y0: b.y0,
                y1: b.y1,
                words: run.words.clone(),
                figures: figure,
            }),
        }
    }
    // The row that each piece belongs to, by the place of a piece with figures.
    let homes: Vec<usize> = (0..pieces.len())
        .filter_map(|at| {
            let piece = pieces.get(at)?;
            if piece.figures {
                return Some(at);
            }
            let before = (0..at)
                .rev()
                .find(|i| pieces.get(*i).is_some_and(|p| p.figures));
            let after = (at + 1..pieces.len()).find(|i| pieces.get(*i).is_some_and(|p| p.figures));
            // Label lines between are followed one by one, so the gap to the next piece counts.
            let gap = |a: Option<&Piece>, b: Option<&Piece>| match (a, b) {
                (Some(a), Some(b)) => b.y0 - a.y1,
                _ => f32::INFINITY,
            };
            let up = (before.unwrap_or(at)..at)
                .map(|i| gap(pieces.get(i), pieces.get(i + 1)))
                .fold(f32::NEG_INFINITY, f32::max);
            let down = (at..after.unwrap_or(at))
                .map(|i| gap(pieces.get(i), pieces.get(i + 1)))
                .fold(f32::NEG_INFINITY, f32::max);
            match (before, after) {
                (Some(before), Some(after)) => Some(if down + 1.0 < up { after } else { before }),
                (one, other) => one.or(other),
            }
        })
        .collect();
    let mut out: Vec<(usize, Band)> = Vec::new();
    for (piece, home) in pieces.into_iter().zip(homes) {
        match out.last_mut() {
            Some((known, band)) if *known == home => {
                band.1 = band.1.max(piece.y1);
                band.2.extend(piece.words);
            }
            _ => out.push((home, (piece.y0, piece.y1, piece.words))),
        }
    }
    out.into_iter().map(|(_, band)| band).collect()
}

/// The lines right above the first row that head its columns: none of them crosses two, and together
/// they stand in two or more.
fn header(
    page: &Page,
    own: &[&Run],
    top: f32,
    (size, room): (f32, f32),
    columns: &[(f32, f32)],
) -> Option<Band> {
    let mut lines: Vec<Vec<&Run>> = Vec::new();
    let mut above: Vec<&Run> = own
        .iter()
        .copied()
        .filter(|r| r.bbox.mid_y() < top)
        .collect();
    above.sort_by(|a, b| b.bbox.y1.total_cmp(&a.bbox.y1));
    for run in above {
        match lines.last_mut() {
            Some(line)
                if line.iter().any(|r| {
                    r.bbox.overlap_y(&run.bbox) > 0.5 * run.bbox.height().min(r.bbox.height())
                }) =>
            {
                line.push(run);
            }
            _ => lines.push(vec![run]),
        }
    }
    // Running text stands over several columns; a heading may be wider than its own, but then others
    // stand beside it.
    let over = |r: &Run| {
        let on = |c: &&(f32, f32)| r.bbox.x1.min(c.1) - r.bbox.x0.max(c.0) > 1.0;
        columns.iter().filter(on).count()
    };
    let crosses = |line: &[&Run]| {
        let wide = line.iter().filter(|r| over(r) >= 2).count();
        wide >= 2 || wide == line.len()
    };
    let mut edge = top;
    let mut taken: Vec<u32> = Vec::new();
    let mut spans: Vec<Rect> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let room = if n == 0 { room } else { LEADING * size };
        let low = line.iter().map(|r| r.bbox.y1).fold(0.0, f32::max);
        let large = line.iter().any(|r| r.size > SIZES * size);
        let wide = crosses(line);
        if n >= HEADER_LINES || edge - low > room || wide || large {
            break;
        }
        edge = line.iter().map(|r| r.bbox.y0).fold(edge, f32::min);
        taken.extend(line.iter().flat_map(|r| &r.words));
        spans.extend(line.iter().map(|r| r.bbox));
    }
    let apart = spans
        .iter()
        .any(|a| spans.iter().any(|b| b.x0 > a.x1 + CELL_GAP * size));
    let letters = taken
        .iter()
        .filter_map(|i| page.words.get(*i as usize))
        .any(|w| w.text.chars().any(char::is_alphabetic));
    (apart && letters).then_some((edge, top, taken))
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn figures_are_whole_cells() {
        for (cell, expected) in [
            ("108", true),
            ("28 %", true),
            ("1.156.800 kr.", true),
            ("n = 12", true),
            ("-", true),
            ("2,5 mio. kr.", true),
            ("1.", false),
            ("12 unge", false),
            ("kr.", false),
            ("Efter", false),
        ] {
            assert_eq!(figure(cell.split(' ')), expected, "{cell}");
        }
    }
}
