//! The invented programme as it stands in `data/`: who works where, in which shape they file, what is planted.

use super::table::{self, Row};
use crate::domain::quantity::{Money, Quantity, Rate, Unit};
use crate::service::fault::Fault;
use chrono::NaiveDate;

/// A project file and the files it names.
pub struct ProjectFiles {
    /// The project's number.
    pub number: &'static str,
    /// The project file.
    pub facts: &'static str,
    /// Name and text of each file it names.
    pub beside: &'static [(&'static str, &'static str)],
}

/// The projects, in the order they were set up.
pub const PROJECTS: &[ProjectFiles] = &[
    ProjectFiles { number: "CHA", facts: include_str!("data/annex.toml"), beside: &[] },
    ProjectFiles {
        number: "TBL",
        facts: include_str!("data/tidewater.toml"),
        beside: &[
            ("DEMO-0417.csv", include_str!("data/DEMO-0417.csv")),
            ("tidewater-people.csv", include_str!("data/tidewater-people.csv")),
        ],
    },
    ProjectFiles {
        number: "HRH",
        facts: include_str!("data/harbor-row.toml"),
        beside: &[("DEMO-0519.csv", include_str!("data/DEMO-0519.csv"))],
    },
    ProjectFiles { number: "ESS", facts: include_str!("data/elm.toml"), beside: &[("DEMO-0608.csv", include_str!("data/DEMO-0608.csv"))] },
];

/// The shape a firm's payroll program gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A flat table as text.
    FlatText,
    /// A flat table in a workbook, under a few lines of its own.
    FlatWorkbook,
    /// Form WH-347 of January 2025 in a workbook: two rows a worker.
    Wh347,
    /// The upload of a payroll service, with its own headings.
    Lcptracker,
}

/// One firm's part of a project, and how it files.
pub struct Filer {
    /// Number of the project.
    pub project: &'static str,
    /// The firm.
    pub firm: &'static str,
    /// The firm it works for; empty for the main contractor.
    pub above: &'static str,
    /// First day, where it is set.
    pub started_on: Option<NaiveDate>,
    /// Last days of the first and of the last week on file.
    pub weeks: Option<(NaiveDate, NaiveDate)>,
    /// The last one is its last payroll.
    pub finished: bool,
    /// How its files look.
    pub shape: Shape,
    /// Who signs, and as what.
    pub signer: (&'static str, &'static str),
}

/// Somebody of a crew.
pub struct Member {
    /// The firm.
    pub firm: &'static str,
    /// Identifying number.
    pub worker: &'static str,
    /// Classification.
    pub classification: &'static str,
    /// `J`, `RA`, or empty where the work knows no levels.
    pub level: &'static str,
    /// Base rate.
    pub base: Rate,
    /// Fringe to plans for each hour.
    pub fringe: Rate,
    /// `Y`, `N`, or empty where nobody knows.
    pub resident: &'static str,
    /// As the worker said.
    pub race: &'static str,
    /// As the worker said.
    pub gender: &'static str,
    /// The weeks they are there, where not all.
    pub weeks: (Option<NaiveDate>, Option<NaiveDate>),
}

/// What is planted in a week of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plant {
    /// Another base rate is paid.
    Base(Rate),
    /// Other fringe is paid.
    Fringe(Rate),
    /// So many hours on Saturday, at the straight rate.
    SaturdayStraight(i32),
    /// So many hours on Saturday, at one and a half times the base.
    SaturdayOvertime(i32),
    /// So many hours on Friday.
    Friday(i32),
    /// Gross pay is written so much too small.
    GrossLess(Money),
    /// Net pay is written so much too small.
    NetLess(Money),
}

/// Where something is planted.
pub struct Planted {
    /// The firm.
    pub firm: &'static str,
    /// Last day of the week.
    pub week: NaiveDate,
    /// The worker.
    pub worker: &'static str,
    /// What.
    pub plant: Plant,
}

/// The whole programme.
pub struct Programme {
    /// Firms on projects, in the order they were taken on.
    pub filers: Vec<Filer>,
    /// Their crews.
    pub crews: Vec<Member>,
    /// What is planted.
    pub planted: Vec<Planted>,
}

/// Reads the programme.
///
/// # Errors
/// [`Fault::Ours`] where the data that goes with the program cannot be read.
pub fn read() -> Result<Programme, Fault> {
    let all = || {
        Some(Programme {
            filers: table::rows(include_str!("data/contracts.csv")).map(|row| filer(&row)).collect::<Option<_>>()?,
            crews: table::rows(include_str!("data/crews.csv")).map(|row| member(&row)).collect::<Option<_>>()?,
            planted: table::rows(include_str!("data/planted.csv")).map(|row| planted(&row)).collect::<Option<_>>()?,
        })
    };
    all().ok_or_else(|| Fault::Ours("the data of the demonstration cannot be read".to_owned()))
}

fn filer(row: &Row) -> Option<Filer> {
    let [project, firm, above, started_on, first, last, finished, shape, signer, title] = row.cells()?;
    let shape = match shape {
        "flat-text" => Shape::FlatText,
        "flat-workbook" => Shape::FlatWorkbook,
        "wh347" => Shape::Wh347,
        "lcptracker" => Shape::Lcptracker,
        _ => return None,
    };
    Some(Filer {
        project,
        firm,
        above,
        started_on: day_or_none(started_on)?,
        weeks: day_or_none(first)?.zip(day_or_none(last)?),
        finished: finished == "yes",
        shape,
        signer: (signer, title),
    })
}

fn member(row: &Row) -> Option<Member> {
    let [firm, worker, classification, level, base, fringe, resident, race, gender, from, until] = row.cells()?;
    Some(Member {
        firm,
        worker,
        classification,
        level,
        base: amount(base)?,
        fringe: amount(fringe)?,
        resident,
        race,
        gender,
        weeks: (day_or_none(from)?, day_or_none(until)?),
    })
}

fn planted(row: &Row) -> Option<Planted> {
    let [firm, week, worker, what, figure] = row.cells()?;
    let hours = || figure.parse().ok();
    let plant = match what {
        "base" => Plant::Base(amount(figure)?),
        "fringe" => Plant::Fringe(amount(figure)?),
        "saturday-straight" => Plant::SaturdayStraight(hours()?),
        "saturday-overtime" => Plant::SaturdayOvertime(hours()?),
        "friday" => Plant::Friday(hours()?),
        "gross-less" => Plant::GrossLess(amount(figure)?),
        "net-less" => Plant::NetLess(amount(figure)?),
        _ => return None,
    };
    Some(Planted { firm, week: week.parse().ok()?, worker, plant })
}

/// A day; an empty text is none, and another text is a fault.
fn day_or_none(text: &str) -> Option<Option<NaiveDate>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// An exact amount.
pub(super) fn amount<U: Unit>(text: &str) -> Option<Quantity<U>> {
    Quantity::from_decimal(text.parse().ok()?).ok()
}
