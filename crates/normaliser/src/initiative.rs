//! Puts an initiative together: label, title, area and phase here, sections, budget and facts by
//! their own readers.

use uip_model::{Initiative, InitiativeTranscript, ValueState, merge_origins};

use crate::budget::budget;
use crate::budget_header::{is_caption, names_prices};
use crate::duration::duration;
use crate::economy::economy;
use crate::grants::grants;
use crate::join::{Joined, join};
use crate::lost_timetable;
use crate::participants::participants;
use crate::phase::{phase, without_phase};
use crate::recipients::recipients;
use crate::sections::{Body, Role, loose_blocks, section};
use crate::statements::statements;
use crate::timetable::milestones;
use crate::timetable_rest;
use crate::trace::Trace;
use crate::vocabulary::Vocabulary;

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
    read.notes = loose_blocks(printed.notes, "", vocabulary, &mut body, trace);
    let captions: Vec<&Joined> = body
        .passages
        .iter()
        .filter(|p| {
            is_caption(&p.text.text) || p.section == usize::MAX && names_prices(&p.text.text)
        })
        .map(|p| &p.text)
        .collect();
    let mut tables = printed.budgets.iter();
    read.budget = tables.find_map(|table| budget(table, &captions, vocabulary, trace));
    read.recipients = recipients(&body, trace);
    statements(&mut read, &body, trace);
    duration(&mut read, &body, trace);
    economy(&mut read, &body, trace);
    read.direct_grants = grants(&body, &read.recipients, trace);
    read.participants = participants(&body, trace);
    read.milestones = milestones(&body, trace);
    timetable_rest::check(&body, read.milestones.is_empty(), trace);
    if read.milestones.is_empty() {
        lost_timetable::tell(&body, trace);
    }
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

/// A heading may repeat its label where the transcript kept both.
fn without_label<'a>(text: &'a str, label: Option<&str>) -> &'a str {
    label
        .filter(|l| !l.is_empty())
        .and_then(|label| text.strip_prefix(label))
        .filter(|rest| !rest.starts_with(char::is_alphanumeric))
        .unwrap_or(text)
}
