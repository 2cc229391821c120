//! Going out: streams of bytes to onion services, and HTTP on them, whoever makes the streams.
//!
//! [`Dial`] is what Tor is to everything above it; in tests, and without Tor, sockets on loopback are as good.

mod exchange; // one request and its answer
mod loopback; // without Tor

use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncWrite};

use crate::onion::OnionAddress;

pub use exchange::{Connection, ExchangeError, read_all};
pub use loopback::Loopback;

/// The port where onion services of this program are.
pub const PORT: u16 = 80;

/// Makes streams to somewhere else.
pub trait Dial: Clone + Send + Sync + 'static {
    /// What it makes.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// Opens a stream; it takes as long as it takes, and the caller sets the limit.
    ///
    /// # Errors
    /// Why there is none.
    fn dial(
        &self,
        to: &Destination,
    ) -> impl Future<Output = Result<Self::Stream, DialError>> + Send;
}

/// Where a stream leads. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub enum Destination {
    /// A port of an onion service.
    Onion(OnionAddress, u16),
    /// A program on this computer.
    Loopback(SocketAddr),
}

impl std::fmt::Debug for Destination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Destination([scrubbed])")
    }
}

impl Destination {
    /// The place as HTTP names it.
    #[must_use]
    pub fn host(&self) -> String {
        match self {
            Self::Onion(address, PORT) => address.reveal().to_owned(),
            Self::Onion(address, port) => format!("{}:{port}", address.reveal()),
            Self::Loopback(address) => address.to_string(),
        }
    }
}

/// Why there is no stream, in words for whoever wanted it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DialError {
    /// Tor's directory has nothing under the address.
    #[error("nothing is found at the address: it is wrong, or nobody is there now")]
    NotFound,
    /// Somebody has announced the address, and nobody meets there.
    #[error("nobody answers at the address now")]
    NotRunning,
    /// Only guests find it.
    #[error("the address is private: it needs a guest's key")]
    KeyMissing,
    /// Only guests find it, and this key is none of theirs.
    #[error("the guest's key does not open this address: it is wrong, or was taken back")]
    KeyWrong,
    /// Nothing is at that port.
    #[error("something else is at the address, which does not take the connection")]
    Refused,
    /// Tor does not work here.
    #[error("this computer does not reach Tor")]
    NoTor,
    /// It took too long.
    #[error("Tor takes too long to answer")]
    Late,
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl DialError {
    /// The error in the words of SOCKS 5 (RFC 1928, section 6), which programs know.
    #[must_use]
    pub fn socks(&self) -> &'static str {
        match self {
            Self::NotFound | Self::NotRunning => "Host unreachable",
            Self::KeyMissing | Self::KeyWrong => "connection not allowed by ruleset",
            Self::Refused => "Connection refused",
            Self::NoTor => "Network unreachable",
            Self::Late => "TTL expired",
            Self::Other(_) => "general SOCKS server failure",
        }
    }

    /// Whether trying again later can help without anybody doing anything about it.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        !matches!(self, Self::KeyMissing | Self::KeyWrong)
    }
}
