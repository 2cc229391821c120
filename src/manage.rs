//! What the host does with addresses and guests while no process runs on the keys folder.

mod closed;

use closed::Closed;
pub use closed::ManageError;

use crate::{
    app,
    cli::{Command, KeysCommand, Which},
    config::{Config, Service},
    exit::Exit,
    guests::{GuestsError, Listing},
    report::Reporter,
    service::{Privacy, ServiceName},
    tor::IdentityError,
};

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The folder cannot be used.
    #[error(transparent)]
    Folder(#[from] app::StartError),
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

impl CommandError {
    /// How the program ends with it.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Folder(error) => error.exit(),
            Self::Unknown(_) | Self::Several | Self::Ephemeral | Self::Public => Exit::Refused,
            Self::Refused(error) => match error {
                ManageError::Identity(IdentityError::Tor(error)) => error.category().into(),
                ManageError::Identity(IdentityError::Io { .. } | IdentityError::NotKept { .. })
                | ManageError::Guests(GuestsError::Unusable { .. }) => Exit::Storage,
                ManageError::Identity(_) | ManageError::Guests(_) => Exit::Refused,
            },
        }
    }
}

/// Does what a command asks of the keys folder, and tells how it went. To be called within the runtime.
///
/// # Errors
/// Where it was not done; where another process runs on the folder, that is [`app::StartError::Keys`].
pub fn run(command: &Command, config: &Config, reporter: &Reporter) -> Result<(), CommandError> {
    let Some(which) = which(command) else {
        return Ok(());
    };
    let chosen = chosen(config, which.service.as_ref())?;
    let (name, service) = (&chosen.name, reporter.which(&chosen.name));
    let is_public = chosen.privacy == Some(Privacy::Public);
    if config.ephemeral {
        return Err(CommandError::Ephemeral);
    }
    let folder = app::take(config).map_err(app::StartError::from)?;
    let settings = app::keys_settings(config, &folder);
    let closed = Closed::open(folder, &settings, name)?;
    match command {
        Command::Address(_) => reporter.known_address(service, closed.address()?.reveal()),
        Command::Keys(KeysCommand::Import { dir, set_aside, .. }) => {
            let imported = closed.import(dir, *set_aside)?;
            if let Some(before) = &imported.before {
                reporter.set_aside(service, &before.address, &before.folder);
            }
            reporter.imported(service, &imported.address, imported.guests, is_public);
        }
        Command::Keys(KeysCommand::Export { dir, .. }) => {
            let address = closed.export(dir)?;
            reporter.exported(service, &address, dir, closed.is_private_for_nobody()?);
        }
        Command::Keys(KeysCommand::New(_)) => {
            let (address, before) = closed.renew()?;
            if let Some(before) = before {
                reporter.set_aside(service, &before.address, &before.folder);
            }
            reporter.known_address(service, address.reveal());
        }
        Command::Invite { .. } if is_public => return Err(CommandError::Public),
        Command::Invite { name, .. } => {
            let invitation = closed.invite(name)?;
            reporter.invitation(service, &invitation);
        }
        Command::Guests(_) => {
            let Listing { guests, faults } = closed.guests()?;
            let names: Vec<_> = guests.iter().map(|guest| guest.name.to_string()).collect();
            let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
            reporter.guests(service, &names, &faults);
        }
        Command::Revoke { name, .. } => {
            closed.revoke(name)?;
            reporter.revoked(service, name.as_str());
        }
        _ => {}
    }
    Ok(())
}

/// Which room a command is about; `None` where it is about no room's keys.
pub fn which(command: &Command) -> Option<&Which> {
    match command {
        Command::Address(which)
        | Command::Guests(which)
        | Command::Invite { which, .. }
        | Command::Revoke { which, .. }
        | Command::Keys(
            KeysCommand::Import { which, .. }
            | KeysCommand::Export { which, .. }
            | KeysCommand::New(which),
        ) => Some(which),
        _ => None,
    }
}

/// The service that is meant: the only one, or the one that was named.
fn chosen<'a>(
    config: &'a Config,
    named: Option<&ServiceName>,
) -> Result<&'a Service, CommandError> {
    match (named, &config.services[..]) {
        (None, [only]) => Ok(only),
        (None, _) => Err(CommandError::Several),
        (Some(name), services) => services
            .iter()
            .find(|service| service.name == *name)
            .ok_or_else(|| CommandError::Unknown(name.clone())),
    }
}
