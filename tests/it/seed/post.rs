//! What a form may hold, and what comes of it.

use libtest_mimic::Trial;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text;
use crate::support::text::{nick, texts, typed, unescape};
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        message_is_kept_under_its_nick,
        blank_messages_are_dropped,
        blanks_around_a_message_are_cut,
        line_ends_and_tabs_are_no_fault,
        other_fields_are_no_fault,
        markup_is_shown_as_text,
        long_message_is_cut,
        field_at_its_limit_is_taken,
        field_over_its_limit_is_refused,
        body_at_its_limit_is_taken,
        body_over_its_limit_is_refused,
        malformed_forms_are_refused,
        other_types_are_refused,
        spellings_of_the_type_are_taken,
        posts_from_other_sites_are_refused,
    ]
}

/// The bytes that a decoded field may have.
const FIELD_BYTES: usize = 2048;
/// The bytes that a body may have as it is sent.
const BODY_BYTES: usize = 8192;
/// The characters that a message may have.
const CHARACTERS: usize = 500;

/// The type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// py 6, py 8, py 9, go 8, go 10: a post without cookies gets some, one with a nick speaks under it.
async fn message_is_kept_under_its_nick() {
    let room = Room::open().await;
    let reply = room
        .ask(Ask::form("/send", &[("msg", "hello")]))
        .await
        .expect_see_other("/");
    let nick = reply
        .cookie("nick")
        .expect("the post without cookies gets a nick")
        .to_owned();
    assert!(
        reply.cookies()[0].starts_with("nick="),
        "the nick comes first: {:?}",
        reply.cookies()
    );
    room.say("Fox-ab12", "hello too").await;
    assert_eq!(room.texts().await, ["hello", "hello too"]);
    assert_eq!(room.nicks().await, [nick.as_str(), "Fox-ab12"]);
}

/// py 7, go 9: what looks empty is empty, whatever sort of blank it is made of, and a form without the
/// field is too.
async fn blank_messages_are_dropped() {
    let room = Room::open().await;
    for (index, blank) in ["", "   ", "\t", "\r\n\r\n", "\u{a0}\u{2003}\u{3000}"]
        .into_iter()
        .enumerate()
    {
        room.say(&nick(index), blank).await;
    }
    room.ask(Ask::form("/send", &[("message", "hello")]).nick("Owl-0001"))
        .await
        .expect_see_other("/");
    room.ask(Ask::post("/send", "").nick("Owl-0002"))
        .await
        .expect_see_other("/");
    room.ask(Ask::post("/send", "msg").nick("Owl-0003"))
        .await
        .expect_see_other("/");
    assert_eq!(room.texts().await, [""; 0]);
}

/// The seed strips before it cuts, so that 500 characters of text survive any number of blanks before them.
async fn blanks_around_a_message_are_cut() {
    let room = Room::open().await;
    let long = "x".repeat(CHARACTERS);
    room.say("Fox-ab12", " \u{3000} hello  there \r\n").await;
    room.say("Fox-ab13", &format!("{}{long}", " ".repeat(CHARACTERS)))
        .await;
    assert_eq!(room.texts().await, ["hello  there", long.as_str()]);
}

/// Three control characters come from an honest keyboard.
async fn line_ends_and_tabs_are_no_fault() {
    let room = Room::open().await;
    room.say("Fox-ab12", "one\ttwo\r\nthree").await;
    let texts = room.texts().await;
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert!(
        ["one", "two", "three"]
            .iter()
            .all(|word| texts[0].contains(word)),
        "{texts:?}"
    );
}

/// A form may hold other fields, in any order.
async fn other_fields_are_no_fault() {
    let room = Room::open().await;
    room.ask(Ask::form("/send", &[("a", "1"), ("msg", "hello"), ("b", "2")]).nick("Fox-ab12"))
        .await
        .expect_see_other("/");
    assert_eq!(room.texts().await, ["hello"]);
}

/// py 10, go 12: what is typed is text. Neither the transcript nor the form that gives a refused text back
/// lets it become markup.
async fn markup_is_shown_as_text() {
    let room = Room::open().await;
    let evil = r#"<script>alert(1)</script>"'><img src=x onerror=alert(2)>&lt;b>"#;
    room.say("Fox-ab12", evil).await;
    let mut transcript = room.read().await;
    transcript.read_until("alert(2)").await;
    let html = transcript.seen.clone();
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{html}"
    );
    assert!(
        !html.contains("<script") && !html.contains("<img"),
        "{html}"
    );
    let shown = texts(&html);
    assert_eq!(
        unescape(shown[0]),
        evil,
        "escaped once, and no more than once"
    );
    let refused = Ask::form("/compose", &[("msg", evil)]).nick("Fox-ab12");
    let page = room.ask(refused).await.expect(429).body;
    assert!(
        !page.contains("<script") && !page.contains("<img"),
        "{page}"
    );
    assert_eq!(typed(&page).as_deref(), Some(evil));
}

/// py 11, go 13.
async fn long_message_is_cut() {
    let room = Room::open().await;
    room.say("Fox-ab12", &"A".repeat(1000)).await;
    assert_eq!(room.texts().await, ["A".repeat(CHARACTERS)]);
}

/// The limit itself is within the limit.
async fn field_at_its_limit_is_taken() {
    let room = Room::open().await;
    room.say("Fox-ab12", &"A".repeat(FIELD_BYTES)).await;
    // The limit is on what is meant, not on how it is written: each byte as `%41` is still the same field.
    room.ask(Ask::post("/send", format!("msg={}", "%42".repeat(FIELD_BYTES))).nick("Fox-ab13"))
        .await
        .expect_see_other("/");
    assert_eq!(
        room.texts().await,
        ["A".repeat(CHARACTERS), "B".repeat(CHARACTERS)]
    );
}

/// py 21, py 22, go 23: the refusal has the same headers as anything else (every answer is checked for
/// that). In the form's own frame the text comes back; that nothing typed is lost holds for much as well.
async fn field_over_its_limit_is_refused() {
    let room = Room::open().await;
    for length in [FIELD_BYTES + 1, 3000] {
        let typed = "A".repeat(length);
        let encoded = format!("msg={}", "%41".repeat(length - 512) + &"A".repeat(512));
        room.ask(Ask::form("/send", &[("msg", &typed)]))
            .await
            .expect_empty(413);
        room.ask(Ask::post("/send", encoded.clone()))
            .await
            .expect_empty(413);
        for ask in [
            Ask::form("/compose", &[("msg", &typed)]),
            Ask::post("/compose", encoded),
        ] {
            let reply = room.ask(ask).await.expect(413);
            assert_eq!(text::typed(&reply.body).as_deref(), Some(typed.as_str()));
        }
    }
    assert_eq!(room.texts().await, [""; 0]);
}

/// A body of this many bytes, in which no field but the number of them is large.
fn body_of(bytes: usize) -> String {
    let mut body = String::from("msg=hello");
    let mut index = 0;
    while body.len() < bytes {
        let name = format!("&f{index}=");
        let room = bytes - body.len();
        // What is left over must be long enough for another field's name, or nothing.
        let fill = (FIELD_BYTES / 2).min(room.saturating_sub(name.len()));
        body += &name[..name.len().min(room)];
        body += &"x".repeat(fill);
        index += 1;
    }
    body
}

/// A form that is as long as a form may be.
async fn body_at_its_limit_is_taken() {
    let room = Room::open().await;
    let body = body_of(BODY_BYTES);
    assert_eq!(body.len(), BODY_BYTES, "the test's own arithmetic");
    room.ask(Ask::post("/send", body).nick("Fox-ab12"))
        .await
        .expect_see_other("/");
    assert_eq!(room.texts().await, ["hello"]);
}

/// A form that is longer, by a byte and by much.
async fn body_over_its_limit_is_refused() {
    let room = Room::open().await;
    for path in ["/send", "/compose"] {
        for bytes in [BODY_BYTES + 1, 4 * BODY_BYTES] {
            room.ask(Ask::post(path, body_of(bytes)))
                .await
                .expect_empty(413);
        }
    }
    assert_eq!(room.texts().await, [""; 0]);
}

/// What cannot be read in one way only is not read at all. The Go edition answered 413 to each of these.
async fn malformed_forms_are_refused() {
    let room = Room::open().await;
    let bodies: [(&str, &[u8]); 11] = [
        ("no hexadecimal digits", b"msg=a%zzb"),
        ("one digit", b"msg=a%4"),
        ("no digit", b"msg=a%"),
        ("a sign for a digit", b"msg=%+1"),
        ("the field twice", b"msg=a&msg=b"),
        ("the field twice, once encoded", b"msg=a&%6dsg=b"),
        ("a byte that begins no character", b"msg=%ff"),
        ("the same byte, not encoded", b"msg=\xff"),
        ("half a character", b"msg=%e6%bc"),
        ("a surrogate", b"msg=%ed%a0%80"),
        ("an overlong slash", b"msg=%c0%af"),
    ];
    let mut faults = Vec::new();
    for path in ["/send", "/compose"] {
        for (what, body) in bodies {
            let reply = room
                .ask(Ask::post(path, body.to_vec()).header("content-type", FORM))
                .await;
            if (reply.status, reply.body.as_str()) != (400, "") {
                faults.push(format!("{path}, {what}: {} {:?}", reply.status, reply.body));
            }
        }
    }
    for control in [
        "\0", "\x07", "\x08", "\x0b", "\x1b[2J", "\x7f", "\u{85}", "\u{9b}2J",
    ] {
        let reply = room
            .ask(Ask::form("/send", &[("msg", &format!("a{control}b"))]))
            .await;
        if (reply.status, reply.body.as_str()) != (400, "") {
            faults.push(format!(
                "/send, control character {control:?}: {} {:?}",
                reply.status, reply.body
            ));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(room.texts().await, [""; 0]);
}

/// A page elsewhere can make a browser send some types without asking; only the form's own type is a form.
async fn other_types_are_refused() {
    let room = Room::open().await;
    for path in ["/send", "/compose"] {
        for kind in [
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencodedx",
        ] {
            room.ask(Ask::post(path, "msg=hello").header("content-type", kind))
                .await
                .expect_empty(415);
        }
    }
    assert_eq!(room.texts().await, [""; 0]);
}

/// A type is the same in capitals and with a parameter, and a terminal's client may leave it out.
async fn spellings_of_the_type_are_taken() {
    let room = Room::open().await;
    let kinds = [
        FORM,
        "application/x-www-form-urlencoded; charset=utf-8",
        "Application/X-WWW-Form-Urlencoded;charset=UTF-8",
    ];
    for (index, kind) in kinds.into_iter().enumerate() {
        let ask = Ask::post("/send", format!("msg={index}")).header("content-type", kind);
        room.ask(ask.nick(&nick(index))).await.expect_see_other("/");
    }
    room.ask(Ask::post("/send", "msg=3").nick("Owl-0001"))
        .await
        .expect_see_other("/");
    assert_eq!(room.texts().await, ["0", "1", "2", "3"]);
}

/// A form on another site can be sent to ours by a reader's own browser, which says so. That `Origin` is
/// `null` says nothing: with `Referrer-Policy: no-referrer` a browser sends it for friend and foe alike, so
/// it refuses nobody.
async fn posts_from_other_sites_are_refused() {
    let room = Room::open().await;
    let ask = |path: &str, text: &str, site: &str| {
        Ask::form(path, &[("msg", text)])
            .header("sec-fetch-site", site)
            .header("origin", "null")
    };
    for path in ["/send", "/compose"] {
        for site in ["cross-site", "same-site"] {
            room.ask(ask(path, "forged", site).nick("Fox-ab12"))
                .await
                .expect_empty(403);
        }
    }
    assert_eq!(room.texts().await, [""; 0]);
    for (index, site) in ["same-origin", "none"].into_iter().enumerate() {
        room.ask(ask("/send", site, site).nick(&nick(index)))
            .await
            .expect_see_other("/");
    }
    room.ask(
        Ask::form("/send", &[("msg", "old")])
            .header("origin", "null")
            .nick("Owl-0001"),
    )
    .await
    .expect_see_other("/");
    assert_eq!(room.texts().await, ["same-origin", "none", "old"]);
}
