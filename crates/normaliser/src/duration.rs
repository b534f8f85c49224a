//! Reads how long an initiative runs: `fireårigt`, `3,5-årigt`, `18 måneder`, `løber over halvandet
//! år`, `i perioden 2020-2023`, and the years it runs in.

use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use uip_model::{Initiative, Origin, ValueState};

use crate::quantity::{numeral, quantity};
use crate::sections::{Body, Passage, Role};
use crate::sentences::sentences;
use crate::tokens::{Kind, Token};
use crate::trace::Trace;
use crate::year_span::year_span;

/// Longest duration of an initiative in years; longer ones are about something else (`en 10-årig
/// opfølgning`, `25-årige`).
pub(crate) const LONGEST: i64 = 10;

/// Sections that speak of other projects' durations.
pub(crate) const ABOUT_OTHERS: [&str; 4] = ["background", "problem", "dependencies", "som"];

/// What a duration is said of.
const SUBJECTS: [&str; 11] = [
    "initiativ",
    "projekt",
    "screening",
    "modning",
    "afprøvning",
    "udbredelse",
    "indsats",
    "forløb",
    "bevilling",
    "period",
    "varighed",
];

/// Words that say that a number of years or months is a duration.
const CUES: [&str; 12] = [
    "varighed",
    "varer",
    "vare",
    "løber",
    "løbe",
    "løbetid",
    "strækker",
    "strække",
    "forløber",
    "projektperiode",
    "periode",
    "gennemføres",
];

/// A duration in a text.
struct Duration {
    years: Decimal,
    tokens: Range<usize>,
    rule: &'static str,
    /// Smaller is better: where it stands and how it is said.
    rank: usize,
}

/// Reads duration and years into the initiative. The budget must have been read.
pub(crate) fn duration(read: &mut Initiative, body: &Body, trace: &mut Trace) {
    let period = year_span(body);
    if let Some((passage, found)) = duration_in_text(body) {
        read.duration_years = found.years.to_f64();
        let bytes = bytes_of(&passage.tokens(), &found.tokens);
        trace.read("duration_years", &passage.text, bytes, found.rule);
    } else if let Some((text, bytes, first, last)) = &period {
        read.duration_years = Some(f64::from(last - first + 1));
        trace.read(
            "duration_years",
            text,
            bytes.clone(),
            "duration.from_period",
        );
    }
    if let Some((text, bytes, first, last)) = period {
        (read.start_year, read.end_year) = (Some(first), Some(last));
        for field in ["start_year", "end_year"] {
            trace.read(field, text, bytes.clone(), "period.text");
        }
        return;
    }
    let money = read.budget.iter().flat_map(|b| &b.years);
    let years = money
        .filter(|y| y.amount.is_some_and(|a| a != 0))
        .map(|y| y.year);
    if let (Some(first), Some(last)) = (years.clone().min(), years.max()) {
        (read.start_year, read.end_year) = (Some(first), Some(last));
        for (field, year) in [("start_year", first), ("end_year", last)] {
            let origin = cell_of(trace, read, year);
            let rule = "period.years_with_money";
            trace.value(field, String::new(), ValueState::Derived, rule, origin);
        }
    }
}

/// Where the budget cell of a year stands.
fn cell_of(trace: &Trace, read: &Initiative, year: i32) -> Vec<Origin> {
    let budget = read.budget.iter();
    let index = budget
        .flat_map(|b| &b.years)
        .position(|y| y.year == year)
        .unwrap_or(0);
    let path = format!("{}/budget/years/{index}/amount", trace.path);
    let known = trace.evidence.iter().rfind(|e| e.path == path);
    known.map(|e| e.origin.clone()).unwrap_or_default()
}

pub(crate) fn bytes_of(tokens: &[Token], range: &Range<usize>) -> Range<usize> {
    let start = tokens.get(range.start).map_or(0, |t| t.start);
    let end = range.end.checked_sub(1).and_then(|at| tokens.get(at));
    start..end.map_or(start, |t| t.end)
}

/// How near a section is to the question: smaller is nearer.
pub(crate) fn rank_of(passage: &Passage) -> Option<usize> {
    if passage.role == Role::SubHeading || ABOUT_OTHERS.contains(&passage.key.as_str()) {
        return None;
    }
    Some(match passage.key.as_str() {
        "duration" => 0,
        "schedule" => 1,
        "economy" => 2,
        "phase" | "description" => 3,
        _ => 4,
    })
}

fn duration_in_text(body: &Body) -> Option<(&Passage, Duration)> {
    let mut best: Option<(&Passage, Duration)> = None;
    for passage in &body.passages {
        let Some(section) = rank_of(passage) else {
            continue;
        };
        let text = &passage.text.text;
        if !["år", "År", "måned", "Måned", "mdr"]
            .iter()
            .any(|w| text.contains(w))
        {
            continue;
        }
        let tokens = passage.tokens();
        for sentence in sentences(&tokens) {
            let Some(mut found) = in_sentence(&tokens, sentence) else {
                continue;
            };
            found.rank += section * 4;
            if best.as_ref().is_none_or(|(_, b)| found.rank < b.rank) {
                best = Some((passage, found));
            }
        }
    }
    best
}

/// The first duration in a sentence about the initiative.
fn in_sentence(tokens: &[Token], sentence: Range<usize>) -> Option<Duration> {
    let words = tokens.get(sentence.clone())?;
    let is_subject = |t: &Token| SUBJECTS.iter().any(|s| t.lower.starts_with(s));
    let subject = words.iter().any(is_subject);
    // `Initiativet er fireårigt` says it outright.
    let outright = words.iter().take(3).any(is_subject)
        && words
            .iter()
            .take(6)
            .any(|t| t.is_any(&["er", "har", "løber", "strækker", "varer"]));
    if !subject {
        return None;
    }
    for at in sentence.clone() {
        let found = yearly(tokens, at, is_subject).or_else(|| counted(tokens, at, &sentence));
        if let Some((years, range, rule)) = found {
            let sane = years > Decimal::ZERO && years <= Decimal::from(LONGEST);
            if sane {
                return Some(Duration {
                    years,
                    tokens: range,
                    rule,
                    rank: usize::from(!outright),
                });
            }
        }
    }
    None
}

type Reading = (Decimal, Range<usize>, &'static str);

/// `4 årigt`, `3,5-årigt`, `fireårigt`, `to et halvt-årigt`; `årig` and `årige` are ages unless a
/// word such as `periode` follows or `er` comes before.
fn yearly(tokens: &[Token], at: usize, is_subject: impl Fn(&Token) -> bool) -> Option<Reading> {
    let token = tokens.get(at).filter(|t| t.kind == Kind::Word)?;
    let (stem, ending) = ["årigt", "årige", "årig"]
        .iter()
        .find_map(|end| Some((token.lower.strip_suffix(end)?, *end)))?;
    if ending != "årigt" {
        let next = tokens.get(at + 1);
        let of_it = next.is_some_and(&is_subject);
        let said = ending == "årig" && next.is_none_or(|t| t.is_mark('.') || t.is("og"));
        if !(of_it || said) {
            return None;
        }
    }
    if !stem.is_empty() {
        let years = match stem {
            "halvandet" | "halvanden" => Decimal::new(15, 1),
            "halv" => Decimal::new(5, 1),
            stem => Decimal::from(numeral(stem)?),
        };
        return Some((years, at..at + 1, "duration.one_word"));
    }
    // `3-4-årigt` is no number of years.
    let digits = |back: usize| {
        let token = at.checked_sub(back).and_then(|i| tokens.get(i));
        token.is_some_and(|t| t.kind == Kind::Number)
    };
    let dash = |back: usize| {
        let token = at.checked_sub(back).and_then(|i| tokens.get(i));
        token.is_some_and(Token::is_dash)
    };
    if dash(1) && digits(2) && dash(3) && digits(4) {
        return None;
    }
    // The number before it, hyphens left out: the longest run that reads as one number.
    let before: Vec<usize> = (at.saturating_sub(8)..at)
        .filter(|i| tokens.get(*i).is_some_and(|t| !t.is_dash()))
        .collect();
    (1..=4).rev().find_map(|n| {
        let from = before.len().checked_sub(n)?;
        let run: Vec<Token> = before
            .get(from..)?
            .iter()
            .filter_map(|i| tokens.get(*i).cloned())
            .collect();
        let number = quantity(&run, 0).filter(|q| q.next == run.len())?;
        Some((
            number.value,
            *before.get(from)?..at + 1,
            "duration.number_yearly",
        ))
    })
}

/// `en varighed på tre år`, `løber over 18 måneder`, `et 18-måneders forløb`.
fn counted(tokens: &[Token], at: usize, sentence: &Range<usize>) -> Option<Reading> {
    let number = quantity(tokens, at)?;
    let mut next = number.next;
    let hyphen = tokens.get(next).is_some_and(|t| t.is_dash() && !t.spaced);
    next += usize::from(hyphen);
    let unit = tokens.get(next).filter(|t| t.kind == Kind::Word)?;
    let years = match unit.lower.as_ref() {
        "år" | "års" => number.value,
        "måneder" | "måned" | "mdr" | "måneders" => {
            number.value.checked_div(Decimal::from(12))?.round_dp(4)
        }
        _ => return None,
    };
    // `2-års`, `18-måneders` before what it is said of; else a word such as `varighed` before it.
    let genitive = unit.lower.ends_with('s')
        && tokens
            .get(next + 1)
            .is_some_and(|t| SUBJECTS.iter().any(|s| t.lower.starts_with(s)));
    let from = at.saturating_sub(6).max(sentence.start);
    let cue = tokens.get(from..at)?.iter().any(|t| {
        t.is("over") || t.is("på") && at - from <= 3 || CUES.iter().any(|c| t.lower.starts_with(c))
    });
    // `Initiativet er tre og et halvt år langt.`
    let long = tokens
        .get(next + 1)
        .is_some_and(|t| t.is_any(&["langt", "lang", "lange"]));
    let cue = cue || long;
    // `over de seneste tre år`, `mennesker over 18 år`
    let past = tokens.get(from..at)?.iter().any(|t| {
        t.is_any(&[
            "seneste",
            "sidste",
            "mennesker",
            "personer",
            "borgere",
            "unge",
            "børn",
            "alderen",
            "mellem",
        ])
    });
    ((cue && !past) || genitive).then_some((years, at..next + 1, "duration.counted"))
}

#[cfg(test)]
#[path = "duration_tests.rs"]
pub(crate) mod tests;
