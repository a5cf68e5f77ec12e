//! Our own faults: exit code 70 and a reference that can be read out, never the text that caused it.

use super::exit;
use sha2::{Digest, Sha256};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

/// Where the first fault of this process happened: a place in our own source, never data.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Letters that are not taken for one another when read out.
const LETTERS: &[u8] = b"23456789BCDFGHJKMNPQRSTVWXZ";

/// Runs a command. A panic becomes 70 and a reference.
pub(super) fn guard(command: impl FnOnce() -> u8) -> u8 {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(|| "unknown place".to_owned(), |l| format!("{}:{}", l.file(), l.line()));
        PLACE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(place);
    }));
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|_| {
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        anstream::eprintln!(
            "plumbline: something broke on our side, at {place} of version {version}.\n\
             Your files are as they were and nothing was sent anywhere. Report the reference {}.",
            reference(&place, version)
        );
        exit::FAULT
    })
}

/// Eight letters in pairs, the same for the same place and version.
fn reference(place: &str, version: &str) -> String {
    let hash = Sha256::digest(format!("{version} {place}"));
    let letters: Vec<char> = hash.iter().take(8).map(|b| LETTERS[usize::from(*b) % LETTERS.len()] as char).collect();
    letters.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_can_be_read_out_and_is_the_same_each_time() {
        let one = reference("src/report/mod.rs:7", "0.1.0");
        assert_eq!(one, reference("src/report/mod.rs:7", "0.1.0"));
        assert_ne!(one, reference("src/report/mod.rs:8", "0.1.0"));
        assert_eq!(one.len(), 11);
        assert!(!one.contains(['0', '1', 'I', 'O']));
    }
}
