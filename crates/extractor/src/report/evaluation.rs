//! By what an evaluation summary is known: its themes, its tables of outcomes and costs, its words.

use super::lexicon::{ReportLexicon, any};
use super::prose::Body;
use super::reading_order::{FlowLine, Item};
use super::table::ReportTable;

/// From this score on a document is an evaluation summary. Themes and an outcome table, or a table
/// of outcomes, one of costs and the words, reach it; a release does not come near.
const ENOUGH: i32 = 5;

/// Whether the document is an evaluation summary: what speaks for it, against what only a release
/// prints.
pub(crate) fn recognised(lexicon: &ReportLexicon, body: &Body, items: &[Item]) -> bool {
    score(lexicon, body, items) >= ENOUGH
}

fn score(lexicon: &ReportLexicon, body: &Body, items: &[Item]) -> i32 {
    let words = &lexicon.evaluation;
    let lines: Vec<&FlowLine> = items
        .iter()
        .filter_map(|i| if let Item::Line(l) = i { Some(l) } else { None })
        .collect();
    let tables: Vec<&ReportTable> = items
        .iter()
        .filter_map(|i| {
            if let Item::Table(t) = i {
                Some(t)
            } else {
                None
            }
        })
        .collect();
    let keys: Vec<&str> = tables.iter().map(|t| key(lexicon, t)).collect();
    let mut score = 0;
    let mut sign = |weight: i32, there: bool| {
        if there {
            score += weight;
        }
    };

    let mut themes: Vec<u32> = lines
        .iter()
        .filter(|l| body.stands_out(l))
        .filter_map(|l| Some(lexicon.theme(&l.line.text)?.0))
        .collect();
    themes.sort_unstable();
    themes.dedup();
    sign(3, themes.len() >= 2);

    sign(
        2,
        keys.contains(&"outcome")
            || lines
                .iter()
                .any(|l| l.line.text.len() < 80 && outcome_words(lexicon, &l.line.text) >= 2),
    );
    sign(2, keys.contains(&"costs"));

    let text: String = lines
        .iter()
        .map(|l| l.line.text.to_lowercase() + " ")
        .collect();
    let named = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|w| words.names.iter().any(|n| w.starts_with(n.as_str())))
            .count()
    };
    sign(1, named(&text) >= 3);
    let title: String = lines
        .iter()
        .take(12)
        .filter(|l| body.stands_out(l))
        .map(|l| l.line.text.to_lowercase() + " ")
        .collect();
    sign(2, named(&title) >= 1);
    let matter = words
        .matter
        .iter()
        .filter(|w| text.contains(w.as_str()))
        .count();
    sign(1, matter >= 3);
    sign(1, matter >= 6);
    sign(1, text.contains("målt med") || text.contains("n="));

    let release = &lexicon.release;
    let starts = |list: &[String]| {
        lines
            .iter()
            .filter(|l| {
                let lower = l.line.text.to_lowercase();
                let bare = lower.trim_start_matches(|c: char| !c.is_alphabetic());
                list.iter().any(|h| bare.starts_with(h.as_str()))
            })
            .count()
    };
    let in_tables: String = tables
        .iter()
        .flat_map(|t| &t.rows)
        .flatten()
        .map(|c| c.text().to_lowercase() + " | ")
        .collect();
    sign(
        -4,
        starts(&release.headings) >= 2
            || release
                .headings
                .iter()
                .filter(|h| in_tables.contains(h.as_str()))
                .count()
                >= 2,
    );
    sign(
        -3,
        release
            .labels
            .iter()
            .any(|l| numbered_label(l, &text) || numbered_label(l, &in_tables)),
    );
    sign(-2, price_level(&in_tables));
    score
}

/// What kind of table this is: `outcome`, `costs` or `other`.
pub(crate) fn key(lexicon: &ReportLexicon, table: &ReportTable) -> &'static str {
    let header: String = table
        .rows
        .iter()
        .take(2)
        .flatten()
        .map(|c| c.joined() + " | ")
        .collect();
    if outcome_words(lexicon, &header) >= 2 {
        return "outcome";
    }
    let amounts = table
        .rows
        .iter()
        .flatten()
        .filter(|c| amount(&c.text()))
        .count();
    let about = || {
        let mut cells = table.rows.iter().flatten();
        cells.any(|c| any(&lexicon.evaluation.costs, &c.joined()))
    };
    if amounts >= 2 && about() {
        "costs"
    } else {
        "other"
    }
}

/// How many of worse, same and better stand in the text.
fn outcome_words(lexicon: &ReportLexicon, text: &str) -> usize {
    let lower = text.to_lowercase();
    let words = &lexicon.evaluation;
    [&words.worse, &words.same, &words.better]
        .iter()
        .filter(|w| any(w, &lower))
        .count()
}

/// Digits with `kr.` behind them, or grouped by thousands.
fn amount(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 1
        && (text.to_lowercase().contains("kr") && letters <= 8 || (letters == 0 && digits >= 4))
}

/// `2022-pl` in text of lower case.
fn price_level(text: &str) -> bool {
    text.match_indices("-pl").any(|(at, _)| {
        text.get(at.saturating_sub(4)..at)
            .is_some_and(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// A label with `{n}` for a number stands in the text.
fn numbered_label(label: &str, text: &str) -> bool {
    let Some((before, after)) = label.split_once("{n}") else {
        return text.contains(label);
    };
    text.match_indices(before).any(|(at, _)| {
        let rest = text.get(at + before.len()..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && rest.get(digits..).is_some_and(|r| r.starts_with(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_releases() {
        assert!(numbered_label(
            "initiativ {n}:",
            "| initiativ 12: skovture |"
        ));
        assert!(!numbered_label("initiativ {n}:", "initiativ x: initiativ"));
        assert!(price_level("mio. kr. i 2023-pl"));
        assert!(!price_level("200-pl, x-pl"));
    }
}
