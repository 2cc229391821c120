//! A nick that is taken is taken as it is, and again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onionchat_fuzz::chat::Nick;

fuzz_target!(|raw: &str| {
    if let Ok(nick) = Nick::parse(raw) {
        let again = Nick::parse(nick.as_str());
        assert!(
            again.as_ref() == Ok(&nick),
            "{:?} became {again:?}",
            nick.as_str()
        );
        assert!(again.is_ok_and(|again| again.folded() == nick.folded()));
    }
});
