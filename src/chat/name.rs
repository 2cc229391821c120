//! Nicks: what a visitor is called in the room.

use std::fmt;

use rand::{Rng, RngExt as _};

/// The words that a fresh nick begins with; the seed draws from a hundred as well.
const WORDS: [&str; 100] = [
    "Amber", "Anchor", "Arrow", "Ash", "Aspen", "Aurora", "Badger", "Basil", "Bay", "Beacon",
    "Birch", "Bison", "Breeze", "Brook", "Cactus", "Canyon", "Cedar", "Cinder", "Cliff", "Cloud",
    "Clover", "Comet", "Copper", "Coral", "Crane", "Creek", "Crow", "Cypress", "Dawn", "Delta",
    "Dune", "Dusk", "Eagle", "Echo", "Elm", "Ember", "Falcon", "Fern", "Finch", "Fjord", "Flint",
    "Fog", "Forest", "Fox", "Frost", "Garnet", "Glacier", "Grove", "Harbor", "Hawk", "Hazel",
    "Heron", "Holly", "Indigo", "Iris", "Ivy", "Jade", "Jasper", "Juniper", "Lagoon", "Lantern",
    "Lark", "Laurel", "Lichen", "Lily", "Lotus", "Lynx", "Maple", "Marble", "Marsh", "Meadow",
    "Mist", "Moss", "Oak", "Ocean", "Olive", "Onyx", "Orchid", "Otter", "Owl", "Panda", "Pebble",
    "Pine", "Quartz", "Raven", "Reef", "River", "Robin", "Sable", "Sage", "Shadow", "Sparrow",
    "Spruce", "Stone", "Storm", "Thistle", "Tiger", "Tundra", "Willow", "Wolf",
];

/// The fewest and the most letters of a nick's word, as the seed's cookie format has it.
const WORD_LETTERS: std::ops::RangeInclusive<usize> = 2..=10;

/// The hexadecimal digits behind the dash, as the seed's cookie format has it.
const TAG_DIGITS: usize = 4;

/// A nick in the seed's form: 2 to 10 ASCII letters, a dash, 4 lower-case hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nick(Box<str>);

impl Nick {
    /// Reads a nick from a cookie; `None` for anything that is not exactly of the form.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let (word, tag) = raw.split_once('-')?;
        let word_fits =
            WORD_LETTERS.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
        let tag_fits =
            tag.len() == TAG_DIGITS && tag.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        (word_fits && tag_fits).then(|| Self(raw.into()))
    }

    /// Draws a nick: one of 6,553,600.
    #[must_use]
    pub fn random(rng: &mut impl Rng) -> Self {
        let word = WORDS[rng.random_range(0..WORDS.len())];
        let tag: u16 = rng.random();
        Self(format!("{word}-{tag:04x}").into())
    }

    /// What two nicks have in common that people would take for the same: neither case tells them
    /// apart, nor letters that look alike in most fonts. (The pairs are those of Unicode Technical
    /// Standard 39 among ASCII letters, and the pairs of letters that run together.)
    #[must_use]
    pub fn folded(&self) -> FoldedNick {
        let mut folded = self.0.to_ascii_lowercase();
        for (seen, as_if) in [("i", "l"), ("rn", "m"), ("vv", "w"), ("cl", "d")] {
            folded = folded.replace(seen, as_if);
        }
        FoldedNick(folded.into())
    }

    /// The nick as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A nick as it is compared.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FoldedNick(Box<str>);

impl fmt::Debug for Nick {
    /// A nick never reaches a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nick([scrubbed])")
    }
}

impl fmt::Debug for FoldedNick {
    /// Nor does this.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FoldedNick([scrubbed])")
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    /// Every drawn nick is one that the cookie's form admits, and they differ.
    #[test]
    fn drawn_nicks_are_of_the_form() {
        let mut rng = StdRng::seed_from_u64(1);
        let drawn: std::collections::HashSet<Nick> =
            (0..50).map(|_| Nick::random(&mut rng)).collect();
        assert!(drawn.len() > 45);
        assert!(
            drawn
                .iter()
                .all(|nick| Nick::parse(nick.as_str()).as_ref() == Some(nick))
        );
    }

    /// The words are a hundred different ones that fit the form.
    #[test]
    fn the_words_fit_the_form() {
        let distinct: std::collections::HashSet<&str> = WORDS.into_iter().collect();
        assert_eq!(distinct.len(), 100);
        assert!(
            WORDS
                .iter()
                .all(|word| Nick::parse(&format!("{word}-0000")).is_some())
        );
    }

    /// Nicks that look alike fold to the same, others do not.
    #[test]
    fn look_alikes_fold_to_the_same() {
        let folded = |raw: &str| Nick::parse(raw).unwrap().folded();
        for (one, other) in [
            ("Lily-ab12", "LiIy-ab12"),
            ("Lily-ab12", "lily-ab12"),
            ("Fern-0000", "Fem-0000"),
            ("Crow-0000", "Crovv-0000"),
            ("Cloud-0000", "doud-0000"),
        ] {
            assert!(folded(one) == folded(other), "{one} {other}");
        }
        assert!(folded("Lily-ab12") != folded("Lily-ab13"));
        assert!(folded("Fox-0000") != folded("Fog-0000"));
    }

    /// What a visitor makes up is refused unless it is of the form.
    #[test]
    fn other_forms_are_refused() {
        for raw in [
            "",
            "-",
            "Fox",
            "Fox-",
            "Fox-ab1",
            "Fox-ab123",
            "Fox-AB12",
            "F-ab12",
            "Fox-ab1g",
            "Foxfoxfoxfo-ab12",
            "Fox-ab12 ",
            " Fox-ab12",
            "Fox_ab12",
            "F\u{f6}x-ab12",
            "Fox--b12",
            "<b>-ab12",
            "Fox-ab12\n",
            "Fox-ab\u{ff11}2",
        ] {
            assert!(Nick::parse(raw).is_none(), "{raw:?} was taken");
        }
        assert!(Nick::parse("Fox-ab12").is_some());
    }
}
