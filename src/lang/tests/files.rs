//! The files of the languages, each held against the English one. What a file with a fault would show is
//! decided in `catalogue`; here it does not get that far.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentArgs;
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, VariantKey},
    parser,
};

use super::super::{
    Lang,
    catalogue::{bundle, format},
};

/// The variables that are numbers.
const NUMBERS: [&str; 10] = [
    "named",
    "nameless",
    "count",
    "characters",
    "most",
    "least",
    "missed",
    "days",
    "hours",
    "minutes",
];

/// The forms of a plural (Unicode CLDR).
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What stands in a pattern beside text.
#[derive(Default)]
struct Parts<'a> {
    /// The variables.
    variables: BTreeSet<&'a str>,
    /// What no text here may hold.
    faults: Vec<String>,
}

impl<'a> Parts<'a> {
    /// The parts of a message's text.
    fn of(message: &Message<&'a str>) -> Self {
        let mut parts = Self::default();
        match &message.value {
            Some(pattern) => parts.pattern(pattern),
            None => parts.faults.push("has no text".to_owned()),
        }
        if !message.attributes.is_empty() {
            parts.faults.push("has attributes".to_owned());
        }
        parts
    }

    /// Notes what is in a pattern.
    fn pattern(&mut self, pattern: &Pattern<&'a str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    /// Notes what is between braces.
    fn expression(&mut self, expression: &Expression<&'a str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    if let VariantKey::Identifier { name } = &variant.key
                        && !PLURALS.contains(name)
                    {
                        self.faults.push(format!("{name} is no form of a plural"));
                    }
                    self.pattern(&variant.value);
                }
            }
        }
    }

    /// Notes what is between braces and no selection.
    fn inline(&mut self, inline: &InlineExpression<&'a str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            other => self
                .faults
                .push(format!("refers to something else: {other:?}")),
        }
    }
}

/// The messages of a file by their keys, and what else is wrong in it.
fn messages(source: &str) -> (BTreeMap<&str, Message<&str>>, Vec<String>) {
    let (resource, errors) = match parser::parse(source) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    };
    let mut faults: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name;
                if messages.insert(key, message).is_some() {
                    faults.push(format!("{key} is there twice"));
                }
            }
            Entry::Term(term) => faults.push(format!("-{} is a term", term.id.name)),
            Entry::Junk { .. }
            | Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_) => {}
        }
    }
    (messages, faults)
}

/// What is wrong in the file of a language.
fn faults(lang: Lang, english: &str, source: &str) -> Vec<String> {
    let (originals, _) = messages(english);
    let (messages, mut faults) = messages(source);
    let (theirs, ours) = (bundle(lang, source), bundle(Lang::En, english));
    for (key, message) in &messages {
        let Some(original) = originals.get(key) else {
            faults.push(format!("{key} is not in the English file"));
            continue;
        };
        let (wanted, parts) = (Parts::of(original), Parts::of(message));
        faults.extend(parts.faults.iter().map(|fault| format!("{key} {fault}")));
        if parts.variables != wanted.variables {
            let (has, wants) = (&parts.variables, &wanted.variables);
            faults.push(format!("{key} has the variables {has:?} and not {wants:?}"));
        }
        for number in [0, 1, 2, 3, 5, 11, 21, 100] {
            let fill = |lang, texts| format(texts, key, &values(lang, &wanted.variables, number));
            match fill(lang, &theirs).zip(fill(Lang::En, &ours)) {
                None => faults.push(format!("{key} cannot be filled in")),
                Some((text, original)) => faults.extend(
                    misprints(lang, &text, &original)
                        .into_iter()
                        .map(|fault| format!("{key} {fault}")),
                ),
            }
        }
    }
    faults
}

/// Something for each of these variables: the number, or a text.
fn values(lang: Lang, variables: &BTreeSet<&str>, number: u64) -> FluentArgs<'static> {
    let mut values = FluentArgs::new();
    for variable in variables {
        if NUMBERS.contains(variable) {
            values.set((*variable).to_owned(), number);
        } else {
            values.set((*variable).to_owned(), lang.isolated("/w, /msg"));
        }
    }
    values
}

/// What is wrong in a text as it is shown.
fn misprints(lang: Lang, text: &str, original: &str) -> Vec<&'static str> {
    let mut faults = Vec::new();
    if text.trim().is_empty() {
        faults.push("is empty");
    }
    if text.lines().count() != original.lines().count() {
        faults.push("has more lines or fewer than in English");
    }
    if text.contains(|c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')) {
        faults.push("has marks of direction that are no isolates");
    }
    let mut depth = 0;
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => depth += 1,
            '\u{2069}' => depth -= 1,
            _ => {
                let begins = before == '/' && (c == '/' || c.is_ascii_alphabetic());
                if begins && depth == 0 && lang.is_right_to_left() {
                    faults.push("has a command that is not isolated");
                }
            }
        }
        before = c;
        if depth < 0 {
            break;
        }
    }
    if depth != 0 {
        faults.push("has an isolate without a beginning or an end");
    }
    faults
}

/// Every file is as it has to be.
#[test]
fn every_file_is_sound() {
    for lang in Lang::ALL {
        let faults = faults(lang, Lang::En.source(), lang.source());
        assert!(faults.is_empty(), "{}:\n{}", lang.code(), faults.join("\n"));
    }
}

/// What is filled in as a number is in the English file: none is left over, or misspelt.
#[test]
fn numbers_are_known() {
    let (messages, _) = messages(Lang::En.source());
    let variables: BTreeSet<&str> = messages
        .values()
        .flat_map(|message| Parts::of(message).variables)
        .collect();
    for number in NUMBERS {
        assert!(variables.contains(number), "{number}");
    }
}

/// The check itself can fail: what is planted in a file is found.
#[test]
fn planted_faults_are_found() {
    let english = "a = Type /help, { $nick }.\nb = { $missed } messages\nc =\n    one\n    two\n";
    let found = |lang, source: &str| faults(lang, english, source).join("\n");
    for good in [
        "",
        "### Nothing yet.",
        "a = { $nick }: /help",
        "b = { $missed ->\n    [one] { $missed }.\n   *[other] { $missed }!\n }",
        "c =\n    eins\n    zwei",
    ] {
        assert_eq!(found(Lang::De, good), "", "{good}");
    }
    for (lang, bad, fault) in [
        (Lang::De, "a = { $nick", "xpected"),
        (Lang::De, "a = { $nick }\na = { $nick }", "is there twice"),
        (Lang::De, "z = z", "is not in the English file"),
        (Lang::De, "a = Fox", "has the variables"),
        (Lang::De, "a = { $nick } { $nack }", "has the variables"),
        (Lang::De, "a = { $nick }\n    .title = x", "has attributes"),
        (Lang::De, "-x = x", "is a term"),
        (Lang::De, "b = { NUMBER($missed) }", "refers to something"),
        (Lang::De, "a = { $nick } { b }", "refers to something"),
        (
            Lang::De,
            "b = { $missed ->\n    [on] { $missed }\n   *[other] { $missed }\n }",
            "no form of a plural",
        ),
        (Lang::De, "c = eins zwei", "has more lines or fewer"),
        (
            Lang::De,
            "c =\n    eins\n    zwei{\"\\u202e\"}",
            "marks of direction",
        ),
        (
            Lang::De,
            "c =\n    eins\n    {\"\\u2066\"}zwei",
            "has an isolate",
        ),
        (Lang::Ar, "a = /help { $nick }", "has a command"),
    ] {
        let found = found(lang, bad);
        assert!(found.contains(fault), "{bad}: {found}");
    }
    let isolated = "a = {\"\\u2066\"}/help{\"\\u2069\"} { $nick }";
    assert_eq!(found(Lang::Ar, isolated), "");
}
