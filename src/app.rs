//! The composition root: who starts what in which order, and how it all ends.

mod room;
mod signals;
mod timers;

use std::{convert::Infallible, io, net::SocketAddr, path::PathBuf, time::Duration};

use directories::ProjectDirs;
use futures::future::join_all;
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use crate::{
    chat::HostToken,
    clock,
    config::{Config, Service},
    exit::Exit,
    guests::{Guest, GuestList, GuestsError},
    hub::Hub,
    keys::{KeysError, KeysFolder},
    notify::{Notifier, Pulse},
    report::{Greeting, Reporter},
    server::loopback::Loopback,
    service::Privacy,
    timer::{Deadline, Plan, TimerError},
    tor::{self, Category, Event, Network, OnionSettings, Settings},
};
use room::Room;
use signals::{Signals, end_in_time};

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
    /// The guests cannot be read.
    #[error(transparent)]
    Guests(#[from] GuestsError),
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
            Self::Timers(_) => Exit::Config,
            Self::Obsolete { .. } => Exit::Obsolete,
            Self::Keys(KeysError::Busy { .. }) => Exit::Busy,
            Self::Keys(KeysError::Unusable { error, .. })
                if error.kind() == io::ErrorKind::PermissionDenied =>
            {
                Exit::Permission
            }
            Self::Keys(KeysError::Unusable { .. } | KeysError::Left { .. }) | Self::Guests(_) => {
                Exit::Storage
            }
            Self::Tor(error) => error.category().into(),
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

/// Opens the rooms and keeps them open until the process is told to end.
///
/// # Errors
/// Where they cannot be opened; once they are open they stay so.
pub async fn run(config: Config, reporter: &mut Reporter) -> Result<(), StartError> {
    let reading = clock::reading();
    let Plan { opens, closes } = config.timers.plan(&clock::own_zoned(), reading)?;
    let signals = Signals::listen().map_err(StartError::Signals)?;
    let closing = CancellationToken::new();
    let hurry = CancellationToken::new();
    let tokens = host_tokens(&config);
    let mut rooms: Vec<Room> = config
        .services
        .iter()
        .zip(&tokens)
        .map(|(service, token)| Room::new(service, token.clone(), closes, closing.clone()))
        .collect();
    let hubs: Vec<Hub> = rooms.iter().map(Room::hub).collect();
    let mut notifier = Notifier::start(rooms.len());
    if let Some(pulse) = notifier.pulse() {
        tokio::spawn(live(pulse, hubs.clone()));
    }
    // In a task of its own: telling the host may block where nobody reads what is told.
    tokio::spawn(signals.obey(hubs, closes, closing.clone(), hurry.clone()));

    let (listening, mut listeners) = listen(&config.services)?;
    let obsolete = || StartError::Obsolete {
        keys: (!config.ephemeral).then(|| config.keys.clone()),
    };
    // Arti may say so as soon as it is asked for anything.
    let or_obsolete = |error: tor::StartError| match error.category() {
        Category::Obsolete => obsolete(),
        _ => error.into(),
    };
    let mut keys = None;
    let mut network = None;
    if config.with_tor {
        let (folder, cache) = folders(&config)?;
        let settings = settings(&config, &folder, cache, reporter)?;
        keys = Some(folder);
        let (tor, onions) = tor::start(settings).map_err(or_obsolete)?;
        for (onion, room) in onions.into_iter().zip(&mut rooms) {
            reporter.address(&Greeting {
                service: &onion.service,
                address: &onion.address,
                kept: (!config.ephemeral).then_some(&config.keys),
                privacy: onion.privacy,
            });
            room.serve(onion.door);
        }
        network = Some(tor);
    }
    for (service, address) in config.services.iter().zip(listening) {
        if let Some(address) = address {
            reporter.listening(&service.name, address);
        }
    }
    for (service, token) in config.services.iter().zip(&tokens) {
        if let Some(token) = token {
            reporter.operator_token(&service.name, token);
        }
    }
    let left = |deadline: Option<Deadline>| deadline.map(|deadline| deadline.left(reading));
    reporter.timers(left(opens), left(closes));
    if network.is_none() {
        notifier.open_without_tor();
    }
    if opens.is_none() {
        answer(&mut rooms, &mut listeners);
        let launched = network.as_mut().map_or(Ok(()), Network::launch);
        launched.map_err(or_obsolete)?;
    }

    let (events, mut told) = mpsc::channel(EVENTS);
    let open = async {
        timers::until(opens).await;
        answer(&mut rooms, &mut listeners);
        std::future::pending::<()>().await;
    };
    let ended = tokio::select! {
        () = closing.cancelled() => Ok(()),
        () = tell(&mut told, reporter, &mut notifier) => Ok(()),
        () = open => Ok(()),
        Err(error) = watch(network.as_mut(), opens, &events) => Err(or_obsolete(error)),
    };
    if let Err(StartError::Obsolete { .. }) = ended {
        end_in_time(Exit::Obsolete);
    }
    notifier.stopping();
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
    if let Some(folder) = keys {
        folder.close()?;
    }
    ended
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

/// Listens on loopback for the rooms that are to be served there; gives where that is.
fn listen(services: &[Service]) -> Result<(Vec<Option<SocketAddr>>, Listeners), StartError> {
    let one = |service: &Service| {
        let Some(address) = service.listen else {
            return Ok((None, None));
        };
        let refused = |error| StartError::Listen {
            address: address.get(),
            error,
        };
        let listener = Loopback::bind(address).map_err(refused)?;
        let bound = listener.local_addr().map_err(refused)?;
        Ok((Some(bound), Some(listener)))
    };
    let both: Result<Vec<_>, StartError> = services.iter().map(one).collect();
    Ok(both?.into_iter().unzip())
}

/// Where each room is to be served on loopback, until it is.
type Listeners = Vec<Option<Loopback>>;

/// Answers whoever comes on loopback; who came before was kept waiting.
fn answer(rooms: &mut [Room], listeners: &mut Listeners) {
    for (room, listener) in rooms.iter_mut().zip(listeners) {
        if let Some(listener) = listener.take() {
            room.serve(listener);
        }
    }
}

/// What is asked of Tor.
fn settings(
    config: &Config,
    folder: &KeysFolder,
    cache: PathBuf,
    reporter: &Reporter,
) -> Result<Settings, GuestsError> {
    let onion = |service: &Service| {
        Ok(OnionSettings {
            service: service.name.clone(),
            onion_service: service.onion_service.clone(),
            guests: guests(service, folder, reporter)?,
        })
    };
    Ok(Settings {
        onions: config
            .services
            .iter()
            .map(onion)
            .collect::<Result<_, _>>()?,
        ..keys_settings(config, folder, cache)
    })
}

/// What is asked of Tor where no service is to be launched.
pub(crate) fn keys_settings(config: &Config, folder: &KeysFolder, cache: PathBuf) -> Settings {
    Settings {
        state: folder.tor_state(),
        cache,
        ephemeral: config.ephemeral,
        route: config.route.clone(),
        tor: config.tor.clone(),
        check_every: config.check_every,
        onions: Vec::new(),
    }
}

/// The guests of a service that is private. From now on it is so until the host says otherwise.
fn guests(
    service: &Service,
    folder: &KeysFolder,
    reporter: &Reporter,
) -> Result<Option<Vec<Guest>>, GuestsError> {
    let list = GuestList::of(folder.path(), &service.name);
    if list.privacy(service.privacy) == Privacy::Public {
        return Ok(None);
    }
    list.make_private()?;
    let listing = list.read()?;
    reporter.private(&service.name, &listing);
    Ok(Some(listing.guests))
}

/// Passes Tor's events on, for ever.
async fn tell(
    events: &mut mpsc::Receiver<Event>,
    reporter: &mut Reporter,
    notifier: &mut Notifier,
) {
    while let Some(event) = events.recv().await {
        reporter.tor(&event);
        notifier.tor(&event);
    }
}

/// Tells the service manager that the program lives, for as long as every room answers. One whose lock is never
/// given back holds this up, and the process is started anew.
async fn live(pulse: Pulse, hubs: Vec<Hub>) {
    let mut beats = interval(pulse.every());
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        for hub in &hubs {
            let _ = hub.occupancy();
        }
        pulse.beat();
    }
}

/// Connects to Tor and watches over the services, if there are any, for as long as the Tor network accepts
/// this version; services that open later are launched when it is time for that and Tor works.
async fn watch(
    network: Option<&mut Network>,
    opens: Option<Deadline>,
    events: &mpsc::Sender<Event>,
) -> Result<Infallible, tor::StartError> {
    let Some(network) = network else {
        return std::future::pending().await;
    };
    let refused = network.refused();
    let work = async {
        network.bootstrap(events).await?;
        if opens.is_some() {
            timers::until(opens).await;
            network.launch()?;
        }
        network.watch(events).await;
        std::future::pending().await
    };
    tokio::select! {
        obsolete = refused => Err(obsolete.into()),
        outcome = work => outcome,
    }
}

/// Takes the keys folder, and finds the cache folder.
pub(crate) fn folders(config: &Config) -> Result<(KeysFolder, PathBuf), KeysError> {
    let keys = if config.ephemeral {
        KeysFolder::ephemeral()?
    } else {
        KeysFolder::open(&config.keys)?
    };
    let platform =
        || ProjectDirs::from("", "", "onionchat").map(|dirs| dirs.cache_dir().to_owned());
    let cache = match &config.cache {
        Some(cache) => cache.clone(),
        None if config.ephemeral => keys.inner_cache(),
        None => platform().unwrap_or_else(|| keys.inner_cache()),
    };
    Ok((keys, cache))
}
