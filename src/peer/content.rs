//! What a message between peers holds.

use super::file::{FileFields, FileOffer};
use crate::chat::{MessageText, RoomCode, place::RoomName, text::TooLong};

/// What a message holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing: whoever waited to be let in is, and may send what waits.
    Hello,
    /// Words.
    Text(MessageText),
    /// The way into a room on the sender's appliance.
    Room {
        /// Its code.
        code: RoomCode,
        /// What it is called.
        name: RoomName,
    },
    /// A file that the sender offers.
    File(FileOffer),
}

impl std::fmt::Debug for Content {
    /// What is said never reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Content([scrubbed])")
    }
}

/// Something that is no content of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is nothing that a message can hold")]
pub struct Malformed;

impl Content {
    /// Words as they were typed.
    ///
    /// # Errors
    /// Where nothing is left of them, there is a control character in them, or they are too long.
    pub fn text(typed: &str) -> Result<Self, Malformed> {
        match MessageText::parse(typed, TooLong::Refuse) {
            Ok(Some(text)) => Ok(Self::Text(text)),
            Ok(None) | Err(_) => Err(Malformed),
        }
    }

    /// The content as the wire has it: what sort it is, and its fields.
    pub(super) fn fields(&self) -> (&'static str, [&str; 2]) {
        match self {
            Self::Hello => ("hello", ["", ""]),
            Self::Text(text) => ("text", [text.as_str(), ""]),
            Self::Room { code, name } => ("room", [code.reveal(), name.as_str()]),
            Self::File(offer) => ("file", [offer.name.as_str(), ""]),
        }
    }

    /// The file, where it is one: the wire has more of it than that.
    pub(super) fn file(&self) -> Option<&FileOffer> {
        match self {
            Self::Hello | Self::Text(_) | Self::Room { .. } => None,
            Self::File(offer) => Some(offer),
        }
    }

    /// Reads the content from what the wire has.
    pub(super) fn of(
        kind: &str,
        [msg, name]: [&str; 2],
        file: Option<&FileFields>,
    ) -> Result<Self, Malformed> {
        match (kind, name, file) {
            ("hello", "", None) if msg.is_empty() => Ok(Self::Hello),
            ("text", "", None) => Self::text(msg),
            ("file", "", Some(file)) => file.offer(msg).map(Self::File).ok_or(Malformed),
            ("room", name, None) => Ok(Self::Room {
                code: RoomCode::parse(msg).ok_or(Malformed)?,
                name: RoomName::parse(name).ok_or(Malformed)?,
            }),
            _ => Err(Malformed),
        }
    }
}
