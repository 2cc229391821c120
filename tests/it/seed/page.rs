//! The pages, and the cookies that come with them.

use std::collections::BTreeSet;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::sleep;

use crate::support::client::{Ask, Reply};
use crate::support::headers::{ICON, KEPT, POLICY, forbidden, sheets};
use crate::support::process::Room;
use crate::support::text::{CLOCK_TIME, find_shape, is_nick, is_token, unescape};
use crate::support::trials;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        main_page_has_the_frames_and_the_form,
        first_visit_sets_two_cookies,
        fifty_visits_give_many_nicks,
        secure_address_gets_a_secure_cookie,
        cookies_may_be_switched_off,
        known_visitor_gets_no_cookies,
        browser_without_cookies_is_known_by_its_addresses,
        clock_shows_date_and_time,
        title_is_the_hosts_and_escaped,
        pages_are_free_of_scripts_and_of_other_places,
        links_of_the_page_lead_somewhere,
        style_sheets_are_those_of_the_policy,
        keepers_are_kept_and_nothing_else,
        session_token_is_in_own_addresses_only,
    ]
}

/// The paths that answer to GET with a whole document, and its type.
pub const DOCUMENTS: [(&str, &str); 9] = [
    ("/", HTML),
    ("/compose", HTML),
    ("/clock", HTML),
    ("/help", HTML),
    ("/settings", HTML),
    ("/plain", HTML),
    ("/watch", HTML),
    ("/api/messages", "application/json"),
    ("/api/status", "application/json"),
];

/// What is within a window, and ends.
pub const FRAMES: [&str; 8] = [
    "a", "b", "c", "compose", "help", "settings", "plain", "watch",
];

/// A little more than the second that must lie between two messages.
const RATE: Duration = Duration::from_millis(1100);

/// The type of a page.
const HTML: &str = "text/html; charset=utf-8";

/// The pages of one visitor, each with its path: those with cookies, and those of a window.
async fn pages(visitor: &mut Visitor<'_>, window: &Window) -> Vec<(String, Reply)> {
    let documents = DOCUMENTS.iter().filter(|(_, kind)| *kind == HTML);
    let paths = documents.map(|(path, _)| (*path).to_owned());
    let paths = paths.chain(FRAMES.map(|path| window.path(path)));
    let mut pages = Vec::new();
    for path in paths {
        let page = visitor.get(&path).await.expect(200);
        assert_eq!(page.header("content-type"), Some(HTML), "{path}");
        pages.push((path, page));
    }
    pages
}

/// py 3, py 4, py 25, go 3, go 24: the page with its frames: the transcript, in what keeps it open, and the form.
/// Their addresses hold the session and the number of the window, so that the frames of a page belong together
/// whatever a browser does with cookies. For a browser without frames the seed's form stands inside the frame of
/// the form.
async fn main_page_has_the_frames_and_the_form() {
    let room = Room::open().await;
    let reply = room.get("/").await.expect(200);
    assert_eq!(reply.header("content-type"), Some(HTML));
    let page = &reply.body;
    let window = Window::of(page.clone(), "");
    assert_eq!(Some(window.session()), reply.cookie("session"));
    let base = &window.base;
    for part in [
        "onionchat",
        "<title>",
        &format!("<iframe src=\"{base}/a\" id=\"chat\""),
        &format!("<iframe src=\"{base}/compose#msg\" id=\"compose\""),
    ] {
        assert!(page.contains(part), "no {part:?} in\n{page}");
    }
    assert_eq!(page.matches("<iframe").count(), 2, "{page}");
    let again = room.get("/").await.expect(200).body;
    assert_ne!(Window::of(again, "").base, window.base, "each page is one");
    let frame = page
        .split("<iframe")
        .find(|frame| frame.contains("/compose#msg\""))
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
    assert!(is_token(session), "{session:?} is no proof");
}

/// Where the browser says that it treats the address as secure, as Tor Browser does with onion services, no
/// other program on the same host can set or read the session: its name says so, and the nick's stays the seed's.
async fn secure_address_gets_a_secure_cookie() {
    let room = Room::open().await;
    for site in ["none", "same-origin"] {
        let ask = Ask::get("/").header("sec-fetch-site", site);
        let reply = room.ask(ask).await.expect(200);
        let session = reply.cookie("__Host-session").expect("a session");
        let nick = reply.cookie("nick").expect("a nick");
        assert_eq!(
            reply.cookies(),
            [
                format!("nick={nick}; Path=/; HttpOnly; SameSite=Strict"),
                format!("__Host-session={session}; Path=/; HttpOnly; SameSite=Strict; Secure"),
            ]
        );
        // It counts more than a plain one, which may be somebody else's doing.
        let other = room.get("/").await;
        let other = other.cookie("session").expect("a session");
        for cookies in [
            format!("session={other}; __Host-session={session}; nick={nick}"),
            format!("__Host-session={session}; nick={nick}"),
        ] {
            let ask = Ask::get("/").header("sec-fetch-site", site);
            let reply = room.ask(ask.header("cookie", &cookies)).await.expect(200);
            assert_eq!(reply.cookies(), [""; 0], "{cookies}");
            assert_eq!(Window::of(reply.body, "").session(), session, "{cookies}");
        }
    }
}

/// A host may want no cookies at all. Everything works by addresses then.
async fn cookies_may_be_switched_off() {
    let program = Room::program(&[]);
    let config = program.file("room.toml", "cookies = false\n");
    let room = Room::run(program.and(["--config".into(), config.into_os_string()])).await;
    let mut visitor = Visitor::new(&room);
    let window = visitor.load("").await;
    for (path, _) in DOCUMENTS {
        assert_eq!(visitor.get(path).await.cookies(), [""; 0], "{path}");
    }
    visitor.type_into(&window, "hello").await.expect(200);
    let sent = room.ask(Ask::form("/send", &[("msg", "hello too")])).await;
    assert_eq!(sent.cookies(), [""; 0]);
    assert_eq!(room.texts().await, ["hello", "hello too"]);
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
    for (path, _) in DOCUMENTS {
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

/// A request with a ticket in its path gets no session in a cookie, whether the browser keeps cookies or not:
/// what stands in an address is whose it is. The nick under which they speak is the one that the page told them.
async fn browser_without_cookies_is_known_by_its_addresses() {
    let room = Room::open().await;
    let page = room.get("/").await.expect(200);
    let nick = page.cookie("nick").expect("a nick").to_owned();
    let window = Window::of(page.body, "");
    for frame in FRAMES {
        let reply = room.get(&window.path(frame)).await.expect(200);
        assert_eq!(reply.cookies(), [""; 0], "{frame}");
    }
    let form = room.get(&window.path("compose")).await.body;
    assert!(form.contains(&nick), "{form}");
    let path = window.path("compose");
    let sent = room.ask(Ask::form(&path, &[("msg", "hello")])).await;
    assert_eq!(sent.cookies(), [""; 0]);
    sent.expect_see_other(&format!("{path}#msg"));
    assert_eq!(room.nicks().await, [nick.as_str()]);
    // The session of somebody else in a cookie does not change who the window is.
    let mut other = Visitor::returning(&room).await;
    sleep(RATE).await;
    let reply = other.post_form(&path, &[("msg", "hello too")]).await;
    assert_eq!(reply.cookies(), [""; 0]);
    assert_eq!(room.nicks().await, [nick.as_str(), &nick]);
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
    for (path, tag) in ["/", "/plain", "/watch"]
        .into_iter()
        .flat_map(|path| [(path, "title"), (path, "h1")])
    {
        let page = room.get(path).await.expect(200).body;
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
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    let mut pages: Vec<(String, String)> = pages(&mut visitor, &window)
        .await
        .into_iter()
        .map(|(path, page)| (path, page.body))
        .collect();
    pages.push(("a door".to_owned(), room.get("/r/demo").await.body));
    let refused = Ask::form("/compose", &[("msg", "again")]).nick("Fox-ab12");
    pages.push((
        "a refusal".to_owned(),
        room.ask(refused).await.expect(429).body,
    ));
    let mut transcript = room.read().await;
    transcript.read_until("example.com").await;
    pages.push((
        "the full house".to_owned(),
        room.get("/messages").await.expect(200).body,
    ));
    // A message may well name a place. It is text there, and nothing makes a link of it.
    pages.push(("the transcript".to_owned(), transcript.seen.clone()));
    for (what, page) in pages {
        let page = page
            .to_ascii_lowercase()
            .replace("http://example.com/", "")
            .replace("//example.com", "");
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

/// What the addresses in a page are: those of frames, forms and links, and where it goes by itself.
fn addresses(page: &str) -> BTreeSet<String> {
    let marks = ["src=\"", "action=\"", "href=\"", ";url="];
    let found = marks.iter().flat_map(|mark| page.split(mark).skip(1));
    found
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// Every place that the pages and their forms lead to is there.
async fn links_of_the_page_lead_somewhere() {
    let room = Room::open().await;
    // One without cookies has the session in every address, one with cookies in those of frames only.
    for mut visitor in [Visitor::new(&room), Visitor::returning(&room).await] {
        let window = visitor.load("").await;
        let mut places = addresses(&window.page);
        for frame in ["a", "compose", "compose#msg"] {
            let frame = window.path(frame);
            assert!(
                places.contains(&frame) || frame.ends_with("compose"),
                "{places:?}"
            );
        }
        for (path, page) in pages(&mut visitor, &window).await {
            let page = page.body.replacen(ICON, "", 1);
            let (folder, _) = path.rsplit_once('/').expect("a path");
            places.extend(addresses(&page).into_iter().map(|place| {
                // What leads from one keeper to the other is relative, so that it is the same in each window.
                let is_relative = place.starts_with(|c: char| c.is_ascii_lowercase());
                if is_relative {
                    format!("{folder}/{place}")
                } else {
                    place
                }
            }));
        }
        places.remove("data:,");
        for place in places.iter().filter(|place| !place.starts_with('#')) {
            assert!(
                place.starts_with('/') && !place.starts_with("//"),
                "{place} is not on this site"
            );
            let path = place.split('#').next().unwrap_or_default();
            let status = visitor.ask(Ask::new("HEAD", path)).await.status;
            assert!(
                matches!(status, 200 | 204 | 303 | 405),
                "the page leads to {place}, which answers {status}"
            );
        }
    }
}

/// The policy that comes with every answer lets a browser use our own style sheets and no others, so it must have
/// each of them, those of shadow roots as well; and none that is nowhere.
async fn style_sheets_are_those_of_the_policy() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    let mut pages = pages(&mut visitor, &window).await;
    pages.push(("a door".to_owned(), room.get("/r/demo").await.expect(404)));
    let (_, first) = &pages[0];
    let policy = first.header(POLICY).expect("a policy").to_owned();
    let mut bodies: Vec<(String, String)> = Vec::new();
    for (path, page) in pages {
        assert_eq!(page.header(POLICY), Some(policy.as_str()), "{path}");
        bodies.push((path, page.body));
    }
    visitor.say("hello").await;
    let mut transcripts = [visitor.read().await, visitor.read_window(&window).await];
    for transcript in &mut transcripts {
        transcript.read_until(">hello<").await;
        let own = transcript.headers.get(POLICY);
        assert_eq!(own.and_then(|own| own.to_str().ok()), Some(policy.as_str()));
        assert_eq!(
            sheets(&transcript.seen).len(),
            2,
            "one is the shadow root's"
        );
        bodies.push(("a transcript".to_owned(), transcript.seen.clone()));
    }
    let mut seen = BTreeSet::new();
    for (path, page) in &bodies {
        assert!(!sheets(page).is_empty(), "{path} has no style");
        let faults = forbidden(&policy, page);
        assert!(faults.is_empty(), "{path}: {faults:#?}");
        seen.extend(sheets(page));
    }
    assert_eq!(seen.len(), policy.matches("'sha256-").count());
}

/// What keeps a window together must be there when the network is not, so the browser may keep it; it says nothing
/// but what its address says. Nothing else is kept anywhere, which every answer is checked for.
async fn keepers_are_kept_and_nothing_else() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    for frame in ["a", "b", "c"] {
        let path = window.path(frame);
        let page = visitor.get(&path).await.expect(200);
        assert_eq!(page.header("cache-control"), Some(KEPT), "{frame}");
        assert!(!page.body.contains(window.session()), "{}", page.body);
        assert!(!page.body.contains(&visitor.nick()), "{}", page.body);
        let stranger = room.get(&path).await.expect(200);
        assert_eq!(stranger.body, page.body, "it depends on its address only");
        room.ask(Ask::new("POST", &path)).await.expect_empty(405);
    }
}

/// What of a page holds a token elsewhere than at the beginning of an address of our own.
fn strays(page: &str, token: &str) -> bool {
    let marks = ["src=\"", "action=\"", "href=\"", ";url="];
    let own = marks.map(|mark| format!("{mark}/w/{token}-"));
    let rest = own
        .iter()
        .fold(page.to_owned(), |rest, own| rest.replace(own, ""));
    rest.contains(token)
}

/// The session token is the proof of who somebody is. A page may be read aloud, saved or photographed, so it holds
/// it in addresses at most, which nobody sees; in the page that one has open all the time, in those of the
/// frames only. It is in no transcript, in no JSON, and in nothing that anybody else gets.
async fn session_token_is_in_own_addresses_only() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let mut other = Visitor::returning(&room).await;
    let token = visitor.cookie("session").expect("a session").to_owned();
    let window = visitor.load("").await;
    assert_eq!(window.session(), token);
    let (mut transcript, mut theirs) = (visitor.read().await, other.read_in(LOBBY).await);
    let mut shown = visitor.read_window(&window).await;
    visitor.say("hello").await;
    visitor.done_in(LOBBY, "/who").await;
    visitor.done_in(LOBBY, "/help").await;
    let line = format!("/w {} psst", other.nick());
    visitor.done_in(LOBBY, &line).await;
    for transcript in [&mut transcript, &mut shown, &mut theirs] {
        transcript.read_until(">psst<").await;
        assert!(!transcript.seen.contains(&token), "{}", transcript.seen);
    }
    let around: String = window
        .page
        .split("<iframe")
        .enumerate()
        .map(|(index, part)| match part.split_once("</iframe>") {
            Some((_, behind)) if index > 0 => behind,
            _ => part,
        })
        .collect();
    assert!(!around.contains(&token), "{around}");
    for (path, page) in pages(&mut visitor, &window).await {
        assert!(!strays(&page.body, &token), "{path}:\n{}", page.body);
    }
    for path in ["/api/messages", "/api/status"] {
        let json = visitor.get(path).await.expect(200).body;
        assert!(!json.contains(&token), "{path}: {json}");
    }
    let their_window = other.load("").await;
    for (path, page) in pages(&mut other, &their_window).await {
        assert!(!page.body.contains(&token), "{path}:\n{}", page.body);
    }
    // Without cookies it stands in links as well, and nowhere else.
    let mut bare = Visitor::new(&room);
    let window = bare.load("").await;
    let token = window.session().to_owned();
    assert!(!strays(&window.page, &token), "{}", window.page);
    for frame in FRAMES {
        let page = room.get(&window.path(frame)).await.expect(200).body;
        assert!(!strays(&page, &token), "{frame}:\n{page}");
    }
}
