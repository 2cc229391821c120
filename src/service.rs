//! What tells the host's services apart: their names, and who finds them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How long a name that the host gives may be, in characters: it is part of file names, and typed.
pub const MAX_NAME: usize = 32;

/// Whether the host may call a service or a guest so: what Tor takes as a name, and good as a file's name
/// everywhere. What begins with another sign than a letter or a digit is for what is nobody's.
#[must_use]
pub fn is_name(raw: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (1..=MAX_NAME).contains(&raw.len())
        && raw.starts_with(is_plain)
        && raw.chars().all(|c| is_plain(c) || "-_".contains(c))
}

/// The name of a service, for the host alone; visitors never see it. Tor keeps its keys under it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ServiceName(Box<str>);

/// Something that is no name of a service.
#[derive(Debug, thiserror::Error)]
#[error(
    "a service's name has 1 to {MAX_NAME} of a-z, 0-9, - and _, and begins with a letter or a digit"
)]
pub struct NotAServiceName;

impl ServiceName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ServiceName {
    /// The one service of a host who speaks of none. Changing it would lose every address.
    fn default() -> Self {
        Self("room".into())
    }
}

impl FromStr for ServiceName {
    type Err = NotAServiceName;

    fn from_str(raw: &str) -> Result<Self, NotAServiceName> {
        is_name(raw)
            .then(|| Self(raw.into()))
            .ok_or(NotAServiceName)
    }
}

impl TryFrom<String> for ServiceName {
    type Error = NotAServiceName;

    fn try_from(raw: String) -> Result<Self, NotAServiceName> {
        raw.parse()
    }
}

impl From<ServiceName> for String {
    fn from(name: ServiceName) -> Self {
        name.0.into()
    }
}

impl fmt::Display for ServiceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why none of several things is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotChosen {
    /// There are several, and none was named.
    Several,
    /// None has the name.
    Unknown,
}

/// What is meant of what services have: the only one, or the one whose service was named.
///
/// # Errors
/// Where there are several and none was named, or none has the name.
pub fn choose<'t, T>(
    all: &'t [T],
    name: impl Fn(&T) -> &ServiceName,
    named: Option<&ServiceName>,
) -> Result<&'t T, NotChosen> {
    match (named, all) {
        (None, [only]) => Ok(only),
        (None, _) => Err(NotChosen::Several),
        (Some(named), all) => {
            let mut found = all.iter().filter(|one| name(one) == named);
            found.next().ok_or(NotChosen::Unknown)
        }
    }
}

/// Who finds a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Everybody who has the address.
    Public,
    /// Only who has a guest key besides.
    Private,
}

impl Privacy {
    /// What a switch that is called "private" says.
    #[must_use]
    pub fn of(private: bool) -> Self {
        if private { Self::Private } else { Self::Public }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only what can be a file's name everywhere is a name.
    #[test]
    fn names_are_plain() {
        for good in ["room", "a", "9-lives", "night_shift", &"x".repeat(MAX_NAME)] {
            assert_eq!(good.parse::<ServiceName>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "Room",
            "-a",
            "_a",
            "a/b",
            "..",
            "a b",
            "é",
            &"x".repeat(33),
        ] {
            assert!(bad.parse::<ServiceName>().is_err(), "{bad}");
        }
    }
}
