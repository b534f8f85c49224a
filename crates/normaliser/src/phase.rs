//! Reads the phase: the ticked box or the arrow that stands out; in words only where a template has
//! neither.

use std::ops::Range;

use uip_model::{Initiative, ValueState};

use crate::join::Joined;
use crate::sections::{Body, ChoiceText, Role};
use crate::tokens::lower;
use crate::trace::Trace;

/// The phases, in order, and the words that name them.
const PHASES: [(&str, [&str; 3]); 4] = [
    ("screening", ["screening", "screenings", "screene"]),
    ("modning", ["modning", "modnings", "modne"]),
    ("afprøvning", ["afprøvning", "afprøvnings", "afprøve"]),
    ("udbredelse", ["udbredelse", "udbredelses", "udbrede"]),
];

/// Ends of words that are nothing but a phase: `modningsfasen`, `Modningsinitiativ`.
const PHASE_ENDS: [&str; 7] = [
    "",
    "fase",
    "fasen",
    "initiativ",
    "initiativet",
    "projekt",
    "projektet",
];

/// Reads the phase into the initiative.
///
/// One chosen box or arrow is the phase. Where several or none are chosen the title decides: its
/// bracket, or its first word (`phase_evidence` is then `text` where no box says it). Without any
/// boxes the text under the phase's heading comes first.
pub(crate) fn phase(read: &mut Initiative, heading: &Joined, body: &Body, trace: &mut Trace) {
    let boxes: Vec<&ChoiceText> = body
        .choices
        .iter()
        .filter(|c| PHASES.iter().any(|(phase, _)| *phase == c.key))
        .collect();
    if boxes.is_empty() {
        in_words(read, heading, body, trace);
        return;
    }
    let chosen: Vec<&ChoiceText> = boxes.into_iter().filter(|c| c.chosen).collect();
    match chosen.as_slice() {
        [] => {
            if let Some(told) = in_titles(heading, body).next() {
                told.take(read, trace);
            }
        }
        [choice] => take(read, choice, rule_of(choice), trace),
        several => {
            let title = in_titles(heading, body).next().map(|told| told.phase);
            let mut agreeing = several.iter().filter(|c| Some(c.key.as_str()) == title);
            if let (Some(choice), None) = (agreeing.next(), agreeing.next()) {
                take(read, choice, "phase.several.title_decides", trace);
            }
        }
    }
}

fn rule_of(choice: &ChoiceText) -> &'static str {
    match (choice.arrow, choice.by.as_str()) {
        (false, _) => "phase.checkbox",
        (true, "outline") => "phase.chevron.outline",
        (true, "weight") => "phase.chevron.weight",
        (true, _) => "phase.chevron.fill",
    }
}

fn take(read: &mut Initiative, choice: &ChoiceText, rule: &'static str, trace: &mut Trace) {
    let evidence = if choice.arrow { "chevron" } else { "checkbox" };
    read.phase = Some(choice.key.clone());
    read.phase_evidence = Some(evidence.to_owned());
    let printed = choice.name.text.clone();
    let origin = choice.origin.clone();
    trace.value("phase", printed, ValueState::Printed, rule, origin);
}

/// A phase that a text names.
struct Told<'a> {
    text: &'a Joined,
    bytes: Range<usize>,
    phase: &'static str,
    rule: &'static str,
}

impl Told<'_> {
    fn take(self, read: &mut Initiative, trace: &mut Trace) {
        read.phase = Some(self.phase.to_owned());
        read.phase_evidence = Some("text".to_owned());
        trace.read("phase", self.text, self.bytes, self.rule);
    }
}

fn in_words(read: &mut Initiative, heading: &Joined, body: &Body, trace: &mut Trace) {
    // `Initiativet er i modningsfasen.` under the phase's heading; where two phases are named there,
    // it says nothing.
    let section: Vec<Told> = body
        .passages
        .iter()
        .filter(|p| p.key == "phase" && p.role != Role::SubHeading)
        .flat_map(|p| {
            let named = |t: &crate::tokens::Token| {
                Some(Told {
                    text: &p.text,
                    bytes: t.start..t.end,
                    phase: phase_named(&t.lower)?,
                    rule: "phase.section_text",
                })
            };
            p.tokens().iter().filter_map(named).collect::<Vec<_>>()
        })
        .collect();
    let told = match section.first() {
        Some(first) if section.iter().any(|t| t.phase != first.phase) => return,
        Some(_) => section.into_iter().next(),
        None => in_titles(heading, body).next(),
    };
    if let Some(told) = told {
        told.take(read, trace);
    }
}

/// The phases that titles name: `… (modning)`, then `Modning af …`.
fn in_titles<'a>(heading: &'a Joined, body: &'a Body) -> impl Iterator<Item = Told<'a>> {
    let titles = move || {
        let sections = body.passages.iter();
        let sections = sections.filter(|p| p.key == "title" && p.role != Role::SubHeading);
        sections.map(|p| &p.text).chain([heading])
    };
    let brackets = titles().filter_map(|text| {
        let (bare, phase) = without_phase(&text.text);
        Some(Told {
            text,
            bytes: bare.len()..text.text.len(),
            phase: phase?,
            rule: "phase.title_bracket",
        })
    });
    let words = titles().filter_map(|text| {
        let start = text.text.find(char::is_alphabetic)?;
        let word = text.text.get(start..)?.split(' ').next()?;
        Some(Told {
            text,
            bytes: start..start + word.len(),
            phase: phase_named(word)?,
            rule: "phase.title_word",
        })
    });
    brackets.chain(words)
}

/// The text before a trailing `(modning)`, and that phase.
pub(crate) fn without_phase(text: &str) -> (&str, Option<&'static str>) {
    let text = text.trim();
    let bracket = text
        .strip_suffix(')')
        .and_then(|t| t.rfind('(').map(|at| (at, t.get(at + 1..))));
    let Some((at, Some(inside))) = bracket else {
        return (text, None);
    };
    match phase_named(inside) {
        Some(phase) => (text.get(..at).unwrap_or(text).trim_end(), Some(phase)),
        None => (text, None),
    }
}

/// `modning`, `modningsfase`, `Modningsinitiativ`: a text that is nothing but a phase's name.
fn phase_named(text: &str) -> Option<&'static str> {
    let text = lower(text.trim());
    PHASES.iter().find_map(|(phase, names)| {
        let rest = names
            .iter()
            .filter_map(|n| text.strip_prefix(n))
            .min_by_key(|rest| rest.len())?;
        let rest = rest.trim_start_matches(['-', ' ']);
        PHASE_ENDS.contains(&rest).then_some(*phase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::tests::{body, piece};

    fn boxes(chosen: &[&str]) -> Body {
        let choice = |(phase, _): &(&str, [&str; 3])| ChoiceText {
            key: (*phase).to_owned(),
            chosen: chosen.contains(phase),
            arrow: false,
            name: piece(phase),
            origin: Vec::new(),
            by: String::new(),
        };
        Body {
            choices: PHASES.iter().map(choice).collect(),
            ..Body::default()
        }
    }

    fn read(title: &str, body: &Body) -> Option<(String, String)> {
        let mut read = Initiative::default();
        let mut trace = Trace::default();
        phase(&mut read, &piece(title), body, &mut trace);
        let rule = trace.evidence.first().map(|e| e.rule.to_string());
        Some((read.phase?, rule?))
    }

    fn found(phase: &str, rule: &str) -> Option<(String, String)> {
        Some((phase.to_owned(), rule.to_owned()))
    }

    #[test]
    fn the_chosen_box() {
        assert_eq!(
            read("Udbredelse af noget", &boxes(&["modning"])),
            found("modning", "phase.checkbox")
        );
        assert_eq!(
            read("Udbredelse af noget", &boxes(&[])),
            found("udbredelse", "phase.title_word")
        );
        assert_eq!(read("Noget", &boxes(&[])), None);
        assert_eq!(
            read("Udbredelse af noget", &boxes(&["modning", "udbredelse"])),
            found("udbredelse", "phase.several.title_decides")
        );
        assert_eq!(read("Noget", &boxes(&["modning", "udbredelse"])), None);
    }

    #[test]
    fn words_where_there_are_no_boxes() {
        let text = body("phase", "Initiativet er i modningsfasen.");
        assert_eq!(read("Noget", &text), found("modning", "phase.section_text"));
        let both = body("phase", "Screening, modning eller afprøvning.");
        assert_eq!(read("Modning af noget", &both), None);
        let none = Body::default();
        assert_eq!(
            read("Noget (afprøvning)", &none),
            found("afprøvning", "phase.title_bracket")
        );
        assert_eq!(
            read("Screening af noget", &none),
            found("screening", "phase.title_word")
        );
        assert_eq!(read("Noget (VEJ 2.0)", &none), None);
    }
}
