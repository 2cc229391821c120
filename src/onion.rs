//! Onion addresses: what was typed or came from elsewhere is one, or it is told why it is none.

use std::{fmt, str::FromStr};

use data_encoding::BASE32_NOPAD;
use ed25519_dalek::{Signature, VerifyingKey};
use sha3::{Digest as _, Sha3_256};

/// How many letters an address has before its ending.
const LETTERS: usize = 56;

/// How many the addresses of the second version had, which Tor gave up in 2021.
const OLD_LETTERS: usize = 16;

/// How many bytes the key in it has.
pub const KEY: usize = 32;

/// How many bytes a signature has.
pub const SIGNATURE: usize = 64;

/// The version of all addresses that there are.
const VERSION: u8 = 3;

/// How many letters of an address stand for the whole: 60 bits, which nobody finds twice.
const BEGINNING: usize = 12;

/// What every address ends with.
const ENDING: &str = ".onion";

/// An onion address, with its `.onion`: the public key of an onion service, a checksum and a version (Tor's
/// rend-spec-v3, section 6). It is never shown by accident: `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OnionAddress {
    /// The key.
    key: [u8; KEY],
    /// In letters.
    text: String,
}

/// Why a text is no onion address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAddress {
    /// It is of the second version.
    #[error("it is an old address of {OLD_LETTERS} letters, which Tor gave up in 2021")]
    Old,
    /// It is too long or too short.
    #[error("an onion address has {LETTERS} letters before {ENDING}")]
    Length,
    /// There is a character in it that no address has.
    #[error("an onion address has only the letters a to z and the digits 2 to 7")]
    Letter,
    /// The checksum is another one.
    #[error("a letter of it is wrong or missing: copy it again")]
    Checksum,
}

impl OnionAddress {
    /// The address with a key.
    #[must_use]
    pub fn of(key: [u8; KEY]) -> Self {
        let [first, second] = checksum(&key);
        let bytes = [&key[..], &[first, second, VERSION]].concat();
        let text = BASE32_NOPAD.encode(&bytes).to_ascii_lowercase() + ENDING;
        Self { key, text }
    }

    /// The address, for the host.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The first letters of it, which tell it apart from others that one has seen.
    #[must_use]
    pub fn beginning(&self) -> &str {
        beginning(&self.text)
    }

    /// The public key of its onion service (Ed25519).
    #[must_use]
    pub fn key(&self) -> &[u8; KEY] {
        &self.key
    }

    /// Whether whoever has the identity of this onion service has signed that. Keys and signatures that are valid for
    /// more than one text are not taken (RFC 8032, section 5.1.7, and its strict reading by Chalkias and others,
    /// "Taming the Many `EdDSAs`", 2020).
    #[must_use]
    pub fn has_signed(&self, what: &[u8], signature: &[u8; SIGNATURE]) -> bool {
        let signature = Signature::from_bytes(signature);
        VerifyingKey::from_bytes(&self.key)
            .is_ok_and(|key| key.verify_strict(what, &signature).is_ok())
    }
}

/// The first letters of an address, for who has no name: nobody finds another one that begins like it.
#[must_use]
pub fn beginning(address: &str) -> &str {
    address.get(..BEGINNING).unwrap_or(address)
}

/// Somebody who has the identity of an onion service.
pub trait Sign: Send + Sync {
    /// The address of the service.
    fn address(&self) -> OnionAddress;

    /// Signs something as the service (Ed25519). What is signed has to begin with words that no other signature of
    /// the same key can begin with.
    fn sign(&self, what: &[u8]) -> [u8; SIGNATURE];
}

impl fmt::Debug for OnionAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnionAddress([scrubbed])")
    }
}

impl FromStr for OnionAddress {
    type Err = NoAddress;

    /// Reads an address, with or without its ending, in whatever case.
    fn from_str(typed: &str) -> Result<Self, NoAddress> {
        let typed = typed.to_ascii_lowercase();
        let letters = typed.strip_suffix(ENDING).unwrap_or(&typed);
        match letters.chars().count() {
            LETTERS => {}
            OLD_LETTERS => return Err(NoAddress::Old),
            _ => return Err(NoAddress::Length),
        }
        let bytes = BASE32_NOPAD
            .decode(letters.to_ascii_uppercase().as_bytes())
            .map_err(|_| NoAddress::Letter)?;
        let (key, rest) = bytes.split_first_chunk().ok_or(NoAddress::Length)?;
        let [first, second] = checksum(key);
        if rest == [first, second, VERSION] {
            Ok(Self::of(*key))
        } else {
            Err(NoAddress::Checksum)
        }
    }
}

/// The checksum in an address (rend-spec-v3, section 6).
fn checksum(key: &[u8; KEY]) -> [u8; 2] {
    let hash = Sha3_256::new()
        .chain_update(b".onion checksum")
        .chain_update(key)
        .chain_update([VERSION])
        .finalize();
    [hash[0], hash[1]]
}

#[cfg(test)]
pub(crate) mod tests;
