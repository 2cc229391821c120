//! What loads when, and what stays: the tab, the stop button, what a page asks for, what it costs.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::{interval, sleep};

use super::{CHAT, COMPOSE, PATIENCE, browser_trials, clean, loaded, say, sees, url};
use crate::drive::chromium::Chromium;
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::process::Room;
use crate::support::within;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![
        the_tab_is_not_busy_at_safest,
        the_tab_is_not_busy_at_standard,
        chromium_shows_it_as_well,
        two_people_talk,
        a_fifth_window_does_not_take_a_place_for_ever,
        the_page_costs_little,
    ]
}

/// See [`the_tab_is_not_busy`].
async fn the_tab_is_not_busy_at_safest() {
    the_tab_is_not_busy(Level::Safest).await;
}

/// See [`the_tab_is_not_busy`].
async fn the_tab_is_not_busy_at_standard() {
    the_tab_is_not_busy(Level::Standard).await;
}

/// The page finishes loading although its transcript never ends; neither the stop button nor Escape can end
/// it, and so it is after loading anew. Nothing in it offends its own policy, and it asks for nothing from
/// elsewhere.
async fn the_tab_is_not_busy(level: Level) {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, level, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    assert!(!firefox.is_busy().await, "{:?}", firefox.busy().await);
    say(&firefox, "hello").await;
    sees(&firefox, "hello").await;
    assert!(!firefox.is_busy().await, "{:?}", firefox.busy().await);
    display.press("Escape").await;
    room.say("Fox-0001", "after Escape").await;
    sees(&firefox, "after Escape").await;
    firefox.reload().await;
    loaded(&firefox).await;
    assert!(!firefox.is_busy().await, "{:?}", firefox.busy().await);
    sees(&firefox, "after Escape").await;
    clean(&firefox, &url(&room)).await;
}

/// The same page in Chromium without scripts.
async fn chromium_shows_it_as_well() {
    let room = Room::open().await;
    let chromium = Chromium::start(None, (1000, 700)).await;
    chromium.open(&url(&room)).await;
    loaded(&chromium).await;
    say(&chromium, "hello").await;
    sees(&chromium, "hello").await;
    let problems = chromium.console_problems().await;
    // The fragment of the form's address has given the field the focus already, which is no fault.
    let problems = problems.iter().filter(|one| !one.contains("Autofocus"));
    assert_eq!(problems.collect::<Vec<_>>(), Vec::<&String>::new());
    for request in chromium.requests().await {
        let is_ours = request.starts_with(&url(&room)) || request.starts_with("data:");
        assert!(is_ours, "{request}");
    }
}

/// Two browsers talk: what one says the other sees at once, whispers are for one only, names change, and who
/// is here stands beside.
async fn two_people_talk() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    let chromium = Chromium::start(None, (1000, 700)).await;
    let mut outsider = room.read().await;
    firefox.open(&url(&room)).await;
    chromium.open(&url(&room)).await;
    loaded(&firefox).await;
    loaded(&chromium).await;
    say(&firefox, "/nick Ada").await;
    say(&chromium, "/nick Bob").await;
    sees(&firefox, "is now Bob.").await;
    sees(&firefox, "lobby: 2 here, and 1 without a name").await;
    sees(&chromium, "Ada").await;
    say(&firefox, "/me waves").await;
    sees(&chromium, "* Ada waves").await;
    say(&chromium, "/w ada only you").await;
    sees(&firefox, "Bob → Ada whispers: only you").await;
    say(&chromium, "/who").await;
    sees(&chromium, "(visible only to you)").await;
    outsider.read_until("waves").await;
    assert!(!outsider.seen.contains("only you"));
    assert!(!firefox.document_text(CHAT).await.contains("visible only"));
    let form = firefox.document_text(COMPOSE).await;
    assert!(form.contains("You are Ada in lobby."), "{form}");
}

/// One session reads in four windows; the oldest gives its place to a fifth one, says so, and does not take it
/// back by itself, but by a click.
async fn a_fifth_window_does_not_take_a_place_for_ever() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    let session = firefox.cookies().await;
    let session = session
        .iter()
        .find(|cookie| cookie["name"] == "__Host-session")
        .and_then(|cookie| cookie["value"].as_str())
        .expect("a session");
    let mut visitor = crate::support::visitor::Visitor::new(&room);
    visitor.set_cookie("session", Some(session));
    let mut others = Vec::new();
    for _ in 0..4 {
        others.push(visitor.read().await);
    }
    within(PATIENCE, "the page says why", async || {
        let text = firefox.document_text(CHAT).await;
        text.contains("opened elsewhere")
    })
    .await;
    room.expect_streams(4).await;
    assert_eq!(
        firefox.ready_state(CHAT).await,
        "loading",
        "it is not asked again"
    );
    firefox.click(CHAT, "a").await;
    loaded(&firefox).await;
}

/// For how long the work of a browser is measured.
const MEASURED: Duration = Duration::from_secs(10);

/// What the work of a browser is over a while, in percent of one core, with a message a second.
async fn percent(firefox: &Firefox, room: &Room) -> f64 {
    let before = firefox.cpu_ticks();
    let mut seconds = interval(Duration::from_secs(1));
    for number in 0..MEASURED.as_secs() {
        seconds.tick().await;
        let nick = crate::support::text::nick(usize::try_from(number).expect("a small number"));
        room.say(&nick, "Once a second somebody says something.")
            .await;
    }
    let ticks = firefox.cpu_ticks() - before;
    // A tick is a hundredth of a second.
    f64::from(u32::try_from(ticks).expect("a small number")) / MEASURED.as_secs_f64()
}

/// How much more of a core the page may take than one that does nothing: what was measured in the browsers that
/// Tor Browser is made from, plus as much again for a machine that runs other tests.
const DEARER: f64 = 3.0;

/// The page costs hardly more than one that does nothing, and less than the seed's, whose tab turns its wheel
/// for as long as the transcript lasts.
#[expect(clippy::print_stdout, reason = "the percentages are figures to report")]
async fn the_page_costs_little() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&format!("{}/help", url(&room))).await;
    // What a browser does after it has started is over soon.
    sleep(Duration::from_secs(5)).await;
    let idle = percent(&firefox, &room).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    let page = percent(&firefox, &room).await;
    firefox.open(&format!("{}/messages", url(&room))).await;
    let seeds = percent(&firefox, &room).await;
    println!(
        "of a core at a message a second: static page {idle:.1} %, page {page:.1} %, seed's {seeds:.1} %"
    );
    assert!(
        page <= idle + DEARER,
        "{page} is more than {idle} + {DEARER}"
    );
    assert!(page < seeds, "{page} is not less than {seeds}");
}
