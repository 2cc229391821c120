//! Why something is not done with a file.

use std::{io, path::PathBuf};

use super::table::MOST_OFFERS;
use crate::{dial::DialError, peer::MAX_FILE};

/// Why an order about a file is not carried out.
#[derive(Debug, thiserror::Error)]
pub enum NoFile {
    /// It is not said from where.
    #[error("{} does not say where it is from the root on.", .0.display())]
    Relative(PathBuf),
    /// The system does not let it be read.
    #[error("The file {} cannot be read: {error}.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is something else.
    #[error(
        "{} is no file that can be offered: a folder, a device or a pipe. Pack a folder into an archive first.",
        .0.display()
    )]
    NoFile(PathBuf),
    /// It is too big.
    #[error(
        "{} is too big: it has {size} bytes, and a file that goes to a peer at most {MAX_FILE} (1 GiB). Split it.",
        path.display()
    )]
    TooBig {
        /// The file.
        path: PathBuf,
        /// How many bytes it has.
        size: u64,
    },
    /// Somebody has written to it.
    #[error("the file was changed since; offer it again")]
    Changed,
    /// There are as many as can be.
    #[error(
        "{MOST_OFFERS} files are offered, which is as many as can be. Take one back first: onionchat peer cancel NUMBER"
    )]
    Full,
    /// Nothing has that number.
    #[error(
        "No file has this number, or it is offered no longer. See which there are: onionchat peer files"
    )]
    Unknown,
    /// It is the host's own.
    #[error("You offer this file yourself: the other side can accept it.")]
    Own,
    /// It is being fetched.
    #[error("This file is being fetched already. See how far that is: onionchat peer files")]
    UnderWay,
    /// It is over.
    #[error("There is nothing to stop: it is over. See how it ended: onionchat peer files")]
    Over,
    /// Nothing can be written there.
    #[error("The folder {} cannot be written to: {error}. Name one that exists and is yours.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl NoFile {
    /// Its name, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Relative(_) | Self::Unreadable { .. } | Self::NoFile(_) => "file_unreadable",
            Self::TooBig { .. } => "file_too_big",
            Self::Changed => "file_changed",
            Self::Full => "offers_full",
            Self::Unknown => "no_file",
            Self::Own => "own_file",
            Self::UnderWay => "file_under_way",
            Self::Over => "file_over",
            Self::Folder { .. } => "folder_unusable",
        }
    }
}

/// Why nothing is sent to somebody who asks for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSent {
    /// There is none.
    Unknown,
    /// Too many are sent already, to all or to that peer, and nobody gives a place up.
    Busy,
}

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    /// There is no way to it.
    #[error(transparent)]
    Dial(DialError),
    /// It is offered no more.
    #[error(
        "they do not offer this file any more: it was taken back or changed, or they were closed since"
    )]
    Gone,
    /// Something else is there.
    #[error("something else than an onionchat is at their address")]
    Stranger,
    /// They do not send what they have announced.
    #[error("their answer does not fit what they have offered: nothing of it was kept")]
    Lies,
    /// It is another file.
    #[error(
        "what came is not the file that was offered, its SHA-256 is another one: nothing of it was kept"
    )]
    Hash,
    /// It goes on no more.
    #[error("given up after {tries} attempts: {reason}")]
    GivenUp {
        /// How many.
        tries: u32,
        /// Why the last one failed.
        reason: String,
    },
    /// It cannot be written.
    #[error("it cannot be written: {0}. Nothing of it was kept")]
    Disk(#[from] io::Error),
    /// There are too many of the name.
    #[error("there are too many files of this name in the folder: name another one")]
    Crowded,
}
