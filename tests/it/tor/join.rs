//! Joining rooms from a terminal, over an Arti of the client's own: public and private rooms, addresses where nobody is,
//! and the room that goes and comes back.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use libtest_mimic::Trial;
use tempfile::TempDir;
use tokio::time::Instant;

use super::private::{auth_of, command};
use super::{Folders, OnionRoom, REACHABLE, SharedNetwork, tor_trials};
use crate::join::{Seat, WIDE, joining, piped};
use crate::network::Network;
use crate::support::files;
use crate::support::process::Program;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        a_public_room_is_joined,
        a_private_room_asks_for_a_key,
        nobody_is_at_the_address,
        a_room_goes_and_comes_back,
    ]
}

/// How long a client may take to join: it takes some seconds, and a relay of the private network may be slow.
pub const JOINED: Duration = Duration::from_mins(1);

/// How long a client may take to give up an address where nobody is.
const GIVEN_UP: Duration = Duration::from_secs(200);

/// An address that is well formed and nobody's.
const NOBODY: &str = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";

/// Where a client keeps its directory, and reads how the network is reached.
pub struct Place(TempDir);

impl Place {
    /// A new one.
    pub fn new(network: &Network) -> Self {
        let folder = tempfile::Builder::new().prefix("onionchat-join-").tempdir();
        let place = Self(folder.expect("a temporary folder"));
        std::fs::write(place.config(), network.tor_table()).expect("a file");
        place
    }

    fn config(&self) -> PathBuf {
        self.0.path().join("join.toml")
    }

    fn cache(&self) -> PathBuf {
        self.0.path().join("cache")
    }

    /// What a client has to be told of it.
    pub fn arguments(&self) -> [OsString; 4] {
        let (config, cache) = (self.config(), self.cache());
        [
            "--config".into(),
            config.into(),
            "--cache".into(),
            cache.into(),
        ]
    }

    /// The command line of a client here.
    fn program(&self, address: &str, arguments: &[&str]) -> Program {
        joining(address, arguments).and(self.arguments())
    }

    /// Somebody joins on the whole screen.
    pub async fn sit(&self, address: &str, arguments: &[&str]) -> Seat {
        let own = self.arguments();
        let own = own.iter().map(|argument| argument.to_str().expect("UTF-8"));
        let all: Vec<&str> = own.chain(arguments.iter().copied()).collect();
        Seat::start(WIDE, address, &all).await
    }
}

/// Runs a client with what a shell pipes into it, and gives how it ended.
async fn say(script: &str, program: Program, limit: Duration) -> crate::support::process::Exit {
    piped(script, program).spawn().finish(limit).await
}

/// A line that is piped in is read by somebody behind another Tor, and the other way round; two clients share a folder;
/// of where they were, nothing is left in it.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn a_public_room_is_joined(network: SharedNetwork) {
    let folders = Folders::new();
    let room = folders.open(network.get(), &[]).await;
    let mut cy = Visitor::returning(&room).await;
    cy.done_in(LOBBY, "hello from C tor").await;
    let place = Place::new(network.get());
    let start = Instant::now();
    let exit = say(
        "echo hello from Arti",
        place.program(&room.address, &[]),
        JOINED,
    )
    .await;
    println!(
        "a new client has joined, spoken and left after {:.1?}",
        start.elapsed()
    );
    println!("{}", exit.stderr.lines().last().unwrap_or_default());
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert!(
        exit.stdout
            .iter()
            .any(|line| line.contains("hello from C tor")),
        "{exit:?}"
    );
    let texts = cy.messages_in(LOBBY).await;
    assert_eq!(texts[1]["text"], "hello from Arti");

    let start = Instant::now();
    let (one, two) = tokio::join!(
        say("echo one", place.program(&room.address, &[]), JOINED),
        say(
            "echo two",
            place.program(&room.address, &["--output", "json"]),
            JOINED
        )
    );
    println!(
        "two that had been there before, after {:.1?}",
        start.elapsed()
    );
    assert_eq!((one.code, two.code), (Some(0), Some(0)), "{one:?} {two:?}");
    assert!(
        two.stdout.iter().all(|line| line.starts_with('{')),
        "{two:?}"
    );
    for text in ["one", "two"] {
        let all = cy.messages_in(LOBBY).await.to_string();
        assert!(all.contains(&format!("\"text\":\"{text}\"")), "{all}");
    }
    no_trace(&place, &room.address);
    room.terminate().await;
}

/// Nothing in a client's folder tells where it was.
fn no_trace(place: &Place, address: &str) {
    let letters = address.strip_suffix(".onion").expect("an address");
    let left = files(place.0.path());
    assert!(left.len() > 3, "the directory is kept: {left:?}");
    for file in left {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(letters), "{}", file.display());
        assert!(
            !file.to_string_lossy().contains("hss"),
            "a service's files: {}",
            file.display()
        );
    }
}

/// Without a key, with a wrong one and with the right one, from a file, the environment and the keyboard.
async fn a_private_room_asks_for_a_key(network: SharedNetwork) {
    let folders = Folders::new();
    network.get();
    let anna = command(&folders, &["invite", "anna"]).await;
    let key = anna["private_key"].as_str().expect("a key").to_owned();
    let room = folders.open(network.get(), &[]).await;
    let place = Place::new(network.get());
    let client = || place.program(&room.address, &[]);

    let none = say("echo hello", client(), JOINED).await;
    assert_eq!(none.code, Some(77), "{none:?}");
    assert!(none.stderr.contains("The room is private"), "{none:?}");
    let another = command(&Folders::new(), &["invite", "bert"]).await;
    let another = another["private_key"].as_str().expect("a key").to_owned();
    let wrong = client().env("ONIONCHAT_GUEST_KEY", &another);
    let wrong = say("echo hello", wrong, JOINED).await;
    assert_eq!(wrong.code, Some(77), "{wrong:?}");
    assert!(
        wrong.stderr.contains("does not open this room"),
        "{wrong:?}"
    );
    let right = client();
    let file = right.file("key", &auth_of(&anna));
    let right = right.and(["--guest-key-file".into(), file.into_os_string()]);
    let right = say("echo hello", right, JOINED).await;
    assert_eq!(right.code, Some(0), "{right:?}");

    let seat = place.sit(&room.address, &[]).await;
    seat.terminal.shows_within(JOINED, "\nGuest's key:").await;
    for (typed, shown) in [
        ("not a key", "That cannot be a key"),
        (another.as_str(), "does not open the room"),
        (key.as_str(), ": hello"),
    ] {
        seat.terminal.type_text(typed).await;
        seat.terminal.press(&["Enter"]).await;
        seat.terminal.shows_within(JOINED, shown).await;
    }
    seat.says("I have a key").await;
    let recording = seat.terminal.recording();
    for secret in [&another, &key] {
        assert!(!recording.contains(secret.as_str()));
    }
    for file in files(place.0.path()) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).to_ascii_uppercase();
        assert!(!text.contains(&key), "{}", file.display());
    }
    no_trace(&place, &room.address);
    room.terminate().await;
}

/// An address where nobody is: that is said in bounded time; on the whole screen it is tried again.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn nobody_is_at_the_address(network: SharedNetwork) {
    let place = Place::new(network.get());
    let start = Instant::now();
    let (exit, seat) = tokio::join!(
        say("echo hello", place.program(NOBODY, &[]), GIVEN_UP),
        async {
            let seat = place.sit(NOBODY, &[]).await;
            seat.terminal
                .shows_within(GIVEN_UP, "nothing is found at the address")
                .await;
            println!("on the screen it was said after {:.1?}", start.elapsed());
            seat.terminal.shows("Trying again").await;
            seat
        }
    );
    println!("it was given up after {:.1?}", start.elapsed());
    assert_eq!(exit.code, Some(68), "{exit:?}");
    assert!(
        exit.stderr.contains("nothing is found at the address"),
        "{exit:?}"
    );
    seat.terminal.press(&["C-c"]).await;
    seat.ends(0).await;
}

/// A room that is closed and opened again at the same address is found again.
async fn a_room_goes_and_comes_back(network: SharedNetwork) {
    let folders = Folders::new();
    let room: OnionRoom = folders.open(network.get(), &[]).await;
    let place = Place::new(network.get());
    let seat = place.sit(&room.address, &["--nick", "Ada"]).await;
    seat.terminal.shows_within(JOINED, "connected | Ada").await;
    seat.says("an old word").await;
    room.terminate().await;
    seat.terminal.shows("Not connected").await;
    let room = folders.open(network.get(), &[]).await;
    seat.terminal
        .shows_within(REACHABLE, "The room was started anew")
        .await;
    seat.terminal.shows("connected | Ada").await;
    seat.says("a new word").await;
    assert_eq!(seat.times("an old word").await, 1);
    room.terminate().await;
}
