//! From pieces and a measure to a finding.

use super::cells::{Key, Period};
use super::judge::{Judged, Piece, judge};
use super::measure::Measure;
use super::parameters::NoParameter;
use super::signature::Question;
use super::telling::{Telling, Unit};
use crate::checks::context::Context;
use crate::checks::exposure::{Missed, expose};
use crate::checks::readings::step;
use crate::checks::row_ranges::RowRanges;
use crate::checks::standing::weigh;
use crate::checks::{LineFinding, Owes};
use crate::domain::field::Field;
use crate::domain::finding::{Missing, Step};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::quantity::{Exact, Hours, plain};
use crate::rules::asks::share::{DEEPEST, ShareBase, ShareTarget};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A target ready to be measured, or why it is not.
pub type Ready = Result<Measure, NoParameter>;

/// What all targets of a clause are answered with.
pub struct Answering<'a> {
    /// The clause.
    pub ctx: &'a Context,
    /// What is counted.
    pub unit: Unit,
    /// Its targets.
    pub targets: &'a [ShareTarget],
    /// Its questions, by number.
    pub questions: &'a [Question],
    /// By list: the first and last day on which it was needed and not held.
    pub not_held: &'a BTreeMap<usize, (NaiveDate, NaiveDate)>,
    /// Names.
    pub names: &'a Names,
    /// Levels are counted apart.
    pub by_level: bool,
    /// Rows that could not be read and may count.
    pub unread: u64,
    /// Nothing is found before the project is completed, and it is not known to be.
    pub interim: bool,
}

/// What is judged together.
pub struct Group<'a> {
    /// What it has in common.
    pub key: Key,
    /// What belongs for certain.
    pub known: &'a [Piece],
    /// What belongs for certain or perhaps; the same where nothing is in doubt.
    pub all: &'a [Piece],
    /// The last day counted.
    pub latest: Option<NaiveDate>,
    /// The rows.
    pub rows: &'a RowRanges,
}

/// A second opinion on an answer that facts alone give: another version of the rule, another election.
#[derive(Default)]
pub struct Doubt {
    /// Why it cannot be told after all.
    pub missing: Option<Missing>,
    /// What is shown for it.
    pub steps: Vec<Step>,
}

impl Answering<'_> {
    /// The finding of a target. `doubt` is asked about an answer before it is given.
    pub fn finding(
        &self,
        target: usize,
        ready: &Ready,
        group: &Group<'_>,
        is_counted: impl Fn(Field) -> bool,
        doubt: impl FnOnce(Outcome) -> Doubt,
    ) -> Option<LineFinding> {
        let target = self.targets.get(target)?;
        let telling = Telling {
            ctx: self.ctx,
            unit: self.unit,
            targets: self.targets,
            target,
            key: group.key,
            names: self.names,
            latest: group.latest,
            questions: self.questions,
            not_held: self.not_held,
        };
        let measure = match ready {
            Ok(measure) => measure,
            Err(none) => {
                let mut finding = telling.begin(Outcome::CannotTell, telling.title_without_share(none.name()));
                finding.missing.push(none.missing(&self.ctx.policy.id));
                finding.fix = none.fix(&self.ctx.policy.id).into();
                return Some(weigh(self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }));
            }
        };
        let known = judge(measure, group.known, group.key.level, self.names);
        let all = judge(measure, group.all, group.key.level, self.names);
        let (mut outcome, mut missing) = self.told(&telling, group, &known, &all);
        let doubt = doubt(outcome);
        let secondary = self.secondary(target);
        let by_it = outcome;
        if let Some(what) = secondary.as_ref().filter(|_| !self.ctx.project.accept_secondary && outcome != Outcome::NotApplicable) {
            outcome = Outcome::CannotTell;
            missing.push(Missing { fact: format!("an official source for {what}"), hangs_on: String::new(), holder: "the city" });
        }
        if let Some(fact) = doubt.missing {
            outcome = Outcome::CannotTell;
            missing.push(fact);
        }
        let mut title = telling.title(outcome, &measure.share.percent());
        let asked = plain(measure.coefficient * i128::from(known.whole), 6 + measure.places);
        if self.interim && outcome != Outcome::NotApplicable {
            (outcome, missing) = (Outcome::NotApplicable, Vec::new());
            let unit = self.unit.word();
            let people = telling.people().to_lowercase();
            title = format!("Interim: {asked} {unit} of {people} needed at completion, {} so far", self.unit.amount(known.part));
        }
        let mut finding = telling.begin(outcome, title);
        finding.cells = group.rows.cells(&self.ctx.columns, is_counted);
        telling.arithmetic(&mut finding, measure, &known, &all);
        if let Some(first) = finding.steps.first_mut() {
            first.cells.clone_from(&finding.cells);
        }
        finding.steps.extend(doubt.steps);
        if let Some(what) = secondary {
            let used = if self.ctx.project.accept_secondary { "" } else { ", so not used; it would say" };
            finding.steps.push(step(format!("{what} was seen in a secondary source only{used}"), "", by_it.word(), Vec::new()));
        }
        if group.rows.more() > 0 {
            finding.steps.push(step("further lines, their rows not listed", "", group.rows.more(), Vec::new()));
        }
        finding.missing = missing;
        if outcome == Outcome::NotMet {
            // What follows follows from what is known: hours not known either way count as the group's.
            let (short, whole) = (-all.high, i128::from(all.high_ends.1));
            let missed = Missed {
                points: (short > 0 && whole > 0).then_some((short * 100, whole * measure.scale)),
                hours: i64::try_from(short / measure.scale).ok().filter(|_| self.unit == Unit::Hours).map(Hours::from_micros),
                contractor: self.names.text(group.key.contractor),
                ..Missed::default()
            };
            expose(self.ctx, &missed, &mut finding);
        }
        Some(weigh(self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }))
    }

    /// What of a target, and of those it stands on, was seen in a secondary source only.
    fn secondary(&self, target: &ShareTarget) -> Option<String> {
        let (mut at, mut steps) = (Some(target), 0);
        while let Some(of) = at.filter(|_| steps < DEEPEST) {
            if of.secondary {
                return Some(format!("the share of {}", of.group.words().to_lowercase()));
            }
            at = match of.base {
                ShareBase::RequiredBy(next) => self.targets.get(next),
                // Hours that count toward another target do so whatever its share.
                ShareBase::CountingToward(_) | ShareBase::Counted => None,
            };
            steps += 1;
        }
        None
    }

    /// The answer and what is missing, as far as the facts go.
    fn told(&self, telling: &Telling<'_>, group: &Group<'_>, known: &Judged, all: &Judged) -> (Outcome, Vec<Missing>) {
        let (mut outcome, mut missing) = (all.outcome(), Vec::new());
        if known.outcome() == Outcome::NotApplicable && known.without == 0 && all.perhaps == 0 {
            return (Outcome::NotApplicable, missing);
        }
        let total = |pieces: &mut dyn Iterator<Item = &Piece>| pieces.map(|p| p.amount).sum::<i64>();
        let unit = self.unit.word();
        let fact = |fact: String, hangs_on: String| Missing { fact, hangs_on, holder: "the contractor" };
        if known.without > 0 && outcome != Outcome::CannotTell {
            outcome = Outcome::CannotTell;
            let what = match self.unit {
                Unit::Hours => "hours",
                Unit::Workers => "worker",
                Unit::Hires | Unit::Openings => "number of openings",
            };
            missing.push(fact(format!("the {what} of {} rows", known.without), String::new()));
        }
        if self.unread > 0 {
            outcome = Outcome::CannotTell;
            missing.push(fact(format!("{} rows that could not be read", self.unread), String::new()));
        }
        let in_trade = if self.names.text(group.key.trade).is_empty() { "" } else { " in the trade" };
        if self.by_level && group.key.level.is_none() {
            outcome = Outcome::CannotTell;
            let amount = self.unit.amount(total(&mut group.known.iter()));
            missing.push(fact(format!("the level (journeyworker or apprentice) of {amount} {unit}"), format!("{amount} {unit}")));
        } else if outcome == Outcome::CannotTell {
            let of_no_level = |pieces: &[Piece]| total(&mut pieces.iter().filter(|p| !p.sure && p.level.is_none() && self.by_level));
            let loose = of_no_level(group.all) - of_no_level(group.known);
            if loose > 0 {
                let amount = self.unit.amount(loose);
                missing.push(fact(
                    format!("the level (journeyworker or apprentice) of {amount} {unit}{in_trade}"),
                    format!("{amount} {unit}"),
                ));
            }
        }
        let of_no_way = total(&mut group.known.iter().filter(|p| !p.sure));
        if of_no_way > 0 && outcome == Outcome::CannotTell {
            let amount = self.unit.amount(of_no_way);
            let what = match self.unit {
                Unit::Hours => format!("which of {amount} hours of earlier weeks belong here"),
                _ => format!("how {amount} openings were filled"),
            };
            missing.push(fact(what, format!("{amount} {unit}")));
        }
        if group.key.period == Period::Unknown {
            outcome = Outcome::CannotTell;
            let amount = self.unit.amount(total(&mut group.known.iter()));
            missing.push(fact(format!("the week of {amount} {unit}"), format!("{amount} {unit}")));
        } else if group.key.period != Period::All && outcome == Outcome::CannotTell {
            let of_no_period = |pieces: &[Piece]| total(&mut pieces.iter().filter(|p| !p.sure && (p.level.is_some() || !self.by_level)));
            let loose = of_no_period(group.all) - of_no_period(group.known);
            if loose > 0 {
                let amount = self.unit.amount(loose);
                missing.push(fact(format!("the days on which {amount} {unit} were worked"), format!("{amount} {unit}")));
            }
        }
        if outcome == Outcome::CannotTell && known.outcome() == Outcome::CannotTell {
            missing.extend(telling.open_facts(known));
        }
        (outcome, missing)
    }
}
