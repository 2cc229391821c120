//! The rate, the duplicates, the ring. What is refused here is dropped without a word, as the seed's
//! `/send` does; the form in the frame says why (see `compose`).

use std::time::Duration;

use futures::future::join_all;
use libtest_mimic::Trial;
use tokio::time::{Instant, sleep, sleep_until};

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::{nick, nicks, texts};
use crate::support::visitor::Visitor;
use crate::support::{SLOW, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let mut trials = trials![
        second_message_within_a_second_is_dropped,
        second_message_after_a_second_is_kept,
        dropped_message_does_not_extend_the_wait,
        same_text_after_a_second_is_dropped,
        same_text_is_a_duplicate_even_after_others_spoke,
        other_text_between_makes_it_no_duplicate,
        same_text_from_two_nicks_is_kept,
        racing_posts_of_one_nick_leave_one,
        session_is_limited_whatever_its_nick_cookie_says,
        ring_keeps_the_newest_200,
    ];
    trials.extend(
        trials![same_text_after_half_a_minute_is_kept]
            .into_iter()
            .map(|trial| trial.with_kind(SLOW)),
    );
    trials
}

/// A little more than the second that must lie between two messages of one nick.
const RATE: Duration = Duration::from_millis(1100);

/// A little more than the half minute in which the same text is a duplicate.
const DUPLICATE: Duration = Duration::from_secs(31);

/// The messages that the room keeps.
const RING: usize = 200;

/// py 13, go 15.
async fn second_message_within_a_second_is_dropped() {
    let room = Room::open().await;
    room.say("Fox-ab12", "first").await;
    room.say("Fox-ab12", "second").await;
    assert_eq!(room.texts().await, ["first"]);
}

/// py 14, go 16.
async fn second_message_after_a_second_is_kept() {
    let room = Room::open().await;
    room.say("Fox-ab12", "first").await;
    sleep(RATE).await;
    room.say("Fox-ab12", "second").await;
    assert_eq!(room.texts().await, ["first", "second"]);
}

/// The second counts from the last message that was taken: who types on while being refused is not locked
/// out for good.
async fn dropped_message_does_not_extend_the_wait() {
    let room = Room::open().await;
    room.say("Fox-ab12", "first").await;
    let first = Instant::now();
    // Early enough to be dropped on a slow machine, and late enough to matter if it counted.
    sleep(RATE / 4).await;
    room.say("Fox-ab12", "too soon").await;
    sleep_until(first + RATE).await;
    room.say("Fox-ab12", "second").await;
    assert_eq!(room.texts().await, ["first", "second"]);
}

/// py 15, go 17.
async fn same_text_after_a_second_is_dropped() {
    let room = Room::open().await;
    room.say("Fox-ab12", "again").await;
    sleep(RATE).await;
    room.say("Fox-ab12", " again ").await;
    assert_eq!(room.texts().await, ["again"]);
}

/// py 16, go 18.
async fn same_text_after_half_a_minute_is_kept() {
    let room = Room::open().await;
    room.say("Fox-ab12", "again").await;
    sleep(DUPLICATE).await;
    room.say("Fox-ab12", "again").await;
    assert_eq!(room.texts().await, ["again", "again"]);
}

/// py 17, go 19: both suites posted the third message within the second, so that the rate alone made them
/// pass. Here the rate is waited out.
async fn same_text_is_a_duplicate_even_after_others_spoke() {
    let room = Room::open().await;
    room.say("Owl-0001", "spam").await;
    room.say("Fox-ab12", "other").await;
    sleep(RATE).await;
    room.say("Owl-0001", "spam").await;
    assert_eq!(room.texts().await, ["spam", "other"]);
}

/// Only the latest message of a nick counts: a conversation may come back to a word.
async fn other_text_between_makes_it_no_duplicate() {
    let room = Room::open().await;
    for text in ["yes", "no", "yes"] {
        room.say("Owl-0001", text).await;
        sleep(RATE).await;
    }
    assert_eq!(room.texts().await, ["yes", "no", "yes"]);
}

/// py 18, go 20.
async fn same_text_from_two_nicks_is_kept() {
    let room = Room::open().await;
    room.say("Fox-ab12", "hello").await;
    room.say("Owl-0001", "hello").await;
    assert_eq!(room.nicks().await, ["Fox-ab12", "Owl-0001"]);
}

/// The check and the deed are one: posts that race each other through ten connections do not slip past the
/// limit together.
async fn racing_posts_of_one_nick_leave_one() {
    const RACERS: usize = 10;
    let room = Room::open().await;
    let texts: Vec<String> = (0..RACERS).map(|index| format!("racer {index}")).collect();
    join_all(texts.iter().map(|text| room.say("Fox-ab12", text))).await;
    assert_eq!(room.texts().await.len(), 1);
}

/// In the seed the limit hung on the cookie that everybody may write for himself: drop it or change it, and
/// there was a fresh budget. A visitor who has proven a session is limited as that session, and a new name
/// is no new visitor.
async fn session_is_limited_whatever_its_nick_cookie_says() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    visitor.say("first").await;
    for wish in [
        Some("Heron-0001"),
        Some("Heron-0002"),
        Some("<nonsense>"),
        None,
    ] {
        visitor.set_cookie("nick", wish);
        visitor.say("flood").await;
    }
    assert_eq!(room.texts().await, ["first"]);
}

/// py 12, go 14: of 250 messages the newest 200 are kept, and a reader who comes then sees exactly these,
/// in order.
async fn ring_keeps_the_newest_200() {
    const POSTED: usize = 250;
    let room = Room::open().await;
    room.flood(POSTED, |index| format!("message {index}")).await;
    let expected: Vec<String> = (POSTED - RING..POSTED)
        .map(|index| format!("message {index}"))
        .collect();
    assert_eq!(room.texts().await, expected);
    assert_eq!(room.get("/api/status").await.json()["messages"], RING);
    let mut transcript = room.read().await;
    transcript
        .read_until(&format!(">message {}<", POSTED - 1))
        .await;
    assert_eq!(texts(&transcript.seen), expected);
    assert_eq!(nicks(&transcript.seen)[0], nick(POSTED - RING));
    // A limit that outlives its message would hold a nick whose latest message has left the ring.
    room.ask(Ask::form("/send", &[("msg", "still here")]).nick("Owl-0001"))
        .await
        .expect_see_other("/");
    assert_eq!(
        room.texts().await.last().map(String::as_str),
        Some("still here")
    );
}
