//! What the host does with addresses and guests while no process runs on the keys folder.

mod closed;

use std::path::PathBuf;

pub use closed::ManageError;
use closed::{Closed, SetAside};

use crate::{
    config::Config,
    exit::Exit,
    folders,
    guests::{GuestName, Listing},
    host::Order,
    keys::KeysError,
    report::Voice,
    service::{Privacy, ServiceName, choose},
    tor::IdentityError,
};

/// What is to be done.
pub enum Task {
    /// Tell the address, made now where there is none.
    Address,
    /// Make a key for a guest.
    Invite(GuestName),
    /// List the guests.
    Guests,
    /// Take a guest's key back.
    Revoke(GuestName),
    /// Take over the address of a service of C tor's.
    Import {
        /// Its folder.
        dir: PathBuf,
        /// Whether the address that the room has may be set aside.
        may_set_aside: bool,
    },
    /// Write the address to a folder, as C tor keeps it.
    Export {
        /// The folder.
        dir: PathBuf,
    },
    /// Get a new address.
    Renew,
}

impl Task {
    /// The order that does the same in a process that runs on the folder; none where it must not run.
    #[must_use]
    pub fn order(&self, service: Option<ServiceName>) -> Option<Order> {
        match self {
            Self::Address => Some(Order::Address { service }),
            Self::Invite(name) => {
                let name = name.clone();
                Some(Order::Invite { service, name })
            }
            Self::Guests => Some(Order::Guests { service }),
            Self::Revoke(name) => {
                let name = name.clone();
                Some(Order::Revoke { service, name })
            }
            Self::Import { .. } | Self::Export { .. } | Self::Renew => None,
        }
    }

    /// Whether there must be a keys folder already: without one it would only show that another was meant.
    fn needs_a_folder(&self) -> bool {
        match self {
            Self::Guests | Self::Revoke(_) | Self::Export { .. } => true,
            Self::Address | Self::Invite(_) | Self::Import { .. } | Self::Renew => false,
        }
    }
}

/// Why a task was not done.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// The keys folder cannot be used.
    #[error(transparent)]
    Folder(#[from] KeysError),
    /// There is no keys folder.
    #[error("There is no keys folder {}. Check --keys", path.display())]
    NoFolder {
        /// Where it should be.
        path: PathBuf,
    },
    /// It was not done.
    #[error(transparent)]
    Refused(#[from] ManageError),
    /// There is no such service.
    #[error("There is no room called {0} in the configuration file. Check --service")]
    Unknown(ServiceName),
    /// The addresses are forgotten at each end.
    #[error("The configuration says ephemeral, and such a room keeps neither address nor guests")]
    Ephemeral,
    /// Nobody needs a key.
    #[error(
        "The configuration says private = false, so that everybody who has the address finds the room, and a key is \
         of no use. Say private = true there, and try again"
    )]
    Public,
    /// There are several services.
    #[error("There are several rooms. Say which one: --service NAME")]
    Several,
}

impl TaskError {
    /// How the program ends with it.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Folder(error) => error.into(),
            Self::NoFolder { .. }
            | Self::Unknown(_)
            | Self::Several
            | Self::Ephemeral
            | Self::Public => Exit::Refused,
            Self::Refused(ManageError::Guests(error)) => error.into(),
            Self::Refused(ManageError::Identity(error)) => match error {
                IdentityError::Tor(error) => error.category().into(),
                IdentityError::Io { .. } | IdentityError::NotKept { .. } => Exit::Storage,
                IdentityError::NoService { .. }
                | IdentityError::Damaged { .. }
                | IdentityError::Disagrees { .. }
                | IdentityError::Guest(_)
                | IdentityError::Exists { .. }
                | IdentityError::Nothing
                | IdentityError::Taken
                | IdentityError::Elsewhere => Exit::Refused,
            },
        }
    }
}

/// Does a task on the keys folder, for one of the services, and tells how it went. To be called within the runtime.
///
/// # Errors
/// Where it was not done; where another process runs on the folder, that is [`KeysError::Busy`].
pub fn run(
    task: &Task,
    service: Option<&ServiceName>,
    config: &Config,
    voice: Voice,
) -> Result<(), TaskError> {
    let chosen = choose(&config.services, |one| &one.name, service);
    let chosen = chosen.map_err(|_| match service {
        None => TaskError::Several,
        Some(name) => TaskError::Unknown(name.clone()),
    })?;
    let is_public = chosen.privacy == Some(Privacy::Public);
    if config.ephemeral {
        return Err(TaskError::Ephemeral);
    }
    if is_public && matches!(task, Task::Invite(_)) {
        return Err(TaskError::Public);
    }
    if task.needs_a_folder() && !config.keys.is_dir() {
        let path = config.keys.clone();
        return Err(TaskError::NoFolder { path });
    }
    let folder = folders::take(config)?;
    let settings = folders::settings(config, &folder);
    let closed = Closed::open(folder, &settings, &chosen.name)?;
    // Which room is meant is told where there are several.
    let service = (config.services.len() > 1).then_some(&chosen.name);
    let set_aside = |before: Option<SetAside>| {
        if let Some(before) = before {
            voice.set_aside(service, &before.address, &before.folder);
        }
    };
    match task {
        Task::Address => voice.address(service, closed.address()?.reveal()),
        Task::Import { dir, may_set_aside } => {
            let imported = closed.import(dir, *may_set_aside)?;
            set_aside(imported.before);
            voice.imported(service, &imported.address, imported.guests, is_public);
        }
        Task::Export { dir } => {
            let exported = closed.export(dir)?;
            let for_nobody = exported.is_private_for_nobody;
            voice.exported(service, &exported.address, dir, for_nobody);
            voice.faults(service, &exported.faults);
        }
        Task::Renew => {
            let (address, before) = closed.renew()?;
            set_aside(before);
            voice.address(service, address.reveal());
        }
        Task::Invite(name) => {
            let (mut invitation, was_public) = closed.invite(name)?;
            invitation.service = service.cloned();
            voice.invitation(&invitation);
            if was_public {
                voice.becomes_private();
            }
        }
        Task::Guests => {
            let Listing { guests, faults } = closed.guests()?;
            let names: Vec<_> = guests.into_iter().map(|guest| guest.name).collect();
            voice.guests(service, &names, &faults);
        }
        Task::Revoke(name) => {
            closed.revoke(name)?;
            voice.revoked(service, name, is_public);
        }
    }
    Ok(())
}
