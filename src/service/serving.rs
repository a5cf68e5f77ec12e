//! Opens the house for serving, and does the work that waits: readings, mails, sweeping, checkpoints.

use super::checkpoints;
use super::clock::Clock;
use super::filing;
use super::house::Service;
use super::post;
use super::settings::Settings;
use super::upload::reading;
use crate::rules::library::Library;
use crate::store::originals::{Originals, sweep};
use crate::store::{Store, StoreError};
use std::sync::Arc;
use std::time::Duration;
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
pub fn work(service: &Service) -> Work {
    let (end, told) = watch::channel(false);
    let mut tasks = JoinSet::new();
    reading::start(service, &told, &mut tasks);
    tasks.spawn(mail(service.clone(), told.clone()));
    tasks.spawn(sweep(service.clone(), told.clone()));
    tasks.spawn(remind(service.clone(), told.clone()));
    tasks.spawn(checkpoint(service.clone(), told));
    Work { end, tasks }
}

/// How often it is looked whether mail is due.
const MAIL: Duration = Duration::from_secs(5);

/// Hands mail over as it becomes due.
async fn mail(service: Service, mut told: watch::Receiver<bool>) {
    while service.settings.smtp.is_some() && !*told.borrow() {
        match post::send_one(&service).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "mail could not be handed over"),
        }
        tokio::select! {
            () = tokio::time::sleep(MAIL) => {}
            _ = told.changed() => {}
        }
    }
}

/// How often what nobody names is swept.
const SWEEP: Duration = Duration::from_secs(3_600);

/// Sweeps at the start and every hour.
async fn sweep(service: Service, mut told: watch::Receiver<bool>) {
    while !*told.borrow() {
        match sweep::sweep(&service.store, &service.originals).await {
            Ok(swept) if swept != sweep::Swept::default() => {
                tracing::info!(left_behind = swept.left_behind, unnamed = swept.unnamed, "files were swept");
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "files could not be swept"),
        }
        reading::sweep_folders(&service);
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            _ = told.changed() => {}
        }
    }
}

/// How often it is looked whether somebody is to be reminded. A reminder is written once, however often it is looked.
const REMIND: Duration = Duration::from_secs(900);
/// The hour of the day, in UTC, from which reminders are written: the morning of the country.
const MORNING: i64 = 11;

/// Writes the reminders of each day, from the morning on.
async fn remind(service: Service, mut told: watch::Receiver<bool>) {
    while !*told.borrow() {
        let hour = service.clock.now().micros() / 3_600_000_000 % 24;
        if hour >= MORNING {
            match filing::remind_today(&service).await {
                Ok(reminded) if reminded.mails > 0 => tracing::info!(mails = reminded.mails, firms = reminded.firms, "firms were reminded"),
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "reminders could not be written"),
            }
        }
        tokio::select! {
            () = tokio::time::sleep(REMIND) => {}
            _ = told.changed() => {}
        }
    }
}

/// How often it is looked whether the checkpoint of the day was made.
const CHECKPOINT: Duration = Duration::from_secs(900);

/// Makes the checkpoint of each day.
async fn checkpoint(service: Service, mut told: watch::Receiver<bool>) {
    let wanted = &service.settings.checkpoints;
    if wanted.folder.is_none() && wanted.mail.is_none() {
        return;
    }
    while !*told.borrow() {
        match checkpoints::today(&service).await {
            Ok(made) if made != checkpoints::Made::default() => {
                tracing::info!(file = made.file, mail = made.mail, "a checkpoint was made");
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the checkpoint of the day could not be made"),
        }
        tokio::select! {
            () = tokio::time::sleep(CHECKPOINT) => {}
            _ = told.changed() => {}
        }
    }
}

impl Work {
    /// Ends it: what is under way is finished, nothing new is begun.
    pub async fn end(mut self) {
        let _ = self.end.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}
