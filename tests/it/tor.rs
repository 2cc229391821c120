//! The whole appliance over a private Tor network: its own Arti, real relays, and visitors who come through
//! C tor or an Arti of their own.

mod address; //  addresses come from C tor and go back to it
mod bots; //     programs that are in a room
mod bridges; //  networks that block Tor: bridges and their transports
mod browsers; // people with browsers, their Tor and the room cut off and back
mod desk; //     the own mailbox beside somebody else's room
mod faults; //   no network, a wrong clock, damaged and foreign folders, a full disk
mod files; //    files between appliances
mod greeting; // the first minute, as a host sees it in a terminal
mod guests; //   private rooms beside each other, as a service
mod harness; //  the private network itself: nothing of it is left
mod identity; // the address: kept, forgotten, used by one process at a time
mod join; //     joining rooms from a terminal
mod managed; //  as a service manager runs it
mod obsolete; // the day on which the network no longer accepts this version
mod outage; //   the network goes away and comes back
mod peers; //    appliances that write to each other
mod private; //  rooms that only guests find
mod progress; // the way to the network, as a host sees it
mod proxies; //  networks with a proxy in the way
mod room; //     page, transcript, posts and the end, through Tor
mod rooms; //    a room of one's own, through Tor
mod services; // several rooms from one process
mod shares; //   what one visitor's circuit may take
mod timer; //    opening and closing at a time

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::future::BoxFuture;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::timeout;
use tokio_socks::tcp::Socks5Stream;

use crate::network::{Layout, Network};
use crate::support::client::{Dial, Stream};
use crate::support::process::{Exit, Process, Program};

/// How long a room may take to be reachable in the private network. It takes some 2 seconds; the first
/// introduction point may be a relay that a paused machine made slow.
const REACHABLE: Duration = Duration::from_mins(2);

/// How long a stream through Tor may take to open.
const DIAL: Duration = Duration::from_secs(30);

/// The end of any test here: an outage and its end are noticed within some minutes.
const LIMIT: Duration = Duration::from_secs(400);

/// The one private Tor network that these tests share. It is started by the first one that needs it, and
/// ends when it is dropped.
#[derive(Clone, Default)]
pub struct SharedNetwork(Arc<OnceLock<Network>>);

impl SharedNetwork {
    /// The network, started now if it was not yet.
    pub fn get(&self) -> &Network {
        self.0.get_or_init(|| {
            Network::start(&Layout::default())
                .unwrap_or_else(|error| panic!("the private Tor network: {error}"))
        })
    }
}

/// All tests over Tor.
pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    let parts = [
        room::trials(network),
        rooms::trials(network),
        greeting::trials(network),
        files::trials(network),
        harness::trials(network),
        identity::trials(network),
        address::trials(network),
        private::trials(network),
        peers::trials(network),
        progress::trials(network),
        services::trials(network),
        guests::trials(network),
        shares::trials(network),
        timer::trials(network),
        faults::trials(network),
        managed::trials(network),
        outage::trials(network),
        bots::trials(network),
        bridges::trials(network),
        proxies::trials(network),
        obsolete::trials(network),
        browsers::trials(network),
        join::trials(network),
        desk::trials(network),
    ];
    parts.into_iter().flatten().collect()
}

/// A test as a trial, on a runtime of its own. Before it begins it takes what it needs for itself, and the time
/// for that does not count.
fn trial<F, T, N>(network: &SharedNetwork, name: &str, test: F, need: fn() -> N) -> Trial
where
    F: FnOnce(SharedNetwork) -> T + Send + 'static,
    T: Future<Output = ()>,
    N: 'static,
{
    named(network, format!("tor::{name}"), test, need)
}

/// The same under a name of another part, for a test there that is over Tor.
pub fn named<F, T, N>(
    network: &SharedNetwork,
    name: impl Into<String>,
    test: F,
    need: fn() -> N,
) -> Trial
where
    F: FnOnce(SharedNetwork) -> T + Send + 'static,
    T: Future<Output = ()>,
    N: 'static,
{
    let network = network.clone();
    Trial::test(name, move || {
        let _need = need();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let over = runtime.block_on(async { timeout(LIMIT, test(network)).await });
        over.map_err(|_| Failed::from(format!("the test hung: it was not over after {LIMIT:?}")))
    })
    .with_kind(crate::support::SLOW)
}

/// Registers async functions of the calling module as trials.
macro_rules! tor_trials {
    ($network:expr, $($test:ident),+ $(,)?) => {
        vec![$($crate::tor::trial($network, stringify!($test), $test, || ())),+]
    };
}
use tor_trials;

/// The folders of a room, which outlive its process.
pub struct Folders(TempDir);

impl Folders {
    /// New ones, that only this user can enter.
    fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("onionchat-tor-")
            .tempdir()
            .expect("a temporary folder");
        Self(folder)
    }

    /// The keys folder.
    fn keys(&self) -> std::path::PathBuf {
        self.0.path().join("keys")
    }

    /// The cache folder.
    fn cache(&self) -> std::path::PathBuf {
        self.0.path().join("cache")
    }

    /// The command line of a room with these folders, in a network with this `[tor]` table.
    fn program(&self, table: &str, arguments: &[&str]) -> Program {
        let output: &[&str] = if arguments.contains(&"--output") {
            &[]
        } else {
            &["--output", "json"]
        };
        let program = Program::new(output);
        // `check_every` is a key of the file only: people have no reason to change it.
        let config = program.file("room.toml", &format!("check_every = 5\n{table}"));
        let folders = [
            "--keys".into(),
            self.keys().into_os_string(),
            "--cache".into(),
        ];
        program
            .and(["--config".into(), config.into_os_string()])
            .and(folders)
            .and([self.cache().into_os_string()])
            .and(arguments.iter().copied())
    }

    /// Starts a room in the network and waits until it says that it is reachable.
    async fn open(&self, network: &Network, arguments: &[&str]) -> OnionRoom {
        OnionRoom::start(self.program(network.tor_table(), arguments), network).await
    }
}

/// A room on its onion service, and a way to it.
pub struct OnionRoom {
    process: Process,
    address: String,
    /// The SOCKS port of a C tor client.
    socks: SocketAddr,
    /// What keeps this room's circuits apart from those of other tests and other visitors.
    isolation: String,
}

/// Counts the visitors, to give each circuits of their own.
static VISITORS: AtomicU64 = AtomicU64::new(0);

/// A SOCKS user name that nobody had before.
fn isolation() -> String {
    format!("visitor-{}", VISITORS.fetch_add(1, Ordering::Relaxed))
}

impl OnionRoom {
    /// Starts a room and waits until it says that it is reachable.
    pub async fn start(program: Program, network: &Network) -> Self {
        let mut process = program.spawn();
        let address = address_of(&mut process).await;
        process.event_within("reachable", REACHABLE).await;
        Self::of(process, address, network)
    }

    /// A room that runs already, and a visitor's way to it.
    fn of(process: Process, address: String, network: &Network) -> Self {
        Self {
            process,
            address,
            socks: network.socks(),
            isolation: isolation(),
        }
    }

    /// Another visitor's way to the room, on circuits of their own.
    fn another_way(&self) -> Way {
        Way {
            socks: self.socks,
            address: self.address.clone(),
            isolation: isolation(),
        }
    }

    /// Ends the room as a service manager does.
    pub async fn terminate(self) -> Exit {
        self.process.terminate().await
    }
}

/// The next line of a process, which must be its address.
pub async fn address_of(process: &mut Process) -> String {
    let line = process.line().await.expect("the address");
    let event: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(event["event"], "address", "the address comes first");
    let onion = event["onion"].as_str().expect("an address").to_owned();
    assert!(
        onion.len() == 62 && onion.strip_suffix(".onion").is_some(),
        "{onion}"
    );
    assert_eq!(event["url"], format!("http://{onion}"));
    onion
}

/// One visitor's way to a room.
struct Way {
    socks: SocketAddr,
    address: String,
    isolation: String,
}

/// Opens a stream through a C tor client.
async fn through_tor(
    socks: SocketAddr,
    address: &str,
    port: u16,
    isolation: &str,
) -> io::Result<Box<dyn Stream>> {
    let dialled = Socks5Stream::connect_with_password(socks, (address, port), isolation, "x");
    let stream = timeout(DIAL, dialled)
        .await
        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
        .map_err(io::Error::other)?;
    Ok(Box::new(stream))
}

impl Dial for Way {
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(through_tor(self.socks, &self.address, 80, &self.isolation))
    }

    fn host(&self) -> String {
        self.address.clone()
    }
}

impl Dial for OnionRoom {
    fn dial(&self) -> BoxFuture<'_, io::Result<Box<dyn Stream>>> {
        Box::pin(through_tor(self.socks, &self.address, 80, &self.isolation))
    }

    fn host(&self) -> String {
        self.address.clone()
    }
}
