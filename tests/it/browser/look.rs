//! How the page looks: in dark and light, from 320 pixels to a desktop, with long words, in Arabic, refused,
//! lost.

use libtest_mimic::Trial;
use serde_json::json;
use tokio::time::sleep;

use super::gallery::{Gallery, KNOWN, LOOK, WINDOWS, choose, photograph};
use super::heal::AWAY;
use super::{CHAT, COMPOSE, FIELD, PATIENCE, browser_trials, loaded, say, sees, send, url};
use crate::drive::display::Display;
use crate::drive::firefox::{Firefox, Level};
use crate::drive::page::Page;
use crate::support::process::Room;
use crate::support::transcript::Transcript;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::within;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    browser_trials![
        an_empty_room_says_what_to_do,
        a_conversation_is_legible,
        a_crowded_room_keeps_its_shape,
        right_to_left_is_the_same_page_mirrored,
        every_page_fits_every_window,
        the_form_is_never_cut_off,
        a_lost_room_says_so,
        tor_browser_shows_the_same,
    ]
}

/// Views as they stand in cookies: theme, size, times, mode, lines, language.
const DARK: &str = "dmcv1en";

/// The same in light.
const LIGHT: &str = "lmcv1en";

/// The same in Arabic.
const ARABIC: &str = "dmcv1ar";

/// Somebody else in the room, with a transcript open.
struct Guest<'a> {
    /// Who it is.
    visitor: Visitor<'a>,
    /// What makes them one who is here.
    _transcript: Transcript,
}

impl<'a> Guest<'a> {
    /// Comes in under a name.
    async fn come(room: &'a Room, nick: &str) -> Self {
        let mut visitor = Visitor::returning(room).await;
        let transcript = visitor.read().await;
        visitor.done_in(LOBBY, &format!("/nick {nick}")).await;
        Self {
            visitor,
            _transcript: transcript,
        }
    }

    /// Says something, or types a command.
    async fn say(&mut self, line: &str) {
        self.visitor.done_in(LOBBY, line).await;
    }
}

/// Who comes first is told what this is, and what to do.
async fn an_empty_room_says_what_to_do() {
    let room = Room::start(&["--title", "The Onion Café"]).await;
    let mut gallery = Gallery::of(&room).await;
    sees(&gallery.chromium, "Write the first message").await;
    sees(&gallery.chromium, "1 here").await;
    let text = gallery.chromium.document_text(&[]).await;
    assert!(
        text.contains("New here?") && text.contains("/nick"),
        "{text}"
    );
    gallery.look("empty-dmcv1en").await;
    // Whoever was here before is spared the introduction.
    gallery.chromium.reload().await;
    loaded(&gallery.chromium).await;
    assert_eq!(gallery.chromium.count(&[], ".intro").await, 0);
    gallery.look_in("empty", &[LIGHT]).await;
    gallery.close(&room, &[]).await;
}

/// Three people, all kinds of lines, and a topic.
async fn a_conversation_is_legible() {
    let room = Room::open().await;
    let mut gallery = Gallery::of(&room).await;
    converse(&room, &gallery.chromium).await;
    gallery.look("live").await;
    gallery
        .look_in("talk", &[DARK, LIGHT, "lscv1de", "dxrv1en"])
        .await;
    // What came while one was away for long enough is set apart.
    choose(&gallery.chromium, LIGHT).await;
    gallery.chromium.open(&format!("{}/help", url(&room))).await;
    sleep(AWAY).await;
    room.say("Hawk-0001", "you are away").await;
    gallery.chromium.open(&url(&room)).await;
    loaded(&gallery.chromium).await;
    sees(&gallery.chromium, "New since you left").await;
    gallery.look("news").await;
    // A room of somebody's own, with a topic, on a phone with the list of members open.
    let mut host = Visitor::returning(&room).await;
    let place = host.make("/create tea-house").await;
    let topic = "/topic Which tea, and how long, and with what: no coffee here";
    host.done_in(&place, topic).await;
    let page = format!("{}{place}", url(&room));
    for view in [DARK, "lxcv1de"] {
        choose(&gallery.chromium, view).await;
        gallery.chromium.open(&page).await;
        loaded(&gallery.chromium).await;
        sees(&gallery.chromium, "no coffee").await;
        gallery.look(&format!("room-{view}")).await;
        gallery.chromium.resize(360, 640).await;
        gallery.chromium.click(CHAT, "#menu label").await;
        gallery.look(&format!("members-{view}")).await;
    }
    gallery.close(&room, &[]).await;
}

/// A conversation, part of which comes while the page is open.
async fn converse(room: &Room, page: &impl Page) {
    let mut fox = Guest::come(room, "Fox").await;
    let mut owl = Guest::come(room, "Night_Owl").await;
    fox.say("hello, is anybody here?").await;
    owl.say("Good evening! I have just made tea, and there is enough for everybody.")
        .await;
    say(page, "/nick Otter").await;
    say(page, "Hi both").await;
    fox.say("/me pours a cup and looks out of the window for a while, where it has begun to rain on the roofs of the town").await;
    owl.say("/w Otter this is only for you").await;
    say(page, "/w Night_Owl thanks, I will keep it to myself").await;
    owl.say("Two lines\nare fine as well").await;
    say(page, "/who").await;
    fox.say("see you tomorrow then 🌧️🫖👩‍👩‍👧‍👦").await;
    sees(page, "see you tomorrow").await;
}

/// Two hundred messages, some of which are as long as they can be and have no blanks.
async fn a_crowded_room_keeps_its_shape() {
    const TEXTS: [&str; 7] = [
        "ok",
        "مرحبا بالجميع، كيف حالكم اليوم؟ I am fine, thank you",
        "שלום לכולם, זה טקסט בעברית (with English) 123",
        "👩‍👩‍👧‍👦🏳️‍🌈🧑🏿‍🚀 emoji ✨",
        "An ordinary sentence, which goes on for about as long as sentences do when people talk.",
        "日本語のとても長い文章は空白なしで続くので折り返しが必要です。中文也一样，没有空格。",
        "",
    ];
    let room = Room::open().await;
    room.flood(200, |index| match index % 10 {
        0 => format!("{index} {}", "W".repeat(490)),
        1 => format!("{index} {}", "long sentence, ".repeat(32)),
        other => format!("{index} {}", TEXTS[other % TEXTS.len()]),
    })
    .await;
    let mut gallery = Gallery::of(&room).await;
    sees(&gallery.chromium, "199").await;
    gallery
        .look_in("crowd", &[DARK, "lscv1en", "dxcv1en"])
        .await;
    gallery.close(&room, &[]).await;
}

/// The interface in Arabic, and what people write in other directions.
async fn right_to_left_is_the_same_page_mirrored() {
    let room = Room::open().await;
    let mut gallery = Gallery::of(&room).await;
    choose(&gallery.chromium, ARABIC).await;
    gallery.chromium.reload().await;
    loaded(&gallery.chromium).await;
    let mut fox = Guest::come(&room, "Fox").await;
    let mut sara = Guest::come(&room, "سارة").await;
    fox.say("hello, this is English with a full stop.").await;
    sara.say("مرحبا بالجميع، كيف حالكم اليوم؟").await;
    sara.say("اسم البرنامج onionchat وهو جديد.").await;
    fox.say("/w سارة psst").await;
    say(&gallery.chromium, "/who").await;
    sees(&gallery.chromium, "onionchat").await;
    gallery.look_in("arabic", &[ARABIC, "lxcvnar"]).await;
    for (path, css) in [(CHAT, "#side"), (&[][..], "nav")] {
        let place = gallery.chromium.rect(path, css).await;
        assert!(place.left < 600.0, "{css} is at the left: {place:?}");
    }
    for path in ["/help", "/settings"] {
        gallery
            .chromium
            .open(&format!("{}{path}", url(&room)))
            .await;
        gallery
            .look(&format!("arabic{}", path.replace('/', "-")))
            .await;
    }
    gallery.close(&room, &[]).await;
}

/// The pages around the room.
async fn every_page_fits_every_window() {
    let room = Room::open().await;
    let mut gallery = Gallery::of(&room).await;
    converse(&room, &gallery.chromium).await;
    let mut host = Visitor::returning(&room).await;
    let locked = host.make("/create den a long passphrase").await;
    for view in [DARK, LIGHT, "lxcvnde"] {
        choose(&gallery.chromium, view).await;
        for (path, seen) in [
            ("/settings", "input[name=theme]"),
            ("/help", "dl"),
            ("/plain", "#msg"),
            ("/watch", "[role=status]"),
            (&locked, "input[name=passphrase]"),
            ("/r/nosuch-ABCDEFGHJKLMNPQR", "input[name=passphrase]"),
        ] {
            gallery
                .chromium
                .open(&format!("{}{path}", url(&room)))
                .await;
            within(PATIENCE, path, async || {
                gallery.chromium.count(&[], seen).await > 0
            })
            .await;
            let name = path.split(['/', '-']).nth(1).unwrap_or_default();
            let name = if name == "r" { &path[3..6] } else { name };
            gallery.look(&format!("{name}-{view}")).await;
        }
    }
    // A browser says so of every page with that status.
    gallery.close(&room, &["status of 404"]).await;
}

/// Above the line for writing, a refusal of two lines on a phone has room at every size of letters.
async fn the_form_is_never_cut_off() {
    let room = Room::open().await;
    let mut gallery = Gallery::of(&room).await;
    for lines in ["1", "n"] {
        for size in ["s", "m", "l", "x"] {
            let view = format!("d{size}cv{lines}en");
            gallery.look_in("form", &[&view]).await;
            if lines == "1" {
                // What was refused in the window before is still there.
                gallery.chromium.click(COMPOSE, FIELD).await;
                gallery.chromium.clear_field().await;
                send(&gallery.chromium, "/stpo").await;
                assert_eq!(gallery.chromium.count(COMPOSE, ".warn").await, 1);
                let typed = gallery.chromium.value(COMPOSE, FIELD).await;
                assert_eq!(typed.as_deref(), Some("/stpo"));
                gallery.look(&format!("refused-{view}")).await;
            }
        }
    }
    gallery.close(&room, &[]).await;
}

/// When the room has gone, the page says what will become of it.
async fn a_lost_room_says_so() {
    let room = Room::open().await;
    let mut gallery = Gallery::of(&room).await;
    say(&gallery.chromium, "hello").await;
    within(PATIENCE, "nothing covers the transcript", async || {
        gallery
            .chromium
            .computed_style(&["chat"], "p", "z-index")
            .await
            == "0"
    })
    .await;
    room.process.signal("KILL").await;
    within(PATIENCE, "the transcript is gone", async || {
        gallery.chromium.count(CHAT, "#log").await == 0
    })
    .await;
    // The browser's own page of the failure covers the frame, but not what says that all will be well.
    let words = gallery.chromium.document_text(&["chat"]).await;
    assert!(words.contains("comes back here by itself"), "{words}");
    let depth = gallery.chromium.computed_style(&["chat"], "p", "z-index");
    assert_eq!(depth.await, "2");
    gallery.look("lost").await;
    gallery.close(&room, &["net::ERR_"]).await;
}

/// Firefox as Tor Browser has it, at the level "Safest".
async fn tor_browser_shows_the_same() {
    let room = Room::open().await;
    let display = Display::start(1200, 900).await;
    let firefox = Firefox::start(&display, Level::Safest, None).await;
    firefox.open(&url(&room)).await;
    loaded(&firefox).await;
    display.screenshot(&photograph("firefox-empty")).await;
    converse(&room, &firefox).await;
    for (window, width, height) in WINDOWS {
        firefox.resize_page(width.min(1100), height.min(700)).await;
        firefox
            .screenshot(&photograph(&format!("firefox-{window}")))
            .await;
        let faults = firefox.execute(LOOK, json!([])).await;
        assert_eq!(faults, json!([]), "{window}");
    }
    let problems = firefox.console_problems().await;
    for problem in problems {
        assert!(problem.text.contains(KNOWN[1]), "{problem:?}");
    }
    for request in firefox.requests().await {
        let is_ours = request.internal || request.url.starts_with(&url(&room));
        assert!(is_ours, "{request:?}");
    }
    room.process.signal("KILL").await;
    within(PATIENCE, "the transcript is gone", async || {
        firefox.count(CHAT, "#log").await == 0
    })
    .await;
    firefox.screenshot(&photograph("firefox-lost")).await;
}
