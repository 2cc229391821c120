//! The field for programs: what they send is answered in JSON, and what is none, or comes from another site,
//! is not read.

use libtest_mimic::Trial;
use serde_json::json;

use crate::support::client::{Ask, Line};
use crate::support::events::Events;
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
        who_one_is_comes_first,
        a_token_is_a_session_without_cookies,
        a_passphrase_lets_a_program_in,
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

/// A token as a program draws it.
const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A request of a program that shows a token.
fn bearing(ask: Ask, token: &str) -> Ask {
    ask.header("authorization", &format!("Bearer {token}"))
}

/// The first line of a stream says who reads, and which process runs the room; to who has no session it says nothing.
async fn who_one_is_comes_first() {
    let house = Room::start(&["--title", "Night shift"]).await;
    let mut member = Visitor::returning(&house).await;
    let mut first = Vec::new();
    for _ in 0..2 {
        let mut events = member.listen_in(LOBBY).await;
        let welcome = events.next().await.expect("a line");
        assert_eq!(
            (&welcome["event"], &welcome["nick"], &welcome["title"]),
            (
                &json!("welcome"),
                &json!(member.nick()),
                &json!("Night shift")
            )
        );
        first.push(welcome["run"].as_str().expect("a name").to_owned());
    }
    assert!(first[0] == first[1] && first[0].len() == 16, "{first:?}");
    let place = member.make("/create demo").await;
    let mut events = member.listen_in(&place).await;
    assert_eq!(events.next().await.expect("a line")["title"], "demo");
    house.say("Owl-0001", "hello").await;
    let mut nameless = house.listen_in(LOBBY).await;
    assert_eq!(nameless.next().await.expect("a line")["event"], "said");
    let other = Room::open().await;
    let mut member = Visitor::returning(&other).await;
    let mut events = member.listen_in(LOBBY).await;
    assert_ne!(
        events.next().await.expect("a line")["run"],
        first[0].as_str()
    );
}

/// A program may keep its session by itself, also where the host wants no cookies; what is no token is nobody.
async fn a_token_is_a_session_without_cookies() {
    let program = Room::program(&[]);
    let file = program.file("room.toml", "cookies = false\n");
    let strict = Room::run(program.and(["--config".into(), file.into_os_string()])).await;
    for house in [&Room::open().await, &strict] {
        let send = |text| bearing(json_post(LOBBY, text), TOKEN);
        let named = house.ask(send("/nick Robot")).await.expect(200);
        assert!(named.cookie("session").is_none(), "it has one: {named:?}");
        assert_eq!(named.json()["nick"], "Robot");
        let wish = send("hello").nick("Somebody-Else");
        assert_eq!(house.ask(wish).await.expect(200).json()["nick"], "Robot");
        let stream = bearing(Ask::get("/api/stream"), TOKEN);
        let mut events = Events::open(Line::to(house).await, stream).await;
        assert_eq!(events.next().await.expect("a line")["nick"], "Robot");
        for token in ["", "x", &TOKEN[1..], &TOKEN.to_uppercase()] {
            let send = bearing(json_post(LOBBY, "/nick Robot2"), token);
            let refused = house.ask(send).await.expect(403).json();
            assert_eq!(refused["error"], "no_session", "{token}");
        }
        let basic = json_post(LOBBY, "/nick Robot2").header("authorization", TOKEN);
        house.ask(basic).await.expect(403);
        let elsewhere = send("/nick Robot3").header("sec-fetch-site", "cross-site");
        house.ask(elsewhere).await.expect_empty(403);
    }
}

/// A program shows a passphrase: the right one lets in, any other is as if there were no room.
async fn a_passphrase_lets_a_program_in() {
    let house = Room::open().await;
    let mut owner = Visitor::returning(&house).await;
    let place = owner.make("/create demo open sesame").await;
    let knock = |body: &str| {
        Ask::post(&format!("/api{place}"), body.to_owned())
            .header("content-type", "application/json")
    };
    let right = json!({ "passphrase": "open sesame" }).to_string();
    let wrong = json!({ "passphrase": "open barley" }).to_string();
    let stream = || bearing(Ask::get(&format!("/api{place}/stream")), TOKEN);
    house.ask(stream()).await.expect(404);
    let refused = house
        .ask(bearing(knock(&wrong), TOKEN))
        .await
        .expect(404)
        .json();
    assert_eq!(refused["error"], "no_room");
    let refused = house.ask(knock(&right)).await.expect(403).json();
    assert_eq!(refused["error"], "no_session");
    for body in ["", "{}", "[]", "{\"text\":\"x\"}", "{\"passphrase\":1}"] {
        house
            .ask(bearing(knock(body), TOKEN))
            .await
            .expect_empty(400);
    }
    let form = Ask::form(&format!("/api{place}"), &[("passphrase", "open sesame")]);
    house.ask(bearing(form, TOKEN)).await.expect_empty(415);
    let elsewhere = bearing(knock(&right), TOKEN).header("sec-fetch-site", "cross-site");
    house.ask(elsewhere).await.expect_empty(403);
    house.ask(stream()).await.expect(404);
    let taken = house
        .ask(bearing(knock(&right), TOKEN))
        .await
        .expect(200)
        .json();
    let mut events = Events::open(Line::to(&house).await, stream()).await;
    assert_eq!(events.next().await.expect("a line")["nick"], taken["nick"]);
    let other = place.replace("demo-", "dome-");
    let knock =
        Ask::post(&format!("/api{other}"), right).header("content-type", "application/json");
    house.ask(bearing(knock, TOKEN)).await.expect(404);
    house.get(&format!("/api{place}")).await.expect_empty(404);
}
