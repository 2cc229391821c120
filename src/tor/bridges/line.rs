//! The text of a bridge line and of a proxy's URL, and what can be wrong with it.

use std::net::SocketAddr;

use arti_client::config::BridgeConfigBuilder;

/// The schemes of proxies that Arti speaks.
const SCHEMES: [&str; 5] = ["socks5", "socks5h", "socks4", "socks4a", "http"];

/// The port that Arti takes for none behind `http://`, since that is where such a URL leads without one.
const HTTP_PORT: u16 = 80;

/// What ends the part of a URL that has the user in it.
const ENDS: [char; 4] = ['/', '\\', '?', '#'];

/// The digits of a bridge's fingerprint.
const FINGERPRINT: usize = 40;

/// The transport that a bridge line asks for, if any; or what is wrong with the line.
pub(super) fn transport_of(line: &str) -> Result<Option<&str>, &'static str> {
    let mut words = line.split_ascii_whitespace().peekable();
    words.next_if(|word| word.eq_ignore_ascii_case("bridge"));
    let first = words.next().ok_or("it is empty")?;
    let transport = if first.contains(':') {
        first
            .parse::<SocketAddr>()
            .map_err(|_| "its address is not an IP address with a port")?;
        None
    } else if is_name(first) {
        let address = words.next().ok_or("it ends before the address")?;
        if address != "-" && !address.contains(':') {
            return Err("its address has no port");
        }
        Some(first)
    } else {
        return Err("it begins with neither an address nor the name of a transport");
    };
    let fingerprint = words.next().ok_or("it has no fingerprint")?;
    let digits = fingerprint.trim_start_matches('$');
    if digits.len() != FINGERPRINT || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err("its fingerprint is not 40 hexadecimal digits");
    }
    if transport.is_none() && words.any(|word| word.contains('=')) {
        return Err("only a line with a transport has settings after the fingerprint");
    }
    // Arti's own reading may find more, and would repeat the line.
    line.parse::<BridgeConfigBuilder>()
        .map_err(|_| "what follows the fingerprint is not a list of KEY=VALUE")?
        .build()
        .map_err(|_| "it does not have the form of a bridge line")?;
    Ok(transport)
}

/// Whether this can be the name of a transport.
pub(super) fn is_name(word: &str) -> bool {
    let mut bytes = word.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The address in a proxy's URL, or what is wrong with it. Arti's own reading finds nothing more, and would repeat the
/// URL with the password in it.
pub(in super::super) fn proxy_address(url: &str) -> Result<SocketAddr, &'static str> {
    let (scheme, rest) = url
        .split_once("://")
        .ok_or("it begins with no scheme, like socks5://127.0.0.1:1080")?;
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) {
        return Err("its scheme is none of socks5, socks4 and http");
    }
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (user, address) = match rest.rsplit_once('@') {
        Some((user, address)) => (Some(user), address),
        None => (None, rest),
    };
    if let Some(user) = user {
        check_user(&scheme, user)?;
    }
    let address = address
        .parse()
        .map_err(|_| "it ends with no IP address and port, like 127.0.0.1:1080")?;
    match address {
        SocketAddr::V6(address) if address.scope_id() != 0 => {
            Err("its address has a zone, which Tor does not take")
        }
        address if scheme == "http" && address.port() == HTTP_PORT => {
            Err("Tor takes no HTTP proxy at port 80: let it listen at another port")
        }
        address => Ok(address),
    }
}

/// Whether what is written with percent signs is UTF-8, as Tor takes it.
fn is_text(encoded: &str) -> bool {
    percent_encoding::percent_decode_str(encoded)
        .decode_utf8()
        .is_ok()
}

/// Finds what is wrong with the user in a proxy's URL.
fn check_user(scheme: &str, user: &str) -> Result<(), &'static str> {
    if user.contains(ENDS) {
        return Err("before the @ write / as %2F, \\ as %5C, ? as %3F and # as %23");
    }
    if !is_text(user) {
        return Err("what is written as %XX before the @ is no text");
    }
    if user.is_empty() || user.starts_with(':') {
        return Err("a password needs a user before it");
    }
    if scheme.starts_with("socks4") && user.contains(':') {
        return Err("SOCKS 4 has no passwords");
    }
    // Arti 0.47 sends "[scrubbed]" in the place of both.
    if scheme == "http" {
        return Err(
            "Tor cannot tell an HTTP proxy a user: take one that asks for none, or for SOCKS 5",
        );
    }
    Ok(())
}
