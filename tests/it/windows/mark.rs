//! Where somebody stopped reading: a mark stands before what others have said since, for whoever was away for
//! longer than it takes a connection to come back.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::sleep;

use super::MARK;
use crate::support::process::Room;
use crate::support::visitor::Visitor;
use crate::support::{SLOW, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let slow = trials![mark_stands_before_what_is_new];
    let slow = slow.into_iter();
    slow.map(|trial| trial.with_kind(SLOW)).collect()
}

/// A little more than how long somebody is away before a mark is worth it.
const AWAY: Duration = Duration::from_secs(12);

/// Within ten seconds there is none, and none ever for what somebody said themselves. It stands in what a page
/// shows while it loads and in the transcript that follows, and once only.
async fn mark_stands_before_what_is_new() {
    let room = Room::open().await;
    room.say("Fox-ab12", "known").await;
    let mut visitor = Visitor::returning(&room).await;
    let mut lonely = Visitor::returning(&room).await;
    for visitor in [&mut visitor, &mut lonely] {
        let window = visitor.load("").await;
        let mut transcript = visitor.read_window(&window).await;
        transcript.read_until(">known<").await;
    }
    room.expect_streams(0).await;
    room.say("Owl-ab12", "at once").await;
    let window = visitor.load("").await;
    let mut transcript = visitor.read_window(&window).await;
    transcript.read_until(">at once<").await;
    assert!(!transcript.seen.contains(MARK), "{}", transcript.body());
    let again = lonely.load("").await;
    lonely
        .read_window(&again)
        .await
        .read_until(">at once<")
        .await;
    drop(transcript);
    room.expect_streams(0).await;
    lonely.say("my own words").await;
    sleep(AWAY).await;
    let own = lonely.load("").await;
    let mut transcript = lonely.read_window(&own).await;
    transcript.read_until(">my own words<").await;
    assert!(!transcript.seen.contains(MARK), "{}", transcript.body());
    room.say("Elk-ab12", "news").await;
    transcript.read_until(">news<").await;
    assert!(!transcript.seen.contains(MARK), "{}", transcript.body());
    let window = visitor.get("/").await.expect(200).body;
    let window = crate::support::window::Window::of(window, "");
    visitor.get(&window.path("compose")).await.expect(200);
    let glance = visitor.get(&window.path("live")).await.expect(200).body;
    let mut transcript = visitor.read_window(&window).await;
    transcript.read_until(">news<").await;
    for seen in [&glance, &transcript.seen] {
        let at = |part: &str| {
            seen.find(part)
                .unwrap_or_else(|| panic!("no {part}: {seen}"))
        };
        assert_eq!(seen.matches(MARK).count(), 1, "{seen}");
        assert!(at(">at once<") < at(MARK) && at(MARK) < at(">my own words<"));
        assert!(seen.contains(">New since you left</div>"), "{seen}");
    }
    drop(transcript);
    room.expect_streams(1).await;
    let window = visitor.load("").await;
    let mut transcript = visitor.read_window(&window).await;
    transcript.read_until(">news<").await;
    assert!(!transcript.seen.contains(MARK), "{}", transcript.body());
}
