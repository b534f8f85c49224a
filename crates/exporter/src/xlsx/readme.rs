//! The sheet *Læs mig*: what the workbook is, when and by what it was made, what each sheet and
//! column means, and the files that it was read from. Danish, as the readers of the workbook are.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Formats, ROWS_MAX, Sheets};
use super::split::cut;
use crate::dictionary::describe;
use crate::entry::Entry;
use crate::{Language, Provenance};

/// How to read the sheets.
const NOTES: &[&str] = &[
    "Tabellerne er læst ud af ministeriets PDF-filer om Udviklings- og \
     Investeringsprogrammerne (UIP).",
    "Alle beløb er hele kroner. En tom celle betyder, at værdien mangler; 0 betyder, at der står 0. \
     Kolonnen amount_state fortæller, om der står en streg, eller om cellen er tom.",
    "Arkene hænger sammen gennem nøglerne document_id og initiative_id.",
    "Arket budget_wide har én række pr. initiativ med årene som kolonner; summerne er formler.",
    "Tekst over 32.767 tegn, som er det mest en celle kan rumme, fortsætter i rækken under den med \
     samme nøgle; arket findings nævner hvor.",
    "Dokumenternes tekst står, som den er læst, også når den begynder med et lighedstegn; intet i \
     arkene er formler ud over summerne i budget_wide.",
];

/// The files that were read.
#[derive(Default)]
pub(super) struct Readme {
    files: Vec<[String; 4]>,
}

impl Readme {
    pub(super) fn document(&mut self, entry: &Entry<'_>) {
        let source = &entry.document.source;
        self.files.push([
            source.file.clone().unwrap_or_default(),
            entry.id.clone(),
            source.pages.to_string(),
            source.sha256.clone(),
        ]);
    }

    pub(super) fn sheet(
        &self,
        provenance: &Provenance,
        sheets: &[Sheets],
        formats: &Formats,
    ) -> Result<Worksheet, XlsxError> {
        let mut page = Page {
            sheet: Worksheet::new(),
            row: 0,
        };
        page.sheet.set_name("Læs mig")?;
        for (column, width) in [(0, 30), (1, 26), (2, 26), (3, 28), (4, 80)] {
            page.sheet.set_column_width(column, width)?;
        }
        let title = "Udviklings- og Investeringsprogrammerne (UIP)";
        page.sheet
            .write_string_with_format(0, 0, title, &formats.title)?;
        page.row = 2;
        for note in NOTES {
            page.sheet
                .merge_range(page.row, 0, page.row, 4, note, &formats.wrapped)?;
            page.sheet.set_row_height(page.row, 32)?;
            page.row += 1;
        }
        page.row += 1;
        if !provenance.program.is_empty() {
            page.line(&["Lavet af", &provenance.program])?;
        }
        if let Some(created) = provenance.created {
            page.line(&["Lavet (UTC)", &created.spaced()])?;
        }
        page.line(&["Antal filer", &self.files.len().to_string()])?;
        page.row += 1;

        page.header(&["Ark", "Navn", "Rækker", "", "Indhold"], formats)?;
        for sheets in sheets {
            let table = sheets.table();
            page.text(0, table.name)?;
            page.text(1, table.title.da)?;
            // Row counts are far below 2^53, where a cell stops being exact.
            #[allow(clippy::cast_precision_loss)]
            page.sheet.write_number(page.row, 2, sheets.rows as f64)?;
            page.text(4, table.about.da)?;
            page.row += 1;
        }
        page.row += 1;

        page.header(&["Ark", "Kolonne", "Navn", "Type", "Betydning"], formats)?;
        for table in sheets.iter().map(Sheets::table) {
            for column in table.columns {
                page.line(&[
                    table.name,
                    column.name,
                    column.title.da,
                    &describe(column, Language::Danish),
                    column.about.da,
                ])?;
            }
        }
        page.row += 1;

        page.header(&["Fil", "Dokumentnøgle", "Sider", "", "SHA-256"], formats)?;
        // Excel ends a sheet at its last row; the table documents has all files.
        let room = (ROWS_MAX - page.row) as usize;
        for [file, id, pages, sha256] in self.files.iter().take(room) {
            page.line(&[file, id, pages, "", sha256])?;
        }
        Ok(page.sheet)
    }
}

/// The sheet and the row that is written next.
struct Page {
    sheet: Worksheet,
    row: u32,
}

impl Page {
    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.sheet.write_string(self.row, column, cut(text).0)?;
        }
        Ok(())
    }

    fn line(&mut self, texts: &[&str]) -> Result<(), XlsxError> {
        for (column, text) in (0_u16..).zip(texts) {
            self.text(column, text)?;
        }
        self.row += 1;
        Ok(())
    }

    fn header(&mut self, texts: &[&str], formats: &Formats) -> Result<(), XlsxError> {
        for (column, text) in (0_u16..).zip(texts) {
            self.sheet
                .write_string_with_format(self.row, column, *text, &formats.header)?;
        }
        self.row += 1;
        Ok(())
    }
}
