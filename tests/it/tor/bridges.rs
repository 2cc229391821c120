//! Networks that block Tor: the room is reached through a bridge, as it is or through obfs4, and the program speaks to
//! nobody else.

use std::collections::BTreeSet;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::task::spawn_blocking;

use super::faults::what_blocks;
use super::{Folders, OnionRoom, SharedNetwork, address_of, tor_trials};
use crate::network::Bridge;
use crate::support::client::{Ask, Line};
use crate::support::process::DEAD_NETWORK;
use crate::support::sockets::peers;
use crate::support::within;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        a_room_on_a_bridge_speaks_to_the_bridge_alone,
        a_room_on_obfs4_speaks_to_it_alone_and_leaves_no_process,
        a_killed_room_leaves_no_process,
        one_bridge_of_two_is_enough,
        what_is_wrong_with_the_way_is_said,
        a_route_that_cannot_be_is_refused_without_repeating_it,
    ]
}

/// A fingerprint of nobody.
const NOBODY: &str = "0123456789ABCDEF0123456789ABCDEF01234567";

/// How often the connections are looked at. Those between relays live for minutes.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// How long a transport's program may take to end after the room: Arti gives it some seconds.
const GONE: Duration = Duration::from_secs(15);

/// Everybody to whom a process and those that it started were seen to be connected.
pub struct Watch {
    over: Arc<AtomicBool>,
    watcher: JoinHandle<BTreeSet<SocketAddrV4>>,
}

impl Watch {
    /// Looks all the time from now on.
    pub fn over(pid: u32) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&over);
        let watcher = std::thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !end.load(Ordering::Relaxed) {
                for pid in children(pid).into_iter().chain([pid]) {
                    seen.extend(peers(pid));
                }
                std::thread::sleep(LOOK_EVERY);
            }
            seen
        });
        Self { over, watcher }
    }

    /// All that were seen.
    pub fn seen(self) -> BTreeSet<SocketAddrV4> {
        self.over.store(true, Ordering::Relaxed);
        self.watcher.join().expect("no panic")
    }
}

/// The processes that a process has started.
fn children(pid: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{pid}/task"));
    let lists = threads
        .into_iter()
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok());
    lists
        .flat_map(|list| {
            let numbers = list.split_whitespace().map(str::parse);
            numbers.collect::<Vec<_>>()
        })
        .map(|number| number.expect("a process"))
        .collect()
}

/// Whether a process still runs; one that has ended and was not asked after yet does not.
fn runs(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

/// A new bridge of the network.
async fn bridge(network: &SharedNetwork) -> Bridge {
    let network = network.clone();
    let bridge = spawn_blocking(move || network.get().new_bridge()).await;
    bridge
        .expect("no panic")
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Starts a room, waits until it is reachable and a visitor got in, and says to whom it was connected until
/// then. The network's own relays are known to Arti and could be reached.
pub async fn open(
    folders: &Folders,
    network: &SharedNetwork,
    arguments: &[&str],
) -> (OnionRoom, BTreeSet<SocketAddrV4>) {
    let network = network.get();
    let mut process = folders.program(network.tor_table(), arguments).spawn();
    let watch = Watch::over(process.pid());
    let address = address_of(&mut process).await;
    process.event_within("reachable", super::REACHABLE).await;
    let room = OnionRoom::of(process, address, network);
    Line::to(&room)
        .await
        .ask(Ask::get("/clock"))
        .await
        .expect(200);
    (room, watch.seen())
}

/// The addresses that are no socket of this machine's own that a transport's program listens on: nodes of the
/// private network have other loopback addresses.
pub fn abroad(seen: &BTreeSet<SocketAddrV4>) -> Vec<SocketAddr> {
    let abroad = seen.iter().filter(|peer| *peer.ip() != Ipv4Addr::LOCALHOST);
    abroad.copied().map(SocketAddr::from).collect()
}

/// The only one that a room on a bridge ever connects to is the bridge; without it there are others, which
/// shows that the watch sees them.
async fn a_room_on_a_bridge_speaks_to_the_bridge_alone(network: SharedNetwork) {
    let bridge = bridge(&network).await;
    let (line, file) = (bridge.plain_line(), "bridges.txt");
    let folders = Folders::new();
    let (room, seen) = open(&folders, &network, &["--bridge", &line]).await;
    assert_eq!(abroad(&seen), [bridge.plain()]);
    room.terminate().await;

    let folders = Folders::new();
    let path = folders.0.path().join(file);
    fs::write(&path, format!("# From a friend.\n\nBridge {line}\n")).expect("written");
    let path = path.to_str().expect("UTF-8");
    let (room, seen) = open(&folders, &network, &["--bridges-file", path]).await;
    assert_eq!(abroad(&seen), [bridge.plain()]);
    assert!(!room.process.stderr().contains(&bridge.plain().to_string()));
    room.terminate().await;

    let folders = Folders::new();
    let (_room, seen) = open(&folders, &network, &[]).await;
    assert!(!abroad(&seen).is_empty() && !abroad(&seen).contains(&bridge.plain()));
}

/// The same through obfs4, whose program is found by itself and ends with the room.
async fn a_room_on_obfs4_speaks_to_it_alone_and_leaves_no_process(network: SharedNetwork) {
    let bridge = bridge(&network).await;
    let folders = Folders::new();
    let (room, seen) = open(&folders, &network, &["--bridge", &bridge.obfs4_line()]).await;
    assert_eq!(abroad(&seen), [bridge.obfs4()]);
    let started = children(room.process.pid());
    assert_eq!(started.len(), 1, "{started:?}");
    assert_eq!(room.terminate().await.code, Some(0));
    within(GONE, "the program is gone", async || !runs(started[0])).await;
}

/// Nor is the program left when the room is killed.
async fn a_killed_room_leaves_no_process(network: SharedNetwork) {
    let bridge = bridge(&network).await;
    let folders = Folders::new();
    let (room, _) = open(&folders, &network, &["--bridge", &bridge.obfs4_line()]).await;
    let started = children(room.process.pid());
    assert_eq!(started.len(), 1, "{started:?}");
    room.process.signal("KILL").await;
    within(GONE, "the program is gone", async || !runs(started[0])).await;
}

/// Where nobody ever answers.
const DEAD: &str = "127.255.255.254:9";

/// A line from a friend is of no use any more: the room is reached through the other one. The program for its transport
/// is the one that the host has named, wherever that is.
async fn one_bridge_of_two_is_enough(network: SharedNetwork) {
    let bridge = bridge(&network).await;
    let folders = Folders::new();
    let helper = folders.0.path().join("helper");
    symlink(Bridge::obfs4_program(), &helper).expect("a link");
    let helper = helper.to_str().expect("UTF-8");
    let (dead, alive) = (format!("{DEAD} {NOBODY}"), bridge.obfs4_line());
    let transport = format!("obfs4={helper}");
    let (room, seen) = open(
        &folders,
        &network,
        &[
            "--bridge",
            &dead,
            "--bridge",
            &alive,
            "--transport",
            &transport,
        ],
    )
    .await;
    // The dead one may be tried for so short a time that it is not seen.
    let mut seen = abroad(&seen);
    seen.retain(|peer| peer.to_string() != DEAD);
    assert_eq!(seen, [bridge.obfs4()]);
    let started = children(room.process.pid());
    assert_eq!(started.len(), 1, "{started:?}");
    let command = fs::read_to_string(format!("/proc/{}/cmdline", started[0])).expect("it runs");
    assert_eq!(command.split('\0').next(), Some(helper));
    room.terminate().await;
}

/// Where nothing gets through, the host is told what to try, which differs by what was tried already.
async fn what_is_wrong_with_the_way_is_said(_: SharedNetwork) {
    let plain = format!("{DEAD} {NOBODY}");
    let disguised = format!("obfs4 {plain} cert=x iat-mode=0");
    let others = format!("127.255.255.253:9 {NOBODY}");
    let cases: [(&[&str], &str); 5] = [
        (&[], "try a bridge: --bridge"),
        (&["--bridge", &plain], "your bridge does not answer"),
        (
            &["--bridge", &plain, "--bridge", &others],
            "none of your bridges answers",
        ),
        (
            &["--bridge", &disguised, "--transport", "obfs4=/bin/false"],
            "/bin/false for the transport obfs4 does not run",
        ),
        (
            &["--proxy", "socks5://127.255.255.254:9"],
            "nothing answers at the proxy 127.255.255.254:9",
        ),
    ];
    let one = async |(arguments, said): (&[&str], &str)| {
        let folders = Folders::new();
        let mut process = folders.program(DEAD_NETWORK, arguments).spawn();
        let why = what_blocks(&mut process).await;
        assert!(why.contains(said), "{why}");
        let exit = process.terminate().await;
        assert_eq!(exit.code, Some(0), "{}", exit.stderr);
        assert!(!exit.stderr.contains(NOBODY), "{}", exit.stderr);
    };
    futures::future::join_all(cases.into_iter().map(one)).await;
}

/// What cannot be used is named in one line with code 78, and nothing of a bridge is repeated.
async fn a_route_that_cannot_be_is_refused_without_repeating_it(_: SharedNetwork) {
    let folders = Folders::new();
    let file = folders.0.path().join("bridges.txt");
    fs::write(
        &file,
        format!("# two\n127.0.0.1:1 {NOBODY}\n127.255.255.254\n"),
    )
    .expect("written");
    let file = file.to_str().expect("UTF-8");
    let unknown = format!("unheard 127.255.255.254:9 {NOBODY}");
    for (arguments, named) in [
        (["--bridges-file", file], "Bridge line 2"),
        (["--bridges-file", "/no/such"], "--bridges-file"),
        (["--bridge", &unknown], "--transport unheard="),
        (["--bridge", "127.255.255.254:9"], "no fingerprint"),
        (["--proxy", "socks5://secret:word@x"], "proxy"),
        (["--proxy", "http://secret:word@[::1]:3128"], "HTTP proxy"),
        (["--transport", "obfs4=/no/such"], "/no/such"),
    ] {
        let exit = folders.program(DEAD_NETWORK, &arguments).run().await;
        assert_eq!(exit.code, Some(78), "{}", exit.stderr);
        assert!(exit.stderr.contains(named), "{}", exit.stderr);
        assert_eq!(exit.stderr.lines().count(), 1, "{}", exit.stderr);
        for secret in ["127.255.255", NOBODY, "secret", "word"] {
            assert!(!exit.stderr.contains(secret), "{}", exit.stderr);
        }
    }
    assert!(!Path::new(&folders.keys()).exists());
}
