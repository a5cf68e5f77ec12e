//! Readings: they survive a kill, and nobody waits for ever.

use super::{contract, files_below, mended, read_all, send};
use crate::house::on_each;
use plumbline::service::upload::reading;
use plumbline::store::jobs;
use std::time::Duration;

#[test]
fn a_reading_that_is_killed_is_taken_up_when_its_lease_is_over() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let upload = send(&house, &clerk, contract, "w.csv", &mended(), "k").await.goes_to().to_owned();
        // Somebody takes it and is killed.
        let mut tx = house.app.service.store.begin().await.expect("a transaction");
        let taken = jobs::take_of(&mut tx, Some(reading::KIND), house.now(), reading::LEASE).await.expect("it is read");
        tx.commit().await.expect("it is kept");
        assert!(taken.is_some());
        assert!(!reading::once(&house.app.service).await.expect("it is read"), "the lease holds");
        assert!(house.get(Some(&clerk), &upload).await.text().contains("Reading your file"));
        house.app.service.clock.move_by(reading::LEASE + 1);
        read_all(&house).await;
        assert_eq!(house.get(Some(&clerk), &upload).await.goes_to(), format!("{upload}/findings"));
        // The one who was killed comes back: its lease is gone, and nothing of it is kept.
        let mut tx = house.app.service.store.begin().await.expect("a transaction");
        assert!(jobs::done(&mut tx, &taken.expect("a job"), house.now()).await.is_err());
    });
}

#[test]
fn after_the_fifth_kill_the_file_is_refused_and_its_bytes_are_gone() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let before = files_below(&house.folder.join("originals")).len();
        let upload = send(&house, &clerk, contract, "w.csv", &mended(), "k").await.goes_to().to_owned();
        for _ in 0..6 {
            let mut tx = house.app.service.store.begin().await.expect("a transaction");
            jobs::take_of(&mut tx, Some(reading::KIND), house.now(), reading::LEASE).await.expect("it is read");
            tx.commit().await.expect("it is kept");
            house.app.service.clock.move_by(reading::LEASE + 1);
        }
        reading::give_up(&house.app.service).await.expect("it is settled");
        let page = house.get(Some(&clerk), &upload).await.text();
        assert!(page.contains("parse.resources") && page.contains("We did not keep"), "{page}");
        assert_eq!(files_below(&house.folder.join("originals")).len(), before);
    });
}

#[test]
fn those_who_read_are_woken_by_an_upload_and_end_when_told() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let work = plumbline::service::serving::work(&house.app.service);
        let upload = send(&house, &clerk, contract, "w.csv", &mended(), "k").await.goes_to().to_owned();
        let read = async {
            while house.get(Some(&clerk), &upload).await.goes_to().is_empty() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), read).await.expect("it is read");
        work.end().await;
    });
}
