//! Random secrets that go out once, and stay here as digests.

use crate::service::fault::Fault;
use crate::store::{random, sha};

/// 256 random bits as hexadecimal digits: what goes out.
pub(super) fn new() -> Result<String, Fault> {
    Ok(sha::hex(&random::<32>()?))
}

/// What stays here of it.
pub(super) fn digest(secret: &str) -> String {
    sha::of(secret.as_bytes())
}
