//! What came of an order.

mod words; // how it is put into words for a terminal

use serde::{Deserialize, Serialize};

use crate::{
    chat::{Presence, Refusal, roster::RosterEntry},
    guests::{GuestName, GuestSecret},
    lang::Lang,
};

/// What came of an order that was carried out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Answer {
    /// How everything is.
    Status {
        /// The services.
        services: Vec<Status>,
    },
    /// Where the services are found; those of which that is known.
    Address {
        /// The services.
        services: Vec<ServiceAddress>,
    },
    /// The rooms of a service.
    Rooms {
        /// They, the lobby first.
        rooms: Vec<Room>,
    },
    /// Who is in a room.
    Who {
        /// The room.
        #[serde(flatten)]
        room: Room,
        /// What it is about, where that is no secret from the host.
        topic: Option<String>,
        /// The members, where they are no secret from the host.
        members: Option<Vec<Member>>,
    },
    /// Somebody was removed.
    Kicked {
        /// From which room.
        room: u64,
        /// Who.
        nick: String,
    },
    /// Somebody was removed for good.
    Banned {
        /// From which room.
        room: u64,
        /// Who.
        nick: String,
    },
    /// Somebody is operator.
    Promoted {
        /// Of which room.
        room: u64,
        /// Who.
        nick: String,
    },
    /// A topic was set.
    Topic {
        /// Of which room.
        room: u64,
    },
    /// Something was said.
    Said {
        /// In which room; in all where none is named.
        room: Option<u64>,
    },
    /// A guest has a key.
    Invite(Invitation),
    /// The guests.
    Guests {
        /// Whose, where there are several services.
        service: Option<String>,
        /// They.
        guests: Vec<Guest>,
        /// What lets nobody in although it should.
        faults: Vec<String>,
    },
    /// A guest's key was taken back.
    Revoked {
        /// Whose, where there are several services.
        service: Option<String>,
        /// What the host called the guest.
        name: String,
    },
    /// Everything is being closed.
    Closing,
}

/// How a service is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// What the host calls it.
    pub service: String,
    /// The room's title.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// `local`, `starting`, `reachable` or `unreachable`.
    pub state: String,
    /// Why it is unreachable.
    pub reason: Option<String>,
    /// For how long it runs.
    pub seconds: u64,
    /// How many rooms there are, the lobby among them.
    pub rooms: usize,
    /// How many members are in them.
    pub members: usize,
    /// Transcripts open.
    pub streams: usize,
    /// How many may be open at once.
    pub max_streams: usize,
}

/// Where a service is found.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAddress {
    /// What the host calls it, where there are several.
    pub service: Option<String>,
    /// Its address.
    pub url: String,
}

/// A room, as far as the host may see it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Its number.
    pub room: u64,
    /// Its name, where the host is in it.
    pub name: Option<String>,
    /// Its code, where the host is in it.
    pub code: Option<String>,
    /// How many members are in it.
    pub count: usize,
    /// How many read without a name.
    pub nameless: usize,
    /// Whether a passphrase is needed to come in.
    pub locked: bool,
}

/// A member.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// What the member is called.
    pub nick: String,
    /// Whether a transcript is open, or has ended only a moment ago.
    pub here: bool,
    /// Whether the member is an operator.
    pub operator: bool,
    /// Whether the member may only read.
    pub muted: bool,
}

impl Member {
    /// A member as the members see it.
    pub(super) fn of(entry: &RosterEntry) -> Self {
        Self {
            nick: entry.nick.as_str().to_owned(),
            here: entry.presence == Presence::Here,
            operator: entry.is_operator,
            muted: entry.is_muted,
        }
    }
}

/// What a guest needs to come in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// To which service, where there are several.
    pub service: Option<String>,
    /// What the host calls the guest.
    pub name: String,
    /// The address, with its `.onion`.
    pub onion: String,
    /// The key as Tor Browser asks for it.
    pub private_key: String,
    /// The line of a file for C tor.
    pub auth_private: String,
}

/// A guest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// What the host calls the guest.
    pub name: String,
}

impl Invitation {
    /// What a guest needs for the room at this address, which ends with `.onion`.
    #[must_use]
    pub fn of(name: &GuestName, onion: &str, secret: &GuestSecret) -> Self {
        Self {
            service: None,
            name: name.to_string(),
            onion: onion.to_owned(),
            private_key: secret.reveal().to_string(),
            auth_private: secret.auth_private(onion).to_string(),
        }
    }
}

// Addresses, keys, codes, and who is in which room never reach a log.
scrubbed!(
    Answer,
    Status,
    ServiceAddress,
    Room,
    Member,
    Guest,
    Invitation
);

/// Why an order was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum No {
    /// The chat refuses.
    #[error("{}", Lang::default().refusal(.0))]
    Chat(Refusal),
    /// There is no such room.
    #[error("There is no such room. The rooms and their numbers: /rooms")]
    NoRoom,
    /// Nobody can be called so.
    #[error("Nobody can be called so. Who is there: /who")]
    NoNick,
    /// There is no text.
    #[error("There is nothing in this text.")]
    NoText,
    /// There are several services.
    #[error("There are several rooms here; say which one: {}", services.join(", "))]
    WhichService {
        /// Their names.
        services: Vec<String>,
    },
    /// There is no such service.
    #[error("There is no room of that name here. There is: {}", services.join(", "))]
    NoService {
        /// The names of those that are.
        services: Vec<String>,
    },
    /// Everybody who has the address finds the service.
    #[error(
        "This room is public: everybody who has its address finds it, and nobody needs a key. To \
         have guests with keys, start it with --private."
    )]
    NotPrivate,
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl No {
    /// Something that is told in words only.
    pub(super) fn other(what: String) -> Self {
        Self::Other(what)
    }

    /// Its name, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Chat(refusal) => refusal.name(),
            Self::NoRoom => "no_room",
            Self::NoNick => "nobody",
            Self::NoText => "no_text",
            Self::WhichService { .. } => "which_service",
            Self::NoService { .. } => "no_service",
            Self::NotPrivate => "not_private",
            Self::Other(_) => "failed",
        }
    }
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            // Its text speaks to members, who can be kept out by a passphrase.
            Refusal::NoRoom => Self::NoRoom,
            refusal => Self::Chat(refusal),
        }
    }
}
