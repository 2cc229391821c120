//! The guests of one service, as files.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, Read as _, Write as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use rand::CryptoRng;

use super::{Guest, GuestKey, GuestName, GuestSecret, MOST_GUESTS};
use crate::service::{Privacy, ServiceName};

/// The folder of all services' guests in the keys folder.
const FOLDER: &str = "guests";

/// The folder in the keys folder in which addresses are set aside, each with the guests that it had.
const SET_ASIDE: &str = "old";

/// Where such an address has its guests, as C tor has them.
const CLIENTS: &str = "authorized_clients";

/// The ending of a guest's file.
const ENDING: &str = ".auth";

/// How much of a guest's file is read: ten times what belongs in it.
const MOST_READ: u64 = 1024;

/// The guests of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestList {
    /// Where their files are.
    folder: PathBuf,
    /// Where addresses are set aside.
    set_aside: PathBuf,
}

/// What a folder of guests holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// The guests, by name.
    pub guests: Vec<Guest>,
    /// What cannot be used, and so lets nobody in.
    pub faults: Vec<Fault>,
}

/// A file that lets nobody in although it looks as if it should.
#[derive(Debug, thiserror::Error)]
#[error("{} lets nobody in: {what}", path.display())]
pub struct Fault {
    /// The file.
    path: PathBuf,
    /// What is wrong with it.
    what: WhatIsWrong,
}

/// What is wrong with a guest's file.
#[derive(Debug, thiserror::Error)]
pub enum WhatIsWrong {
    /// It is called something else.
    #[error("{0}, and the file has that name and the ending {ENDING}")]
    Name(#[from] super::NameError),
    /// It holds something else.
    #[error("{0}")]
    Key(#[from] super::KeyError),
    /// There are more guests than can be.
    #[error("a room has at most {MOST_GUESTS} guests")]
    TooMany,
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(io::Error),
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
    /// The guests of a service; `keys` is the keys folder.
    #[must_use]
    pub fn of(keys: &Path, service: &ServiceName) -> Self {
        Self {
            folder: keys.join(FOLDER).join(service.as_str()),
            set_aside: keys.join(SET_ASIDE),
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

    /// Makes the service one that stays private.
    ///
    /// # Errors
    /// Where its folder cannot be made.
    pub fn make_private(&self) -> Result<(), GuestsError> {
        let mut maker = DirBuilder::new();
        maker
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .map_err(|error| self.unusable("written", error))
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
            let path = self.file(&guest.name);
            let written = write_new(&self.folder, &path, &format!("{}\n", guest.key));
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
        let file = format!("{name}{ENDING}");
        if let Ok(guest) = read_guest(&self.file(name), &file) {
            for address in fs::read_dir(&self.set_aside)
                .into_iter()
                .flatten()
                .flatten()
            {
                let copy = address.path().join(CLIENTS).join(&file);
                if read_guest(&copy, &file).is_ok_and(|same| same == guest) {
                    fs::remove_file(&copy).map_err(|error| self.unusable("written", error))?;
                }
            }
        }
        let deleted = fs::remove_file(self.file(name)).and_then(|()| sync(&self.folder));
        deleted.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => GuestsError::Unknown(name.clone()),
            _ => self.unusable("written", error),
        })
    }

    /// A guest's file.
    fn file(&self, name: &GuestName) -> PathBuf {
        self.folder.join(format!("{name}{ENDING}"))
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

/// Reads a folder of guests: this program's, or C tor's `authorized_clients`. What begins with a dot is nobody's.
pub(crate) fn read_folder(folder: &Path) -> io::Result<Listing> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Listing::default()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            names.push(name);
        }
    }
    names.sort();
    let mut listing = Listing::default();
    for name in names {
        let path = folder.join(&name);
        let guest = read_guest(&path, &name.to_string_lossy());
        match guest {
            Ok(_) if listing.guests.len() >= MOST_GUESTS => {
                let what = WhatIsWrong::TooMany;
                listing.faults.push(Fault { path, what });
            }
            Ok(guest) => listing.guests.push(guest),
            Err(what) => listing.faults.push(Fault { path, what }),
        }
    }
    Ok(listing)
}

/// Reads one guest's file.
fn read_guest(path: &Path, name: &str) -> Result<Guest, WhatIsWrong> {
    let name = name.strip_suffix(ENDING).ok_or(super::NameError)?.parse()?;
    let read = || {
        // Something else than a file might never end, or not even open.
        if !fs::symlink_metadata(path)?.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        let mut text = String::new();
        File::open(path)?
            .take(MOST_READ)
            .read_to_string(&mut text)?;
        Ok(text)
    };
    let key: GuestKey = read().map_err(WhatIsWrong::Unreadable)?.parse()?;
    Ok(Guest { name, key })
}

/// Writes a file that only this user can read: wholly or not at all, and only where there is none.
fn write_new(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync(folder)
}

/// Sees to it that the names in a folder outlive a loss of power.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// An empty keys folder and the guests of a room in it.
    fn room() -> (tempfile::TempDir, GuestList) {
        let keys = tempfile::tempdir().unwrap();
        let guests = GuestList::of(keys.path(), &ServiceName::default());
        (keys, guests)
    }

    /// A guest's name.
    fn name(raw: &str) -> GuestName {
        raw.parse().unwrap()
    }

    /// Who was invited is on the list until the key is taken away; the files are this user's only.
    #[test]
    fn guests_come_and_go() {
        let (_keys, guests) = room();
        let rng = &mut rand::rng();
        assert!(guests.read().unwrap().guests.is_empty());
        let secret = guests.invite(&name("bert"), rng).unwrap();
        guests.invite(&name("anna"), rng).unwrap();
        let listing = guests.read().unwrap();
        let names: Vec<_> = listing.guests.iter().map(|guest| &guest.name).collect();
        assert_eq!(names, [&name("anna"), &name("bert")]);
        assert_eq!(listing.guests[1].key, secret.public());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&guests.folder), 0o700);
        assert_eq!(mode(&guests.file(&name("anna"))), 0o600);

        guests.revoke(&name("anna")).unwrap();
        assert_eq!(guests.read().unwrap().guests.len(), 1);
        let again = guests.revoke(&name("anna"));
        assert!(matches!(again, Err(GuestsError::Unknown(_))));
    }

    /// Whose key is taken away does not come back with an address that was set aside; others' keys stay there.
    #[test]
    fn revoked_is_revoked_everywhere() {
        let (keys, guests) = room();
        guests.invite(&name("anna"), &mut rand::rng()).unwrap();
        let aside = keys.path().join("old/x.onion/authorized_clients");
        let other = keys.path().join("old/y.onion/authorized_clients");
        for folder in [&aside, &other] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::copy(guests.file(&name("anna")), aside.join("anna.auth")).unwrap();
        let namesake = GuestSecret::random(&mut rand::rng()).public();
        fs::write(other.join("anna.auth"), namesake.to_string()).unwrap();
        guests.revoke(&name("anna")).unwrap();
        assert!(!aside.join("anna.auth").exists());
        assert!(other.join("anna.auth").exists());
    }

    /// A name is given once; the first one's key stays as it is.
    #[test]
    fn a_name_is_given_once() {
        let (_keys, guests) = room();
        let rng = &mut rand::rng();
        let first = guests.invite(&name("anna"), rng).unwrap();
        let second = guests.invite(&name("anna"), rng);
        assert!(matches!(second, Err(GuestsError::Taken(_))));
        let listed = guests.read().unwrap().guests;
        assert_eq!(listed[0].key, first.public());
        assert!(guests.admit(&listed).is_ok(), "the same one again");
        fs::write(guests.file(&name("damaged")), "x").unwrap();
        let taken = guests.invite(&name("damaged"), rng);
        assert!(matches!(taken, Err(GuestsError::Taken(_))));
    }

    /// Once private, always private, unless somebody says otherwise.
    #[test]
    fn private_once_is_private() {
        let (_keys, guests) = room();
        assert_eq!(guests.privacy(None), Privacy::Public);
        assert_eq!(guests.privacy(Some(Privacy::Private)), Privacy::Private);
        guests.invite(&name("anna"), &mut rand::rng()).unwrap();
        guests.revoke(&name("anna")).unwrap();
        assert_eq!(guests.privacy(None), Privacy::Private);
        assert_eq!(guests.privacy(Some(Privacy::Public)), Privacy::Public);
    }

    /// There is room for so many and no more, also where somebody copied files.
    #[test]
    fn there_is_room_for_so_many() {
        let (_keys, guests) = room();
        let rng = &mut rand::rng();
        for number in 0..MOST_GUESTS {
            guests.invite(&name(&format!("g{number}")), rng).unwrap();
        }
        let full = guests.invite(&name("late"), rng);
        assert!(matches!(full, Err(GuestsError::Full)));
        fs::copy(guests.file(&name("g0")), guests.file(&name("zz"))).unwrap();
        let listing = guests.read().unwrap();
        assert_eq!(
            (listing.guests.len(), listing.faults.len()),
            (MOST_GUESTS, 1)
        );
        assert!(listing.faults[0].to_string().contains("zz.auth"));
    }

    /// What cannot be used is named, lets nobody in, and keeps nobody out.
    #[test]
    fn what_cannot_be_used_is_named() {
        let (_keys, guests) = room();
        guests.invite(&name("anna"), &mut rand::rng()).unwrap();
        let good = fs::read_to_string(guests.file(&name("anna"))).unwrap();
        let bad = ["Bad.auth", "b.txt", "c.auth", "d.auth", "e.auth"];
        fs::write(guests.folder.join("Bad.auth"), &good).unwrap();
        fs::write(guests.folder.join("b.txt"), &good).unwrap();
        fs::write(guests.folder.join("c.auth"), &good[..30]).unwrap();
        fs::create_dir(guests.folder.join("d.auth")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", guests.folder.join("e.auth")).unwrap();
        fs::write(guests.folder.join(".tmp123"), "").unwrap();
        let listing = guests.read().unwrap();
        assert_eq!(listing.guests.len(), 1);
        let faults: Vec<_> = listing.faults.iter().map(Fault::to_string).collect();
        assert_eq!(faults.len(), bad.len());
        for (fault, file) in faults.iter().zip(bad) {
            assert!(fault.contains(file), "{fault}");
        }
    }
}
