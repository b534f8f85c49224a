//! An amount of the *Økonomi* text in its sentence: whether the sentence says that it is the total, a
//! rate or the amount of a year, and what it is for.

use std::ops::Range;

use uip_model::{Allocation, Finding, Initiative};

use crate::amount::{Found, amounts};
use crate::purpose::{self, Spoken};
use crate::sections::Passage;
use crate::sentences::{sentence_of, sentences};
use crate::tokens::Token;
use crate::trace::Trace;

/// What an amount is given to when it is the total: `til initiativet`.
const WHOLES: [&str; 13] = [
    "initiativet",
    "projektet",
    "screeningen",
    "modningen",
    "afprøvningen",
    "udbredelsen",
    "indsatsen",
    "screeningsinitiativet",
    "modningsinitiativet",
    "afprøvningsinitiativet",
    "udbredelsesinitiativet",
    "forslaget",
    "programmet",
];

/// Subjects whose amount is the total: `Initiativets samlede ramme er`, `Den samlede bevilling udgør`.
const FRAMES: [&str; 11] = [
    "ramme",
    "økonomi",
    "budget",
    "bevilling",
    "udgift",
    "udgifter",
    "omkostninger",
    "beløb",
    "finansiering",
    "pris",
    "totaløkonomi",
];

/// An amount in the economy text, with all that is needed to place it.
#[derive(Clone)]
pub(crate) struct Told<'a> {
    pub(crate) passage: &'a Passage,
    pub(crate) tokens: &'a [Token<'a>],
    pub(crate) found: Found,
    /// The sentence it stands in.
    pub(crate) sentence: Range<usize>,
    /// Where the next amount's words begin, or the sentence's end.
    until: usize,
    /// First amount of its sentence.
    pub(crate) first: bool,
}

/// The amounts of the passages, in their order.
pub(crate) fn tell<'a>(passages: &[&'a Passage], tokens: &'a [Vec<Token<'a>>]) -> Vec<Told<'a>> {
    let mut told = Vec::new();
    for (passage, tokens) in passages.iter().zip(tokens) {
        let sentences = sentences(tokens);
        let found = amounts(tokens);
        let mut last = usize::MAX;
        for (at, one) in found.iter().enumerate() {
            let sentence = sentence_of(&sentences, one.tokens.start);
            let next = found.get(at + 1).map_or(usize::MAX, |n| n.tokens.start);
            told.push(Told {
                passage,
                tokens,
                found: one.clone(),
                until: next.min(sentence.end),
                first: sentence.start != last,
                sentence: sentence.clone(),
            });
            last = sentence.start;
        }
    }
    told
}

impl Told<'_> {
    fn words(&self, range: Range<usize>) -> &[Token<'_>] {
        let end = range.end.min(self.tokens.len());
        self.tokens.get(range.start..end).unwrap_or_default()
    }

    pub(crate) fn printed(&self) -> &str {
        let bytes = self.found.bytes.clone();
        self.passage.text.text.get(bytes).unwrap_or_default()
    }

    pub(crate) fn trace(&self, field: &str, rule: &'static str, trace: &mut Trace) {
        let amount = &self.found.amount;
        let bytes = self.found.bytes.clone();
        if amount.ambiguous {
            trace.finding(
                Finding::new("amount_ambiguous", self.passage.text.origin(bytes.clone()))
                    .arg("printed", self.printed())
                    .arg("kroner", amount.kroner.unwrap_or_default()),
            );
        }
        trace.read(field, &self.passage.text, bytes, rule);
    }

    /// `afsættes`, `er afsat`, `bevilges`: the sentence gives money.
    pub(crate) fn says_given(&self) -> bool {
        self.words(self.sentence.clone()).iter().any(|t| {
            t.is_any(&[
                "afsættes",
                "afsat",
                "afsætter",
                "bevilges",
                "bevilget",
                "sættes",
                "reserveres",
                "prioriteres",
                "tildeles",
                "udmøntes",
            ])
        })
    }

    /// Said outright to be the total.
    pub(crate) fn is_total(&self) -> bool {
        if self.found.amount.kroner.is_none() || self.is_rate() {
            return false;
        }
        let before = self.words(self.sentence.start..self.found.tokens.start);
        let after = self.words(self.found.tokens.end..self.until);
        // `… mio. kr. (i 2020) til initiativet`
        let given_to = after.iter().position(|t| t.is("til"));
        let to_the_whole = given_to.is_some_and(|at| {
            let plain = |t: &Token| {
                t.year().is_some()
                    || t.is_dash()
                    || t.is_mark(',')
                    || t.is_any(&[
                        "i", "alt", "perioden", "årene", "samlet", "over", "af", "pl",
                    ])
            };
            let near = after.get(..at).is_some_and(|b| b.iter().all(plain));
            near && names_the_whole(after.get(at + 1..).unwrap_or_default())
        });
        // `Initiativets samlede ramme er`, `Den samlede bevilling udgør`, `Initiativet koster`
        let whole_before = before
            .iter()
            .any(|t| WHOLES.contains(&t.lower.as_ref()) || t.lower.starts_with("initiativets"));
        let in_all = before
            .windows(2)
            .any(|w| matches!(w, [i, alt] if i.is("i") && alt.is("alt")))
            || before
                .iter()
                .any(|t| t.lower.starts_with("samle") || t.is("total"));
        let framed = before.iter().any(|t| {
            FRAMES
                .iter()
                .any(|f| t.lower == *f || t.lower.starts_with(f))
        });
        let costs = before
            .iter()
            .any(|t| t.is_any(&["koster", "finansieres", "budgetteres"]));
        // `Til initiativet afsættes i alt …`
        let led = matches!(before, [til, what, ..] if til.is("til") && WHOLES.contains(&what.lower.as_ref()));
        // `Der afsættes i alt 8 mio. kr. i 2024-2027.` with nothing that it is for
        let bare = in_all && self.says_given() && self.first && self.spoken().is_none();
        let part = before
            .iter()
            .any(|t| t.is_any(&["heraf", "hvoraf", "dertil", "derudover"]));
        to_the_whole
            || (!part
                && self.first
                && ((framed && (whole_before || in_all)) || (costs && whole_before) || led || bare))
    }

    /// The sentence, or the clause before the amount, begins with `Heraf`.
    pub(crate) fn begins_with_of_it(&self) -> bool {
        let before = self.words(self.sentence.start..self.found.tokens.start);
        before.iter().any(|t| {
            t.is_any(&[
                "heraf", "hvoraf", "midlerne", "beløbet", "fordelt", "fordeles",
            ])
        })
    }

    /// `Af de 12 mio. kr. anvendes …`
    pub(crate) fn is_divided(&self) -> bool {
        let lead = self.found.tokens.start;
        let near = self.words(lead.saturating_sub(4)..lead);
        near.windows(2)
            .any(|w| matches!(w, [of, the] if of.is("af") && the.is_any(&["de", "den", "det"])))
    }

    /// An amount for each applicant or year: `op til 2 mio. kr. pr. kommune`, `1 mio. kr. årligt`,
    /// `4 mio. kr. i 2024 og 3 mio. kr. i 2025`.
    pub(crate) fn is_rate(&self) -> bool {
        let lead = self.found.tokens.start;
        if self
            .words(lead.saturating_sub(1)..lead)
            .iter()
            .any(|t| t.is("årligt"))
        {
            return true;
        }
        if self.in_year(self.found.tokens.end) {
            let others = amounts(self.words(self.sentence.clone()));
            let start = self.sentence.start;
            let yearly = others
                .iter()
                .filter(|o| self.years_from(start + o.tokens.end).is_some());
            if yearly.count() >= 2 {
                return true;
            }
        }
        let after = self.words(self.found.tokens.end..self.found.tokens.end + 3);
        matches!(after, [first, ..] if first.is_any(&["pr", "per", "årligt", "hver", "hvert"]))
            || matches!(after, [om, aaret, ..] if om.is("om") && aaret.is("året"))
            || matches!(after, [til, each, ..] if til.is("til") && each.is_any(&["hver", "hvert"]))
    }

    /// `i 2024` and no span of years.
    pub(crate) fn in_year(&self, at: usize) -> bool {
        let after = self.words(at..at + 3);
        matches!(after, [i, year, ..] if i.is("i") && year.year().is_some())
            && !after.get(2).is_some_and(Token::is_dash)
    }

    /// `heraf 5 mio. kr. i 2022`, and nothing that it is for: what the table has for a year.
    pub(crate) fn is_of_one_year(&self) -> bool {
        self.in_year(self.found.tokens.end) && !self.is_rate() && self.spoken().is_none()
    }

    /// The year right behind the amount.
    pub(crate) fn year(&self) -> Option<i32> {
        self.tokens.get(self.found.tokens.end + 1)?.year()
    }

    /// Tells that the amount is neither the total nor a part.
    pub(crate) fn neither(&self, trace: &mut Trace) {
        let origin = self.passage.text.origin(self.found.bytes.clone());
        let finding = Finding::new("amount_neither_total_nor_part", origin);
        trace.finding(finding.arg("printed", self.printed()));
    }

    /// How many years an amount is given in that is followed by `i 2024`, `årligt i 2024-2026`, `i hvert
    /// af årene 2024-2026` or `om året i 2024-2026`.
    fn years_from(&self, at: usize) -> Option<i64> {
        let small = [
            "årligt", "i", "hvert", "af", "årene", "perioden", "om", "året", "pr", "år", "per",
        ];
        let end = self.sentence.end;
        let is_small = |t: &Token| t.is_any(&small) || t.is_mark('.');
        let year = (at..end).find(|i| self.tokens.get(*i).is_none_or(|t| !is_small(t)))?;
        let first = self.tokens.get(year)?.year()?;
        if self.in_year(at) {
            return Some(1);
        }
        let each = self.words(at..year).iter();
        let each = each.filter(|t| t.is_any(&["årligt", "hvert", "året", "år"]));
        let link = self.tokens.get(year + 1)?;
        let last = self.tokens.get(year + 2)?.year()?;
        (each.count() > 0 && link.is_dash() && last > first).then(|| i64::from(last - first) + 1)
    }

    /// The kroner of all the years that an amount is given in: `1,2 mio. kr. årligt i 2023-2024`.
    pub(crate) fn over_the_years(&self) -> Option<i64> {
        let years = self.years_from(self.found.tokens.end)?;
        self.found.amount.kroner?.checked_mul(years)
    }

    /// The amount as that of all its years together, where it is said what they are for.
    pub(crate) fn of_all_years(&self) -> Option<Self> {
        let mut whole = self.clone();
        whole.found.amount.kroner = Some(self.over_the_years()?);
        whole.found.amount.rule = "amount.yearly";
        whole.spoken().is_some().then_some(whole)
    }

    /// The total again: `De i alt 20 mio. kr. fordeles …`
    pub(crate) fn repeats(&self, total: Option<i64>) -> bool {
        total.is_some()
            && self.found.amount.kroner == total
            && self
                .words(self.found.tokens.start.saturating_sub(3)..self.found.tokens.start)
                .iter()
                .any(|t| t.is_any(&["de", "alt", "samlede", "samlet"]))
    }

    pub(crate) fn spoken(&self) -> Option<Spoken> {
        purpose::spoken(
            &self.passage.text.text,
            self.tokens,
            self.sentence.clone(),
            self.found.tokens.clone(),
            self.until,
        )
    }

    pub(crate) fn allocate(&self, read: &mut Initiative, trace: &mut Trace) {
        let amount = &self.found.amount;
        let field = format!("allocations/{}", read.allocations.len());
        let value = if amount.kroner.is_some() {
            "amount"
        } else {
            "min"
        };
        self.trace(&format!("{field}/{value}"), amount.rule, trace);
        let purpose = self.spoken().map(|spoken| {
            let field = format!("{field}/purpose");
            trace.read(&field, &self.passage.text, spoken.bytes, spoken.rule);
            spoken.text
        });
        read.allocations.push(Allocation {
            amount: amount.kroner,
            approximate: amount.approximate,
            purpose,
            min: amount.min,
            max: amount.max,
        });
    }
}

/// `initiativet`, `det samlede initiativ`, `gennemførelse af initiativet`, `initiativets
/// gennemførelse`, `at gennemføre initiativet`.
fn names_the_whole(after: &[Token]) -> bool {
    let whole = |t: &Token| WHOLES.contains(&t.lower.as_ref());
    match after {
        [what, ..] if whole(what) => true,
        [that, samlede, what, ..]
            if that.is_any(&["det", "den", "hele"]) && samlede.lower.starts_with("samle") =>
        {
            what.lower.starts_with("initiativ") || what.lower.starts_with("indsats")
        }
        [this, what, ..] if this.is_any(&["dette", "hele"]) => what.lower.starts_with("initiativ"),
        [doing, of, what, ..]
            if doing.lower.starts_with("gennemfør") || doing.lower.starts_with("realisering") =>
        {
            of.is("af") && whole(what)
        }
        [at, doing, what, ..] if at.is("at") && doing.is_any(&["gennemføre", "realisere"]) => {
            whole(what)
        }
        [of, doing, ..] if of.is("initiativets") => doing.lower.starts_with("gennemfør"),
        _ => false,
    }
}
