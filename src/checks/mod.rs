//! One check, one file: facts and a rule in, findings out.
//!
//! A check never knows a file format, a database or a page. Checks of a single line run on several
//! threads ([`LineCheck`]); checks that need more than a line are handed every line in order
//! ([`RunningCheck`]) and speak at the end; checks of hiring records ([`ProjectCheck`]) are asked once, when
//! every file is read. Whichever it is, the findings do not depend on the number of threads.

mod apprentice_facts;
pub mod apprentice_ratio;
pub mod apprentice_registered;
pub mod apprentice_step;
pub mod by_firm;
pub mod checklist;
mod class_names;
mod classification_known;
mod clock_cases;
mod clock_days;
pub mod context;
mod deduction_allowed;
mod determination_lock;
mod determination_stale;
mod determined_rates;
pub mod event_clock;
mod events_on_file;
mod exempt_if_higher;
pub mod exposure;
mod floor_report;
mod floors;
mod fringe;
pub mod gap;
mod governing;
mod gross_adds_up;
mod hires_reported;
mod hours_possible;
pub mod line_repeated;
mod minimum_hours;
mod net_adds_up;
mod new_hire_share;
pub mod overtime;
mod overtime_by_day;
mod overtime_due;
pub mod payroll_filed;
mod plan_credit;
mod prevailing_rate;
mod rate_shortfall;
mod ratio_group;
mod ratio_report;
mod readings;
pub mod register;
pub mod retention;
mod row_ranges;
mod running_versions;
mod share;
mod shortfall_report;
mod standing;
mod step_rates;
pub mod vendor_history;
pub mod wage_floor;
pub mod waivers;
pub mod week_ledger;
pub mod week_missing;
mod weeks_on_file;
pub mod work_history;
pub mod workforce_share;

pub use register::{CheckDoc, build, docs};

use crate::domain::finding::Finding;
use crate::domain::hiring::HiringFacts;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::Exact;
use crate::domain::run::Counts;
use gap::{Gap, LinesByGap};
use week_ledger::{LineId, WeekLedger};
use work_history::WorkHistory;

/// A finding about one line, with what it owes before rounding.
#[derive(Clone, Debug)]
pub struct LineFinding {
    /// The finding; its `owed` is filled in later, rounded once per worker and week.
    pub finding: Finding,
    /// Dollars owed on this line, unrounded; zero where nothing is.
    pub owed: Exact,
    /// Which sum of the worker's week it belongs to: rates below a floor or wage determination overlap
    /// (the larger counts in the total), overtime comes on top.
    pub owes: Owes,
}

impl LineFinding {
    /// A finding that owes nothing.
    pub fn unpaid(finding: Finding) -> Self {
        Self { finding, owed: Exact::ZERO, owes: Owes::Nothing }
    }

    /// A finding about a rate that is short by so much in all.
    pub fn owing_rate(finding: Finding, owed: Exact) -> Self {
        Self { finding, owed, owes: if owed.is_zero() { Owes::Nothing } else { Owes::Rate } }
    }
}

/// How an amount owed joins the total of a worker's week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Owes {
    /// Nothing, or not money.
    #[default]
    Nothing,
    /// The hourly rate is short. Where several rules find a line short, the largest counts.
    Rate,
    /// The overtime premium is short; it comes on top.
    Premium,
}

/// What a line check says of one line.
#[derive(Debug)]
pub enum Verdict {
    /// Only counted.
    Quiet(Outcome),
    /// Counted and listed.
    Said(Box<LineFinding>),
    /// Cannot be told, for want of something that many lines lack alike (a column, a wage
    /// determination). Counted as `cannot-tell`; said once for all such lines by
    /// [`LineCheck::once`].
    SaidOnce(Gap),
}

impl Verdict {
    /// The answer.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Quiet(outcome) => *outcome,
            Self::Said(said) => said.finding.outcome,
            Self::SaidOnce(_) => Outcome::CannotTell,
        }
    }
}

/// A check of single lines. Shared by all threads.
pub trait LineCheck: Send + Sync {
    /// A worker for one thread, free to remember what it looked up (names are symbols of that
    /// thread's own table).
    fn on_thread(&self) -> Box<dyn LineWorker + '_>;

    /// Speaks once, after the last line, of what many lines lacked alike: `lines` counts the lines
    /// kept (repeated ones left out) that were answered [`Verdict::SaidOnce`]. These findings are
    /// listed and not counted, for their lines already are.
    fn once(&self, lines: &LinesByGap) -> Vec<Finding> {
        let _ = lines;
        Vec::new()
    }
}

/// A line check at work on one thread.
pub trait LineWorker {
    /// Checks one line. A line may be quiet or say one thing.
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict;
}

/// A check that needs more than one line. Lines come in order; repeated ones are left out.
pub trait RunningCheck: Send {
    /// Takes a line.
    fn take(&mut self, line: &PayrollLine, id: LineId, names: &Names);

    /// True if it may say something of the cells of a line just taken, which is then kept to be shown.
    fn may_speak_of(&self, id: LineId) -> bool {
        let _ = id;
        false
    }

    /// Speaks.
    fn finish(self: Box<Self>, ledger: &WeekLedger, names: &Names) -> RunningResult;
}

/// What a check of a whole project is told, once every file is read.
pub struct ProjectFacts<'r> {
    /// Hires, job orders and referrals, in the order of files and rows.
    pub hiring: &'r HiringFacts,
    /// Who worked for whom in which weeks, from the payrolls.
    pub work: &'r WorkHistory,
    /// Whether the policy binds a firm; always true where the policy does not bind each firm by itself.
    pub binds: &'r dyn Fn(&str) -> bool,
}

/// A check that holds hiring records against a rule, or against the payrolls beside them.
pub trait ProjectCheck {
    /// Speaks. The findings keep the order in which they are given.
    fn finish(self: Box<Self>, facts: &ProjectFacts<'_>, names: &mut Names) -> RunningResult;
}

/// What a running check says at the end.
#[derive(Debug, Default)]
pub struct RunningResult {
    /// Findings with what they owe and the line they belong to, if one.
    pub findings: Vec<(Option<LineId>, LineFinding)>,
    /// Answers, listed or not.
    pub counts: Counts,
}

/// A clause of a policy, made ready for a run.
pub enum Check {
    /// Of single lines.
    Line(Box<dyn LineCheck>),
    /// Of more than a line.
    Running(Box<dyn RunningCheck>),
    /// Of hiring records, and the payrolls beside them.
    Project(Box<dyn ProjectCheck>),
}
