//! The person's own mailbox beside the room: who has written, and what was said with one of them.
//!
//! The mailbox is that of an appliance on this computer. Whoever reaches it holds the other ends of the channels; here
//! is only what goes through them. Nothing of it goes to the room.

use std::sync::mpsc::SyncSender;

use tokio::sync::{mpsc, watch};

use super::{
    address::RoomAddress,
    text::{Name, Words},
    transcript::{Entry, Kind},
};
use crate::onion::OnionAddress;

/// The way to the mailbox.
#[derive(Debug)]
pub struct Desk {
    /// How it stands.
    pub sight: watch::Receiver<Sight>,
    /// What is shown, which counts as read.
    pub shown: watch::Sender<Option<Shown>>,
    /// What is to be done.
    pub asked: SyncSender<Ask>,
    /// What came of each message, in their order.
    pub sent: mpsc::Receiver<Result<(), NotSent>>,
}

/// What is shown of what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// With whom.
    pub with: OnionAddress,
    /// The number of the last line that has been in sight.
    pub until: Option<u64>,
}

/// What is asked of the mailbox.
#[derive(Clone, PartialEq, Eq)]
pub enum Ask {
    /// Look at it now, since something else is to be shown.
    Look,
    /// Send something.
    Send(Message),
}

/// A message to a peer.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// To whom.
    pub to: OnionAddress,
    /// What.
    pub text: String,
}

/// What the mailbox did not take, as far as is known.
#[derive(Clone, PartialEq, Eq)]
pub struct NotSent {
    /// The message.
    pub message: Message,
    /// Why not, in a sentence.
    pub why: String,
    /// Whether it may have been taken all the same, since no answer came.
    pub is_unknown: bool,
}

/// How the mailbox stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// Who there is, or in a sentence why nobody can be.
    pub people: Result<People, String>,
    /// What was said with the one that is shown.
    pub talk: Option<Said>,
}

/// What was said with a peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// With whom.
    pub with: OnionAddress,
    /// The lines, the oldest first.
    pub lines: Vec<TalkLine>,
    /// The number of the last one.
    pub last: Option<u64>,
    /// How many older ones are no longer shown.
    pub dropped: u64,
    /// How often the mailbox has begun anew meanwhile, and forgotten what was said.
    pub begun_anew: u32,
}

/// Who there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// They, those with news first.
    pub peers: Vec<Peer>,
    /// How many more there are than are told.
    pub more: usize,
    /// Whether nobody can answer, since the mailbox is closed.
    pub is_closed: bool,
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
    /// How many of the last messages to it were refused or have expired.
    pub failed: usize,
    /// Whether it asks to be let in.
    pub asks: bool,
    /// The room to which it invites, if that is unread.
    pub room: Option<RoomAddress>,
}

/// A line of a conversation with a peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkLine {
    /// When, as it is shown.
    pub time: String,
    /// Who wrote it.
    pub by: By,
    /// What it says.
    pub text: Words,
    /// The room to which it invites.
    pub room: Option<RoomAddress>,
}

/// Who wrote a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The peer.
    Peer,
    /// This program, of an invitation or a file of the peer's.
    Program,
    /// The person.
    Own(Fate),
}

/// What has become of a message of the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The peer has it.
    Delivered,
    /// It waits; why it was not delivered yet, where that was tried.
    Waiting(Option<String>),
    /// The peer will not have it, and why.
    Refused(String),
    /// It has waited for too long.
    Expired,
    /// The person took it back before it was delivered.
    TakenBack,
    /// Nobody knows any more.
    Forgotten,
}

impl Desk {
    /// Shows what is said with somebody from now on, or with nobody any more.
    pub fn show(&self, whom: Option<OnionAddress>) {
        let shown = whom.map(|with| Shown { with, until: None });
        self.shown.send_replace(shown);
        // Where so much waits that this does not get there, it is looked at soon anyway.
        let _ = self.asked.try_send(Ask::Look);
    }
}

impl Sight {
    /// Nothing was looked at yet.
    #[must_use]
    pub fn none() -> Self {
        Self {
            people: Err("Your own mailbox is being looked for. Try again in a moment.".to_owned()),
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
        if self.failed > 0 {
            all.push(format!("{} failed", self.failed));
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
    name.cloned()
        .unwrap_or_else(|| Name::new(address.beginning()))
}

impl Fate {
    /// The fate in a word, as it stands behind "you"; nothing where the peer has it.
    fn word(&self) -> &'static str {
        match self {
            Self::Delivered => "",
            Self::Waiting(_) => " (waiting)",
            Self::Refused(_) => " (refused)",
            Self::Expired => " (expired)",
            Self::TakenBack => " (taken back)",
            Self::Forgotten => " (unknown)",
        }
    }

    /// Why the message is not delivered, in a sentence, where it is not and that is known.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Waiting(Some(why)) => Some(format!("Not delivered yet: {why}. It waits.")),
            Self::Refused(why) => Some(format!("Not delivered: {why}.")),
            Self::Expired => Some("Not delivered: it has waited for too long.".to_owned()),
            Self::Delivered | Self::Waiting(None) | Self::TakenBack | Self::Forgotten => None,
        }
    }
}

impl TalkLine {
    /// The line as it stands in a transcript; `peer` is what the other one is called.
    #[must_use]
    pub fn entry(&self, peer: &Name) -> Entry {
        let (kind, who) = match &self.by {
            By::Own(fate) => (Kind::Mine, Name::new(&format!("you{}", fate.word()))),
            By::Peer => (Kind::Said, peer.clone()),
            By::Program => (Kind::Acted, peer.clone()),
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

scrubbed!(Ask, Message, NotSent);
