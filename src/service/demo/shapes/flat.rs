//! The flat table: a row for each worker and week.

use super::{About, Cell, Sheet};
use crate::service::demo::week::PayLine;

const HEADINGS: &[&str] = &[
    "week_ending",
    "payroll_number",
    "project",
    "contractor",
    "worker_id",
    "boston_resident",
    "race",
    "gender",
    "trade",
    "classification",
    "level",
    "st_sun",
    "st_mon",
    "st_tue",
    "st_wed",
    "st_thu",
    "st_fri",
    "st_sat",
    "ot_sun",
    "ot_mon",
    "ot_tue",
    "ot_wed",
    "ot_thu",
    "ot_fri",
    "ot_sat",
    "base_rate",
    "OT Rate",
    "fringe_plan",
    "fringe_cash",
    "gross_project",
    "gross_all",
    "deductions",
    "net",
];

/// As text, headings first.
pub(super) fn text(about: &About<'_>, lines: &[PayLine<'_>]) -> Sheet {
    let mut rows = vec![headings()];
    rows.extend(lines.iter().map(|line| row(about, line)));
    Sheet { name: "Payroll", rows }
}

/// In a workbook, under a few lines of the firm's own.
pub(super) fn workbook(about: &About<'_>, lines: &[PayLine<'_>]) -> Sheet {
    let said = |label: &str, text: &str| vec![Cell::text(label), Cell::text(text)];
    let mut rows = vec![
        said(about.filer.firm, ""),
        said("Certified payroll for", about.project),
        said("Payroll no.", &about.number.to_string()),
        Vec::new(),
        headings(),
    ];
    rows.extend(lines.iter().map(|line| row(about, line)));
    Sheet { name: "Payroll", rows }
}

fn headings() -> Vec<Cell> {
    HEADINGS.iter().map(|heading| Cell::text(heading)).collect()
}

fn row(about: &About<'_>, line: &PayLine<'_>) -> Vec<Cell> {
    let member = line.member;
    let texts = [
        about.week.to_string(),
        about.number.to_string(),
        about.filer.project.to_owned(),
        about.filer.firm.to_owned(),
        member.worker.to_owned(),
        member.resident.to_owned(),
        member.race.to_owned(),
        member.gender.to_owned(),
        member.classification.to_owned(),
        member.classification.to_owned(),
        member.level.to_owned(),
    ];
    let mut cells: Vec<Cell> = texts.iter().map(|text| Cell::text(text)).collect();
    cells.extend(line.straight.iter().chain(&line.overtime).map(|hours| Cell::hours(*hours)));
    cells.extend([line.base, line.overtime_rate, line.fringe].map(Cell::amount));
    cells.push(Cell::Figure("0.00".to_owned()));
    cells.extend([line.gross, line.gross, line.deductions, line.net].map(Cell::amount));
    cells
}
