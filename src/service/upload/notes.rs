//! A contractor's own file back, with notes in its cells.

use super::see;
use crate::service::Service;
use crate::service::examine::notes_copy;
use crate::service::fault::Fault;
use crate::service::permission::Actor;
use crate::store::Id;

/// The copy of an upload's file with notes, and a name for it.
///
/// # Errors
/// [`Fault::NotFound`] where there is no file, or nothing was read of it, and for strangers.
pub async fn copy(service: &Service, actor: &Actor, upload: Id) -> Result<(String, Vec<u8>), Fault> {
    let seen = see::upload(service, actor, upload).await?;
    let reading = see::reading(service, &seen.upload).await?.ok_or(Fault::NotFound)?;
    let original = service.originals.bytes(seen.upload.original.as_deref().ok_or(Fault::NotFound)?).await?;
    let name = seen.upload.file_name.unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
    let copy = tokio::task::spawn_blocking(move || notes_copy(&original, &reading.examination));
    let bytes = copy.await.map_err(|error| Fault::Ours(error.to_string()))?.map_err(|fault| Fault::Ours(fault.to_string()))?;
    Ok((format!("{stem}-notes.xlsx"), bytes))
}
