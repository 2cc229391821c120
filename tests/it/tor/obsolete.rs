//! The day on which the network no longer accepts this version of Tor.
//!
//! The authorities are Debian's tor, of which one digit is another: the protocol `Link=3`, which C tor
//! speaks and Arti never has, is among those that they advise or require.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use libtest_mimic::Trial;
use tempfile::TempDir;
use tokio::task::spawn_blocking;

use super::{Folders, SharedNetwork, address_of, tor_trials};
use crate::network::{Layout, Network};
use crate::support::files;
use crate::support::process::{Exit, Room};

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![network, the_room_closes_when_its_version_is_refused]
}

/// What the authorities advise clients to speak, in tor's binary, and the same with another digit.
const ADVISED: [&str; 2] = [
    "HSRend=2 Link=4-5 Microdesc=2 Relay=2-4",
    "HSRend=2 Link=3-5 Microdesc=2 Relay=2-4",
];

/// What they require, likewise.
const REQUIRED: [&str; 2] = [
    "FlowCtrl=1 Link=4 Microdesc=2 Relay=2",
    "FlowCtrl=1 Link=3 Microdesc=2 Relay=2",
];

/// How long Arti may take to learn of a new consensus: the vote, and nearly two intervals until it asks.
const LEARNT: Duration = Duration::from_secs(6 * Layout::SHORTEST_INTERVAL);

/// How long a room may take to close that learns at its start that it is refused.
const REFUSED: Duration = Duration::from_secs(30);

/// A copy of tor in which a text is another.
fn patched(folder: &Path, [from, to]: [&str; 2]) -> PathBuf {
    let path = std::env::var_os("PATH").expect("a PATH");
    let tor = std::env::split_paths(&path)
        .map(|folder| folder.join("tor"))
        .find(|file| file.exists())
        .expect("tor is installed; tests/run installs it");
    let mut binary = fs::read(tor).expect("tor can be read");
    let found: Vec<usize> = (0..binary.len() - from.len())
        .filter(|at| binary[*at..].starts_with(from.as_bytes()))
        .collect();
    assert!(!found.is_empty(), "this tor has no {from}");
    for at in found {
        binary[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    let copy = folder.join(format!("tor-{}", from.len()));
    fs::write(&copy, binary).expect("written");
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).expect("a mode");
    copy
}

/// Fails unless the room closed because of its version, and said so.
#[track_caller]
fn expect_refused(exit: &Exit) {
    assert_eq!(exit.code, Some(76), "{exit:?}");
    assert!(exit.stderr.contains("no longer accepts"), "{}", exit.stderr);
    assert!(exit.stderr.contains("Get a newer"), "{}", exit.stderr);
}

/// A newer version that the network only advises is news; one that it requires closes the room: readers are
/// told, the host too, and the address stays. So it is when the room is started again, and when one is started
/// that knows nothing yet.
async fn the_room_closes_when_its_version_is_refused(_: SharedNetwork) {
    let tors = TempDir::new().expect("a folder");
    let (advising, requiring) = (
        patched(tors.path(), ADVISED),
        patched(tors.path(), REQUIRED),
    );
    let layout = Layout {
        interval: Layout::SHORTEST_INTERVAL,
        ..Layout::default()
    };
    let start = move || Network::start_with(&layout, &advising);
    let network = spawn_blocking(start).await.expect("no panic");
    let mut network = network.unwrap_or_else(|error| panic!("{error}"));
    let table = network.tor_table().to_owned();

    let folders = Folders::new();
    let mut process = folders
        .program(&table, &["--listen", "127.0.0.1:0"])
        .spawn();
    let address = address_of(&mut process).await;
    let listening = process.event("listening").await;
    process.event_within("reachable", super::REACHABLE).await;
    assert_eq!(
        process.stderr().matches("advises a newer version").count(),
        1,
        "{}",
        process.stderr()
    );
    let room = Room::at(process, &listening);
    let mut transcript = room.read().await;

    let replaced = spawn_blocking(move || (network.replace_authorities(&requiring), network));
    let (replaced, network) = replaced.await.expect("no panic");
    replaced.expect("the authorities start again");
    let exit = room.process.finish(LEARNT).await;
    expect_refused(&exit);
    let kept = format!("the address stays in {}", folders.keys().display());
    assert!(exit.stderr.contains(&kept), "{}", exit.stderr);
    transcript.read_to_end().await;
    assert!(
        transcript.seen.contains("the room has closed"),
        "{}",
        transcript.seen
    );

    let mut process = folders.program(&table, &[]).spawn();
    assert_eq!(address_of(&mut process).await, address);
    expect_refused(&process.finish(REFUSED).await);

    let fresh = Folders::new();
    let temporary = TempDir::new().expect("a folder");
    let program = fresh.program(&table, &["--ephemeral"]);
    let process = program.env("TMPDIR", temporary.path()).spawn();
    let exit = process.finish(REFUSED).await;
    expect_refused(&exit);
    assert!(exit.stderr.contains("for this run only"), "{}", exit.stderr);
    assert_eq!(files(temporary.path()), Vec::<PathBuf>::new());
    drop(network);
}
