//! The composition root: who starts what in which order, and how it all ends.

mod control;
mod room;
mod signals;

use std::{io, net::SocketAddr, path::PathBuf, time::Duration};

use directories::ProjectDirs;
use futures::future::join_all;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{
    chat::HostToken,
    config::{Config, Service},
    console,
    exit::Exit,
    host::{Host, Reach},
    keys::{KeysError, KeysFolder},
    report::Reporter,
    server::loopback::Loopback,
    tor::{self, Category, Event, Network, OnionSettings, Settings},
};
use control::Waiting;
use room::Room;
use signals::Signals;

/// How long Tor gets to send what was written last, which it does not confirm: some round trips.
const TOR_FLUSH: Duration = Duration::from_millis(750);

/// Tor's events that wait to be told, which takes microseconds; a few may come at once.
const EVENTS: usize = 16;

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
    /// Tor cannot be started.
    #[error(transparent)]
    Tor(#[from] tor::StartError),
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
            Self::Keys(KeysError::Busy { .. }) => Exit::Busy,
            Self::Keys(KeysError::Unusable { error, .. })
                if error.kind() == io::ErrorKind::PermissionDenied =>
            {
                Exit::Permission
            }
            Self::Keys(KeysError::Unusable { .. } | KeysError::Left { .. }) => Exit::Storage,
            Self::Tor(error) => match error.category() {
                Category::Internal => Exit::Internal,
                Category::Storage => Exit::Storage,
                Category::Busy => Exit::Busy,
                Category::Permission => Exit::Permission,
                Category::Config => Exit::Config,
            },
        }
    }
}

/// Opens the rooms and keeps them open until the process is told to end.
///
/// # Errors
/// Where they cannot be opened; once they are open they stay so.
pub async fn run(config: Config, reporter: &mut Reporter) -> Result<(), StartError> {
    let signals = Signals::listen().map_err(StartError::Signals)?;
    let closing = CancellationToken::new();
    let hurry = CancellationToken::new();
    let tokens = host_tokens(&config);
    let mut rooms: Vec<Room> = config
        .services
        .iter()
        .zip(&tokens)
        .map(|(service, token)| Room::new(service, token.clone(), closing.clone()))
        .collect();
    // In a task of its own: telling the host may block where nobody reads what is told.
    let hubs = rooms.iter().map(Room::hub).collect();
    let stop = CancellationToken::new();
    tokio::spawn(signals.obey(hubs, stop.clone(), closing.clone(), hurry.clone()));
    let handles = rooms.iter().zip(&config.services);
    let handles = handles
        .map(|(room, service)| room.handle(service))
        .collect();
    let reach = if config.with_tor {
        Reach::Starting
    } else {
        Reach::Local
    };
    let host = Host::new(handles, &reach, stop);

    let listening = listen(&config.services, &mut rooms)?;
    let (mut keys, mut control) = (None, None);
    let mut network = None;
    if config.with_tor || config.has_keys {
        let folder = take(&config)?;
        control = control::open(&folder, &host);
        keys = Some(folder);
    }
    if let Some(folder) = keys.as_ref().filter(|_| config.with_tor) {
        let settings = settings(&config, folder, cache(&config, folder));
        let (tor, onions) = tor::start(settings)?;
        for (onion, room) in onions.into_iter().zip(&mut rooms) {
            host.note_url(
                &onion.service,
                &format!("http://{}", onion.address.reveal()),
            );
            reporter.address(&onion.service, &onion.address);
            room.serve(onion.door);
        }
        network = Some(tor);
    }
    for (service, address) in config.services.iter().zip(listening) {
        if let Some(address) = address {
            if !config.with_tor {
                host.note_url(&service.name, &format!("http://{address}"));
            }
            reporter.listening(&service.name, address);
        }
    }
    for (service, token) in config.services.iter().zip(&tokens) {
        if let Some(token) = token {
            reporter.operator_token(&service.name, token);
        }
    }
    if let Some(network) = &mut network {
        network.launch()?;
    }

    let mut console = Waiting::new(&host);
    if network.is_none() {
        console.begin(reporter);
    }
    let (events, mut told) = mpsc::channel(EVENTS);
    tokio::select! {
        () = closing.cancelled() => {}
        () = tell(&mut told, &mut console, reporter) => {}
        () = watch(network.as_mut(), &events) => {}
    }
    let end = async {
        join_all(rooms.into_iter().map(Room::close)).await;
        drop(network);
        if config.with_tor {
            tokio::time::sleep(TOR_FLUSH).await;
        }
    };
    tokio::select! {
        () = end => {}
        () = hurry.cancelled() => {}
    }
    console::restore();
    drop(control);
    if let Some(folder) = keys {
        folder.close()?;
    }
    Ok(())
}

/// A token for each service, where the host has asked for them: one that held for two would tell whoever
/// tries it that they belong together.
fn host_tokens(config: &Config) -> Vec<Option<HostToken>> {
    let random = |_| {
        let wanted = config.operator_token;
        wanted.then(|| HostToken::random(&mut rand::rng()))
    };
    config.services.iter().map(random).collect()
}

/// Serves the rooms on loopback that are to be; gives where each of them is then.
fn listen(services: &[Service], rooms: &mut [Room]) -> Result<Vec<Option<SocketAddr>>, StartError> {
    let one = |(service, room): (&Service, &mut Room)| {
        let Some(address) = service.listen else {
            return Ok(None);
        };
        let refused = |error| StartError::Listen {
            address: address.get(),
            error,
        };
        let listener = Loopback::bind(address).map_err(refused)?;
        let bound = listener.local_addr().map_err(refused)?;
        room.serve(listener);
        Ok(Some(bound))
    };
    services.iter().zip(rooms).map(one).collect()
}

/// What is asked of Tor.
fn settings(config: &Config, folder: &KeysFolder, cache: PathBuf) -> Settings {
    let onion = |service: &Service| OnionSettings {
        service: service.name.clone(),
        onion_service: service.onion_service.clone(),
    };
    Settings {
        state: folder.tor_state(),
        cache,
        ephemeral: config.ephemeral,
        tor: config.tor.clone(),
        check_every: config.check_every,
        onions: config.services.iter().map(onion).collect(),
    }
}

/// Passes Tor's events on, for ever.
async fn tell(events: &mut mpsc::Receiver<Event>, console: &mut Waiting, reporter: &mut Reporter) {
    while let Some(event) = events.recv().await {
        reporter.tor(&event);
        console.hear(&event, reporter);
    }
}

/// Connects to Tor and watches over the services, if there are any, for ever.
async fn watch(network: Option<&mut Network>, events: &mpsc::Sender<Event>) {
    let Some(network) = network else {
        return std::future::pending().await;
    };
    network.bootstrap(events).await;
    network.watch(events).await;
}

/// Takes the keys folder.
fn take(config: &Config) -> Result<KeysFolder, KeysError> {
    if config.ephemeral {
        KeysFolder::ephemeral()
    } else {
        KeysFolder::open(&config.keys)
    }
}

/// Finds the cache folder.
fn cache(config: &Config, keys: &KeysFolder) -> PathBuf {
    let platform =
        || ProjectDirs::from("", "", "onionchat").map(|dirs| dirs.cache_dir().to_owned());
    match &config.cache {
        Some(cache) => cache.clone(),
        None if config.ephemeral => keys.inner_cache(),
        None => platform().unwrap_or_else(|| keys.inner_cache()),
    }
}
