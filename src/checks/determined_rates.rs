//! What the project's wage determinations ask for each classification, by day.
//!
//! All questions of which modification, which dated rate and which area governs are settled once,
//! before the first line; a line then costs one look-up.

use super::class_names::{ClassNames, Named};
use super::governing::{governing, holds};
use crate::domain::payroll::Level;
use crate::domain::project::Project;
use crate::domain::quantity::Rate;
use crate::domain::wage_area::{Holds, WageArea};
use crate::domain::wage_determination::{DeterminationRate, classification_key};
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
    /// Where a text publishes the classification and its rate was not understood: determination and place in
    /// its list of such classes.
    pub unread: Vec<(usize, usize)>,
    /// Every rate of a published text holds only in an area, and whether the work is in one of them is not
    /// known. A list made for the project is taken to speak of its area.
    pub area_unsure: bool,
}

impl ClassRates {
    /// The classification is published for these days.
    pub fn is_listed(&self) -> bool {
        !self.journeyworker.is_empty() || !self.apprentice.is_empty() || !self.unread.is_empty()
    }

    /// A rate may be taken as it stands.
    pub fn is_certain(&self) -> bool {
        self.unread.is_empty() && !self.area_unsure
    }
}

/// One classification of the wage determinations.
#[derive(Clone, Debug)]
pub struct Class {
    /// As published, in its first spelling.
    pub name: String,
    /// Its rates by day.
    pub rates: Timeline<ClassRates>,
    /// Some determination asks more for it than the two amounts.
    pub asks_more: bool,
}

/// All classifications of a project's wage determinations.
#[derive(Clone, Debug)]
pub struct DeterminedRates {
    names: ClassNames,
    list: Vec<Class>,
    /// Whether any determination binds the project, by day.
    pub in_force: Timeline<bool>,
    /// Determinations that bind and were not read whole, by day.
    pub read_in_part: Timeline<Vec<usize>>,
}

/// What is published for one classification.
#[derive(Default)]
struct Publications<'d> {
    /// Rates, by determination, with whether they hold where the work is.
    rates: Vec<(usize, &'d DeterminationRate, Holds)>,
    unread: Vec<(usize, usize)>,
    name: Option<&'d str>,
}

impl DeterminedRates {
    /// Settles the rates of a project.
    pub fn of(project: &Project) -> Self {
        let determinations = &project.wage_determinations;
        let mut days = Vec::new();
        for d in determinations {
            bounds(&mut days, d.from, d.until);
        }
        let in_force = timeline(days.clone(), |day| !governing(determinations, day).is_empty());
        let read_in_part = timeline(days.clone(), |day| {
            let mut binding = governing(determinations, day);
            binding.retain(|&d| determinations.get(d).and_then(|d| d.text.as_ref()).is_some_and(|t| !t.lines_among_rates().is_empty()));
            binding
        });
        let listed = |d: usize| determinations.get(d).is_some_and(|d| d.text.is_none());
        let (mut list, mut names) = (Vec::new(), ClassNames::default());
        for published in by_class(project).into_values() {
            let mut days = days.clone();
            for (_, rate, _) in &published.rates {
                bounds(&mut days, rate.from, rate.until);
            }
            let by_day = timeline(days, |day| {
                let governing = governing(determinations, day);
                let journeyworker = asked(&published.rates, &governing, (Level::Journeyworker, day), listed);
                let apprentice = asked(&published.rates, &governing, (Level::Apprentice, day), listed);
                let certain = |(asked, sure): &(Vec<Asked>, bool)| *sure || asked.is_empty();
                ClassRates {
                    area_unsure: !(certain(&journeyworker) && certain(&apprentice)),
                    journeyworker: journeyworker.0,
                    apprentice: apprentice.0,
                    unread: published.unread.iter().filter(|(d, _)| governing.contains(d)).copied().collect(),
                }
            });
            let name = published.name.unwrap_or_default();
            names.add(name, list.len());
            let counts =
                |a: &Asked| published.rates.iter().any(|(d, r, _)| (*d, r.row) == (a.determination, a.row) && !r.beside.is_empty());
            let asks_more = by_day.in_week(None).iter().any(|(_, r)| r.journeyworker.iter().chain(&r.apprentice).any(counts));
            list.push(Class { name: name.to_owned(), rates: by_day, asks_more });
        }
        Self { names, list, in_force, read_in_part }
    }

    /// What a payroll's name of a classification finds on the determinations of the project.
    pub fn named(&self, text: &str) -> Named<'_> {
        self.names.find(text)
    }

    /// The classification of a full name.
    pub fn find(&self, text: &str) -> Option<usize> {
        if let Named::Class(class) = self.named(text) { Some(class) } else { None }
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

/// What is published, by [`classification_key`].
fn by_class(project: &Project) -> BTreeMap<String, Publications<'_>> {
    let mut by_key: BTreeMap<String, Publications<'_>> = BTreeMap::new();
    for (index, determination) in project.wage_determinations.iter().enumerate() {
        let only = determination.text.as_ref().and_then(|t| t.area.only_county());
        let county = project.county.as_deref().or(only);
        for rate in &determination.rates {
            let here = rate.area.as_deref().map_or(Holds::Yes, |a| WageArea::read(a).holds(county, project.area.as_deref()));
            let class = by_key.entry(classification_key(&rate.classification)).or_default();
            class.name.get_or_insert(&rate.classification);
            class.rates.push((index, rate, here));
        }
        for (at, unread) in determination.text.iter().flat_map(|t| t.unread.iter().enumerate()) {
            let class = by_key.entry(classification_key(&unread.classification)).or_default();
            class.name.get_or_insert(&unread.classification);
            class.unread.push((index, at));
        }
    }
    by_key
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

/// The rates of one level on a day, each different pair once, and whether one of them holds for certain where
/// the work is. Of one determination and area, the rate that began last replaces those before it; where an
/// area names the very place, areas that only may hold there do not count.
fn asked(
    rates: &[(usize, &DeterminationRate, Holds)],
    governing: &[usize],
    (level, day): (Level, NaiveDate),
    listed: impl Fn(usize) -> bool,
) -> (Vec<Asked>, bool) {
    let on_day = || {
        let all = rates.iter().filter(|(d, r, here)| *here != Holds::No && governing.contains(d) && r.level == level);
        all.filter(|(_, r, _)| holds(day, r.from, r.until))
    };
    let mut found: Vec<Asked> = Vec::new();
    let mut certain = false;
    for (determination, rate, here) in on_day() {
        let replaced = on_day().any(|(d, r, _)| d == determination && r.area == rate.area && r.from > rate.from);
        let named_elsewhere = *here == Holds::Maybe && on_day().any(|(d, _, h)| d == determination && *h == Holds::Named);
        if replaced || named_elsewhere {
            continue;
        }
        certain |= *here >= Holds::Yes || listed(*determination);
        if !found.iter().any(|a| (a.base, a.fringe) == (rate.base, rate.fringe)) {
            found.push(Asked { base: rate.base, fringe: rate.fringe, determination: *determination, row: rate.row });
        }
    }
    (found, certain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::wage_determination::WageDetermination;

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
            beside: Vec::new(),
            row: 2,
        }
    }

    fn determination(id: &str, modification: u32, from: &str, rates: Vec<DeterminationRate>) -> WageDetermination {
        WageDetermination { id: id.to_owned(), modification, from: Some(day(from)), rates, ..WageDetermination::default() }
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
