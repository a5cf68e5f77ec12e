//! Checkpoints of the audit log on their way outside: each day into a folder, into a mail, or both; signed where a key is set.

mod daily;
mod signing;

pub use daily::{Made, folder_can_be_written, today};
pub use signing::{PublicKey, check, public_key, signed};

pub use crate::store::audit::checkpoint::Checkpoint;
