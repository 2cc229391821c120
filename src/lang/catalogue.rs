//! The files of the languages, and how a text is looked up in them and filled in.

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use super::Lang;

/// What isolates a text from the direction of the words around it begins with this (Unicode Standard
/// Annex 9, section 6.3: the direction is that of the text's first letter).
const ISOLATE: char = '\u{2068}';

/// What isolates a text ends with this.
const END_OF_ISOLATE: char = '\u{2069}';

/// The texts of one language.
pub(super) type Bundle = FluentBundle<FluentResource>;

/// The texts of all languages, in the order of [`Lang::ALL`]; read when the first of them is asked for.
static BUNDLES: LazyLock<[Bundle; Lang::ALL.len()]> =
    LazyLock::new(|| Lang::ALL.map(|lang| bundle(lang, lang.source())));

/// Something that is filled in where a text has a place for it.
#[derive(Debug, Clone, Copy)]
pub enum Arg<'a> {
    /// A number: plain digits, which the words beside it agree with.
    Number(u64),
    /// A nick, a text that somebody wrote, a command or a code: anything that is not of the language.
    /// Where it may run in another direction it is isolated, so that the words around it stay where they
    /// are.
    Foreign(&'a str),
    /// Words of the same language, as they are.
    Own(&'a str),
}

impl Arg<'_> {
    /// The value as Fluent takes it.
    fn value(self, lang: Lang) -> FluentValue<'static> {
        match self {
            Self::Number(number) => number.into(),
            Self::Foreign(text) => lang.isolated(text).into(),
            Self::Own(text) => text.to_owned().into(),
        }
    }
}

impl Lang {
    /// The text with this key, which has no place to fill in.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// The text with this key, filled in; in English where this language has none. A key that even English
    /// does not know is a mistake of whoever wrote it, and is shown itself.
    #[must_use]
    pub fn text_with(self, key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
        let values: FluentArgs = args
            .iter()
            .map(|&(name, arg)| (name, arg.value(self)))
            .collect();
        let languages = [self, Self::default()];
        let text = languages
            .into_iter()
            .find_map(|lang| format(&BUNDLES[lang as usize], key, &values));
        debug_assert!(text.is_some(), "no text has the key {key} and these places");
        text.unwrap_or_else(|| key.to_owned())
    }

    /// A text of others between words of ours, on one line: a second one could pass for ours.
    pub(super) fn isolated(self, text: &str) -> String {
        let text = text.replace('\n', " ");
        if text.is_ascii() && !self.is_right_to_left() {
            text
        } else {
            format!("{ISOLATE}{text}{END_OF_ISOLATE}")
        }
    }

    /// The file of its texts.
    pub(super) fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("en.ftl"),
            Self::De => include_str!("de.ftl"),
            Self::Es => include_str!("es.ftl"),
            Self::Fr => include_str!("fr.ftl"),
            Self::Pt => include_str!("pt.ftl"),
            Self::Ru => include_str!("ru.ftl"),
            Self::Ar => include_str!("ar.ftl"),
            Self::Fa => include_str!("fa.ftl"),
            Self::Zh => include_str!("zh.ftl"),
        }
    }
}

/// Reads a file. What is wrong in it is left out, and so shown in English; the tests find it first.
pub(super) fn bundle(lang: Lang, source: &str) -> Bundle {
    let language: LanguageIdentifier = lang.code().parse().expect("the code names a language");
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Fluent would isolate every argument, numbers and ASCII too, and change the English texts.
    bundle.set_use_isolating(false);
    let resource =
        FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable);
    // Only a key that is there twice is refused, and then the first of the two counts.
    let _ = bundle.add_resource(resource);
    bundle
}

/// The text with this key, filled in; `None` where the bundle has none, or one with a place that is not
/// filled in.
pub(super) fn format(bundle: &Bundle, key: &str, values: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern, Some(values), &mut faults);
    faults.is_empty().then(|| Cow::into_owned(text))
}
