//! What comes of orders that concern messages between appliances.

use serde::{Deserialize, Serialize};

use super::{super::files::PeerFile, room_url};
use crate::{
    peer::{MessageId, PeerName, State, Summary},
    service::ServiceName,
};

/// What came of an order that concerns messages between appliances.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PeerAnswer {
    /// A message was taken.
    PeerSent {
        /// In which service, where there are several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
        /// Its number.
        id: MessageId,
        /// What has become of it until now.
        #[serde(flatten)]
        state: State,
        /// Whether nobody can answer, since the mailbox here is closed.
        closed: bool,
    },
    /// What has come, and was said.
    PeerLines {
        /// The lines, the oldest first.
        lines: Vec<PeerLine>,
        /// How many more there are to read.
        more: usize,
    },
    /// Who is known, has written or asks.
    Peers {
        /// They: those with news first, and then whom the host knows.
        peers: Vec<Peer>,
        /// How many more there are.
        more: usize,
        /// Whether the mailbox is closed.
        closed: bool,
    },
    /// Somebody is known now.
    PeerAdded {
        /// What the host calls them.
        name: PeerName,
        /// Whether they cannot yet, since the mailbox is closed.
        closed: bool,
    },
    /// Somebody is forgotten.
    PeerRemoved {
        /// What the host called them.
        name: PeerName,
    },
    /// Peers were invited to a room.
    PeerGroup {
        /// The room's code.
        code: String,
        /// Its address.
        url: String,
        /// The numbers of the invitations.
        invitations: Vec<MessageId>,
    },
    /// A room for peers was ended.
    PeerDisbanded,
    /// What waits, and what has become of the last messages.
    PeerOutbox {
        /// The messages, the oldest first.
        messages: Vec<PeerMessage>,
        /// How many there are besides, of those that do not wait first.
        more: usize,
    },
    /// How a file stands.
    PeerFile(PeerFile),
    /// The files that are offered, on both sides.
    PeerFiles {
        /// They, the oldest first.
        files: Vec<PeerFile>,
        /// How many older ones there are.
        more: usize,
    },
}

/// Somebody else's appliance.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// Its address.
    pub onion: String,
    /// What the host calls it.
    pub name: Option<PeerName>,
    /// How many messages of it were not read.
    pub unread: usize,
    /// How many messages wait for it.
    pub waiting: usize,
    /// How many of the last messages to it were refused or have expired.
    pub failed: usize,
    /// Whether it asks to be let in.
    pub asks: bool,
    /// The address of the room to which it invites, where the host has not read that yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
}

/// A line of a conversation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerLine {
    /// Its number: greater than those of all lines before it.
    pub number: u64,
    /// The peer's address.
    pub onion: String,
    /// What the host calls the peer.
    pub name: Option<PeerName>,
    /// Seconds since 1970, when it came or was sent.
    pub at: u64,
    /// What was said.
    pub text: String,
    /// Whether that are the peer's own words, or the host's; else it is what this program says of an invitation or a file.
    pub words: bool,
    /// The address of the room to which it invites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// The number of a message that the host has sent; nothing for the peer's.
    pub id: Option<MessageId>,
    /// What has become of it, as long as that is known.
    #[serde(flatten)]
    pub state: Option<State>,
}

/// A message that the host has sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerMessage {
    /// Its number.
    pub id: MessageId,
    /// To which address.
    pub onion: String,
    /// What the host calls the peer.
    pub name: Option<PeerName>,
    /// What it says.
    pub text: String,
    /// Whether that are the host's own words.
    pub words: bool,
    /// What has become of it.
    #[serde(flatten)]
    pub state: State,
}

// Who writes what to whom never reaches a log.
scrubbed!(PeerAnswer, Peer, PeerLine, PeerMessage);

impl Peer {
    /// A peer as it is told.
    pub(super) fn of(summary: &Summary) -> Self {
        Self {
            onion: summary.address.reveal().to_owned(),
            name: summary.name.clone(),
            unread: summary.unread,
            waiting: summary.waiting,
            failed: summary.failed,
            asks: summary.asks,
            room: summary
                .invitation
                .as_ref()
                .map(|code| room_url(&summary.address, code)),
        }
    }
}
