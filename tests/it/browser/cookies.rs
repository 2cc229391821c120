//! With and without cookies.

use libtest_mimic::Trial;

use super::{COMPOSE, PATIENCE, browser_trials, choose, loaded, say, sees, url};
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::process::Room;
use crate::support::within;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![
        cookies_are_bound_to_the_address,
        nothing_needs_cookies,
        a_room_can_do_without_cookies
    ]
}

/// The names and flags of the cookies that a browser keeps.
async fn jar(firefox: &Firefox) -> Vec<(String, bool)> {
    let cookies = firefox.cookies().await;
    let mut jar: Vec<_> = cookies
        .iter()
        .map(|cookie| {
            let name = cookie["name"].as_str().expect("a name").to_owned();
            (name, cookie["isSecure"].as_bool().expect("a flag"))
        })
        .collect();
    jar.sort();
    jar
}

/// A browser that treats the address as secure gets a session cookie that no other host can have set, and the
/// seed's nick beside it.
async fn cookies_are_bound_to_the_address() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    let expected = [
        ("__Host-session".to_owned(), true),
        ("nick".to_owned(), false),
    ];
    assert_eq!(jar(&firefox).await, expected);
    let before = firefox.document_text(COMPOSE).await;
    firefox.reload().await;
    loaded(&firefox).await;
    assert_eq!(
        firefox.document_text(COMPOSE).await,
        before,
        "the name is kept"
    );
    assert!(!before.contains("Keep this name"), "{before}");
}

/// A whole conversation without cookies: talk, commands, a room of one's own, settings, and a name that is kept
/// by an address.
async fn without_cookies(firefox: &Firefox, room: &Room) {
    firefox.open(&url(room)).await;
    loaded(firefox).await;
    say(firefox, "/nick Ada").await;
    say(firefox, "hello").await;
    sees(firefox, "Ada hello").await;
    say(firefox, "/create den").await;
    sees(firefox, "Room created: den-").await;
    say(firefox, "in here").await;
    sees(firefox, "Ada in here").await;
    say(firefox, "/leave").await;
    sees(firefox, "Ada hello").await;
    choose(firefox, "[name=theme][value=l]").await;
    loaded(firefox).await;
    let light = firefox.attribute(&[], "html", "class").await;
    assert!(light.is_some_and(|classes| classes.contains("theme-light")));
    within(PATIENCE, "the name is kept", async || {
        firefox.document_text(COMPOSE).await.contains("You are Ada")
    })
    .await;
    firefox.click(COMPOSE, "a[target=_top]").await;
    loaded(firefox).await;
    firefox.reload().await;
    loaded(firefox).await;
    let form = firefox.document_text(COMPOSE).await;
    assert!(form.contains("You are Ada"), "{form}");
    say(firefox, "still me").await;
    sees(firefox, "Ada still me").await;
    assert_eq!(firefox.cookies().await, Vec::<serde_json::Value>::new());
}

/// A browser that refuses all cookies.
async fn nothing_needs_cookies() {
    let room = Room::open().await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.refuse_cookies().await;
    without_cookies(&firefox, &room).await;
}

/// A room that sets none.
async fn a_room_can_do_without_cookies() {
    let program = Room::program(&[]);
    let config = program.file("room.toml", "cookies = false\n");
    let room = Room::run(program.and(["--config".into(), config.into_os_string()])).await;
    let display = Display::start(1100, 800).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    without_cookies(&firefox, &room).await;
    let reply = room.get("/").await;
    assert!(reply.cookies().is_empty(), "{:?}", reply.cookies());
}
