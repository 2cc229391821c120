//! What the host reads of a mailbox.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        name::PeerName,
        sent::State,
        thread::{Line, Thread, Way},
    },
    Mailbox, Now,
};
use crate::{chat::RoomCode, onion::OnionAddress};

/// What the host may know of a peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its address.
    pub address: OnionAddress,
    /// What the host calls it.
    pub name: Option<PeerName>,
    /// How many messages of it the host has not read.
    pub unread: usize,
    /// How many messages wait for it.
    pub waiting: usize,
    /// How many of the last messages to it were refused or have expired.
    pub failed: usize,
    /// Whether it asks to be let in.
    pub asks: bool,
    /// The room of its newest invitation that the host has not read.
    pub invitation: Option<RoomCode>,
}

impl Mailbox {
    /// The oldest message of a peer that the host has not read, which is read then.
    pub fn take_oldest(&mut self, peer: &OnionAddress) -> Option<Line> {
        self.threads.get_mut(peer)?.take_oldest().cloned()
    }

    /// The newest lines of a conversation, the oldest of them first, with what has become of the host's own.
    #[must_use]
    pub fn history(&self, peer: &OnionAddress, most: usize) -> Vec<Line> {
        let thread = self.threads.get(peer);
        let lines = thread.into_iter().flat_map(|thread| thread.newest(most));
        lines.map(|line| self.with_state(line)).collect()
    }

    /// The lines of a conversation from a number on, or from the oldest, so many of them. What is unread stays so.
    #[must_use]
    pub fn lines(&self, peer: &OnionAddress, from: Option<u64>, most: usize) -> Vec<Line> {
        let thread = self.threads.get(peer);
        let lines = thread
            .into_iter()
            .flat_map(|thread| thread.lines(from, most));
        lines.map(|line| self.with_state(line)).collect()
    }

    /// Notes that the host has read everything of a conversation up to a number.
    pub fn read(&mut self, peer: &OnionAddress, until: u64) {
        if let Some(thread) = self.threads.get_mut(peer) {
            thread.read(until);
        }
    }

    /// A line with what has become of it, where that is still known.
    fn with_state(&self, line: &Line) -> Line {
        let mut line = line.clone();
        if let Way::Out(id) = line.way {
            line.state = self.outbox.state(id).cloned();
        }
        line
    }

    /// How many messages the host has not read, and how many peers ask to be let in.
    #[must_use]
    pub fn news(&self, now: Now) -> (usize, usize) {
        let unread = self.threads.values().map(Thread::unread).sum();
        (unread, self.asking.all(now.uptime).count())
    }

    /// How many messages of a peer the host has not read.
    #[must_use]
    pub fn unread(&self, peer: &OnionAddress) -> usize {
        self.threads.get(peer).map_or(0, Thread::unread)
    }

    /// Everybody who is known, has written or asks, or to whom the host has written.
    #[must_use]
    pub fn peers(&self, now: Now) -> Vec<Summary> {
        let known = self.contacts.iter().map(|(_, address)| address);
        let everybody: BTreeSet<&OnionAddress> = known
            .chain(self.threads.keys())
            .chain(self.asking.all(now.uptime))
            .collect();
        let mut sent: BTreeMap<&OnionAddress, (usize, usize)> = BTreeMap::new();
        for (to, state) in self.outbox.states() {
            let (waiting, failed) = sent.entry(to).or_default();
            match state {
                State::Waiting { .. } => *waiting += 1,
                State::Refused { .. } | State::Expired => *failed += 1,
                State::Delivered | State::TakenBack => {}
            }
        }
        let summary = |address: &OnionAddress| {
            let (waiting, failed) = sent.get(address).copied().unwrap_or_default();
            Summary {
                address: address.clone(),
                name: self.contacts.name_of(address).cloned(),
                unread: self.unread(address),
                waiting,
                failed,
                asks: self.asking.has(now.uptime, address),
                invitation: self
                    .threads
                    .get(address)
                    .and_then(Thread::invitation)
                    .cloned(),
            }
        };
        everybody.into_iter().map(summary).collect()
    }
}
