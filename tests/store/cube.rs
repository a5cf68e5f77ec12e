//! The project cube: hand counts, and the same counts after amending and taking back.

use super::engines::on_each;
use super::programme::{at, certified, day, line, programme, week};
use plumbline::domain::attribute::Attribute;
use plumbline::domain::quantity::Hours;
use plumbline::store::cube::{TradeHours, by_trade};
use plumbline::store::{submissions, verify};

fn hours(trade: &str, lines: u64, without_hours: u64, all: i32, holding: i32, not_holding: i32) -> TradeHours {
    TradeHours {
        trade: trade.to_owned(),
        level: "journeyworker".to_owned(),
        lines,
        without_hours,
        all: Hours::whole(all),
        holding: Hours::whole(holding),
        not_holding: Hours::whole(not_holding),
    }
}

#[test]
fn the_totals_are_those_of_the_versions_that_count() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let totals = async |until: &str| {
            by_trade(&mut engine.store.snapshot().await.unwrap(), made.project, Attribute::Resident, day(until)).await.unwrap()
        };
        // 40 h of a resident, 32 h of one who is not, 8 h of one nobody knows of, and a line without hours.
        let first = [
            line("W1", "Carpenter", Some(40), Some(true)),
            line("W2", "Carpenter", Some(32), Some(false)),
            line("W3", "Carpenter", Some(8), None),
            line("W4", "Carpenter", None, Some(true)),
            line("W5", "Electrician", Some(40), Some(true)),
        ];
        certified(&engine.store, &made, week(&made, "2025-03-08", &first, None)).await.unwrap();
        let after_first = [hours("Carpenter", 4, 1, 80, 40, 32), hours("Electrician", 1, 0, 40, 40, 0)];
        assert_eq!(totals("2025-03-08").await, after_first);
        assert_eq!(after_first[0].unknown(), Hours::whole(8));
        assert_eq!(totals("2025-03-07").await, []);

        // A draft counts nothing until it is certified.
        let second = [line("W1", "Carpenter", Some(20), Some(true))];
        let mut tx = engine.store.begin().await.unwrap();
        submissions::draft(&mut tx, week(&made, "2025-03-15", &second, None), at(70)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(totals("2025-12-31").await, after_first);

        // Version 2 of the first week takes the place of version 1: 10 h of W1 were another firm's.
        let mut amended = first.clone();
        amended[0] = line("W1", "Carpenter", Some(30), Some(true));
        let two = certified(&engine.store, &made, week(&made, "2025-03-08", &amended, Some("ten hours elsewhere"))).await.unwrap();
        assert_eq!(totals("2025-12-31").await, [hours("Carpenter", 4, 1, 70, 30, 32), hours("Electrician", 1, 0, 40, 40, 0)]);

        // Taken back, version 1 counts again.
        let mut tx = engine.store.begin().await.unwrap();
        submissions::withdraw(&mut tx, two.id, "sent by mistake", made.clerk, at(90)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(totals("2025-12-31").await, after_first);
        let seen = verify::verify(&engine.store, None, Vec::new()).await.unwrap();
        assert_eq!((seen.weeks, seen.faults), (1, Vec::<String>::new()));
    });
}

mod to_date {
    use super::super::guards::Raw;
    use super::*;
    use plumbline::domain::hours_to_date::{HoursToDate, PartToDate};
    use plumbline::domain::payroll::Level;
    use plumbline::domain::quantity::Given;
    use plumbline::store::cube;
    use plumbline::store::lines::Line;
    use plumbline::store::submissions::{NewSubmission, SubmissionKind};
    use std::collections::BTreeMap;

    fn part(own: bool, trade: &str, known: &[(Attribute, bool)], lines: (u64, u64), hours: i32) -> PartToDate {
        PartToDate {
            own,
            contractor: if own { "Harbor Builders" } else { "Tide Electric" }.to_owned(),
            trade: trade.to_owned(),
            level: Some(Level::Journeyworker),
            years: (2025, 2025),
            known: known.to_vec(),
            lines: lines.0,
            without_hours: lines.1,
            hours: Hours::whole(hours),
            straight: Hours::whole(hours),
        }
    }

    #[test]
    fn hours_before_a_week_are_those_of_the_versions_that_count() {
        on_each(|engine| async move {
            let (store, made) = (&engine.store, programme(&engine.store).await);
            let before = async |until: &str| cube::to_date(&mut store.snapshot().await.unwrap(), made.prime, day(until)).await.unwrap();
            assert_eq!(before("2025-03-08").await, None);
            let woman = Line {
                known: vec![(Attribute::Resident, true), (Attribute::Woman, true), (Attribute::Section3, false)],
                ..line("W2", "Carpenter", Some(30), None)
            };
            // 36 straight and 4 overtime, and a line whose straight time is what is left of 20 beside 2 of double time.
            let split = |straight: Option<i32>, over: Option<i32>, double: Option<i32>, all: i32| {
                [straight, over, double, Some(all)].map(|hours| Given::from(hours.map(Hours::whole)))
            };
            let over = Line { hours: split(Some(36), Some(4), None, 40), ..line("W5", "Electrician", None, Some(false)) };
            let unsplit = Line { hours: split(None, None, Some(2), 20), ..line("W6", "Electrician", None, Some(false)) };
            let first = [line("W1", "Carpenter", Some(40), Some(true)), woman, line("W4", "Carpenter", None, Some(true)), over, unsplit];
            certified(store, &made, week(&made, "2025-03-08", &first, None)).await.unwrap();
            let of_sub = [line("S1", "Electrician", Some(10), Some(true))];
            // The sub's week ends on the Sunday after: the calendar week of 3 to 9 March is the same.
            certified(store, &made, NewSubmission { contract: made.sub, ..week(&made, "2025-03-09", &of_sub, None) }).await.unwrap();
            let second = [line("W1", "Carpenter", Some(20), Some(true))];
            let two = certified(store, &made, week(&made, "2025-03-15", &second, None)).await.unwrap();
            let no_work = NewSubmission { kind: SubmissionKind::NoWork, lines: &[], ..week(&made, "2025-03-22", &second, None) };
            certified(store, &made, no_work).await.unwrap();

            let residents = [(Attribute::Resident, true)];
            let women = [(Attribute::Resident, true), (Attribute::Woman, true), (Attribute::Section3, false)];
            let electricians =
                PartToDate { straight: Hours::whole(54), ..part(true, "Electrician", &[(Attribute::Resident, false)], (2, 0), 60) };
            let sub = part(false, "Electrician", &residents, (1, 0), 10);
            let of = |payrolls, last: &str, parts: &[&PartToDate]| {
                Some(HoursToDate {
                    payrolls,
                    first_week: day("2025-03-08"),
                    last_week: day(last),
                    parts: parts.iter().map(|p| (*p).clone()).collect(),
                })
            };
            let carpenters = part(true, "Carpenter", &residents, (2, 1), 40);
            let with_second = part(true, "Carpenter", &residents, (3, 1), 60);
            let joint = part(true, "Carpenter", &women, (1, 0), 30);
            assert_eq!(before("2025-03-08").await, None, "its own week is not before it");
            assert_eq!(before("2025-03-10").await, of(2, "2025-03-09", &[&sub, &carpenters, &joint, &electricians]));
            assert_eq!(before("2025-03-15").await, of(2, "2025-03-09", &[&sub, &carpenters, &joint, &electricians]));
            assert_eq!(before("2025-03-22").await, of(3, "2025-03-15", &[&sub, &with_second, &joint, &electricians]));
            assert_eq!(before("2026-12-31").await, of(4, "2025-03-22", &[&sub, &with_second, &joint, &electricians]));
            // Of the sub's contract, the marks are the other way round.
            let of_sub = cube::to_date(&mut store.snapshot().await.unwrap(), made.sub, day("2025-03-15")).await.unwrap().unwrap();
            assert_eq!(of_sub.parts.iter().filter(|p| p.own).count(), 1);

            // Amended: the woman's hours fall away, and with them her part.
            let amended = [first[0].clone(), first[2].clone(), first[3].clone(), first[4].clone()];
            certified(store, &made, week(&made, "2025-03-08", &amended, Some("worked elsewhere"))).await.unwrap();
            assert_eq!(before("2025-03-22").await, of(3, "2025-03-15", &[&sub, &with_second, &electricians]));
            let mut tx = store.begin().await.unwrap();
            submissions::withdraw(&mut tx, two.id, "sent by mistake", made.clerk, at(90)).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(before("2026-12-31").await, of(3, "2025-03-22", &[&sub, &carpenters, &electricians]));
            let seen = verify::verify(store, None, Vec::new()).await.unwrap();
            assert_eq!(seen.faults, Vec::<String>::new());
        });
    }

    #[test]
    fn whatever_the_order_of_weeks_hours_to_date_are_the_sum_of_the_weeks_before() {
        on_each(|engine| async move {
            let (store, made) = (&engine.store, programme(&engine.store).await);
            // Week n has n hours; they are certified out of order, over a new year.
            let ending = |n: u64| day("2024-11-02") + chrono::Days::new(7 * n);
            let mut filed: BTreeMap<u64, i32> = BTreeMap::new();
            for step in 0..24_u64 {
                let n = step * 7 % 24;
                let hours = i32::try_from(n).unwrap() + 1;
                let lines = [line("W1", "Carpenter", Some(hours), Some(true))];
                certified(store, &made, NewSubmission { week_ending: ending(n), ..week(&made, "2025-01-04", &lines, None) }).await.unwrap();
                filed.insert(n, hours);
                for asked in [0, 5, 11, 17, 24] {
                    let kept = cube::to_date(&mut store.snapshot().await.unwrap(), made.prime, ending(asked)).await.unwrap();
                    let all: i32 = filed.range(..asked).map(|(_, hours)| hours).sum();
                    let parts = kept.iter().flat_map(|k| &k.parts);
                    assert_eq!(parts.map(|p| p.hours).fold(Hours::ZERO, |a, b| a + b), Hours::whole(all), "before week {asked}");
                    assert_eq!(kept.map_or(0, |k| k.payrolls), filed.range(..asked).count() as u64);
                }
            }
            let kept = cube::to_date(&mut store.snapshot().await.unwrap(), made.prime, day("2026-01-03")).await.unwrap().unwrap();
            // The week ending 4 January 2025 began in 2024.
            assert_eq!(kept.parts.iter().map(|p| p.years).collect::<Vec<_>>(), [(2024, 2024), (2024, 2025), (2025, 2025)]);
            // A year later nobody asks any more which of them a week was in.
            let later = cube::to_date(&mut store.snapshot().await.unwrap(), made.prime, day("2027-01-16")).await.unwrap().unwrap();
            let all: i32 = filed.values().sum();
            assert_eq!(later.parts.iter().map(|p| (p.years, p.hours)).collect::<Vec<_>>(), [((2025, 2025), Hours::whole(all))]);
            assert_eq!(verify::verify(store, None, Vec::new()).await.unwrap().faults, Vec::<String>::new());
        });
    }

    #[test]
    fn hours_to_date_that_were_changed_are_found() {
        on_each(|engine| async move {
            let made = programme(&engine.store).await;
            let lines = [line("W1", "Carpenter", Some(40), Some(true))];
            certified(&engine.store, &made, week(&made, "2025-03-08", &lines, None)).await.unwrap();
            let mut raw = Raw::to(&engine).await;
            for (change, back) in [
                ("UPDATE hours_to_date SET hours = hours + 1", "UPDATE hours_to_date SET hours = hours - 1"),
                ("UPDATE hour_parts SET known = 'resident=0'", "UPDATE hour_parts SET known = 'resident=1'"),
                ("UPDATE payrolls_to_date SET payrolls = 2", "UPDATE payrolls_to_date SET payrolls = 1"),
                ("UPDATE weeks_counted SET mark = 'l'", "UPDATE weeks_counted SET mark = ''"),
                ("UPDATE weeks_counted SET owed = 1", "UPDATE weeks_counted SET owed = 0"),
                ("UPDATE weeks_counted SET week_ending = '2025-03-09'", "UPDATE weeks_counted SET week_ending = '2025-03-08'"),
            ] {
                raw.run(change).await.unwrap();
                let seen = verify::verify(&engine.store, None, Vec::new()).await.unwrap();
                assert!(seen.faults.iter().any(|f| f.contains("hours to date")), "{change}: {:?}", seen.faults);
                raw.run(back).await.unwrap();
                assert_eq!(verify::verify(&engine.store, None, Vec::new()).await.unwrap().faults, Vec::<String>::new());
            }
        });
    }
}
