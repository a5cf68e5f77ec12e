//! A receipt: who signed what and when, small enough to keep, and where the audit log says so.

use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
use crate::store::audit::act::Object;
use crate::store::audit::chain;
use crate::store::audit::checkpoint::Checkpoint;
use crate::store::audit::entry::Entry;
use crate::store::{Id, audit, sha, signatures};
use serde::{Deserialize, Serialize};

/// The form of a receipt.
pub const SCHEMA: &str = "plumbline.receipt/1";

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// [`SCHEMA`].
    pub schema: String,
    /// What was signed, as it is pinned: the bytes of the signature's record.
    pub signature: String,
    /// The entry of the audit log, as its text.
    pub entry: String,
    /// The hash of the entry.
    pub entry_hash: String,
    /// The salt of the entry's commitment, as hexadecimal digits.
    pub salt: String,
}

/// The receipt of a signed week, for those who may see it.
///
/// # Errors
/// [`Fault::NotFound`] for who may not, and for a week that is not signed.
pub async fn of(service: &Service, actor: &Actor, submission: Id) -> Result<Receipt, Fault> {
    let mut tx = service.store.snapshot().await?;
    permission::may_see_submission(&mut tx, actor, submission).await?;
    let signature = signatures::of(&mut tx, submission).await?.ok_or(Fault::NotFound)?;
    for (_, entry, hash, salt) in audit::from_first_about(&mut tx, &[Object::submission(submission)]).await? {
        let certified = Entry::read(&entry).is_some_and(|read| read.action == "certified");
        if let (true, Some(salt)) = (certified, salt) {
            let signature = String::from_utf8(signature.record()).map_err(|error| Fault::Ours(error.to_string()))?;
            return Ok(Receipt { schema: SCHEMA.to_owned(), signature, entry, entry_hash: hash, salt: sha::hex(&salt) });
        }
    }
    Err(Fault::NotFound)
}

impl Receipt {
    /// Reads one; none where the text is no receipt.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|receipt| receipt.schema == SCHEMA)
    }

    /// Checks it by itself: the entry is the one that was hashed, and commits to the signature.
    ///
    /// # Errors
    /// In words: what does not hold.
    pub fn verify(&self, against: &[Checkpoint]) -> Result<String, String> {
        let entry = Entry::read(&self.entry).ok_or("the entry of the audit log cannot be read")?;
        if chain::hash(&self.entry) != self.entry_hash {
            return Err("the entry of the audit log is not the one that was hashed".to_owned());
        }
        let salt: Option<Vec<u8>> =
            (0..self.salt.len()).step_by(2).map(|at| u8::from_str_radix(self.salt.get(at..at + 2)?, 16).ok()).collect();
        let committed = salt.map(|salt| audit::commitment(&salt, self.signature.as_bytes()));
        if committed.is_none() || committed != entry.commitment {
            return Err("the entry of the audit log commits to another signature".to_owned());
        }
        if against.iter().any(|checkpoint| checkpoint.entries == entry.seq && checkpoint.head != self.entry_hash) {
            return Err("the checkpoint tells of another history".to_owned());
        }
        let signed: serde_json::Value = serde_json::from_str(&self.signature).map_err(|error| error.to_string())?;
        let text = |name: &str| signed[name].as_str().unwrap_or("-").to_owned();
        Ok(format!("signed by {}, {}, {}; entry {} of the audit log", text("name"), text("signed_as"), text("at"), entry.seq))
    }
}
