//! Orders against a hub with nobody in it, and what comes back in words.

use std::sync::Arc;

use rand::{SeedableRng as _, rngs::StdRng};

use super::*;
use crate::{
    chat::{Event, MessageText, Moderation, Nick, Roster, text::TooLong},
    hub::{Form, Render},
};

/// Renders nothing.
#[derive(Debug)]
struct Mute;

impl Render for Mute {
    fn event(&self, _: Form, _: &Event) -> bytes::Bytes {
        bytes::Bytes::new()
    }

    fn roster(&self, _: Form, _: &Roster) -> bytes::Bytes {
        bytes::Bytes::new()
    }

    fn news(&self, _: Form) -> bytes::Bytes {
        bytes::Bytes::new()
    }
}

/// A host of services with these names.
fn host(names: &[&str]) -> Arc<Host> {
    let mut rng = StdRng::seed_from_u64(1);
    let services = names.iter().map(|name| Service {
        name: name.parse().unwrap(),
        title: "Tea".to_owned(),
        hub: Hub::new(10, Moderation::Operators, None, Arc::new(Mute), &mut rng),
        clock: Clock::start(&mut StdRng::seed_from_u64(1)),
        guests: None,
        mail: None,
    });
    Host::new(
        services.collect(),
        &Reach::Starting { reason: None },
        Plan::default(),
        CancellationToken::new(),
    )
}

/// An order as it comes over the socket.
fn order(json: &str) -> Order {
    serde_json::from_str(json).unwrap()
}

/// Which of several services is meant has to be said, also where something is announced: the same words in two of
/// them would tell that they belong together.
#[test]
fn several_services_are_told_apart() {
    let host = host(&["day", "night"]);
    let no = host.execute(order(r#"{"order":"rooms"}"#)).unwrap_err();
    assert_eq!(
        no.to_string(),
        "There are several rooms here: day, night. Say which one, with --service NAME, or /service NAME at the console"
    );
    for json in [
        r#"{"order":"rooms","service":"night"}"#,
        r#"{"order":"who","service":"day"}"#,
        r#"{"order":"say","at":{"service":"day"},"text":"hello"}"#,
        r#"{"order":"status"}"#,
    ] {
        assert!(host.execute(order(json)).is_ok(), "{json}");
    }
    let no = host.execute(order(r#"{"order":"say","at":{},"text":"hello"}"#));
    assert_eq!(no.unwrap_err().name(), "which_service");
    let no = host.execute(order(r#"{"order":"rooms","service":"x"}"#));
    assert_eq!(no.unwrap_err().name(), "no_service");
}

/// Wrong rooms, nicks and texts are told in words; the last order closes.
#[test]
fn what_cannot_be_done_is_told() {
    let host = host(&["room"]);
    let at = |room: &str| Target {
        service: None,
        room: Some(room.to_owned()),
    };
    let say = |room: &str, text: &str| Order::Say {
        at: at(room),
        text: text.to_owned(),
    };
    let kick = Order::Kick {
        at: Target::default(),
        nick: "Zoe".to_owned(),
        reason: None,
    };
    for (order, name) in [
        (say("9", "x"), "no_room"),
        (say("nonsense", "x"), "no_room"),
        (say("demo-ABCDEFGHJKLMNPQR", "x"), "no_room"),
        (say("0", "  "), "no_text"),
        (say("0", "\u{1b}[2J"), "control_characters"),
        (say("0", &"x".repeat(501)), "too_long"),
        (kick, "nobody"),
        (Order::Guests { service: None }, "no_tor"),
    ] {
        assert_eq!(host.execute(order).unwrap_err().name(), name);
    }
    assert!(matches!(host.execute(Order::Stop), Ok(Answer::Closing)));
    assert!(host.stop().is_cancelled());
}

/// How a service is, in words.
#[test]
fn the_status_is_told_in_short_lines() {
    let host = host(&["room"]);
    let name = ServiceName::default();
    let status = || host.execute(Order::Status).unwrap().in_words().unwrap();
    assert_eq!(
        status(),
        "Tea (room): not reachable yet\n  open for 0 s\n  0 members in 1 room\n  0 of 10 transcripts open"
    );
    host.note_url(&name, "http://abc.onion");
    host.note_reach(
        &name,
        Reach::Unreachable {
            reason: "no network".to_owned(),
        },
    );
    assert!(
        status()
            .starts_with("Tea (room): not reachable through Tor: no network\n  http://abc.onion\n")
    );
    host.note_reach(&name, Reach::Reachable);
    assert!(status().starts_with("Tea (room): reachable through Tor\n"));
    let rooms = host.execute(Order::Rooms { service: None }).unwrap();
    assert_eq!(rooms.in_words().unwrap(), "#0 lobby: 0 members");
}

/// Nothing that a stranger writes steers the host's terminal: the chat takes no control characters at all,
/// and what is shown is stripped of them once more.
#[test]
fn strangers_do_not_steer_the_terminal() {
    for hostile in ["\u{1b}[2J", "a\u{9b}31mb", "a\u{7}b", "a\rb", "a\u{7f}b"] {
        assert!(Nick::parse(hostile).is_err(), "{hostile:?}");
        let text = MessageText::parse(hostile, TooLong::Refuse);
        let kept = text.ok().flatten();
        let is_kept = kept.is_some_and(|text| {
            text.as_str()
                .contains(|c: char| c.is_control() && c != '\n')
        });
        assert!(!is_kept, "{hostile:?}");
        let answer = Answer::Who {
            room: Room {
                room: 0,
                name: None,
                code: None,
                count: 1,
                nameless: 0,
                locked: false,
            },
            topic: Some(hostile.to_owned()),
            members: Some(vec![Member {
                nick: format!("{hostile}\u{202e}x"),
                here: true,
                operator: false,
                muted: false,
            }]),
        };
        let words = answer.in_words().unwrap();
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!words.contains(steers), "{words:?}");
        assert_eq!(words.lines().count(), 3, "{words:?}");
    }
}

/// Fails unless an answer comes out of the socket as it went in.
#[track_caller]
fn travels(answer: &Answer) {
    let sent = serde_json::to_string(answer).unwrap();
    let came: Answer = serde_json::from_str(&sent).unwrap();
    assert!(came == *answer, "{sent}");
}

/// Every answer that nothing has to happen for.
fn answers() -> Vec<Answer> {
    let (service, room, nick) = (Some(ServiceName::default()), 3, "Zoe".to_owned());
    let name: GuestName = "anna".parse().unwrap();
    let invitation = Invitation {
        service: service.clone(),
        name: name.clone(),
        onion: "abc.onion".to_owned(),
        private_key: "AAAA".to_owned(),
        auth_private: "abc:descriptor:x25519:AAAA".to_owned(),
    };
    let said = |room| Answer::Said {
        service: None,
        room,
    };
    let (kicked, banned, promoted) = (nick.clone(), nick.clone(), nick);
    vec![
        Answer::Address {
            services: vec![ServiceAddress {
                service: service.clone(),
                url: "http://abc.onion".to_owned(),
            }],
        },
        Answer::Kicked { room, nick: kicked },
        Answer::Banned { room, nick: banned },
        Answer::Promoted {
            room,
            nick: promoted,
        },
        Answer::Topic { room },
        said(None),
        said(Some(room)),
        Answer::Invite(invitation),
        Answer::Guests {
            service: service.clone(),
            guests: vec![name.clone()],
            faults: vec!["it is no file".to_owned()],
        },
        Answer::Revoked {
            service,
            name,
            public: true,
        },
        Answer::Closing,
    ]
}

/// What goes over the socket comes out as it went in.
#[test]
fn answers_travel() {
    let host = host(&["room"]);
    for order in [
        Order::Status,
        Order::Rooms { service: None },
        Order::Who(Target::default()),
    ] {
        let sent = serde_json::to_string(&order).unwrap();
        assert_eq!(serde_json::from_str::<Order>(&sent).unwrap(), order);
        let answer = host.execute(order).unwrap();
        travels(&answer);
    }
    let name = ServiceName::default();
    for reach in [
        Reach::Local,
        Reach::Starting {
            reason: Some("no network".to_owned()),
        },
        Reach::Reachable,
        Reach::Unreachable {
            reason: "no network".to_owned(),
        },
    ] {
        host.note_reach(&name, reach);
        let status = host.execute(Order::Status).unwrap();
        travels(&status);
    }
    answers().iter().for_each(travels);
    for nonsense in [
        "",
        "{}",
        "[]",
        r#"{"order":"format"}"#,
        r#"{"order":"invite","name":"../x"}"#,
        r#"{"order":"rooms","service":"A/b"}"#,
        r#"{"order":"stop","x":1"#,
    ] {
        assert!(serde_json::from_str::<Order>(nonsense).is_err());
    }
}
