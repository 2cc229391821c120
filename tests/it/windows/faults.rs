//! Faults that were found in windows, each of which must not come back.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::{sleep, timeout};

use super::{RATE, WATCHED};
use crate::support::client::{Ask, Line};
use crate::support::process::Room;
use crate::support::text::nick;
use crate::support::transcript::Transcript;
use crate::support::trials;
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        newcomers_push_out_no_newcomer,
        held_answers_leave_room_for_newcomers,
        backlog_of_any_length_is_shown_once,
        page_of_another_process_follows_its_reader,
        page_of_another_process_ends_with_exit,
        pages_of_another_process_do_not_fight,
        ticket_of_another_member_is_not_used_beside_a_cookie,
        head_brings_nobody_back,
        who_only_looks_is_counted_once,
        refusal_of_before_does_not_come_back,
        full_room_says_so_in_the_readers_language,
        wrong_passphrase_shows_no_session_in_the_address,
    ]
}

/// After as many pages were loaded as are remembered, which takes a day or a minute, two people load the page at
/// the same time: the frames of the first ask when the second has its page already.
async fn newcomers_push_out_no_newcomer() {
    let room = Room::start(&["--max-streams", "4"]).await;
    let mut before = Line::to(&room).await;
    for _ in 0..1024 + 4 {
        let page = before.ask(Ask::get("/")).await.expect(200).body;
        let window = Window::of(page, "");
        before.ask(Ask::get(&window.path("live"))).await.expect(200);
    }
    let mut first = Visitor::new(&room);
    let window = Window::of(first.get("/").await.expect(200).body, "");
    Visitor::new(&room).get("/").await.expect(200);
    let form = first.get(&window.path("compose")).await.body;
    assert!(form.contains("name=\"msg\""), "{form}");
}

/// What an outsider can have open for half an hour takes no more places than transcripts do.
async fn held_answers_leave_room_for_newcomers() {
    let room = Room::start(&["--max-streams", "4"]).await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    let epoch = window.base.len() - 8;
    let forged = format!("{}00000000/live", &window.base[..epoch]);
    let mut held = Vec::new();
    for _ in 0..256 + 4 + 10 {
        let opened = Transcript::open(Line::to(&room).await, Ask::get(&forged));
        match timeout(Duration::from_secs(1), opened).await {
            Ok(answer) => held.push(answer),
            Err(_) => break,
        }
    }
    let newcomer = timeout(Duration::from_secs(5), room.get("/")).await;
    assert!(newcomer.is_ok(), "{} answers are held", held.len());
}

/// Two hundred messages that are all links take more than a megabyte; a window that shows them does not begin
/// anew each second.
async fn backlog_of_any_length_is_shown_once() {
    let program = Room::program(&[]);
    let path = program.file("room.toml", "links = true\n");
    let room = Room::run(program.and(["--config".into(), path])).await;
    let mut line = Line::to(&room).await;
    for index in 0..200 {
        let text = format!("https://a.b/{}{index}x", "'".repeat(484));
        let ask = Ask::form("/send", &[("msg", &text)]).nick(&nick(index));
        line.ask(ask).await.expect_see_other("/");
    }
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    let mut transcript = visitor.read_window(&window).await;
    transcript.read_until("199x<").await;
    transcript.stays_open(WATCHED).await;
}

/// A page that was loaded before the program was started anew.
async fn older(visitor: &mut Visitor<'_>, number: u64) -> Window {
    let number = format!("{number:016x}");
    visitor.load("").await.with_number(&number)
}

/// Form and transcript are in the same room.
async fn page_of_another_process_follows_its_reader() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = older(&mut visitor, 1).await;
    let mut transcript = visitor.read_window(&window).await;
    let path = window.path("compose");
    visitor.post_form(&path, &[("msg", "/create demo")]).await;
    transcript.read_to_end().await;
    let mut transcript = visitor.read_window(&window).await;
    sleep(RATE).await;
    let form = visitor.get(&path).await.expect(200).body;
    let action = form.split("<form action=\"").nth(1).expect("a form");
    let action = action.split('"').next().unwrap_or_default();
    visitor.post_form(action, &[("msg", "where am I")]).await;
    transcript.read_until(">where am I<").await;
}

/// Whoever says goodbye is not back within a second.
async fn page_of_another_process_ends_with_exit() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = older(&mut visitor, 1).await;
    let mut transcript = visitor.read_window(&window).await;
    let path = window.path("compose");
    visitor.post_form(&path, &[("msg", "/exit")]).await;
    transcript.read_to_end().await;
    let mut transcript = visitor.read_window(&window).await;
    transcript.read_until("You left the room.").await;
}

/// Of five pages one is told that it is one too many, and stays so.
async fn pages_of_another_process_do_not_fight() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let mut open = Vec::new();
    for number in 1..=5 {
        let window = older(&mut visitor, number).await;
        open.push((visitor.read_window(&window).await, window));
    }
    let (mut first, window) = open.remove(0);
    first.read_to_end().await;
    let mut again = visitor.read_window(&window).await;
    again.read_until("opened elsewhere").await;
}

/// A link in a message is followed from our own page. Whoever has a session of their own does not talk as the
/// one whose ticket stands in it.
async fn ticket_of_another_member_is_not_used_beside_a_cookie() {
    let room = Room::open().await;
    let mut maker = Visitor::returning(&room).await;
    let window = maker.load("").await;
    let mut reader = Visitor::returning(&room).await;
    for site in ["same-origin", "none"] {
        let path = format!("{}/plain", window.whole());
        let ask = Ask::get(&path).header("sec-fetch-site", site);
        let page = reader.ask(ask).await;
        assert!(!page.body.contains(&maker.nick()), "{}", page.body);
        let ask = Ask::form(&path, &[("msg", "/op canary")]);
        reader.ask(ask.header("sec-fetch-site", site)).await;
    }
    reader
        .post_form(&window.path("plain"), &[("msg", "hi")])
        .await;
    assert!(!room.nicks().await.contains(&maker.nick()));
}

/// Asking whether a page is there is no coming in.
async fn head_brings_nobody_back() {
    let room = Room::open().await;
    let mut owner = Visitor::returning(&room).await;
    let place = owner.make("/create demo").await;
    let mut guest = Visitor::returning(&room).await;
    let window = guest.load(&place).await;
    let mut transcript = guest.read_window(&window).await;
    owner
        .done_in(&place, &format!("/kick {}", guest.nick()))
        .await;
    transcript.read_to_end().await;
    let plain = format!("{place}/plain");
    guest.get(&plain).await.expect(403);
    guest.ask(Ask::new("HEAD", &place)).await.expect(200);
    guest.get(&plain).await.expect(403);
}

/// Looking at the page for text browsers again and again, with neither a cookie nor the address that it gives, is
/// nobody's coming: one could fill the list of members so.
async fn who_only_looks_is_counted_once() {
    let room = Room::open().await;
    let mut reader = Visitor::returning(&room).await;
    let window = reader.load("").await;
    let mut transcript = reader.read_window(&window).await;
    let mut line = Line::to(&room).await;
    for _ in 0..100 {
        line.ask(Ask::get("/plain")).await.expect(200);
    }
    transcript.stays_open(WATCHED).await;
    assert!(
        !transcript.seen.contains("101 here"),
        "{}",
        transcript.body()
    );
}

/// Whoever was removed and came in again is not told by the form that they are out.
async fn refusal_of_before_does_not_come_back() {
    let room = Room::open().await;
    let mut owner = Visitor::returning(&room).await;
    let place = owner.make("/create demo").await;
    let mut guest = Visitor::returning(&room).await;
    let window = guest.load(&place).await;
    let mut transcript = guest.read_window(&window).await;
    owner
        .done_in(&place, &format!("/kick {}", guest.nick()))
        .await;
    transcript.read_to_end().await;
    guest.type_into(&window, "hello?").await;
    let window = guest.load(&place).await;
    let form = guest.get(&window.path("compose")).await.expect(200).body;
    assert!(!form.contains("You were removed"), "{form}");
}

/// The catalogue has the words for it, in each language.
async fn full_room_says_so_in_the_readers_language() {
    let room = Room::start(&["--max-streams", "1"]).await;
    let _place = room.read().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await.seen_as("dmcv1de");
    let mut full = visitor.read_window(&window).await;
    full.read_until("Der Raum ist voll.").await;
}

/// The page behind a wrong passphrase stands at the address that the form led to, which whoever keeps cookies
/// may copy to ask somebody else for the right one.
async fn wrong_passphrase_shows_no_session_in_the_address() {
    let room = Room::open().await;
    let mut owner = Visitor::returning(&room).await;
    let place = owner.make("/create demo").await;
    owner.done_in(&place, "/lock right").await;
    let mut guest = Visitor::returning(&room).await;
    let door = guest.get(&place).await.expect(404).body;
    let (_, rest) = door.split_once("<form action=\"").expect("a form");
    let action = rest.split('"').next().unwrap_or_default();
    assert_eq!(action, place);
}
