//! By what an evaluation summary is known: its themes, its tables of outcomes and costs, its words.

use super::body::Body;
use super::lexicon::{ReportLexicon, any_cut};
use super::reading_order::{FlowLine, Item};
use super::table::{ReportCell, ReportTable};

/// From this score on a document is an evaluation summary. Themes and an outcome table, or a table
/// of outcomes, one of costs and the words, reach it; a release does not come near.
const ENOUGH: i32 = 5;

/// Whether the document is an evaluation summary: what speaks for it, against what only a release
/// prints.
pub(crate) fn recognised(lexicon: &ReportLexicon, body: &Body, items: &[Item]) -> bool {
    score(lexicon, body, items) >= ENOUGH
}

fn score(lexicon: &ReportLexicon, body: &Body, items: &[Item]) -> i32 {
    let mut lines: Vec<&FlowLine> = Vec::new();
    let mut tables: Vec<&ReportTable> = Vec::new();
    for item in items {
        match item {
            Item::Line(line) => lines.push(line),
            Item::Table(table) => tables.push(table),
        }
    }
    let text: String = lines
        .iter()
        .map(|l| l.line.text.to_lowercase() + " ")
        .collect();
    // Most of a release's text stands in tables: they are read only where that can decide.
    let mut score = text_score(lexicon, body, &lines, &text);
    if score + OUTCOME + COSTS < ENOUGH {
        return score;
    }
    if score + OUTCOME < ENOUGH && !tables.iter().any(|t| is_of_costs(lexicon, t)) {
        return score;
    }
    let keys: Vec<&str> = tables.iter().map(|t| key(lexicon, t)).collect();
    if keys.contains(&"costs") {
        score += COSTS;
    }
    let short = |l: &&&FlowLine| l.line.text.len() < 80;
    if keys.contains(&"outcome")
        || lines
            .iter()
            .filter(short)
            .any(|l| outcome_words(lexicon, &l.line.text) >= 2)
    {
        score += OUTCOME;
    }
    score - release_score(lexicon, &lines, &text, &tables)
}

/// What a table of outcomes and one of costs count for.
const OUTCOME: i32 = 2;
const COSTS: i32 = 2;

/// What the text outside tables counts for: themes, title, words.
fn text_score(lexicon: &ReportLexicon, body: &Body, lines: &[&FlowLine], text: &str) -> i32 {
    let words = &lexicon.evaluation;
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

    let named = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|w| words.names.iter().any(|n| w.starts_with(n.as_str())))
            .count()
    };
    sign(1, named(text) >= 3);
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
    score
}

/// What only a release prints counts for.
fn release_score(
    lexicon: &ReportLexicon,
    lines: &[&FlowLine],
    text: &str,
    tables: &[&ReportTable],
) -> i32 {
    let release = &lexicon.release;
    let mut score = 0;
    let mut sign = |weight: i32, there: bool| {
        if there {
            score += weight;
        }
    };
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
        4,
        starts(&release.headings) >= 2
            || release
                .headings
                .iter()
                .filter(|h| in_tables.contains(h.as_str()))
                .count()
                >= 2,
    );
    sign(
        3,
        release
            .labels
            .iter()
            .any(|l| numbered_label(l, text) || numbered_label(l, &in_tables)),
    );
    sign(2, price_level(&in_tables));
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
    // Worse, same and better may be the columns or the rows.
    let labels: String = table
        .rows
        .iter()
        .filter_map(|r| r.first())
        .map(|c| c.joined() + " | ")
        .collect();
    if outcome_words(lexicon, &header) >= 2 || outcome_words(lexicon, &labels) >= 2 {
        return "outcome";
    }
    if is_of_costs(lexicon, table) {
        "costs"
    } else {
        "other"
    }
}

/// Two amounts or more, and a word for costs.
fn is_of_costs(lexicon: &ReportLexicon, table: &ReportTable) -> bool {
    let cells = || table.rows.iter().flatten();
    cells().filter(|c| is_amount(c)).nth(1).is_some()
        && cells().any(|c| any_cut(&lexicon.evaluation.costs, &c.joined()))
}

/// How many of worse, same and better stand in the text.
fn outcome_words(lexicon: &ReportLexicon, text: &str) -> usize {
    let lower = text.to_lowercase();
    let words = &lexicon.evaluation;
    [&words.worse, &words.same, &words.better]
        .iter()
        .filter(|w| any_cut(w, &lower))
        .count()
}

/// Digits with `kr.` behind them, or grouped by thousands.
fn is_amount(cell: &ReportCell) -> bool {
    /// The unit and a short word beside it.
    const LETTERS: usize = 8;
    let characters = || cell.lines.iter().flat_map(|l| l.text.chars());
    let mut letters = characters().filter(|c| c.is_alphabetic());
    if letters.nth(LETTERS).is_some() {
        return false;
    }
    let digits = characters().filter(char::is_ascii_digit).count();
    let letters = characters().filter(|c| c.is_alphabetic()).count();
    digits >= 1 && (cell.text().to_lowercase().contains("kr") || (letters == 0 && digits >= 4))
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
