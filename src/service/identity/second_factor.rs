//! The second factor: six digits from an app, new every 30 seconds (RFC 6238). A code counts once.

use super::{seal, secret, sign_in};
use crate::domain::moment::Moment;
use crate::service::Service;
use crate::service::fault::Fault;
use crate::service::permission::{Actor, Role};
use crate::service::settings::Key;
use crate::store::audit::act::Action;
use crate::store::people::{self, Person};
use crate::store::second_factors::{self, SecondFactor};
use crate::store::{Id, Transaction, random, sha};
use totp_rs::{Builder, Secret, Totp};

/// Seconds a code stands.
const STEP: i64 = 30;
/// Wrong codes before one has to wait.
const FREE: u64 = 5;
/// Seconds to wait then.
const PAUSE: i64 = 60;
/// Recovery codes given at a time.
const CODES: usize = 10;
/// The code of a demonstration, which nobody keeps a secret in.
pub const DEMO_CODE: &str = "000000";

/// Who must have one: everybody who signs, decides, refers, investigates or keeps accounts.
pub fn must_have(roles: &[Role]) -> bool {
    roles.iter().any(|role| *role != Role::ContractorClerk)
}

/// A second factor that is being set up.
pub struct SetUp {
    /// What an app reads from the picture: `otpauth://…`.
    pub address: String,
    /// The same to type: letters and digits in groups of four.
    pub typed: String,
    /// The seed, sealed for its owner: to be sent back with the first code. Until then nothing is kept.
    pub sealed: String,
}

/// A new seed for a person who sets a second factor up.
///
/// # Errors
/// [`Fault::Conflict`] where one is in use.
pub async fn begin(service: &Service, person: Id) -> Result<SetUp, Fault> {
    let sealed = seal::seal(&service.settings.key, person, &random::<20>()?)?;
    again(service, person, &sha::hex(&sealed)).await
}

/// The seed that was begun with, to be shown again.
///
/// # Errors
/// As [`begin`]; [`Fault::Refused`] where it was not made for this person.
pub async fn again(service: &Service, person: Id, sealed: &str) -> Result<SetUp, Fault> {
    let mut tx = service.store.snapshot().await?;
    let found = people::find(&mut tx, person).await?.ok_or(Fault::NotFound)?;
    if second_factors::find(&mut tx, person).await?.is_some_and(|factor| factor.confirmed) {
        return Err(Fault::conflict("second-factor.there", "A second factor is in use. Take it away before you set up another."));
    }
    let (_, seed) = unsealed(service, person, sealed)?;
    let text = Secret::from(seed).to_base32();
    let plain = |text: &str| {
        text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect::<String>()
    };
    let address = format!("otpauth://totp/Plumbline:{}?secret={text}&issuer=Plumbline", plain(&found.email));
    let groups: Vec<&str> = text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    Ok(SetUp { address, typed: groups.join(" "), sealed: sealed.to_owned() })
}

/// A seed as it was sealed, and opened.
fn unsealed(service: &Service, person: Id, sealed: &str) -> Result<(Vec<u8>, Vec<u8>), Fault> {
    let old = || Fault::refused("second-factor.old", "This page is too old. Load it again, and read the new picture.");
    let bytes = sha::bytes(sealed).ok_or_else(old)?;
    let seed = seal::open(&service.settings.key, person, &bytes).map_err(|_| old())?;
    if seed.len() == 20 { Ok((bytes, seed)) } else { Err(old()) }
}

/// Keeps a seed and confirms it by its first code, and gives ten recovery codes: nobody can read them again.
///
/// # Errors
/// As [`again`] and [`check`].
pub async fn confirm(service: &Service, person: Id, sealed: &str, code: &str) -> Result<Vec<String>, Fault> {
    let (sealed, _) = unsealed(service, person, sealed)?;
    let mut tx = service.store.begin_beside().await?;
    let found = people::find(&mut tx, person).await?.ok_or(Fault::NotFound)?;
    if second_factors::find(&mut tx, person).await?.is_some_and(|factor| factor.confirmed) {
        return Err(Fault::conflict("second-factor.there", "A second factor is in use. Take it away before you set up another."));
    }
    people::set_secrets(&mut tx, person, found.password_hash.as_deref(), Some(&sealed)).await?;
    tx.commit().await?;
    check(service, person, code).await?;
    let at = service.clock.now();
    let mut tx = service.store.begin_beside().await?;
    let factor = second_factors::find(&mut tx, person).await?.ok_or(Fault::NotFound)?;
    second_factors::keep(&mut tx, person, SecondFactor { confirmed: true, ..factor }).await?;
    let codes = renew(&mut tx, person, at).await?;
    tx.commit().await?;
    sign_in::note(service, Some(person), Action::SecondFactorSet).await?;
    Ok(codes)
}

async fn renew(tx: &mut Transaction, person: Id, at: Moment) -> Result<Vec<String>, Fault> {
    let mut codes = Vec::new();
    for _ in 0..CODES {
        let whole = secret::new()?;
        codes.push(format!("{}-{}-{}-{}", &whole[..5], &whole[5..10], &whole[10..15], &whole[15..20]));
    }
    let digests: Vec<String> = codes.iter().map(|code| secret::digest(code)).collect();
    second_factors::renew_codes(tx, person, &digests, at).await?;
    Ok(codes)
}

/// Whether somebody has one that works.
///
/// # Errors
/// [`Fault::Store`].
pub async fn has(service: &Service, person: Id) -> Result<bool, Fault> {
    let mut tx = service.store.snapshot().await?;
    Ok(second_factors::find(&mut tx, person).await?.is_some_and(|factor| factor.confirmed))
}

/// Takes a code: six digits of the app, or a recovery code. What was taken once is not taken again.
///
/// # Errors
/// [`Fault::Refused`] where it does not match, [`Fault::TooOften`] after five that did not.
pub async fn check(service: &Service, person: Id, code: &str) -> Result<(), Fault> {
    let now = service.clock.now();
    let code: String = code.trim().to_ascii_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    // One after the other: a code that comes twice at once counts once.
    let mut tx = service.store.begin().await?;
    let found = people::find(&mut tx, person).await?.ok_or(Fault::NotFound)?;
    if service.settings.demo && code == DEMO_CODE {
        return Ok(());
    }
    let held = second_factors::find(&mut tx, person).await?;
    let mut factor = held.unwrap_or(SecondFactor { confirmed: false, last_step: -1, misses: 0, missed_at: None });
    if let Some(last) = factor.missed_at.filter(|last| factor.misses >= FREE && last.plus_seconds(PAUSE) > now) {
        let left = (last.plus_seconds(PAUSE).micros() - now.micros() + 999_999) / 1_000_000;
        return Err(Fault::TooOften(u32::try_from(left).unwrap_or(1)));
    }
    let step = step_of(&service.settings.key, &found, &code, now)?.filter(|step| *step > factor.last_step);
    let taken = match step {
        Some(step) => {
            factor.last_step = step;
            true
        }
        None => second_factors::use_code(&mut tx, person, &secret::digest(&code), now).await?,
    };
    factor = if taken {
        SecondFactor { misses: 0, missed_at: None, ..factor }
    } else {
        SecondFactor { misses: factor.misses + 1, missed_at: Some(now), ..factor }
    };
    second_factors::keep(&mut tx, person, factor).await?;
    tx.commit().await?;
    if taken { Ok(()) } else { Err(Fault::refused("code.wrong", "The code did not match. Wait for the next one and type it.")) }
}

/// The step of time a code belongs to: this one, the one before, the one after.
fn step_of(key: &Key, person: &Person, code: &str, now: Moment) -> Result<Option<i64>, Fault> {
    let Some(sealed) = &person.second_factor else { return Ok(None) };
    let totp = of_seed(seal::open(key, person.id, sealed)?);
    let this = now.micros() / 1_000_000 / STEP;
    Ok([this, this - 1, this + 1].into_iter().find(|step| code_at(&totp, *step) == code))
}

fn of_seed(seed: Vec<u8>) -> Totp {
    Builder::new().with_secret(Secret::from(seed)).build_noncompliant()
}

fn code_at(totp: &Totp, step: i64) -> String {
    totp.generate(u64::try_from(step * STEP).unwrap_or(0)).to_string()
}

/// Gives ten other recovery codes in the place of those there are, for who shows a code.
///
/// # Errors
/// As [`check`].
pub async fn other_codes(service: &Service, person: Id, code: &str) -> Result<Vec<String>, Fault> {
    check(service, person, code).await?;
    let mut tx = service.store.begin_beside().await?;
    let codes = renew(&mut tx, person, service.clock.now()).await?;
    tx.commit().await?;
    Ok(codes)
}

/// How many recovery codes somebody has left.
///
/// # Errors
/// [`Fault::Store`].
pub async fn codes_left(service: &Service, person: Id) -> Result<u64, Fault> {
    Ok(second_factors::codes_left(&mut service.store.snapshot().await?, person).await?)
}

/// Takes the second factor of a person away, for them to set up another. Who may was asked before: a code of it was shown.
///
/// # Errors
/// [`Fault::NotFound`] where there is no such person.
pub async fn take_away(service: &Service, actor: &Actor) -> Result<(), Fault> {
    let mut tx = service.store.begin_beside().await?;
    let found = people::find(&mut tx, actor.person).await?.ok_or(Fault::NotFound)?;
    people::set_secrets(&mut tx, found.id, found.password_hash.as_deref(), None).await?;
    second_factors::keep(&mut tx, found.id, SecondFactor { confirmed: false, last_step: -1, misses: 0, missed_at: None }).await?;
    second_factors::renew_codes(&mut tx, found.id, &[], service.clock.now()).await?;
    tx.commit().await?;
    sign_in::note(service, Some(found.id), Action::SecondFactorTaken).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B: the seed is the text 12345678901234567890; of its eight digits the last six.
        let totp = of_seed(b"12345678901234567890".to_vec());
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(code_at(&totp, seconds / STEP), code);
        }
    }

    #[test]
    fn a_clerk_alone_may_do_without() {
        assert!(!must_have(&[Role::ContractorClerk]));
        for role in Role::ALL.iter().filter(|role| **role != Role::ContractorClerk) {
            assert!(must_have(&[*role]), "{}", role.word());
        }
    }
}
