//! What is owed where base and fringe fall short of the wage determination: the arithmetic alone.
//!
//! Base and fringe count together for every hour. The overtime premium is due on the basic rate, so an
//! overtime hour owes half as much again of what the base is short, and a double-time hour as much again.

use super::determined_rates::Asked;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::{Exact, Hours, Rate};

/// What a line pays per hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Base rate.
    pub base: Rate,
    /// Fringe to plans; `None` if not given.
    pub plan: Option<Rate>,
    /// Fringe in cash; `None` if not given.
    pub cash: Option<Rate>,
    /// Overtime rate; `None` if not stated, then one and a half times the base.
    pub overtime: Option<Rate>,
    /// Double-time rate; `None` if not stated, then twice the base.
    pub double: Option<Rate>,
}

impl Paid {
    /// What a line pays, if it gives its base rate.
    pub fn of(line: &PayrollLine) -> Option<Self> {
        Some(Self {
            base: line.base_rate.known()?,
            plan: line.fringe_plan.known(),
            cash: line.fringe_cash.known(),
            overtime: line.overtime_rate.known(),
            double: line.double_rate.known(),
        })
    }

    /// Base and the fringe that is known: at least this was paid for every hour.
    pub fn known_total(&self) -> Rate {
        self.base + self.plan.unwrap_or(Rate::ZERO) + self.cash.unwrap_or(Rate::ZERO)
    }

    /// True if plan and cash fringe are both given.
    pub fn is_complete(&self) -> bool {
        self.plan.is_some() && self.cash.is_some()
    }
}

/// Hours by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// Straight time.
    pub straight: Hours,
    /// Overtime.
    pub overtime: Hours,
    /// Double time.
    pub double: Hours,
}

impl Worked {
    /// The hours of a line; `None` if it gives none.
    pub fn of(line: &PayrollLine) -> Option<Self> {
        let all = line.hours()?;
        let (overtime, double) = (line.overtime_hours(), line.double_hours());
        Some(Self { straight: not_negative(all - overtime - double), overtime: not_negative(overtime), double: not_negative(double) })
    }

    /// The hours of some days (0 to 6) of a line. [`can_split`] says whether they are known.
    pub fn on(line: &PayrollLine, days: std::ops::RangeInclusive<usize>) -> Self {
        let mut worked = Self::default();
        for day in days {
            worked.straight += not_negative(line.straight.on(day) + line.unsplit.on(day));
            worked.overtime += not_negative(line.overtime.on(day));
            worked.double += not_negative(line.double.on(day));
        }
        worked
    }

    /// All of them.
    pub fn all(&self) -> Hours {
        self.straight + self.overtime + self.double
    }
}

/// True if the days of a line account for all its hours, kind by kind.
pub fn can_split(line: &PayrollLine) -> bool {
    line.has_days() && Worked::of(line) == Some(Worked::on(line, 0..=6))
}

fn not_negative(hours: Hours) -> Hours {
    hours.max(Hours::ZERO)
}

fn short(asked: Rate, paid: Rate) -> Rate {
    (asked - paid).max(Rate::ZERO)
}

/// What an hour of each kind is short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Short {
    /// A straight-time hour.
    pub straight: Rate,
    /// An overtime hour, times two (half a millionth of a dollar can be at stake).
    pub overtime_twice: Rate,
    /// A double-time hour.
    pub double: Rate,
    /// What the base alone is short, at most `straight`: the premium is due on it.
    pub base: Rate,
}

impl Short {
    /// What pay is short of what is asked, fringe not given counting as none.
    pub fn of(asked: &Asked, paid: &Paid) -> Self {
        let straight = short(asked.total(), paid.known_total());
        let base = short(asked.base, paid.base).min(straight);
        // An overtime rate stated above one and a half times the base pays part of what is short.
        let extra = paid.overtime.map_or(Rate::ZERO, |rate| short(rate + rate, paid.base + paid.base + paid.base));
        let extra_double = paid.double.map_or(Rate::ZERO, |rate| short(rate, paid.base + paid.base));
        Self { straight, overtime_twice: short(straight + straight + base, extra), double: short(straight + base, extra_double), base }
    }

    /// What some hours are owed, unrounded.
    pub fn owed(&self, worked: &Worked) -> Exact {
        self.straight * worked.straight + (self.overtime_twice * worked.overtime).times_ratio(1, 2) + self.double * worked.double
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(cents: i64) -> Rate {
        Rate::from_micros(cents * 10_000)
    }
    fn asked(base: i64, fringe: i64) -> Asked {
        Asked { base: cents(base), fringe: cents(fringe), determination: 0, row: 2 }
    }
    fn paid(base: i64, plan: i64, cash: i64) -> Paid {
        Paid { base: cents(base), plan: Some(cents(plan)), cash: Some(cents(cash)), overtime: None, double: None }
    }
    fn owed(asked: Asked, paid: Paid, straight: i32, overtime: i32, double: i32) -> String {
        let worked = Worked { straight: Hours::whole(straight), overtime: Hours::whole(overtime), double: Hours::whole(double) };
        Short::of(&asked, &paid).owed(&worked).to_string()
    }

    #[test]
    fn base_and_fringe_count_together() {
        // 44.00 asked, 36.00 cash and 6.00 plan paid: 2.00 for each of 40 hours.
        assert_eq!(owed(asked(32_00, 12_00), paid(36_00, 6_00, 0), 40, 0, 0), "80.00");
        assert_eq!(owed(asked(32_00, 12_00), paid(30_00, 14_00, 0), 40, 5, 0), "0.00");
    }

    #[test]
    fn a_short_base_owes_half_as_much_again_in_overtime_and_as_much_again_in_double_time() {
        // 3.00 short: 40 × 3.00 + 4 × 4.50 + 2 × 6.00 = 150.00.
        assert_eq!(owed(asked(58_00, 33_50), paid(55_00, 33_50, 0), 40, 4, 2), "150.00");
        // The base is fully paid, the fringe is 3.00 short: no premium on fringe. 46 × 3.00.
        assert_eq!(owed(asked(58_00, 33_50), paid(58_00, 30_50, 0), 40, 4, 2), "138.00");
        // The base is 3.00 short, more fringe makes good 2.00 of it: 1.00 an hour, the premium on 1.00.
        assert_eq!(owed(asked(58_00, 33_50), paid(55_00, 35_50, 0), 40, 4, 0), "46.00");
    }

    #[test]
    fn an_overtime_rate_paid_on_the_full_base_owes_nothing_more() {
        let paid = Paid { overtime: Some(cents(60_00)), ..paid(36_00, 10_00, 0) };
        assert_eq!(owed(asked(40_00, 10_00), paid, 40, 5, 0), "160.00");
    }
}
