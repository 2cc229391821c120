//! What begins with one slash is never said to the room, and everything else is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onionchat_fuzz::chat::{Command, MessageText, text::TooLong};

fuzz_target!(|typed: &str| {
    // What counts is what people see of it.
    let seen = MessageText::parse(typed, TooLong::Cut);
    let line = seen
        .as_ref()
        .map_or("", |text| text.as_ref().map_or("", MessageText::as_str));
    let slash = ['/', '\u{ff0f}'];
    let behind = line.strip_prefix(slash);
    let is_command = behind.is_some_and(|behind| !behind.starts_with(slash));
    for too_long in [TooLong::Cut, TooLong::Refuse] {
        match Command::parse(typed, too_long) {
            Ok(Some(Command::Say(text))) => {
                assert!(!is_command, "a command is said to the room");
                assert!(text.as_str().chars().count() <= 500);
                assert!(!text.as_str().starts_with(slash) || behind.is_some());
            }
            Ok(Some(_)) => assert!(is_command, "a text is taken for a command"),
            Ok(None) => assert!(!is_command, "a command is taken for nothing"),
            // A refusal has words for whoever typed it.
            Err(refusal) => assert!(!refusal.name().is_empty()),
        }
    }
});
