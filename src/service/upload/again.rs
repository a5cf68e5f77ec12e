//! Uses the bytes of an earlier upload of the week once more.

use super::begin::{self, Begun, NewFile};
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::Id;
use crate::store::originals::Kept;

/// Begins the week of an upload anew with the same file.
///
/// # Errors
/// As [`begin::file`]; [`Fault::NotFound`] where the upload has no file.
pub async fn again(service: &Service, actor: &Actor, upload: Id, key: &str, reason: Option<&str>) -> Result<Id, Fault> {
    let mut tx = service.store.snapshot().await?;
    let (first, ..) = permission::may_prepare_upload(&mut tx, actor, upload).await?;
    drop(tx);
    let sha256 = first.original.clone().ok_or(Fault::NotFound)?;
    // It is registered: a row names it, and no sweeper takes it.
    let kept = Kept { sha256, bytes: 0 };
    let name = first.file_name.unwrap_or_default();
    let new = NewFile {
        contract: first.contract,
        week_ending: first.week_ending,
        last: first.last,
        reason,
        file_name: &name,
        key,
        mapping: first.mapping.as_deref(),
    };
    match begin::with_original(service, actor, new, &kept, true).await? {
        Begun::Upload(id) => Ok(id),
        Begun::Duplicate(first) => Ok(first.id),
    }
}
