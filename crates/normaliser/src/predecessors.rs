//! Finds the earlier initiatives and projects that an initiative builds on: names in quotes, or with
//! a capital behind a word such as `projektet`, in sentences that say so.

use std::ops::Range;

use crate::duration::bytes_of;
use crate::sections::{Body, Role};
use crate::sentences::sentences;
use crate::statements::is_quote;
use crate::tokens::{Kind, Token};
use crate::trace::Trace;

/// Most words in a name that stands without quotes.
const LONGEST_NAME: usize = 14;

/// Reads the names in the order of the text, each once.
pub(crate) fn predecessors(body: &Body, trace: &mut Trace) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for passage in &body.passages {
        if passage.role == Role::SubHeading {
            continue;
        }
        let text = &passage.text.text;
        if !SAYING.iter().any(|word| text.contains(word)) {
            continue;
        }
        let tokens = passage.tokens();
        for sentence in sentences(&tokens) {
            let mut names = said_before(&tokens, &sentence);
            if let Some(from) = says_so(&tokens, &sentence).filter(|_| names.is_empty()) {
                let behind = from..sentence.end;
                names = quoted(&tokens, behind.clone());
                if names.is_empty() {
                    names = capital(&tokens, behind.clone());
                }
                if names.is_empty() {
                    names.extend(proper(&tokens, behind));
                }
            }
            for range in names {
                let bytes = bytes_of(&tokens, &range);
                let name = text.get(bytes.clone()).unwrap_or_default();
                if name.is_empty() || found.iter().any(|f| f == name) {
                    continue;
                }
                let field = format!("predecessors/{}", found.len());
                trace.read(&field, &passage.text, bytes, "predecessors.named");
                found.push(name.to_owned());
            }
        }
    }
    found
}

/// Parts of the words that say that something is built on.
const SAYING: [&str; 12] = [
    "bygger",
    "udgangspunkt",
    "udsprunget",
    "videref",
    "videreudvik",
    "afsæt",
    "fortsættelse",
    "forlængelse",
    "ideref",
    "pfølgning på",
    "udspringer",
    "idereudvikl",
];

/// `bygger (videre) på`, `tager afsæt i`, `er en fortsættelse af`: the token behind it.
fn says_so(tokens: &[Token], sentence: &Range<usize>) -> Option<usize> {
    sentence.clone().find_map(|at| {
        let token = tokens.get(at)?;
        let near = |words: &[&str]| {
            (at + 1..(at + 4).min(sentence.end))
                .find(|i| tokens.get(*i).is_some_and(|t| t.is_any(words)))
                .map(|i| i + 1)
        };
        match token.lower.as_ref() {
            "bygger" | "opfølgning" => near(&["på"]),
            "afsæt" | "udgangspunkt" => near(&["i", "er"]),
            "fortsættelse" | "forlængelse" | "videreførelse" | "videreudvikling" => {
                near(&["af"])
            }
            "viderefører" | "videreudvikler" => Some(at + 1),
            "udspringer" | "udsprunget" => near(&["af"]),
            _ => None,
        }
    })
}

/// `”Navn” videreføres i …`, `Projektet ”Navn” danner udgangspunkt for …`: names in quotes before the verb.
fn said_before(tokens: &[Token], sentence: &Range<usize>) -> Vec<Range<usize>> {
    let verb = sentence.clone().find(|at| {
        let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|t| t.is_any(words));
        let danner = is(*at, &["danner"]) && is(at + 1, &["udgangspunkt", "afsæt", "grundlag"]);
        is(*at, &["videreføres", "videreudvikles"]) || danner
    });
    verb.map_or_else(Vec::new, |at| quoted(tokens, sentence.start..at))
}

/// `afsæt i Fritidspas Plus.`: several words with a capital right behind, and then the end of what is said.
/// A law is none.
fn proper(tokens: &[Token], range: Range<usize>) -> Option<Range<usize>> {
    let capital = |at: &usize| {
        tokens.get(*at).is_some_and(|t| {
            t.kind == Kind::Word
                && t.text.starts_with(char::is_uppercase)
                && !t.lower.contains("lov")
        })
    };
    let end = range.start + range.clone().take_while(capital).count();
    (end >= range.start + 2 && ends_name(tokens, end)).then_some(range.start..end)
}

/// No name goes on with this.
fn ends_name(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_none_or(|t| {
        let mark = t.is_mark(',') || t.is_mark('.') || t.is_mark('(');
        mark || t.is_any(&["der", "som", "fra", "hvor", "under", "blev", "er"])
    })
}

/// Names between quotes.
fn quoted(tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut open: Option<usize> = None;
    for at in range {
        let Some(token) = tokens.get(at).filter(|t| is_quote(t)) else {
            continue;
        };
        match open {
            // An opening quote has a space before it and none behind.
            None if token.spaced || before_is_mark(tokens, at) => open = Some(at),
            None => {}
            Some(from) => {
                if at > from + 1 {
                    names.push(from + 1..at);
                }
                open = None;
            }
        }
    }
    names
}

fn before_is_mark(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    before.is_some_and(|t| t.is_mark('('))
}

/// `projektet Navn, der …`, `indsatserne Et Navn og Andet Navn, som …`
fn capital(tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    const KINDS: [&str; 7] = [
        "projekt",
        "initiativ",
        "indsats",
        "program",
        "metode",
        "model",
        "forsøg",
    ];
    let kind = range.clone().take(6).find(|at| {
        tokens.get(*at).is_some_and(|t| {
            KINDS.iter().any(|k| t.lower.contains(k))
                && (t.lower.ends_with("et") || t.lower.ends_with("en") || t.lower.ends_with("ne"))
        })
    });
    let Some(kind) = kind else {
        return Vec::new();
    };
    let starts = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|t| t.kind == Kind::Word && t.text.starts_with(char::is_uppercase))
    };
    if !starts(kind + 1) {
        return Vec::new();
    }
    let most = (kind + 1 + LONGEST_NAME).min(range.end);
    let end = (kind + 1..most)
        .find(|at| ends_name(tokens, *at))
        .unwrap_or(most);
    let several = tokens.get(kind).is_some_and(|t| t.lower.ends_with("ne"));
    let and = (kind + 2..end)
        .rfind(|at| several && tokens.get(*at).is_some_and(|t| t.is("og")) && starts(at + 1));
    match and {
        Some(and) => vec![kind + 1..and, and + 1..end],
        None => std::iter::once(kind + 1..end).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::tests::body;

    macro_rules! names {
        ($($text:literal => [$($name:literal),*])*) => {
            #[test]
            fn names_are_found() {
                $(
                    let expected: &[&str] = &[$($name),*];
                    let found = predecessors(&body("background", $text), &mut Trace::default());
                    assert_eq!(found, expected, "{}", $text);
                )*
            }
        };
    }

    names! {
        "Initiativet bygger på satspuljeprojektet \"Bedre veje til job\", som slutter i 2021." =>
            ["Bedre veje til job"]
        "Initiativet bygger videre på ”Modning af VEJ (TF-X)”, der er modnet." =>
            ["Modning af VEJ (TF-X)"]
        "Initiativet tager afsæt i ”Et navn” fra 2017 og fra projektet ”To navne” fra 2018." =>
            ["Et navn", "To navne"]
        "Initiativets afsæt er forskningsprojektet VEJ Familie, der blev gennemført i Region Nord." =>
            ["VEJ Familie"]
        "Med afsæt i indsatserne Fri med hjælp og Fripas, som er kendte." => ["Fri med hjælp", "Fripas"]
        "Med afsæt i disse kerneelementer udvikles en indsats." => []
        "Den unge har ’en god dag’." => []
        "Initiativet er udsprunget af projektet ”Åben gård”." => ["Åben gård"]
        "Initiativet har sit udgangspunkt i ”Nye veje”, der sluttede i 2020." => ["Nye veje"]
        "Initiativet tager afsæt i Fritidspas Plus, som er afprøvet." => ["Fritidspas Plus"]
        "Projektet ”Nabohjælp” danner udgangspunkt for initiativet." => ["Nabohjælp"]
        "”Nabohjælp” videreføres i en ny form." => ["Nabohjælp"]
        "Initiativet bygger på Barnets Lov." => []
        "Initiativet bygger på Region Nords erfaringer." => []
    }
}
