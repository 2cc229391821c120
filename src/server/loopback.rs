//! Plain HTTP on the loopback interface, for trying the room without Tor and for tests.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::{Accept, Origin};

/// How long to wait after a failed accept: long enough for descriptors to be freed, too short to
/// be noticed.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Connections that wait in the kernel while the loop is busy: what a thousand readers need who come
/// back at the same moment.
const PENDING: u32 = 1024;

/// What the kernel may hold for a reader who does not read; it doubles this. The default would be
/// some megabytes a reader.
const SEND_BUFFER: u32 = 32 * 1024;

/// An address on the loopback interface; there is no other way to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoopbackAddr(SocketAddr);

/// An address that other machines could reach.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0} is not a loopback address. Other machines could reach it, past Tor: use 127.0.0.1 or [::1]"
)]
pub struct NotLoopback(SocketAddr);

impl TryFrom<SocketAddr> for LoopbackAddr {
    type Error = NotLoopback;

    fn try_from(address: SocketAddr) -> Result<Self, NotLoopback> {
        let loopback = match address.ip() {
            IpAddr::V4(ip) => ip.is_loopback(),
            IpAddr::V6(ip) => ip.is_loopback(),
        };
        if loopback {
            Ok(Self(address))
        } else {
            Err(NotLoopback(address))
        }
    }
}

impl LoopbackAddr {
    /// Where a room without Tor listens when nothing is said; the seed's address.
    pub const DEFAULT: Self = Self(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8181));

    /// The address.
    #[must_use]
    pub fn get(self) -> SocketAddr {
        self.0
    }
}

/// A listening socket on loopback.
#[derive(Debug)]
pub struct Loopback {
    /// The socket.
    listener: TcpListener,
}

impl Loopback {
    /// Listens; port 0 lets the system choose one.
    ///
    /// # Errors
    /// What the system says, mostly that the port is taken.
    pub fn bind(address: LoopbackAddr) -> io::Result<Self> {
        let socket = match address.0 {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        socket.set_reuseaddr(true)?;
        socket.set_send_buffer_size(SEND_BUFFER)?;
        socket.bind(address.0)?;
        Ok(Self {
            listener: socket.listen(PENDING)?,
        })
    }

    /// The address that is listened on.
    ///
    /// # Errors
    /// What the system says.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Accept for Loopback {
    type Stream = TcpStream;

    async fn accept(&mut self) -> Option<(TcpStream, Origin)> {
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    // Small frames must not wait for one another; where this fails they are late.
                    let _ = stream.set_nodelay(true);
                    return Some((stream, Origin::default()));
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only addresses that no other machine can reach are taken.
    #[test]
    fn only_loopback_addresses_are_taken() {
        let taken = |raw: &str| LoopbackAddr::try_from(raw.parse::<SocketAddr>().unwrap()).is_ok();
        assert!(taken("127.0.0.1:8181") && taken("127.9.9.9:1") && taken("[::1]:0"));
        for other in [
            "0.0.0.0:1",
            "192.168.0.1:80",
            "[::]:1",
            "[::ffff:127.0.0.1]:1",
            "8.8.8.8:1",
        ] {
            assert!(!taken(other), "{other} was taken");
        }
    }
}
