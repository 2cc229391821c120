//! Several rooms from one process, through Tor: each at an address of its own, and nothing that tells that they
//! belong together.

use libtest_mimic::Trial;
use serde_json::Value;

use super::{Folders, REACHABLE, SharedNetwork, Way, isolation, tor_trials};
use crate::support::visitor::Visitor;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![network, two_rooms_share_nothing_that_shows]
}

/// The tables of two rooms that say all they can differently.
pub const TWO: &str = "title = \"Day shift\"\n[[service]]\nname = \"room\"\n[[service]]\nname = \"night\"\n\
                   title = \"Night shift\"\nmax_streams = 7\n";

/// One bootstrap, two addresses, both reachable; what is said and who is known in one is nothing to the other;
/// the address of the one called "room" is the one that it had alone.
async fn two_rooms_share_nothing_that_shows(network: SharedNetwork) {
    let network = network.get();
    let folders = Folders::new();
    let alone = folders.open(network, &[]).await;
    let first_address = alone.address.clone();
    alone.terminate().await;

    let program = folders.program(&format!("{TWO}{}", network.tor_table()), &[]);
    let mut process = program.spawn();
    let mut addresses = Vec::new();
    for name in ["room", "night"] {
        let event = process.event("address").await;
        assert_eq!(event["service"], name);
        addresses.push(event["onion"].as_str().expect("an address").to_owned());
    }
    assert_eq!(addresses[0], first_address);
    assert_ne!(addresses[0], addresses[1]);
    let mut reachable = Vec::new();
    for _ in 0..2 {
        let event = process.event_within("reachable", REACHABLE).await;
        reachable.push(event["service"].as_str().expect("a name").to_owned());
    }
    reachable.sort();
    assert_eq!(reachable, ["night", "room"]);

    let [day, night] = [0, 1].map(|room| Way {
        socks: network.socks(),
        address: addresses[room].clone(),
        isolation: isolation(),
    });
    let mut fox = Visitor::returning(&day).await;
    let mut owl = Visitor::returning(&night).await;
    fox.say("only by day").await;
    let page = owl.get("/").await.expect(200).body;
    assert!(page.contains("Night shift") && !page.contains("Day shift"));
    let said: Value = owl.get("/api/messages").await.expect(200).json();
    assert!(!said.to_string().contains("only by day"), "{said}");
    let limits = |status: Value| status["limits"]["max_streams"].as_u64();
    let of_day = fox.get("/api/status").await.json();
    assert_eq!(
        (limits(of_day), limits(owl.get("/api/status").await.json())),
        (Some(100), Some(7))
    );

    // A session of one room proves nothing in the other.
    let session = fox.cookie("session").expect("a session").to_owned();
    owl.set_cookie("session", Some(&session));
    let moved = owl.get("/").await.expect(200);
    assert_ne!(moved.cookie("session"), Some(session.as_str()));
    process.terminate().await;
}
