//! The documents themselves: one row a file, and what a release has beyond that.

use uip_model::Kind;

use super::columns::{DOCUMENT, DOCUMENT_ID};
use crate::table::{amount, integer, moment, text, words};
use crate::{Cell, DateTime, Emit, Entry, Error, Table};

/// The names of [`Kind`] in the common JSON.
const KINDS: &[&str] = &["release", "portfolio", "evaluation", "unknown"];

pub(super) const DOCUMENTS: Table = Table {
    name: "documents",
    title: words("Dokumenter", "Documents"),
    about: words(
        "Én række pr. læst PDF-fil af enhver slags.",
        "One row for each PDF file that was read, of whatever kind.",
    ),
    columns: &[
        DOCUMENT_ID,
        text(
            "file",
            words("Fil", "File"),
            words(
                "Filens navn uden mapper.",
                "The file's name without folders.",
            ),
        ),
        text(
            "sha256",
            words("SHA-256", "SHA-256"),
            words(
                "Kontrolsum af filens bytes, 64 hexadecimale cifre.",
                "Checksum of the file's bytes, 64 hexadecimal digits.",
            ),
        ),
        integer(
            "pages",
            words("Sider", "Pages"),
            words("Antal sider i filen.", "Number of pages of the file."),
        )
        .required(),
        text(
            "title",
            words("Titel", "Title"),
            words(
                "Titlen i filens egenskaber.",
                "The title in the file's properties.",
            ),
        ),
        text(
            "producer",
            words("Program", "Producer"),
            words(
                "Programmet, der lavede filen, efter filens egenskaber.",
                "The program that made the file, after the file's properties.",
            ),
        ),
        moment(
            "created_at",
            words("Oprettet", "Created"),
            words(
                "Filens oprettelse efter dens egenskaber, i UTC.",
                "When the file was made, after its properties, in UTC.",
            ),
        ),
        text(
            "kind",
            words("Slags", "Kind"),
            words(
                "release: udmøntning; portfolio: oversigtsrapport; evaluation: evalueringsresumé; \
                 unknown: andet.",
                "release: yearly release; portfolio: overview report; evaluation: evaluation \
                 summary; unknown: anything else.",
            ),
        )
        .required()
        .one_of(KINDS),
        text(
            "template",
            words("Skabelon", "Template"),
            words(
                "Den skabelon i leksikonet, som passer bedst.",
                "The template of the lexicon that fits best.",
            ),
        ),
        integer(
            "programme_year",
            words("Programår", "Programme year"),
            words(
                "Det år, udmøntningen gælder for.",
                "The year of the programme that the release belongs to.",
            ),
        ),
        integer(
            "characters",
            words("Tegn", "Characters"),
            words(
                "Tegn på alle sider uden blanktegn: summen af de tre næste kolonner.",
                "Characters on all pages without white space: the sum of the next three columns.",
            ),
        )
        .required(),
        integer(
            "characters_assigned",
            words("Tegn i felter", "Characters in fields"),
            words(
                "Tegn, der er læst ind i et felt.",
                "Characters that were read into a field.",
            ),
        )
        .required(),
        integer(
            "characters_furniture",
            words("Tegn i sidehoveder", "Characters in page furniture"),
            words(
                "Tegn i sidetal, sidehoveder og sidefødder.",
                "Characters of page numbers, running heads and feet.",
            ),
        )
        .required(),
        integer(
            "characters_unassigned",
            words("Tegn uden felt", "Characters without a field"),
            words(
                "Tegn, der ikke hører til noget felt; de står i tabellen leftovers.",
                "Characters that belong to no field; they stand in the table leftovers.",
            ),
        )
        .required(),
        integer(
            "characters_hidden",
            words("Skjulte tegn", "Hidden characters"),
            words(
                "Tegn i filen, som ingen ser på siden; de er ikke talt med ovenfor.",
                "Characters in the file that nobody sees on the page; not counted above.",
            ),
        )
        .required(),
    ],
    primary_key: &["document_id"],
    foreign_keys: &[],
    rows: documents,
};

fn documents(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    let document = entry.document;
    let (source, coverage) = (&document.source, &document.coverage);
    emit(&[
        entry.key(),
        (&source.file).into(),
        (&source.sha256).into(),
        source.pages.into(),
        (&source.title).into(),
        (&source.producer).into(),
        source.created.as_deref().and_then(DateTime::parse).into(),
        kind_name(document.kind).into(),
        (&document.template).into(),
        document.programme_year.into(),
        coverage.characters.into(),
        coverage.assigned.into(),
        coverage.furniture.into(),
        coverage.unassigned.into(),
        coverage.hidden.into(),
    ])
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Release => "release",
        Kind::Portfolio => "portfolio",
        Kind::Evaluation => "evaluation",
        Kind::Unknown => "unknown",
    }
}

pub(super) const RELEASES: Table = Table {
    name: "releases",
    title: words("Udmøntninger", "Releases"),
    about: words(
        "Én række pr. udmøntning af programmet.",
        "One row for each yearly release of the programme.",
    ),
    columns: &[
        DOCUMENT_ID,
        integer(
            "programme_year",
            words("Programår", "Programme year"),
            words(
                "Det år, udmøntningen gælder for.",
                "The year of the programme that the release belongs to.",
            ),
        ),
        text(
            "template",
            words("Skabelon", "Template"),
            words(
                "Den skabelon i leksikonet, som passer bedst.",
                "The template of the lexicon that fits best.",
            ),
        ),
        integer(
            "initiative_count",
            words("Antal initiativer", "Number of initiatives"),
            words(
                "Så mange initiativer er læst.",
                "How many initiatives were read.",
            ),
        )
        .required(),
        integer(
            "budget_count",
            words("Antal med samlet beløb", "Number with a total"),
            words(
                "Så mange af dem har et samlet beløb i budgettabellen.",
                "How many of them have a total in their budget table.",
            ),
        )
        .required(),
        amount(
            "budget_sum_kr",
            words("Sum af samlede beløb", "Sum of totals"),
            words(
                "Summen af disse samlede beløb i hele kroner; beregnet, ikke trykt.",
                "The sum of these totals in whole kroner; computed, not printed.",
            ),
        ),
    ],
    primary_key: &["document_id"],
    foreign_keys: &[DOCUMENT],
    rows: releases,
};

fn releases(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    let document = entry.document;
    if document.kind != Kind::Release {
        return Ok(());
    }
    let budgets = document
        .initiatives
        .iter()
        .filter_map(|i| i.budget.as_ref());
    let totals: Vec<i64> = budgets.filter_map(|budget| budget.total).collect();
    let sum = totals
        .iter()
        .try_fold(0_i64, |sum, total| sum.checked_add(*total))
        .filter(|_| !totals.is_empty());
    emit(&[
        entry.key(),
        document.programme_year.into(),
        (&document.template).into(),
        document.initiatives.len().into(),
        totals.len().into(),
        Cell::from(sum),
    ])
}
