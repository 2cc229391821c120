//! The JSON, whose shapes other programs rely on.

use libtest_mimic::Trial;
use serde_json::json;

use crate::support::client::Ask;
use crate::support::headers::POLICY;
use crate::support::process::Room;
use crate::support::text::{API_TIME, has_shape, is_nick};
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        messages_are_empty_at_first,
        messages_show_nick_time_and_text,
        messages_are_not_escaped_for_html,
        status_of_a_fresh_room,
        status_counts_messages_and_streams,
    ]
}

/// py 32, go 26: `[]`, to the byte.
async fn messages_are_empty_at_first() {
    let room = Room::open().await;
    let reply = room.get("/api/messages").await.expect(200);
    assert_eq!(reply.body.trim_end(), "[]");
    assert!(
        reply
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("application/json"))
    );
}

/// py 33, py 34, go 27: three fields and no more; an id would tell how many messages there were before.
async fn messages_show_nick_time_and_text() {
    let room = Room::open().await;
    room.ask(Ask::form("/send", &[("msg", "hello")]))
        .await
        .expect_see_other("/");
    let messages = room.messages().await;
    let messages = messages.as_array().expect("an array");
    assert_eq!(messages.len(), 1);
    let fields: Vec<&str> = messages[0]
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    // The JSON parser of the test sorts the names; their order on the wire is nobody's business.
    assert_eq!(fields, ["nick", "text", "time"]);
    assert_eq!(messages[0]["text"], "hello");
    assert!(
        messages[0]["nick"].as_str().is_some_and(is_nick),
        "{messages:?}"
    );
    assert!(
        messages[0]["time"]
            .as_str()
            .is_some_and(|time| has_shape(time, API_TIME)),
        "{messages:?}"
    );
}

/// The API gives the text as it was typed, and writes `<` as it is, as the Python edition does (Go writes
/// `\u003c`).
async fn messages_are_not_escaped_for_html() {
    let room = Room::open().await;
    let text = r#"<b>"a" & 'b'</b> \ é 漢"#;
    room.say("Fox-ab12", text).await;
    let reply = room.get("/api/messages").await;
    assert_eq!(reply.json()[0]["text"], text);
    assert!(reply.body.contains("<b>"), "{}", reply.body);
}

/// py 30, go 28: what the room tells about itself, field by field.
async fn status_of_a_fresh_room() {
    let room = Room::open().await;
    let reply = room.get("/api/status").await.expect(200);
    assert!(
        reply
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("application/json"))
    );
    let mut status = reply.json();
    let note = status["note"].take();
    assert!(
        note.as_str().is_some_and(|note| !note.is_empty()),
        "the note is {note}"
    );
    let rate = status["limits"]["rate_limit_seconds"].take();
    assert_eq!(rate.as_f64(), Some(1.0), "rate_limit_seconds");
    let expected = json!({
        "streams": 0,
        "messages": 0,
        "limits": {
            "max_streams": 100,
            "max_message_length": 500,
            "max_body_bytes": 2048,
            "rate_limit_seconds": null,
            "message_buffer": 200,
        },
        "hardening": {
            "docs_disabled": true,
            "csp": reply.header(POLICY),
            "xss_escaping": true,
            "cookie_httponly": true,
            "cookie_samesite": "strict",
            "cookie_secure": false,
        },
        "note": null,
    });
    assert_eq!(status, expected);
}

/// py 31.
async fn status_counts_messages_and_streams() {
    let room = Room::open().await;
    room.say("Fox-ab12", "one").await;
    room.say("Owl-0001", "two").await;
    let reader = room.read().await;
    let status = room.get("/api/status").await.json();
    assert_eq!(
        (status["messages"].as_u64(), status["streams"].as_u64()),
        (Some(2), Some(1))
    );
    drop(reader);
    room.expect_streams(0).await;
}
