//! What every use case stands on: the store, the originals, the clock, the rules, the settings.

use super::clock::Clock;
use super::settings::Settings;
use crate::rules::library::Library;
use crate::store::Store;
use crate::store::originals::Originals;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// What every use case stands on. A clone is the same house.
#[derive(Clone)]
pub struct Service {
    /// What is kept.
    pub store: Store,
    /// Files as they came.
    pub originals: Originals,
    /// The time.
    pub clock: Clock,
    /// The rules of this installation.
    pub library: Arc<Library>,
    /// What it was told when it started.
    pub settings: Arc<Settings>,
    /// Files being received at once.
    pub receiving: Arc<Semaphore>,
    /// Work is waiting: rung when a job is added.
    pub bell: Arc<tokio::sync::Notify>,
    /// How long a sender may take for 64 KiB.
    pub patience: Duration,
}

/// How long a sender may take for 64 KiB, where nothing else is said.
const PATIENCE: Duration = Duration::from_secs(30);

impl Service {
    /// A house of its parts.
    pub fn new(store: Store, originals: Originals, clock: Clock, library: Arc<Library>, settings: Settings) -> Self {
        let receiving = Arc::new(Semaphore::new(settings.receivers.max(1)));
        Self { store, originals, clock, library, settings: Arc::new(settings), receiving, bell: Arc::default(), patience: PATIENCE }
    }

    /// Whether its database answers and has the tables of this version.
    pub async fn is_ready(&self) -> bool {
        self.store.check_schema().await.is_ok()
    }
}
