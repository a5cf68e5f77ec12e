//! # What it checks
//!
//! That things happened in the order and within the days a rule gives: an opening posted with the first-source
//! office before it is advertised, a posting that lasts, a report within days of an award. Days are calendar
//! days, or business days without weekends and federal holidays (5 U.S.C. 6103). A step may be asked once, or
//! for each firm, job order or hire.
//!
//! Where the law does not say whether both the first and the last day count, both ways are counted. A step that
//! is one factor of good faith among others is shown or not shown; it is never called broken by itself.
//!
//! # Why
//!
//! A promise to look here first is kept by doing one thing before another. The days are the promise.
//!
//! # Cannot tell when
//!
//! - an event is not on file: it may have happened;
//! - the day it is held against is not known, or the last day of a posting;
//! - counting the first day or not decides, and the law does not say which.
//!
//! # How to fix
//!
//! Add the events to the project file, each with its day and evidence.

use super::clock_days::{Days, satisfied};
use super::context::Context;
use super::events_on_file::{same_firm, shown};
use super::exposure::{Missed, expose};
use super::readings::step;
use super::standing::hold_back;
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, RunningCheck, RunningResult};
use crate::domain::event::Event;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Fact, PayrollLine};
use crate::domain::wage_determination::classification_key;
use crate::rules::asks::{Anchor, ClockStep, Counting, EventClock as Rule, Per, Relation};
use crate::rules::consequence::When;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The check.
pub struct EventClock {
    ctx: Context,
    rule: Rule,
    latest: Option<NaiveDate>,
}

impl EventClock {
    /// Over the steps of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule, latest: None }
    }
}

impl RunningCheck for EventClock {
    fn take(&mut self, line: &PayrollLine, _id: LineId, _names: &Names) {
        self.latest = self.latest.max(line.week_ending);
    }

    fn finish(self: Box<Self>, _ledger: &WeekLedger, names: &mut Names) -> RunningResult {
        let mut result = RunningResult::default();
        for step in &self.rule.steps {
            for case in self.cases(step) {
                let mut finding = self.answer(step, &case);
                if let Case::Contractor(firm) = &case {
                    finding.subject.contractor = names.intern(firm);
                }
                if let Case::Hire(worker) = &case {
                    finding.subject.worker = names.intern(worker);
                }
                let found = hold_back(&self.ctx, LineFinding::unpaid(finding));
                result.counts.count(found.finding.outcome);
                let said = matches!(found.finding.outcome, Outcome::NotMet | Outcome::CannotTell);
                if said || case == Case::Project || self.ctx.list_all {
                    result.findings.push((None, found));
                }
            }
        }
        result
    }
}

/// What a step is asked of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    Project,
    Contractor(String),
    JobOrder(String),
    Hire(String),
}

impl Case {
    /// True if an event belongs to it. One that names no firm, job order or hire belongs to all, where that may be.
    fn owns(&self, event: &Event, common: bool) -> bool {
        let is = |given: &Option<String>, wanted: &str| given.as_deref().map_or(common, |g| same_firm(g, wanted));
        match self {
            Self::Project => true,
            Self::Contractor(firm) => is(&event.contractor, firm),
            Self::JobOrder(number) => is(&event.job_order, number),
            Self::Hire(worker) => is(&event.worker, worker),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Project => String::new(),
            Self::Contractor(firm) => format!("{firm}: "),
            Self::JobOrder(number) => format!("Job order {number}: "),
            Self::Hire(worker) => format!("Hire of {worker}: "),
        }
    }
}

/// What came of a step.
struct Seen<'e> {
    event: &'e Event,
    days: Option<Days>,
    kept: Fact,
}

impl EventClock {
    fn cases(&self, step: &ClockStep) -> Vec<Case> {
        let project = &self.ctx.project;
        let concerned = project.events.iter().filter(|e| e.what == step.what || step.anchor == Some(Anchor::Event(e.what)));
        let (names, case): (Vec<&String>, fn(String) -> Case) = match step.per {
            Per::Project => return vec![Case::Project],
            Per::Contractor => {
                let contracts = project.contracts.iter().map(|c| &c.contractor);
                (contracts.chain(concerned.filter_map(|e| e.contractor.as_ref())).collect(), Case::Contractor)
            }
            Per::JobOrder => (concerned.filter_map(|e| e.job_order.as_ref()).collect(), Case::JobOrder),
            Per::Hire => (concerned.filter_map(|e| e.worker.as_ref()).collect(), Case::Hire),
        };
        // The same name in two spellings is asked once.
        let cases: BTreeMap<String, &String> = names.into_iter().rev().map(|name| (classification_key(name), name)).collect();
        let cases: BTreeSet<Case> = cases.into_values().cloned().map(case).collect();
        // Nothing on file at all is one answer, not none.
        if cases.is_empty() { vec![Case::Project] } else { cases.into_iter().collect() }
    }

    fn anchor_day(&self, step: &ClockStep, case: &Case) -> Option<NaiveDate> {
        match step.anchor? {
            Anchor::Milestone(milestone) => self.ctx.project.milestones.get(&milestone).copied(),
            Anchor::Event(what) => self.ctx.project.events.iter().find(|e| e.what == what && case.owns(e, true)).map(|e| e.on),
        }
    }

    fn answer(&self, step: &ClockStep, case: &Case) -> Finding {
        let events: Vec<&Event> = self.ctx.project.events.iter().filter(|e| e.what == step.what && case.owns(e, false)).collect();
        let anchor = self.anchor_day(step, case);
        if events.is_empty() {
            return self.not_on_file(step, case);
        }
        if step.anchor.is_some() && anchor.is_none() {
            let what = step.anchor.map_or("", Anchor::words);
            let fact = if matches!(step.anchor, Some(Anchor::Milestone(_))) { what.to_owned() } else { format!("the day of {what}") };
            return self.cannot_tell(step, case, &fact, &events);
        }
        // A wait is broken by the first that came too early; everything else is kept by any that is in time.
        let wait = step.relation == Relation::After && step.at_least.is_some();
        let mut all: Vec<Seen<'_>> = events.iter().map(|event| self.seen(step, event, anchor)).collect();
        if wait {
            all.truncate(1);
        }
        let best = [Fact::Yes, Fact::Unknown, Fact::No].iter().find_map(|fact| all.iter().find(|s| s.kept == *fact));
        match best {
            Some(seen) if seen.days.is_none() && step.relation == Relation::Lasting => {
                self.cannot_tell(step, case, &format!("the last day of {}", step.what.words()), &events)
            }
            Some(seen) => self.answered(step, case, seen, anchor),
            None => self.not_on_file(step, case),
        }
    }

    fn seen<'e>(&self, step: &ClockStep, event: &'e Event, anchor: Option<NaiveDate>) -> Seen<'e> {
        let business = step.at_least.or(step.within).is_some_and(|s| s.business);
        let days = match (step.relation, anchor) {
            (Relation::Before, Some(anchor)) => Some(Days::between(event.on, anchor, business)),
            (Relation::After, Some(anchor)) => Some(Days::between(anchor, event.on, business)),
            (Relation::Lasting, _) => event.until.map(|until| Days::between(event.on, until, business)),
            _ => None,
        };
        let in_order = match (step.relation, anchor) {
            (Relation::Before, Some(anchor)) => event.on < anchor,
            (Relation::After, Some(anchor)) => event.on >= anchor,
            (Relation::Lasting, _) if days.is_none() => return Seen { event, days, kept: Fact::Unknown },
            _ => true,
        };
        let kept = match (in_order, days) {
            (false, _) => Fact::No,
            (true, Some(days)) => satisfied(days, step),
            (true, None) => Fact::Yes,
        };
        Seen { event, days, kept }
    }

    fn begin(&self, step: &ClockStep, outcome: Outcome, title: String) -> Finding {
        let subject = Subject::default();
        let mut finding = self.ctx.finding(outcome, subject, self.latest, title);
        if let Some(law) = self.ctx.policy.citations.get(&step.citation)
            && !finding.citations.contains(law)
        {
            finding.citations.insert(0, law.clone());
        }
        finding
    }

    fn answered(&self, clock: &ClockStep, case: &Case, seen: &Seen<'_>, anchor: Option<NaiveDate>) -> Finding {
        let outcome = match (seen.kept, clock.factor) {
            (Fact::Yes, _) => Outcome::Met,
            (Fact::No, false) => Outcome::NotMet,
            _ => Outcome::CannotTell,
        };
        let whose = case.words();
        let title = match (outcome, seen.kept) {
            (Outcome::Met, _) => format!("{whose}shown: {}", clock.words()),
            (Outcome::NotMet, _) => format!("{whose}not as asked: {}", clock.words()),
            (_, Fact::Unknown) => format!("{whose}not shown, it depends on how days are counted: {}", clock.words()),
            _ => format!("{whose}not shown: {}", clock.words()),
        };
        let mut finding = self.begin(clock, outcome, capital(title));
        if let Some(anchor) = anchor {
            finding.steps.push(step(clock.anchor.map_or("", Anchor::words), "", anchor, Vec::new()));
        }
        finding.steps.push(step(clock.what.words(), "", shown(seen.event), Vec::new()));
        if let (Some(days), Some(asked)) = (seen.days, clock.at_least.or(clock.within)) {
            let (first, last) = (days.exclusive.to_string(), days.inclusive.to_string());
            if clock.counting != Counting::Inclusive {
                finding.steps.push(step(format!("{}, the first day not counted", asked.unit()), "", &first, Vec::new()));
            }
            if clock.counting != Counting::Exclusive {
                finding.steps.push(step(format!("{}, both ends counted", asked.unit()), "", &last, Vec::new()));
            }
            for (span, words) in [(clock.at_least, "at least"), (clock.within, "at most")] {
                finding.steps.extend(span.map(|s| step(format!("asked: {words}"), "", format!("{} {}", s.days, s.unit()), Vec::new())));
            }
            finding.read = Some(if clock.counting == Counting::Inclusive { last.clone() } else { first.clone() });
            if clock.counting == Counting::NotStated {
                finding.interval = Some((first, last));
            }
            finding.expected = Some(asked.days.to_string());
            finding.unit = asked.unit();
        }
        if seen.kept == Fact::Unknown {
            let fact = "whether the first day counts, which the law does not say".to_owned();
            finding.missing.push(Missing { fact, hangs_on: String::new(), holder: "the city" });
        } else if outcome == Outcome::CannotTell {
            let fact = format!("evidence of {}", clock.words());
            finding.missing.push(Missing { fact, hangs_on: String::new(), holder: "the contractor" });
        }
        finding.fix = match outcome {
            Outcome::NotMet => "Show why it could not be done in time, or correct the days.".into(),
            Outcome::CannotTell => "Give evidence of it, or show the other steps taken.".into(),
            _ => "".into(),
        };
        if outcome == Outcome::NotMet {
            let firm = if let Case::Contractor(firm) = case { firm } else { "" };
            let late = clock.within.zip(seen.days).map(|(within, days)| days.exclusive - i64::from(within.days)).filter(|d| *d > 0);
            expose(&self.ctx, &Missed { when: When::Late, days: late, violations: 1, contractor: firm, ..Missed::default() }, &mut finding);
        }
        finding
    }

    fn not_on_file(&self, clock: &ClockStep, case: &Case) -> Finding {
        let what = clock.what.words();
        if clock.if_any {
            return self.begin(clock, Outcome::NotApplicable, capital(format!("{}{what} is not on file", case.words())));
        }
        let mut finding = self.begin(clock, Outcome::CannotTell, capital(format!("{}not shown: {}", case.words(), clock.words())));
        finding.missing.push(Missing { fact: format!("evidence of {what}"), hangs_on: String::new(), holder: "the contractor" });
        finding.fix = format!("Add {what} to the project file, with its day and evidence.").into();
        if !clock.factor {
            let firm = if let Case::Contractor(firm) = case { firm } else { "" };
            expose(&self.ctx, &Missed { when: When::EvidenceMissing, violations: 1, contractor: firm, ..Missed::default() }, &mut finding);
        }
        finding
    }

    fn cannot_tell(&self, clock: &ClockStep, case: &Case, fact: &str, events: &[&Event]) -> Finding {
        let title = capital(format!("{}not shown without {fact}: {}", case.words(), clock.words()));
        let mut finding = self.begin(clock, Outcome::CannotTell, title);
        finding.steps.extend(events.iter().map(|e| step(clock.what.words(), "", shown(e), Vec::new())));
        finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: String::new(), holder: "the contractor" });
        finding.fix = format!("Add {fact} to the project file.").into();
        finding
    }
}

/// The first letter as a sentence begins.
fn capital(text: String) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
