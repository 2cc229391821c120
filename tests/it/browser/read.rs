//! Reading: where the page stands, who is here, the calm mode, and what counts the unread.

use libtest_mimic::Trial;

use super::{CHAT, PATIENCE, browser_trials, choose, loaded, say, sees, url};
use crate::drive::chromium::Chromium;
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::process::Room;
use crate::support::{text, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![
        the_newest_stays_in_view_and_what_is_read_stays_put,
        the_same_in_chromium,
        calm_windows_look_now_and_again,
        the_tab_counts_what_is_unread,
        times_are_shown_as_chosen,
    ]
}

/// What scrolls.
const LOG: &str = "#log";

/// See [`stays`].
async fn the_newest_stays_in_view_and_what_is_read_stays_put() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    stays(&room, &firefox).await;
}

/// See [`stays`].
async fn the_same_in_chromium() {
    let room = Room::open().await;
    let chromium = Chromium::start(None, (1000, 700)).await;
    chromium.open(&url(&room)).await;
    stays(&room, &chromium).await;
}

/// The upper edge of a message in the window.
async fn top(page: &impl Page, number: usize) -> f64 {
    page.rect(CHAT, &format!(".msg:nth-of-type({number})"))
        .await
        .top
}

/// A reader at the bottom sees each new message; one who has scrolled up by 500 pixels sees nothing move while
/// fifty arrive.
async fn stays(room: &Room, page: &impl Page) {
    loaded(page).await;
    room.flood(60, |index| format!("early {index}")).await;
    sees(page, "early 59").await;
    let log = page.scroll(CHAT, LOG).await;
    assert!(log.content > log.visible + 500.0, "{log:?}");
    assert!(log.top.abs() < 1.0, "{log:?}");
    let (frame, last) = (page.rect(CHAT, LOG).await, top(page, 60).await);
    assert!(
        last > frame.top && last < frame.top + frame.height,
        "{last} in {frame:?}"
    );
    page.set_scroll(CHAT, LOG, -500.0).await;
    let before = top(page, 30).await;
    for index in 60..110 {
        let late = format!("late {index}");
        room.say(&text::nick(index), &late).await;
    }
    sees(page, "late 109").await;
    let after = top(page, 30).await;
    assert!(
        (before - after).abs() < 1.0,
        "it moved from {before} to {after}"
    );
    let log = page.scroll(CHAT, LOG).await;
    assert!(log.top < -500.0, "{log:?}");
}

/// A calm window loads what there is and is done: no connection stays open. It looks again by itself, also after
/// a look that failed; its reader counts as being here.
async fn calm_windows_look_now_and_again() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    choose(&firefox, "[name=mode][value=k]").await;
    within(PATIENCE, "the page is loaded, and done", async || {
        firefox.ready_state(CHAT).await == "complete" && firefox.count(CHAT, LOG).await == 1
    })
    .await;
    room.expect_streams(0).await;
    room.say("Fox-0001", "while nobody looked").await;
    let limit = std::time::Duration::from_secs(45);
    within(limit, "it looks again", async || {
        firefox
            .document_text(CHAT)
            .await
            .contains("while nobody looked")
    })
    .await;
    let list = firefox.document_text(CHAT).await;
    assert!(
        list.contains("lobby: 1 here") && !list.contains("away"),
        "{list}"
    );
    assert!(!firefox.is_busy().await);
    assert_eq!(firefox.history_length().await, 3);
}

/// A tab of its own counts in its title what others have said, until the reader says that they have read it.
async fn the_tab_counts_what_is_unread() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    say(&firefox, "I go now").await;
    firefox.open(&format!("{}/watch", url(&room))).await;
    assert_eq!(firefox.title().await, "onionchat");
    for index in 0..3 {
        room.say(&text::nick(index), &format!("news {index}")).await;
    }
    let limit = std::time::Duration::from_secs(45);
    within(limit, "the title counts", async || {
        firefox.title().await == "(3) onionchat"
    })
    .await;
    firefox.click(&[], "a[href*=since]").await;
    within(PATIENCE, "all is read", async || {
        firefox.title().await == "onionchat"
    })
    .await;
}

/// Hours and minutes stand beside messages, or how long nothing was said, or nothing; colours and sizes change as
/// they are chosen, and stay so when the page is loaded anew.
async fn times_are_shown_as_chosen() {
    let room = Room::open().await;
    room.say("Fox-0001", "hello").await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    let style = async |css: &str, property: &str| firefox.computed_style(CHAT, css, property).await;
    assert_ne!(style(".ts", "display").await, "none");
    let dark = style("html", "background-color").await;
    choose(&firefox, "[name=times][value=n]").await;
    loaded(&firefox).await;
    assert_eq!(style(".ts", "display").await, "none");
    choose(&firefox, "[name=theme][value=l]").await;
    loaded(&firefox).await;
    assert_ne!(style("html", "background-color").await, dark);
    assert_eq!(
        style(".ts", "display").await,
        "none",
        "the other choice stays"
    );
    choose(&firefox, "[name=size][value=x]").await;
    loaded(&firefox).await;
    assert_eq!(style("html", "font-size").await, "24px");
    firefox.reload().await;
    loaded(&firefox).await;
    assert_eq!(style("html", "font-size").await, "24px");
    choose(&firefox, "[name=lang][value=de]").await;
    loaded(&firefox).await;
    assert_eq!(
        firefox.attribute(&[], "html", "lang").await.as_deref(),
        Some("de")
    );
    assert!(firefox.text_everywhere().await.contains("/help"));
    assert!(!firefox.text_everywhere().await.contains("You are"));
}
