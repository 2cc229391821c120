//! What came of an order.

mod files; // how files between appliances are put into words
mod peers; // how what concerns messages between appliances is put into words
mod words; // how it is put into words for a terminal

use serde::{Deserialize, Serialize};

use super::{PeerAnswer, Reach};
use crate::{
    chat::{Presence, Refusal, roster::RosterEntry, text::MAX_CHARACTERS},
    guests::{GuestName, GuestSecret, GuestsError},
    lang::Lang,
    mail::ContactError,
    onion::NoAddress,
    peer::{PeerName, Unsendable},
    service::ServiceName,
    transfer::NoFile,
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
        /// In which service, where there are several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
        /// In which room; in all where none is named.
        room: Option<u64>,
    },
    /// A guest has a key.
    Invite(Invitation),
    /// The guests.
    Guests {
        /// Whose, where there are several services.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
        /// They.
        guests: Vec<GuestName>,
        /// What lets nobody in although it should.
        faults: Vec<String>,
    },
    /// A guest's key was taken back.
    Revoked {
        /// Whose, where there are several services.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service: Option<ServiceName>,
        /// What the host called the guest.
        name: GuestName,
        /// Whether everybody finds the service all the same.
        public: bool,
    },
    /// Everything is being closed.
    Closing,
    /// What came of an order that concerns messages between appliances.
    #[serde(untagged)]
    Peer(PeerAnswer),
}

/// How a service is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// What the host calls it.
    pub service: ServiceName,
    /// The room's title.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// Who reaches it.
    #[serde(flatten)]
    pub reach: Reach,
    /// For how many seconds it runs.
    pub seconds: u64,
    /// In how many seconds it opens, if it has not yet.
    pub opens: Option<u64>,
    /// In how many seconds it closes, if it does by itself.
    pub closes: Option<u64>,
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceName>,
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceName>,
    /// What the host calls the guest.
    pub name: GuestName,
    /// The address, with its `.onion`.
    pub onion: String,
    /// The key as Tor Browser asks for it.
    pub private_key: String,
    /// The line of a file for C tor.
    pub auth_private: String,
}

impl Invitation {
    /// What a guest needs for the room at this address, which ends with `.onion`.
    #[must_use]
    pub fn of(name: &GuestName, onion: &str, secret: &GuestSecret) -> Self {
        Self {
            service: None,
            name: name.clone(),
            onion: onion.to_owned(),
            private_key: secret.reveal().to_string(),
            auth_private: secret.auth_private(onion).to_string(),
        }
    }
}

// Addresses, keys, codes, and who is in which room never reach a log.
scrubbed!(Answer, Status, ServiceAddress, Room, Member, Invitation);

/// The name of what the system does not let happen, which has an exit code of its own.
pub const UNUSABLE: &str = "unusable";

/// The name of the refusal where there are several services, and none of them was named.
pub const WHICH_SERVICE: &str = "which_service";

/// Why an order was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum No {
    /// The chat refuses.
    #[error("{}", Lang::default().refusal(.0))]
    Chat(Refusal),
    /// There is no such room.
    #[error("There is no such room. At the console, /rooms tells the rooms and their numbers.")]
    NoRoom,
    /// Nobody can be called so.
    #[error("Nobody can be called so. Who is there: /who")]
    NoNick,
    /// There is no text.
    #[error("There is nothing in this text.")]
    NoText,
    /// There are several services.
    #[error(
        "There are several rooms here: {}. Say which one, with --service NAME, or /service NAME at the console",
        names(services)
    )]
    WhichService {
        /// Their names.
        services: Vec<ServiceName>,
    },
    /// There is no such service.
    #[error("There is no room of that name here. There is: {}", names(services))]
    NoService {
        /// The names of those that are.
        services: Vec<ServiceName>,
    },
    /// Everybody who has the address finds the service.
    #[error(
        "This room is public: everybody who has its address finds it, and nobody needs a key. To \
         have guests with keys, start it with --private."
    )]
    NotPrivate,
    /// Keys are for those who come through Tor.
    #[error(
        "This room runs without Tor, for this computer only: there are no keys to it, and no guests."
    )]
    NoTor,
    /// Messages between appliances go through Tor.
    #[error(
        "This room runs without Tor, for this computer only: there are no messages to other appliances."
    )]
    NoMail,
    /// Nobody is called so.
    #[error(
        "No peer is called {0}. See who there is with onionchat peer list, or name an onion address."
    )]
    NoPeer(PeerName),
    /// It is no address.
    #[error("This is no onion address: {0}.")]
    NoAddress(NoAddress),
    /// No room can be called so.
    #[error("No room can be called so: a name has 1 to 32 letters, digits, \"-\" and \"_\".")]
    NoRoomName,
    /// It is no message.
    #[error(
        "This is no message: it has 1 to {MAX_CHARACTERS} characters, and none that steer a terminal."
    )]
    NoMessage,
    /// The mailbox does not take the message.
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
    /// The list of peers is not as the order wants it.
    #[error("{0}")]
    Contact(#[from] ContactError),
    /// It cannot be done with this file.
    #[error("{0}")]
    File(#[from] NoFile),
    /// The guests are not as the order wants them.
    #[error("{0}")]
    Guests(#[from] GuestsError),
}

/// Names in a row.
fn names(services: &[ServiceName]) -> String {
    let names: Vec<_> = services.iter().map(ServiceName::as_str).collect();
    names.join(", ")
}

impl No {
    /// Its name, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Chat(refusal) => refusal.name(),
            Self::NoRoom => "no_room",
            Self::NoNick => "nobody",
            Self::NoText => "no_text",
            Self::WhichService { .. } => WHICH_SERVICE,
            Self::NoService { .. } => "no_service",
            Self::NotPrivate => "not_private",
            Self::NoTor | Self::NoMail => "no_tor",
            Self::NoPeer(_) | Self::Contact(ContactError::Unknown(_)) => "no_peer",
            Self::NoAddress(_) => "no_address",
            Self::NoMessage => "no_message",
            Self::NoRoomName => "no_room_name",
            Self::Unsendable(Unsendable::Own) => "own_address",
            Self::Unsendable(Unsendable::Full) => "outbox_full",
            Self::Contact(ContactError::Taken(_)) => "peer_taken",
            Self::Contact(ContactError::Full) => "peers_full",
            Self::File(why) => why.name(),
            Self::Guests(GuestsError::Taken(_)) => "guest_taken",
            Self::Guests(GuestsError::Unknown(_)) => "no_guest",
            Self::Guests(GuestsError::Full) => "guests_full",
            Self::Contact(ContactError::Book(_)) | Self::Guests(GuestsError::Unusable { .. }) => {
                UNUSABLE
            }
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
