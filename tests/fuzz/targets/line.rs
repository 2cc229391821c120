//! Whatever a room sends, the terminal client holds nothing of it that a terminal obeys, and not much of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onionchat_fuzz::client::{
    line::{Line, Splitter},
    text::{MAX_NAME, MAX_WORDS, Name, Words},
};

/// Whether a terminal may be sent this, or a person be deceived by it.
fn is_harmless(text: &str) -> bool {
    !text.chars().any(|c| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
    })
}

fuzz_target!(|bytes: &[u8]| {
    // In two pieces, wherever the first byte says.
    let at = bytes
        .first()
        .map_or(0, |at| usize::from(*at).min(bytes.len()));
    let mut splitter = Splitter::default();
    for piece in [&bytes[..at], &bytes[at..], b"\n"] {
        splitter.push(piece);
        while let Ok(Some(line)) = splitter.pull() {
            let json = serde_json::to_string(&line).expect("lines are written");
            let again = Line::parse(json.as_bytes()).expect("and read again");
            assert_eq!(
                json,
                serde_json::to_string(&again).expect("lines are written")
            );
            let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            every_text(&value);
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let (words, name) = (Words::new(&text), Name::new(&text));
    assert!(is_harmless(words.as_str()) && words.as_str().chars().count() <= MAX_WORDS);
    assert!(is_harmless(name.as_str()) && name.as_str().chars().count() <= MAX_NAME);
    assert!(!name.as_str().contains('\n') && !words.in_one_line().contains('\n'));
    assert_eq!(
        Words::new(words.as_str()),
        words,
        "another text the second time"
    );
});

/// Fails if a line that is handed on holds what a terminal obeys.
fn every_text(value: &serde_json::Value) {
    match value {
        serde_json::Value::String(text) => assert!(is_harmless(text), "{text:?}"),
        serde_json::Value::Array(all) => all.iter().for_each(every_text),
        serde_json::Value::Object(all) => all.values().for_each(every_text),
        _ => {}
    }
}
