//! Whatever a browser sends as a form, it is refused or read, and what was encoded comes out as it went in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onionchat_fuzz::http::form::fields_of;

fuzz_target!(|bytes: &[u8]| {
    if let Ok([text, nick]) = fields_of(bytes, ["msg", "nick"]) {
        assert!(text.len() + nick.len() <= bytes.len(), "more than came");
    }
    let text = String::from_utf8_lossy(bytes);
    let encoded: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let form = format!("other=%00&msg={encoded}&nick=");
    let read = fields_of(form.as_bytes(), ["msg", "nick"]);
    assert_eq!(read, Ok([text.into_owned(), String::new()]));
    let twice = fields_of(format!("{form}&msg=").as_bytes(), ["msg", "nick"]);
    assert!(twice.is_err(), "two fields of one name");
});
