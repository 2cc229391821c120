//! Erasing: what is taken back is in no document of any browser any more.

use std::time::Duration;

use libtest_mimic::Trial;

use super::{CHAT, COMPOSE, PATIENCE, browser_trials, loaded, say, sees, url};
use crate::drive::chromium::Chromium;
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::process::Room;
use crate::support::within;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![
        what_is_taken_back_is_in_no_document,
        whoever_is_removed_keeps_nothing
    ]
}

/// How soon a text is gone that was taken back.
const GONE: Duration = Duration::from_secs(10);

/// Waits until no byte of a text is left anywhere in a browser's page.
async fn forgets(page: &impl Page, text: &str) {
    within(GONE, &format!("no byte of {text:?} is left"), async || {
        !page.html_everywhere().await.contains(text)
    })
    .await;
}

/// Both are in a room of which the first one is the operator.
async fn den(room: &Room, operator: &Firefox, other: &Chromium) {
    operator.open(&url(room)).await;
    loaded(operator).await;
    say(operator, "/create den").await;
    sees(operator, "Room created: den-").await;
    let text = operator.document_text(CHAT).await;
    let code = text.split("Room created: ").nth(1).expect("a code");
    let code = code.split_whitespace().next().expect("a code");
    other.open(&format!("{}/r/{code}", url(room))).await;
    loaded(other).await;
}

/// `/delete`, and an operator's `/stop`: not hidden, but gone, from the browser of who wrote it and of who only
/// read it; what else was said is still there.
async fn what_is_taken_back_is_in_no_document() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    let chromium = Chromium::start(Some(&display), (1000, 700)).await;
    den(&room, &firefox, &chromium).await;
    say(&firefox, "this may stay").await;
    say(&firefox, "my secret").await;
    sees(&firefox, "my secret").await;
    sees(&chromium, "my secret").await;
    say(&firefox, "/delete").await;
    forgets(&firefox, "my secret").await;
    forgets(&chromium, "my secret").await;
    sees(&firefox, "this may stay").await;
    sees(&chromium, "this may stay").await;
    firefox.type_text("/stop").await;
    firefox.press_enter().await;
    for page in ["this may stay", "Room created"] {
        forgets(&firefox, page).await;
        forgets(&chromium, page).await;
    }
    within(PATIENCE, "both learn why", async || {
        let reason = "The room was stopped";
        firefox.document_text(CHAT).await.contains(reason)
            && firefox.document_text(COMPOSE).await.contains(reason)
            && chromium.document_text(CHAT).await.contains(reason)
    })
    .await;
}

/// Who is removed sees why, and nothing of what was said; their page does not come back by itself, but by a
/// click.
async fn whoever_is_removed_keeps_nothing() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    let chromium = Chromium::start(Some(&display), (1000, 700)).await;
    den(&room, &firefox, &chromium).await;
    say(&chromium, "/nick Robert").await;
    say(&chromium, "noise").await;
    sees(&firefox, "noise").await;
    say(&firefox, "/kick Robert Enough.").await;
    forgets(&chromium, "noise").await;
    within(PATIENCE, "the page says why", async || {
        chromium.document_text(CHAT).await.contains("Enough.")
    })
    .await;
    // It is asked for no more: the answer is still under way.
    assert_eq!(chromium.ready_state(CHAT).await, "loading");
    chromium.click(CHAT, "a").await;
    loaded(&chromium).await;
    sees(&chromium, "noise").await;
}
