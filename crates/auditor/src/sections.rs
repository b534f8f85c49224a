//! The numbered sections: what is missing, doubled or out of order. Headings that the lexicon does not
//! know are the extractor's to report.

use std::collections::BTreeMap;

use uip_model::{Finding, Initiative, Origin, Section};

use crate::{
    subject::{Subject, keys},
    text,
};

/// The lexicon's key of a section whose heading it does not know.
const OTHER: &str = "other";

/// All checks of sections.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
    if s.initiative.sections.is_empty() {
        return vec![Finding::new(
            "sections_missing",
            s.initiative.origin.clone(),
        )];
    }
    let mut findings = doubled(s);
    findings.extend(missing(s));
    findings.extend(numbers(s));
    findings.extend(contents(s));
    findings.extend(repeated(s));
    findings
}

/// `8) Økonomi`: a section's marker and heading as printed.
fn shown(section: &Section) -> String {
    let marker = section.marker.as_deref().unwrap_or_default();
    format!("{marker} {}", section.heading).trim().to_owned()
}

fn doubled(s: &Subject) -> Vec<Finding> {
    let mut seen: BTreeMap<&str, &Section> = BTreeMap::new();
    let mut findings = Vec::new();
    for section in s.initiative.sections.iter().filter(|x| x.key != OTHER) {
        if let Some(first) = seen.get(section.key.as_str()) {
            let places = first.origin.iter().chain(&section.origin).copied();
            findings.push(
                Finding::new("section_doubled", s.or_heading(places))
                    .arg("first", shown(first))
                    .arg("second", shown(section)),
            );
        } else {
            seen.insert(&section.key, section);
        }
    }
    findings
}

/// Kinds of section that every other initiative of the release has. Initiatives of another phase may
/// have other sections by design (UIP 2023: a screening has five, a maturing eight), so only those of
/// the same phase make it a warning.
fn missing(s: &Subject) -> Vec<Finding> {
    /// With fewer others, "all of them have it" says little.
    const OTHERS: usize = 3;
    let phase = s.initiative.phase.as_deref();
    let all = s.release.with_sections.saturating_sub(1);
    let alike = s
        .release
        .phases
        .get(&phase)
        .copied()
        .unwrap_or(0)
        .saturating_sub(1);
    if all < OTHERS {
        return Vec::new();
    }
    let own = keys(s.initiative);
    let mut findings = Vec::new();
    for (key, common) in &s.release.keys {
        if own.contains(key) || !applies(s.initiative, key) {
            continue;
        }
        let of_phase = common.by_phase.get(&phase).copied().unwrap_or(0);
        let place = s.initiative.origin.clone();
        let finding = if alike >= OTHERS && of_phase == alike {
            Finding::new("section_missing", place)
        } else if common.count == all {
            Finding::new("section_in_all_others", place)
        } else {
            continue;
        };
        findings.push(finding.arg("section", common.heading).arg("key", key));
    }
    findings
}

/// Whether an initiative can be expected to have a section of this kind: one about pools or direct
/// grants belongs to initiatives that have them.
fn applies(initiative: &Initiative, key: &str) -> bool {
    match key {
        OTHER => false,
        "pool_criteria" => initiative.application_pool.is_some(),
        "direct_grants" => !initiative.direct_grants.is_empty(),
        _ => true,
    }
}

/// A sentence that stands word for word twice in a row: printed twice, or read twice.
fn repeated(s: &Subject) -> Vec<Finding> {
    /// Shorter ones, in bytes, recur on purpose: "Der er ingen ændringer."
    const LEAST: usize = 40;
    let mut findings = Vec::new();
    for section in &s.initiative.sections {
        let sentences = text::pieces(section)
            .filter(|(_, _, heading)| heading.is_none())
            .flat_map(|(piece, origin, _)| {
                text::sentences(piece).into_iter().map(move |t| (t, origin))
            });
        let mut before: Option<(&str, &[Origin])> = None;
        for (sentence, origin) in sentences {
            if let Some((above, place)) = before.replace((sentence, origin))
                && above == sentence
                && sentence.len() >= LEAST
            {
                findings.push(
                    Finding::new(
                        "text_repeated",
                        s.or_heading(place.iter().chain(origin).copied()),
                    )
                    .arg("section", shown(section))
                    .arg("text", text::beginning(sentence)),
                );
            }
        }
    }
    findings
}

/// Section numbers that leave one out, repeat one or go back.
fn numbers(s: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut before: Option<(i64, &Section)> = None;
    for section in &s.initiative.sections {
        let Some(number) = section.number.as_deref().and_then(ordinal) else {
            continue;
        };
        // A first number that is not 1 is for the extractor to say, which decided to begin there.
        let Some((last, above)) = before.replace((number, section)) else {
            continue;
        };
        let places = above.origin.iter().chain(&section.origin).copied();
        let finding = if number > last + 1 {
            Some(Finding::new("section_number_gap", s.or_heading(places)))
        } else if number <= last {
            Some(Finding::new(
                "section_number_out_of_order",
                s.or_heading(places),
            ))
        } else {
            None
        };
        findings
            .extend(finding.map(|f| f.arg("section", shown(section)).arg("before", shown(above))));
    }
    findings
}

/// 3 for `3`, 2 for `b`.
fn ordinal(number: &str) -> Option<i64> {
    let number = number.trim();
    if let Ok(n) = number.parse::<u32>() {
        return Some(i64::from(n));
    }
    let mut chars = number.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => {
            Some(i64::from(u32::from(c.to_ascii_lowercase()) - u32::from('a')) + 1)
        }
        _ => None,
    }
}

/// Sections without text, and a purpose that is nowhere.
fn contents(s: &Subject) -> Vec<Finding> {
    let mut findings: Vec<Finding> = s
        .initiative
        .sections
        .iter()
        .filter(|x| x.text.trim().is_empty() && x.blocks.is_empty())
        .map(|x| Finding::new("section_empty", x.origin.clone()).arg("section", shown(x)))
        .collect();
    if s.initiative.purpose.is_none() {
        findings.push(Finding::new("purpose_missing", s.initiative.origin.clone()));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals() {
        for (number, expected) in [
            ("10", Some(10)),
            ("a", Some(1)),
            ("C", Some(3)),
            ("1.1", None),
            ("", None),
        ] {
            assert_eq!(ordinal(number), expected, "{number}");
        }
    }
}
