//! A receipt: who signed what and when, small enough to keep, and where the audit log says so.

use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{self, Actor};
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
    let told = audit::of(&mut tx, &format!("submission:{submission}"), "certified").await?.ok_or(Fault::NotFound)?;
    let signature = String::from_utf8(signature.record()).map_err(|error| Fault::Ours(error.to_string()))?;
    let salt = sha::hex(&told.salt.ok_or(Fault::NotFound)?);
    Ok(Receipt { schema: SCHEMA.to_owned(), signature, entry: told.text, entry_hash: told.hash, salt })
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
        let committed = sha::bytes(&self.salt).map(|salt| audit::commitment(&salt, self.signature.as_bytes()));
        if committed.is_none() || committed != entry.commitment {
            return Err("the entry of the audit log commits to another signature".to_owned());
        }
        let signed: serde_json::Value = serde_json::from_str(&self.signature).map_err(|error| error.to_string())?;
        let text = |name: &str| signed[name].as_str().unwrap_or("-").to_owned();
        if entry.action != "certified" || entry.object != format!("submission:{}", text("submission")) {
            return Err("the entry of the audit log is not of this signature".to_owned());
        }
        let mut words = format!("signed by {}, {}, {}; entry {} of the audit log", text("name"), text("signed_as"), text("at"), entry.seq);
        for checkpoint in against {
            // The hash of the entry before stands in the entry.
            let told =
                [(entry.seq, &self.entry_hash), (entry.seq - 1, &entry.prev)].into_iter().find(|(seq, _)| *seq == checkpoint.entries);
            let says = match told {
                Some((_, head)) if *head == checkpoint.head => "matches",
                Some(_) => return Err(format!("the checkpoint of {} entries tells of another history", checkpoint.entries)),
                None => "says nothing of this entry: ask for the bundle, or the log",
            };
            words += &format!("\nthe checkpoint of {} entries {says}", checkpoint.entries);
        }
        Ok(words)
    }
}
