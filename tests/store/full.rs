//! No room left: said as such, nothing half done, and everything works again when there is room.

use super::engines::{block, on_each};
use super::guards::Raw;
use super::programme::{certified, day, line, programme, statement, week};
use plumbline::store::{Store, StoreError, submissions, verify};

#[test]
fn a_full_database_takes_nothing_and_works_again_when_there_is_room() {
    block(async {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&format!("sqlite:{}", folder.path().join("store.db").display())).await.expect("it opens");
        store.migrate().await.expect("the tables are made");
        let made = programme(&store).await;
        let few = [line("W1", "Carpenter", Some(40), Some(true))];
        certified(&store, &made, week(&made, "2025-03-08", &few, None)).await.unwrap();
        let many: Vec<_> = (0..3_000).map(|n| line(&format!("W{n}"), "Carpenter", Some(8), Some(true))).collect();
        let before = verify::verify(&store, None, Vec::new()).await.unwrap();
        for room in [0, 3, 40] {
            store.hold_to_pages(Some(room)).await.unwrap();
            let said = certified(&store, &made, week(&made, "2025-03-15", &many, None)).await;
            assert!(matches!(said, Err(StoreError::Full(_))), "{room}: {said:?}");
            // Reading works, and sees nothing of it.
            let mut tx = store.snapshot().await.unwrap();
            assert_eq!(submissions::of_week(&mut tx, made.prime, day("2025-03-15")).await.unwrap(), []);
            drop(tx);
            assert_eq!(verify::verify(&store, None, Vec::new()).await.unwrap(), before);
        }
        store.hold_to_pages(None).await.unwrap();
        certified(&store, &made, week(&made, "2025-03-15", &many, None)).await.expect("there is room again");
        let after = verify::verify(&store, None, Vec::new()).await.unwrap();
        assert_eq!((after.entries, after.weeks, after.faults), (4, 2, Vec::<String>::new()));
    });
}

/// PostgreSQL says it by its code; a function that raises it stands for the disk.
#[test]
fn a_full_disk_of_the_server_is_told_apart() {
    on_each(|engine| async move {
        if engine.address.starts_with("sqlite:") {
            return;
        }
        let made = programme(&engine.store).await;
        let mut raw = Raw::to(&engine).await;
        let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$";
        raw.run(full).await.unwrap();
        raw.run("CREATE TRIGGER full_disk BEFORE INSERT ON signatures FOR EACH ROW EXECUTE FUNCTION full_disk()").await.unwrap();
        let few = [line("W1", "Carpenter", Some(40), Some(true))];
        let said = certified(&engine.store, &made, week(&made, "2025-03-08", &few, None)).await;
        assert!(matches!(&said, Err(StoreError::Full(why)) if why.contains("No space left")), "{said:?}");
        raw.run("DROP TRIGGER full_disk ON signatures").await.unwrap();
        let mut tx = engine.store.begin().await.unwrap();
        let draft = submissions::draft(&mut tx, week(&made, "2025-03-08", &few, None), super::programme::at(1)).await.unwrap();
        assert_eq!(draft.version, 1, "nothing of the first try is left");
        submissions::certify(&mut tx, draft.id, statement(&made), super::programme::at(2)).await.unwrap();
        tx.commit().await.unwrap();
    });
}
