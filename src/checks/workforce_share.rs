//! # What it checks
//!
//! A group's share of the hours in each project and trade, journeyworkers and apprentices apart where the
//! rule counts them apart. The share is compared exactly, `group hours ≥ share × all hours`, never on a
//! rounded percentage. Residence, race and gender are what the payroll or the city's dated list says;
//! nothing is inferred.
//!
//! # Why
//!
//! The promise was made for each trade: a project can keep it on the whole and break it in every
//! skilled trade.
//!
//! # Cannot tell when
//!
//! - hours of workers whose group is not known straddle the target: both ends are shown, and the number
//!   of hours that would settle it;
//! - the level is not given and the rule counts levels apart: the contractor knows it;
//! - the day that selects the version is not known and the versions differ: the city knows it.
//!
//! # How to fix
//!
//! Give the missing level, proof of address or self-identification. A share below a standard leads to a
//! review of the steps taken; see the policy.

use super::context::Context;
use super::exposure::{Missed, expose, points_short};
use super::readings::step;
use super::row_ranges::RowRanges;
use super::standing::{version_missing, weigh};
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::{Missing, Subject};
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Fact, Gender, Level, PayrollLine};
use crate::domain::people::FactKind;
use crate::domain::quantity::{Exact, Hours, plain};
use crate::domain::share::{Share, Tally, shown};
use crate::domain::vocabulary;
use crate::rules::asks::{CheckRule, GroupBy, PeopleGroup, ShareTarget, WorkforceShare as Rule};
use chrono::NaiveDate;
use hashbrown::HashMap;

const GROUPS: [PeopleGroup; 3] = [PeopleGroup::Resident, PeopleGroup::PersonOfColor, PeopleGroup::Woman];

/// Hours of one project, trade and level.
#[derive(Clone, Default)]
struct Cell {
    /// Hours of everybody.
    all: i64,
    /// Known members and unknowns, by group of people.
    yes: [i64; 3],
    unknown: [i64; 3],
    /// Hours of workers whose gender the rule does not address.
    unaddressed: i64,
    /// Lines without any hours.
    hourless: u64,
    latest: Option<NaiveDate>,
    rows: RowRanges,
}

impl Cell {
    fn add(&mut self, other: &Self) {
        self.all += other.all;
        for g in 0..3 {
            self.yes[g] += other.yes[g];
            self.unknown[g] += other.unknown[g];
        }
        self.unaddressed += other.unaddressed;
        self.hourless += other.hourless;
        self.latest = self.latest.max(other.latest);
    }
    fn tally(&self, group: usize) -> Tally {
        Tally { whole: self.all, yes: self.yes[group], unknown: self.unknown[group] }
    }
}

type Key = (Sym, Sym, Option<Level>);

/// The check.
pub struct WorkforceShare {
    ctx: Context,
    rule: Rule,
    index: HashMap<Key, u32, foldhash::fast::FixedState>,
    cells: Vec<(Key, Cell)>,
    last: Option<(Key, u32)>,
}

impl WorkforceShare {
    /// Over the targets of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule, index: HashMap::default(), cells: Vec::new(), last: None }
    }

    fn key(&self, line: &PayrollLine) -> Key {
        let trade = if self.rule.by.contains(&GroupBy::Trade) { line.trade } else { Sym::NONE };
        // Levels are always kept apart here; a version that counts them together adds them up.
        (line.project, trade, line.level)
    }

    fn resident(&self, line: &PayrollLine, names: &Names) -> Fact {
        let people = &self.ctx.project.people;
        if let (false, Some(day)) = (people.facts.is_empty(), line.week_ending)
            && let Some(fact) = people.on(names.text(line.worker), FactKind::Resident, day)
        {
            return vocabulary::yes_no(&fact.value).unwrap_or(Fact::Unknown);
        }
        line.resident
    }
}

impl RunningCheck for WorkforceShare {
    fn take(&mut self, line: &PayrollLine, _id: LineId, names: &Names) {
        let key = self.key(line);
        let index = match self.last {
            Some((last, index)) if last == key => index,
            _ => *self.index.entry(key).or_insert_with(|| {
                self.cells.push((key, Cell::default()));
                (self.cells.len() - 1) as u32
            }),
        };
        self.last = Some((key, index));
        let resident = self.resident(line, names);
        let Some((_, cell)) = self.cells.get_mut(index as usize) else { return };
        cell.rows.add(line.at);
        cell.latest = cell.latest.max(line.week_ending);
        let Some(hours) = line.hours() else {
            cell.hourless += 1;
            return;
        };
        let hours = hours.micros();
        cell.all += hours;
        let woman = match line.gender {
            Gender::Woman => Fact::Yes,
            Gender::Man => Fact::No,
            Gender::NonBinary => {
                cell.unaddressed += hours;
                Fact::No
            }
            Gender::Unknown => Fact::Unknown,
        };
        for (g, fact) in [resident, line.person_of_color, woman].into_iter().enumerate() {
            match fact {
                Fact::Yes => cell.yes[g] += hours,
                Fact::Unknown => cell.unknown[g] += hours,
                Fact::No => {}
            }
        }
    }

    fn finish(self: Box<Self>, _ledger: &WeekLedger, names: &mut Names) -> RunningResult {
        let mut result = RunningResult::default();
        let by_level = self.rule.by.contains(&GroupBy::Level);
        let mut groups: Vec<(Key, Cell)> = Vec::new();
        for (key, cell) in &self.cells {
            let key = if by_level { *key } else { (key.0, key.1, None) };
            match groups.iter_mut().find(|(k, _)| *k == key).filter(|_| !by_level) {
                Some((_, sum)) => sum.add(cell),
                None => groups.push((key, cell.clone())),
            }
        }
        groups.sort_by_key(|(k, c)| (names.text(k.0).to_owned(), names.text(k.1).to_owned(), k.2.is_none(), k.2, c.all));
        for (key, cell) in &groups {
            for target in &self.rule.targets {
                let finding = self.finding(*key, cell, target, by_level, names);
                result.counts.count(finding.finding.outcome);
                result.findings.push((None, finding));
            }
        }
        result
    }
}

impl WorkforceShare {
    /// Hours of the same project and trade whose level is not known.
    fn of_unknown_level(&self, key: Key) -> Option<&Cell> {
        self.cells.iter().find(|(k, c)| (k.0, k.1) == (key.0, key.1) && k.2.is_none() && c.all > 0).map(|(_, c)| c)
    }

    fn finding(&self, key: Key, cell: &Cell, target: &ShareTarget, by_level: bool, names: &Names) -> LineFinding {
        let g = GROUPS.iter().position(|g| *g == target.group).unwrap_or(0);
        let tally = cell.tally(g);
        let share = target.share;
        let mut missing = Vec::new();
        let mut ends = ((tally.yes, tally.whole), (tally.yes + tally.unknown, tally.whole));
        let mut outcome = tally.against(share);
        if cell.hourless > 0 && outcome != Outcome::CannotTell {
            outcome = Outcome::CannotTell;
            missing.push(fact(format!("the hours of {} rows", cell.hourless), String::new(), "the contractor"));
        }
        let hours = |micros: i64| Hours::from_micros(micros).to_string();
        if by_level && key.2.is_none() {
            if outcome != Outcome::NotApplicable {
                outcome = Outcome::CannotTell;
                missing.push(fact(
                    format!("the level (journeyworker or apprentice) of {} hours", hours(cell.all)),
                    format!("{} hours", hours(cell.all)),
                    "the contractor",
                ));
            }
        } else if let Some(loose) = self.of_unknown_level(key).filter(|_| by_level) {
            // Any of those hours may belong to this level: members raise the share, others lower it.
            let others = loose.all - loose.yes[g];
            let members = loose.yes[g] + loose.unknown[g];
            ends = ((tally.yes, tally.whole + others), (tally.yes + tally.unknown + members, tally.whole + members));
            outcome = if share.reached_by(ends.0.0, ends.0.1) {
                Outcome::Met
            } else if !share.reached_by(ends.1.0, ends.1.1) {
                Outcome::NotMet
            } else {
                missing.push(fact(
                    format!("the level (journeyworker or apprentice) of {} hours in the trade", hours(loose.all)),
                    format!("{} hours", hours(loose.all)),
                    "the contractor",
                ));
                Outcome::CannotTell
            };
        }
        if outcome == Outcome::CannotTell && tally.unknown > 0 && tally.against(share) == Outcome::CannotTell {
            missing.push(settling(target.group, tally, share));
        }
        if let Some(why) = &self.ctx.version_unsure
            && outcome != Outcome::NotApplicable
            && (outcome == Outcome::CannotTell || self.another_version_differs(key, target.group, g, outcome))
        {
            outcome = Outcome::CannotTell;
            missing.push(version_missing(why));
        }
        let trade = names.text(key.1);
        let who = if trade.is_empty() { "all trades".to_owned() } else { trade.to_owned() };
        let level = key.2.map_or(String::new(), |l| format!(" {}", l.word()));
        let verb = match outcome {
            Outcome::Met => "worked at least",
            Outcome::NotMet => "worked less than",
            Outcome::CannotTell => "cannot be told to have worked",
            Outcome::NotApplicable => "have no hours to count toward",
        };
        let title = format!("{} {verb} {} % of {who}{level} hours", words(target.group), share.percent());
        let subject = Subject { project: key.0, trade: key.1, level: key.2, group: Some(target.group.word()), ..Subject::default() };
        let mut finding = self.ctx.finding(outcome, subject, cell.latest, title);
        finding.read = Some(shown(tally.yes, tally.whole));
        if ends.0 != ends.1 {
            finding.interval = Some((shown(ends.0.0, ends.0.1), shown(ends.1.0, ends.1.1)));
        }
        finding.expected = Some(share.to_string());
        finding.difference = Some(plain(i128::from(tally.yes) * 1_000_000 - share.of(tally.whole), 12));
        finding.unit = "hours";
        let is_hours = |f: Field| matches!(f, Field::DayHours(..) | Field::WeekHours(_));
        finding.cells = cell.rows.cells(&self.ctx.columns, is_hours);
        finding.steps.push(step("all hours", "", hours(tally.whole), finding.cells.clone()));
        finding.steps.push(step(format!("hours of {}", words(target.group).to_lowercase()), "", hours(tally.yes), Vec::new()));
        if tally.unknown > 0 {
            finding.steps.push(step("hours not known either way", "", hours(tally.unknown), Vec::new()));
        }
        if target.group == PeopleGroup::Woman && cell.unaddressed > 0 {
            finding.steps.push(step("hours not addressed by the rule (non-binary workers)", "", hours(cell.unaddressed), Vec::new()));
        }
        finding.steps.push(step(
            "hours asked for",
            format!("{share} × {}", hours(tally.whole)),
            plain(share.of(tally.whole), 12),
            Vec::new(),
        ));
        if cell.rows.more() > 0 {
            finding.steps.push(step("further lines, their rows not listed", "", cell.rows.more(), Vec::new()));
        }
        finding.missing = missing;
        finding.fix = match outcome {
            Outcome::NotMet => "Show the steps taken to reach the standard, or correct the rows.".into(),
            Outcome::CannotTell => "Give the missing fact, and check the file again.".into(),
            _ => "".into(),
        };
        if outcome == Outcome::NotMet {
            // What follows follows from what is known: hours not known either way count as the group's.
            let most = tally.yes + tally.unknown;
            let short = share.of(tally.whole) - i128::from(most) * 1_000_000;
            let hours = i64::try_from(short / 1_000_000).ok().map(Hours::from_micros);
            let points = points_short(share.millionths(), most, tally.whole);
            expose(&self.ctx, &Missed { points, hours, ..Missed::default() }, &mut finding);
        }
        weigh(&self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing })
    }

    /// Whether another version of the rule would answer otherwise for the hours this group belongs to.
    fn another_version_differs(&self, key: Key, group: PeopleGroup, g: usize, outcome: Outcome) -> bool {
        self.ctx.alternatives.iter().any(|&clause| {
            let Some(CheckRule::WorkforceShare(rule)) = self.ctx.policy.clauses.get(clause).map(|c| &c.check) else { return true };
            let Some(target) = rule.targets.iter().find(|t| t.group == group) else { return true };
            let mut sum = Cell::default();
            let levels = rule.by.contains(&GroupBy::Level);
            for (k, cell) in self.cells.iter().filter(|(k, _)| (k.0, k.1) == (key.0, key.1)) {
                if !levels || k.2 == key.2 {
                    sum.add(cell);
                }
            }
            sum.tally(g).against(target.share) != outcome
        })
    }
}

/// The smallest number of unknown hours that would settle it: enough members to reach the target.
fn settling(group: PeopleGroup, tally: Tally, share: Share) -> Missing {
    let short = share.of(tally.whole) - i128::from(tally.yes) * 1_000_000;
    let hours = plain(short, 12);
    let unknown = Hours::from_micros(tally.unknown);
    let what = if group == PeopleGroup::Resident { "residency" } else { "self-identification" };
    fact(format!("{what} of at least {hours} hours of the {unknown} not known"), format!("{unknown} hours"), "the contractor")
}

fn fact(fact: String, hangs_on: String, holder: &'static str) -> Missing {
    Missing { fact, hangs_on, holder }
}

fn words(group: PeopleGroup) -> &'static str {
    match group {
        PeopleGroup::Resident => "Residents",
        PeopleGroup::PersonOfColor => "People of color",
        PeopleGroup::Woman => "Women",
    }
}
