//! The week in a few figures, for the person who signs it. A figure that some lines do not give says so.

use crate::domain::quantity::{Given, Quantity, Unit};
use crate::store::lines::Line;
use std::collections::BTreeSet;

/// A sum, and how many lines give nothing to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum of what is given.
    pub sum: String,
    /// Lines that do not give it.
    pub without: usize,
}

/// The week in a few figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekTotals {
    /// Lines.
    pub lines: usize,
    /// Workers, by how the payroll identifies them.
    pub workers: usize,
    /// Hours at the straight rate.
    pub straight: Total,
    /// Hours at the overtime rate.
    pub overtime: Total,
    /// All hours.
    pub hours: Total,
    /// Pay for this job, before taxes.
    pub gross: Total,
}

fn total<U: Unit>(lines: &[Line], of: impl Fn(&Line) -> Given<U>) -> Total {
    let mut without = 0;
    let sum: Quantity<U> = lines
        .iter()
        .filter_map(|line| {
            let known = of(line).known();
            without += usize::from(known.is_none());
            known
        })
        .sum();
    Total { sum: sum.to_string(), without }
}

/// The figures of some lines.
pub(in crate::service) fn of(lines: &[Line]) -> WeekTotals {
    let workers: BTreeSet<&str> = lines.iter().filter_map(|line| line.worker.as_deref()).collect();
    WeekTotals {
        lines: lines.len(),
        workers: workers.len(),
        straight: total(lines, |line| line.hours[0]),
        overtime: total(lines, |line| line.hours[1]),
        hours: total(lines, |line| line.hours[3]),
        gross: total(lines, |line| line.pay[0]),
    }
}
