//! Those who read: as many as may read at once, woken by the bell of the house, and looking by themselves every two seconds.

use super::{give_up, once};
use crate::service::Service;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long one who reads waits for the bell before looking.
const LOOK: Duration = Duration::from_secs(2);
/// How often uploads that were given up are looked for.
const GIVE_UP: Duration = Duration::from_secs(60);

/// Those who read.
pub type Workers = JoinSet<()>;

/// Begins to read. Each ends after the reading it is at, once it is told.
pub fn start(service: &Service, told: &watch::Receiver<bool>, workers: &mut Workers) {
    for _ in 0..service.settings.readers.max(1) {
        workers.spawn(one(service.clone(), told.clone()));
    }
    workers.spawn(look_after(service.clone(), told.clone()));
}

async fn one(service: Service, mut told: watch::Receiver<bool>) {
    while !*told.borrow() {
        match once(&service).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(fault) => tracing::error!(%fault, "no reading could be taken"),
        }
        tokio::select! {
            () = service.bell.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            _ = told.changed() => {}
        }
    }
}

async fn look_after(service: Service, mut told: watch::Receiver<bool>) {
    while !*told.borrow() {
        if let Err(fault) = give_up(&service).await {
            tracing::error!(%fault, "uploads that were given up could not be settled");
        }
        tokio::select! {
            () = tokio::time::sleep(GIVE_UP) => {}
            _ = told.changed() => {}
        }
    }
}
