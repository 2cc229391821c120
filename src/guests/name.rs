//! What the host calls a guest.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::service::{MAX_NAME, is_name};

/// A guest's name: what Arti takes as the name of a client, and good as the name of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GuestName(String);

/// Why something is no guest's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a guest's name has 1 to {MAX_NAME} small letters from a to z, digits, \"-\" and \"_\", and begins with a \
     letter or digit"
)]
pub struct NameError;

impl GuestName {
    /// The name, for the host.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for GuestName {
    type Err = NameError;

    fn from_str(raw: &str) -> Result<Self, NameError> {
        // What begins with "_" is for keys that are no guest's, such as the room's own.
        is_name(raw).then(|| Self(raw.to_owned())).ok_or(NameError)
    }
}

impl TryFrom<String> for GuestName {
    type Error = NameError;

    fn try_from(raw: String) -> Result<Self, NameError> {
        raw.parse()
    }
}

impl From<GuestName> for String {
    fn from(name: GuestName) -> Self {
        name.0
    }
}

impl fmt::Display for GuestName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who a room's guests are is nobody's business.
impl fmt::Debug for GuestName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuestName([scrubbed])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is a name, and what is none: nothing that could leave the folder or hide in it.
    #[test]
    fn names_are_plain() {
        for good in ["a", "7", "anna", "anna-2", "a_b", &"x".repeat(MAX_NAME)] {
            assert!(good.parse::<GuestName>().is_ok(), "{good}");
        }
        let long = "x".repeat(MAX_NAME + 1);
        for bad in [
            "", "-a", "_a", ".a", "a.b", "a/b", "..", "Anna", "änna", "a b", "a\n", &long,
        ] {
            assert!(bad.parse::<GuestName>().is_err(), "{bad:?}");
        }
    }
}
