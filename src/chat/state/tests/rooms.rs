//! What happens in rooms: who hears what, who may do what, and what is left of it.

use super::{super::*, bench::Bench};
use crate::chat::{EndReason, roster::RosterEntry};

/// The lobby.
const LOBBY: RoomId = RoomId::LOBBY;

/// Three people who read in the lobby: Ada, Bob and Eve.
pub(super) fn three() -> (Bench, u128, u128, u128) {
    let mut bench = Bench::new(100);
    let ada = bench.reader(1, "Ada");
    let bob = bench.reader(2, "Bob");
    let eve = bench.reader(3, "Eve");
    (bench, ada, bob, eve)
}

/// A room of Ada's with Bob and Eve in it, beside the lobby.
pub(super) fn room_of_three(typed: &str) -> (Bench, RoomId) {
    let (mut bench, ada, bob, eve) = three();
    let (room, code) = bench.room(ada, typed);
    let passphrase = typed.split_once("demo").unwrap().1;
    for member in [bob, eve] {
        let join = format!("/join {}{passphrase}", code.reveal());
        bench.later(member, LOBBY, &join).unwrap();
        bench.open(member, room);
    }
    (bench, room)
}

/// Comings and goings are told to those who are here; a reload and a lost connection are none.
#[test]
fn joins_and_leaves_are_told_and_reloads_are_not() {
    let (mut bench, ada, bob, eve) = three();
    assert_eq!(
        bench.told(ada, LOBBY),
        ["Ada has joined.", "Bob has joined.", "Eve has joined."]
    );
    assert_eq!(bench.told(eve, LOBBY), ["Eve has joined."]);
    bench.open(bob, LOBBY);
    bench.close(bob, LOBBY);
    bench.tick(3_600_000);
    bench.close(bob, LOBBY);
    bench.tick(44_000);
    bench.open(bob, LOBBY);
    bench.tick(3_600_000);
    assert_eq!(bench.last(ada, LOBBY), "Eve has joined.");
    bench.close(bob, LOBBY);
    bench.tick(45_001);
    assert_eq!(bench.last(ada, LOBBY), "Bob has left the room.");
    assert_eq!(bench.last(bob, LOBBY), "Eve has joined.", "he is gone");
}

/// A whisper reaches the two of them, in both directions, with who and that it is one.
#[test]
fn whispers_reach_two() {
    let (mut bench, ada, bob, eve) = three();
    bench.types(ada, LOBBY, "/w bob psst").unwrap();
    assert_eq!(bench.last(ada, LOBBY), "Ada>Bob: psst");
    assert_eq!(bench.last(bob, LOBBY), "Ada>Bob: psst");
    bench.later(bob, LOBBY, "/reply what").unwrap();
    assert_eq!(bench.last(ada, LOBBY), "Bob>Ada: what");
    assert_eq!(bench.last(eve, LOBBY), "Eve has joined.");
    assert_eq!(
        bench.later(eve, LOBBY, "/reply me too"),
        Err(Refusal::NothingToReply)
    );
    assert_eq!(bench.later(ada, LOBBY, "/w ada x"), Err(Refusal::Yourself));
    assert_eq!(
        bench.later(ada, LOBBY, "/w mallory x"),
        Err(Refusal::Nobody)
    );
    assert_eq!(
        bench.state.backlog(LOBBY).count(),
        0,
        "nothing is kept for others"
    );
}

/// Somebody in another room cannot be whispered to, nor be found out about.
#[test]
fn rooms_do_not_know_each_other() {
    let (mut bench, ada, bob, _) = three();
    let (room, _) = bench.room(ada, "/create demo");
    assert_eq!(bench.later(bob, LOBBY, "/w Ada x"), Err(Refusal::Nobody));
    assert_eq!(bench.later(ada, room, "/w Bob x"), Err(Refusal::Nobody));
    bench.later(ada, room, "secret").unwrap();
    assert!(!bench.told(bob, LOBBY).contains(&"Ada: secret".to_owned()));
}

/// Names are completed where there is only one, and a whole name comes before longer ones.
#[test]
fn names_are_completed() {
    let (mut bench, ada, ..) = three();
    bench.reader(4, "Adam");
    bench.reader(5, "Bobby-x");
    assert_eq!(bench.later(3, LOBBY, "/w b x"), Err(Refusal::Ambiguous));
    bench.later(3, LOBBY, "/w ADA hello").unwrap();
    assert_eq!(bench.last(ada, LOBBY), "Eve>Ada: hello");
    bench.later(3, LOBBY, "/w @bobb hello").unwrap();
    assert_eq!(bench.last(5, LOBBY), "Eve>Bobby-x: hello");
}

/// Whoever ignores somebody hears no whisper of theirs, and they do not learn it. (What the room hears is
/// left out where it is read.)
#[test]
fn the_ignored_whisper_in_vain() {
    let (mut bench, ada, bob, _) = three();
    bench.types(bob, LOBBY, "/ignore ada").unwrap();
    assert!(
        bench
            .state
            .ignored_by(MemberId(bob))
            .unwrap()
            .contains_key(&MemberId(ada))
    );
    bench.later(ada, LOBBY, "/w bob psst").unwrap();
    assert_eq!(bench.last(ada, LOBBY), "Ada>Bob: psst");
    assert!(bench.last(bob, LOBBY).contains("nothing more of Ada"));
    assert_eq!(
        bench.later(bob, LOBBY, "/reply x"),
        Err(Refusal::NothingToReply)
    );
    // Another name does not help.
    bench.later(ada, LOBBY, "/nick Adelaide").unwrap();
    bench.later(ada, LOBBY, "/w bob psst").unwrap();
    assert!(!bench.last(bob, LOBBY).contains("psst"));
    bench.later(bob, LOBBY, "/unignore adel").unwrap();
    bench.later(ada, LOBBY, "/w bob psst").unwrap();
    assert_eq!(bench.last(bob, LOBBY), "Adelaide>Bob: psst");
    assert_eq!(
        bench.later(bob, LOBBY, "/unignore ada"),
        Err(Refusal::NotIgnored)
    );
    assert_eq!(
        bench.later(bob, LOBBY, "/ignore bob"),
        Err(Refusal::Yourself)
    );
}

/// A rename is told, is unique among look-alikes, and not too often.
#[test]
fn renames_are_told_and_unique() {
    let (mut bench, ada, bob, _) = three();
    for twin in ["Bob", "BOB", "B0b", "bоb"] {
        let refused = bench
            .types(ada, LOBBY, &format!("/nick {twin}"))
            .unwrap_err();
        assert!(
            matches!(refused, Refusal::NickTaken | Refusal::Nick(_)),
            "{twin}: {refused:?}"
        );
    }
    bench.types(ada, LOBBY, "/nick Ивушка").unwrap();
    assert_eq!(bench.last(bob, LOBBY), "Ada is now \u{2068}Ивушка\u{2069}.");
    assert_eq!(
        bench.later(ada, LOBBY, "/nick Ada"),
        Err(Refusal::RenamedLately)
    );
    assert_eq!(bench.later(bob, LOBBY, "/nick Ivushka"), Ok(Reply::Done));
    bench.pass(10_000);
    bench.types(ada, LOBBY, "/nick ивушка").unwrap();
    assert_eq!(
        bench.types(bob, LOBBY, "/nick Ada"),
        Err(Refusal::NickTaken),
        "it was hers a moment ago"
    );
}

/// Without a session there are no commands: two strangers with the same cookie would be the same member.
#[test]
fn commands_need_a_session() {
    let mut bench = Bench::new(100);
    for typed in ["/who", "/create demo", "/w a b", "/help", "/nick Ivy"] {
        assert_eq!(
            bench.say(1, false, Some("Fox-ab12"), typed),
            Err(Refusal::NoSession),
            "{typed}"
        );
    }
    assert_eq!(
        bench.say(1, false, Some("Fox-ab12"), "/me waves").unwrap(),
        "Fox-ab12"
    );
}

/// A room is found by its code only, lives while somebody is in it, and is gone with its backlog after that.
#[test]
fn a_room_lives_while_somebody_is_in_it() {
    let (mut bench, ada, bob, _) = three();
    let (room, code) = bench.room(ada, "/create demo");
    assert!(code.reveal().starts_with("demo-"));
    assert_eq!(bench.told(ada, room), ["Ada has joined."]);
    assert_eq!(bench.last(bob, LOBBY), "Ada has left the room.");
    assert_eq!(
        bench.ended,
        [(
            LOBBY,
            MemberId(ada),
            EndReason::Moved(Place::Room(code.clone()))
        )]
    );
    bench.later(ada, room, "first").unwrap();
    let wrong = code.reveal().replace("demo", "demo2");
    assert_eq!(
        bench.later(bob, LOBBY, &format!("/join {wrong}")),
        Err(Refusal::NoRoom)
    );
    bench.close(ada, room);
    bench.tick(45_000);
    assert_eq!(bench.state.backlog(room).count(), 1, "a reload is no leave");
    bench.tick(1);
    assert_eq!(bench.state.backlog(room).count(), 0);
    assert_eq!((bench.state.rooms.len(), bench.state.codes.len()), (1, 0));
    assert_eq!(
        bench.later(bob, LOBBY, &format!("/join {}", code.reveal())),
        Err(Refusal::NoRoom)
    );
}

/// A room that nobody goes to is gone as well, and nobody makes more than a few.
#[test]
fn rooms_are_bounded() {
    let (mut bench, ada, ..) = three();
    for _ in 0..4 {
        bench.later(ada, LOBBY, "/create demo").unwrap();
    }
    assert_eq!(
        bench.later(ada, LOBBY, "/create demo"),
        Err(Refusal::TooManyOwnRooms)
    );
    bench.tick(50_000);
    assert_eq!(bench.state.rooms.len(), 1);
    for member in 10..20 {
        bench.reader(member, &format!("Fox-00{member}"));
        bench.types(member, LOBBY, "/create demo").unwrap();
    }
    assert_eq!(
        bench.later(ada, LOBBY, "/create demo"),
        Err(Refusal::TooManyRooms)
    );
}

/// With several tabs open nobody can tell which one is meant, so none of them moves.
#[test]
fn only_a_single_tab_moves() {
    let (mut bench, ada, ..) = three();
    bench.open(ada, LOBBY);
    let reply = bench.later(ada, LOBBY, "/create demo").unwrap();
    assert!(matches!(reply, Reply::Moved { frames: false, .. }));
    assert!(bench.ended.is_empty());
}

/// A passphrase lets in, and a wrong one looks like a wrong code.
#[test]
fn a_locked_room_opens_to_its_passphrase() {
    let (mut bench, ada, bob, eve) = three();
    let (room, code) = bench.room(ada, "/create demo open sesame");
    let place = Place::Room(code.clone());
    let code = code.reveal();
    for typed in [
        format!("/join {code}"),
        format!("/join {code} open  sesame"),
        format!("/join {code} Open sesame"),
        "/join demo-ABCDEFGHJKLMNPQR open sesame".to_owned(),
    ] {
        assert_eq!(
            bench.later(bob, LOBBY, &typed),
            Err(Refusal::NoRoom),
            "{typed}"
        );
    }
    let claim = Bench::claim(bob, true, None);
    assert_eq!(bench.state.enter(&place, &claim), Err(Refusal::NoRoom));
    bench
        .later(bob, LOBBY, &format!("/join {code} open sesame"))
        .unwrap();
    assert_eq!(bench.state.enter(&place, &claim).unwrap().id, room);
    let forged = Bench::claim(bob, false, None);
    assert_eq!(bench.state.enter(&place, &forged), Err(Refusal::NoRoom));
    // Who is in stays in when it is locked anew, and nobody else comes in by the old word.
    bench.open(bob, room);
    bench.later(ada, room, "/lock another").unwrap();
    assert!(bench.state.enter(&place, &claim).is_ok());
    assert_eq!(
        bench.later(eve, LOBBY, &format!("/join {code} open sesame")),
        Err(Refusal::NoRoom)
    );
    bench.later(ada, room, "/unlock").unwrap();
    assert!(bench.later(eve, LOBBY, &format!("/join {code}")).is_ok());
    assert_eq!(bench.later(ada, room, "/unlock"), Err(Refusal::NotLocked));
    assert_eq!(
        bench.later(ada, LOBBY, "/lock x"),
        Err(Refusal::LobbyIsOpen)
    );
}

/// A goodbye is told to those who stay, and whoever said it hears nothing more.
#[test]
fn exit_says_goodbye() {
    let (mut bench, ada, bob, _) = three();
    assert_eq!(
        bench.types(bob, LOBBY, "/exit"),
        Ok(Reply::Left { stopped: false })
    );
    assert!(bench.last(ada, LOBBY).starts_with("Bob: Gotta go now."));
    bench.later(ada, LOBBY, "bye").unwrap();
    assert_eq!(bench.last(bob, LOBBY), "Eve has joined.");
    assert_eq!(bench.later(ada, LOBBY, "/leave"), Err(Refusal::InLobby));
    let (room, _) = bench.room(ada, "/create demo");
    let reply = bench.later(ada, room, "/leave").unwrap();
    assert_eq!(
        reply,
        Reply::Moved {
            to: Place::Lobby,
            frames: true
        }
    );
}

/// The topic is shown to everybody, and set by operators.
#[test]
fn the_topic_is_set_and_shown() {
    let (mut bench, room) = room_of_three("/create demo");
    bench.later(2, room, "/topic").unwrap();
    assert_eq!(bench.last(2, room), "This room has no topic.");
    bench.later(1, room, "/topic the weather").unwrap();
    assert_eq!(bench.last(3, room), "Ada set the topic: the weather");
    bench.later(2, room, "/topic").unwrap();
    assert_eq!(bench.last(2, room), "Topic: the weather");
    assert_eq!(
        bench.state.roster(room).unwrap().topic.unwrap().as_str(),
        "the weather"
    );
}

/// The list of members says who is here, away, muted and operator. A transcript that comes back within five
/// seconds, as after a lost connection, was never away.
#[test]
fn the_roster_says_how_everybody_stands() {
    let (mut bench, room) = room_of_three("/create demo");
    let before = bench.state.roster_version(room);
    bench.later(1, room, "/mute eve").unwrap();
    bench.close(2, room);
    let version = bench.state.roster_version(room);
    assert!(version > before);
    let standings = |bench: &Bench| -> Vec<String> {
        let roster = bench.state.roster(room).unwrap();
        let standing = |entry: &RosterEntry| {
            let standing = crate::lang::Lang::default().standing(entry);
            format!("{} {standing}", entry.nick.as_str())
        };
        roster.members.iter().map(standing).collect()
    };
    bench.tick(5_000);
    let here = ["Ada operator", "Bob ", "Eve muted"];
    assert_eq!(standings(&bench), here);
    let before = bench.state.roster_version(room);
    bench.tick(1);
    assert!(bench.state.roster_version(room) > before);
    let away = ["Ada operator", "Bob away", "Eve muted"];
    assert_eq!(standings(&bench), away);
    bench.open(2, room);
    bench.tick(1_000);
    assert_eq!(standings(&bench), here);
}

/// Once an end is set every room is told how much time is left, and again when it gets short, once each time.
#[test]
fn the_end_is_told_in_every_room() {
    let (mut bench, room) = room_of_three("/create demo");
    let told = |bench: &Bench| {
        let told = bench.told(1, room);
        assert_eq!(bench.last(2, room), bench.last(1, room));
        told.into_iter()
            .filter(|line| line.contains("closes"))
            .collect::<Vec<_>>()
    };
    assert_eq!(bench.state.time_left(bench.now().uptime), None);
    bench.ends_in(90 * 60);
    let mut expected = vec!["The room closes in 1 hour and 30 minutes."];
    assert_eq!(told(&bench), expected);
    for (seconds, said) in [
        (29 * 60 + 59, None),
        (1, Some("The room closes in 1 hour.")),
        (1, None),
        // A computer that slept wakes up between two warnings, and one is enough.
        (56 * 60, Some("The room closes in 4 minutes.")),
        (1, None),
        (170, None),
        (10, Some("The room closes in 1 minute.")),
        (58, None),
        (100, None),
    ] {
        bench.tick(seconds * 1000);
        expected.extend(said);
        assert_eq!(told(&bench), expected, "after {seconds} s more");
    }
}

/// An end that moves is told anew, but not one that only trembles.
#[test]
fn an_end_that_moves_is_told_anew() {
    let (mut bench, ada, ..) = three();
    let told = |bench: &Bench| bench.told(ada, LOBBY).len();
    bench.ends_in(600);
    let before = told(&bench);
    for seconds in [601, 602, 599, 570] {
        bench.ends_in(seconds);
    }
    assert_eq!(told(&bench), before);
    bench.ends_in(120);
    assert_eq!(bench.last(ada, LOBBY), "The room closes in 2 minutes.");
    bench.ends_in(3 * 86_400);
    assert_eq!(bench.last(ada, LOBBY), "The room closes in 3 days.");
    // What was warned of before the end moved is warned of again.
    bench.tick(3 * 86_400_000 - 60_000);
    assert_eq!(bench.last(ada, LOBBY), "The room closes in 1 minute.");
    assert_eq!(told(&bench), before + 3);
}
