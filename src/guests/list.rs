//! The guests of one service, as files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use rand::CryptoRng;

use super::{
    Guest, GuestName, GuestSecret, Listing, MOST_GUESTS,
    file::{file_name, names, read_folder, read_guest},
    mark::{Mark, is_there, write_once},
};
use crate::{
    files, keys,
    service::{Privacy, ServiceName},
};

/// The folder of all services' guests in the keys folder.
const FOLDER: &str = "guests";

/// The file beside the guests of an address that is set aside or given away, where the service is private for nobody.
/// What begins with a dot is nobody's key.
pub(crate) const PRIVATE: &str = ".private";

/// The guests of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestList {
    /// Where their files are.
    folder: PathBuf,
    /// Where addresses are set aside.
    set_aside: PathBuf,
    /// What says that the service is private.
    mark: Mark,
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
        /// "read", "written" or "deleted".
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
            mark: Mark::of(folder, service),
        }
    }

    /// Who can find the service: what is said, or else what held before.
    #[must_use]
    pub fn privacy(&self, said: Option<Privacy>) -> Privacy {
        // The folder of all services' guests may be on a disk that is not there.
        let leads_nowhere = || {
            let all = self.folder.parent();
            all.is_some_and(|all| is_there(all) && !all.exists())
        };
        let was_private = || self.mark.is_there() || is_there(&self.folder) || leads_nowhere();
        said.unwrap_or_else(|| Privacy::of(was_private()))
    }

    /// Whether strangers may know introduction points of the service, which it must not have as a private one.
    #[must_use]
    pub fn was_public(&self) -> bool {
        self.mark.was_public()
    }

    /// Makes the service one that stays private. Its introduction points are forgotten before, where it was public.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn make_private(&self) -> Result<(), GuestsError> {
        let made = files::make_folder(&self.folder).and_then(|()| self.mark.make());
        made.map_err(|error| self.unusable("written", error))
    }

    /// Notes that the service is open to everybody, where it ever was private.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn make_public(&self) -> Result<(), GuestsError> {
        let noted = self.mark.note_public();
        noted.map_err(|error| self.unusable("written", error))
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

    /// Takes somebody's key away, under whatever name it is here, and also where an address was set aside: taken back
    /// from there, it would bring the guest along. Whether Tor knows is another matter.
    ///
    /// # Errors
    /// Where there is no such guest, or a file cannot be deleted.
    pub fn revoke(&self, name: &GuestName) -> Result<(), GuestsError> {
        let own = file_name(name);
        match fs::symlink_metadata(self.file(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(GuestsError::Unknown(name.clone()));
            }
            found => {
                found.map_err(|error| self.unusable("read", error))?;
            }
        }
        let key = read_guest(&self.file(name), &own).map(|guest| guest.key);
        // A file that is damaged may stand for any key, so that its name is all there is to go by.
        let is_meant = |path: &Path| {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            match (&key, read_guest(path, &file)) {
                (Ok(key), Ok(other)) => *key == other.key,
                (Ok(_), Err(_)) => false,
                (Err(_), _) => file == own,
            }
        };
        delete(&self.file(name))?;
        delete_all(&self.folder, is_meant)?;
        for address in contents(&self.set_aside)? {
            let aside = address.join(super::CLIENTS);
            // Without its last guest it would be open to everybody.
            if delete_all(&aside, is_meant)? > 0 {
                let marked = write_once(&aside, PRIVATE, "");
                marked.map_err(|error| unusable(&aside, "written", error))?;
            }
        }
        Ok(())
    }

    /// A guest's file.
    fn file(&self, name: &GuestName) -> PathBuf {
        self.folder.join(file_name(name))
    }

    /// The error for what the system does not let happen.
    fn unusable(&self, doing: &'static str, error: io::Error) -> GuestsError {
        unusable(&self.folder, doing, error)
    }
}

/// The error for what the system does not let happen there.
fn unusable(path: &Path, doing: &'static str, error: io::Error) -> GuestsError {
    GuestsError::Unusable {
        path: path.to_owned(),
        doing,
        error,
    }
}

/// What is in a folder, if that is there.
fn contents(folder: &Path) -> Result<Vec<PathBuf>, GuestsError> {
    let names = names(folder).map_err(|error| unusable(folder, "read", error))?;
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

/// Deletes the files in a folder that are meant; says how many.
fn delete_all(folder: &Path, is_meant: impl Fn(&Path) -> bool) -> Result<usize, GuestsError> {
    let mut meant = contents(folder)?;
    meant.retain(|path| is_meant(path));
    meant.iter().try_for_each(|path| delete(path))?;
    Ok(meant.len())
}

/// Deletes a guest's file.
fn delete(path: &Path) -> Result<(), GuestsError> {
    let folder = path.parent().unwrap_or(path);
    let deleted = fs::remove_file(path).and_then(|()| files::sync_folder(folder));
    deleted.map_err(|error| unusable(path, "deleted", error))
}

#[cfg(test)]
mod tests;
