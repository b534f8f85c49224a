//! The initiatives and their short lists: recipients and predecessors.

use super::columns::{DOCUMENT, DOCUMENT_ID, INITIATIVE, INITIATIVE_ID, PAGE, count};
use crate::cell::number;
use crate::entry::{STATES, first_page};
use crate::table::{amount, boolean, decimal, integer, text, words};
use crate::{Cell, Emit, Entry, Error, Table};

/// The phases of the programme, as the design of the common JSON fixes them.
pub(super) const PHASES: &[&str] = &["screening", "modning", "afprøvning", "udbredelse"];

pub(super) const INITIATIVES: Table = Table {
    name: "initiatives",
    title: words("Initiativer", "Initiatives"),
    about: words(
        "Én række pr. initiativ i en udmøntning.",
        "One row for each initiative of a release.",
    ),
    columns: &[
        INITIATIVE_ID,
        DOCUMENT_ID,
        count("initiative_no"),
        integer(
            "programme_year",
            words("Programår", "Programme year"),
            words(
                "Det år, udmøntningen gælder for.",
                "The year of the programme that the release belongs to.",
            ),
        ),
        text(
            "label",
            words("Betegnelse", "Label"),
            words(
                "Som trykt: Bilag 2, 1.3, Initiativ 4.",
                "As printed: Bilag 2, 1.3, Initiativ 4.",
            ),
        ),
        text(
            "title",
            words("Titel", "Title"),
            words(
                "Navnet alene, uden betegnelse og uden (modning) til sidst.",
                "The name alone, without label and without a trailing (modning).",
            ),
        ),
        text(
            "area",
            words("Område", "Area"),
            words(
                "voksne eller børn_og_unge, hvor dokumentet siger det.",
                "voksne (adults) or børn_og_unge (children and youth), where the document says so.",
            ),
        ),
        text(
            "phase",
            words("Fase", "Phase"),
            words(
                "Den valgte fase.",
                "The chosen phase: screening, maturing, trial or roll-out.",
            ),
        )
        .one_of(PHASES),
        text(
            "phase_evidence",
            words("Fasens kilde", "What the phase was read from"),
            words(
                "checkbox: afkrydsning; chevron: farvet pil; text: teksten.",
                "checkbox: a ticked box; chevron: a coloured arrow; text: the text.",
            ),
        )
        .one_of(&["checkbox", "chevron", "text"]),
        text(
            "purpose",
            words("Formål", "Purpose"),
            words("Teksten under Formål.", "The text under Formål."),
        ),
        text(
            "target_group",
            words("Målgruppe", "Target group"),
            words("Teksten under Målgruppe.", "The text under Målgruppe."),
        ),
        text(
            "theme",
            words("Hovedtema", "Main theme"),
            words("Hovedtemaet.", "The main theme (hovedtema)."),
        ),
        decimal(
            "duration_years",
            words("Varighed", "Duration"),
            words("Varighed i år, fx 3,5.", "Duration in years, such as 3.5."),
        )
        .unit("years"),
        integer(
            "start_year",
            words("Første år", "First year"),
            words(
                "Periodens første år efter teksten, ellers første år med penge.",
                "First year of the period by the text, else the first year with money.",
            ),
        ),
        integer(
            "end_year",
            words("Sidste år", "Last year"),
            words(
                "Periodens sidste år efter teksten, ellers sidste år med penge.",
                "Last year of the period by the text, else the last year with money.",
            ),
        ),
        integer(
            "next_uip",
            words("Næste UIP", "Next UIP"),
            words(
                "Det programår, hvor en videreførelse kan foreslås.",
                "The year of the programme that a continuation may be proposed to.",
            ),
        ),
        integer(
            "susi_track",
            words("SUSI-spor", "SUSI track"),
            words("1 for spor 1, 2 for spor 2.", "1 for spor 1, 2 for spor 2."),
        ),
        text(
            "budget_unit",
            words("Budgettets enhed", "Unit of the budget"),
            words(
                "Enheden som trykt med små bogstaver; beløbene her er altid hele kroner.",
                "The unit as printed, in lower case; the amounts here are always whole kroner.",
            ),
        ),
        integer(
            "price_level",
            words("Prisniveau", "Price level"),
            words(
                "Prisniveauets år: 2022 for 2022-PL.",
                "The year of the price level: 2022 for 2022-PL.",
            ),
        ),
        amount(
            "budget_total_kr",
            words("Samlet budget", "Budget total"),
            words(
                "Beløbet i kolonnen I alt i hele kroner.",
                "The amount in the column I alt (total) in whole kroner.",
            ),
        ),
        text(
            "budget_total_state",
            words("Samlet budget: tilstand", "Budget total: state"),
            words(
                "Hvordan beløbet står: printed trykt, dash streg, empty tom, unreadable ulæselig, \
                 derived afledt.",
                "How the amount stands: printed, dash, empty, unreadable, derived.",
            ),
        )
        .one_of(STATES),
        amount(
            "total_in_text_kr",
            words("Samlet beløb i teksten", "Total in the text"),
            words(
                "Der afsættes (i alt) … til initiativet, i hele kroner.",
                "The total that the text sets aside for the initiative, in whole kroner.",
            ),
        ),
        amount(
            "application_pool_kr",
            words("Ansøgningspulje", "Application pool"),
            words(
                "Ansøgningspuljen i hele kroner.",
                "The application pool in whole kroner.",
            ),
        ),
        integer(
            "participants_min",
            words("Deltagere, mindst", "Participants, at least"),
            words(
                "Mindste antal deltagere.",
                "The least number of participants.",
            ),
        ),
        integer(
            "participants_max",
            words("Deltagere, højst", "Participants, at most"),
            words(
                "Største antal deltagere.",
                "The greatest number of participants.",
            ),
        ),
        text(
            "participants_unit",
            words("Deltagernes art", "What participates"),
            words(
                "Hvad der tælles, fx kommuner.",
                "What is counted, such as kommuner.",
            ),
        ),
        PAGE,
    ],
    primary_key: &["initiative_id"],
    foreign_keys: &[DOCUMENT],
    rows: initiatives,
};

fn initiatives(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        let initiative = keyed.initiative;
        let budget = initiative.budget.as_ref();
        let total = budget.and_then(|b| b.total);
        let participants = initiative.participants.as_ref();
        let total_path = format!("/initiatives/{}/budget/total", keyed.index);
        emit(&[
            keyed.key(),
            entry.key(),
            number(keyed.index),
            entry.document.programme_year.into(),
            (&initiative.label).into(),
            (&initiative.title).into(),
            (&initiative.area).into(),
            (&initiative.phase).into(),
            (&initiative.phase_evidence).into(),
            (&initiative.purpose).into(),
            (&initiative.target_group).into(),
            (&initiative.theme).into(),
            initiative.duration_years.into(),
            initiative.start_year.into(),
            initiative.end_year.into(),
            initiative.next_uip.into(),
            initiative.susi_track.into(),
            budget.and_then(|b| b.unit.as_deref()).into(),
            budget.and_then(|b| b.price_level).into(),
            total.into(),
            entry.state(&total_path, total),
            initiative.total_in_text.into(),
            initiative.application_pool.into(),
            participants.and_then(|p| p.min).into(),
            participants.and_then(|p| p.max).into(),
            participants.map(|p| p.unit.as_str()).into(),
            first_page(&initiative.origin),
        ])?;
    }
    Ok(())
}

pub(super) const RECIPIENTS: Table = Table {
    name: "recipients",
    title: words("Tilskudsmodtagere", "Recipients"),
    about: words(
        "Én række pr. tilskudsmodtager i et initiativ.",
        "One row for each recipient of money in an initiative.",
    ),
    columns: &[
        INITIATIVE_ID,
        count("recipient_no"),
        text(
            "name",
            words("Navn", "Name"),
            words(
                "Modtageren som trykt, uden eventuelt.",
                "The recipient as printed, without eventuelt.",
            ),
        ),
        boolean(
            "optional",
            words("Eventuel", "Optional"),
            words(
                "Står efter eventuelt eller evt.",
                "Stands after eventuelt or evt. (possibly).",
            ),
        ),
    ],
    primary_key: &["initiative_id", "recipient_no"],
    foreign_keys: &[INITIATIVE],
    rows: recipients,
};

fn recipients(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        for (index, recipient) in keyed.initiative.recipients.iter().enumerate() {
            emit(&[
                keyed.key(),
                number(index),
                (&recipient.name).into(),
                recipient.optional.into(),
            ])?;
        }
    }
    Ok(())
}

pub(super) const PREDECESSORS: Table = Table {
    name: "predecessors",
    title: words("Forgængere", "Predecessors"),
    about: words(
        "Én række pr. tidligere initiativ eller projekt, som et initiativ bygger på.",
        "One row for each earlier initiative or project that an initiative builds on.",
    ),
    columns: &[
        INITIATIVE_ID,
        count("predecessor_no"),
        text(
            "predecessor",
            words("Forgænger", "Predecessor"),
            words("Navnet som trykt.", "The name as printed."),
        ),
    ],
    primary_key: &["initiative_id", "predecessor_no"],
    foreign_keys: &[INITIATIVE],
    rows: predecessors,
};

fn predecessors(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        for (index, predecessor) in keyed.initiative.predecessors.iter().enumerate() {
            emit(&[keyed.key(), number(index), Cell::from(predecessor)])?;
        }
    }
    Ok(())
}
