//! Jobs and mail: taken once, given back when a lease runs out, stopped after five tries.

use super::engines::on_each;
use super::programme::at;
use plumbline::store::jobs::{self, JobState, MOST_TRIES};
use plumbline::store::outbox::{self, NewMail};
use plumbline::store::{Store, StoreError};

async fn take(store: &Store, seconds: i64) -> Option<jobs::Job> {
    let mut tx = store.begin_beside().await.unwrap();
    let job = jobs::take(&mut tx, at(seconds), 60).await.unwrap();
    tx.commit().await.unwrap();
    job
}

#[test]
fn a_job_is_taken_by_one_and_by_the_next_only_when_the_lease_ran_out() {
    on_each(|engine| async move {
        let mut tx = engine.store.begin().await.unwrap();
        let id = jobs::add(&mut tx, "read", "read:1", "{}", at(0)).await.unwrap();
        assert_eq!(jobs::add(&mut tx, "read", "read:1", "{}", at(5)).await.unwrap(), id, "the same key is the same job");
        tx.commit().await.unwrap();
        assert_eq!(take(&engine.store, -1).await, None, "not due yet");
        let first = take(&engine.store, 1).await.expect("due");
        assert_eq!((first.id, first.attempt), (id, 1));
        assert_eq!(take(&engine.store, 60).await, None, "the lease holds");
        let second = take(&engine.store, 61).await.expect("whoever took it was killed");
        assert_eq!((second.id, second.attempt), (id, 2));
        // The first comes back to life: it cannot end what it no longer holds.
        let mut tx = engine.store.begin().await.unwrap();
        assert!(matches!(jobs::done(&mut tx, &first, at(62)).await, Err(StoreError::Missing(_))));
        drop(tx);
        let mut tx = engine.store.begin().await.unwrap();
        jobs::done(&mut tx, &second, at(62)).await.unwrap();
        assert_eq!(jobs::state(&mut tx, id).await.unwrap(), JobState::Done);
        tx.commit().await.unwrap();
        assert_eq!(take(&engine.store, 10_000).await, None);
    });
}

#[test]
fn a_job_that_fails_waits_longer_each_time_and_stops() {
    on_each(|engine| async move {
        let mut tx = engine.store.begin().await.unwrap();
        let (poison, killer) = (
            jobs::add(&mut tx, "read", "poison", "{}", at(0)).await.unwrap(),
            jobs::add(&mut tx, "read", "killer", "{}", at(90_000)).await.unwrap(),
        );
        tx.commit().await.unwrap();
        let mut now = 0;
        for pause in [10, 40, 160, 640, 0] {
            assert_eq!(take(&engine.store, now - 1).await, None);
            let job = take(&engine.store, now).await.expect("due");
            let mut tx = engine.store.begin_beside().await.unwrap();
            jobs::failed(&mut tx, &job, "no such layout", at(now)).await.unwrap();
            tx.commit().await.unwrap();
            now += pause;
        }
        // One that kills its worker every time stops as well.
        let mut now = 90_000;
        for _ in 0..MOST_TRIES {
            assert_eq!(take(&engine.store, now).await.expect("due").id, killer);
            now += 60;
        }
        assert_eq!(take(&engine.store, now).await, None);
        let mut tx = engine.store.snapshot().await.unwrap();
        for id in [poison, killer] {
            assert_eq!(jobs::state(&mut tx, id).await.unwrap(), JobState::Stopped);
        }
    });
}

#[test]
fn many_workers_at_once_share_the_work_and_none_is_done_twice() {
    on_each(|engine| async move {
        let mut tx = engine.store.begin().await.unwrap();
        for number in 0..40 {
            jobs::add(&mut tx, "read", &format!("read:{number}"), "{}", at(0)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut workers = Vec::new();
        for _ in 0..8 {
            let store = engine.store.clone();
            workers.push(tokio::spawn(async move {
                let mut taken = Vec::new();
                while let Some(job) = take(&store, 1).await {
                    taken.push(job.id);
                }
                taken
            }));
        }
        let mut taken = Vec::new();
        for worker in workers {
            taken.extend(worker.await.unwrap());
        }
        assert_eq!(taken.len(), 40);
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), 40);
    });
}

#[test]
fn a_mail_is_written_once_and_sent_under_one_number() {
    on_each(|engine| async move {
        let mail = NewMail { once_key: "late:1:2025-03-15", recipient: "clerk@harbor.example", subject: "Payroll is late", body: "…" };
        let mut tx = engine.store.begin().await.unwrap();
        assert!(outbox::write(&mut tx, mail, at(0)).await.unwrap());
        assert!(!outbox::write(&mut tx, mail, at(9)).await.unwrap());
        tx.commit().await.unwrap();
        let take = async |seconds: i64| {
            let mut tx = engine.store.begin_beside().await.unwrap();
            let mail = outbox::take(&mut tx, at(seconds), 60).await.unwrap();
            tx.commit().await.unwrap();
            mail
        };
        let first = take(1).await.expect("due");
        assert_eq!(take(2).await, None);
        // The sender was killed after sending: the second try bears the same number.
        let second = take(61).await.expect("the lease ran out");
        assert_eq!((second.id, second.attempt, second.recipient.as_str()), (first.id, 2, "clerk@harbor.example"));
        let mut tx = engine.store.begin_beside().await.unwrap();
        assert!(matches!(outbox::sent(&mut tx, &first, at(62)).await, Err(StoreError::Missing(_))));
        outbox::failed(&mut tx, &second, "451 try later", at(62)).await.unwrap();
        tx.commit().await.unwrap();
        // The second try failed: 40 seconds.
        assert_eq!(take(101).await, None);
        let third = take(102).await.expect("due again");
        let mut tx = engine.store.begin_beside().await.unwrap();
        outbox::sent(&mut tx, &third, at(103)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(take(100_000).await, None);
    });
}
