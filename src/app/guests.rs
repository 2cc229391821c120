//! The guests of a private room while it runs.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    guests::{GuestList, GuestName, Listing},
    host::{Guests, Invitation},
    tor::{Control, OnionAddress},
};

/// A private room's guests: the files, and the service that lets them in.
pub(super) struct LiveGuests {
    /// The files.
    pub(super) list: GuestList,
    /// Changes who finds the service.
    pub(super) control: Control,
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

    /// Reads the files.
    fn read(&self) -> Result<Listing, String> {
        self.list.read().map_err(|error| error.to_string())
    }
}

impl Guests for LiveGuests {
    fn invite(&self, name: &str) -> Result<Invitation, String> {
        let name = guest(name)?;
        let _alone = self.alone();
        let secret = self
            .list
            .invite(&name, &mut rand::rng())
            .map_err(|error| error.to_string())?;
        self.control.let_in(self.read()?.guests);
        Ok(Invitation::of(&name, self.address.reveal(), &secret))
    }

    fn list(&self) -> Result<(Vec<String>, Vec<String>), String> {
        let Listing { guests, faults } = self.read()?;
        let names = guests.into_iter().map(|guest| guest.name.to_string());
        let faults = faults.into_iter().map(|fault| fault.to_string());
        Ok((names.collect(), faults.collect()))
    }

    fn revoke(&self, name: &str) -> Result<(), String> {
        let name = guest(name)?;
        let _alone = self.alone();
        self.list.revoke(&name).map_err(|error| error.to_string())?;
        self.control.shut_out(self.read()?.guests);
        Ok(())
    }
}

/// Reads what the host calls a guest.
fn guest(name: &str) -> Result<GuestName, String> {
    name.parse().map_err(|error| format!("{error}"))
}
