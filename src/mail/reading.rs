//! What the host reads of a mailbox that tasks share.

use super::Mail;
use crate::{
    onion::OnionAddress,
    peer::{Line, MessageId, PeerName, State, Summary, Waiting},
};

impl Mail {
    /// What has become of a message of the host's.
    #[must_use]
    pub fn state(&self, id: MessageId) -> Option<State> {
        self.mailbox().state(id).cloned()
    }

    /// All messages of the host's that wait, and the last of those that do not.
    #[must_use]
    pub fn outbox(&self) -> Vec<Waiting> {
        self.mailbox().outbox().collect()
    }

    /// Everybody who is known, has written or asks, or to whom the host has written.
    #[must_use]
    pub fn peers(&self) -> Vec<Summary> {
        self.mailbox().peers(self.now())
    }

    /// How many messages of a peer the host has not read.
    #[must_use]
    pub fn unread(&self, peer: &OnionAddress) -> usize {
        self.mailbox().unread(peer)
    }

    /// The oldest message of a peer that the host has not read, which is read then.
    #[must_use]
    pub fn take_oldest(&self, peer: &OnionAddress) -> Option<Line> {
        self.mailbox().take_oldest(peer)
    }

    /// The newest lines of a conversation, the oldest of them first.
    #[must_use]
    pub fn history(&self, peer: &OnionAddress, most: usize) -> Vec<Line> {
        self.mailbox().history(peer, most)
    }

    /// The lines of a conversation from a number on, or from the oldest, so many of them. What is unread stays so.
    #[must_use]
    pub fn lines(&self, peer: &OnionAddress, from: Option<u64>, most: usize) -> Vec<Line> {
        self.mailbox().lines(peer, from, most)
    }

    /// Notes that the host has read everything of a conversation up to a number.
    pub fn read(&self, peer: &OnionAddress, until: u64) {
        self.mailbox().read(peer, until);
    }

    /// The address of a peer that the host knows.
    #[must_use]
    pub fn address_of(&self, name: &PeerName) -> Option<OnionAddress> {
        self.mailbox().contacts().address_of(name).cloned()
    }

    /// What the host calls somebody.
    #[must_use]
    pub fn name_of(&self, address: &OnionAddress) -> Option<PeerName> {
        self.mailbox().contacts().name_of(address).cloned()
    }
}
