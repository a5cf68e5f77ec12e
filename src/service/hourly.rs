//! How much one person, and one organisation, may do within an hour. The counts survive a restart: they stand beside the tries
//! to sign in, by digest.

use super::Service;
use super::fault::Fault;
use super::permission::Actor;
use super::settings::Hourly;
use crate::domain::moment::Moment;
use crate::store::sign_in_misses::{self, Misses};
use crate::store::{StoreError, Transaction, sha};

/// Seconds of an hour.
const HOUR: i64 = 3_600;

/// Counts a file that leaves: a list, a receipt, a bundle, an original, a copy with notes, a document.
///
/// # Errors
/// [`Fault::TooMany`] where the person, or their organisation, took as many within the hour; it is then not counted.
pub async fn takes_a_file(service: &Service, actor: &Actor) -> Result<(), Fault> {
    let mut tx = service.store.begin_beside().await?;
    count(&mut tx, actor, "exports", service.settings.exports, service.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Counts a document that comes with an answer.
///
/// # Errors
/// As [`takes_a_file`].
pub async fn brings_a_document(service: &Service, actor: &Actor) -> Result<(), Fault> {
    let mut tx = service.store.begin_beside().await?;
    count(&mut tx, actor, "documents", service.settings.uploads, service.clock.now()).await?;
    Ok(tx.commit().await?)
}

async fn count(tx: &mut Transaction, actor: &Actor, what: &str, most: Hourly, now: Moment) -> Result<(), Fault> {
    let both = [("person", actor.person, most.person), ("organisation", actor.organisation, most.organisation)];
    for (who, id, most) in both {
        let seen = counted(tx, &format!("{what} {who} {id}"), now).await?;
        if seen.count > u64::from(most) {
            return Err(too_many(what, who, most, seconds_until(seen.since.plus_seconds(HOUR), now)));
        }
    }
    Ok(())
}

/// Counts once more within the hour, and gives the count with this one in it. What is not committed was not counted.
pub(super) async fn counted(tx: &mut Transaction, what: &str, now: Moment) -> Result<Misses, StoreError> {
    sign_in_misses::counted(tx, &sha::of(what.as_bytes()), now, now.plus_seconds(-HOUR)).await
}

/// Whole seconds, rounded up.
fn seconds_until(then: Moment, now: Moment) -> u32 {
    u32::try_from((then.micros() - now.micros() + 999_999).max(1_000_000) / 1_000_000).unwrap_or(u32::MAX)
}

/// What is said of one too many.
pub(super) fn too_many(what: &str, who: &str, most: u32, seconds: u32) -> Fault {
    let person = who == "person";
    let who = if person { "You" } else { "Your organization" };
    let did = match what {
        "exports" => "took {most} files",
        "documents" => "sent {most} documents",
        _ => "sent {most} payrolls",
    };
    let did = did.replace("{most}", &most.to_string());
    let minutes = seconds.div_ceil(60);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    Fault::TooMany {
        sentence: format!(
            "{who} {did} within an hour. That is the limit. Nothing was sent or taken now. Wait {minutes} {unit} and try again."
        ),
        seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_who_what_how_many_and_how_long() {
        let said = |what, who, seconds| too_many(what, who, 20, seconds).to_string();
        assert_eq!(
            said("exports", "person", 61),
            "You took 20 files within an hour. That is the limit. Nothing was sent or taken now. Wait 2 minutes and try again."
        );
        assert!(said("uploads", "organisation", 60).starts_with("Your organization sent 20 payrolls within an hour."));
        assert!(said("documents", "person", 1).ends_with("Wait 1 minute and try again."));
    }
}
