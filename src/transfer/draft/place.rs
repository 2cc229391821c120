//! Where a draft is until it gets its name: nowhere, or under a name of its own where the file system knows no better.

use std::{
    ffi::OsStr,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::{
        fd::AsRawFd as _,
        unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    },
    path::{Path, PathBuf},
};

use nix::{
    fcntl::{AT_FDCWD, AtFlags, OFlag},
    unistd::linkat,
};
use tempfile::NamedTempFile;

/// What the name of a draft begins with: with a dot, as nothing does that is shown or used.
const PREFIX: &str = ".onionchat-";

/// What it ends with.
const SUFFIX: &str = ".draft";

/// How many letters and digits are between them, at random: nobody calls a file so by chance.
const RANDOM: usize = 16;

/// How often another draft is begun where somebody takes the one before for one that was left. That is the matter of a
/// moment, so twice in a row is rare and ten times is something else.
const AGAIN: usize = 10;

/// How many names of a folder are looked at for drafts that were left: that takes some milliseconds.
const LOOKED_AT: usize = 10_000;

/// Only this user can read or write it, and nobody can execute it.
const OWN_FILE: u32 = 0o600;

/// The file of a draft. It is gone when this is dropped.
#[derive(Debug)]
pub(super) enum Place {
    /// It has no name, so nothing is left of it however the process ends.
    Nameless(File),
    /// It has one, and is locked: what is left of it where the process is killed is not.
    Named(NamedTempFile),
}

impl Place {
    /// Begins a file in a folder.
    ///
    /// # Errors
    /// Where nothing can be written there.
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        // Where the reason is another one, it is met again, and told.
        nameless(folder)
            .map(Self::Nameless)
            .or_else(|_| Self::begin_named(folder))
    }

    /// Begins one that has a name, and removes those that were left there.
    ///
    /// # Errors
    /// Where nothing can be written there.
    pub(super) fn begin_named(folder: &Path) -> io::Result<Self> {
        let draft = named(folder)?;
        sweep(folder, draft.as_file());
        Ok(Self::Named(draft))
    }

    /// The file.
    pub(super) fn file(&mut self) -> &mut File {
        match self {
            Self::Nameless(file) => file,
            Self::Named(draft) => draft.as_file_mut(),
        }
    }

    /// Gives it its name, or itself back where anything has that name, also a link to nowhere.
    ///
    /// # Errors
    /// Where the system does not let it have one. Then it is gone.
    pub(super) fn give(self, name: &Path) -> io::Result<Option<Self>> {
        let (given, back) = match self {
            Self::Nameless(file) => {
                let from = magic_link(&file);
                // The kernel's link is followed to the file, and the new name never.
                let flags = AtFlags::AT_SYMLINK_FOLLOW;
                let given = linkat(AT_FDCWD, &from, AT_FDCWD, name, flags);
                (given.map_err(io::Error::from), Self::Nameless(file))
            }
            Self::Named(draft) => match draft.persist_noclobber(name) {
                Ok(_) => return Ok(None),
                Err(error) => (Err(error.error), Self::Named(error.file)),
            },
        };
        match given {
            Ok(()) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Some(back)),
            Err(error) => Err(error),
        }
    }
}

/// The name by which the kernel knows an open file of this process.
fn magic_link(file: &File) -> PathBuf {
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// Which file it is.
fn identity(about: &fs::Metadata) -> (u64, u64) {
    (about.dev(), about.ino())
}

/// A file that has no name yet, and can get one.
///
/// # Errors
/// Where the file system has no such files, nothing can be written there, or there is no way to name one.
#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .mode(OWN_FILE)
        .custom_flags(OFlag::O_TMPFILE.bits())
        .open(folder)?;
    // In a container there may be no /proc, which is better known now than when all has come.
    let named = fs::metadata(magic_link(&file))?;
    if identity(&named) != identity(&file.metadata()?) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    Ok(file)
}

/// The same where the system has no such files.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
fn nameless(_: &Path) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A file under a name of its own, locked where the file system has locks.
///
/// # Errors
/// Where nothing can be written there.
fn named(folder: &Path) -> io::Result<NamedTempFile> {
    for _ in 0..AGAIN {
        // It has the mode 0600.
        let draft = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .rand_bytes(RANDOM)
            .tempfile_in(folder)?;
        match draft.as_file().try_lock() {
            // Who sweeps the folder can have come between: the name is gone then, or about to be.
            Ok(()) if draft.as_file().metadata()?.nlink() == 0 => {}
            Err(TryLockError::WouldBlock) => {}
            // Where there are no locks, nobody gets one, and nothing is swept.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(draft),
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Whether a draft may be called so.
fn is_of_draft(name: &OsStr) -> bool {
    let middle = name
        .to_str()
        .and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX));
    middle.is_some_and(|middle| {
        middle.len() == RANDOM && middle.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Removes drafts from a folder that were left when a process was killed or the power failed. Whose drafts they are is
/// told by one that was just made there: some file systems give all files to one user.
fn sweep(folder: &Path, made: &File) {
    let (Ok(made), Ok(entries)) = (made.metadata(), fs::read_dir(folder)) else {
        return;
    };
    for entry in entries.take(LOOKED_AT).flatten() {
        if is_of_draft(&entry.file_name()) {
            // What cannot be removed stays, which harms nothing.
            let _ = remove_left(&entry.path(), made.uid());
        }
    }
}

/// Removes a draft if nobody writes to it and it is this user's.
///
/// # Errors
/// Where the system does not let it be known, or removed.
fn remove_left(path: &Path, owner: u32) -> io::Result<()> {
    // Links are not followed, pipes not waited for, and a lock on a file server needs a file open for writing.
    let flags = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK;
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags.bits())
        .open(path)?;
    let about = file.metadata()?;
    if !about.is_file() || about.uid() != owner || about.nlink() != 1 {
        return Ok(());
    }
    file.try_lock()?;
    // It is nobody's from here on; but before, it may have got its own name, and another file this one.
    let there = fs::symlink_metadata(path)?;
    if identity(&there) == identity(&about) {
        fs::remove_file(path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
