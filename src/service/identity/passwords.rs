//! Passwords: what may be one, and how it is kept.
//!
//! 15 to 128 characters, any of them, no rule on their mixture and no end to their time (NIST SP 800-63B); not one that
//! everybody tries first. Kept as argon2id with 19 MiB, two passes, one lane (OWASP ASVS 5.0, appendix C).

use crate::service::fault::Fault;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::OnceLock;
use tokio::sync::Semaphore;

/// Fewest characters.
pub const FEWEST: usize = 15;
/// Most characters.
pub const MOST: usize = 128;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;

/// Words that people tie to this service: a password made of them alone is no secret.
const TIED: &[&str] =
    &["plumbline", "payroll", "password", "certified", "contractor", "welcome", "boston", "qwerty", "letmein", "changeme"];
/// Words that lists of broken-into accounts show at the head again and again. Two of them with figures are soon guessed; of a
/// sentence that holds one, the rest decides.
const USUAL: &str = include_str!("usual_words.txt");
/// Rows of the keyboard and of the alphabet.
const ROWS: &[&str] = &["abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"];

/// Whether a text may be a password, for somebody of this name and address; words of the agency's name stand with the name.
///
/// # Errors
/// [`Fault::Refused`] with what to change.
pub fn may_be(password: &str, name: &str, email: &str) -> Result<(), Fault> {
    let length = password.chars().count();
    if length < FEWEST {
        return Err(Fault::refused(
            "password.short",
            format!("The password has {length} characters. It needs {FEWEST} or more. A short sentence is easy to remember."),
        ));
    }
    if length > MOST {
        return Err(Fault::refused(
            "password.long",
            format!("The password has {length} characters. It may have {MOST}. Take a shorter one."),
        ));
    }
    if is_tried_first(password, name, email) {
        return Err(Fault::refused("password.common", "Others would guess this password. Choose a short sentence of your own."));
    }
    Ok(())
}

/// Whether it is one of those that are tried first: a row of keys, a few letters over and over, words tied to this service
/// or to the person, with figures between them.
fn is_tried_first(password: &str, name: &str, email: &str) -> bool {
    let mut rest: String = password.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let letters: std::collections::BTreeSet<char> = rest.chars().collect();
    if letters.len() < 5 || repeats(&rest) || ROWS.iter().any(|row| in_row(&rest, row)) {
        return true;
    }
    let own = name.split_whitespace().chain(email.split(['@', '.', '-', '_']));
    let own: Vec<String> = own.map(str::to_lowercase).filter(|word| word.chars().count() > 2).collect();
    for word in own.iter().map(String::as_str).chain(TIED.iter().copied()) {
        rest = rest.replace(word, "");
    }
    rest.retain(|c| !c.is_ascii_digit());
    let mut usual: Vec<&str> = USUAL.split_whitespace().filter(|word| rest.contains(word)).collect();
    usual.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in usual.into_iter().take(2) {
        rest = rest.replace(word, "");
    }
    rest.chars().count() < 4
}

/// Whether it is one piece over and over.
fn repeats(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    (1..=letters.len() / 2).any(|piece| letters.iter().enumerate().all(|(at, letter)| *letter == letters[at % piece]))
}

/// Whether it runs along a row, round and round, to the right or to the left.
fn in_row(text: &str, row: &str) -> bool {
    let round = row.repeat(text.len() / row.len() + 2);
    let back: String = round.chars().rev().collect();
    round.contains(text) || back.contains(text)
}

/// As many at once as there are cores: each takes 19 MiB and a core.
fn turns() -> &'static Semaphore {
    static TURNS: OnceLock<Semaphore> = OnceLock::new();
    TURNS.get_or_init(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)))
}

fn kind() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| Fault::Ours(format!("argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password, beside the requests.
///
/// # Errors
/// [`Fault::Ours`].
pub async fn hash(password: String) -> Result<String, Fault> {
    in_turn(move || {
        let salt: [u8; 16] = crate::store::random()?;
        let hashed =
            kind()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|error| Fault::Ours(format!("argon2: {error}")))?;
        Ok(hashed.to_string())
    })
    .await
}

/// What a password was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is another one.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, and it is kept more weakly than today: hash it again.
    RightAndWeak,
}

/// Holds a password against what is kept. Where nothing is kept the same work is done, so that the time does not tell
/// who has an account.
///
/// # Errors
/// [`Fault::Ours`].
pub async fn check(password: String, kept: Option<String>) -> Result<Found, Fault> {
    in_turn(move || {
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let is_somebody = kept.is_some();
        let kept = kept.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&kept).map_err(|error| Fault::Ours(format!("a kept password: {error}")))?;
        let right = kind()?.verify_password(password.as_bytes(), &parsed).is_ok();
        let strong = kept.contains(&format!("$m={MEMORY_KIB},t={PASSES},p=1$")) && kept.starts_with("$argon2id$");
        Ok(match (right && is_somebody, strong) {
            (false, _) => Found::Wrong,
            (true, true) => Found::Right,
            (true, false) => Found::RightAndWeak,
        })
    })
    .await
}

tokio::task_local! {
    static HASHED: std::cell::Cell<u64>;
}

/// Does some work, and counts the passwords it hashes: so that it can be shown that they are as many for who has an account
/// and for who has none.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, u64) {
    let both = async { (work.await, HASHED.with(std::cell::Cell::get)) };
    HASHED.scope(std::cell::Cell::new(0), both).await
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
    // Counted where somebody counts.
    let _ = HASHED.try_with(|hashed| hashed.set(hashed.get() + 1));
    let turn = turns().acquire().await.map_err(|_| Fault::Ours("the turns are closed".to_owned()))?;
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Fault::Ours(format!("a hash broke off: {error}")))?;
    drop(turn);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(password: &str) -> bool {
        may_be(password, "Dana Reyes City of Harbor", "dana@bayside.example").is_ok()
    }

    #[test]
    fn fifteen_to_a_hundred_and_twenty_eight_characters_of_any_kind() {
        assert!(!taken("forks run dry!"));
        assert!(taken("forks run dry!!"));
        assert!(taken("  spaces  stay  and  count  "));
        assert!(taken("öffne das große Tor 🔑"));
        let long: String = (1..40).map(|n| format!("tide {n} ")).collect::<String>().chars().take(128).collect();
        assert_eq!(long.chars().count(), 128);
        assert!(may_be(&(long.clone() + "x"), "", "").is_err());
        assert!(taken(&long));
    }

    #[test]
    fn what_everybody_tries_first_is_no_password() {
        for first in [
            "aaaaaaaaaaaaaaaa",
            "123456789012345",
            "abcabcabcabcabcabc",
            "qwertyuiopasdfg",
            "PasswordPassword1",
            "Plumbline2025!!",
            "dana.reyes.12345",
            "gfdsapoiuytrewq",
            "Welcome123456789",
            "iloveyou2iloveyou!",
            "Superman-Batman-1",
            "football basketball 99",
            "City of Harbor 2025",
        ] {
            assert!(!taken(first), "{first}");
        }
    }

    #[test]
    fn a_hash_says_how_it_was_made_and_a_weak_one_is_told() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let kept = hash("forks run dry at dawn".to_owned()).await.unwrap();
            assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
            let check = |word: &str, kept: Option<&str>| check(word.to_owned(), kept.map(str::to_owned));
            assert_eq!(check("forks run dry at dawn", Some(&kept)).await.unwrap(), Found::Right);
            assert_eq!(check("forks run dry at dusk", Some(&kept)).await.unwrap(), Found::Wrong);
            assert_eq!(check("forks run dry at dawn", None).await.unwrap(), Found::Wrong);
            let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
            let weak = weak.hash_password_with_salt(b"forks run dry at dawn", &[5; 16]).unwrap().to_string();
            assert_eq!(check("forks run dry at dawn", Some(&weak)).await.unwrap(), Found::RightAndWeak);
        });
    }
}
