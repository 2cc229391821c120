//! Events: what happened in the room, numbered in the order in which it happened.

use super::{name::Nick, text::MessageText, time::Stamp};

/// The number of an event; rises by one with each, so a reader who saw one knows what it missed.
pub type Seq = u64;

/// Something that happened, as every front end gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub seq: Seq,
    /// The time that readers are shown for it.
    pub at: Stamp,
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
}
