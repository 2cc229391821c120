//! Writing: the focus, what is refused, what is sent once, and the way back.

use libtest_mimic::Trial;

use super::{CHAT, COMPOSE, FIELD, PATIENCE, browser_trials, choose, loaded, say, sees, send, url};
use crate::drive::chromium::Chromium;
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::process::Room;
use crate::support::within;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![
        the_field_keeps_the_focus_and_the_history_its_length,
        what_is_refused_comes_back,
        a_double_click_sends_once,
        several_lines_can_be_written,
        a_room_is_entered_without_a_click,
    ]
}

/// How many posts are sent in a row.
const POSTS: usize = 100;

/// After each of a hundred posts the field has the focus again, so that writing goes on without the mouse; the
/// history is as long as before, one step back leaves the room, and loading anew sends nothing again.
async fn the_field_keeps_the_focus_and_the_history_its_length() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open("about:license").await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    let before = firefox.history_length().await;
    for number in 0..POSTS {
        // Most of them are refused, since they come too fast; what is refused stands in the field again, and
        // what is typed then goes behind it.
        let form = firefox.value(COMPOSE, "[name=once]").await;
        firefox.type_text(&format!("{number} ")).await;
        firefox.press_enter().await;
        within(PATIENCE, "the form comes back with the focus", async || {
            let now = firefox.value(COMPOSE, "[name=once]").await;
            now.is_some() && now != form && firefox.active_element_id(COMPOSE).await == "msg"
        })
        .await;
    }
    assert_eq!(firefox.history_length().await, before);
    assert!(!firefox.is_busy().await);
    let said = room.texts().await;
    assert!(said.len() > 1, "{said:?}");
    firefox.reload().await;
    loaded(&firefox).await;
    assert_eq!(room.texts().await, said, "nothing is sent again");
    firefox.back().await;
    within(PATIENCE, "one step back leaves the room", async || {
        firefox.url().await == "about:license"
    })
    .await;
}

/// What is refused is in the field again, with the reason and the focus, also after loading anew; sent once
/// more, it is taken.
async fn what_is_refused_comes_back() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    let long = "long ".repeat(101);
    let long = long.trim_end();
    send(&firefox, long).await;
    assert_eq!(firefox.value(COMPOSE, FIELD).await.as_deref(), Some(long));
    assert_eq!(firefox.active_element_id(COMPOSE).await, "msg");
    let reason = firefox.document_text(COMPOSE).await;
    assert!(reason.contains("This has 504 characters"), "{reason}");
    firefox.reload().await;
    loaded(&firefox).await;
    assert_eq!(firefox.value(COMPOSE, FIELD).await.as_deref(), Some(long));
    firefox.click(COMPOSE, FIELD).await;
    firefox.clear_field().await;
    say(&firefox, "short").await;
    sees(&firefox, "short").await;
    let reason = firefox.document_text(COMPOSE).await;
    assert!(!reason.contains("characters"), "{reason}");
    assert_eq!(room.texts().await, ["short"]);
}

/// Who clicks twice says a thing once, and is not told off for it.
async fn a_double_click_sends_once() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Standard, None).await;
    firefox.open(&url(&room)).await;
    double_click(&firefox, "in Firefox").await;
    let chromium = Chromium::start(Some(&display), (1000, 700)).await;
    chromium.open(&url(&room)).await;
    double_click(&chromium, "in Chromium").await;
    assert_eq!(room.texts().await, ["in Firefox", "in Chromium"]);
}

/// Writes something and clicks twice on the button.
async fn double_click(page: &impl Page, text: &str) {
    loaded(page).await;
    page.click(COMPOSE, FIELD).await;
    page.type_text(text).await;
    page.double_click(COMPOSE, "button").await;
    sees(page, text).await;
    within(PATIENCE, "the form comes back empty", async || {
        page.value(COMPOSE, FIELD).await.as_deref() == Some("")
    })
    .await;
    let said = page.document_text(COMPOSE).await;
    assert!(said.contains("You are"), "{said}");
}

/// With the larger field, the enter key begins a line, and the button sends all of them.
async fn several_lines_can_be_written() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    choose(&firefox, "[name=lines][value=n]").await;
    loaded(&firefox).await;
    assert_eq!(firefox.url().await, format!("{}/", url(&room)));
    firefox.click(COMPOSE, "textarea").await;
    firefox.type_text("one").await;
    firefox.press_enter().await;
    firefox.type_text("two").await;
    firefox.click(COMPOSE, "button").await;
    sees(&firefox, "one\ntwo").await;
    within(
        PATIENCE,
        "the field is empty and has the focus",
        async || {
            firefox.value(COMPOSE, "textarea").await.as_deref() == Some("")
                && firefox.active_element_id(COMPOSE).await == "msg"
        },
    )
    .await;
}

/// Who makes a room is in it at once, with both frames, and so is who joins it; the other window of the same
/// browser stays where it is.
async fn a_room_is_entered_without_a_click() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    say(&firefox, "out here").await;
    sees(&firefox, "out here").await;
    say(&firefox, "/create den").await;
    sees(&firefox, "Room created: den-").await;
    within(PATIENCE, "the form writes to the room", async || {
        firefox.document_text(COMPOSE).await.contains("in den")
    })
    .await;
    assert!(!firefox.document_text(CHAT).await.contains("out here"));
    say(&firefox, "in here").await;
    sees(&firefox, "in here").await;
    assert_eq!(room.texts().await, ["out here"]);
    say(&firefox, "/leave").await;
    sees(&firefox, "out here").await;
    assert_eq!(firefox.history_length().await, 1);
    assert!(!firefox.is_busy().await);
}
