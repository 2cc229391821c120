//! Several private rooms in one process that runs as a service: each has guests of its own, the host handles them from
//! another shell, and the journal learns of none of it.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};

use libtest_mimic::Trial;
use serde_json::Value;

use super::private::{ANNOUNCED, auth_of, client_with, command, gets_in};
use super::{Folders, REACHABLE, SharedNetwork, tor_trials};
use crate::support::process::Program;
use crate::support::within;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![network, each_room_has_guests_of_its_own]
}

/// The rooms by their names.
const ROOMS: [&str; 2] = ["alpha", "beta"];

/// What is said of them in the configuration, with titles that stand nowhere else.
const TABLES: &str = "[[service]]\nname = \"alpha\"\ntitle = \"Dayshift\"\nprivate = true\n[[service]]\n\
                      name = \"beta\"\ntitle = \"Nightshift\"\nprivate = true\n";

/// The same program with its stderr as the journal.
fn journalled(program: Program) -> Program {
    // Starting the program empties this file, and leaves it the one that it is.
    let stderr = fs::metadata(program.file("stderr.txt", "")).expect("it was just written");
    program.env(
        "JOURNAL_STREAM",
        format!("{}:{}", stderr.dev(), stderr.ino()),
    )
}

/// What a command says to a person in another shell.
async fn in_words(folders: &Folders, arguments: &[&str]) -> Vec<String> {
    let exit = folders
        .program("", &["--output", "human"])
        .and(arguments.iter().copied())
        .run()
        .await;
    assert_eq!(exit.code, Some(0), "{}", exit.stderr);
    exit.stdout
}

/// An invitation to a room, from another shell.
async fn invite(folders: &Folders, name: &str, room: &str) -> Value {
    let invitation = command(folders, &["invite", name, "--service", room]).await;
    assert_eq!(
        (&invitation["event"], &invitation["service"]),
        (&"invite".into(), &room.into())
    );
    invitation
}

/// The host lets one guest into each room while both are open. A key opens the room that it was made for and no other,
/// and who has none gets in nowhere. Commands tell the address and the guests of the room that they name, and the journal
/// tells nothing that identifies a room or a guest.
async fn each_room_has_guests_of_its_own(network: SharedNetwork) {
    let folders = Folders::new();
    let program = folders.program(&format!("{TABLES}{}", network.get().tor_table()), &[]);
    let faulty = folders.keys().join("guests/beta");
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&faulty)
        .expect("a folder");
    fs::write(faulty.join("carla.auth"), "no key").expect("a file");
    let mut process = journalled(program).spawn();
    let mut addresses = Vec::new();
    for room in ROOMS {
        let event = process.event("address").await;
        assert_eq!(event["service"], room);
        addresses.push(event["onion"].as_str().expect("an address").to_owned());
    }
    for _ in ROOMS {
        process.event_within("reachable", REACHABLE).await;
    }
    for (room, onion) in ROOMS.iter().zip(&addresses) {
        let url = format!("http://{onion}");
        let address = &["address", "--service", room];
        let told = command(&folders, address).await;
        let known = [&told["event"], &told["onion"], &told["url"]];
        assert_eq!(known, ["address", onion, &url]);
        assert_eq!(in_words(&folders, address).await, [url]);
    }

    let anna = invite(&folders, "anna", "alpha").await;
    let bert = invite(&folders, "bert", "beta").await;
    assert_eq!(
        [&anna["onion"], &bert["onion"]],
        [&addresses[0], &addresses[1]]
    );
    for (room, name) in ROOMS.iter().zip(["anna", "bert"]) {
        let guests = in_words(&folders, &["guests", "--service", room]).await;
        assert_eq!(guests, [name], "{room}");
    }

    // Their Tor offers the key at both addresses.
    let at_both = |invitation: &Value| {
        let line = auth_of(invitation);
        let (_, key) = line.split_once(':').expect("ADDRESS:descriptor:...");
        let onions = addresses
            .iter()
            .map(|onion| onion.trim_end_matches(".onion"));
        onions
            .map(|onion| format!("{onion}:{key}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    for (guest, own, other) in [(&anna, 0, 1), (&bert, 1, 0)] {
        let mut tor = client_with(&network, &at_both(guest)).await;
        within(ANNOUNCED, "the guest gets in", async || {
            // C tor keeps an announcement that it could not read.
            tor.new_identity().expect("Tor answers");
            gets_in(tor.socks(), &addresses[own]).await
        })
        .await;
        assert!(
            !gets_in(tor.socks(), &addresses[other]).await,
            "the other room"
        );
    }
    for onion in &addresses {
        assert!(
            !gets_in(network.get().socks(), onion).await,
            "without a key"
        );
    }

    let journal = process.terminate().await.stderr;
    assert!(journal.contains("1 of the files of guests"), "{journal}");
    let keys = [&anna, &bert].map(|guest| guest["private_key"].as_str().expect("a key"));
    let onions = addresses
        .iter()
        .map(|onion| onion.trim_end_matches(".onion"));
    let names = ["anna", "bert", "carla", "Dayshift", "Nightshift", "/tmp"];
    for secret in onions.chain(keys).chain(names) {
        assert!(!journal.contains(secret), "{secret}: {journal}");
    }
}
