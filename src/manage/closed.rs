//! A keys folder that no process runs on: its addresses and guests.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    guests::{Fault, GuestList, GuestName, GuestsError, Listing},
    host::Invitation,
    keys::KeysFolder,
    onion::OnionAddress,
    service::{Privacy, ServiceName},
    tor::{HiddenServiceDir, Identities, IdentityError, IdentityKey, Settings},
};

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum ManageError {
    /// Something is wrong with an identity.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// Something is wrong with the guests.
    #[error(transparent)]
    Guests(#[from] GuestsError),
}

/// A service's keys in a folder that this process has for itself.
#[derive(Debug)]
pub(super) struct Closed {
    /// The folder, locked.
    folder: KeysFolder,
    /// The identities in it.
    identities: Identities,
    /// The service's name.
    service: ServiceName,
    /// The service's guests.
    guests: GuestList,
}

/// What came from a folder of C tor's.
#[derive(Debug)]
pub(super) struct Imported {
    /// The room's address from now on.
    pub(super) address: OnionAddress,
    /// How many guests came with it.
    pub(super) guests: usize,
    /// What was here before, and where it is kept.
    pub(super) before: Option<SetAside>,
}

/// What went to a folder of C tor's.
#[derive(Debug)]
pub(super) struct Exported {
    /// The room's address.
    pub(super) address: OnionAddress,
    /// Whether the room is private and has no guest, which C tor cannot be told.
    pub(super) is_private_for_nobody: bool,
    /// What lets nobody in here, and so did not go along.
    pub(super) faults: Vec<Fault>,
}

/// An address that the room had.
#[derive(Debug)]
pub(super) struct SetAside {
    /// The address.
    pub(super) address: OnionAddress,
    /// Where it is kept; `keys import` takes it back from there.
    pub(super) folder: PathBuf,
}

impl Closed {
    /// Opens a folder. To be called within the runtime.
    ///
    /// # Errors
    /// Where the identities in it cannot be read.
    pub(super) fn open(
        folder: KeysFolder,
        settings: &Settings,
        service: &ServiceName,
    ) -> Result<Self, ManageError> {
        let guests = GuestList::of(folder.path(), service);
        Ok(Self {
            folder,
            identities: Identities::open(settings)?,
            service: service.clone(),
            guests,
        })
    }

    /// The room's address, made now where it has none.
    ///
    /// # Errors
    /// Where it cannot be read or made.
    pub(super) fn address(&self) -> Result<OnionAddress, ManageError> {
        Ok(self.identities.get_or_make(&self.service)?)
    }

    /// Takes over the address and the guests of a service of C tor's. An address that the room has is in the way,
    /// unless it may be set aside.
    ///
    /// # Errors
    /// Where the room has an address that may not be set aside, or something cannot be read or written.
    pub(super) fn import(&self, from: &Path, may_set_aside: bool) -> Result<Imported, ManageError> {
        let service = HiddenServiceDir::read(from)?;
        let before = match self.identities.address(&self.service)? {
            Some(_) if !may_set_aside => return Err(IdentityError::Taken.into()),
            Some(_) | None => {
                // The address that the room has is forgotten last, when nothing else can go wrong.
                let before = self.keep_aside()?;
                self.guests.admit(&service.guests)?;
                if service.is_private {
                    self.guests.make_private()?;
                }
                self.identities.forget(&self.service)?;
                before
            }
        };
        let address = self.identities.import(&self.service, service.key)?;
        Ok(Imported {
            address,
            guests: service.guests.len(),
            before,
        })
    }

    /// Writes the room's identity and guests to a new folder, as C tor keeps them.
    ///
    /// # Errors
    /// Where something is there, or cannot be read or written.
    pub(super) fn export(&self, to: &Path) -> Result<Exported, ManageError> {
        let key = self.identities.key(&self.service)?;
        let (service, faults) = self.service_of(key.ok_or(IdentityError::Nothing)?)?;
        service.write(to)?;
        Ok(Exported {
            address: service.key.address(),
            is_private_for_nobody: service.is_private && service.guests.is_empty(),
            faults,
        })
    }

    /// What a folder of C tor's holds of the room with this identity, and what it cannot hold.
    fn service_of(&self, key: IdentityKey) -> Result<(HiddenServiceDir, Vec<Fault>), ManageError> {
        let Listing { guests, faults } = self.guests.read()?;
        let is_private = self.guests.privacy(None) == Privacy::Private;
        let service = HiddenServiceDir {
            key,
            guests,
            is_private,
        };
        Ok((service, faults))
    }

    /// Gives the room a new address, and sets the one aside that it had. Its guests and their keys stay.
    ///
    /// # Errors
    /// Where something cannot be read or written; the address that it had is then at either place or both.
    pub(super) fn renew(&self) -> Result<(OnionAddress, Option<SetAside>), ManageError> {
        let before = self.keep_aside()?;
        self.identities.forget(&self.service)?;
        Ok((self.address()?, before))
    }

    /// Keeps the room's address in another place, as a folder that C tor and `keys import` take, so that it may be
    /// forgotten here.
    fn keep_aside(&self) -> Result<Option<SetAside>, ManageError> {
        let Some(key) = self.identities.key(&self.service)? else {
            return Ok(None);
        };
        let (own, _) = self.service_of(key)?;
        let address = own.key.address();
        let folder = self.folder.old_identities().join(address.reveal());
        match HiddenServiceDir::read(&folder) {
            // An attempt that was cut off has left it there.
            Ok(kept) if kept.is_same(&own) => {}
            kept => {
                // Another time it had other guests.
                if kept.is_ok_and(|kept| kept.key.address() == address) {
                    let deleted = fs::remove_dir_all(&folder);
                    deleted.map_err(|error| IdentityError::io("deleted", &folder, error))?;
                }
                own.write(&folder)?;
            }
        }
        // The other copy goes only when this one was seen.
        if !HiddenServiceDir::read(&folder).is_ok_and(|kept| kept.is_same(&own)) {
            return Err(IdentityError::NotKept { folder }.into());
        }
        Ok(Some(SetAside { address, folder }))
    }

    /// Makes a key for a guest. The room is private from now on; says whether it was public until then.
    ///
    /// # Errors
    /// Where the name is taken, or something cannot be read or written.
    pub(super) fn invite(&self, name: &GuestName) -> Result<(Invitation, bool), ManageError> {
        let address = self.address()?;
        // Who came while it was public knows introduction points of it.
        let was_public = self.guests.privacy(None) == Privacy::Public;
        if self.guests.was_public() {
            self.identities.forget_state(&self.service)?;
        }
        let secret = self.guests.invite(name, &mut rand::rng())?;
        let invitation = Invitation::of(name, address.reveal(), &secret);
        Ok((invitation, was_public))
    }

    /// The room's guests.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub(super) fn guests(&self) -> Result<Listing, ManageError> {
        Ok(self.guests.read()?)
    }

    /// Takes a guest's key away. What the guest learnt of the room's introduction points goes with it, so that the
    /// next start has new ones.
    ///
    /// # Errors
    /// Where there is no such guest, or something cannot be deleted.
    pub(super) fn revoke(&self, name: &GuestName) -> Result<(), ManageError> {
        self.guests.revoke(name)?;
        Ok(self.identities.forget_state(&self.service)?)
    }
}
