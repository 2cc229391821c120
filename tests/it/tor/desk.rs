//! The person's own mailbox beside the room in which they sit.

use libtest_mimic::Trial;

use super::join::{JOINED, Place};
use super::peers::{Appliance, DELIVERED};
use super::services::TWO;
use super::{Folders, REACHABLE, SharedNetwork, tor_trials};
use crate::join::{Seat, WIDE};
use crate::support::eventually;
use crate::support::process::Room;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::within;

pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    tor_trials![network, peers_stand_beside_the_room, which_mailbox_is_said]
}

/// Bo sits in Anna's lobby. What she writes to Bo's mailbox is told beside it, and is answered there; none of that gets
/// into the room or comes back in its line. Her invitation is opened in one step.
async fn peers_stand_beside_the_room(network: SharedNetwork) {
    let [anna, bo] = [
        Appliance::open(&network, "known").await,
        Appliance::open(&network, "known").await,
    ];
    anna.peer(&["add", "bo", &bo.room.address]).await;
    bo.peer(&["add", "anna", &anna.room.address]).await;
    let keys = bo.folders.keys();
    let keys = keys.to_str().expect("UTF-8");
    let place = Place::new(network.get());
    let seat = place
        .sit(&anna.room.address, &["--keys", keys, "--nick", "Bo"])
        .await;
    let screen = &seat.terminal;
    screen.shows_within(JOINED, "connected | Bo").await;
    screen.shows("│ Peers").await;
    seat.says("hello room").await;

    anna.peer(&["send", "bo", "only", "for", "bo"]).await;
    screen.shows("anna has written to you: /peer anna").await;
    screen.shows("│ anna: 1 new").await;
    screen.shows("| 1 from peers").await;
    let now = screen.screen().await;
    assert!(
        !now.contains("only for bo"),
        "nobody looks there yet:\n{now}"
    );

    screen.type_text("/peer an").await;
    screen.press(&["Tab"]).await;
    screen.shows("\n> /peer anna\n").await;
    screen.press(&["Enter"]).await;
    screen.shows("anna: only for bo").await;
    screen.shows("\nto anna>\n").await;
    seat.hides("from peers").await;
    let now = screen.screen().await;
    assert!(!now.contains("hello room"), "another conversation:\n{now}");
    seat.tries("/who").await;
    screen.shows("Peers know no commands").await;
    screen.press(&["C-u"]).await;
    seat.tries("back to you").await;
    within(DELIVERED, "the answer is delivered", async || {
        anna.inbox().await == ["back to you"]
    })
    .await;

    // A key that a slow line may tear off an arrow does not lead back.
    screen.press(&["Escape"]).await;
    screen.shows("\nto anna>\n").await;
    screen.press(&["C-r"]).await;
    screen.shows("Bo: hello room").await;
    screen.press(&["Up"]).await;
    screen.shows("\n> /peer anna\n").await;
    screen.press(&["Up", "Up"]).await;
    screen.shows("\n> hello room\n").await;
    screen.press(&["C-u"]).await;

    let group = anna.peer(&["group", "plans", "bo"]).await;
    anna.peer(&["send", "bo", "not", "before", "nine"]).await;
    screen.shows("| 2 from peers").await;
    seat.tries("/open").await;
    screen.shows_within(JOINED, " plans").await;
    screen.shows_within(JOINED, "connected").await;
    seat.says("here as well").await;
    let mut cy = Visitor::returning(&anna.room).await;
    let room = format!("/r/{}", group["code"].as_str().expect("a code"));
    let there = cy.messages_in(&room).await;
    assert_eq!(there[0]["text"], "here as well");
    let lobby = cy.messages_in(LOBBY).await.to_string();
    assert!(
        lobby.contains("hello room") && !lobby.contains("you"),
        "what was for a peer is in the room: {lobby}"
    );

    seat.tries(&format!("/open {}", anna.room.address)).await;
    screen.shows_within(JOINED, "hello room").await;
    seat.tries("/peer anna gone home").await;
    screen.shows("On its way to anna.").await;
    within(
        DELIVERED,
        "what is sent from the room is delivered",
        async || anna.inbox().await == ["gone home"],
    )
    .await;

    let unread = bo.inbox().await;
    assert_eq!(unread[1], "not before nine", "nobody has seen it");

    bo.room.terminate().await;
    screen
        .shows("Your own mailbox does not answer any more")
        .await;
    seat.hides("│ Peers").await;
    seat.tries("/quit").await;
    seat.ends(0).await;
}

/// Which of several mailboxes it is has to be said, and one that is not there is told.
async fn which_mailbox_is_said(network: SharedNetwork) {
    let folders = Folders::new();
    let table = format!("{TWO}{}", network.get().tor_table());
    let mut rooms = folders.program(&table, &["--peers", "known"]).spawn();
    rooms.event_within("reachable", REACHABLE).await;
    let keys = folders.keys();
    let keys = keys.to_str().expect("UTF-8");
    let here = Room::open().await;
    let address = here.address.to_string();
    for (mailbox, told) in [
        (&[][..], "say which one with --mailbox NAME"),
        (
            &["--mailbox", "nobody"],
            "There is no room of that name here",
        ),
        (&["--mailbox", "night"], "Nobody yet"),
    ] {
        let arguments = [&["--keys", keys], mailbox].concat();
        let seat = Seat::start(WIDE, &address, &arguments).await;
        seat.terminal.shows("connected |").await;
        eventually("what there is is told", async || {
            seat.terminal.press(&["C-u"]).await;
            seat.terminal.type_text("/peer").await;
            seat.terminal.press(&["Enter"]).await;
            seat.terminal.screen().await.contains(told)
        })
        .await;
    }
    rooms.terminate().await;
}
