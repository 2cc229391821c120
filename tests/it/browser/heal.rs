//! What comes back by itself: after a reset, a long silence, the death of the process. Nobody presses anything.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::{Instant, sleep};

use super::line::Line;
use super::{CHAT, PATIENCE, browser_trials, loaded, say, sees};
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::process::Room;
use crate::support::within;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![
        a_cut_line_heals,
        a_silent_line_heals,
        a_dead_line_is_shown,
        a_killed_room_comes_back,
        whoever_was_away_sees_what_is_new,
        whoever_was_away_for_long_sees_how_much_is_lost,
    ]
}

/// How soon the transcript is back once the server answers again. The page asks every second; the rest is what a
/// browser takes to show it, here on a machine that runs other tests as well.
const BACK: Duration = Duration::from_secs(4);

/// How long somebody has to be away for that to be worth a mark, and a moment more.
pub const AWAY: Duration = Duration::from_secs(11);

/// Waits until the transcript shows a text, and says how long that took.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn back(firefox: &Firefox, text: &str) {
    let start = Instant::now();
    sees(firefox, text).await;
    loaded(firefox).await;
    let took = start.elapsed();
    println!("back after {took:.1?}");
    assert!(took <= BACK, "the transcript was back after {took:?}");
}

/// How often a text stands in the transcript.
async fn times(firefox: &Firefox, text: &str) -> usize {
    firefox.document_text(CHAT).await.matches(text).count()
}

/// All connections are reset and nobody answers for a while; what was said meanwhile is there in the end, once.
async fn a_cut_line_heals() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&format!("http://{}", line.address)).await;
    loaded(&firefox).await;
    say(&firefox, "before").await;
    sees(&firefox, "before").await;
    for round in 0..3 {
        line.cut();
        within(PATIENCE, "the transcript is lost", async || {
            firefox.ready_state(CHAT).await != "loading"
        })
        .await;
        let missed = format!("missed-{round}");
        room.say(&crate::support::text::nick(round), &missed).await;
        // An outage has a length; this one is long enough for several tries.
        sleep(Duration::from_secs(3)).await;
        line.mend();
        back(&firefox, &missed).await;
    }
    for text in ["before", "missed-0", "missed-1", "missed-2"] {
        assert_eq!(times(&firefox, text).await, 1, "{text}");
    }
    assert!(!firefox.is_busy().await);
    say(&firefox, "after").await;
    sees(&firefox, "after").await;
    assert_eq!(firefox.history_length().await, 1);
}

/// For half a minute nothing passes, and nobody learns of it; then the connections turn out to be dead.
async fn a_silent_line_heals() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&format!("http://{}", line.address)).await;
    loaded(&firefox).await;
    line.silence();
    room.say("Fox-0001", "said into the void").await;
    // The silence has a length, too.
    sleep(Duration::from_secs(30)).await;
    assert_eq!(times(&firefox, "void").await, 0);
    line.cut();
    within(PATIENCE, "the transcript is lost", async || {
        firefox.ready_state(CHAT).await != "loading"
    })
    .await;
    line.mend();
    back(&firefox, "said into the void").await;
    assert_eq!(times(&firefox, "void").await, 1);
}

/// After how long a silence the page says that the connection may be lost: heartbeats come every half minute.
const SILENCE: Duration = Duration::from_secs(80);

/// The least of it that has to have passed: some of it had, when the line became silent.
const SILENT: Duration = Duration::from_mins(1);

/// Where a connection dies without a word, the page itself shows that nothing comes any more; while the room is
/// merely silent, it does not.
async fn a_dead_line_is_shown() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&format!("http://{}", line.address)).await;
    loaded(&firefox).await;
    let shown = async || firefox.computed_style(CHAT, "#lost", "visibility").await == "visible";
    // The first heartbeat starts the time anew.
    within(SILENCE / 2, "a heartbeat", async || {
        firefox.count(CHAT, "#room>i").await == 1
    })
    .await;
    assert!(!shown().await);
    line.silence();
    let start = Instant::now();
    within(SILENCE + PATIENCE, "the page shows it", shown).await;
    let took = start.elapsed();
    assert!(took > SILENT, "the page showed it after {took:?}");
    let text = firefox.document_text(CHAT).await;
    assert!(text.contains("No sign of life"), "{text}");
}

/// The process is killed and started again: nothing that was said is left, and the same page goes on.
async fn a_killed_room_comes_back() {
    let mut room = Room::open().await;
    let line = Line::to(room.address).await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&format!("http://{}", line.address)).await;
    loaded(&firefox).await;
    say(&firefox, "in the first life").await;
    sees(&firefox, "first life").await;
    let address = room.address;
    room.process.signal("KILL").await;
    within(PATIENCE, "the transcript is lost", async || {
        firefox.ready_state(CHAT).await != "loading"
    })
    .await;
    room = Room::again_at(address).await;
    room.say("Fox-0001", "in the second life").await;
    back(&firefox, "second life").await;
    assert_eq!(times(&firefox, "first life").await, 0);
    say(&firefox, "it goes on").await;
    sees(&firefox, "it goes on").await;
    assert_eq!(room.texts().await, ["in the second life", "it goes on"]);
    // The form and the transcript are one member still: who writes is seen to read.
    sees(&firefox, "lobby: 1 here").await;
}

/// Who comes back after a while finds a mark before what they have not seen; a page that is only loaded anew
/// has none.
async fn whoever_was_away_sees_what_is_new() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&format!("http://{}", line.address)).await;
    loaded(&firefox).await;
    room.say("Fox-0001", "seen").await;
    sees(&firefox, "seen").await;
    firefox.reload().await;
    loaded(&firefox).await;
    assert_eq!(times(&firefox, "New since you left").await, 0);
    line.cut();
    sleep(AWAY).await;
    room.say("Owl-0002", "not seen").await;
    line.mend();
    back(&firefox, "not seen").await;
    let text = firefox.document_text(CHAT).await;
    let place = |part: &str| {
        text.find(part)
            .unwrap_or_else(|| panic!("{part} in {text}"))
    };
    assert!(place("seen") < place("New since you left"), "{text}");
    assert!(place("New since you left") < place("not seen"), "{text}");
}

/// Who was away for more than the room remembers is told how much is lost to them.
async fn whoever_was_away_for_long_sees_how_much_is_lost() {
    let room = Room::open().await;
    let line = Line::to(room.address).await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&format!("http://{}", line.address)).await;
    loaded(&firefox).await;
    room.say("Owl-ffff", "the last one seen").await;
    sees(&firefox, "the last one seen").await;
    line.cut();
    room.expect_streams(0).await;
    room.flood(207, |index| format!("number {index} of many"))
        .await;
    sleep(AWAY).await;
    line.mend();
    back(&firefox, "number 206 of many").await;
    sees(&firefox, "You missed 7 messages.").await;
}
