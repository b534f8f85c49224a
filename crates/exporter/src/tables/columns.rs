//! Columns and keys that several tables share.

use crate::table::{Column, ForeignKey, decimal, integer, text, words};

pub(super) const DOCUMENT_ID: Column = text(
    "document_id",
    words("Dokumentnøgle", "Document key"),
    words(
        "Nøglen i tabellen documents: begyndelsen af filens SHA-256.",
        "The key of the table documents: the beginning of the file's SHA-256.",
    ),
)
.required();

pub(super) const INITIATIVE_ID: Column = text(
    "initiative_id",
    words("Initiativnøgle", "Initiative key"),
    words(
        "Nøglen i tabellen initiatives, fx uip-2022-1.3.",
        "The key of the table initiatives, such as uip-2022-1.3.",
    ),
)
.required();

pub(super) const PAGE: Column = integer(
    "page",
    words("Side", "Page"),
    words(
        "PDF-filens side, talt fra 1; ikke det trykte sidetal.",
        "The page of the PDF file, counted from 1; not the printed page number.",
    ),
);

pub(super) const X0: Column = decimal(
    "x0_pt",
    words("Venstre kant", "Left edge"),
    words(
        "Boksens venstre kant i punkter fra sidens venstre kant.",
        "The box's left edge in points from the page's left edge.",
    ),
)
.unit("pt");

pub(super) const Y0: Column = decimal(
    "y0_pt",
    words("Øverste kant", "Top edge"),
    words(
        "Boksens øverste kant i punkter fra sidens øverste kant.",
        "The box's top edge in points from the page's top edge.",
    ),
)
.unit("pt");

pub(super) const X1: Column = decimal(
    "x1_pt",
    words("Højre kant", "Right edge"),
    words(
        "Boksens højre kant i punkter fra sidens venstre kant.",
        "The box's right edge in points from the page's left edge.",
    ),
)
.unit("pt");

pub(super) const Y1: Column = decimal(
    "y1_pt",
    words("Nederste kant", "Bottom edge"),
    words(
        "Boksens nederste kant i punkter fra sidens øverste kant.",
        "The box's bottom edge in points from the page's top edge.",
    ),
)
.unit("pt");

/// A column that counts the rows of one parent from 1, in the order of the document.
pub(super) const fn count(name: &'static str) -> Column {
    integer(
        name,
        words("Nummer", "Number"),
        words(
            "Løbenummer fra 1 i dokumentets rækkefølge.",
            "Running number from 1 in the order of the document.",
        ),
    )
    .required()
}

pub(super) const DOCUMENT: ForeignKey = ForeignKey {
    columns: &["document_id"],
    table: "documents",
    references: &["document_id"],
};

pub(super) const INITIATIVE: ForeignKey = ForeignKey {
    columns: &["initiative_id"],
    table: "initiatives",
    references: &["initiative_id"],
};
