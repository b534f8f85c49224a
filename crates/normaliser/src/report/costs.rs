//! What an intervention costs: the cost table, and the sums that the text names.

use uip_model::{CostRow, Costs, ValueState};

use super::evaluation::tables;
use super::lexicon::{EvaluationWords, holds};
use super::parts::Part;
use super::sentence::sentences;
use crate::amount::{amount, amounts};
use crate::join::Joined;
use crate::tokens::{Token, tokens};
use crate::trace::Trace;

/// Reads the costs; `None` where neither text nor table names any.
pub(crate) fn costs(parts: &[Part], words: &EvaluationWords, trace: &mut Trace) -> Option<Costs> {
    let mut costs = Costs {
        set_up: in_text(parts, &words.set_up, "costs/set_up", trace),
        annual: in_text(parts, &words.annual, "costs/annual", trace),
        ..Costs::default()
    };
    for (_, table, caption) in tables(parts).filter(|(_, t, _)| t.kind == "costs") {
        if costs.price_level.is_none() {
            let cells = table
                .header
                .iter()
                .chain(table.rows.iter().flatten().flatten());
            costs.price_level = caption
                .into_iter()
                .chain(cells)
                .find_map(|t| price_level(t, trace));
        }
        for row in &table.rows {
            let Some((item, cells)) = row.split_first() else {
                continue;
            };
            let item = item
                .iter()
                .map(|j| j.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            for (n, cell) in cells.iter().enumerate() {
                let track = table
                    .header
                    .get(n + 1)
                    .map(|h| h.text.clone())
                    .filter(|t| !t.is_empty());
                for text in cell {
                    if let Some(kroner) = kroner(&text.text) {
                        trace.read(
                            &format!("costs/rows/{}/amount", costs.rows.len()),
                            text,
                            0..text.text.len(),
                            "costs.cell",
                        );
                        costs.rows.push(CostRow {
                            item: item.clone(),
                            track: track.clone(),
                            amount: Some(kroner),
                        });
                    }
                }
            }
        }
    }
    if costs.price_level.is_none() {
        costs.price_level = parts
            .iter()
            .flat_map(Part::texts)
            .find_map(|t| price_level(t, trace));
    }
    if costs.annual.is_none() {
        annual_in_table(&mut costs, trace);
    }
    let any = costs.set_up.is_some() || costs.annual.is_some() || !costs.rows.is_empty();
    any.then_some(costs)
}

/// The yearly total of the table: the row of a year, its column of totals, or its only one.
fn annual_in_table(costs: &mut Costs, trace: &mut Trace) {
    let yearly: Vec<&CostRow> = costs
        .rows
        .iter()
        .filter(|r| {
            tokens(&r.item)
                .iter()
                .any(|t| t.is_any(&["år", "årligt", "årlige", "årlig"]))
        })
        .collect();
    let total = yearly.iter().find(|r| {
        r.track
            .as_deref()
            .is_some_and(|t| t.to_lowercase().contains("alt"))
    });
    let row = match (total, yearly.as_slice()) {
        (Some(row), _) => Some(*row),
        (None, [only]) => Some(*only),
        _ => None,
    };
    costs.annual = row.and_then(|r| r.amount);
    if costs.annual.is_some() {
        trace.value(
            "costs/annual",
            String::new(),
            ValueState::Derived,
            "costs.table_total",
            Vec::new(),
        );
    }
}

/// The first amount behind one of the words in a sentence, up to the next clause's word of cost.
fn in_text(parts: &[Part], words: &[String], field: &str, trace: &mut Trace) -> Option<i64> {
    for text in parts.iter().flat_map(Part::texts) {
        for range in sentences(&text.text) {
            let sentence = text.text.get(range.clone()).unwrap_or_default();
            let lower = sentence.to_lowercase();
            if !holds(words, &lower) || lower.len() != sentence.len() {
                continue;
            }
            let from = words
                .iter()
                .filter_map(|w| lower.find(w.as_str()))
                .min()
                .unwrap_or(0);
            let behind = amounts(&tokens(sentence))
                .into_iter()
                .find(|f| f.bytes.start > from && f.amount.kroner.is_some());
            if let Some(found) = behind {
                let bytes = range.start + found.bytes.start..range.start + found.bytes.end;
                trace.read(field, text, bytes, "costs.text");
                return found.amount.kroner;
            }
        }
    }
    None
}

/// `1.966.000 kr.`, or a bare number that is grouped by thousands or has four digits or more.
fn kroner(text: &str) -> Option<i64> {
    if let Ok(read) = amount(text) {
        return read.kroner;
    }
    let tokens = tokens(text);
    match tokens.as_slice() {
        [number] if number.text.chars().filter(char::is_ascii_digit).count() >= 2 => {
            amount(&format!("{} kr.", number.text)).ok()?.kroner
        }
        _ => None,
    }
}

/// `2022-priser`, `prisniveau 2022`, `2022-PL`
fn price_level(text: &Joined, trace: &mut Trace) -> Option<i32> {
    let tokens = tokens(&text.text);
    let word = |t: Option<&Token<'_>>| t.is_some_and(|t| t.lower.starts_with("pris") || t.is("pl"));
    let (year, bytes) = tokens.iter().enumerate().find_map(|(i, token)| {
        let year = token.year()?;
        let dash = tokens.get(i + 1).is_some_and(Token::is_dash);
        let behind = word(tokens.get(i + 1 + usize::from(dash)));
        let before = i.checked_sub(1).is_some_and(|b| word(tokens.get(b)));
        (behind || before).then_some((year, token.start..token.end))
    })?;
    trace.read("costs/price_level", text, bytes, "costs.price_level");
    Some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_cost_tables() {
        assert_eq!(kroner("1.156.800 kr."), Some(1_156_800));
        assert_eq!(kroner("4.466"), Some(4466));
        assert_eq!(kroner("0,8 mio. kr."), Some(800_000));
        assert_eq!(kroner("-"), None);
        assert_eq!(kroner("Indsats 3"), None);
    }
}
