//! Slows down who guesses, and never locks somebody out for long because a stranger guessed.
//!
//! Five misses on an account within a quarter of an hour: then each further try waits, twice as long each time, a
//! quarter of an hour at most. Fifty from one range of addresses: that range waits. A hundred in a row on an account:
//! only a new password helps (NIST SP 800-63B).
//!
//! A try on an account is counted before the password is looked at, and forgotten where it was right: so a hundred tries
//! at once get no further than a hundred in a row.

use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::store::sign_in_misses::{self, Misses};
use crate::store::{StoreError, Transaction, sha};
use std::net::IpAddr;

const WINDOW: i64 = 900;
const FREE: u64 = 5;
const RANGE: u64 = 50;
/// Misses in a row after which an account opens by a new password alone.
pub(super) const STOP: u64 = 100;

/// Somebody who tries: an account, a range of addresses.
pub(super) struct Trying {
    account: String,
    range: Option<String>,
}

impl Trying {
    /// The one who tries with this mail address, from here.
    pub fn new(email: &str, from: Option<IpAddr>) -> Self {
        let account = sha::of(format!("account {}", email.trim().to_ascii_lowercase()).as_bytes());
        Self { account, range: from.map(|from| sha::of(format!("range {}", range(from)).as_bytes())) }
    }

    /// Whether a try may be made now; it counts as a miss until [`Self::succeeded`] says otherwise.
    ///
    /// # Errors
    /// [`Fault::TooOften`] with the seconds to wait.
    pub async fn begin(&self, service: &Service) -> Result<(), Fault> {
        let now = service.clock.now();
        // One after the other: who counts at once would count less.
        let mut tx = service.store.begin().await?;
        let account = sign_in_misses::of(&mut tx, &self.account).await?;
        let range = match &self.range {
            Some(range) => sign_in_misses::of(&mut tx, range).await?,
            None => None,
        };
        let wait = account.map_or(0, |misses| wait_of_account(misses, now)).max(range.map_or(0, |misses| wait_of_range(misses, now)));
        if wait > 0 {
            return Err(Fault::TooOften(wait));
        }
        sign_in_misses::add(&mut tx, &self.account, now, now.plus_seconds(-WINDOW)).await?;
        Ok(tx.commit().await?)
    }

    /// Counts a miss of the range.
    pub async fn missed(&self, service: &Service) -> Result<(), StoreError> {
        let Some(range) = &self.range else { return Ok(()) };
        let now = service.clock.now();
        let mut tx = service.store.begin_beside().await?;
        sign_in_misses::add(&mut tx, range, now, now.plus_seconds(-WINDOW)).await?;
        tx.commit().await
    }

    /// Forgets the misses of the account: it was its owner. Those of the range stay.
    pub async fn succeeded(&self, service: &Service) -> Result<(), StoreError> {
        let mut tx = service.store.begin_beside().await?;
        self.forget(&mut tx).await?;
        tx.commit().await
    }

    /// The same in a transaction of the caller.
    pub async fn forget(&self, tx: &mut Transaction) -> Result<(), StoreError> {
        sign_in_misses::forget(tx, &self.account).await
    }
}

/// Mails with a link that one address gets within a quarter of an hour.
const MAILS: u64 = 3;

/// Whether another mail with a link may go to an address. Who has no account is counted like who has one.
pub(super) async fn may_mail(tx: &mut Transaction, email: &str, now: Moment) -> Result<bool, StoreError> {
    let who = sha::of(format!("mail {}", email.trim().to_ascii_lowercase()).as_bytes());
    let sent = sign_in_misses::of(tx, &who).await?;
    sign_in_misses::add(tx, &who, now, now.plus_seconds(-WINDOW)).await?;
    Ok(sent.is_none_or(|sent| sent.count < MAILS || sent.since.plus_seconds(WINDOW) <= now))
}

/// The range an address is counted with: 24 bits of IPv4, 56 of IPv6.
fn range(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => format!("{:?}", &v4.octets()[..3]),
        IpAddr::V6(v6) => format!("{:?}", &v6.octets()[..7]),
    }
}

fn wait_of_account(misses: Misses, now: Moment) -> u32 {
    if misses.in_a_row >= STOP {
        return u32::try_from(WINDOW).unwrap_or(u32::MAX);
    }
    if misses.since.plus_seconds(WINDOW) <= now || misses.count < FREE {
        return 0;
    }
    let doubled = u32::try_from((misses.count - FREE).min(10)).unwrap_or(10);
    let pause = (1_i64 << doubled).min(WINDOW);
    seconds_until(misses.last_at.plus_seconds(pause), now)
}

fn wait_of_range(misses: Misses, now: Moment) -> u32 {
    let open = misses.since.plus_seconds(WINDOW) > now && misses.count >= RANGE;
    if open { seconds_until(misses.since.plus_seconds(WINDOW), now) } else { 0 }
}

/// Whole seconds, rounded up.
fn seconds_until(then: Moment, now: Moment) -> u32 {
    u32::try_from((then.micros() - now.micros() + 999_999).max(0) / 1_000_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_further_miss_waits_twice_as_long_up_to_a_quarter_of_an_hour() {
        let at = Moment::from_micros(1_000_000_000_000).unwrap();
        let misses = |count| Misses { count, in_a_row: count, since: at, last_at: at };
        let waits: Vec<u32> = [4, 5, 6, 7, 14, 15, 40].into_iter().map(|count| wait_of_account(misses(count), at)).collect();
        assert_eq!(waits, [0, 1, 2, 4, 512, 900, 900]);
        assert_eq!(wait_of_account(misses(9), at.plus_seconds(WINDOW)), 0, "a new window");
        assert_eq!(wait_of_account(misses(STOP), at.plus_seconds(WINDOW)), 900, "a hundred in a row");
        assert_eq!([wait_of_range(misses(49), at), wait_of_range(misses(50), at)], [0, 900]);
    }

    #[test]
    fn neighbours_are_one_range() {
        let range = |text: &str| range(text.parse().unwrap());
        assert_eq!(range("192.0.2.1"), range("192.0.2.200"));
        assert_ne!(range("192.0.2.1"), range("192.0.3.1"));
        assert_eq!(range("::ffff:192.0.2.1"), range("192.0.2.9"));
        assert_eq!(range("2001:db8:1:100::1"), range("2001:db8:1:1ff::1"));
    }
}
