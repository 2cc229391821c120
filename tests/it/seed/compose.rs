//! The form in a frame of its own. Sending from it does not touch the transcript, and what is refused comes
//! back into the box with the reason, where the seed drops it without a word and the typist's text is gone.

use std::time::Duration;

use libtest_mimic::Trial;
use tokio::time::sleep;

use crate::support::client::{Ask, Reply};
use crate::support::process::Room;
use crate::support::text::{element, texts, typed};
use crate::support::trials;
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        form_has_its_parts,
        accepted_message_leads_back_to_the_field,
        sending_does_not_end_the_transcript,
        too_fast_is_told,
        duplicate_is_told,
        too_long_is_told,
        control_characters_are_told,
        refusal_gives_the_text_back_as_text,
        refused_message_may_be_sent_again,
        fitting_500_characters_are_taken,
        form_sent_twice_is_done_once,
        window_shows_a_refusal_at_the_forms_one_address,
        window_goes_where_its_reader_goes,
    ]
}

/// A little more than the second that must lie between two messages.
const RATE: Duration = Duration::from_millis(1100);

/// The number of a form, which can be sent once.
fn once(page: &str) -> String {
    let (_, rest) = page
        .split_once("<input type=\"hidden\" name=\"once\" value=\"")
        .unwrap_or_else(|| panic!("no number in\n{page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Whether a text has the shape of such a number.
fn is_number(once: &str) -> bool {
    once.len() == 16 && once.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The parts of the form, and the name under which the visitor speaks.
async fn form_has_its_parts() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let reply = visitor.get("/compose").await.expect(200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let page = reply.body.replace("maxlength=\"1100\"", "maxlength=1100");
    let form = "<form action=\"/compose\" method=\"post\" autocomplete=\"off\">";
    for part in [
        form,
        "name=\"msg\"",
        "id=\"msg\"",
        "autofocus",
        // Browsers count UTF-16 units, of which 500 characters may need a thousand, and a command is before them.
        "maxlength=1100",
        &visitor.nick(),
    ] {
        assert!(page.contains(part), "no {part:?} in\n{page}");
    }
    assert!(is_number(&once(&page)), "no number in\n{page}");
    assert_eq!(element(&page, "warn"), None, "nothing was refused yet");
    assert!(
        typed(&page).unwrap_or_default().is_empty(),
        "the field is empty"
    );
}

/// `#msg` puts the cursor back into the field, each time; `autofocus` does so once only. An empty message
/// is no fault.
async fn accepted_message_leads_back_to_the_field() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    visitor.compose_taken("hello").await;
    visitor.compose_taken("").await;
    visitor.compose_taken("   ").await;
    visitor
        .post_form("/compose", &[])
        .await
        .expect_see_other("/compose#msg");
    assert_eq!(room.texts().await, ["hello"]);
    assert_eq!(room.nicks().await, [visitor.nick()]);
}

/// In the seed each message that one sends reloads the whole page: the stream is torn down and all 200
/// messages come again. Here the transcript of the sender goes on, and shows the message on the connection
/// that it has.
async fn sending_does_not_end_the_transcript() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let mut transcript = visitor.read().await;
    transcript.read_until("</template>").await;
    visitor.compose_taken("first").await;
    visitor.get("/compose").await.expect(200);
    transcript.read_until(">first<").await;
    sleep(RATE).await;
    visitor.compose_taken("second").await;
    transcript.read_until(">second<").await;
    assert_eq!(texts(&transcript.seen), ["first", "second"]);
    assert_eq!(room.streams().await, 1);
}

/// Fails unless the answer is the form with a reason and with the text that was typed.
#[track_caller]
fn expect_refusal(reply: Reply, status: u16, text: &str) {
    let page = reply.expect(status);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let page = page.body;
    assert!(
        page.contains("<form action=\"/compose\" method=\"post\""),
        "no form in\n{page}"
    );
    let reason = element(&page, "warn").unwrap_or_else(|| panic!("no reason in\n{page}"));
    assert!(
        reason.split_whitespace().count() >= 2,
        "{reason:?} is no reason in words"
    );
    assert_eq!(typed(&page).as_deref(), Some(text), "the text in\n{page}");
}

/// The rate of the seed, with the reason.
async fn too_fast_is_told() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    visitor.compose_taken("first").await;
    expect_refusal(visitor.compose("second").await, 429, "second");
    assert_eq!(room.texts().await, ["first"]);
}

/// The duplicates of the seed, with a reason of their own.
async fn duplicate_is_told() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    visitor.compose_taken("again").await;
    let fast = visitor.compose("other").await.expect(429).body;
    sleep(RATE).await;
    let reply = visitor.compose("again").await;
    let reason = element(&reply.body, "warn");
    expect_refusal(reply, 429, "again");
    assert_ne!(
        reason,
        element(&fast, "warn"),
        "a duplicate and a haste are two reasons"
    );
    assert_eq!(room.texts().await, ["again"]);
}

/// The field stops at 500 characters in a browser, but a page may be old or the client another one. `/send`
/// cuts such a message; here the typist may cut it himself.
async fn too_long_is_told() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let long = "漢".repeat(501);
    expect_refusal(visitor.compose(&long).await, 413, &long);
    assert_eq!(room.texts().await, [""; 0]);
}

/// Such characters come from a paste. The text comes back without what no field can hold.
async fn control_characters_are_told() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    for control in ["\x07", "\x1b", "\u{9b}"] {
        let reply = visitor
            .compose(&format!("ring{control} the bell"))
            .await
            .expect(400);
        let reason =
            element(&reply.body, "warn").unwrap_or_else(|| panic!("no reason in\n{}", reply.body));
        assert!(
            reason.split_whitespace().count() >= 2,
            "{reason:?} is no reason in words"
        );
        let text = typed(&reply.body).unwrap_or_default();
        assert!(
            text.starts_with("ring") && text.ends_with(" the bell"),
            "{text:?} came back"
        );
    }
    assert_eq!(room.texts().await, [""; 0]);
}

/// The text in the box is an attribute, where a quote is as bad as a bracket.
async fn refusal_gives_the_text_back_as_text() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    visitor.compose_taken("first").await;
    let evil = r#""><script>alert(1)</script><input value="'&quot;"#;
    let reply = visitor.compose(evil).await;
    assert!(!reply.body.contains("<script"), "{}", reply.body);
    expect_refusal(reply, 429, evil);
}

/// Nothing is lost: the text that came back can be sent when its time has come.
async fn refused_message_may_be_sent_again() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    visitor.compose_taken("first").await;
    let page = visitor.compose("second").await.expect(429).body;
    let text = typed(&page).expect("the text came back");
    sleep(RATE).await;
    visitor.compose_taken(&text).await;
    assert_eq!(room.texts().await, ["first", "second"]);
}

/// The limit is on characters, and blanks around a message are none of it.
async fn fitting_500_characters_are_taken() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let long = "漢".repeat(500);
    visitor.compose_taken(&format!("  {long} ")).await;
    assert_eq!(room.texts().await, [long]);
    // A reader without cookies has the same form.
    room.ask(Ask::form("/compose", &[("msg", "bare")]).nick("Fox-ab12"))
        .await
        .expect_see_other("/compose#msg");
    assert_eq!(room.nicks().await[1], "Fox-ab12");
}

/// A browser that got no answer sends the form again, and so does an impatient finger. What the same form has sent
/// is done once, however much later it comes again; what was refused was not done, and another form, or one
/// without a number, is another message.
async fn form_sent_twice_is_done_once() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let window = visitor.load("").await;
    for (index, path) in [
        "/compose".to_owned(),
        "/plain".to_owned(),
        window.path("compose"),
    ]
    .iter()
    .enumerate()
    {
        let page = visitor.get(path).await.expect(200).body;
        let number = once(&page);
        assert!(is_number(&number), "{number}");
        let text = format!("message {index}");
        let fields = [("msg", text.as_str()), ("once", &number)];
        // Too fast for the one before: not done, so it may be sent again.
        visitor.post_form(path, &fields).await;
        for _ in 0..2 {
            sleep(RATE).await;
            visitor.post_form(path, &fields).await.expect(303);
        }
        // The number counts, and not the text.
        let other = [("msg", "another text"), ("once", &number)];
        visitor.post_form(path, &other).await.expect(303);
        assert_ne!(once(&visitor.get(path).await.body), number);
    }
    let all = ["message 0", "message 1", "message 2"];
    assert_eq!(room.texts().await, all);
    // The number of one visitor's form is nothing to another one.
    let page = visitor.get("/compose").await.expect(200).body;
    let number = once(&page);
    let fields = [("msg", "mine"), ("once", number.as_str())];
    let mut other = Visitor::returning(&room).await;
    for sender in [&mut visitor, &mut other] {
        sleep(RATE).await;
        sender.post_form("/compose", &fields).await.expect(303);
    }
    assert_eq!(room.texts().await[3..], ["mine", "mine"]);
}

/// In a window every answer leads to the one address of the form, so that loading it anew sends nothing; what was
/// refused waits there with its reason, for its own window and nobody else, until something is sent.
async fn window_shows_a_refusal_at_the_forms_one_address() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let (window, second) = (visitor.load("").await, visitor.load("").await);
    let form = visitor.type_into(&window, "first").await.expect(200).body;
    assert_eq!(element(&form, "warn"), None);
    let evil = "a<b>\"'&";
    let form = visitor.type_into(&window, evil).await.expect(200).body;
    let again = visitor.get(&window.path("compose")).await.expect(200).body;
    for page in [&form, &again] {
        let reason = element(page, "warn").unwrap_or_else(|| panic!("no reason in\n{page}"));
        assert!(reason.split_whitespace().count() >= 2, "{reason:?}");
        assert_eq!(typed(page).as_deref(), Some(evil));
        let action = format!("<form action=\"{}\"", window.path("compose"));
        assert!(page.contains(&action), "{page}");
    }
    let mut stranger = Visitor::returning(&room).await;
    let theirs = stranger.load("").await;
    for page in [
        visitor.get(&second.path("compose")).await.expect(200).body,
        visitor.get("/compose").await.expect(200).body,
        stranger.get(&theirs.path("compose")).await.expect(200).body,
    ] {
        assert_eq!(element(&page, "warn"), None);
        assert_eq!(typed(&page).unwrap_or_default(), "");
    }
    sleep(RATE).await;
    let form = visitor.type_into(&window, evil).await.expect(200).body;
    assert_eq!(element(&form, "warn"), None);
    assert_eq!(typed(&form).unwrap_or_default(), "");
    assert_eq!(room.texts().await, ["first", evil]);
}

/// With several windows open, the one in which `/create` is typed goes to the room, transcript and form, and the
/// others stay; and so back.
async fn window_goes_where_its_reader_goes() {
    let room = Room::open().await;
    let mut visitor = Visitor::returning(&room).await;
    let (window, second) = (visitor.load("").await, visitor.load("").await);
    let mut here = visitor.read_window(&window).await;
    let mut there = visitor.read_window(&second).await;
    let form = visitor.type_into(&window, "/create demo").await;
    let form = form.expect(200).body;
    here.read_to_end().await;
    let mut here = visitor.read_window(&window).await;
    here.read_until("Room created: demo-").await;
    let action = format!("<form action=\"{}/r/demo-", window.base);
    assert!(form.contains(&action), "{form}");
    let (_, rest) = form.split_once(&window.base).expect("the form's address");
    let place = rest
        .split("/compose\"")
        .next()
        .unwrap_or_default()
        .to_owned();
    // The answer leads to the one address of the form all the same.
    let path = format!("{}{place}/compose", window.base);
    sleep(RATE).await;
    visitor
        .post_form(&path, &[("msg", "inside")])
        .await
        .expect_see_other(&format!("{}#msg", window.path("compose")));
    here.read_until(">inside<").await;
    sleep(RATE).await;
    visitor.type_into(&second, "outside").await.expect(200);
    there.read_until(">outside<").await;
    assert_eq!(room.texts().await, ["outside"]);
    assert!(!here.seen.contains("outside") && !there.seen.contains("inside"));
    sleep(RATE).await;
    visitor
        .post_form(&path, &[("msg", "/leave")])
        .await
        .expect(303);
    here.read_to_end().await;
    let mut here = visitor.read_window(&window).await;
    here.read_until(">outside<").await;
}
