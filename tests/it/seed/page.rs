//! The pages, and the cookies that come with them.

use std::collections::BTreeSet;

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::{CLOCK_TIME, find_shape, is_nick, unescape};
use crate::support::trials;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        main_page_has_the_frames_and_the_form,
        first_visit_sets_two_cookies,
        fifty_visits_give_many_nicks,
        known_visitor_gets_no_cookies,
        clock_shows_date_and_time,
        title_is_the_hosts_and_escaped,
        pages_are_free_of_scripts_and_of_other_places,
        links_of_the_page_lead_somewhere,
        session_token_is_in_no_page,
    ]
}

/// The paths that answer to GET with a whole document, and its type.
pub const DOCUMENTS: [(&str, &str); 5] = [
    ("/", "text/html; charset=utf-8"),
    ("/compose", "text/html; charset=utf-8"),
    ("/clock", "text/html; charset=utf-8"),
    ("/api/messages", "application/json"),
    ("/api/status", "application/json"),
];

/// py 3, py 4, py 25, go 3, go 24: the page with its three frames. For a browser without frames the seed's
/// form stands inside the frame of the form.
async fn main_page_has_the_frames_and_the_form() {
    let room = Room::open().await;
    let reply = room.get("/").await.expect(200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let page = &reply.body;
    for part in [
        "onionchat",
        "<title>",
        "<iframe src=\"/messages\" id=\"chat\"",
        "<iframe src=\"/clock\"",
    ] {
        assert!(page.contains(part), "no {part:?} in\n{page}");
    }
    let frame = page
        .split("<iframe")
        .find(|frame| frame.contains("src=\"/compose"))
        .expect("a frame for the form");
    let fallback = frame
        .split_once("</iframe>")
        .expect("the frame is closed")
        .0
        .replace("maxlength=\"500\"", "maxlength=500");
    let form = "<form action=\"/send\" method=\"post\" autocomplete=\"off\">";
    for part in [
        form,
        "name=\"msg\"",
        "maxlength=500",
        "autofocus",
        "placeholder=\"Message...\"",
    ] {
        assert!(
            fallback.contains(part),
            "no {part:?} within the frame of the form:\n{page}"
        );
    }
}

/// py 1, py 3, go 1, go 4: the cookies of a first visit. Neither lives longer than the browser's session,
/// and neither asks for TLS, which an onion service does not need.
async fn first_visit_sets_two_cookies() {
    let room = Room::open().await;
    let reply = room.get("/").await;
    let cookies = reply.cookies();
    assert_eq!(cookies.len(), 2, "{cookies:?}");
    let (nick, session) = (
        reply.cookie("nick").expect("a nick"),
        reply.cookie("session").expect("a session"),
    );
    assert!(is_nick(nick), "{nick:?} is no nick");
    assert_eq!(
        cookies[0],
        format!("nick={nick}; Path=/; HttpOnly; SameSite=Strict")
    );
    assert_eq!(
        cookies[1],
        format!("session={session}; Path=/; HttpOnly; SameSite=Strict")
    );
    // 128 bits in base64; anything shorter could be guessed.
    assert!(session.len() >= 22, "{session:?} is too short for a proof");
}

/// py 2, go 2: nicks are drawn, not counted, and sessions never come twice.
async fn fifty_visits_give_many_nicks() {
    const VISITS: usize = 50;
    let room = Room::open().await;
    let (mut nicks, mut words, mut sessions) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for _ in 0..VISITS {
        let reply = room.get("/").await;
        let nick = reply.cookie("nick").expect("a nick").to_owned();
        words.insert(nick.split('-').next().map(str::to_owned));
        nicks.insert(nick);
        sessions.insert(reply.cookie("session").expect("a session").to_owned());
    }
    // Of 6.5 million nicks two of fifty are the same once in five thousand runs; more than that is no
    // chance.
    assert!(nicks.len() >= VISITS - 1, "{nicks:?}");
    // Of a hundred words fifty draws give about forty different ones, and fewer than fifteen never.
    assert!(words.len() >= 15, "{words:?}");
    assert_eq!(sessions.len(), VISITS);
}

/// A cookie is sent when it is missing, wrong or no longer true; else a reader's browser is left alone.
async fn known_visitor_gets_no_cookies() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    for path in ["/", "/compose", "/clock", "/api/status"] {
        assert_eq!(
            visitor.get(path).await.cookies(),
            [""; 0],
            "the cookies set by {path}"
        );
    }
    visitor
        .post_form("/send", &[("msg", "hello")])
        .await
        .expect_see_other("/");
    assert_eq!(
        visitor.post_form("/send", &[("msg", "")]).await.cookies(),
        [""; 0],
        "the cookies set by /send"
    );
}

/// py 5, go 5: the clock's frame, which reloads itself each half minute.
async fn clock_shows_date_and_time() {
    let room = Room::open().await;
    let page = room.get("/clock").await.expect(200).body;
    assert!(
        find_shape(&page, CLOCK_TIME).is_some(),
        "no time in\n{page}"
    );
    assert!(
        page.contains("http-equiv=\"refresh\"") && page.contains("content=\"30"),
        "no reload in\n{page}"
    );
}

/// The title of the host, and a host's title is text, not HTML.
async fn title_is_the_hosts_and_escaped() {
    let room = Room::start(&["--title", "Tea & <b>Biscuits</b>"]).await;
    let page = room.get("/").await.expect(200).body;
    for tag in ["title", "h1"] {
        let rest = page
            .split_once(&format!("<{tag}"))
            .unwrap_or_else(|| panic!("no {tag} in\n{page}"))
            .1;
        let inner = rest
            .split_once('>')
            .and_then(|(_, rest)| rest.split_once(&format!("</{tag}>")))
            .expect("closed")
            .0;
        assert!(!inner.contains("<b>"), "the {tag} is not escaped: {inner}");
        let inner = unescape(inner);
        assert!(
            inner.contains("Tea & <b>Biscuits</b>"),
            "the {tag} is {inner:?}"
        );
    }
}

/// No page has a script, and none names another place on the net: a single address fetched from there would
/// tell who reads.
async fn pages_are_free_of_scripts_and_of_other_places() {
    let room = Room::start(&["--max-streams", "1"]).await;
    room.say("Fox-ab12", "http://example.com/ <script src=//example.com>")
        .await;
    let mut pages = Vec::new();
    for path in ["/", "/compose", "/clock"] {
        pages.push((path, room.get(path).await.expect(200).body));
    }
    let refused = Ask::form("/compose", &[("msg", "again")]).nick("Fox-ab12");
    pages.push(("a refusal", room.ask(refused).await.expect(429).body));
    let mut transcript = room.read().await;
    transcript.read_until("example.com").await;
    pages.push((
        "the full house",
        room.get("/messages").await.expect(200).body,
    ));
    // A message may well name a place. It is text there, and nothing makes a link of it.
    pages.push((
        "the transcript",
        transcript
            .seen
            .replace("http://example.com/", "")
            .replace("//example.com", ""),
    ));
    for (what, page) in pages {
        let page = page.to_ascii_lowercase();
        for part in [
            "<script",
            "javascript:",
            "://",
            "=\"//",
            " onload=",
            " onerror=",
        ] {
            assert!(!page.contains(part), "{part:?} in {what}:\n{page}");
        }
    }
}

/// Every place that the page and its form lead to is there.
async fn links_of_the_page_lead_somewhere() {
    let room = Room::open().await;
    let mut places = BTreeSet::new();
    for path in ["/", "/compose"] {
        let page = room.get(path).await.expect(200).body;
        for attribute in ["src=\"", "action=\"", "href=\""] {
            places.extend(
                page.split(attribute)
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .map(str::to_owned),
            );
        }
    }
    assert!(
        places.contains("/messages") && places.contains("/clock"),
        "{places:?}"
    );
    for place in places.iter().filter(|place| !place.starts_with('#')) {
        assert!(
            place.starts_with('/') && !place.starts_with("//"),
            "{place} is not on this site"
        );
        let path = place.split('#').next().unwrap_or_default();
        let status = room.ask(Ask::new("HEAD", path)).await.status;
        assert!(
            matches!(status, 200 | 204 | 405),
            "the page leads to {place}, which answers {status}"
        );
    }
}

/// The session token is the proof of who somebody is. A page may be read aloud, saved or photographed, so
/// it never holds it.
async fn session_token_is_in_no_page() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    visitor.say("hello").await;
    let token = visitor.cookie("session").expect("a session").to_owned();
    for (path, _) in DOCUMENTS {
        let page = visitor.get(path).await.expect(200).body;
        assert!(!page.contains(&token), "the token is in {path}");
    }
    let mut transcript = visitor.read().await;
    transcript.read_until("hello").await;
    assert!(
        !transcript.seen.contains(&token),
        "the token is in the transcript"
    );
}
