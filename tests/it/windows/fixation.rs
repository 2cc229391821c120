//! Tickets that somebody else made. A link to an address with a session in it would make whoever follows it
//! talk as its maker, so what another site leads to shows nothing of that session, does nothing as it, and
//! leaves no cookie.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::trials;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        nothing_is_done_for_another_site,
        page_under_a_ticket_leads_to_the_readers_own,
        ticket_sets_no_cookies,
    ]
}

/// Every path that can stand behind a ticket, with a method that it takes.
const PATHS: [(&str, &str); 22] = [
    ("GET", "/"),
    ("GET", "/messages"),
    ("GET", "/compose"),
    ("POST", "/compose"),
    ("POST", "/send"),
    ("GET", "/a"),
    ("GET", "/b"),
    ("GET", "/c"),
    ("GET", "/live"),
    ("GET", "/plain"),
    ("POST", "/plain"),
    ("GET", "/watch"),
    ("GET", "/settings"),
    ("POST", "/settings"),
    ("GET", "/help"),
    ("GET", "/clock"),
    ("GET", "/favicon.ico"),
    ("GET", "/api/messages"),
    ("GET", "/api/stream"),
    ("GET", "/api/status"),
    ("POST", "/api/send"),
    ("HEAD", "/live"),
];

/// A request as a browser sends it from another site's page.
fn from_elsewhere(method: &str, path: &str, site: &str) -> Ask {
    let fields = [("msg", "canary"), ("theme", "l"), ("passphrase", "canary")];
    let ask = match (method, path.ends_with("/api/send")) {
        ("POST", true) => {
            Ask::post(path, "{\"text\":\"canary\"}").header("content-type", "application/json")
        }
        ("POST", false) => Ask::form(path, &fields),
        _ => Ask::new(method, path),
    };
    ask.header("sec-fetch-site", site)
}

/// Every path under a ticket, in the lobby and in a room, asked for by a link or a form of another site, of a
/// browser that comes for the first time.
async fn nothing_is_done_for_another_site() {
    let house = Room::open().await;
    let mut maker = Visitor::returning(&house).await;
    let place = maker.make("/create demo").await;
    maker.done_in(&place, "inside").await;
    house.say("Fox-ab12", "outside").await;
    let window = maker.load("").await;
    for site in ["cross-site", "same-site", "nonsense"] {
        for base in [window.base.clone(), window.whole()] {
            for place in ["", place.as_str()] {
                for (method, path) in PATHS {
                    let path = match path.strip_prefix("/api") {
                        _ if place.is_empty() => format!("{base}{path}"),
                        Some(rest) => format!("{base}/api{place}{rest}"),
                        None => format!("{base}{place}{}", path.trim_end_matches('/')),
                    };
                    let reply = house.ask(from_elsewhere(method, &path, site)).await;
                    let what = format!("{method} {path} {site}: {} {}", reply.status, reply.body);
                    assert_eq!(reply.cookies(), [""; 0], "{what}");
                    assert_eq!(reply.header("location"), None, "{what}");
                    for secret in [window.session(), &maker.nick(), "inside", "outside"] {
                        assert!(!reply.body.contains(secret), "{secret} in {what}");
                    }
                    if reply.status == 200 && method != "HEAD" {
                        let page = if place.is_empty() { "/" } else { place };
                        let leads = format!("content=\"0;url={page}?again\"");
                        assert!(reply.body.contains(&leads), "{what}");
                    }
                }
            }
        }
    }
    let path = format!("{}{place}", window.base);
    let reply = house.ask(from_elsewhere("POST", &path, "cross-site")).await;
    assert_eq!(reply.cookies(), [""; 0]);
    assert_eq!(house.texts().await, ["outside"]);
    assert_eq!(house.streams().await, 0);
    assert_eq!(
        maker.messages_in(&place).await.as_array().map(Vec::len),
        Some(1)
    );
}

/// Whoever keeps cookies is led to the plain address of the page, as who they are; whoever keeps none stays.
async fn page_under_a_ticket_leads_to_the_readers_own() {
    let house = Room::open().await;
    let mut maker = Visitor::returning(&house).await;
    let place = maker.make("/create demo").await;
    let window = maker.load("").await;
    let mut reader = Visitor::returning(&house).await;
    for base in [window.base.clone(), window.whole()] {
        for visitor in [&mut maker, &mut reader] {
            let at = visitor.get(&format!("{base}/")).await;
            at.expect_see_other("/");
            let at = visitor.get(&format!("{base}{place}")).await;
            at.expect_see_other(&place);
        }
        let page = house.get(&format!("{base}/")).await.expect(200).body;
        assert!(page.contains(&format!("<iframe src=\"/w/{}", window.session())));
    }
}

/// A browser without cookies that asks for a page under a ticket is given none: it would be somebody else's
/// session for good.
async fn ticket_sets_no_cookies() {
    let house = Room::open().await;
    let mut maker = Visitor::returning(&house).await;
    let window = Window::of(maker.get("/").await.expect(200).body, "");
    for path in ["live", "compose", "plain", "watch", "settings", "help", "a"] {
        let reply = house.get(&window.path(path)).await.expect(200);
        assert_eq!(reply.cookies(), [""; 0], "{path}");
    }
    for path in ["compose", "plain"] {
        let fields = [("msg", path)];
        let reply = house.ask(Ask::form(&window.path(path), &fields)).await;
        assert_eq!(reply.cookies(), [""; 0], "{path}");
    }
}
