//! What shares of hours, heads and new hires have in common: who is counted, out of what, against which part.

use crate::domain::payroll::Level;
use crate::domain::share::Share;
use crate::rules::groups::Group;

/// What a share is counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// Each project apart.
    Project,
    /// Each employer apart.
    Contractor,
    /// Each trade apart.
    Trade,
    /// Journeyworkers and apprentices apart.
    Level,
}

/// The time over which a share is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// From the first line to the last.
    #[default]
    ToDate,
    /// Each work week by itself.
    Week,
    /// Each calendar year by itself.
    CalendarYear,
    /// From the first line to the last, and nothing is found before the project is completed.
    Completion,
}

/// Whose hours or hires are counted together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All employers together, unless `by` says otherwise.
    #[default]
    Cumulative,
    /// Each employer alone.
    EachEmployer,
    /// As the contractor elected: the project's parameter `scope`.
    Elected,
}

/// What any share says, whatever it is a share of.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// What is counted apart. Always by project.
    pub by: Vec<GroupBy>,
    /// Over which time.
    pub window: Window,
    /// Whose hours are counted together.
    pub scope: Scope,
    /// The list of trades that are not counted, by index.
    pub outside_trades: Option<usize>,
    /// What is counted, unless a target says otherwise.
    pub counted: Counted,
    /// The targets.
    pub targets: Vec<ShareTarget>,
    /// Groups in the order in which the rule prefers them; shown, never judged.
    pub preference: Vec<Group>,
}

/// What is counted at all: every part that is not empty must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Levels.
    pub levels: Vec<Level>,
    /// Trades, in lower case.
    pub trades: Vec<String>,
    /// Trades left out, in lower case.
    pub trades_not: Vec<String>,
    /// Groups the worker must belong to.
    pub groups: Vec<Group>,
    /// Groups the worker must not belong to.
    pub groups_not: Vec<Group>,
    /// Straight-time hours alone.
    pub straight_only: bool,
}

/// The part asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedShare {
    /// As the law gives it.
    Given(Share),
    /// As the bid document or the agreement of the project gives it, under this parameter.
    Parameter(String),
}

impl AskedShare {
    /// As a percentage in plain digits, or the name of the parameter.
    pub fn percent(&self) -> String {
        match self {
            Self::Given(share) => share.percent(),
            Self::Parameter(name) => format!("`{name}`"),
        }
    }
}

/// What a share is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShareBase {
    /// Everything counted.
    #[default]
    Counted,
    /// What another target (by index) asks for.
    RequiredBy(usize),
    /// What counts toward another target (by index).
    CountingToward(usize),
}

/// A credit beside the hours themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// What it is for.
    pub kind: CreditKind,
    /// How far it goes.
    pub cap: Option<CreditCap>,
}

/// What a credit is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditKind {
    /// Hours of a group count twice.
    Double(Group),
    /// Hours on other projects, claimed by a parameter of the project.
    Elsewhere(String),
    /// Hours carried over from another year or project, claimed by a parameter of the project.
    CarryOver(String),
}

/// How far a credit goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditCap {
    /// A part ...
    pub share: Share,
    /// ... of the hours of a group, or (`None`) of what is required.
    pub of: Option<Group>,
}

/// One target share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareTarget {
    /// Its name within the clause; the group's word unless the file gives another.
    pub id: &'static str,
    /// Who is counted.
    pub group: Group,
    /// The part asked for.
    pub share: AskedShare,
    /// Key of its citation.
    pub citation: String,
    /// The share (or the cap of a credit) was seen in a secondary source only.
    pub secondary: bool,
    /// Levels it is about; empty for all.
    pub levels: Vec<Level>,
    /// What it is counted out of, where that is not what the clause says.
    pub counted: Option<Counted>,
    /// Who belongs counts even outside what the share is counted out of.
    pub numerator_outside: bool,
    /// What it is a share of.
    pub base: ShareBase,
    /// False where it is counted over all trades although others are counted by trade.
    pub per_trade: bool,
    /// False where exactly the share is not enough.
    pub equal_or_more: bool,
    /// Credits.
    pub credits: Vec<Credit>,
}

/// How deep one target may stand on another.
pub const DEEPEST: usize = 3;
