//! How a file stands, as the host may see it.

use serde::{Deserialize, Serialize};

use crate::{
    onion::OnionAddress,
    peer::{FileName, FileOffer, MessageId},
};

/// The number of a file, among those that the host offers and those that were offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileNumber(pub u64);

/// Which way a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// A peer offers it.
    In,
    /// The host offers it.
    Out,
}

/// How a file stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum FileState {
    /// An own file is read, before it is offered.
    Reading,
    /// It is offered.
    Offered,
    /// It was accepted, and comes later.
    Waiting {
        /// Why not now, where that was tried.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// It is on its way.
    Running,
    /// All of it is there.
    Done {
        /// Where, if it is here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<String>,
    },
    /// It did not come, or cannot be had.
    Failed {
        /// Why.
        reason: String,
    },
    /// The host has stopped it, or taken it back.
    Cancelled,
}

impl std::fmt::Debug for FileState {
    /// Where a file is kept never reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileState([scrubbed])")
    }
}

/// A file, as the host may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileView {
    /// Its number.
    pub number: FileNumber,
    /// Which way it goes.
    pub direction: Direction,
    /// From whom or to whom.
    pub peer: OnionAddress,
    /// What it is called.
    pub name: FileName,
    /// How many bytes it has.
    pub size: u64,
    /// What was offered, once it was.
    pub offer: Option<FileOffer>,
    /// How much of it has come, was sent or was read.
    pub bytes: u64,
    /// How it stands.
    pub state: FileState,
    /// The message that offers it, where the host does.
    pub message: Option<MessageId>,
}
