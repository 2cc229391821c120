//! How many transcripts are open at once, and whose they are.
//!
//! The seed counts to a hundred, whoever asks: one visitor with a hundred connections shuts everybody else
//! out. Here a session has four, and its fifth ends its oldest.

use std::time::Duration;

use futures::future::join_all;
use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::raw::Wire;
use crate::support::text::nick;
use crate::support::transcript::Transcript;
use crate::support::visitor::Visitor;
use crate::support::{trials, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        stuck_reader_loses_its_place,
        third_of_two_is_told_that_the_chat_is_full,
        full_house_of_a_hundred_by_default,
        place_is_free_when_a_reader_leaves,
        fifth_transcript_of_a_session_ends_its_oldest,
        head_ends_no_transcript,
        one_session_leaves_room_for_others,
        readers_without_a_session_do_not_end_each_other,
        nick_of_a_session_does_not_take_its_places,
    ]
}

/// The transcripts that one session may have open.
const PER_SESSION: usize = 4;

/// py 27, py 28, go 25: two are counted as soon as they are open; the third is told so, with a page that
/// tries again by itself, and is not counted.
async fn third_of_two_is_told_that_the_chat_is_full() {
    let room = Room::start(&["--max-streams", "2"]).await;
    let first = room.read().await;
    room.expect_streams(1).await;
    let _second = room.read().await;
    room.expect_streams(2).await;
    let full = room.get("/messages").await.expect(200);
    assert_eq!(
        full.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(
        full.body.contains("Chat full — retrying..."),
        "{}",
        full.body
    );
    assert!(
        full.body
            .contains("<meta http-equiv=\"refresh\" content=\"10;url=/messages\">"),
        "{}",
        full.body
    );
    assert_eq!(room.streams().await, 2);
    drop(first);
    room.expect_streams(1).await;
    room.read().await.read_until("</template>").await;
}

/// go 25, at the limit that a room has when nobody chose one.
async fn full_house_of_a_hundred_by_default() {
    const MOST: usize = 100;
    let room = Room::open().await;
    let mut readers = join_all((0..MOST).map(|_| room.read())).await;
    for reader in &mut readers {
        reader.read_until("</template>").await;
    }
    assert_eq!(room.streams().await, MOST as u64);
    assert!(room.get("/messages").await.body.contains("Chat full"));
    // The room is full of readers, and all of them are served.
    room.say("Fox-ab12", "hello").await;
    join_all(
        readers
            .iter_mut()
            .map(|reader| reader.read_until(">hello<")),
    )
    .await;
}

/// A reader who closes the window gives the place back at once, not at the next message or ping.
async fn place_is_free_when_a_reader_leaves() {
    let room = Room::start(&["--max-streams", "3"]).await;
    let readers: Vec<Transcript> = join_all((0..3).map(|_| room.read())).await;
    room.expect_streams(3).await;
    drop(readers);
    let free = Duration::from_secs(2);
    within(free, "all places are free", async || {
        room.streams().await == 0
    })
    .await;
}

/// The reader is told why, and the others are left alone.
async fn fifth_transcript_of_a_session_ends_its_oldest() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let mut transcripts = Vec::new();
    for _ in 0..=PER_SESSION {
        let mut transcript = visitor.read().await;
        transcript.read_until("</template>").await;
        transcripts.push(transcript);
    }
    let mut oldest = transcripts.remove(0);
    oldest.read_to_end().await;
    assert!(oldest.seen.contains("opened elsewhere"), "{}", oldest.seen);
    room.expect_streams(PER_SESSION as u64).await;
    room.say("Fox-ab12", "hello").await;
    for transcript in &mut transcripts {
        transcript.read_until(">hello<").await;
        assert!(
            !transcript.seen.contains("opened elsewhere"),
            "{}",
            transcript.seen
        );
    }
}

/// HEAD asks about a transcript and opens none, so it takes nobody's place either.
async fn head_ends_no_transcript() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let mut transcripts = Vec::new();
    for _ in 0..PER_SESSION {
        transcripts.push(visitor.read().await);
    }
    visitor
        .ask(Ask::new("HEAD", "/messages"))
        .await
        .expect_empty(200);
    room.say(&nick(1), "hello").await;
    for transcript in &mut transcripts {
        transcript.read_until(">hello<").await;
        assert!(
            !transcript.seen.contains("opened elsewhere"),
            "{}",
            transcript.seen
        );
    }
}

/// However many one visitor opens, there is a place for the next.
async fn one_session_leaves_room_for_others() {
    let room = Room::start(&["--max-streams", "6"]).await;
    let mut greedy = Visitor::returning(&room).await;
    let mut transcripts = Vec::new();
    for _ in 0..10 {
        transcripts.push(greedy.read().await);
    }
    room.expect_streams(PER_SESSION as u64).await;
    let mut other = Visitor::returning(&room).await;
    other.read().await.read_until("</template>").await;
}

/// Readers without cookies may be many people, so none of them ends another one's page.
async fn readers_without_a_session_do_not_end_each_other() {
    let room = Room::open().await;
    let mut readers = join_all((0..2 * PER_SESSION).map(|_| room.read())).await;
    room.expect_streams(2 * PER_SESSION as u64).await;
    room.say("Fox-ab12", "hello").await;
    for reader in &mut readers {
        reader.read_until(">hello<").await;
    }
}

/// A nick is known to everybody. If a place hung on it, anybody could end somebody's transcript by opening
/// five under the nick.
async fn nick_of_a_session_does_not_take_its_places() {
    let room = Room::open().await;
    let mut victim = Visitor::returning(&room).await;
    let mut transcript = victim.read().await;
    transcript.read_until("</template>").await;
    let mut forgers = Vec::new();
    for _ in 0..=PER_SESSION {
        let mut forger = Visitor::new(&room);
        forger.set_cookie("nick", Some(&victim.nick()));
        let mut transcript = forger.read().await;
        transcript.read_until("</template>").await;
        forgers.push(transcript);
    }
    room.say(&nick(1), "hello").await;
    transcript.read_until(">hello<").await;
    assert!(
        !transcript.seen.contains("opened elsewhere"),
        "{}",
        transcript.seen
    );
}

/// A fault of the seed and its sister: a reader who takes nothing keeps its place for ever, and megabytes of
/// memory with it. Here the writes to it are given up after 75 seconds without progress.
async fn stuck_reader_loses_its_place() {
    /// What overflows every buffer between the room and a reader who takes nothing.
    const MESSAGES: usize = 1200;
    /// The room's own deadline, and time to notice.
    const LET_GO: Duration = Duration::from_secs(95);
    let room = Room::start(&["--max-streams", "1"]).await;
    let mut stuck = Wire::narrow(room.address).await;
    stuck
        .send("GET /messages HTTP/1.1\r\nHost: x\r\n\r\n")
        .await;
    room.expect_streams(1).await;
    room.flood(MESSAGES, |index| format!("{index} {}", "x".repeat(490)))
        .await;
    assert_eq!(room.streams().await, 1, "a reader gets its time");
    within(LET_GO, "the place is free", async || {
        room.streams().await == 0
    })
    .await;
    let mut next = room.read().await;
    next.read_until(&format!("{} xxx", MESSAGES - 1)).await;
}
