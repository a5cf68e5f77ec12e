//! What is known of an apprentice day by day: registration, and the period of the programme.

use super::rate_shortfall::can_split;
use crate::domain::payroll::{Fact, PayrollLine};
use crate::domain::people::{FactKind, People};
use crate::domain::vocabulary;
use crate::domain::week::days_of;

/// True if the project holds a fact of a kind about anybody.
pub fn any_known(people: &People, kind: FactKind) -> bool {
    people.facts.iter().any(|f| f.kind == kind)
}

/// Whether a worker is registered on each day of a line's week, first day first. A day no fact speaks of is
/// not known.
pub fn registered(people: &People, worker: &str, line: &PayrollLine) -> [Fact; 7] {
    by_day(people, worker, line, FactKind::ApprenticeRegistration, |value| vocabulary::yes_no(value).unwrap_or_default(), Fact::Unknown)
}

/// The period of the programme on each day of a line's week, counted from 1.
pub fn periods(people: &People, worker: &str, line: &PayrollLine) -> [Option<usize>; 7] {
    by_day(people, worker, line, FactKind::ApprenticePeriod, |value| value.trim().parse().ok().filter(|n| *n > 0), None)
}

fn by_day<T: Copy>(people: &People, worker: &str, line: &PayrollLine, kind: FactKind, read: impl Fn(&str) -> T, unknown: T) -> [T; 7] {
    let Some(ending) = line.week_ending.filter(|_| !worker.is_empty()) else { return [unknown; 7] };
    days_of(ending).map(|day| people.on(worker, kind, day).map_or(unknown, |fact| read(&fact.value)))
}

/// The days (0 to 6) on which work is known to have been done; `None` if the file gives no days, or days that do not
/// account for all hours.
pub fn days_worked(line: &PayrollLine) -> Option<Vec<usize>> {
    can_split(line).then(|| (0..7).filter(|day| line.hours_on(*day).is_some_and(|h| !h.is_zero())).collect())
}
