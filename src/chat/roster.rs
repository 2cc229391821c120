//! Who is in a room, as its members are shown it.

use super::{
    name::Nick,
    place::{RoomCode, RoomId, RoomName},
    text::MessageText,
};

/// Whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// A transcript is open.
    Here,
    /// The last transcript ended a moment ago, and nobody knows yet whether for good.
    Away,
}

/// One member of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterEntry {
    /// What the member is called.
    pub nick: Nick,
    /// Whether the member is there.
    pub presence: Presence,
    /// Whether the member is an operator here.
    pub is_operator: bool,
    /// Whether the member may only read.
    pub is_muted: bool,
}

/// How many members a roster names: it is sent to each of them after every change.
pub const LISTED: usize = 60;

/// How many are in a room, and nothing else of it: what the host may know of every room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomCount {
    /// Its number.
    pub id: RoomId,
    /// Its name and its code, where the host is in it as a member.
    pub inside: Option<(RoomName, RoomCode)>,
    /// How many are in it.
    pub members: usize,
    /// How many read without a session.
    pub nameless: usize,
    /// Whether a passphrase is needed to come in.
    pub is_locked: bool,
}

/// Who is in a room, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// What the room is called; the lobby has no name of its own.
    pub name: Option<RoomName>,
    /// What the room is about.
    pub topic: Option<MessageText>,
    /// Whether a passphrase is needed to come in.
    pub is_locked: bool,
    /// The members, sorted by nick, the first [`LISTED`] of them.
    pub members: Vec<RosterEntry>,
    /// How many more there are.
    pub more: usize,
    /// How many read without a session, and so without a name.
    pub nameless: usize,
}
