//! The guests of a room while it runs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    guests::{GuestList, GuestName, GuestsError, Listing},
    host::{Guests, Invitation, No},
    onion::OnionAddress,
    service::Privacy,
    tor::Control,
};

/// A room's guests: the files, and the service that lets them in.
pub(super) struct LiveGuests {
    /// The files.
    pub(super) list: GuestList,
    /// Changes who finds the service, where it is private; a public one may have files from before.
    pub(super) control: Option<Control>,
    /// The service's address.
    pub(super) address: OnionAddress,
    /// Held from the change of a file until the service knows of it, so that of two changes at once neither undoes
    /// the other.
    pub(super) changing: Mutex<()>,
}

impl LiveGuests {
    /// Waits until nobody else changes anything; what somebody left half done is in the files.
    fn alone(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guests for LiveGuests {
    fn invite(&self, name: &GuestName) -> Result<Invitation, No> {
        let control = self.control.as_ref().ok_or(No::NotPrivate)?;
        let _alone = self.alone();
        let secret = self.list.invite(name, &mut rand::rng())?;
        control.let_in(self.list.read()?.guests);
        Ok(Invitation::of(name, self.address.reveal(), &secret))
    }

    fn list(&self) -> Result<Listing, GuestsError> {
        self.list.read()
    }

    fn revoke(&self, name: &GuestName) -> Result<Privacy, GuestsError> {
        let _alone = self.alone();
        let revoked = self.list.revoke(name);
        // Tor is told whatever has become of the file, and also where somebody else has deleted it.
        let privacy = match &self.control {
            Some(control) => {
                let listed = self.list.read().map(|listing| listing.guests);
                let mut guests = listed.unwrap_or_else(|_| control.guests());
                guests.retain(|guest| guest.name != *name);
                if control.admits_others_than(&guests) {
                    control.shut_out(guests);
                }
                Privacy::Private
            }
            None => Privacy::Public,
        };
        revoked.map(|()| privacy)
    }
}
