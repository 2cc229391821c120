//! Why Tor cannot be started, in the host's words.

use std::path::Path;

use arti_client::{ErrorKind, HasKind};

use super::{Keys, Settings, version::Obsolete};

/// What sort of thing keeps Tor from starting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// The configuration.
    Config,
    /// A folder that others can get at, or that this user cannot.
    Permission,
    /// Another process uses the same folder.
    Busy,
    /// A folder that cannot be read or written, or what is in it is damaged.
    Storage,
    /// The Tor network no longer accepts this version.
    Obsolete,
    /// Something that should not happen.
    Internal,
}

/// Why Tor cannot be started.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct StartError {
    /// What sort of thing it is.
    category: Category,
    /// What was being done, what went wrong and what the host can do.
    message: String,
}

impl StartError {
    /// An error with this message.
    pub(super) fn new(category: Category, message: String) -> Self {
        Self { category, message }
    }

    /// What sort of thing it is.
    #[must_use]
    pub fn category(&self) -> Category {
        self.category
    }

    /// The error for a folder that cannot be trusted or used; `holding` says what is kept there and
    /// `option` how to choose another.
    pub(super) fn folder(
        folder: &Path,
        holding: &str,
        option: &str,
        error: &fs_mistrust::Error,
    ) -> Self {
        use fs_mistrust::Error as E;
        match error {
            E::BadPermission(path, _, bits) => Self::new(
                Category::Permission,
                format!(
                    "Other users of this computer could get at {holding}, because of the \
                     permissions of {path}. Run: chmod {} '{path}'",
                    chmod(*bits),
                    path = path.display()
                ),
            ),
            E::BadOwner(path, _) => Self::new(
                Category::Permission,
                format!(
                    "{} belongs to another user, who could get at {holding}. Use a folder of your \
                     own: {option} DIR",
                    path.display()
                ),
            ),
            other => Self::new(
                Category::Storage,
                format!(
                    "The folder {} for {holding} cannot be used: {}. Make it writable, free some \
                     space, or use another: {option} DIR",
                    folder.display(),
                    chain(other)
                ),
            ),
        }
    }

    /// The error for what Arti could not do with keys.
    pub(super) fn keys<E: std::error::Error + HasKind + 'static>(
        doing: &str,
        state: &Path,
        error: &E,
    ) -> Self {
        let state = state.display();
        let (category, advice) = if error.kind() == ErrorKind::FsPermissions {
            let advice = format!("Other users could get at it. Run: chmod -R go-rwx '{state}'");
            (Category::Permission, advice)
        } else {
            let advice = format!("Restore the folder {state}/keystore from a copy");
            (Category::Storage, advice)
        };
        Self::new(
            category,
            format!("{doing} failed: {}. {advice}.", chain(error)),
        )
    }

    /// The error for what Arti could not do.
    pub(super) fn arti(doing: &str, settings: &Settings, error: &arti_client::Error) -> Self {
        let state = settings.state.display();
        let (holding, option) = settings.state_in_words();
        let (category, advice) = match error.kind() {
            ErrorKind::LocalResourceAlreadyInUse => (
                Category::Busy,
                format!(
                    "Another onionchat uses the folder of {holding}. Stop it, or use another: \
                     {option} DIR"
                ),
            ),
            ErrorKind::FsPermissions => (
                Category::Permission,
                format!("Other users could get at it. Run: chmod -R go-rwx '{state}'"),
            ),
            ErrorKind::PersistentStateCorrupted if settings.keys == Keys::None => (
                Category::Storage,
                format!("A file in {state} is damaged. Delete that folder, and start again"),
            ),
            ErrorKind::PersistentStateCorrupted => (
                Category::Storage,
                format!(
                    "A file in {state} is damaged. The room's address is in its folder keystore; \
                     move everything else in it away, and start again"
                ),
            ),
            ErrorKind::KeystoreCorrupted | ErrorKind::KeystoreAccessFailed => (
                Category::Storage,
                format!(
                    "The room's identity cannot be read from {state}/keystore. Restore that folder \
                     from a copy"
                ),
            ),
            ErrorKind::CacheCorrupted | ErrorKind::CacheAccessFailed => (
                Category::Storage,
                format!(
                    "The cache cannot be used. Delete {}, or use another: --cache DIR",
                    settings.cache.display()
                ),
            ),
            ErrorKind::PersistentStateAccessFailed => (
                Category::Storage,
                format!("Make {state} writable, free some space, or use another: {option} DIR"),
            ),
            ErrorKind::SoftwareDeprecated => (
                Category::Obsolete,
                "The Tor network no longer accepts this version. Get a newer onionchat".into(),
            ),
            _ => (
                Category::Internal,
                "Start again; if it stays so, please report it".into(),
            ),
        };
        Self::new(
            category,
            format!("{doing} failed: {}. {advice}.", chain(error)),
        )
    }
}

impl From<Obsolete> for StartError {
    fn from(Obsolete: Obsolete) -> Self {
        let message = "The Tor network no longer accepts this version.";
        Self::new(Category::Obsolete, message.into())
    }
}

/// The error for a call outside the runtime.
pub(super) fn no_runtime(error: &std::io::Error) -> StartError {
    StartError::new(Category::Internal, format!("Starting Tor failed: {error}."))
}

/// An error with all its causes, each said once.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

/// What `chmod` has to take away so that none of these permission bits is left.
fn chmod(bits: u32) -> String {
    let who = |shift: u32, name: &str| {
        let taken = bits >> shift & 0o7;
        let letters = [(0o4, 'r'), (0o2, 'w'), (0o1, 'x')];
        let what: String = letters
            .iter()
            .filter(|(bit, _)| taken & bit != 0)
            .map(|(_, letter)| letter)
            .collect();
        (!what.is_empty()).then(|| format!("{name}-{what}"))
    };
    [who(3, "g"), who(0, "o")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The command takes away what is too much and nothing else.
    #[test]
    fn the_command_mends_the_permissions() {
        for (bits, command) in [
            (0o022, "g-w,o-w"),
            (0o055, "g-rx,o-rx"),
            (0o020, "g-w"),
            (0o007, "o-rwx"),
        ] {
            assert_eq!(chmod(bits), command);
        }
    }
}
