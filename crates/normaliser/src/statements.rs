//! Reads what a release says in sentences of its own: purpose, target group, main theme, the track in
//! the phase model, the programme that a continuation is meant for, and earlier initiatives.

use std::ops::Range;

use uip_model::{Initiative, ValueState, merge_origins};

use crate::duration::bytes_of;
use crate::release::joined_year;
use crate::sections::{Body, Passage, Role};
use crate::sentences::sentences;
use crate::tokens::{Kind, Token};
use crate::trace::Trace;

/// Reads all of them into the initiative.
pub(crate) fn statements(read: &mut Initiative, body: &Body, trace: &mut Trace) {
    let budget = read.budget.as_ref();
    let year = budget.and_then(|b| b.price_level.or_else(|| b.years.first().map(|y| y.year)));
    read.theme = theme(body, trace);
    read.purpose = run(body, &["purpose"], "formål", "purpose", trace);
    let keys = ["target_group", "theme_target"];
    read.target_group = run(body, &keys, "målgruppe", "target_group", trace);
    read.susi_track = track(body, trace);
    read.next_uip = next_programme(body, year, trace);
    read.predecessors = crate::predecessors::predecessors(body, trace);
}

/// The text under the first heading with one of these keys, up to the next heading, without what is
/// said of the theme; where there is none, the paragraph with a sentence that begins with the word.
fn run(body: &Body, keys: &[&str], word: &str, field: &str, trace: &mut Trace) -> Option<String> {
    let mut found: Vec<(&Passage, Range<usize>)> = Vec::new();
    let mut section = None;
    for passage in &body.passages {
        let wanted = keys.contains(&passage.key.as_str());
        if !found.is_empty()
            && (!wanted || passage.role == Role::SubHeading || section != Some(passage.section))
        {
            break;
        }
        if !wanted || passage.role == Role::SubHeading || passage.role == Role::Footnote {
            continue;
        }
        section = Some(passage.section);
        let bytes = without_theme(body, passage);
        if !bytes.is_empty() {
            found.push((passage, bytes));
        }
    }
    let mut rule: &'static str = "text.section";
    if found.is_empty() {
        rule = "text.sentence";
        found = body
            .passages
            .iter()
            .filter(|p| p.role == Role::Paragraph)
            .find_map(|p| Some((p, begins_with(p, word)?)))
            .into_iter()
            .collect();
    }
    if found.is_empty() {
        return None;
    }
    let text: Vec<&str> = found
        .iter()
        .filter_map(|(p, bytes)| p.text.text.get(bytes.clone()))
        .collect();
    let text = text.join("\n");
    let places = found
        .iter()
        .flat_map(|(p, bytes)| p.text.origin(bytes.clone()));
    let origin = merge_origins(places);
    trace.value(field, text.clone(), ValueState::Printed, rule, origin);
    Some(text)
}

/// From the sentence that has the word among its first three on to the paragraph's end.
fn begins_with(passage: &Passage, word: &str) -> Option<Range<usize>> {
    if passage.text.text.len() < word.len() {
        return None;
    }
    let tokens = passage.tokens();
    let sentence = sentences(&tokens).into_iter().find(|s| {
        let first = tokens
            .get(s.start..(s.start + 3).min(s.end))
            .unwrap_or_default();
        first.iter().any(|t| t.lower.starts_with(word))
    })?;
    Some(tokens.get(sentence.start)?.start..passage.text.text.len())
}

/// The bytes of a passage before what it says of the theme; empty where it is the theme.
fn without_theme(body: &Body, passage: &Passage) -> Range<usize> {
    if passage.key != "theme_target" {
        return 0..passage.text.text.len();
    }
    let Some(said) = theme_said(body) else {
        return 0..passage.text.text.len();
    };
    let this = std::ptr::from_ref(passage);
    if said.named.iter().any(|(p, _)| std::ptr::eq(*p, this)) && !std::ptr::eq(said.said, this) {
        return 0..0;
    }
    if std::ptr::eq(said.said, this) {
        let kept = passage.text.text.get(..said.from).unwrap_or_default();
        return 0..kept.trim_end().len();
    }
    0..passage.text.text.len()
}

/// Where the theme is said and named.
struct ThemeSaid<'a> {
    said: &'a Passage,
    /// Byte at which the sentence begins.
    from: usize,
    /// The names, each a part of a passage.
    named: Vec<(&'a Passage, Range<usize>)>,
    rule: &'static str,
}

fn theme(body: &Body, trace: &mut Trace) -> Option<String> {
    let said = theme_said(body)?;
    let names: Vec<&str> = said
        .named
        .iter()
        .filter_map(|(p, bytes)| p.text.text.get(bytes.clone()))
        .map(|name| name.trim().trim_end_matches(['.', ';', ',']).trim_end())
        .filter(|name| !name.is_empty())
        .collect();
    let name = names.join("; ");
    if name.is_empty() {
        return None;
    }
    let places = said
        .named
        .iter()
        .flat_map(|(p, bytes)| p.text.origin(bytes.clone()));
    let origin = merge_origins(places);
    trace.value(
        "theme",
        name.clone(),
        ValueState::Printed,
        said.rule,
        origin,
    );
    Some(name)
}

/// `Initiativet tilhører følgende hovedtema …: X`, `hører under hovedtemaet ”X”`, `Tema: X`.
fn theme_said(body: &Body) -> Option<ThemeSaid<'_>> {
    for (at, passage) in body.passages.iter().enumerate() {
        let text = &passage.text.text;
        if !text.contains("tema") && !text.contains("Tema") {
            continue;
        }
        if passage.role == Role::SubHeading {
            // `Hovedtema` over its name
            let lower = text.to_lowercase();
            let alone = lower.trim_end_matches(':');
            let next = body.passages.get(at + 1);
            if ["hovedtema", "tema"].contains(&alone)
                && let Some(next) = next.filter(|n| n.role != Role::SubHeading)
            {
                return Some(ThemeSaid {
                    said: next,
                    from: 0,
                    named: vec![(next, 0..next.text.text.len())],
                    rule: "theme.heading",
                });
            }
            continue;
        }
        let tokens = passage.tokens();
        for sentence in sentences(&tokens) {
            if let Some(said) = theme_in(body, at, &tokens, &sentence) {
                return Some(said);
            }
        }
    }
    None
}

fn theme_in<'a>(
    body: &'a Body,
    at: usize,
    tokens: &[Token],
    sentence: &Range<usize>,
) -> Option<ThemeSaid<'a>> {
    let passage = body.passages.get(at)?;
    let words = tokens.get(sentence.clone())?;
    let is_theme = |t: &Token| {
        t.lower.starts_with("hovedtema") || t.is_any(&["tema", "temaet", "temaer", "temaerne"])
    };
    let word = sentence.start + words.iter().position(is_theme)?;
    let told = words.iter().any(|t| {
        t.is_any(&[
            "tilhører",
            "hører",
            "falder",
            "ligger",
            "under",
            "følgende",
            "knytter",
        ])
    }) || word == sentence.start;
    let main = tokens.get(word)?.lower.starts_with("hovedtema");
    if !told || !(main || passage.key == "theme_target") {
        return None;
    }
    let from = tokens.get(sentence.start)?.start;
    let whole = passage.text.text.len();
    let said = |named, rule| {
        Some(ThemeSaid {
            said: passage,
            from,
            named,
            rule,
        })
    };
    let colon = (word..tokens.len()).find(|i| tokens.get(*i).is_some_and(|t| t.is_mark(':')));
    if let Some(colon) = colon.filter(|c| *c < sentence.end) {
        if let Some(first) = tokens.get(colon + 1) {
            return said(vec![(passage, first.start..whole)], "theme.behind_colon");
        }
        // The names stand in the next paragraph, or in a list.
        let next = body.passages.get(at + 1..)?;
        let items: Vec<_> = next.iter().take_while(|p| p.role == Role::Item).collect();
        let named = if items.is_empty() {
            next.iter()
                .take(1)
                .filter(|p| p.role == Role::Paragraph)
                .collect()
        } else {
            items
        };
        let named = named
            .into_iter()
            .map(|p| (p, 0..p.text.text.len()))
            .collect();
        return said(named, "theme.next_paragraph");
    }
    // `hører under hovedtemaet ”X”`: from the next word on, past `om`
    let mut first = word + 1;
    while tokens
        .get(first)
        .is_some_and(|t| t.is_any(&["om", "er"]) || is_quote(t))
    {
        first += 1;
    }
    let name = tokens.get(first).filter(|_| first < sentence.end)?;
    let quoted = tokens.get(first.checked_sub(1)?).is_some_and(is_quote);
    let end = (first..sentence.end)
        .find(|i| {
            tokens
                .get(*i)
                .is_some_and(|t| if quoted { is_quote(t) } else { t.is_mark('.') })
        })
        .unwrap_or(sentence.end);
    let end = tokens.get(end.checked_sub(1)?)?.end;
    said(vec![(passage, name.start..end)], "theme.sentence")
}

pub(crate) fn is_quote(token: &Token) -> bool {
    token.kind == Kind::Mark
        && matches!(
            token.text,
            "\"" | "”" | "“" | "„" | "»" | "«" | "’" | "‘" | "'"
        )
}

/// `spor 1 i fasemodellen`: the track, where a sentence says that the initiative belongs to it.
fn track(body: &Body, trace: &mut Trace) -> Option<i32> {
    for passage in &body.passages {
        if passage.role == Role::SubHeading || !passage.text.text.contains("spor") {
            continue;
        }
        let tokens = passage.tokens();
        for sentence in sentences(&tokens) {
            let words = tokens.get(sentence.clone()).unwrap_or_default();
            // `Initiativet er fireårigt (spor 1).` says it in the section on time.
            let own = matches!(passage.key.as_str(), "schedule" | "duration" | "phase")
                && passage.role == Role::Paragraph
                && words
                    .iter()
                    .take(2)
                    .any(|t| t.lower.starts_with("initiativ"));
            let said = own
                || words.iter().any(|t| {
                    t.lower.starts_with("fasemodel")
                        || t.is_any(&[
                            "høre",
                            "hører",
                            "tilhører",
                            "tilhøre",
                            "placeres",
                            "følger",
                            "følge",
                            "susi",
                        ])
                });
            if !said {
                continue;
            }
            let found = sentence.clone().find_map(|at| {
                tokens.get(at).filter(|t| t.is_any(&["spor", "sporet"]))?;
                let track = match tokens.get(at + 1)?.lower.as_ref() {
                    "1" | "et" | "ét" | "i" => 1,
                    "2" | "to" | "ii" => 2,
                    _ => return None,
                };
                // `spor i`: the preposition, unless it is a capital numeral.
                (tokens.get(at + 1)?.text != "i").then_some((at..at + 2, track))
            });
            if let Some((range, track)) = found {
                let bytes = bytes_of(&tokens, &range);
                trace.read("susi_track", &passage.text, bytes, "track.sentence");
                return Some(track);
            }
        }
    }
    None
}

/// `… kan indstilles til UIP 2027`: a programme later than this one, in a sentence about going on.
fn next_programme(body: &Body, this_year: Option<i32>, trace: &mut Trace) -> Option<i32> {
    const GOING_ON: [&str; 9] = [
        "indstil",
        "videreføre",
        "foreslå",
        "ansøg",
        "søge",
        "fortsæt",
        "overgå",
        "eventuel",
        "næste",
    ];
    for passage in &body.passages {
        let text = &passage.text.text;
        if passage.role == Role::SubHeading
            || !(text.contains("UIP") || text.contains("nvesteringsprogram"))
        {
            continue;
        }
        let tokens = passage.tokens();
        for sentence in sentences(&tokens) {
            let words = tokens.get(sentence.clone()).unwrap_or_default();
            let goes_on = words
                .iter()
                .any(|t| GOING_ON.iter().any(|g| t.lower.starts_with(g)));
            // `…, så en modning kan indgå i UIP 2025`
            let next_phase = words.windows(2).any(|w| {
                matches!(w, [phase, can] if can.is("kan")
                    && phase.is_any(&["modning", "afprøvning", "udbredelse"]))
            });
            if !goes_on && !next_phase {
                continue;
            }
            let found = sentence.clone().find_map(|at| {
                let (year, end) = programme_at(&tokens, at)?;
                this_year
                    .is_none_or(|this| year > this)
                    .then_some((at..end, year))
            });
            if let Some((range, year)) = found {
                let bytes = bytes_of(&tokens, &range);
                trace.read("next_uip", &passage.text, bytes, "next_uip.sentence");
                return Some(year);
            }
        }
    }
    None
}

/// `UIP 2027`, `UIP2027`, `UIP’erne for 2027`, `Udviklings- og Investeringsprogrammet i 2027`.
fn programme_at(tokens: &[Token], at: usize) -> Option<(i32, usize)> {
    let name = tokens.get(at)?;
    if let Some(year) = joined_year(name) {
        return Some((year, at + 1));
    }
    let named = name.lower.starts_with("uip") || name.lower.starts_with("investeringsprogram");
    let year = (at + 1..at + 6)
        .take_while(|i| {
            tokens.get(*i).is_some_and(|t| {
                t.year().is_some() || t.kind == Kind::Mark || t.is_any(&["for", "i", "fra", "uip"])
            })
        })
        .find(|i| tokens.get(*i).is_some_and(|t| t.year().is_some()))?;
    named.then_some((tokens.get(year)?.year()?, year + 1))
}

#[cfg(test)]
#[path = "statements_tests.rs"]
mod tests;
