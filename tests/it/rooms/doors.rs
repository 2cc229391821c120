//! The doors of rooms: locked for whoever has no passphrase, who does not even learn that there is a room; and
//! shut for good, with everything behind them gone, when the last one has left.

use std::time::Duration;

use hyper::HeaderMap;
use libtest_mimic::Trial;
use tokio::time::Instant;

use super::places::code;
use crate::support::client::{Ask, Reply};
use crate::support::process::Room;
use crate::support::text::{column, element, without_secrets};
use crate::support::typing::{LOBBY, all_until};
use crate::support::visitor::Visitor;
use crate::support::window::Window;
use crate::support::{SLOW, eventually, trials, within};

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    let mut trials = trials![
        wrong_code_and_locked_room_look_the_same,
        wrong_passphrase_and_wrong_code_look_the_same,
        passphrase_opens,
        lock_keeps_who_is_in_and_unlock_opens,
        room_is_gone_when_the_last_one_left,
        passphrase_needs_a_session,
        click_from_another_site_changes_no_cookies,
        lock_ends_readers_without_a_name,
    ];
    trials.extend(
        trials![room_outlives_a_reload_and_ends_with_its_last_reader]
            .into_iter()
            .map(|trial| trial.with_kind(SLOW)),
    );
    trials
}

/// A place that is not there, with a code that looks like that of another.
fn nowhere(place: &str) -> String {
    let other = place.replace(code(place), "demo-AAAAAAAAAAAAAAAA");
    assert_ne!(other, place);
    other
}

/// Everything that can be told of an answer, with the code of the place taken out, and what is drawn anew for
/// each answer.
fn told(reply: &Reply, place: &str) -> (u16, HeaderMap, String) {
    let mut headers = reply.headers.clone();
    // A name that was drawn, and a token, for who has none.
    headers.remove("set-cookie");
    (
        reply.status,
        headers,
        without_secrets(&reply.body).replace(code(place), "CODE"),
    )
}

/// Whoever has a code but no passphrase does not learn whether the code is right, on any path, with cookies
/// or without.
async fn wrong_code_and_locked_room_look_the_same() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let locked = owner.make("/create demo open sesame").await;
    let open = owner.get(&locked).await.expect(200).body;
    let places = [locked.clone(), nowhere(&locked)];
    let mut guest = Visitor::returning(&house).await;
    for path in [
        "/r/C",
        "/r/C/messages",
        "/r/C/compose",
        "/r/C/plain",
        "/r/C/watch",
        "/r/C/help",
        "/r/C/settings",
        "/api/r/C/messages",
        "/api/r/C/stream",
    ] {
        for method in ["GET", "HEAD"] {
            let mut answers = Vec::new();
            for place in &places {
                let ask = Ask::new(method, &path.replace('C', code(place)));
                answers.push([
                    told(&guest.ask(ask.clone()).await, place),
                    told(&house.ask(ask).await, place),
                ]);
            }
            assert_eq!(answers[0], answers[1], "{method} {path}");
            let is_room = !path.ends_with("/help") && !path.ends_with("/settings");
            if method == "GET" {
                let expected = if is_room { 404 } else { 200 };
                assert_eq!(answers[0][0].0, expected, "{path}");
            }
        }
    }
    for (path, field) in [
        ("", "passphrase"),
        ("/compose", "msg"),
        ("/plain", "msg"),
        ("/send", "msg"),
    ] {
        for typed in [
            "",
            "hello",
            "/who",
            "/leave",
            "/stop",
            "/canary",
            &"x".repeat(501),
        ] {
            let mut answers = Vec::new();
            for place in &places {
                let ask = Ask::form(&format!("{place}{path}"), &[(field, typed)]);
                let reply = guest.ask(ask).await;
                let location = reply
                    .header("location")
                    .map(|to| to.replace(code(place), "C"));
                let (status, _, body) = told(&reply, place);
                answers.push((status, location, body));
            }
            assert_eq!(answers[0], answers[1], "POST {path} {typed:?}");
        }
    }
    for line in ["hello", "/who", "/stop", "/canary"] {
        let [first, second] = [
            told(&guest.send_in(&places[0], line).await, &places[0]),
            told(&guest.send_in(&places[1], line).await, &places[1]),
        ];
        assert_eq!(first, second, "{line}");
    }
    // The door says what to do, and the room behind it is as it was.
    let door = guest.get(&locked).await.expect(404).body;
    assert!(door.contains("name=\"passphrase\""), "{door}");
    let page = owner.get(&locked).await.expect(200).body;
    let same = |page: &str| Window::of(page.to_owned(), &locked).without_number();
    assert_eq!(same(&page), same(&open));
    assert_eq!(column(&owner.messages_in(&locked).await, "text"), [""; 0]);
}

/// Guesses at a passphrase: at the door, and typed in the lobby.
async fn wrong_passphrase_and_wrong_code_look_the_same() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let locked = owner.make("/create demo open sesame").await;
    let places = [locked.clone(), nowhere(&locked)];
    let mut guest = Visitor::returning(&house).await;
    let mut doors = Vec::new();
    let mut typed = Vec::new();
    let mut sent = Vec::new();
    for place in &places {
        let reply = guest
            .post_form(place, &[("passphrase", "Open sesame")])
            .await;
        doors.push(told(&reply.expect(404), place));
        for passphrase in ["", " Open sesame"] {
            let line = format!("/join {}{passphrase}", code(place));
            typed.push(told(&guest.type_in(LOBBY, &line).await.expect(404), place));
            sent.push(told(&guest.send_in(LOBBY, &line).await.expect(404), place));
        }
    }
    assert_eq!(doors[0], doors[1]);
    assert_eq!(typed[..2], typed[2..]);
    assert_eq!(sent[..2], sent[2..]);
}

/// The right passphrase leads in, at the door and in the lobby, and need not be shown again.
async fn passphrase_opens() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo open sesame").await;
    owner.get(&place).await.expect(200);
    let mut guest = Visitor::returning(&house).await;
    guest
        .post_form(&place, &[("passphrase", " open sesame ")])
        .await
        .expect_see_other(&place);
    let mut other = Visitor::returning(&house).await;
    let line = format!("/join {} open sesame", code(&place));
    other.type_in(LOBBY, &line).await.expect(200);
    for visitor in [&mut guest, &mut other] {
        visitor.get(&place).await.expect(200);
        let mut transcript = visitor.read_in(&place).await;
        let hello = format!("hello from {}", visitor.nick());
        visitor.done_in(&place, &hello).await;
        transcript.read_until(&hello).await;
    }
    // The nick that came in proves nothing.
    let ask = Ask::get(&place).nick(&guest.nick());
    house.ask(ask).await.expect(404);
}

/// A lock shuts nobody in or out who is there already; the others need the passphrase until it is taken off.
async fn lock_keeps_who_is_in_and_unlock_opens() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut inside = Visitor::returning(&house).await;
    let mut outside = Visitor::returning(&house).await;
    let mut events = inside.listen_in(&place).await;
    inside
        .type_in(&place, "/lock mine")
        .await
        .expect_refusal(403, "/lock mine");
    owner.done_in(&place, "/lock sesame").await;
    assert_eq!(events.until("locked").await["nick"], owner.nick());
    assert_eq!(
        events.find("a list", |event| event["locked"] == true).await["event"],
        "members"
    );
    inside.get(&place).await.expect(200);
    inside.done_in(&place, "still in").await;
    outside.get(&place).await.expect(404);
    owner.done_in(&place, "/unlock").await;
    events.until("unlocked").await;
    outside.get(&place).await.expect(200);
    assert!(!events.seen().contains("sesame"), "{}", events.seen());
}

/// Who says that they leave is gone at once; with the last of them the room is gone, with all that was said,
/// and whoever read there without a name sees nothing of it any more.
async fn room_is_gone_when_the_last_one_left() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut frame = owner.read_in(&place).await;
    let mut stranger = house.read_in(&place).await;
    let mut events = house.listen_in(&place).await;
    owner.done_in(&place, "remember me").await;
    all_until([&mut frame, &mut stranger], ">remember me<").await;
    owner.type_in(&place, "/leave").await.expect(303);
    stranger.read_to_end().await;
    let end = element(&stranger.seen, "end").unwrap_or_default();
    assert!(end.contains("the room was erased"), "{end}");
    let (_, end) = stranger
        .seen
        .split_once("<div class=\"end\"")
        .expect("an end");
    assert!(
        end.contains(&format!("content=\"5;url={place}/messages\"")),
        "what was said stays on the screen: {end}"
    );
    while let Some(event) = events.next().await {
        assert!(
            event["event"] != "end" || event["reason"].is_string(),
            "{event}"
        );
    }
    assert!(
        events.seen().contains("\"event\":\"end\""),
        "{}",
        events.seen()
    );
    for path in [
        place.clone(),
        format!("{place}/messages"),
        format!("/api{place}/messages"),
    ] {
        let gone = owner.get(&path).await.expect(404).body;
        assert!(!gone.contains("remember me"), "{gone}");
    }
    house.expect_streams(0).await;
    let again = owner
        .type_in(LOBBY, &format!("/join {}", code(&place)))
        .await;
    again.expect(404);
}

/// A reload takes seconds, and a lost circuit half a minute: the room waits so long for its last reader.
async fn room_outlives_a_reload_and_ends_with_its_last_reader() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut frame = owner.read_in(&place).await;
    owner.done_in(&place, "remember me").await;
    frame.read_until(">remember me<").await;
    drop(frame);
    house.expect_streams(0).await;
    let mut frame = owner.read_in(&place).await;
    frame.read_until(">remember me<").await;
    drop(frame);
    let left = Instant::now();
    within(Duration::from_mins(1), "the room is gone", async || {
        house.get(&place).await.status == 404
    })
    .await;
    assert!(
        left.elapsed() > Duration::from_secs(40),
        "gone after {:?} already",
        left.elapsed()
    );
    eventually("nothing of it is left", async || {
        owner.get(&format!("/api{place}/messages")).await.status == 404
    })
    .await;
}

/// A passphrase is dear to hash, so it is not hashed for whoever could not come in with it: without a session
/// the answer is the same for every passphrase.
async fn passphrase_needs_a_session() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo open sesame").await;
    for passphrase in ["open sesame", "wrong"] {
        let ask = Ask::form(&place, &[("passphrase", passphrase)]);
        let reply = house.ask(ask).await.expect(403);
        assert!(reply.cookie("session").is_some(), "now there is one");
    }
    let line = "/create another open sesame";
    let reply = house.ask(Ask::form("/compose", &[("msg", line)])).await;
    reply.expect_refusal(403, line);
}

/// On a click from another site a browser keeps the cookies back. Cookies set then would take away who the
/// visitor is; so none are, and the page leads in again from itself, where the cookies are sent.
async fn click_from_another_site_changes_no_cookies() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    for site in ["cross-site", "same-site"] {
        for path in [
            "/",
            "/?again",
            "/compose",
            &place,
            "/r/demo-AAAAAAAAAAAAAAAA",
        ] {
            let ask = Ask::get(path).header("sec-fetch-site", site);
            let reply = house.ask(ask).await;
            assert_eq!(reply.cookies(), [""; 0], "{site} {path}");
        }
    }
    for page in ["/", &place] {
        let ask = Ask::get(page).header("sec-fetch-site", "cross-site");
        let reply = house.ask(ask).await.expect(200);
        let again = format!("content=\"0;url={page}?again\"");
        assert!(reply.body.contains(&again), "{}", reply.body);
        let ask = Ask::get(&format!("{page}?again")).header("sec-fetch-site", "same-origin");
        let reply = house.ask(ask).await.expect(200);
        assert!(reply.cookie("__Host-session").is_some());
        assert!(reply.body.contains("<iframe"), "{}", reply.body);
    }
}

/// Who reads without a name is on no list, so nobody could be sure of a locked room if they stayed.
async fn lock_ends_readers_without_a_name() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut own = owner.read_in(&place).await;
    let mut stranger = house.read_in(&place).await;
    let mut program = house.listen_in(&place).await;
    all_until([&mut own], "and 2 without a name").await;
    owner.done_in(&place, "/lock sesame").await;
    owner.done_in(&place, "among ourselves").await;
    own.read_until("among ourselves").await;
    stranger.read_to_end().await;
    assert_eq!(program.until("end").await["why"], "locked");
    assert!(!stranger.seen.contains("among ourselves"));
    assert!(!program.seen().contains("among ourselves"));
    house.get(&format!("{place}/messages")).await.expect(404);
}
