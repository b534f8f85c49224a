//! What the documents say themselves about how initiatives follow one another: the overview
//! report's *Ja (Afprøvning af …, UIP 2022)*, a release's *Initiativet bygger videre på …*, an
//! evaluation's name of what it evaluates.

use serde::Serialize;
use uip_model::{Document, Initiative, Origin, PortfolioRow};

use super::member::{Known, Reading, What, years_in};
use crate::title::tidy;

/// Bytes of printed text that an evidence quotes: a long sentence.
const QUOTE: usize = 600;

/// The place in a document that a link rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkEvidence {
    /// The document's file name (or the start of its hash).
    pub document: String,
    /// The statement as read, or the two titles that are alike.
    pub text: String,
    /// Where it stands.
    pub origin: Vec<Origin>,
}

/// What is said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Claim {
    /// It is carried on by the initiative of this name.
    CarriedOnBy { name: String, year: Option<i32> },
    /// It is, or may be, carried on in this year's programme; the name is not said.
    CarriedOnIn { year: i32 },
    /// It is not carried on.
    NotCarriedOn,
    /// It builds on the initiative or project of this name.
    BuildsOn { name: String, year: Option<i32> },
    /// It evaluates the initiative of this name.
    Evaluates { name: String },
}

/// A claim with who makes it and where.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// Index of the member of whom it is said.
    pub(crate) member: usize,
    pub(crate) claim: Claim,
    pub(crate) evidence: LinkEvidence,
}

/// All statements of all members, in their order; a statement that two readings of one document
/// share is given once.
pub(crate) fn statements(known: &[Known]) -> Vec<Statement> {
    let mut all: Vec<Statement> = Vec::new();
    for (member, index) in known.iter().zip(0..) {
        for reading in &member.sources {
            let claims = match reading.what {
                What::Initiative(at, initiative) => of_initiative(reading, at, initiative),
                What::Row(row) => of_row(reading, row),
                What::Evaluation(evaluation) => {
                    let names = [evaluation.initiative.as_ref(), Some(&evaluation.title)];
                    let name = names.into_iter().flatten().find(|n| !n.trim().is_empty());
                    name.map(|name| {
                        (
                            Claim::Evaluates { name: tidy(name) },
                            name.clone(),
                            Vec::new(),
                        )
                    })
                    .into_iter()
                    .collect()
                }
            };
            for (claim, text, origin) in claims {
                if all.iter().any(|s| s.member == index && s.claim == claim) {
                    continue;
                }
                all.push(Statement {
                    member: index,
                    claim,
                    evidence: LinkEvidence {
                        document: reading.name.clone(),
                        text: shorten(&text),
                        origin,
                    },
                });
            }
        }
    }
    all
}

type Told = (Claim, String, Vec<Origin>);

fn of_row(_reading: &Reading, row: &PortfolioRow) -> Vec<Told> {
    let raw = row.carried_on_raw.clone().unwrap_or_default();
    let with = |claim| (claim, raw.clone(), row.origin.clone());
    match row.carried_on.as_deref() {
        Some("no" | "not_applicable") => return vec![with(Claim::NotCarriedOn)],
        None if row.next_initiative.is_none() && row.next_uip.is_none() => return Vec::new(),
        _ => {}
    }
    let several = named_with_year(&raw);
    if several.len() > 1 {
        return several
            .into_iter()
            .map(|(name, year)| {
                with(Claim::CarriedOnBy {
                    name,
                    year: Some(year),
                })
            })
            .collect();
    }
    let claim = match (&row.next_initiative, row.next_uip) {
        (Some(name), year) => Claim::CarriedOnBy {
            name: tidy(name),
            year,
        },
        (None, Some(year)) => Claim::CarriedOnIn { year },
        (None, None) => return Vec::new(),
    };
    vec![with(claim)]
}

/// The names before each `, UIP 2022` in `Ja (… , UIP 2022 og …, UIP 2023)`. The common JSON has
/// room for one; where the cell names several, each is a statement of its own.
fn named_with_year(raw: &str) -> Vec<(String, i32)> {
    let raw = tidy(raw);
    let Some((_, inside)) = raw.split_once('(') else {
        return Vec::new();
    };
    let mut named = Vec::new();
    let mut rest = inside;
    while let Some((name, after)) = rest.split_once("UIP") {
        let digits: String = after.trim_start().chars().take(4).collect();
        let Some(year) = years_in(&digits).first().copied() else {
            break;
        };
        let name = name
            .trim_start_matches([',', ';', ')', '(', ' '])
            .trim_end_matches([',', '(', ' ']);
        let name = ["og ", "samt "]
            .iter()
            .find_map(|word| name.strip_prefix(word))
            .unwrap_or(name);
        if !name.is_empty() {
            named.push((name.to_owned(), year));
        }
        rest = after.trim_start().get(4..).unwrap_or_default();
    }
    named
}

fn of_initiative(reading: &Reading, at: usize, initiative: &Initiative) -> Vec<Told> {
    let mut told = Vec::new();
    for (name, index) in initiative.predecessors.iter().zip(0..) {
        let (sentence, place) = sentence_with(initiative, name);
        let path = format!("/initiatives/{at}/predecessors/{index}");
        let origin = origin_of(reading.document, &path).unwrap_or(place);
        let year = year_of_name(name, &sentence);
        told.push((
            Claim::BuildsOn {
                name: without_year(&tidy(name)),
                year,
            },
            sentence,
            origin,
        ));
    }
    if let Some(year) = initiative.next_uip {
        let path = format!("/initiatives/{at}/next_uip");
        let printed = reading.document.evidence.iter().find(|e| e.path == path);
        let text = printed.map_or_else(|| format!("UIP {year}"), |e| e.printed.clone());
        let origin =
            origin_of(reading.document, &path).unwrap_or_else(|| initiative.origin.clone());
        told.push((Claim::CarriedOnIn { year }, text, origin));
    }
    told
}

fn origin_of(document: &Document, path: &str) -> Option<Vec<Origin>> {
    document
        .evidence
        .iter()
        .find(|e| e.path == path && !e.origin.is_empty())
        .map(|e| e.origin.clone())
}

/// The sentence of the initiative that has the name, and its section's place; the name alone if
/// no section has it.
fn sentence_with(initiative: &Initiative, name: &str) -> (String, Vec<Origin>) {
    for section in &initiative.sections {
        for line in section.text.lines() {
            let line = tidy(line);
            let Some(at) = line.find(&tidy(name)) else {
                continue;
            };
            let end = at + tidy(name).len();
            let start = line
                .get(..at)
                .and_then(|before| before.rfind(". ").map(|p| p + 2))
                .unwrap_or(0);
            let stop = line
                .get(end..)
                .and_then(|after| after.find(". ").map(|p| end + p + 1))
                .unwrap_or(line.len());
            let sentence = line.get(start..stop).unwrap_or(&line).to_owned();
            return (sentence, section.origin.clone());
        }
    }
    (tidy(name), initiative.origin.clone())
}

/// The programme year that the name or the text right behind it gives: `(UIP 2019)`, `… i regi af
/// UIP2021`. A year of a project that is not called UIP says nothing about a programme.
fn year_of_name(name: &str, sentence: &str) -> Option<i32> {
    /// Bytes behind the name in which a year is taken to be the name's own.
    const NEAR: usize = 60;
    let name = tidy(name);
    let behind = sentence.find(&name).map_or("", |at| {
        let behind = sentence.get(at + name.len()..).unwrap_or_default();
        let end = (0..=NEAR.min(behind.len()))
            .rev()
            .find(|end| behind.is_char_boundary(*end))
            .unwrap_or(0);
        behind.get(..end).unwrap_or_default()
    });
    [name.as_str(), behind].into_iter().find_map(|text| {
        let (_, after) = text.split_once("UIP")?;
        let digits: String = after
            .trim_start_matches([' ', '-', '\u{a0}'])
            .chars()
            .take(4)
            .collect();
        years_in(&digits).first().copied()
    })
}

/// The name without a bracket that only holds the programme's year.
fn without_year(name: &str) -> String {
    for (open, _) in name.match_indices('(') {
        if let Some(close) = name.get(open..).and_then(|rest| rest.find(')')) {
            let inside = name.get(open + 1..open + close).unwrap_or_default();
            let only_year = inside.trim().strip_prefix("UIP").is_some_and(|rest| {
                rest.chars()
                    .all(|c| c.is_ascii_digit() || " ,-".contains(c))
            });
            if only_year {
                let before = name.get(..open).unwrap_or_default();
                let after = name.get(open + close + 1..).unwrap_or_default();
                return tidy(&format!("{before} {after}"));
            }
        }
    }
    name.to_owned()
}

/// Cuts a quotation at a word's end.
fn shorten(text: &str) -> String {
    let text = tidy(text);
    if text.len() <= QUOTE {
        return text;
    }
    let end = text
        .char_indices()
        .filter(|(at, c)| *at <= QUOTE && *c == ' ')
        .map(|(at, _)| at)
        .next_back()
        .unwrap_or(0);
    format!("{} …", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_name_several_continuations() {
        assert_eq!(
            named_with_year("Ja (Modning af sejlklub, UIP 2021 og Afprøvning af havn, UIP 2022)"),
            [
                ("Modning af sejlklub".to_owned(), 2021),
                ("Afprøvning af havn".to_owned(), 2022)
            ]
        );
        assert_eq!(
            named_with_year("Ja (Modning af unge og børn, UIP2021)"),
            [("Modning af unge og børn".to_owned(), 2021)]
        );
        assert_eq!(named_with_year("Ja til begge"), []);
        assert_eq!(named_with_year("Ja (UIP"), []);
    }

    #[test]
    fn the_year_of_a_predecessor_is_the_programmes() {
        let told =
            "Initiativet bygger videre på ”Sejlklub for alle”, der blev gennemført i UIP2021.";
        assert_eq!(year_of_name("Sejlklub for alle", told), Some(2021));
        assert_eq!(year_of_name("Sejlklub for alle (UIP 2019)", ""), Some(2019));
        let project = "Det bygger på projektet ”Sejlklub” fra 2015-2018.";
        assert_eq!(year_of_name("Sejlklub", project), None);
        assert_eq!(
            without_year("Sejlklub (UIP 2019) for alle"),
            "Sejlklub for alle"
        );
        assert_eq!(without_year("Sejlklub (SFA)"), "Sejlklub (SFA)");
    }
}
