//! What a person must look at, and where.

use uip_model::{Finding, Severity};

use super::columns::{DOCUMENT, DOCUMENT_ID, INITIATIVE, PAGE, X0, X1, Y0, Y1, count};
use super::evidence::OPTIONAL_INITIATIVE;
use crate::cell::number;
use crate::entry::{first_page, place};
use crate::table::{ForeignKey, text, words};
use crate::{Cell, Emit, Entry, Error, Table};

pub(super) const FINDINGS: Table = Table {
    name: "findings",
    title: words("Bemærkninger", "Findings"),
    about: words(
        "Én række pr. forhold, som et menneske bør se på.",
        "One row for each thing that a person should look at.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("finding_no"),
        OPTIONAL_INITIATIVE,
        text(
            "code",
            words("Kode", "Code"),
            words("Fast kode.", "Stable code."),
        )
        .required(),
        text(
            "severity",
            words("Alvor", "Severity"),
            words(
                "info: til orientering; warning: se efter; error: en værdi mangler eller er \
                 forkert.",
                "info: good to know; warning: look at it; error: a value is missing or wrong.",
            ),
        )
        .required()
        .one_of(&["info", "warning", "error"]),
        text(
            "message",
            words("Besked", "Message"),
            words("Hvad der er galt.", "What is wrong."),
        ),
        PAGE,
    ],
    primary_key: &["document_id", "finding_no"],
    foreign_keys: &[DOCUMENT, INITIATIVE],
    rows: findings,
};

/// The findings of the document, of its initiatives, and of this export, with the initiative that
/// each is about.
fn all<'e>(entry: &'e Entry<'_>) -> impl Iterator<Item = (Cell<'e>, &'e Finding)> {
    let of_document = entry.document.findings.iter().map(|f| (Cell::Null, f));
    let of_initiatives = entry.initiatives.iter().flat_map(|keyed| {
        let findings = keyed.initiative.findings.iter();
        findings
            .chain(&keyed.findings)
            .map(|finding| (keyed.key(), finding))
    });
    of_document.chain(of_initiatives)
}

fn findings(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, (initiative, finding)) in all(entry).enumerate() {
        emit(&[
            entry.key(),
            number(index),
            initiative,
            finding.code.as_ref().into(),
            severity_name(finding.severity).into(),
            (&finding.message).into(),
            first_page(&finding.origin),
        ])?;
    }
    Ok(())
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

pub(super) const FINDING_PLACES: Table = Table {
    name: "finding_places",
    title: words("Bemærkningers steder", "Places of findings"),
    about: words(
        "Én række pr. sted, som en bemærkning viser til.",
        "One row for each place that a finding points to.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("finding_no"),
        count("place_no"),
        PAGE,
        X0,
        Y0,
        X1,
        Y1,
    ],
    primary_key: &["document_id", "finding_no", "place_no"],
    foreign_keys: &[ForeignKey {
        columns: &["document_id", "finding_no"],
        table: "findings",
        references: &["document_id", "finding_no"],
    }],
    rows: finding_places,
};

fn finding_places(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, (_, finding)) in all(entry).enumerate() {
        for (place_index, origin) in finding.origin.iter().enumerate() {
            let [page, x0, y0, x1, y1] = place(Some(origin));
            emit(&[
                entry.key(),
                number(index),
                number(place_index),
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
