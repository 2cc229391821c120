//! What is taken out of a text before anybody sees it: characters that are invisible, that turn the
//! direction of what stands around them, or that pile up over other lines.
//!
//! The rule for each is that ordinary texts of any script come through unchanged, and that cleaning a
//! clean text changes nothing.

use std::ops::RangeInclusive;

use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

/// The most line ends in a row: one blank line sets paragraphs apart, and more only push what others said
/// out of the window.
const MAX_LINE_ENDS: usize = 2;

/// The most combining marks on one character. A pointed and chanted Hebrew shin has its own dot, a dagesh,
/// a vowel, an accent and a meteg; Tibetan, Thai and Vietnamese need fewer.
const MAX_MARKS: usize = 5;

/// The flag that letters in tag characters may follow, to say whose it is.
const BLACK_FLAG: char = '\u{1f3f4}';

/// How many tag characters may follow the flag: a country's two letters and one to four of its region.
const FLAG_TAGS: RangeInclusive<usize> = 3..=6;

/// The tag character that ends such a flag.
const CANCEL_TAG: char = '\u{e007f}';

/// The combining class of viramas, which take a consonant its vowel in the scripts of India.
const VIRAMA: u8 = 9;

/// The blank of Braille: an empty cell, which is no white space to Unicode.
const BRAILLE_BLANK: char = '\u{2800}';

/// The text without what is to be taken out, and without blanks around it; empty if nothing visible is
/// left. Other control characters than tab and line ends are not looked for.
pub(super) fn clean(typed: &str) -> String {
    let mut cleaner = Cleaner::default();
    let mut rest = typed;
    while let Some(c) = rest.chars().next() {
        let tags = if c == BLACK_FLAG { flag_tags(rest) } else { "" };
        let length = c.len_utf8() + tags.len();
        match c {
            '\r' if rest.starts_with("\r\n") => {}
            '\r' | '\u{2028}' | '\u{2029}' => cleaner.take('\n'),
            _ if is_removed(c) => {}
            _ => cleaner.take(c),
        }
        cleaner.out.push_str(tags);
        rest = &rest[length..];
    }
    cleaner.finish()
}

/// The tag characters of the flag that the text begins with; none unless they are well-formed.
fn flag_tags(text: &str) -> &str {
    let behind = &text[BLACK_FLAG.len_utf8()..];
    let tags = behind
        .chars()
        .take_while(|c| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}'))
        .count();
    match behind.char_indices().nth(tags) {
        Some((end, CANCEL_TAG)) if FLAG_TAGS.contains(&tags) => {
            &behind[..end + CANCEL_TAG.len_utf8()]
        }
        _ => "",
    }
}

/// What cleaning knows of the text up to here.
#[derive(Default)]
struct Cleaner {
    /// What is kept.
    out: String,
    /// A joiner or direction mark that is kept if something follows on the line.
    pending: Option<char>,
    /// Whether something visible stands on the line.
    visible_on_line: bool,
    /// What is right before, apart from joiners and direction marks.
    before: Before,
    /// The line ends since the last visible character.
    line_ends: usize,
    /// Where in `out` the last of these ends.
    line_start: usize,
}

/// What a mark or a variation selector would follow.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A blank, a line end, or nothing: there is nothing to carry it.
    #[default]
    Blank,
    /// A character that has nothing on it yet; whether it is a letter without cases, as ideographs are.
    Bare {
        /// Whether it is.
        ideograph: bool,
    },
    /// A character with this many marks; a variation selector may be among them.
    Marked(usize),
}

impl Cleaner {
    /// Takes the next character, if it may stand here.
    fn take(&mut self, c: char) {
        match c {
            '\n' => self.end_line(),
            _ if is_joiner_or_direction(c) => {
                // One does what it is for, a run of them hides something; and at the beginning of a line
                // there is nothing that it could belong to.
                if self.pending.is_none() && self.visible_on_line {
                    self.pending = Some(c);
                }
            }
            _ if is_blank(c) => {
                // Between two blanks none is of use.
                if self.before == Before::Blank {
                    self.pending = None;
                }
                self.keep(c);
                self.before = Before::Blank;
            }
            _ if is_variation_selector(c) => self.take_variation_selector(c),
            // Hieroglyphs are put together by format characters, which show nothing alone.
            '\u{13430}'..='\u{1343f}' => self.take_mark(c),
            _ => match c.general_category() {
                GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark => {
                    self.take_mark(c);
                }
                category => {
                    self.keep(c);
                    self.before = Before::Bare {
                        ideograph: category == GeneralCategory::OtherLetter,
                    };
                    self.visible_on_line = true;
                    self.line_ends = 0;
                }
            },
        }
    }

    /// Keeps a character, and what waited for one.
    fn keep(&mut self, c: char) {
        self.out.extend(self.pending.take());
        self.out.push(c);
    }

    /// Decides on what waits for something that does not come: only a joiner that makes one letter of a
    /// consonant and the virama on it stays, as at the end of many words in Malayalam.
    fn settle(&mut self) {
        if let Some(joiner) = self.pending.take()
            && shapes_virama(&self.out, joiner)
        {
            self.out.push(joiner);
        }
    }

    /// The whole text, without what stands around it.
    fn finish(mut self) -> String {
        self.settle();
        let mut text = self.out.trim_matches(is_blank);
        // Behind this one were blanks only.
        if let Some((end, joiner)) = text.char_indices().next_back()
            && is_joiner_or_direction(joiner)
            && !shapes_virama(&text[..end], joiner)
        {
            text = &text[..end];
        }
        text.to_owned()
    }

    /// Ends the line; if there are too many blank ones already, this one goes with all that is on it.
    fn end_line(&mut self) {
        self.settle();
        self.visible_on_line = false;
        self.before = Before::Blank;
        if self.line_ends == MAX_LINE_ENDS {
            self.out.truncate(self.line_start);
        } else {
            self.out.push('\n');
            self.line_ends += 1;
            self.line_start = self.out.len();
        }
    }

    /// Keeps a mark if there is something under it that can carry one more.
    fn take_mark(&mut self, mark: char) {
        let marks = match self.before {
            Before::Blank => return,
            Before::Bare { .. } => 0,
            Before::Marked(marks) => marks,
        };
        if marks < MAX_MARKS {
            self.keep(mark);
            self.before = Before::Marked(marks + 1);
        }
    }

    /// Keeps a variation selector right behind the character that it is for, and only one.
    fn take_variation_selector(&mut self, selector: char) {
        let Before::Bare { ideograph } = self.before else {
            return;
        };
        // Any of these could carry a byte of something that nobody sees, so the many are for those only
        // that have variants.
        if self.pending.is_none() && (ideograph || !is_ideographic_selector(selector)) {
            self.keep(selector);
            self.before = Before::Marked(0);
        }
    }
}

/// Whether it leaves a blank space, or nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == BRAILLE_BLANK
}

/// The joiner and the non-joiner, which Persian, Indic scripts and emoji are written with, and the marks
/// that give a direction to what has none of its own.
fn is_joiner_or_direction(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{61c}')
}

/// Whether a joiner or non-joiner at the end of a text chooses how the letter before it is written.
fn shapes_virama(before: &str, joiner: char) -> bool {
    matches!(joiner, '\u{200c}' | '\u{200d}')
        && before
            .chars()
            .next_back()
            .is_some_and(|mark| canonical_combining_class(mark) == VIRAMA)
}

/// Characters that choose among the shapes of the one before.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}')
        || is_ideographic_selector(c)
}

/// Those for ideographs.
fn is_ideographic_selector(c: char) -> bool {
    matches!(c, '\u{e0100}'..='\u{e01ef}')
}

/// What is taken out wherever it stands: by itself it shows nothing, or turns around what follows.
const REMOVED: [RangeInclusive<char>; 21] = [
    // Embeddings, overrides and isolates.
    '\u{202a}'..='\u{202e}',
    '\u{2066}'..='\u{2069}',
    // Zero width, invisible operators, and format characters that are deprecated.
    '\u{200b}'..='\u{200b}',
    '\u{2060}'..='\u{2065}',
    '\u{206a}'..='\u{206f}',
    '\u{feff}'..='\u{feff}',
    // The soft hyphen, the joiner of graphemes, and vowels of Khmer and Mongolian that are not shown.
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180e}'..='\u{180e}',
    // Letters of Hangul and Khitan that only fill a place.
    '\u{115f}'..='\u{1160}',
    '\u{3164}'..='\u{3164}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{16fe4}'..='\u{16fe4}',
    // Annotations between lines and what is reserved beside them, shorthand, and music without a note.
    '\u{fff0}'..='\u{fffb}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d159}'..='\u{1d159}',
    '\u{1d173}'..='\u{1d17a}',
    // Tags, and what is reserved around the variation selectors behind them.
    '\u{e0000}'..='\u{e00ff}',
    '\u{e01f0}'..='\u{e0fff}',
    // What Unicode promises to be no character ever; the last two of each plane are beside this.
    '\u{fdd0}'..='\u{fdef}',
];

/// Whether a character is taken out wherever it stands; so is what means something to some only.
fn is_removed(c: char) -> bool {
    REMOVED.iter().any(|range| range.contains(&c))
        || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff)
        || c.general_category() == GeneralCategory::PrivateUse
}
