//! Why a mailbox does not take a message.

use super::envelope::Start;

/// Why a message is not taken. The sender is told, and what it can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no message.
    #[error("this is no message of a peer")]
    Malformed,
    /// It is for another appliance.
    #[error("this message is for somebody else")]
    NotForUs,
    /// The mailbox was opened anew since the sender last heard of it: what is signed for it before counts no more.
    #[error("this mailbox was opened anew; the message has to be signed for it again")]
    OtherStart(Start),
    /// The sender does not have the key of the address that it names.
    #[error("the signature is not that of the address")]
    Forged,
    /// The clocks of the two computers are too far apart.
    #[error("the clocks of the two computers differ by more than half an hour: set them right")]
    Clock,
    /// It was taken before.
    #[error("this message was taken already")]
    Replayed,
    /// The sender is not known here. The host can see that it asks.
    #[error("they have to let you in first; they can see that you ask")]
    Unknown,
    /// There is no place for more, until the host has read what is there.
    #[error("their mailbox is full")]
    Full,
    /// The sender sends too much at once.
    #[error("this is too much at once")]
    TooFast,
}

impl Refusal {
    /// All of them, with some start.
    pub const ALL: [Self; 9] = [
        Self::Malformed,
        Self::NotForUs,
        Self::OtherStart(Start::NONE),
        Self::Forged,
        Self::Clock,
        Self::Replayed,
        Self::Unknown,
        Self::Full,
        Self::TooFast,
    ];

    /// Its name, for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NotForUs => "not_for_us",
            Self::OtherStart(_) => "other_start",
            Self::Forged => "forged",
            Self::Clock => "clock",
            Self::Replayed => "replayed",
            Self::Unknown => "unknown",
            Self::Full => "full",
            Self::TooFast => "too_fast",
        }
    }

    /// The refusal with a name, as another appliance told it.
    #[must_use]
    pub fn named(name: &str, start: Option<Start>) -> Option<Self> {
        let found = Self::ALL
            .into_iter()
            .find(|refusal| refusal.name() == name)?;
        match found {
            Self::OtherStart(_) => start.map(Self::OtherStart),
            other => Some(other),
        }
    }

    /// Whether the same message may be taken later.
    #[must_use]
    pub fn may_pass(self) -> bool {
        match self {
            Self::OtherStart(_) | Self::Unknown | Self::Full | Self::TooFast => true,
            Self::Malformed | Self::NotForUs | Self::Forged | Self::Clock | Self::Replayed => false,
        }
    }
}
