//! A template as a workbook.

use super::columns::{Column, Holds};
use super::sheet::TemplateSheet;
use crate::domain::hiring::HowFilled;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    Note, Workbook, Worksheet, XlsxError,
};

/// Rows that drop-downs and limits reach to.
const LAST_ROW: u32 = 5_000;

pub(super) fn of(template: &TemplateSheet) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day, so that the same template is the same bytes whenever it is written.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(template.title).set_creation_datetime(&made));
    let sheet = workbook.add_worksheet().set_name(template.name)?;
    let heading = heading();
    for (index, column) in (0_u16..).zip(template.columns) {
        sheet.write_string_with_format(0, index, column.heading, &heading)?;
        sheet.set_column_width(index, width(column))?;
        if let Some(format) = format(column.holds) {
            sheet.set_column_format(index, &format)?;
        }
        sheet.insert_note(0, index, &Note::new(note(column)).set_author("Plumbline").add_author_prefix(false).set_width(240))?;
        validate(sheet, index, column)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    explain(workbook.add_worksheet().set_name("How to fill")?, template)?;
    Ok(workbook)
}

fn heading() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Medium)
}

fn note(column: &Column) -> String {
    let need = if column.needed { " Needed on every row." } else { "" };
    format!("{}{need}", column.meaning)
}

fn width(column: &Column) -> u32 {
    match column.holds {
        Holds::Hours | Holds::Level | Holds::YesNo | Holds::Whole | Holds::Count => 8,
        Holds::Date | Holds::Rate | Holds::Dollars | Holds::HowFilled | Holds::Result => 12,
        Holds::Text => match column.heading {
            "Project" | "Contractor" | "Classification" | "Job Title" | "Referred By" | "Reason Not Hired" => 24,
            _ => 14,
        },
    }
}

/// Formats show every digit that was typed; text keeps leading zeros.
fn format(holds: Holds) -> Option<Format> {
    let code = match holds {
        Holds::Date | Holds::Result => "yyyy-mm-dd",
        Holds::Text | Holds::Level | Holds::YesNo | Holds::HowFilled => "@",
        Holds::Whole | Holds::Count => "0",
        Holds::Hours | Holds::Rate => "0.00####",
        Holds::Dollars => "#,##0.00",
    };
    Some(Format::new().set_num_format(code))
}

fn validate(sheet: &mut Worksheet, index: u16, column: &Column) -> Result<(), XlsxError> {
    let rule = DataValidation::new();
    let (rule, wanted) = match column.holds {
        // A result may be a word or a day: no drop-down fits both.
        Holds::Text | Holds::Result => return Ok(()),
        Holds::HowFilled => {
            let words: Vec<&str> = HowFilled::ALL.iter().map(|h| h.word()).collect();
            (rule.allow_list_strings(&words)?, "New hire, transfer, promotion, rehire or recalled; blank if not known.")
        }
        Holds::Count => (rule.allow_whole_number(DataValidationRule::Between(1, 100_000)), "A whole number of one or more."),
        Holds::Level => (rule.allow_list_strings(&["J", "RA"])?, "J for journeyworker or RA for registered apprentice."),
        Holds::YesNo => (rule.allow_list_strings(&["Y", "N"])?, "Y or N; leave it blank if it is not known."),
        Holds::Whole => (rule.allow_whole_number(DataValidationRule::Between(0, 9)), "A whole number from 0 to 9."),
        Holds::Date => {
            let days = DataValidationRule::Between(ExcelDateTime::from_ymd(1990, 1, 1)?, ExcelDateTime::from_ymd(2099, 12, 31)?);
            (rule.allow_date(days), "A date, for example 2026-03-14.")
        }
        Holds::Hours => (rule.allow_decimal_number_formula(up_to("24")), "Hours from 0 to 24."),
        Holds::Rate => (rule.allow_decimal_number_formula(up_to("1000")), "Dollars per hour, digits and a decimal point."),
        Holds::Dollars => (rule.allow_decimal_number_formula(up_to("10000000")), "Dollars and cents, digits and a decimal point."),
    };
    let rule = rule.set_error_style(DataValidationErrorStyle::Stop).set_error_title(column.heading)?.set_error_message(wanted)?;
    sheet.add_data_validation(1, index, LAST_ROW, index, &rule)?;
    Ok(())
}

/// From nothing to a figure, as text: no binary fraction is involved.
fn up_to(most: &str) -> DataValidationRule<Formula> {
    DataValidationRule::Between(Formula::new("0"), Formula::new(most))
}

fn explain(sheet: &mut Worksheet, template: &TemplateSheet) -> Result<(), XlsxError> {
    let (heading, wrapped) = (heading(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    for (row, line) in (0_u32..).zip(template.lines) {
        sheet.write_string(row, 0, *line)?;
    }
    for (index, title) in [(0, "On the sheet"), (1, "What to write"), (2, "Must it be filled")] {
        sheet.write_string_with_format(6, index, title, &heading)?;
    }
    for (row, column) in (7_u32..).zip(template.columns) {
        sheet.write_string_with_format(row, 0, column.heading, &wrapped)?;
        sheet.write_string_with_format(row, 1, column.meaning, &wrapped)?;
        sheet.write_string_with_format(row, 2, if column.needed { "yes" } else { "if it is known" }, &wrapped)?;
    }
    for (index, width) in [(0, 18_u32), (1, 80), (2, 18)] {
        sheet.set_column_width(index, width)?;
    }
    Ok(())
}
