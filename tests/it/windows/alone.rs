//! The pages beside the window: what counts the unread in its title, and the room without frames, for browsers
//! that have neither frames nor cookies.

use libtest_mimic::Trial;
use tokio::time::sleep;

use super::RATE;
use crate::support::client::{Ask, Reply};
use crate::support::process::Room;
use crate::support::text::{element, is_token, typed};
use crate::support::trials;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        watch_counts_what_others_say,
        watch_takes_any_since,
        plain_needs_no_cookies,
        plain_gives_back_what_is_refused,
        newcomer_without_cookies_keeps_one_session,
    ]
}

/// Where a page leads by itself, after a quarter of a minute.
fn next(page: &str) -> String {
    let rest = page.split_once("content=\"15;url=");
    let (_, rest) = rest.unwrap_or_else(|| panic!("it leads nowhere: {page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The title of a page.
fn title(page: &str) -> &str {
    let (_, rest) = page.split_once("<title>").expect("a title");
    rest.split_once("</title>").expect("its end").0
}

/// Where the link of a page leads that says that all is read.
fn reset(page: &str) -> &str {
    let mut links = page.split("<a href=\"").skip(1);
    let link = links.find(|link| link.contains("since="));
    link.expect("a link").split('"').next().unwrap_or_default()
}

/// It counts from when it was opened what others say. Own words mean that all before them was read, and so does
/// the link.
async fn watch_counts_what_others_say() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    room.say("Fox-ab12", "known").await;
    let page = visitor.get("/watch").await.expect(200).body;
    assert!(!title(&page).starts_with('('), "{page}");
    assert!(page.contains("0 unread messages."), "{page}");
    let mut path = next(&page);
    for (nick, count) in [("Owl-ab12", 1), ("Elk-ab12", 2)] {
        room.say(nick, &format!("new {count}")).await;
        let page = visitor.get(&path).await.expect(200).body;
        assert!(title(&page).starts_with(&format!("({count}) ")), "{page}");
        path = next(&page);
    }
    let page = visitor.get(&path).await.expect(200).body;
    assert!(!page.contains(">new 1<") && !page.contains("Owl-ab12"));
    let read = visitor.get(reset(&page)).await.expect(200).body;
    assert!(!title(&read).starts_with('('), "{read}");
    visitor.say("mine").await;
    let page = visitor.get(&path).await.expect(200).body;
    assert!(!title(&page).starts_with('('), "{page}");
    room.say("Yak-ab12", "new 3").await;
    let page = visitor.get(&path).await.expect(200).body;
    assert!(title(&page).starts_with("(1) "), "{page}");
}

/// What stands behind `since=` is a number or nothing.
async fn watch_takes_any_since() {
    let room = Room::open().await;
    room.say("Fox-ab12", "known").await;
    let mut visitor = Visitor::returning(&room).await;
    for since in [
        "",
        "x",
        "-1",
        "+0",
        "1e3",
        "0x1",
        "%31",
        "1&since=0",
        "\"><b>",
        "99999999999999999999",
    ] {
        let since = since.replace(['"', '<', '>'], "%22");
        let page = visitor.get(&format!("/watch?since={since}")).await;
        let path = next(&page.expect(200).body);
        let number = path.strip_prefix("/watch?since=").expect("a number");
        assert!(number.bytes().all(|byte| byte.is_ascii_digit()), "{path}");
    }
    let most = u64::MAX.to_string();
    let page = visitor.get(&format!("/watch?since={most}")).await;
    assert!(page.expect(200).body.contains("0 unread messages."));
    let page = visitor.get("/watch?since=0").await.expect(200).body;
    assert!(title(&page).starts_with("(1) "), "{page}");
}

/// Where the form of a page leads.
fn action(page: &str) -> String {
    let (_, rest) = page.split_once("<form action=\"").expect("a form");
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Where an answer leads, without its fragment.
fn location(reply: Reply) -> String {
    let reply = reply.expect_empty(303);
    assert_eq!(reply.cookies(), [""; 0]);
    let location = reply.header("location").unwrap_or_default();
    location.strip_suffix("#end").expect("the line").to_owned()
}

/// Somebody who never sends a cookie talks as one and the same person, is whispered to, changes their name and
/// makes a room, by nothing but the addresses that the pages give.
async fn plain_needs_no_cookies() {
    let house = Room::open().await;
    let page = house.get("/plain").await.expect(200).body;
    let path = action(&page);
    let ticket = path.strip_prefix("/w/").expect("a ticket");
    assert!(is_token(ticket.split('-').next().unwrap_or_default()));
    let type_in = async |path: &str, line: &str| {
        let ask = Ask::form(path, &[("msg", line)]);
        let to = location(house.ask(ask).await);
        let page = house.get(&to).await.expect(200).body;
        sleep(RATE).await;
        (to, page)
    };
    let (to, page) = type_in(&path, "hello").await;
    assert_eq!(to, path);
    assert!(page.contains(">hello<"), "{page}");
    let nick = house.nicks().await.remove(0);
    assert!(
        page.contains(&format!("You are {nick} in lobby.")),
        "{page}"
    );
    let mut other = Visitor::returning(&house).await;
    other.done_in("", &format!("/whisper {nick} psst")).await;
    let page = house.get(&to).await.expect(200).body;
    assert!(page.contains(">psst<"), "{page}");
    let (_, page) = type_in(&path, "/nick Wombat").await;
    assert!(page.contains("You are Wombat in lobby."), "{page}");
    let (to, page) = type_in(&path, "/create demo").await;
    assert!(to.starts_with(&format!("{}/r/demo-", path.trim_end_matches("/plain"))));
    assert_eq!(action(&page), to);
    let (to, page) = type_in(&to, "inside").await;
    assert!(page.contains(">inside<") && page.contains("You are Wombat in demo."));
    assert_eq!(house.texts().await, ["hello"]);
    let (to, page) = type_in(&to, "/leave").await;
    assert_eq!(to, path);
    assert!(
        page.contains(">hello<") && !page.contains(">inside<"),
        "{page}"
    );
    assert!(!house.get("/plain").await.body.contains(">psst<"));
}

/// The reason stands above the line, and what was typed in it, as text.
async fn plain_gives_back_what_is_refused() {
    let house = Room::open().await;
    let mut visitor = Visitor::returning(&house).await;
    let fields = |text| [("msg", text)];
    let sent = visitor.post_form("/plain", &fields("first")).await;
    sent.expect_see_other("/plain#end");
    let evil = "\"><script>'&lt;</textarea>";
    let page = visitor.post_form("/plain", &fields(evil)).await;
    let page = page.expect(429).body;
    assert!(element(&page, "warn").is_some(), "{page}");
    assert_eq!(typed(&page).as_deref(), Some(evil));
    assert!(!page.contains("<script") && !page.contains("</textarea>"));
    let view = ("lines", "n");
    let window = visitor.load("").await;
    let path = format!("{}/settings", window.whole());
    visitor.post_form(&path, &[view]).await.expect(303);
    let page = visitor.post_form("/plain", &fields(evil)).await;
    let page = page.expect(429).body;
    assert!(!page.contains("<script"), "{page}");
    assert_eq!(page.matches("</textarea>").count(), 1, "{page}");
}

/// Without cookies every frame of a page has the page's session, and what leads to other pages has it as well,
/// once the name shall be kept.
async fn newcomer_without_cookies_keeps_one_session() {
    let house = Room::open().await;
    let page = house.get("/").await.expect(200).body;
    let window = crate::support::window::Window::of(page, "");
    for frame in ["compose", "live"] {
        house.get(&window.path(frame)).await.expect(200);
    }
    let ask = Ask::form(&window.path("compose"), &[("msg", "hello")]);
    house
        .ask(ask)
        .await
        .expect_see_other(&format!("{}#msg", window.path("compose")));
    let form = house.get(&window.path("compose")).await.expect(200).body;
    let nick = house.nicks().await.remove(0);
    assert!(form.contains(&format!("You are {nick} ")), "{form}");
    let keep = format!("<a href=\"{}/\" target=\"_top\">", window.whole());
    assert!(form.contains(&keep), "{form}");
    let page = house.get(&format!("{}/", window.whole())).await;
    let kept = crate::support::window::Window::of(page.expect(200).body, "");
    assert_eq!(kept.session(), window.session());
    for link in ["help", "settings"] {
        let link = format!("<a href=\"{}/{link}\">", window.whole());
        assert!(kept.page.contains(&link), "{}", kept.page);
    }
}
