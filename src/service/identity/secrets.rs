//! The secrets an installation starts with: read from files only their owner can read, and refused where they are none.

use crate::service::settings::Key;
use crate::store::sha;
use std::path::Path;

/// The key of a file: 64 hexadecimal digits, as random numbers give them.
///
/// # Errors
/// What is in the way and what to do, with the name of the file and nothing of what stands in it.
pub fn key(file: &Path) -> Result<Key, String> {
    let text = text(file)?;
    let bytes: Option<[u8; 32]> = sha::bytes(&text.to_ascii_lowercase()).and_then(|bytes| bytes.try_into().ok());
    let Some(bytes) = bytes else {
        return Err(format!("{}: the key must be 64 hexadecimal digits, 32 random bytes", file.display()));
    };
    if bytes == DEMO_KEY || !looks_random(&bytes) {
        return Err(format!("{}: this key is an example or a pattern, and others know it. Make one of random bytes", file.display()));
    }
    Ok(Key::of(bytes))
}

/// The key of a demonstration, which keeps no secret: it opens nothing anywhere else.
pub const DEMO_KEY: [u8; 32] = *b"a demonstration keeps no secrets";

/// The text of a file that holds a secret, without white space around it.
///
/// # Errors
/// As [`key`].
pub fn text(file: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let rights = std::fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?.permissions().mode();
        if rights & 0o077 != 0 {
            return Err(format!("{0}: others can read it. Run: chmod 600 {0}", file.display()));
        }
    }
    let text = text.trim();
    if text.is_empty() { Err(format!("{}: it is empty", file.display())) } else { Ok(text.to_owned()) }
}

/// Whether bytes can have come from random numbers: of 32 random bytes nearly all differ, and they do not run in steps.
fn looks_random(bytes: &[u8; 32]) -> bool {
    let differ: std::collections::BTreeSet<u8> = bytes.iter().copied().collect();
    let steps: std::collections::BTreeSet<u8> = bytes.windows(2).map(|pair| pair[1].wrapping_sub(pair[0])).collect();
    // Of 32 random bytes, fewer than 17 different ones come once in 10^13 keys.
    differ.len() > 16 && steps.len() > 8
}

/// That an address of an installation or a provider is reached under TLS.
///
/// # Errors
/// What to do.
pub fn must_be_tls(name: &str, address: &str) -> Result<(), String> {
    if address.starts_with("https://") {
        return Ok(());
    }
    Err(format!("{name} must begin with https://: passwords and payrolls go over this address. Put a TLS proxy in front."))
}
