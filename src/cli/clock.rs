//! The clock of this machine, for what is kept. A run never asks it.

use crate::domain::moment::Moment;
use std::time::{SystemTime, UNIX_EPOCH};

/// This instant, as the machine has it.
#[expect(clippy::disallowed_methods, reason = "what is kept is dated; nothing that is checked comes here")]
pub(super) fn now() -> Option<Moment> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Moment::from_micros(i64::try_from(since.as_micros()).ok()?)
}
