//! The rules of one day, as if they held on every day: what a payroll would come to under them.

use super::asks::CheckRule;
use super::policy::{DateBasis, Policy};
use super::schedule::Schedule;
use chrono::NaiveDate;

impl Policy {
    /// The policy as it stands on a day. Versions that a milestone of the project selects are left as they
    /// are: the day of the work does not choose between them.
    pub fn frozen_on(&self, day: NaiveDate) -> Self {
        frozen(self, day)
    }
}

fn frozen(policy: &Policy, day: NaiveDate) -> Policy {
    let mut policy = policy.clone();
    policy.status = policy.status_on(day).cloned().into_iter().collect();
    for span in &mut policy.status {
        (span.from, span.until) = (None, None);
    }
    policy.groups.freeze(day);
    let holds = |from: Option<NaiveDate>, until: Option<NaiveDate>| from.is_none_or(|f| f <= day) && until.is_none_or(|u| day <= u);
    policy.clauses.retain(|c| c.basis != DateBasis::WorkDate || holds(c.from, c.until));
    for clause in policy.clauses.iter_mut().filter(|c| c.basis == DateBasis::WorkDate) {
        (clause.from, clause.until) = (None, None);
        clause.not_held.retain(|gap| holds(gap.from, gap.until));
        for gap in &mut clause.not_held {
            (gap.from, gap.until) = (None, None);
        }
        clause.check.freeze(day);
    }
    policy
}

impl CheckRule {
    /// Lets the figures of a day hold on every day.
    fn freeze(&mut self, day: NaiveDate) {
        match self {
            Self::WageFloor(floor) => freeze(&mut floor.rates, day),
            Self::Overtime(overtime) => freeze(&mut overtime.damages_per_day, day),
            _ => {}
        }
    }
}

fn freeze<T: Clone>(schedule: &mut Schedule<T>, day: NaiveDate) {
    let held = schedule.on(day).cloned();
    schedule.0 = held.into_iter().collect();
    for dated in &mut schedule.0 {
        (dated.from, dated.until) = (NaiveDate::MIN, None);
    }
}
