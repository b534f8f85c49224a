//! Puts an initiative together: label, title, area and phase here, sections, budget and facts by
//! their own readers.

use uip_model::{Initiative, InitiativeTranscript, ValueState, merge_origins};

use crate::budget::budget;
use crate::duration::duration;
use crate::economy::economy;
use crate::grants::grants;
use crate::join::{Joined, join};
use crate::participants::participants;
use crate::recipients::recipients;
use crate::sections::{Body, Role, loose_blocks, section};
use crate::statements::statements;
use crate::timetable::milestones;
use crate::tokens::lower;
use crate::trace::Trace;
use crate::vocabulary::Vocabulary;

/// The phases, in order, and the words that name them in a title's brackets.
const PHASES: [(&str, [&str; 3]); 4] = [
    ("screening", ["screening", "screenings", "screene"]),
    ("modning", ["modning", "modnings", "modne"]),
    ("afprøvning", ["afprøvning", "afprøvnings", "afprøve"]),
    ("udbredelse", ["udbredelse", "udbredelses", "udbrede"]),
];

/// Reads one initiative. Its `id` is given later, when the year of the programme is known.
pub(crate) fn initiative(
    printed: InitiativeTranscript,
    vocabulary: &Vocabulary,
    trace: &mut Trace,
) -> Initiative {
    let mut read = Initiative {
        label: Some(printed.label).filter(|l| !l.is_empty()),
        area: printed.area.as_ref().and_then(|a| a.key.clone()),
        findings: printed.findings,
        ..Initiative::default()
    };
    let heading = join(&printed.heading, vocabulary);
    read.origin = merge_origins(
        printed
            .label_origin
            .iter()
            .copied()
            .chain(heading.origins()),
    );
    if let Some(label) = &read.label {
        let origin = printed.label_origin;
        trace.value("label", label.clone(), ValueState::Printed, "label", origin);
    }
    if let Some(area) = printed.area.filter(|a| a.key.is_some()) {
        let area = join(&area.lines, vocabulary);
        trace.read("area", &area, 0..area.text.len(), "area.heading");
    }

    let mut body = Body::default();
    let rows = printed.rows.into_iter().enumerate();
    read.sections = rows
        .map(|(index, row)| section(row, index, vocabulary, &mut body, trace))
        .collect();
    title(&mut read, &heading, &body, trace);
    phase(&mut read, &heading, &body, trace);
    let mut tables = printed.budgets.iter();
    read.budget = tables.find_map(|table| budget(table, vocabulary, trace));
    read.notes = loose_blocks(printed.notes, "", vocabulary, &mut body, trace);
    read.recipients = recipients(&body, trace);
    statements(&mut read, &body, trace);
    duration(&mut read, &body, trace);
    economy(&mut read, &body, trace);
    read.direct_grants = grants(&body, trace);
    read.participants = participants(&body, trace);
    read.milestones = milestones(&body, trace);
    read
}

/// The title section where there is one, else the heading; without label and trailing `(modning)`.
fn title(read: &mut Initiative, heading: &Joined, body: &Body, trace: &mut Trace) {
    let section = body
        .passages
        .iter()
        .find(|p| p.key == "title" && p.role == Role::Paragraph && !p.text.text.is_empty());
    let (text, rule) = match section {
        Some(passage) => (&passage.text, "title.section"),
        None => (heading, "title.heading"),
    };
    let (bare, _) = without_phase(&text.text);
    let bare = without_label(bare, read.label.as_deref())
        .trim_start_matches([':', '.', '-', '–', '—', ' ']);
    read.title = bare.to_owned();
    if !bare.is_empty() {
        let start = bare.as_ptr() as usize - text.text.as_ptr() as usize;
        // As printed, with the phase in brackets behind it.
        trace.read("title", text, start..text.text.trim_end().len(), rule);
    }
    trace.cut_words("title", heading, 0);
}

/// The text before a trailing `(modning)`, and that phase.
fn without_phase(text: &str) -> (&str, Option<&'static str>) {
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
        [
            "",
            "fase",
            "fasen",
            "initiativ",
            "projekt",
            "initiativet",
            "projektet",
            "af",
        ]
        .contains(&rest)
        .then_some(*phase)
    })
}

/// A heading may repeat its label where the transcript kept both.
fn without_label<'a>(text: &'a str, label: Option<&str>) -> &'a str {
    label
        .filter(|l| !l.is_empty())
        .and_then(|label| text.strip_prefix(label))
        .filter(|rest| !rest.starts_with(char::is_alphanumeric))
        .unwrap_or(text)
}

/// The chosen box or arrow; `None` where none or more than one is chosen, for that is how it is
/// printed. Where there are no boxes at all, the title's bracket, then its first word.
fn phase(read: &mut Initiative, heading: &Joined, body: &Body, trace: &mut Trace) {
    let is_phase = |key: &str| PHASES.iter().any(|(phase, _)| *phase == key);
    let mut chosen = body.choices.iter().filter(|c| c.chosen && is_phase(&c.key));
    if let (Some(choice), None) = (chosen.next(), chosen.next()) {
        read.phase = Some(choice.key.clone());
        let (evidence, rule) = match (choice.arrow, choice.by.as_str()) {
            (false, _) => ("checkbox", "phase.checkbox"),
            (true, "outline") => ("chevron", "phase.chevron.outline"),
            (true, "weight") => ("chevron", "phase.chevron.weight"),
            (true, _) => ("chevron", "phase.chevron.fill"),
        };
        read.phase_evidence = Some(evidence.to_owned());
        let printed = choice.name.text.clone();
        let origin = choice.origin.clone();
        trace.value("phase", printed, ValueState::Printed, rule, origin);
        return;
    }
    if body.choices.iter().any(|c| is_phase(&c.key)) {
        return;
    }
    // `Initiativet er i modningsfasen.` under the phase's heading, where no other phase is named.
    let mut named = body
        .passages
        .iter()
        .filter(|p| p.key == "phase" && p.role != Role::SubHeading)
        .flat_map(|p| {
            let tokens = p.tokens();
            let phases = tokens
                .iter()
                .filter_map(|t| Some((&p.text, t.start..t.end, phase_named(&t.lower)?)));
            phases.collect::<Vec<_>>()
        });
    if let Some((text, bytes, phase)) = named.next() {
        if named.all(|(_, _, other)| other == phase) {
            read.phase = Some(phase.to_owned());
            read.phase_evidence = Some("text".to_owned());
            trace.read("phase", text, bytes, "phase.section_text");
        }
        return;
    }
    let titles = body
        .passages
        .iter()
        .filter(|p| p.key == "title")
        .map(|p| &p.text)
        .chain([heading]);
    let mut told = titles.clone().filter_map(|text| {
        let (bare, phase) = without_phase(&text.text);
        Some((
            text,
            bare.len()..text.text.len(),
            phase?,
            "phase.title_bracket",
        ))
    });
    // `Modning af …`: the phase as the title's first word.
    let mut first = titles.filter_map(|text| {
        let word = text.text.split(' ').next().filter(|w| !w.is_empty())?;
        let phase = phase_named(word)?;
        Some((text, 0..word.len(), phase, "phase.title_word"))
    });
    if let Some((text, bytes, phase, rule)) = told.next().or_else(|| first.next()) {
        read.phase = Some(phase.to_owned());
        read.phase_evidence = Some("text".to_owned());
        trace.read("phase", text, bytes, rule);
    }
}
