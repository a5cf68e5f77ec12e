//! Originals in a service that speaks the protocol of S3.

use super::super::{Result, StoreError};
use super::incoming::Incoming;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as ObjectPath;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};
use std::sync::Arc;
use tokio::io::AsyncReadExt as _;

/// Parts of a long file: services ask for at least 5 MiB, all of one length but the last.
const PART: usize = 8 << 20;

/// The service of an address such as `s3://bucket/prefix`.
pub(super) fn open(address: &str) -> Result<Arc<dyn ObjectStore>> {
    let Some((bucket, prefix)) = address.strip_prefix("s3://").map(|rest| rest.split_once('/').unwrap_or((rest, ""))) else {
        // An address may hold a password: only its beginning is shown.
        let begin: String = address.chars().take(12).collect();
        return Err(StoreError::Originals(format!("{begin}… names no place for originals; write s3://BUCKET/PREFIX, or a folder")));
    };
    let service = AmazonS3Builder::from_env().with_bucket_name(bucket).build().map_err(super::unreachable)?;
    let prefix = prefix.trim_matches('/');
    Ok(if prefix.is_empty() { Arc::new(service) } else { Arc::new(PrefixStore::new(service, prefix)) })
}

/// Sends a file; it is there whole or not at all.
pub(super) async fn put(place: &dyn ObjectStore, at: &ObjectPath, incoming: Incoming) -> Result<()> {
    if incoming.bytes() <= PART as u64 {
        place.put(at, PutPayload::from(tokio::fs::read(incoming.path()).await?)).await?;
        return Ok(());
    }
    let mut file = tokio::fs::File::open(incoming.path()).await?;
    let mut upload = WriteMultipart::new_with_chunk_size(place.put_multipart(at).await?, PART);
    let mut part = vec![0; PART];
    loop {
        let read = match file.read(&mut part).await {
            Ok(read) => read,
            Err(error) => {
                upload.abort().await?;
                return Err(error.into());
            }
        };
        if read == 0 {
            break;
        }
        // One part waits while one is under way: a long file is never held whole.
        upload.wait_for_capacity(2).await?;
        upload.write(&part[..read]);
    }
    // Takes its parts back itself where it fails.
    upload.finish().await?;
    Ok(())
}
