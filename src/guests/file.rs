//! The file of one guest, as C tor keeps it among a service's `authorized_clients`.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use super::{Guest, GuestKey, GuestName, KeyError, MOST_GUESTS, NameError};

/// The folder in which C tor has these files, beside a service's identity.
pub(crate) const CLIENTS: &str = "authorized_clients";

/// The ending of a guest's file.
const ENDING: &str = ".auth";

/// How much of a guest's file is read: ten times what belongs in it.
const MOST_READ: u64 = 1024;

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
#[error("{} lets nobody in: {what}", plain(path))]
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
    Name(#[from] NameError),
    /// It holds something else.
    #[error("{0}")]
    Key(#[from] KeyError),
    /// There are more guests than can be.
    #[error("a room has at most {MOST_GUESTS} guests")]
    TooMany,
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(io::Error),
}

/// A path for a terminal. Files that came from somewhere else may be called anything.
fn plain(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}

impl Guest {
    /// What the guest's file is called.
    #[must_use]
    pub fn file_name(&self) -> String {
        file_name(&self.name)
    }

    /// What is in it.
    #[must_use]
    pub fn to_file(&self) -> String {
        format!("{}\n", self.key)
    }
}

/// What the file of a guest is called.
pub(super) fn file_name(name: &GuestName) -> String {
    format!("{name}{ENDING}")
}

/// The names of what is in a folder; nothing where there is none.
pub(super) fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.map(|entry| Ok(entry?.file_name())).collect(),
    }
}

/// Reads a folder of guests: this program's, or C tor's `authorized_clients`. What begins with a dot is nobody's.
pub(crate) fn read_folder(folder: &Path) -> io::Result<Listing> {
    let mut names = names(folder)?;
    names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
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
pub(super) fn read_guest(path: &Path, name: &str) -> Result<Guest, WhatIsWrong> {
    let name = name.strip_suffix(ENDING).ok_or(NameError)?.parse()?;
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
