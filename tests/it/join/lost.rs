//! The connection is lost and comes back: nothing twice, nothing lost without a word.

use libtest_mimic::Trial;

use super::{Seat, WIDE, joining};
use crate::browser::line::Line;
use crate::support::process::Room;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::{SLOW, eventually, trials, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let mut trials = trials![
        a_cut_line_is_mended,
        a_room_that_was_started_anew_is_told,
        lines_wait_for_the_room,
    ];
    let slow = trials![what_was_missed_is_told, a_dead_line_is_noticed];
    trials.extend(slow.into_iter().map(|trial| trial.with_kind(SLOW)));
    trials
}

/// How long it may take until it is tried again: the wait doubles.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(20);

/// How long silence may last before it counts as a loss, and the time to come back.
const SILENT: std::time::Duration = std::time::Duration::from_secs(100);

/// What was said while the line was cut comes, what was there is there once, what was taken back is gone; who types
/// meanwhile keeps the line, and the nick is the same.
async fn a_cut_line_is_mended() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let mut cy = Visitor::returning(&room).await;
    let ada = Seat::join(WIDE, line.address, "Ada").await;
    ada.says("before").await;
    cy.done_in(LOBBY, "regretted").await;
    ada.terminal.shows("regretted").await;
    line.cut();
    ada.terminal.shows("Not connected").await;
    cy.done_in(LOBBY, "/delete").await;
    cy.done_in(LOBBY, "meanwhile").await;
    ada.tries("half typed").await;
    ada.terminal.shows("stays").await;
    line.mend();
    ada.terminal.shows_within(AGAIN, "meanwhile").await;
    ada.terminal.shows("connected | Ada").await;
    ada.hides("regretted").await;
    for text in ["Ada: before", "meanwhile"] {
        assert_eq!(ada.times(text).await, 1, "{text}");
    }
    ada.terminal.press(&["Enter"]).await;
    ada.terminal.shows("Ada: half typed").await;
}

/// A room that was started anew counts anew: a line says so, what was said before stays, and the nick is the same.
async fn a_room_that_was_started_anew_is_told() {
    let room = Room::open().await;
    let address = room.address;
    let ada = Seat::join(WIDE, address, "Ada").await;
    ada.says("an old word").await;
    room.terminate().await;
    ada.terminal.shows("the room has closed").await;
    let room = Room::again_at(address).await;
    room.say("Owl-0001", "from now").await;
    ada.terminal.shows_within(AGAIN, "Owl-0001: from now").await;
    ada.terminal.shows("connected | Ada").await;
    let screen = ada.terminal.screen().await;
    let parts: Vec<_> = ["an old word", "The room was started anew", "from now"]
        .iter()
        .map(|text| screen.find(text))
        .collect();
    assert!(
        parts.iter().all(Option::is_some) && parts.is_sorted(),
        "{screen}"
    );
    assert_eq!(ada.times("an old word").await, 1);
    ada.says("and on").await;
}

/// Line by line, what is piped in waits until the room is there again, and is there once.
async fn lines_wait_for_the_room() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let gate = tempfile::tempdir().expect("a folder");
    let gate = gate.path().join("gate");
    let script = format!(
        "echo one; while ! [ -e {} ]; do sleep 0.05; done; echo two; echo three",
        gate.display()
    );
    let program = joining(&line.address.to_string(), &[]);
    let client = super::piped(&script, program).spawn();
    eventually("one is said", async || room.texts().await == ["one"]).await;
    line.cut();
    eventually("the loss is told", async || {
        client.stderr().contains("Not connected")
    })
    .await;
    std::fs::write(&gate, "").expect("a file");
    line.mend();
    let exit = client.finish(AGAIN).await;
    assert_eq!(exit.code, Some(0), "{exit:?}");
    assert_eq!(room.texts().await, ["one", "two", "three"]);
}

/// Where more was said than the room remembers, a line says how much was missed.
async fn what_was_missed_is_told() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let ada = Seat::join(WIDE, line.address, "Ada").await;
    ada.says("before").await;
    line.cut();
    ada.terminal.shows("Not connected").await;
    // Who is away for a shorter time is not told by the room, which may have sent all of it.
    tokio::time::sleep(std::time::Duration::from_secs(11)).await;
    room.flood(230, |index| format!("message {index:03}")).await;
    line.mend();
    ada.terminal.shows_within(2 * AGAIN, "message 229").await;
    for _ in 0..12 {
        ada.terminal.press(&["PPage"]).await;
    }
    ada.terminal.shows("30 messages were missed here.").await;
    assert_eq!(ada.times("Ada: before").await, 1);
}

/// A circuit that has died without a word is noticed, and another one opened.
async fn a_dead_line_is_noticed() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let client = joining(&line.address.to_string(), &[]).spawn();
    eventually("it has joined", async || {
        client.stderr().contains("You are in")
    })
    .await;
    line.silence();
    within(SILENT, "the silence is told", async || {
        client.stderr().contains("nothing was heard for 75 seconds")
    })
    .await;
    line.mend();
    room.say("Owl-0001", "still here").await;
    let mut client = client;
    while !client.line().await.expect("a line").contains("still here") {}
    assert_eq!(client.terminate().await.code, Some(0));
}
