//! The course of the year: what happens on which day.

use super::programme::{PROJECTS, Programme};
use super::shapes::{self, About, PayrollFile};
use super::week;
use crate::domain::moment::Moment;
use crate::service::fault::Fault;
use chrono::{Days, NaiveDate};

/// Something that happens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    /// When.
    pub at: Moment,
    /// What.
    pub what: What,
}

/// What happens. Filers and projects by their place in the programme.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// A project is set up.
    SetUp(usize),
    /// A week is filed, or, amended, filed again.
    File { filer: usize, week: NaiveDate, amended: bool },
    /// A week without work is reported.
    NoWork { filer: usize, week: NaiveDate },
    /// The main contractor approves a week.
    Approve { filer: usize, week: NaiveDate },
    /// An officer closes the findings of a week that were paid.
    ClosePaid { filer: usize, week: NaiveDate },
    /// The late firms of a project are reminded.
    Remind(usize),
}

/// The day each project is set up, in the order of [`PROJECTS`].
const SET_UP: [&str; 4] = ["2024-06-20", "2025-02-03", "2025-05-05", "2025-06-27"];
/// The week without work.
const NO_WORK: (&str, &str) = ("Bayside Electric (demo)", "2025-04-12");
/// The week that is amended, and the day it is.
const AMENDED: (&str, &str, &str) = ("Bayside Electric (demo)", "2025-04-26", "2025-05-19");
/// The week that comes late, and the day it comes.
const LATE: (&str, &str, &str) = ("Two Rivers Painting (demo)", "2025-05-10", "2025-05-30");
/// The week whose findings were paid, and the day an officer closes them.
const PAID: (&str, &str, &str) = ("Bayside Electric (demo)", "2025-03-15", "2025-04-14");
/// From this day on the main contractor has not got round to approving.
const NOT_APPROVED_FROM: &str = "2025-06-14";
/// The day the late firms of Tidewater are reminded.
const REMINDED: &str = "2025-06-27";
/// The last day anything is filed.
const LAST_DAY: &str = "2025-06-27";

/// Everything that happens, in order.
pub(super) fn of(programme: &Programme) -> Vec<Act> {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap_or_default();
    let mut acts = Vec::new();
    let mut add = |on: NaiveDate, minute: u64, what: What| acts.push(Act { at: at(on, minute), what });
    for (project, on) in SET_UP.iter().enumerate() {
        add(day(on), 0, What::SetUp(project));
    }
    for (number, filer) in programme.filers.iter().enumerate() {
        let Some((first, last)) = filer.weeks else { continue };
        for week in first.iter_weeks().take_while(|week| *week <= last) {
            let chance = week::chance(filer.firm, week);
            let minute = 10 + chance / 8 % 400;
            let mut on = after(week, 6 + chance % 6).min(day(LAST_DAY));
            if (filer.firm, week) == (LATE.0, day(LATE.1)) {
                on = day(LATE.2);
            }
            if (filer.firm, week) == (NO_WORK.0, day(NO_WORK.1)) {
                add(on, minute, What::NoWork { filer: number, week });
            } else {
                add(on, minute, What::File { filer: number, week, amended: false });
            }
            if (filer.firm, week) == (AMENDED.0, day(AMENDED.1)) {
                add(day(AMENDED.2), minute, What::File { filer: number, week, amended: true });
            }
            let approved = after(on, 2);
            if filer.project == "TBL" && !filer.above.is_empty() && week.max(approved) < day(NOT_APPROVED_FROM) {
                let amended = (filer.firm, week) == (AMENDED.0, day(AMENDED.1));
                add(if amended { after(day(AMENDED.2), 2) } else { approved }, minute, What::Approve { filer: number, week });
            }
            if (filer.firm, week) == (PAID.0, day(PAID.1)) {
                add(day(PAID.2), minute, What::ClosePaid { filer: number, week });
            }
        }
    }
    if let Some(tidewater) = PROJECTS.iter().position(|project| project.number == "TBL") {
        add(day(REMINDED), 450, What::Remind(tidewater));
    }
    acts.sort_by_key(|act| act.at);
    acts
}

/// The file of a week.
pub(super) fn file(programme: &Programme, filer: usize, week: NaiveDate, amended: bool) -> Result<PayrollFile, Fault> {
    let missing = || Fault::Ours("a firm of the demonstration is missing".to_owned());
    let filer = programme.filers.get(filer).ok_or_else(missing)?;
    let (first, _) = filer.weeks.ok_or_else(missing)?;
    let number = u32::try_from((week - first).num_weeks()).unwrap_or(0) + 1;
    let project = PROJECTS.iter().find(|project| project.number == filer.project).ok_or_else(missing)?;
    // The project file has its name in the line that begins so.
    let name = project.facts.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).unwrap_or(project.number);
    shapes::file(&About { filer, project: name, week, number }, &week::lines(programme, filer, week, amended))
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// A minute of a day, counted from nine in the morning in Boston as it is in summer.
fn at(day: NaiveDate, minute: u64) -> Moment {
    let seconds = day.and_hms_opt(13, 0, 0).map_or(0, |time| time.and_utc().timestamp()) + i64::try_from(minute * 60).unwrap_or(0);
    Moment::from_micros(seconds * 1_000_000).unwrap_or(Moment::EPOCH)
}
