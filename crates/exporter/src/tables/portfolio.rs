//! The tables of an overview report: its rows, and the lists in them.

use super::columns::{DOCUMENT, DOCUMENT_ID, PAGE, count};
use crate::cell::number;
use crate::entry::first_page;
use crate::table::{ForeignKey, integer, text, words};
use crate::{Emit, Entry, Error, Table};

const ROW: ForeignKey = ForeignKey {
    columns: &["document_id", "row_no"],
    table: "portfolio",
    references: &["document_id", "row_no"],
};

pub(super) const PORTFOLIO: Table = Table {
    name: "portfolio",
    title: words("Oversigt", "Portfolio"),
    about: words(
        "Én række pr. række i en oversigtsrapports bilagstabeller.",
        "One row for each row of the appendix tables of an overview report.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("row_no"),
        text(
            "table_title",
            words("Tabel", "Table"),
            words("Tabellens titel.", "The table's title."),
        ),
        text(
            "area",
            words("Område", "Area"),
            words(
                "voksne eller børn_og_unge efter tabellens titel.",
                "voksne (adults) or børn_og_unge (children and youth) after the table's title.",
            ),
        ),
        text(
            "initiative",
            words("Initiativ", "Initiative"),
            words("Initiativets navn.", "The initiative's name."),
        ),
        text(
            "phase_printed",
            words("Fase, som trykt", "Phase as printed"),
            words("Fasen som trykt.", "The phase as printed."),
        ),
        integer(
            "active_from_year",
            words("Aktiv fra", "Active from"),
            words(
                "Første år med farvet felt.",
                "First year with a coloured cell.",
            ),
        ),
        integer(
            "active_to_year",
            words("Aktiv til", "Active to"),
            words(
                "Sidste år med farvet felt.",
                "Last year with a coloured cell.",
            ),
        ),
        text(
            "carried_on",
            words("Videreført", "Carried on"),
            words(
                "yes ja, no nej, pending ikke afgjort, not_applicable ikke relevant.",
                "yes, no, pending or not_applicable.",
            ),
        )
        .one_of(&["yes", "no", "pending", "not_applicable"]),
        text(
            "carried_on_printed",
            words("Videreført, som trykt", "Carried on, as printed"),
            words("Som trykt.", "As printed."),
        ),
        text(
            "next_initiative",
            words("Næste initiativ", "Next initiative"),
            words(
                "Det initiativ, der fører det videre.",
                "The initiative that carries it on.",
            ),
        ),
        integer(
            "next_uip",
            words("Næste UIP", "Next UIP"),
            words(
                "Programåret for det næste initiativ.",
                "The programme year of the next initiative.",
            ),
        ),
        text(
            "susi_printed",
            words("SUSI, som trykt", "SUSI as printed"),
            words(
                "SUSI-vurderingen som trykt.",
                "The SUSI verdict as printed.",
            ),
        ),
        PAGE,
    ],
    primary_key: &["document_id", "row_no"],
    foreign_keys: &[DOCUMENT],
    rows: portfolio,
};

fn portfolio(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, row) in entry.document.portfolio.iter().enumerate() {
        emit(&[
            entry.key(),
            number(index),
            (&row.table).into(),
            (&row.area).into(),
            (&row.initiative).into(),
            (&row.phase_raw).into(),
            row.active_years.first().copied().into(),
            row.active_years.last().copied().into(),
            (&row.carried_on).into(),
            (&row.carried_on_raw).into(),
            (&row.next_initiative).into(),
            row.next_uip.into(),
            (&row.susi_raw).into(),
            first_page(&row.origin),
        ])?;
    }
    Ok(())
}

pub(super) const PORTFOLIO_PHASES: Table = Table {
    name: "portfolio_phases",
    title: words("Oversigtens faser", "Phases of the portfolio"),
    about: words(
        "Én række pr. fase i en række af oversigten.",
        "One row for each phase in a row of the portfolio.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("row_no"),
        count("phase_no"),
        text(
            "phase",
            words("Fase", "Phase"),
            words(
                "Fasen.",
                "The phase: screening, maturing, trial or roll-out.",
            ),
        ),
    ],
    primary_key: &["document_id", "row_no", "phase_no"],
    foreign_keys: &[ROW],
    rows: portfolio_phases,
};

fn portfolio_phases(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (row_index, row) in entry.document.portfolio.iter().enumerate() {
        for (index, phase) in row.phases.iter().enumerate() {
            emit(&[entry.key(), number(row_index), number(index), phase.into()])?;
        }
    }
    Ok(())
}

pub(super) const PORTFOLIO_AGREEMENTS: Table = Table {
    name: "portfolio_agreements",
    title: words("Oversigtens aftaler", "Agreements of the portfolio"),
    about: words(
        "Én række pr. aftale (fx UIP 2019) i en række af oversigten.",
        "One row for each agreement (such as UIP 2019) in a row of the portfolio.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("row_no"),
        count("agreement_no"),
        text(
            "agreement",
            words("Aftale", "Agreement"),
            words("Aftalen, fx UIP 2019.", "The agreement, such as UIP 2019."),
        ),
    ],
    primary_key: &["document_id", "row_no", "agreement_no"],
    foreign_keys: &[ROW],
    rows: portfolio_agreements,
};

fn portfolio_agreements(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (row_index, row) in entry.document.portfolio.iter().enumerate() {
        for (index, agreement) in row.agreements.iter().enumerate() {
            emit(&[
                entry.key(),
                number(row_index),
                number(index),
                agreement.into(),
            ])?;
        }
    }
    Ok(())
}
