//! Takes a file from a sender to the disk: behind a permit, part by part, with an eye on the sender's pace.
//!
//! There are only so many permits, and nobody waits for one: who finds none is told to come again. A sender that
//! goes away, or is too slow, leaves nothing but a line in the audit log.

use super::open;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::audit::act::{Act, Action, Object};
use crate::store::originals::incoming::Incoming;
use crate::store::{Id, StoreError, audit};
use std::future::Future;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};

/// How far a sender must come within the patience of the house.
const STRIDE: u64 = 64 * 1024;
/// When to come again, in seconds, where every permit is taken.
const COME_AGAIN: u32 = 5;

/// A file as it comes from outside.
pub trait Parts: Send {
    /// A part of it.
    type Part: AsRef<[u8]> + Send;
    /// The next part; none at the end; an error where it breaks off.
    fn next(&mut self) -> impl Future<Output = Result<Option<Self::Part>, BrokenOff>> + Send;
}

/// The sender went away in the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenOff;

/// A place among those who send files. Dropped, it is free.
pub struct Place {
    _permit: OwnedSemaphorePermit,
    unfinished: Option<Unfinished>,
}

impl Place {
    /// The form ended as it should, with a file or without: nothing broke off.
    pub fn ended(&mut self) {
        if let Some(unfinished) = &mut self.unfinished {
            unfinished.armed = false;
        }
    }
}

/// A file that arrived whole, with the place it holds until it is kept.
pub struct Received {
    pub(super) file: Incoming,
    /// Held until the file is kept.
    pub(super) place: Place,
}

impl Received {
    /// How many bytes it has.
    pub const fn bytes(&self) -> u64 {
        self.file.bytes()
    }
}

/// Takes a place, or says when to come again. Ask for it before anything of the file is read.
///
/// # Errors
/// [`Fault::Busy`].
pub fn place(service: &Service) -> Result<Place, Fault> {
    let permit = service.receiving.clone().try_acquire_owned();
    let permit = permit.map_err(|_| Fault::Busy(COME_AGAIN))?;
    Ok(Place { _permit: permit, unfinished: None })
}

/// Whether this person may send a file for this contract now. From here on it is noted where the sender goes away.
///
/// # Errors
/// As [`permission::may_prepare`]; [`Fault::TooMany`].
pub async fn may_send(service: &Service, actor: &Actor, contract: Id, place: &mut Place) -> Result<(), Fault> {
    let mut tx = service.store.snapshot().await?;
    permission::may_prepare(&mut tx, actor, contract).await?;
    open::not_too_often(&mut tx, actor, service.settings.uploads, service.clock.now()).await?;
    place.unfinished = Some(Unfinished { service: service.clone(), actor: actor.person, contract, armed: true });
    Ok(())
}

/// Receives a file. Ask [`may_send`] before.
///
/// # Errors
/// [`Fault::TooLarge`]; [`Fault::TooSlow`]; [`Fault::Refused`] where the sender goes away; [`Fault::Full`].
pub async fn receive(service: &Service, mut place: Place, parts: impl Parts) -> Result<Received, Fault> {
    let file = take_all(service, parts).await;
    // A file that is too large is answered; one that broke off is noted, whether this ends or is dropped.
    if !matches!(file, Err(Fault::TooSlow(_) | Fault::Refused { .. })) {
        place.ended();
    }
    Ok(Received { file: file?, place })
}

async fn take_all(service: &Service, mut parts: impl Parts) -> Result<Incoming, Fault> {
    let mut receiving = service.originals.begin_receiving(service.settings.upload_bytes)?;
    let (mut until, mut came) = (Instant::now() + service.patience, 0);
    loop {
        let next = timeout_at(until, parts.next()).await.map_err(|_| too_slow(service))?;
        let Some(part) = next.map_err(|BrokenOff| broken_off())? else { break };
        let part = part.as_ref();
        came += part.len() as u64;
        if came >= STRIDE {
            (until, came) = (Instant::now() + service.patience, 0);
        }
        receiving.take(part).await?;
    }
    Ok(receiving.end().await?)
}

fn too_slow(service: &Service) -> Fault {
    let seconds = service.patience.as_secs();
    Fault::TooSlow(format!(
        "The file came too slowly: less than 64 KB in {seconds} seconds. Nothing was kept. Send it again on a better connection."
    ))
}

fn broken_off() -> Fault {
    Fault::refused("upload.aborted", "The file did not arrive whole. Nothing was kept. Send it again.")
}

impl From<BrokenOff> for StoreError {
    fn from(_: BrokenOff) -> Self {
        Self::CutOff("the sender went away".to_owned())
    }
}

/// Notes in the audit log that a file did not arrive. It does so when it is dropped, because a handler whose client is gone
/// is dropped in the middle.
struct Unfinished {
    service: Service,
    actor: Id,
    contract: Id,
    armed: bool,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.armed {
            return;
        }
        let (service, actor, contract) = (self.service.clone(), self.actor, self.contract);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = note(&service, actor, contract).await {
                    tracing::error!(%error, "an upload that broke off could not be noted");
                }
            });
        }
    }
}

async fn note(service: &Service, actor: Id, contract: Id) -> Result<(), StoreError> {
    let at = service.clock.now();
    let mut tx = service.store.begin().await?;
    let tenant = crate::store::projects::tenant_of(&mut tx, contract).await?;
    let object = Object::contract(contract);
    let act = Act { at, tenant, actor: Some(actor), action: Action::UploadAborted, object, version: None, record: None };
    audit::append(&mut tx, act).await?;
    tx.commit().await
}
