//! How somebody likes to see the room: it stands in the addresses of the frames, so that it needs no cookie, and
//! in a cookie besides, so that it outlives the page.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::trials;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        every_choice_reaches_the_frames,
        garbage_is_ignored,
        settings_need_no_cookies,
        settings_are_taken_under_a_ticket_only,
        cookie_is_named_after_what_the_browser_says,
    ]
}

/// The fields of the form, and every choice of each with its class; those without one are no class.
const CHOICES: [(&str, &[(&str, &str)]); 5] = [
    ("theme", &[("d", "theme-dark"), ("l", "theme-light")]),
    (
        "size",
        &[
            ("s", "size-small"),
            ("m", "size-medium"),
            ("l", "size-large"),
            ("x", "size-huge"),
        ],
    ),
    (
        "times",
        &[
            ("c", "times-clock"),
            ("r", "times-relative"),
            ("n", "times-off"),
        ],
    ),
    ("mode", &[("v", ""), ("k", "")]),
    ("lines", &[("1", "lines-one"), ("n", "lines-several")]),
];

/// The classes of a page.
fn classes(page: &str) -> &str {
    let (_, rest) = page.split_once("<html ").expect("a page");
    let (_, rest) = rest.split_once(" class=\"").expect("classes");
    rest.split('"').next().unwrap_or_default()
}

/// Chooses, and gives the page that it leads back to.
async fn choose(visitor: &mut Visitor<'_>, fields: &[(&str, &str)]) -> Window {
    let page = visitor.get("/settings").await.expect(200).body;
    let (_, rest) = page.split_once("<form action=\"").expect("a form");
    let action = rest.split('"').next().unwrap_or_default().to_owned();
    visitor
        .post_form(&action, fields)
        .await
        .expect_see_other("/");
    visitor.load("").await
}

/// Each choice is a letter in the addresses of the frames and a class of every page; what else was chosen before
/// stays. The page of the settings shows what holds.
async fn every_choice_reaches_the_frames() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let mut letters: Vec<String> = ["d", "m", "c", "v", "1"].map(str::to_owned).to_vec();
    for (place, (field, all)) in CHOICES.into_iter().enumerate() {
        // The one that holds already comes last.
        for (letter, class) in all.iter().rev().chain(all) {
            let window = choose(&mut visitor, &[(field, letter)]).await;
            (*letter).clone_into(&mut letters[place]);
            assert_eq!(window.view(), format!("{}en", letters.concat()));
            let live = visitor.get(&window.path("a")).await.body;
            let form = visitor.get(&window.path("compose")).await.body;
            let settings = visitor.get("/settings").await.body;
            for page in [&window.page, &live, &form, &settings] {
                assert!(classes(page).contains(class), "{class} in {page}");
                assert_eq!(classes(page).split(' ').count(), 4);
            }
            let chosen = format!("name=\"{field}\" value=\"{letter}\" checked>");
            assert!(settings.contains(&chosen), "{settings}");
            assert_eq!(settings.matches(" checked>").count(), 6, "{settings}");
            assert_eq!(form.contains("<textarea"), letters[4] == "n", "{form}");
            let b = visitor.get(&window.path("b")).await.body;
            let seconds = if letters[3] == "k" { 15 } else { 1 };
            let refresh = format!("<meta http-equiv=\"refresh\" content=\"{seconds};url=");
            assert!(b.contains(&refresh), "{b}");
        }
    }
    // All at once, and everything back.
    let all = [
        ("theme", "l"),
        ("size", "x"),
        ("times", "r"),
        ("mode", "k"),
        ("lines", "n"),
        ("lang", "fa"),
    ];
    let window = choose(&mut visitor, &all).await;
    assert_eq!(window.view(), "lxrknfa");
    assert_eq!(visitor.cookie("view"), Some("lxrknfa"));
    let live = visitor.get(&window.path("live")).await.expect(200).body;
    assert_eq!(classes(&live), classes(&window.page));
    assert!(live.starts_with("<!DOCTYPE html>\n<html lang=\"fa\" dir=\"rtl\""));
}

/// What is no choice changes nothing, and what is there twice is no form.
async fn garbage_is_ignored() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    choose(&mut visitor, &[("theme", "l"), ("lang", "de")]).await;
    for fields in [
        vec![],
        vec![("theme", ""), ("size", ""), ("lang", "")],
        vec![("theme", "\"><script>"), ("size", "é"), ("times", "\0")],
        vec![("lang", "xx"), ("lang2", "fr"), ("mode", "K")],
        vec![("lang", "en\r\nset-cookie: x=y"), ("lines", "0")],
    ] {
        let window = choose(&mut visitor, &fields).await;
        assert_eq!(window.view(), "lmcv1de", "{fields:?}");
    }
    let window = visitor.load("").await;
    let path = format!("{}/settings", window.whole());
    let twice = [("theme", "d"), ("theme", "l")];
    visitor.post_form(&path, &twice).await.expect_empty(400);
    for view in ["", "lmcv1", "lmcv1xx", "\"><script>", "lmcv1de-0", "é"] {
        visitor.set_cookie("view", Some(view));
        assert_eq!(visitor.load("").await.view(), "dmcv1en", "{view:?}");
    }
}

/// Without cookies the choice leads to an address that holds it, and the session.
async fn settings_need_no_cookies() {
    let room = Room::open().await;
    let window = Window::of(room.get("/").await.expect(200).body, "");
    let path = format!("{}/settings", window.whole());
    let ask = Ask::form(&path, &[("size", "x"), ("lang", "zh")]);
    let reply = room.ask(ask).await;
    let to = format!("/w/{}-dxcv1zh/", window.session());
    let page = room.get(&to).await.expect(200).body;
    reply.expect_see_other(&to);
    let kept = Window::of(page, "");
    assert_eq!((kept.session(), kept.view()), (window.session(), "dxcv1zh"));
}

/// Another site's form could choose for somebody where no ticket is needed.
async fn settings_are_taken_under_a_ticket_only() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let reply = visitor.post_form("/settings", &[("theme", "l")]).await;
    reply.expect_empty(405);
    assert_eq!(visitor.cookie("view"), None);
    assert_eq!(visitor.load("").await.view(), "dmcv1en");
}

/// Where the browser says by its headers that the address counts as secure, the cookie has the name that no other
/// program on the same host can set, and counts before the other one.
async fn cookie_is_named_after_what_the_browser_says() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    let path = format!("{}/settings", window.whole());
    let reply = visitor.post_form(&path, &[("theme", "l")]).await;
    let plain = "view=lmcv1en; Path=/; HttpOnly; SameSite=Strict";
    assert_eq!(reply.cookies(), [plain]);
    let ask = Ask::form(&path, &[("theme", "l"), ("size", "x")]);
    let reply = visitor
        .ask(ask.header("sec-fetch-site", "same-origin"))
        .await;
    let secure = "__Host-view=lxcv1en; Path=/; HttpOnly; SameSite=Strict; Secure";
    assert_eq!(reply.cookies(), [secure]);
    assert_eq!(visitor.cookie("view"), Some("lmcv1en"));
    assert_eq!(visitor.load("").await.view(), "lxcv1en");
}
