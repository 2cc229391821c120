//! Whatever people type in whatever order, the chat's invariants hold.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::prelude::*;

use super::{super::*, bench::Bench};

/// How many people there are.
const PEOPLE: u128 = 5;

/// Something that happens.
#[derive(Debug, Clone)]
enum Step {
    /// Somebody types something where they are (0 is the lobby, others count the rooms).
    Types(u128, usize, String),
    /// Somebody opens a transcript there.
    Opens(u128, usize),
    /// Somebody closes one.
    Closes(u128, usize),
    /// Time passes.
    Passes(u64),
}

/// Something that may be typed; `CODE` stands for the code of one of the rooms.
fn typed() -> impl Strategy<Value = String> {
    let nick =
        proptest::sample::select(&["Ada", "Bob", "Eve", "Ivy", "Zoe", "ada", "b", "Ivу"][..]);
    prop_oneof![
        4 => "[a-c]{1,3}",
        2 => nick.clone().prop_map(|nick| format!("/w {nick} secret")),
        1 => nick.clone().prop_map(|nick| format!("/nick {nick}")),
        1 => nick.clone().prop_map(|nick| format!("/kick {nick}")),
        1 => nick.clone().prop_map(|nick| format!("/mute {nick}")),
        1 => nick.clone().prop_map(|nick| format!("/ban {nick}")),
        1 => nick.clone().prop_map(|nick| format!("/ignore {nick}")),
        1 => nick.prop_map(|nick| format!("/delete {nick} all")),
        6 => proptest::sample::select(&[
            "/create demo", "/join CODE", "/leave", "/exit", "/stop", "/delete", "/reply x", "/who",
            "/me waves", "/topic news", "/unlock", "/join demo-ABCDEFGHJKLMNPQR", "/nonsense", "/",
        ][..]).prop_map(str::to_owned),
    ]
}

/// Something that happens.
fn step() -> impl Strategy<Value = Step> {
    let who = 1..=PEOPLE;
    prop_oneof![
        6 => (who.clone(), 0..3_usize, typed()).prop_map(|(who, at, text)| Step::Types(who, at, text)),
        3 => (who.clone(), 0..3_usize).prop_map(|(who, at)| Step::Opens(who, at)),
        1 => (who, 0..3_usize).prop_map(|(who, at)| Step::Closes(who, at)),
        2 => proptest::sample::select(&[300_u64, 1_000, 11_000, 46_000, 700_000][..]).prop_map(Step::Passes),
    ]
}

/// The room that a step means, and its code.
fn meant(bench: &Bench, at: usize) -> (RoomId, Option<RoomCode>) {
    let mut rooms: Vec<_> = bench
        .state
        .codes
        .iter()
        .map(|(code, id)| (*id, code.clone()))
        .collect();
    rooms.sort_by_key(|(id, _)| *id);
    match (at.checked_sub(1), rooms.len()) {
        (Some(at), count) if count > 0 => {
            let (id, code) = rooms.swap_remove(at % count);
            (id, Some(code))
        }
        _ => (RoomId::LOBBY, rooms.pop().map(|(_, code)| code)),
    }
}

/// Does a step, as somebody with a browser could: only where they may come in.
fn perform(bench: &mut Bench, step: &Step) {
    match step {
        Step::Passes(milliseconds) => bench.tick(*milliseconds),
        Step::Types(who, at, text) => {
            let (room, code) = meant(bench, *at);
            let text = match &code {
                Some(code) => text.replace("CODE", code.reveal()),
                None => text.clone(),
            };
            if may_enter(bench, *who, room) {
                let _ = bench.types(*who, room, &text);
            }
        }
        Step::Opens(who, at) => {
            let (room, _) = meant(bench, *at);
            if may_enter(bench, *who, room) {
                bench.admit(*who, true, None);
                bench.open(*who, room);
            }
        }
        Step::Closes(who, at) => {
            let (room, _) = meant(bench, *at);
            bench.close(*who, room);
        }
    }
}

/// Whether somebody may come in.
fn may_enter(bench: &Bench, who: u128, room: RoomId) -> bool {
    let place = bench.state.rooms[&room].place.clone();
    bench
        .state
        .enter(&place, &Bench::claim(who, true, None))
        .is_ok()
}

/// What must hold after each step.
fn check(
    bench: &Bench,
    before: &BTreeMap<(RoomId, MemberId), usize>,
    was_open: &HashSet<(RoomId, MemberId)>,
) {
    // Nobody hears anything who has no transcript open there, before or after the step.
    for (reader, heard) in &bench.heard {
        let more = heard.len() - before.get(reader).copied().unwrap_or(0);
        let is_open = bench.readers.contains_key(reader) || was_open.contains(reader);
        assert!(more == 0 || is_open, "{reader:?} hears after leaving");
    }
    for (&(room, reader), heard) in &bench.heard {
        // Numbers rise.
        assert!(heard.is_sorted_by(|one, next| one.order < next.order));
        for event in heard {
            // A whisper is heard by the two of them only.
            if let EventKind::Whispered { .. } = event.kind {
                let others = bench.heard.iter().filter(|((at, who), heard)| {
                    *at == room
                        && *who != reader
                        && heard.iter().any(|other| Arc::ptr_eq(other, event))
                });
                assert!(others.count() <= 1);
            }
        }
    }
    // Nicks are unique among look-alikes.
    let nicks: Vec<_> = (1..=PEOPLE)
        .filter_map(|who| bench.state.members.nick(MemberId(who)))
        .collect();
    let folded: HashSet<_> = nicks.iter().map(|nick| nick.folded()).collect();
    assert_eq!(folded.len(), nicks.len());
    // Memory is bounded, and the codes find exactly the rooms that are there.
    assert!(bench.state.members.len() <= 100 && bench.state.rooms.len() <= 11);
    let coded: BTreeSet<_> = bench.state.codes.values().copied().collect();
    let rooms: BTreeSet<_> = bench
        .state
        .rooms
        .keys()
        .copied()
        .filter(|id| *id != RoomId::LOBBY)
        .collect();
    assert_eq!(coded, rooms);
    for room in bench.state.rooms.values() {
        assert!(room.backlog().len() <= 200);
        assert!(room.backlog().is_sorted_by(|one, next| one.seq < next.seq));
        // The chat knows exactly who reads where.
        for (&who, occupant) in &room.occupants {
            let open = bench.readers.get(&(room.id, who)).copied().unwrap_or(0);
            assert_eq!(occupant.readers, open);
        }
    }
    for &(room, who) in bench.readers.keys() {
        assert!(bench.state.rooms[&room].occupants.contains_key(&who));
    }
    for who in (1..=PEOPLE).map(MemberId) {
        let open: usize = bench
            .readers
            .iter()
            .filter(|((_, one), _)| *one == who)
            .map(|(_, count)| count)
            .sum();
        assert_eq!(
            bench
                .state
                .members
                .get(who)
                .map_or(0, |member| member.transcripts),
            open
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// The invariants hold after every step, and an empty room is gone after a while.
    #[test]
    fn invariants_hold(steps in proptest::collection::vec(step(), 1..120)) {
        let mut bench = Bench::new(100);
        for (who, nick) in (1..=PEOPLE).zip(["Ada", "Bob", "Eve", "Ivy", "Zoe"]) {
            bench.reader(who, nick);
        }
        for step in &steps {
            let before = bench.heard.iter().map(|(reader, heard)| (*reader, heard.len())).collect();
            let was_open = bench.readers.keys().copied().collect();
            perform(&mut bench, step);
            check(&bench, &before, &was_open);
        }
        for reader in bench.readers.clone().keys() {
            while bench.readers.contains_key(reader) {
                bench.close(reader.1.0, reader.0);
            }
        }
        bench.tick(46_000);
        prop_assert_eq!(bench.state.rooms.len(), 1);
        prop_assert!(bench.state.rooms[&RoomId::LOBBY].occupants.is_empty());
        bench.tick(700_000);
        prop_assert_eq!(bench.state.members.len(), 0);
    }
}
