//! The rules over time: every change of every policy, the day before, on and after.

use chrono::NaiveDate;
use plumbline::domain::project::{Funding, Milestone, Project, WorkKind};
use plumbline::domain::quantity::{Hours, Money, Rate};
use plumbline::rules::asks::CheckRule;
use plumbline::rules::library::Library;
use plumbline::rules::policy::{Clause, DateBasis, Policy};
use plumbline::rules::schedule::Schedule;
use plumbline::rules::versions::versions;
use std::collections::BTreeSet;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day before, of and after every change a policy knows.
fn sweep(policy: &Policy) -> BTreeSet<NaiveDate> {
    let mut changes: Vec<NaiveDate> = Vec::new();
    let mut note = |from: Option<NaiveDate>, until: Option<NaiveDate>| {
        changes.extend(from);
        changes.extend(until.and_then(|u| u.succ_opt()));
    };
    policy.status.iter().for_each(|s| note(s.from, s.until));
    policy.figures.iter().for_each(|f| note(f.from, f.until));
    for clause in &policy.clauses {
        note(clause.from, clause.until);
        clause.not_held.iter().for_each(|n| note(n.from, n.until));
    }
    let around = |d: NaiveDate| [d.pred_opt(), Some(d), d.succ_opt()].into_iter().flatten();
    let mut days: BTreeSet<NaiveDate> = changes.into_iter().flat_map(around).collect();
    days.extend([day("1990-01-01"), day("2026-11-23"), day("2040-01-01")]);
    days
}

/// Exactly one figure, or exactly one reason why there is none.
fn one_answer<T>(clause: &Clause, schedule: &Schedule<T>, on: NaiveDate, id: &str) {
    let figures = schedule.0.iter().filter(|d| d.from <= on && d.until.is_none_or(|u| on <= u)).count();
    let reasons = clause.not_held.iter().filter(|n| n.from.is_none_or(|f| f <= on) && n.until.is_none_or(|u| on <= u)).count();
    assert_eq!(figures + reasons, 1, "{id} {} on {on}", clause.id);
    assert_eq!(schedule.on(on).is_some(), figures == 1, "{id} {} on {on}", clause.id);
}

#[test]
fn on_every_day_one_version_answers_or_a_stated_none() {
    let library = Library::embedded().unwrap();
    let mut swept = 0;
    for policy in library.list() {
        for on in sweep(policy) {
            let standing = policy.status.iter().filter(|s| s.from.is_none_or(|f| f <= on) && s.until.is_none_or(|u| on <= u)).count();
            assert!(standing <= 1 && policy.status_on(on).is_some() == (standing == 1), "{} on {on}", policy.id);
            for clause in &policy.clauses {
                match &clause.check {
                    CheckRule::WageFloor(floor) => one_answer(clause, &floor.rates, on, &policy.id),
                    // A state's overtime has no liquidated damages by the day.
                    CheckRule::Overtime(overtime) if overtime.damages_per_day.0.is_empty() => assert!(clause.not_held.is_empty()),
                    CheckRule::Overtime(overtime) => one_answer(clause, &overtime.damages_per_day, on, &policy.id),
                    _ => {}
                }
            }
            let milestones = policy.clauses.iter().filter_map(|c| match c.basis {
                DateBasis::Milestone(milestone) => Some((milestone, on)),
                DateBasis::WorkDate => None,
            });
            // A project that meets every condition, with every event on that day.
            let project = Project {
                owner: Some("City of Boston".into()),
                state: policy.place.state.clone(),
                city: policy.place.city.clone(),
                kind: Some(WorkKind::Construction),
                public: Some(true),
                funding: vec![Funding::City, Funding::Federal],
                value: Some(Money::whole(1_000_000)),
                milestones: milestones.collect(),
                ..Project::default()
            };
            let versions = versions(policy, Some(&project), Some((on, on)));
            let mut checks: Vec<&str> = versions.chosen.iter().map(|c| policy.clauses[c.clause].check.name()).collect();
            checks.extend(versions.none.iter().map(|n| n.check));
            // Clauses for firms of another kind stand beside one another, each with its versions.
            let like = |c: &Clause| format!("{} {:?}", c.check.name(), c.firm_conditions(policy.each_contract).collect::<Vec<_>>());
            let all: BTreeSet<String> = policy.clauses.iter().map(like).collect();
            assert_eq!(checks.len(), all.len(), "{} on {on}: {versions:?}", policy.id);
            assert!(versions.none.iter().all(|n| !n.why.is_empty()));
            swept += 1;
        }
    }
    assert!(swept > 500, "{swept} days");
}

fn wage(library: &Library) -> &Clause {
    &library.get("us-ma/boston/living-wage").unwrap().clauses[0]
}

fn floor_on(library: &Library, on: &str) -> Option<Rate> {
    match &wage(library).check {
        CheckRule::WageFloor(floor) => floor.rates.on(day(on)).map(|d| d.value),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_living_wage_of_a_day_is_that_days_and_no_other() {
    let library = Library::embedded().unwrap();
    let rate = |cents: i64| Some(Rate::from_micros(cents * 10_000));
    for (on, floor) in [
        ("2023-06-30", None),
        ("2023-07-01", rate(1755)),
        ("2024-06-30", rate(1755)),
        ("2024-07-01", rate(1820)),
        ("2025-06-30", rate(1820)),
        ("2025-07-01", None),
    ] {
        assert_eq!(floor_on(&library, on), floor, "{on}");
    }
}

/// Worked example 1: 8 hours on 30 June and 32 from 1 July 2024, all at $18.00, are $6.40 short.
#[test]
fn a_week_across_the_first_of_july_is_held_against_two_floors() {
    let library = Library::embedded().unwrap();
    let paid = Rate::whole(18);
    let short = |on: &str, hours: i32| {
        let floor = floor_on(&library, on).unwrap();
        ((floor - paid).max(Rate::ZERO) * Hours::whole(hours)).picos()
    };
    let days = ["2024-07-01", "2024-07-02", "2024-07-03", "2024-07-04"];
    let total = short("2024-06-30", 8) + days.iter().map(|d| short(d, 8)).sum::<i128>();
    assert_eq!(total, 6_400_000_000_000);
}

/// Worked example 4: on 3 August 2026 no figure is held, and last year's is not used in its place.
#[test]
fn a_rate_that_was_not_seen_is_not_held_and_the_file_says_why() {
    let library = Library::embedded().unwrap();
    assert_eq!(floor_on(&library, "2026-08-03"), None);
    let why = wage(&library).why_not_held(day("2026-08-03")).unwrap();
    assert!(why.contains("1 July 2026"), "{why}");
    assert_eq!(wage(&library).why_not_held(day("2024-08-03")), None);
}

/// Worked example 5: 116 percent of a poverty guideline of $31,200 (an input of the example, not held in
/// any file) over 2,000 hours is $18.096; the published $18.20 is not under it.
#[test]
fn the_published_rate_is_consistent_with_the_formula() {
    let library = Library::embedded().unwrap();
    let published = floor_on(&library, "2024-07-01").unwrap();
    // 31,200 × 1.16 ÷ 2,000, in millionths and exact.
    let formula = 31_200_i64 * 1_000_000 * 116 / 100 / 2_000;
    assert_eq!(formula, 18_096_000);
    assert!(published.micros() >= formula);
}

#[test]
fn damages_are_those_of_the_day_and_missing_where_no_source_was_seen() {
    let library = Library::embedded().unwrap();
    let policy = library.get("us/cwhssa-overtime").unwrap();
    let CheckRule::Overtime(overtime) = &policy.clauses[0].check else { panic!() };
    assert_eq!((overtime.weekly_over, overtime.multiple_millionths), (Hours::whole(40), 1_500_000));
    for (on, dollars) in [
        ("2016-07-31", Some(10)),
        ("2016-08-01", Some(25)),
        ("2018-01-03", Some(26)),
        ("2019-01-24", Some(27)),
        ("2022-01-14", Some(27)),
        ("2022-01-15", Some(29)),
        ("2023-01-15", None),
        ("2024-07-01", None),
        ("2025-01-14", None),
        ("2025-01-15", Some(33)),
        ("2026-01-15", Some(33)),
        ("2027-01-15", None),
    ] {
        assert_eq!(overtime.damages_per_day.on(day(on)).map(|d| d.value), dollars.map(Money::whole), "{on}");
    }
}

#[test]
fn the_shares_of_the_jobs_policy_are_those_of_the_ordinance() {
    let library = Library::embedded().unwrap();
    let policy = library.get("us-ma/boston/residents-jobs-policy").unwrap();
    let shares: Vec<Vec<(&str, String)>> = policy
        .clauses
        .iter()
        .filter_map(|c| match &c.check {
            CheckRule::WorkforceShare(s) => Some(s.targets.iter().map(|t| (t.group.word(), t.share.percent())).collect()),
            _ => None,
        })
        .collect();
    let group = |r: &str, p: &str, w: &str| vec![("resident", r.to_owned()), ("person-of-color", p.to_owned()), ("woman", w.to_owned())];
    assert_eq!(shares, [group("50", "25", "10"), group("51", "40", "12")]);
    assert!(policy.clauses.iter().all(|c| c.basis == DateBasis::Milestone(Milestone::Approved)));
}
