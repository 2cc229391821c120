//! The composition root: who starts what in which order, and how it all ends.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use directories::ProjectDirs;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::mpsc,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use crate::{
    chat::HostToken,
    clock::Clock,
    config::Config,
    exit::Exit,
    http::{self, Web, hashing::Hashing, markup::Markup, render::Words},
    hub::Hub,
    keys::{KeysError, KeysFolder},
    report::Reporter,
    server::{self, Accept, loopback::Loopback},
    session::Sessions,
    tor::{self, Category, Event, Settings},
};

/// How often the room looks at the time: its heartbeats and pruning need no finer measure.
const TICK: Duration = Duration::from_secs(1);

/// How long open connections get to end when the room closes; readers have their last words
/// within milliseconds, and the whole end must take less than 5 seconds.
const DRAIN: Duration = Duration::from_secs(2);

/// How long Tor gets to send what was written last, which it does not confirm: some round trips.
const TOR_FLUSH: Duration = Duration::from_millis(750);

/// When the process ends in any case after it was told to, whatever it still waits for.
const LAST_RESORT: Duration = Duration::from_millis(4500);

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

/// Opens the room and keeps it open until the process is told to end.
///
/// # Errors
/// Where the room cannot be opened; once it is open it stays so.
pub async fn run(config: Config, reporter: &mut Reporter) -> Result<(), StartError> {
    let signals = Signals::listen().map_err(StartError::Signals)?;
    let closing = CancellationToken::new();
    let hurry = CancellationToken::new();
    let host_token = config
        .operator_token
        .then(|| HostToken::random(&mut rand::rng()));
    let mut room = Room::new(&config, host_token.clone(), closing.clone());
    // In a task of its own: telling the host may block where nobody reads what is told.
    tokio::spawn(signals.obey(room.web.hub.clone(), closing.clone(), hurry.clone()));

    let loopback = match config.listen {
        None => None,
        Some(address) => {
            let refused = |error| StartError::Listen {
                address: address.get(),
                error,
            };
            let listener = Loopback::bind(address).map_err(refused)?;
            let bound = listener.local_addr().map_err(refused)?;
            room.serve(listener);
            Some(bound)
        }
    };
    let (events, mut told) = mpsc::channel(EVENTS);
    let mut keys = None;
    let mut supervisor = None;
    if config.with_tor {
        let (folder, cache) = folders(&config)?;
        let settings = Settings {
            state: folder.tor_state(),
            cache,
            ephemeral: config.ephemeral,
            tor: config.tor,
            onion_service: config.onion_service,
            check_every: config.check_every,
        };
        keys = Some(folder);
        let (address, watching, door) = tor::start(&settings)?;
        reporter.address(&address);
        room.serve(door);
        supervisor = Some(watching);
    }
    if let Some(bound) = loopback {
        reporter.listening(bound);
    }
    if let Some(token) = host_token {
        reporter.operator_token(&token);
    }

    tokio::select! {
        () = closing.cancelled() => {}
        () = tell(&mut told, reporter) => {}
        () = watch(supervisor.as_mut(), &events) => {}
    }
    let end = async {
        room.close().await;
        drop(supervisor);
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
    Ok(())
}

/// Passes Tor's events on, for ever.
async fn tell(events: &mut mpsc::Receiver<Event>, reporter: &mut Reporter) {
    while let Some(event) = events.recv().await {
        reporter.tor(&event);
    }
}

/// Watches over Tor, if there is any, for ever.
async fn watch(supervisor: Option<&mut tor::Supervisor>, events: &mpsc::Sender<Event>) {
    match supervisor {
        Some(supervisor) => supervisor.run(events).await,
        None => std::future::pending().await,
    }
}

/// Takes the keys folder, and finds the cache folder.
fn folders(config: &Config) -> Result<(KeysFolder, PathBuf), KeysError> {
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

/// The room and everything that serves it.
struct Room {
    /// What requests need.
    web: Arc<Web>,
    /// Streams served at once from each source.
    limit: usize,
    /// Told when the room closes.
    closing: CancellationToken,
    /// The accept loops, and the clock's tick.
    tasks: JoinSet<()>,
}

impl Room {
    /// A room that nobody can reach yet.
    fn new(config: &Config, host_token: Option<HostToken>, closing: CancellationToken) -> Self {
        let mut rng = rand::rng();
        let markup = Markup {
            formatting: config.formatting,
            links: config.links,
        };
        let words = Arc::new(Words { markup });
        let web = Arc::new(Web {
            hub: Hub::new(
                config.max_streams,
                config.moderation,
                host_token,
                words,
                &mut rng,
            ),
            sessions: Sessions::new(&mut rng),
            clock: Clock::start(&mut rng),
            title: config.title.clone(),
            hashing: Hashing::new(&mut rng),
            cookies: config.cookies,
            holding: Arc::new(tokio::sync::Semaphore::new(
                config.max_streams.min(http::body::MOST_HELD),
            )),
            closing: closing.clone(),
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(tick(Arc::clone(&web), closing.clone()));
        let limit = config.max_streams + server::BESIDE_TRANSCRIPTS;
        Self {
            web,
            limit,
            closing,
            tasks,
        }
    }

    /// Serves the room to whoever comes from there.
    fn serve(&mut self, source: impl Accept) {
        let (web, closing) = (Arc::clone(&self.web), self.closing.clone());
        let serve = move |stream, origin| {
            http::serve_connection(stream, origin, Arc::clone(&web), closing.clone())
        };
        let closing = self.closing.clone();
        self.tasks
            .spawn(server::run(source, self.limit, closing, DRAIN, serve));
    }

    /// Tells every reader that the room has closed, and waits until they know.
    async fn close(mut self) {
        self.web.hub.close();
        self.closing.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Lets the room know that time passes.
async fn tick(web: Arc<Web>, closing: CancellationToken) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            _ = ticks.tick() => web.hub.tick(web.clock.now()),
        }
    }
}

/// The signals that ask the process to end.
struct Signals {
    /// Ctrl-C.
    interrupt: Signal,
    /// What service managers send.
    terminate: Signal,
    /// The terminal is closed.
    hangup: Signal,
}

impl Signals {
    /// Hears them from now on.
    fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Closes the room at the first one, and sees to it that the process ends in time; whoever asks
    /// twice does not want to wait.
    async fn obey(mut self, hub: Hub, closing: CancellationToken, hurry: CancellationToken) {
        self.recv().await;
        hub.close();
        closing.cancel();
        std::thread::spawn(|| {
            std::thread::sleep(LAST_RESORT);
            std::process::exit(Exit::Closed.code());
        });
        self.recv().await;
        hurry.cancel();
    }

    /// Waits for one.
    async fn recv(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
    }
}
