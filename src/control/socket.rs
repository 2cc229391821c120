//! Where the socket is: an address holds little more than a hundred bytes, and paths are longer.

use std::{
    fs::{self, File},
    io,
    os::{fd::AsRawFd as _, unix::fs::FileTypeExt as _},
    path::{Path, PathBuf},
};

use super::SOCKET;

/// The longest path that fits into the address of a socket on every system.
const MAX_ADDRESS: usize = 100;

/// The way to the socket of a keys folder. Where the folder's path is too long, the way leads through the
/// folder held open.
#[derive(Debug)]
pub(super) struct Way {
    /// The socket's path, or another one to the same.
    pub(super) path: PathBuf,
    /// The folder, where the way leads through it.
    _folder: Option<File>,
}

impl Way {
    /// The way into a keys folder.
    ///
    /// # Errors
    /// Where the folder cannot be opened.
    pub(super) fn into(keys: &Path) -> io::Result<Self> {
        let direct = keys.join(SOCKET);
        if direct.as_os_str().len() <= MAX_ADDRESS {
            return Ok(Self {
                path: direct,
                _folder: None,
            });
        }
        let folder = File::open(keys)?;
        let through = format!("/proc/self/fd/{}", folder.as_raw_fd());
        Ok(Self {
            path: Path::new(&through).join(SOCKET),
            _folder: Some(folder),
        })
    }

    /// Takes away what a killed process left. Something else of that name is left alone.
    ///
    /// # Errors
    /// Where there is something that is no socket, or it cannot be taken away.
    pub(super) fn clear(&self) -> io::Result<()> {
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
            Ok(found) if found.file_type().is_socket() => fs::remove_file(&self.path),
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }
}
