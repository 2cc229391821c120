//! Strings that come from a room, which may be anybody's, made harmless for a terminal.
//!
//! A terminal obeys control characters, and people are deceived by what reorders or hides letters. Neither is left in
//! what these types hold: they can only be made by cleaning.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::chat::text::harmless;

/// The most characters of a text: the room's longest answer, to `/help`, has about 2500.
pub const MAX_WORDS: usize = 8000;

/// The most characters of a name: a title has up to 100.
pub const MAX_NAME: usize = 120;

/// What somebody said, perhaps in several lines.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Words(String);

/// What somebody or something is called, in one line.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Name(String);

impl Words {
    /// Cleans a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(harmless(cut_off(text, MAX_WORDS)).replace('\t', " "))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text in one line.
    #[must_use]
    pub fn in_one_line(&self) -> String {
        self.0.replace('\n', " ")
    }
}

impl Name {
    /// Cleans a name.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let clean = harmless(cut_off(text, MAX_NAME));
        Self(clean.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The beginning of a text, of so many characters.
fn cut_off(text: &str, most: usize) -> &str {
    match text.char_indices().nth(most) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self::new(&text))
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self::new(&text))
    }
}

impl fmt::Debug for Words {
    /// What is said never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words([scrubbed])")
    }
}

impl fmt::Debug for Name {
    /// Nor does who says it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name([scrubbed])")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// How many columns a text takes.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// A text that takes at most so many columns; where something is cut off, that shows.
#[must_use]
pub fn fit(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut taken = 0;
    let kept = text.chars().take_while(|c| {
        taken += c.width().unwrap_or(0);
        taken < most
    });
    let mut kept: String = kept.collect();
    if most > 0 {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What terminals have been made to do by what they were sent, and what deceives people.
    const HOSTILE: [&str; 22] = [
        "\u{1b}[2J\u{1b}[H",
        "\u{1b}]0;owned\u{7}",
        "\u{1b}]2;owned\u{1b}\\",
        "\u{1b}]52;c;b3duZWQ=\u{7}",
        "\u{1b}P$q\"p\u{1b}\\",
        "\u{1b}[6n",
        "\u{1b}[c",
        "\u{1b}[?1049l",
        "\u{1b}[?1000h",
        "\u{1b}[21t",
        "\u{1b}c",
        "\u{1b}#8",
        "\u{9b}2J",
        "\u{9d}0;owned\u{9c}",
        "\u{90}q\u{9c}",
        "\u{7}\u{8}\u{7f}\u{0}",
        "\u{e}\u{f}\u{5}",
        "a\rb",
        "\u{202e}evil\u{202c}",
        "\u{2066}\u{2067}\u{2068}x\u{2069}",
        "a\u{200b}\u{200b}\u{2060}\u{feff}b",
        "\u{e0001}\u{e0041}tag",
    ];

    /// Nothing is left that moves a cursor, changes a terminal, turns directions around or takes no room.
    #[test]
    fn hostile_texts_are_harmless() {
        for hostile in HOSTILE {
            let text = format!("before{hostile}after");
            let (words, name) = (Words::new(&text), Name::new(&text));
            for clean in [words.as_str(), name.as_str()] {
                let is_bad = |c: char| {
                    (c.is_control() && c != '\n')
                        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                        || matches!(
                            c,
                            '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
                        )
                };
                assert!(!clean.contains(is_bad), "{hostile:?}: {clean:?}");
                assert!(
                    clean.starts_with("before") && clean.ends_with("after"),
                    "{clean:?}"
                );
            }
            assert!(!name.as_str().contains('\n'));
        }
        let piled = format!("a{}", "\u{301}".repeat(400));
        assert!(Words::new(&piled).as_str().chars().count() < 10);
        assert_eq!(Words::new("a\tb\nc").as_str(), "a b\nc");
        assert_eq!(Name::new(" a\n\tb ").as_str(), "a b");
    }

    /// However long a text is, what is kept of it is not.
    #[test]
    fn texts_are_bounded() {
        let long = "x".repeat(100_000);
        assert_eq!(Words::new(&long).as_str().len(), MAX_WORDS);
        assert_eq!(Name::new(&long).as_str().len(), MAX_NAME);
        assert_eq!(
            format!("{:?} {:?}", Words::new("a"), Name::new("a")),
            "Words([scrubbed]) Name([scrubbed])"
        );
    }

    /// What is cut takes no more columns than there are, and says that it was cut.
    #[test]
    fn what_does_not_fit_is_cut() {
        for (text, most, cut) in [
            ("tea", 3, "tea"),
            ("coffee", 4, "cof…"),
            ("茶茶茶", 6, "茶茶茶"),
            ("茶茶茶", 5, "茶茶…"),
            ("茶茶茶", 4, "茶…"),
            ("tea", 1, "…"),
            ("tea", 0, ""),
        ] {
            assert_eq!(fit(text, most), cut);
            assert!(columns(cut) <= most);
        }
    }
}
