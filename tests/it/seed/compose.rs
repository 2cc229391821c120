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
    ]
}

/// A little more than the second that must lie between two messages.
const RATE: Duration = Duration::from_millis(1100);

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
