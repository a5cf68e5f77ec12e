//! # What it checks
//!
//! Of those hired, how many are still at work after 30, 60 or 90 days, or whatever days the rule names. A person
//! is at work on a day if a payroll of the employer shows hours in a week that ends on that day or later, or if
//! the hiring log gives a last day of work that is not before it. Whose day has not come, by the payrolls and by
//! the day of the assessment, is left out. A person is the same by number, or by name with the last four digits.
//!
//! # Why
//!
//! A placement that ends after two weeks fills a quota and helps nobody.
//!
//! # Cannot tell when
//!
//! - the first day of work is not given;
//! - the person no longer shows on the payrolls and the log gives no last day: the work may go on elsewhere;
//! - no hiring log was given.
//!
//! If the rule names no share, the numbers are stated without an answer.
//!
//! # How to fix
//!
//! Give the first and the last day of work in the hiring log.

use super::context::Context;
use super::events_on_file::same_firm;
use super::gap::said_once;
use super::readings::step;
use super::standing::hold_back;
use super::{LineFinding, ProjectCheck, ProjectFacts, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::hiring::{HiringRecord, Person};
use crate::domain::hiring_field::HiringField;
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::Fact;
use crate::domain::share::{Tally, shown};
use crate::rules::asks::{Retained, Retention as Rule};
use chrono::{Days, NaiveDate};
use hashbrown::HashMap;

/// So many people are named one by one; more are counted.
const NAMED: usize = 20;

/// The check.
pub struct Retention {
    ctx: Context,
    rule: Rule,
}

impl Retention {
    /// Under the figures of a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule }
    }
}

impl ProjectCheck for Retention {
    fn finish(self: Box<Self>, facts: &ProjectFacts<'_>, names: &mut Names) -> RunningResult {
        let mut result = RunningResult::default();
        let hires = self.hires(facts, names);
        for after in &self.rule.after {
            let finding = if facts.hiring.hiring_logs.tables == 0 {
                let missing = Missing { fact: "the hiring log".to_owned(), hangs_on: String::new(), holder: "the contractor" };
                let title = format!("Who is at work after {} days cannot be told without the hiring log", after.days);
                said_once(&self.ctx, title, missing, "Give the hiring log beside the payrolls.".to_owned())
            } else {
                self.answer(after, &hires, facts, names)
            };
            let found = hold_back(&self.ctx, LineFinding::unpaid(finding));
            result.counts.count(found.finding.outcome);
            result.findings.push((None, found));
        }
        result
    }
}

impl Retention {
    /// The hires that count, those of firms the policy binds.
    fn hires<'f>(&self, facts: &ProjectFacts<'f>, names: &Names) -> Vec<&'f HiringRecord> {
        let mut referred: HashMap<Sym, Vec<Person>, foldhash::fast::FixedState> = HashMap::default();
        for referral in facts.hiring.referrals.iter().filter(|r| r.hired.fact == Fact::Yes) {
            for key in [referral.person.number, referral.person.name] {
                referred.entry(key).or_default().push(referral.person);
            }
        }
        let is_referred = |hire: &HiringRecord| {
            let same = |key: Sym| referred.get(&key).is_some_and(|all| all.iter().any(|p| p.same_as(hire.person)));
            !hire.referred_by.is_none() || same(hire.person.number) || same(hire.person.name)
        };
        let counts = |hire: &&HiringRecord| (facts.binds)(names.text(hire.contractor)) && (!self.rule.referrals_only || is_referred(hire));
        facts.hiring.hires.iter().filter(counts).collect()
    }

    fn answer(&self, after: &Retained, hires: &[&HiringRecord], facts: &ProjectFacts<'_>, names: &Names) -> Finding {
        let mut tally = Tally::default();
        let (mut left, mut unknown, mut not_yet) = (Vec::new(), Vec::new(), 0_u64);
        for hire in hires {
            let stayed = self.stayed(hire, after.days, facts, names);
            match stayed {
                Stayed::NotYet => not_yet += 1,
                _ => tally.whole += 1,
            }
            match stayed {
                Stayed::Yes => tally.yes += 1,
                Stayed::Unknown(why) => {
                    tally.unknown += 1;
                    unknown.push((*hire, why));
                }
                Stayed::No(last) => left.push((*hire, last)),
                Stayed::NotYet => {}
            }
        }
        let outcome = after.share.map_or(Outcome::NotApplicable, |share| tally.against(share));
        let not_known = if tally.unknown > 0 { format!(", {} not known", tally.unknown) } else { String::new() };
        let title = format!("{} of {} hires at work after {} days{not_known}", tally.yes, tally.whole, after.days);
        let mut finding = self.ctx.finding(outcome, Subject::default(), facts.work.weeks().map(|(_, last)| last), title);
        finding.unit = "hires";
        if let Some(share) = after.share {
            finding.read = Some(shown(tally.yes, tally.whole));
            finding.expected = Some(share.to_string());
            if tally.unknown > 0 {
                finding.interval = Some((shown(tally.yes, tally.whole), shown(tally.yes + tally.unknown, tally.whole)));
            }
        }
        finding.steps.push(step("hires whose day has come", "", tally.whole, Vec::new()));
        finding.steps.push(step(format!("at work after {} days", after.days), "", tally.yes, Vec::new()));
        if not_yet > 0 {
            finding.steps.push(step("hires whose day has not come, left out", "", not_yet, Vec::new()));
        }
        let columns = &self.ctx.columns;
        for (hire, last) in left.iter().take(NAMED) {
            let cell = columns.cell_at(hire.at, Field::Hiring(HiringField::EndDate));
            finding.steps.push(step(
                format!("last day of work of {}", names.text(hire.person.key())),
                "",
                last,
                cell.into_iter().collect(),
            ));
            finding.cells.extend(cell);
        }
        for (hire, why) in unknown.iter().take(NAMED) {
            let who = names.text(hire.person.key());
            finding.missing.push(Missing { fact: format!("{why} of {who}"), hangs_on: "1 hire".to_owned(), holder: "the contractor" });
        }
        let more = left.len().saturating_sub(NAMED) + unknown.len().saturating_sub(NAMED);
        if more > 0 {
            finding.steps.push(step("further hires, not named", "", more, Vec::new()));
        }
        if outcome == Outcome::CannotTell {
            finding.fix = "Give the first and the last day of work of those named.".into();
        } else if outcome == Outcome::NotMet {
            finding.fix = "Say why those named left, or correct their last day of work.".into();
        }
        finding
    }

    fn stayed(&self, hire: &HiringRecord, days: u32, facts: &ProjectFacts<'_>, names: &Names) -> Stayed {
        let Some(start) = hire.work_expected_from() else { return Stayed::Unknown("the first day of work") };
        let day = start.checked_add_days(Days::new(u64::from(days))).unwrap_or(start);
        if let Some(last) = hire.ended_on {
            return if last >= day { Stayed::Yes } else { Stayed::No(last) };
        }
        let firm = names.text(hire.contractor);
        let keys = [hire.person.number, hire.person.name];
        let employments = keys.into_iter().filter(|k| !k.is_none()).flat_map(|k| facts.work.of_worker(k));
        let mut perhaps = false;
        for week in employments.filter(|e| same_firm(names.text(e.contractor), firm)).flat_map(|e| &e.weeks) {
            if week.week_ending >= day && week.may_have_worked() {
                if !week.some_unknown {
                    return Stayed::Yes;
                }
                perhaps = true;
            }
        }
        if perhaps {
            return Stayed::Unknown("the hours");
        }
        let reached = facts.work.span_of_firm(hire.contractor, names).is_some_and(|span| span.last >= day);
        if reached || self.ctx.as_of.is_some_and(|as_of| as_of >= day) { Stayed::Unknown("the last day of work") } else { Stayed::NotYet }
    }
}

enum Stayed {
    Yes,
    No(NaiveDate),
    Unknown(&'static str),
    NotYet,
}
