//! The text: the numbered sections of initiatives, and the sections of reports.

use super::columns::{DOCUMENT, DOCUMENT_ID, INITIATIVE, INITIATIVE_ID, PAGE, count};
use crate::cell::number;
use crate::entry::first_page;
use crate::table::{Column, decimal, integer, text, words};
use crate::{Emit, Entry, Error, Table};

const TEXT: Column = text(
    "text",
    words("Tekst", "Text"),
    words(
        "Den samlede tekst uden orddeling, én linje pr. afsnit, punkt eller celle.",
        "The joined text without line-end hyphens, one line a paragraph, item or cell.",
    ),
);

pub(super) const SECTIONS: Table = Table {
    name: "sections",
    title: words("Afsnit", "Sections"),
    about: words(
        "Én række pr. nummereret afsnit i et initiativ, i trykt rækkefølge.",
        "One row for each numbered section of an initiative, in printed order.",
    ),
    columns: &[
        INITIATIVE_ID,
        count("section_no"),
        text(
            "number",
            words("Trykt nummer", "Printed number"),
            words(
                "Afsnittets nummer uden tegnsætning, som tekst.",
                "The section's number without punctuation, as text.",
            ),
        ),
        text(
            "marker",
            words("Mærke", "Marker"),
            words(
                "Nummeret som trykt, fx 3).",
                "The number as printed, such as 3).",
            ),
        ),
        text(
            "heading",
            words("Overskrift", "Heading"),
            words("Overskriften, linjer samlet.", "The heading, lines joined."),
        ),
        text(
            "key",
            words("Slags", "Kind"),
            words(
                "Leksikonets nøgle; other, hvor overskriften er ukendt.",
                "The lexicon's key; other where the heading is unknown.",
            ),
        ),
        decimal(
            "certainty",
            words("Sikkerhed", "Certainty"),
            words(
                "Hvor godt overskriften passer til nøglen, 0 til 1.",
                "How well the heading fits the key, 0 to 1.",
            ),
        ),
        TEXT,
        PAGE,
    ],
    primary_key: &["initiative_id", "section_no"],
    foreign_keys: &[INITIATIVE],
    rows: sections,
};

fn sections(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        for (index, section) in keyed.initiative.sections.iter().enumerate() {
            let certainty = (f64::from(section.matched.certainty) * 1000.0).round() / 1000.0;
            emit(&[
                keyed.key(),
                number(index),
                (&section.number).into(),
                (&section.marker).into(),
                (&section.heading).into(),
                (&section.key).into(),
                certainty.into(),
                (&section.text).into(),
                first_page(&section.origin),
            ])?;
        }
    }
    Ok(())
}

pub(super) const REPORT_SECTIONS: Table = Table {
    name: "report_sections",
    title: words("Rapportafsnit", "Report sections"),
    about: words(
        "Én række pr. afsnit i en oversigtsrapport eller et evalueringsresumé.",
        "One row for each section of an overview report or an evaluation summary.",
    ),
    columns: &[
        DOCUMENT_ID,
        count("section_no"),
        integer(
            "level",
            words("Niveau", "Level"),
            words(
                "Overskriftens niveau, 1 for det øverste.",
                "Depth of the heading, 1 for the highest.",
            ),
        )
        .required(),
        text(
            "heading",
            words("Overskrift", "Heading"),
            words("Overskriften, linjer samlet.", "The heading, lines joined."),
        ),
        TEXT,
        PAGE,
    ],
    primary_key: &["document_id", "section_no"],
    foreign_keys: &[DOCUMENT],
    rows: report_sections,
};

fn report_sections(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for (index, section) in entry.document.report_sections.iter().enumerate() {
        emit(&[
            entry.key(),
            number(index),
            u32::from(section.level).into(),
            (&section.heading).into(),
            (&section.text).into(),
            first_page(&section.origin),
        ])?;
    }
    Ok(())
}
