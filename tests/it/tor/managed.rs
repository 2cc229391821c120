//! The room as a service manager runs it.

use libtest_mimic::Trial;

use super::{Folders, OnionRoom, REACHABLE, SharedNetwork, tor_trials};
use crate::packaging::calls;
use crate::support::eventually;
use crate::support::manager::Manager;
use crate::support::visitor::Visitor;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        ready_once_it_was_reached,
        the_unit_allows_what_it_calls,
    ]
}

/// A service that has started is a room that people reach. What the manager is told until then says how far it is,
/// and not whose room it is.
async fn ready_once_it_was_reached(network: SharedNetwork) {
    let (folders, manager) = (Folders::new(), Manager::listen());
    let network = network.get();
    let program = folders.program(network.tor_table(), &["--title", "Nightshift"]);
    let mut room = OnionRoom::start(manager.over(program), network).await;
    let mut told = Vec::new();
    while !told.contains(&"READY=1".to_owned()) {
        told.extend(manager.next_within(REACHABLE).await.expect("READY=1"));
    }
    Visitor::new(&room).get("/").await.expect(200);
    let onion = room.address.clone();
    room.process.signal("TERM").await;
    room.process.event("stopped").await;
    while !told.contains(&"STOPPING=1".to_owned()) {
        told.extend(manager.next().await);
    }
    let place = |line: &str| told.iter().position(|told| told == line);
    let ready = place("READY=1").expect("it was told");
    assert!(
        told[..ready]
            .iter()
            .any(|line| line.starts_with("STATUS=Connecting to Tor: ")),
        "{told:?}"
    );
    // Both are in one message.
    assert_eq!(
        place("STATUS=Reachable through Tor"),
        Some(ready + 1),
        "{told:?}"
    );
    for secret in [onion.trim_end_matches(".onion"), "Nightshift", "/tmp"] {
        assert!(!told.iter().any(|line| line.contains(secret)), "{told:?}");
    }
}

/// The filter of the unit knows all that Tor, `SQLite` and the threads of the program ask of the kernel.
async fn the_unit_allows_what_it_calls(network: SharedNetwork) {
    let folders = Folders::new();
    let network = network.get();
    let (program, counts) = calls::watched(folders.program(network.tor_table(), &[]));
    let room = OnionRoom::start(program, network).await;
    Visitor::new(&room).get("/").await.expect(200);
    room.process.signal("TERM").await;
    eventually("it ends", async || room.process.state() == 'Z').await;
    calls::check(&counts).await;
}
