//! A message that the host has sent: its number, what has become of it, and how it is kept over a restart.

use serde::{Deserialize, Serialize};

use super::{content::Content, envelope::Nonce};
use crate::onion::OnionAddress;

/// The number of a message among those that the host has sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub u64);

/// What has become of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum State {
    /// It waits.
    Waiting {
        /// Why it was not delivered yet, where that was tried.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The same in the words of SOCKS 5, where it was Tor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// How often it was tried.
        tries: u32,
    },
    /// The peer has it.
    Delivered,
    /// The peer does not want it, or can never get it.
    Refused {
        /// Why.
        reason: String,
        /// The same in the words of SOCKS 5, where it was Tor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// It has waited for too long.
    Expired,
    /// The host has taken it back before it was delivered.
    #[serde(rename = "taken_back")]
    TakenBack,
}

/// Why a message was not delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// In words for the host.
    pub reason: String,
    /// In the words of SOCKS 5 (RFC 1928, section 6), where it was Tor.
    pub error: Option<&'static str>,
}

impl From<String> for Why {
    fn from(reason: String) -> Self {
        Self {
            reason,
            error: None,
        }
    }
}

/// How an attempt went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The peer has the message.
    Delivered,
    /// It has not, and trying again may help.
    Later(Why),
    /// It has not, and trying again helps at once.
    AtOnce(Why),
    /// It has not, and nothing helps.
    Never(Why),
}

/// A message that is to be sent now.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Its number.
    pub id: MessageId,
    /// To whom.
    pub to: OnionAddress,
    /// The number by which the receiver knows it.
    pub nonce: Nonce,
    /// What it holds.
    pub content: Content,
}

/// A message and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub id: MessageId,
    /// To whom.
    pub to: OnionAddress,
    /// What it holds.
    pub content: Content,
    /// What has become of it.
    pub state: State,
}

/// A message that waits, as it is kept over a restart.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// To whom.
    to: String,
    /// The number by which the receiver knows it, so that it is taken once also when its answer was lost.
    nonce: String,
    /// What sort of content it has.
    kind: String,
    /// The content, or the most of it.
    msg: String,
    /// The rest.
    name: String,
    /// When it expires, in seconds since 1970.
    expires: u64,
}

impl std::fmt::Debug for Kept {
    /// What is said to whom never reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept([scrubbed])")
    }
}

impl Kept {
    /// A message that expires then, in seconds since 1970.
    pub(super) fn of(to: &OnionAddress, nonce: Nonce, content: &Content, expires: u64) -> Self {
        let (kind, [msg, name]) = content.fields();
        Self {
            to: to.reveal().to_owned(),
            nonce: nonce.to_string(),
            kind: kind.to_owned(),
            msg: msg.to_owned(),
            name: name.to_owned(),
            expires,
        }
    }

    /// The number of the message, which tells it from all others.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.nonce
    }

    /// When it expires, in seconds since 1970.
    pub(super) fn expires(&self) -> u64 {
        self.expires
    }

    /// What it is; nothing where it makes no sense.
    pub(super) fn read(&self) -> Option<(OnionAddress, Nonce, Content)> {
        Some((
            self.to.parse().ok()?,
            Nonce::parse(&self.nonce)?,
            Content::of(&self.kind, [&self.msg, &self.name], None).ok()?,
        ))
    }
}
