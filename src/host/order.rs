//! What the host can order.

use serde::{Deserialize, Serialize};

use super::FileOrder;
use crate::{guests::GuestName, peer::PeerName, service::ServiceName};

/// An order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "lowercase", deny_unknown_fields)]
pub enum Order {
    /// Tell how everything is.
    Status,
    /// Tell where the services are found.
    Address {
        /// Which one; all where none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
    },
    /// Close everything.
    Stop,
    /// List the rooms.
    Rooms {
        /// Of which service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
    },
    /// Tell who is in a room.
    Who(Target),
    /// Remove somebody, who may come back.
    Kick {
        /// From where.
        at: Target,
        /// Whom.
        nick: String,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Remove somebody for good.
    Ban {
        /// From where.
        at: Target,
        /// Whom.
        nick: String,
    },
    /// Make somebody operator.
    Op {
        /// Of which room.
        at: Target,
        /// Whom.
        nick: String,
    },
    /// Set what a room is about.
    Topic {
        /// Which.
        at: Target,
        /// To what.
        text: String,
    },
    /// Say something as the host; to everybody where no room is named.
    Say {
        /// Where.
        at: Target,
        /// What.
        text: String,
    },
    /// Make a key for a guest.
    Invite {
        /// Of which service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
        /// What the host calls the guest.
        name: GuestName,
    },
    /// List the guests.
    Guests {
        /// Of which service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
    },
    /// Do something with messages between appliances.
    Peer {
        /// Of which service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
        /// What.
        what: PeerOrder,
    },
    /// Take a guest's key back.
    Revoke {
        /// Of which service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
        /// What the host calls the guest.
        name: GuestName,
    },
}

impl Order {
    /// Whether its answer comes when the first attempt to deliver something is over.
    #[must_use]
    pub fn waits(&self) -> bool {
        let Self::Peer { what, .. } = self else {
            return false;
        };
        matches!(what, PeerOrder::Send { no_wait: false, .. })
    }
}

/// What the host can order of a mailbox. Whoever is meant is named by what the host calls them, or by address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase", deny_unknown_fields)]
pub enum PeerOrder {
    /// Send a message.
    Send {
        /// To whom.
        to: String,
        /// What.
        text: String,
        /// Whether the answer comes before the first attempt is over.
        #[serde(default)]
        no_wait: bool,
    },
    /// Tell what has come and was not read.
    Inbox,
    /// Tell what was said with somebody.
    History {
        /// With whom.
        peer: String,
        /// How many lines at most.
        lines: usize,
    },
    /// Tell who is known, has written or asks.
    List,
    /// Let somebody in.
    Add {
        /// What the host calls them.
        name: PeerName,
        /// Their address.
        address: String,
    },
    /// Forget somebody.
    Remove {
        /// What the host calls them.
        name: PeerName,
    },
    /// Tell what waits.
    Outbox,
    /// Open a room for these, and invite them.
    Group {
        /// What it is called.
        name: String,
        /// Whom to invite.
        peers: Vec<String>,
    },
    /// Invite these to a room that is there.
    Invite {
        /// The room's code.
        code: String,
        /// Whom to invite.
        peers: Vec<String>,
    },
    /// End such a room.
    Disband {
        /// The room's code.
        code: String,
    },
    /// Do something with files.
    File {
        /// What.
        what: FileOrder,
    },
    /// Read the oldest unread message of somebody.
    Next {
        /// Of whom.
        peer: String,
    },
    /// Tell what was said with somebody: some lines, and no more than fit into an answer. What is unread stays so.
    Lines {
        /// With whom.
        peer: String,
        /// The number of the first line; without one it is the oldest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<u64>,
    },
    /// Note that everything of somebody was read.
    Read {
        /// Of whom.
        peer: String,
        /// The number of the last line that was.
        until: u64,
    },
}

/// Where something is to be done.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// In which service; the only one where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceName>,
    /// In which room, by its number or its code; the lobby where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
}

// What is said, to whom and where never reaches a log.
scrubbed!(Order, PeerOrder, Target);
