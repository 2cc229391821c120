//! Whether a service is private, which outlives a forgotten flag, the last guest, and the loss of the guests' files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{files, service::ServiceName};

/// The folder in the keys folder in which each private service has its mark.
const FOLDER: &str = "private";

/// The ending of the file that says that a service with a mark was opened to everybody: whoever came meanwhile knows
/// introduction points of it. No service's name has a dot in it.
const OPENED: &str = ".opened";

/// What a mark says to whoever finds it.
const SAYS: &str =
    "Who is not a guest does not find this room. To open it to everybody: --public.\n";

/// The mark of a private service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The folder of all marks.
    folder: PathBuf,
    /// Its name in that.
    name: String,
}

impl Mark {
    /// The mark of a service; `folder` is the keys folder.
    pub(super) fn of(folder: &Path, service: &ServiceName) -> Self {
        Self {
            folder: folder.join(FOLDER),
            name: service.to_string(),
        }
    }

    /// Whether it is there. Where that cannot be found out, a closed door is the smaller harm.
    pub(super) fn is_there(&self) -> bool {
        is_there(&self.folder.join(&self.name))
    }

    /// Whether strangers may know introduction points of the service: it never was private, or was opened since.
    pub(super) fn was_public(&self) -> bool {
        !self.is_there() || is_there(&self.folder.join(self.opened()))
    }

    /// Makes it. Whatever strangers know must be of no use by now.
    pub(super) fn make(&self) -> io::Result<()> {
        files::make_folder(&self.folder)?;
        write_once(&self.folder, &self.name, SAYS)?;
        match fs::remove_file(self.folder.join(self.opened())) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    /// Notes that the service is open to everybody, where it ever was private.
    pub(super) fn note_public(&self) -> io::Result<()> {
        if self.is_there() {
            write_once(&self.folder, &self.opened(), "")?;
        }
        Ok(())
    }

    /// The name of the note that it is open.
    fn opened(&self) -> String {
        format!("{}{OPENED}", self.name)
    }
}

/// Whether something of a name is there, wherever it leads; where that cannot be found out, it may be.
pub(super) fn is_there(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

/// Writes a file where there is none.
pub(super) fn write_once(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    if is_there(&folder.join(name)) {
        return Ok(());
    }
    files::write_new(folder, name, text.as_bytes())
}
