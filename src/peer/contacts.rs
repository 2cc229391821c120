//! Whom the host knows.

use std::collections::BTreeMap;

use super::name::PeerName;
use crate::onion::OnionAddress;

/// How many peers the host can know: a person knows fewer, and each may fill a part of the mailbox.
pub const MOST_CONTACTS: usize = 256;

/// There are as many as can be, or the name is another one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactsFull {
    /// The name is another peer's.
    Taken,
    /// There are [`MOST_CONTACTS`].
    Full,
}

/// Whom the host knows, each under one name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contacts(BTreeMap<PeerName, OnionAddress>);

impl Contacts {
    /// Adds a peer, or calls one otherwise.
    ///
    /// # Errors
    /// Where another peer has the name, or there are too many.
    pub fn add(&mut self, name: PeerName, address: OnionAddress) -> Result<(), ContactsFull> {
        if self.0.get(&name).is_some_and(|other| *other != address) {
            return Err(ContactsFull::Taken);
        }
        if self.name_of(&address).is_none() && self.0.len() >= MOST_CONTACTS {
            return Err(ContactsFull::Full);
        }
        self.0.retain(|_, known| *known != address);
        self.0.insert(name, address);
        Ok(())
    }

    /// Forgets a peer; gives its address, if it was known.
    pub fn remove(&mut self, name: &PeerName) -> Option<OnionAddress> {
        self.0.remove(name)
    }

    /// The address of a peer.
    #[must_use]
    pub fn address_of(&self, name: &PeerName) -> Option<&OnionAddress> {
        self.0.get(name)
    }

    /// What the host calls somebody.
    #[must_use]
    pub fn name_of(&self, address: &OnionAddress) -> Option<&PeerName> {
        let mut all = self.0.iter();
        all.find_map(|(name, known)| (known == address).then_some(name))
    }

    /// All, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&PeerName, &OnionAddress)> {
        self.0.iter()
    }
}
