//! What the times shown tell, and what they don't.
//!
//! A minute that flips when the host's own clock does is a fine instrument to recognise a host by, even
//! without a `Date` header. So each process draws an offset once, and shows every time with it.

use std::collections::BTreeSet;

use futures::future::join_all;
use libtest_mimic::Trial;

use crate::support::process::Room;
use crate::support::text::{API_TIME, CLOCK_TIME, column, find_shape, has_shape, minute_of, now};
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        transcript_shows_hours_and_minutes_only,
        all_times_have_the_same_offset,
        offset_is_small,
        offset_is_drawn_at_each_start,
    ]
}

/// The largest offset, in seconds.
const OFFSET: i64 = 120;

/// The time on the page of the clock.
async fn clock(room: &Room) -> String {
    let page = room.get("/clock").await.expect(200).body;
    find_shape(&page, CLOCK_TIME)
        .unwrap_or_else(|| panic!("no time in\n{page}"))
        .to_owned()
}

/// py 35, go 29: a transcript that somebody keeps shows no date.
async fn transcript_shows_hours_and_minutes_only() {
    let room = Room::open().await;
    let before = clock(&room).await;
    room.say("Fox-ab12", "hello").await;
    let mut transcript = room.read().await;
    transcript.read_until(">hello<").await;
    let stamp = transcript
        .seen
        .split_once("<span class=\"ts\">")
        .and_then(|(_, rest)| rest.split_once('<'));
    let stamp = stamp.expect("a time before the message").0;
    assert!(has_shape(stamp, "99:99"), "{stamp:?} is no time of day");
    assert!(
        !transcript.unstyled().contains(&before[..4]),
        "the year is in\n{}",
        transcript.unstyled()
    );
}

/// Two clocks that differ would give the offset away.
async fn all_times_have_the_same_offset() {
    let room = Room::open().await;
    let before = clock(&room).await;
    room.say("Fox-ab12", "hello").await;
    let after = clock(&room).await;
    let messages = room.messages().await;
    let time = column(&messages, "time")[0];
    assert!(has_shape(time, API_TIME), "{time:?}");
    let (earliest, latest) = (minute_of(&before), minute_of(&after));
    assert!(
        (earliest..=latest).contains(&minute_of(time)),
        "{time} is not between {before} and {after}"
    );
    let mut transcript = room.read().await;
    transcript.read_until(">hello<").await;
    let stamp = format!("<span class=\"ts\">{}</span>", &time[11..16]);
    assert!(
        transcript.seen.contains(&stamp),
        "no {stamp} in\n{}",
        transcript.seen
    );
}

/// The clock is still of use to its readers.
async fn offset_is_small() {
    let room = Room::open().await;
    let before = now();
    let shown = minute_of(&clock(&room).await) * 60;
    let after = now();
    // The time shown is the beginning of its minute, so it may lie another minute back.
    assert!(shown >= before - OFFSET - 60, "{} s behind", before - shown);
    assert!(shown <= after + OFFSET, "{} s ahead", shown - after);
}

/// The chance that so many processes show the same minute, when each draws evenly from a range of two
/// minutes, is less than one in a million. Without an offset they all do.
async fn offset_is_drawn_at_each_start() {
    const PROCESSES: usize = 24;
    let rooms = join_all((0..PROCESSES).map(|_| Room::open())).await;
    let clocks: BTreeSet<String> = join_all(rooms.iter().map(clock))
        .await
        .into_iter()
        .collect();
    assert!(
        clocks.len() > 1,
        "all of {PROCESSES} processes show {clocks:?}"
    );
}
