//! A wage floor that gives way to the wage determination where that asks for more.

use super::determined_rates::DeterminedRates;
use super::floors::DayFloor;
use crate::domain::names::{Names, Sym};
use crate::domain::payroll::{Level, PayrollLine};
use crate::domain::quantity::Rate;
use chrono::NaiveDate;
use hashbrown::HashMap;

/// Whether the floor gives way on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exempt {
    /// The floor binds.
    No,
    /// The wage determination asks for this, which is more.
    Yes(Rate),
    /// The wage determination's rate is not known, or the floor is not.
    Open,
}

/// The wage determination beside a floor, on one thread.
pub struct Higher<'c> {
    rates: &'c DeterminedRates,
    any: bool,
    counts_cash: bool,
    classes: HashMap<Sym, Option<u32>, foldhash::fast::FixedState>,
}

impl<'c> Higher<'c> {
    /// `counts_cash` counts the determined fringe as far as a line pays fringe in cash.
    pub fn new(rates: &'c DeterminedRates, counts_cash: bool) -> Self {
        Self { rates, any: !rates.classes().is_empty(), counts_cash, classes: HashMap::default() }
    }

    /// Whether a line is exempt on a day.
    pub fn on(&mut self, line: &PayrollLine, day: NaiveDate, floor: DayFloor, names: &Names) -> Exempt {
        if !self.any {
            return Exempt::No;
        }
        let name = if line.classification.is_none() { line.trade } else { line.classification };
        let rates = self.rates;
        let class = *self.classes.entry(name).or_insert_with(|| rates.find(names.text(name)).map(|i| i as u32));
        let Some(class) = class.and_then(|i| rates.class(i as usize)) else { return Exempt::Open };
        let Some((_, asked)) = class.rates.over(day, day).first() else { return Exempt::Open };
        let list = match line.level {
            Some(Level::Journeyworker) => asked.journeyworker.as_slice(),
            Some(Level::Apprentice) => asked.apprentice.as_slice(),
            None if asked.apprentice.is_empty() => asked.journeyworker.as_slice(),
            None => return Exempt::Open,
        };
        let cash = line.fringe_cash.known().filter(|_| self.counts_cash).unwrap_or(Rate::ZERO);
        let asks = || list.iter().map(|a| a.base + a.fringe.min(cash));
        match (asks().min(), asks().max()) {
            (Some(least), _) if floor.certain && least > floor.known => Exempt::Yes(least),
            (_, Some(most)) if most <= floor.known => Exempt::No,
            _ => Exempt::Open,
        }
    }
}
