//! Counted by hand on a calendar of 2025, and held to what must be so of every contract.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn filed(ending: &str) -> Filed {
    Filed { ending: day(ending), no_work: false, last: false, findings: 0, waiting: false }
}

fn terms(start: &str) -> Terms {
    Terms { start: day(start), last: None, week_ends: Weekday::Sat, pay_day_after: None }
}

fn row(weeks: &[Week]) -> String {
    weeks.iter().map(Week::mark).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_calendar_counted_by_hand() {
    // Work begins on Monday, March 3; weeks end on Saturdays; today is Monday, June 30. Eighteen Saturdays follow, the
    // last of them July 5.
    let found = weeks(terms("2025-03-03"), day("2025-06-30"), &[]);
    assert_eq!(found.len(), 18);
    assert_eq!((found[0].ending, found[17].ending), (day("2025-03-08"), day("2025-07-05")));
    // June 14 is paid on the 20th and due on the 27th: three days late. June 21 is due on July 4: four days left.
    // June 28 is paid on July 4: nothing is asked yet.
    assert_eq!(found[14].says(day("2025-06-30")), "To send, 3 days late");
    assert_eq!((found[15].due, found[15].says(day("2025-06-30"))), (day("2025-07-04"), "To send, 4 days left".to_owned()));
    assert_eq!(row(&found), "! ! ! ! ! ! ! ! ! ! ! ! ! ! ! □ – –");
}

#[test]
fn what_is_on_file_says_what_it_is_and_a_gap_is_missing() {
    let on_file = [
        Filed { findings: 2, ..filed("2025-06-14") },
        Filed { no_work: true, ..filed("2025-05-31") },
        filed("2025-05-24"),
        Filed { waiting: true, ..filed("2025-06-21") },
    ];
    let found = weeks(terms("2025-05-19"), day("2025-06-30"), &on_file);
    // May 24 filed, May 31 no work, June 7 was due on the 20th and later weeks are there, June 14 has two findings.
    assert_eq!(row(&found), "✓ 0 ? 2 • – –");
    assert_eq!(found[2].says(day("2025-06-30")), "Missing, 10 days late; a later week is on file");
    assert_eq!(found[3].says(day("2025-06-30")), "Filed, 2 findings open");
}

#[test]
fn after_the_last_payroll_and_after_the_last_day_nothing_is_asked() {
    let last = Filed { last: true, ..filed("2025-05-31") };
    let found = weeks(terms("2025-05-19"), day("2025-06-30"), &[last]);
    // The week before the last one is still asked for.
    assert_eq!(row(&found), "? F");
    let ends = Terms { last: Some(day("2025-06-04")), ..terms("2025-05-19") };
    assert_eq!(row(&weeks(ends, day("2025-06-30"), &[])), "! ! !");
}

#[test]
fn a_pay_day_moves_the_due_day_and_another_weekday_fills_the_week() {
    assert_eq!(due(day("2025-06-14"), Some(0)), day("2025-06-21"));
    assert_eq!(due(day("2025-06-14"), None), day("2025-06-27"));
    let found = weeks(terms("2025-06-02"), day("2025-06-12"), &[filed("2025-06-06")]);
    assert_eq!(found.iter().map(|week| week.ending).collect::<Vec<_>>(), [day("2025-06-06"), day("2025-06-14")]);
    assert!(weeks(terms("2025-07-07"), day("2025-06-30"), &[]).is_empty());
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..500).prop_map(|n| day("2024-06-01").checked_add_days(Days::new(n)).unwrap())
}

fn any_filed() -> impl Strategy<Value = Filed> {
    (days(), any::<bool>(), prop::bool::weighted(0.05), 0_u64..3, any::<bool>())
        .prop_map(|(ending, no_work, last, findings, waiting)| Filed { ending, no_work, last, findings, waiting })
}

proptest! {
    #[test]
    fn what_must_be_so_of_every_calendar(
        start in days(),
        last in prop::option::of(days()),
        today in days(),
        ends in 0_u8..7,
        pay in prop::option::of(0_u8..15),
        filed in prop::collection::vec(any_filed(), 0..12),
    ) {
        let mut seen = BTreeSet::new();
        let filed: Vec<Filed> = filed.into_iter().filter(|f| seen.insert(f.ending)).collect();
        let week_ends = Weekday::try_from(ends).unwrap();
        let found = weeks(Terms { start, last, week_ends, pay_day_after: pay }, today, &filed);
        // What is on file stands there once, and everything stands in order, once.
        for f in &filed {
            prop_assert_eq!(found.iter().filter(|w| w.standing == Standing::Filed(*f)).count(), 1);
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].ending < pair[1].ending));
        for week in found.iter().filter(|w| !matches!(w.standing, Standing::Filed(_))) {
            let (first, ending) = span_of(week.ending);
            prop_assert_eq!(ending.weekday(), week_ends);
            // It holds a day of work, and begins before today; no filing ends in it.
            prop_assert!(ending >= start && first <= today);
            prop_assert!(last.is_none_or(|last| first <= last));
            prop_assert!(filed.iter().filter(|f| f.last).all(|f| first <= f.ending));
            prop_assert!(filed.iter().all(|f| !(first..=ending).contains(&f.ending)));
            prop_assert_eq!(week.is_overdue(), week.due < today);
            prop_assert!(week.days_late(today) >= 0);
        }
        // Every day of work until it ended is in a week.
        let final_week = filed.iter().filter(|f| f.last).map(|f| f.ending).min();
        let until = [Some(today), last, final_week].into_iter().flatten().min().unwrap();
        let mut at = start;
        while at <= until {
            let within = |ending: NaiveDate, day: NaiveDate| (span_of(ending).0..=ending).contains(&day);
            let slot = ending_of(at, week_ends);
            let stands = found.iter().any(|w| within(w.ending, at)) || filed.iter().any(|f| within(slot, f.ending));
            prop_assert!(stands);
            at = at.checked_add_days(Days::new(7)).unwrap();
        }
    }
}
