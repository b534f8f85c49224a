//! What an intervention costs: the cost table, and the sums that the text names.

use uip_model::{CostRow, Costs, Finding, ValueState};

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
        let turned = is_turned(table, words);
        for row in &with_whole_numbers(&table.rows) {
            let Some((item, cells)) = row.split_first() else {
                continue;
            };
            let item = item
                .iter()
                .map(|j| j.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            // An amount among the words of a label has lost its column.
            for text in row.first().into_iter().flatten() {
                for token in tokens(&text.text).iter().filter(|t| is_grouped(t.text)) {
                    let finding =
                        Finding::new("cost_in_label", text.origin(token.start..token.end));
                    trace.finding(finding.arg("printed", token.text).arg("item", &item));
                }
            }
            for (n, cell) in cells.iter().enumerate() {
                let track = table
                    .header
                    .get(n + 1)
                    .map(|h| h.text.clone())
                    .filter(|t| !t.is_empty());
                for text in cell {
                    if lacking(&text.text).is_some() {
                        let finding = Finding::new("cost_unreadable", text.origins());
                        trace.finding(finding.arg("printed", &text.text).arg("item", &item));
                        continue;
                    }
                    if let Some(kroner) = kroner(&text.text) {
                        trace.read(
                            &format!("costs/rows/{}/amount", costs.rows.len()),
                            text,
                            0..text.text.len(),
                            "costs.cell",
                        );
                        let (item, track) = match &track {
                            Some(track) if turned => (track.clone(), Some(item.clone())),
                            _ => (item.clone(), track.clone()),
                        };
                        costs.rows.push(CostRow {
                            item,
                            track,
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

/// The items of cost (`Omkostninger pr. år`) are the columns and the tracks the rows.
fn is_turned(table: &TableText, words: &EvaluationWords) -> bool {
    let item = |text: &Joined| holds(&words.cost_items, &text.text.to_lowercase());
    let headings = table.header.iter().skip(1).filter(|h| item(h)).count();
    let labels = table.rows.iter().filter_map(|r| r.first()).flatten();
    headings >= 2 && !labels.into_iter().any(item)
}

/// The rows, with what a column too narrow for its numbers cut put together: `1.156.80` over `0 kr.`, where
/// the rest, being of another line, may have become a row. Such a row is none when all its numbers were
/// rests: the labels and units in it go on in the row above.
fn with_whole_numbers(rows: &[Vec<Vec<Joined>>]) -> Vec<Vec<Vec<Joined>>> {
    let mut out: Vec<Vec<Vec<Joined>>> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut row = row.clone();
        let mut rests = false;
        if let Some(above) = out.last_mut() {
            for (over, under) in above.iter_mut().zip(&mut row).skip(1) {
                let Some(rest) = under.first() else { continue };
                if let Some(number) = over.last_mut()
                    && lacking(&number.text).is_some_and(|n| rest_of_number(&rest.text) == Some(n))
                {
                    number.append("", rest);
                    under.remove(0);
                    rests = true;
                }
            }
            let figure = |text: &Joined| text.text.contains(|c: char| c.is_ascii_digit());
            if rests && !row.iter().skip(1).flatten().any(figure) {
                for (over, under) in above.iter_mut().zip(row) {
                    match over.last_mut() {
                        Some(text) => under.iter().for_each(|more| text.append(" ", more)),
                        None => *over = under,
                    }
                }
                continue;
            }
        }
        out.push(row);
    }
    out
}

/// `1.030`, `1.156.800`
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split('.');
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().is_some_and(|g| g.len() <= 3 && digits(g));
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|g| g.len() == 3 && digits(g))
}

/// How many digits a number grouped by thousands lacks in its last group: one for `1.156.80`.
fn lacking(text: &str) -> Option<usize> {
    let (before, last) = text.rsplit_once('.')?;
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let mut groups = before.split('.');
    let first = groups
        .next()
        .is_some_and(|g| (1..=3).contains(&g.len()) && digits(g));
    let whole = first && groups.all(|g| g.len() == 3 && digits(g));
    (whole && digits(last) && (1..3).contains(&last.len())).then(|| 3 - last.len())
}

/// How many digits a text has that is nothing but the rest of a number, with or without the unit.
fn rest_of_number(text: &str) -> Option<usize> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(unit.trim(), "" | "kr" | "kr.").then_some(text.len() - unit.len())
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

    #[test]
    fn numbers_cut_by_their_column() {
        assert!(is_grouped("1.030") && is_grouped("1.156.800"));
        assert!(!is_grouped("1.03") && !is_grouped("2024") && !is_grouped("pr."));
        assert_eq!(lacking("1.156.80"), Some(1));
        assert_eq!(lacking("809.2"), Some(2));
        assert_eq!(lacking("1.156.800"), None);
        assert_eq!(lacking("1.156.80 kr."), None);
        assert_eq!(lacking("31.12.25"), None);
        let rows = |cells: &[&[&str]]| -> Vec<Vec<Vec<Joined>>> {
            let row = |texts: &&[&str]| texts.iter().map(|t| vec![joined(t)]).collect();
            cells.iter().map(row).collect()
        };
        let texts = |rows: &[Vec<Vec<Joined>>]| -> Vec<String> {
            let cell = |c: &Vec<Joined>| c.iter().map(|j| j.text.clone()).collect::<String>();
            let row = |r: &Vec<Vec<Joined>>| r.iter().map(cell).collect::<Vec<_>>().join("|");
            rows.iter().map(row).collect()
        };
        // The rest of a row, and a row of its own that has a rest.
        let cut = rows(&[
            &["Udgift", "1.156.80", "809.200"],
            &["om året", "0 kr.", "kr."],
            &["Drift", "31.00", "2"],
            &["Løn", "0 kr.", "40 kr."],
            &["Sal", "1.15", "-"],
            &["Kurser", "3 hold", "-"],
        ]);
        assert_eq!(
            texts(&with_whole_numbers(&cut)),
            [
                "Udgift om året|1.156.800 kr.|809.200 kr.",
                "Drift|31.000 kr.|2",
                "Løn||40 kr.",
                "Sal|1.15|-",
                "Kurser|3 hold|-"
            ]
        );
        let whole = rows(&[&["Udgift", "1.156.80"], &["Løn", "12 kr."]]);
        assert_eq!(
            texts(&with_whole_numbers(&whole)),
            ["Udgift|1.156.80", "Løn|12 kr."]
        );
    }

    fn joined(text: &str) -> Joined {
        let line = TextLine {
            text: text.to_owned(),
            page: 1,
            ..TextLine::default()
        };
        join(&[line], &Vocabulary::default())
    }

    fn paragraph(text: &str) -> Part {
        let text = joined(text);
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

    fn cell(text: &str) -> Joined {
        if text.is_empty() {
            Joined::default()
        } else {
            joined(text)
        }
    }

    /// The same costs with the items under one another and beside one another.
    #[test]
    fn a_turned_table_has_the_same_costs() {
        let upright = [
            ["", "Sporet for mad", "Sporet for ro"],
            ["Omkostninger pr. år", "1.200 kr.", "800 kr."],
            ["Omkostninger pr. forløb", "40 kr.", "-"],
        ];
        let turned = [
            ["", "Omkostninger pr. år", "Omkostninger pr. forløb"],
            ["Sporet for mad", "1.200 kr.", "40 kr."],
            ["Sporet for ro", "800 kr.", "-"],
        ];
        let read = |[header, rows @ ..]: [[&str; 3]; 3]| {
            let cells = |row: [&str; 3]| row.map(|t| vec![cell(t)]).to_vec();
            let table = TableText {
                kind: "costs".to_owned(),
                key: String::new(),
                header: header.map(cell).to_vec(),
                rows: rows.into_iter().map(cells).collect(),
            };
            let caption = Some(joined("Omkostninger ved forløbene"));
            let mut part = paragraph("Udgifterne er opgjort.");
            part.pieces.push(Piece::Table { table, caption });
            let words = crate::report::lexicon::Words::embedded().evaluation;
            let mut rows: Vec<String> = costs(&[part], &words, &mut Trace::default())
                .unwrap()
                .rows
                .into_iter()
                .map(|r| format!("{} | {} | {}", r.item, r.track.unwrap(), r.amount.unwrap()))
                .collect();
            rows.sort();
            rows
        };
        let expected = [
            "Omkostninger pr. forløb | Sporet for mad | 40",
            "Omkostninger pr. år | Sporet for mad | 1200",
            "Omkostninger pr. år | Sporet for ro | 800",
        ];
        assert_eq!(read(upright), expected);
        assert_eq!(read(turned), expected);
    }
}
