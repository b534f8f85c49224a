//! The facts of an evaluation summary: who, when, where, themes, outcomes.

use uip_model::{CoreElement, Evaluation, OutcomeWords};

use super::lexicon::{EvaluationWords, Words, holds};
use super::names::{listed, roles};
use super::parts::{Part, Piece};
use super::stated::{Repeated, stated};
use super::themes::themes;
use super::{costs, outcomes};
use crate::join::Joined;
use crate::sections::{Role, TableText};
use crate::tokens::{Token, tokens};
use crate::trace::Trace;

/// Reads the facts; evidence goes under `/evaluation`.
pub(crate) fn evaluation(
    parts: &[Part],
    words: &Words,
    outcome: &OutcomeWords,
    trace: &mut Trace,
) -> Evaluation {
    let own = &words.evaluation;
    let figures = stated(
        parts,
        words,
        outcome,
        Repeated::ByUnit,
        "/evaluation/figures",
        trace,
    );
    trace.path = "/evaluation".to_owned();
    let mut out = Evaluation {
        figures,
        ..Evaluation::default()
    };
    if let Some(first) = parts.iter().find(|p| !p.heading.text.is_empty()) {
        out.title.clone_from(&first.heading.text);
        trace.read(
            "title",
            &first.heading,
            0..first.heading.text.len(),
            "evaluation.first_heading",
        );
    }
    initiative(parts, &mut out, trace);
    let (evaluator, client) = roles(parts, &own.roles, trace);
    out.evaluator = evaluator;
    out.client = client;
    out.period = period(parts, trace);
    out.municipalities = listed(parts, &own.municipalities, trace);
    out.core_elements = core_elements(parts, own, trace);
    out.themes = themes(parts, &outcome.themes, trace);
    out.outcome_tables = outcomes::outcomes(parts, words, outcome, trace);
    out.costs = costs::costs(parts, own, trace);
    out
}

/// The initiative: what the text calls it in quotation marks, else the title behind a dash or
/// colon, else the title.
fn initiative(parts: &[Part], out: &mut Evaluation, trace: &mut Trace) {
    for text in parts.iter().flat_map(Part::texts) {
        if let Some(range) = quoted(&text.text) {
            trace.read("initiative", text, range.clone(), "evaluation.quoted");
            out.initiative = text.text.get(range).map(str::to_owned);
            return;
        }
    }
    let Some(first) = parts.iter().find(|p| !p.heading.text.is_empty()) else {
        return;
    };
    let title = first.heading.text.as_str();
    let after = [" – ", " - ", " — ", ": "]
        .iter()
        .filter_map(|s| Some(title.find(s)? + s.len()))
        .min();
    // A summary's name is short and what it is about is long: `Sammen på vej – Udvikling af …`.
    let from = after
        .filter(|at| title.len() - at > title.len() / 2)
        .unwrap_or(0);
    trace.read(
        "initiative",
        &first.heading,
        from..title.len(),
        "evaluation.title",
    );
    out.initiative = title
        .get(from..)
        .map(str::to_owned)
        .filter(|t| !t.is_empty());
}

/// A name in quotation marks behind `initiativet`, `projektet` or `indsatsen`.
fn quoted(text: &str) -> Option<std::ops::Range<usize>> {
    const MARKS: [char; 8] = ['’', '‘', '”', '“', '"', '\'', '»', '«'];
    for lead in ["initiativet ", "projektet ", "indsatsen "] {
        for (at, _) in text.match_indices(lead) {
            let from = at + lead.len();
            let rest = text.get(from..)?;
            let Some(open) = rest.chars().next().filter(|c| MARKS.contains(c)) else {
                continue;
            };
            let start = from + open.len_utf8();
            let inner = text.get(start..)?;
            if let Some(end) = inner.find(MARKS).filter(|n| (8..=300).contains(n)) {
                return Some(start..start + end);
            }
        }
    }
    None
}

/// Finds first and last year and the byte behind them, at a token.
type Search<'a> = dyn Fn(&[Token<'_>], usize) -> Option<(i32, i32, usize)> + 'a;

/// First and last year of the work: `i perioden 2020-2022`, else years of dates behind `perioden`,
/// else `fra 2020 til 2022`.
fn period(parts: &[Part], trace: &mut Trace) -> Vec<i32> {
    let pair = |t: &[Token<'_>], at: usize, reach: usize| {
        let years: Vec<(i32, usize)> = t
            .iter()
            .skip(at)
            .take(reach)
            .filter_map(|t| Some((t.year()?, t.end)))
            .collect();
        match years.as_slice() {
            [(a, _), (b, end), ..] if a <= b => Some((*a, *b, *end)),
            _ => None,
        }
    };
    let tight = |t: &[Token<'_>], at: usize| {
        let (a, dash, b) = (t.get(at)?, t.get(at + 1)?, t.get(at + 2)?);
        let (from, to) = (a.year()?, b.year()?);
        (dash.is_dash() || dash.is("til"))
            .then_some((from, to, b.end))
            .filter(|_| from <= to)
    };
    // Money is given for periods of its own (`satspuljen for 2019-2022`), so the word decides.
    let searches: [&Search<'_>; 3] = [
        &|t, at| {
            if t.get(at)?.is_any(&["perioden", "årene", "projektperioden"]) {
                tight(t, at + 1).or_else(|| tight(t, at + 2))
            } else {
                None
            }
        },
        &|t, at| {
            if t.get(at)?.is_any(&["perioden", "projektperioden"]) {
                pair(t, at + 1, 9)
            } else {
                None
            }
        },
        &|t, at| {
            if t.get(at)?.is("fra") {
                tight(t, at + 1)
            } else {
                None
            }
        },
    ];
    for search in searches {
        for text in parts.iter().flat_map(Part::texts) {
            let tokens = tokens(&text.text);
            for at in 0..tokens.len() {
                if let Some((from, to, end)) = search(&tokens, at) {
                    let start = tokens.get(at).map_or(0, |t| t.start);
                    trace.read("period", text, start..end, "evaluation.period");
                    return vec![from, to];
                }
            }
        }
    }
    Vec::new()
}

/// The list under the heading that names them, or behind a paragraph that does.
fn core_elements(parts: &[Part], words: &EvaluationWords, trace: &mut Trace) -> Vec<CoreElement> {
    let numbered = |part: &Part| -> Vec<(Option<i32>, Joined)> {
        part.pieces
            .iter()
            .filter_map(|p| match p {
                Piece::Text {
                    text,
                    role: Role::Item,
                    label,
                    ..
                } => Some((
                    label.trim_end_matches(['.', ')']).parse().ok(),
                    text.clone(),
                )),
                _ => None,
            })
            .collect()
    };
    let about = |part: &Part| {
        let heading = part.heading.text.to_lowercase();
        // The heading itself (`Kerneelementer`, `De otte kerneelementer`), not one about what became
        // of them.
        let words_in = heading.split_whitespace().count();
        holds(&words.core_elements, &heading)
            && (words_in <= 3
                || words
                    .core_elements
                    .iter()
                    .any(|w| heading.starts_with(w.as_str())))
    };
    let lists = parts
        .iter()
        .filter(|p| about(p))
        .map(numbered)
        .filter(|l| l.len() >= 2);
    let best = lists.max_by_key(|l| (l.iter().filter(|(n, _)| n.is_some()).count(), l.len()));
    let best = best.or_else(|| {
        let of = |p: &&Part| {
            p.texts()
                .any(|t| holds(&words.core_elements, &t.text.to_lowercase()))
        };
        parts
            .iter()
            .filter(of)
            .map(numbered)
            .find(|l| l.len() >= 3 && l.iter().all(|(n, _)| n.is_some()))
    });
    let Some(list) = best else { return Vec::new() };
    list.into_iter()
        .enumerate()
        .map(|(i, (number, text))| {
            trace.read(
                &format!("core_elements/{i}/name"),
                &text,
                0..text.text.len(),
                "evaluation.list",
            );
            CoreElement {
                number,
                name: text.text,
            }
        })
        .collect()
}

/// All tables with the part that they stand in and the caption above them.
pub(crate) fn tables(parts: &[Part]) -> impl Iterator<Item = (&Part, &TableText, Option<&Joined>)> {
    parts.iter().flat_map(|part| {
        part.pieces.iter().filter_map(move |p| match p {
            Piece::Table { table, caption } => Some((part, table, caption.as_ref())),
            Piece::Text { .. } => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_quotation_marks() {
        let text = "Der er givet midler til initiativet ’Mad der samler mennesker’, som …";
        assert_eq!(
            quoted(text).and_then(|r| text.get(r)),
            Some("Mad der samler mennesker")
        );
        assert_eq!(quoted("initiativet er ’nyt’"), None);
    }
}
