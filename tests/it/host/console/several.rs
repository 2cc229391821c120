//! Several rooms from one process: which of them a line is about.

use std::net::SocketAddr;

use libtest_mimic::Trial;

use super::Hosted;
use crate::support::trials;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![lines_are_about_the_room_that_was_chosen]
}

/// Two rooms on loopback.
const TWO: &str = "no_tor = true\n[[service]]\nname = \"day\"\nlisten = \"127.0.0.1:0\"\n\
                   [[service]]\nname = \"night\"\nlisten = \"127.0.0.1:0\"\n";

/// Where the room of this name is, of the answer to `/address`.
fn address_of(name: &str, addresses: &str) -> SocketAddr {
    let line = format!("{name}: http://");
    let mut found = addresses
        .lines()
        .filter_map(|told| told.strip_prefix(&line));
    let address = found.next().and_then(|address| address.parse().ok());
    address.unwrap_or_else(|| panic!("no address of {name} in {addresses:?}"))
}

/// Until one is chosen, the host is asked which one is meant; from then on each line, and what Tab completes, is
/// about that one, and nothing of it is to be seen in the other.
async fn lines_are_about_the_room_that_was_chosen() {
    let room = Hosted::configured(80, 40, TWO, &[]).await;
    room.terminal.shows("\n>").await;
    let addresses = room.asks("/address").await;
    let [day, night] = ["day", "night"].map(|name| address_of(name, &addresses));
    let mut fox = Visitor::returning(&day).await;
    let mut by_day = fox.read().await;
    let mut owl = Visitor::returning(&night).await;
    let mut by_night = owl.read().await;
    owl.compose_taken("/nick Owl").await;
    by_night.read_until("is now Owl").await;

    let which = "There are several rooms here: day, night. Say which one, with --service NAME, or\n\
                 /service NAME at the console";
    assert_eq!(room.asks("/who").await, which);
    let written = "It is written: /service NAME, with one of: day, night";
    assert_eq!(room.asks("/service noon").await, written);

    room.terminal.type_text("/ser").await;
    room.terminal.press(&["Tab", "n", "Tab", "Enter"]).await;
    let chosen = "> /service night\nWhat you type is about night now.\n>";
    room.terminal.shows(chosen).await;
    assert_eq!(room.asks("/who").await, "#0 lobby: 1 member\n  Owl");
    assert_eq!(room.asks("/say who is up").await, "Said in all rooms.");
    by_night.read_until("From the host: who is up").await;
    room.terminal.type_text("/kick o").await;
    room.terminal.press(&["Tab", "Enter"]).await;
    let kicked = "> /kick Owl\nOwl was removed from the lobby.\n>";
    room.terminal.shows(kicked).await;

    let chosen = "What you type is about day now.";
    assert_eq!(room.asks("/service day").await, chosen);
    assert_eq!(room.asks("/say good morning").await, "Said in all rooms.");
    by_day.read_until("From the host: good morning").await;
    assert!(!by_day.seen.contains("who is up"), "{}", by_day.seen);
    // The addresses are all of them, whichever is chosen.
    assert_eq!(room.asks("/address").await, addresses);
}
