//! What operators may do to members and messages, and what is left of it.

use super::{super::*, bench::Bench, rooms::room_of_three};
use crate::chat::EndReason;

/// The lobby.
const LOBBY: RoomId = RoomId::LOBBY;

/// Only who made the room may moderate it.
#[test]
fn only_operators_moderate() {
    let (mut bench, room) = room_of_three("/create demo");
    for typed in [
        "/kick Ada",
        "/ban Ada",
        "/mute Ada",
        "/stop",
        "/lock x",
        "/topic x",
        "/delete Ada",
    ] {
        assert_eq!(
            bench.later(2, room, typed),
            Err(Refusal::OperatorsOnly),
            "{typed}"
        );
    }
    for typed in ["/kick Bob", "/stop", "/topic x"] {
        assert_eq!(
            bench.later(1, LOBBY, typed),
            Err(Refusal::OperatorsOnly),
            "{typed}"
        );
    }
    assert_eq!(
        bench.later(1, room, "/kick Ada"),
        Err(Refusal::KickYourself)
    );
}

/// A kick ends the transcripts with the reason, and whoever was removed writes nothing until they are back.
#[test]
fn a_kick_removes() {
    let (mut bench, room) = room_of_three("/create demo secret");
    bench.later(1, room, "/kick bob be nice").unwrap();
    assert_eq!(bench.last(3, room), "Ada removed Bob: be nice");
    let reason = bench
        .ended
        .last()
        .map(|(_, who, reason)| (*who, crate::lang::Lang::default().end(reason)));
    assert_eq!(
        reason,
        Some((
            MemberId(2),
            "Ada removed you from the room: be nice. Reload the page to try joining again."
                .to_owned()
        ))
    );
    for typed in ["hello", "/w eve x", "/who", "/nick Bobby", "/me waves"] {
        assert_eq!(
            bench.later(2, room, typed),
            Err(Refusal::Removed),
            "{typed}"
        );
    }
    let place = bench.state.rooms[&room].place.clone();
    let claim = Bench::claim(2, true, None);
    assert_eq!(
        bench.state.enter(&place, &claim),
        Err(Refusal::NoRoom),
        "the passphrase is asked again"
    );
    let Place::Room(code) = &place else { panic!() };
    bench
        .later(2, LOBBY, &format!("/join {} secret", code.reveal()))
        .unwrap();
    bench.open(2, room);
    bench.later(2, room, "sorry").unwrap();
    assert_eq!(bench.last(3, room), "Bob: sorry");
}

/// A ban holds for the session and for its circuit, as long as the room lives.
#[test]
fn a_ban_holds_for_session_and_circuit() {
    let (mut bench, room) = room_of_three("/create demo");
    bench.later(1, room, "/ban bob").unwrap();
    let place = bench.state.rooms[&room].place.clone();
    let same_session = Claim {
        via: Some(Via(77)),
        ..Bench::claim(2, true, None)
    };
    let same_circuit = Claim {
        via: Some(Via(2)),
        ..Bench::claim(78, false, None)
    };
    let another = Bench::claim(79, true, None);
    assert_eq!(
        bench.state.enter(&place, &same_session),
        Err(Refusal::Banned)
    );
    assert_eq!(
        bench.state.enter(&place, &same_circuit),
        Err(Refusal::Banned)
    );
    assert!(bench.state.enter(&place, &another).is_ok());
    assert!(bench.state.enter(&Place::Lobby, &same_session).is_ok());
    let Place::Room(code) = &place else { panic!() };
    let join = format!("/join {}", code.reveal());
    assert_eq!(bench.later(2, LOBBY, &join), Err(Refusal::Banned));
}

/// The muted read and do not write, whatever they try.
#[test]
fn the_muted_only_read() {
    let (mut bench, room) = room_of_three("/create demo");
    bench.later(1, room, "/mute bob").unwrap();
    for typed in [
        "hello",
        "/me waves",
        "/w eve x",
        "/nick I-am-muted",
        "/create speech",
    ] {
        assert_eq!(bench.later(2, room, typed), Err(Refusal::Muted), "{typed}");
    }
    assert!(bench.later(2, room, "/who").is_ok());
    assert!(
        bench.last(2, room).contains("Bob (muted)"),
        "{}",
        bench.last(2, room)
    );
    // It is not undone by coming in again.
    bench.close(2, room);
    bench.tick(100_000);
    bench.open(2, room);
    assert_eq!(bench.later(2, room, "hello"), Err(Refusal::Muted));
    bench.later(1, room, "/unmute bob").unwrap();
    bench.later(2, room, "hello").unwrap();
    assert_eq!(bench.later(1, room, "/unmute bob"), Err(Refusal::NotMuted));
}

/// What is taken back is in no memory: not in the backlog, not in what limits repetition.
#[test]
fn what_is_deleted_is_gone() {
    let (mut bench, room) = room_of_three("/create demo");
    bench.later(2, room, "one").unwrap();
    bench.later(2, room, "two").unwrap();
    let two = Arc::downgrade(bench.state.backlog(room).last().unwrap());
    bench.heard.clear();
    assert!(two.upgrade().is_some());
    assert_eq!(
        bench.later(3, room, "/delete"),
        Err(Refusal::NothingToDelete)
    );
    bench.later(2, room, "/delete").unwrap();
    assert!(two.upgrade().is_none(), "nothing in memory holds it");
    assert!(bench.last(3, room).starts_with("erased ["));
    bench.later(2, room, "two").unwrap();
    bench.later(2, room, "/me three").unwrap();
    bench.later(1, room, "/delete bob").unwrap();
    let texts = |bench: &Bench| -> Vec<String> {
        let backlog = bench.state.backlog(room);
        backlog
            .map(|event| event.said_text().unwrap().as_str().to_owned())
            .collect()
    };
    assert_eq!(texts(&bench), ["one", "two"]);
    // Another name, or being gone, saves nobody's messages from an operator.
    bench.later(2, room, "/nick Robert").unwrap();
    bench.later(1, room, "/delete Bob all").unwrap();
    assert_eq!(texts(&bench), Vec::<String>::new());
    assert_eq!(
        bench.later(1, room, "/delete nobody"),
        Err(Refusal::NothingToDelete)
    );
}

/// `/stop` leaves nothing: no message, no transcript, no room.
#[test]
fn stop_erases_everything() {
    let (mut bench, room) = room_of_three("/create demo");
    bench.later(2, room, "hello").unwrap();
    let message = Arc::downgrade(bench.state.backlog(room).last().unwrap());
    bench.heard.clear();
    assert_eq!(
        bench.later(1, room, "/stop"),
        Ok(Reply::Left { stopped: true })
    );
    assert!(message.upgrade().is_none());
    assert_eq!(bench.state.rooms.len(), 1);
    let stopped = bench
        .ended
        .iter()
        .filter(|(_, _, why)| *why == EndReason::Stopped);
    assert_eq!(stopped.count(), 3);
    assert_eq!(bench.later(2, room, "anybody?"), Err(Refusal::NoRoom));
}

/// The host's token works once, in every room, and nobody removes the host. The lobby survives its stop.
#[test]
fn the_host_is_operator_everywhere() {
    let token = HostToken::random(&mut rand::rng());
    let mut bench = Bench::with(100, Moderation::Operators, Some(token.clone()));
    let (ada, bob) = (bench.reader(1, "Ada"), bench.reader(2, "Bob"));
    let op = format!("/op {}", token.reveal());
    assert_eq!(
        bench.types(bob, LOBBY, "/op 0123"),
        Err(Refusal::WrongToken)
    );
    assert!(matches!(bench.types(ada, LOBBY, &op), Ok(Reply::Answer(_))));
    assert_eq!(
        bench.types(bob, LOBBY, &op),
        Err(Refusal::WrongToken),
        "it was used"
    );
    let (room, code) = bench.room(bob, "/create demo");
    bench
        .later(ada, LOBBY, &format!("/join {}", code.reveal()))
        .unwrap();
    bench.open(ada, room);
    assert_eq!(bench.later(bob, room, "/kick Ada"), Err(Refusal::IsHost));
    bench.later(ada, room, "/kick Bob").unwrap();
    bench.later(ada, LOBBY, "hello").unwrap();
    bench.later(ada, LOBBY, "/stop").unwrap();
    assert_eq!(bench.state.backlog(LOBBY).count(), 0);
    bench.later(bob, LOBBY, "a new beginning").unwrap();
}

/// Sanctuary's rule: everybody may remove and stop, but not ban, mute or take back what others said.
#[test]
fn everyone_may_kick_where_the_host_says_so() {
    let mut bench = Bench::with(100, Moderation::Everyone, None);
    let (ada, bob) = (bench.reader(1, "Ada"), bench.reader(2, "Bob"));
    for typed in ["/ban Ada", "/mute Ada", "/delete Ada all"] {
        assert_eq!(
            bench.later(bob, LOBBY, typed),
            Err(Refusal::OperatorsOnly),
            "{typed}"
        );
    }
    bench.later(bob, LOBBY, "/kick Ada").unwrap();
    assert_eq!(bench.later(ada, LOBBY, "/stop"), Err(Refusal::Removed));
    assert_eq!(
        bench.later(bob, LOBBY, "/stop"),
        Ok(Reply::Left { stopped: true })
    );
}
