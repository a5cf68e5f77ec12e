//! The file to try first: the week a firm has still to send, with two cells that cannot be read and three findings.
//!
//! 17 columns, of which 15 say what they hold; two are both headed `Rate`, and a person says which is which. By hand:
//!
//! | cell, worker | what stands there | what comes of it |
//! |---|---|---|
//! | F12, 0420 | `8,5` as text | not a number: 8.5 is meant, for 8 + 8.5 + 8 + 8 + 7.5 = 40 |
//! | O18, 0426 | `#REF!` | a formula that broke: 33.50, as for every electrician |
//! | M9, 0417 | 55.00 for 58.00 | 3.00 × 40 = 120.00 |
//! | N11, 0419 | 42.00 for 42.00 × 1.5 = 63.00 | 21.00 × 6 = 126.00 |
//! | C13, 0421 | marked an apprentice, and known not to be registered; 34.80 for 58.00 | 23.20 × 32 = 742.40 |
//! | row 15, 0424 | nobody knows where the worker lives | residents among electricians: 228 or 268 hours of 468, and 238.68 are asked |
//! | row 19 | a subtotal | not a worker, not used |
//!
//! Regular hours: 12 electricians 11 × 40 + 28 = 468, the laborer 40, the apprentice 32: 540; overtime 6. Gross pay:
//! 55 × 40 + 58 × 428 + 42 × 46 + 34.80 × 32 = 2,200 + 24,824 + 1,932 + 1,113.60 = 30,069.60.

use super::shapes::{Cell, Sheet};
use crate::domain::money::to_cents;
use crate::domain::quantity::{Hours, Rate};
use crate::service::fault::Fault;
use chrono::{Days, NaiveDate};

/// Last day of its week.
pub const WEEK: &str = "2025-06-14";
/// The firm it is of.
pub const FIRM: &str = "Bayside Electric (demo)";
/// The number of its project.
pub const PROJECT: &str = "TBL";

/// Rows above the headings, the headings themselves being row 8.
const ABOVE: &[&[&str]] = &[
    &["Bayside Electric (demo)"],
    &["Certified payroll"],
    &["Project", "Tidewater Branch Library"],
    &["Payroll no.", "15"],
    &["Week ending", "6/14/2025"],
    &[],
    &[],
];

/// Worker, kind of work, hours of each day from Sunday, rate, overtime rate. Kinds: electrician, laborer, apprentice.
const ROWS: &[(&str, char, [&str; 7], &str, &str)] = &[
    ("0417", 'e', ["", "8", "8", "8", "8", "8", ""], "55.00", "82.50"),
    ("0418", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0419", 'l', ["", "8", "8", "8", "8", "8", "6"], "42.00", "42.00"),
    ("0420", 'e', ["", "8", "8.5", "8", "8", "7.5", ""], "58.00", "87.00"),
    ("0421", 'a', ["", "8", "8", "8", "8", "", ""], "34.80", "52.20"),
    ("0422", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0423", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0424", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0425", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0426", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0427", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0428", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0429", 'e', ["", "8", "8", "8", "8", "8", ""], "58.00", "87.00"),
    ("0430", 'e', ["", "6", "6", "6", "5", "5", ""], "58.00", "87.00"),
];

/// The cells that cannot be read: worker, column.
const BAD_HOURS: (&str, usize) = ("0420", 5);
const BAD_FRINGE: (&str, usize) = ("0426", 14);

/// The file as its firm made it, or with the two cells mended.
///
/// # Errors
/// [`Fault::Ours`] where the data that goes with the program cannot be read.
pub fn sheet(mended: bool) -> Result<Sheet, Fault> {
    rows(mended).map(|rows| Sheet { name: "Payroll", rows }).ok_or_else(|| Fault::Ours("the file to try cannot be made".to_owned()))
}

fn rows(mended: bool) -> Option<Vec<Vec<Cell>>> {
    let ending: NaiveDate = WEEK.parse().ok()?;
    let first = ending.checked_sub_days(Days::new(6))?;
    let days = first.iter_days().take(7).map(|day| day.format("%a %-m/%-d").to_string());
    let mut headings = vec!["emp_id".to_owned(), "class".to_owned(), "level".to_owned()];
    headings.extend(days);
    headings.extend(["ST hrs", "OT hrs", "Rate", "Rate", "Fringe", "Cash fringe", "Gross"].map(str::to_owned));
    let texts = |row: &&[&str]| row.iter().map(|text| Cell::text(text)).collect();
    let mut rows: Vec<Vec<Cell>> = ABOVE.iter().map(texts).collect();
    rows.push(headings.iter().map(|heading| Cell::text(heading)).collect());
    let (mut straight, mut overtime) = (Hours::ZERO, Hours::ZERO);
    for row in ROWS {
        let (cells, hours) = worker(row, mended)?;
        (straight, overtime) = (straight + hours.0, overtime + hours.1);
        rows.push(cells);
        if row.0 == BAD_FRINGE.0 {
            rows.push(subtotal(straight, overtime));
        }
    }
    Some(rows)
}

fn worker(row: &(&str, char, [&str; 7], &str, &str), mended: bool) -> Option<(Vec<Cell>, (Hours, Hours))> {
    let (worker, kind, days, rate, overtime_rate) = *row;
    let (class, level, fringe) = match kind {
        'l' => ("Laborer", "J", "27.25"),
        'a' => ("Electrician", "RA", "33.50"),
        _ => ("Electrician", "J", "33.50"),
    };
    let mut hours = [Hours::ZERO; 7];
    for (slot, text) in hours.iter_mut().zip(days).filter(|(_, text)| !text.is_empty()) {
        *slot = super::programme::amount(text)?;
    }
    let straight: Hours = hours[..6].iter().copied().sum();
    let (base, over): (Rate, Rate) = (super::programme::amount(rate)?, super::programme::amount(overtime_rate)?);
    let gross = to_cents(base * straight + over * hours[6]);
    let mut cells = [worker, class, level].map(Cell::text).to_vec();
    cells.extend(hours.map(Cell::hours));
    cells.extend([Cell::hours(straight), Cell::hours(hours[6]), Cell::amount(base), Cell::amount(over)]);
    cells.extend([fringe, "0.00"].map(|figure| Cell::Figure(figure.to_owned())));
    cells.push(Cell::amount(gross));
    if !mended && worker == BAD_HOURS.0 {
        cells[BAD_HOURS.1] = Cell::text("8,5");
    }
    if !mended && worker == BAD_FRINGE.0 {
        cells[BAD_FRINGE.1] = Cell::Broken;
    }
    Some((cells, (straight, hours[6])))
}

/// A line the payroll program puts after the first ten workers.
fn subtotal(straight: Hours, overtime: Hours) -> Vec<Cell> {
    let mut cells = vec![Cell::text("Subtotal")];
    cells.extend(vec![Cell::Empty; 9]);
    cells.extend([Cell::hours(straight), Cell::hours(overtime)]);
    cells.extend(vec![Cell::Empty; 5]);
    cells
}

/// What its columns hold, for the command line: a mapping as `plumbline map --save` writes it.
pub const COLUMNS: &str = r#"name = "bayside"
based_on = "flat-payroll"
rows = "one"

[columns]
"emp_id" = "worker_id"
"class" = "classification"
"level" = "level"
"Sun 6/8" = "hours_sun"
"Mon 6/9" = "hours_mon"
"Tue 6/10" = "hours_tue"
"Wed 6/11" = "hours_wed"
"Thu 6/12" = "hours_thu"
"Fri 6/13" = "hours_fri"
"Sat 6/14" = "hours_sat"
"ST hrs" = "st_hours"
"OT hrs" = "ot_hours"
"column M" = "base_rate"
"column N" = "overtime_rate"
"Fringe" = "fringe_plan"
"Cash fringe" = "fringe_cash"
"Gross" = "gross_project"
"#;
