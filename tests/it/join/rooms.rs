//! Rooms of one's own: going there and back, and those with a passphrase.

use libtest_mimic::Trial;

use super::{Seat, WIDE, joining, piped};
use crate::support::process::Room;
use crate::support::trials;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        somebody_makes_a_room_and_goes_back,
        a_passphrase_is_asked_for_and_not_shown,
        a_passphrase_comes_from_a_file_or_the_environment,
        who_is_removed_is_told,
        a_room_without_cookies_is_joined,
    ]
}

/// The words at the door.
const WORDS: &str = "open sesame";

/// `/create` leads to another room, whose title and messages are its own; `/leave` leads back.
async fn somebody_makes_a_room_and_goes_back() {
    let room = Room::start(&["--title", "Night shift"]).await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    ada.says("words for the lobby").await;
    ada.types("/create demo").await;
    ada.terminal.shows("@Ada (you)").await;
    ada.hides("words for the lobby").await;
    assert!(ada.terminal.screen().await.starts_with(" demo"));
    ada.says("in the room").await;
    ada.types("/topic what we eat").await;
    ada.terminal.shows(" demo: what we eat").await;
    ada.types("/leave").await;
    ada.terminal.shows("Ada: words for the lobby").await;
    ada.hides("in the room").await;
    assert_eq!(room.texts().await, ["words for the lobby"]);
}

/// A wrong passphrase is refused and asked for again; neither is ever on the screen.
async fn a_passphrase_is_asked_for_and_not_shown() {
    let room = Room::open().await;
    let mut cy = Visitor::returning(&room).await;
    let place = cy.make(&format!("/create demo {WORDS}")).await;
    let address = format!("http://{}{place}", room.address);
    let ada = Seat::start(WIDE, &address, &[]).await;
    ada.terminal.shows("\nPassphrase:").await;
    ada.terminal.type_text("wrong words").await;
    ada.terminal.shows("Passphrase: ***********").await;
    ada.terminal.press(&["Enter"]).await;
    ada.terminal.shows("the passphrase is wrong").await;
    ada.terminal.type_text(WORDS).await;
    ada.terminal.press(&["Enter"]).await;
    ada.terminal.shows("connected | ").await;
    ada.terminal.press(&["Up"]).await;
    ada.says("I am in").await;
    let recording = ada.terminal.recording();
    for secret in ["wrong words", WORDS] {
        assert!(!recording.contains(secret), "{secret}");
    }
    assert_eq!(cy.messages_in(&place).await[0]["text"], "I am in");
}

/// Who cannot be asked says it in a file or in the environment, and is told so.
async fn a_passphrase_comes_from_a_file_or_the_environment() {
    let room = Room::open().await;
    let mut cy = Visitor::returning(&room).await;
    let place = cy.make(&format!("/create demo {WORDS}")).await;
    let address = format!("{}{place}", room.address);
    let program = || joining(&address, &[]);
    let none = piped("echo hello", program()).run().await;
    assert_eq!(none.code, Some(77), "{none:?}");
    assert!(none.stderr.contains("--passphrase-file FILE"), "{none:?}");
    let wrong = program().env("ONIONCHAT_PASSPHRASE", "wrong");
    let wrong = piped("echo hello", wrong).run().await;
    assert_eq!(wrong.code, Some(77), "{wrong:?}");
    assert!(
        wrong.stderr.contains("the passphrase is wrong"),
        "{wrong:?}"
    );
    let right = program().env("ONIONCHAT_PASSPHRASE", WORDS);
    let right = piped("echo by the environment", right).run().await;
    assert_eq!(right.code, Some(0), "{right:?}");
    let right = program();
    let file = right.file("words", &format!("{WORDS}\n"));
    let right = right.and(["--passphrase-file".into(), file.into_os_string()]);
    let right = piped("echo by a file", right).run().await;
    assert_eq!(right.code, Some(0), "{right:?}");
    let said = cy.messages_in(&place).await;
    assert_eq!(said[0]["text"], "by the environment");
    assert_eq!(said[1]["text"], "by a file");
}

/// Who is removed is told by whom, when the terminal is given back.
async fn who_is_removed_is_told() {
    let room = Room::open().await;
    let mut cy = Visitor::returning(&room).await;
    let place = cy.make("/create demo").await;
    let address = format!("{}{place}", room.address);
    let ada = Seat::start(WIDE, &address, &["--nick", "Ada"]).await;
    ada.terminal.shows("connected | Ada").await;
    cy.done_in(&place, "/kick Ada be nice").await;
    ada.ends(77).await;
    ada.terminal.shows("You are no longer in the room").await;
    ada.terminal.shows("be nice").await;
}

/// Where the host wants no cookies, commands work all the same.
async fn a_room_without_cookies_is_joined() {
    let program = Room::program(&[]);
    let file = program.file("room.toml", "cookies = false\n");
    let room = Room::run(program.and(["--config".into(), file.into_os_string()])).await;
    let ada = Seat::join(WIDE, room.address, "Ada").await;
    ada.says("no cookies here").await;
    let mut cy = Visitor::new(&room);
    assert_eq!(cy.messages_in(LOBBY).await[0]["nick"], "Ada");
}
