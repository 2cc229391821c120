//! What the host calls a guest.

use std::{fmt, str::FromStr};

/// How long a guest's name may be: it is a file's name and a column of a list.
const LONGEST: usize = 32;

/// A guest's name: what Arti takes as the name of a client, and good as the name of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GuestName(String);

/// Why something is no guest's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a guest's name has 1 to {LONGEST} small letters from a to z, digits, \"-\" and \"_\", and begins with a \
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
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let fits = (1..=LONGEST).contains(&raw.len());
        let rest_fits = raw
            .bytes()
            .all(|byte| is_plain(byte) || matches!(byte, b'-' | b'_'));
        // What begins with "_" is for keys that are no guest's, such as the room's own.
        if fits && rest_fits && raw.bytes().next().is_some_and(is_plain) {
            Ok(Self(raw.to_owned()))
        } else {
            Err(NameError)
        }
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
        for good in ["a", "7", "anna", "anna-2", "a_b", &"x".repeat(LONGEST)] {
            assert!(good.parse::<GuestName>().is_ok(), "{good}");
        }
        let long = "x".repeat(LONGEST + 1);
        for bad in [
            "", "-a", "_a", ".a", "a.b", "a/b", "..", "Anna", "änna", "a b", "a\n", &long,
        ] {
            assert!(bad.parse::<GuestName>().is_err(), "{bad:?}");
        }
    }
}
