//! Figures that a text states: shares, counts, sums of money, scores, numbers of persons.

use std::ops::Range;

use rust_decimal::prelude::ToPrimitive;

use super::lexicon::{FigureWords, is_one};
use crate::quantity::{Notation, digits_value, numeral};
use crate::tokens::{Kind, Token, tokens};

/// A figure in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) value: f64,
    pub(crate) unit: String,
    pub(crate) what: What,
    /// Bytes of number and unit.
    pub(crate) bytes: Range<usize>,
}

/// What kind of figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// `67 pct.`, `to ud af tre`.
    Share,
    /// `1.972 unge`.
    Count,
    /// `127.100 kr.`
    Money,
    /// The score that persons begin with, and the one they reach.
    ScoreFrom,
    ScoreTo,
    /// `n=127 for drenge`: the number is the number of persons as well.
    Persons,
}

/// Ordinal numerals as in `hver tiende`.
const ORDINALS: [(&str, f64); 9] = [
    ("anden", 2.0),
    ("tredje", 3.0),
    ("fjerde", 4.0),
    ("femte", 5.0),
    ("sjette", 6.0),
    ("syvende", 7.0),
    ("ottende", 8.0),
    ("niende", 9.0),
    ("tiende", 10.0),
];

/// Fractions as in `en tredjedel`.
const FRACTIONS: [(&str, u32); 8] = [
    ("tredjedel", 3),
    ("fjerdedel", 4),
    ("femtedel", 5),
    ("sjettedel", 6),
    ("syvendedel", 7),
    ("ottendedel", 8),
    ("niendedel", 9),
    ("tiendedel", 10),
];

/// More adjectives than this do not stand before a noun that is counted.
const MAX_ADJECTIVES: usize = 3;

/// Reads the figures of one sentence.
pub(crate) struct Reader<'a> {
    words: &'a FigureWords,
    tokens: Vec<Token<'a>>,
    /// The measure that scores in this sentence are of.
    measure: Option<&'a str>,
    found: Vec<Found>,
}

/// A number at a token: its value, the token behind it, and whether it is written in words.
#[derive(Clone, Copy, Debug)]
struct Number {
    value: f64,
    next: usize,
    in_words: bool,
}

/// The figures of a sentence, in its order. Scores are of the given measure.
pub(crate) fn figures(sentence: &str, measure: Option<&str>, words: &FigureWords) -> Vec<Found> {
    let mut reader = Reader {
        words,
        tokens: tokens(sentence),
        measure,
        found: Vec::new(),
    };
    let mut at = 0;
    while at < reader.tokens.len() {
        at = reader.read(at).max(at + 1);
    }
    reader.found
}

impl Reader<'_> {
    fn token(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens.get(at)
    }

    fn is(&self, at: usize, list: &[&str]) -> bool {
        self.token(at).is_some_and(|t| t.is_any(list))
    }

    fn is_mark(&self, at: usize, mark: char) -> bool {
        self.token(at).is_some_and(|t| t.is_mark(mark))
    }

    fn number(&self, at: usize) -> Option<Number> {
        let token = self.token(at)?;
        match token.kind {
            Kind::Number => {
                // `2.0` is a version, not a number of Danish text.
                let (value, _) =
                    digits_value(token.text).filter(|(_, n)| *n != Notation::English)?;
                Some(Number {
                    value: value.to_f64()?,
                    next: at + 1,
                    in_words: false,
                })
            }
            Kind::Word if !token.is_any(&["en", "et", "én", "ét", "hundrede", "tusind"]) => {
                let value = numeral(&token.lower)?;
                Some(Number {
                    value: value as f64,
                    next: at + 1,
                    in_words: true,
                })
            }
            _ => None,
        }
    }

    fn add(&mut self, value: f64, unit: impl Into<String>, what: What, from: usize, to: usize) {
        let start = self.token(from).map_or(0, |t| t.start);
        let end = self.token(to.saturating_sub(1)).map_or(start, |t| t.end);
        self.found.push(Found {
            value,
            unit: unit.into(),
            what,
            bytes: start..end,
        });
    }

    /// Reads what begins at a token and returns where to go on; the same place if nothing does.
    fn read(&mut self, at: usize) -> usize {
        if let Some(next) = self
            .every(at)
            .or_else(|| self.fraction(at))
            .or_else(|| self.persons(at))
            .or_else(|| self.label(at))
            .or_else(|| self.score(at))
        {
            return next;
        }
        if self.is(at, &["en", "et", "én", "ét"]) {
            return self.one(at);
        }
        let Some(number) = self.number(at) else {
            return at;
        };
        self.share(at, number)
            .or_else(|| self.range(at, number))
            .or_else(|| self.unit(at, number.next, &[number.value], number.in_words))
            .unwrap_or(number.next)
    }

    /// `hver tiende`, where no percentage in brackets says it better; not `hver tredje måned`.
    fn every(&mut self, at: usize) -> Option<usize> {
        if !self.is(at, &["hver", "hvert"]) {
            return None;
        }
        let ordinal = self.token(at + 1)?;
        let (_, of) = ORDINALS.iter().find(|(o, _)| ordinal.is(o))?;
        let time = self
            .token(at + 2)
            .is_some_and(|t| is_one(&self.words.times, &t.lower));
        let percent = (at + 2..at + 14).any(|i| {
            self.is_mark(i, '(')
                && self
                    .number(i + 1)
                    .is_some_and(|n| self.percent(n.next).is_some())
        });
        if time || percent {
            return None;
        }
        self.add(1.0, format!("ud af {of}"), What::Share, at, at + 2);
        Some(at + 2)
    }

    /// `en tredjedel`, `to tredjedele`
    fn fraction(&mut self, at: usize) -> Option<usize> {
        let part = self.token(at + 1)?;
        let stem = part
            .lower
            .strip_suffix('e')
            .filter(|s| s.ends_with("del"))
            .unwrap_or(&part.lower);
        let (_, of) = FRACTIONS.iter().find(|(f, _)| *f == stem)?;
        let value = if self.is(at, &["en", "én"]) {
            1.0
        } else {
            self.number(at)?.value
        };
        self.add(value, format!("ud af {of}"), What::Share, at, at + 2);
        Some(at + 2)
    }

    /// `n=127 for drenge`, `n = 133`
    fn persons(&mut self, at: usize) -> Option<usize> {
        let token = self.token(at)?;
        if !token.is("n") || !self.is_mark(at + 1, '=') {
            return None;
        }
        let number = self.number(at + 2)?;
        if self.is(number.next, &["for", "blandt"]) {
            let noun = self.token(number.next + 1)?;
            if noun.kind == Kind::Word {
                let unit = noun.lower.to_string();
                self.add(number.value, unit, What::Persons, at, number.next + 2);
                return Some(number.next + 2);
            }
        }
        Some(number.next)
    }

    /// Numbers behind `Tema`, `kapitel`, … are labels, all of a row: `kerneelement 1-2 og 8`.
    fn label(&self, at: usize) -> Option<usize> {
        let token = self.token(at)?;
        let label = token.kind != Kind::Number && is_one(&self.words.labels, &token.lower);
        let mut next = at + 1;
        if !label || self.token(next).is_none_or(|t| t.kind != Kind::Number) {
            return None;
        }
        while self.token(next).is_some_and(|t| {
            t.kind == Kind::Number
                || t.is_dash()
                || t.is_mark(',')
                || t.is_any(&["og", "til", "samt", "eller"])
        }) {
            next += 1;
        }
        Some(next)
    }

    /// `fra en score på 49, …, til 70, …`
    fn score(&mut self, at: usize) -> Option<usize> {
        let token = self.token(at)?;
        if !(token.is_any(&["score", "scoren", "gennemsnitsscore", "gennemsnitsscoren"])
            && self.is(at + 1, &["på"]))
        {
            return None;
        }
        let number = self
            .number(at + 2)
            .filter(|n| !n.in_words && self.percent(n.next).is_none())?;
        let unit = self
            .measure
            .map_or_else(|| "score".to_owned(), |m| format!("{m}-score"));
        self.add(
            number.value,
            unit.clone(),
            What::ScoreFrom,
            at + 2,
            number.next,
        );
        let to = (number.next..self.tokens.len()).find_map(|i| {
            let reached = self
                .number(i + 1)
                .filter(|n| self.is(i, &["til"]) && !n.in_words)?;
            let alone = self
                .token(reached.next)
                .is_none_or(|t| t.kind == Kind::Mark && !t.is_dash() && !t.is_mark('%'));
            alone.then_some((i + 1, reached))
        });
        if let Some((from, reached)) = to {
            self.add(reached.value, unit, What::ScoreTo, from, reached.next);
        }
        Some(number.next)
    }

    /// `en til fem samtaler`, `hvoraf et er afsluttet`; alone the word is an article.
    fn one(&mut self, at: usize) -> usize {
        if at > 0
            && self.is(at - 1, &["hvoraf", "heraf"])
            && self.is(at + 1, &["er", "har", "var", "blev"])
        {
            self.of_those(at, &[1.0], at + 1);
        } else if (self.is(at + 1, &["til"]) || self.token(at + 1).is_some_and(Token::is_dash))
            && let Some(upper) = self.number(at + 2)
        {
            return self
                .unit(at, upper.next, &[1.0, upper.value], true)
                .unwrap_or(upper.next);
        }
        at + 1
    }

    /// `seks ud af 10 (unge)`
    fn share(&mut self, at: usize, number: Number) -> Option<usize> {
        if !(self.is(number.next, &["ud"]) && self.is(number.next + 1, &["af"])) {
            return None;
        }
        let skip = if self.is(number.next + 2, &["i"]) && self.is(number.next + 3, &["alt"]) {
            2
        } else {
            0
        };
        let of = self.number(number.next + 2 + skip)?;
        self.add(
            number.value,
            format!("ud af {}", of.value),
            What::Share,
            at,
            of.next,
        );
        Some(of.next)
    }

    /// `60-70 mio. kr.`, `2 til 4 kommuner`, `i alderen 13-25 år`, `(0-35)`
    fn range(&mut self, at: usize, number: Number) -> Option<usize> {
        let dash = self.token(number.next).is_some_and(Token::is_dash);
        if !dash && !self.is(number.next, &["til"]) {
            return None;
        }
        let upper = self.number(number.next + 1)?;
        let year =
            |n: f64, t: usize| self.token(t).is_some_and(|t| t.year().is_some()) && n >= 1990.0;
        if year(number.value, at) || year(upper.value, number.next + 1) {
            return Some(upper.next);
        }
        let values = [number.value, upper.value];
        // A score's band, at its label's end: `Stor risiko (0-35)`, also with a next label behind it.
        let next_label = |t: &Token<'_>| {
            t.text.starts_with(char::is_uppercase) || ['/', '|', '·'].iter().any(|m| t.is_mark(*m))
        };
        if at > 0
            && self.is_mark(at - 1, '(')
            && self.is_mark(upper.next, ')')
            && self.token(upper.next + 1).is_none_or(next_label)
            && let Some(measure) = self.measure
        {
            for value in values {
                self.add(
                    value,
                    format!("{measure}-score"),
                    What::Count,
                    at,
                    upper.next,
                );
            }
            return Some(upper.next);
        }
        if at > 0 && self.is(at - 1, &["alderen"]) && self.is(upper.next, &["år"]) {
            for value in values {
                self.add(value, "år", What::Count, at, upper.next + 1);
            }
            return Some(upper.next + 1);
        }
        Some(
            self.unit(at, upper.next, &values, number.in_words)
                .unwrap_or(upper.next),
        )
    }

    /// What the numbers count: per cent, money, a noun.
    fn unit(&mut self, at: usize, next: usize, values: &[f64], in_words: bool) -> Option<usize> {
        if let Some((unit, end)) = self.percent(next) {
            // `28 % 6 % 66 %`: a row of a chart or table without lines, of which no sentence speaks.
            let before = at > 0 && self.is_mark(at - 1, '%');
            if before
                || self
                    .number(end)
                    .is_some_and(|n| self.percent(n.next).is_some())
            {
                return Some(end);
            }
            values
                .iter()
                .for_each(|v| self.add(*v, unit, What::Share, at, end));
            return Some(end);
        }
        if let Some((unit, end)) = self.money(next) {
            values
                .iter()
                .for_each(|v| self.add(*v, unit, What::Money, at, end));
            return Some(end);
        }
        if at > 0
            && self.is(at - 1, &["hvoraf", "heraf"])
            && self.is(next, &["er", "har", "var", "blev"])
        {
            return self.of_those(at, values, next);
        }
        let before = at.checked_sub(1);
        // `WHO-5`, `2.0`, a year, the page of a list: parts of names, not numbers of things.
        let glued = before.is_some_and(|b| {
            self.token(b).is_some_and(Token::is_dash) && self.token(at).is_some_and(|t| !t.spaced)
        });
        let year = self.token(at).is_some_and(|t| t.year().is_some());
        let known = in_words
            && before.is_some_and(|b| {
                self.is(
                    b,
                    &[
                        "alle",
                        "de",
                        "disse",
                        "begge",
                        "samtlige",
                        "hver",
                        "ovenstående",
                    ],
                )
            });
        if glued || year || known || values.iter().any(|v| v.fract() != 0.0) {
            return None;
        }
        let (unit, end) = self.noun(next)?;
        values
            .iter()
            .for_each(|v| self.add(*v, unit.clone(), What::Count, at, end));
        Some(end)
    }

    /// `hvoraf 13 er afsluttet` counts what the number before it counts.
    fn of_those(&mut self, at: usize, values: &[f64], next: usize) -> Option<usize> {
        let unit = self
            .found
            .iter()
            .rev()
            .find(|f| f.what == What::Count)?
            .unit
            .clone();
        values
            .iter()
            .for_each(|v| self.add(*v, unit.clone(), What::Count, at, next));
        Some(next)
    }

    fn percent(&self, at: usize) -> Option<(&'static str, usize)> {
        let token = self.token(at)?;
        if token.is("procentpoint") || token.is("procentpoints") {
            Some(("procentpoint", at + 1))
        } else if token.is_any(&["pct", "procent"]) || token.is_mark('%') {
            let point = self.is_mark(at + 1, '.') && self.token(at + 1).is_some_and(|t| !t.spaced);
            let points = self.is(at + 1 + usize::from(point), &["point"]);
            Some((
                if points { "procentpoint" } else { "pct." },
                at + 1 + usize::from(point) + usize::from(points),
            ))
        } else {
            None
        }
    }

    fn money(&self, at: usize) -> Option<(&'static str, usize)> {
        let token = self.token(at)?;
        if token.is_any(&["kr", "kroner"]) {
            return Some(("kr.", at + 1));
        }
        let unit = match token.lower.as_ref() {
            "mio" | "million" | "millioner" => "mio. kr.",
            "mia" | "milliard" | "milliarder" => "mia. kr.",
            _ => return None,
        };
        let skip = usize::from(self.is_mark(at + 1, '.'));
        self.is(at + 1 + skip, &["kr", "kroner"])
            .then_some((unit, at + 2 + skip))
    }

    /// A noun in the plural, with the adjective before it where that says what it is.
    fn noun(&self, at: usize) -> Option<(String, usize)> {
        let mut at = at;
        while self
            .token(at)
            .is_some_and(|t| is_one(&self.words.which, &t.lower))
        {
            at += 1;
        }
        let first = self.token(at)?;
        if first.is_any(&["der", "som"]) || !self.lower(at) {
            return None;
        }
        // `fire organisatoriske forudsætninger`, `to centrale statslige tiltag`
        let adjective = |i: usize| {
            self.token(i).is_some_and(|t| {
                self.words
                    .adjectives
                    .iter()
                    .any(|a| t.lower.ends_with(a.as_str()))
                    && !self.plural_list(&t.lower)
            })
        };
        // `80 korte forløb`: an adjective in the plural before a noun that has no ending of its own.
        let plain = |i: usize| {
            let ends = |t: &Token<'_>| t.lower.ends_with('e') && !self.plural_list(&t.lower);
            let next = |t: &Token<'_>| self.plural_list(&t.lower);
            self.token(i).is_some_and(ends) && self.token(i + 1).is_some_and(next)
        };
        let mut end = at;
        while end < at + MAX_ADJECTIVES && (adjective(end) || plain(end)) && self.is_noun(end + 1) {
            end += 1;
        }
        if end > at {
            let unit: Vec<&str> = (at..=end)
                .filter_map(|i| Some(self.token(i)?.lower.as_ref()))
                .collect();
            return Some((unit.join(" "), end + 1));
        }
        self.is_noun(at).then(|| (first.lower.to_string(), at + 1))
    }

    fn lower(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| {
            t.kind == Kind::Word && t.spaced && t.text.starts_with(char::is_lowercase)
        })
    }

    fn plural_list(&self, word: &str) -> bool {
        self.words
            .plurals
            .iter()
            .any(|p| word.ends_with(p.as_str()))
    }

    fn is_noun(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else {
            return false;
        };
        let word = token.lower.as_ref();
        let words = self.words;
        self.lower(at)
            && word.chars().count() > 2
            && !is_one(&words.times, word)
            && !is_one(&words.structure, word)
            && !is_one(&words.not_nouns, word)
            && (word.ends_with("er") || word.ends_with('e') || self.plural_list(word))
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Words;
    use super::*;

    fn read(sentence: &str) -> Vec<(f64, String)> {
        let words = Words::embedded();
        figures(sentence, Some("WHO-5"), &words.figures)
            .into_iter()
            .map(|f| (f.value, f.unit))
            .collect()
    }

    macro_rules! figures_of {
        ($($sentence:literal => [$($value:literal $unit:literal),*])*) => {
            #[test]
            fn figures_are_read() {
                $(let expected: Vec<(f64, String)> = vec![$(($value, $unit.to_owned())),*];
                  assert_eq!(read($sentence), expected, "{}", $sentence);)*
            }
        };
    }

    figures_of! {
        "I alt har 1.204 ældre deltaget, hvoraf 13 er fulgt op." => [1204.0 "ældre", 13.0 "ældre"]
        "Der er givet støtte til 12 projekter (hvoraf et er afsluttet) i fem danske kommuner." => [12.0 "projekter", 1.0 "projekter", 5.0 "kommuner"]
        "Hver fjerde (25 pct.) og hver femte mand i gruppen (19 %) kommer igen." => [25.0 "pct." , 19.0 "pct."]
        "Færre end hver tiende bruger siger nej." => [1.0 "ud af 10"]
        "Hver tredje måned mødes to ud af tre, og en fjerdedel bliver." => [2.0 "ud af 3", 1.0 "ud af 4"]
        "Andelen er steget med fire procentpoint." => [4.0 "procentpoint"]
        "Scoren går fra en score på 41, som er lav, til 58, som er høj." => [41.0 "WHO-5-score", 58.0 "WHO-5-score"]
        "Før er n=31 for mænd og n = 44 for kvinder." => [31.0 "mænd", 44.0 "kvinder"]
        "Lav trivsel (0-35)" => [0.0 "WHO-5-score", 35.0 "WHO-5-score"]
        "Opfølgning / Lav trivsel (0-35) / Piger" => [0.0 "WHO-5-score", 35.0 "WHO-5-score"]
        "Opfølgning Lav trivsel (0-35) Piger" => [0.0 "WHO-5-score", 35.0 "WHO-5-score"]
        "Trivslen (0-35) er lav." => []
        "En til fire samtaler i alderen 13-25 år." => [1.0 "samtaler", 4.0 "samtaler", 13.0 "år", 25.0 "år"]
        "Tema 2 og 3 viser tre organisatoriske rammer." => [3.0 "organisatoriske rammer"]
        "Der udmøntes 60-70 mio. kr. fra 11. juni 2020 i 2021-2024." => [60.0 "mio. kr.", 70.0 "mio. kr."]
        "Efter forløbet 28% 6% 66%" => []
        "VUM 2.0 fokuserer på to centrale statslige tiltag." => [2.0 "centrale statslige tiltag"]
        "I 2021 viste WHO-5 tre måneder efter alle ni forløb." => []
        "Prisen bygger på 40 årlige korte forløb." => [40.0 "korte forløb"]
        "Prisen er 127.100 kr. for 86 årlige kursusforløb." => [127100.0 "kr.", 86.0 "kursusforløb"]
    }
}
