//! Signatures on checkpoints: Ed25519 (RFC 8032) over the line of JSON as it is without them.

use super::Checkpoint;
use crate::service::settings::Key;
use crate::store::audit::checkpoint::Signature;
use crate::store::sha;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

/// The public half of a key, to be given to whoever checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// From 64 hexadecimal digits; none where they are no key.
    pub fn read(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = sha::bytes(&text.trim().to_ascii_lowercase())?.try_into().ok()?;
        VerifyingKey::from_bytes(&bytes).ok().filter(|key| !key.is_weak()).map(Self)
    }

    /// Its 64 hexadecimal digits.
    pub fn text(&self) -> String {
        sha::hex(self.0.as_bytes())
    }
}

/// The public half of a secret key.
pub fn public_key(secret: &Key) -> PublicKey {
    PublicKey(SigningKey::from_bytes(secret.bytes()).verifying_key())
}

/// The text of a checkpoint with its signature. The same checkpoint and key give the same bytes.
pub fn signed(checkpoint: &Checkpoint, secret: &Key) -> String {
    let key = SigningKey::from_bytes(secret.bytes());
    let signature = sha::hex(&key.sign(checkpoint.text().as_bytes()).to_bytes());
    checkpoint.signed_text(&Signature { key: sha::hex(key.verifying_key().as_bytes()), signature })
}

/// The checkpoint of a text, where it is signed by this key.
///
/// # Errors
/// In words: what does not hold.
pub fn check(text: &str, by: &PublicKey) -> Result<Checkpoint, &'static str> {
    let (checkpoint, signature) = Checkpoint::read_signed(text).ok_or("it is not a checkpoint")?;
    let Some(Signature { key, signature }) = signature else { return Err("the checkpoint is not signed") };
    if key != by.text() {
        return Err("the checkpoint is signed by another key");
    }
    let bytes: Option<[u8; 64]> = sha::bytes(&signature).and_then(|bytes| bytes.try_into().ok());
    let fits =
        bytes.is_some_and(|bytes| by.0.verify_strict(checkpoint.text().as_bytes(), &ed25519_dalek::Signature::from_bytes(&bytes)).is_ok());
    if fits {
        Ok(checkpoint)
    } else {
        Err("the signature of the checkpoint does not fit: it was changed, or it was not signed by this key")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::Moment;

    #[test]
    fn a_key_and_what_it_signs_are_those_of_rfc_8032() {
        // Section 7.1, the first test.
        let secret = Key::of(sha::bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap().try_into().unwrap());
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert_eq!(public_key(&secret).text(), public);
        assert_eq!(PublicKey::read(&format!("{}\n", public.to_uppercase())), Some(public_key(&secret)));
        for not in ["", "d75a", &"0".repeat(64), &format!("{public}00")] {
            assert_eq!(PublicKey::read(not), None, "{not}");
        }
        let empty = SigningKey::from_bytes(secret.bytes()).sign(b"").to_bytes();
        assert!(sha::hex(&empty).starts_with("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"), "{}", sha::hex(&empty));
    }

    #[test]
    fn a_line_that_was_changed_in_one_place_is_found() {
        let key = Key::of([7; 32]);
        let at = Moment::parse("2025-06-30T12:00:00.000000Z").unwrap();
        let checkpoint = Checkpoint { entries: 1_234, head: "ab".repeat(32), taken_at: at };
        let text = signed(&checkpoint, &key);
        assert_eq!(text, signed(&checkpoint, &key));
        assert_eq!(check(&text, &public_key(&key)), Ok(checkpoint.clone()));
        assert!(check(&text, &public_key(&Key::of([8; 32]))).unwrap_err().contains("another key"));
        assert!(check(&checkpoint.text(), &public_key(&key)).unwrap_err().contains("not signed"));
        let other = public_key(&Key::of([8; 32])).text();
        assert!(check(&text.replace(&public_key(&key).text(), &other), &PublicKey::read(&other).unwrap()).is_err());
        // Every digit of what is said, and of the signature, turned into another.
        let said = text.find("1234").map(|at| at..at + 4).into_iter().chain(text.find("abab").map(|at| at..at + 64));
        let signature = text.find("\"signature\":\"").map(|at| at + 13..at + 141);
        let mut turned = 0;
        for at in said.chain(signature).flatten() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(check(&changed, &public_key(&key)).is_err(), "{changed}");
            turned += 1;
        }
        assert_eq!(turned, 4 + 64 + 128);
    }
}
