//! An own file that is offered: opened once, and found out if somebody writes to it.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::FileExt as _,
    path::Path,
    time::SystemTime,
};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::{PIECE, error::NoFile};
use crate::peer::{HASH, MAX_FILE};

/// An own file. It stays the same one when its name is given to another.
#[derive(Debug)]
pub(super) struct Source {
    /// The file.
    file: File,
    /// How long it was when it was opened, and when it was last changed then.
    stamp: Stamp,
}

/// What differs where somebody has written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    /// How long it is.
    size: u64,
    /// When it was last changed.
    modified: SystemTime,
}

impl Stamp {
    /// That of a file.
    fn of(file: &File) -> io::Result<Self> {
        let about = file.metadata()?;
        Ok(Self {
            size: about.len(),
            modified: about.modified()?,
        })
    }
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// Where it is none, is too big, or cannot be read.
    pub(super) fn open(path: &Path) -> Result<Self, NoFile> {
        if !path.is_absolute() {
            return Err(NoFile::Relative(path.to_owned()));
        }
        let unreadable = |error| NoFile::Unreadable {
            path: path.to_owned(),
            error,
        };
        // Before it is opened: opening a pipe waits for somebody who writes to it.
        let about = fs::metadata(path).map_err(unreadable)?;
        if !about.is_file() {
            return Err(NoFile::NoFile(path.to_owned()));
        }
        let file = File::open(path).map_err(unreadable)?;
        let stamp = Stamp::of(&file).map_err(unreadable)?;
        if stamp.size > MAX_FILE {
            return Err(NoFile::TooBig {
                path: path.to_owned(),
                size: stamp.size,
            });
        }
        Ok(Self { file, stamp })
    }

    /// How long it was when it was opened.
    pub(super) fn size(&self) -> u64 {
        self.stamp.size
    }

    /// Whether somebody has written to it since.
    pub(super) fn is_changed(&self) -> bool {
        !Stamp::of(&self.file).is_ok_and(|stamp| stamp == self.stamp)
    }

    /// The next piece from there on. It blocks.
    ///
    /// # Errors
    /// Where it cannot be read, or somebody has written to it.
    pub(super) fn piece(&self, at: u64) -> io::Result<Bytes> {
        let left = self.size().saturating_sub(at);
        let mut piece = vec![0; usize::try_from(left).map_or(PIECE, |left| left.min(PIECE))];
        self.file.read_exact_at(&mut piece, at)?;
        if self.is_changed() {
            return Err(io::Error::other(NoFile::Changed));
        }
        Ok(piece.into())
    }

    /// Reads all of it for its SHA-256, as long as it is wanted; tells how far it is. It blocks.
    ///
    /// # Errors
    /// Where it cannot be read, or somebody has written to it.
    pub(super) fn digest(&self, is_wanted: impl Fn(u64) -> bool) -> io::Result<[u8; HASH]> {
        let (mut hasher, mut at) = (Sha256::new(), 0);
        while at < self.size() {
            let piece = self.piece(at)?;
            hasher.update(&piece);
            at += piece.len() as u64;
            if !is_wanted(at) {
                return Err(io::ErrorKind::Interrupted.into());
            }
        }
        Ok(hasher.finalize().into())
    }
}
