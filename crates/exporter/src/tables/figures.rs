//! The figures that any report or evaluation summary states in its text.

use uip_model::ReportFigure;

use super::columns::{DOCUMENT, DOCUMENT_ID, PAGE, X0, X1, Y0, Y1, count};
use super::evaluations::list;
use crate::cell::number;
use crate::entry::place;
use crate::table::{decimal, integer, text, words};
use crate::{Emit, Entry, Error, Table};

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
