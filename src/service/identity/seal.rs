//! Seals what must be read again: XChaCha20-Poly1305 under the installation's key, bound to its owner.

use crate::service::fault::Fault;
use crate::service::settings::Key;
use crate::store::{Id, random};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

const NONCE: usize = 24;

fn cipher(key: &Key) -> Result<XChaCha20Poly1305, Fault> {
    XChaCha20Poly1305::new_from_slice(key.bytes()).map_err(|_| Fault::Ours("the key has another length".to_owned()))
}

/// Seals bytes for a person. Sealed for one, they do not open for another.
pub(super) fn seal(key: &Key, owner: Id, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let nonce: [u8; NONCE] = random()?;
    let aad = owner.to_string();
    let sealed = cipher(key)?.encrypt(&XNonce::from(nonce), Payload { msg: bytes, aad: aad.as_bytes() });
    let sealed = sealed.map_err(|_| Fault::Ours("it could not be sealed".to_owned()))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what was sealed for a person.
pub(super) fn open(key: &Key, owner: Id, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
    let broken = || Fault::Ours("what was sealed does not open: another key, another owner, or changed bytes".to_owned());
    let (nonce, rest) = sealed.split_at_checked(NONCE).ok_or_else(broken)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
    let aad = owner.to_string();
    cipher(key)?.decrypt(&XNonce::from(nonce), Payload { msg: rest, aad: aad.as_bytes() }).map_err(|_| broken())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::Moment;

    #[test]
    fn what_is_sealed_opens_for_its_owner_under_its_key_alone() {
        let [own, other] = [1, 2].map(|at| Id::new(Moment::from_micros(at).unwrap()).unwrap());
        let key = Key::of([3; 32]);
        let sealed = seal(&key, own, b"seed").unwrap();
        assert_eq!(open(&key, own, &sealed).unwrap(), b"seed");
        assert!(open(&key, other, &sealed).is_err());
        assert!(open(&Key::of([4; 32]), own, &sealed).is_err());
        assert!(open(&key, own, &sealed[..sealed.len() - 1]).is_err());
        assert_ne!(sealed, seal(&key, own, b"seed").unwrap(), "a nonce is used once");
    }
}
