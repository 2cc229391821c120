//! How somebody likes to see the room: dark or light, large or small, live or calm.
//!
//! It stands in the addresses of a page's frames, so that it needs no cookie and outlives a restart, and
//! in a cookie besides, so that it outlives the page.

use std::{fmt, fmt::Write as _};

use crate::lang::Lang;

/// Defines a choice of the settings: its variants, the letter of each in an address, and the key of its
/// name in the catalogue.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident: $key:literal { $($(#[$variant_doc:meta])* $variant:ident = $letter:literal $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every one of them, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name of the field in the form of the settings, and of its heading in the catalogue.
            pub const FIELD: &'static str = $key;

            /// Its letter in an address.
            #[must_use]
            pub fn letter(self) -> char {
                match self { $(Self::$variant => $letter,)+ }
            }

            /// The key of its name in the catalogue.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Reads a letter.
            #[must_use]
            pub fn parse(letter: char) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.letter() == letter)
            }
        }
    };
}

choice! {
    /// The colours. Tor Browser says of every system that it is light, so a page cannot follow it.
    Theme: "theme" {
        /// Light letters on dark.
        #[default]
        Dark = 'd' "theme-dark",
        /// Dark letters on light.
        Light = 'l' "theme-light",
    }
}

choice! {
    /// The size of the letters.
    Size: "size" {
        /// Small.
        Small = 's' "size-small",
        /// As in other pages.
        #[default]
        Medium = 'm' "size-medium",
        /// Large.
        Large = 'l' "size-large",
        /// Very large.
        Huge = 'x' "size-huge",
    }
}

choice! {
    /// The times beside messages.
    Times: "times" {
        /// Hour and minute.
        #[default]
        Clock = 'c' "times-clock",
        /// How long after the message before.
        Relative = 'r' "times-relative",
        /// None.
        Off = 'n' "times-off",
    }
}

choice! {
    /// How messages come.
    Mode: "mode" {
        /// At once.
        #[default]
        Live = 'v' "mode-live",
        /// Now and again, for slow connections and screen readers.
        Calm = 'k' "mode-calm",
    }
}

choice! {
    /// The box for writing.
    Lines: "lines" {
        /// One line; the enter key sends it.
        #[default]
        One = '1' "lines-one",
        /// Several lines.
        Several = 'n' "lines-several",
    }
}

/// How somebody likes to see the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// The colours.
    pub theme: Theme,
    /// The size of the letters.
    pub size: Size,
    /// The times beside messages.
    pub times: Times,
    /// How messages come.
    pub mode: Mode,
    /// The box for writing.
    pub lines: Lines,
    /// The language.
    pub lang: Lang,
}

impl View {
    /// What somebody sees who has chosen nothing.
    #[must_use]
    pub fn in_language(lang: Lang) -> Self {
        Self {
            lang,
            ..Self::default()
        }
    }

    /// Reads a view as [`fmt::Display`] writes it: a letter for each choice, and the language.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        Some(Self {
            theme: Theme::parse(letters.next()?)?,
            size: Size::parse(letters.next()?)?,
            times: Times::parse(letters.next()?)?,
            mode: Mode::parse(letters.next()?)?,
            lines: Lines::parse(letters.next()?)?,
            lang: Lang::parse(letters.as_str())?,
        })
    }

    /// The classes of a page, which its styles know.
    #[must_use]
    pub fn classes(&self) -> String {
        let mut classes = String::new();
        for key in [self.theme.key(), self.size.key(), self.times.key()] {
            // Writing to a string does not fail.
            let _ = write!(classes, "{key} ");
        }
        classes + self.lines.key()
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char(self.theme.letter())?;
        f.write_char(self.size.letter())?;
        f.write_char(self.times.letter())?;
        f.write_char(self.mode.letter())?;
        f.write_char(self.lines.letter())?;
        f.write_str(self.lang.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every choice reads back as itself, and nothing else is a view.
    #[test]
    fn views_read_back() {
        assert_eq!(View::default().to_string(), "dmcv1en");
        for &theme in Theme::ALL {
            for &size in Size::ALL {
                for &times in Times::ALL {
                    for lang in Lang::ALL {
                        let view = View {
                            theme,
                            size,
                            times,
                            lang,
                            ..View::default()
                        };
                        assert_eq!(View::parse(&view.to_string()), Some(view));
                    }
                }
            }
        }
        for other in [
            "", "d", "dmcv1", "dmcv1xx", "xmcv1en", "dmcv1en ", "ddddden", "ж",
        ] {
            assert_eq!(View::parse(other), None, "{other}");
        }
    }
}
