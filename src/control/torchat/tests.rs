//! Commands as clients of TORchat write them.

use super::*;
use crate::{host::Peer, peer::MessageId};

/// What a command asks for.
fn asked(json: &str) -> Result<Asked, &'static str> {
    serde_json::from_str::<Message>(json).unwrap().asked()
}

/// Every command of the seed's documentation is understood as it means it, with the fields that its clients send.
#[test]
fn commands_are_understood() {
    let peer = |what| {
        Ok(Asked::Order(Order::Peer {
            service: None,
            what,
        }))
    };
    let send = PeerOrder::Send {
        to: "x.onion".into(),
        text: "Alice says hi".into(),
        no_wait: false,
    };
    let next = || PeerOrder::Next {
        peer: "x.onion".into(),
    };
    let history = |lines| PeerOrder::History {
        peer: "x.onion".into(),
        lines,
    };
    for (json, what) in [
        (
            r#"{"date":"31-10-2016","cmd":"SEND","portno":80,"id":"x.onion","msg":"Alice says hi"}"#,
            peer(send),
        ),
        (r#"{"cmd":"UPDATE","id":"x.onion"}"#, peer(next())),
        (
            r#"{"cmd":"UPDATE","id":"own.onion","portno":8000,"msg":"x.onion"}"#,
            peer(next()),
        ),
        (
            r#"{"cmd":"HISTORY","id":"x.onion","msg":"3"}"#,
            peer(history(3)),
        ),
        (r#"{"cmd":"HISTORY","id":"x.onion"}"#, peer(history(LINES))),
        (r#"{"cmd":"GET_PEERS","error":""}"#, Ok(Asked::Peers)),
        (r#"{"cmd":"HOST"}"#, Ok(Asked::Host)),
        (r#"{"cmd":"END"}"#, Ok(Asked::Nothing)),
        (r#"{"cmd":"EXIT"}"#, Ok(Asked::Order(Order::Stop))),
    ] {
        assert_eq!(asked(json), what, "{json}");
    }
    for json in [
        r#"{"cmd":"RECV","id":"x.onion","msg":"hi"}"#,
        r#"{"cmd":"SEND","id":"x.onion","portno":8000,"msg":"hi"}"#,
        r#"{"cmd":"HISTORY","id":"x.onion","msg":"some"}"#,
        r#"{"cmd":"FORMAT"}"#,
    ] {
        assert!(asked(json).is_err(), "{json}");
    }
}

/// A reply as its client reads it.
fn reply(cmd: &str, outcome: Result<Answer, No>) -> serde_json::Value {
    let command = Message {
        id: "x.onion".into(),
        ..Message::new(cmd)
    };
    let reply = command.reply(outcome).unwrap();
    serde_json::from_slice(&reply.into_json(400)).unwrap()
}

/// What became of a message is told apart: delivered, waiting with what Tor said, and refused.
#[test]
fn what_became_of_a_message_is_told() {
    let sent = |state| {
        Ok(Answer::Peer(PeerAnswer::PeerSent {
            service: None,
            id: MessageId(1),
            state,
            closed: false,
        }))
    };
    let told = reply("SEND", sent(State::Delivered));
    assert_eq!((&told["cmd"], &told["msg"]), (&"END".into(), &"".into()));
    let told = reply(
        "SEND",
        sent(State::Waiting {
            reason: Some("nobody".into()),
            error: Some("Host unreachable".into()),
            tries: 1,
        }),
    );
    let known = [&told["cmd"], &told["msg"], &told["error"]];
    assert_eq!(known, ["END", "waiting", "Host unreachable"]);
    let refused = State::Refused {
        reason: "no".into(),
        error: None,
    };
    let told = reply("SEND", sent(refused));
    assert_eq!((&told["cmd"], &told["msg"]), (&"ERR".into(), &"no".into()));
    assert_eq!(reply("SEND", Err(No::NoMail))["cmd"], "ERR");
}

/// Lines are told one by one, or all of them as far as they fit, the newest in any case.
#[test]
fn lines_are_told() {
    let line = |text: &str, id| PeerLine {
        number: 0,
        onion: "x.onion".into(),
        name: None,
        at: 0,
        text: text.to_owned(),
        words: true,
        room: None,
        id,
        state: None,
    };
    let lines = |lines: Vec<PeerLine>| Ok(Answer::Peer(PeerAnswer::PeerLines { lines, more: 0 }));
    let told = reply("UPDATE", lines(vec![line("hi", None)]));
    let known = [&told["cmd"], &told["id"], &told["msg"]];
    assert_eq!(known, ["UPDATE", "x.onion", "hi"]);
    assert_eq!(told["date"].as_str().unwrap().len(), 5);
    assert_eq!(reply("UPDATE", lines(vec![]))["cmd"], "END");

    let said = vec![line("a\nb", None), line("c", Some(MessageId(1)))];
    let told = reply("HISTORY", lines(said));
    let (text, cmd) = (told["msg"].as_str().unwrap(), &told["cmd"]);
    let [first, second] = text.lines().collect::<Vec<_>>()[..] else {
        panic!("{text}");
    };
    assert!(first.ends_with("peer: a b") && second.ends_with("you: c") && cmd == "HISTORY");
    let many = (0..100)
        .map(|number| line(&number.to_string(), None))
        .collect();
    let told = reply("HISTORY", lines(many));
    assert!(told["msg"].as_str().unwrap().ends_with("peer: 99"));
}

/// Who has unread messages is told with commas between, as the seed has it.
#[test]
fn peers_are_told() {
    let peer = |onion: &str, unread| Peer {
        onion: onion.to_owned(),
        name: None,
        unread,
        waiting: 0,
        failed: 0,
        asks: false,
        room: None,
    };
    let peers = vec![peer("a.onion", 1), peer("b.onion", 0), peer("c.onion", 2)];
    let all = PeerAnswer::Peers {
        peers,
        more: 0,
        closed: false,
    };
    let told = reply("GET_PEERS", Ok(Answer::Peer(all)));
    assert_eq!(told["msg"], "a.onion,c.onion");
}
