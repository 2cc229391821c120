//! Attacks that were found, each of which worked once.

use super::{super::*, bench::Bench};
use crate::chat::{EndReason, MessageText, Whom};

/// The lobby.
const LOBBY: RoomId = RoomId::LOBBY;

/// A room of Ada's with Bob in it, and its place.
fn room_of_two() -> (Bench, RoomId, Place) {
    let mut bench = Bench::new(1_000);
    bench.reader(1, "Ada");
    bench.reader(2, "Bob");
    let (room, code) = bench.room(1, "/create demo");
    let place = Place::Room(code);
    bench.pass(1_000);
    let join = format!("/join {}", place.page().trim_start_matches("/r/"));
    bench.types(2, LOBBY, &join).unwrap();
    bench.open(2, room);
    (bench, room, place)
}

/// Whoever had knocked at an open room, unseen, was locked in with the others, and no passphrase shut them out.
#[test]
fn a_lock_shuts_out_who_is_not_seen() {
    let (mut bench, room, place) = room_of_two();
    let eve = Bench::claim(3, true, None);
    bench.admit(3, true, Some("Eve"));
    let now = bench.now();
    bench
        .state
        .let_in(now, &eve, MemberId(3), &place, None)
        .unwrap();
    bench.later(1, room, "/lock sesame").unwrap();
    assert_eq!(bench.state.enter(&place, &eve), Err(Refusal::NoRoom));
    let bob = Bench::claim(2, true, None);
    assert!(
        bench.state.enter(&place, &bob).is_ok(),
        "who reads stays in"
    );
    bench.close(2, room);
    assert!(
        bench.state.enter(&place, &bob).is_ok(),
        "also after a reload"
    );
    bench.later(1, room, "/lock another").unwrap();
    assert_eq!(bench.state.enter(&place, &bob), Err(Refusal::NoRoom));
}

/// Readers without a name stayed in a room that was locked, and were on no list.
#[test]
fn a_lock_ends_readers_without_a_name() {
    let (mut bench, room, _) = room_of_two();
    bench.state.set_nameless(room, 2);
    bench.later(1, room, "/who").unwrap();
    assert!(
        bench
            .last(1, room)
            .starts_with("demo: 2 here, and 2 without a name")
    );
    let now = bench.now();
    let claim = Bench::claim(1, true, None);
    let lock = Command::Lock(bench.hash("sesame"));
    let mut rng = rand::rng();
    let outcome = bench
        .state
        .apply(now, &claim, MemberId(1), room, lock, &mut rng);
    let ends = Effect::End(room, Whom::Nameless, EndReason::Locked);
    assert!(outcome.unwrap().effects.contains(&ends));
}

/// 256 others with the passphrase pushed out those who were in the room.
#[test]
fn the_present_are_pushed_out_by_nobody() {
    let (mut bench, room, place) = room_of_two();
    bench.later(1, room, "/lock sesame").unwrap();
    let (now, key) = (bench.now(), bench.hash("sesame"));
    for member in 100..400 {
        let claim = Bench::claim(member, true, None);
        bench.admit(member, true, None);
        let let_in = bench
            .state
            .let_in(now, &claim, MemberId(member), &place, Some(&key));
        let_in.unwrap();
    }
    assert!(
        bench
            .state
            .enter(&place, &Bench::claim(2, true, None))
            .is_ok()
    );
    bench.later(2, room, "still here").unwrap();
}

/// A name that was typed in full meant somebody whose name only begins so, once its owner had gone: whispers
/// went to strangers, and bans hit the innocent.
#[test]
fn a_whole_name_never_means_somebody_else() {
    let (mut bench, room, _) = room_of_two();
    bench.reader(3, "Ann");
    bench.open(3, room);
    bench.reader(4, "Anna");
    bench.open(4, room);
    bench.later(3, room, "spam").unwrap();
    bench.later(4, room, "honest").unwrap();
    bench.types(3, room, "/exit").unwrap();
    assert_eq!(
        bench.later(1, room, "/w Ann my secret"),
        Err(Refusal::Nobody)
    );
    bench.later(1, room, "/delete Ann all").unwrap();
    let left = bench
        .state
        .backlog(room)
        .map(|event| event.said_nick().unwrap().as_str().to_owned());
    assert_eq!(left.collect::<Vec<_>>(), ["Anna"]);
    assert_eq!(bench.later(1, room, "/ban Ann"), Err(Refusal::Nobody));
    assert!(bench.readers.contains_key(&(room, MemberId(4))));
    bench.later(1, room, "/w an a word").unwrap();
    assert_eq!(bench.last(4, room), "Ada>Anna: a word");
}

/// A nick was free the moment its owner took another one, for somebody to be taken for them.
#[test]
fn a_former_nick_is_kept_for_a_while() {
    let (mut bench, ..) = room_of_two();
    bench.types(1, LOBBY, "/nick Adelaide").unwrap();
    bench.pass(10_000);
    assert_eq!(bench.types(2, LOBBY, "/nick Ada"), Err(Refusal::NickTaken));
    for other in ["ADELAIDE", "Adele"] {
        bench.types(1, LOBBY, &format!("/nick {other}")).unwrap();
        bench.pass(10_000);
        assert_eq!(bench.types(2, LOBBY, "/nick Ada"), Err(Refusal::NickTaken));
    }
    bench.types(1, LOBBY, "/nick Ada").unwrap();
    bench.pass(10_000);
    bench.types(1, LOBBY, "/nick Adelaide").unwrap();
    bench.tick(600_001);
    bench.types(2, LOBBY, "/nick Ada").unwrap();
}

/// From an old line in the lobby anybody learned what its author is called in another room now.
#[test]
fn another_rooms_names_are_not_told() {
    let (mut bench, ..) = room_of_two();
    bench.reader(3, "Samira");
    bench.types(3, LOBBY, "hello").unwrap();
    let (private, _) = bench.room(3, "/create private");
    bench.pass(10_000);
    bench.types(3, private, "/nick Zarolyn").unwrap();
    bench.reader(4, "Eve");
    bench.types(4, LOBBY, "/ignore Samira").unwrap();
    assert!(bench.last(4, LOBBY).contains("Samira") && !bench.last(4, LOBBY).contains("Zarolyn"));
    assert_eq!(
        bench.types(4, LOBBY, "/unignore Zarolyn"),
        Err(Refusal::NotIgnored)
    );
    bench.types(4, LOBBY, "/unignore sam").unwrap();
}

/// A flood of people coming and going left nothing else to see, and pushed other notices out.
#[test]
fn a_flood_of_comings_is_not_told() {
    let (mut bench, room, _) = room_of_two();
    let before = bench.told(1, room).len();
    for member in 100..400 {
        bench.admit(member, true, None);
        bench.open(member, room);
        bench.close(member, room);
    }
    bench.tick(46_000);
    assert!(
        bench.told(1, room).len() - before <= 26,
        "{}",
        bench.told(1, room).len()
    );
    let roster = bench.state.roster(room).unwrap();
    assert_eq!(roster.members.len(), 2);
}

/// From the numbers that everybody sees, whispers and answers could be counted.
#[test]
fn numbers_do_not_betray_whispers() {
    let (mut bench, room, _) = room_of_two();
    bench.later(1, room, "one").unwrap();
    let number = |bench: &Bench| bench.state.backlog(room).last().unwrap().seq;
    let before = number(&bench);
    bench.later(1, room, "/w bob psst").unwrap();
    bench.later(2, room, "/who").unwrap();
    bench.later(1, room, "two").unwrap();
    assert_eq!(number(&bench), before + 1);
}

/// A topic of several lines looked like the room's own words.
#[test]
fn a_topic_is_one_line() {
    let (mut bench, room, _) = room_of_two();
    bench
        .later(1, room, "/topic tea\n\nRoom created: other")
        .unwrap();
    bench.later(2, room, "/topic").unwrap();
    assert_eq!(
        bench.last(2, room).lines().count(),
        1,
        "{}",
        bench.last(2, room)
    );
}

/// The muted spoke through the reasons of kicks and through names, and gave themselves the word again.
#[test]
fn the_muted_find_no_way_round() {
    let token = HostToken::random(&mut rand::rng());
    let mut bench = Bench::with(100, Moderation::Everyone, Some(token.clone()));
    for (member, nick) in [(1, "Ada"), (2, "Bob"), (3, "Eve")] {
        bench.reader(member, nick);
    }
    bench
        .types(1, LOBBY, &format!("/op {}", token.reveal()))
        .unwrap();
    let (room, code) = bench.room(2, "/create demo");
    for member in [1, 3] {
        bench
            .later(member, LOBBY, &format!("/join {}", code.reveal()))
            .unwrap();
        bench.open(member, room);
    }
    bench.later(1, room, "/mute Bob").unwrap();
    assert_eq!(
        bench.later(2, room, "/kick Eve I still speak"),
        Err(Refusal::Muted)
    );
    assert_eq!(
        bench.later(2, room, "/unmute Bob"),
        Err(Refusal::KickYourself)
    );
    assert_eq!(
        bench.later(2, LOBBY, "/nick I-still-speak"),
        Err(Refusal::Muted)
    );
    // Forgetting who one is does not help either: the circuit is the same.
    let stranger = Claim {
        via: Some(Via(2)),
        ..Bench::claim(9, true, None)
    };
    let now = bench.now();
    let who = bench.admit(9, true, None).member;
    let text = MessageText::parse("it is me", crate::chat::text::TooLong::Cut)
        .unwrap()
        .unwrap();
    let mut rng = rand::rng();
    let said = bench
        .state
        .apply(now, &stranger, who, room, Command::Say(text), &mut rng);
    assert_eq!(said.err(), Some(Refusal::Muted));
    // The host removes also whoever made the room, and they are its operator no more.
    bench.later(1, room, "/ban Bob").unwrap();
    let bob = Bench::claim(2, true, None);
    assert_eq!(
        bench.state.enter(&Place::Room(code), &bob),
        Err(Refusal::Banned)
    );
}

/// Rooms were made over and over by sessions that cost nothing, until there were as many as there can be.
#[test]
fn one_circuit_makes_a_few_rooms_only() {
    let mut bench = Bench::new(100);
    for member in [1_001, 2_001, 3_001, 4_001] {
        bench.admit(member, true, None);
        bench.types(member, LOBBY, "/create demo").unwrap();
    }
    bench.admit(5_001, true, None);
    let refused = bench.types(5_001, LOBBY, "/create demo");
    assert_eq!(refused, Err(Refusal::TooManyOwnRooms));
    bench.tick(46_000);
    assert_eq!(bench.state.rooms.len(), 1);
}

/// The list of members was told in full, over and over, to whoever asked.
#[test]
fn long_lists_are_cut() {
    let (mut bench, room, _) = room_of_two();
    for member in 100..400 {
        bench.admit(member, true, None);
        bench.open(member, room);
    }
    bench.later(1, room, "/who").unwrap();
    let told = bench.last(1, room);
    assert_eq!(told.lines().count(), 62, "{told}");
    assert!(told.starts_with("demo: 302 here") && told.ends_with("and 242 more"));
    let refused = (0..20).filter(|_| bench.types(1, room, "/who").is_err());
    assert_eq!(refused.count(), 11);
}

/// A name typed in full meant somebody else again once its owner was forgotten, while their words still stood.
#[test]
fn a_forgotten_name_means_nobody() {
    let mut bench = Bench::with(100, Moderation::Everyone, None);
    bench.reader(1, "Ada");
    bench.say(50, false, Some("Spam-00ab"), "spam").unwrap();
    bench.reader(3, "Spam-00abby");
    bench.tick(31_000);
    assert_eq!(
        bench.types(1, LOBBY, "/kick spam-00ab"),
        Err(Refusal::Nobody)
    );
    bench.types(1, LOBBY, "/kick spam-00abb").unwrap();
}

/// Whoever made a locked room and was removed from it could fetch what was said there, unseen.
#[test]
fn the_removed_are_not_let_in_unseen() {
    let (mut bench, room, _) = room_of_two();
    let maker = MemberId(1);
    bench.state.host = Some(MemberId(2));
    bench.later(2, room, "/kick Ada").unwrap();
    assert!(bench.state.is_removed(room, maker));
    bench.open(1, room);
    assert!(!bench.state.is_removed(room, maker));
    assert_eq!(bench.last(2, room), "Ada has joined.");
}
