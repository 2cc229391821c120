//! The field for programs: what they send is answered in JSON, and what is none, or comes from another site,
//! is not read.

use libtest_mimic::Trial;
use serde_json::json;

use crate::support::client::Ask;
use crate::support::process::Room;
use crate::support::text::is_nick;
use crate::support::trials;
use crate::support::typing::{LOBBY, json_post};
use crate::support::visitor::Visitor;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        sent_message_is_answered,
        refusals_have_a_name_and_a_reason,
        what_is_no_json_is_refused,
        no_other_site_can_send,
    ]
}

/// A message that was taken is answered with the name in force, and with cookies for who has none.
async fn sent_message_is_answered() {
    let house = Room::open().await;
    let reply = house.ask(json_post(LOBBY, "hello")).await.expect(200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let answer = reply.json();
    let nick = answer["nick"].as_str().expect("a name");
    assert!(
        is_nick(nick) && reply.cookie("nick") == Some(nick),
        "{reply:?}"
    );
    assert!(reply.cookie("session").is_some(), "{reply:?}");
    assert_eq!(answer, json!({ "nick": nick }));
    assert_eq!(
        (house.texts().await, house.nicks().await),
        (vec!["hello".to_owned()], vec![nick.to_owned()])
    );
    let mut member = Visitor::returning(&house).await;
    let nick = member.nick();
    assert_eq!(
        member.send_in(LOBBY, "  ").await.expect(200).json(),
        json!({ "nick": nick })
    );
    assert_eq!(
        member.send_in(LOBBY, "/exit").await.expect(200).json(),
        json!({ "nick": nick, "left": true })
    );
    let typed = Ask::post("/api/send", r#"{"text":"typed"}"#);
    let typed = typed.header("content-type", "Application/JSON; charset=utf-8");
    house.ask(typed).await.expect(200);
    assert_eq!(house.texts().await, ["hello", "typed"]);
}

/// Every sort of refusal has its status, a name for programs and a reason for people.
async fn refusals_have_a_name_and_a_reason() {
    let house = Room::open().await;
    let mut member = Visitor::returning(&house).await;
    member.send_in_turn(LOBBY, "hello").await.expect(200);
    let long = "漢".repeat(501);
    for (line, status, error) in [
        ("too soon", 429, "too_fast"),
        (&long, 413, "too_long"),
        ("ring \u{7}", 400, "control_characters"),
        ("/canary", 400, "unknown_command"),
        ("/w", 400, "usage"),
        ("/nick x", 400, "bad_nick"),
        ("/nick host", 400, "bad_nick"),
        ("/create a/b", 400, "bad_room_name"),
        ("/join x", 404, "no_room"),
        ("/leave", 409, "in_lobby"),
        ("/unlock", 409, "lobby_is_open"),
        ("/w nobody-0000 hello", 409, "nobody"),
        ("/reply hello", 409, "nothing_to_reply"),
        ("/ban x", 403, "operators_only"),
        ("/op x", 403, "wrong_token"),
    ] {
        let reply = member.send_in(LOBBY, line).await.expect(status);
        assert_eq!(reply.header("content-type"), Some("application/json"));
        let refused = reply.json();
        assert_eq!(refused["error"], error, "{line}: {refused}");
        assert_eq!(refused["nick"], member.nick());
        let reason = refused["reason"].as_str().unwrap_or_default();
        assert!(
            reason.split(' ').count() > 2,
            "{reason:?} is no reason in words"
        );
    }
    assert_eq!(house.texts().await, ["hello"]);
}

/// Only a JSON object with a text, and nothing else in it, is read; all else is refused, with no word to
/// anybody.
async fn what_is_no_json_is_refused() {
    let house = Room::open().await;
    let post = |kind: &str, body: &str| {
        Ask::post("/api/send", body.to_owned()).header("content-type", kind)
    };
    let good = r#"{"text":"canary"}"#;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
        "multipart/form-data",
    ] {
        house.ask(post(kind, good)).await.expect_empty(415);
    }
    house
        .ask(Ask::post("/api/send", good))
        .await
        .expect_empty(415);
    for body in [
        "",
        "canary",
        "{",
        "[]",
        "\"canary\"",
        "null",
        "{}",
        r#"{"text":1}"#,
        r#"{"text":null}"#,
        r#"{"msg":"canary"}"#,
        r#"{"text":"canary","to":"x"}"#,
        r#"{"text":"canary"} x"#,
        r#"{"text":"canary","text":"canary"}"#,
        r#"{"text":"\ud800"}"#,
    ] {
        house
            .ask(post("application/json", body))
            .await
            .expect_empty(400);
    }
    let large = json!({ "text": "x".repeat(9000) }).to_string();
    house
        .ask(post("application/json", &large))
        .await
        .expect_empty(413);
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        house
            .ask(Ask::new(method, "/api/send"))
            .await
            .expect_empty(405);
    }
    house
        .ask(Ask::post("/api/stream", good))
        .await
        .expect_empty(405);
    assert_eq!(house.messages().await, json!([]));
}

/// A page of another site, which a member has open beside this one, sends nothing under the member's name.
async fn no_other_site_can_send() {
    let house = Room::open().await;
    let mut member = Visitor::returning(&house).await;
    let place = member.make("/create demo").await;
    for place in [LOBBY, &place] {
        for site in ["cross-site", "same-site", "Same-Origin", "x"] {
            let send = json_post(place, "canary").header("sec-fetch-site", site);
            member.ask(send).await.expect_empty(403);
            for path in ["/send", "/compose"] {
                let form = Ask::form(&format!("{place}{path}"), &[("msg", "/exit")]);
                member
                    .ask(form.header("sec-fetch-site", site))
                    .await
                    .expect_empty(403);
            }
        }
        assert_eq!(member.messages_in(place).await, json!([]));
    }
    let form = Ask::form(&place, &[("passphrase", "x")]).header("sec-fetch-site", "cross-site");
    member.ask(form).await.expect_empty(403);
    let own = json_post(LOBBY, "hello").header("sec-fetch-site", "same-origin");
    let mut other = Visitor::returning(&house).await;
    other.ask(own).await.expect(200);
}
