//! Files and folders that only this user can use, and that outlive a loss of power.

use std::{
    fs::{self, DirBuilder, File, Permissions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::Path,
};

/// The mode of a folder that only this user can enter; C tor takes no other for its keys.
const OWN_FOLDER: u32 = 0o700;

/// Makes a folder that only this user can enter, and those above it. One that is there stays as it is.
///
/// # Errors
/// Where the system does not let it be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
    let mut maker = DirBuilder::new();
    maker.recursive(true).mode(OWN_FOLDER).create(folder)?;
    missing
        .into_iter()
        .try_for_each(|made| sync_folder(above(made)))
}

/// The folder that something is in.
fn above(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    }
}

/// Writes a file that only this user can read into a folder: wholly or not at all, and only where there is none of
/// that name.
///
/// # Errors
/// Where there is one ([`io::ErrorKind::AlreadyExists`]), or the system does not let it be written.
pub fn write_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // The draft begins with a dot, as nothing does that is read, and is this user's alone.
    let mut draft = tempfile::Builder::new().prefix(".").tempfile_in(folder)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    let written = draft.persist_noclobber(folder.join(name));
    written.map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Writes a file that only this user can read into a folder, in the place of the one of that name, if there is one:
/// wholly or not at all.
///
/// # Errors
/// Where the system does not let it be written.
pub fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut draft = tempfile::Builder::new().prefix(".").tempfile_in(folder)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    let written = draft.persist(folder.join(name));
    written.map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Puts a new folder that only this user can enter where there is nothing, or an empty folder: wholly or not at all.
/// `fill` writes into it while it is still elsewhere.
///
/// # Errors
/// Where there is something, or the system does not let it be written.
pub fn write_new_folder(
    folder: &Path,
    fill: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let parent = above(folder);
    make_folder(parent)?;
    let draft = tempfile::Builder::new()
        .prefix(".")
        .permissions(Permissions::from_mode(OWN_FOLDER))
        .tempdir_in(parent)?;
    fill(draft.path())?;
    sync_folder(draft.path())?;
    // It takes the place of an empty folder and of nothing else, in one step.
    fs::rename(draft.path(), folder)?;
    let _ = draft.keep();
    sync_folder(parent)
}

/// Sees to it that the names in a folder outlive a loss of power.
///
/// # Errors
/// Where the system cannot say that they do.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What others may do with a file or folder.
    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// Files and folders are this user's alone, and nothing is overwritten.
    #[test]
    fn what_is_written_is_this_users() {
        let base = tempfile::tempdir().unwrap();
        let folder = base.path().join("new/folder");
        let fill = |to: &Path| write_new(to, "file", b"one");
        write_new_folder(&folder, fill).unwrap();
        let written = folder.join("file");
        assert_eq!((mode(&folder), mode(&written)), (0o700, 0o600));
        assert_eq!(mode(folder.parent().unwrap()), 0o700);

        let again = write_new(&folder, "file", b"two").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        let again = write_new_folder(&folder, fill).unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::DirectoryNotEmpty);
        assert_eq!(fs::read(&written).unwrap(), b"one");
    }

    /// Of what goes wrong half-way nothing is left.
    #[test]
    fn nothing_is_left_of_an_attempt() {
        let base = tempfile::tempdir().unwrap();
        let failed = write_new_folder(&base.path().join("folder"), |to| {
            write_new(to, "file", b"one")?;
            write_new(to, "file", b"two")
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_dir(base.path()).unwrap().count(), 0);
    }
}
