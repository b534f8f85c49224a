//! Reads how many take part: `fire-fem kommuner`, `10-12 deltagerkommuner`, `op til 8 botilbud`.

use std::ops::Range;

use rust_decimal::prelude::ToPrimitive;
use uip_model::Participants;

use crate::duration::{ABOUT_OTHERS, bytes_of};
use crate::participant_words::{BREAKS, DONE_IN, ENDS_NOUN, JOINS, NEVER_UNITS, PAST, UNITS};
use crate::quantity::quantity;
use crate::sections::{Body, Passage, Role};
use crate::sentences::sentences;
use crate::tokens::{Kind, Token};
use crate::trace::Trace;

/// The highest count that is believed; Denmark has 98 municipalities and few hundred of anything
/// else that takes part.
const MOST: i64 = 500;

/// A count in a text.
struct Counted {
    min: Option<i64>,
    max: Option<i64>,
    unit: Range<usize>,
    all: Range<usize>,
    /// Smaller is better.
    rank: (usize, usize, usize, usize),
}

/// Reads the participants of an initiative.
pub(crate) fn participants(body: &Body, trace: &mut Trace) -> Option<Participants> {
    let mut best: Option<(&Passage, Counted)> = None;
    for passage in &body.passages {
        let Some(section) = rank_of(passage) else {
            continue;
        };
        let tokens = passage.tokens();
        for sentence in sentences(&tokens) {
            let words = tokens.get(sentence.clone()).unwrap_or_default();
            let past = usize::from(words.iter().any(|t| t.is_any(&PAST)));
            let mut at = sentence.start;
            while at < sentence.end {
                let Some(mut found) = counted(&tokens, at, sentence.end) else {
                    at += 1;
                    continue;
                };
                at = found.all.end;
                if section == CRITERIA && found.rank.0 > 0 {
                    continue;
                }
                found.rank.1 = past;
                found.rank.3 += section * 2;
                if best.as_ref().is_none_or(|(_, b)| found.rank < b.rank) {
                    best = Some((passage, found));
                }
            }
        }
    }
    let (passage, found) = best?;
    let tokens = passage.tokens();
    let unit = bytes_of(&tokens, &found.unit);
    let unit = passage.text.text.get(unit).unwrap_or_default().to_owned();
    let bytes = bytes_of(&tokens, &found.all);
    for field in ["participants/min", "participants/max"] {
        trace.read(field, &passage.text, bytes.clone(), "participants.counted");
    }
    Some(Participants {
        min: found.min,
        max: found.max,
        unit,
    })
}

/// The criteria for applicants count what each applicant must bring, too.
const CRITERIA: usize = 6;

fn rank_of(passage: &Passage) -> Option<usize> {
    if passage.role == Role::SubHeading || ABOUT_OTHERS.contains(&passage.key.as_str()) {
        return None;
    }
    Some(match passage.key.as_str() {
        "schedule" | "duration" => 0,
        "description" => 1,
        "purpose" => 2,
        "success_criteria" => 3,
        "economy" => 4,
        "pool_criteria" => CRITERIA,
        _ => 5,
    })
}

/// The count that begins at token `at`.
fn counted(tokens: &[Token], at: usize, end: usize) -> Option<Counted> {
    let token = tokens.get(at)?;
    // `en kommune` counts nothing; `én kommune` does.
    if token.is_any(&["en", "et"])
        || tokens
            .get(at.wrapping_sub(1))
            .is_some_and(|t| t.is_mark('/') || t.is_mark('§'))
    {
        return None;
    }
    let whole = |at: usize| -> Option<(i64, usize)> {
        let number = quantity(tokens, at)?;
        let value = number.value.to_i64().filter(|n| (1..=MOST).contains(n))?;
        (number.value.fract().is_zero()).then_some((value, number.next))
    };
    let (first, mut next) = whole(at)?;
    let mut second = None;
    if let Some(link) = tokens.get(next)
        && (link.is_dash() || link.is_any(&["til", "og", "eller"]))
        && let Some((value, after)) = whole(next + 1)
        && value > first
    {
        second = Some(value);
        next = after;
    }
    // `mindst tre og højst fem kommuner`
    const LEAST: [&str; 3] = ["mindst", "minimum", "min"];
    const MOST_WORDS: [&str; 4] = ["højst", "maksimalt", "maks", "max"];
    let floor = at
        .checked_sub(1)
        .and_then(|i| tokens.get(i))
        .is_some_and(|t| t.is_any(&LEAST));
    let mut limit = next;
    while tokens
        .get(limit)
        .is_some_and(|t| t.is_any(&["og", "men"]) || t.is_mark(','))
    {
        limit += 1;
    }
    if floor
        && tokens.get(limit).is_some_and(|t| t.is_any(&MOST_WORDS))
        && let Some((value, after)) = whole(limit + 1)
        && value > first
    {
        second = Some(value);
        next = after;
    }
    let asked = tokens
        .get(at.saturating_sub(5)..at)
        .unwrap_or_default()
        .iter()
        .any(|t| t.lower.starts_with("interview") || t.lower.starts_with("rundspørge"));
    if asked {
        return None;
    }
    let known = unit(tokens, next, end);
    let unnamed = usize::from(known.is_none());
    let unit = known.or_else(|| said_to_take_part(tokens, at, next, end))?;
    let main = unit
        .clone()
        .any(|i| tokens.get(i).is_some_and(is_municipality));
    let word = |back: usize| at.checked_sub(back).and_then(|i| tokens.get(i));
    let is = |back: usize, list: &[&str]| word(back).is_some_and(|t| t.is_any(list));
    let point = usize::from(word(1).is_some_and(|t| t.is_mark('.')));
    let (min, max) = match second {
        Some(second) => (Some(first), Some(second)),
        None if is(1, &["til", "mod"]) && is(2, &["op"]) => (None, Some(first)),
        None if is(1 + point, &["højst", "maksimalt", "maks", "max"]) => (None, Some(first)),
        None if is(1 + point, &["mindst", "minimum", "min"]) => (Some(first), None),
        None => (Some(first), Some(first)),
    };
    // `alle 98 kommuner`, `landets 98 kommuner`, `én kommune`: said of everybody or of each.
    let everybody = is(1, &["alle", "landets", "danske"]) || first == 1 && second.is_none();
    let range = if everybody {
        2
    } else {
        usize::from(second.is_none())
    };
    Some(Counted {
        min,
        max,
        all: at..unit.end,
        unit,
        rank: (usize::from(!main), 0, range, unnamed),
    })
}

/// Any noun, where the sentence says that so many take part: `i et samarbejde mellem 4-5 plejehjem`,
/// `modnes i fire plejehjem`, `35-40 plejehjem deltager`.
fn said_to_take_part(tokens: &[Token], at: usize, next: usize, end: usize) -> Option<Range<usize>> {
    let before = tokens.get(at.saturating_sub(6)..at)?;
    let together = before.iter().any(|t| t.lower.starts_with("samarbejde"))
        && before.iter().any(|t| t.is_any(&["mellem", "med"]));
    let done_in = before.iter().any(|t| t.is_any(&DONE_IN))
        && before.iter().any(|t| t.is_any(&["i", "på", "til", "med"]));
    let joins = before.iter().any(|t| t.is_any(&JOINS));
    // The noun: the last of the small words behind the number, before a mark or small word.
    let stops = |t: &Token| t.kind != Kind::Word || t.is_any(&BREAKS) || t.is_any(&ENDS_NOUN);
    let noun_end = (next..(next + 4).min(end)).find(|i| tokens.get(*i).is_none_or(stops));
    let noun_end = noun_end.unwrap_or((next + 4).min(end));
    let noun = tokens.get(noun_end.checked_sub(1)?)?;
    let takes_part = tokens
        .get(noun_end)
        .is_some_and(|t| t.is_any(&["deltager", "indgår", "medvirker", "implementerer", "tager"]));
    let counted = noun_end > next
        && noun.text.starts_with(char::is_lowercase)
        && noun.lower != "steder"
        && !NEVER_UNITS.iter().any(|n| noun.lower.ends_with(n));
    (counted && (together || done_in || joins || takes_part)).then_some(next..noun_end)
}

fn is_municipality(token: &Token) -> bool {
    ["kommuner", "kommune", "kommuners", "kommunerne"]
        .iter()
        .any(|end| token.lower.ends_with(end))
}

/// Up to eight words from `from` on that end with something that takes part, and what is joined to
/// it with `og`: `interesserede kommunale, regionale og private aktører`.
fn unit(tokens: &[Token], from: usize, end: usize) -> Option<Range<usize>> {
    const MOST_WORDS: usize = 8;
    let is_unit =
        |t: &Token| is_municipality(t) || UNITS.iter().any(|unit| t.lower.ends_with(unit));
    for at in from..(from + MOST_WORDS).min(end) {
        let token = tokens.get(at)?;
        if token.kind == Kind::Mark && !token.is_mark(',') && !token.is_dash() {
            return None;
        }
        if token.kind == Kind::Number || token.is_any(&BREAKS) {
            return None;
        }
        if is_unit(token) {
            let also = (at + 2..(at + 5).min(end)).find(|i| tokens.get(*i).is_some_and(is_unit));
            let and = tokens.get(at + 1).is_some_and(|t| t.is("og"));
            let joined = also.filter(|i| {
                let between = tokens.get(at + 2..*i).unwrap_or_default();
                and && between.iter().all(|t| {
                    t.kind == Kind::Word
                        && !t.is_any(&BREAKS)
                        && !t.is_any(&["alle", "landets", "øvrige", "andre"])
                })
            });
            return Some(from..joined.unwrap_or(at) + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::tests::body;

    fn read(key: &str, text: &str) -> Option<(Option<i64>, Option<i64>, String)> {
        let got = participants(&body(key, text), &mut Trace::default())?;
        Some((got.min, got.max, got.unit))
    }

    macro_rules! counts {
        ($($text:literal => $min:expr, $max:expr, $unit:literal;)*) => {
            #[test]
            fn participants_are_counted() {
                $(assert_eq!(
                    read("description", $text), Some(($min, $max, $unit.to_owned())), $text
                );)*
            }
        };
    }

    counts! {
        "Modellen udvikles med fire-fem kommuner." => Some(4), Some(5), "kommuner";
        "Der indgår ca. 2-4 kommuner." => Some(2), Some(4), "kommuner";
        "Der indgår 10-12 deltagerkommuner." => Some(10), Some(12), "deltagerkommuner";
        "Mellem 6 og 8 kommuner og sociale tilbud." => Some(6), Some(8), "kommuner og sociale tilbud";
        "I mellem seks-otte kommuner." => Some(6), Some(8), "kommuner";
        "Op til 8 botilbud kan deltage." => None, Some(8), "botilbud";
        "Det sker i mindst tre og højst fem kommuner." => Some(3), Some(5), "kommuner";
    "Der forventes at deltage seks-otte væresteder." => Some(6), Some(8), "væresteder";
    "Der findes 70 boformer. Det sker i et samarbejde mellem 6-8 forsorgshjem og andre." =>
        Some(6), Some(8), "forsorgshjem";
    "Målet er, at 20 behandlingssteder tager metoden i brug." => Some(20), Some(20), "behandlingssteder";
    "Fire væresteder medvirker." => Some(4), Some(4), "væresteder";
    "Mindst fem kommuner skal med." => Some(5), None, "kommuner";
        "De 40 kommuner i to regioner er med." => Some(40), Some(40), "kommuner";
        "I de fem eksisterende børnehuse og alle kommuner." => Some(5), Some(5), "eksisterende børnehuse";
        "Til 10-18 interesserede kommunale, regionale og private aktører." =>
            Some(10), Some(18), "interesserede kommunale, regionale og private aktører";
        "Tre til fire kommuners forvaltning." => Some(3), Some(4), "kommuners";
        "Den er tidligere prøvet i 3-4 kommuner. Nu er otte kommuner med." => Some(8), Some(8), "kommuner";
        "Det gennemføres i 50-60 plejehjem." => Some(50), Some(60), "plejehjem";
        "I et samarbejde mellem fire børnehospitaler og styrelsen." => Some(4), Some(4), "børnehospitaler";
        "Det forventes, at 35-40 ungdomsklubber deltager." => Some(35), Some(40), "ungdomsklubber";
        "To boformer i 5-6 kommuner." => Some(5), Some(6), "kommuner";
        "I én kommune først og derefter 4-5 kommuner." => Some(4), Some(5), "kommuner";
    }

    #[test]
    fn what_counts_nothing() {
        for text in [
            "I 26 pct. af kommunerne er det svært.",
            "Ca. 1/3 af landets kommuner deltager.",
            "I en kommune er det svært.",
            "For børn i 6-16 års alderen i kommuner.",
            "Der afsættes 2 mio. kr. til kommuner.",
            "Der holdes interviews med 12 kommuner.",
            "Indsatsen gennemføres i tre faser.",
            "Indsatsen udvikles over to år.",
            "For borgere i § 110-boformer.",
            "Der forventes at deltage 120 borgere.",
            "Der forventes at deltage 40 elever.",
        ] {
            assert_eq!(read("description", text), None, "{text}");
        }
        assert_eq!(read("background", "Prøvet i 12 kommuner."), None);
        assert_eq!(
            read("pool_criteria", "Aftale fra minimum to lokale foreninger."),
            None
        );
    }
}
