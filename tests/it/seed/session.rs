//! Who a visitor is: the cookies of a first visit, the addresses of a window, and where the proof of it stands.

use std::collections::BTreeSet;
use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::sleep;

use super::page::{DOCUMENTS, FRAMES, pages};
use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::{is_nick, is_token};
use crate::support::trials;
use crate::support::typing::LOBBY;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        first_visit_sets_two_cookies,
        fifty_visits_give_many_nicks,
        secure_address_gets_a_secure_cookie,
        cookies_may_be_switched_off,
        known_visitor_gets_no_cookies,
        browser_without_cookies_is_known_by_its_addresses,
        session_token_is_in_own_addresses_only,
    ]
}

/// A little more than the second that must lie between two messages.
const RATE: Duration = Duration::from_millis(1100);

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
    // A window of somebody else is none for who has a session in a cookie: it could be that of whoever made
    // them load it.
    let mut other = Visitor::returning(&room).await;
    sleep(RATE).await;
    let reply = other.post_form(&path, &[("msg", "hello too")]).await;
    assert_eq!(reply.cookies(), [""; 0]);
    reply.expect(409);
    assert_eq!(room.nicks().await, [nick.as_str()]);
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
