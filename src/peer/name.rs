//! What the host calls a peer.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::service::{MAX_NAME, is_name};

/// A peer's name: short, and nothing that could be taken for an address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PeerName(String);

/// Why something is no peer's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a peer's name has 1 to {MAX_NAME} small letters from a to z, digits, \"-\" and \"_\", and begins with a \
     letter or digit"
)]
pub struct PeerNameError;

impl PeerName {
    /// The name, for the host.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PeerName {
    type Err = PeerNameError;

    fn from_str(raw: &str) -> Result<Self, PeerNameError> {
        is_name(raw)
            .then(|| Self(raw.to_owned()))
            .ok_or(PeerNameError)
    }
}

impl TryFrom<String> for PeerName {
    type Error = PeerNameError;

    fn try_from(raw: String) -> Result<Self, PeerNameError> {
        raw.parse()
    }
}

impl From<PeerName> for String {
    fn from(name: PeerName) -> Self {
        name.0
    }
}

impl fmt::Display for PeerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whom somebody knows is nobody's business.
impl fmt::Debug for PeerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PeerName([scrubbed])")
    }
}
