//! The keys folder: where a room keeps its identity, and one process at a time.

use std::{
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::files::make_folder;

/// The file that a running process holds locked. The system lets go of it however the process
/// ends.
const LOCK: &str = "lock";

/// How often the lock is tried again: whoever asks in another shell whether somebody runs here holds it for some
/// microseconds, and that must not keep a room from opening.
const GLANCES: u32 = 5;

/// How long to wait before each.
const GLANCE: Duration = Duration::from_millis(20);

/// The folder in the keys folder in which addresses are set aside, each with the guests that it had.
pub(crate) const SET_ASIDE: &str = "old";

/// What the folders of rooms that are to be forgotten begin with.
const EPHEMERAL: &str = "onionchat-ephemeral-";

/// A keys folder that this process uses alone.
#[derive(Debug)]
#[must_use = "dropping the folder lets another process use it"]
pub struct KeysFolder {
    /// The folder.
    path: PathBuf,
    /// The lock, held as long as the folder is.
    _lock: File,
    /// The folder of a room that is to be forgotten.
    ephemeral: Option<TempDir>,
}

/// Why a keys folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// Another process uses it.
    #[error(
        "Another onionchat already runs on the keys folder {}. Stop that one first, or use another \
         folder: --keys DIR", path.display()
    )]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that was to be forgotten is still there.
    #[error(
        "The room's folder {} could not be deleted: {error}. Delete it yourself", path.display()
    )]
    Left {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It cannot be made or written.
    #[error(
        "The keys folder {} cannot be used: {error}. {}", path.display(), advice(error)
    )]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl KeysFolder {
    /// Makes the folder where there is none, and takes it for this process.
    ///
    /// # Errors
    /// Where another process has it, or it cannot be made or written.
    pub fn open(path: &Path) -> Result<Self, KeysError> {
        let unusable = |error| KeysError::Unusable {
            path: path.to_owned(),
            error,
        };
        make_folder(path).map_err(unusable)?;
        let lock = open_lock(path).map_err(unusable)?;
        match take(&lock, || thread::sleep(GLANCE)) {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: lock,
                ephemeral: None,
            }),
            Err(TryLockError::WouldBlock) => Err(KeysError::Busy {
                path: path.to_owned(),
            }),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }

    /// Makes a folder that is deleted at the end, in memory where the system has a place for that;
    /// also deletes those that killed processes left.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn ephemeral() -> Result<Self, KeysError> {
        let base = memory_folder();
        let folder = tempfile::Builder::new()
            .prefix(EPHEMERAL)
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir_in(&base)
            .map_err(|error| KeysError::Unusable {
                path: base.clone(),
                error,
            })?;
        let opened = Self::open(folder.path())?;
        sweep(&base, folder.path());
        *to_forget() = Some(folder.path().to_owned());
        Ok(Self {
            ephemeral: Some(folder),
            ..opened
        })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where addresses are kept that a room has no more.
    #[must_use]
    pub fn old_identities(&self) -> PathBuf {
        self.path.join(SET_ASIDE)
    }

    /// Where Tor keeps its state.
    #[must_use]
    pub fn tor_state(&self) -> PathBuf {
        self.path.join("tor")
    }

    /// Where Tor keeps its cache if it is not to outlive the room.
    #[must_use]
    pub fn inner_cache(&self) -> PathBuf {
        self.path.join("cache")
    }

    /// Lets go of the folder, and deletes it if it is to be forgotten.
    ///
    /// # Errors
    /// Where it cannot be deleted.
    pub fn close(self) -> Result<(), KeysError> {
        let path = self.path;
        match self.ephemeral.map(TempDir::close) {
            Some(Err(error)) => Err(KeysError::Left { path, error }),
            Some(Ok(())) => {
                to_forget().take_if(|forgotten| *forgotten == path);
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// Takes a lock, also where somebody glances at it at the same time.
fn take(lock: &File, mut pause: impl FnMut()) -> Result<(), TryLockError> {
    for _ in 0..GLANCES {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => pause(),
            taken => return taken,
        }
    }
    lock.try_lock()
}

/// The folder of this process that is to be forgotten, as long as there is one.
static TO_FORGET: Mutex<Option<PathBuf>> = Mutex::new(None);

/// That folder's path.
fn to_forget() -> MutexGuard<'static, Option<PathBuf>> {
    TO_FORGET.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Deletes the folder that is to be forgotten, where the process ends without closing it.
pub fn forget_ephemeral() {
    if let Some(path) = to_forget().take() {
        // What still runs may write while it is being deleted.
        let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_dir_all(&path));
    }
}

/// Whether a process uses a keys folder at this moment.
#[must_use]
pub fn is_in_use(keys: &Path) -> bool {
    let lock = File::open(keys.join(LOCK));
    let refused = |lock: File| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock));
    lock.is_ok_and(refused)
}

/// A folder that lives in memory, or else the system's temporary folder.
fn memory_folder() -> PathBuf {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let shared = Some(PathBuf::from("/dev/shm"));
    [runtime, shared]
        .into_iter()
        .flatten()
        .find(|path| path.is_dir() && tempfile::tempfile_in(path).is_ok())
        .unwrap_or_else(std::env::temp_dir)
}

/// Opens the lock file of a folder, and makes it where there is none. Somebody else may have put
/// something of that name there that leads elsewhere or never opens; such a one is no lock.
fn open_lock(folder: &Path) -> io::Result<File> {
    let path = folder.join(LOCK);
    if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    // Whoever can read it can hold it locked, and so keep the room closed.
    let lock = File::options()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)?;
    lock.set_permissions(fs::Permissions::from_mode(0o600))?;
    Ok(lock)
}

/// Deletes the folders of rooms whose processes were killed: those of the same owner as `own`, with
/// a lock that nobody holds. One that is being made has no lock yet, and is left alone.
fn sweep(base: &Path, own: &Path) {
    let owner = |path: &Path| fs::symlink_metadata(path).ok().map(|found| found.uid());
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_ours = entry.file_name().to_string_lossy().starts_with(EPHEMERAL)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && path != own
            && owner(&path) == owner(own);
        let is_left = || {
            fs::symlink_metadata(path.join(LOCK)).is_ok()
                && open_lock(&path).is_ok_and(|lock| lock.try_lock().is_ok())
        };
        if is_ours && is_left() {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// What the host can do about it.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => "The disk is full: free some space and start again.",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "Use a folder that you may write to: --keys DIR"
        }
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            "Something that is no folder has that name: use another, --keys DIR"
        }
        _ => "Use another folder: --keys DIR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One process at a time uses a folder, and the next one gets it when that one lets go.
    #[test]
    fn one_at_a_time() {
        let base = tempfile::tempdir().unwrap();
        let path = base.path().join("new/keys");
        let first = KeysFolder::open(&path).unwrap();
        assert!(matches!(
            KeysFolder::open(&path),
            Err(KeysError::Busy { .. })
        ));
        first.close().unwrap();
        assert!(KeysFolder::open(&path).is_ok());
    }

    /// Whoever asks whether a folder is in use does not keep the room from opening.
    #[test]
    fn a_glance_keeps_nobody_out() {
        let base = tempfile::tempdir().unwrap();
        KeysFolder::open(base.path()).unwrap().close().unwrap();
        let lock = open_lock(base.path()).unwrap();
        let mut glance = File::open(base.path().join(LOCK)).ok();
        let hold = |glance: &Option<File>| glance.as_ref().unwrap().lock_shared().unwrap();
        hold(&glance);
        let mut pauses = 0;
        let taken = take(&lock, || {
            pauses += 1;
            glance = None;
        });
        assert!(taken.is_ok() && pauses == 1);
        lock.unlock().unwrap();

        // Who does not let go is more than a glance.
        glance = File::open(base.path().join(LOCK)).ok();
        hold(&glance);
        pauses = 0;
        let refused = take(&lock, || pauses += 1);
        assert!(matches!(refused, Err(TryLockError::WouldBlock)));
        assert_eq!(pauses, GLANCES);
    }

    /// A lock that leads elsewhere is refused, and what it leads to is as it was.
    #[test]
    fn a_lock_that_leads_elsewhere_is_refused() {
        let base = tempfile::tempdir().unwrap();
        let target = base.path().join("target");
        fs::write(&target, "precious").unwrap();
        let keys = base.path().join("keys");
        make_folder(&keys).unwrap();
        std::os::unix::fs::symlink(&target, keys.join(LOCK)).unwrap();
        let refused = KeysFolder::open(&keys);
        assert!(matches!(refused, Err(KeysError::Unusable { .. })));
        assert_eq!(fs::read(&target).unwrap(), b"precious");
    }

    /// A folder that is to be forgotten is gone at the end, and one that a killed process left is
    /// gone at the next start.
    #[test]
    fn nothing_is_left_of_an_ephemeral_folder() {
        let folder = KeysFolder::ephemeral().unwrap();
        let path = folder.path.clone();
        fs::write(path.join("secret"), "x").unwrap();
        folder.close().unwrap();
        assert!(!path.exists());

        let left = memory_folder().join(format!("{EPHEMERAL}left-by-test-{}", std::process::id()));
        make_folder(&left).unwrap();
        File::create(left.join(LOCK)).unwrap();
        let trap = memory_folder().join(format!("{EPHEMERAL}trap-by-test-{}", std::process::id()));
        make_folder(&trap).unwrap();
        std::os::unix::fs::symlink("/dev/tty", trap.join(LOCK)).unwrap();
        let next = KeysFolder::ephemeral().unwrap();
        assert!(trap.exists(), "what has no lock of ours is not ours");
        fs::remove_dir_all(&trap).unwrap();
        assert!(!left.exists() && next.path.exists());
        next.close().unwrap();
    }
}
