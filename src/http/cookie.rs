//! Cookies: reading the two that the room sets, and setting them.

use hyper::header::{COOKIE, HeaderMap, HeaderValue};

/// The cookie with the nick that the visitor would like to have.
pub const NICK: &str = "nick";

/// The cookie with the session token.
pub const SESSION: &str = "session";

/// The values of a request's cookies of this name: another program on the same host may have set one
/// as well.
pub fn read<'h>(headers: &'h HeaderMap, name: &'static str) -> impl Iterator<Item = &'h str> {
    headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(move |(found, value)| (found == name).then_some(value))
}

/// A `Set-Cookie` value that ends with the browser's session and that no other site can send.
///
/// Values are nicks and tokens, which consist of letters, digits and dashes.
#[must_use]
pub fn set(name: &str, value: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cookie of the name is found, over all header lines; garbage is passed over.
    #[test]
    fn reads_cookies_among_garbage() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_bytes(b"nick=\xff").unwrap());
        headers.append(
            COOKIE,
            HeaderValue::from_static("a; =; x=1;nick=Fox-ab12 ; nick=b"),
        );
        headers.append(COOKIE, HeaderValue::from_static("session=t=u"));
        assert_eq!(read(&headers, NICK).collect::<Vec<_>>(), ["Fox-ab12", "b"]);
        assert_eq!(read(&headers, SESSION).collect::<Vec<_>>(), ["t=u"]);
        assert_eq!(read(&headers, "missing").next(), None);
    }

    /// The cookie is as the seed sets it.
    #[test]
    fn sets_cookies_as_the_seed_does() {
        assert_eq!(
            set(NICK, "Fox-ab12").unwrap(),
            "nick=Fox-ab12; Path=/; HttpOnly; SameSite=Strict"
        );
    }
}
