//! A browser is cut off, or the room is; nobody presses anything, and the page comes back.

use std::time::Duration;

use libtest_mimic::Trial;
use serde_json::json;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::{Person, is_quiet, photograph, times};
use crate::browser::{CHAT, Turn, loaded, say, sees};
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::within;
use crate::tor::{Folders, SharedNetwork, trial};

/// The tests of this part.
pub fn trials(network: &SharedNetwork) -> Vec<Trial> {
    let name = |name| format!("browsers::{name}");
    vec![
        trial(network, &name("tor_fails"), tor_fails, Turn::take),
        trial(
            network,
            &name("the_room_restarts"),
            the_room_restarts,
            Turn::take,
        ),
    ]
}

/// How long the transcript may take to be back once there is a way to the room again.
const BACK: Duration = Duration::from_mins(1);

/// How long an outage is that people notice.
const OUTAGE: Duration = Duration::from_secs(12);

/// How long a computer sleeps here.
const SLEEP: Duration = Duration::from_secs(30);

/// Marks the document of the transcript, so that it is known from the next one.
async fn mark(firefox: &Firefox) {
    firefox
        .execute(
            "const keeper = document.getElementById('chat').contentDocument;
            keeper.querySelector('iframe').contentDocument.documentElement.dataset.old = '';",
            json!([]),
        )
        .await;
    assert!(is_marked(firefox).await);
}

/// Whether the transcript is still the marked one.
async fn is_marked(firefox: &Firefox) -> bool {
    firefox.count(CHAT, "html[data-old]").await == 1
}

/// Waits until the transcript has ended; how soon Tor learns of a loss is its own matter.
async fn lost(firefox: &Firefox) {
    within(BACK, "the transcript has ended", async || {
        firefox.ready_state(CHAT).await != "loading" || !is_marked(firefox).await
    })
    .await;
}

/// Waits until another transcript is live, and shows this; gives when that was.
async fn back(firefox: &Firefox, text: &str) -> Instant {
    let what = format!("the transcript is back, with {text:?}");
    within(BACK, &what, async || {
        !is_marked(firefox).await
            && firefox.ready_state(CHAT).await == "loading"
            && times(firefox, text).await > 0
    })
    .await;
    Instant::now()
}

/// Somebody's Tor loses its circuits, then it crashes and is started again, then the computer sleeps for half a
/// minute: each time what was said meanwhile is there in the end, once.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn tor_fails(network: SharedNetwork) {
    let folders = Folders::new();
    let (room, person) = tokio::join!(
        folders.open(network.get(), &[]),
        Person::start(&network, Level::Safest)
    );
    let way = room.another_way();
    let mut speaker = Visitor::returning(&way).await;
    speaker.done_in(LOBBY, "at first").await;
    person.come(&room, "at first").await;
    let firefox = &person.firefox;

    mark(firefox).await;
    let mut tor = person.tor;
    let start = Instant::now();
    let circuits = tor.close_circuits().expect("they are closed");
    assert!(circuits > 0);
    lost(firefox).await;
    speaker.done_in(LOBBY, "no circuit").await;
    let took = back(firefox, "no circuit").await - start;
    println!("back {took:.1?} after {circuits} circuits were closed");
    say(firefox, "first reply").await;
    sees(firefox, "first reply").await;

    mark(firefox).await;
    tor.kill();
    lost(firefox).await;
    let start = Instant::now();
    for text in ["no Tor one", "no Tor two", "no Tor three"] {
        speaker.done_in(LOBBY, text).await;
    }
    // An outage has a length.
    sleep(OUTAGE.saturating_sub(start.elapsed())).await;
    photograph(&person.display, firefox, "cut-off-safest").await;
    let start = Instant::now();
    let restarted = spawn_blocking(move || {
        tor.restart().unwrap_or_else(|error| panic!("{error}"));
        (tor, Instant::now())
    });
    let (restarted, seen) = tokio::join!(restarted, back(firefox, "no Tor three"));
    let (tor, ready) = restarted.expect("no panic");
    let (took, since) = (seen - start, seen.saturating_duration_since(ready));
    println!("back {took:.1?} after Tor was started again, {since:.1?} after it was ready");
    say(firefox, "second reply").await;
    sees(firefox, "second reply").await;

    mark(firefox).await;
    tor.pause().expect("paused");
    let start = Instant::now();
    for text in ["asleep one", "asleep two"] {
        speaker.done_in(LOBBY, text).await;
    }
    sleep(SLEEP.saturating_sub(start.elapsed())).await;
    assert_eq!(times(firefox, "asleep").await, 0);
    tor.resume().expect("resumed");
    let start = Instant::now();
    sees(firefox, "asleep two").await;
    loaded(firefox).await;
    let (took, same) = (start.elapsed(), is_marked(firefox).await);
    println!("back {took:.1?} after half a minute's sleep; the same transcript: {same}");
    say(firefox, "third reply").await;
    sees(firefox, "third reply").await;

    for text in [
        "at first",
        "no circuit",
        "first reply",
        "no Tor one",
        "no Tor two",
        "no Tor three",
        "second reply",
        "asleep one",
        "asleep two",
        "third reply",
    ] {
        assert_eq!(times(firefox, text).await, 1, "{text}");
    }
    assert!(!firefox.is_busy().await);
    assert_eq!(firefox.history_length().await, 1);
    is_quiet(firefox, &room.address).await;
}

/// The process of the room is killed and started again with its keys: nothing that was said is left, and the
/// same page goes on.
#[expect(clippy::print_stdout, reason = "the times are figures to report")]
async fn the_room_restarts(network: SharedNetwork) {
    let folders = Folders::new();
    let (room, person) = tokio::join!(
        folders.open(network.get(), &[]),
        Person::start(&network, Level::Safest)
    );
    let way = room.another_way();
    Visitor::returning(&way)
        .await
        .done_in(LOBBY, "at first")
        .await;
    person.come(&room, "at first").await;
    let firefox = &person.firefox;
    say(firefox, "in the first life").await;
    sees(firefox, "in the first life").await;
    mark(firefox).await;
    room.process.signal("KILL").await;
    lost(firefox).await;
    drop(room);

    let start = Instant::now();
    let room = folders.open(network.get(), &[]).await;
    let reachable = Instant::now();
    let way = room.another_way();
    let said = async {
        let mut speaker = Visitor::returning(&way).await;
        speaker.done_in(LOBBY, "in the second life").await;
    };
    let ((), seen) = tokio::join!(said, back(firefox, "in the second life"));
    let (took, since) = (seen - start, seen - reachable);
    println!(
        "back {took:.1?} after the room was started again, {since:.1?} after it was reachable"
    );
    assert_eq!(times(firefox, "first life").await, 0);
    say(firefox, "it goes on").await;
    sees(firefox, "it goes on").await;
    assert_eq!(times(firefox, "it goes on").await, 1);
    assert_eq!(firefox.history_length().await, 1);
    assert!(!firefox.is_busy().await);
    is_quiet(firefox, &room.address).await;
}
