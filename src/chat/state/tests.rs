//! Tests of the chat's state: who speaks under which nick, what is refused, what is forgotten.

mod attacks;
mod bench;
mod host;
mod moderation;
mod rooms;
mod sequences;

use super::*;
use bench::Bench;

/// Where two visitors are told apart only by a nick cookie, the seed's rules hold to the letter.
#[test]
fn bare_nick_cookies_follow_the_seed() {
    let mut bench = Bench::new(100);
    assert_eq!(
        bench.say(1, false, Some("Fox-ab12"), "first").unwrap(),
        "Fox-ab12"
    );
    let hasty = bench.say(2, false, Some("Fox-ab12"), "second");
    assert_eq!(hasty, Err(Refusal::TooFast));
    assert_eq!(
        bench.say(3, false, Some("Owl-0000"), "first").unwrap(),
        "Owl-0000"
    );
    bench.pass(1_000);
    assert_eq!(
        bench.say(4, false, Some("Fox-ab12"), "first"),
        Err(Refusal::Duplicate)
    );
    assert_eq!(
        bench.say(5, false, Some("Fox-ab12"), "second").unwrap(),
        "Fox-ab12"
    );
    bench.pass(1_000);
    assert!(
        bench.say(6, false, Some("Fox-ab12"), "first").is_ok(),
        "A, B, A is allowed"
    );
    assert_eq!(bench.texts(), ["first", "first", "second", "first"]);
}

/// The same text counts as new 30 seconds later, or once it has left the backlog.
#[test]
fn duplicates_are_told_by_time_and_backlog() {
    let mut bench = Bench::new(1_000);
    bench.say(1, true, Some("Fox-ab12"), "spam").unwrap();
    bench.pass(29_999);
    assert_eq!(bench.say(1, true, None, "spam"), Err(Refusal::Duplicate));
    bench.pass(1);
    assert!(bench.say(1, true, None, "spam").is_ok());
    for other in 0..200 {
        bench.say(1_000 + other, false, None, "filler").unwrap();
    }
    bench.pass(1_000);
    assert!(bench.say(1, true, None, "spam").is_ok());
}

/// A fault of the seed: whoever sets somebody's nick as a cookie speaks as them.
#[test]
fn a_forged_nick_never_speaks_as_somebody_who_is_present() {
    let mut bench = Bench::new(100);
    assert_eq!(
        bench.say(1, true, Some("Fox-ab12"), "I am Fox").unwrap(),
        "Fox-ab12"
    );
    let forged = bench.say(2, false, Some("Fox-ab12"), "me too").unwrap();
    assert_ne!(forged, "Fox-ab12");
    for twin in ["Fox-ab12", "fox-ab12", "FOX-ab12"] {
        bench.pass(1_000);
        let said = bench
            .say(3, true, Some(twin), &format!("I am {twin}"))
            .unwrap();
        assert!(!said.eq_ignore_ascii_case("Fox-ab12"), "{said}");
    }
    bench.pass(1_000);
    assert_eq!(
        bench.say(1, true, Some("Fox-ab12"), "still me").unwrap(),
        "Fox-ab12"
    );
}

/// A forger eats nobody's pace but their own.
#[test]
fn a_forged_nick_does_not_use_up_the_owners_pace() {
    let mut bench = Bench::new(100);
    bench.say(1, true, Some("Fox-ab12"), "hello").unwrap();
    bench.pass(1_000);
    bench.say(2, false, Some("Fox-ab12"), "noise").unwrap();
    assert!(
        bench
            .say(1, true, Some("Fox-ab12"), "I can still write")
            .is_ok()
    );
}

/// A visitor with a session may take a free nick, and keeps the old one where it is held.
#[test]
fn a_session_renames_to_free_nicks_only() {
    let mut bench = Bench::new(100);
    bench.say(1, true, Some("Fox-ab12"), "one").unwrap();
    bench.say(2, true, Some("Owl-0000"), "two").unwrap();
    bench.pass(1_000);
    assert_eq!(
        bench.say(2, true, Some("Fox-ab12"), "three").unwrap(),
        "Owl-0000"
    );
    bench.pass(1_000);
    assert_eq!(
        bench.say(2, true, Some("Elk-1111"), "four").unwrap(),
        "Owl-0000",
        "a cookie changes no nick that others know; /nick does, and they are told"
    );
    assert_eq!(
        bench.say(3, true, Some("Elk-1111"), "mine").unwrap(),
        "Elk-1111"
    );
}

/// Asking which nick would be in force remembers nothing.
#[test]
fn asking_for_a_nick_leaves_no_trace() {
    let bench = Bench::new(100);
    let claim = Claim {
        member: MemberId(1),
        proven: false,
        wish: Some(Nick::parse_seed("Fox-ab12").unwrap()),
        via: None,
    };
    for _ in 0..1_000 {
        let _nick = bench.state.nick_for(&claim);
    }
    assert_eq!(bench.state.members.len(), 0);
}

/// A nick is kept through a pause while a transcript is open, and for ten minutes after it.
#[test]
fn a_nick_outlasts_its_transcript_for_a_while() {
    let mut bench = Bench::new(100);
    let fox = bench.admit(1, true, Some("Fox-ab12"));
    let now = bench.now();
    bench.state.attach(now, RoomId::LOBBY, fox.member);
    bench.pass(3_600_000);
    let now = bench.now();
    bench.state.tick(now);
    assert_ne!(
        bench.admit(2, true, Some("Fox-ab12")).nick.as_str(),
        "Fox-ab12"
    );
    bench.state.detach(now.uptime, RoomId::LOBBY, fox.member);
    bench.pass(NICK_KEPT.as_millis().try_into().unwrap());
    let now = bench.now();
    bench.state.tick(now);
    assert_ne!(
        bench.admit(3, true, Some("Fox-ab12")).nick.as_str(),
        "Fox-ab12"
    );
    bench.pass(1);
    let now = bench.now();
    bench.state.tick(now);
    assert_eq!(
        bench.admit(4, true, Some("Fox-ab12")).nick.as_str(),
        "Fox-ab12"
    );
}

/// A fault of the seed's kind: tables keyed by what strangers send must not grow for ever.
#[test]
fn strangers_cannot_grow_the_tables() {
    let mut bench = Bench::new(100);
    bench
        .say(1, true, Some("Fox-ab12"), "an honest member")
        .unwrap();
    for stranger in 2..5_000 {
        bench.say(stranger, false, None, "flood").unwrap();
    }
    assert_eq!(bench.state.members.len(), 100);
    assert_eq!(bench.state.backlog(RoomId::LOBBY).count(), 200);
    assert!(
        bench.state.members.get(MemberId(1)).is_some(),
        "sessions are forgotten last"
    );
    bench.pass(31_000);
    let now = bench.now();
    bench.state.tick(now);
    assert_eq!(bench.state.members.len(), 1);
}

/// An attack that was found: thousands of sessions that only open a window push a member's nick out, and the
/// next one takes it.
#[test]
fn windows_alone_push_nobody_out_who_spoke() {
    let mut bench = Bench::new(100);
    bench.say(1, true, Some("Fox-ab12"), "hello").unwrap();
    bench.pass(1_000);
    for session in 2..5_000 {
        let admission = bench.admit(session, true, None);
        let now = bench.now();
        bench.state.attach(now, RoomId::LOBBY, admission.member);
        bench
            .state
            .detach(now.uptime, RoomId::LOBBY, admission.member);
    }
    assert_ne!(
        bench.admit(9_999, true, Some("Fox-ab12")).nick.as_str(),
        "Fox-ab12"
    );
}

/// The backlog keeps the newest 200, and numbers rise without a hole.
#[test]
fn the_backlog_keeps_the_newest() {
    let mut bench = Bench::new(1_000);
    for number in 0..250_u128 {
        bench
            .say(number, false, None, &format!("#{number}"))
            .unwrap();
    }
    let texts = bench.texts();
    assert_eq!((texts.len(), texts[0].as_str()), (200, "#50"));
    let backlog = bench.state.backlog(RoomId::LOBBY);
    let numbers: Vec<u64> = backlog.map(|event| event.seq).collect();
    assert!(
        numbers
            .iter()
            .zip(50..)
            .all(|(&seq, expected)| seq == expected)
    );
}
