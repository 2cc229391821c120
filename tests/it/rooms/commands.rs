//! The one field: a line that begins with a slash is a command. What it does is seen where it should be, and
//! its answer is seen by whoever typed it.

use libtest_mimic::Trial;

use crate::support::process::Room;
use crate::support::text::{element, texts};
use crate::support::trials;
use crate::support::typing::{LOBBY, all_until};
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        answers_are_seen_by_whoever_asked,
        help_names_every_command,
        two_slashes_say_a_text,
        action_is_a_message,
        topic_is_set_and_shown,
        goodbye_ends_the_transcript,
    ]
}

/// Every command.
const COMMANDS: [&str; 22] = [
    "help", "nick", "me", "who", "whisper", "reply", "create", "join", "leave", "exit", "topic",
    "ignore", "unignore", "delete", "kick", "ban", "mute", "unmute", "lock", "unlock", "stop",
    "op",
];

/// What stands behind every answer.
const ONLY_YOU: &str = "(visible only to you)";

/// An answer is in the transcript of whoever asked, in both its forms, and in no byte of anybody else's.
async fn answers_are_seen_by_whoever_asked() {
    let house = Room::open().await;
    let mut asker = Visitor::returning(&house).await;
    let mut other = Visitor::returning(&house).await;
    let (mut own, mut own_events) = (asker.read_in(LOBBY).await, asker.listen_in(LOBBY).await);
    let (mut theirs, mut their_events) = (other.read_in(LOBBY).await, other.listen_in(LOBBY).await);
    let (mut stranger, mut stranger_events) =
        (house.read_in(LOBBY).await, house.listen_in(LOBBY).await);
    for (line, answer) in [
        ("/help", "What you can type"),
        ("/HELP kick", "/kick NICK [REASON]"),
        ("/who", "here"),
        ("/topic", "This room has no topic."),
    ] {
        asker.done_in(LOBBY, line).await;
        let event = own_events.until("answer").await;
        let text = event["text"].as_str().unwrap_or_default();
        assert!(text.contains(answer), "{line} is answered by {text:?}");
    }
    asker.done_in(LOBBY, "that was all").await;
    all_until([&mut own, &mut theirs, &mut stranger], ">that was all<").await;
    for events in [&mut own_events, &mut their_events, &mut stranger_events] {
        events.until_said("that was all").await;
    }
    assert_eq!(own.seen.matches(ONLY_YOU).count(), 4, "{}", own.body());
    assert!(own.seen.contains("What you can type"), "{}", own.body());
    for seen in [
        theirs.body(),
        stranger.body(),
        their_events.seen(),
        stranger_events.seen(),
    ] {
        for trace in [ONLY_YOU, "answer", "What you can type", "/kick", "no topic"] {
            assert!(!seen.contains(trace), "{trace:?} in\n{seen}");
        }
    }
    // Nobody who comes later learns of it either.
    let mut late = house.read_in(LOBBY).await;
    late.read_until(">that was all<").await;
    assert_eq!(texts(&late.seen), ["that was all"]);
}

/// Somebody who knows `/help` can find all the others.
async fn help_names_every_command() {
    let house = Room::open().await;
    let mut visitor = Visitor::returning(&house).await;
    let reply = visitor.send_in(LOBBY, "/help").await.expect(200).json();
    let help = reply["answer"].as_str().expect("an answer").to_owned();
    for command in COMMANDS {
        assert!(
            help.contains(&format!("\n/{command}")),
            "no {command} in\n{help}"
        );
        let line = format!("/help {command}");
        let one = visitor.send_in(LOBBY, &line).await.expect(200).json();
        let one = one["answer"].as_str().unwrap_or_default();
        assert!(one.starts_with(&format!("/{command}")), "{line}: {one}");
    }
}

/// Who wants to say something with a slash in front writes two.
async fn two_slashes_say_a_text() {
    let house = Room::open().await;
    let mut typist = Visitor::returning(&house).await;
    let mut stranger = house.read_in(LOBBY).await;
    for line in ["//shrug", "//w is how one whispers", "///"] {
        typist.done_in(LOBBY, line).await;
    }
    stranger.read_until(">//<").await;
    let said = ["/shrug", "/w is how one whispers", "//"];
    assert_eq!(texts(&stranger.seen), said);
}

/// What one does is a message like any other, and marked as such in every form.
async fn action_is_a_message() {
    let house = Room::open().await;
    let mut member = Visitor::returning(&house).await;
    let mut events = house.listen_in(LOBBY).await;
    let mut stranger = house.read_in(LOBBY).await;
    member.done_in(LOBBY, "/me waves").await;
    let acted = events.until("acted").await;
    assert_eq!(
        (&acted["text"], &acted["nick"]),
        (&"waves".into(), &member.nick().into())
    );
    stranger.read_until(">waves<").await;
    let act = stranger.body();
    assert!(act.starts_with("<div class=\"msg act\">"), "{act}");
    assert_eq!(house.texts().await, ["* waves"]);
}

/// What a room is about stands beside the list of its members, and is told when it is asked for.
async fn topic_is_set_and_shown() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut other = Visitor::returning(&house).await;
    let mut events = other.listen_in(&place).await;
    let mut own = owner.read_in(&place).await;
    owner.done_in(&place, "/topic Bread & roses").await;
    let topic = events.until("topic").await;
    assert_eq!(
        (&topic["text"], &topic["nick"]),
        (&"Bread & roses".into(), &owner.nick().into())
    );
    let members = events
        .find("a list", |event| event["topic"].is_string())
        .await;
    assert_eq!(members["topic"], "Bread & roses");
    own.read_until("set the topic: Bread").await;
    other
        .type_in(&place, "/topic Mine")
        .await
        .expect_refusal(403, "/topic Mine");
    let reply = other.send_in(&place, "/topic").await.expect(200).json();
    assert_eq!(reply["answer"], "Topic: Bread & roses");
}

/// `/exit` says goodbye, ends the transcript of whoever goes, and shows the way back. It is not told as a
/// leave besides.
async fn goodbye_ends_the_transcript() {
    let house = Room::open().await;
    let mut leaver = Visitor::returning(&house).await;
    let mut other = Visitor::returning(&house).await;
    let mut theirs = other.read_in(LOBBY).await;
    let mut own = leaver.read_in(LOBBY).await;
    let page = leaver.type_in(LOBBY, "/exit").await.expect(200).body;
    assert!(
        page.contains("You left the room.") && page.contains("href=\"/\""),
        "{page}"
    );
    own.read_to_end().await;
    assert_eq!(
        element(&own.seen, "end").as_deref(),
        Some("You left the room.")
    );
    let goodbye = format!("{}: Gotta go now.", leaver.nick());
    theirs.read_until(&goodbye).await;
    other.done_in(LOBBY, "that was all").await;
    theirs.read_until(">that was all<").await;
    assert!(!theirs.seen.contains("has left"), "{}", theirs.body());
}
