//! A table as one sheet, or several where it has more rows than a sheet holds.

use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError,
};

use super::split::{Cut, cut};
use crate::Cell;
use crate::table::Table;

/// Rows of a sheet, the header among them: Excel's own limit.
pub(super) const ROWS_MAX: u32 = 1_048_576;

/// Links of a sheet: Excel's own limit.
const LINKS_MAX: u32 = 65_530;

/// Whole numbers up to 2^53 are exact in a cell, which is a double; larger ones are written as text.
const EXACT_MAX: u64 = 1 << 53;

/// Columns are as wide as their longest value, within these bounds.
const WIDTH_MIN: usize = 8;
const WIDTH_MAX: usize = 60;

/// How cells look.
pub(super) struct Formats {
    pub(super) header: Format,
    pub(super) title: Format,
    pub(super) wrapped: Format,
    pub(super) amount: Format,
    pub(super) sum: Format,
    date: Format,
    moment: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let amount = Format::new().set_num_format("#,##0");
        Self {
            header: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00DD_E6EE))
                .set_align(FormatAlign::Top),
            title: Format::new().set_bold().set_font_size(16),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            sum: amount.clone().set_bold(),
            amount,
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

/// The sheets of one table.
pub(super) struct Sheets {
    table: &'static Table,
    sheets: Vec<Worksheet>,
    next_row: u32,
    links: u32,
    widths: Vec<usize>,
    /// Rows of the table, without those that go on with a cut text.
    pub(super) rows: u64,
}

impl Sheets {
    pub(super) fn new(
        table: &'static Table,
        workbook: &mut Workbook,
        formats: &Formats,
    ) -> Result<Self, XlsxError> {
        let widths = table.columns.iter().map(|column| column.name.len() + 3);
        let mut sheets = Self {
            table,
            sheets: Vec::new(),
            next_row: 0,
            links: 0,
            widths: widths.collect(),
            rows: 0,
        };
        sheets.open(workbook, formats)?;
        Ok(sheets)
    }

    pub(super) fn table(&self) -> &'static Table {
        self.table
    }

    /// The name of the last sheet: the table's, and a number from the second on.
    fn name(&self) -> String {
        match self.sheets.len() {
            0 | 1 => self.table.name.to_owned(),
            count => format!("{}_{count}", self.table.name),
        }
    }

    fn open(&mut self, workbook: &mut Workbook, formats: &Formats) -> Result<(), XlsxError> {
        let sheet = workbook.new_worksheet_with_constant_memory()?;
        self.sheets.push(sheet);
        let name = self.name();
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (place, column) in (0_u16..).zip(self.table.columns) {
            sheet.write_string_with_format(0, place, column.name, &formats.header)?;
        }
        self.next_row = 1;
        self.links = 0;
        Ok(())
    }

    /// Writes a row, and below it the rest of cells that are too long. The cell `initiative_id`
    /// becomes a link where there is one. Gives the place of the row as a link.
    pub(super) fn write(
        &mut self,
        row: &[Cell<'_>],
        link: Option<&String>,
        workbook: &mut Workbook,
        formats: &Formats,
        cuts: &mut Vec<Cut>,
    ) -> Result<String, XlsxError> {
        let mut cells = row.to_vec();
        let mut rest: Vec<&str> = vec![""; row.len()];
        let mut parts = vec![1_usize; row.len()];
        let mut place = String::new();
        loop {
            for ((cell, rest), parts) in cells.iter_mut().zip(&mut rest).zip(&mut parts) {
                if let Cell::Text(text) = cell {
                    let (part, after) = cut(text);
                    *cell = Cell::Text(part);
                    *rest = after;
                    *parts += usize::from(!after.is_empty());
                }
            }
            let written = self.write_row(&cells, link, workbook, formats)?;
            if place.is_empty() {
                place = written;
            }
            if rest.iter().all(|rest| rest.is_empty()) {
                break;
            }
            let columns = self.table.columns.iter();
            for ((cell, rest), column) in cells.iter_mut().zip(&mut rest).zip(columns) {
                if !self.table.primary_key.contains(&column.name) {
                    *cell = Cell::from(std::mem::take(rest));
                }
            }
        }
        for (parts, column) in parts.into_iter().zip(self.table.columns) {
            if parts > 1 {
                cuts.push(Cut::new(self.table, column.name, row, parts));
            }
        }
        self.rows += 1;
        Ok(place)
    }

    fn write_row(
        &mut self,
        cells: &[Cell<'_>],
        link: Option<&String>,
        workbook: &mut Workbook,
        formats: &Formats,
    ) -> Result<String, XlsxError> {
        if self.next_row >= ROWS_MAX {
            self.open(workbook, formats)?;
        }
        let row = self.next_row;
        let place = format!("internal:'{}'!A{}", self.name(), row + 1);
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(place);
        };
        let columns = self.table.columns.iter().zip(&mut self.widths);
        for (column, (cell, (about, width))) in (0_u16..).zip(cells.iter().zip(columns)) {
            if let (Cell::Text(id), Some(link)) = (cell, link)
                && about.name == "initiative_id"
                && self.links < LINKS_MAX
            {
                sheet.write_url(row, column, Url::new(link).set_text(*id))?;
                self.links += 1;
            } else {
                write_cell(sheet, row, column, *cell, about.unit == Some("kr"), formats)?;
            }
            *width = (*width).max(width_of(*cell));
        }
        self.next_row += 1;
        Ok(place)
    }

    /// The sheets, with filters over all their rows.
    pub(super) fn finish(mut self) -> Result<Vec<Worksheet>, XlsxError> {
        let last_column = u16::try_from(self.table.columns.len().saturating_sub(1)).unwrap_or(0);
        let full = self.sheets.len().saturating_sub(1);
        for (index, sheet) in self.sheets.iter_mut().enumerate() {
            let rows = if index < full {
                ROWS_MAX
            } else {
                self.next_row
            };
            sheet.autofilter(0, 0, rows - 1, last_column)?;
            for (column, width) in (0_u16..).zip(&self.widths) {
                let width = (*width).clamp(WIDTH_MIN, WIDTH_MAX);
                sheet
                    .set_column_width(column, f64::from(u16::try_from(width).unwrap_or(8)) + 1.0)?;
            }
        }
        Ok(self.sheets)
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
    is_amount: bool,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Null => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, text)?;
        }
        Cell::Integer(number) if number.unsigned_abs() > EXACT_MAX => {
            sheet.write_string(row, column, number.to_string())?;
        }
        // Exact, see above.
        #[allow(clippy::cast_precision_loss)]
        Cell::Integer(number) if is_amount => {
            sheet.write_number_with_format(row, column, number as f64, &formats.amount)?;
        }
        #[allow(clippy::cast_precision_loss)]
        Cell::Integer(number) => {
            sheet.write_number(row, column, number as f64)?;
        }
        Cell::Number(number) => {
            sheet.write_number(row, column, number)?;
        }
        Cell::Boolean(truth) => {
            sheet.write_boolean(row, column, truth)?;
        }
        // Excel knows no date before 1900; such a one is text.
        Cell::Date(date) => match ExcelDateTime::parse_from_str(&date.to_string()) {
            Ok(excel) => {
                sheet.write_datetime_with_format(row, column, &excel, &formats.date)?;
            }
            Err(_) => {
                sheet.write_string(row, column, date.to_string())?;
            }
        },
        Cell::DateTime(moment) => match ExcelDateTime::from_timestamp(moment.seconds()) {
            Ok(excel) if moment.date().civil().0 >= 1900 => {
                sheet.write_datetime_with_format(row, column, &excel, &formats.moment)?;
            }
            _ => {
                sheet.write_string(row, column, moment.to_string())?;
            }
        },
    }
    Ok(())
}

/// Roughly the number of characters that a cell shows in one line.
fn width_of(cell: Cell<'_>) -> usize {
    match cell {
        Cell::Null => 0,
        Cell::Text(text) => {
            let line = text.lines().next().unwrap_or_default();
            line.chars().take(WIDTH_MAX).count()
        }
        Cell::Integer(number) => number.to_string().len() * 4 / 3,
        Cell::Number(_) | Cell::Boolean(_) => WIDTH_MIN,
        Cell::Date(_) => 10,
        Cell::DateTime(_) => 19,
    }
}
