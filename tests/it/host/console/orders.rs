//! What the conversation leaves out: a ban, the address, and guests where nobody needs a key.

use libtest_mimic::Trial;

use super::Hosted;
use crate::support::trials;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        a_ban_is_for_good,
        the_address_is_shown_again,
        a_room_without_tor_has_no_guests,
    ]
}

/// Who is banned is gone and stays out; who is not there cannot be banned, and somebody has to be named.
async fn a_ban_is_for_good() {
    let room = Hosted::open(80, 20).await;
    let address = room.address().await;
    let mut ada = Visitor::returning(&address).await;
    let mut transcript = ada.read().await;
    ada.compose_taken("/nick Ada").await;
    transcript.read_until("is now Ada").await;
    assert_eq!(
        room.asks("/ban ada").await,
        "Ada was banned from the lobby."
    );
    transcript.read_to_end().await;
    assert!(
        transcript.seen.contains("You were banned from this room."),
        "{}",
        transcript.seen
    );
    ada.get("/").await.expect(403);
    assert_eq!(room.asks("/who").await, "#0 lobby: 0 members");
    let nobody = "Nobody here is called so. Type /who to see who is here.";
    assert_eq!(room.asks("/ban zoe").await, nobody);
    assert_eq!(room.asks("/ban").await, "It is written: /ban NICK");
}

/// When the first lines have left the terminal, the address is a word away.
async fn the_address_is_shown_again() {
    let room = Hosted::open(60, 12).await;
    let url = format!("http://{}", room.address().await);
    room.types("/help", "this console only.").await;
    assert!(!room.terminal.screen().await.contains(&url));
    assert_eq!(room.asks("/address").await, url);
}

/// Keys are for those who come through Tor; and a name that cannot be is told as that.
async fn a_room_without_tor_has_no_guests() {
    let room = Hosted::open(200, 20).await;
    for line in ["/invite anna", "/guests", "/revoke anna"] {
        let answer = room.asks(line).await;
        assert!(answer.starts_with("This room runs without Tor"), "{answer}");
    }
    let answer = room.asks("/invite Anna").await;
    assert!(answer.contains("small letters"), "{answer}");
}
