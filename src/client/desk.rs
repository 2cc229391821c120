//! The person's own mailbox beside the room: who has written, and what was said with one of them.
//!
//! The mailbox is that of an appliance on this computer. Whoever reaches it holds the other ends of the channels; here
//! is only what goes through them. Nothing of it goes to the room.

use std::{fmt, sync::mpsc::SyncSender};

use tokio::sync::{mpsc, watch};

use super::{
    address::RoomAddress,
    text::{Name, Words},
    transcript::{Entry, Kind},
};
use crate::onion::OnionAddress;

/// The most letters of an address that stand for somebody without a name: enough to tell two of them apart.
const SHORT: usize = 12;

/// The way to the mailbox.
#[derive(Debug)]
pub struct Desk {
    /// How it stands.
    pub sight: watch::Receiver<Sight>,
    /// What is asked of it.
    pub asked: SyncSender<Ask>,
    /// What it did not take.
    pub refused: mpsc::Receiver<Refused>,
}

/// What is asked of the mailbox.
#[derive(Clone, PartialEq, Eq)]
pub enum Ask {
    /// Show what is said with somebody from now on, or with nobody any more.
    Show(Option<OnionAddress>),
    /// Take what is unread of somebody as read.
    Read(OnionAddress),
    /// Send something.
    Send {
        /// To whom.
        to: OnionAddress,
        /// What.
        text: String,
    },
}

/// What the mailbox did not take.
#[derive(Clone, PartialEq, Eq)]
pub struct Refused {
    /// To whom it should have gone.
    pub to: OnionAddress,
    /// What.
    pub text: String,
    /// Why not.
    pub why: String,
}

/// How the mailbox stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// Who there is, or why nobody can be.
    pub peers: Result<Vec<Peer>, String>,
    /// What was said with the one that is shown.
    pub talk: Option<(OnionAddress, Vec<Line>)>,
}

/// Somebody else's appliance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its address.
    pub address: OnionAddress,
    /// What the person calls it.
    pub name: Option<Name>,
    /// How many messages of it are unread.
    pub unread: usize,
    /// How many messages wait for it.
    pub waiting: usize,
    /// Whether it asks to be let in.
    pub asks: bool,
    /// The room to which it invites, if that is unread.
    pub room: Option<RoomAddress>,
}

/// A line of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When, as it is shown.
    pub time: String,
    /// What has become of it, where the person wrote it: in words, as ` (waiting)`, and none where it was delivered.
    pub state: Option<String>,
    /// Why it was not delivered, where it was not.
    pub reason: Option<String>,
    /// What it says.
    pub text: Words,
    /// Whether that are words; else this program says it, of an invitation or a file.
    pub is_words: bool,
    /// The room to which it invites.
    pub room: Option<RoomAddress>,
}

impl Sight {
    /// Nothing was looked at yet.
    #[must_use]
    pub fn none() -> Self {
        Self {
            peers: Err("Your own mailbox is being looked for. Try again in a moment.".to_owned()),
            talk: None,
        }
    }
}

impl Peer {
    /// What it is called: by the person, or else by the beginning of its address.
    #[must_use]
    pub fn called(&self) -> Name {
        called(self.name.as_ref(), &self.address)
    }

    /// How it stands, in a few words.
    #[must_use]
    pub fn standing(&self) -> String {
        let mut all = Vec::new();
        if self.unread > 0 {
            all.push(format!("{} new", self.unread));
        }
        if self.waiting > 0 {
            all.push(format!("{} waiting", self.waiting));
        }
        if self.asks {
            all.push("asks".to_owned());
        }
        all.join(", ")
    }
}

/// What somebody is called, who may have no name.
#[must_use]
pub fn called(name: Option<&Name>, address: &OnionAddress) -> Name {
    name.cloned().unwrap_or_else(|| {
        let letters = address.reveal();
        Name::new(letters.get(..SHORT).unwrap_or(letters))
    })
}

impl Line {
    /// The line as it stands in a transcript; `peer` is what the other one is called.
    #[must_use]
    pub fn entry(&self, peer: &Name) -> Entry {
        let (kind, who) = match (&self.state, self.is_words) {
            (Some(state), _) => (Kind::Mine, Name::new(&format!("you{state}"))),
            (None, true) => (Kind::Said, peer.clone()),
            (None, false) => (Kind::Acted, peer.clone()),
        };
        Entry {
            seq: None,
            kind,
            time: self.time.clone(),
            who: Some(who),
            text: self.text.clone(),
        }
    }
}

impl fmt::Debug for Ask {
    /// What is typed never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ask([scrubbed])")
    }
}

impl fmt::Debug for Refused {
    /// What is typed never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refused([scrubbed])")
    }
}
