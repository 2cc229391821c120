//! Why the client ended otherwise than asked.

use std::{io, path::PathBuf};

use crate::exit::Exit;

/// Why the client ended otherwise than asked, in words for whoever typed the command.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// Nobody answered in time.
    #[error(
        "The room was not found: {0}. Ask whoever gave you the address whether it is open, and try again later."
    )]
    NoAnswer(String),
    /// Somebody else answers.
    #[error("{0}. Check the address.")]
    Foreign(String),
    /// Only guests with a key find the room.
    #[error(
        "The room is private. Ask its host for a guest's key, put it into a file that only you can read, and name that: \
         --guest-key-file FILE"
    )]
    KeyNeeded,
    /// The key is none of the room's.
    #[error(
        "The guest's key does not open this room: it is wrong, or was taken back. Ask its host for another one."
    )]
    KeyWrong,
    /// The room needs a passphrase, or is not there.
    #[error(
        "{0} If it needs a passphrase, put that into a file that only you can read, and name it: --passphrase-file FILE"
    )]
    PassphraseNeeded(String),
    /// The passphrase is not the room's, or the room is not there.
    #[error("There is no such room, or the passphrase is wrong. Check both.")]
    PassphraseWrong,
    /// The room has let go of the person.
    #[error("You are no longer in the room: {}.", .0.trim_end_matches('.'))]
    Removed(String),
    /// Some of what was typed was refused.
    #[error("The room has refused {refused} of {all} lines; the reasons stand above.")]
    Refused {
        /// How many.
        refused: u64,
        /// Of how many.
        all: u64,
    },
    /// It was interrupted before all that was typed was in the room.
    #[error("It was interrupted before the last line was sent.")]
    NotSent,
    /// The terminal cannot be used.
    #[error("The terminal cannot be used: {0}. With --plain none is needed.")]
    Terminal(io::Error),
    /// A file with a secret cannot be read.
    #[error("The file {} cannot be read: {error}.", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// What is to be a guest's key is none.
    #[error("The guest's key cannot be used: {0}.")]
    Key(String),
    /// Part of the program has ended that should not.
    #[error("Something went wrong that should not: {0}.")]
    Internal(&'static str),
}

impl JoinError {
    /// The exit code for it.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::NoAnswer(_) | Self::Foreign(_) | Self::NotSent => Exit::Unreachable,
            Self::KeyNeeded
            | Self::KeyWrong
            | Self::PassphraseNeeded(_)
            | Self::PassphraseWrong
            | Self::Removed(_) => Exit::Permission,
            Self::Refused { .. } | Self::Key(_) => Exit::Refused,
            Self::File { .. } => Exit::Storage,
            Self::Terminal(_) | Self::Internal(_) => Exit::Internal,
        }
    }
}
