//! The upload of a payroll service, in a copy that has drifted: some of its columns left out, one of the city's added.

use super::{About, Cell, Sheet};
use crate::domain::money::to_cents;
use crate::service::demo::week::PayLine;

const FIRST: &[&str] = &[
    "payroll_number",
    "project_code",
    "week_end_date",
    "employee_ID",
    "class_code",
    "apprentice_id",
    "gross_employee_pay",
    "all_projects",
];
const LAST: &[&str] = &[
    "wages_paid_in_lieu_of_fringes",
    "total_paid",
    "ep_haw",
    "dts_total",
    "pay_rate",
    "OT_rate",
    "gender",
    "ethnicity",
    "craft_id",
    "J/RA",
    "Boston Resident",
];

pub(super) fn sheet(about: &About<'_>, lines: &[PayLine<'_>]) -> Sheet {
    let days = |kind: &str| (1..=7).map(|day| format!("{kind}{day}")).collect::<Vec<_>>();
    let (straight, overtime) = (days("st_hrs_date"), days("ov_hrs_date"));
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let headings = [owned(FIRST), straight, overtime, owned(LAST)].concat();
    let mut rows = vec![headings.iter().map(|heading| Cell::text(heading)).collect()];
    rows.extend(lines.iter().map(|line| row(about, line)));
    Sheet { name: "Payroll", rows }
}

fn row(about: &About<'_>, line: &PayLine<'_>) -> Vec<Cell> {
    let member = line.member;
    let apprentice = if member.level == "RA" { member.worker } else { "" };
    let mut cells = vec![Cell::Figure(about.number.to_string())];
    let week = about.week.format("%-m/%-d/%Y").to_string();
    cells.extend([about.filer.project, &week, member.worker, member.classification, apprentice].map(Cell::text));
    cells.extend([line.gross, line.gross].map(Cell::amount));
    cells.extend(line.straight.iter().chain(&line.overtime).map(|hours| Cell::hours(*hours)));
    let hours = line.straight_hours() + line.overtime_hours();
    cells.push(Cell::Figure("0.00".to_owned()));
    cells.extend([Cell::amount(line.net), Cell::amount(to_cents(line.fringe * hours)), Cell::amount(line.deductions)]);
    cells.extend([line.base, line.overtime_rate].map(Cell::amount));
    cells.extend([member.gender, member.race, member.classification, member.level, member.resident].map(Cell::text));
    cells
}
