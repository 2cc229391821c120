//! Events: what happened in a room, numbered in the order in which it happened.

use super::{
    command::usage::Usage,
    ending::TimeLeft,
    name::Nick,
    place::{Place, RoomCode, RoomId},
    roster::Roster,
    state::{MemberId, Via},
    text::MessageText,
    time::Stamp,
};

/// The number of an event; rises with each event of a room.
pub type Seq = u64;

/// Something that happened in a room, as every front end gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number among those that more than one or two are told of; a whisper or an answer, which others
    /// shall not notice, has the number that comes next.
    pub seq: Seq,
    /// Its place among all events of the room, which nobody is shown.
    pub order: u64,
    /// The time that readers are shown for it.
    pub at: Stamp,
    /// How long before it the last message was said here; no time at all for the first one.
    pub after: std::time::Duration,
    /// The member whose doing it was, for those who do not want to see it.
    pub by: Option<MemberId>,
    /// What it was.
    pub kind: EventKind,
}

/// What can happen in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// A member said something.
    Said {
        /// The nick under which it was said.
        nick: Nick,
        /// What was said.
        text: MessageText,
    },
    /// A member says what they do.
    Acted {
        /// Who does it.
        nick: Nick,
        /// What.
        text: MessageText,
    },
    /// A member said something to another one only.
    Whispered {
        /// Who said it.
        from: Nick,
        /// To whom.
        to: Nick,
        /// What was said.
        text: MessageText,
    },
    /// A member came in.
    Joined(Nick),
    /// A member is gone.
    Left(Nick),
    /// A member said goodbye.
    Farewell(Nick),
    /// A member is called otherwise from now on.
    Renamed {
        /// The nick until now.
        from: Nick,
        /// The nick from now on.
        to: Nick,
    },
    /// What the room is about was set.
    Topic {
        /// By whom.
        by: Actor,
        /// To what.
        topic: MessageText,
    },
    /// A member was removed, muted or the like.
    Moderated {
        /// Who did it.
        by: Actor,
        /// To whom.
        nick: Nick,
        /// What was done.
        how: Sanction,
        /// Why.
        reason: Option<MessageText>,
    },
    /// The room needs a passphrase from now on.
    Locked(Nick),
    /// The room needs no passphrase any more.
    Unlocked(Nick),
    /// The host made a member operator of the room.
    Promoted(Nick),
    /// The host says something to everybody.
    Announced(MessageText),
    /// Messages were taken back: nobody shall see them any more.
    Erased(Vec<Seq>),
    /// The whole place closes, in so much time.
    Closing(TimeLeft),
    /// The answer to a command, for whoever gave it.
    Answer(Answer),
}

/// Who did something to a room, or to somebody in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A member.
    Member(Nick),
    /// The host, from outside of all rooms.
    Host,
}

impl Actor {
    /// The name under which programs are told of it; the host's is one that no member can have.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Member(nick) => nick.as_str(),
            Self::Host => "host",
        }
    }
}

/// What an operator does to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sanction {
    /// Removed; may come back.
    Kicked,
    /// Removed for good.
    Banned,
    /// May only read.
    Muted,
    /// May write again.
    Unmuted,
}

/// The answer to a command, seen by nobody but whoever gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The commands, or one of them.
    Help(Option<&'static Usage>),
    /// Who is here.
    Who(Roster),
    /// What the room is about.
    Topic(Option<MessageText>),
    /// A room was made.
    Created(RoomCode),
    /// Somebody is ignored from now on.
    Ignoring(Nick),
    /// Somebody is seen again.
    Seeing(Nick),
    /// Whoever asked is the host, and operator in every room.
    Host,
}

impl Event {
    /// The text, where it is a message that everybody in the room may read.
    #[must_use]
    pub fn said_text(&self) -> Option<&MessageText> {
        match &self.kind {
            EventKind::Said { text, .. } | EventKind::Acted { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The nick under which such a message was said.
    #[must_use]
    pub fn said_nick(&self) -> Option<&Nick> {
        match &self.kind {
            EventKind::Said { nick, .. } | EventKind::Acted { nick, .. } => Some(nick),
            _ => None,
        }
    }
}

impl EventKind {
    /// Whether it is for one or two members only.
    #[must_use]
    pub fn is_private(&self) -> bool {
        matches!(self, Self::Whispered { .. } | Self::Answer(_))
    }
}

/// Who gets an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who reads in the room, and whoever comes later as long as it is in the backlog.
    Readers,
    /// Everybody who reads at this moment; it concerns nobody later.
    Present,
    /// The same, and it is no message that was said: people are told of it, too.
    Everybody,
    /// The members who read at this moment; it concerns nobody later, and nobody without a session.
    Members,
    /// These members only.
    Only(Vec<MemberId>),
}

/// What is to be done because of something that happened; the state has changed already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Somebody is told of an event.
    Tell(RoomId, Audience, std::sync::Arc<Event>),
    /// What was said is let go of, wherever a copy of it is kept.
    Erase(RoomId, Erased),
    /// Transcripts end.
    End(RoomId, Whom, EndReason),
    /// A member is in the room no more, and nothing is kept for them.
    Gone(RoomId, MemberId),
    /// The room is no more, and nothing of it is kept.
    Closed(RoomId),
}

/// What is let go of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erased {
    /// All that was ever told in the room.
    Everything,
    /// These messages.
    Messages(Vec<Seq>),
}

/// Whose transcripts end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// All of the room's.
    Everybody,
    /// All of one member's in the room.
    Member(MemberId),
    /// Those of readers without a session.
    Nameless,
    /// All that are read over this circuit, whoever reads.
    Via(Via),
}

/// Why a transcript ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndReason {
    /// The whole place has closed.
    Closed,
    /// The session opened more transcripts than its share, and this one was its oldest.
    OpenedElsewhere,
    /// The member left by saying so.
    Left,
    /// The member went to another room with it.
    Moved(Place),
    /// The member was removed.
    Kicked {
        /// By whom.
        by: Actor,
        /// Why.
        reason: Option<MessageText>,
    },
    /// The member was removed for good.
    Banned,
    /// Everything said in the room was erased.
    Stopped,
    /// The room was locked, and the reader has no session that could be let in.
    Locked,
    /// Messages were taken back, and the transcript begins anew without them.
    Erased,
    /// The reader was so slow that it missed which messages were taken back, and has to begin anew.
    FellBehind,
    /// The last member has left, and the room is no more.
    Empty,
}

/// What somebody is told at once whose command was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It was done; what is to be seen of it is in the transcript.
    Done,
    /// It was done, and this is the answer, which is also in the member's transcript.
    Answer(std::sync::Arc<Event>),
    /// The member goes to another place from here; `frames` if their one transcript here goes along.
    Moved {
        /// Where.
        to: Place,
        /// Whether the transcript has been sent there.
        frames: bool,
    },
    /// The member is gone from the room.
    Left {
        /// Whether the room was stopped, and not only left.
        stopped: bool,
    },
}
