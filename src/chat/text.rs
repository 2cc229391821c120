//! Message texts: how long one may be, and which characters it may hold.

use std::fmt;

use super::refusal::Refusal;

mod hygiene;
#[cfg(test)]
mod tests;

/// The most characters (Unicode scalar values) of a message; the seed's number.
pub const MAX_CHARACTERS: usize = 500;

/// A text that may be said: trimmed, not empty, at most 500 characters, no control characters but tab
/// and line feed, and none that hide, reorder or pile up what is written.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageText(Box<str>);

/// What to do with a text that is longer than a message may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooLong {
    /// Keep the first 500 characters, as the seed does.
    Cut,
    /// Refuse it, so that the writer can shorten it and nothing is lost.
    Refuse,
}

impl MessageText {
    /// Reads a text as it was typed; `Ok(None)` if there is nothing visible in it.
    ///
    /// Characters that nobody can see, or that change what others see around them, are taken out without
    /// a word: who writes honestly does not know of them, and misses nothing. What is left is counted.
    ///
    /// # Errors
    /// [`Refusal::ControlCharacters`] for control characters other than tab and line ends, and
    /// [`Refusal::TooLong`] for more than 500 characters where those are to be refused.
    pub fn parse(typed: &str, too_long: TooLong) -> Result<Option<Self>, Refusal> {
        let mut text = clean(typed)?;
        if let Some((end, _)) = text.char_indices().nth(MAX_CHARACTERS) {
            match too_long {
                // What stands at the end now may be half of something, or a blank.
                TooLong::Cut => text = hygiene::clean(&text[..end]),
                TooLong::Refuse => {
                    return Err(Refusal::TooLong {
                        characters: text.chars().count(),
                    });
                }
            }
        }
        Ok((!text.is_empty()).then(|| Self(text.into())))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was typed without what nobody can see, and without the blanks around it.
///
/// # Errors
/// [`Refusal::ControlCharacters`] for control characters other than tab and line ends.
pub fn clean(typed: &str) -> Result<String, Refusal> {
    if typed.chars().any(is_forbidden) {
        return Err(Refusal::ControlCharacters);
    }
    Ok(hygiene::clean(typed))
}

/// What is left of a typed text when the characters that no message may hold are taken out.
#[must_use]
pub fn without_control_characters(typed: &str) -> String {
    typed.chars().filter(|&c| !is_forbidden(c)).collect()
}

/// What of a text that comes from anywhere may be shown: nothing in it moves a cursor, hides, reorders or piles up.
/// Line ends and tabs stay.
#[must_use]
pub fn harmless(text: &str) -> String {
    hygiene::clean(&without_control_characters(text))
}

/// Whether no message may hold this character: control characters other than tab and line ends.
fn is_forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

impl fmt::Debug for MessageText {
    /// What is said never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageText([scrubbed])")
    }
}
