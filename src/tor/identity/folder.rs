//! An onion service's folder as C tor keeps it: its `HiddenServiceDir`.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

use zeroize::Zeroizing;

use super::{IdentityError, IdentityKey};
use crate::{
    files,
    guests::{self, Guest},
};

/// The private half of the identity.
const SECRET: &str = "hs_ed25519_secret_key";

/// The public half.
const PUBLIC: &str = "hs_ed25519_public_key";

/// The address.
const HOSTNAME: &str = "hostname";

/// How much of a file is read: ten times the largest.
const MOST_READ: u64 = 1024;

/// Room for that, and for the empty read at its end.
const ROOM: usize = 2048;

/// What C tor keeps of an onion service.
#[derive(Debug)]
pub struct HiddenServiceDir {
    /// Its identity.
    pub key: IdentityKey,
    /// Who may find it; with nobody, everybody may.
    pub guests: Vec<Guest>,
    /// Whether nobody else may find it, also where there are no guests. C tor cannot say that, and opens such a folder
    /// to everybody.
    pub is_private: bool,
}

impl HiddenServiceDir {
    /// Reads a folder; what is in it must fit together.
    ///
    /// # Errors
    /// Where a file is missing, damaged, or of another service.
    pub fn read(folder: &Path) -> Result<Self, IdentityError> {
        let file = folder.join(SECRET);
        let Some(secret) = read(&file)? else {
            return Err(IdentityError::NoService {
                folder: folder.to_owned(),
            });
        };
        let key = IdentityKey::from_secret_file(&secret).ok_or(IdentityError::Damaged { file })?;
        let hostname = |text: &[u8]| text.trim_ascii() == key.address().reveal().as_bytes();
        let public = |bytes: &[u8]| bytes == key.to_public_file();
        let fits = |name: &str, fits: &dyn Fn(&[u8]) -> bool| {
            let file = folder.join(name);
            match read(&file)? {
                Some(bytes) if !fits(&bytes) => Err(IdentityError::Disagrees { file }),
                Some(_) | None => Ok(()),
            }
        };
        fits(PUBLIC, &public)?;
        fits(HOSTNAME, &hostname)?;
        let clients = folder.join(guests::CLIENTS);
        let listing = guests::read_folder(&clients)
            .map_err(|error| IdentityError::io("read", &clients, error))?;
        match listing.faults.into_iter().next() {
            Some(fault) => Err(IdentityError::Guest(fault)),
            None => Ok(Self {
                key,
                is_private: !listing.guests.is_empty() || clients.join(guests::PRIVATE).exists(),
                guests: listing.guests,
            }),
        }
    }

    /// Whether both are of the same service, with the same guests.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.key.address() == other.key.address()
            && (&self.guests, self.is_private) == (&other.guests, other.is_private)
    }

    /// Writes it as a new folder that only this user can enter: wholly or not at all. Only an empty folder may be
    /// there already.
    ///
    /// # Errors
    /// Where there is something, or it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), IdentityError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::AlreadyExists
            | io::ErrorKind::NotADirectory => IdentityError::Exists {
                path: folder.to_owned(),
            },
            _ => IdentityError::io("written", folder, error),
        };
        files::write_new_folder(folder, |draft| self.fill(draft)).map_err(failed)
    }

    /// Writes the files into a folder.
    fn fill(&self, folder: &Path) -> io::Result<()> {
        files::write_new(folder, SECRET, &self.key.to_secret_file())?;
        files::write_new(folder, PUBLIC, &self.key.to_public_file())?;
        let hostname = format!("{}\n", self.key.address().reveal());
        files::write_new(folder, HOSTNAME, hostname.as_bytes())?;
        let clients = folder.join(guests::CLIENTS);
        files::make_folder(&clients)?;
        if self.is_private && self.guests.is_empty() {
            files::write_new(&clients, guests::PRIVATE, b"")?;
        }
        for guest in &self.guests {
            files::write_new(&clients, &guest.file_name(), guest.to_file().as_bytes())?;
        }
        Ok(())
    }
}

/// Reads a file; `None` where there is none.
fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, IdentityError> {
    let read = || {
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        // With its room from the start, so that growing leaves no copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(ROOM));
        File::open(path)?.take(MOST_READ).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match read() {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(IdentityError::io("read", path, error)),
    }
}

#[cfg(test)]
mod tests;
