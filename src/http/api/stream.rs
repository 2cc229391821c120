//! The transcript for programs: one JSON object a line, the event's name in each (newline-delimited
//! JSON).

use bytes::Bytes;
use serde::Serialize;

use super::{minute, shown, to_json};
use crate::{
    chat::{
        EndReason, Event, EventKind, MessageText, Nick, Presence, Roster, Seq, Stamp, TimeLeft,
        event::Sanction,
    },
    lang::Lang,
};

/// What a silent transcript sends, so that a reader who is gone is noticed.
pub const HEARTBEAT: &[u8] = b"{\"event\":\"ping\"}\n";

/// A line of the stream.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Line<'a> {
    /// A member said something.
    Said(Saying<'a>),
    /// A member says what they do.
    Acted(Saying<'a>),
    /// A member said something to another one only.
    Whispered {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// Who said it.
        from: &'a str,
        /// To whom.
        to: &'a str,
        /// What was said.
        text: &'a str,
    },
    /// A member came in.
    Joined(Who<'a>),
    /// A member is gone.
    Left(Who<'a>),
    /// A member said goodbye.
    Farewell(Who<'a>),
    /// A member is called otherwise.
    Renamed {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// The nick until now.
        from: &'a str,
        /// The nick from now on.
        to: &'a str,
    },
    /// What the room is about was set.
    Topic(Saying<'a>),
    /// A member was removed.
    Kicked(Moderated<'a>),
    /// A member was removed for good.
    Banned(Moderated<'a>),
    /// A member may only read.
    Muted(Moderated<'a>),
    /// A member may write again.
    Unmuted(Moderated<'a>),
    /// The room needs a passphrase.
    Locked(Who<'a>),
    /// The room needs no passphrase any more.
    Unlocked(Who<'a>),
    /// A member is operator of the room.
    Promoted(Who<'a>),
    /// The host says something.
    Announced {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// What.
        text: &'a str,
    },
    /// Messages were taken back.
    Erased {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// Their numbers.
        messages: &'a [Seq],
    },
    /// Everything closes at a time that was set.
    Closing {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// Seconds until then, rounded up to a minute.
        closes_in: u64,
    },
    /// The answer to a command.
    Answer {
        /// Number and time.
        #[serde(flatten)]
        when: When,
        /// The answer.
        text: String,
    },
    /// The first line for who has a session.
    Welcome {
        /// What the reader is called.
        nick: &'a str,
        /// What the room is called.
        title: &'a str,
        /// The name of the process: with another one, the numbers begin anew.
        run: String,
    },
    /// Who is in the room.
    Members {
        /// What the room is about.
        topic: Option<&'a str>,
        /// Whether a passphrase is needed to come in.
        locked: bool,
        /// The members, or the first of many.
        members: Vec<Member<'a>>,
        /// How many more there are.
        more: usize,
        /// How many read without a name.
        nameless: usize,
    },
    /// The reader was too slow.
    Gap {
        /// How many messages are lost to it.
        missed: u64,
    },
    /// The transcript ends.
    End {
        /// Why.
        why: &'static str,
        /// Why, in words.
        reason: String,
    },
}

/// An event's number and time.
#[derive(Debug, Serialize)]
struct When {
    /// Its number; whispers and answers have none, so that nobody else can count them, nor has what is no event.
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<Seq>,
    /// The minute that is shown for it.
    time: String,
}

/// Something that a member said.
#[derive(Debug, Serialize)]
struct Saying<'a> {
    /// Number and time.
    #[serde(flatten)]
    when: When,
    /// Who said it.
    nick: &'a str,
    /// What was said.
    text: &'a str,
}

/// Something that a member did.
#[derive(Debug, Serialize)]
struct Who<'a> {
    /// Number and time.
    #[serde(flatten)]
    when: When,
    /// Who did it.
    nick: &'a str,
}

/// Something that was done to a member.
#[derive(Debug, Serialize)]
struct Moderated<'a> {
    /// Number and time.
    #[serde(flatten)]
    when: When,
    /// To whom.
    nick: &'a str,
    /// By whom.
    by: &'a str,
    /// Why.
    reason: Option<&'a str>,
}

/// A member in the list.
#[derive(Debug, Serialize)]
struct Member<'a> {
    /// What the member is called.
    nick: &'a str,
    /// Whether a transcript is open, or has ended only a moment ago.
    here: bool,
    /// Whether the member is an operator.
    operator: bool,
    /// Whether the member may only read.
    muted: bool,
}

/// An event as a line.
#[must_use]
pub fn line(event: &Event) -> Bytes {
    let when = When {
        seq: (!event.kind.is_private()).then_some(event.seq),
        time: minute(event),
    };
    let who = |when, nick| Who {
        when,
        nick: Nick::as_str(nick),
    };
    to_line(&match &event.kind {
        EventKind::Said { nick, text } => Line::Said(Saying {
            when,
            nick: nick.as_str(),
            text: text.as_str(),
        }),
        EventKind::Acted { nick, text } => Line::Acted(Saying {
            when,
            nick: nick.as_str(),
            text: text.as_str(),
        }),
        EventKind::Whispered { from, to, text } => Line::Whispered {
            when,
            from: from.as_str(),
            to: to.as_str(),
            text: text.as_str(),
        },
        EventKind::Joined(nick) => Line::Joined(who(when, nick)),
        EventKind::Left(nick) => Line::Left(who(when, nick)),
        EventKind::Farewell(nick) => Line::Farewell(who(when, nick)),
        EventKind::Renamed { from, to } => Line::Renamed {
            when,
            from: from.as_str(),
            to: to.as_str(),
        },
        EventKind::Topic { by, topic } => Line::Topic(Saying {
            when,
            nick: by.name(),
            text: topic.as_str(),
        }),
        EventKind::Moderated {
            by,
            nick,
            how,
            reason,
        } => {
            let moderated = Moderated {
                when,
                nick: nick.as_str(),
                by: by.name(),
                reason: reason.as_ref().map(MessageText::as_str),
            };
            match how {
                Sanction::Kicked => Line::Kicked(moderated),
                Sanction::Banned => Line::Banned(moderated),
                Sanction::Muted => Line::Muted(moderated),
                Sanction::Unmuted => Line::Unmuted(moderated),
            }
        }
        EventKind::Locked(nick) => Line::Locked(who(when, nick)),
        EventKind::Unlocked(nick) => Line::Unlocked(who(when, nick)),
        EventKind::Promoted(nick) => Line::Promoted(who(when, nick)),
        EventKind::Announced(text) => Line::Announced {
            when,
            text: text.as_str(),
        },
        EventKind::Erased(messages) => Line::Erased { when, messages },
        EventKind::Closing(left) => Line::Closing {
            when,
            closes_in: left.as_secs(),
        },
        EventKind::Answer(answer) => Line::Answer {
            when,
            text: Lang::default().answer(answer),
        },
    })
}

/// What a reader with a session should know first, as a line.
#[must_use]
pub fn welcome(nick: &Nick, title: &str, run: String) -> Bytes {
    let nick = nick.as_str();
    to_line(&Line::Welcome { nick, title, run })
}

/// In how much time everything closes, as a line for a program that begins to read. It is no event, and has
/// no number.
#[must_use]
pub fn closing(now: Stamp, left: TimeLeft) -> Bytes {
    to_line(&Line::Closing {
        when: When {
            seq: None,
            time: shown(now),
        },
        closes_in: left.as_secs(),
    })
}

/// Who is in a room, as a line.
#[must_use]
pub fn roster(roster: &Roster) -> Bytes {
    let members = roster.members.iter();
    to_line(&Line::Members {
        topic: roster.topic.as_ref().map(MessageText::as_str),
        locked: roster.is_locked,
        members: members
            .map(|entry| Member {
                nick: entry.nick.as_str(),
                here: entry.presence == Presence::Here,
                operator: entry.is_operator,
                muted: entry.is_muted,
            })
            .collect(),
        more: roster.more,
        nameless: roster.nameless,
    })
}

/// What a reader missed, as a line.
#[must_use]
pub fn gap(missed: u64) -> Bytes {
    to_line(&Line::Gap { missed })
}

/// The last words, as a line.
#[must_use]
pub fn end(reason: &EndReason) -> Bytes {
    let why = match reason {
        EndReason::Closed => "closed",
        EndReason::OpenedElsewhere => "opened_elsewhere",
        EndReason::Left => "left",
        EndReason::Moved(_) => "moved",
        EndReason::Kicked { .. } => "kicked",
        EndReason::Banned => "banned",
        EndReason::Stopped => "stopped",
        EndReason::Locked => "locked",
        EndReason::Erased => "erased",
        EndReason::FellBehind => "fell_behind",
        EndReason::Empty => "empty",
    };
    to_line(&Line::End {
        why,
        reason: Lang::default().end(reason),
    })
}

/// A value as a line.
fn to_line(line: &Line<'_>) -> Bytes {
    let mut bytes = Vec::from(to_json(line));
    bytes.push(b'\n');
    bytes.into()
}
