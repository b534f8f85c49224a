//! One table with the budgets of several initiatives, as an appendix has it: each of its rows goes to the
//! initiative that it names.

use uip_model::{BudgetCell, BudgetTranscript, InitiativeTranscript, TextLine};

use crate::blocks::joined;
use crate::context::Context;
use crate::heading;

/// So many rows that name different initiatives are no accident.
const MIN_NAMED: usize = 2;

/// Parts the tables of the last initiative, under which an appendix stands, whose rows name initiatives.
/// Returns the lines of rows that name none.
pub(crate) fn part(ctx: &Context<'_>, done: &mut [InitiativeTranscript]) -> Vec<TextLine> {
    let mut left = Vec::new();
    let Some(last) = done.last_mut() else {
        return left;
    };
    let tables = std::mem::take(&mut last.budgets);
    let (mut own, mut collected) = (Vec::new(), Vec::new());
    for table in tables {
        let names = |row: &Vec<BudgetCell>| named(ctx, row, done);
        let mut owners: Vec<usize> = table.rows.iter().filter_map(names).collect();
        owners.sort_unstable();
        owners.dedup();
        if !table.turned && owners.len() >= MIN_NAMED {
            collected.push(table);
        } else {
            own.push(table);
        }
    }
    if let Some(last) = done.last_mut() {
        last.budgets = own;
    }
    for table in collected {
        let mut header = Some(table.header.clone());
        let mut caption = table.caption;
        for row in table.rows {
            let owner = named(ctx, &row, done).and_then(|at| done.get_mut(at));
            match owner {
                Some(initiative) if initiative.budgets.is_empty() => {
                    // Each word is claimed once: by the first of the tables that share a header.
                    let header = header.take().unwrap_or_else(|| echo(&table.header));
                    initiative.budgets.push(BudgetTranscript {
                        header,
                        rows: vec![row],
                        caption: std::mem::take(&mut caption),
                        ..BudgetTranscript::default()
                    });
                }
                _ => left.extend(row.into_iter().flat_map(|c| c.lines)),
            }
        }
        left.extend(header.into_iter().flatten().flat_map(|c| c.lines));
        left.extend(caption);
    }
    left
}

/// The initiative whose label, or name without one, the row begins with.
fn named(ctx: &Context<'_>, row: &[BudgetCell], done: &[InitiativeTranscript]) -> Option<usize> {
    let lines = &row.first()?.lines;
    let found = heading::label(ctx, lines.first()?).map(|l| l.printed);
    let name = joined(lines);
    done.iter().position(|initiative| match &found {
        Some(label) => initiative.label == *label,
        None => initiative.label.is_empty() && name == joined(&initiative.heading),
    })
}

/// Cells that say the same and claim no words.
fn echo(cells: &[BudgetCell]) -> Vec<BudgetCell> {
    let mut cells = cells.to_vec();
    for line in cells.iter_mut().flat_map(|c| &mut c.lines) {
        line.words.clear();
    }
    cells
}
