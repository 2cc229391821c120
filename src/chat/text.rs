//! Message texts: how long one may be, and which characters it may hold.

use std::fmt;

use super::refusal::Refusal;

/// The most characters (Unicode scalar values) of a message; the seed's number.
pub const MAX_CHARACTERS: usize = 500;

/// A text that may be said: trimmed, not empty, at most 500 characters, and no control characters but
/// tab and line feed.
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
    /// Reads a text as it was typed; `Ok(None)` if there is nothing in it but white space.
    ///
    /// # Errors
    /// [`Refusal::ControlCharacters`] for control characters other than tab and line ends, and
    /// [`Refusal::TooLong`] for more than 500 characters where those are to be refused.
    pub fn parse(typed: &str, too_long: TooLong) -> Result<Option<Self>, Refusal> {
        let text = typed.replace("\r\n", "\n").replace('\r', "\n");
        if text.chars().any(is_forbidden) {
            return Err(Refusal::ControlCharacters);
        }
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        match text.char_indices().nth(MAX_CHARACTERS) {
            None => Ok(Some(Self(text.into()))),
            Some((end, _)) => match too_long {
                TooLong::Cut => Ok(Some(Self(text[..end].into()))),
                TooLong::Refuse => Err(Refusal::TooLong {
                    characters: text.chars().count(),
                }),
            },
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is left of a typed text when the characters that no message may hold are taken out.
#[must_use]
pub fn without_control_characters(typed: &str) -> String {
    typed.chars().filter(|&c| !is_forbidden(c)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses with the seed's rule and gives the text.
    fn cut(typed: &str) -> Option<String> {
        MessageText::parse(typed, TooLong::Cut)
            .unwrap()
            .map(|text| text.as_str().to_owned())
    }

    /// White space around a text is dropped, and nothing else is nothing.
    #[test]
    fn trims_and_finds_blank_texts() {
        assert_eq!(cut("  hello \r\n").as_deref(), Some("hello"));
        assert_eq!(cut("a\r\nb\tc").as_deref(), Some("a\nb\tc"));
        assert_eq!(cut("a\r\r\nb\rc").as_deref(), Some("a\n\nb\nc"));
        assert_eq!(cut(" \t\r\n\u{3000}"), None);
        assert_eq!(cut(""), None);
    }

    /// 500 characters are 500 characters in every script, and a cut never splits one.
    #[test]
    fn counts_characters_and_not_bytes() {
        for character in ['a', 'ж', '漢', '🦊'] {
            let full: String = std::iter::repeat_n(character, MAX_CHARACTERS).collect();
            let over = format!("{full}{character}");
            assert_eq!(cut(&full).as_deref(), Some(full.as_str()));
            assert_eq!(cut(&over).as_deref(), Some(full.as_str()));
            assert_eq!(
                MessageText::parse(&over, TooLong::Refuse),
                Err(Refusal::TooLong { characters: 501 })
            );
        }
    }

    /// Control characters are refused wherever they stand, and can be taken out.
    #[test]
    fn refuses_control_characters() {
        for typed in ["a\0b", "\x1b[31m", "\u{9b}m", "x\x7f", "\x0b"] {
            assert_eq!(
                MessageText::parse(typed, TooLong::Cut),
                Err(Refusal::ControlCharacters),
                "{typed:?}"
            );
        }
        assert_eq!(without_control_characters("a\0\x1bb\tc"), "ab\tc");
    }
}
