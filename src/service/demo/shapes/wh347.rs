//! Form WH-347 of January 2025: for each worker a row of straight time above a row of overtime.

use super::{About, Cell, Sheet};
use crate::domain::money::to_cents;
use crate::service::demo::week::PayLine;

const HEADINGS: &[&str] = &[
    "1A Worker Entry No.",
    "1E Worker Identifying No.",
    "2 J or RA",
    "3 Labor Classification",
    "ST/OT",
    "Sun",
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "5 Total Hours",
    "6A Hourly Wage Rate Paid",
    "6B Total Fringe Benefit Credit",
    "6C Payment in Lieu of Fringe Benefits",
    "7A Gross This Project",
    "7B Gross All Work",
    "8 Total Deductions",
    "9 Net Payment",
];

pub(super) fn sheet(about: &About<'_>, lines: &[PayLine<'_>]) -> Sheet {
    let said = |label: &str, text: &str, other: &str, value: &str| [label, text, "", other, value].map(Cell::text).to_vec();
    let mut rows = vec![
        said("Week Ending Date:", &about.week.format("%m/%d/%Y").to_string(), "Certified Payroll No.:", &about.number.to_string()),
        said("Prime/Subcontractor's Business Name:", about.filer.firm, "Project Name:", about.project),
        Vec::new(),
        HEADINGS.iter().map(|heading| Cell::text(heading)).collect(),
    ];
    for (entry, line) in (1_u32..).zip(lines) {
        rows.push(straight(entry, line));
        rows.push(overtime(line));
    }
    Sheet { name: "WH-347", rows }
}

fn straight(entry: u32, line: &PayLine<'_>) -> Vec<Cell> {
    let member = line.member;
    let mut cells = vec![Cell::Figure(entry.to_string())];
    cells.extend([member.worker, member.level, member.classification, "ST"].map(Cell::text));
    cells.extend(line.straight.map(Cell::hours));
    let hours = line.straight_hours() + line.overtime_hours();
    cells.extend([Cell::amount(line.straight_hours()), Cell::amount(line.base), Cell::amount(to_cents(line.fringe * hours))]);
    cells.push(Cell::Figure("0.00".to_owned()));
    cells.extend([line.gross, line.gross, line.deductions, line.net].map(Cell::amount));
    cells
}

fn overtime(line: &PayLine<'_>) -> Vec<Cell> {
    let mut cells = vec![Cell::Empty; 4];
    cells.push(Cell::text("OT"));
    cells.extend(line.overtime.map(Cell::hours));
    cells.extend([Cell::amount(line.overtime_hours()), Cell::amount(line.overtime_rate)]);
    cells.extend(vec![Cell::Empty; 6]);
    cells
}
