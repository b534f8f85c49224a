//! From the content of a cell (or of several, where a page break cuts it) to blocks: running text, arrows,
//! tables.

use uip_layout::{Cell, Region, Table};
use uip_model::{CellPiece, Match, TextBlock, TextLine};

use crate::arrows::{Arrows, arrows};
use crate::budget::{self, Budgets};
use crate::context::Context;
use crate::lexicon::SURE;
use crate::measure::{Placed, measure};
use crate::nested;
use crate::running_text::text;

enum Piece {
    Line(Placed),
    Table(Table),
}

/// Reads the content of a body's cells, in order. Budget tables that stand in it go to `budgets`.
pub(crate) fn blocks(
    ctx: &mut Context<'_>,
    cells: &[Cell],
    budgets: &mut Budgets,
) -> Vec<TextBlock> {
    let mut out = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let width = cells.iter().map(|c| c.bbox.width()).fold(0.0, f32::max);
    // First of all cells: an arrow may reach from one into the next.
    let rows: Vec<Arrows> = cells.iter().map(|c| arrows(ctx, c)).collect();
    for (i, (cell, row)) in cells.iter().zip(rows).enumerate() {
        let mut arrows = row.block;
        let at = row.top;
        let mut first = i > 0;
        for region in &cell.content {
            let top = region.bbox().y0;
            if top >= at
                && let Some(block) = arrows.take()
            {
                flush(ctx, &mut pieces, &mut out, budgets, width);
                out.push(block);
            }
            match ctx.without_arrows(cell.page, region) {
                None => continue,
                Some(Region::Line(line)) => {
                    let (left, right) = (line.bbox.x0 - cell.bbox.x0, line.bbox.x1 - cell.bbox.x0);
                    let baseline = ctx.baseline(&line);
                    pieces.push(Piece::Line(Placed {
                        line,
                        left,
                        right,
                        baseline,
                        broken: first,
                    }));
                }
                Some(Region::Table(table)) => pieces.push(Piece::Table(table)),
            }
            first = false;
        }
        if let Some(block) = arrows.take() {
            flush(ctx, &mut pieces, &mut out, budgets, width);
            out.push(block);
        }
    }
    flush(ctx, &mut pieces, &mut out, budgets, width);
    out
}

fn flush(
    ctx: &mut Context<'_>,
    pieces: &mut Vec<Piece>,
    out: &mut Vec<TextBlock>,
    budgets: &mut Budgets,
    width: f32,
) {
    let pieces = std::mem::take(pieces);
    let lines: Vec<&Placed> = pieces
        .iter()
        .filter_map(|p| {
            if let Piece::Line(l) = p {
                Some(l)
            } else {
                None
            }
        })
        .collect();
    let measure = measure(&lines, ctx.body, Some(width));
    let mut run: Vec<Placed> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Line(line) => run.push(line),
            Piece::Table(table) => {
                let is_budget = budget::read(ctx, &table, budgets);
                if is_budget {
                    let captions = run
                        .iter()
                        .rev()
                        .take_while(|l| budget::is_caption(ctx, &l.line));
                    let caption = run.split_off(run.len() - captions.count());
                    budgets.caption(caption.into_iter().map(|l| l.line));
                }
                text(ctx, &std::mem::take(&mut run), measure, out);
                if !is_budget {
                    nested::table(ctx, &table, out);
                }
            }
        }
    }
    text(ctx, &run, measure, out);
}

/// Reads lines of running text outside tables, e.g. an introduction, as blocks.
pub(crate) fn loose(ctx: &mut Context<'_>, lines: Vec<TextLine>) -> Vec<TextBlock> {
    let left = lines
        .iter()
        .map(|l| l.bbox.x0)
        .fold(f32::INFINITY, f32::min);
    let mut page = None;
    let placed: Vec<Placed> = lines
        .into_iter()
        .filter_map(|line| {
            let region = ctx.without_arrows(line.page, &Region::Line(line))?;
            let Region::Line(line) = region else {
                return None;
            };
            let broken = page.is_some_and(|p| p != line.page);
            page = Some(line.page);
            Some(Placed {
                left: line.bbox.x0 - left,
                right: line.bbox.x1 - left,
                baseline: ctx.baseline(&line),
                broken,
                line,
            })
        })
        .collect();
    let measure = measure(&placed.iter().collect::<Vec<_>>(), ctx.body, None);
    let mut out = Vec::new();
    text(ctx, &placed, measure, &mut out);
    out
}

/// Lines joined with spaces, for matching only.
pub(crate) fn joined(lines: &[TextLine]) -> String {
    lines
        .iter()
        .map(|l| l.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The pieces of a table cell: paragraphs and list items.
pub(crate) fn cell_pieces(ctx: &mut Context<'_>, cells: &[Cell]) -> Vec<CellPiece> {
    let lines: Vec<Cell> = cells
        .iter()
        .map(|c| Cell {
            content: c.lines().into_iter().cloned().map(Region::Line).collect(),
            ..c.clone()
        })
        .collect();
    let mut none = Budgets::default();
    let mut out = Vec::new();
    for block in blocks(ctx, &lines, &mut none) {
        match block {
            TextBlock::Bullets { mark, items } => {
                out.extend(items.into_iter().map(|lines| CellPiece {
                    mark: mark.clone(),
                    lines,
                }))
            }
            TextBlock::Numbered { labels, items } => {
                out.extend(
                    labels
                        .into_iter()
                        .zip(items)
                        .map(|(mark, lines)| CellPiece { mark, lines }),
                );
            }
            TextBlock::Paragraph { lines }
            | TextBlock::SubHeading { lines, .. }
            | TextBlock::Footnote { lines, .. } => {
                out.push(CellPiece {
                    mark: String::new(),
                    lines,
                });
            }
            TextBlock::Checkboxes { items } | TextBlock::Arrows { items, .. } => {
                out.extend(items.into_iter().map(|c| CellPiece {
                    mark: c.mark,
                    lines: c.lines,
                }));
            }
            TextBlock::Table { .. } => {}
        }
    }
    out
}

/// The match is good enough to be believed.
pub(crate) fn is_sure(matched: &Match) -> bool {
    matched.certainty >= SURE && matched.key != "other"
}
