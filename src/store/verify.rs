//! Everything the store promises, checked again from what it holds: the database's own look at its files, the audit
//! chain, what was signed and decided, the cube, the originals.

use super::audit::chain::{Broken, Chain};
use super::audit::checkpoint::Checkpoint;
use super::audit::entry::Entry;
use super::originals::{self, Originals};
use super::{Result, Store, StoreError, Transaction, audit, cube_check, determinations, runs, sha, signatures};
use std::collections::BTreeMap;

/// What was looked at, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries of the audit log.
    pub entries: u64,
    /// Hash of the last of them.
    pub head: String,
    /// Records held against their entries.
    pub records: u64,
    /// Weeks counted again.
    pub weeks: u64,
    /// Originals whose digest was taken again.
    pub originals: u64,
    /// What does not hold, in words. Empty if everything does.
    pub faults: Vec<String>,
}

/// Looks at everything, in one state of the database. Originals are read where they are given.
///
/// # Errors
/// [`StoreError::Database`]: a fault found is no error.
pub async fn verify(store: &Store, files: Option<&Originals>, against: Vec<Checkpoint>) -> Result<Verified> {
    let mut seen = Verified { faults: store.integrity().await?, ..Verified::default() };
    let mut tx = store.snapshot().await?;
    let mut against = against;
    against.extend(audit::checkpoints(&mut tx).await?);
    let mut committed = follow_chain(&mut tx, against, &mut seen).await?;
    check_signatures(&mut tx, &mut committed, &mut seen).await?;
    check_determinations(&mut tx, &mut committed, &mut seen).await?;
    check_runs(&mut tx, &mut committed, &mut seen).await?;
    // What is left was pinned and is not there. Records destroyed in their time went with their salts.
    let gone = committed.iter().filter(|(_, pinned)| pinned.salt.is_some());
    seen.faults.extend(gone.map(|(what, _)| format!("{what}: the audit log tells of it, and it is not there")));
    cube_check::check(&mut tx, &mut seen).await?;
    if let Some(files) = files {
        check_originals(&mut tx, files, &mut seen).await?;
    }
    Ok(seen)
}

/// What the log says of a record: the digest it pins, and its salt while that is kept.
struct Pinned {
    commitment: Option<String>,
    salt: Option<Vec<u8>>,
}

/// By what was done and to what: `certified submission:…`.
type Committed = BTreeMap<String, Pinned>;

async fn follow_chain(tx: &mut Transaction, against: Vec<Checkpoint>, seen: &mut Verified) -> Result<Committed> {
    let mut chain = Chain::new(against);
    let mut committed = Committed::new();
    let mut seq = 0;
    let fault = |broken: Broken, seen: &mut Verified| seen.faults.push(format!("audit log: {broken}"));
    'log: loop {
        let page = audit::after(tx, seq).await?;
        if page.is_empty() {
            if let Err(broken) = chain.end() {
                fault(broken, seen);
            }
            break;
        }
        for (number, text, hash, salt) in page {
            match chain.follow(&text, &hash) {
                Ok(Entry { action, object, commitment, .. }) if matches!(action.as_str(), "certified" | "determined" | "checked") => {
                    committed.insert(format!("{action} {object}"), Pinned { commitment, salt });
                }
                Ok(_) => {}
                Err(broken) => {
                    fault(broken, seen);
                    break 'log;
                }
            }
            seq = number;
        }
    }
    (seen.entries, seen.head) = (chain.entries(), chain.head().to_owned());
    Ok(committed)
}

/// Holds a record against its entry: there must be one, and it must pin these bytes.
fn hold(what: &str, record: &[u8], committed: &mut Committed, seen: &mut Verified) {
    seen.records += 1;
    let Some(pinned) = committed.remove(what) else {
        seen.faults.push(format!("{what}: the audit log has no entry of it"));
        return;
    };
    if let (Some(stated), Some(salt)) = (&pinned.commitment, &pinned.salt)
        && *stated != audit::commitment(salt, record)
    {
        seen.faults.push(format!("{what}: the record is not the one the audit log pins"));
    }
}

async fn check_signatures(tx: &mut Transaction, committed: &mut Committed, seen: &mut Verified) -> Result<()> {
    let mut last = String::new();
    loop {
        let page = signatures::after(tx, &last).await?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.submission.to_string();
        for signature in &page {
            let id = signature.submission;
            hold(&format!("certified submission:{id}"), &signature.record(), committed, seen);
            if super::lines::digest(tx, id).await? != signature.rows_sha256 {
                seen.faults.push(format!("submission:{id}: its rows are not those that were signed"));
            }
            let original = super::submissions::find(tx, id).await?.and_then(|submission| submission.original);
            if original != signature.original {
                seen.faults.push(format!("submission:{id}: its file is not the one that was signed"));
            }
        }
    }
}

async fn check_determinations(tx: &mut Transaction, committed: &mut Committed, seen: &mut Verified) -> Result<()> {
    let mut last = String::new();
    loop {
        let page = determinations::after(tx, &last).await?;
        let Some(end) = page.last() else { return Ok(()) };
        last = end.id.to_string();
        for made in &page {
            hold(&format!("determined determination:{}", made.id), &made.record(), committed, seen);
        }
    }
}

async fn check_runs(tx: &mut Transaction, committed: &mut Committed, seen: &mut Verified) -> Result<()> {
    let mut last = String::new();
    while let Some(run) = runs::after(tx, &last).await? {
        hold(&format!("checked run:{}", run.id), &runs::record(tx, &run).await?, committed, seen);
        if sha::of(&run.report) != run.report_sha256 {
            seen.faults.push(format!("run:{}: its report is not the one it was kept with", run.id));
        }
        last = run.id.to_string();
    }
    Ok(())
}

async fn check_originals(tx: &mut Transaction, files: &Originals, seen: &mut Verified) -> Result<()> {
    let mut last = String::new();
    loop {
        let page = originals::after(tx, &last).await?;
        let Some(end) = page.last() else { return Ok(()) };
        last.clone_from(&end.sha256);
        for original in &page {
            seen.originals += 1;
            match files.bytes(&original.sha256).await {
                Ok(_) => {}
                Err(StoreError::Missing(_)) => seen.faults.push(format!("original:{}: it is not there", original.sha256)),
                Err(error) => seen.faults.push(format!("original:{}: {error}", original.sha256)),
            }
        }
    }
}
