//! A file that one peer offers to another: what it is called, how long it is, and what proves that it is that one.

mod name; // what it may be called

use std::fmt;

use data_encoding::HEXLOWER;
use rand::{Rng, RngExt as _};
use serde::{Deserialize, Serialize};

pub use name::{FileName, NoFileName};

/// The most bytes of a file: at the megabyte a second that a circuit through Tor seldom exceeds, it takes twenty
/// minutes; much longer neither of two people stays.
pub const MAX_FILE: u64 = 1 << 30;

/// How many bytes a SHA-256 has.
pub const HASH: usize = 32;

/// How many bytes a token has: nobody guesses one.
const TOKEN: usize = 16;

/// What an offered file is fetched by; only who was sent it knows it. `Debug` hides it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileToken([u8; TOKEN]);

impl FileToken {
    /// A new one.
    pub fn random(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// Reads one from the wire.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

/// As the wire has it.
impl fmt::Display for FileToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for FileToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileToken([scrubbed])")
    }
}

/// An offer of a file. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct FileOffer {
    /// What it is called.
    pub name: FileName,
    /// How many bytes it has, at most [`MAX_FILE`].
    pub size: u64,
    /// Its SHA-256.
    pub hash: [u8; HASH],
    /// What it is fetched by.
    pub token: FileToken,
}

impl fmt::Debug for FileOffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileOffer([scrubbed])")
    }
}

impl FileOffer {
    /// Its SHA-256 as people compare it.
    #[must_use]
    pub fn sha256(&self) -> String {
        HEXLOWER.encode(&self.hash)
    }

    /// What is signed of it beside its name.
    pub(super) fn to_be_signed(&self) -> [Vec<u8>; 3] {
        let size = self.size.to_be_bytes().to_vec();
        [size, self.hash.to_vec(), self.token.0.to_vec()]
    }
}

/// What the wire has of a file beside its name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileFields {
    /// How many bytes it has.
    size: u64,
    /// Its SHA-256.
    sha256: String,
    /// What it is fetched by.
    token: String,
}

impl FileFields {
    /// What the wire has of an offer.
    pub(super) fn of(offer: &FileOffer) -> Self {
        Self {
            size: offer.size,
            sha256: offer.sha256(),
            token: offer.token.to_string(),
        }
    }

    /// The offer of a file with this name, if it is one that can be made.
    pub(super) fn offer(&self, name: &str) -> Option<FileOffer> {
        let hash = HEXLOWER.decode(self.sha256.as_bytes()).ok()?;
        Some(FileOffer {
            name: FileName::parse(name).ok()?,
            size: Some(self.size).filter(|size| *size <= MAX_FILE)?,
            hash: hash.try_into().ok()?,
            token: FileToken::parse(&self.token)?,
        })
    }
}
