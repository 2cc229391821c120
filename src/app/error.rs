//! Why the rooms cannot be opened, and how the program ends then.

use std::{io, net::SocketAddr, path::PathBuf};

use crate::{
    exit::Exit,
    guests::GuestsError,
    keys::KeysError,
    mail::{BookError, KeepError},
    timer::TimerError,
    tor,
};

/// Why the room cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The keys folder cannot be used.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The loopback address cannot be used.
    #[error(
        "The room cannot listen on {address}: {error}. Choose another address: --listen ADDR:PORT"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The guests cannot be read.
    #[error(transparent)]
    Guests(#[from] GuestsError),
    /// The list of peers cannot be read.
    #[error("{0}.")]
    Peers(#[from] BookError),
    /// There is no passphrase for the messages that are to be kept.
    #[error(
        "Messages are to be kept, and there is no passphrase for that: {0}. Open the room in a terminal, where it is \
         asked for, or name a file: --outbox-passphrase-file FILE"
    )]
    NoPassphrase(String),
    /// What was kept cannot be read.
    #[error("{0}.")]
    Keep(#[from] KeepError),
    /// Tor cannot be started.
    #[error(transparent)]
    Tor(#[from] tor::StartError),
    /// The times that the host asks for make no sense.
    #[error("The rooms cannot be opened and closed as asked: {0}.")]
    Timers(#[from] TimerError),
    /// The Tor network no longer accepts this version.
    #[error(
        "The Tor network no longer accepts the version of Tor in this onionchat, so the room is \
         closed. Get a newer onionchat{}",
        match keys {
            Some(keys) => format!(
                " and start it with the same keys folder; the address stays in {}.",
                keys.display()
            ),
            None => "; the address was for this run only.".to_owned(),
        }
    )]
    Obsolete {
        /// Where the address stays, if it does.
        keys: Option<PathBuf>,
    },
    /// The system does not let the process hear signals.
    #[error("The room cannot be told to close: {0}.")]
    Signals(io::Error),
}

impl StartError {
    /// How the program ends with it.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Listen { .. } => Exit::Listen,
            Self::Signals(_) => Exit::Internal,
            Self::Obsolete { .. } => Exit::Obsolete,
            Self::Keys(error) => error.into(),
            Self::Guests(error) => error.into(),
            Self::Timers(_) | Self::NoPassphrase(_) => Exit::Config,
            Self::Keep(KeepError::Passphrase { .. }) => Exit::Refused,
            Self::Peers(_) | Self::Keep(_) => Exit::Storage,
            Self::Tor(error) => error.category().into(),
        }
    }
}
