//! The tables of evaluation summaries, and the figures that any report states.

use uip_model::{Evaluation, OutcomeCell, ReportFigure};

use super::columns::{DOCUMENT, DOCUMENT_ID, PAGE, X0, X1, Y0, Y1, count};
use crate::cell::number;
use crate::entry::place;
use crate::table::{ForeignKey, amount, decimal, integer, text, words};
use crate::{Cell, Emit, Entry, Error, Table};

const EVALUATION: ForeignKey = ForeignKey {
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
fn list<'a, T>(entry: &Entry<'a>, field: fn(&Evaluation) -> &[T]) -> &'a [T] {
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

pub(super) const OUTCOME_TABLES: Table = Table {
    name: "outcome_tables",
    title: words("Resultattabeller", "Outcome tables"),
    about: words(
        "Én række pr. tabel over resultater; cellerne står i outcomes.",
        "One row for each table of outcomes; its cells stand in outcomes.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("table_no"),
        text(
            "caption",
            words("Tabeltitel", "Caption"),
            words("Tabellens titel.", "The table's caption."),
        ),
        text(
            "group_measured",
            words("Gruppe", "Group"),
            words(
                "Den gruppe, der er målt på.",
                "The group that was measured.",
            ),
        ),
        text(
            "measure",
            words("Måleredskab", "Measure"),
            words("Måleredskabet, fx WHO-5.", "The measure, such as WHO-5."),
        ),
        text(
            "unit",
            words("Enhed", "Unit"),
            words("Tallenes enhed.", "Unit of the figures."),
        ),
    ],
    primary_key: &["document_id", "table_no"],
    foreign_keys: &[EVALUATION],
    rows: outcome_tables,
};

fn outcome_tables(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, table) in list(entry, |e| &e.outcome_tables).iter().enumerate() {
        emit(&[
            entry.key(),
            number(index),
            (&table.caption).into(),
            (&table.group).into(),
            (&table.measure).into(),
            (&table.unit).into(),
        ])?;
    }
    Ok(())
}

pub(super) const OUTCOMES: Table = Table {
    name: "outcomes",
    title: words("Resultater", "Outcomes"),
    about: words(
        "Én række pr. celle i en resultattabel.",
        "One row for each cell of an outcome table.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("table_no"),
        count("row_no"),
        count("column_no"),
        text(
            "column_header",
            words("Kolonnens overskrift", "Column header"),
            words("Kolonnens overskrift.", "The column's header."),
        ),
        text(
            "cell_text",
            words("Tekst", "Text"),
            words(
                "Cellens tekst, hvor den ikke er et tal.",
                "The cell's text where it is no number.",
            ),
        ),
        decimal(
            "cell_value",
            words("Tal", "Number"),
            words("Cellens tal.", "The cell's number."),
        ),
    ],
    primary_key: &["document_id", "table_no", "row_no", "column_no"],
    foreign_keys: &[ForeignKey {
        columns: &["document_id", "table_no"],
        table: "outcome_tables",
        references: &["document_id", "table_no"],
    }],
    rows: outcomes,
};

fn outcomes(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (table_index, table) in list(entry, |e| &e.outcome_tables).iter().enumerate() {
        for (row_index, row) in table.rows.iter().enumerate() {
            for (index, cell) in row.iter().enumerate() {
                let (text, value) = match cell {
                    // Figures of a summary are far below 2^53, where a float stops being exact.
                    #[allow(clippy::cast_precision_loss)]
                    OutcomeCell::Integer(value) => (Cell::Null, Cell::from(*value as f64)),
                    OutcomeCell::Decimal(value) => (Cell::Null, Cell::from(*value)),
                    OutcomeCell::Text(text) => (Cell::from(text), Cell::Null),
                    OutcomeCell::Empty(()) => (Cell::Null, Cell::Null),
                };
                emit(&[
                    entry.key(),
                    number(table_index),
                    number(row_index),
                    number(index),
                    table.header.get(index).map(String::as_str).into(),
                    text,
                    value,
                ])?;
            }
        }
    }
    Ok(())
}

pub(super) const FIGURES: Table = Table {
    name: "figures",
    title: words("Nøgletal", "Figures"),
    about: words(
        "Én række pr. tal, som en rapport eller et resumé nævner i teksten.",
        "One row for each figure that a report or a summary states in its text.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("figure_no"),
        text(
            "statement",
            words("Udsagn", "Statement"),
            words("Sætningen med tallet.", "The sentence that states it."),
        ),
        decimal(
            "value",
            words("Tal", "Value"),
            words(
                "Tallet i den enhed, kolonnen unit nævner.",
                "The number, in the unit of the column unit.",
            ),
        ),
        text(
            "unit",
            words("Enhed", "Unit"),
            words("Hvad der tælles.", "What is counted."),
        ),
        integer(
            "n_persons",
            words("Antal personer", "Number of persons"),
            words(
                "Antallet af personer bag tallet (n).",
                "Number of persons behind the figure (n).",
            ),
        ),
        text(
            "measure",
            words("Måleredskab", "Measure"),
            words("Måleredskabet, fx WHO-5.", "The measure, such as WHO-5."),
        ),
        PAGE,
        X0,
        Y0,
        X1,
        Y1,
        text(
            "group_heading",
            words("Gruppe", "Group"),
            words(
                "Overskriften på den del, tallet står i; den siger, hvem det handler om.",
                "Heading of the part that the figure stands in, which says whom it is about.",
            ),
        ),
    ],
    primary_key: &["document_id", "figure_no"],
    foreign_keys: &[DOCUMENT],
    rows: figures,
};

fn figures(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    let of_evaluation: &[ReportFigure] = list(entry, |e| &e.figures);
    let all = entry.document.figures.iter().chain(of_evaluation);
    for (index, figure) in all.enumerate() {
        let [page, x0, y0, x1, y1] = place(figure.origin.first());
        emit(&[
            entry.key(),
            number(index),
            (&figure.statement).into(),
            figure.value.into(),
            (&figure.unit).into(),
            figure.n.into(),
            (&figure.measure).into(),
            page,
            x0,
            y0,
            x1,
            y1,
            (&figure.group).into(),
        ])?;
    }
    Ok(())
}
