//! What nicks are compared by: a form that all nicks share which people would take for the same.
//!
//! Each character is folded on its own, whatever stands beside it, so there is no order in which
//! replacements could be made differently: letters that run together (`rn` for `m`) are compared by
//! taking `m` apart, never by putting `rn` together.

use unicode_normalization::{UnicodeNormalization as _, char::canonical_combining_class};
use unicode_security::skeleton;

/// The folded form of a nick.
///
/// Twice, because a few letters look like a capital whose small letter looks like yet another: then
/// nothing changes any more.
pub(super) fn fold(nick: &str) -> String {
    fold_once(&fold_once(nick))
}

/// One step of folding.
///
/// For a letter that has two cases, the two may look like different letters: Greek ν like v, its capital
/// Ν like N. Both cases must fold to the same, so that of the small letter counts if it looks like an
/// ASCII character, then that of the capital. What this misses, [`is_ambiguous`] finds.
fn fold_once(nick: &str) -> String {
    let mut folded = String::new();
    for c in nick.chars() {
        let small: String = small(c).collect();
        let capital: String = c.to_uppercase().collect();
        let as_small = look(&small);
        let as_capital = look(&capital);
        folded += if as_capital.is_ascii() && !as_small.is_ascii() {
            &as_capital
        } else {
            &as_small
        };
    }
    // Marks of two characters may have come together in another order than the canonical one.
    folded.nfd().collect()
}

/// Whether a nick in another alphabet looks all Latin, but like another word than the one that it is
/// folded to. That happens in capitals only; let in, it would stand beside its twin.
pub(super) fn is_ambiguous(nick: &str, folded: &str) -> bool {
    // The two cases of Cyrillic б look like 6 and like a kind of B: too common to be refused, and too
    // different from that B to be worth it.
    let [shown, folded] = [&look(nick), folded].map(|text| text.replace('6', "b"));
    shown.is_ascii() && shown != folded
}

/// What a text looks like in most fonts: the skeleton of Unicode Technical Standard 39, in small letters,
/// and in that the pairs that the standard has for other characters only.
fn look(text: &str) -> String {
    skeleton(text)
        .flat_map(small)
        .filter(|&c| !is_overlooked(c))
        .fold(String::new(), |mut seen, c| {
            match c {
                // Nobody remembers where the dashes were.
                '-' | '_' => {}
                'i' | '1' | '|' => seen.push('l'),
                '0' => seen.push('o'),
                'm' => seen.push_str("rn"),
                'w' => seen.push_str("vv"),
                'd' => seen.push_str("cl"),
                _ => seen.push(c),
            }
            seen
        })
}

/// The small letters of a character: Unicode's full case folding, and Turkish ı with i. From small to
/// capital to small, because some letters (ß, ς, ı) have a capital that is another letter's.
fn small(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
}

/// Whether a mark is easily overlooked: accents, points and strokes that leave the letter what it is.
/// The classes say where a mark stands: 1 is through the letter, 10 to 36 are Hebrew and Arabic vowel
/// points, 200 and more are around any letter. The vowel signs of Indic scripts and the voicing marks of
/// Japanese have none of these, and make another letter.
fn is_overlooked(c: char) -> bool {
    matches!(canonical_combining_class(c), 1 | 10..=36 | 200..)
}
