//! Finds what an amount is for: behind it (`… mio. kr. anvendes til evaluering`) or before it
//! (`Til evaluering afsættes …`, `Evaluering: …`, `en ansøgningspulje på …`).

use std::ops::Range;

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
const GIVING: [&str; 45] = [
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
];

/// Words at the end of a phrase that belong to the next amount: `…, og der afsættes`.
const TRAILING: [&str; 37] = [
    "og",
    "samt",
    "mens",
    "der",
    "afsættes",
    "heraf",
    "hvoraf",
    "de",
    "at",
    "vil",
    "forventes",
    "yderligere",
    "desuden",
    "endelig",
    "dertil",
    "derudover",
    "herudover",
    "anvendes",
    "i",
    "alt",
    "samlet",
    "blive",
    "endvidere",
    "sættes",
    "går",
    "afsat",
    "er",
    "resterende",
    "den",
    "det",
    "ligesom",
    "hertil",
    "hvor",
    "på",
    "sidste",
    "øvrige",
    "resten",
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

/// Verbs that give money, right before the amount.
fn gives(token: &Token) -> bool {
    token.is_any(&[
        "afsættes",
        "anvendes",
        "bruges",
        "går",
        "reserveres",
        "bevilges",
    ])
}

/// Whether `til` at `at` begins the sentence or a clause of it.
fn opens_with_til(tokens: &[Token], start: usize, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    tokens.get(at).is_some_and(|t| t.is("til"))
        && (at == start
            || before.is_some_and(|t| {
                t.is_mark(',') || t.is_mark(';') || t.is_any(&["og", "samt", "mens"])
            }))
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

/// A phrase without its article, without what belongs to the next amount, and without a clause that
/// says when the money is given out.
fn phrase(tokens: &[Token], range: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = range;
    if tokens.get(start)?.is_any(&["en", "et", "den", "det"]) && start + 1 < end {
        start += 1;
    }
    if let Some(at) = giving_clause(tokens, start, end) {
        end = at;
    }
    // `…, og de resterende midler anvendes til …` speaks of what no amount is named for.
    let rest = (start + 1..end).find(|at| {
        let is = |words: &[&str]| tokens.get(*at).is_some_and(|t| t.is_any(words));
        is(&["resten"])
            || is(&["resterende", "øvrige"])
                && tokens
                    .get(at + 1)
                    .is_some_and(|t| t.is_any(&["midler", "del", "beløb"]))
    });
    end = rest.unwrap_or(end);
    end = before_unfinished(tokens, start, end);
    while end > start {
        let last = tokens.get(end - 1)?;
        // `mv.` and `m.v.` keep their point.
        let abbreviation = last.is_mark('.')
            && end - 1 > start
            && tokens
                .get(end - 2)?
                .is_any(&["mv", "v", "m", "l", "fl", "osv", "lign"]);
        let trailing = last.is_any(&TRAILING)
            || (last.kind == Kind::Mark
                && !abbreviation
                && !matches!(last.text, ")" | "”" | "\"" | "’" | "»"));
        if !trailing {
            break;
        }
        end -= 1;
    }
    (start < end).then_some(())?;
    Some(tokens.get(start)?.start..tokens.get(end - 1)?.end)
}

/// The phrase's end before words that only lead to the next amount: a noun of its own (`… samt en
/// ansøgningspulje på`, `… og ca. 60 pct. svarende til`), or a clause that the amount finishes (`…, hvor
/// hver kommune kan få`).
fn before_unfinished(tokens: &[Token], start: usize, end: usize) -> usize {
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|t| t.is_any(words));
    let comma = |at: usize| tokens.get(at).is_some_and(|t| t.is_mark(','));
    let leads = end.checked_sub(1).is_some_and(|last| {
        is(last, &["på"]) || (is(last, &["til"]) && is(last.saturating_sub(1), &["svarende"]))
    });
    if leads
        && let Some(link) =
            (start + 1..end).rfind(|at| comma(*at) || is(*at, &["og", "samt", "mens"]))
    {
        return link;
    }
    let next_is_fronted = end
        .checked_sub(1)
        .and_then(|last| tokens.get(last))
        .is_some_and(gives);
    if next_is_fronted
        && let Some(to) = (start + 1..end).rfind(|at| opens_with_til(tokens, start, *at))
    {
        return to;
    }
    let which = [
        "hvor",
        "hvorfra",
        "hvorved",
        "hvormed",
        "hvortil",
        "hvorunder",
    ];
    let clause = (start + 1..end).rfind(|at| comma(*at) && is(at + 1, &which));
    let finished = end
        .checked_sub(1)
        .is_some_and(|last| comma(last) || is(last, &["og", "samt", "mens"]));
    let last_word = tokens.get(end.saturating_sub(1));
    let whole = last_word.is_some_and(|t| t.is_mark('.'));
    match clause {
        Some(at) if !finished && !whole => at,
        _ => end,
    }
}

/// `, der udmøntes i 2024`: where it begins.
fn giving_clause(tokens: &[Token], start: usize, end: usize) -> Option<usize> {
    let given = |t: &Token| {
        ["udmøntes", "udmeldes", "opslås", "udbydes", "uddeles"].contains(&t.lower.as_ref())
    };
    (start + 1..end).find(|at| {
        let which = tokens.get(*at).is_some_and(|t| t.is_any(&["der", "som"]));
        let comma = tokens.get(at - 1).is_some_and(|t| t.is_mark(','));
        let soon = tokens.get(at + 1..(at + 4).min(end)).unwrap_or_default();
        which && comma && soon.iter().any(given)
    })
}
