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
