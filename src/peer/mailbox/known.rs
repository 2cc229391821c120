//! Whom the host knows.

use super::Mailbox;
use crate::{
    onion::OnionAddress,
    peer::{Contacts, ContactsFull, PeerName},
};

impl Mailbox {
    /// Whom the host knows.
    #[must_use]
    pub fn contacts(&self) -> &Contacts {
        &self.contacts
    }

    /// Has these contacts again, as before something went wrong.
    pub fn set_contacts(&mut self, contacts: Contacts) {
        self.contacts = contacts;
    }

    /// Adds a peer to those whom the host knows, or calls one otherwise; says whether it has asked for that.
    ///
    /// # Errors
    /// Where another one has the name, or there are too many.
    pub fn add_contact(
        &mut self,
        name: PeerName,
        address: &OnionAddress,
    ) -> Result<bool, ContactsFull> {
        self.contacts.add(name, address.clone())?;
        Ok(self.asking.forget(address))
    }

    /// Forgets a peer, what was said with it, and what waits for it; gives its address, if it was known.
    pub fn remove_contact(&mut self, name: &PeerName) -> Option<OnionAddress> {
        let address = self.contacts.remove(name)?;
        self.threads.remove(&address);
        self.starts.remove(&address);
        self.outbox.forget(&address);
        Some(address)
    }
}
