//! Addresses in a text that can be followed.
//!
//! A link leads where its text says and nowhere else: both are the same characters, plain ASCII, with
//! nothing before the host that looks like one. Whatever is doubtful stays text and can be copied.

use std::{fmt, ops::Range};

use super::{TICKETS, escape_into};

/// Writes an address as a link. It opens beside the room, which stays, and the page that it leads to is
/// told nothing of the room.
pub(super) fn write(address: &str, html: &mut impl fmt::Write) -> fmt::Result {
    html.write_str("<a href=\"")?;
    escape_into(address, html)?;
    html.write_str("\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">")?;
    escape_into(address, html)?;
    html.write_str("</a>")
}

/// Where the addresses in a text are that can be followed.
pub(super) fn links(text: &str) -> impl Iterator<Item = Range<usize>> {
    // Up to here all is read. An address within one that is no link is none either: whoever wrote it
    // meant the outer one.
    let mut read = 0;
    text.match_indices("://").filter_map(move |(colon, _)| {
        let before = text.get(read..colon)?.bytes().rev();
        let start = colon - before.take_while(u8::is_ascii_alphanumeric).count();
        let secure = match &text[start..colon] {
            scheme if scheme.eq_ignore_ascii_case("https") => true,
            scheme if scheme.eq_ignore_ascii_case("http") => false,
            _ => return None,
        };
        let rest = &text[start..];
        let (typed, next) = rest.split_at(rest.find(|c| !is_of_address(c)).unwrap_or(rest.len()));
        read = start + typed.len();
        let address = without_punctuation(typed);
        leads_where_it_says(address, next, secure).then(|| start..start + address.len())
    })
}

/// Whether an address can hold this character, by RFC 3986. Browsers take more, but encode it where an
/// address is copied; and none of these can hide, or turn the direction of writing.
fn is_of_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c)
}

/// An address without the punctuation of the sentence that it stands in. A closing bracket is part of
/// the address if its opening one is.
fn without_punctuation(typed: &str) -> &str {
    let (mut round, mut square, mut end) = (0, 0, 0);
    for (at, c) in typed.char_indices() {
        match c {
            '(' => round += 1,
            '[' => square += 1,
            ')' if round > 0 => {
                round -= 1;
                end = at + 1;
            }
            ']' if square > 0 => {
                square -= 1;
                end = at + 1;
            }
            ')' | ']' | '.' | ',' | ';' | ':' | '!' | '?' | '\'' => {}
            _ => end = at + 1,
        }
    }
    &typed[..end]
}

/// Whether an address, with this text behind it, is one that may be a link: over TLS, or to an onion
/// service, which needs none.
fn leads_where_it_says(address: &str, next: &str, secure: bool) -> bool {
    let Some((_, rest)) = address.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    // What is not ASCII right behind the host is part of the host to whoever reads it.
    let goes_on = authority.len() == rest.len()
        && next.starts_with(|c: char| !c.is_ascii() && !c.is_whitespace());
    // What is before an `@` looks like the host and is not, so it is not taken out here, and no host.
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let port_fits = port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
    // Such an address of ours holds somebody's session, which whoever follows it would take for their own.
    let is_onion = host.to_ascii_lowercase().ends_with(".onion");
    let is_ticket = is_onion && rest[authority.len()..].starts_with(TICKETS);
    !goes_on && port_fits && !is_ticket && is_host(host, secure)
}

/// Whether this is the name of a host that a link may lead to.
fn is_host(host: &str, secure: bool) -> bool {
    let mut labels = host.rsplit('.');
    let (last, Some(before)) = (labels.next().unwrap_or_default(), labels.next()) else {
        return false;
    };
    // A number would be an address, and those of the reader's own network are among them.
    let is_name = last.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_onion = last.eq_ignore_ascii_case("onion") && is_onion_key(before);
    is_name && (secure || is_onion) && host.split('.').all(is_label)
}

/// Whether this may stand between the dots of a host. An international name may not, also not in its
/// ASCII form: browsers show that as the name that it looks like.
fn is_label(label: &str) -> bool {
    let international = label
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    !international
        && !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Whether this has the form of an onion service's key: 56 digits of base 32.
fn is_onion_key(label: &str) -> bool {
    label.len() == 56
        && label
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'A'..=b'Z' | b'2'..=b'7'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A host that has the form of an onion service's.
    const ONION: &str = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion";

    /// The links of a text, as typed.
    fn found(text: &str) -> Vec<&str> {
        links(text).map(|link| &text[link]).collect()
    }

    /// Addresses of either kind are found, with all that belongs to them and nothing of what is around.
    #[test]
    fn addresses_are_found_in_sentences() {
        for address in [
            "https://example.org",
            "https://a-b.example.org:8443/x/y.html?q=1&r=%20#z",
            "https://example.org?q",
            "https://example.org/Tor_(network)",
            "https://example.org/a[1]",
            "https://example.org/it's",
            "HTTPS://Example.ORG/",
            &format!("http://{ONION}"),
            &format!("http://www.{ONION}:8080/x"),
            &format!("https://{ONION}/"),
        ] {
            for (before, after) in [
                ("", ""),
                ("see ", ", then"),
                ("(", ")."),
                ("\"", "\"!?"),
                ("[x](", "):"),
                ("{", "}"),
                ("<", ">"),
                ("'", "';"),
                ("看", "\u{3000}看"),
                ("«", "\n"),
            ] {
                let text = format!("{before}{address}{after}");
                assert_eq!(found(&text), [address], "{text}");
            }
        }
        assert_eq!(
            found("https://a.org https://b.org/\u{202e}gro"),
            ["https://a.org", "https://b.org/"]
        );
    }

    /// What is no address of either kind, or could lead elsewhere than it seems, is not found.
    #[test]
    fn nothing_else_is_found() {
        let ticket = format!("http://{ONION}/w/0123456789abcdef0123456789abcdef-dmcv1en/");
        assert!(found(&ticket).is_empty());
        let short = &ONION[1..];
        for text in [
            "example.org www.example.org //example.org mailto:a@example.org",
            "javascript:alert(1) javascript://example.org/%0aalert(1) data:text/html,x",
            "http://example.org http://example.org/?u=https://example.org",
            "ftp://example.org xhttps://example.org https://a.org,https://b.org",
            "https:// https://. https://? https:/// https://:1",
            "https://localhost/ https://127.0.0.1/ https://127.1 https://[::1]/ https://1.0x7f",
            "https://good.example@evil.example https://good.example:x@evil.example",
            "https://good.example:99999 https://good.example:+1",
            "https://a..example https://.example https://-a.example https://a-.example",
            "https://a_b.example https://a%2eexample https://a.example./",
            "https://ex\u{e4}mple.org https://a.ex\u{e4}mple.org https://\u{430}.org",
            "https://example.org\u{3002}evil.org https://example.org.\u{440}\u{444}",
            "https://example.org\u{301} https://example.org\u{200b}",
            "https://xn--e1afmkfd.org https://XN--a.example.org",
            &format!("http://{short} http://{ONION}.org http://{ONION}../x http://0{short}"),
            &format!("http://x@{ONION} http://{ONION}@example.org http://.{ONION}"),
        ] {
            for text in text.split(' ') {
                assert_eq!(found(text), [""; 0], "{text}");
            }
        }
    }
}
