//! Exit codes, so that programs know what went wrong; as in sysexits.h where that has one.

use std::io;

use crate::{
    control::AskError, guests::GuestsError, host::UNUSABLE, keys::KeysError, tor::Category,
};

/// How the program ends. `--help` lists the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// What was asked for was done; a room was closed as asked.
    Done = 0,
    /// The command line cannot be understood; clap's own code.
    Usage = 2,
    /// No process runs on the keys folder; as programs of the system say for a service.
    NotRunning = 3,
    /// What was asked for does not fit what is there: a name or an address that is taken or unknown, a key that is
    /// damaged, a folder that would be overwritten.
    Refused = 65,
    /// A room to be joined is not found, or something else is at its address.
    Unreachable = 68,
    /// The `--listen` address cannot be used.
    Listen = 69,
    /// Something went wrong that should not.
    Internal = 70,
    /// A folder cannot be used, the disk is full, or a file is damaged.
    Storage = 74,
    /// Another process uses the same keys folder.
    Busy = 75,
    /// The Tor network no longer accepts this version.
    Obsolete = 76,
    /// Others could get at the keys folder, or this user cannot; or a room does not let somebody in.
    Permission = 77,
    /// The configuration file, a bridge, the proxy or a time cannot be used.
    Config = 78,
}

impl Exit {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Done,
        Self::Usage,
        Self::NotRunning,
        Self::Refused,
        Self::Unreachable,
        Self::Listen,
        Self::Internal,
        Self::Storage,
        Self::Busy,
        Self::Obsolete,
        Self::Permission,
        Self::Config,
    ];

    /// The number that the system is told.
    #[must_use]
    pub fn code(self) -> i32 {
        self as i32
    }
}

impl From<&KeysError> for Exit {
    fn from(error: &KeysError) -> Self {
        match error {
            KeysError::Busy { .. } => Self::Busy,
            KeysError::Unusable { error, .. }
                if error.kind() == io::ErrorKind::PermissionDenied =>
            {
                Self::Permission
            }
            KeysError::Unusable { .. } | KeysError::Left { .. } => Self::Storage,
        }
    }
}

impl From<&GuestsError> for Exit {
    fn from(error: &GuestsError) -> Self {
        match error {
            GuestsError::Unusable { .. } => Self::Storage,
            GuestsError::Taken(_) | GuestsError::Unknown(_) | GuestsError::Full => Self::Refused,
        }
    }
}

impl From<&AskError> for Exit {
    fn from(error: &AskError) -> Self {
        match error {
            AskError::NotRunning { .. } => Self::NotRunning,
            AskError::Denied { .. } => Self::Permission,
            AskError::Refused(no) if no.error == UNUSABLE => Self::Storage,
            AskError::Refused(_) | AskError::OtherVersion { .. } => Self::Refused,
            AskError::Silent { .. } | AskError::Unreachable { .. } => Self::Internal,
        }
    }
}

impl From<Category> for Exit {
    fn from(category: Category) -> Self {
        match category {
            Category::Internal => Self::Internal,
            Category::Storage => Self::Storage,
            Category::Busy => Self::Busy,
            Category::Permission => Self::Permission,
            Category::Config => Self::Config,
            Category::Obsolete => Self::Obsolete,
        }
    }
}
