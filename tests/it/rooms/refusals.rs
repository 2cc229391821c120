//! Commands that are wrong, or whose sender may not give any: nothing happens, the reason is told to whoever
//! typed them, and nobody else gets a byte of them. What was mistyped may be a whisper or a passphrase.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::texts;
use crate::support::trials;
use crate::support::typing::{LOBBY, all_until, json_post};
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        wrong_commands_come_back_and_reach_nobody,
        invisible_characters_do_not_hide_the_slash,
        wrong_commands_by_the_seeds_form_reach_nobody,
        command_without_a_session_does_nothing,
    ]
}

/// Lines that are no command as it should be written, with the status of their refusal.
const WRONG: [(&str, u16); 22] = [
    ("/", 400),
    ("/ canary", 400),
    ("/canary", 400),
    ("/hlep canary", 400),
    ("/whispr Fox-ab12 canary", 400),
    ("/w", 400),
    ("/whisper canary", 400),
    ("/W canary-0000 canary", 409),
    ("/msg canary", 400),
    ("/reply canary", 409),
    ("/nick canary canary", 400),
    ("/nick <canary>", 400),
    ("/create <canary>", 400),
    ("/create", 400),
    ("/join canary", 404),
    ("/join demo-AAAAAAAAAAAAAAAA canary", 404),
    ("/leave canary", 400),
    ("/exit canary", 400),
    ("/kick canary", 403),
    ("/lock canary", 409),
    ("/op canary", 403),
    ("/help canary", 400),
];

/// The text comes back into the box with the reason and a status for programs; a password or a whisper that
/// was mistyped is in no byte of anybody else's.
async fn wrong_commands_come_back_and_reach_nobody() {
    let house = Room::open().await;
    let mut typist = Visitor::returning(&house).await;
    let mut other = Visitor::returning(&house).await;
    let (mut theirs, mut events) = (other.read_in(LOBBY).await, other.listen_in(LOBBY).await);
    let mut stranger = house.read_in(LOBBY).await;
    let mut own = typist.read_in(LOBBY).await;
    for (line, status) in WRONG {
        typist
            .type_in(LOBBY, line)
            .await
            .expect_refusal(status, line);
        let reply = typist.send_in(LOBBY, line).await.expect(status).json();
        assert!(
            reply["error"].is_string() && reply["reason"].is_string(),
            "{line}: {reply}"
        );
    }
    typist.done_in(LOBBY, "that was all").await;
    all_until([&mut own, &mut theirs, &mut stranger], ">that was all<").await;
    events.until_said("that was all").await;
    for seen in [own.body(), theirs.body(), stranger.body(), events.seen()] {
        assert!(!seen.contains("canary"), "{seen}");
    }
    assert_eq!(house.texts().await, ["that was all"]);
}

/// What nobody sees is taken out of a text; before a slash it must not make a text of a command, or a
/// whisper that was pasted, or typed behind a mark of direction, is said to the whole room.
async fn invisible_characters_do_not_hide_the_slash() {
    let house = Room::open().await;
    let mut typist = Visitor::returning(&house).await;
    let before = [
        " ", "\t", "\u{a0}", "\u{3000}", "\u{200b}", "\u{feff}", "\u{200e}", "\u{200f}", "\u{61c}",
        "\u{2060}", "\u{202b}", "\u{2066}", "\u{ad}", "\u{2800}", "\u{200d}", "\u{301}",
        "\u{fe0f}",
    ];
    for (index, before) in before.into_iter().enumerate() {
        // Another text each time, or it would come back as a duplicate.
        let line = format!("{before}/w nobody-0000 canary {index}");
        typist.type_in_turn(LOBBY, &line).await;
    }
    let said = house.texts().await;
    assert_eq!(said, [""; 0], "whispers are said to the room");
}

/// The seed's form has no place for a reason: the answer leads to the page, and nothing was said.
async fn wrong_commands_by_the_seeds_form_reach_nobody() {
    let house = Room::open().await;
    let mut typist = Visitor::returning(&house).await;
    let mut stranger = house.read_in(LOBBY).await;
    for (line, _) in WRONG {
        typist.say(line).await;
    }
    typist.say("that was all").await;
    stranger.read_until(">that was all<").await;
    assert_eq!(texts(&stranger.seen), ["that was all"]);
    assert!(!stranger.seen.contains("canary"), "{}", stranger.body());
}

/// A client of the seed has a nick that anybody can copy. It can say something and say what it does, and
/// nothing else happens under that nick, by whichever form it asks.
async fn command_without_a_session_does_nothing() {
    let house = Room::start(&["--operator-token"]).await;
    let mut member = Visitor::returning(&house).await;
    let (mut own, mut events) = (member.read_in(LOBBY).await, member.listen_in(LOBBY).await);
    let mut stranger = house.read_in(LOBBY).await;
    house.say("Owl-0001", "hello").await;
    let lines = [
        "/help",
        "/nick canary",
        "/who",
        "/w NICK canary",
        "/reply canary",
        "/create canary",
        "/create canary canary",
        "/join demo-AAAAAAAAAAAAAAAA",
        "/leave",
        "/exit",
        "/topic",
        "/topic canary",
        "/ignore NICK",
        "/unignore NICK",
        "/delete",
        "/delete NICK all",
        "/kick NICK canary",
        "/ban NICK",
        "/mute NICK",
        "/unmute NICK",
        "/lock canary",
        "/unlock",
        "/stop",
        "/op canary",
    ];
    for line in lines.map(|line| line.replace("NICK", &member.nick())) {
        let ask = Ask::form("/compose", &[("msg", &line)]).nick("Owl-0001");
        house.ask(ask).await.expect_refusal(403, &line);
        let reply = house.ask(json_post(LOBBY, &line).nick("Owl-0001")).await;
        assert_eq!(reply.expect(403).json()["error"], "no_session", "{line}");
        let ask = Ask::form("/send", &[("msg", &line)]).nick("Owl-0001");
        house.ask(ask).await.expect_see_other("/");
    }
    house.say("Fox-ab12", "that was all").await;
    all_until([&mut own, &mut stranger], ">that was all<").await;
    events.until_said("that was all").await;
    for seen in [own.body(), stranger.body(), events.seen()] {
        assert!(
            !seen.contains("canary") && !seen.contains("Owl-0001 "),
            "{seen}"
        );
    }
    assert_eq!(house.texts().await, ["hello", "that was all"]);
}
