//! A small invented Run for the tests of the writers. Its figures were worked out by hand.

use super::Options;
use crate::domain::citation::Citation;
use crate::domain::finding::{Exposure, Finding, Missing, Step, Subject};
use crate::domain::outcome::{Force, Outcome, Severity, Status};
use crate::domain::payroll::Level;
use crate::domain::place::{CellRange, SheetId};
use crate::domain::problem::{NotChecked, Problem, Site};
use crate::domain::quantity::Money;
use crate::domain::run::{CheckCounts, ColumnUse, Counts, InputReading, NotUsed, Run, RunRule, SheetReading, WhyNotUsed, WorkerOwed};
use chrono::NaiveDate;
use std::io::{self, Write};

const SHEET: SheetId = SheetId(0);

/// Letter to column: `F` is 5.
fn cell(letter: char, row: u32) -> CellRange {
    CellRange::cell(SHEET, u16::from(letter as u8 - b'A'), row)
}

fn cells(letter: char, first_row: u32, last_row: u32) -> CellRange {
    CellRange { first_row, last_row, ..cell(letter, first_row) }
}

fn step(label: &'static str, expression: &str, value: &str, cells: Vec<CellRange>) -> Step {
    Step { label: label.into(), expression: expression.to_owned(), value: value.to_owned(), cells }
}

fn law(text: &str, url: &str) -> Citation {
    Citation { text: text.to_owned(), url: url.to_owned() }
}

fn base(rule: u16, check: &'static str, outcome: Outcome, title: &'static str) -> Finding {
    Finding {
        rule,
        check,
        outcome,
        force: Force::Requirement,
        status: Status::InForce,
        severity: Severity::Answer,
        subject: Subject::default(),
        title: title.into(),
        read: None,
        interval: None,
        expected: None,
        difference: None,
        unit: "",
        owed: None,
        exposure: None,
        missing: Vec::new(),
        steps: Vec::new(),
        cells: Vec::new(),
        fix: "".into(),
        citations: Vec::new(),
        rule_from: None,
    }
}

fn problem(code: &'static str, at: CellRange, read: &str, kind: &'static str, expected: &'static str, fix: &str) -> Problem {
    Problem {
        code,
        site: Site::Cells(at),
        read: read.to_owned(),
        kind,
        expected: expected.into(),
        fix: fix.to_owned(),
        not_checked: NotChecked::Row,
    }
}

/// One week of an invented payroll: fourteen rows, of which nine are used.
pub(super) fn run() -> Run {
    let mut run = Run { as_of: NaiveDate::from_ymd_opt(2026, 3, 25), project: Some("P-104".to_owned()), ..Run::default() };
    reading(&mut run);
    problems(&mut run);
    let week = NaiveDate::from_ymd_opt(2026, 3, 14);
    let project = run.names.intern("P-104");
    let firm = run.names.intern("Example Electric");
    let mut subject = |worker: &str, trade: &str| Subject {
        project,
        contractor: firm,
        worker: run.names.intern(worker),
        trade: run.names.intern(trade),
        level: Some(Level::Journeyworker),
        week_ending: week,
        ..Subject::default()
    };
    let (w0417, w0419, w0423) = (subject("W0417", "Electrician"), subject("W0419", "Laborer"), subject("W0423", "Elec helper"));
    run.findings.push(Finding {
        subject: w0417,
        read: Some("88.50".into()),
        expected: Some("91.50".into()),
        difference: Some("-3.00".into()),
        unit: "dollars per hour",
        owed: Some(Money::whole(120)),
        steps: vec![
            step("due", "58.00 + 33.50", "91.50", vec![]),
            step("paid", "55.00 + 33.50", "88.50", vec![cell('M', 9), cell('O', 9)]),
            step("short", "(91.50 − 88.50) × 40.00 hours", "120.00", vec![cells('K', 9, 9)]),
        ],
        cells: vec![cell('M', 9), cell('O', 9)],
        fix: "Pay 120.00 and keep the proof, or correct Payroll!M9.".into(),
        citations: vec![law("29 CFR 5.5(a)(1)", "https://www.ecfr.gov/current/title-29/section-5.5")],
        rule_from: NaiveDate::from_ymd_opt(2023, 10, 23),
        ..base(0, "prevailing-rate", Outcome::NotMet, "Paid below the wage determination")
    });
    run.findings.push(Finding {
        subject: w0419,
        owed: Some(Money::whole(126)),
        exposure: Some(Exposure { amount: Money::whole(33), shall: false, why: "1 day × 33.00, 29 CFR 5.5(b)(2)".into() }),
        steps: vec![
            step("due", "42.00 × 1.5", "63.00", vec![]),
            step("paid", "", "42.00", vec![cell('N', 11)]),
            step("short", "21.00 × 6.00 hours", "126.00", vec![cell('L', 11)]),
        ],
        cells: vec![cell('L', 11), cell('N', 11)],
        fix: "Pay 126.00 and keep the proof, or correct Payroll!N11.".into(),
        citations: vec![law("29 CFR 5.5(b)(1)", "https://www.ecfr.gov/current/title-29/section-5.5")],
        ..base(1, "overtime", Outcome::NotMet, "Overtime was paid at the straight-time rate")
    });
    run.findings.push(Finding {
        subject: w0423,
        missing: vec![Missing {
            fact: "the classification on the wage determination that fits Elec helper".into(),
            hangs_on: "38.00 hours".into(),
            holder: "the contractor",
        }],
        cells: vec![cell('C', 15)],
        fix: "Name the classification in Payroll!C15, or ask the city for a rate.".into(),
        citations: vec![law("29 CFR 5.5(a)(1)(iii)", "https://www.ecfr.gov/current/title-29/section-5.5")],
        ..base(0, "classification-known", Outcome::CannotTell, "Elec helper is not on the wage determination")
    });
    run.findings.push(Finding {
        subject: w0417,
        read: Some("3660.00".into()),
        expected: Some("3660.00".into()),
        difference: Some("0.00".into()),
        unit: "dollars",
        cells: vec![cell('P', 9)],
        ..base(3, "gross-adds-up", Outcome::Met, "Gross pay adds up")
    });
    shares(&mut run);
    let count = |met, not_met, cannot_tell, not_applicable| Counts { met, not_met, cannot_tell, not_applicable };
    run.counts = vec![
        CheckCounts { rule: 0, check: "prevailing-rate", counts: count(7, 1, 0, 1) },
        CheckCounts { rule: 0, check: "classification-known", counts: count(8, 0, 1, 0) },
        CheckCounts { rule: 1, check: "overtime", counts: count(8, 1, 0, 0) },
        CheckCounts { rule: 2, check: "workforce-share", counts: count(3, 2, 1, 0) },
        CheckCounts { rule: 3, check: "gross-adds-up", counts: count(9, 0, 0, 0) },
    ];
    let owed = |worker: &str, dollars| WorkerOwed {
        worker: worker.to_owned(),
        contractor: "Example Electric".to_owned(),
        owed: Money::whole(dollars),
        weeks: 1,
    };
    run.owed = vec![owed("W0419", 126), owed("W0417", 120)];
    run.owed_total = Money::whole(246);
    run
}

/// Hours by hand: carpenters 1,340.00, of them residents 612.50, people of color 536.00, women 147.40,
/// and 24.00 of a worker of whom neither home nor gender is known. Apprentice electricians 160.00.
fn shares(run: &mut Run) {
    use Outcome::{CannotTell, Met, NotMet};
    let residency = ("residency of 24.00 hours", "24.00 hours");
    let gender = ("gender of 24.00 hours", "24.00 hours");
    let rows = [
        ("Carpenter", Level::Journeyworker, "resident", NotMet, "0.457", "0.475", "0.51", "-70.90", Some(residency)),
        ("Carpenter", Level::Journeyworker, "person-of-color", Met, "0.40", "0.40", "0.40", "0.00", None),
        ("Carpenter", Level::Journeyworker, "woman", CannotTell, "0.11", "0.1279", "0.12", "-13.40", Some(gender)),
        ("Electrician", Level::Apprentice, "resident", Met, "0.625", "0.625", "0.51", "18.40", None),
        ("Electrician", Level::Apprentice, "person-of-color", Met, "0.50", "0.50", "0.40", "16.00", None),
        ("Electrician", Level::Apprentice, "woman", NotMet, "0.00", "0.00", "0.12", "-19.20", None),
    ];
    for (trade, level, group, outcome, low, high, goal, difference, missing) in rows {
        let subject = Subject {
            project: run.names.intern("P-104"),
            trade: run.names.intern(trade),
            level: Some(level),
            group: Some(group),
            ..Subject::default()
        };
        let rows_of_trade = if level == Level::Journeyworker { (10, 14) } else { (16, 17) };
        run.findings.push(Finding {
            subject,
            force: Force::Goal,
            severity: Severity::Look,
            read: Some(low.into()),
            interval: (low != high).then(|| (low.to_owned(), high.to_owned())),
            expected: Some(goal.into()),
            difference: Some(difference.into()),
            unit: "hours",
            missing: missing
                .into_iter()
                .map(|(fact, hangs_on)| Missing { fact: fact.into(), hangs_on: hangs_on.into(), holder: "the contractor" })
                .collect(),
            cells: vec![cells('F', rows_of_trade.0, rows_of_trade.1)],
            citations: vec![law("City of Boston Code, 8-9.1", "https://www.boston.gov/")],
            rule_from: NaiveDate::from_ymd_opt(2017, 1, 25),
            ..base(2, "workforce-share", outcome, "Share of the hours of a trade and level")
        });
    }
}

fn reading(run: &mut Run) {
    run.inputs.push(InputReading {
        name: "payroll.xlsx".into(),
        sha256: "00".repeat(32),
        kind: "Excel workbook (.xlsx)".into(),
        first_sheet: 0,
        sheet_count: 1,
        determination: None,
    });
    let column = |column, heading: &str, field: Option<&str>, how| ColumnUse {
        column,
        row: 7,
        heading: heading.into(),
        field: field.map(str::to_owned),
        how,
    };
    run.sheets.push(SheetReading {
        sheet: "Payroll".into(),
        layout: "flat-payroll",
        header_row: 7,
        columns: vec![
            column(2, "Classification", Some("classification"), "exact"),
            column(5, "Wed hrs", Some("st_wed"), "alias"),
            column(6, "Remarks", None, "not-used"),
        ],
        rows_read: 14,
        rows_used: 9,
        rows_outside: 0,
        not_used: [12, 18, 19, 20]
            .map(|row| NotUsed { row, why: WhyNotUsed::Problem })
            .into_iter()
            .chain([NotUsed { row: 21, why: WhyNotUsed::TotalRow }])
            .collect(),
    });
    let rule = |id: &str, title: &str, digit: &str| RunRule {
        id: id.into(),
        title: title.into(),
        digest: format!("sha256:{}", digit.repeat(64)),
        overlay: false,
    };
    run.rules = vec![
        rule("us/davis-bacon", "Davis-Bacon prevailing wages", "1"),
        rule("us/cwhssa-overtime", "Overtime on federal contracts", "2"),
        rule("us-ma/boston/residents-jobs-policy", "Boston Residents Jobs Policy", "3"),
        rule("payroll/arithmetic", "Arithmetic of a payroll", "4"),
    ];
}

fn problems(run: &mut Run) {
    let hours = "hours from 0 to 24, at most two decimals";
    run.problems.push(problem(
        "hours-not-a-number",
        cell('F', 12),
        "8,5",
        "text",
        hours,
        "Type 8.5 in Payroll!F12 and choose the file again.",
    ));
    for row in 18..=20 {
        let fix = format!("Type the amount in Payroll!O{row}.");
        run.problems.push(problem("cell.formula_error", cell('O', row), "#REF!", "error", "dollars per hour", &fix));
    }
    run.notes.push(problem("cell.text_number", cell('M', 10), "55.00", "text", "", ""));
}

/// Compares what a writer writes with the file of that name under `tests/golden/`. With
/// `PLUMBLINE_GOLDEN=write` the file is written instead: read it before you keep it.
pub(super) fn matches_golden(name: &str, write: impl Fn(&mut dyn Write) -> io::Result<()>) {
    let mut written = Vec::new();
    write(&mut written).unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("PLUMBLINE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &written).unwrap();
    }
    let golden = std::fs::read(&path).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(golden).unwrap(), "{}", path.display());
}

/// The writer's text for the sample with given options.
pub(super) fn text_of(write: fn(&Run, &Options, &mut dyn Write) -> io::Result<()>, options: &Options) -> String {
    let mut out = Vec::new();
    write(&run(), options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
