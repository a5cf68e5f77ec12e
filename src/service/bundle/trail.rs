//! The audit log of a bundle: one chain, committing to every record of it, agreeing with checkpoints from outside.

use super::contents::Submitted;
use super::pins;
use super::verify::Seen;
use super::zipped::Bundle;
use crate::domain::moment::Moment;
use crate::store::audit::chain;
use crate::store::audit::checkpoint::Checkpoint;
use crate::store::audit::entry::Entry;
use std::collections::BTreeMap;

struct Link<'b> {
    hash: &'b str,
    entry: Entry,
}

/// Follows the log.
pub(super) fn follow(bundle: &Bundle, submitted: &Submitted, against: &[Checkpoint], seen: &mut Seen) {
    let text = |name: &str| bundle.get(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let Some(links) = chained(text("audit.log"), seen) else { return };
    let Some(last) = links.last() else {
        seen.faults.push("audit.log: there is no entry in it".to_owned());
        return;
    };
    seen.holds.push(format!("{} entries of the audit log, one chain, head {}", links.len(), last.hash));
    committed(bundle, &links, text("audit.salts"), seen);
    told(submitted, &links, seen);
    for checkpoint in against {
        let first = links.first().map_or(0, |link| link.entry.seq);
        match links.iter().find(|link| link.entry.seq == checkpoint.entries) {
            Some(link) => {
                seen.checkpoints += 1;
                seen.hold(link.hash == checkpoint.head, &format!("the checkpoint of {} entries matches", checkpoint.entries));
            }
            // The entry before the first one stands in the first one.
            None if checkpoint.entries + 1 == first => {
                let prev = links.first().map(|link| link.entry.prev.as_str());
                seen.checkpoints += 1;
                seen.hold(prev == Some(&*checkpoint.head), &format!("the checkpoint of {} entries matches", checkpoint.entries));
            }
            None => {
                let when = if checkpoint.entries < first { "before this week came" } else { "after this bundle was made" };
                seen.holds.push(format!("the checkpoint of {} entries was taken {when}, and says nothing of it", checkpoint.entries));
            }
        }
    }
}

/// The entries, each following from the one before; none where one does not.
fn chained<'b>(log: &'b str, seen: &mut Seen) -> Option<Vec<Link<'b>>> {
    let mut links: Vec<Link<'b>> = Vec::new();
    for line in log.split_terminator('\n') {
        let link = line.split_once(' ').and_then(|(hash, entry)| Some((hash, entry, Entry::read(entry)?)));
        let Some((hash, text, entry)) = link.filter(|(.., entry)| Moment::parse(&entry.at).is_some()) else {
            seen.faults.push(format!("audit.log: line {} is no entry", links.len() + 1));
            return None;
        };
        let follows = links.last().is_none_or(|before| entry.seq == before.entry.seq + 1 && entry.prev == before.hash);
        if chain::hash(text) != hash || !follows {
            seen.faults.push(format!("audit.log: entry {} is not the one that was hashed, or does not follow", entry.seq));
            return None;
        }
        links.push(Link { hash, entry });
    }
    let whole = log.ends_with('\n') || log.is_empty();
    if !whole {
        seen.faults.push("audit.log: its last line was cut off".to_owned());
    }
    whole.then_some(links)
}

/// Every record is committed to by an entry, and every salt belongs to one.
fn committed(bundle: &Bundle, links: &[Link<'_>], salts: &str, seen: &mut Seen) {
    let pins = pins::of(bundle);
    let mut met = vec![false; pins.len()];
    let by_seq: BTreeMap<u64, &Entry> = links.iter().map(|link| (link.entry.seq, &link.entry)).collect();
    let mut lines = Vec::new();
    for line in salts.split_terminator('\n') {
        let read = line.split_once(' ').and_then(|(seq, salt)| Some((seq.parse::<u64>().ok()?, crate::store::sha::bytes(salt)?)));
        let mut of_use = false;
        if let Some((seq, salt)) = &read
            && let Some(entry) = by_seq.get(seq)
        {
            for (pin, met) in pins.iter().zip(&mut met).filter(|(pin, _)| pin.is_of(entry, salt)) {
                seen.hold(true, &format!("entry {seq} of the audit log commits to {}", pin.what));
                (*met, of_use) = (true, true);
            }
        }
        if !of_use {
            seen.faults.push(format!("audit.salts: line {} belongs to no record of the bundle", lines.len() + 1));
        }
        lines.extend(read.map(|(seq, salt)| format!("{seq} {}\n", crate::store::sha::hex(&salt))));
    }
    if lines.concat() != salts {
        seen.faults.push("audit.salts: it is not written as it is written".to_owned());
    }
    for (pin, _) in pins.iter().zip(met).filter(|(_, met)| !met) {
        seen.hold(false, &format!("the audit log commits to {}", pin.what));
    }
}

/// What the log tells of the version: its number, and whether it was taken back.
fn told(submitted: &Submitted, links: &[Link<'_>], seen: &mut Seen) {
    let object = format!("submission:{}", submitted.id);
    let of = |action: &str| links.iter().map(|link| &link.entry).find(|entry| entry.action == action && entry.object == object);
    let version = of("certified").and_then(|entry| entry.version);
    seen.hold(version == Some(submitted.version), &format!("the audit log tells of version {}", submitted.version));
    let withdrawn = of("withdrawn").map(|entry| entry.at.as_str());
    let what = submitted.withdrawn_at.as_deref().map_or("it was not taken back".to_owned(), |at| format!("it was taken back, {at}"));
    seen.hold(withdrawn == submitted.withdrawn_at.as_deref(), &what);
}
