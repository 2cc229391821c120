//! Nicks: what a visitor is called in the room.

use std::{collections::HashSet, fmt, sync::LazyLock};

use rand::{Rng, RngExt as _};
use unicode_normalization::{UnicodeNormalization as _, char::canonical_combining_class};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use unicode_security::{GeneralSecurityProfile as _, MixedScript as _};

mod fold;
#[cfg(test)]
mod tests;
mod words;

use words::WORDS;

/// The fewest characters of a typed nick: a single one is soon mistaken for a slip of the keyboard,
/// and there are too few of them to go round.
pub const MIN_CHARACTERS: usize = 2;

/// The most characters (Unicode scalar values) of a typed nick: enough for a given name and a family
/// name in most languages, and short enough to stand on one line with the beginning of a message on
/// the narrowest telephone.
pub const MAX_CHARACTERS: usize = 24;

/// The most bytes of a nick, which tables and frames may count on: four are the longest character in
/// UTF-8.
pub const MAX_BYTES: usize = 4 * MAX_CHARACTERS;

/// The most bytes of what was typed. The longest spelling that composes to one character is a Hangul
/// syllable of three letters, nine bytes; more than sixteen to each character is no nick, and is not
/// worth the work of composing it.
const MAX_TYPED_BYTES: usize = 16 * MAX_CHARACTERS;

/// The most combining marks on one letter. A Burmese syllable has up to four.
const MAX_MARKS: usize = 4;

/// The most of these that stack over or under the letter without end. Two are what is left in any
/// orthography once the letter is composed; three and more are how a nick climbs into the next line.
const MAX_STACKING_MARKS: usize = 2;

/// The lowest combining class of the marks that stack: from here on a class only names a place around
/// the letter, and any number of marks may have it. Below it are the marks that one script owns.
const STACKING: u8 = 200;

/// What no visitor may be called, nor anything that looks like it: who speaks under these would be
/// taken for the room itself, for its host, or for everybody.
const RESERVED: [&str; 19] = [
    "host",
    "operator",
    "op",
    "system",
    "server",
    "admin",
    "administrator",
    "moderator",
    "mod",
    "owner",
    "onionchat",
    "lobby",
    "everyone",
    "me",
    "you",
    "nobody",
    "room",
    "tor",
    "anonymous",
];

/// The reserved words as nicks are compared.
static FOLDED_RESERVED: LazyLock<HashSet<String>> =
    LazyLock::new(|| RESERVED.into_iter().map(fold::fold).collect());

/// The fewest and the most letters of a nick's word, as the seed's cookie format has it.
const WORD_LETTERS: std::ops::RangeInclusive<usize> = 2..=10;

/// The hexadecimal digits behind the dash, as the seed's cookie format has it.
const TAG_DIGITS: usize = 4;

/// Why what somebody typed is no nick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NickFault {
    /// It is empty, or a single character.
    TooShort,
    /// It is longer than a nick may be.
    TooLong {
        /// The length of what was typed, in characters.
        characters: usize,
    },
    /// It holds a character of a kind that no nick has.
    Character,
    /// It has accents or vowel signs where no letter carries them, or too many on one.
    Marks,
    /// It begins or ends with a dash or a low line.
    Edges,
    /// It is all digits, or signs that only modify a letter.
    NoLetter,
    /// Its letters are of scripts that no language writes together.
    MixedScripts,
    /// Written in these capitals it is taken for a word in the Latin alphabet, which it is not.
    Capitals,
    /// It stands for the room, for its host or for everybody, or looks as if it did.
    Reserved,
}

/// A nick: one that somebody typed, in its canonical form, or one of the seed's form.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nick(Box<str>);

impl Nick {
    /// Reads a nick as somebody typed it.
    ///
    /// What is checked is what is kept and shown: the text is trimmed and brought to its canonical form
    /// first (NFKC, which also turns ornamental letters into plain ones), and nothing is looked at that
    /// is not part of the result.
    ///
    /// # Errors
    /// The first [`NickFault`] that is found.
    pub fn parse(typed: &str) -> Result<Self, NickFault> {
        let typed = typed.trim();
        if typed.len() > MAX_TYPED_BYTES {
            // Four bytes are the longest character, so these are too many in any case.
            return Err(NickFault::TooLong {
                characters: typed.chars().count(),
            });
        }
        let canonical: String = typed.nfkc().collect();
        check_length(&canonical)?;
        check_characters(&canonical)?;
        if !canonical.is_single_script() {
            return Err(NickFault::MixedScripts);
        }
        let folded = fold::fold(&canonical);
        if FOLDED_RESERVED.contains(&folded) {
            return Err(NickFault::Reserved);
        }
        if fold::is_ambiguous(&canonical, &folded) {
            return Err(NickFault::Capitals);
        }
        Ok(Self(with_sara_am(&canonical).into()))
    }

    /// Reads a nick from one of the seed's cookies: 2 to 10 ASCII letters, a dash, 4 lower-case
    /// hexadecimal digits; `None` for anything that is not exactly of this form.
    #[must_use]
    pub fn parse_seed(raw: &str) -> Option<Self> {
        let (word, tag) = raw.split_once('-')?;
        let word_fits =
            WORD_LETTERS.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
        let tag_fits =
            tag.len() == TAG_DIGITS && tag.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        (word_fits && tag_fits).then(|| Self(raw.into()))
    }

    /// Draws a nick of the seed's form: one of 6,553,600.
    #[must_use]
    pub fn random(rng: &mut impl Rng) -> Self {
        let word = WORDS[rng.random_range(0..WORDS.len())];
        let tag: u16 = rng.random();
        Self(format!("{word}-{tag:04x}").into())
    }

    /// What two nicks have in common that people would take for the same: neither case tells them
    /// apart, nor accents, nor dashes, nor letters of any script that look alike in most fonts.
    #[must_use]
    pub fn folded(&self) -> FoldedNick {
        FoldedNick(fold::fold(&self.0).into())
    }

    /// The nick as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Puts the vowel am of Thai and Lao together, which NFKC takes apart: with a tone mark between its
/// halves it would be drawn wrong, and it is in every third word. Reading the result takes it apart to
/// the same again.
fn with_sara_am(canonical: &str) -> String {
    canonical
        .replace("\u{e4d}\u{e32}", "\u{e33}")
        .replace("\u{ecd}\u{eb2}", "\u{eb3}")
}

/// Whether it has as many characters as a nick has.
fn check_length(canonical: &str) -> Result<(), NickFault> {
    match canonical.chars().count() {
        characters if characters < MIN_CHARACTERS => Err(NickFault::TooShort),
        characters if characters > MAX_CHARACTERS => Err(NickFault::TooLong { characters }),
        _ => Ok(()),
    }
}

/// What part a character plays in a nick.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A letter of some script.
    Letter,
    /// One that only modifies another and is no name alone: an apostrophe or a sign of length.
    Modifier,
    /// A decimal digit of some script.
    Digit,
    /// An accent or a vowel sign on the letter before it.
    Mark,
    /// A dash or a low line between two words.
    Link,
}

impl Part {
    /// The part that a character plays; `None` if it has none in any nick.
    ///
    /// The profile for identifiers of Unicode Technical Standard 39 leaves out what is obsolete,
    /// technical or invisible; the general category leaves out the punctuation that it still has.
    fn of(c: char) -> Option<Self> {
        use GeneralCategory as Category;
        if !c.identifier_allowed() {
            return None;
        }
        match c.general_category() {
            _ if matches!(c, '-' | '_') => Some(Self::Link),
            Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::OtherLetter => Some(Self::Letter),
            Category::ModifierLetter => Some(Self::Modifier),
            Category::DecimalNumber => Some(Self::Digit),
            Category::NonspacingMark | Category::SpacingMark => Some(Self::Mark),
            _ => None,
        }
    }
}

/// Whether every character is one that a nick may hold, where it stands.
fn check_characters(canonical: &str) -> Result<(), NickFault> {
    let mut letter = false;
    let mut before = None;
    let mut marks = 0;
    let mut stacking = 0;
    for c in canonical.chars() {
        let part = Part::of(c).ok_or(NickFault::Character)?;
        match part {
            Part::Mark => {
                if !matches!(before, Some(Part::Letter | Part::Modifier | Part::Mark)) {
                    return Err(NickFault::Marks);
                }
                marks += 1;
                stacking += usize::from(canonical_combining_class(c) >= STACKING);
                if marks > MAX_MARKS || stacking > MAX_STACKING_MARKS {
                    return Err(NickFault::Marks);
                }
            }
            Part::Link if before.is_none() => return Err(NickFault::Edges),
            Part::Letter | Part::Modifier | Part::Digit | Part::Link => {
                letter |= part == Part::Letter;
                (marks, stacking) = (0, 0);
            }
        }
        before = Some(part);
    }
    if before == Some(Part::Link) {
        return Err(NickFault::Edges);
    }
    if !letter {
        return Err(NickFault::NoLetter);
    }
    Ok(())
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
