//! Orders that concern files between appliances, and how what is offered stands.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{
    No, PeerAnswer,
    peers::{fitting, found},
};
use crate::{
    mail::Mail,
    peer::{FileOffer, PeerName, State, Unsendable},
    transfer::{Direction, FileNumber, FileState, FileView, NoFile},
};

/// What the host can order about files.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "file", rename_all = "lowercase", deny_unknown_fields)]
pub enum FileOrder {
    /// Offer an own one.
    Offer {
        /// To whom.
        to: String,
        /// Where it is, from the root on.
        path: PathBuf,
    },
    /// Tell what is offered, on both sides.
    List,
    /// Tell how one stands.
    Look {
        /// Which.
        number: FileNumber,
    },
    /// Fetch one.
    Accept {
        /// Which.
        number: FileNumber,
        /// Where to, from the root on.
        folder: PathBuf,
    },
    /// Stop one, or take it back.
    Cancel {
        /// Which.
        number: FileNumber,
    },
}

/// A file that goes from one appliance to another.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerFile {
    /// Its number.
    pub number: FileNumber,
    /// Which way it goes.
    pub direction: Direction,
    /// The peer's address.
    pub onion: String,
    /// What the host calls the peer.
    pub name: Option<PeerName>,
    /// What the file is called.
    pub file: String,
    /// How many bytes it has.
    pub size: u64,
    /// Its SHA-256, once it is known.
    pub sha256: Option<String>,
    /// How much of it has come, was sent or was read.
    pub bytes: u64,
    /// The same in hundredths of the whole.
    pub percent: u64,
    /// How it stands.
    #[serde(flatten)]
    pub state: FileState,
    /// What has become of the message that offers it, where the host does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<State>,
}

// What is sent to whom, and where it is kept, never reaches a log.
scrubbed!(FileOrder, PeerFile);

impl PeerFile {
    /// A file as it is told.
    fn of(mail: &Mail, view: FileView) -> Self {
        let (bytes, size) = (view.bytes, view.size);
        Self {
            number: view.number,
            direction: view.direction,
            onion: view.peer.reveal().to_owned(),
            name: mail.name_of(&view.peer),
            file: view.name.as_str().to_owned(),
            size,
            sha256: view.offer.as_ref().map(FileOffer::sha256),
            bytes,
            percent: (bytes * 100).checked_div(size).unwrap_or(0),
            state: view.state,
            offer: view.message.and_then(|id| mail.state(id)),
        }
    }

    /// Whether nothing more comes of it without anybody doing something: an own file is offered, or cannot be; that of
    /// somebody else is there, or is not coming.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match &self.state {
            FileState::Reading | FileState::Waiting { .. } => false,
            FileState::Running => self.direction == Direction::Out,
            FileState::Offered
            | FileState::Done { .. }
            | FileState::Failed { .. }
            | FileState::Cancelled => true,
        }
    }
}

/// Carries out an order about files.
pub(super) fn execute(mail: &Mail, order: FileOrder) -> Result<PeerAnswer, No> {
    let number = match order {
        FileOrder::Offer { to, path } => {
            let to = found(mail, &to)?;
            if to == mail.own() {
                return Err(Unsendable::Own.into());
            }
            mail.offer_file(&to, &path)?
        }
        FileOrder::Accept { number, folder } => {
            mail.accept_file(number, &folder)?;
            number
        }
        FileOrder::Cancel { number } => {
            mail.cancel_file(number)?;
            number
        }
        FileOrder::Look { number } => number,
        FileOrder::List => return Ok(list(mail)),
    };
    let view = mail.file(number).ok_or(NoFile::Unknown)?;
    Ok(PeerAnswer::PeerFile(PeerFile::of(mail, view)))
}

/// The newest files, as many as are told at once, the oldest of them first.
fn list(mail: &Mail) -> PeerAnswer {
    let all = mail.files();
    let count = all.len();
    // Where a file is kept may have a very long name.
    let mut files = fitting(all.into_iter().rev().map(|view| PeerFile::of(mail, view)));
    files.reverse();
    let more = count - files.len();
    PeerAnswer::PeerFiles { files, more }
}

/// What a message says that offers a file; whoever gets it learns how to accept it.
pub(super) fn words(offer: &FileOffer, number: Option<FileNumber>) -> String {
    let (name, size) = (offer.name.as_str(), in_words(offer.size));
    match number {
        Some(FileNumber(number)) => {
            format!("offers the file {name} ({size}): onionchat peer accept {number} --to FOLDER")
        }
        None => format!("offers the file {name} ({size})"),
    }
}

/// So many bytes in words, as people count them.
#[must_use]
pub fn in_words(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.into_iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            let tenths = bytes * 10 / unit;
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        None if bytes == 1 => "1 byte".to_owned(),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sizes are told as people count them, rounded down.
    #[test]
    fn sizes_are_in_words() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (1_299_999, "1.2 MB"),
            (1 << 30, "1.0 GB"),
        ] {
            assert_eq!(in_words(bytes), words);
        }
    }
}
