//! A room's address as it is typed or copied.

use std::{fmt, net::SocketAddr, str::FromStr};

use crate::{
    chat::{Place, RoomCode},
    dial::{Destination, PORT},
    onion::{NoAddress, OnionAddress},
};

/// How much of an address is shown at each end: enough to tell two of them apart.
const SHOWN: usize = 6;

/// Where a room is: at an onion address, or on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomAddress {
    /// Whose rooms.
    pub at: Destination,
    /// Which of them.
    pub place: Place,
}

/// Why a text is no room's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// There is nothing.
    #[error("the address is missing: it has 56 letters and digits before .onion")]
    Empty,
    /// It is to be spoken to otherwise.
    #[error("the address of a room begins with http:// or with its letters")]
    Scheme,
    /// It is like an onion address, and none.
    #[error(transparent)]
    Onion(#[from] NoAddress),
    /// It is on the open network.
    #[error(
        "it is neither an onion address nor one on this computer, like 127.0.0.1:8181, and nothing goes out to the \
         network beside Tor"
    )]
    Open,
    /// The port is none.
    #[error("behind the colon stands no port, which is a number up to 65535")]
    Port,
    /// The code is none.
    #[error(
        "behind /r/ stands no code of a room, which is like demo-5ZEUQ7Y2X7RTHUXL: copy it again"
    )]
    Code,
    /// There is more.
    #[error("behind the address only /r/ and the code of a room may stand")]
    Path,
}

impl FromStr for RoomAddress {
    type Err = AddressError;

    fn from_str(typed: &str) -> Result<Self, AddressError> {
        let typed = typed.trim();
        let rest = match typed.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
            Some(_) => return Err(AddressError::Scheme),
            None => typed,
        };
        let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(at);
        Ok(Self {
            at: destination(host)?,
            place: place(path)?,
        })
    }
}

/// Reads whose rooms are meant.
fn destination(host: &str) -> Result<Destination, AddressError> {
    if host.is_empty() {
        return Err(AddressError::Empty);
    }
    let local = host
        .strip_prefix("localhost:")
        .map(|port| format!("127.0.0.1:{port}"));
    if let Ok(address) = local.as_deref().unwrap_or(host).parse::<SocketAddr>() {
        return match address.ip().is_loopback() {
            true if address.port() == 0 => Err(AddressError::Port),
            true => Ok(Destination::Loopback(address)),
            false => Err(AddressError::Open),
        };
    }
    let (name, port) = match host.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let is_onion = name.to_ascii_lowercase().ends_with(".onion") || !name.contains('.');
    if !is_onion || name == "localhost" || host.starts_with('[') {
        return Err(AddressError::Open);
    }
    let address: OnionAddress = name.parse()?;
    let port = match port {
        None => PORT,
        Some(port) => port
            .parse()
            .ok()
            .filter(|port| *port > 0)
            .ok_or(AddressError::Port)?,
    };
    Ok(Destination::Onion(address, port))
}

/// Reads which of them.
fn place(path: &str) -> Result<Place, AddressError> {
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        return Ok(Place::Lobby);
    }
    let code = path.strip_prefix("/r/").ok_or(AddressError::Path)?;
    let code = RoomCode::parse(code).ok_or(AddressError::Code)?;
    Ok(Place::Room(code))
}

impl RoomAddress {
    /// The address, short enough to stand beside other things.
    #[must_use]
    pub fn short(&self) -> String {
        let host = self.at.host();
        match (&self.at, host.split_once('.')) {
            (Destination::Onion(..), Some((letters, rest))) if letters.len() > 2 * SHOWN => {
                let (head, tail) = (&letters[..SHOWN], &letters[letters.len() - SHOWN..]);
                format!("{head}…{tail}.{rest}")
            }
            _ => host,
        }
    }
}

/// As it may be typed again.
impl fmt::Display for RoomAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.at.host(), self.place.page())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Tor Project's own address, as it is published.
    const KNOWN: &str = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid";

    /// A code as they are drawn.
    const CODE: &str = "demo-ABCDEFGHJKLMNPQR";

    /// An address is read however it was copied.
    #[test]
    fn addresses_are_read_however_they_are_written() {
        let lobby: RoomAddress = KNOWN.parse().unwrap();
        assert_eq!(lobby.to_string(), format!("http://{KNOWN}.onion/"));
        assert_eq!(lobby.short(), "2gzyxa…n53wid.onion");
        for typed in [
            format!("{KNOWN}.onion"),
            format!(" http://{KNOWN}.onion/ \n"),
            format!("HTTP://{}.ONION", KNOWN.to_uppercase()),
            format!("{KNOWN}.onion:80"),
        ] {
            assert_eq!(typed.parse(), Ok(lobby.clone()), "{typed}");
        }
        let room: RoomAddress = format!("http://{KNOWN}.onion/r/{CODE}").parse().unwrap();
        assert_eq!(room.at, lobby.at);
        assert_eq!(room.place.page(), format!("/r/{CODE}"));
        let small = format!("{KNOWN}/r/{}/", CODE.replace("ABC", "abc"));
        assert_eq!(small.parse(), Ok(room));
        for typed in ["127.0.0.1:8181", "localhost:8181", "http://127.0.0.1:8181/"] {
            let local: RoomAddress = typed.parse().unwrap();
            assert_eq!(local.short(), "127.0.0.1:8181", "{typed}");
        }
        assert!("[::1]:8181".parse::<RoomAddress>().is_ok());
    }

    /// What is none is told apart by what is wrong with it, and nothing on the open network is one.
    #[test]
    fn what_is_none_is_refused() {
        for (typed, why) in [
            ("", AddressError::Empty),
            ("http://", AddressError::Empty),
            ("/r/demo-ABCDEFGHJKLMNPQR", AddressError::Empty),
            ("https://2gzyxa.onion", AddressError::Scheme),
            ("ftp://x", AddressError::Scheme),
            ("2gzyxa.onion", NoAddress::Length.into()),
            ("ld74fqvoxpu5yi73.onion", NoAddress::Old.into()),
            (&KNOWN.replace("2gzy", "2gzz"), NoAddress::Checksum.into()),
            ("hello", NoAddress::Length.into()),
            ("example.com", AddressError::Open),
            ("93.184.216.34:80", AddressError::Open),
            ("192.168.1.20:8181", AddressError::Open),
            ("0.0.0.0:80", AddressError::Open),
            ("[2001:db8::1]:80", AddressError::Open),
            ("127.0.0.1", AddressError::Open),
            ("localhost", AddressError::Open),
            ("127.0.0.1.example.com:80", AddressError::Open),
            ("127.0.0.1:0", AddressError::Port),
            (&format!("{KNOWN}:0"), AddressError::Port),
            (&format!("{KNOWN}:http"), AddressError::Port),
            (&format!("{KNOWN}/plain"), AddressError::Path),
            (&format!("{KNOWN}?x"), AddressError::Path),
            (&format!("{KNOWN}/r/demo"), AddressError::Code),
            (&format!("{KNOWN}/r/"), AddressError::Path),
        ] {
            assert_eq!(typed.parse::<RoomAddress>(), Err(why), "{typed}");
        }
    }
}
