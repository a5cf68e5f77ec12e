//! Reads what was uploaded, one job after the other, in processes of their own.
//!
//! A job is taken with a lease; what comes of it and the end of the job are one transaction. So a reading that is
//! killed in the middle is taken up by the next who asks, and one that was kept is never kept twice.

mod keep;
mod request;
mod workers;

pub use request::sweep_folders;
pub use workers::{Workers, start};

use super::scan::{self, Verdict};
use crate::service::Service;
use crate::service::examine::{Examination, ExamineRequest, child};
use crate::service::fault::Fault;
use crate::store::jobs::{self, Job};
use crate::store::{Id, uploads};
use std::sync::Arc;

/// The kind of its jobs.
pub const KIND: &str = "examine";
/// Seconds a reading may take before another takes it up.
pub const LEASE: i64 = 60;

/// Takes one reading that waits and does it. Whether there was one.
///
/// # Errors
/// Where the store fails; the job is then taken up again when its lease is over.
pub async fn once(service: &Service) -> Result<bool, Fault> {
    once_in(service, Reader::Child).await
}

/// As [`once`], and the file is read in this process: for files of our own, never for a stranger's.
pub(in crate::service) async fn once_here(service: &Service) -> Result<bool, Fault> {
    once_in(service, Reader::Here).await
}

/// Where a file is read.
#[derive(Clone, Copy)]
enum Reader {
    /// In a process of its own, under limits.
    Child,
    /// In this one.
    Here,
}

async fn once_in(service: &Service, reader: Reader) -> Result<bool, Fault> {
    let mut tx = service.store.begin().await?;
    let Some(job) = jobs::take_of(&mut tx, Some(KIND), service.clock.now(), LEASE).await? else { return Ok(false) };
    tx.commit().await?;
    match read(service, &job, reader).await {
        Ok(()) => {}
        // Another took it up in the meantime: nothing of ours was kept.
        Err(Fault::NotFound) => tracing::warn!(job = %job.id, "a reading was overtaken"),
        Err(fault) => failed(service, &job, &fault).await?,
    }
    Ok(true)
}

async fn read(service: &Service, job: &Job, reader: Reader) -> Result<(), Fault> {
    let (upload, number) = named(&job.payload).ok_or_else(|| Fault::Ours("a job that names no upload".to_owned()))?;
    let mut tx = service.store.snapshot().await?;
    let found = uploads::find(&mut tx, upload).await?.filter(|u| u.state == uploads::UploadState::Reading && u.readings == number);
    let Some(found) = found else {
        // It was signed, let go or asked for again: this reading is of no use.
        drop(tx);
        return keep::nothing(service, job).await;
    };
    let mut asked = request::of(service, &mut tx, &found).await?;
    drop(tx);
    if let Some(scanner) = &service.settings.scan {
        match scan::file(scanner, &asked.request.file).await {
            Ok(Verdict::Clean) => {}
            Ok(Verdict::Found(what)) => {
                tracing::warn!(%upload, found = what, "a file was refused by the scanner");
                let refused = scan::refusal(&asked.request.file_name, &what);
                return keep::examination(service, job, &found, &asked, &refused).await;
            }
            Err(why) => return hold_back(service, job, &why.to_string()).await,
        }
    }
    let mut examination = examine(service, &asked.request, reader).await?;
    // The same shape of file was matched before by this firm: its columns mean what they meant then.
    if asked.request.mapping.is_none()
        && let Some(saved) = request::saved(service, &found, &examination).await?
    {
        asked.request.mapping = Some(saved);
        examination = examine(service, &asked.request, reader).await?;
    }
    keep::examination(service, job, &found, &asked, &examination).await
}

/// Lets a file wait about which the scanner told nothing: it is tried again, for as long as it takes.
async fn hold_back(service: &Service, job: &Job, why: &str) -> Result<(), Fault> {
    tracing::error!(job = %job.id, why, "a file waits for the scanner");
    let mut tx = service.store.begin().await?;
    jobs::held_back(&mut tx, job, why, service.clock.now().plus_seconds(scan::AGAIN)).await?;
    Ok(tx.commit().await?)
}

/// Reads and checks one file.
async fn examine(service: &Service, request: &ExamineRequest, reader: Reader) -> Result<Examination, Fault> {
    if let Reader::Here = reader {
        return crate::service::examine::examine_under(request, Arc::clone(&service.library))
            .map_err(|fault| Fault::Ours(fault.to_string()));
    }
    match child::run(request, &service.settings.program).await {
        Ok(examination) => Ok(examination),
        // A file that takes more than it may is refused; a fault of ours is tried again.
        Err(fault) => fault.refusal(request).ok_or_else(|| Fault::Ours(fault.to_string())),
    }
}

async fn failed(service: &Service, job: &Job, fault: &Fault) -> Result<(), Fault> {
    tracing::error!(job = %job.id, attempt = job.attempt, %fault, "a reading failed");
    let mut tx = service.store.begin().await?;
    jobs::failed(&mut tx, job, &fault.to_string(), service.clock.now()).await?;
    tx.commit().await?;
    if job.attempt >= jobs::MOST_TRIES {
        give_up(service).await?;
    }
    Ok(())
}

/// Refuses the uploads nobody could read: their last try failed, or was killed.
///
/// # Errors
/// Where the store fails.
pub async fn give_up(service: &Service) -> Result<(), Fault> {
    let waiting = uploads::given_up(&mut service.store.snapshot().await?).await?;
    for upload in waiting {
        keep::given_up(service, &upload, &too_much(&upload.file_name.clone().unwrap_or_default())).await?;
    }
    Ok(())
}

/// What is said of a file that takes more than a reading may have.
fn too_much(name: &str) -> Examination {
    Examination::refused(name, "parse.resources", "", "a file that can be read within the limits")
}

/// The upload a job names, and the number of its reading.
fn named(payload: &str) -> Option<(Id, u64)> {
    let (upload, number) = payload.split_once(' ')?;
    Some((Id::parse(upload)?, number.parse().ok()?))
}
