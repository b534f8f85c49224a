//! Reads a release: its initiatives, the year of its programme, and the initiatives' ids.

use std::collections::BTreeMap;

use uip_model::{Document, Finding, Initiative, Kind, Transcript, ValueState};

use crate::initiative::initiative;
use crate::sections::{Body, loose_blocks};
use crate::tokens::{Token, tokens};
use crate::trace::Trace;
use crate::vocabulary::Vocabulary;

/// Longest part of a title that goes into an id where there is no label.
const TITLE_IN_ID: usize = 40;

/// Fills a document from a release's transcript.
pub(crate) fn release(transcript: Transcript, document: &mut Document) {
    let vocabulary = Vocabulary::of(&transcript);
    let mut trace = Trace::default();
    let mut front = Body::default();
    document.front = loose_blocks(transcript.front, "", &vocabulary, &mut front, &mut trace);
    for (index, printed) in transcript.initiatives.into_iter().enumerate() {
        trace.path = format!("/initiatives/{index}");
        let mut read = initiative(printed, &vocabulary, &mut trace);
        read.findings.append(&mut trace.findings);
        document.initiatives.push(read);
    }
    trace.path = String::new();
    let mut back = Body::default();
    document.back = loose_blocks(transcript.back, "", &vocabulary, &mut back, &mut trace);
    if document.kind == Kind::Release {
        let title = transcript.metadata.title.as_deref();
        document.programme_year = programme_year(&front, title, &document.initiatives, &mut trace);
    }
    give_ids(
        &mut document.initiatives,
        document.programme_year,
        &mut trace,
    );
    document.findings.append(&mut trace.findings);
    document.evidence = trace.evidence;
    document.word_breaks = trace.word_breaks;
}

/// The year that a title page names; else the price level of most budgets, else the first year of
/// most budgets, else a year in the file's title.
fn programme_year(
    front: &Body,
    title: Option<&str>,
    initiatives: &[Initiative],
    trace: &mut Trace,
) -> Option<i32> {
    for passage in &front.passages {
        let tokens = passage.tokens();
        if let Some((year, bytes)) = named_year(&tokens) {
            trace.read(
                "programme_year",
                &passage.text,
                bytes,
                "programme_year.title_page",
            );
            return Some(year);
        }
    }
    let budgets = || initiatives.iter().filter_map(|i| i.budget.as_ref());
    let level = most(budgets().filter_map(|b| b.price_level));
    let first = || most(budgets().filter_map(|b| b.years.first().map(|y| y.year)));
    let in_title = || {
        let tokens = tokens(title?);
        let named = named_year(&tokens).map(|n| n.0);
        named.or_else(|| tokens.iter().find_map(Token::year))
    };
    let (year, rule) = level
        .map(|y| (y, "programme_year.price_level"))
        .or_else(|| first().map(|y| (y, "programme_year.first_budget_year")))
        .or_else(|| in_title().map(|y| (y, "programme_year.file_title")))?;
    let printed = year.to_string();
    trace.value(
        "programme_year",
        printed,
        ValueState::Derived,
        rule,
        Vec::new(),
    );
    Some(year)
}

/// `Udviklings- og Investeringsprogrammerne for 2022`, `UIP 2022`: a year right behind the
/// programme's name.
fn named_year(tokens: &[Token]) -> Option<(i32, std::ops::Range<usize>)> {
    tokens.iter().enumerate().find_map(|(i, token)| {
        let name = token.lower.starts_with("investeringsprogram") || token.lower.starts_with("uip");
        if !name {
            return None;
        }
        if let Some(year) = joined_year(token) {
            return Some((year, token.start..token.end));
        }
        let behind = tokens.get(i + 1..)?.iter().take(4);
        let links = |t: &Token| {
            t.is_any(&["for", "i", "uip"]) || t.is_mark('(') || t.is_mark(')') || t.is_mark(',')
        };
        let at = behind
            .take_while(|t| t.year().is_some() || links(t))
            .find(|t| t.year().is_some())?;
        Some((at.year()?, token.start..at.end))
    })
}

/// `UIP2021` is one word.
pub(crate) fn joined_year(token: &Token) -> Option<i32> {
    let digits = token.lower.strip_prefix("uip")?;
    let year: i32 = digits.parse().ok()?;
    (digits.len() == 4).then_some(year)
}

/// The value that comes most often; the first of equals.
fn most(values: impl Iterator<Item = i32>) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let best = counts.values().copied().max()?;
    counts.into_iter().find(|(_, n)| *n == best).map(|(v, _)| v)
}

/// Ids from year, area and label, made unique by a number.
fn give_ids(initiatives: &mut [Initiative], year: Option<i32>, trace: &mut Trace) {
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let year = year.map_or_else(|| "ukendt".to_owned(), |y| y.to_string());
    for initiative in initiatives {
        let id = format!("uip-{year}-{}", own_part(initiative));
        let times = used.entry(id.clone()).or_default();
        *times += 1;
        initiative.id = if *times == 1 {
            id
        } else {
            trace.finding(Finding::new("id_repeated", initiative.origin.clone()).arg("id", &id));
            format!("{id}-{times}")
        };
    }
}

/// The part of the id behind the year. `Initiativ 4` is counted anew in each area, so that the area
/// stands for the word.
fn own_part(initiative: &Initiative) -> String {
    let label = initiative.label.as_deref().unwrap_or_default();
    let number = label
        .strip_prefix("Initiativ")
        .map(str::trim)
        .filter(|n| !n.is_empty());
    let part = match (number, &initiative.area) {
        (Some(number), Some(area)) => slug(&format!("{area} {number}")),
        _ if !label.is_empty() => slug(label),
        _ => {
            let short: String = initiative.title.chars().take(TITLE_IN_ID).collect();
            slug(&short)
        }
    };
    if part.is_empty() {
        "initiativ".to_owned()
    } else {
        part
    }
}

/// Small ASCII letters, digits, points between digits, and `-` for everything else.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'æ' | 'ä' => slug.push_str("ae"),
            'ø' | 'ö' => slug.push_str("oe"),
            'å' => slug.push_str("aa"),
            'é' | 'è' | 'ê' => slug.push('e'),
            'ü' => slug.push('u'),
            '.' if slug.ends_with(|c: char| c.is_ascii_digit()) => slug.push('.'),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_matches(['-', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! slugs {
        ($($text:literal => $slug:literal)*) => {
            #[test]
            fn slugs_are_plain() {
                $(assert_eq!(slug($text), $slug);)*
            }
        };
    }

    slugs! {
        "1.3" => "1.3"
        "1.3." => "1.3"
        "Bilag 2" => "bilag-2"
        "børn_og_unge 4" => "boern-og-unge-4"
        "Ét år – på øen" => "et-aar-paa-oeen"
        "../../etc" => "etc"
        "" => ""
    }

    macro_rules! named_years {
        ($($text:literal => $year:expr;)*) => {
            #[test]
            fn years_behind_the_programmes_name() {
                $(assert_eq!(named_year(&tokens($text)).map(|n| n.0), $year, $text);)*
            }
        };
    }

    named_years! {
        "Udmøntning af Udviklings- og Investeringsprogrammerne for 2024" => Some(2024);
        "UIP 2024" => Some(2024);
        "UIP2024" => Some(2024);
        "Udviklings- og Investeringsprogrammet (UIP) 2024" => Some(2024);
        "Notat af 12. marts 2024" => None;
        "UIP er et program siden 2017" => None;
    }

    #[test]
    fn ids_are_unique() {
        let initiative = |label: &str, area: Option<&str>, title: &str| Initiative {
            label: Some(label.to_owned()).filter(|l| !l.is_empty()),
            area: area.map(str::to_owned),
            title: title.to_owned(),
            ..Initiative::default()
        };
        let mut all = vec![
            initiative("1.3", None, ""),
            initiative("Initiativ 4", Some("voksne"), ""),
            initiative("Initiativ 4", None, ""),
            initiative("Initiativ 4", None, ""),
            initiative("", None, "Modning af noget"),
            initiative("", None, ""),
        ];
        let mut trace = Trace::default();
        give_ids(&mut all, Some(2023), &mut trace);
        let ids: Vec<&str> = all.iter().map(|i| i.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "uip-2023-1.3",
                "uip-2023-voksne-4",
                "uip-2023-initiativ-4",
                "uip-2023-initiativ-4-2",
                "uip-2023-modning-af-noget",
                "uip-2023-initiativ",
            ]
        );
        assert_eq!(trace.findings.len(), 1);
    }
}
