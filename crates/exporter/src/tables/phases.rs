//! The phases as printed: every box or arrow with its name, and which one is chosen.

use uip_model::{Block, Choosable, Initiative};

use super::columns::{INITIATIVE, INITIATIVE_ID, count};
use super::initiatives;
use crate::cell::number;
use crate::table::{boolean, text, words};
use crate::{Cell, Emit, Entry, Error, Table};

pub(super) const PHASES: Table = Table {
    name: "phases",
    title: words("Faser", "Phases"),
    about: words(
        "Én række pr. fase, som et initiativ viser med felt eller pil; hvor fasen kun står i \
         teksten, én række med den.",
        "One row for each phase that an initiative shows with a box or an arrow; where the phase \
         stands in the text only, one row with it.",
    ),
    columns: &[
        INITIATIVE_ID,
        count("phase_no"),
        text(
            "phase",
            words("Fase", "Phase"),
            words(
                "Fasen; tom, hvor navnet ikke er en af programmets faser.",
                "The phase; missing where the name is none of the programme's phases.",
            ),
        )
        .one_of(initiatives::PHASES),
        text(
            "printed",
            words("Trykt navn", "Printed name"),
            words(
                "Navnet ved feltet eller i pilen.",
                "The name beside the box or in the arrow.",
            ),
        ),
        boolean(
            "chosen",
            words("Valgt", "Chosen"),
            words(
                "Krydset af eller tegnet som den valgte.",
                "Ticked or drawn as the chosen one.",
            ),
        ),
        text(
            "shown_as",
            words("Vist som", "Shown as"),
            words(
                "checkbox: felt; chevron: pil; text: teksten.",
                "checkbox: box; chevron: arrow; text: the text.",
            ),
        )
        .required()
        .one_of(&["checkbox", "chevron", "text"]),
    ],
    primary_key: &["initiative_id", "phase_no"],
    foreign_keys: &[INITIATIVE],
    rows,
};

fn rows(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        let initiative = keyed.initiative;
        let shown = shown(initiative);
        for (index, (item, mark)) in shown.iter().enumerate() {
            let phase = phase_named(&item.name).or_else(|| {
                let known = initiative.phase.as_deref();
                known.filter(|_| item.chosen)
            });
            emit(&[
                keyed.key(),
                number(index),
                phase.into(),
                (&item.name).into(),
                item.chosen.into(),
                (*mark).into(),
            ])?;
        }
        if let (true, Some(phase)) = (shown.is_empty(), &initiative.phase) {
            emit(&[
                keyed.key(),
                number(0),
                phase.into(),
                Cell::Null,
                true.into(),
                "text".into(),
            ])?;
        }
    }
    Ok(())
}

/// The items of the first row of boxes or arrows that names one of the phases. An initiative may
/// have other boxes (yes and no); they are in its JSON.
fn shown(initiative: &Initiative) -> Vec<(&Choosable, &'static str)> {
    let blocks = initiative.sections.iter().flat_map(|s| &s.blocks);
    let rows = blocks
        .chain(&initiative.notes)
        .filter_map(|block| match block {
            Block::Checkboxes { items, .. } => Some((items, "checkbox")),
            Block::Chevrons { items, .. } => Some((items, "chevron")),
            _ => None,
        });
    let mut phases = rows.filter(|(items, _)| items.iter().any(|i| phase_named(&i.name).is_some()));
    phases.next().map_or_else(Vec::new, |(items, mark)| {
        items.iter().map(|item| (item, mark)).collect()
    })
}

/// The phase with this printed name, in whatever case.
fn phase_named(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    initiatives::PHASES.iter().copied().find(|p| *p == name)
}
