//! What was taken back, and what was said in a room that was stopped, is in no byte that anybody gets from then
//! on.

use libtest_mimic::Trial;
use serde_json::json;

use super::moderation::{last_words, owned, with_token};
use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::{column, texts};
use crate::support::transcript::Transcript;
use crate::support::trials;
use crate::support::typing::{LOBBY, all_until};
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        deleted_message_is_hidden_and_gone,
        operators_delete_what_others_said,
        stop_erases_a_room,
        host_stops_the_lobby,
    ]
}

/// Fails unless a transcript ends since something was taken back, and is shown anew at once.
async fn expect_renewed(frame: &mut Transcript, place: &str) {
    assert_eq!(
        last_words(frame).await,
        "A message was taken back. The room is shown anew."
    );
    let (_, end) = frame.seen.split_once("<div class=\"end\"").expect("an end");
    let again = format!("<meta http-equiv=\"refresh\" content=\"0;url={place}/messages\">");
    assert!(end.contains(&again), "{end}");
}

/// What one takes back leaves every screen at once: the transcripts of people end, and are asked for again. From
/// then on it is in no byte of a reload, of the backlog, or of a stream for programs.
async fn deleted_message_is_hidden_and_gone() {
    let house = Room::open().await;
    let mut author = Visitor::returning(&house).await;
    let mut other = Visitor::returning(&house).await;
    let mut frames = [
        other.read_in(LOBBY).await,
        house.read_in(LOBBY).await,
        author.read_in(LOBBY).await,
    ];
    let mut reader = Visitor::returning(&house).await;
    let window = reader.load(LOBBY).await;
    let mut shown = reader.read_window(&window).await;
    let mut events = house.listen_in(LOBBY).await;
    author.done_in(LOBBY, "before").await;
    author.done_in(LOBBY, "canary").await;
    other.done_in(LOBBY, "after").await;
    let seq = events.until_said("canary").await["seq"].clone();
    all_until(frames.iter_mut().chain([&mut shown]), ">after<").await;
    author.done_in(LOBBY, "/delete").await;
    for frame in &mut frames {
        expect_renewed(frame, LOBBY).await;
    }
    // In a window the frame around it asks again.
    shown.read_to_end().await;
    assert!(!shown.body().contains("http-equiv"), "{}", shown.body());
    let shown = reader.read_window(&window).await;
    assert!(!shown.seen.contains("canary"), "{}", shown.body());
    assert_eq!(texts(&shown.seen), ["before", "after"]);
    assert_eq!(events.until("erased").await["messages"], json!([seq]));
    assert_eq!(house.texts().await, ["before", "after"]);
    let mut again = [author.read_in(LOBBY).await, house.read_in(LOBBY).await];
    let mut streams = [other.listen_in(LOBBY).await, house.listen_in(LOBBY).await];
    other.done_in(LOBBY, "that was all").await;
    all_until(&mut again, ">that was all<").await;
    for frame in &again {
        assert!(!frame.seen.contains("canary"), "{}", frame.body());
        assert_eq!(texts(&frame.seen)[..2], ["before", "after"]);
    }
    for stream in &mut streams {
        stream.until_said("that was all").await;
        assert!(!stream.seen().contains("canary"), "{}", stream.seen());
    }
    // What is gone is no duplicate, and one's next to last is the last now.
    author.done_in(LOBBY, "canary").await;
    author.done_in(LOBBY, "/delete").await;
    author.done_in(LOBBY, "/delete").await;
    author
        .type_in(LOBBY, "/delete")
        .await
        .expect_refusal(409, "/delete");
    assert_eq!(house.texts().await, ["after", "that was all"]);
}

/// An operator takes back the last of somebody's messages, or all of them, whoever is gone by then or has
/// no session.
async fn operators_delete_what_others_said() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut member = Visitor::returning(&house).await;
    let mut frame = house.read_in(&place).await;
    for text in ["one", "two", "three"] {
        member.done_in(&place, text).await;
    }
    let ask = Ask::form(&format!("{place}/send"), &[("msg", "seed")]);
    house.ask(ask.nick("Owl-0001")).await.expect(303);
    frame.read_until(">seed<").await;
    owner.done_in(&place, "/delete Owl-0001").await;
    expect_renewed(&mut frame, &place).await;
    let mut frame = house.read_in(&place).await;
    frame.read_until(">three<").await;
    assert!(!frame.seen.contains(">seed<"), "{}", frame.body());
    owner
        .done_in(&place, &format!("/delete {}", member.nick()))
        .await;
    expect_renewed(&mut frame, &place).await;
    let mut frame = house.read_in(&place).await;
    frame.read_until(">two<").await;
    assert!(!frame.seen.contains(">three<"), "{}", frame.body());
    assert_eq!(
        column(&owner.messages_in(&place).await, "text"),
        ["one", "two"]
    );
    member.type_in(&place, "/exit").await.expect(200);
    owner
        .done_in(&place, &format!("/delete {} all", member.nick()))
        .await;
    assert_eq!(column(&owner.messages_in(&place).await, "text"), [""; 0]);
    // The third in a row waits for its turn, a few seconds.
    expect_renewed(&mut frame, &place).await;
    let frame = house.read_in(&place).await;
    assert_eq!(texts(&frame.seen), [""; 0]);
    let line = format!("/delete {} all", member.nick());
    owner
        .type_in(&place, &line)
        .await
        .expect_refusal(409, &line);
}

/// Everybody in the room sees that it was stopped, and within seconds nothing else any more, and the room is not
/// there.
async fn stop_erases_a_room() {
    let house = Room::open().await;
    let (mut owner, place) = owned(&house).await;
    let mut member = Visitor::returning(&house).await;
    let mut frames = [
        owner.read_in(&place).await,
        member.read_in(&place).await,
        house.read_in(&place).await,
    ];
    let mut events = member.listen_in(&place).await;
    let mut reader = Visitor::returning(&house).await;
    let window = reader.load(&place).await;
    let mut shown = reader.read_window(&window).await;
    member.done_in(&place, "canary").await;
    owner
        .done_in(&place, &format!("/w {} canary", member.nick()))
        .await;
    all_until(frames.iter_mut().chain([&mut shown]), ">canary<").await;
    owner.type_in(&place, "/stop").await.expect(200);
    for frame in &mut frames {
        assert!(
            last_words(frame).await.starts_with("The room was stopped"),
            "{}",
            frame.body()
        );
        let (_, end) = frame.seen.split_once("<div class=\"end\"").expect("an end");
        let again = format!("http-equiv=\"refresh\" content=\"5;url={place}/messages\"");
        assert!(end.contains(&again), "{end}");
    }
    // In a window the frame around it asks again, and is told the same without what was said.
    shown.read_to_end().await;
    let mut shown = reader.read_window(&window).await;
    shown.read_until("The room was stopped").await;
    assert!(!shown.seen.contains("canary"), "{}", shown.seen);
    let form = reader.get(&window.path("compose")).await.expect(200).body;
    assert!(form.contains("The room was stopped"), "{form}");
    assert!(events.until("end").await["reason"].is_string());
    assert_eq!(events.next().await, None);
    for visitor in [&mut owner, &mut member] {
        visitor.get(&place).await.expect(404);
        visitor
            .get(&format!("/api{place}/messages"))
            .await
            .expect(404);
    }
    house.expect_streams(0).await;
}

/// The lobby is empty after it was stopped, of messages, notices and whispers, and everybody may come again.
async fn host_stops_the_lobby() {
    let (house, token) = with_token().await;
    let mut host = Visitor::returning(&house).await;
    let mut member = Visitor::returning(&house).await;
    let mut frames = [
        member.read_in(LOBBY).await,
        host.read_in(LOBBY).await,
        house.read_in(LOBBY).await,
    ];
    let nick = member.nick();
    member.done_in(LOBBY, "canary").await;
    host.done_in(LOBBY, &format!("/op {token}")).await;
    host.done_in(LOBBY, "/topic canary").await;
    host.done_in(LOBBY, &format!("/w {nick} canary")).await;
    all_until(&mut frames, ">canary<").await;
    host.type_in(LOBBY, "/stop").await.expect(200);
    for frame in &mut frames {
        assert!(
            last_words(frame).await.starts_with("The room was stopped"),
            "{}",
            frame.body()
        );
    }
    assert_eq!(house.messages().await, json!([]));
    house.expect_streams(0).await;
    let (mut frame, mut events) = (member.read_in(LOBBY).await, member.listen_in(LOBBY).await);
    member.done_in(LOBBY, "a new start").await;
    frame.read_until(">a new start<").await;
    events.until_said("a new start").await;
    for seen in [frame.body(), events.seen()] {
        assert!(!seen.contains("canary") && !seen.contains(&token), "{seen}");
    }
}
