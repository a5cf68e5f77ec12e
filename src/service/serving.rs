//! Opens the house for serving, and does the work that waits: readings, mails, sweeping.

use super::clock::Clock;
use super::house::Service;
use super::settings::Settings;
use crate::rules::library::Library;
use crate::store::originals::Originals;
use crate::store::{Store, StoreError};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What a house is opened with.
pub struct Opening<'a> {
    /// Address of the database.
    pub database: &'a str,
    /// Where the originals lie, if not in the folder of the settings.
    pub originals: Option<&'a str>,
    /// What the installation is told.
    pub settings: Settings,
    /// Its rules.
    pub library: Arc<Library>,
    /// Its clock.
    pub clock: Clock,
}

/// Opens the database and the folder of the originals.
///
/// # Errors
/// [`StoreError`] where either cannot be used, or the tables are of another version.
pub async fn open(opening: Opening<'_>) -> Result<Service, StoreError> {
    let store = Store::open_there(opening.database).await?;
    store.check_schema().await?;
    let folder = &opening.settings.folder;
    let originals = match opening.originals {
        Some(place) => Originals::open(place, &folder.join("passing"))?,
        None => Originals::folder(&folder.join("originals"))?,
    };
    Ok(Service::new(store, originals, opening.clock, opening.library, opening.settings))
}

/// The work that goes on beside the requests.
pub struct Work {
    end: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// Begins the work that goes on beside the requests.
pub fn work(_service: &Service) -> Work {
    let (end, _told) = watch::channel(false);
    Work { end, tasks: JoinSet::new() }
}

impl Work {
    /// Ends it: what is under way is finished, nothing new is begun.
    pub async fn end(mut self) {
        let _ = self.end.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}
