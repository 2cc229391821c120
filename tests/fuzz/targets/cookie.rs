//! Whatever a browser sends as cookies, those of the room are found among it, and a nick comes back as it was set.
#![no_main]

use hyper::header::{COOKIE, HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;
use onionchat_fuzz::http::cookie::{NICK, SESSION, decode, encode, read};

fuzz_target!(|bytes: &[u8]| {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|&byte| byte == b'\n') {
        if let Ok(line) = HeaderValue::from_bytes(line) {
            headers.append(COOKIE, line);
        }
    }
    for name in [NICK, SESSION] {
        for value in read(&headers, name) {
            assert!(!value.contains(';') && value.len() < bytes.len());
            // What is no UTF-8 has no nick in it.
            let _ = decode(value);
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let nick: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let set = format!("a=b; nick={}; session=x; session=y", encode(&nick));
    headers.clear();
    headers.append(COOKIE, set.parse().expect("what is set is a header"));
    let found: Vec<_> = read(&headers, NICK).filter_map(decode).collect();
    assert_eq!(found, [nick]);
    assert_eq!(read(&headers, SESSION).collect::<Vec<_>>(), ["x", "y"]);
});
