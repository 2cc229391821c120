//! A file that is not all there yet, and where it goes when it is.

mod place; // where it is until then

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::error::{Failed, NoFile};
use crate::{
    files,
    peer::{FileName, FileOffer},
};
use place::Place;

/// How many files of one name there may be in a folder: more is somebody's mistake.
const MOST_ALIKE: usize = 1000;

/// A file that is being fetched: this user's alone, not to be executed, and gone when it is dropped.
#[derive(Debug)]
pub(super) struct Draft {
    /// The file.
    place: Place,
    /// The folder that it goes to.
    folder: PathBuf,
    /// What was written, for its SHA-256.
    hasher: Sha256,
    /// How much that is.
    length: u64,
}

impl Draft {
    /// Begins a file in a folder, which shows whether it can be written there.
    ///
    /// # Errors
    /// Where it cannot.
    pub(super) fn begin(folder: &Path) -> Result<Self, NoFile> {
        if !folder.is_absolute() {
            return Err(NoFile::Relative(folder.to_owned()));
        }
        let place = Place::begin(folder).map_err(|error| NoFile::Folder {
            path: folder.to_owned(),
            // What was added to it says the name of the draft.
            error: error
                .raw_os_error()
                .map_or(error, io::Error::from_raw_os_error),
        })?;
        Ok(Self {
            place,
            folder: folder.to_owned(),
            hasher: Sha256::new(),
            length: 0,
        })
    }

    /// How much of it is there.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Adds a piece. It blocks.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub(super) fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.place.file().write_all(piece)?;
        self.hasher.update(piece);
        self.length += piece.len() as u64;
        Ok(())
    }

    /// Gives it its name, or that with a number where there is such a file; says where it is. It blocks.
    ///
    /// # Errors
    /// Where it is not what was offered, or the system does not let it. Then it is gone.
    pub(super) fn keep(self, offer: &FileOffer) -> Result<PathBuf, Failed> {
        if self.length != offer.size {
            return Err(Failed::Lies);
        }
        if self.hasher.finalize()[..] != offer.hash {
            return Err(Failed::Hash);
        }
        let (mut place, folder) = (self.place, self.folder);
        place.file().sync_all()?;
        for name in names(&offer.name) {
            let path = folder.join(name);
            let Some(back) = place.give(&path)? else {
                files::sync_folder(&folder)?;
                return Ok(path);
            };
            place = back;
        }
        Err(Failed::Crowded)
    }
}

/// The names that a file may get, in this order.
fn names(name: &FileName) -> impl Iterator<Item = String> {
    let numbered = (1..MOST_ALIKE).map(|number| name.numbered(number));
    std::iter::once(name.as_str().to_owned()).chain(numbered)
}
