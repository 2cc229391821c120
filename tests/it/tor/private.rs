//! Private rooms: who holds a guest key finds them through C tor, and nobody else does, before and after a change.

use std::fs::{self, DirBuilder};
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::time::Duration;

use libtest_mimic::Trial;
use onionchat::guests::{Guest, GuestSecret};
use onionchat::server::Accept as _;
use onionchat::tor::{self, Event, OnionSettings, Settings};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;

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
const ANNOUNCED: Duration = Duration::from_mins(2);

/// Whether a stream to a room opens through this C tor client, on circuits of its own.
async fn gets_in(socks: SocketAddr, onion: &str) -> bool {
    through_tor(socks, onion, 80, &isolation()).await.is_ok()
}

/// A C tor client with a guest's key: this line is in a file of its `ClientOnionAuthDir`.
pub async fn client_with(network: &SharedNetwork, auth_private: &str) -> Client {
    let folder = network.get().folder().join(isolation());
    DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .expect("a folder");
    fs::write(folder.join("guest.auth_private"), auth_private).expect("a file");
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
    let key = |event: &Value| event["auth_private"].as_str().expect("a line").to_owned();

    let room = open(&folders, &network, &[]).await;
    assert_eq!(room.address, onion);
    let anna = client_with(&network, &key(&anna)).await;
    let bert = client_with(&network, &key(&bert)).await;
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

/// What answers at the address: enough for the room to know itself.
const PAGE: &[u8] =
    b"HTTP/1.1 200 OK\r\nserver: onionchat\r\nconnection: close\r\n\r\n<html></html>";

/// Serves the page to whoever comes in.
async fn serve(mut door: tor::Door) {
    while let Some((mut stream, _)) = door.accept().await {
        tokio::spawn(async move {
            let mut head = [0; 1024];
            let _ = stream.read(&mut head).await;
            let _ = stream.write_all(PAGE).await;
            let _ = stream.flush().await;
            let _ = stream.shutdown().await;
        });
    }
}

/// A guest of this name, and the key.
fn guest(name: &str) -> (Guest, GuestSecret) {
    let secret = GuestSecret::random(&mut rand::rng());
    let guest = Guest {
        name: name.parse().expect("a name"),
        key: secret.public(),
    };
    (guest, secret)
}

/// While the room is open, one is let in who was not a guest, and one is shut out whose Tor knows the room's
/// introduction points.
async fn guests_change_while_the_room_is_open(network: SharedNetwork) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folders = Folders::new();
    let config: toml::Table = network.get().tor_table().parse().expect("TOML");
    let ((anna, anna_key), (bert, bert_key)) = (guest("anna"), guest("bert"));
    let settings = Settings {
        state: folders.keys().join("tor"),
        cache: folders.cache(),
        route: tor::Route::default(),
        ephemeral: false,
        tor: config["tor"].as_table().expect("a table").clone(),
        check_every: Duration::from_mins(10),
        onions: vec![OnionSettings {
            service: "room".parse().expect("a name"),
            onion_service: toml::Table::new(),
            guests: Some(vec![anna.clone()]),
        }],
    };
    let (mut tor, mut onions) = tor::start(settings).expect("Tor starts");
    let onion = onions.remove(0);
    let (control, address) = (onion.control, onion.address.reveal().to_owned());
    tokio::spawn(serve(onion.door));
    tor.launch().expect("it is launched");
    let (events, mut told) = mpsc::channel(64);
    let watch = async {
        tor.bootstrap(&events)
            .await
            .expect("a version that is accepted");
        tor.watch(&events).await;
    };
    let mut reachable = async || {
        let reached = async {
            while !matches!(
                told.recv().await.expect("an event"),
                Event::Reachable { .. }
            ) {}
        };
        let over = tokio::time::timeout(REACHABLE, reached).await;
        over.expect("the room is reachable");
    };
    let test = async {
        reachable().await;
        let anna_tor = client_with(&network, &anna_key.auth_private(&address)).await;
        let mut bert_tor = client_with(&network, &bert_key.auth_private(&address)).await;
        assert!(gets_in(anna_tor.socks(), &address).await);
        assert!(
            !gets_in(bert_tor.socks(), &address).await,
            "not yet a guest"
        );

        control.let_in(vec![anna, bert.clone()]);
        within(ANNOUNCED, "bert gets in", async || {
            bert_tor.new_identity().expect("Tor answers");
            gets_in(bert_tor.socks(), &address).await
        })
        .await;
        assert!(gets_in(anna_tor.socks(), &address).await);

        control.shut_out(vec![bert]);
        reachable().await;
        assert!(
            !gets_in(anna_tor.socks(), &address).await,
            "no guest any more"
        );
        within(REACHABLE, "bert still gets in", async || {
            gets_in(bert_tor.socks(), &address).await
        })
        .await;
        assert!(
            !gets_in(anna_tor.socks(), &address).await,
            "no guest any more"
        );
    };
    tokio::select! {
        () = watch => unreachable!("it watches for ever"),
        () = test => {}
    }
}
