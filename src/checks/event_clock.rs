//! # What it checks
//!
//! That things happened in the order and within the days a rule gives: an opening posted with the first-source
//! office before it is advertised, a posting that lasts, a report within days of an award. Days are calendar
//! days, or business days without weekends and federal holidays (5 U.S.C. 6103). A step may be asked once, or
//! for each firm, job order or hire; postings, advertisements, referrals, interviews and hires are taken from the
//! hiring records too.
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
//! Add the events to the project file or the hiring records, each with its day and evidence.

use super::clock_cases::{Case, Noted, cases, noted};
use super::clock_days::{Days, satisfied};
use super::context::Context;
use super::events_on_file::shown;
use super::exposure::{Missed, expose};
use super::readings::step;
use super::standing::hold_back_for;
use super::{LineFinding, ProjectCheck, ProjectFacts, RunningResult};
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::Fact;
use crate::rules::asks::{Anchor, ClockStep, Counting, EventClock as Rule, Per, Relation};
use crate::rules::consequence::When;
use chrono::NaiveDate;

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

impl ProjectCheck for EventClock {
    fn finish(mut self: Box<Self>, facts: &ProjectFacts<'_>, names: &mut Names) -> RunningResult {
        let mut result = RunningResult::default();
        self.latest = facts.work.weeks().map(|(_, last)| last);
        let noted = noted(&self.ctx.project, facts.hiring, &self.ctx.columns, names);
        for step in &self.rule.steps {
            for case in cases(step, &self.ctx.project, &noted) {
                if step.per == Per::Contractor && !(facts.binds)(&case.name) {
                    continue;
                }
                let mut finding = self.answer(step, &case);
                match step.per {
                    Per::Contractor => finding.subject.contractor = names.intern(&case.name),
                    Per::Hire => finding.subject.worker = names.intern(&case.name),
                    Per::Project | Per::JobOrder => {}
                }
                let found = hold_back_for(&self.ctx, LineFinding::unpaid(finding), Some(&format!("step {}", step.id)));
                result.counts.count(found.finding.outcome);
                let said = matches!(found.finding.outcome, Outcome::NotMet | Outcome::CannotTell);
                if said || step.per == Per::Project || self.ctx.list_all {
                    result.findings.push((None, found));
                }
            }
        }
        result
    }
}

/// Which case it is, at the head of a title.
fn whose(step: &ClockStep, case: &Case<'_, '_>) -> String {
    match step.per {
        _ if case.name.is_empty() => String::new(),
        Per::Project => String::new(),
        Per::Contractor => format!("{}: ", case.name),
        Per::JobOrder => format!("Job order {}: ", case.name),
        Per::Hire => format!("Hire of {}: ", case.name),
    }
}

/// What came of a step.
struct Seen<'e> {
    noted: &'e Noted<'e>,
    days: Option<Days>,
    kept: Fact,
}

impl EventClock {
    fn anchor_day(&self, step: &ClockStep, case: &Case<'_, '_>) -> Option<NaiveDate> {
        match step.anchor? {
            Anchor::Milestone(milestone) => self.ctx.project.milestones.get(&milestone).copied(),
            Anchor::Event(_) => case.anchors.first().map(|n| n.event.on),
        }
    }

    fn answer(&self, step: &ClockStep, case: &Case<'_, '_>) -> Finding {
        let anchor = self.anchor_day(step, case);
        if case.own.is_empty() {
            return self.not_on_file(step, case);
        }
        if step.anchor.is_some() && anchor.is_none() {
            let what = step.anchor.map_or("", Anchor::words);
            let fact = if matches!(step.anchor, Some(Anchor::Milestone(_))) { what.to_owned() } else { format!("the day of {what}") };
            return self.cannot_tell(step, case, &fact);
        }
        // A wait is broken by the first that came too early; everything else is kept by any that is in time.
        let wait = step.relation == Relation::After && step.at_least.is_some();
        // Where some posting says how long it lasted, one that does not adds nothing.
        let lasted = step.relation == Relation::Lasting && case.own.iter().any(|n| n.event.until.is_some());
        let mut all: Vec<Seen<'_>> =
            case.own.iter().filter(|n| !lasted || n.event.until.is_some()).map(|noted| self.seen(step, noted, anchor)).collect();
        if wait {
            all.truncate(1);
        }
        let best = [Fact::Yes, Fact::Unknown, Fact::No].iter().find_map(|fact| all.iter().find(|s| s.kept == *fact));
        match best {
            Some(seen) if seen.days.is_none() && step.relation == Relation::Lasting => {
                self.cannot_tell(step, case, &format!("the last day of {}", step.what.words()))
            }
            Some(seen) => self.answered(step, case, seen, anchor),
            None => self.not_on_file(step, case),
        }
    }

    fn seen<'e>(&self, step: &ClockStep, noted: &'e Noted<'e>, anchor: Option<NaiveDate>) -> Seen<'e> {
        let event = &noted.event;
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
            (Relation::Lasting, _) if days.is_none() => return Seen { noted, days, kept: Fact::Unknown },
            _ => true,
        };
        let kept = match (in_order, days) {
            (false, _) => Fact::No,
            (true, Some(days)) => satisfied(days, step),
            (true, None) => Fact::Yes,
        };
        Seen { noted, days, kept }
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

    fn answered(&self, clock: &ClockStep, case: &Case<'_, '_>, seen: &Seen<'_>, anchor: Option<NaiveDate>) -> Finding {
        let outcome = match (seen.kept, clock.factor) {
            (Fact::Yes, _) => Outcome::Met,
            (Fact::No, false) => Outcome::NotMet,
            _ => Outcome::CannotTell,
        };
        let whose = whose(clock, case);
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
        finding.steps.push(step(clock.what.words(), "", shown(&seen.noted.event), seen.noted.cells.clone()));
        finding.cells = seen.noted.cells.iter().chain(case.anchors.first().map(|n| &n.cells).into_iter().flatten()).copied().collect();
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
            let firm = if clock.per == Per::Contractor { case.name.as_str() } else { "" };
            let late = clock.within.zip(seen.days).map(|(within, days)| days.exclusive - i64::from(within.days)).filter(|d| *d > 0);
            expose(&self.ctx, &Missed { when: When::Late, days: late, violations: 1, contractor: firm, ..Missed::default() }, &mut finding);
        }
        finding
    }

    fn not_on_file(&self, clock: &ClockStep, case: &Case<'_, '_>) -> Finding {
        let what = clock.what.words();
        if clock.if_any {
            return self.begin(clock, Outcome::NotApplicable, capital(format!("{}{what} is not on file", whose(clock, case))));
        }
        let mut finding = self.begin(clock, Outcome::CannotTell, capital(format!("{}not shown: {}", whose(clock, case), clock.words())));
        finding.missing.push(Missing { fact: format!("evidence of {what}"), hangs_on: String::new(), holder: "the contractor" });
        finding.fix = format!("Add {what} to the project file, with its day and evidence.").into();
        if !clock.factor {
            let firm = if clock.per == Per::Contractor { case.name.as_str() } else { "" };
            expose(&self.ctx, &Missed { when: When::EvidenceMissing, violations: 1, contractor: firm, ..Missed::default() }, &mut finding);
        }
        finding
    }

    fn cannot_tell(&self, clock: &ClockStep, case: &Case<'_, '_>, fact: &str) -> Finding {
        let title = capital(format!("{}not shown without {fact}: {}", whose(clock, case), clock.words()));
        let mut finding = self.begin(clock, Outcome::CannotTell, title);
        finding.steps.extend(case.own.iter().map(|n| step(clock.what.words(), "", shown(&n.event), n.cells.clone())));
        finding.cells = case.own.iter().flat_map(|n| n.cells.iter().copied()).collect();
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
