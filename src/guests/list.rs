//! The guests of one service, as files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rand::CryptoRng;

use super::{
    Guest, GuestName, GuestSecret, Listing, MOST_GUESTS,
    file::{file_name, read_folder, read_guest},
};
use crate::{
    files, keys,
    service::{Privacy, ServiceName},
};

/// The folder of all services' guests in the keys folder.
const FOLDER: &str = "guests";

/// The file that keeps the folder of a private service from being empty, since some copies and archives leave empty
/// folders out. What begins with a dot is nobody's key.
const MARK: &str = ".private";

/// The file that says that the service was opened to everybody although it has this folder: whoever came meanwhile
/// knows introduction points of it.
const OPENED: &str = ".opened";

/// What is in the first of these files.
const MARK_SAYS: &str =
    "Who is not a guest does not find this room. To open it to everybody: --public.\n";

/// The guests of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestList {
    /// Where their files are.
    folder: PathBuf,
    /// Where addresses are set aside.
    set_aside: PathBuf,
}

/// Why a service's guests cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum GuestsError {
    /// There is a guest of that name.
    #[error(
        "There is a guest called {0} already. Choose another name, or take that one's key away first: onionchat \
         revoke {0}"
    )]
    Taken(GuestName),
    /// There is none.
    #[error("There is no guest called {0}. See who there is: onionchat guests")]
    Unknown(GuestName),
    /// There are as many as can be.
    #[error(
        "The room has {MOST_GUESTS} guests, and Tor lets it have no more. Take the keys of some away first: \
         onionchat revoke NAME"
    )]
    Full,
    /// The system does not let them be read or written.
    #[error(
        "The guests in {} cannot be {doing}: {error}. Make the folder yours and free some space", path.display()
    )]
    Unusable {
        /// The folder or file.
        path: PathBuf,
        /// "read" or "written".
        doing: &'static str,
        /// What the system says.
        error: io::Error,
    },
}

impl GuestList {
    /// The guests of a service; `folder` is the keys folder.
    #[must_use]
    pub fn of(folder: &Path, service: &ServiceName) -> Self {
        Self {
            folder: folder.join(FOLDER).join(service.as_str()),
            set_aside: folder.join(keys::SET_ASIDE),
        }
    }

    /// Who can find the service: what is said, or else what held before.
    #[must_use]
    pub fn privacy(&self, said: Option<Privacy>) -> Privacy {
        let before = || match fs::symlink_metadata(&self.folder) {
            // Where that cannot be found out, a closed door is the smaller harm.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Privacy::Public,
            Ok(_) | Err(_) => Privacy::Private,
        };
        said.unwrap_or_else(before)
    }

    /// Makes the service one that stays private; says whether it was public until now.
    ///
    /// # Errors
    /// Where its folder cannot be made.
    pub fn make_private(&self) -> Result<bool, GuestsError> {
        let make = || {
            files::make_folder(&self.folder)?;
            let is_new = write_once(&self.folder, MARK, MARK_SAYS)?;
            match fs::remove_file(self.folder.join(OPENED)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(is_new),
                removed => removed.map(|()| true),
            }
        };
        make().map_err(|error| self.unusable("written", error))
    }

    /// Notes that the service is open to everybody, where it ever was private.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn make_public(&self) -> Result<(), GuestsError> {
        if self.folder.is_dir() {
            let noted = write_once(&self.folder, OPENED, "");
            noted.map_err(|error| self.unusable("written", error))?;
        }
        Ok(())
    }

    /// All guests.
    ///
    /// # Errors
    /// Where the folder cannot be read; where there is none, there is nobody.
    pub fn read(&self) -> Result<Listing, GuestsError> {
        read_folder(&self.folder).map_err(|error| self.unusable("read", error))
    }

    /// Makes a key for somebody and lets them in. The private half is theirs, and returned only this once.
    ///
    /// # Errors
    /// Where the name is taken, there are too many, or the file cannot be written.
    pub fn invite(
        &self,
        name: &GuestName,
        rng: &mut impl CryptoRng,
    ) -> Result<GuestSecret, GuestsError> {
        let secret = GuestSecret::random(rng);
        self.admit(&[Guest {
            name: name.clone(),
            key: secret.public(),
        }])?;
        Ok(secret)
    }

    /// Lets people in who have keys already: all, or nobody where that cannot be. Those who are in with the same key
    /// stay as they are.
    ///
    /// # Errors
    /// Where a name is taken, there are too many, or a file cannot be written.
    pub fn admit(&self, guests: &[Guest]) -> Result<(), GuestsError> {
        let present = self.read()?.guests;
        let is_new = |guest: &&Guest| !present.contains(guest);
        let new: Vec<_> = guests.iter().filter(is_new).collect();
        let is_taken = |guest: &&&Guest| fs::symlink_metadata(self.file(&guest.name)).is_ok();
        if let Some(guest) = new.iter().find(is_taken) {
            return Err(GuestsError::Taken(guest.name.clone()));
        }
        if present.len() + new.len() > MOST_GUESTS {
            return Err(GuestsError::Full);
        }
        if new.is_empty() {
            return Ok(());
        }
        self.make_private()?;
        for guest in new {
            let text = guest.to_file();
            let written = files::write_new(&self.folder, &guest.file_name(), text.as_bytes());
            written.map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => GuestsError::Taken(guest.name.clone()),
                _ => self.unusable("written", error),
            })?;
        }
        Ok(())
    }

    /// Takes somebody's key away, also where an address was set aside: taken back from there, it would bring the
    /// guest along. Whether Tor knows is another matter.
    ///
    /// # Errors
    /// Where there is no such guest, or the file cannot be deleted.
    pub fn revoke(&self, name: &GuestName) -> Result<(), GuestsError> {
        let file = file_name(name);
        if let Ok(guest) = read_guest(&self.file(name), &file) {
            for address in fs::read_dir(&self.set_aside)
                .into_iter()
                .flatten()
                .flatten()
            {
                let copy = address.path().join(super::CLIENTS).join(&file);
                if read_guest(&copy, &file).is_ok_and(|same| same == guest) {
                    fs::remove_file(&copy).map_err(|error| GuestsError::Unusable {
                        path: copy.clone(),
                        doing: "written",
                        error,
                    })?;
                }
            }
        }
        let deleted =
            fs::remove_file(self.file(name)).and_then(|()| files::sync_folder(&self.folder));
        deleted.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => GuestsError::Unknown(name.clone()),
            _ => self.unusable("written", error),
        })
    }

    /// A guest's file.
    fn file(&self, name: &GuestName) -> PathBuf {
        self.folder.join(file_name(name))
    }

    /// The error for what the system does not let happen.
    fn unusable(&self, doing: &'static str, error: io::Error) -> GuestsError {
        GuestsError::Unusable {
            path: self.folder.clone(),
            doing,
            error,
        }
    }
}

/// Writes a file where there is none; says whether there was none.
fn write_once(folder: &Path, name: &str, text: &str) -> io::Result<bool> {
    if folder.join(name).exists() {
        return Ok(false);
    }
    files::write_new(folder, name, text.as_bytes()).map(|()| true)
}

#[cfg(test)]
mod tests;
