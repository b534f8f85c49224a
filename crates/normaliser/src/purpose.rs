//! Finds what an amount is for: behind it (`… mio. kr. anvendes til evaluering`) or before it
//! (`Til evaluering afsættes …`, `Evaluering: …`, `en ansøgningspulje på …`).

use std::ops::Range;

use crate::phrase::{TRAILING, gives, opens_with_til, phrase};
use crate::tokens::{Kind, Token};

/// What an amount is for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spoken {
    /// The phrase.
    pub(crate) text: String,
    /// Bytes that it was read from.
    pub(crate) bytes: Range<usize>,
    pub(crate) rule: &'static str,
}

impl Spoken {
    fn of(text: &str, bytes: Range<usize>, rule: &'static str) -> Option<Self> {
        Some(Self {
            text: text.get(bytes.clone())?.to_owned(),
            bytes,
            rule,
        })
    }
}

/// Words between an amount and `til` that say no more than that it is given.
const GIVING: [&str; 46] = [
    "at",
    "blive",
    "anvendt",
    "anvendes",
    "anvende",
    "vil",
    "afsættes",
    "afsat",
    "sættes",
    "af",
    "går",
    "gå",
    "er",
    "bliver",
    "forventes",
    "der",
    "som",
    "i",
    "alt",
    "perioden",
    "udmøntes",
    "disponeres",
    "disponeret",
    "øremærket",
    "øremærkes",
    "reserveret",
    "reserveres",
    "brugt",
    "bruges",
    "kr",
    "desuden",
    "endvidere",
    "yderligere",
    "også",
    "årene",
    "samlet",
    "heraf",
    "medgår",
    "allokeres",
    "prioriteres",
    "tildeles",
    "gives",
    "ydes",
    "skal",
    "årligt",
    "kan",
];

/// Tokens of a list's line that is nothing but a name and an amount.
const SHORT_LINE: usize = 12;

/// Verbs between what is paid for and what it costs.
const COSTS: [&str; 16] = [
    "udgør",
    "koster",
    "er",
    "afsættes",
    "afsat",
    "anvendes",
    "sættes",
    "bruges",
    "budgetteres",
    "reserveres",
    "går",
    "forventes",
    "koste",
    "tildeles",
    "modtager",
    "får",
];

/// The phrase for the amount at `amount` (tokens) in `sentence`, where the next amount begins at
/// `until`.
pub(crate) fn spoken(
    text: &str,
    tokens: &[Token],
    sentence: Range<usize>,
    amount: Range<usize>,
    until: usize,
) -> Option<Spoken> {
    pool_before(text, tokens, &sentence, &amount, until)
        .or_else(|| fronted(text, tokens, &sentence, &amount))
        .or_else(|| behind(text, tokens, &amount, until, false))
        .or_else(|| before(text, tokens, &sentence, &amount))
        .or_else(|| subject_behind_verb(text, tokens, &sentence, &amount))
        .or_else(|| behind(text, tokens, &amount, until, true))
}

/// `… mio. kr. (vil blive anvendt) til …`; where `apposition`, also `godt halvdelen, … mio. kr., til …`.
fn behind(
    text: &str,
    tokens: &[Token],
    amount: &Range<usize>,
    until: usize,
    apposition: bool,
) -> Option<Spoken> {
    let filler = |t: &Token| {
        t.is_any(&GIVING)
            || (apposition && t.is_mark(','))
            || t.year().is_some()
            || t.is_dash()
            || t.is_mark('(')
            || t.is_mark(')')
            || t.is_mark('.')
    };
    let mut to = (amount.end..until).find(|at| tokens.get(*at).is_some_and(|t| !filler(t)))?;
    // `… mio. kr. anvendes af Socialstyrelsen til …`
    let by = to.checked_sub(2).filter(|at| *at >= amount.end);
    let by = by.and_then(|at| Some((tokens.get(at)?, tokens.get(at + 1)?)));
    if by.is_some_and(|(verb, of)| verb.lower.ends_with("es") && of.is("af")) {
        let agent = |i: &usize| tokens.get(*i).is_some_and(|t| !t.is("til"));
        let behind_agent = (to..(to + MOST_AGENT).min(until)).find(|i| !agent(i));
        to = behind_agent.unwrap_or(to);
    }
    // `… mio. kr. udmøntes som ansøgningspulje`, `som direkte tilskud til X`, `anvendes i Styrelsen`
    let link = tokens.get(to - 1)?;
    let noun = tokens.get(to)?;
    let inside = link.is_any(&["i", "hos"]) && noun.text.starts_with(char::is_uppercase);
    if noun.lower.contains("pulje")
        || noun.kind == Kind::Word
            && !noun.is_any(&["en", "et", "til"])
            && (link.is("som") || inside)
    {
        return Spoken::of(text, phrase(tokens, to..until)?, "economy.purpose.behind");
    }
    if tokens.get(to)?.is_any(&["en", "et"])
        && tokens.get(to + 1)?.lower.contains("pulje")
        && tokens.get(to - 1)?.is_any(&["som", "i"])
    {
        return Spoken::of(text, phrase(tokens, to..until)?, "economy.purpose.behind");
    }
    if !tokens.get(to)?.is_any(&["til", "for", "gennem", "via"]) {
        return None;
    }
    Spoken::of(
        text,
        phrase(tokens, to + 1..until)?,
        "economy.purpose.behind",
    )
}

/// `Til evaluering afsættes …` at the beginning of a sentence or clause, whatever follows the amount.
fn fronted(
    text: &str,
    tokens: &[Token],
    sentence: &Range<usize>,
    amount: &Range<usize>,
) -> Option<Spoken> {
    let verb = amount.start.checked_sub(1)?;
    tokens.get(verb).filter(|t| gives(t))?;
    let to = (sentence.start..verb).rfind(|at| opens_with_til(tokens, sentence.start, *at))?;
    let whole = tokens.get(to + 1)?.lower.starts_with("initiativ");
    let another = tokens
        .get(to..verb)?
        .iter()
        .any(|t| t.is_any(&["kr", "kroner", "mio"]));
    if whole || another {
        return None;
    }
    Spoken::of(
        text,
        phrase(tokens, to + 1..verb)?,
        "economy.purpose.before",
    )
}

/// Words that name who spends the money, `af Socialstyrelsen i samarbejde med VIVE`.
const MOST_AGENT: usize = 7;

/// `Heraf udgør ansøgningspuljen …`: the verb before its subject.
fn subject_behind_verb(
    text: &str,
    tokens: &[Token],
    sentence: &Range<usize>,
    amount: &Range<usize>,
) -> Option<Spoken> {
    const VERBS: [&str; 5] = ["udgør", "koster", "får", "modtager", "tildeles"];
    const LEADS: [&str; 10] = [
        "heraf",
        "hvoraf",
        "deraf",
        "dertil",
        "hertil",
        "derudover",
        "herudover",
        "desuden",
        "endvidere",
        "endelig",
    ];
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|t| t.is_any(words));
    let verb = (sentence.start + 1..amount.start)
        .rfind(|at| is(*at, &VERBS) && is(at.saturating_sub(1), &LEADS))?;
    let subject = phrase(tokens, verb + 1..amount.start)?;
    Spoken::of(text, subject, "economy.purpose.subject")
}

/// `en ansøgningspulje på … (til kommuner)`: the noun before `på`, and what follows the amount.
fn pool_before(
    text: &str,
    tokens: &[Token],
    sentence: &Range<usize>,
    amount: &Range<usize>,
    until: usize,
) -> Option<Spoken> {
    const HEADS: [&str; 5] = ["pulje", "puljen", "tilskud", "tilskuddet", "rammebeløb"];
    let mut at = amount.start.checked_sub(1)?;
    while at > sentence.start && tokens.get(at)?.is_any(&["i", "alt", "samlet"]) {
        at -= 1;
    }
    tokens.get(at).filter(|t| t.is("på"))?;
    let noun = at.checked_sub(1).filter(|n| *n >= sentence.start)?;
    let head = tokens.get(noun)?;
    if !HEADS.iter().any(|h| head.lower.ends_with(h)) {
        return None;
    }
    // What follows is part of the phrase where it stands right behind the amount.
    let to_end = tokens
        .get(amount.end)
        .filter(|t| t.is_any(&["til", "for", "målrettet"]))
        .and_then(|_| phrase(tokens, amount.end..until));
    let mut spoken = Spoken::of(text, head.start..head.end, "economy.purpose.pool")?;
    if let Some(tail) = to_end {
        spoken.text.push(' ');
        spoken.text.push_str(text.get(tail.clone())?);
        spoken.bytes.end = tail.end;
    }
    Some(spoken)
}

/// `Til evaluering afsættes …`, `Evaluering: …`, `Evalueringen koster …`
fn before(
    text: &str,
    tokens: &[Token],
    sentence: &Range<usize>,
    amount: &Range<usize>,
) -> Option<Spoken> {
    let mut end = amount.start;
    let mut verb = false;
    while end > sentence.start {
        let last = tokens.get(end - 1)?;
        if last.is_any(&COSTS) || last.is_mark(':') || last.is_dash() || last.is_mark('(') {
            verb = true;
        } else if !(last.is_any(&[
            "der", "på", "i", "alt", "til", "med", "samlet", "at", "desuden", "vil", "blive",
            "direkte", "hver",
        ]) || last.is_mark(','))
        {
            break;
        }
        end -= 1;
    }
    // `… fordeles således: pulje 6 mio. kr., evaluering 2 mio. kr.`
    let listed = tokens
        .get(sentence.start..amount.start)?
        .iter()
        .any(|t| t.is_mark(':'));
    // `Evaluering 2,4 mio. kr.`: a line of a list.
    let line = sentence.len() <= SHORT_LINE
        && amount.end >= sentence.end
        && tokens
            .get(sentence.start)
            .is_some_and(|t| t.text.starts_with(char::is_uppercase));
    if !(verb || line || listed) || end <= sentence.start {
        return None;
    }
    // The clause: back to the last amount, colon or semicolon.
    let mut start = end;
    while start > sentence.start {
        let t = tokens.get(start - 1)?;
        let ends_clause = t.is_mark(':')
            || t.is_mark(';')
            || (t.kind == Kind::Mark && t.is_mark('.'))
            || t.is_any(&["kr", "kroner", "mio"]);
        if ends_clause {
            break;
        }
        start -= 1;
    }
    let mut first = start;
    while first < end
        && tokens.get(first).is_some_and(|t| {
            t.is_any(&[
                "til", "og", "samt", "mens", "heraf", "desuden", "der", "endelig", "for",
            ]) || t.is_mark(',')
                || t.is_mark(')')
        })
    {
        first += 1;
    }
    // `Af det samlede beløb anvendes …` names the whole.
    if tokens.get(first).is_some_and(|t| t.is("af")) {
        return None;
    }
    // `… anvendes til ledelse (2 mio. kr.)`: what the verb gives money to.
    let bracket = tokens.get(end).is_some_and(|t| t.is_mark('('));
    let given = |at: usize| {
        let verb = tokens.get(at)?;
        let given = verb.is_any(&COSTS) && !verb.is_any(&["er"]);
        if verb.lower.starts_with("fordel") && tokens.get(at + 1)?.is("på") {
            return Some(at + 1);
        }
        given.then_some(())?;
        (at + 1..end).find(|i| tokens.get(*i).is_some_and(|t| t.is("til")))
    };
    if bracket && let Some(to) = (first..end).find_map(given) {
        first = to + 1;
    }
    // `Der afsættes` alone names nothing.
    let phrase = phrase(tokens, first..end)?;
    let named = tokens.get(first..end)?.iter().any(|t| {
        t.kind == Kind::Word
            && !t.is_any(&GIVING)
            && !t.is_any(&TRAILING)
            && !t.is_any(&["det", "ca"])
    });
    named
        .then(|| Spoken::of(text, phrase, "economy.purpose.before"))
        .flatten()
}
