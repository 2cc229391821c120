//! A room that opens and closes by itself, through Tor.

use std::time::Duration;

use jiff::Timestamp;
use libtest_mimic::Trial;

use super::{Folders, REACHABLE, SharedNetwork, Way, address_of, isolation, tor_trials};
use crate::support::client::Dial as _;
use crate::support::process::END;
use crate::support::visitor::Visitor;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![network, a_room_is_there_between_its_times]
}

/// How long the room waits before it opens, seen from its start: Tor works long before that.
const WAITS: i64 = 20;

/// The address is known at once and nobody gets in before it is time; then everybody does, sees how long, and is told
/// the end.
async fn a_room_is_there_between_its_times(network: SharedNetwork) {
    let network = network.get();
    let folders = Folders::new();
    let now = Timestamp::now().as_second();
    let opens = Timestamp::from_second(now + WAITS).expect("a time");
    let arguments = ["--start-at", &opens.to_string(), "--stop-after", "40s"];
    let program = folders.program(network.tor_table(), &arguments);
    let mut process = program.spawn();
    let way = Way {
        socks: network.socks(),
        address: address_of(&mut process).await,
        isolation: isolation(),
    };
    process.event("opens").await;
    while process.event_within("bootstrap", REACHABLE).await["percent"] != 100 {}
    assert!(
        Timestamp::now() < opens,
        "Tor was not ready before the room opened"
    );
    assert!(
        way.dial().await.is_err(),
        "there was a room before its time"
    );

    process.event_within("reachable", REACHABLE).await;
    assert!(Timestamp::now() >= opens, "it is reachable too early");
    let mut fox = Visitor::returning(&way).await;
    let mut transcript = fox.read().await;
    transcript.read_until("The room closes in 1 minute.").await;
    let end = Duration::from_mins(1);
    transcript
        .read_until_within("the room has closed", end)
        .await;
    transcript.read_to_end().await;
    let exit = process.finish(END).await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert_eq!(
        exit.stdout.last().map(String::as_str),
        Some("{\"event\":\"stopped\"}")
    );
}
