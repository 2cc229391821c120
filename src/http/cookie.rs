//! Cookies: reading those that the room sets, and setting them.

use hyper::header::{COOKIE, HeaderMap, HeaderValue};

/// A cookie's name: plain, and as it is called where the browser treats the address as secure. With that
/// prefix no other host can have set it (RFC 6265bis, section 4.1.3.2).
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Where the address counts as secure, if it has a name of its own there.
    secure: Option<&'static str>,
    /// Everywhere.
    plain: &'static str,
}

/// The cookie with the nick that the visitor would like to have; the seed's clients know it by this name.
pub const NICK: Name = Name {
    secure: None,
    plain: "nick",
};

/// The cookie with the session token.
pub const SESSION: Name = Name {
    secure: Some("__Host-session"),
    plain: "session",
};

/// The cookie with how the visitor likes to see the room.
pub const VIEW: Name = Name {
    secure: Some("__Host-view"),
    plain: "view",
};

/// Which cookies an answer may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jar {
    /// None.
    Closed,
    /// Plain ones.
    Plain,
    /// Those that only an address that counts as secure may set.
    Secure,
}

/// The values of a request's cookies of this name, those that no other host can have set first: another
/// program on the same host may have set one as well.
pub fn read(headers: &HeaderMap, name: Name) -> impl Iterator<Item = &str> {
    let secure = name
        .secure
        .into_iter()
        .flat_map(|name| named(headers, name));
    secure.chain(named(headers, name.plain))
}

/// The values of a request's cookies of exactly this name.
fn named<'h>(
    headers: &'h HeaderMap,
    name: &'static str,
) -> impl Iterator<Item = &'h str> + use<'h> {
    headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(move |(found, value)| (found == name).then_some(value))
}

/// A nick as it stands in a cookie: what is not ASCII is escaped as in an address (RFC 3986, section
/// 2.1), and so a nick of the seed's form stands there as it is.
#[must_use]
pub fn encode(nick: &str) -> String {
    percent_encoding::utf8_percent_encode(nick, percent_encoding::CONTROLS).to_string()
}

/// The nick in a cookie; `None` where it is not UTF-8.
#[must_use]
pub fn decode(cookie: &str) -> Option<std::borrow::Cow<'_, str>> {
    percent_encoding::percent_decode_str(cookie)
        .decode_utf8()
        .ok()
}

/// A `Set-Cookie` value that ends with the browser's session and that no other site can send; nothing where
/// there shall be none.
///
/// Values are escaped nicks, tokens and views, which consist of ASCII letters, digits, `-`, `_` and `%`.
#[must_use]
pub fn set(jar: Jar, name: Name, value: &str) -> Option<HeaderValue> {
    let (name, secure) = match (jar, name.secure) {
        (Jar::Closed, _) => return None,
        (Jar::Secure, Some(name)) => (name, "; Secure"),
        (Jar::Secure | Jar::Plain, _) => (name.plain, ""),
    };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::try_from(cookie).ok()
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
        assert_eq!(read(&headers, VIEW).next(), None);
        headers.append(COOKIE, HeaderValue::from_static("__Host-session=s"));
        assert_eq!(read(&headers, SESSION).collect::<Vec<_>>(), ["s", "t=u"]);
    }

    /// A nick of any script is escaped and comes back; what is no text does not.
    #[test]
    fn nicks_are_escaped() {
        for (nick, escaped) in [
            ("Fox-ab12", "Fox-ab12"),
            ("лиса_1", "%D0%BB%D0%B8%D1%81%D0%B0_1"),
        ] {
            assert_eq!(encode(nick), escaped);
            assert_eq!(decode(escaped).as_deref(), Some(nick));
        }
        assert_eq!(decode("%ff"), None);
    }

    /// The cookie is as the seed sets it.
    #[test]
    fn sets_cookies_as_the_seed_does() {
        assert_eq!(
            set(Jar::Plain, NICK, "Fox-ab12").unwrap(),
            "nick=Fox-ab12; Path=/; HttpOnly; SameSite=Strict"
        );
        assert_eq!(
            set(Jar::Secure, SESSION, "0").unwrap(),
            "__Host-session=0; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(set(Jar::Closed, SESSION, "0"), None);
    }
}
