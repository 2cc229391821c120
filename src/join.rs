//! Joining somebody else's room: the way there, and the client on it.

mod desk; // the mailbox on this computer

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use tokio::sync::{mpsc, watch};
use zeroize::Zeroizing;

use crate::{
    cli::{JoinArgs, Output},
    client::{self, Asked, Desk, Ended, Form, JoinError, Progress, Way},
    config::Config,
    dial::{Destination, Loopback},
    exit::Exit,
    folders,
    guests::GuestSecret,
    report::{Reporter, Voice, say},
    tor::{self, Dialler, Event, Obsolete, StartError},
};

/// The variable with a guest's key.
const GUEST_KEY: &str = "ONIONCHAT_GUEST_KEY";

/// The variable with a passphrase.
const PASSPHRASE: &str = "ONIONCHAT_PASSPHRASE";

/// The most bytes of a file with a secret; a key's line has 132.
const MAX_SECRET: u64 = 4096;

/// How many events of Tor's may wait.
const EVENTS: usize = 16;

/// Why a room was not joined, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The client has ended otherwise than asked.
    #[error(transparent)]
    Join(#[from] JoinError),
    /// Tor cannot be started here.
    #[error(transparent)]
    Tor(#[from] StartError),
    /// There is no place for Tor's files.
    #[error("There is no folder for Tor's files: {0}. Name one that you may write to: --cache DIR")]
    NoFolder(io::Error),
    /// The Tor network no longer accepts this version.
    #[error("The Tor network no longer accepts this version of the program. Get a newer one.")]
    Obsolete,
    /// The configuration wants no Tor.
    #[error(
        "The configuration says no_tor, and an onion address is reached through Tor only. Use another --config, or \
         none."
    )]
    NoTor,
}

impl Error {
    /// The exit code for it.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Join(error) => error.exit(),
            Self::Tor(error) => error.category().into(),
            Self::Obsolete => Exit::Obsolete,
            Self::NoTor => Exit::Config,
            Self::NoFolder(_) => Exit::Storage,
        }
    }
}

/// A guest's key is for the address alone for which it was given.
impl Way for Dialler {
    fn use_key(&self, at: &Destination, key: &GuestSecret) -> Result<(), String> {
        match at {
            Destination::Onion(address, _) => {
                Self::use_key(self, address, key).map_err(|error| error.to_string())
            }
            Destination::Loopback(_) => Ok(()),
        }
    }
}

/// Joins a room, until the person or the room has had enough.
///
/// # Errors
/// Why it ended otherwise.
pub async fn run(args: JoinArgs, config: &Config, voice: Voice) -> Result<(), Error> {
    let passphrase = secret(args.passphrase_file.as_deref(), PASSPHRASE)?;
    let key = secret(args.guest_key_file.as_deref(), GUEST_KEY)?;
    let key = key.map(|key| key.parse()).transpose();
    let key: Option<GuestSecret> = key.map_err(|why| JoinError::Key(format!("{why}")))?;
    let has_screen = !args.plain && config.output == Output::Human && client::has_screen();
    let seat = if has_screen {
        Seat::Screen(desk::open(config.keys.clone(), args.mailbox))
    } else {
        Seat::Lines(match config.output {
            Output::Human => Form::Text,
            Output::Json => Form::Json,
        })
    };
    let asked = Asked {
        address: args.address,
        nick: args.nick,
        passphrase,
        is_quiet: voice.is_quiet(),
    };
    let at = asked.address.at.clone();
    let (tell, progress) = watch::channel(Progress::default());
    if let Destination::Loopback(_) = at {
        tell.send_modify(|way| way.is_open = true);
        let ended = seat.sit(Loopback, asked, progress).await?;
        told(&ended);
        return Ok(());
    }
    if !config.with_tor {
        return Err(Error::NoTor);
    }
    let (settings, _for_now) = folders::settings_to_join(config).map_err(Error::NoFolder)?;
    let (network, _) = tor::start(settings)?;
    let way = network.dialler();
    if let Some(key) = key {
        Way::use_key(&way, &at, &key).map_err(JoinError::Key)?;
    }
    let (events, mut heard) = mpsc::channel(EVENTS);
    let bootstrap = async {
        let refused = network.bootstrap(&events).await;
        tell.send_modify(|way| way.is_open = refused.is_ok());
        match refused {
            Ok(()) => network.refused().await,
            Err(obsolete) => obsolete,
        }
    };
    let mut reporter = (!has_screen).then(|| Reporter::joining(voice));
    let listen = async {
        while let Some(event) = heard.recv().await {
            let Event::Bootstrap(step) = &event else {
                continue;
            };
            if let Some(reporter) = &mut reporter {
                reporter.tor(&event);
                if step.percent == 100 {
                    reporter.end_progress();
                }
            }
            tell.send_modify(|way| {
                way.percent = step.percent;
                way.phase.clone_from(&step.phase);
                way.blocked.clone_from(&step.blocked);
            });
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        ended = seat.sit(way, asked, progress) => ended.map(|ended| told(&ended)).map_err(Error::from),
        Obsolete = bootstrap => Err(Error::Obsolete),
        () = listen => Ok(()),
    }
}

/// Where the person sits.
#[derive(Debug)]
enum Seat {
    /// Before a whole screen, with their own mailbox beside the room.
    Screen(Desk),
    /// Before lines, or there is no person.
    Lines(Form),
}

impl Seat {
    /// Joins there.
    async fn sit(
        self,
        way: impl Way,
        asked: Asked,
        progress: watch::Receiver<Progress>,
    ) -> Result<Ended, JoinError> {
        match self {
            Self::Screen(desk) => client::full(way, asked, progress, desk).await,
            Self::Lines(form) => client::plain(way, asked, progress, form).await,
        }
    }
}

/// Tells how it ended, where that was not the person's own doing at this moment.
fn told(ended: &Ended) {
    if *ended == Ended::Farewell {
        say("You have left the room.");
    }
}

/// Reads a secret from a file, or else from the environment.
fn secret(file: Option<&Path>, variable: &str) -> Result<Option<Zeroizing<String>>, JoinError> {
    let Some(path) = file else {
        let value = std::env::var(variable).ok();
        return Ok(value.filter(|value| !value.is_empty()).map(Zeroizing::new));
    };
    let mut text = Zeroizing::new(String::new());
    let read = File::open(path).and_then(|file| file.take(MAX_SECRET).read_to_string(&mut text));
    read.map_err(|error| JoinError::File {
        path: path.to_owned(),
        error,
    })?;
    let line = text.lines().next().unwrap_or_default().trim();
    Ok(Some(Zeroizing::new(line.to_owned())))
}
