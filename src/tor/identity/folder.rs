//! An onion service's folder as C tor keeps it: its `HiddenServiceDir`.

use std::{
    fs::{self, DirBuilder, File, Permissions},
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use zeroize::Zeroizing;

use super::{IdentityError, IdentityKey};
use crate::guests::{self, Guest};

/// The private half of the identity.
const SECRET: &str = "hs_ed25519_secret_key";

/// The public half.
const PUBLIC: &str = "hs_ed25519_public_key";

/// The address.
const HOSTNAME: &str = "hostname";

/// Who may find the service; without anybody in it, everybody may.
const CLIENTS: &str = "authorized_clients";

/// The mode of folders that only this user can enter; C tor takes no other.
const OWNER_ONLY: u32 = 0o700;

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
        let clients = folder.join(CLIENTS);
        let listing = guests::read_folder(&clients)
            .map_err(|error| IdentityError::io("read", &clients, error))?;
        match listing.faults.into_iter().next() {
            Some(fault) => Err(IdentityError::Guest(fault)),
            None => Ok(Self {
                key,
                guests: listing.guests,
            }),
        }
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
        let parent = match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            Some(_) | None => Path::new("."),
        };
        make_folder(parent).map_err(failed)?;
        let draft = tempfile::Builder::new()
            .prefix(".")
            .permissions(Permissions::from_mode(OWNER_ONLY))
            .tempdir_in(parent)
            .map_err(failed)?;
        self.fill(draft.path()).map_err(failed)?;
        // It takes the place of an empty folder and of nothing else, in one step.
        fs::rename(draft.path(), folder).map_err(failed)?;
        let _ = draft.keep();
        sync(parent).map_err(failed)
    }

    /// Writes the files into a folder.
    fn fill(&self, folder: &Path) -> io::Result<()> {
        write(&folder.join(SECRET), &self.key.to_secret_file())?;
        write(&folder.join(PUBLIC), &self.key.to_public_file())?;
        let hostname = format!("{}\n", self.key.address().reveal());
        write(&folder.join(HOSTNAME), hostname.as_bytes())?;
        let clients = folder.join(CLIENTS);
        make_folder(&clients)?;
        for Guest { name, key } in &self.guests {
            write(
                &clients.join(format!("{name}.auth")),
                format!("{key}\n").as_bytes(),
            )?;
        }
        sync(&clients)?;
        sync(folder)
    }
}

/// Makes a folder that only this user can enter, and those above it.
fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(OWNER_ONLY)
        .create(folder)
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

/// Writes a new file that only this user can read.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Sees to it that the names in a folder outlive a loss of power.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests;
