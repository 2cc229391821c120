//! What was reachable is not any more, and becomes so again by itself.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::Instant;

use super::{Folders, OnionRoom, SharedNetwork, address_of, tor_trials};
use crate::network::{Layout, Network};
use crate::support::client::{Ask, Line};
use crate::support::eventually;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![
        network,
        an_outage_is_told_and_healed,
        a_service_that_does_not_recover_is_launched_anew,
    ]
}

/// How long an outage may go unnoticed: a check comes every 5 seconds or so, and three fetches must fail,
/// of which one may take a minute before it is given up.
const NOTICED: Duration = Duration::from_mins(4);

/// How long the room may take to be reachable again: the next attempt comes within a minute and a half.
const HEALED: Duration = Duration::from_secs(150);

/// Every relay stands still (in a network of this test's own), as when a network cable is pulled. The room says that it is not reachable;
/// when the relays go on it becomes reachable by itself, and a visitor gets in.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn an_outage_is_told_and_healed(_: SharedNetwork) {
    let network = tokio::task::spawn_blocking(|| Network::start(&Layout::default()))
        .await
        .expect("no panic")
        .unwrap_or_else(|error| panic!("{error}"));
    let folders = Folders::new();
    let mut room = folders.open(&network, &[]).await;

    network.pause_relays().expect("paused");
    let start = Instant::now();
    let lost = room.process.event_within("unreachable", NOTICED).await;
    assert!(!lost["reason"].as_str().expect("a reason").is_empty());
    println!("the outage was told after {:.0?}", start.elapsed());

    network.resume_relays().expect("resumed");
    let start = Instant::now();
    let back = room.process.event_within("reachable", HEALED).await;
    assert!(back["seconds"].as_f64().is_some());
    println!("the room was reachable again after {:.0?}", start.elapsed());
    let client = tokio::task::spawn_blocking(move || (network.new_client(), network))
        .await
        .expect("no panic");
    room.socks = client.0.as_ref().expect("a client").socks();
    Line::to(&room)
        .await
        .ask(Ask::get("/clock"))
        .await
        .expect(200);
}

/// How long it may take until the host is told: a minute and a half, and the fetch that is under way.
const MISSED: Duration = Duration::from_secs(170);

/// How long it may take then until the room is mended: it is launched anew two minutes after its start, when the fetch that
/// is under way has ended, which may take more than a minute.
const RELAUNCHED: Duration = Duration::from_secs(200);

/// Arti's own state is gone while it starts, say because a cleaner deleted it. Arti then fails to set up any
/// introduction point for ever; the program launches the service anew, at the same address.
async fn a_service_that_does_not_recover_is_launched_anew(network: SharedNetwork) {
    let network = network.get();
    let folders = Folders::new();
    let mut process = folders.program(network.tor_table(), &[]).spawn();
    let address = address_of(&mut process).await;
    let state = folders.keys().join("tor/hss");
    // That folder is made last, and the launch needs all of them.
    let replays = state.join("room/iptreplay");
    eventually("the service is launched", async || replays.exists()).await;
    // Arti may write there in the same moment.
    eventually("Arti's state is gone", async || {
        std::fs::remove_dir_all(&state).is_ok() || !state.exists()
    })
    .await;
    process.event_within("unreachable", MISSED).await;
    process.event_within("reachable", RELAUNCHED).await;
    assert!(
        process.stderr().contains("launched anew"),
        "{}",
        process.stderr()
    );
    let room = OnionRoom::of(process, address, network);
    Line::to(&room)
        .await
        .ask(Ask::get("/clock"))
        .await
        .expect(200);
}
