//! One of everything that has words, and several where the words differ.

use crate::chat::{
    Actor, Answer, EndReason, EventKind, MessageText, Nick, Place, Presence, Refusal, RoomCode,
    Roster, TimeLeft, command::usage::USAGES, event::Sanction, name::NickFault, place::RoomName,
    roster::RosterEntry, text::TooLong,
};

/// A nick.
pub(super) fn nick(typed: &str) -> Nick {
    Nick::parse(typed).unwrap()
}

/// A text that somebody wrote.
pub(super) fn text(typed: &str) -> MessageText {
    MessageText::parse(typed, TooLong::Refuse).unwrap().unwrap()
}

/// A member: an operator where the first bit of `standing` is set, away with the second, muted with the
/// third.
pub(super) fn entry(called: &str, standing: u8) -> RosterEntry {
    RosterEntry {
        nick: nick(called),
        presence: if standing & 2 == 0 {
            Presence::Here
        } else {
            Presence::Away
        },
        is_operator: standing & 1 != 0,
        is_muted: standing & 4 != 0,
    }
}

/// Who is in a room, `others` being those who are not named and those who have no name.
pub(super) fn roster(
    name: Option<&str>,
    members: Vec<RosterEntry>,
    others: (usize, usize),
) -> Roster {
    Roster {
        name: name.map(|name| RoomName::parse(name).unwrap()),
        topic: None,
        is_locked: false,
        members,
        more: others.0,
        nameless: others.1,
    }
}

/// Nicks that read in either direction.
fn nicks() -> Vec<Nick> {
    ["Fox-ab12", "Зоя", "ليلى"].map(nick).into()
}

/// Texts that do so, in several lines, and with an end or without.
fn texts() -> Vec<MessageText> {
    let texts = [
        "tea",
        "tea.",
        "tea and\ncake",
        "чай!",
        "شاي؟",
        "茶。",
        "{ $nick }",
    ];
    texts.map(text).into()
}

/// Lists of members.
pub(super) fn rosters() -> Vec<Roster> {
    let all = || (0..8).map(|standing| entry("Fox-ab12", standing)).collect();
    vec![
        roster(None, Vec::new(), (0, 0)),
        roster(None, all(), (0, 1)),
        roster(
            Some("demo"),
            vec![entry("Зоя", 0), entry("ليلى", 5)],
            (0, 2),
        ),
        roster(Some("ночь"), vec![entry("Зоя", 3)], (1, 0)),
        roster(Some("غرفة"), all(), (7, 1_234)),
    ]
}

/// Events.
pub(super) fn events() -> Vec<EventKind> {
    let mut events = vec![
        EventKind::Said {
            nick: nick("Fox-ab12"),
            text: text("tea"),
        },
        EventKind::Acted {
            nick: nick("Fox-ab12"),
            text: text("waves"),
        },
        EventKind::Whispered {
            from: nick("Fox-ab12"),
            to: nick("Owl-0000"),
            text: text("tea"),
        },
        EventKind::Erased(vec![1]),
        EventKind::Answer(Answer::Host),
    ];
    let minutes = [1, 2, 5, 11, 21, 60, 62, 125, 1_440, 1_500, 2_880, 300_000];
    let left = minutes.map(|minutes| TimeLeft::of(std::time::Duration::from_mins(minutes)));
    events.extend(left.map(EventKind::Closing));
    for nick in nicks() {
        events.extend([
            EventKind::Joined(nick.clone()),
            EventKind::Left(nick.clone()),
            EventKind::Farewell(nick.clone()),
            EventKind::Renamed {
                from: nick.clone(),
                to: self::nick("Owl-0000"),
            },
            EventKind::Locked(nick.clone()),
            EventKind::Unlocked(nick.clone()),
        ]);
        events.push(EventKind::Promoted(nick.clone()));
        for by in [Actor::Member(nick.clone()), Actor::Host] {
            events.extend(texts().into_iter().map(|topic| EventKind::Topic {
                by: by.clone(),
                topic,
            }));
        }
        let sanctions = [
            Sanction::Kicked,
            Sanction::Banned,
            Sanction::Muted,
            Sanction::Unmuted,
        ];
        for how in sanctions {
            for reason in texts().into_iter().map(Some).chain([None]) {
                for by in [Actor::Member(self::nick("Owl-0000")), Actor::Host] {
                    events.push(EventKind::Moderated {
                        by,
                        nick: nick.clone(),
                        how,
                        reason: reason.clone(),
                    });
                }
            }
        }
    }
    events.extend(texts().into_iter().map(EventKind::Announced));
    events
}

/// Answers.
pub(super) fn answers() -> Vec<Answer> {
    let mut answers = vec![Answer::Help(None), Answer::Topic(None), Answer::Host];
    answers.extend(USAGES.iter().map(|usage| Answer::Help(Some(usage))));
    answers.extend(rosters().into_iter().map(Answer::Who));
    answers.extend(texts().into_iter().map(|topic| Answer::Topic(Some(topic))));
    let code = RoomCode::parse("demo-ABCDEFGHJKLMNPQR").unwrap();
    answers.push(Answer::Created(code));
    answers.extend(nicks().into_iter().map(Answer::Ignoring));
    answers.extend(nicks().into_iter().map(Answer::Seeing));
    answers
}

/// Ends of transcripts.
pub(super) fn ends() -> Vec<EndReason> {
    let mut ends = vec![
        EndReason::Closed,
        EndReason::OpenedElsewhere,
        EndReason::Left,
        EndReason::Moved(Place::Lobby),
        EndReason::Banned,
        EndReason::Stopped,
        EndReason::Locked,
        EndReason::FellBehind,
        EndReason::Empty,
    ];
    let actors = nicks().into_iter().map(Actor::Member).chain([Actor::Host]);
    for by in actors {
        for reason in texts().into_iter().map(Some).chain([None]) {
            ends.push(EndReason::Kicked {
                by: by.clone(),
                reason,
            });
        }
    }
    ends
}

/// Refusals.
pub(super) fn refusals() -> Vec<Refusal> {
    let mut refusals = vec![
        Refusal::TooFast,
        Refusal::Duplicate,
        Refusal::TooLong { characters: 501 },
        Refusal::TooLong {
            characters: 1_234_567,
        },
        Refusal::ControlCharacters,
        Refusal::Forgotten,
        Refusal::CircuitBusy,
        Refusal::Busy,
        Refusal::Full,
        Refusal::NoSession,
        Refusal::NickTaken,
        Refusal::RenamedLately,
        Refusal::RoomName,
        Refusal::NoRoom,
        Refusal::TooManyRooms,
        Refusal::TooManyOwnRooms,
        Refusal::InLobby,
        Refusal::LobbyIsOpen,
        Refusal::NotLocked,
        Refusal::Nobody,
        Refusal::Ambiguous,
        Refusal::NothingToReply,
        Refusal::Yourself,
        Refusal::KickYourself,
        Refusal::TooManyIgnored,
        Refusal::NotIgnored,
        Refusal::OperatorsOnly,
        Refusal::IsHost,
        Refusal::Muted,
        Refusal::NotMuted,
        Refusal::Removed,
        Refusal::Banned,
        Refusal::NothingToDelete,
        Refusal::WrongToken,
    ];
    refusals.extend(USAGES.iter().map(Refusal::UnknownCommand));
    refusals.extend(USAGES.iter().map(Refusal::Usage));
    let faults = [
        NickFault::TooShort,
        NickFault::TooLong { characters: 25 },
        NickFault::Character,
        NickFault::Marks,
        NickFault::Edges,
        NickFault::NoLetter,
        NickFault::MixedScripts,
        NickFault::Capitals,
        NickFault::Reserved,
    ];
    refusals.extend(faults.map(Refusal::Nick));
    refusals
}
