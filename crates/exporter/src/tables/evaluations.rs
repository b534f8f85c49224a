//! The tables of evaluation summaries: what they evaluate, where, and at what costs.

use uip_model::Evaluation;

use super::columns::{DOCUMENT, DOCUMENT_ID, count};
use crate::cell::number;
use crate::table::{ForeignKey, amount, integer, text, words};
use crate::{Emit, Entry, Error, Table};

pub(super) const EVALUATION: ForeignKey = ForeignKey {
    columns: &["document_id"],
    table: "evaluations",
    references: &["document_id"],
};

pub(super) const EVALUATIONS: Table = Table {
    name: "evaluations",
    title: words("Evalueringer", "Evaluations"),
    about: words(
        "Én række pr. evalueringsresumé.",
        "One row for each evaluation summary.",
    ),
    columns: &[
        DOCUMENT_ID,
        text(
            "title",
            words("Titel", "Title"),
            words("Resuméets titel.", "The summary's title."),
        ),
        text(
            "initiative",
            words("Initiativ", "Initiative"),
            words(
                "Det evaluerede initiativ.",
                "The initiative that was evaluated.",
            ),
        ),
        text(
            "evaluator",
            words("Evaluator", "Evaluator"),
            words("Hvem der har evalueret.", "Who evaluated."),
        ),
        text(
            "client",
            words("Opdragsgiver", "Client"),
            words("For hvem.", "For whom."),
        ),
        integer(
            "period_from_year",
            words("Fra år", "From year"),
            words("Periodens første år.", "First year of the period."),
        ),
        integer(
            "period_to_year",
            words("Til år", "To year"),
            words("Periodens sidste år.", "Last year of the period."),
        ),
        integer(
            "price_level",
            words("Prisniveau", "Price level"),
            words(
                "Omkostningernes prisniveau, som årstal.",
                "The year of the costs' price level.",
            ),
        ),
        amount(
            "set_up_kr",
            words("Etablering", "Set-up"),
            words(
                "Omkostning til etablering i hele kroner.",
                "Cost of setting up in whole kroner.",
            ),
        ),
        amount(
            "annual_kr",
            words("Årlig drift", "Yearly running"),
            words(
                "Årlig omkostning til drift i hele kroner.",
                "Yearly cost of running in whole kroner.",
            ),
        ),
    ],
    primary_key: &["document_id"],
    foreign_keys: &[DOCUMENT],
    rows: evaluations,
};

fn evaluations(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    let Some(evaluation) = &entry.document.evaluation else {
        return Ok(());
    };
    let costs = evaluation.costs.as_ref();
    emit(&[
        entry.key(),
        (&evaluation.title).into(),
        (&evaluation.initiative).into(),
        (&evaluation.evaluator).into(),
        (&evaluation.client).into(),
        evaluation.period.first().copied().into(),
        evaluation.period.last().copied().into(),
        costs.and_then(|c| c.price_level).into(),
        costs.and_then(|c| c.set_up).into(),
        costs.and_then(|c| c.annual).into(),
    ])
}

/// The entries of a list of the evaluation, none where the document is no evaluation.
pub(super) fn list<'a, T>(entry: &Entry<'a>, field: fn(&Evaluation) -> &[T]) -> &'a [T] {
    entry.document.evaluation.as_ref().map_or(&[], field)
}

pub(super) const MUNICIPALITIES: Table = Table {
    name: "evaluation_municipalities",
    title: words("Evalueringers kommuner", "Municipalities of evaluations"),
    about: words(
        "Én række pr. kommune, der deltog.",
        "One row for each municipality that took part.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("municipality_no"),
        text(
            "municipality",
            words("Kommune", "Municipality"),
            words(
                "Kommunens navn som trykt.",
                "The municipality's name as printed.",
            ),
        ),
    ],
    primary_key: &["document_id", "municipality_no"],
    foreign_keys: &[EVALUATION],
    rows: municipalities,
};

fn municipalities(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, name) in list(entry, |e| &e.municipalities).iter().enumerate() {
        emit(&[entry.key(), number(index), name.into()])?;
    }
    Ok(())
}

pub(super) const CORE_ELEMENTS: Table = Table {
    name: "evaluation_core_elements",
    title: words(
        "Evalueringers kerneelementer",
        "Core elements of evaluations",
    ),
    about: words(
        "Én række pr. kerneelement.",
        "One row for each core element.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("core_element_no"),
        integer(
            "printed_number",
            words("Trykt nummer", "Printed number"),
            words("Nummeret som trykt.", "The number as printed."),
        ),
        text(
            "name",
            words("Navn", "Name"),
            words("Kerneelementets navn.", "The core element's name."),
        ),
    ],
    primary_key: &["document_id", "core_element_no"],
    foreign_keys: &[EVALUATION],
    rows: core_elements,
};

fn core_elements(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, element) in list(entry, |e| &e.core_elements).iter().enumerate() {
        emit(&[
            entry.key(),
            number(index),
            element.number.into(),
            (&element.name).into(),
        ])?;
    }
    Ok(())
}

pub(super) const THEMES: Table = Table {
    name: "evaluation_themes",
    title: words("Evalueringers temaer", "Themes of evaluations"),
    about: words("Én række pr. tema.", "One row for each theme."),
    columns: &[
        DOCUMENT_ID,
        count("theme_no"),
        integer(
            "printed_number",
            words("Trykt nummer", "Printed number"),
            words("Nummeret som trykt.", "The number as printed."),
        ),
        text(
            "title",
            words("Titel", "Title"),
            words("Temaets titel.", "The theme's title."),
        ),
        text(
            "text",
            words("Tekst", "Text"),
            words("Temaets tekst.", "The theme's text."),
        ),
    ],
    primary_key: &["document_id", "theme_no"],
    foreign_keys: &[EVALUATION],
    rows: themes,
};

fn themes(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, theme) in list(entry, |e| &e.themes).iter().enumerate() {
        emit(&[
            entry.key(),
            number(index),
            theme.number.into(),
            (&theme.title).into(),
            (&theme.text).into(),
        ])?;
    }
    Ok(())
}

pub(super) const COSTS: Table = Table {
    name: "evaluation_costs",
    title: words("Evalueringers omkostninger", "Costs of evaluations"),
    about: words(
        "Én række pr. række i omkostningstabellen.",
        "One row for each row of the cost table.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("cost_no"),
        text(
            "item",
            words("Post", "Item"),
            words("Hvad omkostningen er til.", "What the cost is for."),
        ),
        text(
            "track",
            words("Spor", "Track"),
            words(
                "Den kolonne (det spor), den står i.",
                "The column (track) that it stands in.",
            ),
        ),
        amount(
            "amount_kr",
            words("Beløb", "Amount"),
            words("Beløbet i hele kroner.", "The amount in whole kroner."),
        ),
    ],
    primary_key: &["document_id", "cost_no"],
    foreign_keys: &[EVALUATION],
    rows: costs,
};

fn costs(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    let costs = entry.document.evaluation.as_ref();
    let rows = costs.and_then(|e| e.costs.as_ref()).map(|c| &c.rows);
    for (index, row) in rows.into_iter().flatten().enumerate() {
        emit(&[
            entry.key(),
            number(index),
            (&row.item).into(),
            (&row.track).into(),
            row.amount.into(),
        ])?;
    }
    Ok(())
}
