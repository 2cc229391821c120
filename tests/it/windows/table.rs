//! How many windows are remembered, and what happens to the others: a page that is older than what the room
//! remembers says so, one that somebody reads in is not forgotten, and one of an earlier process goes on.

use libtest_mimic::Trial;
use tokio::time::sleep;

use super::{RATE, WATCHED};
use crate::support::client::{Ask, Line};
use crate::support::process::Room;
use crate::support::text::element;
use crate::support::trials;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        flood_of_pages_pushes_out_no_reader,
        window_of_another_process_works,
        windows_are_their_readers_alone,
        no_ticket_leads_nowhere,
    ]
}

/// How many windows are remembered beside those that may have a transcript open.
const WINDOWS: usize = 1024;

/// What a page says that was forgotten.
const TOO_OLD: &str = "This page is too old.";

/// Somebody loads pages by the thousand. A window with a transcript hears nothing of it; one that had gone to
/// another room and never came back for its transcript is told that it is too old, form and transcript, and
/// nothing that is typed there lands in the lobby.
async fn flood_of_pages_pushes_out_no_reader() {
    let room = Room::start(&["--max-streams", "4"]).await;
    let mut reader = Visitor::returning(&room).await;
    let window = reader.load("").await;
    let mut transcript = reader.read_window(&window).await;
    let mut visitor = Visitor::returning(&room).await;
    let old = Window::of(visitor.get("/").await.expect(200).body, "");
    let form = visitor.type_into(&old, "/create demo").await.expect(200);
    let (_, rest) = form.body.split_once("<form action=\"").expect("a form");
    let action = rest.split('"').next().unwrap_or_default().to_owned();
    assert!(action.contains("/r/demo-"), "{action}");
    let mut flood = Line::to(&room).await;
    for _ in 0..WINDOWS + 4 {
        flood.ask(Ask::get("/")).await.expect(200);
    }
    let form = visitor.get(&old.path("compose")).await.body;
    assert!(
        form.contains(TOO_OLD) && !form.contains("name=\"msg\""),
        "{form}"
    );
    let mut live = visitor.read_window(&old).await;
    live.read_until(TOO_OLD).await;
    live.stays_open(WATCHED).await;
    visitor.post_form(&action, &[("msg", "for the room")]).await;
    room.say("Fox-ab12", "still there").await;
    transcript.read_until(">still there<").await;
    assert_eq!(room.texts().await, ["still there"]);
    let form = reader.type_into(&window, "me too").await.expect(200).body;
    assert!(form.contains("name=\"msg\""), "{form}");
    transcript.read_until(">me too<").await;
    // Loading the page anew is all that it takes.
    let new = visitor.load("").await;
    visitor.read_window(&new).await.read_until(">me too<").await;
}

/// After the program was started anew, the pages that people have open go on by themselves: their sessions
/// count, and their transcripts last at once.
async fn window_of_another_process_works() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await.with_number("0123456789abcdef");
    let mut transcript = visitor.read_window(&window).await;
    let form = visitor.type_into(&window, "hello").await.expect(200).body;
    assert!(form.contains("name=\"msg\""), "{form}");
    transcript.read_until(">hello<").await;
    transcript.stays_open(WATCHED).await;
    assert_eq!(room.nicks().await, [visitor.nick()]);
    sleep(RATE).await;
    let page = visitor.type_into(&window, "hello").await.expect(200).body;
    assert!(element(&page, "warn").is_some(), "{page}");
}

/// The number of somebody else's window is worth nothing: neither what is refused there nor where it went is
/// seen, and nothing done under it changes it.
async fn windows_are_their_readers_alone() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    let mut transcript = visitor.read_window(&window).await;
    visitor.type_into(&window, "first").await.expect(200);
    visitor.type_into(&window, "canary").await.expect(200);
    let number = window.base.rsplit_once('-').expect("a number").1;
    let mut stranger = Visitor::returning(&room).await;
    let theirs = stranger.load("").await.with_number(number);
    let form = stranger.get(&theirs.path("compose")).await.body;
    assert!(form.contains(TOO_OLD) && !form.contains("canary"), "{form}");
    let mut live = stranger.read_window(&theirs).await;
    live.read_until(TOO_OLD).await;
    for line in ["/create demo", "/exit"] {
        sleep(RATE).await;
        let path = theirs.path("compose");
        stranger.post_form(&path, &[("msg", line)]).await;
    }
    let form = visitor.get(&window.path("compose")).await.expect(200).body;
    assert!(form.contains("canary"), "{form}");
    let action = format!("<form action=\"{}\"", window.path("compose"));
    assert!(form.contains(&action), "{form}");
    room.say("Fox-ab12", "still there").await;
    transcript.read_until(">still there<").await;
}

/// What is no ticket leads nowhere: no redirect, no cookie, no words, whatever its length and letters.
async fn no_ticket_leads_nowhere() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    let ticket = window.base.strip_prefix("/w/").expect("a ticket");
    let forged = [
        String::new(),
        "-".repeat(200),
        "a".repeat(4000),
        ticket[1..].to_owned(),
        ticket.to_uppercase(),
        ticket.replace('-', "%2D"),
        ticket.replace('-', "--"),
        ticket.replace("-d", "-%64"),
        format!("{ticket}-"),
        format!("{ticket}%0d%0aset-cookie:%20x=y"),
        format!("%2e%2e/{ticket}"),
        format!("{ticket}/{ticket}"),
        format!("{ticket}//"),
        format!("{ticket}/w/{ticket}"),
        format!("{ticket}/r/demo-x/a/../"),
        format!("{}/a", window.whole().trim_start_matches("/w/")),
        window.whole().trim_start_matches("/w/").to_owned(),
    ];
    for forged in forged {
        for ask in [
            Ask::get(&format!("/w/{forged}/live")),
            Ask::get(&format!("/w/{forged}/compose")),
            Ask::form(&format!("/w/{forged}/compose"), &[("msg", "canary")]),
        ] {
            let reply = room.ask(ask).await;
            let is_sound = forged == window.whole().trim_start_matches("/w/");
            if is_sound {
                // Without a window there is a form, and no transcript.
                assert!([200, 303, 404].contains(&reply.status), "{}", reply.status);
                continue;
            }
            let reply = reply.expect_empty(404);
            assert_eq!(reply.header("location"), None);
            assert_eq!(reply.cookies(), [""; 0]);
        }
    }
    assert!(room.texts().await.iter().all(|text| text == "canary"));
    assert_eq!(room.streams().await, 0);
}
