//! When a window's transcript lasts, and when it ends. A browser shows a tab as busy that has an endless
//! document open before all of its page is loaded; so the transcript ends until it is, with everything that
//! there is to read by then.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::Instant;

use super::WATCHED;
use crate::support::client::{Ask, Line};
use crate::support::process::Room;
use crate::support::text::nick;
use crate::support::visitor::Visitor;
use crate::support::window::Window;
use crate::support::{SLOW, trials};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let mut trials = trials![
        transcript_ends_until_the_page_is_loaded,
        calm_window_always_ends_and_is_present,
        calm_window_shows_the_newest,
        long_transcript_begins_anew,
        head_of_a_transcript_takes_no_place,
    ];
    let slow = trials![window_waits_for_a_place];
    trials.extend(slow.into_iter().map(|trial| trial.with_kind(SLOW)));
    trials
}

/// What a page ends with that is whole.
const END: &str = "</body></html>\n";

/// How somebody sees the room who is shown it now and again, and has chosen nothing else.
const CALM: &str = "dmck1en";

/// A window of which nothing but the page around the frames is loaded.
async fn bare(visitor: &mut Visitor<'_>) -> Window {
    Window::of(visitor.get("/").await.expect(200).body, "")
}

/// Whatever order a browser loads the frames in, the transcript ends until the form was served and the
/// transcript asked for once, each time with the backlog; then it lasts. Only what lasts takes a place.
async fn transcript_ends_until_the_page_is_loaded() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    room.say("Fox-ab12", "early").await;
    for form_first in [true, false] {
        let window = bare(&mut visitor).await;
        let live = window.path("live");
        if form_first {
            visitor.get(&window.path("compose")).await.expect(200);
        }
        let looks = if form_first { 1 } else { 3 };
        for _ in 0..looks {
            let page = visitor.get(&live).await.expect(200).body;
            assert!(page.contains(">early<") && page.ends_with(END), "{page}");
        }
        if !form_first {
            visitor.get(&window.path("compose")).await.expect(200);
        }
        assert_eq!(room.streams().await, 0);
        let mut transcript = visitor.read_window(&window).await;
        transcript.read_until(">early<").await;
        assert_eq!(room.streams().await, 1);
        transcript.stays_open(WATCHED).await;
        let late = format!("late {form_first}");
        room.say("Owl-ab12", &late).await;
        transcript.read_until(&format!(">{late}<")).await;
        drop(transcript);
        room.expect_streams(0).await;
        // Once loaded, always loaded.
        let mut transcript = visitor.read_window(&window).await;
        transcript.read_until(">early<").await;
        drop(transcript);
        room.expect_streams(0).await;
    }
}

/// A calm window is shown what there is, and its transcript ends. Whoever looks so is here all the same: the
/// others are told that they came, and they stand on the list; they take no place.
async fn calm_window_always_ends_and_is_present() {
    let room = Room::open().await;
    let mut other = Visitor::returning(&room).await;
    let mut theirs = other.read().await;
    theirs.read_until("</template>").await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await.seen_as(CALM);
    assert!(!theirs.seen.contains(&visitor.nick()), "{}", theirs.body());
    room.say("Fox-ab12", "early").await;
    for _ in 0..3 {
        let page = visitor.get(&window.path("live")).await.expect(200).body;
        assert!(page.contains(">early<") && page.ends_with(END), "{page}");
    }
    theirs
        .read_until(&format!("{} has joined.", visitor.nick()))
        .await;
    theirs
        .read_until(&format!("<li><bdi>{}</bdi>", visitor.nick()))
        .await;
    assert_eq!(room.streams().await, 1);
}

/// Since it loads them again and again, it is shown the newest sixty messages.
async fn calm_window_shows_the_newest() {
    let room = Room::open().await;
    room.flood(70, |index| format!("message {index}.")).await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await.seen_as(CALM);
    let page = visitor.get(&window.path("live")).await.expect(200).body;
    assert_eq!(page.matches("<span class=\"text\">").count(), 60);
    assert!(page.contains(">message 10.<") && page.contains(">message 69.<"));
    assert!(!page.contains(">message 9.<"));
}

/// The most bytes of a window's transcript.
const LENGTH: usize = 1024 * 1024;

/// A browser's tab grows with each message, so after a megabyte a window's transcript ends by itself, and the
/// next one begins with the backlog. One that stands alone goes on: nothing would ask for it again.
async fn long_transcript_begins_anew() {
    /// How many messages are said between two looks, less than a room keeps for slow readers.
    const AT_ONCE: usize = 50;
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    let mut transcript = visitor.read_window(&window).await;
    let mut alone = visitor.read().await;
    let mut line = Line::to(&room).await;
    let mut said = 0;
    loop {
        for _ in 0..AT_ONCE {
            let text = format!("{said} {}", "\"".repeat(490));
            let ask = Ask::form("/send", &[("msg", &text)]).nick(&nick(said));
            line.ask(ask).await.expect_see_other("/");
            said += 1;
        }
        let last = format!(">{} &", said - 1);
        alone.read_until(&last).await;
        assert!(alone.seen.len() < 2 * LENGTH, "it goes on for ever");
        if alone.seen.len() > LENGTH + LENGTH / 4 {
            break;
        }
        if alone.seen.len() < LENGTH - LENGTH / 4 {
            transcript.read_until(&last).await;
        }
    }
    transcript.read_to_end().await;
    let length = transcript.seen.len();
    assert!((LENGTH..LENGTH + LENGTH / 5).contains(&length), "{length}");
    let mut next = visitor.read_window(&window).await;
    for index in [said - 200, said - 1] {
        next.read_until(&format!(">{index} &")).await;
    }
    next.stays_open(Duration::from_secs(1)).await;
    room.say("Owl-ab12", "still here").await;
    for transcript in [&mut alone, &mut next] {
        transcript.read_until(">still here<").await;
    }
}

/// Nobody reads behind a HEAD.
async fn head_of_a_transcript_takes_no_place() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    for path in ["live", "a", "compose"] {
        let reply = visitor.ask(Ask::new("HEAD", &window.path(path))).await;
        assert_eq!(reply.expect(200).body, "");
    }
    assert_eq!(room.streams().await, 0);
}

/// Where all places are taken, a window says so for ten seconds and asks again; whoever is loading the page is
/// shown what there is. A place that is free is taken.
async fn window_waits_for_a_place() {
    let room = Room::start(&["--max-streams", "1"]).await;
    let mut first = Visitor::returning(&room).await;
    let mut second = Visitor::returning(&room).await;
    room.say("Fox-ab12", "early").await;
    let window = first.load("").await;
    let mut reading = first.read_window(&window).await;
    reading.read_until(">early<").await;
    let waiting = second.load("").await;
    let start = Instant::now();
    let mut full = second.read_window(&waiting).await;
    full.read_until("full").await;
    // Who waits can write all the same.
    second.type_into(&waiting, "let me in").await.expect(200);
    reading.read_until(">let me in<").await;
    while full.next_chunk(Duration::from_secs(20)).await.is_some() {}
    let took = start.elapsed();
    let range = Duration::from_secs(9)..Duration::from_secs(15);
    assert!(range.contains(&took), "it ended after {took:?}");
    assert!(!full.seen.contains(">early<"), "{}", full.seen);
    drop(reading);
    room.expect_streams(0).await;
    let mut reading = second.read_window(&waiting).await;
    reading.read_until(">early<").await;
    reading.stays_open(WATCHED).await;
    assert_eq!(room.streams().await, 1);
}
