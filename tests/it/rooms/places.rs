//! Rooms: made by a command, found by their code and by nothing else. What is said in one is heard in no other.

use libtest_mimic::Trial;

use crate::support::client::{Ask, Reply};
use crate::support::process::Room;
use crate::support::text::{column, texts};
use crate::support::trials;
use crate::support::typing::{LOBBY, all_until, json_post};
use crate::support::visitor::Visitor;
use crate::support::window::Window;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        create_takes_the_frames_along,
        join_and_leave_take_the_frames_along,
        two_tabs_get_a_link,
        seeds_form_and_programs_are_told_where_to_go,
        room_has_its_own_paths,
        rooms_do_not_hear_each_other,
        rooms_are_listed_nowhere,
    ]
}

/// The letters and digits behind the name of a room.
const DIGITS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The code in a place, which has the shape that a room named demo has.
pub fn code(place: &str) -> &str {
    let code = place.strip_prefix("/r/").expect("a place");
    let digits = code.strip_prefix("demo-").expect("the name of the room");
    assert!(
        digits.len() == 16 && digits.chars().all(|c| DIGITS.contains(c)),
        "{code:?} is no code"
    );
    code
}

/// What leads a frame that shows an ended transcript to another one.
fn leads_to(place: &str) -> String {
    format!("<meta http-equiv=\"refresh\" content=\"0;url={place}/messages\">")
}

/// The place that the form's answer leads to.
fn moved_to(reply: Reply) -> String {
    let reply = reply.expect_empty(303);
    let location = reply.header("location").unwrap_or_default();
    let place = location.strip_suffix("/compose#msg");
    place.unwrap_or_else(|| panic!("{location:?}")).to_owned()
}

/// `/create` in the one tab of a visitor: the form goes to the room, and so does the transcript, by itself.
/// The code is told there to whoever made the room, and to nobody else.
async fn create_takes_the_frames_along() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let mut frame = owner.read_in(LOBBY).await;
    let place = moved_to(owner.type_in(LOBBY, "/create demo").await);
    frame.read_to_end().await;
    assert!(frame.seen.contains(&leads_to(&place)), "{}", frame.body());
    let mut frame = owner.read_in(&place).await;
    let told = format!("Room created: {}", code(&place));
    frame.read_until(&told).await;
    let form = owner
        .get(&format!("{place}/compose"))
        .await
        .expect(200)
        .body;
    assert!(
        form.contains(&format!("action=\"{place}/compose\"")),
        "{form}"
    );
    let mut other = Visitor::returning(&house).await;
    let (mut theirs, mut stranger) = (other.read_in(&place).await, house.read_in(&place).await);
    owner.done_in(&place, "welcome").await;
    all_until([&mut theirs, &mut stranger], ">welcome<").await;
    for seen in [theirs.body(), stranger.body()] {
        assert!(!seen.contains("Room created"), "{seen}");
    }
}

/// The same for going to a room that is there, and back.
async fn join_and_leave_take_the_frames_along() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let mut theirs = owner.read_in(&place).await;
    let mut guest = Visitor::returning(&house).await;
    let mut frame = guest.read_in(LOBBY).await;
    let line = format!("/join {}", code(&place));
    assert_eq!(moved_to(guest.type_in(LOBBY, &line).await), place);
    frame.read_to_end().await;
    assert!(frame.seen.contains(&leads_to(&place)), "{}", frame.body());
    let mut frame = guest.read_in(&place).await;
    theirs
        .read_until(&format!("{} has joined.", guest.nick()))
        .await;
    assert_eq!(moved_to(guest.type_in(&place, "/leave").await), LOBBY);
    frame.read_to_end().await;
    assert!(frame.seen.contains(&leads_to(LOBBY)), "{}", frame.body());
    theirs
        .read_until(&format!("{} has left the room.", guest.nick()))
        .await;
    guest
        .type_in(LOBBY, "/leave")
        .await
        .expect_refusal(409, "/leave");
}

/// With two tabs open nobody can tell which of them is meant: both stay, and the form has a link that leads
/// the tab that it is in.
async fn two_tabs_get_a_link() {
    let house = Room::open().await;
    let mut visitor = Visitor::returning(&house).await;
    let (mut first, mut second) = (visitor.read_in(LOBBY).await, visitor.read_in(LOBBY).await);
    let page = visitor
        .type_in(LOBBY, "/create demo")
        .await
        .expect(200)
        .body;
    let (_, link) = page.split_once("<a href=\"").expect("a link");
    let (place, attributes) = link.split_once('"').expect("its end");
    code(place);
    assert!(attributes.starts_with(" target=\"_top\""), "{page}");
    assert!(
        page.contains("action=\"/compose\""),
        "the form stays here: {page}"
    );
    visitor.get(place).await.expect(200);
    visitor.done_in(LOBBY, "still here").await;
    all_until([&mut first, &mut second], ">still here<").await;
}

/// A client of the seed follows the answer; a program is told where.
async fn seeds_form_and_programs_are_told_where_to_go() {
    let house = Room::open().await;
    let mut visitor = Visitor::returning(&house).await;
    let place = visitor.make("/create demo").await;
    let join = format!("/join {}", code(&place));
    visitor
        .post_form("/send", &[("msg", &join)])
        .await
        .expect_see_other(&place);
    assert_eq!(
        visitor.send_in(LOBBY, &join).await.expect(200).json()["room"],
        place
    );
    let send = format!("{place}/send");
    visitor
        .post_form(&send, &[("msg", "/leave")])
        .await
        .expect_see_other("/");
    visitor
        .post_form(&send, &[("msg", &join)])
        .await
        .expect_see_other(&place);
    assert_eq!(
        visitor.send_in(&place, "/leave").await.expect(200).json()["room"],
        "/"
    );
}

/// A room's page has the room's frames, and every path of the lobby that is about messages has its like.
/// Whoever has the address comes in, with cookies or without; the code's digits may be in small letters.
async fn room_has_its_own_paths() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo").await;
    let page = house.get(&place).await.expect(200).body;
    let base = Window::of(page.clone(), &place).base;
    for part in [
        format!("\"{base}{place}/a\" id=\"chat\""),
        format!("\"{base}{place}/compose#msg\" id=\"compose\""),
        format!("\"{place}/send\" method=\"post\""),
    ] {
        assert!(page.contains(&part), "no {part:?} in\n{page}");
    }
    assert!(page.contains(">demo</bdi></h1>"), "{page}");
    for path in ["help", "settings", "plain", "watch"] {
        let page = owner.get(&format!("{place}/{path}")).await.expect(200).body;
        let back = format!("href=\"{place}\"");
        assert!(page.contains(&back), "{path} has no way back:\n{page}");
    }
    let mut transcript = house.read_in(&place).await;
    let ask = Ask::form(&format!("{place}/send"), &[("msg", "one")]);
    house
        .ask(ask.nick("Fox-ab12"))
        .await
        .expect_see_other(&place);
    let ask = Ask::form(&format!("{place}/compose"), &[("msg", "two")]);
    house
        .ask(ask.nick("Owl-0001"))
        .await
        .expect_see_other(&format!("{place}/compose#msg"));
    house
        .ask(json_post(&place, "three").nick("Elk-0002"))
        .await
        .expect(200);
    transcript.read_until(">three<").await;
    assert_eq!(texts(&transcript.seen), ["one", "two", "three"]);
    let small = format!("/r/{}", code(&place).to_ascii_lowercase());
    let messages = house
        .get(&format!("/api{small}/messages"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        column(&messages, "nick"),
        ["Fox-ab12", "Owl-0001", "Elk-0002"]
    );
    house.get(&small).await.expect(200);
}

/// What is said in one place is in no byte of another one's transcript or backlog.
async fn rooms_do_not_hear_each_other() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let first = owner.make("/create demo").await;
    let mut other = Visitor::returning(&house).await;
    let second = other.make("/create demo").await;
    let places = [LOBBY, &first, &second];
    let words = ["alpha", "beta", "gamma"];
    let mut transcripts = Vec::new();
    let mut events = Vec::new();
    for place in places {
        transcripts.push(house.read_in(place).await);
        events.push(house.listen_in(place).await);
    }
    for (place, word) in places.into_iter().zip(words) {
        let mut speaker = Visitor::returning(&house).await;
        let _open = speaker.read_in(place).await;
        speaker.done_in(place, word).await;
    }
    for (index, word) in words.into_iter().enumerate() {
        transcripts[index].read_until(&format!(">{word}<")).await;
        events[index].until_said(word).await;
        let messages = owner.messages_in(places[index]).await;
        assert_eq!(column(&messages, "text"), [word]);
        for other in words.into_iter().filter(|other| *other != word) {
            assert!(
                !transcripts[index].seen.contains(other),
                "{other} in {word}"
            );
            assert!(!events[index].seen().contains(other), "{other} in {word}");
        }
    }
}

/// A code is a secret of those who were told: nothing that others can get names it, or the room.
async fn rooms_are_listed_nowhere() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let mut member = Visitor::returning(&house).await;
    let (mut theirs, mut events) = (member.read_in(LOBBY).await, member.listen_in(LOBBY).await);
    let mut stranger = house.read_in(LOBBY).await;
    let mut frame = owner.read_in(LOBBY).await;
    let place = moved_to(owner.type_in(LOBBY, "/create demo").await);
    frame.read_to_end().await;
    let mut inside = owner.read_in(&place).await;
    owner.done_in(&place, "/topic quince").await;
    owner.done_in(&place, "inside").await;
    inside.read_until(">inside<").await;
    member.done_in(LOBBY, "/who").await;
    member.done_in(LOBBY, "that was all").await;
    all_until([&mut theirs, &mut stranger], ">that was all<").await;
    events.until_said("that was all").await;
    let mut seen = vec![theirs.seen, stranger.seen, events.seen().to_owned()];
    for path in [
        "/",
        "/compose",
        "/api/status",
        "/api/messages",
        "/clock",
        "/help",
        "/settings",
        "/plain",
        "/watch",
        "/r/",
        "/r/demo",
    ] {
        seen.push(member.get(path).await.body);
    }
    for seen in seen {
        for trace in ["demo-", &code(&place)[5..], "quince", "inside"] {
            assert!(!seen.contains(trace), "{trace:?} in\n{seen}");
        }
    }
}
