//! The HTML of a message, whatever was typed, is what a real parser is meant to see.
#![no_main]

#[path = "../../../src/http/markup/tests/oracle.rs"]
mod oracle;

use libfuzzer_sys::{Corpus, fuzz_target};
use onionchat_fuzz::{
    chat::{MessageText, text::TooLong},
    http::markup::Markup,
};

// The first byte says which markup there is, the others are what was typed.
fuzz_target!(|input: (u8, &str)| -> Corpus {
    let (settings, typed) = input;
    let (formatting, links) = (settings & 1 != 0, settings & 2 != 0);
    let markup = Markup { formatting, links };
    let html = markup.to_html(typed);
    assert!(html.len() >= typed.len());
    // A parser takes out some control characters, as the room does before anything is said.
    let Ok(Some(text)) = MessageText::parse(typed, TooLong::Cut) else {
        return Corpus::Keep;
    };
    let html = markup.to_html(text.as_str());
    oracle::check(text.as_str(), formatting, links, &html);
    Corpus::Keep
});
