//! What goes from one appliance to another: a message, and what proves from whom it is.
//!
//! On the wire it is a JSON object with the field names of TORchat's `RECV`. What is signed is not the JSON but the
//! fields themselves, each with its length before it, behind words that nothing else signs. The receiver's address and
//! its [`Start`] are in it, so a message counts at one mailbox only, and there only until it is opened anew; so the
//! numbers of messages that were taken need to be remembered no longer than the process lives.

use std::fmt;

use data_encoding::HEXLOWER;
use rand::{Rng, RngExt as _};
use serde::{Deserialize, Serialize};

use super::{
    content::Content,
    file::{FileFields, FileOffer},
    refusal::Refusal,
};
use crate::onion::{OnionAddress, SIGNATURE, Sign};

/// What every signed text begins with, so that it is never taken for anything else that the same key signs.
const DOMAIN: &[u8] = b"onionchat peer message, version 1";

/// The most bytes of an envelope: 500 characters of any script with all of them escaped, and the rest.
pub const MAX_ENVELOPE: usize = 8192;

/// The command that a peer may send, in TORchat's words.
const RECV: &str = "RECV";

/// How many bytes a number has that nobody guesses, and nobody else draws.
const NUMBER: usize = 16;

/// The number that a mailbox draws when it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start([u8; NUMBER]);

/// The number of a message, which stays the same however often it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nonce([u8; NUMBER]);

impl Start {
    /// What a sender names that does not know the mailbox's yet.
    pub const NONE: Self = Self([0; NUMBER]);

    /// A new one.
    pub fn random(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// Reads one from the wire.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        number(text).map(Self)
    }
}

/// As the wire has it.
impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl Nonce {
    /// A new one.
    pub fn random(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// Reads one from the wire.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        number(text).map(Self)
    }
}

/// As the wire has it.
impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// From whom.
    pub from: OnionAddress,
    /// To whom.
    pub to: OnionAddress,
    /// Which opening of the receiver's mailbox it is for.
    pub start: Start,
    /// When it was sent, in minutes since 1970 by the sender's clock: a finer time would tell how far that is off.
    pub minute: u64,
    /// Its number.
    pub nonce: Nonce,
    /// What it holds.
    pub content: Content,
}

/// A message on its way, and its signature, which is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The message.
    pub(super) envelope: Envelope,
    /// The signature.
    signature: [u8; SIGNATURE],
}

/// An envelope on the wire.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    /// Always [`RECV`].
    cmd: String,
    /// The sender's address.
    id: String,
    /// The receiver's address.
    to: String,
    /// Which opening of the receiver's mailbox it is for.
    start: String,
    /// When it was sent.
    minute: u64,
    /// Its number.
    nonce: String,
    /// What sort of content it has.
    kind: String,
    /// The content, or the most of it.
    msg: String,
    /// The rest.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    /// What there is of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<FileFields>,
    /// The signature.
    signature: String,
}

impl Envelope {
    /// Signs the message.
    #[must_use]
    pub fn sign(self, key: &dyn Sign) -> Signed {
        let signature = key.sign(&self.to_be_signed());
        Signed {
            envelope: self,
            signature,
        }
    }

    /// What is signed: the fields, each with its length before it. The sort of content says how many there are.
    fn to_be_signed(&self) -> Vec<u8> {
        let (kind, [msg, name]) = self.content.fields();
        let minute = self.minute.to_be_bytes();
        let file = self.content.file().map(FileOffer::to_be_signed);
        let fields: [&[u8]; 9] = [
            DOMAIN,
            self.from.key(),
            self.to.key(),
            &self.start.0,
            &minute,
            &self.nonce.0,
            kind.as_bytes(),
            msg.as_bytes(),
            name.as_bytes(),
        ];
        let mut bytes = Vec::new();
        let more = file.iter().flatten().map(Vec::as_slice);
        for field in fields.into_iter().chain(more) {
            bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
            bytes.extend_from_slice(field);
        }
        bytes
    }
}

impl Signed {
    /// From whom it says it is, and what it holds.
    #[must_use]
    pub fn parts(&self) -> (&OnionAddress, &Content) {
        (&self.envelope.from, &self.envelope.content)
    }

    /// Reads an envelope from the wire. Its signature is checked by [`Self::is_genuine`], which costs more.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] where it is none.
    pub fn parse(json: &[u8]) -> Result<Self, Refusal> {
        if json.len() > MAX_ENVELOPE {
            return Err(Refusal::Malformed);
        }
        let wire: Wire = serde_json::from_slice(json).map_err(|_| Refusal::Malformed)?;
        Self::of(&wire).ok_or(Refusal::Malformed)
    }

    /// Reads the fields.
    fn of(wire: &Wire) -> Option<Self> {
        let content = Content::of(&wire.kind, [&wire.msg, &wire.name], wire.file.as_ref()).ok()?;
        // What would be shown otherwise than it was signed is nothing that an honest sender sends.
        if content.fields().1 != [wire.msg.as_str(), wire.name.as_str()] || wire.cmd != RECV {
            return None;
        }
        Some(Self {
            envelope: Envelope {
                from: wire.id.parse().ok()?,
                to: wire.to.parse().ok()?,
                start: Start::parse(&wire.start)?,
                minute: wire.minute,
                nonce: Nonce::parse(&wire.nonce)?,
                content,
            },
            signature: number(&wire.signature)?,
        })
    }

    /// The envelope as the wire has it.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let envelope = &self.envelope;
        let (kind, [msg, name]) = envelope.content.fields();
        let wire = Wire {
            cmd: RECV.to_owned(),
            id: envelope.from.reveal().to_owned(),
            to: envelope.to.reveal().to_owned(),
            start: envelope.start.to_string(),
            minute: envelope.minute,
            nonce: envelope.nonce.to_string(),
            kind: kind.to_owned(),
            msg: msg.to_owned(),
            name: name.to_owned(),
            file: envelope.content.file().map(FileFields::of),
            signature: HEXLOWER.encode(&self.signature),
        };
        // Writing to memory fails only for maps with keys that are no strings, and there are none.
        serde_json::to_vec(&wire).unwrap_or_default()
    }

    /// Whether it is from whom it says.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        let envelope = &self.envelope;
        envelope
            .from
            .has_signed(&envelope.to_be_signed(), &self.signature)
    }
}

/// Reads so many bytes from their hexadecimal digits.
fn number<const N: usize>(text: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}
