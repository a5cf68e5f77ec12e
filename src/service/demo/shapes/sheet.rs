//! Rows of cells, as text or as a workbook.

use crate::domain::quantity::{Quantity, Unit};
use crate::service::fault::Fault;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Formula, Workbook};

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A figure.
    Figure(String),
    /// A formula that broke.
    Broken,
}

impl Cell {
    /// A text; none where it is empty.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// An amount as a payroll program prints it.
    pub fn amount<U: Unit>(amount: Quantity<U>) -> Self {
        Self::Figure(amount.to_string())
    }

    /// Hours; no hours are an empty cell.
    pub fn hours<U: Unit>(hours: Quantity<U>) -> Self {
        if hours.is_zero() { Self::Empty } else { Self::Figure(hours.to_decimal().to_string()) }
    }

    fn shown(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Text(text) | Self::Figure(text) => text,
            Self::Broken => "#REF!",
        }
    }
}

/// Rows of cells.
pub struct Sheet {
    /// The name of the sheet.
    pub name: &'static str,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// As delimited text: comma, quotes where needed, CRLF.
    pub fn csv(&self) -> Vec<u8> {
        let mut out = String::new();
        for row in &self.rows {
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                let shown = cell.shown();
                if shown.contains([',', '"', '\n']) {
                    out.push('"');
                    out += &shown.replace('"', "\"\"");
                    out.push('"');
                } else {
                    out += shown;
                }
            }
            out += "\r\n";
        }
        out.into_bytes()
    }

    /// As a workbook. A fixed day stands in its properties, so that the same rows are the same bytes.
    ///
    /// # Errors
    /// [`Fault::Ours`] where it cannot be written.
    pub fn xlsx(&self) -> Result<Vec<u8>, Fault> {
        self.workbook().map_err(|error| Fault::Ours(format!("a workbook of the demonstration: {error}")))
    }

    fn workbook(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_ymd(2025, 6, 30)?;
        workbook.set_properties(&DocProperties::new().set_title("Certified payroll (demo)").set_creation_datetime(&made));
        let sheet = workbook.add_worksheet().set_name(self.name)?;
        for (line, row) in (0_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        sheet.write_string(line, column, text)?;
                    }
                    // A workbook keeps figures as binary fractions; the shortest text of each is the figure itself.
                    Cell::Figure(text) => match text.parse::<f64>() {
                        Ok(figure) => {
                            sheet.write_number(line, column, figure)?;
                        }
                        Err(_) => {
                            sheet.write_string(line, column, text)?;
                        }
                    },
                    Cell::Broken => {
                        sheet.write_formula(line, column, Formula::new("#REF!").set_result("#REF!"))?;
                    }
                }
            }
        }
        workbook.save_to_buffer()
    }
}
