//! What the host does from outside, and what the host does not get to see.

use super::{
    super::{host::ROOMS_OF_HOST, *},
    bench::Bench,
    rooms::room_of_three,
};
use crate::chat::{Actor, EndReason, MessageText, Which, command::Called, text::TooLong};

/// The lobby.
const LOBBY: RoomId = RoomId::LOBBY;

/// A room by its number.
fn number(room: RoomId) -> Which {
    Which::Number(room)
}

/// Somebody as the host calls them.
fn called(typed: &str) -> Called {
    Called::parse(typed).unwrap()
}

/// A text.
fn text(typed: &str) -> MessageText {
    MessageText::parse(typed, TooLong::Refuse).unwrap().unwrap()
}

/// Makes a member of the lobby the host, who is in no other room.
fn prove_host(bench: &mut Bench, member: u128, token: &HostToken) {
    let typed = format!("/op {}", token.reveal());
    bench.later(member, LOBBY, &typed).unwrap();
}

/// A removal by the host names the host, whom nobody can pose as, and its reason stands in the last words.
#[test]
fn the_host_removes_from_outside() {
    let (mut bench, room) = room_of_three("/create demo");
    let done = bench.host(
        &number(room),
        HostAct::Kick(called("bob"), Some(text("spam"))),
    );
    assert_eq!(done.unwrap().unwrap().as_str(), "Bob");
    assert_eq!(bench.last(3, room), "The host removed Bob: spam");
    let by = Actor::Host;
    let reason = Some(text("spam"));
    let ended = (room, MemberId(2), EndReason::Kicked { by, reason });
    assert_eq!(bench.ended.last(), Some(&ended));
    assert_eq!(bench.later(2, room, "hello"), Err(Refusal::Removed));
    assert!(Nick::parse("host").is_err() && Nick::parse("The host").is_err());
}

/// Whom the host bans stays out, also who made the room, and by whatever code they knew.
#[test]
fn the_host_bans_for_good() {
    let (mut bench, room) = room_of_three("/create demo");
    let code = bench.state.codes.keys().next().unwrap().clone();
    let code = Which::Code(code);
    bench.host(&code, HostAct::Ban(called("Ada"))).unwrap();
    assert_eq!(bench.last(3, room), "The host banned Ada.");
    let claim = Bench::claim(1, true, None);
    let place = Place::Room(bench.state.codes.keys().next().unwrap().clone());
    assert_eq!(bench.state.enter(&place, &claim), Err(Refusal::Banned));
    assert_eq!(
        bench.later(3, room, "/kick Bob"),
        Err(Refusal::OperatorsOnly)
    );
}

/// Whoever the host makes operator keeps order in that room only, until the host removes them.
#[test]
fn the_host_gives_order_away_and_takes_it_back() {
    let (mut bench, room) = room_of_three("/create demo");
    for member in 1..=3 {
        bench.open(member, LOBBY);
    }
    bench
        .host(&number(LOBBY), HostAct::Op(called("Bob")))
        .unwrap();
    assert_eq!(bench.last(1, LOBBY), "The host made Bob an operator here.");
    assert_eq!(
        bench.later(2, room, "/mute Eve"),
        Err(Refusal::OperatorsOnly)
    );
    bench.later(2, LOBBY, "/mute Eve").unwrap();
    bench.later(2, LOBBY, "/unmute Eve").unwrap();
    bench
        .host(&number(LOBBY), HostAct::Kick(called("Bob"), None))
        .unwrap();
    let back = Bench::claim(2, true, None);
    let now = bench.now();
    bench
        .state
        .let_in(now, &back, MemberId(2), &Place::Lobby, None)
        .unwrap();
    assert_eq!(
        bench.later(2, LOBBY, "/mute Eve"),
        Err(Refusal::OperatorsOnly)
    );
    let gone = bench.host(&number(LOBBY), HostAct::Op(called("Zoe")));
    assert_eq!(gone, Err(Refusal::Nobody));
}

/// What the host says reaches who reads, in one room or in all, and is no message of any member.
#[test]
fn the_host_speaks_to_one_room_or_all() {
    let (mut bench, room) = room_of_three("/create demo");
    bench.open(1, LOBBY);
    bench
        .host(&number(room), HostAct::Say(text("only here")))
        .unwrap();
    assert_eq!(bench.last(1, room), "From the host: only here");
    assert_ne!(bench.last(1, LOBBY), "From the host: only here");
    bench.host_says(&text("we close at nine"));
    for place in [LOBBY, room] {
        assert_eq!(bench.last(1, place), "From the host: we close at nine");
        assert_eq!(bench.state.backlog(place).count(), 0);
    }
    bench
        .host(&number(room), HostAct::Topic(text("tea")))
        .unwrap();
    assert_eq!(bench.last(2, room), "The host set the topic: tea");
}

/// Of a room that is not the host's to look into there is a number and a count; the code opens it, since
/// whoever has the code can come in, and so does being in it.
#[test]
fn rooms_are_private_from_the_host() {
    let token = HostToken::random(&mut rand::rng());
    let mut bench = Bench::with(100, Moderation::Operators, Some(token.clone()));
    let (ada, bob) = (bench.reader(1, "Ada"), bench.reader(2, "Bob"));
    let (room, code) = bench.room(ada, "/create demo secret");
    bench.later(ada, room, "/topic where we meet").unwrap();
    let look = bench.state.host_look(&number(room)).unwrap();
    assert_eq!((look.count.members, look.count.is_locked), (1, true));
    assert_eq!((look.count.inside, look.roster), (None, None));
    let lobby = bench
        .state
        .host_look(&number(LOBBY))
        .unwrap()
        .roster
        .unwrap();
    assert!(
        lobby
            .members
            .iter()
            .any(|entry| entry.nick.as_str() == "Bob")
    );
    let counts: Vec<RoomId> = bench.state.count_rooms().map(|count| count.id).collect();
    assert_eq!(counts, [LOBBY, room]);

    let told = bench.state.host_look(&Which::Code(code.clone())).unwrap();
    assert_eq!(told.roster.unwrap().topic, Some(text("where we meet")));

    prove_host(&mut bench, bob, &token);
    let still = bench.state.host_look(&number(room)).unwrap();
    assert_eq!(still.roster, None, "the host is not in it");
    let join = format!("/join {} secret", code.reveal());
    bench.later(bob, LOBBY, &join).unwrap();
    bench.open(bob, room);
    let inside = bench.state.host_look(&number(room)).unwrap();
    assert!(inside.roster.is_some() && inside.count.inside.is_some());
    let act = HostAct::Kick(called("Bob"), None);
    assert_eq!(bench.host(&number(room), act), Err(Refusal::IsHost));
}

/// A room that is not there, by number or by code, is a plain no.
#[test]
fn no_room_is_no_room() {
    let (mut bench, _) = room_of_three("/create demo");
    let code = RoomCode::parse("demo-ABCDEFGHJKLMNPQR").unwrap();
    for which in [number(RoomId(99)), Which::Code(code)] {
        assert!(bench.state.host_look(&which) == Err(Refusal::NoRoom));
        let act = HostAct::Say(text("x"));
        assert_eq!(bench.host(&which, act), Err(Refusal::NoRoom));
    }
}

/// A room of the host's stays while nobody is there, there are only so many, and the host ends it; nothing of it is
/// left then.
#[test]
fn rooms_of_the_host_stay() {
    let mut bench = Bench::with(100, Moderation::Operators, None);
    let mut rng = rand::rng();
    let name = RoomName::parse("plans").unwrap();
    let codes: Vec<RoomCode> = (0..ROOMS_OF_HOST)
        .map(|_| bench.state.host_opens(&name, &mut rng).unwrap())
        .collect();
    let more = bench.state.host_opens(&name, &mut rng);
    assert!(more == Err(Refusal::TooManyOwnRooms));
    bench.tick(3_600_000);
    assert_eq!(bench.state.count_rooms().count(), 1 + ROOMS_OF_HOST);

    let ada = bench.reader(1, "Ada");
    let join = format!("/join {}", codes[0].reveal());
    bench.later(ada, LOBBY, &join).unwrap();
    let which = Which::Code(codes[0].clone());
    let room = bench.state.host_look(&which).unwrap().count.id;
    bench.open(ada, room);
    bench.host(&which, HostAct::Stop).unwrap();
    assert!(bench.state.host_look(&which) == Err(Refusal::NoRoom));
    assert!(bench.later(ada, LOBBY, &join).is_err());
    assert!(bench.state.host_opens(&name, &mut rng).is_ok());
}
