//! What an intervention costs: the cost table, and the sums that the text names.

use uip_model::{CostRow, Costs, ValueState};

use super::evaluation::tables;
use super::lexicon::{EvaluationWords, holds};
use super::parts::Part;
use super::sentence::sentences;
use crate::amount::{amount, amounts};
use crate::join::Joined;
use crate::sections::TableText;
use crate::tokens::{Token, tokens};
use crate::trace::Trace;

/// Reads the costs; `None` where neither text nor table names any.
pub(crate) fn costs(parts: &[Part], words: &EvaluationWords, trace: &mut Trace) -> Option<Costs> {
    let mut costs = Costs {
        set_up: in_text(parts, &words.set_up, "costs/set_up", trace),
        annual: in_text(parts, &words.annual, "costs/annual", trace),
        ..Costs::default()
    };
    for (table, _) in cost_tables(parts) {
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
    if costs.annual.is_none() {
        annual_in_table(&mut costs, trace);
    }
    if costs.set_up.is_none() && costs.annual.is_none() && costs.rows.is_empty() {
        return None;
    }
    // Only now: a level without any sum beside it is the level of something else.
    let in_tables = cost_tables(parts).flat_map(|(table, caption)| {
        let cells = table.rows.iter().flatten().flatten();
        caption.into_iter().chain(&table.header).chain(cells)
    });
    let texts = parts
        .iter()
        .flat_map(|p| std::iter::once(&p.heading).chain(p.texts()));
    costs.price_level = in_tables.chain(texts).find_map(|t| price_level(t, trace));
    Some(costs)
}

/// The tables of costs with what stands above each.
fn cost_tables(parts: &[Part]) -> impl Iterator<Item = (&TableText, Option<&Joined>)> {
    tables(parts)
        .filter_map(|(_, table, caption)| (table.kind == "costs").then_some((table, caption)))
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
    use uip_model::TextLine;

    use super::super::parts::Piece;
    use super::*;
    use crate::join::join;
    use crate::sections::Role;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn cells_of_cost_tables() {
        assert_eq!(kroner("1.156.800 kr."), Some(1_156_800));
        assert_eq!(kroner("4.466"), Some(4466));
        assert_eq!(kroner("0,8 mio. kr."), Some(800_000));
        assert_eq!(kroner("-"), None);
        assert_eq!(kroner("Indsats 3"), None);
    }

    fn paragraph(text: &str) -> Part {
        let line = TextLine {
            text: text.to_owned(),
            page: 1,
            ..TextLine::default()
        };
        let text = join(&[line], &Vocabulary::default());
        let piece = Piece::Text {
            text,
            role: Role::Paragraph,
            boxed: false,
            label: String::new(),
        };
        Part {
            pieces: vec![piece],
            ..Part::default()
        }
    }

    /// Found by a search: evidence of a price level stood where no costs were read.
    #[test]
    fn a_price_level_alone_is_no_cost() {
        let words = EvaluationWords {
            annual: vec!["årlig drift".to_owned()],
            ..EvaluationWords::default()
        };
        let read = |text: &str| {
            let mut trace = Trace::default();
            let costs = costs(&[paragraph(text)], &words, &mut trace);
            let fields: Vec<String> = trace.evidence.into_iter().map(|e| e.path).collect();
            (costs.map(|c| (c.annual, c.price_level)), fields)
        };
        assert_eq!(read("Alle tal er i 2025-priser."), (None, vec![]));
        assert_eq!(
            read("En årlig drift koster 0,8 mio. kr. i 2025-priser."),
            (
                Some((Some(800_000), Some(2025))),
                vec!["/costs/annual".to_owned(), "/costs/price_level".to_owned()]
            )
        );
    }
}
