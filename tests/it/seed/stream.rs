//! The endless page. No test of the seed ever read one, which is why its worst fault was found by
//! inspection only (see [`ten_idle_readers_cost_nothing`]).

use std::time::Duration;

use futures::future::join_all;
use libtest_mimic::Trial;
use tokio::time::{Instant, sleep};

use crate::support::client::{Ask, Line};
use crate::support::process::Room;
use crate::support::raw::{Wire, find};
use crate::support::text::{column, element, nick, number, texts};
use crate::support::{PATIENCE, SLOW, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let mut trials = trials![
        page_begins_as_the_seed_has_it,
        snapshot_holds_what_was_said,
        message_is_one_chunk,
        message_of_another_arrives_within_two_seconds,
        readers_who_come_while_200_are_posted_miss_nothing,
        reader_who_fell_behind_is_told_how_much_it_missed,
        ten_idle_readers_cost_nothing,
        transcript_ends_when_the_room_closes,
    ];
    trials.extend(
        trials![silence_is_filled_with_pings]
            .into_iter()
            .map(|trial| trial.with_kind(SLOW)),
    );
    trials
}

/// Opens a transcript on a bare socket and reads its head and its first chunks, until the messages begin.
async fn open(room: &Room) -> (Wire, String) {
    let mut wire = Wire::to(room.address).await;
    wire.send("GET /messages HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let head = wire.head().await;
    assert_eq!(
        (head.status, head.header("transfer-encoding")),
        (200, Some("chunked"))
    );
    let page = wire.chunks_until("</template>").await;
    (wire, page)
}

/// The scroller stays at the newest message by its style alone, and the messages lie in one inner element
/// in normal order: what surrounds them is a shadow root, in whose slot they stand, so that they themselves
/// come as the seed has them.
async fn page_begins_as_the_seed_has_it() {
    let room = Room::open().await;
    let (_wire, page) = open(&room).await;
    let (_, around) = page
        .split_once("<body><div id=\"room\" class=\"live\"><template shadowrootmode=\"open\">")
        .unwrap_or_else(|| panic!("no shadow root in\n{page}"));
    let (_, log) = around.split_once("<div id=\"log\"").expect("the scroller");
    let (_, log) = log.split_once('>').expect("its end");
    assert!(log.starts_with("<div><slot></slot></div></div>"), "{page}");
    let dense: String = page.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(
        dense.contains("#log{display:flex;flex-direction:column-reverse;"),
        "{page}"
    );
    assert!(
        page.trim_start()
            .to_ascii_lowercase()
            .starts_with("<!doctype html>"),
        "{page}"
    );
    let transcript = room.read().await;
    let kind = transcript
        .headers
        .get("content-type")
        .and_then(|kind| kind.to_str().ok());
    assert_eq!(kind, Some("text/html; charset=utf-8"));
}

/// Who comes late sees what was said before, in order.
async fn snapshot_holds_what_was_said() {
    let room = Room::open().await;
    room.flood(3, |index| format!("message {index}")).await;
    let mut transcript = room.read().await;
    transcript.read_until(">message 2<").await;
    assert_eq!(
        texts(&transcript.seen),
        ["message 0", "message 1", "message 2"]
    );
}

/// The seed's line for a message, to the byte, and nothing else in the chunk that brings it.
async fn message_is_one_chunk() {
    let room = Room::open().await;
    let (mut wire, _) = open(&room).await;
    for (nick, text) in [("Fox-ab12", "one"), ("Owl-0001", "two")] {
        room.say(nick, text).await;
        let chunk = wire.chunk(PATIENCE).await.expect("the page has not ended");
        let messages = room.messages().await;
        let time = column(&messages, "time").pop().expect("a message")[11..16].to_owned();
        let line = format!(
            "<div class=\"msg\"><span class=\"ts\">{time}</span> <span class=\"nick\">{nick}</span> \
             <span class=\"text\">{text}</span></div>\n"
        );
        assert_eq!(String::from_utf8_lossy(&chunk), line);
    }
}

/// py 29.
async fn message_of_another_arrives_within_two_seconds() {
    let room = Room::open().await;
    let mut transcript = room.read().await;
    transcript.read_until("</template>").await;
    for index in 0..3 {
        room.say(&nick(index), &format!("message {index}")).await;
        transcript
            .read_until_within(&format!(">message {index}<"), Duration::from_secs(2))
            .await;
    }
    assert_eq!(
        texts(&transcript.seen),
        ["message 0", "message 1", "message 2"]
    );
}

/// Between the snapshot and the first chunk behind it nothing is lost and nothing doubled, whenever a
/// reader comes.
async fn readers_who_come_while_200_are_posted_miss_nothing() {
    const POSTED: usize = 200;
    const READERS: usize = 10;
    let room = Room::open().await;
    let expected: Vec<String> = (0..POSTED)
        .map(|index| format!("message {index}"))
        .collect();
    let last = format!(">{}<", expected[POSTED - 1]);
    let posts = room.flood(POSTED, |index| expected[index].clone());
    let readers = join_all((0..READERS).map(async |reader| {
        // Each reader waits for the room to hold a certain number of messages, so that they come all along
        // the way.
        let count = reader * POSTED / READERS;
        let mut line = Line::to(&room).await;
        while line.ask(Ask::get("/api/status")).await.json()["messages"]
            .as_u64()
            .unwrap_or(0)
            < count as u64
        {}
        let mut transcript = room.read().await;
        transcript.read_until(&last).await;
        transcript
    }));
    let ((), transcripts) = tokio::join!(posts, readers);
    for (reader, transcript) in transcripts.iter().enumerate() {
        assert_eq!(texts(&transcript.seen), expected, "reader {reader}");
    }
}

/// A reader who takes less than is said falls out of the ring. The seed then left a hole that nobody saw.
/// Ours says how much is missing, and what is shown and what is missing are all that there was.
async fn reader_who_fell_behind_is_told_how_much_it_missed() {
    // A quote is five or six bytes on the wire, so that such a message is two to three kilobytes. Of these
    // the ring holds half a megabyte, and 900 are much more than it and the buffers between the room and a
    // narrow reader can take up.
    const POSTED: usize = 900;
    let room = Room::open().await;
    let mut wire = Wire::narrow(room.address).await;
    wire.send("GET /messages HTTP/1.0\r\nHost: x\r\n\r\n").await;
    room.expect_streams(1).await;
    room.flood(POSTED, |index| format!("{index:04}{}", "\"".repeat(496)))
        .await;
    let last = format!(">{:04}", POSTED - 1);
    let start = Instant::now();
    let mut page = Vec::new();
    while find(&page, last.as_bytes()).is_none() {
        assert!(start.elapsed() < PATIENCE, "the last message does not come");
        // What comes within a moment; how it is cut does not matter here.
        let (bytes, closed) = wire.listen(Duration::from_millis(50)).await;
        page.extend(bytes);
        assert!(!closed, "the transcript of a slow reader broke off");
    }
    let page = String::from_utf8_lossy(&page);
    let gaps: Vec<String> = page
        .split("<div class=\"gap\"")
        .skip(1)
        .map(|rest| format!("<div class=\"gap\"{rest}"))
        .collect();
    assert!(
        !gaps.is_empty(),
        "{} messages of {POSTED} came, and no word of the others",
        texts(&page).len()
    );
    let missed: usize = gaps
        .iter()
        .filter_map(|gap| number(&element(gap, "gap")?))
        .sum();
    let mut shown: Vec<usize> = page
        .split("<span class=\"text\">")
        .skip(1)
        .filter_map(number)
        .collect();
    assert!(shown.is_sorted(), "the messages come in order");
    shown.dedup();
    assert_eq!(
        shown.len() + missed,
        POSTED,
        "shown and missed; the gaps: {missed}"
    );
}

/// The seed's worst fault: each stream waited for an event that the first message had set for good, so that
/// from then on the wait returned at once, and every open page span on a core of the host for ever. Here
/// ten readers who have seen a message and wait for the next cost nothing that can be measured.
async fn ten_idle_readers_cost_nothing() {
    const READERS: usize = 10;
    const WATCHED: Duration = Duration::from_secs(3);
    /// What the runtime and the granularity of the measure may add up to, in hundredths of a second. One
    /// spinning core is 300.
    const TICKS: u64 = 3;
    let room = Room::open().await;
    let mut readers = join_all((0..READERS).map(|_| room.read())).await;
    room.say("Fox-ab12", "hello").await;
    for reader in &mut readers {
        reader.read_until(">hello<").await;
    }
    let before = room.process.ticks();
    sleep(WATCHED).await;
    let used = room.process.ticks() - before;
    assert!(
        used <= TICKS,
        "{used} ticks of processor time in {WATCHED:?} of silence"
    );
}

/// A comment each half minute keeps the connection open on its way, and lets the room notice who is gone.
async fn silence_is_filled_with_pings() {
    let room = Room::open().await;
    let (mut wire, _) = open(&room).await;
    let start = Instant::now();
    let chunk = wire
        .chunk(Duration::from_secs(35))
        .await
        .expect("the page has not ended");
    let silence = start.elapsed();
    assert_eq!(String::from_utf8_lossy(&chunk), "<!-- ping -->\n");
    assert!(
        silence > Duration::from_secs(25),
        "a ping after {silence:?} already"
    );
    room.say("Fox-ab12", "hello").await;
    let chunk = wire.chunk(PATIENCE).await.expect("the page has not ended");
    assert_eq!(texts(&String::from_utf8_lossy(&chunk)), ["hello"]);
}

/// Readers see that the room was closed, and the page ends as a page should, so that the browser does not
/// take it for a fault.
async fn transcript_ends_when_the_room_closes() {
    let room = Room::open().await;
    let (mut wire, _) = open(&room).await;
    let mut transcript = room.read().await;
    transcript.read_until("</template>").await;
    let exit = room.terminate().await;
    let mut page = String::new();
    while let Some(chunk) = wire.chunk(PATIENCE).await {
        page.push_str(&String::from_utf8_lossy(&chunk));
    }
    wire.expect_closed().await;
    assert!(page.contains("the room has closed"), "{page}");
    transcript.read_to_end().await;
    assert!(
        transcript.seen.contains("the room has closed"),
        "{}",
        transcript.seen
    );
    assert_eq!(exit.code, Some(0));
}
