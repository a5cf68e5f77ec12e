//! The weeks of a contract: which are on file, which are due, which are late, and when the next one is.
//!
//! One function draws them, [`weeks`]: from the first day of work to the last one, or to today. What is on file is always
//! among them, also a week before the first day or one that ends on another weekday.

use crate::domain::week::span_of;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days after the pay date within which a payroll is due: 29 CFR 3.4(a).
pub const DAYS_AFTER_PAY_DAY: u8 = 7;
/// Days from the end of a week to its pay day where the firm has not said: the next week is counted out first.
pub const PAY_DAY_UNSAID: u8 = 6;

/// What decides which weeks there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// First day of work.
    pub start: NaiveDate,
    /// Last day of work, where one is set.
    pub last: Option<NaiveDate>,
    /// The weekday weeks end on.
    pub week_ends: Weekday,
    /// Days from the end of a week to its pay day, where the firm has said.
    pub pay_day_after: Option<u8>,
}

/// What is on file of a week: the version that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Last day of the week.
    pub ending: NaiveDate,
    /// No work was done.
    pub no_work: bool,
    /// The firm's last payroll on the project.
    pub last: bool,
    /// Rules not met that no officer has decided on.
    pub findings: u64,
    /// The main contractor has still to approve it.
    pub waiting: bool,
}

/// How a week stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its pay day has not come.
    NotYet,
    /// It is to be sent, and there is time.
    ToSend,
    /// It is past due and not on file.
    Late,
    /// It is past due and not on file, and a later week is.
    Missing,
    /// It is on file.
    Filed(Filed),
}

/// One week of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its last day.
    pub ending: NaiveDate,
    /// The day it is due.
    pub due: NaiveDate,
    /// How it stands.
    pub standing: Standing,
}

/// The pay day of a week: as the firm has said, else counted.
fn pay_day(ending: NaiveDate, pay_day_after: Option<u8>) -> NaiveDate {
    after(ending, pay_day_after.unwrap_or(PAY_DAY_UNSAID))
}

/// The day a week is due.
pub fn due(ending: NaiveDate, pay_day_after: Option<u8>) -> NaiveDate {
    after(pay_day(ending, pay_day_after), DAYS_AFTER_PAY_DAY)
}

fn after(day: NaiveDate, days: u8) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day)
}

/// The last day of the week a day is in.
pub fn ending_of(day: NaiveDate, week_ends: Weekday) -> NaiveDate {
    let ahead = (week_ends.num_days_from_monday() + 7 - day.weekday().num_days_from_monday()) % 7;
    day.checked_add_days(Days::new(u64::from(ahead))).unwrap_or(day)
}

/// The weeks of a contract, in order. What is on file may come in any order.
///
/// A week is on file where a filing ends within its seven days. After the last payroll, and after the last day of work,
/// no further week is asked for. The last week of the answer is the one today is in.
pub fn weeks(terms: Terms, today: NaiveDate, filed: &[Filed]) -> Vec<Week> {
    let mut filed = filed.to_vec();
    filed.sort_by_key(|filed| filed.ending);
    let final_week = filed.iter().filter(|filed| filed.last).map(|filed| filed.ending).min();
    let asked_until = [Some(today), terms.last, final_week].into_iter().flatten().min().unwrap_or(today);
    let newest = filed.last().map(|filed| filed.ending);
    let mut weeks: Vec<Week> = filed
        .iter()
        .map(|filed| Week { ending: filed.ending, due: due(filed.ending, terms.pay_day_after), standing: Standing::Filed(*filed) })
        .collect();
    let last = ending_of(asked_until, terms.week_ends);
    let mut ending = ending_of(terms.start, terms.week_ends);
    while terms.start <= asked_until && ending <= last {
        let (first, _) = span_of(ending);
        let at = filed.partition_point(|filed| filed.ending < first);
        let on_file = filed.get(at).is_some_and(|filed| filed.ending <= ending);
        if !on_file {
            let due = due(ending, terms.pay_day_after);
            let standing = match () {
                () if pay_day(ending, terms.pay_day_after) > today => Standing::NotYet,
                () if due >= today => Standing::ToSend,
                () if newest.is_some_and(|newest| newest > ending) => Standing::Missing,
                () => Standing::Late,
            };
            weeks.push(Week { ending, due, standing });
        }
        let Some(next) = ending.checked_add_days(Days::new(7)) else { break };
        ending = next;
    }
    weeks.sort_by_key(|week| week.ending);
    weeks
}

impl Week {
    /// Past due and not on file.
    pub const fn is_overdue(&self) -> bool {
        matches!(self.standing, Standing::Late | Standing::Missing)
    }

    /// Paid, and not on file.
    pub const fn is_owed(&self) -> bool {
        matches!(self.standing, Standing::Late | Standing::Missing | Standing::ToSend)
    }

    /// Days past due; 0 where it is not.
    pub fn days_late(&self, today: NaiveDate) -> i64 {
        if self.is_overdue() { (today - self.due).num_days() } else { 0 }
    }

    /// The mark of its cell: a letter, a figure or a sign. The word says the same.
    pub fn mark(&self) -> String {
        match self.standing {
            Standing::NotYet => "–".to_owned(),
            Standing::ToSend => "□".to_owned(),
            Standing::Late => "!".to_owned(),
            Standing::Missing => "?".to_owned(),
            Standing::Filed(filed) if filed.last => "F".to_owned(),
            Standing::Filed(filed) if filed.findings > 0 => filed.findings.to_string(),
            Standing::Filed(filed) if filed.waiting => "•".to_owned(),
            Standing::Filed(filed) if filed.no_work => "0".to_owned(),
            Standing::Filed(_) => "✓".to_owned(),
        }
    }

    /// A word of ours for how it stands: for style sheets, CSV and JSON.
    pub const fn word(&self) -> &'static str {
        match self.standing {
            Standing::NotYet => "not-yet",
            Standing::ToSend => "to-send",
            Standing::Late => "late",
            Standing::Missing => "missing",
            Standing::Filed(filed) => match (filed.last, filed.findings, filed.waiting, filed.no_work) {
                (true, ..) => "last",
                (_, 1.., ..) => "findings-open",
                (_, _, true, _) => "waiting",
                (_, _, _, true) => "no-work",
                _ => "filed",
            },
        }
    }

    /// How it stands, in words.
    pub fn says(&self, today: NaiveDate) -> String {
        let days = |n: i64| if n == 1 { "1 day".to_owned() } else { format!("{n} days") };
        match self.standing {
            Standing::NotYet => "Not yet due".to_owned(),
            Standing::ToSend => format!("To send, {} left", days((self.due - today).num_days())),
            Standing::Late => format!("To send, {} late", days(self.days_late(today))),
            Standing::Missing => format!("Missing, {} late; a later week is on file", days(self.days_late(today))),
            Standing::Filed(filed) => {
                let mut says = vec![if filed.no_work { "No work" } else { "Filed" }.to_owned()];
                match filed.findings {
                    0 => {}
                    1 => says.push("1 finding open".to_owned()),
                    n => says.push(format!("{n} findings open")),
                }
                if filed.waiting {
                    says.push("waiting for the main contractor".to_owned());
                }
                if filed.last {
                    says.push("last payroll".to_owned());
                }
                says.join(", ")
            }
        }
    }
}

/// The rule the due days follow, in words.
pub fn rule_in_words(pay_day_after: Option<u8>) -> String {
    match pay_day_after {
        Some(days) => format!(
            "Due {DAYS_AFTER_PAY_DAY} days after pay day (29 CFR 3.4(a)). Pay day is set to {days} days after the week ends, so a payroll is due {} days after the week ends.",
            days + DAYS_AFTER_PAY_DAY
        ),
        None => format!(
            "Due {DAYS_AFTER_PAY_DAY} days after pay day (29 CFR 3.4(a)). Pay day is not set, so we count {PAY_DAY_UNSAID} days from the end of the week to it: due {} days after the week ends.",
            PAY_DAY_UNSAID + DAYS_AFTER_PAY_DAY
        ),
    }
}

#[cfg(test)]
mod tests;
