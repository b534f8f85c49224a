//! XLSX: a sheet a table with real numbers and dates, a sheet that says what it all is, and the
//! budgets in wide form. Text is written as text; the only formulas are sums that this module makes
//! from row numbers.

mod readme;
mod sheet;
mod split;
mod wide;

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::csv::Rendered;
use crate::entry::Entry;
use crate::export::{Made, Options, Summary, Writer};
use crate::format::XLSX;
use crate::table::Table;
use crate::{Cell, Error, Format, Language, Provenance, Sink, TABLES};
use readme::Readme;
use sheet::{Formats, Sheets};
use split::Cut;
use wide::WideBudget;

/// The workbook of an export. The rows go to temporary files as they come; what is held is one row
/// a sheet, the budgets' totals and the list of files.
pub(crate) struct Xlsx<F> {
    file: F,
    workbook: Workbook,
    formats: Formats,
    sheets: Vec<Sheets>,
    wide: WideBudget,
    readme: Readme,
    language: Language,
    provenance: Provenance,
    /// Cells of this document that had to be cut.
    cuts: Vec<Cut>,
    /// Where the initiatives of this document stand, for the links in its findings.
    places: BTreeMap<String, String>,
    /// Key of this document and the number of its last finding.
    document: (String, i64),
}

/// Runs a step of the library. It panics where a temporary file cannot be written (a full disk);
/// that becomes an error like any other.
fn step<T>(run: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, Error> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result.map_err(Error::format(XLSX)),
        Err(_) => Err(Error::format(XLSX)(
            "its temporary files cannot be written; is the disk full?",
        )),
    }
}

impl<F> Xlsx<F> {
    pub(crate) fn create<S: Sink<File = F>>(
        sink: &mut S,
        options: &Options,
    ) -> Result<Self, Error> {
        let file = sink.create(XLSX).map_err(Error::write(XLSX))?;
        let mut workbook = Workbook::new();
        let formats = Formats::new();
        let sheets = step(|| {
            if let Some(folder) = sink.temporary() {
                workbook.set_tempdir(folder)?;
            }
            let sheets = TABLES.iter();
            sheets
                .map(|table| Sheets::new(table, &mut workbook, &formats))
                .collect()
        })?;
        Ok(Self {
            file,
            workbook,
            formats,
            sheets,
            wide: WideBudget::default(),
            readme: Readme::default(),
            language: options.language,
            provenance: options.provenance.clone(),
            cuts: Vec::new(),
            places: BTreeMap::new(),
            document: (String::new(), 0),
        })
    }
}

impl<S: Sink> Writer<S> for Xlsx<S::File> {
    fn document(&mut self, entry: &Entry<'_>, _tables: &[Rendered]) -> Result<(), Error> {
        self.readme.document(entry);
        self.wide.document(entry);
        self.document = (entry.id.clone(), 0);
        self.cuts.clear();
        self.places.clear();
        Ok(())
    }

    fn takes_rows(&self) -> bool {
        true
    }

    fn row(&mut self, index: usize, table: &Table, row: &[Cell<'_>]) -> Result<(), Error> {
        let Some(sheets) = self.sheets.get_mut(index) else {
            return Ok(());
        };
        let (workbook, formats, cuts) = (&mut self.workbook, &self.formats, &mut self.cuts);
        let mut link = None;
        match (table.name, row) {
            ("findings", [_, Cell::Integer(number), Cell::Text(initiative), ..]) => {
                self.document.1 = *number;
                link = self.places.get(*initiative);
            }
            ("findings", [_, Cell::Integer(number), ..]) => self.document.1 = *number,
            _ => {}
        }
        let place = step(|| sheets.write(row, link, workbook, formats, cuts))?;
        if let ("initiatives", Some(Cell::Text(id))) = (table.name, row.first()) {
            self.places.insert((*id).to_owned(), place);
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        // A cut in the findings' own text is told too, so the list may grow while it is written.
        let mut next = 0;
        while let Some(cut) = self.cuts.get(next).cloned() {
            next += 1;
            self.document.1 += 1;
            let message = cut.message(self.language);
            let (document, number) = self.document.clone();
            let row = cut.finding(&document, number, &message);
            let table = crate::table("findings")?;
            let index = TABLES.iter().position(|t| t.name == table.name);
            <Self as Writer<S>>::row(self, index.unwrap_or(usize::MAX), table, &row)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, sink: &mut S, summary: &mut Summary) -> Result<(), Error> {
        let Self {
            mut file,
            mut workbook,
            formats,
            sheets,
            wide,
            readme,
            provenance,
            ..
        } = *self;
        let mut out = BufWriter::new(&mut file);
        step(|| {
            let created = match provenance.created {
                Some(moment) => ExcelDateTime::from_timestamp(moment.seconds())?,
                // Without a time, the first one that a ZIP file can say, so that the bytes do not
                // depend on the clock.
                None => ExcelDateTime::from_ymd(1980, 1, 1)?,
            };
            let properties = DocProperties::new()
                .set_title("Udviklings- og Investeringsprogrammerne (UIP)")
                .set_author(&provenance.program)
                .set_creation_datetime(&created);
            workbook.set_properties(&properties);
            workbook.push_worksheet(readme.sheet(&provenance, &sheets, &formats)?);
            for sheet in wide.sheets(&mut workbook, &formats)? {
                workbook.push_worksheet(sheet);
            }
            for sheets in sheets {
                for sheet in sheets.finish()? {
                    workbook.push_worksheet(sheet);
                }
            }
            workbook.save_to_writer(&mut out)
        })?;
        out.into_inner()
            .map_err(|error| Error::write(XLSX)(error.into_error()))?;
        sink.commit(XLSX, file).map_err(Error::write(XLSX))?;
        summary.files.push(Made {
            name: XLSX.to_owned(),
            format: Format::Xlsx,
            table: None,
            bytes: None,
            sha256: None,
        });
        Ok(())
    }
}
