//! Private rooms: who holds a guest key finds them through C tor, and nobody else does, before and after a change.

use std::fs::{self, DirBuilder};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::time::Duration;

use libtest_mimic::Trial;
use serde_json::Value;

use super::{Folders, OnionRoom, REACHABLE, SharedNetwork, isolation, through_tor, tor_trials};
use crate::network::Client;
use crate::support::within;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        only_guests_get_in,
        a_private_room_needs_no_guests,
        guests_change_while_the_room_is_open,
    ]
}

/// How long Arti may take to announce new guests: it announces once a minute at most.
pub const ANNOUNCED: Duration = Duration::from_mins(2);

/// Whether a stream to a room opens through this C tor client, on circuits of its own.
pub async fn gets_in(socks: SocketAddr, onion: &str) -> bool {
    through_tor(socks, onion, 80, &isolation()).await.is_ok()
}

/// A C tor client with guests' keys: each line is in a file of its own in its `ClientOnionAuthDir`.
pub async fn client_with(network: &SharedNetwork, auth_private: &str) -> Client {
    let folder = network.get().folder().join(isolation());
    DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .expect("a folder");
    for (number, line) in auth_private.lines().enumerate() {
        fs::write(folder.join(format!("{number}.auth_private")), line).expect("a file");
    }
    let network = network.clone();
    let torrc = format!("ClientOnionAuthDir {}", folder.display());
    let client = tokio::task::spawn_blocking(move || network.get().new_client_with(&torrc));
    client.await.expect("no panic").expect("a client")
}

/// The first event of a command on closed folders.
pub async fn command(folders: &Folders, arguments: &[&str]) -> Value {
    let exit = folders.program("", arguments).run().await;
    assert_eq!(exit.code, Some(0), "{}", exit.stderr);
    serde_json::from_str(&exit.stdout[0]).expect("JSON")
}

/// What an invitation has for a guest's C tor.
pub fn auth_of(invitation: &Value) -> String {
    let line = invitation["auth_private"].as_str();
    line.expect("a line").to_owned()
}

/// Starts a room that only some find.
async fn open(folders: &Folders, network: &SharedNetwork, arguments: &[&str]) -> OnionRoom {
    folders.open(network.get(), arguments).await
}

/// A room with guests is private without being told so, and finds itself. Who has a key gets in; who has none does
/// not; whose key was taken back does not, although their Tor knows how it was before.
async fn only_guests_get_in(network: SharedNetwork) {
    network.get();
    let folders = Folders::new();
    let anna = command(&folders, &["invite", "anna"]).await;
    let bert = command(&folders, &["invite", "bert"]).await;
    let onion = anna["onion"].as_str().expect("an address").to_owned();

    let room = open(&folders, &network, &[]).await;
    assert_eq!(room.address, onion);
    let anna = client_with(&network, &auth_of(&anna)).await;
    let bert = client_with(&network, &auth_of(&bert)).await;
    assert!(gets_in(anna.socks(), &onion).await);
    assert!(gets_in(bert.socks(), &onion).await);
    assert!(
        !gets_in(network.get().socks(), &onion).await,
        "without a key"
    );
    room.terminate().await;

    command(&folders, &["revoke", "anna"]).await;
    let room = open(&folders, &network, &[]).await;
    within(REACHABLE, "bert gets in", async || {
        gets_in(bert.socks(), &onion).await
    })
    .await;
    assert!(
        !gets_in(anna.socks(), &onion).await,
        "with a key that was taken back"
    );
    room.terminate().await;
}

/// `--private` without guests: the room finds itself and nobody else does. Later starts stay private, until
/// `--public`.
async fn a_private_room_needs_no_guests(network: SharedNetwork) {
    network.get();
    let folders = Folders::new();
    for flags in [&["--private"][..], &[]] {
        let room = open(&folders, &network, flags).await;
        assert!(!gets_in(room.socks, &room.address).await, "{flags:?}");
        room.terminate().await;
    }
    let room = open(&folders, &network, &["--public"]).await;
    let (torrc, network) = (String::new(), network.clone());
    let client = tokio::task::spawn_blocking(move || network.get().new_client_with(&torrc));
    let client = client.await.expect("no panic").expect("a client");
    assert!(gets_in(client.socks(), &room.address).await);
    room.terminate().await;
}

/// While the room is open, another shell lets in one who was not a guest, and shuts out one whose Tor knows the
/// room's introduction points.
async fn guests_change_while_the_room_is_open(network: SharedNetwork) {
    network.get();
    let folders = Folders::new();
    let anna = command(&folders, &["invite", "anna"]).await;
    let mut room = open(&folders, &network, &[]).await;
    let onion = room.address.clone();
    let anna_tor = client_with(&network, &auth_of(&anna)).await;
    assert!(gets_in(anna_tor.socks(), &onion).await);

    let bert = command(&folders, &["invite", "bert"]).await;
    assert_eq!(
        (&bert["event"], &bert["onion"]),
        (&"invite".into(), &onion.as_str().into())
    );
    let mut bert_tor = client_with(&network, &auth_of(&bert)).await;
    within(ANNOUNCED, "bert gets in", async || {
        // C tor keeps an announcement that it could not read.
        bert_tor.new_identity().expect("Tor answers");
        gets_in(bert_tor.socks(), &onion).await
    })
    .await;
    assert!(gets_in(anna_tor.socks(), &onion).await);

    let revoked = command(&folders, &["revoke", "anna"]).await;
    assert_eq!(
        (&revoked["event"], &revoked["name"]),
        (&"revoked".into(), &"anna".into())
    );
    room.process.event_within("reachable", ANNOUNCED).await;
    assert!(
        !gets_in(anna_tor.socks(), &onion).await,
        "no guest any more"
    );
    within(REACHABLE, "bert still gets in", async || {
        gets_in(bert_tor.socks(), &onion).await
    })
    .await;
    assert!(
        !gets_in(anna_tor.socks(), &onion).await,
        "no guest any more"
    );
    let guests = command(&folders, &["guests"]).await;
    assert_eq!(guests["name"], "bert", "and nobody else");
    room.terminate().await;
}
