//! Places as a reader types them into a spreadsheet: `Payroll!F12`, with the file before it where a run
//! has several: `payroll.xlsx:Payroll!F12`.

use crate::domain::place::{CellRange, SheetId, a1};
use crate::domain::problem::Site;
use crate::domain::run::{InputReading, Run};

/// The input a table belongs to.
pub fn input_of(run: &Run, sheet: SheetId) -> Option<&InputReading> {
    run.inputs.iter().find(|i| sheet.0 >= i.first_sheet && u32::from(sheet.0) < u32::from(i.first_sheet) + u32::from(i.sheet_count))
}

/// `Payroll!F9:F31`, or with several inputs `payroll.xlsx:Payroll!F9:F31`.
pub fn cells(run: &Run, range: CellRange) -> String {
    let mut text = sheet_prefix(run, range.sheet);
    text.push_str(&a1(range));
    text
}

/// What stands before an address: `Payroll!`, or with several inputs `payroll.xlsx:Payroll!`.
pub fn sheet_prefix(run: &Run, sheet: SheetId) -> String {
    let mut text = String::new();
    if run.inputs.len() > 1
        && let Some(input) = input_of(run, sheet)
    {
        text.push_str(&input.name);
        text.push(':');
    }
    if let Some(reading) = run.sheets.get(usize::from(sheet.0))
        && !reading.sheet.is_empty()
    {
        text.push_str(&reading.sheet);
        text.push('!');
    }
    text
}

/// Several runs of cells, those of one sheet named once: `Payroll!M9, O9`. At most `most` are named.
pub fn list(run: &Run, ranges: &[CellRange], most: usize) -> String {
    let mut text = String::new();
    let mut sheet = None;
    for range in ranges.iter().take(most) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        if sheet == Some(range.sheet) {
            text.push_str(&a1(*range));
        } else {
            text.push_str(&cells(run, *range));
            sheet = Some(range.sheet);
        }
    }
    if ranges.len() > most {
        text.push_str(&format!(" and {} more", ranges.len() - most));
    }
    text
}

/// Where a Problem stands. The file as a whole is its name.
pub fn site(run: &Run, site: &Site) -> String {
    match site {
        Site::Cells(range) => cells(run, *range),
        Site::Of { input, site } => match run.inputs.get(usize::from(*input)) {
            Some(input) if matches!(**site, Site::File) => input.name.clone(),
            Some(input) if run.inputs.len() > 1 => format!("{}:{}", input.name, within(site)),
            _ => self::site(run, site),
        },
        Site::File => match run.inputs.as_slice() {
            [only] => only.name.clone(),
            _ => "the file".to_owned(),
        },
        other => within(other),
    }
}

/// A site inside a file that is named elsewhere.
fn within(site: &Site) -> String {
    match site {
        Site::File => "the file".to_owned(),
        Site::Part(part) => part.clone(),
        Site::Sheet(name) => name.clone(),
        Site::Cells(range) => a1(*range),
        Site::Named { sheet, a1 } if sheet.is_empty() => a1.clone(),
        Site::Named { sheet, a1 } => format!("{sheet}!{a1}"),
        Site::Line(line) => format!("line {line}"),
        Site::Of { site, .. } => within(site),
    }
}

/// The input a Problem belongs to, where that is known.
pub fn input_of_site<'r>(run: &'r Run, site: &Site) -> Option<&'r InputReading> {
    match site {
        Site::Cells(range) => input_of(run, range.sheet),
        Site::Of { input, .. } => run.inputs.get(usize::from(*input)),
        _ => match run.inputs.as_slice() {
            [only] => Some(only),
            _ => None,
        },
    }
}

/// The cells of a site, where it has any.
pub fn range_of_site(site: &Site) -> Option<CellRange> {
    match site {
        Site::Cells(range) => Some(*range),
        Site::Of { site, .. } => range_of_site(site),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::run::SheetReading;

    fn run(names: &[&str]) -> Run {
        let mut run = Run::default();
        for (index, name) in names.iter().enumerate() {
            run.inputs.push(InputReading {
                name: (*name).to_owned(),
                first_sheet: index as u16,
                sheet_count: 1,
                ..InputReading::default()
            });
            run.sheets.push(SheetReading { sheet: "Payroll".to_owned(), ..SheetReading::default() });
        }
        run
    }

    #[test]
    fn the_file_is_named_only_where_there_are_several() {
        let range = CellRange { sheet: SheetId(0), column: 5, first_row: 9, last_row: 31 };
        assert_eq!(cells(&run(&["a.xlsx"]), range), "Payroll!F9:F31");
        assert_eq!(cells(&run(&["a.xlsx", "b.xlsx"]), range), "a.xlsx:Payroll!F9:F31");
    }

    #[test]
    fn sites_inside_one_of_several_files_carry_its_name() {
        let two = run(&["a.xlsx", "b.xlsx"]);
        let of = |inner| Site::Of { input: 1, site: Box::new(inner) };
        assert_eq!(site(&two, &of(Site::File)), "b.xlsx");
        assert_eq!(site(&two, &of(Site::Line(7))), "b.xlsx:line 7");
        assert_eq!(site(&two, &of(Site::Named { sheet: "P".into(), a1: "L2".into() })), "b.xlsx:P!L2");
        assert_eq!(site(&run(&["a.xlsx"]), &Site::File), "a.xlsx");
    }

    #[test]
    fn cells_of_one_sheet_name_it_once() {
        let one = run(&["a.xlsx"]);
        let cell = |column, row| CellRange::cell(SheetId(0), column, row);
        assert_eq!(list(&one, &[cell(12, 9), cell(14, 9)], 4), "Payroll!M9, O9");
        assert_eq!(list(&one, &[cell(0, 1), cell(0, 3), cell(0, 5)], 2), "Payroll!A1, A3 and 1 more");
    }
}
