//! What people read in the chat, in the languages that it speaks: the one catalogue of all texts.
//!
//! The texts stand in one file of [Project Fluent](https://projectfluent.org) for each language, beside
//! this module and built into the program. `en.ftl` is what the others are translated from, and all that a
//! translator needs to see; what another file leaves out is shown in English. Which language somebody
//! reads is an argument here: [`Lang::negotiate`] only tells what their browser asks for.
//!
//! Nothing here knows HTML: what comes out is plain text, and the caller escapes it.

mod answers; // what a command answers
mod catalogue; // the files, and how a text is looked up in them
mod refusals; // why something is not done
mod sentences; // what happened, why it is over, who is here
#[cfg(test)]
mod tests;

pub use catalogue::Arg;

/// The most bytes of an Accept-Language header that are looked at: the longest that browsers send by
/// themselves, with a language for each of a dozen regions, is about half of this.
const MAX_ACCEPT_BYTES: usize = 256;

/// The most languages of such a header that are looked at: hardly anybody reads more.
const MAX_ACCEPT_ENTRIES: usize = 16;

/// A language that the chat speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English, which the others are translated from.
    #[default]
    En,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
    /// Russian.
    Ru,
    /// Arabic.
    Ar,
    /// Persian.
    Fa,
    /// Chinese.
    Zh,
}

impl Lang {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::En,
        Self::De,
        Self::Es,
        Self::Fr,
        Self::Pt,
        Self::Ru,
        Self::Ar,
        Self::Fa,
        Self::Zh,
    ];

    /// Its code, as in the `lang` attribute of HTML.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Pt => "pt",
            Self::Ru => "ru",
            Self::Ar => "ar",
            Self::Fa => "fa",
            Self::Zh => "zh",
        }
    }

    /// The language with this code, in any letters.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.code().eq_ignore_ascii_case(code))
    }

    /// What its speakers call it, so that they find it on a page in any other language.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Es => "Español",
            Self::Fr => "Français",
            Self::Pt => "Português",
            Self::Ru => "Русский",
            Self::Ar => "العربية",
            Self::Fa => "فارسی",
            Self::Zh => "中文",
        }
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub fn is_right_to_left(self) -> bool {
        matches!(self, Self::Ar | Self::Fa)
    }

    /// The direction that it is written in, as in the `dir` attribute of HTML.
    #[must_use]
    pub fn dir(self) -> &'static str {
        if self.is_right_to_left() {
            "rtl"
        } else {
            "ltr"
        }
    }

    /// Whether somebody who speaks it well has read its texts; where not, the page says so.
    #[must_use]
    pub fn is_reviewed(self) -> bool {
        matches!(self, Self::En)
    }

    /// The language that a browser asks for with its Accept-Language header: the one with the highest
    /// weight that the chat speaks, the first of these, and English where it speaks none. Regions and
    /// scripts make no difference (`de-AT` is German), since no language is here twice.
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Self {
        let mut best = (0.0, Self::default());
        for entry in bounded(accept_language).split(',').take(MAX_ACCEPT_ENTRIES) {
            // Zero, where the search begins, is what the header says for a language that is not wanted.
            if let Some((weight, lang)) = wanted(entry)
                && weight > best.0
            {
                best = (weight, lang);
            }
        }
        best.1
    }
}

/// As much of the header as is looked at, which is whole entries only: half of one would ask for another
/// language, or with another weight.
fn bounded(accept_language: &str) -> &str {
    if accept_language.len() <= MAX_ACCEPT_BYTES {
        return accept_language;
    }
    let end = accept_language.floor_char_boundary(MAX_ACCEPT_BYTES);
    accept_language[..end]
        .rsplit_once(',')
        .map_or("", |(whole, _)| whole)
}

/// What an entry of the header asks for, such as `de-AT;q=0.8`, and how much: from 0 to 1; `None` for a
/// language that the chat does not speak, and for what is no entry.
fn wanted(entry: &str) -> Option<(f32, Lang)> {
    let mut parts = entry.split(';').map(str::trim);
    let tag = parts.next()?;
    let lang = match tag.split('-').next()? {
        // Any language will do.
        "*" => Lang::default(),
        code => Lang::parse(code)?,
    };
    let weight = match parts.next() {
        None => 1.0,
        Some(parameter) => {
            let (name, number) = parameter.split_once('=')?;
            let weight = number.trim().parse().ok();
            weight.filter(|_| name.trim().eq_ignore_ascii_case("q"))?
        }
    };
    // Neither a negative number is a weight, nor what is no number at all.
    (0.0..=1.0).contains(&weight).then_some((weight, lang))
}
