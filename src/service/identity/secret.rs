//! Random secrets that go out once, and stay here as digests.

use crate::service::fault::Fault;
use crate::store::sha;

/// 256 random bits as hexadecimal digits: what goes out.
pub(super) fn new() -> Result<String, Fault> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Ours(format!("no random numbers: {error}")))?;
    Ok(sha::hex(&bytes))
}

/// What stays here of it.
pub(super) fn digest(secret: &str) -> String {
    sha::of(secret.as_bytes())
}
