//! A text that may be said is of the right length, and may be said again as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onionchat_fuzz::chat::{
    MessageText,
    text::{MAX_CHARACTERS, TooLong},
};

fuzz_target!(|typed: &str| {
    let Ok(Some(text)) = MessageText::parse(typed, TooLong::Cut) else {
        return;
    };
    let characters = text.as_str().chars().count();
    assert!((1..=MAX_CHARACTERS).contains(&characters), "{characters}");
    for too_long in [TooLong::Cut, TooLong::Refuse] {
        let again = MessageText::parse(text.as_str(), too_long);
        assert!(
            again == Ok(Some(text.clone())),
            "another text the second time"
        );
    }
});
