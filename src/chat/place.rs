//! Where something is said: the lobby, or a room that was made, which its code finds.

use std::fmt;

use rand::{Rng, RngExt as _};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_security::GeneralSecurityProfile as _;

/// The letters and digits of a code: 32, so five bits each, without those that are easily mistaken
/// for one another when read aloud or copied by hand (I, O, 0, 1).
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// How many of them a code has behind its name: 80 bits, which nobody guesses at the paces in force
/// (the test `nobody_guesses_a_code` has the arithmetic).
pub const CODE_DIGITS: usize = 16;

/// The most characters of a room's name: a heading on a phone holds about as many.
const NAME_CHARACTERS: usize = 32;

/// What the code of a room is called whose name has no letter that an address can show.
const NAMELESS: &str = "room";

/// What somebody who makes a room calls it: letters and digits of any script, `-` and `_`.
#[derive(Clone, PartialEq, Eq)]
pub struct RoomName(Box<str>);

impl RoomName {
    /// Reads a name as it was typed; `None` where it is empty, too long or holds something else, such as
    /// what nobody sees (Unicode Technical Standard 39, identifier profile).
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let name: String = typed.nfkc().collect();
        let fits = (1..=NAME_CHARACTERS).contains(&name.chars().count());
        let is_written = |c: char| c.is_alphanumeric() || is_combining_mark(c);
        let plain = |c: char| matches!(c, '-' | '_') || (is_written(c) && c.identifier_allowed());
        let begins = !name.starts_with(is_combining_mark);
        (fits && begins && name.chars().all(plain)).then(|| Self(name.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What of it stands in the code, which is part of an address: ASCII only.
    fn slug(&self) -> String {
        let ascii: String = self.0.chars().filter(char::is_ascii).collect();
        match ascii.trim_matches(['-', '_']) {
            "" => NAMELESS.to_owned(),
            slug => slug.to_owned(),
        }
    }
}

/// The code of a room: its name, a dash, and 16 random letters and digits. Whoever knows it can come
/// in, so it is a secret of those who were told.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RoomCode(Box<str>);

impl RoomCode {
    /// Draws a code for a room of this name.
    #[must_use]
    pub fn random(name: &RoomName, rng: &mut impl Rng) -> Self {
        let digits: String = (0..CODE_DIGITS)
            .map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]))
            .collect();
        Self(format!("{}-{digits}", name.slug()).into())
    }

    /// Reads a code as it was typed or stands in a path, its digits in capitals or not; `None` for what
    /// no code looks like.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let (name, digits) = typed.rsplit_once('-')?;
        let digits = digits.to_ascii_uppercase();
        let fits = digits.len() == CODE_DIGITS
            && digits.bytes().all(|byte| ALPHABET.contains(&byte))
            && RoomName::parse(name).is_some_and(|name| name.as_str().is_ascii());
        fits.then(|| Self(format!("{name}-{digits}").into()))
    }

    /// The code, for those who are in the room.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Where something is said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// The room that is always there.
    Lobby,
    /// A room that somebody made.
    Room(RoomCode),
}

impl Place {
    /// Where the place's pages begin: nothing for the lobby, `/r/CODE` for a room.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Lobby => String::new(),
            Self::Room(code) => format!("/r/{}", code.reveal()),
        }
    }

    /// The address of the place's page, from the room's own address on.
    #[must_use]
    pub fn page(&self) -> String {
        match self {
            Self::Lobby => "/".to_owned(),
            Self::Room(_) => self.path(),
        }
    }
}

/// The number of a room in this process; the lobby's is 0, and none is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomId(pub u64);

impl RoomId {
    /// The lobby.
    pub const LOBBY: Self = Self(0);
}

/// A room as the host names it, who sees numbers and not codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// The room with this number.
    Number(RoomId),
    /// The room with this code, which somebody in it has told.
    Code(RoomCode),
}

impl fmt::Debug for RoomName {
    /// What a room is called may tell who is in it, so it never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoomName([scrubbed])")
    }
}

impl fmt::Debug for RoomCode {
    /// Whoever knows it can come in, so it never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoomCode([scrubbed])")
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    /// A drawn code has the seed's shape, reads back as itself, and none comes twice.
    #[test]
    fn drawn_codes_read_back() {
        let mut rng = StdRng::seed_from_u64(1);
        for (name, begins) in [
            ("demo", "demo-"),
            ("Night_shift-2", "Night_shift-2-"),
            ("ночь", "room-"),
            ("नमस्ते", "room-"),
            ("-x-", "x-"),
        ] {
            let name = RoomName::parse(name).unwrap();
            let code = RoomCode::random(&name, &mut rng);
            assert!(code.reveal().starts_with(begins), "{}", code.reveal());
            assert!(RoomCode::parse(code.reveal()).as_ref() == Some(&code));
            let lower = code.reveal().to_ascii_lowercase();
            if begins == begins.to_ascii_lowercase() {
                assert!(RoomCode::parse(&lower).as_ref() == Some(&code));
            }
            assert!(RoomCode::random(&name, &mut rng) != code);
        }
    }

    /// What is no code, or no name, is told at once.
    #[test]
    fn what_is_no_code_is_refused() {
        for typed in [
            "",
            "demo",
            "demo-A7F2",
            "-ABCDEFGHJKLMNPQR",
            "demo-ABCDEFGHJKLMNPQI",
            "demo-ABCDEFGHJKLMNPQRS",
            "d/mo-ABCDEFGHJKLMNPQR",
            "ночь-ABCDEFGHJKLMNPQR",
            "demo-ABCDEFGHJKLMNPQ\u{212a}",
        ] {
            assert!(RoomCode::parse(typed).is_none(), "{typed}");
        }
        let long = "x".repeat(33);
        for typed in [
            "",
            "a b",
            "a/b",
            "a.b",
            "<b>",
            "\u{202e}x",
            "\u{3164}",
            "\u{301}a",
            long.as_str(),
        ] {
            assert!(RoomName::parse(typed).is_none(), "{typed}");
        }
    }

    /// Guessing is hopeless: if every one of the 2,048 circuits that the room serves asks twice a second, which
    /// is four times the pace of guesses in force, and a thousand rooms are there to be found, then one such
    /// attack in a hundred million finds one of them within a century.
    #[test]
    fn nobody_guesses_a_code() {
        let codes = f64::from(2_u32).powi(5 * i32::try_from(CODE_DIGITS).unwrap());
        let guesses_a_second = 2_048.0 * 2.0;
        let century = 100.0 * 365.25 * 86_400.0;
        let rooms = 1_000.0;
        let chance = guesses_a_second * century * rooms / codes;
        assert!(chance < 1.1e-8, "{chance}");
    }
}
