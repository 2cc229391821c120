//! Passphrases: a room's is kept only as a hash that is dear to compute, in memory.

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use rand::{Rng, RngExt as _};
use subtle::ConstantTimeEq as _;

/// The most characters of a passphrase: more than anybody types, and little to hash.
const MAX_CHARACTERS: usize = 128;

/// The memory that one guess costs, in KiB, and how often it is gone over; the first of the settings
/// that OWASP's Password Storage Cheat Sheet recommends for Argon2id (RFC 9106).
const MEMORY: u32 = 19 * 1024;

/// See [`MEMORY`].
const PASSES: u32 = 2;

/// The bytes of a hash: as many bits as the best guess could be worth.
const BYTES: usize = 32;

/// A passphrase as somebody typed it.
#[derive(Clone)]
pub struct Passphrase(Box<str>);

impl Passphrase {
    /// Reads a passphrase; white space around it is dropped. `None` where it is empty or too long.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let text = typed.trim();
        let fits = (1..=MAX_CHARACTERS).contains(&text.chars().count());
        fits.then(|| Self(text.into()))
    }

    /// Hashes it, which takes some tens of milliseconds and the memory of a [`Workspace`] on purpose.
    ///
    /// # Panics
    /// Never: the settings are within Argon2's bounds, as a test sees.
    #[must_use]
    pub fn hash(&self, salt: &Salt, space: &mut Workspace) -> Lock {
        let params = Params::new(MEMORY, PASSES, 1, Some(BYTES)).expect("settings within bounds");
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut hash = [0; BYTES];
        argon
            .hash_password_into_with_memory(self.0.as_bytes(), &salt.0, &mut hash, &mut space.0)
            .expect("a salt, a hash and a workspace of good length");
        space.0.fill(Block::default());
        Lock(hash)
    }
}

/// The 19 MiB that hashing needs, used again for each hash: freed and taken again, it would stay with
/// every thread that ever had it.
pub struct Workspace(Box<[Block]>);

impl Default for Workspace {
    fn default() -> Self {
        // A block is one KiB.
        Self(vec![Block::default(); MEMORY as usize].into())
    }
}

/// What makes the hashes of this process unlike all others; drawn at each start.
#[derive(Clone)]
pub struct Salt([u8; 16]);

impl Salt {
    /// Draws one.
    #[must_use]
    pub fn random(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }
}

/// The hash of a passphrase: what a room is locked with, and what opens it.
#[derive(Clone)]
pub struct Lock([u8; BYTES]);

impl Lock {
    /// Whether both come from the same passphrase; takes the same time whatever the answer.
    #[must_use]
    pub fn is_opened_by(&self, key: &Self) -> bool {
        self.0.ct_eq(&key.0).into()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase([scrubbed])")
    }
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Workspace([scrubbed])")
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt([scrubbed])")
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lock([scrubbed])")
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    /// Only the same passphrase in the same process opens a lock.
    #[test]
    fn only_the_passphrase_opens() {
        let mut rng = StdRng::seed_from_u64(1);
        let (salt, other) = (Salt::random(&mut rng), Salt::random(&mut rng));
        let mut space = Workspace::default();
        let mut hash = |typed: &str, salt| Passphrase::parse(typed).unwrap().hash(salt, &mut space);
        let lock = hash("correct horse", &salt);
        assert!(lock.is_opened_by(&hash("  correct horse ", &salt)));
        assert!(!lock.is_opened_by(&hash("correct  horse", &salt)));
        assert!(!lock.is_opened_by(&hash("Correct horse", &salt)));
        assert!(!lock.is_opened_by(&hash("correct horse", &other)));
    }

    /// A passphrase is there and of bounded length.
    #[test]
    fn a_passphrase_is_bounded() {
        let (full, long) = ("ж".repeat(128), "ж".repeat(129));
        assert!(Passphrase::parse(" ").is_none() && Passphrase::parse(&long).is_none());
        assert!(Passphrase::parse(&full).is_some());
        assert_eq!(
            format!("{:?}", Passphrase::parse("x")),
            "Some(Passphrase([scrubbed]))"
        );
    }
}
