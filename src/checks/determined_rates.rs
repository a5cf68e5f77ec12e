//! What the project's wage determinations ask for each classification, by day.
//!
//! All questions of which modification, which dated rate and which area governs are settled once,
//! before the first line; a line then costs one look-up.

use crate::domain::payroll::Level;
use crate::domain::project::Project;
use crate::domain::quantity::Rate;
use crate::domain::wage_determination::{DeterminationRate, WageDetermination, classification_key};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Base and fringe asked for, and where they are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Basic hourly rate.
    pub base: Rate,
    /// Fringe benefits per hour.
    pub fringe: Rate,
    /// Index of the wage determination in the project.
    pub determination: usize,
    /// Row of its file.
    pub row: u32,
}

impl Asked {
    /// Base and fringe together.
    pub fn total(&self) -> Rate {
        self.base + self.fringe
    }
}

/// Values by day: each holds from its day until the next begins.
#[derive(Clone, Debug)]
pub struct Timeline<T>(Vec<(NaiveDate, T)>);

impl<T> Timeline<T> {
    /// The values of the days from `first` to `last`, each with the first of those days it holds on.
    pub fn over(&self, first: NaiveDate, last: NaiveDate) -> &[(NaiveDate, T)] {
        let start = self.0.partition_point(|(from, _)| *from <= first).saturating_sub(1);
        let end = self.0.partition_point(|(from, _)| *from <= last);
        self.0.get(start..end.max(start)).unwrap_or(&[])
    }

    /// The values of a week's days; all values where the week is not given.
    pub fn in_week(&self, week: Option<(NaiveDate, NaiveDate)>) -> &[(NaiveDate, T)] {
        week.map_or(&self.0, |(first, last)| self.over(first, last))
    }
}

/// The rates of one classification on some days. Where areas or determinations differ, each is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassRates {
    /// For journeyworkers.
    pub journeyworker: Vec<Asked>,
    /// For apprentices.
    pub apprentice: Vec<Asked>,
}

impl ClassRates {
    /// The classification is published for these days.
    pub fn is_listed(&self) -> bool {
        !self.journeyworker.is_empty() || !self.apprentice.is_empty()
    }
}

/// One classification of the wage determinations.
#[derive(Clone, Debug)]
pub struct Class {
    /// As published, in its first spelling.
    pub name: String,
    /// Its rates by day.
    pub rates: Timeline<ClassRates>,
}

/// All classifications of a project's wage determinations.
#[derive(Clone, Debug)]
pub struct DeterminedRates {
    /// By [`classification_key`].
    classes: BTreeMap<String, usize>,
    list: Vec<Class>,
    /// Whether any determination binds the project, by day.
    pub in_force: Timeline<bool>,
}

impl DeterminedRates {
    /// Settles the rates of a project.
    pub fn of(project: &Project) -> Self {
        let determinations = &project.wage_determinations;
        let mut by_key: BTreeMap<String, Vec<(usize, &DeterminationRate)>> = BTreeMap::new();
        for (index, determination) in determinations.iter().enumerate() {
            for rate in &determination.rates {
                by_key.entry(classification_key(&rate.classification)).or_default().push((index, rate));
            }
        }
        let mut days = Vec::new();
        for d in determinations {
            bounds(&mut days, d.from, d.until);
        }
        let in_force = timeline(days.clone(), |day| !governing(determinations, day).is_empty());
        let mut list = Vec::with_capacity(by_key.len());
        let mut classes = BTreeMap::new();
        for (key, rates) in by_key {
            let mut days = days.clone();
            for (_, rate) in &rates {
                bounds(&mut days, rate.from, rate.until);
            }
            let by_day = timeline(days, |day| {
                let governing = governing(determinations, day);
                ClassRates {
                    journeyworker: asked(&rates, &governing, Level::Journeyworker, day),
                    apprentice: asked(&rates, &governing, Level::Apprentice, day),
                }
            });
            let name = rates.first().map(|(_, r)| r.classification.clone()).unwrap_or_default();
            classes.insert(key, list.len());
            list.push(Class { name, rates: by_day });
        }
        Self { classes, list, in_force }
    }

    /// The classification a payroll names, if it is on any determination of the project.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.classes.get(&classification_key(text)).copied()
    }

    /// A classification by the index [`Self::find`] gave.
    pub fn class(&self, index: usize) -> Option<&Class> {
        self.list.get(index)
    }

    /// Every classification, in alphabetical order.
    pub fn classes(&self) -> &[Class] {
        &self.list
    }
}

fn bounds(days: &mut Vec<NaiveDate>, from: Option<NaiveDate>, until: Option<NaiveDate>) {
    days.extend(from);
    days.extend(until.and_then(|u| u.succ_opt()));
}

fn timeline<T: PartialEq>(mut days: Vec<NaiveDate>, value: impl Fn(NaiveDate) -> T) -> Timeline<T> {
    days.push(NaiveDate::MIN);
    days.sort_unstable();
    days.dedup();
    let mut line: Vec<(NaiveDate, T)> = Vec::with_capacity(days.len());
    for day in days {
        let value = value(day);
        if line.last().is_none_or(|(_, before)| *before != value) {
            line.push((day, value));
        }
    }
    Timeline(line)
}

fn holds(day: NaiveDate, from: Option<NaiveDate>, until: Option<NaiveDate>) -> bool {
    from.is_none_or(|f| f <= day) && until.is_none_or(|u| day <= u)
}

/// The determinations that bind on a day: of each number the one that began last, for a modification
/// replaces what it modifies from its first day on.
fn governing(determinations: &[WageDetermination], day: NaiveDate) -> Vec<usize> {
    let mut latest: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, d) in determinations.iter().enumerate().filter(|(_, d)| holds(day, d.from, d.until)) {
        let kept = latest.entry(&d.id).or_insert(index);
        let begins = |i: usize| determinations.get(i).map(|d| (d.from, d.modification));
        if begins(index) > begins(*kept) {
            *kept = index;
        }
    }
    latest.into_values().collect()
}

/// The rates of one level on a day, each different pair once. Of one determination and area, the rate
/// that began last replaces those before it.
fn asked(rates: &[(usize, &DeterminationRate)], governing: &[usize], level: Level, day: NaiveDate) -> Vec<Asked> {
    let on_day = || rates.iter().filter(|(d, r)| governing.contains(d) && r.level == level && holds(day, r.from, r.until));
    let mut found: Vec<Asked> = Vec::new();
    for (determination, rate) in on_day() {
        let replaced = on_day().any(|(d, r)| d == determination && r.area == rate.area && r.from > rate.from);
        if !replaced && !found.iter().any(|a| (a.base, a.fringe) == (rate.base, rate.fringe)) {
            found.push(Asked { base: rate.base, fringe: rate.fringe, determination: *determination, row: rate.row });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rate(classification: &str, level: Level, dollars: i32) -> DeterminationRate {
        DeterminationRate {
            classification: classification.to_owned(),
            level,
            base: Rate::whole(dollars),
            fringe: Rate::whole(10),
            from: None,
            until: None,
            area: None,
            row: 2,
        }
    }

    fn determination(id: &str, modification: u32, from: &str, rates: Vec<DeterminationRate>) -> WageDetermination {
        WageDetermination { id: id.to_owned(), modification, from: Some(day(from)), until: None, sha256: String::new(), rates }
    }

    fn project(wage_determinations: Vec<WageDetermination>) -> Project {
        Project { wage_determinations, ..Project::default() }
    }

    fn bases(rates: &DeterminedRates, class: &str, on: &str) -> Vec<Rate> {
        let class = rates.class(rates.find(class).unwrap()).unwrap();
        class.rates.over(day(on), day(on))[0].1.journeyworker.iter().map(|a| a.base).collect()
    }

    #[test]
    fn a_modification_replaces_what_it_modifies_from_its_first_day() {
        let old = determination("MA1", 0, "2024-01-01", vec![rate("Iron Worker", Level::Journeyworker, 30)]);
        let new = determination("MA1", 1, "2024-07-03", vec![rate("Ironworker", Level::Journeyworker, 31)]);
        let rates = DeterminedRates::of(&project(vec![old, new]));
        assert_eq!(bases(&rates, "IRON-WORKER", "2024-07-02"), [Rate::whole(30)]);
        assert_eq!(bases(&rates, "iron worker", "2024-07-03"), [Rate::whole(31)]);
        assert!(bases(&rates, "iron worker", "2023-12-31").is_empty());
        let class = rates.class(rates.find("ironworker").unwrap()).unwrap();
        assert_eq!(class.rates.over(day("2024-07-01"), day("2024-07-07")).len(), 2);
        assert_eq!(class.rates.over(day("2024-07-03"), day("2024-07-09")).len(), 1);
    }

    #[test]
    fn two_determinations_side_by_side_both_speak() {
        let building = determination("MA1", 0, "2024-01-01", vec![rate("Laborer", Level::Journeyworker, 30)]);
        let highway = determination("MA2", 0, "2024-01-01", vec![rate("Laborer", Level::Journeyworker, 33)]);
        let rates = DeterminedRates::of(&project(vec![building, highway]));
        assert_eq!(bases(&rates, "Laborer", "2024-05-01"), [Rate::whole(30), Rate::whole(33)]);
    }

    #[test]
    fn a_dated_rate_replaces_the_one_before_it() {
        let first = DeterminationRate { from: Some(day("2024-01-01")), ..rate("Painter", Level::Journeyworker, 40) };
        let second = DeterminationRate { from: Some(day("2024-07-01")), ..rate("Painter", Level::Journeyworker, 41) };
        let rates = DeterminedRates::of(&project(vec![determination("MA1", 0, "2024-01-01", vec![first, second])]));
        assert_eq!(bases(&rates, "Painter", "2024-06-30"), [Rate::whole(40)]);
        assert_eq!(bases(&rates, "Painter", "2024-07-01"), [Rate::whole(41)]);
    }

    #[test]
    fn no_determination_is_in_force_before_the_first() {
        let rates = DeterminedRates::of(&project(vec![determination("MA1", 0, "2024-01-01", vec![])]));
        assert!(!rates.in_force.over(day("2023-12-31"), day("2023-12-31"))[0].1);
        assert!(rates.in_force.over(day("2024-01-01"), day("2024-01-01"))[0].1);
        assert!(!DeterminedRates::of(&project(vec![])).in_force.in_week(None)[0].1);
    }
}
