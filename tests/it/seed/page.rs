//! The pages: what is in them, where they lead, and what comes with them.

use std::collections::BTreeSet;

use libtest_mimic::Trial;

use crate::support::client::{Ask, Reply};
use crate::support::headers::{ICON, KEPT, POLICY, forbidden, sheets};
use crate::support::process::Room;
use crate::support::text::{CLOCK_TIME, find_shape, unescape};
use crate::support::trials;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        main_page_has_the_frames_and_the_form,
        clock_shows_date_and_time,
        title_is_the_hosts_and_escaped,
        pages_are_free_of_scripts_and_of_other_places,
        links_of_the_page_lead_somewhere,
        style_sheets_are_those_of_the_policy,
        keepers_are_kept_and_nothing_else,
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

/// The type of a page.
const HTML: &str = "text/html; charset=utf-8";

/// The pages of one visitor, each with its path: those with cookies, and those of a window.
pub async fn pages(visitor: &mut Visitor<'_>, window: &Window) -> Vec<(String, Reply)> {
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
