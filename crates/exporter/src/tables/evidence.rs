//! The trace: every typed value with what is printed and where, and the text that no field claims.

use super::columns::{
    DOCUMENT, DOCUMENT_ID, INITIATIVE, INITIATIVE_ID, PAGE, X0, X1, Y0, Y1, count,
};
use crate::cell::number;
use crate::entry::{STATES, place, state_name};
use crate::pointer::Values;
use crate::table::{Column, text, words};
use crate::{Cell, Emit, Entry, Error, Table};

/// The initiative, where the row belongs to one.
pub(super) const OPTIONAL_INITIATIVE: Column = Column {
    required: false,
    ..INITIATIVE_ID
};

pub(super) const EVIDENCE: Table = Table {
    name: "evidence",
    title: words("Belæg", "Evidence"),
    about: words(
        "Én række pr. læst værdi og sted: hvad der er trykt, hvor, og hvilken regel der læste det.",
        "One row for each value that was read and each place of it: what is printed, where, and \
         which rule read it.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("evidence_no"),
        count("place_no"),
        OPTIONAL_INITIATIVE,
        text(
            "path",
            words("Sti", "Path"),
            words(
                "JSON Pointer til værdien i dokumentets JSON.",
                "JSON Pointer to the value in the document's JSON.",
            ),
        ),
        text(
            "value",
            words("Værdi", "Value"),
            words(
                "Værdien i dokumentets JSON, som tekst; tom for null.",
                "The value in the document's JSON, as text; missing for null.",
            ),
        ),
        text(
            "printed",
            words("Trykt", "Printed"),
            words(
                "Teksten som trykt, linjer samlet.",
                "The text as printed, lines joined.",
            ),
        ),
        text(
            "state",
            words("Tilstand", "State"),
            words(
                "printed trykt, dash streg, empty tom celle, unreadable ulæselig, derived afledt.",
                "printed, dash, empty cell, unreadable, derived.",
            ),
        )
        .required()
        .one_of(STATES),
        text(
            "rule",
            words("Regel", "Rule"),
            words(
                "Den regel, der læste værdien.",
                "The rule that read the value.",
            ),
        ),
        PAGE,
        X0,
        Y0,
        X1,
        Y1,
    ],
    primary_key: &["document_id", "evidence_no", "place_no"],
    foreign_keys: &[DOCUMENT, INITIATIVE],
    rows: evidence,
};

fn evidence(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    let mut values = Values::new(entry.document);
    for (index, evidence) in entry.document.evidence.iter().enumerate() {
        let value = values.at(&evidence.path);
        let places = evidence.origin.len().max(1);
        for place_index in 0..places {
            let [page, x0, y0, x1, y1] = place(evidence.origin.get(place_index));
            emit(&[
                entry.key(),
                number(index),
                number(place_index),
                initiative_of(entry, &evidence.path),
                (&evidence.path).into(),
                value.as_deref().into(),
                (&evidence.printed).into(),
                state_name(evidence.state).into(),
                evidence.rule.as_ref().into(),
                page,
                x0,
                y0,
                x1,
                y1,
            ])?;
        }
    }
    Ok(())
}

/// The key of the initiative that a JSON Pointer leads into.
fn initiative_of<'e>(entry: &'e Entry<'_>, path: &str) -> Cell<'e> {
    let index = path
        .strip_prefix("/initiatives/")
        .and_then(|rest| rest.split('/').next())
        .and_then(|index| index.parse::<usize>().ok());
    let keyed = index.and_then(|index| entry.initiatives.get(index));
    keyed.map(|keyed| keyed.id.as_str()).into()
}

pub(super) const LEFTOVERS: Table = Table {
    name: "leftovers",
    title: words("Tekst uden felt", "Leftovers"),
    about: words(
        "Én række pr. trykt linje, som ikke hører til noget felt.",
        "One row for each printed line that belongs to no field.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("leftover_no"),
        text(
            "text",
            words("Tekst", "Text"),
            words("Linjens tekst.", "The line's text."),
        ),
        PAGE,
        X0,
        Y0,
        X1,
        Y1,
    ],
    primary_key: &["document_id", "leftover_no"],
    foreign_keys: &[DOCUMENT],
    rows: leftovers,
};

fn leftovers(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, leftover) in entry.document.coverage.leftovers.iter().enumerate() {
        let origin = uip_model::Origin {
            page: leftover.page,
            bbox: leftover.bbox,
        };
        let [page, x0, y0, x1, y1] = place(Some(&origin));
        emit(&[
            entry.key(),
            number(index),
            (&leftover.text).into(),
            page,
            x0,
            y0,
            x1,
            y1,
        ])?;
    }
    Ok(())
}
