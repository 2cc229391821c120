//! Refusals: the normal "no", which is always shown with its reason and never logged.

use super::text::MAX_CHARACTERS;

/// Why something that a visitor asked for is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The same member wrote less than a second ago.
    #[error("You write faster than one message a second. Wait a moment, then send it again.")]
    TooFast,
    /// The same member said exactly this a moment ago.
    #[error("You said exactly this a moment ago, so it was not sent twice.")]
    Duplicate,
    /// The text is longer than a message may be.
    #[error(
        "This has {characters} characters, and a message has at most {MAX_CHARACTERS}. Shorten it, then send it again."
    )]
    TooLong {
        /// The length of the text in characters.
        characters: usize,
    },
    /// The text holds control characters.
    #[error(
        "This held control characters, which were taken out. Look it over, then send it again."
    )]
    ControlCharacters,
    /// The visitor has been away for so long that the room has forgotten them.
    #[error("You were away for long. Send it again.")]
    Forgotten,
    /// The visitor's Tor circuit has used up its share for the moment.
    #[error("Too much comes over your connection at once. Wait a few seconds, then send it again.")]
    CircuitBusy,
}
