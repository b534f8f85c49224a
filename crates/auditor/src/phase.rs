//! The phase: exactly one must be marked, and title and purpose must not name another.

use uip_model::{Block, Choosable, Finding, Origin};

use crate::{subject::Subject, text};

/// All checks of the phase.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
    let mut findings: Vec<Finding> = marked(s).into_iter().collect();
    findings.extend(title(s));
    findings.extend(purpose(s));
    findings
}

/// The boxes or arrows that stand for phases.
fn choices<'a>(s: &Subject<'a>) -> Option<(&'a [Choosable], &'a [Origin])> {
    s.initiative
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .find_map(|block| match block {
            Block::Checkboxes { items, origin } | Block::Chevrons { items, origin } => {
                let phases = items
                    .iter()
                    .filter(|i| text::words(&i.name).any(|w| text::phase_of(&w).is_some()));
                (phases.count() > 1).then_some((items.as_slice(), origin.as_slice()))
            }
            _ => None,
        })
}

fn marked(s: &Subject) -> Option<Finding> {
    let Some((items, origin)) = choices(s) else {
        return s
            .initiative
            .phase
            .is_none()
            .then(|| Finding::new("phase_missing", s.initiative.origin.clone()));
    };
    let at = || s.or_heading(origin.iter().copied());
    let names = |chosen: bool| -> Vec<&str> {
        items
            .iter()
            .filter(|i| i.chosen == chosen)
            .map(|i| i.name.as_str())
            .collect()
    };
    match names(true).as_slice() {
        [] => Some(Finding::new("phase_not_marked", at()).arg("choices", names(false).join(", "))),
        [_] => None,
        several => Some(Finding::new("phases_marked", at()).arg("marked", several.join(", "))),
    }
}

/// `Modning af …` or `… (modning)` in the title, as printed in the heading and in a section for it.
fn title(s: &Subject) -> Option<Finding> {
    let phase = s.initiative.phase.as_deref()?;
    let printed = s.printed("/title").unwrap_or(&s.initiative.title);
    let section = s.initiative.sections.iter().find(|x| x.key == "title");
    let (title, named) = [Some(printed), section.map(|x| x.text.as_str())]
        .into_iter()
        .flatten()
        .map(|title| (title, named_in_title(title)))
        .find(|(_, named)| !named.is_empty() && !named.contains(&phase))?;
    let places = s.places(&["/title", "/phase"]);
    let places = places
        .into_iter()
        .chain(section.into_iter().flat_map(|x| x.origin.iter().copied()));
    Some(
        Finding::new("title_names_other_phase", s.or_heading(places))
            .arg("title", title)
            .arg("named", named.join(", "))
            .arg("phase", phase),
    )
}

/// The phases in a title's first words (`Screening og modning af`) and in brackets at its end.
pub(crate) fn named_in_title(title: &str) -> Vec<&'static str> {
    let mut named = Vec::new();
    let nouns = ["screening", "modning", "afprøvning", "udbredelse"];
    for word in text::words(title) {
        match nouns.iter().find(|n| **n == word) {
            Some(noun) => named.push(*noun),
            None if matches!(word.as_str(), "og" | "samt") && !named.is_empty() => {}
            None => break,
        }
    }
    if let Some((_, last)) = title.trim_end().trim_end_matches(')').rsplit_once('(') {
        let last = last.trim().to_lowercase();
        named.extend(nouns.iter().find(|n| **n == last));
    }
    named
}

/// "Formålet med initiativet er at modne …": the verbs right after the first `er at`, and
/// "Formålet med screeningen".
fn purpose(s: &Subject) -> Option<Finding> {
    let phase = s.initiative.phase.as_deref()?;
    let purpose = s.initiative.purpose.as_deref()?;
    let sentence = *text::sentences(purpose).first()?;
    let named = named_in_purpose(sentence);
    (!named.is_empty() && !named.contains(&phase)).then(|| {
        Finding::new(
            "purpose_names_other_phase",
            s.places(&["/purpose", "/phase"]),
        )
        .arg("purpose", text::beginning(sentence))
        .arg("named", named.join(", "))
        .arg("phase", phase)
    })
}

fn named_in_purpose(sentence: &str) -> Vec<&'static str> {
    const VERBS: [&str; 4] = ["screene", "modne", "afprøve", "udbrede"];
    const NOUNS: [&str; 4] = ["screeningen", "modningen", "afprøvningen", "udbredelsen"];
    let words: Vec<String> = text::words(sentence).collect();
    let mut named: Vec<&'static str> = words
        .windows(2)
        .filter(|w| matches!(w, [a, b] if a == "med" && NOUNS.contains(&b.as_str())))
        .filter_map(|w| text::phase_of(w.last()?))
        .collect();
    let after = words
        .windows(2)
        .position(|w| matches!(w, [a, b] if a == "er" && b == "at"));
    for word in words.iter().skip(after.map_or(words.len(), |a| a + 2)) {
        if VERBS.contains(&word.as_str()) {
            named.extend(text::phase_of(word));
        } else if !matches!(word.as_str(), "og" | "at" | "samt" | "eller") {
            break;
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_in_titles() {
        for (title, expected) in [
            ("Modning af en støtteindsats", vec!["modning"]),
            (
                "Screening og modning af metoder",
                vec!["screening", "modning"],
            ),
            ("Støtteindsats til familier (modning)", vec!["modning"]),
            ("Bedre udbredelse af viden", vec![]),
            ("Støtte (VIA)", vec![]),
        ] {
            assert_eq!(named_in_title(title), expected, "{title}");
        }
    }

    #[test]
    fn phases_in_purposes() {
        for (sentence, expected) in [
            (
                "Formålet er at modne og afprøve en model.",
                vec!["modning", "afprøvning"],
            ),
            (
                "Formålet med screeningen er at finde viden.",
                vec!["screening"],
            ),
            ("Formålet er at finde veje til at udbrede en model.", vec![]),
            (
                "Formålet er at hjælpe, så modellen kan blive afprøvet.",
                vec![],
            ),
        ] {
            assert_eq!(named_in_purpose(sentence), expected, "{sentence}");
        }
    }
}
